"""Taking lists in: read files, find each row's record, show what would change, and take all of it as one operation.

The trial run is the same code, not committed. An empty cell never erases; rows missing from a list delete nothing;
what cannot be taken comes back as the user's own sheet with a reason.

To add a kind of list: its headings in importing/kinds.py, and one entry in ``TAKERS`` that says how a row is taken.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from villagebook.base.errors import UserError
from villagebook.base.progress import QUIET, Progress
from villagebook.importing import Seen, Table, Workbook, drafts, read_file, recognise
from villagebook.models import ImportFile, ImportRow
from villagebook.services.lists.financed import take_entry, take_project, take_roster_line
from villagebook.services.lists.references import resolve_references
from villagebook.services.lists.registered import take_household, take_person, take_phone, take_roll_line
from villagebook.services.lists.report import (
    OUTCOME_WORDS,
    OUTCOMES,
    CellChange,
    ColumnReport,
    ImportReport,
    RowReport,
    SheetReport,
)
from villagebook.services.lists.sheaf import Sheaf
from villagebook.services.lists.taking import Refusal, Surroundings, Taking
from villagebook.services.lists.understood import understood
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work, backup

#: How a row of each kind is taken, in the order that lets references resolve: households before their persons.
TAKERS: dict[str, Callable[[Taking], None]] = {
    "households": take_household,
    "people": take_person,
    "roll": take_roll_line,
    "phones": take_phone,
    "projects": take_project,
    "funds": take_entry,
    "rosters": take_roster_line,
}


@verb("lists.import", "导入", Undo.INVERSE)
def import_files(
    book: Book,
    paths: Sequence[Path],
    *,
    actor: str,
    today: dt.date,
    kind: str = "auto",
    dry_run: bool = False,
    progress: Progress = QUIET,
) -> ImportReport:
    """Take lists into the book as one operation; with ``dry_run`` only tell what it would do.

    Args:
        kind: A kind of TAKERS for all sheets, or ``auto`` to recognise each.
        today: The year of rows that do not carry one.

    Raises:
        UserError: a file cannot be read, or holds no list of a known kind; nothing was changed.
    """
    workbooks = [_read(path, progress, i, len(paths)) for i, path in enumerate(paths)]
    tables, ignored = _tables(workbooks, kind)
    batch = _Batch(tuple(workbooks), tables, ignored, actor, today)
    with _without_collector():
        return _take(book, batch, progress, commit=not dry_run)


@contextlib.contextmanager
def _without_collector() -> Iterator[None]:
    """Leave the cyclic collector off: it would search the rows of a whole village, which hold no cycles, many times."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@dataclass(frozen=True, slots=True)
class _Batch:
    """What one import takes in."""

    workbooks: tuple[Workbook, ...]
    tables: list[tuple[Workbook, Table]]
    ignored: list[tuple[str, str]]
    actor: str
    today: dt.date

    @property
    def names(self) -> str:
        return "、".join(workbook.file_name for workbook in self.workbooks)


def _read(path: Path, progress: Progress, done: int, total: int) -> Workbook:
    progress.step(done, total, f"读 {path.name}")
    return read_file(path)


def _tables(workbooks: list[Workbook], kind: str) -> tuple[list[tuple[Workbook, Table]], list[tuple[str, str]]]:
    if kind != "auto" and kind not in TAKERS:
        raise UserError("import.kind", f"没有“{kind}”这种表", f"可以是：{'、'.join(TAKERS)}")
    found: list[tuple[Workbook, Table]] = []
    ignored: list[tuple[str, str]] = []
    for workbook in workbooks:
        known = 0
        for sheet in workbook.sheets:
            table = recognise(sheet, None if kind == "auto" else kind)
            if table is None:
                ignored.append((workbook.file_name, sheet.name))
            else:
                known += 1
                found.append((workbook, table))
        if not known:
            raise UserError(
                "import.unknown_headings",
                f"{workbook.file_name}里没有认得的栏目",
                "要有户编号、姓名、证件号码、项目编号、凭证号这样的表头；请核对是不是拿错了表",
            )
    order = list(TAKERS)
    return sorted(found, key=lambda pair: order.index(pair[1].kind)), ignored


