"""One asset beside the list: what is still to be done, what happened to it, its income by year, its fields."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from typing import Any

from villagebook.base.findings import Finding
from villagebook.base.money import format_yuan
from villagebook.services import assets
from villagebook.services.assets import AssetView, IncomeYear
from villagebook.services.fields import FieldView
from villagebook.ui.field_views import FieldForm
from villagebook.ui.models.columns import Chip, Column
from villagebook.ui.models.table import Row
from villagebook.ui.page import Context
from villagebook.ui.pages import assets_asking, paper_jobs
from villagebook.ui.pages.asset_photos import AssetPhotos
from villagebook.ui.pages.project_works import ASSET_STATES
from villagebook.ui.scale import HBox
from villagebook.ui.widgets.bars import Bar, BarChart
from villagebook.ui.widgets.buttons import Button, Entry, more_button, with_menu
from villagebook.ui.widgets.labels import MessageLine, Text
from villagebook.ui.widgets.record import Column as Body
from villagebook.ui.widgets.record import RecordPanel
from villagebook.ui.widgets.small_table import SmallTable
from villagebook.ui.widgets.timeline import Event, Timeline

INCOME_COLUMNS = (
    Column("year", "年度", "name", width=64),
    Column("due", "应收", "money", "元", width=112),
    Column("came", "收到", "money", "元", width=112),
    Column("short", "少收", "money", "元", width=112),
)
EVENT_ICONS = {
    "确权": ("stamp", "mute"), "移交": ("check", "ok"), "盘点": ("list-checks", "mute"),
    "维修": ("construction", "mute"), "出租": ("users", "info"), "收回": ("undo-2", "due"),
    "闲置": ("clock", "due"), "处置": ("ban", "late"),
}  # fmt: skip
_WIDE = {"name", "money", "sharing", "note", "place", "origin", "disposal_approval"}


class AssetRecord(RecordPanel):
    """The record beside the list of assets.

    Attributes:
        view: The asset that is shown; None at first.
    """

    def __init__(self, context: Context) -> None:
        self._story = Body((12, 9, 12, 16))
        super().__init__("资产", side=self._story, side_title="经过", side_width=240)
        self._context = context
        self.view: AssetView | None = None
        self.timeline = Timeline(name="经过")
        self._story.section("经过", "", None, self.timeline)
        self.no_story = Text("还没有变动。确权、移交、盘点都记在这里。", "second", wrap=True)
        self._story.add(self.no_story)
        self.project = Button("看项目", "construction", on_click=self._to_project)
        tip = "双方签字的资产移交表，同一天移交的在一张上"
        self.print = Button("打印移交表", "printer", tip=tip, on_click=self.print_sheet)
        self.add_action(self.project)
        self.add_action(self.print)
        self.more = with_menu(more_button(), self.entries)
        self.add_action(self.more)
        self.set_body(self._make_body())

    def _make_body(self) -> Body:
        body = Body()
        self.lacks = MessageLine("", "due", icon="circle-dashed")
        self.problem = MessageLine("", "due", icon="triangle-alert")
        body.add(self.lacks)
        body.add(self.problem, 6)
        row = HBox(spacing=8)
        self.verbs = {
            words: Button(words, icon, small=True, on_click=lambda ask=ask: self._ask(ask))
            for words, icon, ask in (
                ("确权", "stamp", assets_asking.ask_confirm), ("移交", "check", assets_asking.ask_hand_over),
                ("盘点", "list-checks", assets_asking.ask_count), ("出租", "users", assets_asking.ask_let),
                ("维修", "construction", assets_asking.ask_repair), ("记收益", "coins", assets_asking.ask_earn),
            )
        }  # fmt: skip
        for button in self.verbs.values():
            row.addWidget(button)
        row.addStretch(1)
        body.add(row, 8)
        self.bars = BarChart(name="逐年收到的收益")
        self.income = SmallTable(INCOME_COLUMNS, name="逐年收益", row_height=28)
        self.no_income = Text("还没有收益。收到了点“记收益”，入账以后就在这里逐年看得到。", "second", wrap=True)
        self.income_heading = body.section("逐年收益", "", None, self.bars, self.income)
        body.add(self.no_income)
        self.photos = AssetPhotos(self._context)
        body.section("照片和材料", "", None, self.photos)
        self.forms: list[FieldForm] = []
        for title, names in assets.FIELDS:
            form = FieldForm(self._context, "asset", names, write=_write, wide=_WIDE & set(names))
            body.section(title, "", None, form)
            self.forms.append(form)
        return body

    # Showing

    def show_asset(self, view: AssetView) -> None:
        """Show an asset."""
        fresh = self.view is None or self.view.key != view.key
        self.view = view
        kind = view.values["kind"]
        chips = [*([Chip(kind)] if kind else []), ASSET_STATES.get(view.state, Chip(view.state or "没写状态"))]
        self.set_title(view.name or "（没有名称）", chips, view.line.split("\u3000"))
        self.project.setVisible(view.project is not None)
        self.print.setVisible(view.values["handed_on"] is not None)
        self.lacks.setVisible(bool(view.missing))
        self.lacks.say("、".join(view.missing), "due", lead="还差", icon="circle-dashed")
        gone = view.values["disposed_on"] is not None
        for button in self.verbs.values():
            button.setVisible(not gone)
        self._show_income(view.income)
        self.photos.show_asset(view.key)
        self.timeline.set_events([_event(one) for one in reversed(view.events)])
        self.no_story.setVisible(not view.events)
        sections = dict(view.sections)
        for (title, _), form in zip(assets.FIELDS, self.forms, strict=True):
            form.show_views(sections[title], fresh=fresh)

    def _show_income(self, found: Sequence[IncomeYear]) -> None:
        due, came = sum(one.due_fen for one in found), sum(one.received_fen for one in found)
        rows: list[Row] = [_income_row(one) for one in found]
        if len(found) > 1:
            short = max(0, due - came) or None
            rows.append({"year": "合计", "due": due or None, "came": came, "short": short, "row_state": "sum"})
        self.bars.set_bars([
            Bar(str(one.year), one.received_fen / 100, format_yuan(one.received_fen),
                "due" if one.received_fen < one.due_fen else "accent") for one in found
        ])  # fmt: skip
        self.income.set_rows(rows)
        for widget in (self.bars, self.income):
            widget.setVisible(bool(found))
        self.no_income.setVisible(not found)
        self.income_heading.set_note(f"收到 {format_yuan(came)} 元" if found else "")

    def show_findings(self, findings: Sequence[Finding]) -> None:
        """Show what the checks found about it: at its field, the first of the others on top."""
        rest = list(findings)
        for form in self.forms:
            rest = form.show_findings(rest)
        self.problem.setVisible(bool(rest))
        if rest:
            self.problem.say(rest[0].message, "due", lead="请核对", icon="triangle-alert")

    # Verbs

    def entries(self) -> Sequence[Entry]:
        """Return what 更多 offers for the asset shown."""
        view, context = self.view, self._context
        if view is None:
            return ()
        gone = view.values["disposed_on"] is not None
        last = view.events[-1] if view.events else None
        sheet = "打印移交表" if view.values["handed_on"] is not None else "印空白移交表"
        drop = f"删掉最近的变动：{last.on} {last.kind}" if last is not None else "删掉最近的变动"
        return (
            Entry("收回、闲置…", lambda: self._ask(assets_asking.ask_take_back), "undo-2", enabled=not gone),
            Entry("处置…", lambda: self._ask(assets_asking.ask_dispose), "ban", enabled=not gone),
            Entry(),
            Entry(sheet, self.print_sheet, "printer"),
            Entry(drop, lambda: assets_asking.ask_drop_event(context, view, last.key if last else uuid.UUID(int=0)),
                  "trash-2", enabled=last is not None),
            Entry("删掉这项资产…", lambda: self._ask(assets_asking.ask_remove), "trash-2"),
        )  # fmt: skip

    def print_sheet(self) -> None:
        """Show the sheet both sides sign; before the handing over the blank one."""
        if self.view is not None:
            handed = self.view.values["handed_on"] is not None
            paper_jobs.ask(self._context, "asset-transfer", self.view.key if handed else None, self.view.name)

    def _ask(self, ask: Any) -> None:
        if self.view is not None:
            ask(self._context, self.view)

    def _to_project(self) -> None:
        if self.view is not None and self.view.project is not None:
            self._context.go("projects", self.view.project, "projects")


def _write(book: Any, view: FieldView, text: str, actor: str) -> Any:
    """Change one field of an asset; called in the writer's thread."""
    assert view.record_id is not None
    return assets.correct(book, view.record_id, {view.name: text}, actor=actor)


def _income_row(one: IncomeYear) -> Row:
    short = max(0, one.due_fen - one.received_fen)
    return {"year": str(one.year), "due": one.due_fen or None, "came": one.received_fen, "short": short or None}


def _event(one: assets.Event) -> Event:
    icon, tone = EVENT_ICONS.get(one.kind, ("circle", "mute"))
    money = f"{format_yuan(one.amount_fen)} 元" if one.amount_fen is not None else ""
    said = "，".join(part for part in (one.meeting, one.approval, one.note) if part)
    when = "　".join(part for part in (str(one.on), one.who) if part)
    return Event(when, "，".join(part for part in (one.kind, one.state, money) if part), said, icon, tone)
