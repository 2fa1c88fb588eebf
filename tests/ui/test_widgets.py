"""The painted parts: they answer to keys and clicks, and paint in every theme and size without complaint."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.fake_pages import EVENTS, STAGES
from villagebook.ui import style, theme
from villagebook.ui.models.columns import Chip
from villagebook.ui.runner import Task
from villagebook.ui.widgets.bars import Bar, BarChart, Part, SegmentBar, StackedBar
from villagebook.ui.widgets.buttons import Button, Entry, fill_menu
from villagebook.ui.widgets.empty import EmptyState, Way
from villagebook.ui.widgets.form import Fact, FactList
from villagebook.ui.widgets.labels import ChipRow, ElidedLabel, MessageLine
from villagebook.ui.widgets.lists import Card, Cards, Checklist, ChoiceList, Choosable, Photo, PhotoRow, Slot
from villagebook.ui.widgets.stages import Stage, StageStrip, Steps
from villagebook.ui.widgets.statusbar import StatusBar, time_left
from villagebook.ui.widgets.tabs import Tab, TabBar
from villagebook.ui.widgets.tasks import TaskItem, TaskRow
from villagebook.ui.widgets.timeline import Timeline


def _photo() -> QImage:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(QColor(theme.LIGHT.accent))
    return image


PARTS: dict[str, Callable[[], QWidget]] = {
    "timeline": lambda: Timeline(EVENTS),
    "stages": lambda: StageStrip(STAGES),
    "steps": lambda: Steps(("选文件", "对栏目", "看结果", "导入"), 1),
    "segments": lambda: SegmentBar(14, 19),
    "bars": lambda: BarChart([Bar("实施中", 3, key=1), Bar("待摘下", 1, tone="late")], name="项目"),
    "parts": lambda: StackedBar(
        [Part(n, v, str(v)) for n, v in (("甲", 3), ("乙", 2), ("丙", 1), ("丁", 0))], name="钱"
    ),
    "task": lambda: TaskRow(TaskItem("megaphone", "摘下公示", "清溪公示", "过期 2 天", "去摘下", lambda: None, "late")),
    "tabs": lambda: TabBar([Tab("a", "基本"), Tab("b", "成员", "5")]),
    "chips": lambda: ChipRow([Chip("监测", "due", "radar"), Chip("草稿", dashed=True, icon="pencil")]),
    "message": lambda: MessageLine("台账和公示一致。", "ok", lead="好", button=Button("看", small=True)),
    "choices": lambda: ChoiceList([Choosable("轻重"), Choosable("错误", "e", "circle-x", "late", "3")], name="看哪些"),
    "checklist": lambda: Checklist([Slot("报账", "1/3", "缺：税务发票", False, "放入文件")], name="档案"),
    "cards": lambda: Cards([Card("new", "12", "人 新增", "含 1 户新户", "user-plus", "ok")], name="结果"),
    "photos": lambda: PhotoRow([Photo("张贴 近景", _photo()), Photo("摘下 远景")]),
    "empty": lambda: EmptyState(
        "construction", "还没有项目", "不用再抄。", [Way("plus", "新增", "先写名称", "新增", print)]
    ),
    "facts": lambda: FactList([Fact("冲的是", "记-0139", go=lambda: None), Fact("金额", "−19,290.00 元", "late")]),
}


@pytest.mark.parametrize("size", [0.9, 2.0])
@pytest.mark.parametrize("colors", list(theme.THEMES), ids=lambda one: one.id)
def test_every_part_paints_in_every_theme_and_size(app: QApplication, colors: theme.Theme, size: float) -> None:
    style.apply(app, colors, size)
    before = {w for w in QApplication.topLevelWidgets() if w.isVisible()}
    for name, make in PARTS.items():
        widget = make()
        assert not widget.isVisible(), f"{name} made a window of itself"
        widget.resize(700, max(60, widget.sizeHint().height()))
        picture = widget.grab().toImage()
        seen = {picture.pixel(x, y) for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)}
        assert len(seen) > 1, name
        assert {w for w in QApplication.topLevelWidgets() if w.isVisible()} == before, f"a part of {name} is a window"
        widget.deleteLater()


@pytest.mark.parametrize("name", [name for name in PARTS if name not in ("segments", "facts", "empty", "message")])
def test_every_part_has_something_to_read_aloud(app: QApplication, name: str) -> None:
    widget = PARTS[name]()
    said = widget.accessibleName() + widget.accessibleDescription()
    assert any("\u4e00" <= letter <= "\u9fff" for letter in said)


def test_tabs_move_by_arrows_and_keep_the_chosen_one(app: QApplication, qtbot: QtBot) -> None:
    bar = TabBar([Tab("a", "基本"), Tab("b", "成员", "5"), Tab("c", "收入")])
    told: list[str] = []
    bar.current_changed.connect(told.append)
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    bar.set_count("b", "6")
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    qtbot.keyClick(bar, Qt.Key.Key_Right)
    assert told == ["b", "c"]
    assert "成员 6" in bar.accessibleDescription()
    bar.set_tabs([Tab("a", "基本")])
    assert bar.current == "a"


def test_the_current_tab_is_in_view_where_tabs_do_not_fit(app: QApplication) -> None:
    bar = TabBar([Tab(str(n), f"第{n}个页签") for n in range(12)])
    bar.resize(300, 38)
    bar.set_current("11")
    assert bar.areas()[11].right() <= 300


def test_a_timeline_opens_only_what_leads_somewhere(app: QApplication, qtbot: QtBot) -> None:
    timeline = Timeline(EVENTS)
    timeline.resize(240, timeline.sizeHint().height())
    told: list[object] = []
    timeline.opened.connect(told.append)
    for key in (Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(timeline, key)
    qtbot.mouseClick(timeline, Qt.MouseButton.LeftButton, pos=timeline.areas()[3].center())
    assert told == ["v1", "n11"]


def test_stages_tell_apart_done_now_and_to_come_without_colour(app: QApplication) -> None:
    strip = StageStrip([Stage("入库", "done"), Stage("实施", "now"), Stage("验收", "next")])
    assert strip.spoken() == ["已完成 入库", "正在 实施", "未到 验收"]
    strip.resize(300, 68)
    grey = strip.grab().toImage().convertToFormat(QImage.Format.Format_Grayscale8)
    discs = [grey.copy(area.center().x() - 12, 2, 24, 24) for area in strip.areas()]
    assert len({bytes(disc.constBits()) for disc in discs}) == 3


def test_bars_start_at_zero_on_one_scale(app: QApplication) -> None:
    chart = BarChart([Bar("甲", 4), Bar("乙", 2), Bar("丙", 0)], name="项目")
    chart.resize(400, chart.sizeHint().height())
    picture = chart.grab().toImage()
    accent = QColor(theme.LIGHT.accent)
    lengths = [
        sum(picture.pixelColor(x, area.center().y()) == accent for x in range(picture.width()))
        for area in chart.areas()
    ]
    assert lengths[0] == pytest.approx(2 * lengths[1], abs=2)
    assert lengths[2] == 0


def test_an_elided_label_keeps_the_whole_text_as_tool_tip(app: QApplication) -> None:
    label = ElidedLabel("清溪村 3组 下厝18号")
    label.resize(60, 20)
    label.show()
    assert label.toolTip() == label.accessibleName() == "清溪村 3组 下厝18号"
    label.resize(400, 20)
    QApplication.processEvents()
    assert label.toolTip() == ""
    label.close()


def test_the_status_bar_shows_work_with_its_end_and_a_way_to_stop(app: QApplication, qtbot: QtBot) -> None:
    bar = StatusBar()
    bar.show()
    task = Task("正在导入", True, None, None)
    task.done, task.total, task.what = 40, 100, "第 40 户"
    task.started_at -= 20
    bar.show_task(task)
    assert bar._work.text == "第 40 户，40/100，还要 30 秒"
    assert bar.cancel.isVisible()
    bar.cancel.click()
    from villagebook.base.errors import Cancelled

    with pytest.raises(Cancelled):
        task.progress.step(41, 100, "")
    bar.hide_task(task)
    assert not bar.cancel.isVisible()
    bar.close()


@pytest.mark.parametrize(
    ("seconds", "words"), [(None, ""), (0.2, "还要 1 秒"), (45, "还要 45 秒"), (150, "还要 2 分钟")]
)
def test_time_left_is_said_in_words(seconds: float | None, words: str) -> None:
    assert time_left(seconds) == words


def test_an_empty_state_offers_its_first_way_as_the_primary_one(app: QApplication, qtbot: QtBot) -> None:
    went: list[str] = []
    ways = [Way("plus", name, "说明", "去", lambda name=name: went.append(name)) for name in ("甲", "乙")]
    state = EmptyState("construction", "还没有项目", "项目记在这里。", ways)
    assert [row.button.property("kind") for row in state.ways] == ["primary", "outlined"]
    state.ways[1].button.click()
    assert went == ["乙"]


def test_a_button_opens_a_menu_made_anew_each_time(app: QApplication) -> None:
    from PySide6.QtWidgets import QMenu

    went: list[str] = []
    entries = [Entry("打印", lambda: went.append("打印"), "printer", "Ctrl+P"), Entry(), Entry("隐藏", checked=True)]
    menu = fill_menu(QMenu(), entries)
    first, gap, last = menu.actions()
    first.trigger()
    assert went == ["打印"]
    assert first.text() == "打印\tCtrl+P"
    assert gap.isSeparator()
    assert last.isChecked()


def test_a_choice_list_tells_what_is_chosen(app: QApplication, qtbot: QtBot) -> None:
    lines = [Choosable("全部提示", "all", count="11"), Choosable("轻重"), Choosable("错误", "error", count="3")]
    chooser = ChoiceList(lines, name="看哪些")
    told: list[str] = []
    chooser.chosen.connect(told.append)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        qtbot.keyClick(chooser, key)
    assert told == ["error"]
    assert chooser.spoken()[2] == "错误 3，已选"


def test_the_keyboard_begins_at_the_chosen_line_and_never_stands_on_a_heading(app: QApplication, qtbot: QtBot) -> None:
    lines = [Choosable("这本书"), Choosable("本村", "village"), Choosable("这台电脑"), Choosable("窗口", "window")]
    chooser = ChoiceList(lines, name="设置")
    assert chooser.place == 1
    chooser.choose("window")
    assert chooser.place == 3
    for key, place in ((Qt.Key.Key_Up, 1), (Qt.Key.Key_Up, 1), (Qt.Key.Key_Down, 3), (Qt.Key.Key_Down, 3)):
        qtbot.keyClick(chooser, key)
        assert chooser.place == place