def _take(book: Book, batch: _Batch, progress: Progress, *, commit: bool) -> ImportReport:
    with book.work(declaration(import_files).id, batch.actor, f"导入 {batch.names}", Undo.INVERSE) as work:
        around = Surroundings(Sheaf(work), batch.today, batch.today.year)
        taken = _take_tables(around, work, batch, progress)
        resolve_references(around.sheaf)
        around.sheaf.settle()
        reports = [_reported(one) for one in taken]
        report = ImportReport(
            Changed(None, f"导入 {batch.names}", frozenset()),
            not commit,
            tuple(reports),
            tuple(around.findings),
            tuple((w.file_name, t.sheet, row, why) for w, t in batch.tables for row, why in t.skipped),
            tuple(batch.ignored),
            tuple(workbook.file_name for workbook in batch.workbooks),
            tuple(understood(workbook, table) for workbook, table in batch.tables),
        )
        if not commit or not (report.count("new") or report.count("changed")):
            return report
        if not book.on_server:
            # Nothing was written yet: the copy is the book as it was before the import.
            backup.make(book, reason="导入前", progress=progress)
        progress.step(len(reports), len(reports), "写入")
        work.heading = f"导入 {batch.names}：新增 {report.count('new')}，改动 {report.count('changed')}"
        _write_history(book, work, batch, taken, report)
        around.sheaf.write()
        return replace(report, changed=Changed.of(work.commit()))


@dataclass(frozen=True, slots=True)
class _Taken:
    """One row after it was taken, or why it was refused."""

    workbook: Workbook
    taking: Taking
    refused: str


def _take_tables(around: Surroundings, work: Work, batch: _Batch, progress: Progress) -> list[_Taken]:
    taken: list[_Taken] = []
    total = sum(len(table.rows) for _, table in batch.tables)
    seen: dict[int, Seen] = {}
    for workbook, table in batch.tables:
        around.year = table.year or batch.today.year
        around.file = id(workbook)
        for draft in drafts(table, seen.setdefault(around.file, {})):
            if len(taken) % 200 == 0:
                progress.step(len(taken), total, f"核对 {workbook.file_name}")
            taking = Taking(around, draft, work.new_id())
            taken.append(_Taken(workbook, taking, _take_row(taking)))
    return taken


def _take_row(taking: Taking) -> str:
    """Take one row; return why it was refused, empty if it was not."""
    taking.around.findings.extend(taking.draft.findings)
    if taking.draft.refused:
        return taking.draft.refused
    try:
        TAKERS[taking.draft.kind](taking)
    except Refusal as refusal:
        return refusal.reason
    return ""


def _reported(taken: _Taken) -> RowReport:
    taking, draft = taken.taking, taken.taking.draft
    lasting = () if taken.refused else taking.lasting()
    return RowReport(
        taken.workbook.file_name,
        draft.sheet,
        draft.row,
        draft.kind,
        taking.code or draft.code,
        "refused" if taken.refused else taking.outcome(lasting),
        taken.refused or "；".join(taking.doubts),
        taking.name,
        lasting,
    )


def _write_history(book: Book, work: Work, batch: _Batch, taken: list[_Taken], report: ImportReport) -> None:
    files: dict[str, dict[str, Any]] = {}
    for workbook in batch.workbooks:
        outcomes = [r.outcome for t, r in zip(taken, report.rows, strict=True) if t.workbook.sha256 == workbook.sha256]
        files[workbook.sha256] = {
            "id": work.new_id(),
            "attachment_id": book.files.put(work, workbook.data, workbook.file_name, workbook.media_type),
            "file_name": workbook.file_name,
            "sha256": workbook.sha256,
            "imported_at": book.clock.now(),
            "counts": {outcome: outcomes.count(outcome) for outcome in OUTCOMES},
        }
    work.write_rows(ImportFile, inserts=list(files.values()))
    work.write_rows(
        ImportRow,
        inserts=[
            _history(one, row, files[one.workbook.sha256]["id"]) for one, row in zip(taken, report.rows, strict=True)
        ],
    )


def _history(taken: _Taken, report: RowReport, file_id: uuid.UUID) -> dict[str, Any]:
    kept = dict(taken.taking.draft.cells) if report.outcome == "refused" else None
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


__all__ = [
    "OUTCOMES",
    "OUTCOME_WORDS",
    "TAKERS",
    "CellChange",
    "ColumnReport",
    "ImportReport",
    "RowReport",
    "SheetReport",
    "import_files",
]
