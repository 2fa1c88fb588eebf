"""The page 台账: every ledger with all its columns, filtered, masked on the screen and whole in its files."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from tests.e2e.reading import lines_of
from tests.ui.real_book import TODAY, calm, make, said, shown_rows, view_of, window_over
from villagebook.exporting.locked import unlocked_xlsx
from villagebook.models import Privacy
from villagebook.services import tables
from villagebook.store.keys import signing_key
from villagebook.ui.frame import MainWindow
from villagebook.ui.ledger_source import When
from villagebook.ui.pages import evidence, files
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.ledger_pane import LOOKS
from villagebook.ui.pages.ledgers import LedgersPage
from villagebook.ui.widgets.labels import ElidedLabel, Text
from villagebook.ui.widgets.messages import ErrorPanel

LEDGERS = [ledger.id for ledger in tables.all_ledgers()]


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("book"))


@pytest.fixture
def window(app: QApplication, village: Path, tmp_path: Path) -> Iterator[MainWindow]:
    with window_over(village, tmp_path, "ledgers") as made:
        yield made


@pytest.fixture
def page(window: MainWindow) -> LedgersPage:
    found = window.page("ledgers")
    assert isinstance(found, LedgersPage)
    return found


def show(window: MainWindow, page: LedgersPage, ledger: str) -> None:
    page.show_record(ledger)
    calm(window.runner)
    assert page.pane.ledger.id == ledger


def test_every_ledger_is_listed_with_its_rows_and_all_its_columns(window: MainWindow, page: LedgersPage) -> None:
    counts = {line.id: line.count for line in page.choices._lines if line.id}
    assert list(counts) == LEDGERS
    assert set(LOOKS) == set(LEDGERS), "a new ledger wants a place of its own in the list"
    book = window.runner.book
    for ledger in LEDGERS:
        show(window, page, ledger)
        found = tables.listed(book, ledger, tables.scope(book, TODAY))
        pane = page.pane
        assert counts[ledger] == f"{len(found.rows):,}"
        assert len(pane.model.keys()) == len(found.rows)
        assert {column.id for column in pane.source.columns} == {column.id for column in found.columns}
        assert {k: v for k, v in pane.model.totals.items() if k != "label"} == dict(found.totals)


def test_secrets_are_stars_and_a_line_says_what_leaves(window: MainWindow, page: LedgersPage) -> None:
    warned = {}
    for ledger in ("fund-balances", "people"):
        show(window, page, ledger)
        warned[ledger] = any("不要张贴" in label.text for label in page.pane.findChildren(ElidedLabel))
    assert warned == {"fund-balances": False, "people": True}
    numbers = [row["id_number"] for row in shown_rows(page.pane.table)]
    assert all("******" in number for number in numbers if number)


def test_columns_are_chosen_and_the_title_says_how_many(window: MainWindow, page: LedgersPage) -> None:
    show(window, page, "households")
    menu = page.pane.columns_menu()
    wanted = next(action for action in menu.actions() if not action.isChecked())
    before = len(page.pane.model.columns)
    wanted.setChecked(True)
    assert len(page.pane.model.columns) == before + 1
    calm(window.runner)
    shown = sum(not page.pane.table.isColumnHidden(place) for place in range(before + 1))
    assert page.subtitle.endswith(f"栏里显示 {shown} 栏")
    assert f"{len(page.pane.source.columns)} 栏里显示" in page.subtitle
    kept = page.remember()
    assert len(kept["columns"]["households"]) == before + 1
    page.restore({**kept, "ledger": "projects"})
    calm(window.runner)
    assert page.pane.ledger.id == "projects"


def test_the_filter_holds_for_the_table_and_its_file(
    window: MainWindow, page: LedgersPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(window, page, "people")
    page.pane.filter_line.setText("何桂成")
    page.pane.filter_line.asked.emit("何桂成")
    calm(window.runner)
    assert [row["name"] for row in shown_rows(page.pane.table)] == ["何桂成"]
    target = tmp_path / "人.csv"
    monkeypatch.setattr(files, "ask_target", lambda *_args: target)
    page.pane.save(".csv")
    calm(window.runner)
    lines = target.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 2
    assert "*" not in lines[1], "a file for the township is whole"
    assert said(window).startswith("已导出 人.csv")


def test_rows_lead_to_the_page_of_their_record(window: MainWindow, page: LedgersPage) -> None:
    show(window, page, "projects")
    table = page.pane.table
    table.select_first()
    table.opened.emit(table.current_key())
    calm(window.runner)
    projects = window.page("projects")
    assert window.current is projects
    projects = view_of(window, "projects")
    assert projects.record.view is not None
    assert projects.record.view.key == table.current_key()


def test_where_it_is_narrow_the_ledgers_are_a_menu(window: MainWindow, page: LedgersPage) -> None:
    assert page.pane.which.isHidden()
    window.resize(820, 600)
    calm(window.runner)
    assert not page.choices.isVisible()
    assert [entry.words for entry in page.entries() if entry.words] == [
        tables.ledger(ledger).title for ledger in LEDGERS
    ]
    next(entry for entry in page.entries() if entry.words == "资金结余").go()  # type: ignore[misc]
    calm(window.runner)
    assert (page.pane.ledger.id, page.pane.which.words) == ("fund-balances", "资金结余")


def test_no_secret_column_is_shown_as_it_is(window: MainWindow, page: LedgersPage) -> None:
    book, checked = window.runner.book, 0
    for ledger in (tables.ledger(one) for one in LEDGERS):
        secret = [column.id for column in ledger.columns if column.privacy is Privacy.SECRET]
        found = tables.listed(book, ledger.id, tables.scope(book, TODAY)).rows[:40] if secret else ()
        show(window, page, ledger.id)
        shown = page.pane.origin.rows(book, [row["_id"] for row in found])
        for told, row in zip(shown, found, strict=True):
            for name in secret:
                assert row[name] is None or "*" in str(told[name]), f"{ledger.id}.{name}"
                checked += row[name] is not None
    assert checked > 100


# Which time is shown


def test_a_year_narrows_the_table_the_line_and_the_file(
    window: MainWindow, page: LedgersPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(window, page, "funds")
    pane = page.pane
    every = len(pane.model.keys())
    pane.ask_times()
    calm(window.runner)
    dialog = window.overlay.panel
    assert isinstance(dialog, AskDialog)
    years = [choice.id for choice in dialog.form["year"].spec.choices if choice.id]
    dialog.form.set_values({"year": years[0]})
    dialog.do.click()
    calm(window.runner)
    shown = len(pane.model.keys())
    within = tables.scope(window.runner.book, TODAY, year=int(years[0]))
    assert 0 < shown == tables.count(window.runner.book, "funds", within)
    assert pane.times.isVisible()
    assert pane.times.text == f"{years[0]}年"
    target = tmp_path / "资金.csv"
    monkeypatch.setattr(files, "ask_target", lambda *_args: target)
    pane.save(".csv")
    calm(window.runner)
    assert len(lines_of(target)) == shown
    pane.show_times(When(year=1999))
    calm(window.runner)
    assert pane.model.keys() == []
    pane.times.back.click()
    calm(window.runner)
    assert len(pane.model.keys()) == every
    assert not pane.times.isVisible()


def test_what_was_recorded_later_is_not_in_the_ledger_of_an_earlier_day(window: MainWindow, page: LedgersPage) -> None:
    show(window, page, "funds")
    pane = page.pane
    pane.show_times(When(known_at=date(2001, 1, 1)))
    calm(window.runner)
    panel = window.overlay.panel
    assert isinstance(panel, ErrorPanel)
    assert "书里还什么都没有" in panel.trouble.happened
    assert not pane.times.isVisible()
    pane.show_times(When(on=date(2025, 6, 30)))
    calm(window.runner)
    assert all(row["date"] <= date(2025, 6, 30) for row in shown_rows(pane.table))
    assert "截至2025年6月30日" in pane.times.text


def test_a_ledger_without_years_offers_none(window: MainWindow, page: LedgersPage) -> None:
    show(window, page, "officers")
    page.pane.ask_times()
    calm(window.runner)
    dialog = window.overlay.panel
    assert isinstance(dialog, AskDialog)
    assert dialog.form["year"].spec.locked


# What leaves


def test_a_file_with_a_password(
    window: MainWindow, page: LedgersPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    show(window, page, "funds")
    target = tmp_path / "资金.xlsx"
    monkeypatch.setattr(files, "ask_target", lambda *_args: target)
    chosen = {entry.words: entry for entry in evidence.entries(page, page.pane._export)}
    chosen["导出 Excel 表，加密码…"].go()
    dialog = window.overlay.panel
    assert isinstance(dialog, AskDialog)
    dialog.do.click()
    assert dialog.form["password"].finding.text == "请写密码"
    dialog.form.set_values({"password": "abc 12345"})
    dialog.do.click()
    calm(window.runner)
    assert said(window).startswith("已导出 资金.xlsx")
    assert unlocked_xlsx(target.read_bytes(), "abc 12345").startswith(b"PK")


def test_a_package_is_made_and_proved_in_the_window(
    window: MainWindow, page: LedgersPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "证据包.zip"
    monkeypatch.setattr(files, "ask_target", lambda *_args: target)
    evidence.make(page)
    window.overlay.panel.do.click()
    calm(window.runner)
    assert said(window).startswith("已做好 证据包.zip")
    texts = " ".join(label.text() for label in window.overlay.panel.findChildren(Text))
    assert signing_key(window.runner.book).fingerprint in texts
    assert "待过账" in texts
    evidence._prove(page, target)
    calm(window.runner)
    assert window.overlay.panel.accessibleName() == "证据包是原样"
    with zipfile.ZipFile(target, "a") as archive:
        archive.writestr("补.txt", "x")
    evidence._prove(page, target)
    calm(window.runner)
    texts = " ".join(label.text() for label in window.overlay.panel.findChildren(Text))
    assert "多了文件“补.txt”" in texts
