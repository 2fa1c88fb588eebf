"""Making, opening, closing, backing up and restoring a book."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from villagebook import store
from villagebook.base.clock import SYSTEM_CLOCK, Clock, IdSource
from villagebook.base.errors import UserError
from villagebook.base.progress import QUIET, Progress
from villagebook.base.text import fold_code
from villagebook.ledgers.parts import households_there, people_there
from villagebook.models import FundEntry, Notice, Project, Village
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, backup

SUFFIX = ".vbook"

#: Village fields that ``new`` and the window's settings set.
VILLAGE_FIELDS = (
    "name",
    "code",
    "township",
    "county",
    "city",
    "province",
    "committee",
    "office_address",
    "office_phone",
    "board_place",
    "number_prefix",
)


@dataclass(frozen=True, slots=True)
class BookInfo:
    """What the frame of the window and ``doctor`` say of an open book.

    ``values`` has the village's fields by name, empty text where nothing is known.
    """

    name: str
    code: str
    township: str
    read_only: bool
    folder: Path | None
    values: Mapping[str, str]
    households: int
    people: int
    projects: int
    entries: int
    notices: int


def create(
    path: Path | str,
    *,
    name: str,
    code: str,
    actor: str,
    clock: Clock = SYSTEM_CLOCK,
    ids: IdSource | None = None,
    randomness: Callable[[int], bytes] | None = None,
    **village: str | None,
) -> Book:
    """Make a new book and open it.

    Args:
        randomness: Where the journal's salts come from; only the sample book has them from a seed.

    Raises:
        UserError: the code is not twelve digits, the name is empty, or something is there already.
    """
    code, name = _code(code), _name(name)
    values = {key: (village.get(key) or None) for key in VILLAGE_FIELDS} | {"name": name, "code": code}
    values["number_prefix"] = values["number_prefix"] or f"{name.removesuffix('村')}公示"
    values["board_place"] = values["board_place"] or "村务公开栏"
    salts = {} if randomness is None else {"randomness": randomness}
    return store.create(path, values, actor=actor, clock=clock, ids=ids, **salts)


def _code(text: str) -> str:
    code = fold_code(text)
    if not (len(code) == 12 and code.isascii() and code.isdigit()):
        raise UserError("book.village_code", f"行政区划代码应为 12 位数字，给的是“{text}”", "请照统计用区划代码填写")
    return code


def _name(text: str) -> str:
    if not text.strip():
        raise UserError("book.village_name", "没有写村名", "请写明村名")
    return text.strip()


def open_book(
    path: Path | str, *, read_only: bool = False, clock: Clock = SYSTEM_CLOCK, ids: IdSource | None = None
) -> Book:
    """Open a book; the only writer at a time."""
    return store.open_book(path, read_only=read_only, clock=clock, ids=ids)


def info(book: Book) -> BookInfo:
    """Return the village's names and how much the book holds now."""
    with book.read() as connection:
        village = connection.execute(select(Village.__table__).where(Village.id == book.village_id)).mappings().one()

        def count(record: Any) -> int:
            query = select(func.count()).select_from(record.__table__).where(record.village_id == book.village_id)
            return int(connection.execute(query).scalar_one())

        on = book.clock.now().date()
        households = connection.execute(households_there(book.village_id, on)).scalar_one()
        people = connection.execute(people_there(book.village_id, on)).scalar_one()
        values = {key: village[key] or "" for key in VILLAGE_FIELDS}
        return BookInfo(
            values["name"],
            values["code"],
            values["township"],
            book.read_only,
            book.folder,
            values,
            households,
            people,
            count(Project),
            count(FundEntry),
            count(Notice),
        )


@verb("village.edit", "改村名、落款、地点", Undo.INVERSE)
def edit_village(book: Book, values: Mapping[str, str], *, actor: str) -> Changed:
    """Change the village's own fields (name, signing unit, place of the board …); empty text clears one.

    Raises:
        UserError: the name is empty, or the code is not twelve digits.
    """
    unknown = set(values) - set(VILLAGE_FIELDS)
    if unknown:
        raise ValueError(f"not a village field: {unknown}")
    new = {key: (value.strip() or None) for key, value in values.items()}
    for key, checked in (("name", _name), ("code", _code)):
        if key in values:
            new[key] = checked(values[key])
    with book.work(declaration(edit_village).id, actor, "改村的基本情况", Undo.INVERSE) as work:
        work.write_rows(Village, updates=[(book.village_id, new)])
        return Changed.of(work.commit())


def back_up(
    book: Book, target: Path | None = None, reason: str = "", progress: Progress = QUIET
) -> backup.BackupReport:
    """Make a verified backup now."""
    return backup.make(book, target, reason=reason, progress=progress)


def backups(book: Book) -> tuple[backup.BackupInfo, ...]:
    """The backups in the book's folder of backups, newest first; a server's are its administrator's."""
    return () if book.on_server else tuple(backup.list(book))


def restore(file: Path, folder: Path, progress: Progress = QUIET) -> backup.RestoreReport:
    """Put a backup back; the present book is kept aside under a name with the time."""
    return backup.restore(file, folder, progress=progress)


def last_backup(book: Book) -> tuple[dt.datetime, str] | None:
    """When the newest backup was made and what it counts, or None."""
    found = list(backup.list(book))
    return (found[0].at, found[0].reason or "") if found and found[0].at is not None else None
