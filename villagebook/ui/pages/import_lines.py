"""The result of an import as lines of a table: every cell that changes, every row that does not come in, and why.

No widget lives here. The lines are made once from an ImportReport (in a worker: a township's list has many), their
texts when they come into view.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from villagebook.base.findings import Finding, Severity
from villagebook.services import fields
from villagebook.services.lists import CellChange, ImportReport, RowReport
from villagebook.ui import preferences
from villagebook.ui.models.columns import ROW_STATE, Cell, Column, Group, Key
from villagebook.ui.models.table import Row

#: What people call the rows of a kind of list; 行 where several kinds come together.
UNITS = {
    "households": "户",
    "people": "人",
    "roll": "人",
    "phones": "户",
    "projects": "个项目",
    "funds": "笔",
    "rosters": "户",
}
#: Values told of a new row, at most.
MOST_TOLD = 8
_MADE = {"key", "ref", "sort", "time", "bytes"}

COLUMNS = (
    Column("row", "行", "int", width=52, rank=2, sortable=False),
    Column("name", "名称", "name", width=112, stretch=1, sortable=False),
    Column("sheet", "工作表", width=104, rank=3, sortable=False),
    Column("field", "栏目", width=124, stretch=1, rank=1, sortable=False),
    Column("change", "书里的值 → 表里的值", "change", width=206, stretch=4, sortable=False),
    Column("note", "说明", width=230, stretch=5, sortable=False),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a changed cell, or a row as a whole, or a finding, or a row or sheet left out."""

    section: str
    row: RowReport | None = None
    change: CellChange | None = None
    finding: Finding | None = None
    said: tuple[str, str, int, str] | None = None
    is_first: bool = True


@dataclass(frozen=True, slots=True)
class Section:
    """One group of lines, with its icon and the icon's tone."""

    id: str
    title: str
    icon: str
    tone: str = ""


