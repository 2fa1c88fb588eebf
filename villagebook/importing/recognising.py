"""Where a sheet's table is and what kind of list it is.

Every place where headings could stand is tried under every kind; what the headings say together decides, not their
order and not the first row. Rows that are no data (totals, footers, repeated headings) are listed with the reason.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from villagebook.base.text import fold_code, is_blank
from villagebook.importing import headings
from villagebook.importing.columns import Column, Said, columns_of, heading_words, shape_of
from villagebook.importing.content import NOTHING_KNOWN, Contents, Known
from villagebook.importing.context import ContextCell, said_above
from villagebook.importing.convert import Unit
from villagebook.importing.kinds import KINDS, ListKind
from villagebook.importing.sheets import Row, Sheet, text_of

_SEARCHED_ROWS = 40
_LEAST_SCORE = 6.0
_LEAST_COLUMNS = 2
_WORD_WEIGHT = 3.0
_AGAINST_WEIGHT = 5.0
_REMEMBERED_WEIGHT = 50.0
#: What cells show speaks less for a kind of list than what a heading says.
_CONTENT_SHARE = 0.5
_TITLE_ROWS_BETWEEN = 4
_MOST_SAID_BETWEEN = 4


@dataclass(frozen=True, slots=True)
class Table:
    """One list found in a sheet.

    Attributes:
        sheet: The sheet's name.
        kind: Id of the kind of list.
        columns: In order; those that are not known have no id.
        heading_rows: First and last row number of the headings.
        title: Title above the headings, "" if there is none.
        unit: Of money columns that do not name their own.
        year: Of the title, else of the day the list was made; None if neither is there.
        rows: Positions in the sheet's rows that hold data, in order.
        skipped: (row number, reason) of filled rows that are no data.
        source: The sheet itself.
        contexts: (position from which it holds, cells), in order.
        score: How surely it is of this kind.
        shape: Tells its heading row from others.
    """

    sheet: str
    kind: str
    columns: tuple[Column, ...]
    heading_rows: tuple[int, int]
    title: str
    unit: Unit
    year: int | None
    rows: tuple[int, ...] = field(repr=False)
    skipped: tuple[tuple[int, str], ...]
    source: Sheet = field(repr=False)
    contexts: tuple[tuple[int, tuple[ContextCell, ...]], ...]
    score: float
    shape: str = ""

    @property
    def unknown(self) -> tuple[str, ...]:
        """Headings that no field is known for; their cells are kept in the records' extra."""
        return tuple(column.heading for column in self.columns if not column.id and not column.counts_rows)

    def context(self, position: int) -> tuple[ContextCell, ...]:
        """Return what stands above the headings that the row at a position belongs to."""
        at = bisect_right([start for start, _ in self.contexts], position) - 1
        return self.contexts[at][1] if at >= 0 else ()


@dataclass(frozen=True, slots=True)
class _Candidate:
    kind: ListKind
    top: int
    depth: int
    columns: tuple[Column, ...]
    score: float
    shape: str


@dataclass(frozen=True, slots=True)
class Memory:
    """What is known from outside the sheet when its headings are looked at.

    Attributes:
        said: What a person says of this sheet's headings now.
        remembered: Shape of a heading row -> kind of list, and what was said of its headings earlier.
        known: Codes of the book.
        own: Headings of what our own ledger worked out; they say nothing that a record holds.
    """

    said: Mapping[str, str] = field(default_factory=dict)
    remembered: Mapping[str, tuple[str, Mapping[str, str]]] = field(default_factory=dict)
    known: Known = NOTHING_KNOWN
    own: frozenset[str] = frozenset()


_NO_MEMORY = Memory()


def recognise(sheet: Sheet, kind: str | None = None, memory: Memory = _NO_MEMORY) -> Table | None:
    """Return the list in a sheet, None if it holds none that is known.

    Args:
        kind: Id of a kind to read it as, whatever the headings resemble; None to find out.
        memory: What people said of its headings, and what the book knows.

    Raises:
        KeyError: no such kind.
    """
    kinds: Sequence[ListKind] = tuple(KINDS) if kind is None else (KINDS[kind],)
    best = max(_candidates(sheet, kinds, memory), key=lambda c: (c.score, -c.depth, -c.top), default=None)
    if best is None or best.score < (_LEAST_SCORE if kind is None else 1.0):
        return None
    return _table(sheet, best)


