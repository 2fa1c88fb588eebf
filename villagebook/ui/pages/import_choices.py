"""What the officer decides while looking at the result of an import: ticks, answers, and what they come to.

The report was made with some decisions; what is ticked since then is laid over it, so that a tick costs nothing. Only
an answer that lets a refused row in, or another meaning of a column, needs a new report.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import partial

from villagebook.services.lists import CellChange, Decisions, ImportReport, Question, RowReport, RuinedId
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import Dialog

#: The answer that says: somebody the book does not know yet.
NEW = "new"
ANY = "*"
MODES = {"take": "用表里的值更新", "fill": "只补空着的栏目", "keep": "跳过，不更新"}


def place_of(row: RowReport) -> tuple[str, str, int]:
    """Return the key of a row in ``Decisions``."""
    return row.file, row.sheet, row.row


class Choices:
    """Decisions, laid over a report.

    Attributes:
        decisions: What was decided so far; given to the next report and to the import.
        mode: What becomes of records the book already has: one of MODES.
    """

    def __init__(self) -> None:
        self.decisions = Decisions()
        self.mode = "take"

    # Ticks

    def takes_cell(self, row: RowReport, change: CellChange, *, kept: bool) -> bool:
        """Whether a cell's value goes into the book; ``kept`` if the report says that it stays outside."""
        if not self.takes_row(row):
            return False
        said = self.decisions.cells.get((*place_of(row), change.field.id))
        return said == "take" if said else not kept

    def takes_row(self, row: RowReport) -> bool:
        """Whether a row goes into the book at all."""
        return self.decisions.rows.get(place_of(row)) != "leave out"

    def takes_number(self, ruined: RuinedId) -> bool:
        """Whether a number is put in for one that a spreadsheet destroyed."""
        return (ruined.file, ruined.sheet, ruined.row, ruined.field) in self.decisions.ids

    def set_cells(self, cells: Iterable[tuple[RowReport, CellChange]], taken: bool) -> None:
        """Take these cells, or leave what the book has."""
        word = "take" if taken else "keep"
        said = {(*place_of(row), change.field.id): word for row, change in cells}
        rows = {place for place in (key[:3] for key in said) if self.decisions.rows.get(place) == "leave out"}
        if taken and rows:
            kept = {place: word for place, word in self.decisions.rows.items() if place not in rows}
            self.decisions = replace(self.decisions, rows=kept)
        self.decisions = replace(self.decisions, cells={**self.decisions.cells, **said})

    def set_rows(self, rows: Iterable[RowReport], taken: bool) -> None:
        """Take these rows, or leave them out."""
        places = {place_of(row) for row in rows}
        said = {place: word for place, word in self.decisions.rows.items() if place not in places}
        if not taken:
            said |= dict.fromkeys(places, "leave out")
        self.decisions = replace(self.decisions, rows=said)

    def set_numbers(self, ruined: Iterable[RuinedId], taken: bool) -> None:
        """Accept the best proposal for each of these numbers, or none."""
        said = dict(self.decisions.ids)
        for one in ruined:
            key = (one.file, one.sheet, one.row, one.field)
            said.pop(key, None)
            if taken and one.proposals:
                said[key] = one.proposals[0].number
        self.decisions = replace(self.decisions, ids=said)

    # Answers that need a new report

    def say_who(self, place: tuple[str, str, int], key: str) -> None:
        """Say which record a row is about: its key, or ``new``."""
        self.decisions = self.decisions.also(Decisions(who={place: key}))

    def say_column(self, sheet: tuple[str, str], heading: str, meaning: str) -> None:
        """Say what a heading means: a value id, or empty for a column that stays outside."""
        self.decisions = self.decisions.also(Decisions(columns={sheet: {heading: meaning}}))

    def say_kind(self, sheet: tuple[str, str], kind: str) -> None:
        """Say what kind of list a sheet is."""
        self.decisions = self.decisions.also(Decisions(kinds={sheet: kind}))

    def say_mode(self, mode: str, report: ImportReport) -> None:
        """Say what becomes of all cells of records the book already has."""
        self.mode = mode
        ids = {column.id.partition("#")[0] for sheet in report.sheets for column in sheet.columns if column.id}
        said = {} if mode == "take" else {(ANY, ANY, id): mode for id in ids if id}
        self.decisions = replace(self.decisions, fields=said)

    # What it comes to

    def writes(self, report: ImportReport) -> int:
        """Return how many rows will be written."""
        accepted = {(one.file, one.sheet, one.row) for one in report.ruined if self.takes_number(one)}
        count = 0
        for row in report.rows:
            if row.outcome == "refused":
                continue
            if row.outcome == "new":
                count += self.takes_row(row)
            elif place_of(row) in accepted:
                count += 1
            else:
                count += any(self.takes_cell(row, change, kept=False) for change in row.changes) or any(
                    self.takes_cell(row, change, kept=True) for change in row.kept
                )
        return count


def who_dialog(question: Question, answer: Callable[[str], object]) -> Dialog:
    """Ask which record a row is about; ``answer`` gets its key as text, or ``new``."""
    what = "户" if question.table == "household" else "人"
    title = f"第 {question.row} 行的 {question.name} 是哪一{what}"
    dialog = Dialog(title, 560, note=f"工作表 {question.sheet}")
    for candidate in question.candidates:
        words = "，".join(part for part in (candidate.code, candidate.words) if part)
        dialog.body.addWidget(_answer_button(dialog, words, partial(answer, str(candidate.key))))
    dialog.body.addWidget(_answer_button(dialog, f"都不是，是书里还没有的{what}", partial(answer, NEW)))
    dialog.default = dialog.add_close("先不指定")
    return dialog


def _answer_button(dialog: Dialog, words: str, answer: Callable[[], object]) -> Button:
    def press() -> None:
        dialog.close_panel()
        answer()

    return Button(words, "user", on_click=press)
