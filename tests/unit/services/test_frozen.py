"""Nothing posted changes: not through fields, lists, undo, a renamed village, nor unseen on the disk."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from tests import made_books
from tests.unit.services.conftest import TODAY, VILLAGE
from villagebook.base.errors import KnownError, UserError
from villagebook.models import BY_TABLE, Attachment, FundEntry, ImportFile, Notice, RosterLine, fields_of
from villagebook.services import books, doctor, fields, history, lists, money, paper, publicity
from villagebook.store import Book

ROSTER, FIRST = "35069920250008", "清溪公示〔2025〕1号"
LATER = TODAY.replace(month=12)


@pytest.fixture(scope="module")
def with_notice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The clean lists, all entries posted, the chickens' notice on the wall; closed."""
    path = made_books.a_copy(made_books.imported(), tmp_path_factory.mktemp("frozen"))
    with books.open_book(path) as book:
        money.post(book, None, actor="测试", today=TODAY)
        publicity.draft(book, "N4", actor="测试", today=TODAY, project=ROSTER)
        publicity.post(book, FIRST, TODAY, actor="测试")
    return path


@pytest.fixture
def book(with_notice: Path, tmp_path: Path) -> Iterator[Book]:
    """A copy of it, open."""
    with books.open_book(made_books.a_copy(with_notice, tmp_path)) as opened:
        yield opened


def rows(book: Book, record: Any) -> list[dict[str, Any]]:
    """All rows of a record, by key."""
    with book.read() as connection:
        table = record.__table__
        return [dict(row) for row in connection.execute(select(table).order_by(table.c.id)).mappings()]


def frozen(book: Book) -> tuple[Any, ...]:
    """Everything that must stay as it is."""
    return rows(book, FundEntry), rows(book, Notice), publicity.frozen_pdf(book, FIRST)


def seq_of(book: Book, verb: str) -> int:
    """The number of the last operation of a verb."""
    return next(entry.seq for entry in history.entries(book) if entry.verb == verb)


def test_no_field_of_anything_posted_is_edited(book: Book) -> None:
    before = frozen(book)
    entry, notice = rows(book, FundEntry)[0]["id"], rows(book, Notice)[0]["id"]
    for table, key, name in (
        ("fund_entry", entry, "memo"), ("fund_entry", entry, "note"), ("fund_entry", entry, "project_code"),
        ("notice", notice, "result"), ("notice", notice, "state"), ("notice", notice, "place"),
    ):  # fmt: skip
        with pytest.raises(UserError, match="已经"):
            fields.edit(book, table, key, name, "别的", actor="测试")
    assert frozen(book) == before


def test_a_draft_notice_its_file_and_the_imported_lists_are_written_by_their_verbs_only(book: Book) -> None:
    number = publicity.draft(book, "N4", actor="测试", today=TODAY, project=ROSTER).number
    notice = next(row["id"] for row in rows(book, Notice) if row["number"] == number)
    for table, key, name, text in (
        ("notice", notice, "state", "公示中"), ("notice", notice, "number", FIRST),
        ("notice", notice, "sha256", "0" * 64),
        ("attachment", rows(book, Attachment)[0]["id"], "sha256", "0" * 64),
        ("import_file", rows(book, ImportFile)[0]["id"], "sha256", "0" * 64),
    ):  # fmt: skip
        with pytest.raises(UserError) as told:
            fields.edit(book, table, key, name, text, actor="测试")
        assert told.value.id == "record.own_verbs"
        label = next(info.label for info in fields_of(BY_TABLE[table]) if info.name == name)
        assert fields.by_heading(table, label) is None


def test_a_list_that_says_otherwise_is_refused_row_by_row(book: Book, tmp_path: Path) -> None:
    before = frozen(book)
    workbook = openpyxl.load_workbook(VILLAGE / "项目资金_干净.xlsx")
    sheet = workbook["资金流水"]
    heads = {cell.value: cell.column for cell in sheet[1]}
    sheet.cell(2, heads["收入（元）"]).value = 123.45
    sheet.cell(3, heads["摘要"]).value = "别的"
    sheet.cell(4, heads["项目编号"]).value = ROSTER
    workbook.save(tmp_path / "改.xlsx")
    report = lists.import_files(book, [tmp_path / "改.xlsx"], actor="测试", today=TODAY)
    refused = [(row.row, row.reason) for row in report.rows if row.outcome == "refused"]
    assert [row for row, _ in refused] == [2, 3, 4]
    assert all("已经入账，不能改" in reason for _, reason in refused)
    assert frozen(book) == before


@pytest.mark.parametrize("verb", ["lists.import", "notice.draft"])
def test_what_brought_a_posted_record_is_not_undone(book: Book, verb: str) -> None:
    before = frozen(book)
    result = history.undo(book, seq_of(book, verb), actor="测试")
    assert result.done is None
    posted = [conflict.message for conflict in result.conflicts if conflict.record in ("fund_entry", "notice")]
    assert len(posted) == (184 if verb == "lists.import" else 1)
    assert all("已经生效，不能改动" in message for message in posted)
    assert frozen(book) == before


