"""What our own data say about a doubt: what was corrected since, what the right value is, or that nobody here is meant.

A proposal is words for the answer and the state that goes with them; the officer decides. To add one: a function in
``_PROPOSERS``.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from villagebook.base.resident_ids import check_digit, fold, parse, problems
from villagebook.importing.convert import read_cell
from villagebook.importing.headings import fold_heading
from villagebook.models import (
    BY_TABLE,
    FieldInfo,
    Household,
    HouseholdYear,
    Membership,
    Person,
    PersonYear,
    fields_of,
    info,
)
from villagebook.services.fields import shown
from villagebook.services.lists.taking import first18

WAITING, CORRECTED, TRUE, ELSEWHERE, ANSWERED = "待核实", "已更正", "情况属实", "不是本村", "已答复"
#: Records a doubt may be about, in the order in which a heading is looked for in them.
TABLES = tuple(record.__tablename__ for record in (Person, PersonYear, Membership, Household, HouseholdYear))
_MADE = frozenset({"key", "ref", "json", "sort", "time", "bytes", "bool"})
_LEAST_WORD = 2
_MOST_FIELDS = 6


@dataclass(frozen=True, slots=True)
class Proposal:
    """What could be answered.

    Attributes:
        state: The state that goes with it; "" if it only helps to decide.
        words: A sentence for the answer.
        field: The field whose value would be right: (table, column).
        value: That value as typed; "" if nothing in the book needs to change.
    """

    state: str
    words: str
    field: tuple[str, str] = ("", "")
    value: str = ""


@dataclass(frozen=True, slots=True)
class About:
    """A doubt with what the book has of its person and household now.

    Attributes:
        text: Rule, problem and field of the line, together.
        cells: Heading -> text of the line's cells.
        number: The ID number of the line.
        rows: Table -> the record's row; absent tables have no record.
        found: Whether any record was found.
        why: How it was found, or why not.
        villages: The village the line names, and the book's own; "" where nothing says.
    """

    text: str
    cells: Mapping[str, str]
    number: str
    rows: Mapping[str, Mapping[str, Any]]
    found: bool
    why: str = ""
    villages: tuple[str, str] = ("", "")


def proposals(about: About) -> tuple[Proposal, ...]:
    """Return what our data say, the surest first."""
    return tuple(dict.fromkeys(p for propose in _PROPOSERS for p in propose(about)))


def concerned(about: About) -> tuple[FieldInfo, ...]:
    """Return the fields a doubt speaks of, those named by a column or in the text, at most a handful."""
    rest, found = about.text, []
    for word, declared in _words():
        if word in rest and declared.record in about.rows:
            rest = rest.replace(word, "　")
            found.append((about.text.find(word), declared))
    order = sorted(found, key=lambda pair: pair[0])
    return tuple(dict.fromkeys(declared for _, declared in order))[:_MOST_FIELDS]


@cache
def _words() -> tuple[tuple[str, FieldInfo], ...]:
    """Every word for a field that people type, the longest first."""
    found: dict[str, FieldInfo] = {}
    for table in TABLES:
        for declared in fields_of(BY_TABLE[table]):
            if declared.kind in _MADE or declared.volatile or declared.name in ("year", "note"):
                continue
            for heading in declared.headings:
                found.setdefault(fold_heading(heading), declared)
    for word in ("身份证", "校验码", "校验位"):
        found.setdefault(word, info(Person.id_number))
    found.setdefault("年龄", info(Person.born))
    return tuple(sorted(((w, f) for w, f in found.items() if len(w) >= _LEAST_WORD), key=lambda pair: -len(pair[0])))


def _nobody(about: About) -> Iterator[Proposal]:
    if not about.found:
        yield Proposal(ELSEWHERE, f"经核对，{about.why or '书里没有这个人'}，不是本村登记的人口。")


def _other_village(about: About) -> Iterator[Proposal]:
    """The line names another village: lists of a whole township come to every village."""
    theirs, own = (name.removesuffix("村委会").removesuffix("村") for name in about.villages)
    if theirs and own and theirs not in own and own not in theirs:
        yield Proposal(ELSEWHERE, f"清单写的是{about.villages[0]}，不是{about.villages[1]}。")


def _left(about: About) -> Iterator[Proposal]:
    """The person died, moved or married away since."""
    membership = about.rows.get("membership", {})
    gone = membership.get("through_on")
    if isinstance(gone, dt.date):
        why = membership.get("why_ended") or "离开本户"
        yield Proposal(CORRECTED, f"该人已于 {gone.isoformat()} {why}，已在书里更正。")


def _cell_against_book(about: About) -> Iterator[Proposal]:
    """The book says something else now than the list's own columns."""
    for heading, text in about.cells.items():
        declared = _by_heading().get(fold_heading(heading.rpartition("/")[2]))
        row = about.rows.get(declared.record) if declared is not None else None
        if declared is None or row is None or declared.id in _NAMES:
            continue
        if declared not in concerned(about) and declared.id != "person.id_number":
            continue
        given, now = read_cell(declared, text).value, row[declared.name]
        if now is None or given == now or (given is None and not text.strip()):
            continue
        if declared.id == "person.id_number" and first18(str(now)) == first18(fold(text)):
            continue
        words = f"已更正：{declared.label}由“{text}”改为“{shown(declared, now)}”。"
        yield Proposal(CORRECTED, words, (declared.record, declared.name))


