"""今日 through the window: what is due and where it leads, figures that add up, a backup made from here."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.real_book import ACTOR, TODAY, calm, make, said, view_of, window_over
from tests.ui.test_reading_aloud import unnamed
from villagebook.services import books, fields, publicity, tables
from villagebook.ui import style
from villagebook.ui.frame import MainWindow
from villagebook.ui.pages.notices import NoticesPage
from villagebook.ui.pages.today import FIGURES, TodayPage
from villagebook.ui.pages.today_figures import money_parts
from villagebook.ui.widgets.tasks import TaskRow

CHICKENS = "35069920250008"
LATE, DRAFT = "清溪公示〔2025〕1号", "清溪公示〔2025〕2号"


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("book")
    made = Path(shutil.copytree(make(folder), folder / "a" / "清溪村.vbook"))
    with books.open_book(made) as book:
        publicity.draft(book, "roster-beneficiaries", actor="x", today=date(2025, 10, 20), project=CHICKENS)
        publicity.post(book, LATE, date(2025, 10, 20), actor="x")
        publicity.draft(book, "roster-beneficiaries", actor="x", today=TODAY, project=CHICKENS)
    return made


@pytest.fixture
def window(app: QApplication, village: Path, tmp_path: Path) -> Iterator[MainWindow]:
    with window_over(village, tmp_path, "today") as made:
        yield made


@pytest.fixture
def page(window: MainWindow) -> TodayPage:
    found = window.page("today")
    assert isinstance(found, TodayPage)
    return found


def task(page: TodayPage, words: str) -> TaskRow:
    return next(row for row in page.rows if words in row.item.title)


def test_what_is_late_comes_first_and_opens_its_notice(window: MainWindow, page: TodayPage, qtbot: QtBot) -> None:
    tones = [row.item.tone for row in page.rows]
    assert tones[: tones.count("late")] == ["late"] * tones.count("late")
    late = task(page, "摘下公示")
    assert late.item.title == "摘下公示：清溪村2025年庭院养鸡到户项目受益户公示"
    assert (late.item.when, late.item.tone) == ("过期 6 天", "late")
    qtbot.mouseClick(late.button, Qt.MouseButton.LeftButton)
    calm(window.runner)
    notices = view_of(window, "notices")
    assert isinstance(notices, NoticesPage)
    assert notices.record.view is not None
    assert notices.record.view.row["number"] == LATE


def test_a_task_that_is_done_is_gone(window: MainWindow, page: TodayPage) -> None:
    window.runner.change(lambda book, _progress: publicity.take_down(book, LATE, TODAY, actor=ACTOR))
    calm(window.runner)
    assert not any("摘下公示" in row.item.title for row in page.rows)
    assert any(row.item.title.startswith("张贴：") for row in page.rows)


def test_the_keyboard_stays_on_its_place_when_the_list_is_made_anew(window: MainWindow, page: TodayPage) -> None:
    page.rows[1].button.setFocus()
    publicity.withdraw(window.runner.book, LATE, "写错一户", TODAY, actor=ACTOR)
    page.refresh()
    calm(window.runner)
    assert not any("摘下公示" in row.item.title and row.item.tone == "late" for row in page.rows)
    assert page.rows[1].button.hasFocus()


def test_findings_of_the_checks_are_a_task(window: MainWindow, page: TodayPage) -> None:
    book = window.runner.book
    home = tables.listed(book, "households", tables.scope(book, TODAY)).rows[0]
    window.findings.renew()
    calm(window.runner)
    before = counted(page)
    fields.edit(book, "household", home["_id"], "phone", "1390000012", actor="x")
    window.findings.renew()
    calm(window.runner)
    assert counted(page) == before + Counter({"农户": 1})


def counted(page: TodayPage) -> Counter[str]:
    """How many findings the task counts where; its title tells their sum."""
    item = task(page, "核对数据").item
    found: Counter[str] = Counter()
    for part in item.note.split("，"):
        where, number, _ = part.split()
        found[where] = int(number)
    # Those of them that are errors are told behind it.
    assert item.title.partition("，")[0] == f"核对数据：{found.total()} 个提示"
    return found


def test_figures_are_those_of_the_ledgers(window: MainWindow, page: TodayPage) -> None:
    book = window.runner.book
    scope = tables.scope(book, TODAY)
    assert page.figures.numbers[0].accessibleName().startswith(f"{tables.count(book, 'households', scope)} 户")
    planned = tables.totals(book, "projects", scope)["planned_fen"]
    assert sum(part.value for part in page.figures.money._parts) == planned
    assert sum(bar.value for bar in page.figures.stages._bars) == tables.count(book, "projects", scope)
    assert page.figures.states.spoken() == ["草稿 1", "公示中 0", "期满 1", "已归档 0"]


@pytest.mark.parametrize(
    ("figures", "parts"),
    [
        ((100, 70, 50, 30, 20), (30, 20, 20, 30)),
        ((100, 70, 50, 30, 15), (30, 20, 15, 35)),
        ((50, 70, 50, 60, 20), (60, 0, 10, 0)),
        ((0, 0, 0, 0, 0), (0, 0, 0, 0)),
    ],
)
def test_parts_of_the_money_add_up_to_the_largest_figure(figures: tuple[int, ...], parts: tuple[int, ...]) -> None:
    planned, received, spent, reimbursed, balance = figures
    names = ("planned", "received", "spent", "reimbursed", "balance")
    found = money_parts(dict(zip(names, figures, strict=True)))
    assert tuple(amount for _, amount in found) == parts
    returned = received - spent - balance
    assert sum(parts) == max(planned, received - returned, spent, reimbursed)


def test_a_bar_opens_the_notices_of_its_state(window: MainWindow, page: TodayPage) -> None:
    page.figures.states.opened.emit(publicity.DRAFT)
    calm(window.runner)
    notices = view_of(window, "notices")
    assert isinstance(notices, NoticesPage)
    assert notices.wanted.state == publicity.DRAFT


def test_a_backup_is_made_from_here(window: MainWindow, page: TodayPage) -> None:
    before = len(books.backups(window.runner.book))
    page.figures.backup_button.click()
    calm(window.runner)
    after = books.backups(window.runner.book)
    assert len(after) == before + 1
    assert said(window) == f"已备份并核对：{after[0].path.name}"
    assert page.figures.backup_button.isEnabled()


def test_where_it_is_narrow_the_figures_are_a_tab(app: QApplication, window: MainWindow, page: TodayPage) -> None:
    style.apply(app, text_size=1.5)
    calm(window.runner)
    assert page.tabs.isVisible()
    assert not page.figures.isVisible()
    page.tabs.set_current(FIGURES)
    assert page.figures.isVisible()
    assert not page._tasks.isVisible()


@pytest.mark.parametrize("name", ["today", "notices", "checks", "help", "settings"])
def test_what_takes_the_keyboard_has_a_name_on_real_pages(window: MainWindow, name: str) -> None:
    window.go(name)
    calm(window.runner)
    assert unnamed(window) == []
    if name == "notices":
        window.go("notices", DRAFT)
        calm(window.runner)
        for action in ("print", "post", "again"):
            page_of = view_of(window, "notices")
            assert isinstance(page_of, NoticesPage)
            page_of._asked(action)
            calm(window.runner)
            assert window.overlay.panel is not None
            assert unnamed(window.overlay) == []
            window.overlay.panel.close_panel()


def test_an_empty_book_has_nothing_to_do(app: QApplication, tmp_path: Path) -> None:
    made = tmp_path / "a" / "空村.vbook"
    made.parent.mkdir()
    books.create(made, name="空村", code="350699101204", actor=ACTOR).close()
    with window_over(made, tmp_path, "today") as window:
        page = window.page("today")
        assert isinstance(page, TodayPage)
        assert page._nothing.isVisible()
        assert page.subtitle == "2025-11-05 星期三"
