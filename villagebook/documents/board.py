"""The plan of a board (公示栏布置图): one board on A4 on its side, drawn to scale, and where each sheet hangs.

    data = render_board(BoardPlan(...)).data

1 mm on the paper is 1 cm on the wall at 1:10; wider boards are drawn at 1:15, 1:20 and so on, as the head says. Below
the board two tables say number, title, paper, distance from the left, height of the upper edge and the day a sheet
comes down. What hangs where is decided in ``board_layout``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from villagebook.base.days import chinese
from villagebook.documents.board_layout import EDGE, HEADING_STRIP, TITLE_STRIP, Board, Place
from villagebook.documents.board_sheets import draw_free, draw_sheet
from villagebook.documents.board_tables import Row, draw_tables, height_of
from villagebook.documents.checkcode import check_code, content_sha256, grouped
from villagebook.documents.composite import Style
from villagebook.documents.faces import Faces, Role
from villagebook.documents.page import A4, HEAD_RULE_PT, MM, RULE_PT, Page, Paper, landscape

FORM = "board-1"
SCALES = (10, 15, 20, 25, 30, 40, 50, 80, 100)
LEFT_MM, RIGHT_MM, TOP_MM = 28.5, 268.5, 16.0
_ROOM_MM = (RIGHT_MM - LEFT_MM, 122.0)
_FRAME_PT, _GREY = 2.0, 0.5
_BELOW_BOARD_MM, _FOOT_MM, _LAST_MM, _NEXT_TOP_MM = 7.4, 201.0, 196.0, 22.0
_TICK_CM, _FIGURE_CM = 10, 40
_NOTES_PT, _NOTES_LEADING = 9.0, 1.5


@dataclass(frozen=True)
class BoardSheet:
    """One sheet on the plan.

    Attributes:
        phrases: Its title cut at sense breaks.
        number: Of the notice; page and pages say which of its sheets this is.
        paper: A4, A3横.
        until: What stands on the sheet (至3月24日). down: The day it comes down, as the table says it.
        place: Where it hangs.
    """

    phrases: tuple[str, ...]
    number: str
    paper: str
    until: str
    down: str
    place: Place
    page: int = 1
    pages: int = 1

    @property
    def said(self) -> tuple[str, ...]:
        """The title with（2/3）behind it for a notice of several sheets."""
        return (*self.phrases, f"（{self.page}/{self.pages}）") if self.pages > 1 else self.phrases


@dataclass(frozen=True)
class BoardPlan:
    """One board on a day: what hangs, in reading order, what is free, and what found no room, a line each."""

    village: str
    board: Board
    on: date
    sheets: tuple[BoardSheet, ...]
    free: tuple[Place, ...]
    notes: tuple[str, ...] = ()

    @property
    def sha256(self) -> str:
        """Of what the plan says: the same board gives the same code, whatever the typesetting."""
        said = [
            self.village, self.board.name, str(self.board.width), str(self.board.height), list(self.board.headings),
            self.on, list(self.notes),
            [[list(s.phrases), s.number, s.paper, s.until, s.page, f"{s.place.x:.1f}", f"{s.place.y:.1f}"]
             for s in self.sheets],
        ]  # fmt: skip
        return content_sha256(said, FORM)


@dataclass(frozen=True)
class BoardPdf:
    """The plan as printed; ``scale`` is 10 for 1:10."""

    data: bytes
    pages: int
    scale: int
    code: str


def scale_of(board: Board) -> int:
    """Return at which scale a board is drawn: the largest at which it leaves room for the tables."""
    across, down = _ROOM_MM
    for scale in SCALES:
        if board.width * 10 / scale <= across + 0.01 and board.height * 10 / scale <= down + 0.01:
            return scale
    return SCALES[-1]


def render_board(plans: Sequence[BoardPlan], *, faces: Faces | None = None) -> BoardPdf:
    """Return the plans of boards as one PDF. Equal arguments give equal bytes."""
    paper = Paper(f"{plans[0].village}村务公开栏布置图", author=plans[0].village, using=faces)
    for plan in plans:
        _Drawer(paper, plan).draw()
    code = check_code(plans[0].sha256)
    return BoardPdf(paper.save(), paper.page_count, scale_of(plans[0].board), code)


class _Drawer:
    """Draws one plan: its board, then its tables on as many sheets as they need."""

    def __init__(self, paper: Paper, plan: BoardPlan) -> None:
        self.paper, self.plan, self.board = paper, plan, plan.board
        self.scale = scale_of(plan.board)
        self.cm = 10 / self.scale * MM
        self.left, self.top = LEFT_MM * MM, TOP_MM * MM

    def draw(self) -> None:
        rows = [_row(i, sheet, self.board) for i, sheet in enumerate(self.plan.sheets, 1)]
        # Said before drawn: how many sheets there are stands on the first.
        pages = self._pages(rows)
        for number, (drawn, notes) in enumerate(pages, 1):
            page = self.paper.page(landscape(A4))
            if number == 1:
                self._head(page)
                self._wall(page)
            else:
                page.text(self.left, 15 * MM, f"{self._title}（续）", self.paper.style(Role.TITLE, 14))
            y = self._tables_top(number)
            y = draw_tables(page, self.left, RIGHT_MM * MM, y, drawn) if drawn else y
            self._notes(page, y, notes)
            self._foot(page, number, len(pages))

    # -- what stands on which sheet

    def _tables_top(self, number: int) -> float:
        if number > 1:
            return _NEXT_TOP_MM * MM
        return self.top + self.board.height * self.cm + _BELOW_BOARD_MM * MM

    def _pages(self, rows: list[Row]) -> list[tuple[list[Row], list[str]]]:
        out: list[tuple[list[Row], list[str]]] = []
        notes = list(self.plan.notes)
        while rows or notes or not out:
            room = _LAST_MM * MM - self._tables_top(len(out) + 1)
            count = len(rows)
            while count and self._height(rows[:count]) > room:
                count -= 1
            if not count and not (rows == [] and notes) and out:
                count = min(1, len(rows))  # a row higher than a page does not keep the plan from being printed
            room -= self._height(rows[:count]) if count else 0.0
            fitting = 0 if count < len(rows) else int((room - 0.8 * _NOTES_PT) // (_NOTES_PT * _NOTES_LEADING))
            out.append((rows[:count], notes[: max(0, fitting)]))
            rows, notes = rows[count:], notes[max(0, fitting) :]
        return out

    def _height(self, rows: list[Row]) -> float:
        return height_of(self.paper, self.left, RIGHT_MM * MM, rows)

    # -- drawing

    @property
    def _title(self) -> str:
        return f"{self.plan.village}村务公开栏布置图"

    def _head(self, page: Page) -> None:
        board, text = self.board, self.paper.style(Role.TEXT, 11)
        title = self.paper.style(Role.TITLE, 20.5)
        page.text(self.left, 13.3 * MM, self._title, title)
        unit = {10: "1厘米", 15: "1.5厘米", 20: "2厘米", 25: "2.5厘米", 30: "3厘米"}.get(self.scale, "")
        told = f"（图上1毫米＝实物{unit}）" if unit else ""
        said = f"{board.name}　{board.width:g}厘米×{board.height:g}厘米　比例 1:{self.scale}{told}"
        room = (RIGHT_MM - LEFT_MM - 6) * MM - title.width(self._title)
        said += f"　{chinese(self.plan.on)}"
        while text.width(said) > room and text.size > 7:
            text = self.paper.style(Role.TEXT, text.size - 0.5)
        page.text(RIGHT_MM * MM, 13.3 * MM, said, text, 1)

    def _wall(self, page: Page) -> None:
        board, cm = self.board, self.cm
        page.box(self.left, self.top, board.width * cm, board.height * cm, _FRAME_PT)
        x0, x1 = self._x(EDGE), self._x(board.width - EDGE)
        y0, y1 = self._y(EDGE), self._y(board.height - EDGE)
        for a, b, c, d in ((x0, y0, x1, y0), (x0, y1, x1, y1), (x0, y0, x0, y1), (x1, y0, x1, y1)):
            page.rule(a, b, c, d, RULE_PT, _GREY)
        if board.has_title:
            self._strip_title(page)
        for i, (heading, (a, b)) in enumerate(zip(board.headings, board.columns, strict=False)):
            if i:
                page.rule(self._x(a), self._y(board.headings_y), self._x(a), y1, RULE_PT, _GREY)
            self._heading(page, heading, a, b)
        self._ticks(page)
        for place in self.plan.free:
            draw_free(page, self._box(place), self.scale)
        for number, sheet in enumerate(self.plan.sheets, 1):
            draw_sheet(page, self._box(sheet.place), self.scale, number, sheet.said, sheet.until)

    def _strip_title(self, page: Page) -> None:
        """The board's own title, spread over it as it is painted there."""
        board, y = self.board, self._y(self.board.headings_y)
        page.rule(self._x(EDGE), y, self._x(board.width - EDGE), y, HEAD_RULE_PT)
        text = f"{self.plan.village}村务公开栏"
        size = min(26.0 * 10 / self.scale, (board.width - 4 * EDGE) * self.cm / len(text) / 1.3)
        style = self.paper.style(Role.TITLE, size)
        middle = self._y(EDGE + TITLE_STRIP / 2) + 0.36 * size
        _spaced(page, self._x(board.width / 2), middle, text, style, 1.9 if len(text) < 12 else 1.5)

    def _heading(self, page: Page, heading: str, left: float, right: float) -> None:
        board = self.board
        low = self._y(board.headings_y + HEADING_STRIP)
        page.rule(self._x(left + 3), low, self._x(right - 3), low, RULE_PT)
        size = min(14.0 * 10 / self.scale, (right - left) * self.cm / max(1, len(heading)) / 1.8)
        style = self.paper.style(Role.HEAD, max(5.0, size))
        middle = self._y(board.headings_y + HEADING_STRIP / 2) + 0.36 * style.size
        _spaced(page, self._x((left + right) / 2), middle, heading, style, 1.6)

    def _ticks(self, page: Page) -> None:
        style = self.paper.style(Role.LABEL, 8.5)
        bottom = self._y(self.board.height)
        # At small scales figures every 40 cm would touch.
        every = _FIGURE_CM * (1 if self.scale <= 20 else 2 if self.scale <= 40 else 5)
        for at in range(0, int(self.board.width) + 1, _TICK_CM):
            figure = at % every == 0
            page.rule(self._x(at), bottom, self._x(at), bottom + (2.0 if at % 20 == 0 else 1.2) * MM, RULE_PT)
            if figure:
                page.text(self._x(at), bottom + 5 * MM, str(at), style, 0.5)
        for at in range(0, int(self.board.height) + 1, _TICK_CM):
            y = bottom - at * self.cm
            page.rule(self.left - (2.0 if at % 20 == 0 else 1.2) * MM, y, self.left, y, RULE_PT)
            if at % every == 0:
                page.text(self.left - 3 * MM, y + 3, str(at), style, 1)

    def _notes(self, page: Page, y: float, notes: Sequence[str]) -> None:
        style = self.paper.style(Role.TEXT, _NOTES_PT)
        y += 0.6 * _NOTES_PT
        for note in notes:
            y += _NOTES_PT * _NOTES_LEADING
            text, size = note, _NOTES_PT
            while style.sized(size).width(text) > (RIGHT_MM - LEFT_MM) * MM and size > 6:
                size -= 0.5
            page.text(self.left, y, text, self.paper.style(Role.TEXT, size))

    def _foot(self, page: Page, number: int, total: int) -> None:
        style, code = self.paper.style(Role.LABEL, 9), check_code(self.plan.sha256)
        page.text(self.left, _FOOT_MM * MM, _said_of(self.plan), style)
        page.text(RIGHT_MM * MM, _FOOT_MM * MM, f"校验码 {grouped(code)}　第 {number} 页　共 {total} 页", style, 1)

    def _x(self, cm: float) -> float:
        return self.left + cm * self.cm

    def _y(self, cm: float) -> float:
        return self.top + cm * self.cm

    def _box(self, place: Place) -> tuple[float, float, float, float]:
        return self._x(place.x), self._y(place.y), place.width * self.cm, place.height * self.cm


