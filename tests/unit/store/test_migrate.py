"""Migrations: to today's schema, whole or not at all, and nothing lost on the way."""

from __future__ import annotations

import contextlib
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, text
from sqlcipher3 import dbapi2

from tests.unit.store.samples import book_rows, seeded_book, write_everything
from villagebook.base.errors import KnownError
from villagebook.models import Household, Record
from villagebook.store import Book, backup, finding, journal, migrate, open_book, schema, triggers
from villagebook.store.connections import Access, sqlite_engine

NEW, NEWER = (f"{int(schema.VERSION) + ahead:04}" for ahead in (1, 2))

#: A table whose rows SQLite would delete by itself, and a household pointing nowhere for the taking.
PETS = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "NEXT", "LAST"
def upgrade():
    op.create_table("pet", sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("household_id", sa.LargeBinary(16), sa.ForeignKey("household.id", ondelete="CASCADE")))
    op.execute("INSERT INTO pet (household_id) SELECT id FROM household")
"""
REWRITE = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "NEXT+1", "NEXT"
def upgrade():
    for table in ("household", "fund_entry", "notice", "change"):
        with op.batch_alter_table(table, recreate="always") as batch:
            batch.add_column(sa.Column("added", sa.Text()))
"""
HALFWAY = """
import sqlalchemy as sa
from alembic import op
revision, down_revision = "NEXT", "LAST"
def upgrade():
    op.create_table("pet", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("UPDATE household SET address = 'x'")
    with op.batch_alter_table("person", recreate="always") as batch:
        batch.drop_column("note")
    raise RuntimeError("halfway")
"""
LOSING = """
from alembic import op
revision, down_revision = "NEXT", "LAST"
{declared}
def upgrade():
    op.execute("DELETE FROM income_item")
"""
DANGLING = """
from alembic import op
revision, down_revision = "NEXT", "LAST"
def upgrade():
    op.execute("UPDATE membership SET household_id = x'00000000000000000000000000000001'")
"""
CONVERTING = """
from alembic import op
revision, down_revision = "NEXT", "LAST"
def upgrade():
    op.execute("UPDATE household SET address = '清溪村' || address")
    op.execute("UPDATE fund_entry SET memo = '摘要：' || memo")
"""


