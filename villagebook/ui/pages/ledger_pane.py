"""One ledger as a table with all its columns, a line that filters, and its files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QFrame, QWidget

from villagebook.ledgers import Column as Declared
from villagebook.models import Privacy
from villagebook.models.codes import CODES
from villagebook.services import known_at, tables
from villagebook.services.today import CASE_KEY
from villagebook.ui import preferences
from villagebook.ui.ledger_source import NOW, LedgerSource, Wanted, When
from villagebook.ui.page import PRINT, Page
from villagebook.ui.pages import evidence, exporting
from villagebook.ui.pages.ledger_times import TimesLine, times_dialog
from villagebook.ui.scale import HBox, VBox
from villagebook.ui.widgets.buttons import Button, Entry, more_button, with_menu
from villagebook.ui.widgets.filters import FilterLine
from villagebook.ui.widgets.labels import ElidedLabel, IconLabel
from villagebook.ui.widgets.table_pane import TablePane

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
        prefix: Put before that key, for a page that shows several kinds of records.
    """

    group: str
    icon: str
    lead: str | None = None
    unit: str = "行"
    page: str = ""
    by: str | None = None
    prefix: str = ""


#: Ledger -> how it looks; one that is not here stands under 其他.
LOOKS: Mapping[str, Look] = {
    "households": Look("农户", "users", "head", "户", "households"),
    "people": Look("农户", "user", "name", "人"),
    "income": Look("农户", "calculator", "head"),
    "statuses": Look("农户", "radar", "head"),
    "cases": Look("农户", "list-checks", "head", "件", "households", prefix=CASE_KEY),
    "measures": Look("农户", "heart-handshake", "head", "条"),
    "visits": Look("农户", "footprints", "head", "次"),
    "work": Look("农户", "construction", "name", "人"),
    "guarantees": Look("农户", "house", "head", "条"),
    "village": Look("农户", "map-pin", "year", "年"),
    "projects": Look("项目和资金", "construction", "name", "个项目", "projects"),
    "funds": Look("项目和资金", "coins", "voucher", "笔", "funds"),
    "fund-balances": Look("项目和资金", "banknote", "name"),
    "funds-by-project": Look("项目和资金", "coins", "name", "个项目"),
    "funds-by-source": Look("项目和资金", "coins", "source"),
    "funds-by-year": Look("项目和资金", "coins", "year", "年"),
    "reimbursements": Look("项目和资金", "receipt-text", unit="笔"),
    "bank-lines": Look("项目和资金", "banknote", "date", "笔"),
    "distributions": Look("项目和资金", "equal", "code", "次"),
    "distribution-lines": Look("项目和资金", "equal", unit="户"),
    "rosters": Look("项目和资金", "hand-coins", "head", "户"),
    "to-household": Look("项目和资金", "house", unit="户"),
    "benefits": Look("项目和资金", "hand-coins", unit="条"),
    "agreements": Look("项目和资金", "file-check", "code", "份"),
    "coverage": Look("项目和资金", "layers", unit="户"),
    "contracts": Look("项目和资金", "file-text", "name", "份"),
    "acceptances": Look("项目和资金", "clipboard-check", unit="次"),
    "assets": Look("项目和资金", "archive", "name", "项"),
    "meetings": Look("会议和帮扶", "message-square-warning", "subject", "次"),
    "committees": Look("会议和帮扶", "users", unit="人"),
    "social-help": Look("会议和帮扶", "heart-handshake", "giver", "件"),
    "notices": Look("公示", "megaphone", "number", "份", "notices", "number"),
    "duties": Look("公示", "calendar-check", "title", "项"),
    "objections": Look("公示", "message-square-warning", "code", "件"),
    "objections-out": Look("公示", "message-square-warning", "code", "件"),
    "officers": Look("村里", "id-card", "name", "人"),
    "imports": Look("村里", "upload", "file", "份"),
    "import-rows": Look("村里", "list-checks", "file"),
    "acknowledged": Look("村里", "stamp", "subject", "条"),
}
OTHER = Look("其他", "table-2")


