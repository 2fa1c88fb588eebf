"""公示 through the window: drafted, posted, taken down, withdrawn; what must not hang is refused with its place."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtWidgets import QPlainTextEdit

from tests.ui.real_book import TODAY, calm, make, said, shown_rows, view_of, window_over
from villagebook.base.errors import KnownError
from villagebook.base.progress import QUIET
from villagebook.services import books, fields, publicity, tables
from villagebook.ui.frame import MainWindow
from villagebook.ui.models.columns import Group
from villagebook.ui.pages import files, notices_source, printing
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.notice_dialogs import PostDialog
from villagebook.ui.pages.notice_draft import DraftPanel
from villagebook.ui.pages.notice_paper import job
from villagebook.ui.pages.notices import NoticesPage
from villagebook.ui.pages.printing import PrintDialog, chosen_pages, print_pages
from villagebook.ui.widgets.field import Field
from villagebook.ui.widgets.line import Line
from villagebook.ui.widgets.messages import ErrorPanel
from villagebook.ui.widgets.paper import measure

CHICKENS, POMELOS = "35069920250008", "35069920250007"
NUMBER = "清溪公示〔2025〕1号"
ID = "350699199003077635"


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("book"))


@pytest.fixture(scope="module")
def with_notices(village: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with a draft, and a notice of each other state."""
    import shutil

    made = Path(shutil.copytree(village, tmp_path_factory.mktemp("notices") / village.name))
    with books.open_book(made) as book:
        days = (date(2024, 12, 1), date(2025, 3, 1), date(2025, 10, 20), date(2025, 10, 30))
        for day in days:
            drafted = publicity.draft(book, "roster-beneficiaries", actor="x", today=day, project=CHICKENS)
            publicity.post(book, drafted.number, day, actor="x")
        publicity.take_down(book, "清溪公示〔2024〕1号", date(2024, 12, 12), actor="x", result="没有异议。")
        publicity.withdraw(book, NUMBER, "一户写错", date(2025, 3, 3), actor="x")
        publicity.draft(book, "roster-beneficiaries", actor="x", today=TODAY, project=POMELOS)
    return made


@pytest.fixture
def window(app: Any, village: Path, tmp_path: Path) -> Iterator[MainWindow]:
    """No notices yet."""
    with window_over(village, tmp_path, "notices") as made:
        yield made


@pytest.fixture
def busy(app: Any, with_notices: Path, tmp_path: Path) -> Iterator[MainWindow]:
    """Notices in every state."""
    with window_over(with_notices, tmp_path, "notices") as made:
        yield made


def page_of(window: MainWindow) -> NoticesPage:
    page = view_of(window, "notices")
    assert isinstance(page, NoticesPage)
    return page


def panel(window: MainWindow, kind: type) -> Any:
    found = window.overlay.panel
    assert isinstance(found, kind), f"{found!r} stands in front"
    return found


def enter(field: Field, text: str) -> None:
    """Type into a field and leave it."""
    control = field.control
    control.setFocus()
    if isinstance(control, QPlainTextEdit):
        control.setPlainText(text)
        control.clearFocus()
    else:
        assert isinstance(control, Line)
        control.setText(text)
        control.left.emit()


def choose(window: MainWindow, number: str) -> NoticesPage:
    window.go("notices", number)
    calm(window.runner)
    page = page_of(window)
    assert page.record.view is not None
    assert page.record.view.row["number"] == number
    return page


def state(window: MainWindow, number: str = NUMBER) -> str:
    return publicity.view(window.runner.book, number, TODAY).state


def draft(window: MainWindow, project: str = "庭院养鸡") -> NoticesPage:
    """Draft a notice about a project as a person does."""
    page = page_of(window)
    page.draft()
    calm(window.runner)
    asked = panel(window, DraftPanel)
    enter(asked.form["kind"], "N4")
    enter(asked.form["project"], project)
    calm(window.runner)
    assert asked.preview.pages == 1
    asked.do.click()
    calm(window.runner)
    return page


def post(window: MainWindow) -> None:
    page_of(window).record.post_button.click()
    calm(window.runner)
    panel(window, PostDialog).do.click()
    calm(window.runner)


