"""One import: files read once, shown with any decisions as often as wanted, taken in as one operation."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from villagebook.base.collector import without_collector
from villagebook.base.errors import UserError
from villagebook.base.progress import QUIET, Progress
from villagebook.importing import Memory, Table, Workbook, read_file
from villagebook.services.lists import elsewhere, originals
from villagebook.services.lists.benefited import resolve_benefits
from villagebook.services.lists.decisions import Decisions
from villagebook.services.lists.helped import resolve_help
from villagebook.services.lists.met import resolve_met
from villagebook.services.lists.missing import missing
from villagebook.services.lists.recording import write_history
from villagebook.services.lists.references import resolve_references
from villagebook.services.lists.remembered import LEFT_OUT, likely_headings, memory, remember, understand
from villagebook.services.lists.report import ImportReport, SheetReport, UnknownSheet
from villagebook.services.lists.rowwise import Taken, take_tables
from villagebook.services.lists.ruined import Sources
from villagebook.services.lists.sheaf import Sheaf
from villagebook.services.lists.takers import TAKERS
from villagebook.services.lists.taking import Surroundings
from villagebook.services.lists.understood import uncalculated, understood
from villagebook.services.lists.worked import resolve_works
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
    return Prepared(book, _named_apart(workbooks), kind, actor, today)


def _named_apart(workbooks: Sequence[Workbook]) -> tuple[Workbook, ...]:
    """Give a file the name of another file with (2) behind it: reports and decisions tell files by name."""
    contents: dict[str, str] = {}
    named = []
    for workbook in workbooks:
        path, number, name = Path(workbook.file_name), 1, workbook.file_name
        while contents.setdefault(name, workbook.sha256) != workbook.sha256:
            number += 1
            name = f"{path.stem}({number}){path.suffix}"
        named.append(workbook if name == workbook.file_name else replace(workbook, file_name=name))
    return tuple(named)


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

    def sheets(self, decisions: Decisions = NOTHING_DECIDED) -> tuple[SheetReport, ...]:
        """Return how the sheets and their headings are understood, without looking at the rows.

        Raises:
            UserError: nothing in the files is a list of a known kind, or a decision cannot be obeyed.
        """
        tables, _ = _tables(self.workbooks, self.kind, memory(self.book), decisions)
        return tuple(understood(workbook, table) for workbook, table in tables)

    def _run(self, decisions: Decisions, progress: Progress, *, commit: bool) -> ImportReport:
        tables, unknown = _tables(self.workbooks, self.kind, memory(self.book), decisions)
        batch = _Batch(self.workbooks, tables, unknown, self.actor, self.today, decisions)
        with without_collector():
            return _take(self.book, batch, progress, commit=commit)


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
    workbooks: Sequence[Workbook], kind: str, known: Memory, decisions: Decisions
) -> tuple[list[tuple[Workbook, Table]], list[UnknownSheet]]:
    found: list[tuple[Workbook, Table]] = []
    unknown: list[UnknownSheet] = []
    for workbook in workbooks:
        for sheet in workbook.sheets:
            table = understand(sheet, workbook.file_name, None if kind == "auto" else kind, known, decisions)
            if table is None:
                out = decisions.kinds.get((workbook.file_name, sheet.name)) == LEFT_OUT
                why = "按您的决定，没有收" if out else "认不出是什么表，没有收"
                unknown.append(UnknownSheet(workbook.file_name, sheet.name, why, likely_headings(sheet)))
            else:
                found.append((workbook, table))
    if not found:
        raise UserError(
            "import.unknown_headings",
            f"认不出{'、'.join(workbook.file_name for workbook in workbooks)}是什么表",
            "要有户编号、姓名、证件号码、项目编号、凭证号这样的表头，还要有一两栏认得的内容；"
            "请核对是不是拿错了表，没拿错就指定是哪一种表",
        )
    order = list(TAKERS)
    return sorted(found, key=lambda pair: order.index(pair[1].kind)), unknown


def _take(book: Book, batch: _Batch, progress: Progress, *, commit: bool) -> ImportReport:
    with book.work(declaration(import_files).id, batch.actor, f"导入 {batch.names}", Undo.INVERSE) as work:
        around = Surroundings(Sheaf(work), batch.today, batch.today.year, decisions=batch.decisions)
        taken = take_tables(book, around, work, batch.tables, progress)
        resolve_references(around.sheaf)
        resolve_help(around.sheaf)
        resolve_works(around.sheaf)
        resolve_met(around.sheaf)
        resolve_benefits(around.sheaf)
        around.sheaf.settle()
        report = _report(book, work, batch, around, taken, dry_run=not commit)
        if not commit:
            return report
        changes = bool(report.count("new") or report.count("changed"))
        if changes and not book.on_server:
            # Nothing was written yet: the copy is the book as it was before the import.
            backup.make(book, reason="导入前", progress=progress)
        progress.step(len(taken), len(taken), "写入")
        remembered = remember(book, work, (table for _, table in batch.tables))
        if not changes:
            work.heading = f"记下 {batch.names} 的栏目对应"
            return replace(report, changed=Changed.of(work.commit())) if remembered else report
        work.heading = f"导入 {batch.names}：新增 {report.count('new')}，改动 {report.count('changed')}"
        write_history(book, work, batch.workbooks, taken, report, batch.decisions)
        around.sheaf.write()
        return replace(report, changed=Changed.of(work.commit()))


def _report(
    book: Book, work: Work, batch: _Batch, around: Surroundings, taken: list[Taken], *, dry_run: bool
) -> ImportReport:
    for workbook, table in batch.tables:
        around.findings.extend(uncalculated(workbook, table))
        if (villages := around.villages.pop((id(workbook), table.sheet), None)) is not None:
            own = around.village["name"]
            around.findings.extend(elsewhere.tell(villages, workbook.file_name, table.sheet, own))
    rows = tuple(one.report() for one in taken)
    asked = tuple(question for one in taken if (question := one.question()) is not None)
    sources = Sources(around.sheaf, lambda: originals.numbers(book, work.connection))
    lists: dict[str, list[tuple[int, str, str]]] = {}
    for workbook, table in batch.tables:
        lists.setdefault(table.kind, []).append((id(workbook), workbook.file_name, table.sheet))
    return ImportReport(
        Changed(None, f"导入 {batch.names}", frozenset()),
        dry_run,
        rows,
        tuple(around.findings),
        tuple((w.file_name, t.sheet, row, why) for w, t in batch.tables for row, why in t.skipped),
        tuple((one.file, one.sheet) for one in batch.unknown),
        tuple(workbook.file_name for workbook in batch.workbooks),
        tuple(understood(workbook, table) for workbook, table in batch.tables),
        tuple(batch.unknown),
        asked,
        missing(around, lists, rows, asked),
        tuple(ruined for one in taken for ruined in one.ruined(sources)),
    )