@pytest.mark.parametrize("verb", ["funds.post", "notice.post"])
def test_what_is_posted_is_taken_back_by_its_counter_verb_only(book: Book, verb: str) -> None:
    before = frozen(book)
    with pytest.raises(UserError) as told:
        history.undo(book, seq_of(book, verb), actor="测试")
    assert told.value.id == "undo.counter"
    assert frozen(book) == before


def test_words_changed_before_the_posting_are_not_undone_after_it(book: Book) -> None:
    number = publicity.draft(book, "N4", actor="测试", today=TODAY, project=ROSTER).number
    publicity.change_words(book, number, {"place": "村口"}, actor="测试")
    publicity.post(book, number, TODAY, actor="测试")
    result = history.undo(book, seq_of(book, "notice.word"), actor="测试")
    assert [conflict.message for conflict in result.conflicts] == [f"公示 {number} 已经生效，不能改动；请用撤回"]


def test_rows_a_posted_notice_quotes_may_change_and_come_back_but_the_notice_stays(book: Book) -> None:
    before = frozen(book)
    line = next(row for row in rows(book, RosterLine) if row["project_code"] == ROSTER)
    fields.edit(book, "roster_line", line["id"], "amount_fen", "9", actor="测试")
    fields.edit(book, "village", book.village_id, "name", "新名村", actor="测试")
    assert frozen(book) == before
    assert "新名村" not in publicity.render(book, FIRST, today=TODAY, paper="A3").plain_text
    for _ in range(2):
        history.undo_last(book, actor="测试")
    assert next(row for row in rows(book, RosterLine) if row["id"] == line["id"]) == line
    for _ in range(2):
        history.redo_last(book, actor="测试")
    assert (frozen(book), history.verify(book)) == (before, [])


def test_undoing_the_taking_down_after_the_withdrawal_is_a_conflict(book: Book) -> None:
    publicity.take_down(book, FIRST, LATER, actor="测试")
    publicity.withdraw(book, FIRST, "金额有误", LATER, actor="测试")
    before = frozen(book)
    assert history.undo(book, seq_of(book, "notice.take_down"), actor="测试").conflicts
    assert frozen(book) == before


@pytest.mark.parametrize(("harm", "finding", "said"), [("gone", "files.missing", "缺 1 个"),
                                                       ("altered", "files.damaged", "被改动过 1 个")])  # fmt: skip
def test_a_posted_sheet_gone_or_altered_on_the_disk_is_named_by_all(
    book: Book, tmp_path: Path, harm: str, finding: str, said: str
) -> None:
    sha256 = next(row["sha256"] for row in rows(book, Attachment) if row["file_name"] == f"{FIRST}.pdf")
    file = book.folder / "files" / sha256[:2] / sha256[2:]
    file.chmod(0o644)
    file.write_bytes(file.read_bytes() + b"\n") if harm == "altered" else file.unlink()
    with pytest.raises(KnownError, match=FIRST):
        paper.print_notice(book, FIRST, tmp_path / "a.pdf", today=TODAY)
    assert not (tmp_path / "a.pdf").exists()
    assert [(f.id, f.subject) for f in history.verify(book)] == [(finding, f"{FIRST}.pdf")]
    told = {line.name: line for line in doctor.examine_open(book)}["文件"]
    assert (told.ok, told.text) == (False, f"{said}，如“{FIRST}.pdf”")
    again = paper.print_notice(book, FIRST, tmp_path / "a.pdf", today=TODAY, paper="a3")
    assert "重新排版，不是张贴时的原件" in again.line


def test_restoring_an_older_backup_keeps_what_it_loses_aside(with_notice: Path, tmp_path: Path) -> None:
    path = made_books.a_copy(with_notice, tmp_path)
    with books.open_book(path) as book:
        books.back_up(book, tmp_path / "old.vbak")
        second = publicity.draft(book, "N4", actor="测试", today=TODAY, project=ROSTER).number
        publicity.post(book, second, TODAY, actor="测试")
        posted = publicity.frozen_pdf(book, second)
    aside = books.restore(tmp_path / "old.vbak", path).kept_aside
    with books.open_book(path) as book:
        assert [row["number"] for row in rows(book, Notice)] == [FIRST]
        assert history.verify(book) == []
    assert aside is not None
    with books.open_book(aside) as book:
        assert publicity.frozen_pdf(book, second) == posted


def test_what_undo_none_and_unknown_numbers_say(book: Book) -> None:
    with pytest.raises(UserError, match="没有第 999 号操作"):
        history.undo(book, 999, actor="测试")
    with pytest.raises(UserError, match="没有可撤销的内容"):
        history.undo(book, 1, actor="测试")


def test_undo_passes_over_a_draft_that_was_posted(clean: Book) -> None:
    """Ctrl+Z would otherwise stand before it for ever: what is posted is withdrawn, not undone."""
    number = publicity.draft(clean, "N1", actor="测试", today=TODAY).number
    publicity.post(clean, number, TODAY, actor="测试")
    undoable = history.next_undo(clean)
    assert undoable is not None
    assert undoable.verb == "lists.import"