def _candidates(sheet: Sheet, kinds: Sequence[ListKind], memory: Memory) -> list[_Candidate]:
    found = []
    known = [_known_words(row) for row in sheet.rows[: _SEARCHED_ROWS + headings.MOST_HEADING_ROWS]]
    contents = Contents(sheet, memory.known)
    for top in range(min(len(sheet.rows), _SEARCHED_ROWS)):
        for depth in range(1, headings.MOST_HEADING_ROWS + 1):
            block = sheet.rows[top : top + depth]
            if len(block) < depth or not all(_may_be_heading(row) for row in block):
                break
            # Most rows are data; trying each under every kind would take longer than reading the file.
            words = sum(known[top : top + depth])
            if not (words or memory.said or memory.remembered) or _holds_data(contents, top, depth):
                continue
            shown = contents.below(top + depth)
            if words + len(shown) < _LEAST_COLUMNS and not (memory.said or memory.remembered):
                continue
            paths = headings.paths(sheet, top, depth)
            shape = shape_of(paths)
            earlier = memory.remembered.get(shape)
            said = _what_is_said(memory, earlier)
            for kind in kinds:
                columns = columns_of(kind, paths, said, shown)
                score = _score(sheet, kind, columns, top) - 0.5 * (depth - 1)
                if score > 0 and earlier is not None and kind.id == earlier[0]:
                    score += _REMEMBERED_WEIGHT
                found.append(_Candidate(kind, top, depth, columns, score, shape))
    return found


def _what_is_said(memory: Memory, earlier: tuple[str, Mapping[str, str]] | None) -> tuple[Said, ...]:
    own = (Said(dict.fromkeys(memory.own, ""), "own"),) if memory.own else ()
    remembered = (*own, Said(earlier[1], "remembered")) if earlier is not None else own
    return (*remembered, Said(memory.said)) if memory.said else remembered


def _holds_data(contents: Contents, top: int, depth: int) -> bool:
    """Whether a row that could be a heading holds a number or phone of somebody."""
    return any(
        contents.of(at, index) in ("id", "phone", "household_code", "person_code")
        for at in range(top, top + depth)
        for index, cell in enumerate(contents.sheet.rows[at])
        if isinstance(cell, str)
    )


def _known_words(row: Row) -> int:
    words = heading_words()
    return sum(isinstance(cell, str) and headings.fold_heading(cell) in words for cell in row)


def _may_be_heading(row: Row) -> bool:
    """Headings are texts; here and there one is a year or a number."""
    filled = [cell for cell in row if not is_blank(cell)]
    texts = sum(isinstance(cell, str) for cell in filled)
    return texts > 0 and texts * 2 > len(filled)


def _score(sheet: Sheet, kind: ListKind, columns: Sequence[Column], top: int) -> float:
    by_heading = {column.id for column in columns if column.id and column.how != "content"}
    shown = {column.id for column in columns if column.how == "content"}
    ids = by_heading | shown
    if len(ids) < _LEAST_COLUMNS or not by_heading:
        return 0.0
    ids |= {cell.id for cell in said_above(sheet, kind, 0, top)}
    if not any(ids.issuperset(_asked(names, ids)) for names in kind.identity):
        return 0.0
    score = sum(_weight(kind, id) * (_CONTENT_SHARE if id in shown else 1) for id in ids)
    score -= _AGAINST_WEIGHT * len(kind.against & {headings.fold_heading(c.heading) for c in columns})
    around = sheet.name + "".join(text_of(cell) for row in sheet.rows[:top] for cell in row if isinstance(cell, str))
    if any(word in fold_code(around) for word in kind.words):
        score += _WORD_WEIGHT
    return score


def _asked(names: tuple[str, ...], ids: set[str]) -> set[str]:
    """What an identity asks for, an amount being there too if the columns it is made of are."""
    made = {"fund_entry.amount_fen"} if ids & {"#income", "#expense"} else set()
    return set(names) - made


