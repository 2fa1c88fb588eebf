"""The window: navigation, top bar, the white sheet with the pages, the foot; and the keys that work everywhere.

Pages are made when they are first shown and refresh when a change names one of their families. What the frame itself
needs from the book (state line, undo, search) comes in as Verbs, so that it knows no service.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QMimeData, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QCloseEvent,
    QDragEnterEvent,
    QDropEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QApplication, QFrame, QStackedWidget, QWidget

from villagebook.base.errors import VillagebookError
from villagebook.ui import reading_order, scale, style
from villagebook.ui.errors import Boundary
from villagebook.ui.finder import Finder
from villagebook.ui.findings import Findings
from villagebook.ui.keys import GLOBAL_KEYS, Keys
from villagebook.ui.page import Command, Page
from villagebook.ui.pages import PageInfo
from villagebook.ui.runner import ALL_FAMILIES, Changed, Runner
from villagebook.ui.scale import HBox, VBox
from villagebook.ui.style import color
from villagebook.ui.verbs import BookState, Verbs
from villagebook.ui.widgets.dialog import Overlay, Panel
from villagebook.ui.widgets.messages import Answer, ErrorPanel, Trouble
from villagebook.ui.widgets.navigation import Badge, Navigation, NavItem
from villagebook.ui.widgets.statusbar import StatusBar
from villagebook.ui.widgets.topbar import TopBar

if TYPE_CHECKING:
    from villagebook.ui.models.columns import Key


class _Corner(QWidget):
    """Rounds the sheet's top left corner: the frame's colour over it, with the round cut out."""

    SIDE = 8

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        scale.fix(self, self.SIDE, self.SIDE)

    def paintEvent(self, event: QPaintEvent) -> None:
        side = float(self.width())
        wedge = QPainterPath(QPointF(0, 0))
        wedge.lineTo(side, 0)
        wedge.arcTo(QRectF(0, 0, 2 * side, 2 * side), 90, 90)
        wedge.closeSubpath()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillPath(wedge, color("bg"))


class MainWindow(QWidget):
    """The window; also the Context of its pages.

    Args:
        runner: The seam to the book.
        pages: The pages in order (ui.pages.PAGES).
        verbs: What the frame asks of services.
        clock: Gives the local time.
        actor: Who is at the keyboard, for the journal.

    Attributes:
        office: Who opens and closes books (ui.app.Office), for 设置; None without one.
        may_close: Asked before the window closes; False keeps it open for now.
        covered: Whether something stands in place of the pages (welcome, opening); no page can be reached then.

    Signals:
        page_made: (page id, Page) a page was made; the caller gives back what it remembered.
        text_size_changed: (float) the user changed it; the caller keeps it.
        leaving: The window closes for good; changes on their way are finished.
    """

    page_made = Signal(str, object)
    text_size_changed = Signal(float)
    leaving = Signal()

    def __init__(
        self,
        runner: Runner,
        pages: Iterable[PageInfo],
        verbs: Verbs | None = None,
        clock: Callable[[], datetime] = datetime.now,
        actor: str = "信息员",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.runner = runner
        self.verbs = verbs or Verbs()
        self.actor = actor
        self._clock = clock
        self._cover: QWidget | None = None
        self.office: Any = None
        self.may_close: Callable[[], bool] = lambda: True
        self._infos = {info.id: info for info in pages}
        self._pages: dict[str, Page] = {}
        self._stale: set[str] = set()
        self._current = ""
        self._state = BookState()
        self.boundary = Boundary(self)
        self.findings = Findings(runner, self.verbs.check, self, check_records=self.verbs.check_records)
        self.setWindowTitle("村务一本清")
        self.setProperty("ground", "bg")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._build()
        self._connect()
        self.keys = Keys(self, [info.id for info in self._infos.values() if not info.hidden])
        self._finder = Finder(self)
        runner.changed.connect(self._changed)

    def _build(self) -> None:
        items = [NavItem(i.id, i.title, i.icon, i.at_foot) for i in self._infos.values() if not i.hidden]
        self.navigation = Navigation(items)
        self.top = TopBar()
        self.status = StatusBar()
        self._sheet = QFrame()
        self._sheet.setProperty("ground", "surface")
        self._stack = QStackedWidget()
        VBox(self._sheet).addWidget(self._stack)
        self._corner = _Corner(self._sheet)
        row = HBox(self)
        row.addWidget(self.navigation)
        column = VBox()
        column.addWidget(self.top)
        column.addWidget(self._sheet, 1)
        column.addWidget(self.status)
        row.addLayout(column, 1)
        self.overlay = Overlay(self)
        self.setMinimumSize(640, 420)
        self.setAcceptDrops(any(info.takes_files for info in self._infos.values()))

    def _connect(self) -> None:
        self.navigation.chosen.connect(lambda page: self.go(page))
        self.top.search_asked.connect(self.open_search)
        self.top.undo_asked.connect(self.undo)
        self.top.help_asked.connect(self.open_keys)
        self.status.undo_asked.connect(self.undo)
        self.status.backup_pressed.connect(self._backup_pressed)
        self.runner.written.connect(self._written)
        self.findings.changed.connect(self._show_badges)
        self.runner.failed.connect(lambda error: self.trouble(error))
        self.runner.cancelled.connect(lambda _task: self.say("已取消，什么也没有改"))
        self.runner.shown.connect(self.status.show_task)
        self.runner.reported.connect(self.status.report_task)
        self.runner.hidden.connect(self.status.hide_task)
        self.boundary.known.connect(lambda error: self.trouble(error))
        self.boundary.bug.connect(self._bug)

    # Context

    def today(self) -> date:
        return self._clock().date()

    def now(self) -> datetime:
        return self._clock()

    def go(self, page: str, key: Key | None = None, action: str = "") -> None:
        if self.covered:
            return
        shown = self.page(page)
        if self._current != page:
            self._current = page
            self._stack.setCurrentWidget(shown)
            if not self._infos[page].hidden:
                self.navigation.set_current(page)
            self.status.select("")
            self.keys.bind_page(shown)
            self._show_head()
        self._corner.raise_()
        if page in self._stale:
            self._stale.discard(page)
            shown.refresh()
        if key is not None:
            shown.show_record(key)
        if action:
            shown.act(action, key)

    def say(self, text: str, *, undo: bool = False) -> None:
        self.status.say(text, undo=undo)

    def select(self, text: str) -> None:
        self.status.select(text)

    def open(self, panel: Panel) -> Panel:
        return self.overlay.open(panel)

    def trouble(self, trouble: Trouble | VillagebookError, answers: Sequence[Answer] = ()) -> None:
        said = trouble if isinstance(trouble, Trouble) else self.verbs.explain(trouble)
        front = self.overlay.panel
        if isinstance(front, ErrorPanel) and front.trouble == said:
            return  # several reads that fail for one reason say it once
        self.overlay.open(ErrorPanel(said, answers))

    def badges(self, badges: Mapping[str, Badge]) -> None:
        self.navigation.set_badges(badges)

    # What stands in place of the pages

    @property
    def covered(self) -> bool:
        return self._cover is not None

    def cover(self, widget: QWidget, title: str, *, bare: bool = False) -> None:
        """Show a widget in place of all pages (opening, closing); ``uncover`` ends it.

        With ``bare`` it stands alone, without navigation, top bar and foot (welcome).
        """
        self.uncover()
        self._cover = widget
        self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget)
        self._current = ""
        self._set_usable(False)
        for part in (self.navigation, self.top, self.status, self._corner):
            part.setVisible(not bare)
        self.top.set_page(title, "")
        self.setWindowTitle(f"{title} – 村务一本清" if title else "村务一本清")
        self._corner.raise_()

    def uncover(self) -> None:
        """Take away what stands in place of the pages; ``go`` shows one again."""
        if self._cover is not None:
            self._stack.removeWidget(self._cover)
            self._cover.deleteLater()
            self._cover = None
            for part in (self.navigation, self.top, self.status, self._corner):
                part.show()
            self._set_usable(True)

    def _set_usable(self, usable: bool) -> None:
        self.navigation.setEnabled(usable)
        self.top.search.setEnabled(usable)
        if not usable:
            self.show_state(BookState())

    # Pages

    @property
    def current(self) -> Page | None:
        """The page that is shown."""
        return self._pages.get(self._current)

    def page(self, page: str) -> Page:
        """Return a page, made if this is the first time."""
        if page not in self._pages:
            info = self._infos[page]
            made = info.factory(self)
            made.title = made.title or info.title
            made.setAccessibleName(info.title)
            made.headed.connect(self._show_head)
            made.rebound.connect(self._rebind)
            self._pages[page] = made
            self._stack.addWidget(made)
            self._stale.add(page)
            self.page_made.emit(page, made)
        return self._pages[page]

    def _show_head(self) -> None:
        page = self.current
        if page is not None:
            self.top.set_page(page.title, page.subtitle, page.subtitle_short)
            name = self._state.village
            self.setWindowTitle(" – ".join(part for part in (page.title, name, "村务一本清") if part))

    def refresh_state(self) -> None:
        """Read again what the frame shows of the book."""
        if self.verbs.state is not None and self.runner.book is not None:
            self.runner.read(self.verbs.state, self.show_state, key="frame.state")

    def show_state(self, state: BookState) -> None:
        """Show the book's state."""
        self._state = state
        self.navigation.set_village(state.village, state.place)
        self._show_badges()
        self.top.set_undo(state.undo)
        self.status.set_backup(state.backup, state.backup_tone)
        if state.saved_at is not None:
            self.status.saved(state.saved_at)
        self._show_head()

    def _show_badges(self) -> None:
        self.navigation.set_badges({**self._state.badges, **self.findings.badges()})

    def made_pages(self) -> Mapping[str, Page]:
        """Return the pages made so far, by id."""
        return dict(self._pages)

    def forget_pages(self) -> None:
        """Throw the pages away; another book is shown next."""
        for page in self._pages.values():
            self._stack.removeWidget(page)
            page.deleteLater()
        self._pages.clear()
        self._stale.clear()
        self._current = ""
        self.findings.forget()

    # Changes

    def _written(self, changed: Changed) -> None:
        self.status.saved(self.now())
        if changed.heading and changed.families:
            self.say(changed.heading, undo=True)

    def _changed(self, families: frozenset[str]) -> None:
        every = bool(families & ALL_FAMILIES)
        if self.covered:
            self._stale.update(self._pages)
            return
        for name, page in self._pages.items():
            if every or page.families & families:
                if name == self._current:
                    page.refresh()
                else:
                    self._stale.add(name)
        self.refresh_state()

    def undo(self) -> None:
        """Undo the last change that can be undone."""
        self._run_verb(self.verbs.undo, self._state.undo)

    def redo(self) -> None:
        """Do again what was undone last."""
        self._run_verb(self.verbs.redo, self._state.redo)

    def _run_verb(self, verb: Callable[[Any, Any], Changed] | None, title: str) -> None:
        if verb is not None and title:
            doing = "正在撤销" if verb is self.verbs.undo else "正在重做"
            # Said again without the way back: 撤销 behind an undoing would take back one more.
            self.runner.change(verb, lambda changed: self.say(changed.heading), title=f"{doing} {title}")

    # Keys

    def _rebind(self) -> None:
        if self.current is not None:
            self.keys.bind_page(self.current)

    def change_text_size(self, direction: int) -> None:
        """Make all text larger (1), smaller (-1) or 100 % (0)."""
        app = QApplication.instance()
        if isinstance(app, QApplication):
            size = 1.0 if direction == 0 else scale.next_step(scale.text_size(), direction)
            style.apply(app, text_size=size)
            self.say(f"字号 {size:.0%}")
            self.text_size_changed.emit(size)

    # Over the window

    def open_search(self) -> None:
        """Open the search palette."""
        if not self.covered:
            self._finder.open()

    def open_keys(self) -> None:
        """Open the key sheet."""
        page = self.current
        commands: Sequence[Command] = page.commands() if page is not None else ()
        own = [(command.keys, command.words) for command in commands if command.keys]
        from villagebook.ui.widgets.keysheet import KeySheet

        self.overlay.open(KeySheet(GLOBAL_KEYS, page.title if page is not None else "", own, self.verbs.manual))

    def _backup_pressed(self) -> None:
        if self.verbs.backup is not None:
            self.verbs.backup()

    def _bug(self, error: BaseException, trace: str) -> None:
        if isinstance(self.overlay.panel, ErrorPanel) and self.overlay.panel.trouble.technical == trace:
            return
        trouble = Trouble(
            title="程序出了错",
            happened="遇到了没有料到的情况，刚才那一步可能没有做完。",
            data="已经保存的都在书里，没有受影响。",
            ways=("先保存并退出，再打开程序，从刚才那一步接着做。", "如果又出同样的错，把“技术细节”抄给维护的人。"),
            technical=trace,
        )
        leave = Answer("保存并退出", self.close, "save")
        self.overlay.open(ErrorPanel(trouble, (leave,), close="先不退出"))

    # Qt

    def sizeHint(self) -> QSize:
        return QSize(1366, 768)

    def focusNextPrevChild(self, next: bool) -> bool:
        reading_order.put_in_order(self)
        return super().focusNextPrevChild(next)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._corner.raise_()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_corner"):
            self._corner.raise_()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dropped_files(event.mimeData()) and self.overlay.panel is None and not self.covered:
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        taker = next(info.id for info in self._infos.values() if info.takes_files)
        event.acceptProposedAction()
        self.go(taker, dropped_files(event.mimeData()))

    def closeEvent(self, event: QCloseEvent) -> None:
        focus = QApplication.focusWidget()
        if focus is not None and self.isAncestorOf(focus):
            focus.clearFocus()  # what is typed in a field is told when the field is left
        if not self.may_close():
            event.ignore()
            return
        self.leaving.emit()
        self.runner.close()
        self.boundary.uninstall()
        super().closeEvent(event)


def dropped_files(mime: QMimeData) -> tuple[str, ...]:
    """Return the paths of files that are dragged over the window."""
    return tuple(url.toLocalFile() for url in mime.urls() if url.isLocalFile())
