"""Projects as a table: rows of two lines with stage, plan and balance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from villagebook.ui.ledger_source import LedgerSource
from villagebook.ui.models.columns import Cell, Chip, Column
from villagebook.ui.page import Context

LEDGER = "projects"
SHOWN = ("name", "stage", "planned_fen", "balance_fen", "findings")
FINDINGS = Column("findings", "提示", "findings", sortable=False, tip="核查有提示的栏目")
LOOKS: Mapping[str, Mapping[str, Any]] = {
    "name": {"width": 176, "stretch": 1, "rank": 0},
    "stage": {"kind": "state", "width": 98, "rank": 0},
    "planned_fen": {"heading": "计划", "width": 118, "rank": 0},
    "balance_fen": {"heading": "余额", "width": 112, "rank": 2},
    "findings": {"width": 56, "rank": 1},
}
#: Stage of a project -> its chip; every stage is a normal state, only what went wrong is coloured.
STAGES: Mapping[str, Chip] = {
    "谋划": Chip("谋划", "mute", "circle-dashed"),
    "村级公示": Chip("村级公示", "mute", "megaphone"),
    "已公示": Chip("已公示", "mute", "archive-restore"),
    "已下达": Chip("已下达", "mute", "file-input"),
    "实施中": Chip("实施中", "mute", "construction"),
    "已竣工": Chip("已竣工", "mute", "check-check"),
    "已验收": Chip("已验收", "mute", "clipboard-check"),
    "调整": Chip("调整", "due", "triangle-alert"),
    "未通过": Chip("未通过", "late", "ban"),
    "出库": Chip("出库", "late", "ban"),
    "终止": Chip("终止", "late", "ban"),
}


class ProjectsSource(LedgerSource):
    """Projects (models.rows.Source)."""

    def __init__(self, context: Context) -> None:
        super().__init__(LEDGER, context.today, SHOWN, looks=LOOKS, unit="个项目", extra=[FINDINGS])
        self._findings = context.findings

    def dress(self, book: Any, row: Mapping[str, Any]) -> dict[str, Any]:
        shown = super().dress(book, row)
        second = "\u2003".join(part for part in (row["code"], row["mode"]) if part)
        shown["name"] = Cell(row["name"] or "（没有名称）", second=second)
        shown["stage"] = STAGES.get(row["stage"], Chip(str(row["stage"])))
        if (row["balance_fen"] or 0) < 0:
            shown["balance_fen"] = Cell(row["balance_fen"], tone="late", tip="余额是负数，请核对")
        found = self._findings.of_record("project", row["_id"])
        if found:
            tone = "late" if any(finding.severity == "error" for finding in found) else "due"
            tip = "\n".join(f"{finding.field} {finding.message}" for finding in found[:8])
            shown["findings"] = Cell(len(found), tone=tone, tip=tip)
        return shown