def test_a_notice_goes_from_draft_to_archive(window: MainWindow) -> None:
    page = page_of(window)
    assert page._first.isVisible()
    page._first.ways[0].button.click()
    calm(window.runner)
    asked = panel(window, DraftPanel)
    assert not asked.do.isEnabled()
    asked.close_panel()

    draft(window)
    record = page.record
    assert state(window) == publicity.DRAFT
    assert record.said._text.text() == "没有缺字，没有不该公开的内容，可以张贴。"
    assert record.preview.pages == 1

    post(window)
    assert state(window) == publicity.UP
    assert said(window).startswith(f"已定稿张贴 {NUMBER}，公示到 2025-11-15")
    assert not window.status.undo.isVisible()
    assert not record._words_part.isVisible()
    assert record.countdown.accessibleName() == "还要公示 10 天"
    assert not record.down_button.isEnabled()

    record.asked.emit("take_down")
    down = panel(window, AskDialog)
    enter(down.form["result"], "公示期内没有收到异议。")
    down.do.click()
    calm(window.runner)
    row = publicity.view(window.runner.book, NUMBER, TODAY).row
    assert (row["state"], row["taken_down_on"], row["result"]) == ("归档", TODAY, "公示期内没有收到异议。")
    assert [row["title"].second for row in shown_rows(page.list.table)] == ["〔2025〕1号"]


def test_an_id_number_on_the_sheet_refuses_posting_and_is_named_with_its_place(window: MainWindow) -> None:
    book = window.runner.book
    line = tables.listed(book, "rosters", tables.scope(book, TODAY, filters={"project": CHICKENS})).rows[1]
    fields.edit(book, "roster_line", line["_id"], "note", f"证号{ID}", actor="x")
    page = draft(window)
    assert "第 1 页" in page.record.said._text.text()
    post(window)
    refused = panel(window, ErrorPanel)
    assert state(window) == publicity.DRAFT
    assert refused.trouble.title == "没有张贴"
    assert "第 1 页" in refused.trouble.happened
    assert ID not in refused.trouble.happened
    assert refused.trouble.subject.startswith(NUMBER)
    refused.default.click()
    assert page.record.words["basis"].control.hasFocus()


def test_what_may_hang_after_all_is_posted_with_a_reason_that_stays(window: MainWindow) -> None:
    page = draft(window)
    enter(page.record.words["sentences"], f"样证 {ID}。")
    calm(window.runner)
    post(window)
    refused = panel(window, ErrorPanel)
    refused._buttons.itemAt(1).widget().click()
    release = panel(window, AskDialog)
    release.do.click()
    assert release.form["why"].finding.text == "请写明为什么可以公开"
    enter(release.form["why"], "是样张上的假号")
    release.do.click()
    calm(window.runner)
    assert state(window) == publicity.UP
    assert publicity.view(window.runner.book, NUMBER, TODAY).row["override_why"] == "是样张上的假号"


def test_words_of_a_draft_are_saved_when_they_are_left_and_given_back(busy: MainWindow) -> None:
    number = "清溪公示〔2025〕4号"
    page = choose(busy, number)
    before = publicity.view(busy.runner.book, number, TODAY).content
    assert before is not None
    enter(page.record.words["basis"], "经村民代表大会讨论通过，现予公示。")
    page.record.words["sentences"].control.setFocus()
    page.record.words["sentences"].control.setPlainText("正在写")
    calm(busy.runner)
    view = publicity.view(busy.runner.book, number, TODAY)
    assert view.content is not None
    assert view.content.basis == "经村民代表大会讨论通过，现予公示。"
    assert page.record.words["sentences"].control.toPlainText() == "正在写"
    page.record.words["sentences"].control.setPlainText("")
    page.record._own.click()
    calm(busy.runner)
    again = publicity.view(busy.runner.book, number, TODAY).content
    assert again is not None
    assert again.basis == before.basis