def _weight(kind: ListKind, id: str) -> float:
    for key in (id, id.partition("#")[0] + "#", id.partition(".")[0] + "."):
        if key in kind.marks:
            return kind.marks[key]
    return 0.2


def _table(sheet: Sheet, best: _Candidate) -> Table:
    start = best.top + best.depth
    texts = [text_of(cell) for row in sheet.rows[: best.top] for cell in row if not is_blank(cell)]
    rows, skipped, contexts = _data_rows(sheet, best, start)
    first = (0, said_above(sheet, best.kind, 0, best.top))
    return Table(
        sheet=sheet.name,
        kind=best.kind.id,
        columns=best.columns,
        heading_rows=(sheet.number(best.top), sheet.number(start - 1)),
        title=headings.title_of(texts),
        unit=headings.title_unit(texts) or "yuan",
        year=headings.title_year(texts),
        rows=rows,
        skipped=skipped,
        source=sheet,
        contexts=(first, *contexts),
        score=best.score,
        shape=best.shape,
    )


_Contexts = tuple[tuple[int, tuple[ContextCell, ...]], ...]


def _data_rows(
    sheet: Sheet, best: _Candidate, start: int
) -> tuple[tuple[int, ...], tuple[tuple[int, str], ...], _Contexts]:
    """Return the positions of data rows, the rows skipped, and the contexts that begin below the first one."""
    repeated = _repeated_headings(sheet, best, start)
    skipped = {at: "重复的表头" for first in repeated for at in range(first, first + best.depth)}
    contexts = []
    for first in repeated:
        top = _titles_before(sheet, best.kind, first, start)
        skipped |= dict.fromkeys(range(top, first), "标题")
        pairs = said_above(sheet, best.kind, top, first)
        if pairs:
            contexts.append((first, pairs))
    data = []
    for at in range(start, len(sheet.rows)):
        row = sheet.rows[at]
        if at in skipped or all(is_blank(cell) for cell in row):
            continue
        why = _why_no_data(row, first=at == start)
        if why:
            skipped[at] = why
        else:
            data.append(at)
    told = tuple((sheet.number(at), why) for at, why in sorted(skipped.items()) if headings.first_text(sheet.rows[at]))
    return tuple(data), told, tuple(contexts)


def _why_no_data(row: Row, *, first: bool) -> str:
    if headings.is_total(row):
        return "合计行，不是一条记录"
    if headings.is_footer(row):
        return "表尾说明，不是一条记录"
    if first and headings.is_column_numbers(row):
        return "栏次行，不是一条记录"
    return ""


def _repeated_headings(sheet: Sheet, best: _Candidate, start: int) -> list[int]:
    """Return where the headings stand again: lists printed page by page, or several lists below each other."""
    wanted = [_texts(row) for row in sheet.rows[best.top : start]]
    first = sheet.rows[best.top]
    lead = next((column for column, cell in enumerate(first) if not is_blank(cell)), 0)
    return [
        at
        for at in range(start, len(sheet.rows) - best.depth + 1)
        # Comparing one cell first keeps this fast on lists of 100,000 rows.
        if len(sheet.rows[at]) > lead and sheet.rows[at][lead] == first[lead]
        and [_texts(row) for row in sheet.rows[at : at + best.depth]] == wanted
    ]


def _texts(row: Row) -> list[str]:
    texts = [headings.fold_heading(text_of(cell)) for cell in row]
    while texts and not texts[-1]:
        texts.pop()
    return texts


def _titles_before(sheet: Sheet, kind: ListKind, first: int, start: int) -> int:
    """Return where the titles begin that belong to headings standing again at ``first``."""
    top = first
    while top - 1 >= start and first - top < _TITLE_ROWS_BETWEEN:
        filled = [cell for cell in sheet.rows[top - 1] if not is_blank(cell)]
        is_title = len(filled) <= 1 and all(isinstance(cell, str) for cell in filled)
        says = len(filled) <= _MOST_SAID_BETWEEN and said_above(sheet, kind, top - 1, top)
        if headings.is_total(sheet.rows[top - 1]) or not (is_title or says):
            break
        top -= 1
    return top