SECTIONS = (
    Section("changed", "有变化", "pencil", "accent"),
    Section("refused", "没收", "ban", "late"),
    Section("findings", "请核对", "triangle-alert", "due"),
    Section("new", "新增", "user-plus", "ok"),
    Section("unchanged", "没变", "equal"),
    Section("skipped", "不是记录的行", "minus"),
    Section("ignored", "没认出的工作表", "circle-question-mark"),
)
#: Sections that lie open although another one was chosen.
ALWAYS_OPEN = ("refused", "findings")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which section comes first and lies open, and which sheet is looked at; None looks at all."""

    section: str = "changed"
    sheet: tuple[str, str] | None = None


class ResultLines:
    """All lines of a report (models.rows.Source).

    Attributes:
        report: The report they were made from.
        unit: 户, 人 … if all rows are of one kind, else 行.
        masks: Whether secret values are shown as stars.
    """

    columns = COLUMNS

    def __init__(self, report: ImportReport) -> None:
        self.report = report
        kinds = {row.kind for row in report.rows}
        self.unit = UNITS[next(iter(kinds))] if len(kinds) == 1 else "行"
        self.masks = bool(preferences.current().setting("window.mask_secrets"))
        self._doubts = _by_subject(report.findings)
        self._rows = {row.code: row for row in report.rows if row.code}
        self._lines = list(self._made())
        self._of: dict[str, list[int]] = {section.id: [] for section in SECTIONS}
        for place, line in enumerate(self._lines):
            self._of[line.section].append(place)
        several = len({(row.file, row.sheet) for row in report.rows}) > 1
        self.columns = tuple(c for c in COLUMNS if several or c.id != "sheet")

    def _made(self) -> Iterator[Line]:
        for row in self.report.rows:
            shown = [c for c in row.changes if c.field.kind not in _MADE] if row.outcome == "changed" else []
            if shown:
                for place, change in enumerate(shown):
                    yield Line("changed", row, change, is_first=not place)
            else:
                yield Line(row.outcome, row)
        # What is said beside a change is not said again.
        beside = {row.code for row in self.report.rows if row.outcome == "changed"}
        for finding in self.report.findings:
            if finding.subject not in beside:
                yield Line("findings", self._rows.get(finding.subject), finding=finding)
        for skipped in self.report.skipped:
            yield Line("skipped", said=skipped)
        for file, sheet in self.report.ignored_sheets:
            yield Line("ignored", said=(file, sheet, 0, "没有认得的栏目，整张没有读"))

    def first_section(self) -> str:
        """Return what is looked at first: changes, else new rows, else what was refused."""
        for section in ("changed", "new", "refused"):
            if self._of[section]:
                return section
        return "unchanged"

    def cells(self) -> int:
        """Return how many cells change."""
        return sum(self._lines[place].change is not None for place in self._of["changed"])

    # Source

    def ids(self, book: Any, sort: str | None, descending: bool, filter: Chosen | None) -> Sequence[Key | Group]:
        chosen = filter or Chosen(self.first_section())
        order = sorted(SECTIONS, key=lambda section: section.id != chosen.section)
        found: list[Key | Group] = []
        for section in order:
            places = [p for p in self._of[section.id] if chosen.sheet in (None, self._sheet(self._lines[p]))]
            if places or section.id == chosen.section:
                open_ = section.id == chosen.section or section.id in ALWAYS_OPEN
                found.append(self._group(section, places, folded=not open_))
                found += places
        return found

    def rows(self, book: Any, keys: Sequence[Key]) -> Sequence[Row]:
        return [self._row(self._lines[int(str(key))]) for key in keys]

    def totals(self, book: Any, filter: Any) -> Row:
        return {}

    def _sheet(self, line: Line) -> tuple[str, str] | None:
        if line.row is not None:
            return line.row.file, line.row.sheet
        return line.said[:2] if line.said is not None else None

    def _group(self, section: Section, places: Sequence[int], folded: bool) -> Group:
        rows = sum(self._lines[place].is_first for place in places)
        unit = self.unit if section.id in ("changed", "new", "unchanged") else "行"
        words = {
            "changed": f"{rows:,} {unit}，{len(places):,} 处",
            "refused": f"{rows:,} 行，原因在这里，书没有动",
            "findings": f"{rows:,} 处",
            "skipped": f"{rows:,} 行，合计行、表尾这些",
            "ignored": f"{rows:,} 张",
        }.get(section.id, f"{rows:,} {unit}")
        if not rows:
            words = "没有"
        return Group(section.id, section.title, words, section.icon, section.tone, folded=folded)

    # Texts

    def _row(self, line: Line) -> dict[str, Any]:
        if line.finding is not None:
            return _of_finding(line.finding, line.row)
        if line.row is None:
            _, sheet, number, why = line.said or ("", "", 0, "")
            return {"row": number or None, "name": Cell(sheet), "sheet": sheet, "note": why, ROW_STATE: "muted"}
        row = line.row
        mapping: dict[str, Any] = {"row": row.row, "name": row.name or row.code, "sheet": row.sheet}
        if row.outcome == "refused":
            mapping["note"] = Cell(row.reason, tone="late", icon="circle-x", tip=row.reason)
            return mapping
        if line.change is not None:
            mapping |= self._of_change(line.change)
        elif row.outcome == "new":
            mapping["change"] = Cell(self._told(row.changes))
        if line.is_first and (note := self._note(row)) is not None:
            mapping["note"] = note
        return mapping

    def _note(self, row: RowReport) -> Cell | None:
        found = self._doubts.get(row.code, [])
        if found:
            return _said(found)
        return Cell(row.reason, tone="due", icon="triangle-alert", tip=row.reason) if row.reason else None

    def _of_change(self, change: CellChange) -> dict[str, Any]:
        if change.field.name == "extra":
            return _of_extra(dict(change.old or {}), dict(change.new or {}))
        old, new = self._shown(change, change.old), self._shown(change, change.new) or "空"
        label = change.field.label
        return {"field": label, "change": Cell(old, new=new, tip=f"{label}：{old or '没有填'} → {new}")}

    def _told(self, changes: Sequence[CellChange]) -> str:
        told = [c for c in changes if c.field.kind not in _MADE and c.field.name != "extra" and not c.field.volatile]
        return "，".join(self._shown(change, change.new) for change in told[:MOST_TOLD])

    def _shown(self, change: CellChange, value: Any) -> str:
        text = fields.shown(change.field, value)
        return fields.hidden(change.field, text) if self.masks else text


def _by_subject(findings: Sequence[Finding]) -> Mapping[str, list[Finding]]:
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.subject:
            found.setdefault(finding.subject, []).append(finding)
    return found


def _said(findings: Sequence[Finding]) -> Cell:
    wrong = any(finding.severity is Severity.ERROR for finding in findings)
    tone, icon = ("late", "circle-x") if wrong else ("due", "triangle-alert")
    words = "；".join(dict.fromkeys(finding.message for finding in findings))
    hints = dict.fromkeys(finding.hint for finding in findings if finding.hint)
    return Cell(words, tone=tone, icon=icon, tip="\n".join((words, *hints)))


def _of_finding(finding: Finding, row: RowReport | None) -> dict[str, Any]:
    named = {"name": finding.subject}
    if row is not None:
        named = {"row": row.row, "name": row.name or row.code, "sheet": row.sheet}
    return {**named, "field": finding.field, "change": Cell(finding.hint), "note": _said((finding,))}


def _of_extra(old: Mapping[str, str], new: Mapping[str, str]) -> dict[str, Any]:
    """Cells under headings nobody knows: they are kept, or move to the field that is known now."""
    names = [name for name in new if old.get(name) != new[name]]
    if names:
        return {"field": "、".join(names), "change": Cell("", new="记在其他栏目")}
    return {"field": "、".join(name for name in old if name not in new), "change": Cell("", new="移到认得的栏目")}
