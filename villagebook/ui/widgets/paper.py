"""Paper on screen: the real PDF, page by page, white on the surround in every theme.

Pages are drawn in the reader's thread when they come into view. PDFium works in one thread at a time only: whoever uses
it takes PDFIUM first.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QImage, QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

from villagebook.base.locks import PDFIUM
from villagebook.ui import icons, scale, theme
from villagebook.ui.runner import Runner
from villagebook.ui.scale import HBox, VBox, px
from villagebook.ui.style import color
from villagebook.ui.widgets import paint
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import Panel, scrolling
from villagebook.ui.widgets.labels import Rule, Text

Pdf = bytes | Path
ZOOMS = (0.25, 0.33, 0.5, 0.67, 0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
PICTURES_KEPT = 8
# 100 % is the paper's real size on a screen of 96 dots per inch.
PX_PER_POINT = 96 / 72
MARGIN = 24


@dataclass(frozen=True, slots=True)
class Sheets:
    """How many pages a PDF has and how large each is, in points."""

    sizes: tuple[tuple[float, float], ...]


def measure(pdf: Pdf) -> Sheets:
    """Return the pages of a PDF; called in the reader's thread."""
    import pypdfium2

    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            return Sheets(tuple(document.get_page_size(place) for place in range(len(document))))
        finally:
            document.close()


def draw_page(pdf: Pdf, page: int, pixels_per_point: float) -> QImage:
    """Return one page as an image; called in the reader's thread."""
    import pypdfium2

    with PDFIUM:
        document = pypdfium2.PdfDocument(pdf)
        try:
            sheet = document[page]
            bitmap = sheet.render(scale=pixels_per_point, rev_byteorder=True, prefer_bgrx=True)
            image = QImage(
                bytes(bitmap.buffer), bitmap.width, bitmap.height, bitmap.stride, QImage.Format.Format_RGBX8888
            )
            return image.copy()
        finally:
            document.close()


class _Canvas(QWidget):
    """The surround with one sheet on it."""

    def __init__(self, preview: PaperPreview) -> None:
        super().__init__()
        self._preview = preview
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), color("bg"))
        sheet = self._preview.sheet_rect()
        if sheet.isEmpty():
            words = self._preview.said
            paint.text(painter, self.rect(), words, "text2", align=paint.CENTER)
            return
        self._shadow(painter, sheet)
        painter.fillRect(sheet, color("paper"))
        image = self._preview.picture()
        if image is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawImage(sheet, image)
        if theme.current().contrast:
            painter.setPen(color("edge"))
            painter.drawRect(sheet.adjusted(-1, -1, 0, 0))
        if self.hasFocus():
            paint.focus_frame(painter, sheet.adjusted(-px(5), -px(5), px(5), px(5)))

    def _shadow(self, painter: QPainter, sheet: QRect) -> None:
        for step in range(px(6), 0, -1):
            tone = QColor(color("scrim"))
            tone.setAlphaF(0.012)
            grown = QRectF(sheet).adjusted(-step, -step + px(2), step, step + px(2))
            paint.rounded(painter, grown, step, tone)


