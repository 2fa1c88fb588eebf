"""The result of an import as lines of a table: every cell that changes, every row that does not come in, and why.

No widget lives here. The lines are made once from an ImportReport (in a worker: a township's list has many), their
texts when they come into view.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from villagebook.base import resident_ids
from villagebook.base.findings import Finding, Severity
from villagebook.importing import KINDS
from villagebook.services import fields
from villagebook.services.lists import CellChange, ImportReport, Missing, Question, RowReport, RuinedId
from villagebook.ui import preferences
from villagebook.ui.models.columns import ROW_STATE, Cell, Column, Group, Key
from villagebook.ui.models.table import Row
from villagebook.ui.pages.import_choices import Choices

#: Values told of a new row, at most.
MOST_TOLD = 8
_MADE = {"key", "ref", "sort", "time", "bytes"}

COLUMNS = (
    Column("tick", "", "tick", width=34, sortable=False),
    Column("row", "行", "int", width=52, rank=2, sortable=False),
    Column("name", "名称", "name", width=112, stretch=1, sortable=False),
    Column("sheet", "工作表", width=104, rank=3, sortable=False),
    Column("field", "栏目", width=124, stretch=1, rank=1, sortable=False),
    Column("change", "书里的值 → 表里的值", "change", width=206, stretch=4, sortable=False),
    Column("note", "说明", width=230, stretch=5, sortable=False),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: a changed cell, or a row as a whole, or a finding, or a row or sheet left out.

    ``kept``: a cell that differs and that the report leaves as the book has it.
    """

    section: str
    row: RowReport | None = None
    change: CellChange | None = None
    finding: Finding | None = None
    said: tuple[str, str, int, str] | None = None
    is_first: bool = True
    kept: bool = False
    asked: Question | None = None
    ruined: RuinedId | None = None
    missing: Missing | None = None

    @property
    def can_tick(self) -> bool:
        """Whether it can be left out or taken in."""
        if self.ruined is not None:
            return bool(self.ruined.proposals)
        return self.change is not None or (self.row is not None and self.section == "new")


@dataclass(frozen=True, slots=True)
class Section:
    """One group of lines, with its icon and the icon's tone."""

    id: str
    title: str
    icon: str
    tone: str = ""


SECTIONS = (
    Section("asked", "请指定是谁", "circle-question-mark", "due"),
    Section("changed", "有变化", "pencil", "accent"),
    Section("ruined", "被表格软件改坏的号码", "id-card", "due"),
    Section("refused", "没收", "ban", "late"),
    Section("findings", "请核对", "triangle-alert", "due"),
    Section("new", "新增", "user-plus", "ok"),
    Section("unchanged", "没变", "equal"),
    Section("missing", "书里有、表里没有的", "user"),
    Section("skipped", "没有数据的行", "minus"),
    Section("ignored", "没认出的工作表", "circle-question-mark"),
)
#: Sections that lie open although another one was chosen.
ALWAYS_OPEN = ("asked", "refused", "ruined", "findings")


@dataclass(frozen=True, slots=True)
class Chosen:
    """Which section comes first and lies open, and which sheet is looked at; None looks at all."""

    section: str = "changed"
    sheet: tuple[str, str] | None = None


def unit_of(kinds: Collection[str]) -> str:
    """Return how the rows of these kinds of lists are counted together."""
    units = {KINDS[kind].unit for kind in kinds}
    return units.pop() if len(units) == 1 else "行"


