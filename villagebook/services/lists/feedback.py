"""Giving a list back: the user's own sheets with a reason column, and the report for machines."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from villagebook.exporting.refused import RowNote, write_back
from villagebook.services.lists.report import ImportReport


def as_plain(report: ImportReport) -> dict[str, Any]:
    """The shape of ``import --json``."""
    return {
        **report.counts,
        "operation": report.changed.seq,
        "rows": [
            {"file": r.file, "sheet": r.sheet, "row": r.row, "kind": r.kind, "code": r.code, "outcome": r.outcome,
             "reason": r.reason}
            for r in report.rows],
        "findings": [
            {"id": f.id, "severity": f.severity.value, "subject": f.subject, "field": f.field, "message": f.message,
             "hint": f.hint, "source": f.source}
            for f in report.findings],
        "skipped": [{"file": f, "sheet": s, "row": r, "reason": why} for f, s, r, why in report.skipped],
        "ignored_sheets": [{"file": f, "sheet": s} for f, s in report.ignored_sheets],
    }


def write_refused(report: ImportReport, files: Sequence[Path], target: Path) -> list[Path]:
    """Write each list back as a workbook with a reason column; refused and doubtful rows are coloured.

    One list goes to ``target``; several go beside it, named after their file. Returns the files written.
    """
    written = []
    for file in files:
        notes = [
            RowNote(r.sheet, r.row, r.outcome, r.reason) for r in report.rows
            if r.file == file.name and (r.outcome == "refused" or r.reason)]
        place = target if len(files) == 1 else target.with_name(f"{target.stem}-{file.stem}{target.suffix}")
        write_back(file, notes, place)
        written.append(place)
    return written
