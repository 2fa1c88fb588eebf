"""Going through the rows of an import: each is taken, refused, asked about, or left as it was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from villagebook.base.progress import Progress
from villagebook.importing import DraftRow, Seen, Table, Workbook, drafts
from villagebook.services.lists import originals
from villagebook.services.lists.contradicting import Sayings
from villagebook.services.lists.matching import candidate_words, household_by_code
from villagebook.services.lists.report import Candidate, Question, RowReport, RuinedId
from villagebook.services.lists.ruined import Sources, ruined_of, with_accepted
from villagebook.services.lists.takers import TAKERS
from villagebook.services.lists.taking import Refusal, Surroundings, Taking, Unclear
from villagebook.store import Book, Work

_LEFT_OUT = "按您的决定，这一行没有收"
_STEP = 200


@dataclass(frozen=True, slots=True)
class Taken:
    """One row after it was taken, or why it was refused."""

    workbook: Workbook
    taking: Taking
    refused: str
    unclear: Unclear | None = None

    def report(self) -> RowReport:
        """What became of it."""
        taking, draft = self.taking, self.taking.draft
        lasting = () if self.refused else taking.lasting()
        return RowReport(
            self.workbook.file_name,
            draft.sheet,
            draft.row,
            draft.kind,
            taking.code or draft.code,
            "refused" if self.refused else taking.outcome(lasting),
            self.refused or "；".join(taking.doubts),
            taking.name,
            lasting,
            () if self.refused else tuple(taking.kept),
        )

    def question(self) -> Question | None:
        """What is to be asked about it, if anything."""
        if self.unclear is None:
            return None
        table, draft = self.unclear.table, self.taking.draft
        candidates = tuple(
            Candidate(row["id"], row["code"] or "", candidate_words(self.taking, table, row))
            for row in self.unclear.rows
        )
        return Question(
            self.workbook.file_name, draft.sheet, draft.row, self.taking.name or draft.code, candidates, table
        )

    def ruined(self, sources: Sources) -> Iterator[RuinedId]:
        """The numbers of it that a spreadsheet destroyed."""
        draft = self.taking.draft
        if draft.findings:
            yield from ruined_of(self.workbook.file_name, draft, sources, self.taking.subject)


def take_tables(
    book: Book, around: Surroundings, work: Work, tables: Sequence[tuple[Workbook, Table]], progress: Progress
) -> list[Taken]:
    """Take all rows of all tables into memory, in order."""
    taken: list[Taken] = []
    total = sum(len(table.rows) for _, table in tables)
    seen: dict[int, Seen] = {}
    around.sayings = Sayings() if len(tables) > 1 else None
    for workbook, table in tables:
        around.year = table.year or around.today.year
        around.file, around.file_name = id(workbook), workbook.file_name
        before = originals.taken_before(book, work.connection, table) if originals.is_returned(table) else frozenset()
        for draft in drafts(table, seen.setdefault(around.file, {})):
            if len(taken) % _STEP == 0:
                progress.step(len(taken), total, f"核对 {workbook.file_name}")
            if around.decisions.ids:
                draft = with_accepted(around.file_name, draft, around.decisions)
            taking = Taking(around, draft, work.new_id())
            if before and _cells(draft) in before:
                around.findings.extend(draft.findings)
                _stays(taking)
                taken.append(Taken(workbook, taking, ""))
            else:
                taken.append(_take_row(workbook, taking))
    return taken


def _take_row(workbook: Workbook, taking: Taking) -> Taken:
    taking.around.findings.extend(taking.draft.findings)
    if taking.draft.refused:
        return Taken(workbook, taking, taking.draft.refused)
    if taking.around.decisions.rows.get(taking.place) == "leave out":
        return Taken(workbook, taking, _LEFT_OUT)
    try:
        TAKERS[taking.draft.kind](taking)
    except Unclear as unclear:
        return Taken(workbook, taking, unclear.reason, unclear)
    except Refusal as refusal:
        return Taken(workbook, taking, refusal.reason)
    taking.release()
    return Taken(workbook, taking, "")


def _cells(draft: DraftRow) -> originals.Cells:
    return originals.cells_of(draft.table, draft.row - draft.table.source.first_row)


def _stays(taking: Taking) -> None:
    """Remember whom a row is about that says what it said when it was taken before; nothing is done about it."""
    person, household = taking.part("person"), taking.part("household")
    for row in taking.sheaf.shelf("person").lookup("code", lambda r: r["code"], person.get("code")):
        taking.around.claim("person", row["id"])
    if (home := household_by_code(taking, household.get("code"))) is not None:
        taking.around.claim("household", home["id"])