def test_a_shorter_time_than_the_rule_asks_for_cannot_be_chosen(busy: MainWindow) -> None:
    page = choose(busy, "清溪公示〔2025〕4号")
    page.record.post_button.click()
    calm(busy.runner)
    asked = panel(busy, PostDialog)
    assert asked.period.text() == "公示时间：2025年11月5日至2025年11月15日（10天）"
    enter(asked.form["days"], "7")
    calm(busy.runner)
    assert not asked.do.isEnabled()
    assert asked.form["days"].finding.text == "不能少于10天"
    enter(asked.form["days"], "12")
    calm(busy.runner)
    asked.do.click()
    calm(busy.runner)
    assert publicity.view(busy.runner.book, "清溪公示〔2025〕4号", TODAY).row["through_on"] == date(2025, 11, 17)


def test_withdrawing_wants_a_reason(busy: MainWindow) -> None:
    number = "清溪公示〔2025〕3号"
    page = choose(busy, number)
    page.record.withdraw_button.click()
    asked = panel(busy, AskDialog)
    assert asked.default is not asked.do
    asked.do.click()
    assert state(busy, number) == publicity.UP
    enter(asked.form["why"], "第 2 户写错")
    asked.do.click()
    calm(busy.runner)
    assert state(busy, number) == publicity.WITHDRAWN
    assert page.record.result.text() == "第 2 户写错"
    page.record.again_button.click()
    calm(busy.runner)
    asked_again = panel(busy, DraftPanel)
    order = asked_again.order()
    assert order is not None
    assert (order.kind, order.project) == ("roster-beneficiaries", CHICKENS)


def test_a_project_asks_for_its_notice(window: MainWindow) -> None:
    window.go("notices", action=f"draft=roster-beneficiaries/{POMELOS}")
    calm(window.runner)
    asked = panel(window, DraftPanel)
    assert asked.preview.pages == 1
    order = asked.order()
    assert order is not None
    assert (order.kind, order.project) == ("roster-beneficiaries", POMELOS)
    enter(asked.form["kind"], "资金使用情况公告")
    calm(window.runner)
    assert not asked.do.isEnabled()
    assert "没有已入账的资金" in asked.said._text.text()


def test_a_draft_that_cannot_be_drawn_any_more_says_why(busy: MainWindow) -> None:
    number = "清溪公示〔2025〕4号"
    book = busy.runner.book
    for line in tables.listed(book, "rosters", tables.scope(book, TODAY, filters={"project": POMELOS})).rows:
        fields.edit(book, "roster_line", line["_id"], "project_code", "", actor="x")
    page = choose(busy, number)
    assert "没有到户花名册" in page.record.said._text.text()
    assert not page.record.post_button.isEnabled()
    assert page.record.preview.pages == 0


def test_the_list_stands_by_state_and_what_hangs_is_shown_in_every_year(busy: MainWindow) -> None:
    page = page_of(busy)
    titles = [key.title for key in page.list.model.visible if isinstance(key, Group)]
    assert titles == ["期满", "公示中", "草稿", "已撤回"]
    assert [row["when"].value for row in shown_rows(page.list.table)][:2] == ["过期 6 天", "4 天"]
    page._choose_year(None)
    calm(busy.runner)
    titles = [key.title for key in page.list.model.visible if isinstance(key, Group)]
    assert titles == ["期满", "公示中", "草稿", "已归档", "已撤回"]
    page._filtered({"state": publicity.ARCHIVED})
    calm(busy.runner)
    assert len(shown_rows(page.list.table)) == 1


def test_a_notice_outside_the_filter_is_found_all_the_same(busy: MainWindow) -> None:
    page = page_of(busy)
    page._filtered({"state": publicity.DRAFT})
    calm(busy.runner)
    choose(busy, "清溪公示〔2024〕1号")
    assert page.wanted == notices_source.Wanted()