class LedgerPane(TablePane):
    """One ledger: its table, a line that filters, its files.

    Args:
        page: The page it stands on.
        others: Gives the ledgers as a menu, for where there is no room for their list.

    Attributes:
        ledger, look: What it shows.
        stale: Whether it must be read again when it is shown next.
    """

    def __init__(self, page: Page, ledger: str, others: Callable[[], Sequence[Entry]]) -> None:
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
        self._page = page
        self._make_tools(others)
        box = self.layout()
        assert isinstance(box, VBox)
        if declared.privacy is Privacy.SECRET:
            box.insertWidget(1, _warning())
        self.times = TimesLine(lambda: self.show_times(NOW))
        box.insertWidget(1, self.times)
        self.filter_cleared.connect(lambda: self.filter_line.setText(""))
        self.filter_line.asked.connect(self._filtered)

    def _make_tools(self, others: Callable[[], Sequence[Entry]]) -> None:
        self.which = with_menu(Button(self.ledger.title, "table-2", name="哪一个台账"), others)
        self.filter_line = FilterLine("在这个台账里找", width=190)
        self.tools.add(self.which)
        self.tools.add(self.filter_line)
        tip = "哪一年的，截至哪天，照哪天的书"
        self.tools.add(Button("时间", "calendar", "tool", tip=tip, name="时间", shrink=2, on_click=self.ask_times))
        self.tools.add(self.columns_button(shrink=3))
        self.tools.add(Button("打印", "printer", "tool", keys=PRINT, shrink=2, on_click=self.print))
        go_import = Button("导入", "upload", "tool", shrink=1, on_click=lambda: self._page.context.go("importing"))
        self.tools.add(go_import)
        self._formats: list[Button] = []
        for shrink, (ending, words, icon) in enumerate(reversed(exporting.FORMATS), 4):
            first = ending == exporting.FORMATS[0][0]
            kind = "primary" if first else "outlined"
            tip = f"导出 {words}"
            button = Button(f"导出 {words}" if first else words, icon, kind, tip=tip, name=tip, shrink=shrink)
            button.clicked.connect(lambda _checked=False, ending=ending: self.save(ending))
            self._formats.append(button)
            self.tools.add_right(button)
        self._more = with_menu(more_button(), lambda: evidence.entries(self._page, self._export))
        self.tools.add_right(self._more)
        self._all_formats = with_menu(Button("导出", "download", "primary", name="导出"), self._format_entries)
        self.tools.add_right(self._all_formats)

    def _format_entries(self) -> list[Entry]:
        return [
            Entry(words, lambda ending=ending: self.save(ending), icon) for ending, words, icon in exporting.FORMATS
        ]

    def ask_times(self) -> None:
        """Ask which time is to be shown."""
        ledger = self.ledger.id

        def ask(years: tuple[int, ...]) -> None:
            today = self._page.context.today
            self._page.context.open(times_dialog(years, self.origin.when, today, self.show_times))

        self._page.runner.read(lambda book: tables.years(book, ledger), ask, key="ledger.years")

    def show_times(self, when: When) -> None:
        """Show the ledger of this time; a day before the book was begun is said, and nothing changes."""

        def show(_ready: object) -> None:
            self.origin.when = when
            self.times.say(when)
            self.reload()

        self._page.runner.read(lambda book: known_at.as_known(book, when.known_at).village_id, show, slow=True)

    def set_narrow(self, narrow: bool) -> None:
        """Offer the ledgers and the formats as menus, where there is no room for lists and three buttons."""
        self.which.setVisible(narrow)
        self._all_formats.setVisible(narrow)
        for button in self._formats:
            button.setVisible(not narrow)
        self.tools.arrange()

    def wanted(self) -> Wanted | None:
        """Return the filter."""
        text = self.filter_line.text().strip()
        return Wanted(text) if text else None

    def _filtered(self, text: str) -> None:
        if self.model.filter != self.wanted():
            self.model.set_filter(self.wanted())

    def _export(self) -> exporting.Export:
        return exporting.of_source(self.origin, self.wanted())

    def save(self, ending: str) -> None:
        """Write the ledger as a file, as it is filtered."""
        exporting.save(self._page, self._export(), ending)

    def print(self) -> None:
        """Show the ledger's pages, to print them."""
        exporting.print_ledger(self._page.context, self._export())

    def renew(self) -> None:
        """Read again what is shown, or for the first time."""
        self.stale = False
        self.reload()


#: Kind of a column -> how wide its values are; 0 leaves it to the table.
WIDTHS = {"year": 56, "bool": 56, "name": 84, "int": 48, "phone": 116, "text": 120, "long_text": 180}
CODE_WIDTHS = {"公示种类": 148, "户编号": 150, "户主编号": 168, "人口编号": 168}
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
