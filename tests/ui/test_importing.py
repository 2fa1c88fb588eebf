"""Importing through the window: nothing is written by looking, all of it by importing, and all is taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.real_book import VILLAGE, calm, make, said, shown_rows, window_over
from villagebook.services import history, lists, tables
from villagebook.services.lists import CellChange, ImportReport, RowReport
from villagebook.services.verbs import Changed
from villagebook.ui.frame import MainWindow
from villagebook.ui.models.columns import as_cell
from villagebook.ui.pages import files
from villagebook.ui.pages.import_lines import Chosen, ResultLines
from villagebook.ui.pages.importing import CHOOSE, DONE, HEADINGS, RESULT, ImportPage
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.empty import EmptyState
from villagebook.ui.widgets.line import ChoiceLine
from villagebook.ui.widgets.messages import ErrorPanel

FAULTY = VILLAGE / "人信息_带错.xlsx"


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("book"))


@pytest.fixture
def window(app: QApplication, village: Path, tmp_path: Path) -> Iterator[MainWindow]:
    with window_over(village, tmp_path, "importing") as made:
        yield made


@pytest.fixture
def page(window: MainWindow) -> ImportPage:
    found = window.page("importing")
    assert isinstance(found, ImportPage)
    return found


def look(window: MainWindow, *paths: Path) -> None:
    window.go("importing", tuple(str(path) for path in paths))
    calm(window.runner)


def step(page: ImportPage) -> int:
    return page._stack.currentIndex()


def way(page: ImportPage, verb: str) -> Any:
    """Return the button with these words on the view that is shown."""
    view = page._stack.currentWidget()
    assert isinstance(view, EmptyState)
    return next(row.button for row in view.ways if row.button.words == verb)


def people(window: MainWindow) -> list[Any]:
    book = window.runner.book
    return [dict(row) for row in tables.listed(book, "people", tables.scope(book, window.today())).rows]


def test_looking_writes_nothing_and_shows_old_and_new(window: MainWindow, page: ImportPage) -> None:
    before = history.head(window.runner.book)
    look(window, FAULTY)
    assert step(page) == RESULT
    assert history.head(window.runner.book) == before
    cards = {card.id: card.number for card in page.result.cards._cards}
    assert cards == {"new": "1", "changed": "12", "unchanged": "72", "refused": "1"}
    rows = shown_rows(page.result.table)
    changed = {row["name"]: row["change"] for row in rows if isinstance(row.get("change"), object) and row.get("field")}
    assert (changed["李玲"].value, changed["李玲"].new) == ("男", "女")
    refused = next(row for row in rows if as_cell(row.get("note")).icon == "circle-x" and not row.get("field"))
    assert refused["note"].value == "与第10行重复"
    assert page.result.go_on.words == "导入 13 人"


def test_secret_values_are_stars_until_asked_for(window: MainWindow, page: ImportPage, qtbot: QtBot) -> None:
    look(window, FAULTY)
    named = lambda: {row["name"]: as_cell(row.get("change")) for row in shown_rows(page.result.table)}  # noqa: E731
    assert named()["何桂成"].new == "3506******0020"
    assert named()["雷春"].new == "****"
    qtbot.mouseClick(page.result.reveal, Qt.MouseButton.LeftButton)
    calm(window.runner)
    assert named()["雷春"].new == "本科二年级"


def test_importing_and_taking_all_of_it_back(window: MainWindow, page: ImportPage, qtbot: QtBot) -> None:
    before = people(window)
    look(window, FAULTY)
    qtbot.mouseClick(page.result.go_on, Qt.MouseButton.LeftButton)
    calm(window.runner)
    assert step(page) == DONE
    after = people(window)
    assert len(after) == len(before) + 1
    assert page.done_report is not None
    assert page.done_report.changed.seq is not None
    qtbot.mouseClick(way(page, "撤销导入"), Qt.MouseButton.LeftButton)
    calm(window.runner)
    assert people(window) == before
    assert page.accessibleName() == "导入"
    assert way(page, "选文件").isVisible()


def test_an_import_that_was_changed_since_says_what_is_in_the_way(
    window: MainWindow, page: ImportPage, qtbot: QtBot
) -> None:
    from villagebook.services import fields

    look(window, FAULTY)
    page.start_import()
    calm(window.runner)
    book = window.runner.book
    key = next(row["_id"] for row in people(window) if row["name"] == "李玲")
    with book.read():
        fields.edit(book, "person", key, "sex", "男", actor="别人")
    qtbot.mouseClick(way(page, "撤销导入"), Qt.MouseButton.LeftButton)
    calm(window.runner)
    panel = window.overlay.panel
    assert isinstance(panel, ErrorPanel)
    assert "之后又改过" in panel.trouble.happened
    assert "性别" in panel.trouble.subject
    assert {"男", "女"} <= set(panel.trouble.subject)
    assert step(page) == DONE


def test_what_the_book_has_already_is_not_imported_again(window: MainWindow, page: ImportPage) -> None:
    look(window, VILLAGE / "人信息_干净.xlsx")
    assert not page.result.go_on.isEnabled()
    assert page.result.go_on.words == "没有要导入的"


def test_cancelling_an_import_leaves_the_book_as_it_was(
    window: MainWindow, page: ImportPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = history.head(window.runner.book)
    look(window, FAULTY)
    # Pressed when the trial is over and the rows are on their way into the book.
    real = lists.intake.backup.make
    monkeypatch.setattr(lists.intake.backup, "make", lambda *a, **k: (page.work._task.cancel(), real(*a, **k))[1])
    page.start_import()
    calm(window.runner)
    monkeypatch.undo()
    assert history.head(window.runner.book) == before
    assert step(page) == RESULT
    assert said(window) == "已取消，什么也没有改"
    page.start_import()
    page.work.cancel.click()
    calm(window.runner)
    assert history.head(window.runner.book) == before
    page.start_import()
    calm(window.runner)
    assert step(page) == DONE


def test_a_file_that_is_no_list_is_said_in_words(window: MainWindow, page: ImportPage, tmp_path: Path) -> None:
    wrong = tmp_path / "通讯录.csv"
    wrong.write_text("甲,乙\n1,2\n", encoding="utf-8")
    look(window, wrong)
    panel = window.overlay.panel
    assert isinstance(panel, ErrorPanel)
    assert panel.trouble.title == "这份表没有读成"
    assert "是什么表" in panel.trouble.happened
    assert step(page) == CHOOSE


def test_headings_nobody_knows_are_named_and_kept(window: MainWindow, page: ImportPage, tmp_path: Path) -> None:
    path = tmp_path / "户.csv"
    path.write_text("户编号,户主姓名,村民小组,家庭人口数,采集员\n3506991012039999,许玉,1组,2,小林\n", encoding="utf-8")
    look(window, path)
    assert "采集员" in page.result.message.accessibleName()
    page.show_headings()
    calm(window.runner)
    assert step(page) == HEADINGS
    rows = {row["heading"]: row for row in shown_rows(page.headings.table)}
    assert rows["户编号"]["how"].text == "名称相同"
    assert (rows["采集员"]["field"].value, rows["采集员"]["how"].text) == ("其他栏目", "不认得")
    assert page.back()
    assert step(page) == CHOOSE


def test_files_dropped_on_the_window_are_looked_at(window: MainWindow, page: ImportPage) -> None:
    window.go("ledgers")
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(FAULTY))])
    actions, buttons = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    window.dropEvent(QDropEvent(QPointF(400, 300), actions, mime, buttons, Qt.KeyboardModifier.NoModifier))
    calm(window.runner)
    assert window.current is page
    assert step(page) == RESULT


def test_the_list_goes_back_with_its_reasons(
    window: MainWindow, page: ImportPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "没收.xlsx"
    monkeypatch.setattr(files, "ask_target", lambda *_args: target)
    look(window, FAULTY)
    page.save_reasons()
    calm(window.runner)
    assert target.stat().st_size > 5000
    assert "没收.xlsx" in said(window)


def test_the_pages_of_the_records_are_one_button_away(window: MainWindow, page: ImportPage, qtbot: QtBot) -> None:
    look(window, VILLAGE / "项目资金_带错.xlsx")
    page.start_import()
    calm(window.runner)
    qtbot.mouseClick(way(page, "去资金"), Qt.MouseButton.LeftButton)
    assert window.current is window.page("funds")


def test_lines_of_one_sheet_alone(window: MainWindow, page: ImportPage) -> None:
    look(window, VILLAGE / "项目资金_带错.xlsx", VILLAGE / "户信息_带错.xlsx")
    everything = len(shown_rows(page.result.table))
    page.result._look_at(("户信息_带错.xlsx", "Sheet1"))
    calm(window.runner)
    sheets = {row["sheet"] for row in shown_rows(page.result.table)}
    assert sheets == {"Sheet1"}
    assert 0 < len(shown_rows(page.result.table)) < everything


def test_a_township_of_rows_becomes_lines_without_texts(app: QApplication) -> None:
    from villagebook.models import Person, info

    field = info(Person.name)
    rows = tuple(
        RowReport(
            "a.xlsx", "S", number, "people", f"c{number}", "changed", changes=(CellChange(field, "甲", "乙"),) * 2
        )
        for number in range(20_000)
    )
    lines = ResultLines(ImportReport(Changed(None, "", frozenset()), True, rows))
    keys = lines.ids(None, None, False, Chosen("changed"))
    assert len([key for key in keys if isinstance(key, int)]) == 40_000
    assert lines.rows(None, [39_999])[0]["row"] == 19_999


# What is decided before anything is written


def sheet_file(folder: Path, rows: list[list[Any]], name: str = "镇里的表.xlsx") -> Path:
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(folder / name)
    return folder / name


def heads(window: MainWindow) -> list[dict[str, Any]]:
    book = window.runner.book
    return [dict(row) for row in tables.listed(book, "households", tables.scope(book, window.today())).rows]


@pytest.fixture
def addresses(window: MainWindow, tmp_path: Path) -> Path:
    """A list of two households under a heading nobody knows, one phone differing from the book's."""
    first, second = heads(window)[:2]
    return sheet_file(tmp_path, [
        ["户编号", "户主姓名", "门牌", "户联系电话"],
        [first["code"], first["head"], "上街 1 号", "13900000001"],
        [second["code"], second["head"], "上街 2 号", "13900000002"],
    ])  # fmt: skip


