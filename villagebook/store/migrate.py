"""Migrations: brings an older book to today's schema, whole or not at all.

Whether a book is behind is read by plain SQL; alembic is imported only when it is. The traps on the way:

* The scripts run in one transaction of ours (BEGIN IMMEDIATE; see connections.py), so a failure leaves nothing.
* ``foreign_keys`` is off on the driver connection before BEGIN: rewriting a table drops the old one, and with
  foreign keys on SQLite would silently delete the rows that point to it. ``foreign_key_check`` and a count of
  every table follow.
* Rewriting a table loses its triggers and the indexes for searching: all are dropped before, made again after.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, inspect, text

from villagebook.base.errors import KnownError
from villagebook.store import finding, rebase, triggers
from villagebook.store.chain import Sources

SCRIPTS = Path(__file__).parent / "migrations"

#: PostgreSQL's advisory lock held while tables are made or migrated: "villageb" as a number.
SCHEMA_LOCK = int.from_bytes(b"villageb", "big", signed=True)


def versions() -> tuple[str, ...]:
    """Return the versions this program knows, oldest first."""
    return tuple(sorted(file.name.split("_", 1)[0] for file in (SCRIPTS / "versions").glob("[0-9]*_*.py")))


def is_behind(found: str, name: str) -> bool:
    """Whether a book of a version needs a migration.

    Raises:
        KnownError: a newer program wrote it.
    """
    known = versions()
    if found not in known:
        raise KnownError(
            "store.newer_book", f"“{name}”是用更新的程序记的（版本 {found}）", "请先升级本程序，再打开这本账"
        )
    return found != known[-1]


def upgrade(engine: Engine, villages: Sequence[Sources] = ()) -> None:
    """Bring a database to the last version, in one transaction.

    Args:
        villages: The villages in it, so that values the scripts change are recorded in their journals.

    Raises:
        KnownError: it did not work; the database is as it was.
    """
    with engine.connect() as connection, _foreign_keys_off(connection):
        try:
            with connection.begin():
                _upgrade(connection, villages)
        except KnownError:
            raise
        except Exception as error:
            raise KnownError(
                "store.migration_failed",
                "账本升级没有成功，账本还是原来的样子",
                "请把升级前的备份和这条提示交给维护人员",
            ) from error


def _upgrade(connection: Connection, villages: Sequence[Sources]) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": SCHEMA_LOCK})
    before = row_counts(connection)
    wrong = [rebase.differing(connection, village.village_id) for village in villages]
    triggers.drop(connection)
    finding.drop(connection)
    changing = _run(connection)
    after = row_counts(connection)
    for table, count in before.items():
        if table in after and table not in changing and after[table] != count:
            raise KnownError("store.migration_lost_rows", f"账本升级时{table}的行数从 {count} 变成了 {after[table]}")
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise KnownError("store.migration_broke_keys", f"账本升级后{broken[0][0]}有 {len(broken)} 行失去了所指")
    for village, already in zip(villages, wrong, strict=True):
        rebase.record(connection, village, already)
    triggers.create(connection)
    finding.create(connection)
    if triggers.listed(connection) != triggers.names():
        raise KnownError("store.migration_lost_triggers", "账本升级后防改保护不全")


def _run(connection: Connection) -> set[str]:
    """Run the scripts the database has not had; return the tables whose number of rows may change."""
    from alembic.config import Config
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS).replace("%", "%%"))
    directory = ScriptDirectory.from_config(config)
    changing: set[str] = set()

    def steps(revision: Any, context: Any) -> Any:
        found = directory._upgrade_revs("head", revision)
        for step in found:
            changing.update(getattr(step.revision.module, "ROWS_MAY_CHANGE", ()))
        return found

    context = MigrationContext.configure(connection, opts={"fn": steps})
    with Operations.context(context):
        context.run_migrations()
    return changing


def row_counts(connection: Connection) -> Mapping[str, int]:
    """Return the rows of every table but alembic's own."""
    names = [name for name in inspect(connection).get_table_names() if name != "alembic_version"]
    return {name: connection.execute(text(f'SELECT count(*) FROM "{name}"')).scalar_one() for name in sorted(names)}


@contextmanager
def _foreign_keys_off(connection: Connection) -> Iterator[None]:
    """Switch foreign keys off outside of any transaction; inside one the pragma does nothing."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver: Any = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys = OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys = ON")
