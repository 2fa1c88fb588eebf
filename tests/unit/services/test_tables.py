"""Ledgers as the window, the command line and the township see them."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from tests import made_books
from tests.e2e.reading import by_pdfium, lines_of
from tests.unit.services.conftest import TODAY
from villagebook.base.errors import Cancelled, KnownError, UserError
from villagebook.base.progress import Cancellable
from villagebook.importing import KINDS
from villagebook.ledgers import LEDGERS, Ledger
from villagebook.notices import NOTICE_KINDS
from villagebook.services import books, tables
from villagebook.store import Book

ledgers = pytest.mark.parametrize("ledger", LEDGERS, ids=lambda ledger: ledger.id)


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Book]:
    """The sample book, read only."""
    path = made_books.a_copy(made_books.sample(), tmp_path_factory.mktemp("tables"))
    with books.open_book(path, read_only=True) as opened:
        yield opened


@ledgers
@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".pdf"])
def test_every_ledger_is_written_in_every_dress(village: Book, tmp_path: Path, ledger: Ledger, ending: str) -> None:
    """The heading of every column, and as many rows as the ledger has."""
    found = tables.listed(village, ledger.id, tables.scope(village, TODAY))
    path = tables.export(village, ledger.id, tmp_path / f"台账{ending}", on=TODAY)
    groups = () if ending == ".csv" else ledger.groups
    short = {id: text for group in groups for id, text in group.columns.items()}
    headings = [short.get(column.id, column.heading) for column in ledger.columns] + [group.title for group in groups]
    match ending:
        case ".csv":
            lines = lines_of(path)
            assert len(lines) == len(found.rows)
            shown = "".join(lines[0]) if lines else path.read_text("utf-8-sig")
        case ".xlsx":
            sheet = openpyxl.load_workbook(path).worksheets[0]
            assert sheet.max_row == 3 + bool(ledger.groups) + len(found.rows) + bool(found.totals) + 1
            heads = sheet.iter_rows(min_row=3, max_row=3 + bool(ledger.groups))
            shown = "".join(str(cell.value) for row in heads for cell in row)
        case _:
            shown = "".join(by_pdfium(path).split())
            assert f"共{len(found.rows)}行" in shown
    assert [heading for heading in headings if "".join(heading.split()) not in shown] == []


@ledgers
def test_the_window_pages_the_same_rows(village: Book, ledger: Ledger) -> None:
    scope = tables.scope(village, TODAY)
    found = tables.listed(village, ledger.id, scope)
    keys = tables.keys(village, ledger.id, scope)
    assert [row["_id"] for row in found.rows] == keys
    assert tables.count(village, ledger.id, scope) == len(keys)
    assert tables.page(village, ledger.id, scope, keys[5:8]) == list(found.rows[5:8])
    gone = uuid.uuid4() if keys and isinstance(keys[0], uuid.UUID) else "已经不在"
    assert tables.page(village, ledger.id, scope, [*keys[:1], gone] if keys else []) == list(found.rows[:1])
    assert tables.totals(village, ledger.id, scope) == found.totals


@ledgers
def test_machines_get_what_json_can_hold(village: Book, ledger: Ledger) -> None:
    found = tables.listed(village, ledger.id, tables.scope(village, TODAY))
    plain = json.loads(json.dumps(tables.as_json(found), ensure_ascii=False))
    assert [column["id"] for column in plain["columns"]] == [column.id for column in ledger.columns]
    for said, row in zip(plain["rows"], found.rows, strict=True):
        for column in ledger.columns:
            if column.kind == "money" and row[column.id] is not None:
                assert said[column.id] == row[column.id]
                assert isinstance(said[column.id], int)


@pytest.mark.parametrize(
    ("value", "plain"),
    [(None, None), (True, True), (12345, 12345), ("㛃", "㛃"), (Decimal("0.6"), "0.6"),
     (dt.date(2025, 3, 5), "2025-03-05"), (uuid.UUID(int=1), "00000000-0000-0000-0000-000000000001")],
)  # fmt: skip
def test_native_values_as_json(value: object, plain: object) -> None:
    assert tables.plain(value) == plain


def test_text_and_filters_narrow_the_rows_and_the_totals(village: Book) -> None:
    one = tables.listed(village, "households", tables.scope(village, TODAY)).rows[7]
    found = tables.listed(village, "households", tables.scope(village, TODAY, filters={"code": one["code"]}))
    assert [row["code"] for row in found.rows] == [one["code"]]
    assert found.totals["members"] == one["members"]
    by_text = tables.listed(village, "households", tables.scope(village, TODAY, text=one["head"]))
    assert one["_id"] in [row["_id"] for row in by_text.rows]


def test_only_posted_entries_if_asked(village: Book) -> None:
    everything = tables.listed(village, "funds", tables.scope(village, TODAY)).rows
    posted = tables.listed(village, "funds", tables.scope(village, TODAY, posted_only=True)).rows
    assert 0 < len(posted) < len(everything)
    assert all(row["posted"] for row in posted)


def test_an_unknown_ledger_is_refused_and_the_known_are_named(village: Book) -> None:
    with pytest.raises(UserError, match="households"):
        tables.ledger("cows")


@pytest.mark.parametrize("name", ["台账", "台账.docx", "台账.XLS"])
def test_an_ending_nobody_writes_is_refused_and_writes_nothing(village: Book, tmp_path: Path, name: str) -> None:
    with pytest.raises(UserError, match=r"请用 \.xlsx"):
        tables.export(village, "households", tmp_path / name, on=TODAY)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".pdf"])
def test_a_target_that_cannot_be_written_is_said_in_words(village: Book, tmp_path: Path, ending: str) -> None:
    with pytest.raises((KnownError, UserError)):
        tables.export(village, "households", tmp_path / "没有" / f"台账{ending}", on=TODAY)


def test_a_cancelled_export_leaves_what_was_there(village: Book, tmp_path: Path) -> None:
    target = tmp_path / "台账.xlsx"
    target.write_text("原来的", encoding="utf-8")
    progress = Cancellable()
    progress.cancel()
    with pytest.raises(Cancelled):
        tables.export(village, "people", target, on=TODAY, progress=progress)
    assert target.read_text(encoding="utf-8") == "原来的"
    assert len(list(tmp_path.iterdir())) == 1


def test_people_read_the_kind_of_a_notice_and_programs_its_id(village: Book, tmp_path: Path) -> None:
    found = tables.listed(village, "notices", tables.scope(village, TODAY))
    rows = tables.as_json(found)["rows"]
    names = {row["kind"]: row["kind_name"] for row in rows} | {kind.id: kind.name for kind in NOTICE_KINDS}
    assert {row["kind"] for row in rows} == {*NOTICE_KINDS.ids, "own:1", "received"}
    assert names["own:1"] == "厕所改造公示"
    lines = lines_of(tables.export(village, "notices", tmp_path / "公示底账.csv", on=TODAY))
    assert [line["公示种类"] for line in lines] == [names[row["kind"]] for row in rows]


def test_people_read_lists_and_outcomes_of_an_import_by_name() -> None:
    with books.open_book(made_books.imported(), read_only=True) as book:
        found = tables.listed(book, "import-rows", tables.scope(book, TODAY))
        read = [tables.named(found.ledger, row) for row in found.rows]
    assert {row["outcome"] for row in found.rows} == {"new"}
    assert {row["outcome"] for row in read} == {"新增"}
    assert {row["kind"] for row in read} == {KINDS[row["kind"]].title for row in found.rows}