def heading_rows(page: ImportPage) -> dict[str, str]:
    return {str(row["heading"]): as_cell(row["field"]).value for row in shown_rows(page.headings.table) if row}


def test_a_heading_is_said_otherwise_and_the_next_list_of_that_shape_obeys(
    window: MainWindow, page: ImportPage, addresses: Path, qtbot: QtBot
) -> None:
    look(window, addresses)
    page.show_headings()
    calm(window.runner)
    assert heading_rows(page)["门牌"] == "其他栏目"
    table = page.headings.table
    assert table is not None
    table.edit_cell(2, "field")
    editor = table.findChild(ChoiceLine)
    assert editor is not None
    editor.setText("家庭住址")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    calm(window.runner)
    assert heading_rows(page)["门牌"] == "家庭住址"
    assert step(page) == HEADINGS
    page.show_result()
    page.start_import()
    calm(window.runner)
    assert [row["address"] for row in heads(window)[:2]] == ["上街 1 号", "上街 2 号"]
    look(window, addresses)
    page.show_headings()
    calm(window.runner)
    hows = {str(row["heading"]): as_cell(row["how"]).value for row in shown_rows(page.headings.table) if row}
    assert hows["门牌"].text == "上次这样对"


def test_only_what_is_ticked_is_written(window: MainWindow, page: ImportPage, addresses: Path) -> None:
    before = heads(window)
    look(window, addresses)
    lines = page.lines
    assert lines is not None
    phones = [line for line in lines._lines if line.change is not None and line.change.field.name == "phone"]
    assert len(phones) == 2
    assert page.result.go_on.words == "导入 2 户"
    page.result._ticked(lines._lines.index(phones[0]))
    extra = [line for line in lines._lines if line.change is not None and line.row is phones[0].row]
    page.result._set(extra, False)
    assert page.result.go_on.words == "导入 1 户"
    page.start_import()
    calm(window.runner)
    after = heads(window)
    assert after[0]["phone"] == before[0]["phone"]
    assert after[1]["phone"] == "13900000002"


