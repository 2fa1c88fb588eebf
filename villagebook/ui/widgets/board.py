"""Boards drawn to scale, below each other, with the sheets that hang there; a sheet is dragged to another board."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QWidget

from villagebook.documents.board_layout import EDGE, HEADING_STRIP, Place
from villagebook.services.board_plan import Hung, Wall
from villagebook.ui import fonts
from villagebook.ui.scale import px
from villagebook.ui.style import color
from villagebook.ui.widgets import paint
from villagebook.ui.widgets.painted import Painted

HEAD, GAP, SIDE = 38, 18, 16
WIDEST = 4.6  # px a centimetre, at 100 %
DOT = 20


class BoardCanvas(Painted):
    """All boards of a village on a day.

    Signals:
        moved: (number of a notice, index of the board it was dropped on).
        menu_asked: (place, global point) the right button on a sheet.
    """

    moved = Signal(str, int)
    menu_asked = Signal(int, QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("公示栏", parent)
        self.wall: Wall | None = None
        self.sheets: list[tuple[int, int, Hung, int, Place]] = []
        self._held = -1
        self._from = QPoint()
        self._at: QPoint | None = None
        self.setMouseTracking(True)

    def set_wall(self, wall: Wall) -> None:
        """Show what hangs."""
        self.wall = wall
        self.sheets = [
            (index, at, one, page, place)
            for index in range(len(wall.boards)) for at, one, page, place in wall.sheets(index)
        ]  # fmt: skip
        self._held, self._at = -1, None
        self.renew()
        self.setFixedHeight(self.sizeHint().height())

    # Painted

    def areas(self) -> list[QRect]:
        return [self._area(index, place) for index, _, _, _, place in self.sheets]

    def spoken(self) -> list[str]:
        wall = self.wall
        if wall is None:
            return []
        return [
            f"{wall.boards[index].name} {at} 号位，{one.title}"
            + (f" 第 {page} 张" if one.pages > 1 else "") + f"，{wall.until(one)}"
            for index, at, one, page, _ in self.sheets
        ]  # fmt: skip

    def can_press(self, place: int) -> bool:
        return True

    def choose(self, number: str) -> None:
        """Put the frame around a notice's first sheet."""
        for place, sheet in enumerate(self.sheets):
            if sheet[2].number == number:
                self.place = place
                self.update()
                return

    # Where things lie

    @property
    def _cm(self) -> float:
        """Real px a centimetre; the same for all boards, so that a sheet keeps its size when it is dragged."""
        if self.wall is None:
            return 1.0
        widest = max(board.width for board in self.wall.boards)
        return min((self.width() - 2 * px(SIDE)) / widest, px(1) * WIDEST)

    def board_area(self, index: int) -> QRect:
        """Where a board lies."""
        assert self.wall is not None
        top = 0.0
        for board in self.wall.boards[:index]:
            top += px(HEAD) + board.height * self._cm + px(GAP)
        board = self.wall.boards[index]
        y = round(top) + px(HEAD)
        return QRect(px(SIDE), y, round(board.width * self._cm), round(board.height * self._cm))

    def _area(self, index: int, place: Place) -> QRect:
        board, cm = self.board_area(index), self._cm
        x, y = board.x() + round(place.x * cm), board.y() + round(place.y * cm)
        return QRect(x, y, round(place.width * cm), round(place.height * cm))

    def board_at(self, point: QPoint) -> int:
        """Which board lies under a point; -1 for none."""
        for index in range(len(self.wall.boards) if self.wall else 0):
            if self.board_area(index).contains(point):
                return index
        return -1

    def sizeHint(self) -> QSize:
        if self.wall is None:
            return QSize(px(400), px(200))
        return QSize(px(400), self.board_area(len(self.wall.boards) - 1).bottom() + px(GAP))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width() and self.wall is not None:
            self.setFixedHeight(self.sizeHint().height())

    # Dragging

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        point = event.position().toPoint()
        if event.button() == Qt.MouseButton.LeftButton:
            self._from = point
            self._held = next((i for i, area in enumerate(self.areas()) if area.contains(point)), -1)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        far = (point - self._from).manhattanLength() >= QApplication.startDragDistance()
        if self._held >= 0 and event.buttons() & Qt.MouseButton.LeftButton and (far or self._at is not None):
            self._at = point
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.update()
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        held, at, self._held, self._at = self._held, self._at, -1, None
        if held < 0 or at is None:
            super().mouseReleaseEvent(event)
            return
        self.unsetCursor()
        self.place = held
        index = self.board_at(event.position().toPoint())
        if index >= 0 and index != self.sheets[held][0]:
            self.moved.emit(self.sheets[held][2].number, index)
        self.update()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        found = next((i for i, area in enumerate(self.areas()) if area.contains(event.pos())), -1)
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.sheets:
            found = self.place
        if found >= 0:
            self.place = found
            self.update()
            self.menu_asked.emit(found, event.globalPos())

    # Drawing

    def paintEvent(self, event: QPaintEvent) -> None:
        if self.wall is None:
            return
        painter = QPainter(self)
        over = self.board_at(self._at) if self._at is not None else -1
        for index in range(len(self.wall.boards)):
            self._paint_board(painter, index, index == over)
        areas = self.areas()
        for place, (_, at, one, page, _) in enumerate(self.sheets):
            if place != self._held or self._at is None:
                self._paint_sheet(painter, areas[place], at, one, page)
        if self._held >= 0 and self._at is not None:
            _, at, one, page, _ = self.sheets[self._held]
            moved = areas[self._held].translated(self._at - self._from)
            self._paint_sheet(painter, moved, at, one, page)
            paint.rounded(painter, QRectF(moved), 2, None, color("accent"), px(2))
        self.paint_focus(painter)

    def _paint_board(self, painter: QPainter, index: int, over: bool) -> None:
        assert self.wall is not None
        board, panel, area, cm = self.wall.boards[index], self.wall.panels[index], self.board_area(index), self._cm
        head = QRect(area.x(), area.y() - px(HEAD), max(area.width(), self.width() - 2 * px(SIDE)), px(HEAD))
        used = paint.text(painter, head, board.name, size=15, weight=600)
        where = f"{panel.place}　" if panel.place and panel.place != panel.name else ""
        said = f"{where}{panel.size}　空位 {len(self.wall.free[index])} 个"
        paint.text(painter, head.adjusted(used + px(12), 0, 0, 0), said, "text2", size=13)
        painter.fillRect(area, color("surface"))
        paint.rounded(painter, QRectF(area), 2, None, color("accent" if over else "text2"), px(3 if over else 2))
        top = area.y() + round(board.headings_y * cm)
        for i, (heading, (left, right)) in enumerate(zip(board.headings, board.columns, strict=False)):
            column = QRect(area.x() + round(left * cm), top, round((right - left) * cm), round(HEADING_STRIP * cm))
            paint.text(painter, column, heading, size=14, weight=600, align=paint.CENTER)
            low = column.bottom()
            paint.hairline(painter, column.x() + round(3 * cm), low, column.width() - round(6 * cm), "edge")
            if i:
                paint.upright(painter, column.x(), top, area.bottom() - round(EDGE * cm) - top, "line")
        if board.has_title:
            strip = QRect(area.x(), area.y() + round(EDGE * cm), area.width(), top - area.y() - round(EDGE * cm))
            title = "　".join(f"{self.wall.village}村务公开栏")
            size = min(20, 0.5 * strip.height() / px(1))
            paint.text(painter, strip, title, size=size, weight=700, align=paint.CENTER)
        for place in self.wall.free[index]:
            free = self._area(index, place)
            paint.rounded(painter, QRectF(free), 2, None, color("line"), 1, Qt.PenStyle.DashLine)
            paint.text(painter, free, "空位", "text3", size=12, align=paint.CENTER)

    def _paint_sheet(self, painter: QPainter, area: QRect, at: int, one: Hung, page: int) -> None:
        assert self.wall is not None
        late = self.wall.until(one) == "已期满"
        ink = "text" if late else "ink"
        paint.rounded(painter, QRectF(area), 2, color("due_bg" if late else "paper"), color("text2"), 1)
        dot = min(px(DOT), area.width() // 2)
        centre = QPointF(area.x() + px(4) + dot / 2, area.y() + px(4) + dot / 2)
        paint.disc(painter, centre, dot / 2, ink)
        number = QRect(round(centre.x() - dot / 2), round(centre.y() - dot / 2), dot, dot)
        paint.text(painter, number, str(at), "due_bg" if late else "paper", size=11, weight=700, align=paint.CENTER)
        last = QRect(area.x(), area.bottom() - px(20), area.width(), px(18))
        paint.text(painter, last, self.wall.until(one), "due" if late else "ink", size=12, align=paint.CENTER)
        top = number.bottom() + px(2)
        room = QRect(area.x() + px(2), top, area.width() - px(4), last.y() - top)
        self._paint_title(painter, room, ink, (*one.phrases, f"{page}/{one.pages}") if one.pages > 1 else one.phrases)

    def _paint_title(self, painter: QPainter, room: QRect, ink: str, phrases: tuple[str, ...]) -> None:
        """Phrases below each other, a long one on two lines; where room is short the year goes, then the end."""
        height = fonts.metrics(12, 400).height()
        most = max(1, room.height() // height)
        lines = _lines(phrases, room.width())
        if len(lines) > most and len(phrases) > 1 and phrases[0].endswith("年"):
            lines = _lines(phrases[1:], room.width())
        lines = lines[:most]
        top = room.y() + max(0, (room.height() - height * len(lines)) // 2)
        for place, line in enumerate(lines):
            area = QRect(room.x(), top + place * height, room.width(), height)
            paint.text(painter, area, line, ink, size=12, align=paint.CENTER)


def _lines(phrases: tuple[str, ...], width: int) -> list[str]:
    """Phrases, each on lines of its own."""
    measures = fonts.metrics(12, 400)
    lines: list[str] = []
    for phrase in phrases:
        rest = phrase
        while measures.horizontalAdvance(rest) > width and len(rest) > 2:
            cut = len(rest)
            while cut > 1 and measures.horizontalAdvance(rest[:cut]) > width:
                cut -= 1
            cut = min(cut, (len(rest) + 1) // 2) if len(rest) <= 2 * cut else cut
            lines.append(rest[:cut])
            rest = rest[cut:]
        lines.append(rest)
    return lines
