"""Giving a list back: the user's own sheets with a reason column, and the report for machines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from villagebook.exporting.refused import Outcome, RowOutcome, return_workbook
from villagebook.importing import read_file
from villagebook.services.lists.report import ImportReport, RowReport


def as_plain(report: ImportReport) -> dict[str, Any]:
    """The shape of ``import --json``."""
    return {
        **report.counts,
        "operation": report.changed.seq,
        "rows": [
            {
                "file": r.file,
                "sheet": r.sheet,
                "row": r.row,
                "kind": r.kind,
                "code": r.code,
                "outcome": r.outcome,
                "reason": r.reason,
            }
            for r in report.rows
        ],
        "findings": [
            {
                "id": f.id,
                "severity": f.severity.value,
                "subject": f.subject,
                "field": f.field,
                "message": f.message,
                "hint": f.hint,
                "source": f.source,
            }
            for f in report.findings
        ],
        "skipped": [{"file": f, "sheet": s, "row": r, "reason": why} for f, s, r, why in report.skipped],
        "ignored_sheets": [{"file": f, "sheet": s} for f, s in report.ignored_sheets],
    }


def write_refused(report: ImportReport, files: Sequence[Path], target: Path) -> list[Path]:
    """Write each list back as a workbook with a reason column; refused and doubtful rows are coloured.

    One list goes to ``target``; several go beside it, named after their file. Returns the files written.

    Raises:
        KnownError: a target cannot be written.
    """
    doubts = _doubts(report)
    written = []
    for file in files:
        rows = [row for row in report.rows if row.file == file.name]
        place = target if len(files) == 1 else target.with_name(f"{target.stem}-{file.stem}{target.suffix}")
        return_workbook(place, read_file(file), [_outcome(row, doubts.get(row.code, "")) for row in rows])
        written.append(place)
    return written


def _doubts(report: ImportReport) -> dict[str, str]:
    """What was found doubtful, by the code of the record."""
    found: dict[str, list[str]] = {}
    for finding in report.findings:
        found.setdefault(finding.subject, []).append(f"{finding.field}：{finding.message}")
    return {code: "；".join(messages) for code, messages in found.items() if code}


def _outcome(row: RowReport, doubt: str) -> RowOutcome:
    if row.outcome == "refused":
        return RowOutcome(row.sheet, row.row, "refused", row.reason)
    reason = "；".join(dict.fromkeys(part for part in (row.reason, doubt) if part))
    return RowOutcome(row.sheet, row.row, "doubtful", reason) if reason else RowOutcome(row.sheet, row.row, _taken(row))


def _taken(row: RowReport) -> Outcome:
    return "new" if row.outcome == "new" else "changed" if row.outcome == "changed" else "unchanged"