def bulk(page: ImportPage, words: str) -> None:
    """Choose from the menu of the current line."""
    entry = next(entry for entry in page.result._bulk_entries() if entry.words.startswith(words))
    assert entry.go is not None
    entry.go()


@pytest.mark.parametrize(
    ("words", "phones"),
    [
        ("各行的“户联系电话”都不写入", ("old", "old")),
        ("各行的“户联系电话”只补书里空着的", ("old", "old")),
        ("这一行只补书里空着的", ("old", "new")),
        ("这一行都不写入", ("old", "new")),
    ],
)
def test_a_column_or_a_row_is_kept_or_only_filled(
    window: MainWindow, page: ImportPage, tmp_path: Path, words: str, phones: tuple[str, str]
) -> None:
    before = heads(window)[:2]
    path = sheet_file(tmp_path, [
        ["户编号", "户主姓名", "家庭人口数", "户联系电话", "搬迁地址"],
        *([row["code"], row["head"], None, f"1390000000{at}", "新村 1 号"] for at, row in enumerate(before)),
    ], "户信息.xlsx")  # fmt: skip
    look(window, path)
    lines, table = page.lines, page.result.table
    assert lines is not None
    assert table is not None
    changes = {
        (line.row.code, line.change.field.name): place
        for place, line in enumerate(lines._lines)
        if line.row is not None and line.change is not None
    }
    table.go_to(changes[before[0]["code"], "phone"])
    bulk(page, words)
    whole = words.startswith("这一行都")
    assert lines.is_ticked(lines._lines[changes[before[0]["code"], "relocation_address"]]) is not whole
    page.start_import()
    calm(window.runner)
    after = heads(window)[:2]
    shown = ["new" if row["phone"].startswith("1390000000") else "old" for row in after]
    assert tuple(shown) == phones


