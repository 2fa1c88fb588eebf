"""Backups of books made by every earlier schema are restored, brought to today's schema, and lose nothing."""

from __future__ import annotations

import datetime as dt
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from villagebook.base.clock import FixedClock
from villagebook.models import BY_TABLE, JOURNAL_TABLES
from villagebook.store import backup, journal, open_book, schema

OLD = sorted((Path(__file__).parents[2] / "data" / "old").glob("book-*.vbak"))
NOW = dt.datetime(2026, 11, 22, 2, 0, tzinfo=dt.UTC)


def manifest(file: Path) -> dict[str, Any]:
    with zipfile.ZipFile(file) as packed:
        return dict(json.loads(packed.read("manifest.json")))


def test_every_earlier_schema_left_a_book() -> None:
    assert [manifest(file)["schema"] for file in OLD] == [f"{at:04}" for at in range(1, int(schema.VERSION))]


@pytest.mark.parametrize("file", OLD, ids=lambda file: file.stem)
def test_an_old_book_opens_with_all_its_rows_and_its_journal_unbroken(file: Path, tmp_path: Path) -> None:
    told = manifest(file)
    folder = tmp_path / "旧.vbook"
    backup.restore(file, folder)
    with open_book(folder, clock=FixedClock(NOW)) as book, book.read() as connection:
        assert schema.version(connection) == schema.VERSION
        counts = {
            table: connection.execute(text(f'SELECT count(*) FROM "{table}"')).scalar_one()
            for table in BY_TABLE
            if table in told["counts"] and table not in JOURNAL_TABLES
        }
        assert counts == {table: told["counts"][table] for table in counts}
        assert set(told["counts"]) - set(counts) - set(JOURNAL_TABLES) == {"alembic_version"}
        assert [found.message for found in journal.verify(book, head=told["head"][:12])] == []


@pytest.mark.parametrize("file", OLD, ids=lambda file: file.stem)
def test_an_old_book_can_be_written_in(file: Path, tmp_path: Path) -> None:
    folder = tmp_path / "旧.vbook"
    backup.restore(file, folder)
    with open_book(folder, clock=FixedClock(NOW)) as book:
        with book.work("x", "王小明", "换个名字") as work:
            village = work.connection.execute(text("SELECT count(*) FROM village")).scalar_one()
            person = BY_TABLE["person"]
            work.write_rows(person, [{"name": "𬭎"}])
            work.commit()
        assert village == 1
        with book.read() as connection:
            names = connection.execute(person.__table__.select()).mappings().all()
        assert "𬭎" in {row["name"] for row in names}
        assert journal.verify(book) == []
