"""One row of a list, or one record of the book, as it is compared: what names it, and what it says."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from villagebook.base.errors import UserError
from villagebook.base.resident_ids import parse
from villagebook.importing import KINDS, DraftRow, Table, Workbook, drafts, recognise
from villagebook.services.comparing.names import squeezed
from villagebook.services.lists.taking import first18

PEOPLE, HOUSEHOLDS = "people", "households"
#: Kinds of lists whose rows are persons, or households.
_OF_KIND = {"people": PEOPLE, "roll": PEOPLE, "households": HOUSEHOLDS}
#: What a list that no kind claims is read as: a name and a number are enough to compare by.
_TRIED = ("people", "households")
_PHONES = frozenset({"household.phone", "person.phone"})


@dataclass(frozen=True, slots=True, eq=False)
class Entry:
    """One row or record.

    Attributes:
        side: Which list it is of, counted from 0.
        about: PEOPLE or HOUSEHOLDS.
        code: 人口编号 or 户编号. number: The first 18 of the person's or the head's number. name: The person's or
            the head's. former: Former name. born: Of the person, from the number where no column says it.
        household, head, group: The household's code, its head's name, its group.
        values: Value id -> native value. raw: Value id -> text of a cell that could not be read as its kind.
        extra: Heading -> text of columns that no field is known for.
        ids: Value ids of the columns there are, filled or not.
        records: Table -> key of the book's record.
        year: Of yearly values of the book.
    """

    side: int
    about: str
    sheet: str
    row: int
    code: str
    number: str
    name: str
    born: dt.date | None = None
    former: str = ""
    household: str = ""
    head: str = ""
    group: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    raw: Mapping[str, str] = field(default_factory=dict)
    extra: Mapping[str, str] = field(default_factory=dict)
    ids: frozenset[str] = frozenset()
    records: Mapping[str, uuid.UUID] = field(default_factory=dict)
    year: int | None = None

    @property
    def of_book(self) -> bool:
        """Whether it is a record of the book."""
        return bool(self.records)

    @property
    def who(self) -> str:
        """What people call it: 钟文福 钟子轩, the head first."""
        if self.about == HOUSEHOLDS or not self.head or self.head == self.name:
            return self.name
        return f"{self.head} {self.name}".strip()


@dataclass(frozen=True, slots=True)
class Side:
    """One of the lists that are compared, or the book.

    Attributes:
        name: The file's name, or 书.
        sha256: Of the file; "" for the book.
        entries: What is compared.
        left_out: (sheet, row, reason) of rows that cannot be compared.
        headings: Value id -> how the list calls it.
        years: Years of the yearly values it holds, the most frequent first.
    """

    name: str
    sha256: str
    entries: tuple[Entry, ...]
    left_out: tuple[tuple[str, int, str], ...] = ()
    headings: Mapping[str, str] = field(default_factory=dict)
    years: tuple[int, ...] = ()

    @property
    def is_book(self) -> bool:
        """Whether this is the book itself."""
        return not self.sha256

    def about(self, what: str) -> tuple[Entry, ...]:
        """The entries about persons or about households."""
        return tuple(entry for entry in self.entries if entry.about == what)

    def ids(self) -> frozenset[str]:
        """Value ids of all columns."""
        return frozenset().union(*{entry.ids for entry in self.entries})


def side_of(workbook: Workbook, place: int) -> Side:
    """Return a file as one side.

    Raises:
        UserError: no sheet of it is a list of persons or of households.
    """
    tables = [table for sheet in workbook.sheets if (table := _table(sheet)) is not None]
    if not tables:
        raise UserError(
            "compare.unknown_headings",
            f"{workbook.file_name}里没有认得的户或人的表",
            "要有户编号、姓名、证件号码这样的表头；项目、资金的表不能比",
        )
    entries: list[Entry] = []
    left_out: list[tuple[str, int, str]] = []
    headings: dict[str, str] = {}
    years: Counter[int] = Counter()
    for table in tables:
        ids = _ids(table)
        for column in table.columns:
            if column.id:
                headings.setdefault(column.id, column.heading)
        left_out += [(table.sheet, row, why) for row, why in table.skipped]
        for draft in drafts(table):
            if draft.refused and (draft.refused == KINDS[draft.kind].missing or draft.refused.endswith("重复")):
                left_out.append((draft.sheet, draft.row, draft.refused))
            else:
                entries.append(_entry(draft, place, ids))
                years.update(_years(draft))
    whole = tuple(_with_heads(_once(entries)))
    order = tuple(year for year, _ in years.most_common())
    return Side(workbook.file_name, workbook.sha256, whole, tuple(left_out), headings, order)


def _table(sheet: Any) -> Table | None:
    found = recognise(sheet)
    if found is not None and found.kind in _OF_KIND:
        return found
    tried = [table for kind in _TRIED if (table := recognise(sheet, kind)) is not None]
    if found is not None and found.kind not in ("phones", "rosters"):
        return None
    return max(tried, key=lambda table: table.score, default=None)


def _ids(table: Table) -> frozenset[str]:
    ids = {column.id for column in table.columns if column.id}
    if "#phone" in ids:
        ids |= _PHONES
    return frozenset(id for id in ids if not id.startswith(("#", "village.")))


def _years(draft: DraftRow) -> list[int]:
    found = (draft.values.get(f"{table}.year") for table in ("household_year", "person_year"))
    return [year for year in found if isinstance(year, int)][:1]


def _entry(draft: DraftRow, place: int, ids: frozenset[str]) -> Entry:
    values = {id: value for id, value in draft.values.items() if not id.startswith("village.")}
    about = _OF_KIND[draft.kind]
    given = {id: draft.headings.get(id) for id in ids}
    named = {column.heading: column.id for column in draft.table.columns if column.id in ids}
    raw = {named[h]: text for h, text in draft.extra.items() if h in named and named[h] not in values}
    extra = {h: text for h, text in draft.extra.items() if h not in named and h not in given.values()}
    record = "person" if about == PEOPLE else "household"
    keys = ("name", "id_number") if about == PEOPLE else ("head_name", "head_id_number")
    number = _text(values, f"{record}.{keys[1]}")
    name = _text(values, f"{record}.{keys[0]}")
    head = _text(values, "household.head_name")
    return Entry(
        side=place, about=about, sheet=draft.sheet, row=draft.row,
        code=_text(values, f"{record}.code"), number=first18(number) or "", name=name,
        born=born_of(values.get("person.born"), number), former=_text(values, "person.former_name"),
        household=_text(values, "membership.household_code") or _text(values, "household.code"),
        head=head or (name if values.get("membership.relation") == "户主" else ""),
        group=_text(values, "household.group_name"), values=values, raw=raw, extra=extra, ids=ids,
    )  # fmt: skip


def _text(values: Mapping[str, Any], id: str) -> str:
    value = values.get(id)
    return value if isinstance(value, str) else ""


def born_of(day: Any, number: str | None) -> dt.date | None:
    """Return the birthday a row says, else the one in its number."""
    if isinstance(day, dt.date):
        return day
    try:
        return parse(number).born if number else None
    except ValueError:
        return None


def _once(entries: Sequence[Entry]) -> list[Entry]:
    """One entry for what several sheets of a file name by one code or number: the first sheet says more."""
    first: dict[tuple[str, str, str], Entry] = {}
    kept: list[Entry] = []
    for entry in entries:
        key = (entry.about, entry.code or entry.number, squeezed(entry.name))
        known = first.get(key) if key[1] else None
        if known is None or known.sheet == entry.sheet:
            kept.append(entry)
            first.setdefault(key, entry)
        else:
            more = {id: value for id, value in entry.values.items() if id not in known.values}
            place = kept.index(known)
            kept[place] = first[key] = replace(known, values={**known.values, **more}, ids=known.ids | entry.ids)
    return kept


def _with_heads(entries: Sequence[Entry]) -> Iterable[Entry]:
    """Give members the name of the head that stands in another row of their household."""
    heads = {e.household: e.name for e in entries if e.household and e.head == e.name and e.about == PEOPLE}
    for entry in entries:
        if not entry.head and entry.household in heads:
            yield replace(entry, head=heads[entry.household])
        else:
            yield entry
