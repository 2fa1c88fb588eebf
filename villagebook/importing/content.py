"""What the cells below a heading show a column to be, where the heading itself does not say it.

Only what cannot be anything else counts: numbers with valid check digits, mobile phones, codes that the book knows,
birth days that agree with the numbers beside them, code lists of persons. A heading that names another subject
(帮扶责任人电话) is never overruled.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass, field
from typing import Final

from villagebook.base.days import parse_day
from villagebook.base.resident_ids import parse, problems
from villagebook.base.text import fold_code, is_blank
from villagebook.importing.kinds import ListKind
from villagebook.importing.sheets import Cell, Sheet, text_of
from villagebook.models.codes import CODES

_SAMPLE_ROWS = 60
_SHARE = 0.8
_LEAST_CELLS = 3
_ID = re.compile(r"[1-9][0-9]{16}[0-9Xx](?:[1-7][1-4](?:[0-9A-Za-z]{2})?)?")
_PHONE = re.compile(r"1[3-9][0-9]{9}")
_CODE = re.compile(r"自?[0-9]{4,20}")
_RELATIONS: Final = frozenset(CODES["relation"].values)
_SEXES: Final = frozenset({"男", "女"})
#: A heading with one of these words speaks of somebody else than the row's own person or household.
_SOMEBODY_ELSE = re.compile(
    r"责任人|联系人|干部|队员|书记|主任|负责|经办|采集|填报|审核|制表|监护|代办|代领|结对|包户|医生|村医|法人|配偶|父亲|母亲"
    r"|子女|担保|单位|企业|公司|学校|固定|原(?!因)|旧|变更前"
)

#: What each content is called when the reason is told.
WORDS: Mapping[str, str] = {
    "id": "这一栏是校验位正确的身份证号",
    "phone": "这一栏是 11 位手机号",
    "household_code": "这一栏是书里的户编号",
    "person_code": "这一栏是书里的人编号",
    "born": "这一栏的日期和身份证号里的出生日期一致",
    "relation": "这一栏是与户主关系",
    "sex": "这一栏是男、女",
}


@dataclass(frozen=True, slots=True)
class Known:
    """Codes that the book knows, by which a column of codes is recognised."""

    households: Container[str] = frozenset()
    persons: Container[str] = frozenset()


NOTHING_KNOWN = Known()


@dataclass(slots=True)
class Contents:
    """What the columns of one sheet hold, looked at when first asked for."""

    sheet: Sheet
    known: Known = NOTHING_KNOWN
    _classes: dict[tuple[int, int], str] = field(default_factory=dict)

    def below(self, start: int) -> dict[int, str]:
        """Return column -> content, of the columns that show one in the rows from ``start`` on."""
        rows = range(start, min(start + _SAMPLE_ROWS, len(self.sheet.rows)))
        counts: dict[int, Counter[str]] = {}
        for at in rows:
            for index, cell in enumerate(self.sheet.rows[at]):
                if cell is not None and cell != "":
                    counts.setdefault(index, Counter())[self.of(at, index)] += 1
        found = {}
        for index, counted in counts.items():
            best, number = counted.most_common(1)[0]
            total = counted.total()
            if best and number >= total * _SHARE and total >= min(_LEAST_CELLS, len(rows)):
                found[index] = best
        return self._with_births(found, rows)

    def _with_births(self, found: dict[int, str], rows: range) -> dict[int, str]:
        numbers = next((index for index, content in found.items() if content == "id"), None)
        for index in [index for index, content in found.items() if content == "day"]:
            agree = numbers is not None and self._agrees(index, numbers, rows)
            if agree:
                found[index] = "born"
            else:
                del found[index]
        return found

    def _agrees(self, days: int, numbers: int, rows: range) -> bool:
        pairs = [
            (row[days], row[numbers])
            for row in (self.sheet.rows[at] for at in rows)
            if len(row) > max(days, numbers) and not is_blank(row[days]) and not is_blank(row[numbers])
        ]
        return bool(pairs) and sum(_is_birth(day, number) for day, number in pairs) >= len(pairs) * _SHARE

    def of(self, at: int, index: int) -> str:
        """Return what one cell shows; empty if nothing certain."""
        place = (at, index)
        if place not in self._classes:
            self._classes[place] = self._content(self.sheet.rows[at][index])
        return self._classes[place]

    def _content(self, cell: Cell) -> str:
        if not isinstance(cell, (str, int, float)) or isinstance(cell, bool):
            return "day" if cell is not None and not isinstance(cell, bool) else ""
        text = fold_code(text_of(cell)).lstrip("'‘’`")
        if _ID.fullmatch(text):
            return "id" if not problems(text) else ""
        if _PHONE.fullmatch(text):
            return "phone"
        if _CODE.fullmatch(text):
            if text in self.known.households:
                return "household_code"
            if text in self.known.persons:
                return "person_code"
        if text in _RELATIONS:
            return "relation"
        if text in _SEXES:
            return "sex"
        return "day" if isinstance(cell, str) and _is_day(text) else ""


def _is_day(text: str) -> bool:
    if not 8 <= len(text) <= 11 or not text[:1].isdigit():
        return False
    try:
        parse_day(text)
    except ValueError:
        return False
    return True


def _is_birth(day: Cell, number: Cell) -> bool:
    try:
        return parse(text_of(number)).born == parse_day(day)
    except ValueError:
        return False


def is_own(heading: str) -> bool:
    """Whether a heading may speak of the row's own person or household."""
    return not _SOMEBODY_ELSE.search(heading)


def meaning(kind: ListKind, content: str, ids: Container[str]) -> str:
    """Return the value id that a content means in a kind of list beside columns of other ids; empty if none."""
    return next((id for id in _meanings(kind, content, ids) if id and id not in ids), "")


def _meanings(kind: ListKind, content: str, ids: Container[str]) -> tuple[str, ...]:
    of_household = kind.id == "households"
    if not of_household and kind.id not in ("people", "roll", "phones", "rosters"):
        return ()
    if kind.id == "rosters":
        return ("roster_line.household_code",) if content == "household_code" else ()
    about_head = of_household or (kind.id == "phones" and "household.head_name" in ids)
    return {
        "id": ("household.head_id_number" if about_head else "person.id_number",),
        "phone": ("household.phone",) if of_household else _unless(ids, "#phone", "person.phone", "household.phone"),
        "household_code": ("household.code" if of_household or kind.id == "phones" else "membership.household_code",),
        "person_code": () if about_head else ("person.code",),
        "born": () if about_head else ("person.born",),
        "relation": () if about_head else ("membership.relation",),
        "sex": () if about_head else ("person.sex",),
    }.get(content, ())


def _unless(ids: Container[str], id: str, *others: str) -> tuple[str, ...]:
    return () if any(other in ids for other in others) else (id,)