_NAMES = frozenset({"person.name", "household.head_name", "household.code", "person.code", "membership.household_code"})


@cache
def _by_heading() -> dict[str, FieldInfo]:
    return dict(reversed(_words()))


def _check_digit(about: About) -> Iterator[Proposal]:
    """The right check digit of a number that is wrong only there; or that nothing is wrong with it."""
    number = fold(str(about.rows.get("person", {}).get("id_number") or about.number or ""))
    if len(number) >= 18 and "校验" in about.text and not problems(number):
        yield Proposal(TRUE, "证件号码的校验码算过，没有错，请对照证件核对。", ("person", "id_number"))
    if len(number) < 18 or "check_digit" not in problems(number):
        return
    try:
        right = number[:17] + check_digit(number[:17])
    except ValueError:
        return
    if not problems(right):
        words = f"校验码应为 {right[-1]}，请对照证件核对。"
        yield Proposal("", words, ("person", "id_number"), right + number[18:])


def _from_number(about: About) -> Iterator[Proposal]:
    """Sex and birthday as the number has them."""
    person = about.rows.get("person")
    if person is None or not person.get("id_number"):
        return
    try:
        said = parse(person["id_number"])
    except ValueError:
        return
    born = said.born.isoformat() if said.born is not None else ""
    for name, label, right, words in (
        ("sex", "性别", said.sex, ("性别",)),
        ("born", "出生日期", born, ("出生", "年龄", "周岁")),
    ):
        if not right or not any(word in about.text for word in words):
            continue
        now = person[name].isoformat() if isinstance(person[name], dt.date) else person[name] or ""
        if now != right:
            yield Proposal("", f"按证件号码，{label}应为 {right}。", ("person", name), right)
        else:
            yield Proposal(TRUE, f"经核对证件，{label}“{right}”与证件号码一致，无误。", ("person", name))


def _counted(about: About) -> Iterator[Proposal]:
    """家庭人口数 against the members."""
    members = about.rows.get("household", {}).get("_members")
    said = about.rows.get("household_year", {}).get("population")
    if members is None or said is None or "人口数" not in about.text:
        return
    if said == members:
        yield Proposal(CORRECTED, f"经核对，家庭人口数 {said} 人与在册成员一致。", ("household_year", "population"))
    else:
        words = f"在册成员 {members} 人，家庭人口数写 {said}。"
        yield Proposal("", words, ("household_year", "population"), str(members))


_PROPOSERS: tuple[Callable[[About], Iterable[Proposal]], ...] = (
    _other_village, _nobody, _left, _cell_against_book, _check_digit, _from_number, _counted,
)  # fmt: skip