def test_a_posted_notice_is_saved_as_the_very_file_that_was_posted(
    busy: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = "清溪公示〔2025〕3号"
    page = choose(busy, number)
    target = tmp_path / "公示.pdf"
    monkeypatch.setattr(files, "ask_target", lambda *_args: target)
    page.record.print_button.click()
    calm(busy.runner)
    asked = panel(busy, PrintDialog)
    assert asked.whole.text() == "全部 1 页"
    assert "原件" in asked.said._text.text()
    asked.save.click()
    calm(busy.runner)
    assert target.read_bytes() == publicity.frozen_pdf(busy.runner.book, number)
    assert "原件" in said(busy)


def test_another_paper_is_set_anew_and_says_so(busy: MainWindow) -> None:
    page = choose(busy, "清溪公示〔2025〕3号")
    page._asked("print")
    calm(busy.runner)
    asked = panel(busy, PrintDialog)
    enter(asked.form["paper"], "A3 横向")
    calm(busy.runner)
    assert "不是张贴时的原件" in asked.said._text.text()
    across, down = asked.preview._sheets.sizes[0]
    assert (round(across), round(down)) == (1191, 842)


def test_a_file_that_cannot_be_written_is_said_and_nothing_is_lost(
    busy: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = choose(busy, "清溪公示〔2025〕3号")
    monkeypatch.setattr(files, "ask_target", lambda *_args: tmp_path / "没有" / "公示.pdf")
    page.record.asked.emit("save")
    calm(busy.runner)
    assert panel(busy, ErrorPanel).trouble.title == "没有存下来"


def test_chosen_pages_are_printed_each_on_its_own_paper(busy: MainWindow, tmp_path: Path) -> None:
    book = busy.runner.book
    upright = publicity.render(book, "清溪公示〔2025〕3号", today=TODAY, paper="A4").data
    wide = publicity.render(book, "清溪公示〔2025〕3号", today=TODAY, paper="A3横").data
    for name, pdf, size in (("a4", upright, (595, 842)), ("a3", wide, (1191, 842))):
        printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / f"{name}.pdf"))
        print_pages(printer, pdf, (0,), QUIET)
        printed = measure(tmp_path / f"{name}.pdf").sizes
        assert len(printed) == 1
        assert [round(x) for x in printed[0]] == pytest.approx(size, abs=2)


@pytest.mark.parametrize(
    ("text", "pages"), [("1-3,5", (0, 1, 2, 4)), ("2", (1,)), ("4-5、1", (3, 4, 0)), ("3至4 4", (2, 3))]
)
def test_pages_are_chosen_as_people_write_them(text: str, pages: tuple[int, ...]) -> None:
    assert chosen_pages(text, 5) == pages


@pytest.mark.parametrize("text", ["", "0", "6", "3-1", "第一页"])
def test_pages_that_are_not_there_are_said(text: str) -> None:
    with pytest.raises(ValueError, match="页"):
        chosen_pages(text, 5)


def test_a_printer_that_does_not_answer_leaves_the_ways_to_go_on(
    busy: MainWindow, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = choose(busy, "清溪公示〔2025〕3号")
    view = page.record.view
    assert view is not None
    tried = []

    def off(_printer: object, _pdf: bytes, pages: object, _progress: object) -> None:
        tried.append(pages)
        raise KnownError("print.no_answer", "打印机“HP”没有应答")

    monkeypatch.setattr(printing, "make_printer", lambda *_args: None)
    monkeypatch.setattr(printing, "print_pages", off)
    monkeypatch.setattr(files, "ask_target", lambda *_args: tmp_path / "公示.pdf")
    printing.send(busy, job(view, TODAY), b"", (0,), {"printer": "HP"})
    calm(busy.runner)
    panel(busy, ErrorPanel).default.click()
    calm(busy.runner)
    assert tried == [(0,), (0,)]
    refused = panel(busy, ErrorPanel)
    assert refused.trouble.title == "没有打印出来"
    refused._buttons.itemAt(1).widget().click()
    calm(busy.runner)
    assert (tmp_path / "公示.pdf").exists()


@pytest.mark.parametrize(
    ("title", "short"),
    [
        ("上云村2025年度项目计划公告", "项目计划公告"),
        ("上云村2025年第三季度村务、财务公开表", "第三季度村务、财务公开表"),
        ("村规民约公告", "村规民约公告"),
    ],
)
def test_a_title_in_the_list_leaves_out_village_and_year(title: str, short: str) -> None:
    assert notices_source.short_title(title) == short
