"""成员变动, 身份 and 看某一天 through the window: asked once, one operation, shown at once, taken back by Ctrl+Z."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QMenu

from tests.ui.real_book import TODAY, calm, said, shown_rows, window_over
from tests.unit.services.families import LAN, ZHONG, Family, a_family
from villagebook.services import books, cases, history, household_head, households, statuses
from villagebook.services.statuses import Grounds
from villagebook.ui.frame import MainWindow
from villagebook.ui.models.columns import ROW_STATE
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.household_moves import MENU
from villagebook.ui.pages.households import HouseholdsPage
from villagebook.ui.widgets.dialog import Dialog
from villagebook.ui.widgets.labels import Text

DAY = dt.timedelta(days=1)
FAMILY: dict[str, Family] = {}


@pytest.fixture
def window(app: QApplication, tmp_path: Path) -> Iterator[MainWindow]:
    with books.create(tmp_path / "书.vbook", name="清溪村", code="350699101203", actor="x") as book:
        FAMILY["lan"], FAMILY["zhong"] = a_family(book, "H1", LAN), a_family(book, "H2", ZHONG)
        statuses.begin(book, FAMILY["lan"].home, "脱贫户", dt.date(2018, 1, 1), Grounds("省里名单"),
                       actor="x", today=TODAY)  # fmt: skip
    with window_over(tmp_path / "书.vbook", tmp_path / "copy", "households") as made:
        made.go("households", FAMILY["lan"].home)
        calm(made.runner)
        yield made


@pytest.fixture
def page(window: MainWindow) -> HouseholdsPage:
    found = window.page("households")
    assert isinstance(found, HouseholdsPage)
    return found


def asked(window: MainWindow) -> AskDialog:
    panel = window.overlay.panel
    assert isinstance(panel, AskDialog)
    return panel


def answer(window: MainWindow, **values: Any) -> None:
    """Fill the dialog that asks, and press its button."""
    dialog = asked(window)
    for name, value in values.items():
        field = dialog.form[name]
        field.set_value(value)
        field.edited.emit(value)
    dialog.do.click()
    calm(window.runner)


def journal(window: MainWindow) -> str:
    return history.entries(window.runner.book, 1)[0].heading


def here(window: MainWindow, home: Any = None) -> dict[str, str]:
    view = households.view(window.runner.book, home or FAMILY["lan"].home, TODAY, TODAY)
    return {str(m.value("name")): m.relation for m in view.members if m.here}


def key(name: str) -> str:
    return str(FAMILY["lan"][name])


def test_all_that_can_happen_is_in_the_menu(window: MainWindow, page: HouseholdsPage) -> None:
    menu = QMenu()
    page.moving.fill(menu)
    words = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert words == [words for words, _, _ in MENU if words]
    assert all(action.isEnabled() for action in menu.actions() if not action.isSeparator())


def test_a_birth_is_asked_written_and_said(window: MainWindow, page: HouseholdsPage) -> None:
    page.moving.come("出生")
    answer(window, name="蓝月", relation="之孙女", sex="女", on=dt.date(2025, 10, 1))
    assert journal(window) == said(window) == "出生：蓝月（蓝丽建 户）"
    assert here(window)["蓝月"] == "之孙女"
    assert "蓝月" in [row["name"] for row in shown_rows(page.record.few)]
    assert any(event.title.startswith("蓝月 出生") for event in page.record.story.events)


def test_somebody_of_the_village_marries_in(window: MainWindow, page: HouseholdsPage) -> None:
    page.moving.come("婚入")
    answer(window, known="钟玉", relation="之儿媳", on=dt.date(2025, 10, 1))
    assert journal(window) == "婚入：钟玉 到 蓝丽建 户，从 钟文福 户"
    assert "钟玉" not in here(window, FAMILY["zhong"].home)


def test_the_heads_death_asks_for_the_new_head_and_is_taken_back(window: MainWindow, page: HouseholdsPage) -> None:
    page.moving.go("死亡")
    dialog = asked(window)
    assert not dialog.form["new_head"].isVisible()
    answer(window, person=key("蓝丽建"), on=dt.date(2025, 10, 1))
    assert "请选新户主" in dialog.form["new_head"].finding.text
    assert window.overlay.panel is dialog
    answer(window, new_head=key("雷桂英"))
    assert journal(window) == "去世：蓝丽建（蓝丽建 户），户主改为 雷桂英"
    assert page.record._title.text == "雷桂英"
    window.undo()
    calm(window.runner)
    assert page.record._title.text == "蓝丽建"
    assert here(window)["蓝丽建"] == "户主"


def test_a_day_to_come_is_asked_about_first(window: MainWindow, page: HouseholdsPage) -> None:
    page.moving.go("户籍迁出")
    answer(window, person=key("蓝小军"), on=TODAY + DAY)
    confirm = window.overlay.panel
    assert isinstance(confirm, Dialog)
    assert not isinstance(confirm, AskDialog)
    assert confirm.accessibleName() == "日子还没到"
    assert confirm.default is not None
    confirm.default.click()
    calm(window.runner)
    assert journal(window) == "户籍迁出：蓝小军（蓝丽建 户）"


def test_who_left_is_offered_to_come_back(window: MainWindow, page: HouseholdsPage) -> None:
    page.moving.come_back()
    assert window.overlay.panel is not None
    assert window.overlay.panel.accessibleName() == "没有人可以回归"
    window.overlay.panel.close_panel()
    page.moving.go("失联")
    answer(window, person=key("蓝小军"), on=dt.date(2025, 1, 1))
    page.moving.come_back()
    answer(window, on=dt.date(2025, 10, 1))
    assert journal(window) == "回归：蓝小军 到 蓝丽建 户"


def test_a_split_shows_the_new_household_and_names_whom_to_check(window: MainWindow, page: HouseholdsPage) -> None:
    page.moving.split()
    going = {key("蓝小明"): True, key("钟秀"): True}
    answer(window, **going, head=key("蓝小明"), on=dt.date(2025, 6, 1), statuses=True)
    assert window.overlay.panel is not None
    assert window.overlay.panel.accessibleName() == "请核对与户主关系"
    window.overlay.panel.close_panel()
    calm(window.runner)
    assert page.record._title.text == "蓝小明"
    assert [chip.text for chip in page.record._chips._chips] == ["脱贫户"]
    titles = [(event.title, event.evidence) for event in page.record.story.events]
    assert ("蓝小明、钟秀 分户", "从 蓝丽建 户 H1") in titles
    window.go("households", FAMILY["lan"].home)
    calm(window.runner)
    assert set(here(window)) == {"蓝丽建", "雷桂英", "蓝小军", "蓝天"}


def test_a_merge_ends_the_other_household_in_the_list(window: MainWindow, page: HouseholdsPage) -> None:
    page.moving.merge()
    answer(window, other="H2", relation="其他", on=dt.date(2025, 6, 1))
    assert journal(window) == "合户：钟文福 户 2 人并入 蓝丽建 户"
    assert [row["head"] for row in shown_rows(page.list.table)] == ["蓝丽建"]
    window.go("households", FAMILY["zhong"].home)
    calm(window.runner)
    assert [chip.text for chip in page.record._chips._chips] == ["2025-06-01 销户"]
    menu = QMenu()
    page.moving.fill(menu)
    assert [action.text() for action in menu.actions() if action.isEnabled() and not action.isSeparator()] == ["回归"]


def test_a_household_ends(window: MainWindow, page: HouseholdsPage) -> None:
    page.moving.end()
    answer(window, why="整户迁出", on=dt.date(2025, 6, 1))
    assert journal(window) == "整户迁出：蓝丽建 户 6 人"


def test_what_was_under_way_in_a_household_that_ended_is_said(window: MainWindow, page: HouseholdsPage) -> None:
    cases.open_case(window.runner.book, FAMILY["zhong"].home, "监测对象识别", actor="x", lead_on=dt.date(2025, 5, 1))
    page.moving.merge()
    answer(window, other="H2", relation="之兄弟姐妹", on=dt.date(2025, 6, 1))
    dialog = window.overlay.panel
    assert isinstance(dialog, Dialog)
    texts = [label.text() for label in dialog.findChildren(Text)]
    assert any("监测对象识别 2025-001" in text for text in texts), texts


def test_deaths_to_come_are_not_even_asked_about(window: MainWindow, page: HouseholdsPage) -> None:
    page.moving.go("死亡")
    answer(window, person=key("雷桂英"), on=TODAY + DAY)
    assert here(window)["雷桂英"] == "配偶"
    texts = [label.text() for label in window.overlay.panel.findChildren(Text)]
    assert any("到了那天才能记" in text for text in texts), texts


def test_another_member_becomes_head(window: MainWindow, page: HouseholdsPage) -> None:
    page.moving.change_head()
    answer(window, person=key("雷桂英"), on=TODAY)
    assert page.record._title.text == "雷桂英"
    assert here(window)["蓝丽建"] == "配偶"


def test_a_refusal_is_said_and_nothing_is_written(window: MainWindow, page: HouseholdsPage) -> None:
    before = journal(window)
    page.moving.go("失联")
    answer(window, person=key("蓝天"), on=dt.date(2001, 1, 1))
    assert journal(window) == before
    again = asked(window)
    assert any("蓝天 2015-09-09 出生" in label.text() for label in again.findChildren(Text))
    assert (again.form["person"].value, again.form["on"].value) == (key("蓝天"), dt.date(2001, 1, 1))
    answer(window, on=dt.date(2025, 6, 1))
    assert journal(window) == "失联：蓝天（蓝丽建 户）"


# 身份


def test_statuses_are_listed_with_what_justified_them(window: MainWindow, page: HouseholdsPage) -> None:
    page.record.show_tab("statuses")
    (row,) = shown_rows(page.record.statuses.table)
    assert (row["kind"], row["grounds"]) == ("脱贫户", "省里名单")
    assert page.record.statuses.form["kind"].value == "脱贫户"


def test_a_status_is_begun_and_ended_in_place(window: MainWindow, page: HouseholdsPage) -> None:
    tab = page.record.statuses
    page.record.show_tab("statuses")
    tab.ask_begin()
    calm(window.runner)
    answer(window, kind="低保户", from_on=dt.date(2025, 1, 1), text="民政局第3批")
    assert journal(window) == "记身份 低保户：蓝丽建 户，2025-01-01 起"
    assert [row["kind"] for row in shown_rows(tab.table)] == ["低保户", "脱贫户"]
    tab.table.go_to(next(one.period.id for one in page.record.view.periods if one.period.kind == "低保户"))
    tab.ask_end()
    calm(window.runner)
    answer(window, through_on=dt.date(2025, 6, 30), text="收入超过标准")
    rows = {row["kind"]: row for row in shown_rows(tab.table)}
    assert (rows["低保户"][ROW_STATE], rows["低保户"]["ended_by"]) == ("muted", "收入超过标准")


def test_overlapping_days_are_refused_below_the_field(window: MainWindow, page: HouseholdsPage) -> None:
    book = window.runner.book
    statuses.begin(book, FAMILY["lan"].home, "低保户", TODAY, Grounds("民政"), actor="x", today=TODAY)
    page.refresh()
    page._chosen(FAMILY["lan"].home)
    calm(window.runner)
    tab = page.record.statuses
    period = next(one.period.id for one in page.record.view.periods if one.period.kind == "低保户")
    tab.choose(period)
    before = journal(window)
    kind = tab.form["kind"]
    kind.control.setFocus()
    kind.control.setText("脱贫户")
    kind.control.left.emit()
    calm(window.runner)
    assert journal(window) == before
    assert window.overlay.panel is not None


# 看某一天


def test_the_household_is_shown_as_of_a_day_and_today_again(window: MainWindow, page: HouseholdsPage) -> None:
    page.moving.go("失联")
    answer(window, person=key("蓝小军"), on=dt.date(2025, 1, 1))
    page.record.ask_day()
    assert not page.record.day_line.isHidden()
    page.record.day.edited.emit(dt.date(2017, 6, 1))
    calm(window.runner)
    assert "这是 2017-06-01 的成员和身份" in page.record.day_line.accessibleName()
    assert "蓝小军" in [row["name"] for row in shown_rows(page.record.few)]
    assert page.record._chips._chips == ()
    page.record.leave_day()
    calm(window.runner)
    assert page.record.day_line.isHidden()
    assert "蓝小军" not in [row["name"] for row in shown_rows(page.record.few)]
    assert [chip.text for chip in page.record._chips._chips] == ["脱贫户"]


# Names


def test_a_new_name_offers_to_keep_the_old_one(window: MainWindow, page: HouseholdsPage) -> None:
    members = page.record.members
    page.record.show_tab("members")
    members.table.go_to(FAMILY["lan"]["蓝小明"])
    assert members.former.isHidden()
    name = members.person["name"]
    name.control.setFocus()
    name.control.setText("蓝晓明")
    name.control.left.emit()
    calm(window.runner)
    assert members.former.accessibleName().strip() == "原来叫蓝小明。"
    members._keep_former()
    calm(window.runner)
    assert journal(window) == "记曾用名 蓝晓明：蓝小明"
    assert members.person["former_name"].value == "蓝小明"
    assert members.former.isHidden()


def test_a_persons_comings_and_goings_stand_below(window: MainWindow, page: HouseholdsPage) -> None:
    page.moving.come("婚入")
    answer(window, known="钟玉", relation="之儿媳", on=dt.date(2025, 10, 1))
    members = page.record.members
    members.choose(FAMILY["zhong"]["钟玉"])
    rows = shown_rows(members.stays)
    assert [(row["household"], row["from_on"], row["why"]) for row in rows] == [
        ("钟文福 户 H2", None, "婚出"), ("蓝丽建 户 H1", dt.date(2025, 10, 1), "婚入"),
    ]  # fmt: skip


def test_the_head_may_be_renamed_from_the_services_too(window: MainWindow, page: HouseholdsPage) -> None:
    household_head.rename(window.runner.book, FAMILY["lan"]["蓝丽建"], "蓝立建", keep_former=True, actor="x")
    page._chosen(FAMILY["lan"].home)
    calm(window.runner)
    assert page.record._title.text == "蓝立建"
