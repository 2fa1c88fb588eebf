"""The tab 实施 of a project: its contracts with what was paid, its acceptances, the assets it left."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal

from villagebook.base.findings import Finding
from villagebook.base.money import format_yuan
from villagebook.services import acceptances, assets, contracts
from villagebook.services.acceptances import AcceptanceView
from villagebook.services.assets import AssetView
from villagebook.services.contracts import ContractView
from villagebook.services.fields import record_row
from villagebook.ui.models.columns import Cell, Chip, Column, Key
from villagebook.ui.models.table import Row
from villagebook.ui.page import Context
from villagebook.ui.pages import assets_asking, paper_jobs, works_asking
from villagebook.ui.pages.works_shelf import Act, WorkShelf
from villagebook.ui.widgets.labels import MessageLine
from villagebook.ui.widgets.record import Column as Body

CONTRACT_COLUMNS = (
    Column("title", "合同", "name", width=150, stretch=2),
    Column("party", "承包单位", width=120, stretch=1, rank=2),
    Column("due", "应付", "money", "元", width=104),
    Column("paid", "已付", "money", "元", width=104),
    Column("held", "质保金", width=118, rank=1),
    Column("state", "状态", "state", width=84),
)
ACCEPTANCE_COLUMNS = (
    Column("kind", "验收", "name", width=112),
    Column("on", "日期", "date", width=92),
    Column("state", "结论", "state", width=96),
    Column("scale", "完成", width=110, stretch=1, rank=1),
    Column("opinion", "意见", "note", width=150, stretch=2, rank=2),
)
ASSET_COLUMNS = (
    Column("name", "资产", "name", width=130, stretch=2),
    Column("kind", "类别", width=92, rank=2),
    Column("cost", "原值", "money", "元", width=104),
    Column("owner", "所有权人", width=120, stretch=1, rank=3),
    Column("missing", "还差", width=110, rank=1),
    Column("state", "状态", "state", width=76),
)
CONTRACT_STATES = {
    "未签订": Chip("未签订", "mute", "pencil", dashed=True), "履行中": Chip("履行中", "mute", "circle-dot"),
    "已结算": Chip("已结算", "mute", "check"), "已审定": Chip("已审定", "mute", "stamp"),
}  # fmt: skip
ASSET_STATES = {
    "在用": Chip("在用", "mute", "check"), "闲置": Chip("闲置", "due", "clock"),
    "损毁": Chip("损毁", "late", "circle-x"), "处置": Chip("已处置", "mute", "ban"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Works:
    """What the tab shows of one project."""

    name: str
    by_household: bool
    contracts: tuple[ContractView, ...]
    acceptances: tuple[AcceptanceView, ...]
    assets: tuple[AssetView, ...]


class WorksTab(Body):
    """实施.

    Attributes:
        works: What is shown; None until it is read.

    Signals:
        counted: (contracts, acceptances and assets together).
    """

    counted = Signal(int)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._project: uuid.UUID | None = None
        self.works: Works | None = None
        self.problem = MessageLine("", "due", icon="triangle-alert")
        self.problem.hide()
        self.add(self.problem)
        words = "还没有合同。记了合同，付款、变更、结算、质保金都对得上；付款从这里记，各来源的金额照规定算好。"
        ask = works_asking
        self.contracts = WorkShelf(
            self, "合同和结算", CONTRACT_COLUMNS, words,
            (("记合同", "plus", lambda: self._new(ask.ask_contract)),),
            (Act("改", "pencil", lambda key: ask.ask_change(context, self._contract(key))),
             Act("付款", "coins", lambda key: ask.ask_pay(context, self._contract(key))),
             Act("变更", "pencil", lambda key: ask.ask_amend(context, self._contract(key))),
             Act("结算", "check", lambda key: ask.ask_settle(context, self._contract(key))),
             Act("审计", "stamp", lambda key: ask.ask_audit(context, self._contract(key)),
                 lambda key: self._contract(key).values["settled_fen"] is not None),
             Act("删", "trash-2", lambda key: ask.ask_remove(context, self._contract(key)))),
        )  # fmt: skip
        words = "还没有验收。记的时候，内容照建设内容和花名册、成员照监督小组和实施小组拟好，只改不一样的。"
        self.acceptances = WorkShelf(
            self, "验收", ACCEPTANCE_COLUMNS, words,
            (("记验收", "plus", lambda: self._new(ask.ask_acceptance)),),
            (Act("改", "pencil", lambda key: ask.ask_change_acceptance(context, self._acceptance(key))),
             Act("整改完成", "check", lambda key: ask.ask_mend(context, self._acceptance(key)),
                 lambda key: self._acceptance(key).state not in ("合格", "已整改")),
             Act("打印报告", "printer", self._print_report),
             Act("删", "trash-2", lambda key: ask.ask_remove_acceptance(context, self._acceptance(key)))),
        )  # fmt: skip
        words = "还没有登记资产。名称、规模、资金、坐落照项目填好，看一眼就登记；以后确权、移交、盘点、收益都在资产里。"
        self.assets = WorkShelf(
            self, "形成的资产", ASSET_COLUMNS, words,
            (("登记资产", "plus", lambda: self._new(assets_asking.ask_form)),
             ("一户一项", "users", lambda: self._new(assets_asking.ask_each))),
            (Act("看资产", "arrow-right", lambda key: context.go("projects", key, "assets")),
             Act("移交", "check", lambda key: assets_asking.ask_hand_over(context, self._asset(key)),
                 lambda key: self._asset(key).values["handed_on"] is None)),
        )  # fmt: skip

    # Showing

    def show_project(self, key: uuid.UUID) -> None:
        """Read a project's contracts, acceptances and assets and show them."""
        self._project = key
        today = self._context.today()

        def read(book: Any) -> Works:
            with book.read() as connection:
                row = record_row(connection, "project", key)
            return Works(
                row["name"] or row["code"] or "", row["mode"] == "分户实施", contracts.of_project(book, key),
                acceptances.of_project(book, key, today), assets.of_project(book, key, today))  # fmt: skip

        self._context.runner.read(read, lambda works: self._take(key, works), key="projects.works")

    def _take(self, key: uuid.UUID, works: Works) -> None:
        if key != self._project:
            return
        self.works = works
        self.contracts.show_rows([_contract_row(one) for one in works.contracts], _paid_words(works.contracts))
        self.acceptances.show_rows([_acceptance_row(one) for one in works.acceptances], "")
        self.assets.show_rows([_asset_row(one) for one in works.assets], _asset_words(works.assets))
        self.assets.starts["一户一项"].setVisible(works.by_household and not works.assets)
        self.counted.emit(len(works.contracts) + len(works.acceptances) + len(works.assets))

    def show_findings(self, findings: Sequence[Finding]) -> list[Finding]:
        """Show what the checks found about contracts, acceptances and assets; return the rest."""
        mine = [one for one in findings if one.id.partition(".")[0] in ("contracts", "acceptances", "assets")]
        self.problem.setVisible(bool(mine))
        if mine:
            more = f"（还有 {len(mine) - 1} 处，在核查里）" if len(mine) > 1 else ""
            self.problem.say(f"{mine[0].message}{more}", "due", lead="请核对", icon="triangle-alert")
        return [one for one in findings if one not in mine]

    # Verbs

    def _new(self, ask: Any) -> None:
        if self._project is not None and self.works is not None:
            ask(self._context, self._project, self.works.name)

    def _print_report(self, key: Key) -> None:
        view = self._acceptance(key)
        paper_jobs.ask(self._context, "acceptance-report", view.key, f"{view.project_name}　{view.values['kind']}")

    def _contract(self, key: Key) -> ContractView:
        assert self.works is not None
        return next(one for one in self.works.contracts if one.key == key)

    def _acceptance(self, key: Key) -> AcceptanceView:
        assert self.works is not None
        return next(one for one in self.works.acceptances if one.key == key)

    def _asset(self, key: Key) -> AssetView:
        assert self.works is not None
        return next(one for one in self.works.assets if one.key == key)


