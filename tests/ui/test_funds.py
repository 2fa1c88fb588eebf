"""The page 资金: entries under their months, from draft to posted to reversed, written and exported."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.real_book import TODAY, calm, make, said, shown_rows, view_of, window_over
from villagebook.services import entries, money, tables
from villagebook.ui.frame import MainWindow
from villagebook.ui.models.columns import Group, as_cell
from villagebook.ui.pages import files
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.funds import FundsPage
from villagebook.ui.pages.funds_dialogs import NotPosted
from villagebook.ui.pages.notice_draft import DraftPanel
from villagebook.ui.widgets.dialog import Dialog


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("book"))


@pytest.fixture
def window(app: QApplication, village: Path, tmp_path: Path) -> Iterator[MainWindow]:
    with window_over(village, tmp_path, "funds") as made:
        yield made


@pytest.fixture
def page(window: MainWindow) -> FundsPage:
    found = view_of(window, "funds")
    assert isinstance(found, FundsPage)
    return found


def choose(window: MainWindow, page: FundsPage, voucher: str) -> None:
    key = entries.find(window.runner.book, voucher)
    assert key is not None
    page.show_record(key)
    calm(window.runner)


def row(page: FundsPage, voucher: str) -> dict[str, Any]:
    return next(one for one in shown_rows(page.list.table) if one.get("voucher") == voucher)


def press(window: MainWindow, verb: str) -> None:
    """Press a button of the dialog that is open."""
    panel = window.overlay.panel
    assert isinstance(panel, Dialog)
    buttons = [panel._buttons.itemAt(place).widget() for place in range(panel._buttons.count())]
    next(button for button in buttons if button.words == verb).click()
    calm(window.runner)


def post_all(window: MainWindow, why: str = "补记") -> None:
    money.post(window.runner.book, None, actor="测试", today=TODAY, why=why)


def test_entries_stand_under_their_months_newest_first(page: FundsPage) -> None:
    groups = [key for key in page.list.model.visible if isinstance(key, Group)]
    assert [group.id for group in groups] == sorted((group.id for group in groups), reverse=True)
    assert groups[0].note.startswith("草稿 ")
    days = [one["date"] for one in shown_rows(page.list.table)]
    assert days == sorted(days, reverse=True)


def test_receipts_and_payments_stand_in_two_columns(window: MainWindow, page: FundsPage) -> None:
    sides = {(one["kind"], as_cell(one.get("income")).value is not None) for one in shown_rows(page.list.table)}
    outgoing = {("支出", False), ("报账", False), ("冲销", False)}
    assert sides == {("指标下达", True), ("到账", True)} | outgoing
    assert page.list.model.totals["label"] == "已入账 0 笔，草稿 184 笔不计"
    post_all(window)
    page.refresh()
    calm(window.runner)
    sums = tables.listed(window.runner.book, "fund-balances", tables.scope(window.runner.book, TODAY)).totals
    totals = page.list.model.totals
    assert (totals["label"], totals["income"], totals["spent"]) == (
        "已入账 184 笔", sums["received_fen"], sums["spent_fen"])  # fmt: skip


def test_balances_of_the_sources_add_up_to_the_title(page: FundsPage) -> None:
    rows = [dict(row) for row in page.balances.table.model_of_rows._rows]
    assert rows[-1]["balance"] == sum(as_cell(row["balance"]).value for row in rows[:-1])
    assert "余额" in page.subtitle


def test_posting_all_drafts_asks_first(window: MainWindow, page: FundsPage, qtbot: QtBot) -> None:
    assert page.post_button.words == "入账 184 笔"
    qtbot.mouseClick(page.post_button, Qt.MouseButton.LeftButton)
    press(window, "取消")
    assert entries.drafts(window.runner.book) == 184
    qtbot.mouseClick(page.post_button, Qt.MouseButton.LeftButton)
    press(window, "入账 184 笔")
    assert entries.drafts(window.runner.book) == 0
    assert said(window) == "已入账 184 笔"
    assert window.status.undo.isHidden()
    assert not page.post_button.isEnabled()


def test_what_is_not_posted_says_why_and_goes_again_with_a_reason(window: MainWindow, page: FundsPage) -> None:
    post_all(window)
    book = window.runner.book
    too_much = {"date": TODAY, "kind": "支出", "memo": "超付", "amount_fen": 10**12, "source": "中央",
                "project_code": "35069920250001"}  # fmt: skip
    _, over = money.write_entry(book, too_much, actor="测试")
    _, undated = money.write_entry(book, {**too_much, "date": None, "memo": "没有日期的"}, actor="测试")
    page.post([over, undated])
    calm(window.runner)
    dialog = window.overlay.panel
    assert isinstance(dialog, NotPosted)
    assert dialog.go_on is not None
    assert dialog.go_on.words == "写明原因，入账 1 笔"
    dialog.go_on.click()
    assert dialog.reason is not None
    assert dialog.reason.finding.text == "请写原因"
    dialog.reason.control.setText("财政所同意先付")
    press(window, "写明原因，入账 1 笔")
    view = entries.view(book, over)
    assert (view.state, view.values["reason"]) == (entries.POSTED, "财政所同意先付")
    assert entries.view(book, undated).state == entries.DRAFT


def test_each_entry_is_asked_for_its_own_reason(window: MainWindow, page: FundsPage) -> None:
    post_all(window)
    book = window.runner.book
    keys = [
        money.write_entry(book, {"date": TODAY, "kind": "支出", "memo": source, "amount_fen": 10**12, "source": source,
                                 "project_code": "35069920250001"}, actor="测试")[1]
        for source in ("中央", "省")
    ]  # fmt: skip
    page.post(keys)
    calm(window.runner)
    dialog = window.overlay.panel
    assert isinstance(dialog, NotPosted)
    assert list(dialog.reasons) == keys
    for field, reason in zip(dialog.reasons.values(), ("财政所同意", "县里同意"), strict=True):
        field.control.setText(reason)
        field.control.editingFinished.emit()
    press(window, "写明原因，入账 2 笔")
    assert [entries.view(book, key).values["reason"] for key in keys] == ["财政所同意", "县里同意"]
    assert "支出" in entries.view(book, keys[0]).values["posted_over"]


def test_numbers_that_would_leave_a_gap_are_given_anew(window: MainWindow, page: FundsPage) -> None:
    post_all(window)
    book = window.runner.book
    values = {"date": TODAY, "kind": "到账", "memo": "后来的", "amount_fen": 5, "voucher": "记-0190"}
    _, key = money.write_entry(book, values, actor="测试")
    page.post([key])
    calm(window.runner)
    dialog = window.overlay.panel
    assert isinstance(dialog, NotPosted)
    press(window, "重新编号，入账 1 笔")
    assert (entries.view(book, key).values["voucher"], entries.view(book, key).state) == ("记-0185", entries.POSTED)


def test_a_posted_entry_is_reversed_with_day_and_reason(window: MainWindow, page: FundsPage, qtbot: QtBot) -> None:
    post_all(window)
    page.refresh()
    choose(window, page, "记-0178")
    assert page.entry.form.isHidden()
    qtbot.mouseClick(page.entry.reverse, Qt.MouseButton.LeftButton)
    dialog = window.overlay.panel
    assert isinstance(dialog, AskDialog)
    assert dialog.default is not dialog.do
    press(window, "冲销 记-0178")
    assert dialog.form["why"].finding.text == "请写原因"
    dialog.form["why"].control.setText("收款单位填错")
    press(window, "冲销 记-0178")
    assert row(page, "记-0178")["row_state"] == "reversed"
    new = row(page, "记-0185")
    assert (new["row_state"], new["what"]) == ("reversal", "冲销记-0178：收款单位填错")
    assert as_cell(new["spent"]).value == -as_cell(row(page, "记-0178")["spent"]).value
    assert said(window).startswith("冲销 记-0178")
    assert page.entry.view is not None
    assert page.entry.view.reversed_by is not None
    page.entry.go_asked.emit(page.entry.view.reversed_by.key)
    calm(window.runner)
    assert page.entry.view.values["voucher"] == "记-0185"


def test_an_entry_is_written_edited_and_deleted(window: MainWindow, page: FundsPage, qtbot: QtBot) -> None:
    page.ask_entry()
    calm(window.runner)
    dialog = window.overlay.panel
    assert isinstance(dialog, AskDialog)
    for name, text in (("project_code", "主干道"), ("source", "中央"), ("amount_fen", "1234.5"), ("memo", "监理费")):
        dialog.form[name].control.setText(text)
        dialog.form[name].control.left.emit()
    press(window, "记一笔")
    view = page.entry.view
    assert view is not None
    assert (view.values["voucher"], view.values["amount_fen"], view.values["project_code"]) == (
        "记-0185", 123_450, "35069920250001")  # fmt: skip
    assert page.list.table.current_key() == view.key
    assert page.narrowing.year == 2025, "what was written stands in the list; the filter stays"
    field = page.entry.form["memo"]
    field.control.setText("监理费第一期")
    field.control.left.emit()
    calm(window.runner)
    assert entries.view(window.runner.book, view.key).values["memo"] == "监理费第一期"
    qtbot.mouseClick(page.entry.discard, Qt.MouseButton.LeftButton)
    calm(window.runner)
    assert entries.find(window.runner.book, "记-0185") is None


def test_a_posted_entry_offers_nothing_to_edit(window: MainWindow, page: FundsPage) -> None:
    post_all(window)
    page.refresh()
    choose(window, page, "记-0001")
    assert page.entry.view is not None
    assert {view.locked for view in page.entry.view.fields} == {"记-0001已经入账，不能改"}
    assert page.entry.discard.isHidden()
    assert page.entry.post.isHidden()


def test_filters_narrow_the_list_and_are_cleared(window: MainWindow, page: FundsPage) -> None:
    page.narrowing.answer({"source": "省", "kind": "支出", "text": "主干道"})
    calm(window.runner)
    rows = shown_rows(page.list.table)
    assert rows
    assert {(one["source"], one["kind"]) for one in rows} == {("省", "支出")}
    assert page.narrowing.filter_button.words == "筛选 2"
    page.narrowing.answer({"text": "没有这样的摘要"})
    calm(window.runner)
    assert not shown_rows(page.list.table)
    page.narrowing.clear()
    calm(window.runner)
    assert len(shown_rows(page.list.table)) == 184
    assert page.filter_line.text() == ""


def test_an_entry_outside_the_filter_is_shown_all_the_same(window: MainWindow, page: FundsPage) -> None:
    page.narrowing.answer({"source": "省"})
    calm(window.runner)
    window.go("funds", entries.find(window.runner.book, "记-0001"))
    calm(window.runner)
    key = page.list.table.current_key()
    assert isinstance(key, uuid.UUID)
    assert entries.view(window.runner.book, key).values["voucher"] == "记-0001"


def test_selected_entries_are_summed_in_the_foot(window: MainWindow, page: FundsPage) -> None:
    page.list.table.selectAll()
    calm(window.runner)
    assert window.status._selection.text.startswith("已选 184 笔，收入 ")
    assert page.post_button.words == "入账选中 184 笔"


@pytest.mark.parametrize("ending", [".xlsx", ".csv", ".pdf"])
def test_what_is_listed_is_written_to_a_file(
    window: MainWindow, page: FundsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, ending: str
) -> None:
    from villagebook.ui.pages import exporting

    asked: list[str] = []
    target = tmp_path / f"出{ending}"
    monkeypatch.setattr(files, "ask_target", lambda _parent, _title, name: asked.append(name) or target)
    page.narrowing.answer({"source": "省"})
    exporting.save(page, page.export(), ending)
    calm(window.runner)
    assert asked == [f"2025年资金流水{ending}"]
    assert target.stat().st_size > 500
    assert said(window).startswith(f"已导出 出{ending}")
    if ending == ".csv":
        lines = target.read_text(encoding="utf-8-sig").splitlines()
        assert len(lines) - 1 == len(page.list.model.keys())


def test_an_empty_book_says_how_to_begin(app: QApplication, tmp_path: Path) -> None:
    from villagebook.services import books

    (tmp_path / "空").mkdir()
    books.create(tmp_path / "空村.vbook", name="空村", code="350699101299", actor="测试").close()
    with window_over(tmp_path / "空村.vbook", tmp_path / "空", "funds") as window:
        page = view_of(window, "funds")
        assert isinstance(page, FundsPage)
        assert page._stack.currentIndex() == 1
        page._write({"date": date(2025, 3, 1), "kind": "到账", "amount_fen": 100, "memo": "第一笔"})
        calm(window.runner)
        assert page._stack.currentIndex() == 0
        assert [one["voucher"] for one in shown_rows(page.list.table)] == ["记-0001"]


def test_money_is_made_public_from_its_own_page(window: MainWindow, page: FundsPage) -> None:
    words = [entry.words for entry in page._notices()]
    assert words[0] == "拟村务、财务公开表"
    assert words[1] in ("拟本项目资金使用情况公告", "拟年度资金使用情况公告")
    go = page._notices()[0].go
    assert go is not None
    go()
    calm(window.runner)
    panel = window.overlay.panel
    assert isinstance(panel, DraftPanel)
    order = panel.order()
    assert order is not None
    assert (order.kind, order.period) == ("village-accounts", "2025Q3")
