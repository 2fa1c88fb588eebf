"""Books on a township's PostgreSQL: one database, many villages, an advisory lock per village.

The URL is ``postgresql://user@host/database`` with two parameters of ours: ``village=CODE`` says which village
(needed when the database has several), ``files=FOLDER`` where its files are kept on this machine or a share.
Any number of people may have a village open; works of one village wait for each other.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from sqlalchemy import URL, Connection, Engine, create_engine, make_url, select, text

from villagebook.base.clock import Clock, IdSource
from villagebook.base.errors import UserError
from villagebook.models import Village
from villagebook.store import migrate, schema
from villagebook.store.book import Book, Engines
from villagebook.store.chain import Sources, found
from villagebook.store.commitments import Randomness, canonical
from villagebook.store.guard import watch
from villagebook.store.trouble import in_words
from villagebook.store.vault import FILES

_PREFIXES = ("postgresql://", "postgresql+psycopg://")


def is_url(path: Path | str) -> bool:
    """Whether a text names a database server and not a folder."""
    return isinstance(path, str) and path.startswith(_PREFIXES)


def create(url: str, village: Mapping[str, str | None], actor: str, sources: Sources) -> Book:
    """Add a village to a database, whose tables are made if it is empty, and open its book.

    Raises:
        UserError: the village is there already.
        KnownError: the server does not answer, the tables are a newer program's.
    """
    server, _, _ = _parts(url)
    engine = _engine(server)
    try:
        with in_words():
            _prepare(engine, server, sources)
            with engine.begin() as connection:
                connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": migrate.SCHEMA_LOCK})
                code = village["code"]
                if connection.execute(select(Village.id).where(Village.code == code)).first() is not None:
                    raise UserError("store.exists", f"数据库里已有村 {code} 的账", "请打开它")
                found(connection, village, actor, sources)
    finally:
        engine.dispose()
    return _open(url, str(code), False, sources.clock, sources.ids, sources.randomness)


def open_book(url: str, read_only: bool, clock: Clock, ids: IdSource, randomness: Randomness) -> Book:
    """Open a village's book; the tables are migrated first if they are an older program's.

    Raises:
        UserError: the village is not there, or several are and none was named.
        KnownError: the server does not answer, the tables are a newer program's.
    """
    return _open(url, _parts(url)[1], read_only, clock, ids, randomness)


def _open(url: str, code: str | None, read_only: bool, clock: Clock, ids: IdSource, randomness: Randomness) -> Book:
    server, _, files = _parts(url)
    writer = _engine(server)
    # Every read is of one moment, as on SQLite.
    reader = create_engine(
        server, json_serializer=canonical, isolation_level="REPEATABLE READ",
        execution_options={"postgresql_readonly": True},
    )  # fmt: skip
    try:
        with in_words():
            _prepare(writer, server, Sources(ids.next(), clock, ids, randomness))
            with reader.connect() as connection:
                village_id, code = _village(connection, code)
    except BaseException:
        reader.dispose()
        writer.dispose()
        raise
    watch(writer)
    engines = Engines(
        None if read_only else writer, reader, lambda connection: _lock(connection, village_id), writer.dispose, True
    )
    return Book(files or _own_folder(server, code), engines, Sources(village_id, clock, ids, randomness))


def _prepare(engine: Engine, server: URL, sources: Sources) -> None:
    """Make the tables in an empty database, or migrate older ones for all villages in it."""
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": migrate.SCHEMA_LOCK})
        version = schema.version(connection)
        if version is None:
            schema.create(connection)
            return
        villages = [replace(sources, village_id=id) for id in connection.execute(select(Village.id)).scalars()]
    if migrate.is_behind(version, server.database or ""):
        migrate.upgrade(engine, villages)


def _village(connection: Connection, code: str | None) -> tuple[uuid.UUID, str]:
    query = select(Village.id, Village.code).order_by(Village.code)
    villages = connection.execute(query if code is None else query.where(Village.code == code)).all()
    if not villages:
        raise UserError("store.no_such_book", f"数据库里没有村 {code or ''} 的账".replace("  ", " "), "请检查村的代码")
    if len(villages) > 1:
        raise UserError("store.which_village", "这个数据库里有几个村的账", "请在地址后面加 ?village=村的代码")
    return villages[0].id, villages[0].code


def _lock(connection: Connection, village_id: uuid.UUID) -> None:
    key = int.from_bytes(village_id.bytes[-8:], "big", signed=True)
    connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": key})


def _engine(server: URL) -> Engine:
    return create_engine(server, json_serializer=canonical, pool_size=1, max_overflow=0)


def _parts(url: str) -> tuple[URL, str | None, Path | None]:
    """Return the server's own URL, the village's code and the folder of files."""
    whole = make_url(url).set(drivername="postgresql+psycopg")
    code, files = whole.query.get("village"), whole.query.get("files")
    server = whole.difference_update_query(["village", "files"])
    return server, str(code) if code else None, Path(str(files)) if files else None


def _own_folder(server: URL, code: str) -> Path:
    from platformdirs import user_data_path

    return user_data_path("villagebook") / FILES / f"{server.host or 'local'}-{server.database}-{code}"