@pytest.fixture
def chain(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Adds scripts to a copy of the shipped chain, which the program then takes for its own."""
    scripts = tmp_path / "100% scripts"
    shutil.copytree(migrate.SCRIPTS, scripts, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(migrate, "SCRIPTS", scripts)

    def add(*sources: str) -> None:
        for number, source in enumerate(sources, start=int(schema.VERSION) + 1):
            named = source.replace("NEXT+1", NEWER).replace("NEXT", NEW).replace("LAST", schema.VERSION)
            (scripts / "versions" / f"{number:04}_test.py").write_text(named, encoding="utf-8")

    return add


@pytest.fixture
def old(folder: Path) -> Path:
    """A closed book of this version with a row in every table."""
    with seeded_book(folder) as book, book.work("x", "王", "全部") as work:
        write_everything(work, book.village_id)
        work.commit()
    shutil.rmtree(folder / "backups")
    return folder


def described(engine: Engine) -> dict[str, Any]:
    with engine.connect() as connection:
        look = inspect(connection)
        return {
            table: {
                "columns": {
                    each["name"]: (str(each["type"]), each["nullable"], each.get("primary_key"))
                    for each in look.get_columns(table)
                },
                "order": [each["name"] for each in look.get_columns(table)],
                "keys": sorted((each["name"], str(each)) for each in look.get_foreign_keys(table)),
                "indexes": sorted((each["name"], str(each)) for each in look.get_indexes(table)),
                "unique": sorted((each["name"], str(each)) for each in look.get_unique_constraints(table)),
            }
            for table in look.get_table_names()
        }


def test_migrations_make_the_schema_of_the_models(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    migrated = sqlite_engine(tmp_path / "a.db", Access.CREATE)
    migrate.upgrade(migrated)
    made = sqlite_engine(tmp_path / "b.db", Access.CREATE)
    with made.begin() as connection:
        schema.create(connection)
    for engine in (migrated, made):
        # Those for searching belong to no record; SQLAlchemy cannot describe them.
        with engine.begin() as connection:
            assert finding.listed(connection) == finding.names("sqlite")
            finding.drop(connection)
    assert described(migrated) == described(made)
    with migrated.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Record.metadata) == []
        assert triggers.listed(connection) == triggers.names()
        assert schema.version(connection) == schema.VERSION
    migrated.dispose()
    made.dispose()


def test_the_version_is_that_of_the_last_script() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS))
    directory = ScriptDirectory.from_config(config)
    assert directory.get_heads() == [schema.VERSION]
    assert migrate.versions()[-1] == schema.VERSION
    assert len(list(directory.walk_revisions())) == len(migrate.versions())


def test_scripts_never_import_todays_models() -> None:
    tools = "from villagebook.store.migrations.changing import"
    for script in (migrate.SCRIPTS / "versions").glob("*.py"):
        assert "villagebook" not in script.read_text(encoding="utf-8").replace(tools, "")
    assert "villagebook" not in (migrate.SCRIPTS / "changing.py").read_text(encoding="utf-8")


def test_alembic_is_imported_only_when_a_book_is_behind(folder: Path) -> None:
    program = (
        "import sys\nfrom villagebook.store import create\n"
        "create(sys.argv[1], {'name': 'a', 'code': '350699001201'}, actor='b').close()\n"
        "assert not [name for name in sys.modules if name.split('.')[0] in ('alembic', 'psycopg')]"
    )
    subprocess.run([sys.executable, "-c", program, folder], check=True)


def test_an_older_book_is_migrated_after_a_verified_backup(old: Path, chain: Any) -> None:
    with open_book(old, read_only=True) as book, book.read() as connection:
        before = book_rows(connection)
    chain(PETS, REWRITE)
    with open_book(old) as book:
        with book.read() as connection:
            assert schema.version(connection) == NEWER
            assert "added" in {each["name"] for each in inspect(connection).get_columns("household")}
            assert connection.execute(text("SELECT count(*) FROM pet")).scalar() == 1
            assert book_rows(connection) == before
            assert triggers.listed(connection) == triggers.names()
        assert journal.verify(book) == []
        assert book.integrity() == []
        (saved,) = backup.list(book)
        assert saved.reason == "升级前"
        assert backup.check(saved.path).schema == schema.VERSION
        with book.work("x", "王", "外键还在") as work:
            assert work.connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_the_trap_is_real_and_the_count_of_rows_catches_it(
    old: Path, chain: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With foreign keys on, rewriting ``household`` deletes the rows that point to it."""
    chain(PETS)
    open_book(old).close()
    chain(PETS, REWRITE)
    monkeypatch.setattr(migrate, "_foreign_keys_off", lambda connection: contextlib.nullcontext())
    with pytest.raises(KnownError) as error:
        open_book(old)
    assert error.value.id in ("store.migration_lost_rows", "store.migration_failed")
    monkeypatch.undo()


def raw_state(folder: Path) -> Any:
    with contextlib.closing(dbapi2.connect(str(folder / "book.db"))) as connection:
        return list(connection.iterdump()) if hasattr(connection, "iterdump") else dump(connection)


def dump(connection: Any) -> Any:
    names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY 1")]
    return (
        connection.execute("SELECT type, name, sql FROM sqlite_master ORDER BY 1, 2").fetchall(),
        [connection.execute(f'SELECT * FROM "{name}" ORDER BY 1').fetchall() for name in names],
    )


@pytest.mark.parametrize(
    ("source", "id"),
    [
        (HALFWAY, "store.migration_failed"),
        (LOSING.format(declared=""), "store.migration_lost_rows"),
        (DANGLING, "store.migration_broke_keys"),
    ],
)
def test_a_failing_migration_leaves_nothing_behind(old: Path, chain: Any, source: str, id: str) -> None:
    before = raw_state(old)
    chain(source)
    with pytest.raises(KnownError) as error:
        open_book(old)
    assert error.value.id == id
    assert raw_state(old) == before
    assert not (old / "book.lock").exists()
    assert len(list((old / "backups").glob("*.vbak"))) == 1
    chain(PETS)
    with open_book(old) as book:
        assert book.counts()["household"] == 1


def test_rows_may_change_where_the_script_says_so(old: Path, chain: Any) -> None:
    chain(LOSING.format(declared='ROWS_MAY_CHANGE = ("income_item",)'))
    with open_book(old) as book:
        assert book.counts()["income_item"] == 0
        assert journal.verify(book) == []


def test_values_a_migration_changes_are_recorded(old: Path, chain: Any) -> None:
    chain(CONVERTING)
    with open_book(old) as book:
        assert journal.verify(book) == []
        entry = journal.entries(book, 1)[0]
        assert (entry.verb, entry.tables) == ("book.upgrade", {"fund_entry": 1, "household": 1})
        (change,) = [each for each in journal.changes(book, entry.seq) if each.table == "household"]
        assert change.after is not None
        assert change.after["address"] == "清溪村一句话"


def test_an_upgrade_does_not_make_tampering_look_right(old: Path, chain: Any) -> None:
    with contextlib.closing(dbapi2.connect(str(old / "book.db"), isolation_level=None)) as connection:
        connection.execute("UPDATE household SET phone = '1'")
    chain(CONVERTING)
    with open_book(old) as book:
        found = journal.verify(book)
        assert {(each.id, each.field) for each in found} == {
            ("book.row_changed", "户联系电话"),
            ("book.row_changed", "家庭住址"),
        }


def test_an_older_book_is_not_opened_for_reading_only(old: Path, chain: Any) -> None:
    chain(PETS)
    with pytest.raises(KnownError) as error:
        open_book(old, read_only=True)
    assert error.value.id == "store.older_book"


def test_foreign_keys_stay_off_only_while_migrating(book: Book) -> None:
    with book.work("x", "王", "x") as work:
        work.session.add(Household(code="H"))
        work.commit()
    writer = book.engines.writer
    assert writer is not None
    with writer.connect() as connection:
        driver: Any = connection.connection.driver_connection
        with migrate._foreign_keys_off(connection):
            assert driver.execute("PRAGMA foreign_keys").fetchone() == (0,)
        assert driver.execute("PRAGMA foreign_keys").fetchone() == (1,)


OLD_BOOKS = sorted((Path(__file__).parents[2] / "data" / "old").glob("*.vbak"))


@pytest.mark.parametrize("packed", OLD_BOOKS, ids=lambda file: file.stem)
def test_a_book_of_every_earlier_version_opens_with_all_its_rows(packed: Path, tmp_path: Path) -> None:
    """The files were written by the programs of their time: one row in every table, one change of each."""
    folder = tmp_path / "旧账.vbook"
    said = backup.restore(packed, folder)
    with open_book(folder) as book:
        with book.read() as connection:
            assert schema.version(connection) == schema.VERSION
            kept = migrate.row_counts(connection)
            assert triggers.listed(connection) == triggers.names()
        assert {finding.id for finding in journal.verify(book)} <= {"book.file_missing"}
    expected = {table: count for table, count in said.counts.items() if table not in {"alembic_version", "operation"}}
    assert {table: kept[table] for table in expected} == expected
