"""核查 through the window: findings listed by check, corrected where they stand, gone after the checks ran again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from tests.ui.real_book import ACTOR, TODAY, VILLAGE, calm, said, shown_rows, window_over
from villagebook.services import books, checking, fields, lists
from villagebook.ui.frame import MainWindow
from villagebook.ui.models.columns import Group, as_cell
from villagebook.ui.pages import checks_source as source
from villagebook.ui.pages import files
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.check_record import is_unchecked
from villagebook.ui.pages.checks import ChecksPage
from villagebook.ui.pages.checks_host import FINDINGS, ChecksHost
from villagebook.ui.widgets.line import Line

FAULTY = ("户信息_带错.xlsx", "人信息_带错.xlsx", "项目资金_带错.xlsx")
SEX, TWO_HEADS = "people.sex-differs-from-id", "households.two-heads"


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("book") / "清溪村.vbook"
    with books.create(made, name="清溪村", code="350699101203", actor=ACTOR) as book:
        lists.import_files(book, [VILLAGE / name for name in FAULTY], actor=ACTOR, today=TODAY)
    return made


@pytest.fixture
def window(app: Any, village: Path, tmp_path: Path) -> Iterator[MainWindow]:
    with window_over(village, tmp_path, "checks") as made:
        calm(made.runner)
        yield made


@pytest.fixture
def page(window: MainWindow) -> ChecksPage:
    return findings_of(window)


def findings_of(window: MainWindow) -> ChecksPage:
    host = window.page("checks")
    assert isinstance(host, ChecksHost)
    found = host.view(FINDINGS)
    assert isinstance(found, ChecksPage)
    return found


def groups(page: ChecksPage) -> list[Group]:
    return [key for key in page.list.model.visible if isinstance(key, Group)]


def every_key(page: ChecksPage) -> list[Any]:
    return page.list.model.keys()


def keys_of(page: ChecksPage, check: str) -> list[Any]:
    return [key for key in every_key(page) if key[0] == check]


def choose(window: MainWindow, page: ChecksPage, key: Any) -> None:
    assert page.list.table.go_to(key)
    calm(window.runner)
    assert page.record._key == key


def enter(page: ChecksPage, text: str) -> None:
    """Type into the field beside the finding and press Enter."""
    assert page.record.form is not None
    control = next(iter(page.record.form.fields.values())).control
    assert isinstance(control, Line)
    control.setFocus()
    control.setText(text)
    control.returnPressed.emit()
    control.editingFinished.emit()


def test_findings_stand_under_their_checks_the_errors_first(page: ChecksPage) -> None:
    titles = {group.id: group for group in groups(page)}
    assert titles[SEX].title == "性别与证件号码"
    assert titles[SEX].note.endswith("个，错误")
    tones = [group.tone for group in groups(page) if group.id != source.UNCHECKED]
    assert tones == sorted(tones, key=["late", "due", "info"].index)
    assert page.subtitle.startswith(f"{len(page._source.listing.findings)} 个提示，其中 ")


def test_a_finding_is_corrected_where_it_stands_and_the_next_one_is_shown(
    window: MainWindow, page: ChecksPage
) -> None:
    key = keys_of(page, SEX)[0]
    choose(window, page, key)
    correction = page.record.correction
    assert correction is not None
    assert correction.field is not None
    wrong = correction.field.value
    every = page.list.model.keys()
    enter(page, "女" if wrong == "男" else "男")
    calm(window.runner)
    table, record = correction.field.table, correction.field.record_id
    assert record is not None
    with window.runner.book.read() as connection:
        assert fields.record_row(connection, table, record)["sex"] != wrong
    assert page.record._key == every[every.index(key) + 1]
    assert said(window).startswith("改性别")
    # The household was checked again at once; the whole book has not been yet.
    assert key not in every_key(page)
    assert set(every_key(page)) < set(every)


def test_what_the_check_knows_to_be_right_is_one_button(
    window: MainWindow, page: ChecksPage, qtbot: QtBot
) -> None:
    key = keys_of(page, SEX)[0]
    choose(window, page, key)
    correction = page.record.correction
    assert correction is not None
    assert correction.finding.proposal in ("男", "女")
    assert page.record.propose.words == f"建议改为 {correction.finding.proposal}"
    qtbot.mouseClick(page.record.propose, Qt.MouseButton.LeftButton)
    calm(window.runner)
    assert key not in every_key(page)


def reasoned(window: MainWindow, reason: str, who: str = "", until: dt.date | None = None) -> None:
    """Fill in the question that is open, and press its button."""
    panel = window.overlay.panel
    assert isinstance(panel, AskDialog)
    panel.form["reason"].set_value(reason)
    if who:
        panel.form["who"].set_value(who)
    panel.form["until"].set_value(until)
    panel._press()
    calm(window.runner)


def test_what_is_true_as_it_stands_stays_quiet_and_is_listed_with_its_reason(
    window: MainWindow, page: ChecksPage, qtbot: QtBot
) -> None:
    keys = keys_of(page, SEX)
    choose(window, page, keys[0])
    qtbot.mouseClick(page.record.acknowledge, Qt.MouseButton.LeftButton)
    reasoned(window, "")
    assert isinstance(window.overlay.panel, AskDialog), "a reason is wanted"
    reasoned(window, "户口簿已核对", "许主任", dt.date(2099, 12, 31))
    assert keys[0] not in every_key(page)
    (said_,) = checking.acknowledgements(window.runner.book, window.today())
    assert (said_.reason, said_.who, said_.until) == ("户口簿已核对", "许主任", dt.date(2099, 12, 31))
    page.choices.choose(source.TRUE)
    page._choose(source.TRUE)
    calm(window.runner)
    (held,) = [key for key in every_key(page) if source.is_held(key)]
    assert page.list.table.go_to(held)
    calm(window.runner)
    row = page.list.model.row_at(page.list.model.row_of(held))
    assert row is not None
    assert as_cell(row["who"]).value == "李玲"
    assert "户口簿已核对" in page.record.hint.text()
    qtbot.mouseClick(page.record.take_back, Qt.MouseButton.LeftButton)
    calm(window.runner)
    page.choices.choose(source.ALL)
    page._choose(source.ALL)
    calm(window.runner)
    assert keys[0] in every_key(page)


def test_several_findings_are_true_for_one_reason(window: MainWindow, page: ChecksPage) -> None:
    table = page.list.table
    table.go_to(every_key(page)[0])
    table.selectAll()
    calm(window.runner)
    count = len([key for key in table.chosen_keys() if not is_unchecked(key)])
    assert count > 3
    page.ask_reason()
    reasoned(window, "已逐户核对")
    report = window.findings.report
    assert len(source.acknowledged(report)) == count
    assert report is not None
    assert not report.findings


def test_what_cannot_be_read_is_said_beside_the_field_and_nothing_is_written(
    window: MainWindow, page: ChecksPage
) -> None:
    key = keys_of(page, "people.birth-differs-from-id")[0]
    choose(window, page, key)
    enter(page, "2025-13-45")
    calm(window.runner)
    assert page.record._key == key
    assert page.record.form is not None
    assert page.record.form["born"].finding.text
    assert window.top.undo.accessibleName().startswith("撤销：导入")


def test_skipping_goes_to_the_next_without_a_change(window: MainWindow, page: ChecksPage, qtbot: QtBot) -> None:
    every = page.list.model.keys()
    choose(window, page, every[0])
    qtbot.mouseClick(page.record.skip, Qt.MouseButton.LeftButton)
    calm(window.runner)
    assert page.record._key == every[1]


def test_a_finding_about_several_fields_leads_to_its_household(
    window: MainWindow, page: ChecksPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: list[Any] = []
    monkeypatch.setattr(window, "go", lambda *where: found.append(where))
    choose(window, page, keys_of(page, TWO_HEADS)[0])
    assert not page.record.do.isVisible()
    assert "打开看" in page.record.why_not.text()
    page.record.open_button.click()
    correction = page.record.correction
    assert correction is not None
    assert found == [("households", correction.key)]


def test_choosing_a_severity_or_a_place_lists_only_that(window: MainWindow, page: ChecksPage) -> None:
    listing = page._source.listing
    assert listing is not None
    for choice in ("severity=warning", "area=funds"):
        page.choices.choose(choice)
        calm(window.runner)
        wanted = [key for key, finding in listing.findings.items() if source._is_wanted(finding, choice)]
        assert wanted
        assert [key for key in every_key(page) if len(key) == 4] == wanted


def test_findings_are_found_by_name(window: MainWindow, page: ChecksPage) -> None:
    who = shown_rows(page.list.table)[0]["who"].value
    page.want(source.Wanted(text=who))
    calm(window.runner)
    assert {row["who"].value for row in shown_rows(page.list.table)} == {who}
    page.list.filter_cleared.emit()
    calm(window.runner)
    assert len(page.list.model.keys()) > 1


def test_findings_stand_under_their_households_when_asked(window: MainWindow, page: ChecksPage) -> None:
    count = len(page.list.model.keys())
    page._group_by(source.BY_HOLDER)
    calm(window.runner)
    assert len(page.list.model.keys()) == count
    first = groups(page)[0]
    assert shown_rows(page.list.table)[0]["who"].value.startswith(first.title)
    assert page.remember() == {"by": source.BY_HOLDER}


def test_what_was_not_checked_is_listed_with_what_it_wants(window: MainWindow, page: ChecksPage) -> None:
    page.act(source.UNCHECKED, None)
    calm(window.runner)
    rows = shown_rows(page.list.table)
    report = window.findings.report
    assert report is not None
    assert len(rows) == len(report.unchecked) > 0
    assert rows[0]["message"].startswith("缺")
    assert "书里有了这些数" in page.record.hint.text()


def test_the_list_is_exported_whole(
    window: MainWindow, page: ChecksPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "核查清单.xlsx"
    monkeypatch.setattr(files, "ask_target", lambda *_args: target)
    page.export()
    calm(window.runner)
    report = window.findings.report
    assert report is not None
    sheet = load_workbook(target).worksheets[0]
    words = [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert all(any(finding.message in word for word in words) for finding in report.findings)
    assert said(window) == "已导出 核查清单.xlsx"


def test_a_book_without_findings_says_so(app: Any, tmp_path: Path) -> None:
    made = tmp_path / "a" / "空村.vbook"
    made.parent.mkdir()
    books.create(made, name="空村", code="350699101204", actor=ACTOR).close()
    with window_over(made, tmp_path, "checks") as window:
        page = findings_of(window)
        calm(window.runner)
        report = window.findings.report
        assert report is not None
        assert not report.findings
        assert page.subtitle == "没有提示"
        assert page._clean.isVisible() != bool(report.unchecked)
