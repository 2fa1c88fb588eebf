"""Projects as a table: rows of two lines with stage, plan and balance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from villagebook.lifecycle import stages
from villagebook.ui.ledger_source import LedgerSource
from villagebook.ui.models.columns import Cell, Chip, Column
from villagebook.ui.page import Context

LEDGER = "projects"
SHOWN = ("name", "stage", "planned_fen", "balance_fen", "findings")
FINDINGS = Column("findings", "提示", "findings", sortable=False, tip="核查有提示的栏目")
LOOKS: Mapping[str, Mapping[str, Any]] = {
    "name": {"width": 176, "stretch": 1, "rank": 0},
    "stage": {"kind": "state", "width": 108, "rank": 0},
    "planned_fen": {"heading": "计划", "width": 112, "rank": 0},
    "balance_fen": {"heading": "余额", "width": 104, "rank": 2},
    "findings": {"width": 48, "rank": 1},
}
_ICONS = {
    "apply": "circle-dashed", "library": "archive-restore", "grant": "file-input", "notice": "megaphone",
    "work": "construction", "accept": "clipboard-check", "claim": "receipt-text", "completion": "megaphone",
    "archive": "archive",
}  # fmt: skip
#: What a project is called -> its chip; every stage is a normal state, only what went wrong is coloured.
STAGES: Mapping[str, Chip] = {
    **{word: Chip(word, "mute", _ICONS[stage.phase]) for stage in stages.STAGES for word in (stage.under, stage.state)
       if word},
    **{side.title: Chip(side.title, "late" if side.stops else "due", "ban" if side.stops else "triangle-alert")
       for side in stages.SIDE_STATES},
    stages.STAGES["archived"].state: Chip(stages.STAGES["archived"].state, "ok", "circle-check"),
}  # fmt: skip


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
