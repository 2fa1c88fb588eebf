"""Ledgers as the window, the command line and the township see them: the same rows, three dressings.

Rows hold what the book holds. What a person reads has passed ``named``; ``list --json`` keeps the ids. To let another
column show names instead of ids: its names in ``_NAMES``.
"""

from __future__ import annotations

import datetime as dt
import tempfile
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from villagebook.base.errors import UserError
from villagebook.base.progress import QUIET, Progress
from villagebook.ledgers import LEDGERS, Column, Ledger, Scope, read
from villagebook.services import books, ledger_files
from villagebook.services.known_at import as_known
from villagebook.services.ledger_files import LedgerFile
from villagebook.store import Book


@dataclass(frozen=True, slots=True)
class Listed:
    """A whole ledger: its columns, rows by column id with native values, and totals of the columns that add up."""

    ledger: Ledger
    rows: tuple[Mapping[str, Any], ...]
    totals: Mapping[str, Any]

    @property
    def columns(self) -> tuple[Column, ...]:
        """The ledger's columns."""
        return self.ledger.columns


def ledger(ledger_id: str) -> Ledger:
    """Return a ledger by id.

    Raises:
        UserError: there is no such ledger.
    """
    found = LEDGERS.get(ledger_id)
    if found is None:
        raise UserError("ledger.unknown", f"没有“{ledger_id}”这个台账", f"可以是：{'、'.join(LEDGERS.ids)}")
    return found


def scope(
    book: Book,
    on: dt.date,
    *,
    text: str = "",
    filters: Mapping[str, object] | None = None,
    posted_only: bool = False,
    year: int | None = None,
    through: dt.date | None = None,
) -> Scope:
    """The scope of this book's village.

    Args:
        year: Rows of one year only. through: Leave out entries and notices dated later.
    """
    return Scope(
        book.village_id, on, posted_only=posted_only, filters=filters or {}, text=text, through=through, year=year
    )


def years(book: Book, ledger_id: str) -> tuple[int, ...]:
    """The years a ledger has rows of, the newest first; empty for one that has no years."""
    chosen = ledger(ledger_id)
    if chosen.year is None:
        return ()
    with book.read() as connection:
        return read.years(connection, chosen, scope(book, dt.date.max))


def keys(book: Book, ledger_id: str, within: Scope, sort: str | None = None, descending: bool = False) -> list[Any]:
    """Keys of all rows, sorted and filtered in SQL: what a windowed table holds."""
    with book.read() as connection:
        return list(read.ids(connection, ledger(ledger_id), within, sort, descending))


def page(book: Book, ledger_id: str, within: Scope, wanted: Sequence[Any]) -> list[Mapping[str, Any]]:
    """The rows with these keys, in this order."""
    with book.read() as connection:
        found = {row["_id"]: row for row in read.rows(connection, ledger(ledger_id), within, list(wanted))}
    return [found[key] for key in wanted if key in found]


def count(book: Book, ledger_id: str, within: Scope) -> int:
    """How many rows are in scope."""
    with book.read() as connection:
        return read.count(connection, ledger(ledger_id), within)


def choices(book: Book, ledger_id: str, column: str) -> tuple[str, ...]:
    """What texts a column holds, in the column's order: what a filter can be chosen from."""
    chosen = ledger(ledger_id)
    with book.read() as connection:
        within = scope(book, dt.date.max)
        return tuple(str(value) for value in read.distinct(connection, chosen, within, column))


def totals(book: Book, ledger_id: str, within: Scope) -> Mapping[str, Any]:
    """Totals of the columns that add up, over all rows in scope."""
    with book.read() as connection:
        return read.totals(connection, ledger(ledger_id), within)


def listed(book: Book, ledger_id: str, within: Scope) -> Listed:
    """The whole ledger at once."""
    chosen = ledger(ledger_id)
    with book.read() as connection:
        return Listed(chosen, tuple(read.rows(connection, chosen, within)), read.totals(connection, chosen, within))


def named(of: Ledger, row: Mapping[str, Any]) -> Mapping[str, Any]:
    """A row as people read it: names instead of the ids of what the program declares."""
    names = _NAMES.get(of.id)
    if names is None:
        return row
    # What the village declared itself, the ledger names in a column beside it.
    return {
        **row,
        **{
            column: words.get(row[column], row.get(f"{column}_name") or row[column])
            for column, words in names().items()
        },
    }


# Imported when such a ledger is read: the window's first list does not wait for them.