class PaperPreview(QFrame):
    """Shows a PDF: one page at a time, to turn and to zoom.

    Attributes:
        page: The page shown, counted from 0.
        pages: How many there are.
        said: What stands there while there is no page (正在排版).

    Signals:
        page_changed: (page, pages).
    """

    page_changed = Signal(int, int)

    def __init__(self, runner: Runner, *, name: str = "纸样", bar: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("ground", "bg")
        self._runner = runner
        self._name = name
        self._pdf: Pdf | None = None
        self._sheets = Sheets(())
        self._version = 0
        self._pictures: OrderedDict[tuple[int, int], QImage] = OrderedDict()
        self._asked: set[tuple[int, int]] = set()
        self._zoom: float | None = None
        self.page = 0
        self.said = ""
        self._canvas = _Canvas(self)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setWidget(self._canvas)
        self._area.viewport().installEventFilter(self)
        box = VBox(self)
        box.addWidget(self._area, 1)
        self._bar = QWidget()
        self._make_bar(HBox(self._bar, (12, 4, 12, 4), 4))
        scale.fix(self._bar, height=44)
        box.addWidget(self._bar)
        self._bar.setVisible(bar)
        self._refresh()

    def _make_bar(self, row: HBox) -> None:
        self._before = Button("", "chevron-left", "tool", tip="上一页", on_click=lambda: self.turn(-1))
        self._after = Button("", "chevron-right", "tool", tip="下一页", on_click=lambda: self.turn(1))
        self._where = Text("")
        self._smaller = Button("", "zoom-out", "tool", tip="缩小", on_click=lambda: self.zoom_step(-1))
        self._larger = Button("", "zoom-in", "tool", tip="放大", on_click=lambda: self.zoom_step(1))
        self._percent = Button("", kind="tool", tip="整页", name="整页", on_click=self.fit)
        row.addStretch(1)
        for widget in (self._before, self._where, self._after):
            row.addWidget(widget)
        row.addSpacing(scale.px(24))
        for widget in (self._smaller, self._percent, self._larger):
            row.addWidget(widget)
        row.addStretch(1)

    # What pages use

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return len(self._sheets.sizes)

    def say(self, words: str) -> None:
        """Show words instead of paper (正在排版)."""
        self.show_pdf(None)
        self.said = words
        self.setAccessibleName(f"{self._name}：{words}")
        self._canvas.update()

    def show_pdf(self, pdf: Pdf | None, page: int = 0) -> None:
        """Show a PDF, given as bytes or as a file; None shows nothing."""
        self._pdf, self._version = pdf, self._version + 1
        self._sheets = Sheets(())
        self._pictures.clear()
        self._asked.clear()
        self.said, self.page = "", page
        self._refresh()
        if pdf is not None:
            self.said = "正在打开"
            self._runner.read(lambda _book: measure(pdf), partial(self._measured, self._version), key=(id(self), "pdf"))

    def go_to(self, page: int) -> None:
        """Show a page, counted from 0."""
        if self.pages:
            self.page = max(0, min(self.pages - 1, page))
            self._area.verticalScrollBar().setValue(0)
            self._refresh()
            self.page_changed.emit(self.page, self.pages)

    def turn(self, direction: int) -> None:
        """Show the next (1) or previous (-1) page."""
        self.go_to(self.page + direction)

    def fit(self) -> None:
        """Show the whole page."""
        self._zoom = None
        self._refresh()

    def zoom_step(self, direction: int) -> None:
        """Zoom in (1) or out (-1) one step."""
        now = self._scale() / PX_PER_POINT
        steps = [z for z in ZOOMS if z > now + 0.01] if direction > 0 else [z for z in ZOOMS if z < now - 0.01]
        if steps:
            self._zoom = steps[0] if direction > 0 else steps[-1]
            self._refresh()

    # Geometry

    def _size(self) -> tuple[float, float]:
        return self._sheets.sizes[self.page] if self.page < self.pages else (0.0, 0.0)

    def _scale(self) -> float:
        """Return px per point at the present zoom."""
        width, height = self._size()
        if not width:
            return PX_PER_POINT
        if self._zoom is not None:
            return self._zoom * PX_PER_POINT
        room = self._area.viewport().size()
        margin = px(MARGIN) * 2
        return max(0.05, min((room.width() - margin) / width, (room.height() - margin) / height))

    def sheet_rect(self) -> QRect:
        """Return where the sheet lies on the canvas."""
        width, height = self._size()
        if not width:
            return QRect()
        across, down = round(width * self._scale()), round(height * self._scale())
        x = max(px(MARGIN), (self._canvas.width() - across) // 2)
        y = max(px(MARGIN), (self._canvas.height() - down) // 2)
        return QRect(x, y, across, down)

    def picture(self) -> QImage | None:
        """Return the page's picture, or a coarser one while it is being drawn; asks for it if it is missing."""
        if self._pdf is None or not self.pages:
            return None
        wanted = self._scale() * icons.density()
        key = (self.page, round(wanted * 1000))
        found = self._pictures.get(key)
        if found is not None:
            self._pictures.move_to_end(key)
            return found
        if key not in self._asked:
            self._asked.add(key)
            pdf, page = self._pdf, self.page
            done = partial(self._drawn, self._version, key)
            self._runner.read(lambda _book: draw_page(pdf, page, wanted), done, key=(id(self), "page", page))
        return next((image for (p, _), image in reversed(self._pictures.items()) if p == self.page), None)

    def _measured(self, version: int, sheets: Sheets) -> None:
        if version == self._version:
            self._sheets = sheets
            self.go_to(self.page)

    def _drawn(self, version: int, key: tuple[int, int], image: QImage) -> None:
        if version != self._version:
            return
        self._asked.discard(key)
        self._pictures[key] = image
        while len(self._pictures) > PICTURES_KEPT:
            self._pictures.popitem(last=False)
        self._canvas.update()

    def _refresh(self) -> None:
        width, height = self._size()
        wanted = QSize(0, 0)
        if self._zoom is not None and width:
            margin = 2 * px(MARGIN)
            wanted = QSize(round(width * self._scale()) + margin, round(height * self._scale()) + margin)
        self._canvas.setMinimumSize(wanted)
        self._where.setText(f"第 {self.page + 1} 页，共 {self.pages} 页" if self.pages else "")
        self._percent.set_words(f"{self._scale() / PX_PER_POINT:.0%}" if self.pages else "", "整页")
        self._before.setEnabled(self.page > 0)
        self._after.setEnabled(self.page + 1 < self.pages)
        for button in (self._smaller, self._larger, self._percent):
            button.setEnabled(self.pages > 0)
        name = f"{self._name}，第 {self.page + 1} 页，共 {self.pages} 页" if self.pages else self._name
        self._canvas.setAccessibleName(name)
        self.setAccessibleName(name)
        self._canvas.update()

    # Qt

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        turns = {Qt.Key.Key_PageDown: 1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -1, Qt.Key.Key_Left: -1}
        if key in turns:
            self.turn(turns[Qt.Key(key)])
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.go_to(0 if key == Qt.Key.Key_Home else self.pages - 1)
        elif key in (Qt.Key.Key_Plus, Qt.Key.Key_Equal, Qt.Key.Key_Minus):
            self.zoom_step(-1 if key == Qt.Key.Key_Minus else 1)
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            bar = self._area.verticalScrollBar()
            bar.setValue(bar.value() + px(60) * (1 if key == Qt.Key.Key_Down else -1))
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: Any, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Wheel and isinstance(event, QWheelEvent):
            up = event.angleDelta().y() > 0
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.zoom_step(1 if up else -1)
                return True
            bar = self._area.verticalScrollBar()
            if bar.maximum() == 0 or (bar.value() == bar.maximum() and not up) or (bar.value() == 0 and up):
                self.turn(-1 if up else 1)
                return True
        if event.type() == QEvent.Type.Resize and self._zoom is None:
            self._refresh()
        return super().eventFilter(watched, event)


class PrintPanel(Panel):
    """Print, seen before: the real pages at the left, what to print at the right, buttons at the foot.

    Attributes:
        preview: The paper.
        options: Layout for what can be chosen.
        foot, answers: Layouts at the left and right of the foot.
    """

    def __init__(self, title: str, note: str, runner: Runner) -> None:
        super().__init__(title, 1120, 716)
        box = VBox(self)
        head = HBox(margins=(20, 9, 14, 9), spacing=10)
        head.addWidget(Text(title, "dialog"))
        head.addWidget(Text(note, "label"))
        head.addStretch(1)
        head.addWidget(Button("", "x", "tool", tip="关闭  Esc", name="关闭", on_click=self.close_panel))
        box.addLayout(head)
        box.addWidget(Rule())
        middle = HBox()
        self.preview = PaperPreview(runner)
        self.preview.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        middle.addWidget(self.preview, 1)
        middle.addWidget(Rule(upright=True))
        right = QWidget()
        scale.fix(right, width=420)
        column = VBox(right)
        holder = QWidget()
        inner = VBox(holder, (20, 12, 20, 12))
        self.options = VBox(spacing=6)
        inner.addLayout(self.options)
        inner.addStretch(1)
        column.addWidget(scrolling(holder, "选项"), 1)
        column.addWidget(Rule())
        foot = HBox(margins=(20, 10, 20, 12), spacing=8)
        self.foot, self.answers = HBox(spacing=8), HBox(spacing=8)
        foot.addLayout(self.foot)
        foot.addStretch(1)
        foot.addLayout(self.answers)
        column.addLayout(foot)
        middle.addWidget(right)
        box.addLayout(middle, 1)

    def add_answer(self, button: Button, *, default: bool = False) -> Button:
        """Put a button at the right of the foot."""
        self.answers.addWidget(button)
        if default:
            self.default = button
        return button