class ResultLines:
    """All lines of a report (models.rows.Source).

    Attributes:
        report: The report they were made from.
        choices: What is ticked and answered.
        unit: 户, 人 … if all rows are of one kind, else 行.
        masks: Whether secret values are shown as stars.
    """

    columns = COLUMNS

    def __init__(self, report: ImportReport, choices: Choices | None = None) -> None:
        self.report = report
        self.choices = choices or Choices()
        kinds = {row.kind for row in report.rows}
        self.unit = unit_of(kinds)
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
        asked = {(one.file, one.sheet, one.row) for one in self.report.asked}
        for row in self.report.rows:
            taken = row.changes if row.outcome == "changed" else ()
            shown = [(c, False) for c in taken if c.field.kind not in _MADE] + [(c, True) for c in row.kept]
            if row.outcome in ("changed", "unchanged") and shown:
                for place, (change, kept) in enumerate(shown):
                    yield Line("changed", row, change, is_first=not place, kept=kept)
            elif (row.file, row.sheet, row.row) not in asked:
                yield Line(row.outcome, row)
        for question in self.report.asked:
            yield Line("asked", asked=question)
        for ruined in self.report.ruined:
            yield Line("ruined", ruined=ruined)
        for missing in self.report.missing:
            yield Line("missing", missing=missing)
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

    def line(self, key: Key) -> Line:
        """Return the line of a key."""
        return self._lines[int(str(key))]

    # Ticks

    def is_ticked(self, line: Line) -> bool:
        """Whether a line goes into the book."""
        if line.ruined is not None:
            return self.choices.takes_number(line.ruined)
        assert line.row is not None
        if line.change is not None:
            return self.choices.takes_cell(line.row, line.change, kept=line.kept)
        return self.choices.takes_row(line.row)

    def tick(self, lines: Iterable[Line], taken: bool) -> None:
        """Take these lines in, or leave them out; lines that are no choice are passed over."""
        chosen = [line for line in lines if line.can_tick]
        self.choices.set_cells(((x.row, x.change) for x in chosen if x.row and x.change), taken)
        self.choices.set_rows((x.row for x in chosen if x.row and x.change is None), taken)
        self.choices.set_numbers((x.ruined for x in chosen if x.ruined), taken)

    def fill(self, lines: Iterable[Line]) -> None:
        """Take what fills a blank of the book; what the book has stays as it is."""
        changes = [line for line in lines if line.can_tick and line.change is not None]
        blank = [line for line in changes if line.change is not None and line.change.old in (None, "")]
        self.tick([line for line in changes if line not in blank], False)
        self.tick(blank, True)

    def like(self, line: Line, what: str) -> list[Line]:
        """Return the lines of the same ``row``, ``field`` or ``section``."""
        keys = {
            "row": lambda x: (x.row and (x.row.file, x.row.sheet, x.row.row)),
            "field": lambda x: (x.section, x.change and x.change.field.id),
            "section": lambda x: x.section,
        }
        wanted = keys[what](line)
        return [each for each in self._lines if each.can_tick and keys[what](each) == wanted]

    # Source

    def ids(self, book: Any, sort: str | None, descending: bool, filter: Chosen | None) -> Sequence[Key | Group]:
        chosen = filter or Chosen(self.first_section())
        # Questions come before everything: the rows they ask about do not come in without an answer.
        order = sorted(SECTIONS, key=lambda section: (section.id != "asked", section.id != chosen.section))
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
        for about in (line.row, line.asked, line.ruined, line.missing):
            if about is not None:
                return about.file, about.sheet
        return line.said[:2] if line.said is not None else None

    def _group(self, section: Section, places: Sequence[int], folded: bool) -> Group:
        rows = sum(self._lines[place].is_first for place in places)
        unit = self.unit if section.id in ("changed", "new", "unchanged") else "行"
        words = {
            "changed": f"{rows:,} {unit}，{len(places):,} 处，勾上的才写入",
            "new": f"{rows:,} {unit}，勾上的才写入",
            "asked": f"{rows:,} 行，按 Enter 指定，指定后才收",
            "ruined": f"{rows:,} 处，勾上的用查到的号码",
            "missing": f"{rows:,} {self._missing_unit(places)}，什么都不会删；走了的、没了的请到农户里记",
            "refused": f"{rows:,} 行，原因在这里，书没有动",
            "findings": f"{rows:,} 处",
            "skipped": f"{rows:,} 行，合计行、表尾这些",
            "ignored": f"{rows:,} 张",
        }.get(section.id, f"{rows:,} {unit}")
        if not rows:
            words = "没有"
        return Group(section.id, section.title, words, section.icon, section.tone, folded=folded)

    def _missing_unit(self, places: Sequence[int]) -> str:
        """户 or 人, by what is missing."""
        tables = {missing.table for place in places if (missing := self._lines[place].missing) is not None}
        return "户" if tables == {"household"} else "人" if tables == {"person"} else "条"

    # Texts

    def _row(self, line: Line) -> dict[str, Any]:
        told = self._told_of(line)
        if line.can_tick:
            told["tick"] = Cell(self.is_ticked(line))
            if not self.is_ticked(line):
                told[ROW_STATE] = "muted"
        return told

    def _told_of(self, line: Line) -> dict[str, Any]:
        if line.asked is not None:
            return _of_question(line.asked)
        if line.ruined is not None:
            return self._of_ruined(line.ruined)
        if line.missing is not None:
            one = line.missing
            note = "书里有，表里没有；按 Enter 去看"
            return {"name": one.name or one.code, "sheet": one.sheet, "change": Cell(one.code), "note": note}
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
        if line.change is not None and line.kept:
            why = line.change.why or "不采用"
            mapping["note"] = Cell(why, tone="due", icon="info", tip=why)
        elif line.is_first and (note := self._note(row)) is not None:
            mapping["note"] = note
        return mapping

    def _of_ruined(self, ruined: RuinedId) -> dict[str, Any]:
        shown: dict[str, Any] = {"row": ruined.row, "name": ruined.name, "sheet": ruined.sheet, "field": ruined.heading}
        text = ruined.text if not self.masks else f"{ruined.text[:4]}…"
        if not ruined.proposals:
            note = Cell("没有查到真号码，请照证件填", tone="late", icon="circle-x")
            return shown | {"change": Cell(text), "note": note}
        best, others = ruined.proposals[0], len(ruined.proposals) - 1
        number = resident_ids.mask(best.number) if self.masks else best.number
        note = f"{best.whence}" + (f"；另有 {others} 个可能" if others else "")
        return shown | {
            "change": Cell(text, new=number),
            "note": Cell(note, tone="due" if others else "", icon="triangle-alert" if others else "", tip=note),
        }

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


def _of_question(question: Question) -> dict[str, Any]:
    words = "；".join(candidate.words or candidate.code for candidate in question.candidates)
    count = len(question.candidates)
    asked = "像是书里的这一个，请指定是不是" if count == 1 else f"有 {count} 个可能，请指定是谁"
    return {
        "row": question.row,
        "name": question.name,
        "sheet": question.sheet,
        "change": Cell(words, tip=words),
        "note": Cell(asked, tone="due", icon="circle-question-mark"),
    }


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
        return {"field": "、".join(names), "change": Cell("记在其他栏目")}
    return {"field": "、".join(name for name in old if name not in new), "change": Cell("移到认得的栏目")}
