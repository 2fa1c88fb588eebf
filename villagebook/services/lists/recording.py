"""What the book keeps of an import: the original files, what became of each row, what was decided."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Sequence
from typing import Any

from villagebook.importing import Workbook
from villagebook.models import ImportFile, ImportRow
from villagebook.services.lists.decisions import Decisions
from villagebook.services.lists.report import OUTCOMES, ImportReport, RowReport
from villagebook.services.lists.rowwise import Taken
from villagebook.store import Book, Work


def write_history(
    book: Book, work: Work, workbooks: Sequence[Workbook], taken: list[Taken], report: ImportReport, decided: Decisions
) -> None:
    """Write the files and rows of an import into its work."""
    counts: dict[str, Counter[str]] = {}
    for one, row in zip(taken, report.rows, strict=True):
        counts.setdefault(one.workbook.sha256, Counter())[row.outcome] += 1
    files: dict[str, dict[str, Any]] = {}
    for workbook in workbooks:
        counted = counts.get(workbook.sha256, Counter())
        files[workbook.sha256] = {
            "id": work.new_id(),
            "attachment_id": book.files.put(work, workbook.data, workbook.file_name, workbook.media_type),
            "file_name": workbook.file_name,
            "sha256": workbook.sha256,
            "imported_at": book.clock.now(),
            "counts": {outcome: counted[outcome] for outcome in OUTCOMES},
            "decisions": decided.of_file(workbook.file_name).to_json() or None,
        }
    work.write_rows(ImportFile, inserts=list(files.values()))
    work.write_rows(
        ImportRow,
        inserts=[
            _history(one, row, files[one.workbook.sha256]["id"]) for one, row in zip(taken, report.rows, strict=True)
        ],
    )


def _history(taken: Taken, report: RowReport, file_id: uuid.UUID) -> dict[str, Any]:
    kept = dict(taken.taking.draft.cells) if report.outcome == "refused" or report.kept else None
    return {
        "id": taken.taking.import_row_id,
        "file_id": file_id,
        "sheet": report.sheet,
        "row": report.row,
        "kind": report.kind,
        "code": report.code or None,
        "outcome": report.outcome,
        "reason": report.reason or None,
        "cells": kept,
    }