def test_where_there_is_no_room_for_the_side_a_menu_says_the_same(
    window: MainWindow, page: ImportPage, addresses: Path
) -> None:
    look(window, addresses)
    page.show_headings()
    assert not page.headings.more.isVisible()
    window.resize(900, 700)
    calm(window.runner)
    assert page.headings.more.isVisible()
    fill = page.headings.entries()[1]
    assert (fill.words, fill.checked, fill.go is not None) == ("只补空着的栏目", False, True)
    assert fill.go is not None
    fill.go()
    calm(window.runner)
    assert page.headings.entries()[1].checked
    assert page.choices.mode == "fill"


def test_what_the_book_has_may_stay_as_it_is(window: MainWindow, page: ImportPage, addresses: Path) -> None:
    before = heads(window)[0]["phone"]
    assert before
    look(window, addresses)
    page.show_headings()
    page.headings.modes["fill"].click()
    calm(window.runner)
    page.show_result()
    lines = page.lines
    assert lines is not None
    kept = [line for line in lines._lines if line.kept]
    assert {line.change.field.name for line in kept if line.change} >= {"phone"}
    page.start_import()
    calm(window.runner)
    assert heads(window)[0]["phone"] == before


def test_a_row_that_fits_several_is_asked_about(window: MainWindow, page: ImportPage, qtbot: QtBot) -> None:
    look(window, FAULTY, VILLAGE / "全村花名册.xls")
    lines = page.lines
    assert lines is not None
    (asked,) = [line for line in lines._lines if line.section == "asked"]
    assert asked.asked is not None
    page.result.opened.emit(asked)
    panel = window.overlay.panel
    buttons = [button for button in panel.findChildren(Button) if asked.asked.candidates[0].words in button.words]
    qtbot.mouseClick(buttons[0], Qt.MouseButton.LeftButton)
    calm(window.runner)
    assert step(page) == RESULT
    assert page.lines is not lines
    assert not [line for line in page.lines._lines if line.section == "asked"]


def test_a_destroyed_number_is_put_right_when_ticked(window: MainWindow, page: ImportPage) -> None:
    look(window, FAULTY)
    lines = page.lines
    assert lines is not None
    (ruined,) = [line for line in lines._lines if line.ruined is not None]
    assert not lines.is_ticked(ruined)
    page.result._ticked(lines._lines.index(ruined))
    assert lines.is_ticked(ruined)
    ((place, number),) = page.choices.decisions.ids.items()
    assert place[2] == ruined.ruined.row
    assert number == ruined.ruined.proposals[0].number
    page.start_import()
    calm(window.runner)
    assert page.done_report is not None
    assert not page.done_report.ruined


def test_earlier_imports_keep_their_files_and_can_be_taken_back(
    window: MainWindow, page: ImportPage, addresses: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = heads(window)[0]["phone"]
    look(window, addresses)
    page.start_import()
    calm(window.runner)
    page.start_over()
    page.refresh()
    calm(window.runner)
    rows = shown_rows(page.history.table)
    assert rows[0]["name"] == addresses.name
    page.history.table.go_to(next(iter(page.history._source.views)))
    target = tmp_path / "原表.xlsx"
    monkeypatch.setattr(files, "ask_target", lambda *_args: target)
    page.history.save_original()
    calm(window.runner)
    assert target.read_bytes() == addresses.read_bytes()
    page.history.take_back()
    calm(window.runner)
    assert heads(window)[0]["phone"] == before
    assert "已撤销导入" in said(window)
    assert not page.history.undo.isEnabled()