def _row(number: int, sheet: BoardSheet, board: Board) -> Row:
    upper = board.height - sheet.place.y
    return Row(number, sheet.number or "—", sheet.said, sheet.paper, sheet.place.x, upper, sheet.down)


def _spaced(page: Page, middle: float, y: float, text: str, style: Style, pitch: float) -> None:
    """Show a text around a point, its characters spread."""
    step = style.size * pitch
    x = middle - step * (len(text) - 1) / 2
    for char in text:
        page.text(x, y, char, style, 0.5)
        x += step


def _said_of(plan: BoardPlan) -> str:
    """距左、顶高以厘米计……: how to read the tables, which papers hang, how much is free."""
    by_paper: dict[str, list[int]] = {}
    for number, sheet in enumerate(plan.sheets, 1):
        by_paper.setdefault(sheet.paper, []).append(number)
    usual = max(by_paper, key=lambda name: len(by_paper[name]), default="")
    others = [f"位 {'、'.join(map(str, numbers))} 为 {_paper(name)}" for name, numbers in by_paper.items()
              if name != usual and len(numbers) <= 8]  # fmt: skip
    papers = "，".join([*others, f"其余为 {_paper(usual)}"]) if others else f"都是 {_paper(usual)}" if usual else ""
    said = ["距左、顶高以厘米计，自公示栏左下角量起", papers, f"空位 {len(plan.free)} 个"]
    return "。".join(filter(None, said)) + "。"


def _paper(name: str) -> str:
    return name.replace("横", " 横")
