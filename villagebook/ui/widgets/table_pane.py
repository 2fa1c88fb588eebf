"""A pane with a table: tools over it, totals under it, and words where it is empty."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QFrame, QMenu, QStackedWidget, QWidget

from villagebook.ui.models.columns import Column
from villagebook.ui.models.rows import RowsModel, Source
from villagebook.ui.runner import Runner
from villagebook.ui.scale import VBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.empty import NoHits
from villagebook.ui.widgets.header import TotalsRow
from villagebook.ui.widgets.table import TableView
from villagebook.ui.widgets.tools import ToolRow


class TablePane(QFrame):
    """Tool row, table, totals; the model is read through the runner.

    Args:
        source: Where the rows come from (models.rows.Source).
        name: Accessible name (农户列表).
        row_height: 34, or 46 for two lines.
        no_hits: What is said when a filter finds nothing (没有符合的农户).
        selects: Whether the first row is chosen when the rows arrive, so that its record is shown.

    Attributes:
        tools, table, model: The parts, for pages.

    Signals:
        filter_cleared: The user asked to see everything again.
        columns_changed: (tuple of column ids) the user chose other columns.
    """

    filter_cleared = Signal()
    columns_changed = Signal(tuple)

    def __init__(
        self,
        source: Source,
        runner: Runner,
        *,
        name: str,
        row_height: int = 34,
        no_hits: str = "没有符合的",
        selects: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setProperty("ground", "surface")
        self.source = source
        self._selects = selects
        self.model = RowsModel(source, runner, self)
        self.table = TableView(self.model, row_height=row_height, name=name)
        self.tools = ToolRow()
        self._blank: QWidget = NoHits(no_hits, self.filter_cleared.emit)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self._blank)
        box = VBox(self)
        box.addWidget(self.tools)
        box.addWidget(self._stack, 1)
        self.totals = TotalsRow(self.table)
        box.addWidget(self.totals)
        self.model.loaded.connect(self._loaded)
        for area in (self.table, self.table.horizontalHeader()):
            area.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            area.customContextMenuRequested.connect(self._menu_at)

    def reload(self) -> None:
        """Read again; the cursor stays on its record."""
        self.model.reload()

    def set_empty(self, widget: QWidget) -> None:
        """Show this widget instead of the usual words when there are no rows."""
        self._stack.removeWidget(self._blank)
        self._blank = widget
        self._stack.addWidget(widget)

    def _loaded(self) -> None:
        empty = self.model.rowCount() == 0
        self._stack.setCurrentWidget(self._blank if empty else self.table)
        self.totals.refresh()
        if empty:
            self.totals.hide()
        elif self._selects:
            self.table.select_first()

    # Columns and order, also without a mouse: Shift+F10 or the menu key

    def columns_button(self, shrink: int = 2) -> Button:
        """Return the button 列, which opens the choice of columns."""
        button = Button("列", "columns-3", "tool", tip="选择显示哪些列", name="选择列", shrink=shrink)
        button.clicked.connect(lambda: self._popup(self.columns_menu(), button))
        return button

    def _popup(self, menu: QMenu, button: QWidget) -> None:
        menu.popup(button.mapToGlobal(QPoint(0, button.height())))

    def columns_menu(self) -> QMenu:
        """Return a menu in which columns are chosen; the first column always stays."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._fill_columns(menu)
        return menu

    def _fill_columns(self, menu: QMenu) -> None:
        for place, column in enumerate(self.source.columns):
            action = menu.addAction(column.heading)
            action.setCheckable(True)
            action.setChecked(column in self.model.columns)
            action.setEnabled(place > 0)
            action.toggled.connect(self._column_toggler(column))

    def _column_toggler(self, column: Column) -> Callable[[bool], None]:
        def toggled(on: bool) -> None:
            shown = set(self.model.columns) | {column} if on else set(self.model.columns) - {column}
            self.model.show_columns([c for c in self.source.columns if c in shown])
            self.columns_changed.emit(tuple(c.id for c in self.model.columns))

        return toggled

    def show_columns(self, ids: tuple[str, ...]) -> None:
        """Show these columns of the source (a saved view)."""
        self.model.show_columns([c for c in self.source.columns if c.id in ids])

    def _menu_at(self, where: QPoint) -> None:
        origin = self.sender()
        header = self.table.horizontalHeader()
        if origin is header:
            column, point = header.logicalIndexAt(where), header.mapToGlobal(where)
        else:
            index = self.table.currentIndex()
            column = index.column()
            spot = self.table.visualRect(index).bottomLeft() if index.isValid() else where
            point = self.table.viewport().mapToGlobal(spot)
        self.menu(max(0, column)).popup(point)

    def menu(self, place: int) -> QMenu:
        """Return the table's menu: order by the column at ``place``, choose columns, copy."""
        column = self.model.columns[place]
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        orders = QActionGroup(menu)
        for words, descending in (("从小到大", False), ("从大到小", True)):
            action = QAction(f"按“{column.heading}”{words}", menu)
            action.setCheckable(True)
            action.setEnabled(column.sortable)
            here = self.model.sorted_by == column.id and self.model.descending == descending
            action.setChecked(here)
            action.triggered.connect(self._sorter(column.id, descending))
            orders.addAction(action)
            menu.addAction(action)
        menu.addAction("原来的顺序", self._sorter(None, False))
        menu.addSeparator()
        copy = menu.addAction("复制", self.table.copy)
        copy.setText("复制\tCtrl+C")
        self._fill_columns(menu.addMenu("列"))
        return menu

    def _sorter(self, column: str | None, descending: bool) -> Callable[[], None]:
        def sort() -> None:
            self.model.sort_by(column, descending)
            self.table.horizontalHeader().viewport().update()

        return sort
