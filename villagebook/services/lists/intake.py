"""One import: files read once, shown with any decisions as often as wanted, taken in as one operation."""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from villagebook.base.errors import UserError
from villagebook.base.progress import QUIET, Progress
from villagebook.importing import Seen, Table, Workbook, drafts, read_file, recognise
from villagebook.models import ImportFile, ImportRow
from villagebook.services.lists.decisions import Decisions
from villagebook.services.lists.helped import resolve_help
from villagebook.services.lists.references import resolve_references
from villagebook.services.lists.report import OUTCOMES, ImportReport, RowReport, UnknownSheet
from villagebook.services.lists.sheaf import Sheaf
from villagebook.services.lists.takers import TAKERS
from villagebook.services.lists.taking import Refusal, Surroundings, Taking
from villagebook.services.lists.understood import understood
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work, backup

NOTHING_DECIDED = Decisions()


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
    decisions: Decisions = NOTHING_DECIDED,
) -> ImportReport:
    """Take lists into the book as one operation; with ``dry_run`` only tell what it would do.

    Args:
        kind: A kind of TAKERS for all sheets, or ``auto`` to recognise each.
        today: The year of rows that do not carry one.
        decisions: What the officer decided; by default every value of the lists is taken.

    Raises:
        UserError: a file cannot be read, or none holds a list of a known kind; nothing was changed.
    """
    prepared = prepare(book, paths, actor=actor, today=today, kind=kind, progress=progress)
    return prepared.report(decisions, progress) if dry_run else prepared.commit(decisions, progress)


def prepare(
    book: Book,
    paths: Sequence[Path],
    *,
    actor: str,
    today: dt.date,
    kind: str = "auto",
    progress: Progress = QUIET,
) -> Prepared:
    """Read lists once, to report on them with any decisions and to take them in.

    Raises:
        UserError: a file cannot be read, or there is no such kind.
    """
    if kind != "auto" and kind not in TAKERS:
        raise UserError("import.kind", f"没有“{kind}”这种表", f"可以是：{'、'.join(TAKERS)}")
    workbooks = [_read(path, progress, i, len(paths)) for i, path in enumerate(paths)]
    return Prepared(book, tuple(workbooks), kind, actor, today)


@dataclass(frozen=True, slots=True)
class Prepared:
    """Files that were read and wait for decisions."""

    book: Book
    workbooks: tuple[Workbook, ...]
    kind: str
    actor: str
    today: dt.date

    def report(self, decisions: Decisions = NOTHING_DECIDED, progress: Progress = QUIET) -> ImportReport:
        """Tell what taking them in with these decisions would do; nothing is written.

        Raises:
            UserError: nothing in the files is a list of a known kind, or a decision cannot be obeyed.
        """
        return self._run(decisions, progress, commit=False)

    def commit(self, decisions: Decisions = NOTHING_DECIDED, progress: Progress = QUIET) -> ImportReport:
        """Take them in with these decisions, as one operation.

        Raises:
            UserError: as for ``report``; nothing was changed.
        """
        return self._run(decisions, progress, commit=True)

    def _run(self, decisions: Decisions, progress: Progress, *, commit: bool) -> ImportReport:
        tables, unknown = _tables(self.workbooks, self.kind, decisions)
        batch = _Batch(self.workbooks, tables, unknown, self.actor, self.today, decisions)
        with _without_collector():
            return _take(self.book, batch, progress, commit=commit)


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
    unknown: list[UnknownSheet]
    actor: str
    today: dt.date
    decisions: Decisions

    @property
    def names(self) -> str:
        return "、".join(workbook.file_name for workbook in self.workbooks)


def _read(path: Path, progress: Progress, done: int, total: int) -> Workbook:
    progress.step(done, total, f"读 {path.name}")
    return read_file(path)


def _tables(
    workbooks: Sequence[Workbook], kind: str, decisions: Decisions
) -> tuple[list[tuple[Workbook, Table]], list[UnknownSheet]]:
    found: list[tuple[Workbook, Table]] = []
    unknown: list[UnknownSheet] = []
    for workbook in workbooks:
        for sheet in workbook.sheets:
            table = recognise(sheet, None if kind == "auto" else kind)
            if table is None:
                unknown.append(UnknownSheet(workbook.file_name, sheet.name, "没有认得的栏目"))
            else:
                found.append((workbook, table))
    if not found:
        raise UserError(
            "import.unknown_headings",
            f"{'、'.join(workbook.file_name for workbook in workbooks)}里没有认得的栏目",
            "要有户编号、姓名、证件号码、项目编号、凭证号这样的表头；请核对是不是拿错了表",
        )
    order = list(TAKERS)
    return sorted(found, key=lambda pair: order.index(pair[1].kind)), unknown


def _take(book: Book, batch: _Batch, progress: Progress, *, commit: bool) -> ImportReport:
    with book.work(declaration(import_files).id, batch.actor, f"导入 {batch.names}", Undo.INVERSE) as work:
        around = Surroundings(Sheaf(work), batch.today, batch.today.year)
        taken = _take_tables(around, work, batch, progress)
        resolve_references(around.sheaf)
        resolve_help(around.sheaf)
        around.sheaf.settle()
        reports = [_reported(one) for one in taken]
        report = ImportReport(
            Changed(None, f"导入 {batch.names}", frozenset()),
            not commit,
            tuple(reports),
            tuple(around.findings),
            tuple((w.file_name, t.sheet, row, why) for w, t in batch.tables for row, why in t.skipped),
            tuple((one.file, one.sheet) for one in batch.unknown),
            tuple(workbook.file_name for workbook in batch.workbooks),
            tuple(understood(workbook, table) for workbook, table in batch.tables),
            tuple(batch.unknown),
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


