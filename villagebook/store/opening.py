"""Making and opening books: in a folder on this machine, or (postgres.py) on a township's database server."""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path

from sqlalchemy import Connection, select, text

from villagebook.base.clock import SYSTEM_CLOCK, Clock, IdSource, SystemIds
from villagebook.base.errors import KnownError, UserError
from villagebook.models import Village
from villagebook.store import lock, migrate, places, postgres, schema, trouble, vault
from villagebook.store.book import Book, Engines
from villagebook.store.chain import Sources, found
from villagebook.store.commitments import SYSTEM_RANDOMNESS, Randomness
from villagebook.store.connections import Access, plain_file, sqlite_engine
from villagebook.store.guard import watch
from villagebook.store.trouble import in_words
from villagebook.store.vault import BACKUPS, DATABASE, FILES


def create(
    path: Path | str,
    village: Mapping[str, str | None],
    *,
    actor: str,
    clock: Clock = SYSTEM_CLOCK,
    ids: IdSource | None = None,
    randomness: Randomness = SYSTEM_RANDOMNESS,
) -> Book:
    """Make a new book and open it.

    Args:
        path: A folder whose name ends in ``.vbook``, which must not exist yet; or a ``postgresql://`` URL.
        village: Fields of Village; ``name`` and ``code`` are needed.
        actor: Who does it, for the journal.
        randomness: Where salts come from; only reproducible sample books give one.

    Raises:
        UserError: the place or the village's fields will not do.
        KnownError: the place cannot be written, the disk is full.
    """
    for needed in ("name", "code"):
        if not (village.get(needed) or "").strip():
            raise UserError("store.village_incomplete", "建账要先填村名和行政区划代码")
    ids = ids or SystemIds(clock)
    sources = Sources(ids.next(), clock, ids, randomness)
    if postgres.is_url(path):
        return postgres.create(str(path), village, actor, sources)
    folder = places.new_folder(Path(path))
    building = folder.with_name(f".{folder.name}.{os.getpid()}")
    try:
        with in_words():
            building.mkdir()
            (building / FILES).mkdir()
            (building / BACKUPS).mkdir()
            _build(building / DATABASE, village, actor, sources)
            building.rename(folder)
    except BaseException:
        shutil.rmtree(building, ignore_errors=True)
        raise
    return open_book(folder, clock=clock, ids=ids, randomness=randomness)


def _build(file: Path, village: Mapping[str, str | None], actor: str, sources: Sources) -> None:
    engine = sqlite_engine(file, Access.CREATE)
    try:
        with engine.begin() as connection:
            schema.create(connection)
            found(connection, village, actor, sources)
        plain_file(engine)
    finally:
        engine.dispose()


def open_book(
    path: Path | str,
    *,
    read_only: bool = False,
    clock: Clock = SYSTEM_CLOCK,
    ids: IdSource | None = None,
    randomness: Randomness = SYSTEM_RANDOMNESS,
) -> Book:
    """Open a book; an older program's book is migrated first, after a verified backup.

    Args:
        path: The book's folder, or a ``postgresql://`` URL (see postgres.py for its parameters).
        read_only: Refuse to write; no lock is taken, and media that cannot be written will do.

    Raises:
        UserError: there is no book at this path.
        KnownError: someone else has it open, it is read-only, damaged, or of a newer program.
    """
    ids = ids or SystemIds(clock)
    if postgres.is_url(path):
        return postgres.open_book(str(path), read_only, clock, ids, randomness)
    folder = Path(path)
    if not folder.exists():
        raise UserError("store.no_such_book", f"没有“{folder}”这本账", "请检查路径")
    if folder.suffix != places.SUFFIX or not (folder / DATABASE).is_file():
        raise trouble.not_a_book(folder.name)
    with in_words():
        if read_only:
            engines, village_id = _reading(folder)
        else:
            engines, village_id = _writing(folder, clock, ids, randomness)
    return Book(folder, engines, Sources(village_id, clock, ids, randomness))


def _writing(folder: Path, clock: Clock, ids: IdSource, randomness: Randomness) -> tuple[Engines, uuid.UUID]:
    places.refuse_network(folder)
    held = lock.acquire(folder, SYSTEM_CLOCK.now())
    writer = sqlite_engine(folder / DATABASE, Access.WRITE)

    def close() -> None:
        try:
            plain_file(writer)
            writer.dispose()
        finally:
            held.release()

    try:
        # Looked at before anything writes: a newer program's book is left exactly as it is.
        version, village_id = _looked_at(folder, Access.READ)
        if migrate.is_behind(version, folder.stem):
            at = clock.now()
            vault.save(folder, vault.next_name(folder / BACKUPS, folder.stem, at), "升级前", at)
            migrate.upgrade(writer, [Sources(village_id, clock, ids, randomness)])
        with writer.connect() as connection:
            connection.execute(text("SELECT 1"))  # makes the -wal and -shm files readers need
    except BaseException:
        writer.dispose()
        held.release()
        raise
    watch(writer)
    return Engines(writer, sqlite_engine(folder / DATABASE, Access.READ), _begin, close), village_id


def _reading(folder: Path) -> tuple[Engines, uuid.UUID]:
    access = Access.READ
    if not places.writable(folder):
        access = Access.IMMUTABLE
        wal = folder / f"{DATABASE}-wal"
        if wal.exists() and wal.stat().st_size:
            # An immutable file is read without its -wal: what was written last would be missing without a word.
            raise KnownError(
                "store.unfinished", f"“{folder.stem}”上次没有正常关闭，又放在只读的地方", "请复制到本机硬盘上打开一次"
            )
    version, village_id = _looked_at(folder, access)
    if migrate.is_behind(version, folder.stem):
        raise KnownError("store.older_book", f"“{folder.stem}”要先升级才能看", "请先正常打开一次（不要用只读方式）")
    reader = sqlite_engine(folder / DATABASE, access)
    return Engines(None, reader, lambda connection: None, lambda: None), village_id


def _looked_at(folder: Path, access: Access) -> tuple[str, uuid.UUID]:
    """Return version and village of a database, by what every version of a book has."""
    engine = sqlite_engine(folder / DATABASE, access)
    try:
        with engine.connect() as connection:
            version = schema.version(connection)
            if version is None:
                raise trouble.not_a_book(folder.name)
            village_id: uuid.UUID = connection.execute(select(Village.id)).scalar_one()
            return version, village_id
    finally:
        engine.dispose()


def _begin(connection: Connection) -> None:
    connection.begin()  # BEGIN IMMEDIATE: waits for, or is refused by, any other writer
