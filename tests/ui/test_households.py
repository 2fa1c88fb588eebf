"""农户 through the window on the sample book: found, filtered, edited in place, taken back, printed, exported."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests import made_books
from tests.ui.real_book import TODAY, calm, said, shown_rows, window_over
from villagebook.services import books, fields, history, households
from villagebook.ui import dressing
from villagebook.ui.field_views import FieldForm
from villagebook.ui.frame import MainWindow
from villagebook.ui.models.columns import ROW_STATE, as_cell
from villagebook.ui.pages import households as module
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.households import HouseholdsPage
from villagebook.ui.pages.printing import PrintDialog
from villagebook.ui.widgets.field import Field
from villagebook.ui.widgets.line import Line
from villagebook.ui.widgets.messages import ErrorPanel
from villagebook.ui.widgets.search import SearchPalette

MONITORED, POOR = "王长庚", "钟文福"  # 突发严重困难户; 脱贫户 with a phone of ten digits


@pytest.fixture(scope="module")
def village() -> Path:
    return made_books.sample()


@pytest.fixture
def window(app: QApplication, village: Path, tmp_path: Path) -> Iterator[MainWindow]:
    with window_over(village, tmp_path, "households") as made:
        made.findings.renew()
        calm(made.runner)
        yield made


@pytest.fixture
def page(window: MainWindow) -> HouseholdsPage:
    """The page of a book of its own, for tests that write."""
    return page_of(window)


@pytest.fixture(scope="module")
def still(qapp: QApplication, village: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[MainWindow]:
    """One window for all tests that only look."""
    if not qapp.property("prepared"):
        dressing.prepare(qapp, "light", 1.0)
        qapp.setProperty("prepared", True)
    with window_over(village, tmp_path_factory.mktemp("still"), "households") as made:
        made.findings.renew()
        calm(made.runner)
        yield made


@pytest.fixture
def seen(app: QApplication, still: MainWindow) -> Iterator[HouseholdsPage]:
    """Its page, as it was at first."""
    page = page_of(still)
    still.activateWindow()
    page.record.show_tab("basic")
    page.list.table.select_first()
    page.list.table.setFocus()
    calm(still.runner)
    yield page
    while still.overlay.panel is not None:
        still.overlay.panel.close_panel()
    page.clear_filter()
    calm(still.runner)


def page_of(window: MainWindow) -> HouseholdsPage:
    found = window.page("households")
    assert isinstance(found, HouseholdsPage)
    return found


def show(window: MainWindow, head: str) -> None:
    """Go to the household of this head."""
    key = next(row["key"] for row in keyed(window) if row["head"] == head)
    window.go("households", key)
    calm(window.runner)


def keyed(window: MainWindow) -> list[dict[str, Any]]:
    page = window.page("households")
    assert isinstance(page, HouseholdsPage)
    model = page.list.model
    return [dict(model.row_at(row) or {}, key=model.key_at(row)) for row in range(model.rowCount())]


def heads(page: HouseholdsPage) -> list[str]:
    return [str(row["head"]) for row in shown_rows(page.list.table)]


def field(page: HouseholdsPage, name: str) -> Field:
    """Return a field of the page 基本."""
    forms = [form for form in (*page.record.forms, page.record.status) if name in form.fields]
    return forms[0][name]


def write(where: Field, text: str, window: MainWindow) -> None:
    """Type into a field and leave it."""
    control = where.control
    assert isinstance(control, Line)
    control.setFocus()
    control.setText(text)
    control.left.emit()
    calm(window.runner)


def journal(window: MainWindow) -> list[str]:
    return [entry.heading for entry in history.entries(window.runner.book)]


def view(window: MainWindow, head: str) -> households.HouseholdView:
    key = next(row["key"] for row in keyed(window) if row["head"] == head)
    return households.view(window.runner.book, key, TODAY)


# The list


def test_all_households_are_listed_and_counted(still: MainWindow, seen: HouseholdsPage) -> None:
    assert len(heads(seen)) == 52
    assert seen.subtitle == "52 户，193 人"
    assert seen.list.model.totals["label"] == "52 户"


def test_classes_stand_as_short_chips_and_secrets_are_masked(still: MainWindow, seen: HouseholdsPage) -> None:
    row = next(row for row in shown_rows(seen.list.table) if row["head"] == MONITORED)
    assert [chip.text for chip in row["status"]] == ["监测"]
    assert row["phone"] == "139****0100"


def test_findings_are_counted_in_the_list(still: MainWindow, seen: HouseholdsPage) -> None:
    row = next(row for row in shown_rows(seen.list.table) if row["head"] == POOR)
    assert as_cell(row["findings"]).value == 1
    assert "联系电话" in as_cell(row["findings"]).tip


def test_typing_filters_by_name_and_pinyin(still: MainWindow, seen: HouseholdsPage, qtbot: QtBot) -> None:
    qtbot.keyClick(seen.list.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert seen.filter_line.hasFocus()
    qtbot.keyClicks(seen.filter_line, "wang")
    qtbot.waitUntil(lambda: seen.list.model.filter is not None)
    calm(still.runner)
    assert set(heads(seen)) == {"王长庚", "王长水", "黄水旺"}
    assert seen.subtitle == "筛选出 3 户，12 人"
    assert "head" in seen.list.model.filtered


def test_a_filter_without_hits_says_so_and_is_cleared(still: MainWindow, seen: HouseholdsPage) -> None:
    seen._filter_typed("没有这个人")
    calm(still.runner)
    assert heads(seen) == []
    blank: Any = seen.list._blank
    assert blank.isVisible()
    blank.button.click()
    calm(still.runner)
    assert len(heads(seen)) == 52


def test_a_saved_view_shows_one_class_and_marks_the_column(still: MainWindow, seen: HouseholdsPage) -> None:
    seen._set_filter("monitored", "", "")
    calm(still.runner)
    assert seen.view_button.words == "监测对象"
    assert seen.list.model.filtered == {"status"}
    assert all("监测" in [chip.text for chip in row["status"]] for row in shown_rows(seen.list.table))


def test_groups_are_offered_in_the_menu_and_filter(still: MainWindow, seen: HouseholdsPage) -> None:
    assert "上云" in seen._groups
    seen._set_filter("all", "上云", "")
    calm(still.runner)
    assert {row["group"] for row in shown_rows(seen.list.table)} == {"上云"}
    assert seen.view_button.words == "全部农户 上云"


def test_an_empty_book_says_how_to_begin(app: QApplication, tmp_path: Path) -> None:
    with books.create(tmp_path / "空.vbook", name="清溪村", code="350699101203", actor="x"):
        pass
    with window_over(tmp_path / "空.vbook", tmp_path / "copy", "households") as window:
        page: Any = window.page("households")
        assert page._stack.currentWidget() is page._empty
        page._empty.ways[1].button.click()
        assert isinstance(window.overlay.panel, AskDialog)


def test_columns_order_and_view_are_remembered(window: MainWindow, page: HouseholdsPage) -> None:
    page.list.show_columns(("head", "phone", "members"))
    page.list.model.sort_by("members", True)
    page._set_filter("poor", "", "")
    kept = page.remember()
    other = HouseholdsPage(window)
    other.restore(kept)
    assert [column.id for column in other.list.model.columns] == ["head", "members", "phone"]
    assert (other.list.model.sorted_by, other.list.model.descending) == ("members", True)
    assert other.view_button.words == "脱贫户"
    other.deleteLater()


def test_what_was_remembered_by_another_version_is_passed_over(still: MainWindow) -> None:
    other = HouseholdsPage(still)
    other.restore({"columns": ["gone"], "sort": ["gone", True], "view": "gone"})
    assert other.list.model.columns[0].id == "head"
    assert other.list.model.sorted_by is None
    other.deleteLater()


# The record


def test_the_record_shows_title_state_and_place(still: MainWindow, seen: HouseholdsPage) -> None:
    show(still, MONITORED)
    assert seen.record._title.text == MONITORED
    assert [chip.text for chip in seen.record._chips._chips] == ["监测：风险未消除"]
    assert "3506991012070001" in seen.record._second.text
    assert field(seen, "kind").value == "突发严重困难户"


def test_a_field_left_with_another_value_is_one_operation(window: MainWindow, page: HouseholdsPage) -> None:
    show(window, MONITORED)
    before = journal(window)
    write(field(page, "address"), "上云 9号", window)
    assert journal(window) == [f"改家庭住址 {MONITORED}", *before]
    assert said(window) == f"改家庭住址 {MONITORED}"
    assert window.top.undo.accessibleName() == f"撤销：改家庭住址 {MONITORED}"


def test_ctrl_z_takes_the_edit_back_and_ctrl_y_does_it_again(
    window: MainWindow, page: HouseholdsPage, qtbot: QtBot
) -> None:
    show(window, MONITORED)
    old = field(page, "house_structure").value
    write(field(page, "house_structure"), "土窑洞", window)
    page.list.table.setFocus()
    qtbot.keyClick(page.list.table, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    calm(window.runner)
    assert field(page, "house_structure").value == old
    assert said(window) == f"撤销：改房屋主要结构 {MONITORED}"
    qtbot.keyClick(page.list.table, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    calm(window.runner)
    assert field(page, "house_structure").value == "土窑洞"


def test_a_change_of_the_head_shows_in_list_and_title(window: MainWindow, page: HouseholdsPage) -> None:
    show(window, MONITORED)
    write(field(page, "group_name"), "下云", window)
    row = next(row for row in shown_rows(page.list.table) if row["head"] == MONITORED)
    assert row["group"] == "下云"


def test_another_member_written_as_head_becomes_it(window: MainWindow, page: HouseholdsPage) -> None:
    show(window, MONITORED)
    wife = str(view(window, MONITORED).members[1].value("name"))
    write(field(page, "head_name"), wife, window)
    assert page.record._title.text == wife
    assert wife in heads(page)
    assert MONITORED not in heads(page)
    assert said(window) == f"改户主 {MONITORED} → {wife}"


def test_what_cannot_be_taken_is_said_below_the_field(window: MainWindow, page: HouseholdsPage) -> None:
    show(window, MONITORED)
    before = journal(window)
    write(field(page, "kind"), "", window)
    assert "不能空着" in field(page, "kind").finding.text
    assert journal(window) == before
    write(field(page, "kind"), "边缘易致贫户", window)
    assert field(page, "kind").finding.text == ""


def test_what_is_being_typed_survives_a_refresh(window: MainWindow, page: HouseholdsPage) -> None:
    show(window, MONITORED)
    line = field(page, "address").control
    assert isinstance(line, Line)
    line.setFocus()
    line.setText("正在写")
    key, book = page.record.view.key, window.runner.book
    window.runner.change(lambda _b, _p: fields.edit(book, "household", key, "road_distance", "2.5", actor="x"))
    calm(window.runner)
    assert line.text() == "正在写"
    assert field(page, "road_distance").value is not None


def test_a_secret_is_masked_shown_when_asked_and_masked_again(still: MainWindow, seen: HouseholdsPage) -> None:
    show(still, MONITORED)
    phone = field(seen, "phone")
    line = phone.control
    assert isinstance(line, Line)
    assert line.text() == "139****0100"
    line.button_pressed.emit()
    assert line.text() == "13900000100"
    line.button_pressed.emit()
    assert line.text() == "139****0100"


def test_a_finding_stands_beside_its_field_and_goes_once_corrected(window: MainWindow, page: HouseholdsPage) -> None:
    show(window, POOR)
    phone = field(page, "phone")
    assert "11 位" in phone.finding.text
    line = phone.control
    assert isinstance(line, Line)
    line.button_pressed.emit()
    write(phone, "13900000108", window)
    window.findings.renew()
    calm(window.runner)
    assert phone.finding.text == ""
    assert line.text() == "139****0108"


def test_other_households_findings_do_not_stay(still: MainWindow, seen: HouseholdsPage) -> None:
    show(still, POOR)
    assert field(seen, "phone").finding.text
    show(still, MONITORED)
    assert field(seen, "phone").finding.text == ""


# Members, incomes, changes


def tab(page: HouseholdsPage, window: MainWindow, name: str) -> None:
    page.record.show_tab(name)
    calm(window.runner)


def test_members_are_masked_until_asked(still: MainWindow, seen: HouseholdsPage) -> None:
    show(still, MONITORED)
    tab(seen, still, "members")
    members = seen.record.members
    assert [row["health"] for row in shown_rows(members.table)] == ["****"] * 6
    members.eye.click()
    assert "患有大病" in [row["health"] for row in shown_rows(members.table)]
    show(still, POOR)
    assert [row["health"] for row in shown_rows(members.table)] == ["****"] * 5


def test_a_members_year_is_edited_in_place(window: MainWindow, page: HouseholdsPage) -> None:
    show(window, MONITORED)
    tab(page, window, "members")
    members = page.record.members
    second = members._members[1]
    members.table.go_to(second.person_id)
    write(members.year["work_months"], "4", window)
    assert view(window, MONITORED).members[1].value("work_months") == 4
    assert members._shown is not None
    assert members._shown.person_id == second.person_id


def test_a_member_is_added_and_gets_a_year(window: MainWindow, page: HouseholdsPage) -> None:
    show(window, MONITORED)
    page.moving.come("户籍迁入")
    dialog = window.overlay.panel
    assert isinstance(dialog, AskDialog)
    dialog.form["name"].set_value("王小草")
    dialog.form["relation"].set_value("之孙女")
    dialog.do.click()
    calm(window.runner)
    assert journal(window)[0] == f"户籍迁入：王小草 到 {MONITORED} 户"
    members = page.record.members
    new = next(member for member in members._members if member.value("name") == "王小草")
    members.table.go_to(new.person_id)
    assert members.when.note.text == "2025年，还没有登记"
    write(members.year["education"], "小学", window)
    assert members.when.note.text == "2025年"
    assert journal(window)[0] == "改2025年文化程度 王小草"


def test_a_member_who_left_stands_last_in_grey(window: MainWindow, page: HouseholdsPage) -> None:
    show(window, MONITORED)
    tab(page, window, "members")
    members = page.record.members
    members.table.go_to(members._members[3].person_id)
    write(members.membership["through_on"], "2025-10-01", window)
    rows = shown_rows(members.table)
    assert rows[-1][ROW_STATE] == "muted"
    assert "已离户" in rows[-1]["relation"]
    assert members.heading.note.text == "5 人，离户 1 人"


def test_incomes_stand_beside_the_year_before(still: MainWindow, seen: HouseholdsPage) -> None:
    show(still, MONITORED)
    tab(seen, still, "incomes")
    rows = {row["item"]: row for row in shown_rows(seen.record.incomes.table)}
    assert (rows["工资性收入"]["before"], rows["工资性收入"]["now"]) == (6320000, 6780000)
    assert rows["减：生产经营性支出"]["now"] == -432000
    seen.record.incomes.older.click()
    rows = {row["item"]: row for row in shown_rows(seen.record.incomes.table)}
    assert rows["工资性收入"]["now"] == 6320000


def test_a_year_of_incomes_is_begun_by_hand(window: MainWindow, page: HouseholdsPage) -> None:
    page.add_household()
    dialog = window.overlay.panel
    assert isinstance(dialog, AskDialog)
    dialog.form["head_name"].set_value("林新来")
    dialog.do.click()
    calm(window.runner)
    assert page.record._title.text == "林新来"
    tab(page, window, "incomes")
    page.record.incomes.begin.click()
    calm(window.runner)
    write(page.record.incomes.form["wage_fen"], "12000", window)
    years = view(window, "林新来").years
    assert [(year.year, year.fields[0].value) for year in years] == [(2025, 1200000)]
    assert journal(window)[:3] == ["改工资性收入 林新来", "记2025年收入 林新来", "新增农户 林新来"]


def test_changes_are_told_field_by_field(window: MainWindow, page: HouseholdsPage) -> None:
    show(window, MONITORED)
    tab(page, window, "steps")
    assert [row["what"] for row in shown_rows(page.record.steps.table)] == ["加上 44 条"]
    tab(page, window, "basic")
    write(field(page, "phone"), "", window)  # masked: nothing was typed
    write(field(page, "fuel"), "其他", window)
    tab(page, window, "steps")
    newest = as_cell(shown_rows(page.record.steps.table)[0]["what"])
    assert (newest.value.split()[0], newest.new) == ("主要燃料类型", "其他")


def test_secret_values_are_masked_among_the_changes(window: MainWindow, page: HouseholdsPage) -> None:
    show(window, MONITORED)
    line = field(page, "phone").control
    assert isinstance(line, Line)
    line.button_pressed.emit()
    write(field(page, "phone"), "13900000777", window)
    tab(page, window, "steps")
    newest = as_cell(shown_rows(page.record.steps.table)[0]["what"])
    assert newest.new == "139****0777"


# Getting there, and out


def test_search_opens_the_household(still: MainWindow, seen: HouseholdsPage, qtbot: QtBot) -> None:
    qtbot.keyClick(seen.list.table, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    palette = still.overlay.panel
    assert isinstance(palette, SearchPalette)
    qtbot.keyClicks(palette.line, "zwf")
    calm(still.runner)
    qtbot.keyClick(palette.line, Qt.Key.Key_Return)
    calm(still.runner)
    assert seen.record._title.text == POOR
    assert seen.list.table.current_key() == seen.record.view.key


def test_search_reaches_a_household_that_the_filter_hides(still: MainWindow, seen: HouseholdsPage) -> None:
    key = next(row["key"] for row in keyed(still) if row["head"] == POOR)
    seen._set_filter("monitored", "", "")
    calm(still.runner)
    still.go("households", key)
    calm(still.runner)
    assert seen.record._title.text == POOR
    assert len(heads(seen)) == 52
    assert seen.list.table.current_key() == key


def test_everything_by_keyboard(window: MainWindow, page: HouseholdsPage, qtbot: QtBot) -> None:
    page.list.table.setFocus()
    qtbot.keyClick(page.list.table, Qt.Key.Key_Down)
    calm(window.runner)
    second = page.record._title.text
    qtbot.keyClick(page.list.table, Qt.Key.Key_Return)
    for _ in range(12):
        if QApplication.focusWidget() is field(page, "address").control:
            break
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    line = QApplication.focusWidget()
    assert line is field(page, "address").control
    assert isinstance(line, Line)
    line.insert("新的地方")  # QTest types Latin letters only
    qtbot.keyClick(line, Qt.Key.Key_Tab)
    calm(window.runner)
    assert journal(window)[0] == f"改家庭住址 {second}"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert page.list.table.hasFocus()
    qtbot.keyClick(page.list.table, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    calm(window.runner)
    assert page.record._title.text != second


def test_undo_over_later_changes_is_told_field_by_field(window: MainWindow, page: HouseholdsPage) -> None:
    show(window, MONITORED)
    write(field(page, "address"), "甲", window)
    book, key = window.runner.book, page.record.view.key
    first = history.entries(book)[0]
    fields.edit(book, "household", key, "address", "乙", actor="x")
    conflicts = history.undo(book, first.seq, actor="x", dry_run=True).conflicts
    window.trouble(history.UndoConflictError(first, conflicts))
    panel = window.overlay.panel
    assert isinstance(panel, ErrorPanel)
    assert panel.trouble.title == "没有撤销"
    assert "乙" in panel.trouble.subject


def test_what_was_posted_is_passed_over_by_undo(still: MainWindow, seen: HouseholdsPage) -> None:
    show(still, MONITORED)
    newest = next(e for e in history.entries(still.runner.book) if e.undo == "counter")
    assert newest.seq > 1
    assert still._state.undo
    undone = history.next_undo(still.runner.book)
    assert undone is not None
    assert undone.undo == "inverse"


def test_the_handbook_is_seen_before_it_is_printed(still: MainWindow, seen: HouseholdsPage) -> None:
    show(still, MONITORED)
    seen.print_handbook()
    calm(still.runner)
    panel = still.overlay.panel
    assert isinstance(panel, PrintDialog)
    assert panel.preview.pages >= 4


def test_printing_named_by_search_waits_for_its_household(still: MainWindow, seen: HouseholdsPage) -> None:
    show(still, MONITORED)
    key = next(row["key"] for row in keyed(still) if row["head"] == POOR)
    still.go("households", key, "print")
    calm(still.runner)
    panel = still.overlay.panel
    assert isinstance(panel, PrintDialog)
    assert panel._job.note == POOR


def test_export_writes_what_the_filter_shows(
    still: MainWindow, seen: HouseholdsPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "农户台账.xlsx"
    monkeypatch.setattr(module, "ask_target", lambda *_: target)
    seen._set_filter("monitored", "", "")
    calm(still.runner)
    shown = len(heads(seen))
    seen.export()
    calm(still.runner)
    sheet = load_workbook(target).active
    assert sheet is not None
    codes = {cell.value for row in sheet.iter_rows() for cell in row if str(cell.value or "").startswith("3506991012")}
    assert len(codes) == shown
    assert said(still) == "已导出 农户台账.xlsx"


def test_in_little_room_list_and_record_take_turns(window: MainWindow, page: HouseholdsPage) -> None:
    window.resize(900, 700)
    QApplication.processEvents()
    assert page.panes is not None
    assert page.panes.one_pane
    show(window, MONITORED)
    assert page.record.isVisible()
    assert not page.list.isVisible()
    assert page.back()
    assert page.list.isVisible()


def test_a_form_tells_findings_that_name_none_of_its_fields(still: MainWindow, seen: HouseholdsPage) -> None:
    show(still, POOR)
    found = still.findings.of_household(seen.record.view.key)
    form = FieldForm(still, "household", ("address",))
    assert form.show_findings(found) == list(found)
    form.deleteLater()
