"""What was exported and comes back: unedited it changes nothing, edited exactly the edited cells change."""

from __future__ import annotations

import functools
import random
import tempfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import made_books
from tests.generators import generator
from tests.unit.services.test_lists import dump
from villagebook.services import books, lists, tables
from villagebook.store import Book

TODAY = made_books.TODAY
ACTOR = "测试"
SEEDS = 6
#: Columns that anybody may edit, by ledger: heading -> (field, new values).
EDITABLE: dict[str, dict[str, tuple[str, tuple[str, ...]]]] = {
    "households": {
        "户联系电话": ("household.phone", ("13900000001", "0596-3000000")),
        "家庭住址": ("household.address", ("溪边 7 号", "𠮷坑 3-1")),
        "银行卡号": ("household.card", ("6222000011112222333",)),
    },
    "people": {
        "成员联系电话": ("person.phone", ("13900000002",)),
        "民族": ("person.ethnicity", ("畲族", "回族")),
        "健康状况": ("person_year.health", ("长期慢性病", "患有大病")),
    },
}


@functools.cache
def village(seed: int) -> Path:
    """The book of a generated village, with faults in its lists for odd seeds; made once."""
    folder = made_books._place() / f"village-{seed}"
    folder.mkdir()
    files = generator.village(folder, seed=seed, households=6, dirt=seed % 2)
    with books.create(folder / "b.vbook", actor=ACTOR, **generator.VILLAGE) as book:
        lists.import_files(book, [files.households, files.people], actor=ACTOR, today=TODAY)
    return folder / "b.vbook"


def take(book: Book, path: Path, **options: Any) -> lists.ImportReport:
    """Import one file."""
    return lists.import_files(book, [path], actor=ACTOR, today=TODAY, **options)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, SEEDS - 1), ledger=st.sampled_from(["households", "people"]),
       ending=st.sampled_from([".xlsx", ".csv"]))  # fmt: skip
def test_what_was_exported_changes_nothing(seed: int, ledger: str, ending: str) -> None:
    with tempfile.TemporaryDirectory() as place, books.open_book(made_books.a_copy(village(seed), Path(place))) as book:
        assert_nothing_changes(book, ledger, Path(place) / f"{ledger}{ending}")


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.parametrize("ledger", ["households", "people"])
def test_what_the_sample_book_exported_changes_nothing(sample_copy: Book, tmp_path: Path, ledger: str,
                                                       ending: str) -> None:  # fmt: skip
    assert_nothing_changes(sample_copy, ledger, tmp_path / f"{ledger}{ending}")


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.parametrize("ledger", ["projects", "funds"])
def test_ledgers_with_headings_over_several_columns_change_nothing(ledger: str, ending: str, tmp_path: Path) -> None:
    with books.open_book(made_books.a_copy(made_books.imported(), tmp_path)) as book:
        assert_nothing_changes(book, ledger, tmp_path / f"{ledger}{ending}")


@pytest.fixture
def sample_copy(tmp_path: Path) -> Any:
    """A copy of the sample book."""
    with books.open_book(made_books.a_copy(made_books.sample(), tmp_path)) as book:
        yield book


def assert_nothing_changes(book: Book, ledger: str, target: Path) -> None:
    """Export a ledger and take it in: no row is new, changed, refused or asked about; no operation is made."""
    before = dump(book)
    report = take(book, tables.export(book, ledger, target, on=TODAY))
    assert report.count("unchanged") == len(report.rows) > 0, [r for r in report.rows if r.outcome != "unchanged"]
    assert (report.changed.seq, report.asked, report.missing, report.findings) == (None, (), (), ())
    assert dump(book) == before


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, SEEDS - 1), ledger=st.sampled_from(list(EDITABLE)), chance=st.randoms(use_true_random=False))
def test_of_an_edited_export_exactly_the_edited_cells_change(seed: int, ledger: str, chance: random.Random) -> None:
    with tempfile.TemporaryDirectory() as place, books.open_book(made_books.a_copy(village(seed), Path(place))) as book:
        target = tables.export(book, ledger, Path(place) / "出.xlsx", on=TODAY)
        edits = edited(target, ledger, chance)
        report = take(book, target)
        changes = {(row.row, c.field.id): c.new for row in report.rows for c in row.changes}
        assert changes == edits
        assert report.counts["new"] == report.counts["refused"] == 0
        assert take(book, target).changed.seq is None


def edited(path: Path, ledger: str, chance: random.Random) -> dict[tuple[int, str], str]:
    """Change up to five cells of an export; return what was changed."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook.worksheets[0]
    top = next(row for row in sheet.iter_rows(max_row=10) if any(cell.value == "户编号" for cell in row))
    columns = {cell.value: cell.column for cell in top}
    rows = [row for row in range(top[0].row + 1, sheet.max_row + 1) if sheet.cell(row, columns["户编号"]).value]
    rows = [row for row in rows if str(sheet.cell(row, columns["户编号"]).value)[-1].isdigit()]
    done = {}
    for _ in range(chance.randint(0, 5)):
        heading, (field, values) = chance.choice(list(EDITABLE[ledger].items()))
        cell, value = sheet.cell(chance.choice(rows), columns[heading]), chance.choice(values)
        if cell.value != value and (cell.row, field) not in done:
            cell.value = value
            done[cell.row, field] = value
    workbook.save(path)
    return done
