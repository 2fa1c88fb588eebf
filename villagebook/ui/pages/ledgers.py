"""台账: every ledger of the book as a table with all its columns, and as a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from villagebook.ledgers import Column as Declared
from villagebook.models import BY_TABLE, Privacy
from villagebook.models.codes import CODES
from villagebook.services import tables
from villagebook.ui import preferences, scale
from villagebook.ui.ledger_source import LedgerSource, Wanted
from villagebook.ui.models.columns import Key
from villagebook.ui.page import EXPORT, FILTER, PRINT, Command, Context, Page
from villagebook.ui.pages import exporting
from villagebook.ui.scale import HBox, VBox, logical
from villagebook.ui.widgets.buttons import Button, Entry, with_menu
from villagebook.ui.widgets.dialog import scrolling
from villagebook.ui.widgets.filters import FilterLine
from villagebook.ui.widgets.labels import ElidedLabel, IconLabel, Rule
from villagebook.ui.widgets.lists import ChoiceList, Choosable
from villagebook.ui.widgets.table_pane import TablePane

LIST_FROM = 820
FIRST_COLUMNS = 12
MASKED = "证件、电话、银行卡和健康状况在屏幕上遮住，导出的文件里是全的：只交镇里，不要张贴，不要转发。"
OPEN = "含证件、电话、银行卡和健康状况，导出的文件只交镇里，不要张贴，不要转发。"


@dataclass(frozen=True, slots=True)
class Look:
    """How a ledger stands in the list and as a table.

    Attributes:
        group: Heading over it. icon: Lucide name.
        lead: The column that names a row; None takes the first.
        unit: What its rows are counted in.
        page: Page that shows a row's record; empty for none. by: Column that is the record's key there; None takes
            the row's own.
    """

    group: str
    icon: str
    lead: str | None = None
    unit: str = "行"
    page: str = ""
    by: str | None = None


#: Ledger -> how it looks; one that is not here stands under 其他.
LOOKS: Mapping[str, Look] = {
    "households": Look("农户", "users", "head", "户", "households"),
    "people": Look("农户", "user", "name", "人"),
    "income": Look("农户", "calculator", "head"),
    "statuses": Look("农户", "radar", "head"),
    "projects": Look("项目和资金", "construction", "name", "个项目", "projects"),
    "funds": Look("项目和资金", "coins", "voucher", "笔", "funds"),
    "fund-balances": Look("项目和资金", "banknote", "name"),
    "rosters": Look("项目和资金", "hand-coins", "head", "户"),
    "notices": Look("公示", "megaphone", "number", "份", "notices", "number"),
    "officers": Look("村里", "id-card", "name", "人"),
    "imports": Look("村里", "upload", "file", "份"),
    "import-rows": Look("村里", "list-checks", "file"),
}
OTHER = Look("其他", "table-2")


class LedgerPane(TablePane):
    """One ledger: its table, a line that filters, its files.

    Attributes:
        ledger, look: What it shows.
        stale: Whether it must be read again when it is shown next.
    """

    def __init__(self, page: LedgersPage, ledger: str) -> None:
        look = LOOKS.get(ledger, OTHER)
        declared = tables.ledger(ledger)
        ids = [column.id for column in declared.columns]
        lead = look.lead or ids[0]
        shown = [lead, *(name for name in ids if name != lead)][:FIRST_COLUMNS]
        self.ledger, self.look = declared, look
        self.stale = True
        looks = {column.id: {"width": _width(column)} for column in declared.columns}
        looks[lead] |= {"width": max(112, looks[lead]["width"]), "stretch": 1}
        self.origin = LedgerSource(ledger, page.context.today, shown, unit=look.unit, looks=looks)
        super().__init__(self.origin, page.runner, name=declared.title, no_hits="没有符合的")
        if ledger == "funds":
            self.model.sorted_by, self.model.descending = "date", True
        self._make_tools(page)
        box = self.layout()
        assert isinstance(box, VBox)
        if declared.privacy is Privacy.SECRET:
            box.insertWidget(1, _warning())
        self.filter_cleared.connect(lambda: self.filter_line.setText(""))
        self.filter_line.asked.connect(self._filtered)

    def _make_tools(self, page: LedgersPage) -> None:
        self.which = with_menu(Button(self.ledger.title, "table-2", name="哪一个台账"), page.entries)
        self.filter_line = FilterLine("在这个台账里找", width=190)
        self.tools.add(self.which)
        self.tools.add(self.filter_line)
        self.tools.add(self.columns_button(shrink=3))
        self.tools.add(Button("打印", "printer", "tool", keys=PRINT, shrink=2, on_click=page.print))
        go_import = Button("导入", "upload", "tool", shrink=1, on_click=lambda: page.context.go("importing"))
        self.tools.add(go_import)
        for shrink, (ending, words, icon) in enumerate(reversed(exporting.FORMATS), 4):
            first = ending == exporting.FORMATS[0][0]
            kind = "primary" if first else "outlined"
            tip = f"导出 {words}"
            button = Button(f"导出 {words}" if first else words, icon, kind, tip=tip, name=tip, shrink=shrink)
            button.clicked.connect(lambda _checked=False, ending=ending: page.save(ending))
            self.tools.add_right(button)

    def wanted(self) -> Wanted | None:
        """Return the filter."""
        text = self.filter_line.text().strip()
        return Wanted(text) if text else None

    def _filtered(self, text: str) -> None:
        if self.model.filter != self.wanted():
            self.model.set_filter(self.wanted())

    def renew(self) -> None:
        """Read again what is shown, or for the first time."""
        self.stale = False
        self.reload()


#: Kind of a column -> how wide its values are; 0 leaves it to the table.
WIDTHS = {"year": 56, "bool": 56, "name": 84, "int": 48, "phone": 116, "text": 120, "long_text": 180}
CODE_WIDTHS = {"户编号": 150, "户主编号": 168, "人口编号": 168}
WIDEST_HEADING = 150


def _width(column: Declared) -> int:
    """Return how wide a column of a ledger is proposed to be, px at 100 %."""
    title = f"{column.heading}（{column.unit}）" if column.kind in ("money", "quantity") else column.heading
    heading = min(WIDEST_HEADING, 13 * len(title) + 20)
    codes = next((field.codes for field in column.sources if field.codes), None)
    if column.kind == "choice" and codes:
        values = max((len(value) for value in CODES[codes].values), default=4)
        return max(heading, min(130, 14 * values + 20))
    width = CODE_WIDTHS.get(column.heading, WIDTHS.get(column.kind, 0))
    return max(heading, width) if width else 0 if heading < 90 else heading


def _warning() -> QWidget:
    """Return the line that says what leaves in a file."""
    masks = bool(preferences.current().setting("window.mask_secrets"))
    line = QFrame()
    line.setProperty("ground", "surface")
    box = HBox(line, (12, 0, 12, 8), 8)
    box.addWidget(IconLabel("eye-off" if masks else "eye", "text2", 16))
    box.addWidget(ElidedLabel(MASKED if masks else OPEN, "second"), 1)
    return line


class LedgersPage(Page):
    """台账."""

    families = frozenset(BY_TABLE)

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._panes: dict[str, LedgerPane] = {}
        self._columns: dict[str, list[str]] = {}
        self._counts: Mapping[str, int] = {}
        self._saying = QTimer(self)
        self._saying.setSingleShot(True)
        self._saying.setInterval(0)
        self._saying.timeout.connect(self._say)
        self._titles = {ledger.id: ledger.title for ledger in tables.all_ledgers()}
        self.choices = ChoiceList(self._lines(), name="台账")
        self.choices.current = next(iter(self._titles))
        self.choices.chosen.connect(self._show)
        self._side = QFrame()
        self._side.setProperty("ground", "surface")
        scale.fix(self._side, width=188)
        side = HBox(self._side)
        holder = QWidget()
        inner = VBox(holder, (8, 8, 8, 8))
        inner.addWidget(self.choices)
        inner.addStretch(1)
        side.addWidget(scrolling(holder, "台账"), 1)
        side.addWidget(Rule(upright=True))
        self._stack = QStackedWidget()
        box = HBox(self)
        box.addWidget(self._side)
        box.addWidget(self._stack, 1)
        self._show(self.choices.current)

    # Page

    def refresh(self) -> None:
        for pane in self._panes.values():
            pane.stale = True
        self.pane.renew()
        on = self.context.today()
        self.runner.read(lambda book: _count_all(book, on), self._counted, key="ledgers.counts", slow=True)

    def show_record(self, key: Key) -> None:
        """Show the ledger with this id."""
        if str(key) in self._titles:
            self.choices.choose(str(key))

    def act(self, action: str, key: Key | None) -> None:
        if action.startswith("ledger="):
            self.show_record(action.removeprefix("ledger="))

    def commands(self) -> Sequence[Command]:
        return (
            Command(FILTER, "在台账里找", lambda: self.pane.filter_line.setFocus()),
            Command(PRINT, "打印台账", self.print),
            Command(EXPORT, "导出台账", lambda: self.save(".xlsx")),
        )

    def parts(self) -> list[QWidget]:
        return [widget for widget in (self.choices, self.pane.table) if widget.isVisible()]

    def remember(self) -> Mapping[str, Any]:
        shown = {name: [column.id for column in pane.model.columns] for name, pane in self._panes.items()}
        return {"ledger": self.choices.current, "columns": {**self._columns, **shown}}

    def restore(self, kept: Mapping[str, Any]) -> None:
        columns = kept.get("columns")
        self._columns = dict(columns) if isinstance(columns, dict) else {}
        for name, pane in self._panes.items():
            self._give_columns(name, pane)
        self.show_record(kept.get("ledger", ""))

    # What is shown

    @property
    def pane(self) -> LedgerPane:
        """The ledger that is shown."""
        return self._panes[self.choices.current]

    def _lines(self) -> list[Choosable]:
        lines: list[Choosable] = []
        groups = dict.fromkeys(LOOKS.get(ledger, OTHER).group for ledger in self._titles)
        for group in groups:
            lines.append(Choosable(group))
            for ledger, title in self._titles.items():
                look = LOOKS.get(ledger, OTHER)
                if look.group == group:
                    count = self._counts.get(ledger)
                    lines.append(Choosable(title, ledger, look.icon, count=f"{count:,}" if count is not None else ""))
        return lines

    def entries(self) -> list[Entry]:
        """Return the ledgers as a menu, where there is no room for their list."""
        here = self.choices.current
        return [
            Entry(line.title, lambda id=line.id: self.choices.choose(id), line.icon, checked=line.id == here)
            if line.id
            else Entry()
            for line in self._lines()
        ][1:]

    def _show(self, ledger: str) -> None:
        if ledger not in self._panes:
            pane = LedgerPane(self, ledger)
            pane.model.loaded.connect(self._saying.start)
            # Also when columns leave because it became narrow.
            pane.table.horizontalHeader().sectionResized.connect(lambda *_: self._saying.start())
            pane.table.opened.connect(self._open)
            self._give_columns(ledger, pane)
            self._panes[ledger] = pane
            self._stack.addWidget(pane)
        self._stack.setCurrentWidget(self.pane)
        if self.pane.stale and self.runner.book is not None:
            self.pane.renew()
        self._fit()
        self._saying.start()

    def _give_columns(self, ledger: str, pane: LedgerPane) -> None:
        known = {column.id for column in pane.source.columns}
        kept = [name for name in self._columns.get(ledger, ()) if name in known]
        if kept:
            pane.show_columns(tuple(kept))

    def _say(self) -> None:
        pane = self.pane
        count, every = len(pane.model.keys()), len(pane.source.columns)
        # Columns that left for want of room are not shown either.
        shown = sum(not pane.table.isColumnHidden(place) for place in range(len(pane.model.columns)))
        told = f"{pane.ledger.title}，{count:,} {pane.look.unit}"
        self.head(f"{told}，{every} 栏里显示 {shown} 栏" if pane.model.is_loaded else told, pane.ledger.title)

    def _counted(self, counts: Mapping[str, int]) -> None:
        self._counts = counts
        self.choices.set_lines(self._lines())

    def _open(self, key: Key) -> None:
        look, model = self.pane.look, self.pane.model
        row = model.row_at(model.row_of(key)) or {}
        if look.page:
            self.context.go(look.page, key if look.by is None else row.get(look.by))

    # What is done

    def _export(self) -> exporting.Export:
        return exporting.of_source(self.pane.origin, self.pane.wanted())

    def save(self, ending: str) -> None:
        """Write the ledger as a file."""
        exporting.save(self, self._export(), ending)

    def print(self) -> None:
        """Show the ledger's pages, to print them."""
        exporting.print_ledger(self.context, self._export())

    # Room

    def _fit(self) -> None:
        wide = logical(self.width()) >= LIST_FROM
        self._side.setVisible(wide)
        for pane in self._panes.values():
            pane.which.setVisible(not wide)
            pane.tools.arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()


def _count_all(book: Any, on: Any) -> dict[str, int]:
    """Return how many rows each ledger has; called in a thread of its own."""
    within = tables.scope(book, on)
    return {ledger.id: tables.count(book, ledger.id, within) for ledger in tables.all_ledgers()}