def _contract_row(view: ContractView) -> Row:
    held: Any = ""
    if view.retention_fen:
        until = f"，{view.until} 起可退" if view.until else ""
        held = Cell(format_yuan(view.held_fen) if view.held_fen else "已退",
                    tip=f"质保金 {format_yuan(view.retention_fen)} 元{until}")  # fmt: skip
    over = view.left_fen is not None and view.left_fen < 0
    vouchers = "\n".join(f"{one.voucher or '草稿'}　{format_yuan(one.fen)}" for one in view.entries)
    paid = Cell(view.paid_fen, tone="late" if over else "", icon="circle-x" if over else "", tip=vouchers)
    return {
        "key": view.key, "title": Cell(view.title, tip=str(view.values["number"] or "")),
        "party": view.values["party"] or "", "due": view.due_fen, "paid": paid, "held": held,
        "state": CONTRACT_STATES[view.state],
    }  # fmt: skip


def _paid_words(views: Sequence[ContractView]) -> str:
    if not views:
        return ""
    due, paid = sum(one.due_fen or 0 for one in views), sum(one.paid_fen for one in views)
    return f"{len(views)} 份，应付 {format_yuan(due)} 元，已付 {format_yuan(paid)} 元"


def _acceptance_row(view: AcceptanceView) -> Row:
    state = Chip(view.state, "mute", "check" if view.state in ("合格", "已整改") else "circle-dot")
    if view.late:
        state = Chip(f"整改过期 {view.late} 天", "late", "clock-alert")
    elif view.state in ("整改", "不合格"):
        state = Chip(view.state, "due", "triangle-alert")
    differing = sum(one.differs for one in view.items)
    done: Any = Cell(f"{differing} 项和计划不同", tone="due") if differing else "与计划相同" if view.items else ""
    opinion = str(view.values["opinion"] or "")
    return {"key": view.key, "kind": view.values["kind"], "on": view.values["accepted_on"], "state": state,
            "scale": done, "opinion": Cell(opinion, tip=opinion)}  # fmt: skip


def _asset_row(view: AssetView) -> Row:
    missing: Any = Cell("、".join(view.missing), tone="due", icon="circle-dashed") if view.missing else "齐全"
    return {
        "key": view.key, "name": Cell(view.name, tip=view.code), "kind": view.values["kind"] or "",
        "cost": view.values["original_fen"], "owner": view.values["owner"] or "", "missing": missing,
        "state": ASSET_STATES.get(view.state, Chip(view.state)),
    }  # fmt: skip


def _asset_words(views: Sequence[AssetView]) -> str:
    if not views:
        return ""
    return f"{len(views)} 项，原值 {format_yuan(sum(one.values['original_fen'] or 0 for one in views))} 元"
