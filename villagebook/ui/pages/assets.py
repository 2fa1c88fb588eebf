"""资产: what the projects left, by class, and one asset beside the list."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from PySide6.QtWidgets import QStackedWidget

from villagebook.services import assets
from villagebook.services.assets import EARNING, OF_HOMES, PUBLIC, AssetView
from villagebook.ui.ledger_source import LedgerSource, Wanted
from villagebook.ui.models.columns import ROW_STATE, Cell, Chip, Key
from villagebook.ui.page import EXPORT, FILTER, NEW, PRINT, Command, Context, Page
from villagebook.ui.pages import assets_asking, exporting
from villagebook.ui.pages.asset_record import AssetRecord
from villagebook.ui.pages.project_works import ASSET_STATES
from villagebook.ui.scale import VBox
from villagebook.ui.widgets.buttons import Button, Entry, with_menu
from villagebook.ui.widgets.empty import EmptyState, Way
from villagebook.ui.widgets.filters import FilterLine
from villagebook.ui.widgets.panes import Panes
from villagebook.ui.widgets.table_pane import TablePane

LEDGER = "assets"
SHOWN = ("name", "kind", "original_fen", "owner", "keeper", "year_income_fen", "state", "code", "handed_on")
LOOKS: Mapping[str, Mapping[str, Any]] = {
    "name": {"heading": "资产", "width": 150, "stretch": 1},
    "kind": {"heading": "类别", "width": 76, "rank": 3},
    "original_fen": {"width": 108, "rank": 1},
    "owner": {"width": 120, "rank": 5},
    "keeper": {"heading": "管护人", "width": 72, "rank": 4},
    "year_income_fen": {"heading": "今年收到", "width": 118, "rank": 2},
    "state": {"heading": "状态", "kind": "state", "width": 80, "rank": 0},
    "code": {"heading": "编号", "width": 96, "rank": 6},
    "handed_on": {"heading": "移交", "width": 92, "rank": 7},
}


class AssetSource(LedgerSource):
    """Assets of the village, by year and project; those that are gone in grey."""

    def __init__(self, context: Context) -> None:
        super().__init__(LEDGER, context.today, SHOWN, looks=LOOKS, unit="项")

    def dress(self, book: Any, row: Mapping[str, Any]) -> dict[str, Any]:
        shown = super().dress(book, row)
        if row["kind"] == OF_HOMES and row["owner"]:
            # Of one project there are many of one name.
            shown["name"] = Cell(f"{row['name'] or ''}　{row['owner']}")
        shown["kind"] = Cell((row["kind"] or "").removesuffix("资产"), tip=row["kind"] or "")
        shown["state"] = ASSET_STATES.get(row["state"] or "", Chip(row["state"] or ""))
        if not row["handed_on"] and row["state"] != assets.GONE:
            shown["handed_on"] = Cell("没有移交", tone="due", icon="circle-dashed")
        if not row["year_income_fen"]:
            shown["year_income_fen"] = None
        if row["state"] == assets.GONE:
            shown[ROW_STATE] = "muted"
        return shown


class AssetsPage(Page):
    """资产."""

    families = frozenset({"asset", "asset_event", "attachment_link", "fund_entry", "project"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._key: uuid.UUID | None = None
        self._kind = ""
        self.source = AssetSource(context)
        self.list = TablePane(self.source, self.runner, name="资产列表", no_hits="没有符合的资产")
        self.text = FilterLine("找名称、编号、坐落", width=150)
        self.text.asked.connect(lambda _text: self._filter())
        self.list.filter_cleared.connect(self._clear)
        self.which = with_menu(Button("全部类别", "list-filter", "tool", shrink=1), self._kinds)
        tools = self.list.tools
        tools.add(self.text)
        tools.add(self.which)
        tools.add(self.list.columns_button(shrink=3))
        tools.add(exporting.export_button(self, self.export, shrink=2))
        tools.add_right(Button("新增资产", "plus", keys=NEW, on_click=self.add))
        self.record = AssetRecord(context)
        self.panes = Panes(self.list, self.record, self.list.table, list_name="资产列表", unit="项", list_width=520)
        empty = EmptyState(
            "construction", "还没有资产", "项目验收以后形成的路、渠、冷库、车间、到户的设备：谁的、谁管、一年收多少。",
            [Way("construction", "从项目登记", "到项目的“实施”里按“登记资产”，大部分照项目填好", "去项目",
                 lambda: context.go("projects", action="projects")),
             Way("upload", "导入资产台账", "镇里的资产台账，万元和合并表头都认得", "导入",
                 lambda: context.go("importing")),
             Way("plus", "记一项", "来源项目不在书里的", "新增资产", self.add)],
        )  # fmt: skip
        self._stack = QStackedWidget()
        self._stack.addWidget(self.panes)
        self._stack.addWidget(empty)
        VBox(self).addWidget(self._stack)
        self.list.table.current_changed.connect(self._choose)
        self.list.model.loaded.connect(self._loaded)
        context.findings.changed.connect(self._show_findings)

    # Page

    def refresh(self) -> None:
        self.list.reload()
        if self._key is not None:
            self._read(self._key)

    def show_record(self, key: Key) -> None:
        if isinstance(key, uuid.UUID):
            if self._wanted():
                self._clear()
            self.list.table.go_to(key)
            self._read(key)
            self.panes.show_record()

    def act(self, action: str, key: Key | None) -> None:
        if action == "new":
            self.add()

    def commands(self) -> Sequence[Command]:
        return (
            Command(NEW, "新增资产", self.add),
            Command(FILTER, "找资产", self.text.setFocus),
            Command(PRINT, "打印移交表", self.record.print_sheet),
            Command(EXPORT, "导出资产台账", lambda: exporting.save(self, self.export(), ".xlsx")),
        )

    def export(self) -> exporting.Export:
        """Return what a file of the list holds: the assets shown."""
        return exporting.of_source(self.source, self._wanted())

    def add(self) -> None:
        """Ask for an asset that no project of the book left."""
        assets_asking.ask_add(self.context, lambda made: self.show_record(made[1]))

    # The list

    def _wanted(self) -> Wanted | None:
        filters = {"kind": self._kind} if self._kind else {}
        return Wanted(self.text.text().strip(), filters) or None

    def _filter(self) -> None:
        self.list.model.set_filter(self._wanted())

    def _clear(self) -> None:
        self.text.clear()
        self._narrow("")

    def _kinds(self) -> Sequence[Entry]:
        words = (("", "全部类别"), *((kind, kind) for kind in (EARNING, PUBLIC, OF_HOMES)))
        return [Entry(word, partial(self._narrow, kind), checked=kind == self._kind) for kind, word in words]

    def _narrow(self, kind: str) -> None:
        self._kind = kind
        self.which.set_words(kind or "全部类别")
        self.list.tools.arrange()
        self._filter()

    def _loaded(self) -> None:
        keys = self.list.model.keys()
        self._stack.setCurrentIndex(0 if keys or self._wanted() else 1)
        count = f"{len(keys):,} 项资产"
        self.head(count, count)

    # The record

    def _choose(self, key: Key | None) -> None:
        if isinstance(key, uuid.UUID):
            self._read(key)

    def _read(self, key: uuid.UUID) -> None:
        self._key = key
        on = self.context.today()
        self.runner.read(lambda book: assets.found(book, key, on), self._shown, key="assets.view")

    def _shown(self, view: AssetView | None) -> None:
        if view is None:
            self._key = None
        elif view.key == self._key:
            self.record.show_asset(view)
            self._show_findings()

    def _show_findings(self) -> None:
        if self.record.view is not None:
            self.record.show_findings(self.context.findings.of_record("asset", self.record.view.key))
