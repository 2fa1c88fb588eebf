"""Giving a list back: the user's own sheets with a reason column, and the report for machines."""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from villagebook.exporting.files import replacing
from villagebook.exporting.refused import Outcome, RowOutcome, return_workbook
from villagebook.importing import Workbook, read_file
from villagebook.services.lists.report import CellChange, ImportReport, RowReport, RuinedId

_Row = tuple[str, str, int]


def as_plain(report: ImportReport) -> dict[str, Any]:
    """The shape of ``import --json``."""
    return {
        **report.counts,
        "operation": report.changed.seq,
        "rows": [_row(row) for row in report.rows],
        "findings": [
            {
                "id": f.id, "severity": f.severity.value, "subject": f.subject, "field": f.field,
                "message": f.message, "hint": f.hint, "source": f.source,
            }
            for f in report.findings
        ],
        "skipped": [{"file": f, "sheet": s, "row": r, "reason": why} for f, s, r, why in report.skipped],
        "ignored_sheets": [
            {"file": one.file, "sheet": one.sheet, "reason": one.reason, "headings": list(one.headings)}
            for one in report.unknown_sheets
        ],
        "sheets": [
            {
                "file": sheet.file, "sheet": sheet.sheet, "kind": sheet.kind, "title": sheet.title,
                "heading_rows": list(sheet.heading_rows), "data_rows": sheet.data_rows, "returned": sheet.returned,
                "columns": [
                    {
                        "heading": c.heading, "field": c.id, "label": c.field, "how": c.how, "why": c.why,
                        "outside": c.outside,
                    }
                    for c in sheet.columns
                ],
            }
            for sheet in report.sheets
        ],
        "asked": [
            {
                "file": q.file, "sheet": q.sheet, "row": q.row, "name": q.name, "record": q.table,
                "candidates": [{"key": str(c.key), "code": c.code, "words": c.words} for c in q.candidates],
            }
            for q in report.asked
        ],
        "missing": [
            {"record": m.table, "key": str(m.key), "code": m.code, "name": m.name, "file": m.file, "sheet": m.sheet}
            for m in report.missing
        ],
        "ruined": [ruined_as_plain(one) for one in report.ruined],
    }  # fmt: skip


def ruined_as_plain(one: RuinedId) -> dict[str, Any]:
    """A ruined number for machines."""
    return {
        "file": one.file, "sheet": one.sheet, "row": one.row, "field": one.field, "heading": one.heading,
        "text": one.text, "name": one.name, "record": str(one.record) if one.record else None,
        "proposals": [{"number": p.number, "whence": p.whence} for p in one.proposals],
    }  # fmt: skip


def _row(row: RowReport) -> dict[str, Any]:
    return {
        "file": row.file, "sheet": row.sheet, "row": row.row, "kind": row.kind, "code": row.code, "name": row.name,
        "outcome": row.outcome, "reason": row.reason,
        "changes": [_cell(change) for change in row.changes if row.outcome == "changed"],
        "kept": [_cell(change) | {"reason": change.why} for change in row.kept],
    }  # fmt: skip


def _cell(change: CellChange) -> dict[str, Any]:
    return {"field": change.field.id, "label": change.field.label, "old": change.old, "new": change.new}


def check_target(target: Path) -> None:
    """Say before an import whether its report could be written afterwards: a list taken in stays taken.

    Raises:
        KnownError: there is no such folder, or it is closed to us.
    """
    with contextlib.suppress(_Tried), replacing(target):
        raise _Tried


class _Tried(Exception):  # noqa: N818 - leaves the block, so that nothing is replaced
    pass


def write_refused(report: ImportReport, files: Sequence[Path | Workbook], target: Path) -> list[Path]:
    """Write each list back as a workbook with a reason column; refused rows are red, doubtful ones amber.

    One list goes to ``target``; several go beside it, named after their file. Whatever the list came as (xls, csv, a
    web page), it goes back as .xlsx. Returns the files written.

    Raises:
        KnownError: a target cannot be written.
    """
    if target.suffix.lower() != ".xlsx":
        target = target.with_name(f"{target.name}.xlsx")
    doubts, more = _doubts(report), _reasons(report)
    headings = {(sheet.file, sheet.sheet): sheet.heading_rows[1] for sheet in report.sheets}
    written: list[Path] = []
    for file in files:
        workbook = file if isinstance(file, Workbook) else read_file(file)
        stem = Path(workbook.file_name).stem
        place = target if len(files) == 1 else target.with_name(f"{target.stem}-{stem}{target.suffix}")
        mine = [row for row in report.rows if row.file == workbook.file_name]
        said = [(*doubts.get(r.code or f"第{r.row}行", ()), *more.get((r.file, r.sheet, r.row), ())) for r in mine]
        outcomes = [_outcome(row, why) for row, why in zip(mine, said, strict=True)]
        own = {sheet: row for (name, sheet), row in headings.items() if name == workbook.file_name}
        return_workbook(place, workbook, outcomes, heading_rows=own)
        written.append(place)
    return written


def _doubts(report: ImportReport) -> dict[str, list[str]]:
    """What was found doubtful, by the code of the record."""
    found: dict[str, list[str]] = {}
    for finding in report.findings:
        found.setdefault(finding.subject, []).append(f"{finding.field}：{finding.message}")
    return {code: messages for code, messages in found.items() if code}


def _reasons(report: ImportReport) -> dict[_Row, list[str]]:
    """What else to tell of a row: whom it may be about, true numbers, what an older list did not change."""
    found: dict[_Row, list[str]] = {}
    for question in report.asked:
        who = "；".join(f"{c.code or '没有编号'}（{c.words}）" for c in question.candidates)
        found.setdefault((question.file, question.sheet, question.row), []).append(f"可能是：{who}")
    for ruined in report.ruined:
        if ruined.proposals:
            numbers = "、".join(f"{p.number}（{p.whence}）" for p in ruined.proposals)
            found.setdefault((ruined.file, ruined.sheet, ruined.row), []).append(f"{ruined.heading}可能是 {numbers}")
    for row in report.rows:
        older = [change for change in row.kept if change.why.startswith("这是")]
        if older:
            labels = "、".join(dict.fromkeys(change.field.label for change in older))
            found.setdefault((row.file, row.sheet, row.row), []).append(f"{labels}：{older[0].why}")
    return found


def _outcome(row: RowReport, doubts: Sequence[str]) -> RowOutcome:
    if row.outcome == "refused":
        more = [doubt for doubt in doubts if doubt.startswith("可能是")]
        return RowOutcome(row.sheet, row.row, "refused", "；".join((row.reason, *more)))
    reason = "；".join(dict.fromkeys(part for part in (row.reason, *doubts) if part))
    return RowOutcome(row.sheet, row.row, "doubtful", reason) if reason else RowOutcome(row.sheet, row.row, _taken(row))


def _taken(row: RowReport) -> Outcome:
    return "new" if row.outcome == "new" else "changed" if row.outcome == "changed" else "unchanged"
