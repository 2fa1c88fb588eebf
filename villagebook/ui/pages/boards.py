"""公示栏: the village's boards drawn to scale with what hangs where, what found no room, and the plan on paper."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from villagebook.services import board_paper, board_plan, boards
from villagebook.services.board_plan import Wall
from villagebook.services.boards import Panel
from villagebook.ui.models.columns import Column, Key
from villagebook.ui.page import NEW, PRINT, Command, Context, Page
from villagebook.ui.pages import printing
from villagebook.ui.pages.asking import AskDialog, Values
from villagebook.ui.pages.doing import Done, done
from villagebook.ui.pages.notice_code import CodeDialog
from villagebook.ui.pages.printing import Job, Loaded
from villagebook.ui.scale import HBox, VBox
from villagebook.ui.widgets.board import BoardCanvas
from villagebook.ui.widgets.buttons import Button, Entry, fill_menu, with_menu
from villagebook.ui.widgets.dialog import confirm, scrolling
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.labels import MessageLine, Text
from villagebook.ui.widgets.line import Choice
from villagebook.ui.widgets.messages import Trouble
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.small_table import SmallTable
from villagebook.ui.widgets.tools import ToolRow

COLUMNS = (
    Column("at", "位", "text", width=34, sortable=False),
    Column("title", "公示", "name", width=180, stretch=1, sortable=False),
    Column("paper", "纸", "text", width=56, sortable=False, rank=1),
    Column("down", "撤下", "text", width=84, sortable=False),
)
SIDE = 380
_SPECS = (
    FieldSpec("name", "名称", wide=True, placeholder="如：村部公示栏"),
    FieldSpec("place", "位置", wide=True, placeholder="如：村部门口"),
    FieldSpec("width", "宽（厘米）", "int"),
    FieldSpec("height", "高（厘米）", "int"),
)
_HEADINGS = FieldSpec("headings", "栏目", wide=True, placeholder="项目、资金、名单、监督；没有栏目写“无”")
_LEAD = "量能贴纸的那一块，按厘米写。"
PLAN, SHEETS = "plan", "sheets"


class BoardPage(Page):
    """公示栏."""

    families = frozenset({"notice", "notice_event", "board_panel", "village", "override"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.wall: Wall | None = None
        self.waiting = False
        tools = ToolRow()
        self.add_button = Button("加公示栏", "plus", "tool", keys=NEW, on_click=self.add, shrink=2)
        tools.add(self.add_button)
        self.panels_button = with_menu(Button("改公示栏", "pencil", "tool", shrink=1), self._panel_entries)
        tools.add(self.panels_button)
        self.waiting_button = Button("连待张贴的一起排", "megaphone", "tool", on_click=self.switch_waiting, shrink=3)
        self.waiting_button.setCheckable(True)
        tools.add(self.waiting_button)
        tools.add_right(Button(
            "核对校验码", "shield-check", "tool", on_click=lambda: context.open(CodeDialog(context)), shrink=4))
        tools.add_right(Button("打印布置图", "printer", "primary", keys=PRINT, on_click=self.print))
        self.canvas = BoardCanvas()
        self.canvas.moved.connect(self._dropped)
        self.canvas.pressed.connect(self._pressed)
        self.canvas.menu_asked.connect(self._menu)
        register = Button("登记公示栏", small=True, on_click=self.add)
        self.assumed = MessageLine("书里还没有登记公示栏，先按 240×120 厘米排。", "info", button=register)
        left = Body(margins=(0, 8, 0, 8))
        left.add(self.assumed)
        left.add(self.canvas)
        self.side = Body()
        self._lists: list[SmallTable] = []
        side = scrolling(self.side, "挂着的公示")
        side.setFixedWidth(SIDE)
        self._side_area = side
        row = HBox(spacing=0)
        row.addWidget(scrolling(left, "公示栏"), 1)
        row.addWidget(side)
        box = VBox(self)
        box.addWidget(tools)
        box.addLayout(row, 1)
        self.assumed.hide()

    # Page

    def refresh(self) -> None:
        today, waiting = self.context.today(), self.waiting
        self.runner.read(lambda book: board_plan.wall(book, today, waiting=waiting), self._show, key="boards.wall")

    def commands(self) -> Sequence[Command]:
        return (Command(NEW, "加公示栏", self.add), Command(PRINT, "打印布置图", self.print))

    def switch_waiting(self) -> None:
        """Show the notices that wait to be hung too, or not."""
        self.waiting = not self.waiting
        self.waiting_button.setChecked(self.waiting)
        self.refresh()

    def _show(self, wall: Wall) -> None:
        self.wall = wall
        self.canvas.set_wall(wall)
        self.assumed.setVisible(wall.assumed)
        self.panels_button.setEnabled(not wall.assumed)
        lost = f"，{len(wall.no_room)} 份没有位置" if wall.no_room else ""
        self.head(f"{len(wall.boards)} 块公示栏，挂着 {len(wall.hung)} 份{lost}", f"挂着 {len(wall.hung)} 份")
        self._show_lists(wall)

    def _show_lists(self, wall: Wall) -> None:
        self.side.clear()
        self._lists = []
        for index, board in enumerate(wall.boards):
            rows = [
                {"key": one.key, "at": str(at), "title": _title(one, page), "paper": one.paper, "down": wall.down(one)}
                for at, one, page, _ in wall.sheets(index)
            ]  # fmt: skip
            table = SmallTable(COLUMNS, rows, name=f"{board.name}挂着的公示", row_height=30, selectable=True)
            table.opened.connect(self._open)
            self._lists.append(table)
            parts = [table] if rows else [Text("没有挂公示", "label")]
            self.side.section(board.name, f"{len(rows)} 张，空位 {len(wall.free[index])} 个", None, *parts)
        if wall.no_room:
            lines = [MessageLine(told.line, "due") for told in wall.no_room]
            self.side.section("没有位置", f"{len(lines)} 份", None, *lines)
        if wall.elsewhere:
            texts = [Text(told.line, "label", wrap=True) for told in wall.elsewhere]
            self.side.section("不在公示栏上", f"{len(texts)} 份", None, *texts)

    # What is done

    def add(self) -> None:
        """Ask for a new board: its name, place and size."""
        values = {"width": boards.USUAL_WIDTH, "height": boards.USUAL_HEIGHT}
        self.context.open(AskDialog(
            "加公示栏", _LEAD, _SPECS, values, self.context.today, "加上", self._add,
            required={"name": "请写名称", "width": "请写宽", "height": "请写高"}))  # fmt: skip

    def _add(self, values: Values) -> None:
        actor = self.context.actor
        self._change(lambda book: boards.add(book, _texts(values), actor=actor)[0], "没有加上")

    def change(self, panel: Panel) -> None:
        """Ask what a board should be instead."""
        before = {"name": panel.name, "place": panel.place or None, "width": panel.width, "height": panel.height,
                  "headings": "、".join(panel.headings) or "无"}  # fmt: skip

        def write(values: Values) -> None:
            texts = {name: text for name, text in _texts(values).items() if values[name] != before[name]}
            if texts and panel.key is not None:
                self._change(partial(boards.change, key=panel.key, texts=texts, actor=self.context.actor), "没有改")

        self.context.open(AskDialog(
            f"改公示栏　{panel.name}", _LEAD, (*_SPECS, _HEADINGS), before, self.context.today, "改好了", write,
            required={"name": "请写名称", "width": "请写宽", "height": "请写高"}))  # fmt: skip

    def retire(self, panel: Panel) -> None:
        """Ask whether a board is given up."""
        key, today, actor = panel.key, self.context.today(), self.context.actor
        if key is not None:
            words = f"从今天起不再往{panel.name}上排公示；以前挂过的都留着。"
            self.context.open(confirm("停用公示栏", words, "停用", lambda: self._change(
                lambda book: boards.retire(book, key, today, actor=actor), "没有停用"), danger=True))  # fmt: skip

    def hang(self, number: str, panel: uuid.UUID | None) -> None:
        """Hang a notice on a board, or where its place says."""
        today, actor = self.context.today(), self.context.actor
        self._change(lambda book: boards.hang_on(book, number, panel, today, actor=actor), "没有挪")

    def _dropped(self, number: str, index: int) -> None:
        if self.wall is not None:
            self.hang(number, self.wall.panels[index].key)

    def _change(self, work: Callable[[Any], Any], failed: str) -> None:
        def write(book: Any, _progress: Any) -> Done:
            return done(work(book))

        self.runner.change(write, failed=lambda error: self.context.trouble(Trouble.of(error, failed)))

    def _pressed(self, place: int) -> None:
        _, at, one, page, _ = self.canvas.sheets[place]
        self.context.select(f"{at} 号位　{one.number} {_title(one, page)}")

    def _open(self, key: Key) -> None:
        self.context.go("notices", key, "notices")

    def _menu(self, place: int, point: QPoint) -> None:
        one = self.canvas.sheets[place][2]
        menu = QMenu(self)
        entries = [Entry("看这份公示", lambda: self._open(one.key), "eye"), Entry(), *self._hang_entries(place)]
        fill_menu(menu, entries).popup(point)

    def _hang_entries(self, place: int) -> list[Entry]:
        index, _, one, _, _ = self.canvas.sheets[place]
        if self.wall is None or self.wall.assumed:
            return []
        entries = [
            Entry(f"挂到{panel.name}", partial(self.hang, one.number, panel.key), checked=i == index)
            for i, panel in enumerate(self.wall.panels)
        ]  # fmt: skip
        return [*entries, Entry("按张贴地点自动排", partial(self.hang, one.number, None), checked=one.panel_id is None)]

    def _panel_entries(self) -> list[Entry]:
        panels = self.wall.panels if self.wall is not None and not self.wall.assumed else ()
        return [
            *(Entry(f"改{panel.name}", partial(self.change, panel), "pencil") for panel in panels),
            Entry(),
            *(Entry(f"停用{panel.name}", partial(self.retire, panel), "ban") for panel in panels),
        ]

    # Paper

    def print(self) -> None:
        """Show the plan of all boards, alone or with the sheets, and print it or keep it."""
        self.context.open(printing.PrintDialog(self.context, self.job()))

    def job(self) -> Job:
        """What there is to print."""
        today, waiting = self.context.today(), self.waiting

        def load(book: Any, chosen: str) -> Loaded:
            wall = board_plan.wall(book, today, waiting=waiting)
            data = board_paper.board_bytes(book, wall, None, sheets=chosen == SHEETS, today=today)
            lost = f"有 {len(wall.no_room)} 份没有位置，写在布置图下面" if wall.no_room else ""
            return Loaded(data, lost, "due")

        def keep(book: Any, target: Path, chosen: str, _progress: Any) -> str:
            made = board_paper.print_board(book, target, on=today, sheets=chosen == SHEETS, waiting=waiting)
            return made.line

        papers = (Choice(PLAN, "只要布置图"), Choice(SHEETS, "布置图和挂着的公示"))
        return Job("打印公示栏布置图", f"{today}", load, keep, f"公示栏布置图_{today}", papers)


def _title(one: board_plan.Hung, page: int) -> str:
    phrases = one.phrases[1:] if len(one.phrases) > 1 and one.phrases[0].endswith("年") else one.phrases
    return "".join(phrases) + (f"（{page}/{one.pages}）" if one.pages > 1 else "")


def _texts(values: Values) -> dict[str, str]:
    return {name: "" if value is None else str(value) for name, value in values.items()}
