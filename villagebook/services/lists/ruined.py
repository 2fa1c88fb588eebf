"""Numbers that a spreadsheet destroyed: what survives of them, what they may have been, taking the true one.

A number cell keeps 15 digits; the rest is gone and is never guessed. The true number is proposed where it is known:
at the record itself, in another column of the row, at the same name in the book or in another file of the import, or
in an original taken in earlier. Only what agrees with the surviving digits is proposed or accepted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import ROUND_HALF_UP, Context, Decimal
from typing import TypeAlias

from villagebook.base.errors import UserError
from villagebook.base.resident_ids import PROBLEMS, fold, is_ruined, mask, problems
from villagebook.importing import Cell, DraftRow, field_of, text_of
from villagebook.services.lists.decisions import Decisions
from villagebook.services.lists.report import Proposal, RuinedId
from villagebook.services.lists.sheaf import Row, Sheaf

RUINED = "import.ruined-number"
#: Name -> (number, where it stands).
Numbers: TypeAlias = Mapping[str, Sequence[tuple[str, str]]]

_KEPT_DIGITS = 15
_LEAST_WHOLE = 10
_SCIENTIFIC = re.compile(r"([0-9])(?:\.([0-9]+))?E\+?([0-9]{1,3})", re.IGNORECASE)
_DIGITS = re.compile(r"[0-9]{16,25}")
_CARD = re.compile(r"[0-9]{12,25}")
#: Where a field's record has the name that goes with the number.
NAMES = {"person.id_number": ("person", "name"), "household.head_id_number": ("household", "head_name")}


def survives(cell: Cell, number: str) -> bool:
    """Whether a true number agrees with the digits that a ruined cell still has."""
    return surviving_digits(cell) > 0 and _agrees(cell, fold(number))


def surviving_digits(cell: Cell) -> int:
    """How many digits of the number can still be read: 15 of a number cell, fewer of 3.50699E+17."""
    if isinstance(cell, (int, float)):
        return _KEPT_DIGITS
    text = fold(text_of(cell))
    if match := _SCIENTIFIC.fullmatch(text):
        shown = 1 + len(match[2] or "")
        # A spreadsheet shows six digits; as many as here are all of the number's, less the zeros at its end.
        return _KEPT_DIGITS if shown >= _LEAST_WHOLE else shown
    return _KEPT_DIGITS if _DIGITS.fullmatch(text) else 0


def _agrees(cell: Cell, number: str) -> bool:
    text = repr(cell).upper() if isinstance(cell, float) else fold(text_of(cell))
    if (match := _SCIENTIFIC.fullmatch(text)) is None:
        return _same_start(text.removesuffix(".0"), number)
    digits, length = match[1] + (match[2] or ""), int(match[3]) + 1
    wanted = number if len(number) == length else number[:18]
    if len(wanted) != length or not wanted.isdigit():
        return False
    if len(digits) > _KEPT_DIGITS:
        return float(wanted) == float(text)  # not of a spreadsheet, which cuts off, but of a program that rounds
    if len(digits) >= _LEAST_WHOLE or isinstance(cell, float):
        return wanted[:_KEPT_DIGITS] == digits.ljust(_KEPT_DIGITS, "0")
    kept = Context(prec=len(digits), rounding=ROUND_HALF_UP).create_decimal(wanted[:_KEPT_DIGITS].ljust(length, "0"))
    return kept == Decimal(digits).scaleb(length - len(digits))


def _same_start(text: str, number: str) -> bool:
    wanted = number if len(number) == len(text) else number[:18]
    return len(wanted) == len(text) and wanted[:_KEPT_DIGITS] == text[:_KEPT_DIGITS]


# Finding


@dataclass(slots=True)
class Sources:
    """Where true numbers may stand, each looked at when first needed.

    Attributes:
        sheaf: The book with this import in it.
        earlier: Gives the numbers of originals taken in earlier.
    """

    sheaf: Sheaf
    earlier: Callable[[], Numbers]
    _by_name: dict[str, list[tuple[str, str]]] | None = field(default=None)
    _of_earlier: Numbers | None = field(default=None)

    def named(self, name: str) -> Sequence[tuple[str, str]]:
        """The numbers at a name in the book and in this import."""
        if self._by_name is None:
            self._by_name = {}
            for id, (table, name_of) in NAMES.items():
                shelf, number_of = self.sheaf.shelf(table), id.partition(".")[2]
                for row in shelf.rows.values():
                    if row[number_of] and row[name_of]:
                        fresh = row["id"] in shelf.inserted or number_of in shelf.updated.get(row["id"], ())
                        whence = "同时导入的表里同名的人" if fresh else "书里同名的人"
                        self._by_name.setdefault(row[name_of], []).append((row[number_of], whence))
        return self._by_name.get(name, ())

    def of_earlier(self, name: str) -> Sequence[tuple[str, str]]:
        """The numbers at a name in lists taken in earlier."""
        if self._of_earlier is None:
            self._of_earlier = self.earlier()
        return self._of_earlier.get(name, ())


def ruined_cells(draft: DraftRow) -> Iterator[tuple[str, str, Cell]]:
    """Yield (field id, heading, cell) of each ruined number of a row."""
    headings = {finding.field for finding in draft.findings if finding.id == RUINED}
    if not headings:
        return
    for column in draft.table.columns:
        if column.heading in headings and column.field is not None:
            cell = draft.raw[column.index] if column.index < len(draft.raw) else None
            yield column.field.id, column.heading, cell


def ruined_of(
    file: str, draft: DraftRow, sources: Sources, subject: tuple[str, Row] | None
) -> Iterator[RuinedId]:
    """Yield the ruined numbers of a row with what they may have been.

    Args:
        subject: The record the row is about, if it was found.
    """
    for id, heading, cell in ruined_cells(draft):
        own = _own_number(sources.sheaf, id, subject)
        names = NAMES.get(id)
        name = str(draft.values.get(".".join(names), "")) if names else ""
        others = [other for other in draft.raw if isinstance(other, str) and other != cell]
        yield RuinedId(
            file, draft.sheet, draft.row, id, heading, text_of(cell), name or draft.code,
            proposals(cell, id, own, others, name, sources), None if subject is None else subject[1]["id"],
        )  # fmt: skip


def _own_number(sheaf: Sheaf, id: str, subject: tuple[str, Row] | None) -> str:
    table, _, name = id.partition(".")
    if subject is None:
        return ""
    if subject[0] == table:
        return subject[1][name] or ""
    if id == "household.head_id_number" and subject[0] == "person":
        known = sheaf.shelf("membership").lookup("person", lambda r: r["person_id"], subject[1]["id"])
        household = next((m["household_id"] for m in known if m["household_id"] and m["through_on"] is None), None)
        return (sheaf.shelf("household").rows[household]["head_id_number"] or "") if household else ""
    return ""


def proposals(
    cell: Cell, id: str, own: str, others: Iterable[str], name: str, sources: Sources
) -> tuple[Proposal, ...]:
    """Return what a ruined number may have been, the surest first.

    Args:
        own: What the record has in this field.
        others: The other cells of the row.
        name: Whose number it is; empty if the row does not say.
    """
    found: dict[str, str] = {}
    if own and survives(cell, own):
        found[own] = "书里这一户的" if id.startswith("household.") else "书里这个人的"
    sure = surviving_digits(cell) >= _KEPT_DIGITS
    for other in others:
        if sure and _may_be(id, other) and survives(cell, other):
            found.setdefault(fold(other), "这一行的另一栏")
    if name and id in NAMES and sure:
        for number, whence in (*sources.named(name), *(sources.of_earlier(name) if not found else ())):
            if not problems(number) and survives(cell, number):
                found.setdefault(number, whence)
        if not found:
            found = {n: w for n, w in sources.of_earlier(name) if not problems(n) and survives(cell, n)}
    return tuple(Proposal(number, whence) for number, whence in found.items())


def _may_be(id: str, text: str) -> bool:
    folded = fold(text)
    if is_ruined(folded):
        return False
    return not problems(folded) if id in NAMES else bool(_CARD.fullmatch(folded))


# Taking the true one


def with_accepted(file: str, draft: DraftRow, decisions: Decisions) -> DraftRow:
    """Return a row with the numbers that the officer accepted for its ruined ones.

    Raises:
        UserError: a number cannot be the true one.
    """
    given = {
        (id, heading, cell): number
        for id, heading, cell in ruined_cells(draft)
        if (number := decisions.ids.get((file, draft.sheet, draft.row, id)))
    }
    if not given:
        return draft
    values, extra, headings = dict(draft.values), dict(draft.extra), dict(draft.headings)
    for (id, heading, cell), number in given.items():
        values[id] = checked(id, cell, number, f"{draft.sheet} 第 {draft.row} 行{heading}")
        headings[id] = heading
        extra.pop(heading, None)
    mended = {heading for _, heading, _ in given}
    findings = tuple(f for f in draft.findings if f.id != RUINED or f.field not in mended)
    return replace(draft, values=values, extra=extra, headings=headings, findings=findings)


def checked(id: str, cell: Cell, number: str, where: str) -> str:
    """Return a number as it is stored.

    Raises:
        UserError: it has problems, or contradicts the digits that are left.
    """
    folded = fold(number)
    wrong = problems(folded) if id in NAMES else () if _CARD.fullmatch(folded) else ("digits",)
    if wrong:
        why = PROBLEMS.get(wrong[0], "应全是数字")
        raise UserError("import.accepted-number", f"{where}：{mask(folded)}不能用，{why}", "请按证件重新填写")
    if not survives(cell, folded):
        raise UserError(
            "import.accepted-number", f"{where}：{mask(folded)}和表里剩下的前几位不同", "请核对是不是同一个人的号码"
        )
    return folded


def accept_all(ruined: Iterable[RuinedId]) -> Decisions:
    """Return the decision to accept each number that has exactly one proposal."""
    return Decisions(
        ids={
            (one.file, one.sheet, one.row, one.field): one.proposals[0].number
            for one in ruined
            if len(one.proposals) == 1
        }
    )


def name_of(row: Row, id: str) -> str:
    """The name that goes with a record's number."""
    return (row[NAMES[id][1]] or "") if id in NAMES else ""


def field_headings(id: str) -> tuple[str, ...]:
    """Headings under which a ruined number of a field is kept in ``extra``."""
    return field_of(id).headings


