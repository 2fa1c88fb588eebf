"""The record beside the table: title line, second line, tabs with counts, a body that scrolls, a side column.

The side column stands beside the body while there is room, and becomes one more tab where there is not.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QLayout, QScrollArea, QSizePolicy, QStackedWidget, QWidget

from villagebook.ui import scale
from villagebook.ui.models.columns import Chip
from villagebook.ui.scale import HBox, VBox, logical
from villagebook.ui.widgets.buttons import Button, more_button
from villagebook.ui.widgets.dialog import scrolling
from villagebook.ui.widgets.form import SectionHeading
from villagebook.ui.widgets.labels import ChipRow, ElidedLabel, Rule
from villagebook.ui.widgets.panes import THREE_PANES_FROM, Panes
from villagebook.ui.widgets.tabs import Tab, TabBar

SIDE_TAB = "side"
SECTION_GAP = 14


class Column(QWidget):
    """Sections below each other, as the body of a record or a side column.

    ``spacing`` stands between parts, ``gap`` between sections (px at 100 %).
    """

    def __init__(
        self,
        margins: scale.Margins = (16, 9, 16, 16),
        spacing: int = 3,
        gap: int = SECTION_GAP,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._gap = gap
        self.setProperty("ground", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.box = VBox(self, margins, spacing)
        self.box.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.MinimumExpanding)

    def add(self, part: QWidget | QLayout, gap: float = 0) -> QWidget | QLayout:
        """Put a part at the end, ``gap`` px (at 100 %) below the one before."""
        if gap:
            spacer = QWidget()
            scale.fix(spacer, height=gap)
            self.box.insertWidget(self.box.count() - 1, spacer)
        if isinstance(part, QWidget):
            self.box.insertWidget(self.box.count() - 1, part)
        else:
            self.box.insertLayout(self.box.count() - 1, part)
        return part

    def section(self, title: str, note: str = "", button: Button | None = None, *parts: QWidget) -> SectionHeading:
        """Put a section: heading and its parts, with room above unless it is the first."""
        heading = SectionHeading(title, note, button)
        self.add(heading, self._gap if self.box.count() > 1 else 0)
        for part in parts:
            self.add(part)
        return heading

    def clear(self) -> None:
        """Take everything out."""
        while self.box.count() > 1:
            item = self.box.takeAt(0)
            widget = item.widget() if item is not None else None
            if widget is not None:
                widget.hide()
                widget.deleteLater()


class RecordPanel(QFrame):
    """One record.

    Args:
        name: Accessible name (农户).
        side: Column at the right on sunken ground (经过), or None.
        side_title: Its tab where there is no room for it.
        side_width: px at 100 %.
        side_grows: Whether it shares what room there is with the body (a paper preview); else it keeps its width.
        side_from_top: Whether the side column is as high as the whole record (a paper preview).
        side_from: Without Panes around it: logical width of the record from which the side column stands
            beside the body. In Panes it does so from 1160 px of the whole page.

    Attributes:
        tabs: The TabBar.

    Signals:
        tab_changed: (tab id).
    """

    tab_changed = Signal(str)

    def __init__(
        self,
        name: str,
        *,
        side: QWidget | None = None,
        side_title: str = "经过",
        side_width: int = 248,
        side_from_top: bool = False,
        side_from: int = 700,
        side_ground: str = "sunken",
        side_grows: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", "surface")
        self.setAccessibleName(name)
        self._tabs: tuple[Tab, ...] = ()
        self._hidden: set[str] = set()
        self._side_title, self._side_from = side_title, side_from
        self._side_grows = side_grows
        self._beside = side is not None
        self._pages: dict[str, QWidget] = {}
        self._make_head()
        self._stack = QStackedWidget()
        self._main = main = VBox()
        main.addWidget(self._head)
        main.addWidget(self._rule)
        outer = HBox(self)
        outer.addLayout(main, 1)
        inner = HBox()
        inner.addWidget(self._stack, 1)
        main.addLayout(inner, 1)
        self._foot_rule = Rule()
        self._foot = QFrame()
        self._foot_box = HBox(self._foot, (10, 10, 10, 10), 8)
        for widget in (self._foot_rule, self._foot):
            widget.hide()
            main.addWidget(widget)
        self._side: QScrollArea | None = None
        if side is not None:
            self._side_place = outer if side_from_top else inner
            self._make_side(side, side_width, side_ground)

    def _make_head(self) -> None:
        self._head = QWidget()
        box = VBox(self._head, (16, 10, 16, 0), 3)
        line = HBox(spacing=8)
        self._title = ElidedLabel("", "title")
        self._chips = ChipRow()
        self._actions = HBox(spacing=8)
        line.addWidget(self._title)
        line.addWidget(self._chips)
        line.addStretch(1)
        line.addLayout(self._actions)
        box.addLayout(line)
        self._title_holder = line
        self._second = ElidedLabel("", "second")
        box.addWidget(self._second)
        self.tabs = TabBar()
        self.tabs.current_changed.connect(self._show_tab)
        box.addSpacing(scale.px(3))
        box.addWidget(self.tabs)
        self.tabs.hide()
        self._rule = Rule()

    def _make_side(self, side: QWidget, width: int, ground: str) -> None:
        side.setProperty("ground", ground)
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._side = scrolling(side, self._side_title)
        self._side.setProperty("ground", ground)
        self._side.setProperty("role", "side")
        self._side_width = width
        self._put_beside(self._side)

    # Content

    def set_title(self, title: str, chips: Sequence[Chip] = (), second: Sequence[str] = ()) -> None:
        """Show who or what it is, at most two chips, and the second line (code, place, person)."""
        self._title.set_text(title)
        self._chips.set_chips(chips)
        self._second.set_text("\u2003".join(part for part in second if part))
        self._second.setVisible(bool(second))
        self._show_head()

    def _show_head(self) -> None:
        shown = bool(self._title.text) or not self.tabs.isHidden() or self._actions.count() > 0
        self._head.setVisible(shown)
        self._rule.setVisible(shown)

    def add_action(self, button: QWidget) -> QWidget:
        """Put a button at the right of the title line."""
        self._actions.addWidget(button)
        return button

    def add_more(self) -> Button:
        """Put the button 更多 there; give it a menu."""
        button = more_button()
        self._actions.addWidget(button)
        return button

    def set_banner(self, widget: QWidget) -> QWidget:
        """Put a line between the tabs and the body: what holds for all tabs (那一天的样子)."""
        self._main.insertWidget(self._main.indexOf(self._rule) + 1, widget)
        return widget

    def add_foot(self, widget: QWidget, *, right: bool = False) -> QWidget:
        """Put a button at the foot of the record (摘下, 撤回更正, 打印)."""
        if self._foot_box.count() == 0:
            self._foot_box.addStretch(1)
        at = self._foot_box.count() if right else self._foot_box.count() - 1
        self._foot_box.insertWidget(at, widget)
        self._foot.show()
        self._foot_rule.show()
        return widget

    def add_tab(self, tab: Tab, content: QWidget, *, scrolls: bool = True) -> QWidget:
        """Add a tab with its content, which scrolls as a whole unless it does so itself."""
        page = scrolling(content, tab.title) if scrolls else content
        self._pages[tab.id] = page
        self._stack.addWidget(page)
        self._tabs = (*self._tabs, tab)
        self._refresh_tabs()
        return content

    def set_body(self, content: QWidget, *, scrolls: bool = True) -> QWidget:
        """Show a record without tabs."""
        page = scrolling(content, "内容") if scrolls else content
        self._pages["body"] = page
        self._stack.addWidget(page)
        self._tabs = (Tab("body", "内容"),)
        self._refresh_tabs()
        return content

    def set_count(self, tab: str, count: Hashable) -> None:
        """Show another count on a tab; an empty text or None shows none."""
        words = "" if count is None else str(count)
        self._tabs = tuple(Tab(t.id, t.title, words if t.id == tab else t.count) for t in self._tabs)
        self._refresh_tabs()

    def set_tab_shown(self, tab: str, shown: bool) -> None:
        """Show or hide a tab with its content."""
        if (tab not in self._hidden) != shown:
            (self._hidden.discard if shown else self._hidden.add)(tab)
            self._refresh_tabs()

    def show_tab(self, tab: str) -> None:
        """Turn to a tab."""
        self.tabs.set_current(tab)

    # Room

    def _refresh_tabs(self) -> None:
        tabs = tuple(tab for tab in self._tabs if tab.id not in self._hidden)
        if self._side is not None and not self._beside:
            tabs = (*tabs, Tab(SIDE_TAB, self._side_title))
        self.tabs.set_tabs(tabs)
        self.tabs.setVisible(len(tabs) > 1)
        self._show_head()
        self._show_tab(self.tabs.current)

    def _show_tab(self, tab: str) -> None:
        page = self._side if tab == SIDE_TAB else self._pages.get(tab)
        if page is not None:
            self._stack.setCurrentWidget(page)
            self.tab_changed.emit(tab)

    def _put_beside(self, side: QWidget) -> None:
        if self._side_grows:
            scale.least(side, width=self._side_width)
        else:
            scale.fix(side, width=self._side_width)
        self._side_place.addWidget(side, 1 if self._side_grows else 0)

    def _set_beside(self, beside: bool) -> None:
        if self._side is None or beside == self._beside:
            return
        self._beside = beside
        if beside:
            self._stack.removeWidget(self._side)
            self._put_beside(self._side)
            self._side.show()
        else:
            self._side_place.removeWidget(self._side)
            for name in ("vb_fix_w", "vb_min_w"):
                self._side.setProperty(name, None)
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(16777215)
            self._stack.addWidget(self._side)
        self._refresh_tabs()

    def _measure(self) -> None:
        parent: QWidget | None = self
        while parent is not None and not isinstance(parent, Panes):
            parent = parent.parentWidget()
        if parent is not None:
            self._set_beside(logical(parent.width()) >= THREE_PANES_FROM)
        else:
            self._set_beside(logical(self.width()) >= self._side_from)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "_side"):
            self._measure()
