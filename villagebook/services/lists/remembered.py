"""What the book remembers for the next import: how headings were corrected, which codes it knows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import islice
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.errors import UserError
from villagebook.exporting.table import with_unit
from villagebook.importing import KINDS, Known, Memory, Sheet, Table, can_mean, recognise, text_of
from villagebook.ledgers import LEDGERS, Ledger
from villagebook.models import HeadingMap, Household, Person
from villagebook.services.lists.decisions import ANY, Decisions
from villagebook.store import Book, Work

_SEARCHED_ROWS = 10
_MOST_HEADINGS = 200
#: In place of a kind of list: the officer leaves the sheet out.
LEFT_OUT = ""
#: A list with so many of a ledger's columns is that ledger, taken out and changed.
_OWN_SHARE = 0.8


def memory(book: Book) -> Memory:
    """Return what the book knows that helps to understand headings."""
    with book.read() as connection:
        query = select(HeadingMap.shape, HeadingMap.kind, HeadingMap.columns)
        maps = connection.execute(query.where(HeadingMap.village_id == book.village_id)).all()
        known = Known(_codes(connection, book, Household), _codes(connection, book, Person))
    remembered = {shape: (kind, columns) for shape, kind, columns in maps if kind in KINDS.ids}
    return Memory(remembered=remembered, known=known)


def _codes(connection: Connection, book: Book, record: Any) -> frozenset[str]:
    query = select(record.code).where(record.village_id == book.village_id, record.code.is_not(None))
    return frozenset(connection.execute(query).scalars())


def understand(sheet: Sheet, file: str, kind: str | None, known: Memory, decisions: Decisions) -> Table | None:
    """Return the list in a sheet as headings, memory and the officer's corrections say; None if it is none.

    Raises:
        UserError: a correction names no column, or means nothing in this kind of list.
    """
    place = (file, sheet.name)
    kind = decisions.kinds.get(place, kind)
    if kind == LEFT_OUT:
        return None
    if kind is not None and kind not in KINDS.ids:
        raise UserError("import.kind", f"没有“{kind}”这种表", f"可以是：{'、'.join(one.id for one in KINDS)}")
    said, everywhere = decisions.columns.get(place, {}), decisions.columns.get((ANY, ANY), {})
    table = recognise(sheet, kind, known)
    own = _worked_out(table) if table is not None else frozenset()
    if not (said or everywhere or own):
        return table
    # Saying what one heading means does not make another kind of list of it.
    kind = table.kind if table is not None else kind
    table = recognise(sheet, kind, Memory({**everywhere, **said}, known.remembered, known.known, own))
    if table is not None:
        _check(table, said)
    return table


def _worked_out(table: Table) -> frozenset[str]:
    """Return the headings that our own ledger worked out (年龄, 成员数), if the list is one we exported."""
    unknown = {column.heading for column in table.columns if not column.id and not column.counts_rows}
    headings = {column.heading for column in table.columns}
    likely = [
        theirs
        for theirs in (_ledger_headings() if unknown else ())
        if unknown & theirs and (headings <= theirs or len(theirs & headings) >= len(theirs) * _OWN_SHARE)
    ]
    # One ledger's headings may hold most of another's; as a workbook they stand under groups, as a csv alone.
    best = max(likely, key=lambda theirs: len(theirs & headings), default=frozenset())
    return frozenset(unknown & best)


@cache
def _ledger_headings() -> tuple[frozenset[str], ...]:
    """The headings of each ledger as exports write them: alone in a csv, under those of their groups in a workbook."""
    return tuple(frozenset(_written(ledger, grouped)) for ledger in LEDGERS for grouped in (False, True))


def _written(ledger: Ledger, grouped: bool) -> Iterator[str]:
    groups = {id: (group.title, text) for group in ledger.groups for id, text in group.columns.items()}
    for column in ledger.columns:
        if grouped and column.id in groups:
            title, text = groups[column.id]
            yield f"{title}/{with_unit(text, column.unit)}"
        else:
            yield with_unit(column.heading, column.unit)


def _check(table: Table, said: Mapping[str, str]) -> None:
    headings = {column.heading for column in table.columns}
    for heading, id in said.items():
        if heading not in headings:
            known = "、".join(sorted(headings))
            raise UserError("import.no-heading", f"“{table.sheet}”里没有“{heading}”这一栏", f"有：{known}")
        if id and not can_mean(KINDS[table.kind], id):
            raise UserError("import.no-field", f"{KINDS[table.kind].title}里没有“{id}”这一项")


def likely_headings(sheet: Sheet) -> tuple[str, ...]:
    """Return what the headings of a sheet that is no known list seem to be: its first row of most texts."""
    rows = sheet.rows[:_SEARCHED_ROWS]
    best = max(rows, key=lambda row: sum(isinstance(cell, str) and bool(cell.strip()) for cell in row), default=())
    found = (text_of(cell).strip() for cell in best if isinstance(cell, str) and cell.strip())
    return tuple(islice(found, _MOST_HEADINGS))


def remember(book: Book, work: Work, tables: Iterable[Table]) -> bool:
    """Write down what was chosen for headings now; return whether anything was new."""
    query = select(HeadingMap.__table__).where(HeadingMap.village_id == book.village_id)
    known = {row["shape"]: dict(row) for row in work.connection.execute(query).mappings()}
    inserts, updates = {}, {}
    for table in tables:
        chosen = {c.heading: c.id for c in table.columns if c.how == "chosen"}
        if not chosen:
            continue
        before = known.get(table.shape)
        columns = {**(before["columns"] if before else {}), **chosen}
        if before and columns == before["columns"] and before["kind"] == table.kind:
            continue
        values = {"kind": table.kind, "columns": columns, "said_at": book.clock.now()}
        if before is None:
            row = {"id": work.new_id(), "village_id": book.village_id, "shape": table.shape, **values}
            inserts[table.shape] = known[table.shape] = row
        elif table.shape in inserts:
            inserts[table.shape].update(values)
        else:
            updates[before["id"]] = values
            before.update(values)
    if inserts or updates:
        work.write_rows(HeadingMap, inserts=list(inserts.values()), updates=list(updates.items()))
    return bool(inserts or updates)