@cache
def _of_notices() -> Mapping[str, Mapping[str, str]]:
    from villagebook.notices import NOTICE_KINDS

    return {"kind": {kind.id: kind.name for kind in NOTICE_KINDS}}


@cache
def _of_import_rows() -> Mapping[str, Mapping[str, str]]:
    from villagebook.importing import KINDS
    from villagebook.services.lists.report import OUTCOME_WORDS

    return {"kind": {kind.id: kind.title for kind in KINDS}, "outcome": OUTCOME_WORDS}


#: Ledger -> what gives column -> id -> name.
_NAMES: Mapping[str, Callable[[], Mapping[str, Mapping[str, str]]]] = {
    "notices": _of_notices,
    "import-rows": _of_import_rows,
}


def as_json(listed_rows: Listed) -> dict[str, Any]:
    """The shape of ``list --json``: money in fen, dates ISO, quantities as text."""
    ids = [column.id for column in listed_rows.columns]
    return {
        "ledger": listed_rows.ledger.id,
        "columns": [{"id": c.id, "heading": c.heading, "unit": c.unit, "total": c.total} for c in listed_rows.columns],
        "rows": [{key: plain(row[key]) for key in ids} for row in listed_rows.rows],
        "totals": {key: plain(value) for key, value in listed_rows.totals.items()},
    }


def plain(value: Any) -> Any:
    """A native value as JSON holds it."""
    if value is None or isinstance(value, (bool, int, str)):
        return value
    if isinstance(value, (dt.date, dt.datetime)):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    return str(value)


def export(
    book: Book,
    ledger_id: str,
    target: Path,
    *,
    on: dt.date,
    within: Scope | None = None,
    known_at: dt.date | None = None,
    password: str | None = None,
    progress: Progress = QUIET,
    public: bool = False,
    why: str = "",
    actor: str = "",
) -> Path:
    """Write a ledger as xlsx, csv or pdf, by the target's ending; return the file.

    Args:
        known_at: As it had been recorded by the end of that day; None: as it is.
        password: Encrypts the file; it is written down nowhere.
        public: Only the columns that may hang on a wall; the finished file is looked at before it is written.
        why: The reason to let a public file out although something private was found in it; ``actor`` says so.

    Raises:
        UserError: the ending is none of these, the password will not do, or a public file shows something private.
        KnownError: the target cannot be written.
    """
    file = prepared(book, ledger_id, on=on, within=within, known_at=known_at, made_at=book.clock.now())
    if public:
        if password is not None:
            raise UserError("export.public_password", "对外公开版不加密码", "加密码的请导出完整版")
        _write_public(book, ledger_files.public_edition(file), target, progress, why, actor)
    else:
        ledger_files.write(file, target, progress, password)
    return target


def _write_public(
    book: Book, file: LedgerFile, target: Path, progress: Progress, why: str, actor: str
) -> None:
    """Write a file somewhere else first: under the target's name nothing stands that was not looked at."""
    from villagebook.documents.saving import write_whole
    from villagebook.services.release import let_out

    with tempfile.TemporaryDirectory(prefix="villagebook-") as folder:
        fresh = Path(folder) / f"a{target.suffix.lower()}"
        ledger_files.write(file, fresh, progress)
        data = fresh.read_bytes()
    headings = [column.heading for column in file.columns]
    let_out(book, target.name, data, why=why, actor=actor, on=file.on, declared=headings)
    write_whole(target, data)


def prepared(
    book: Book,
    ledger_id: str,
    *,
    on: dt.date,
    made_at: dt.datetime,
    within: Scope | None = None,
    known_at: dt.date | None = None,
) -> LedgerFile:
    """A ledger ready to be written as a file."""
    within = within or scope(book, on)
    found = listed(as_known(book, known_at), ledger_id, within)
    rows = tuple(named(found.ledger, row) for row in found.rows)
    village = books.info(book)
    year = f"{within.year}年" if within.year else ""
    then = f"（照 {known_at.isoformat()} 书里的样子）" if known_at else ""
    return LedgerFile(
        found.ledger,
        title=f"{village.name}{year}{found.ledger.title}",
        unit_in_charge=village.values["committee"] or f"{village.township}{village.name}村民委员会",
        as_of=f"数据截至 {on.isoformat()}{then}",
        place=f"{village.township}{village.name}",
        columns=found.columns,
        rows=rows,
        totals=found.totals,
        on=on,
        made_at=made_at,
    )


def all_ledgers() -> Iterator[Ledger]:
    """The ledgers in declared order."""
    return iter(LEDGERS)
