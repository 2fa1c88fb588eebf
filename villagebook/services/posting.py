"""Which drafts can be posted, in which order and under which numbers, and what a reason is needed for.

Nothing is written here. Drafts fall away for what they are (no amount, number taken, closed month), for the gap they
would leave in the numbers, or for an economic rule they break without a reason; what falls away counts no longer for
the others, until nothing more falls away.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Connection, select

from villagebook.checks.posting import Questions
from villagebook.ledgers import Scope
from villagebook.ledgers.figures import REVERSAL
from villagebook.models import FundEntry
from villagebook.services.closed import Closed
from villagebook.services.overrides import overrides
from villagebook.services.vouchers import Number, VoucherYear, by_year

Row = dict[str, Any]
Reason = Callable[[uuid.UUID], str]
ENTRY = FundEntry.__table__
_BATCH = 400
_SHARED_OUT = ("分配", "收益")


@dataclass(frozen=True, slots=True)
class Moved:
    """A draft's number, before and after."""

    id: uuid.UUID
    old: str
    new: str


@dataclass(slots=True)
class Judged:
    """What becomes of the chosen drafts.

    Attributes:
        posted: Rows to be posted, in order, with the numbers they get.
        refused: Key -> (label, reason) of those that stay drafts.
        over: Key -> the findings it is posted over, in words.
        wanting: Key -> finding, of those that only lack a reason.
        following: Keys of those that only stand behind a number that was not posted.
        misplaced: Keys of those whose number would leave a gap, and which another number would help.
        moved: Drafts whose number changes.
    """

    posted: list[Row] = field(default_factory=list)
    refused: dict[uuid.UUID, tuple[str, str]] = field(default_factory=dict)
    over: dict[uuid.UUID, str] = field(default_factory=dict)
    wanting: dict[uuid.UUID, str] = field(default_factory=dict)
    following: list[uuid.UUID] = field(default_factory=list)
    misplaced: list[uuid.UUID] = field(default_factory=list)
    moved: list[Moved] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Wish:
    """How drafts are posted.

    Attributes:
        why: Key -> the reason to post it over a finding; empty if there is none.
        number: Give drafts without a number the next of their year.
        renumber: Give drafts whose number would leave a gap, or is taken, the next of their year instead.
    """

    why: Reason
    number: bool = False
    renumber: bool = False


class Judging:
    """One act of posting, in an open transaction."""

    def __init__(self, connection: Connection, village_id: uuid.UUID, today: dt.date, rows: Sequence[Row]) -> None:
        self._connection, self._village_id, self._today = connection, village_id, today
        self._years: Callable[[int], VoucherYear] = by_year(connection, village_id)
        self._closed = Closed.read(connection, village_id)
        self._rows = {row["id"]: row for row in rows}
        self._origins = self._read_origins()
        self._reversed = self._read_reversed()
        self._taken: set[tuple[int, str]] = set()
        self._twice: Counter[tuple[int, str]] = Counter()
        self._without: set[uuid.UUID] = set()
        self._jumped: dict[uuid.UUID, str] = {}

    def judge(self, wish: Wish) -> Judged:
        """Return what becomes of the drafts."""
        made = Judged()
        rows = list(self._rows.values())
        self._without = {r["id"] for r in rows if wish.number and not r["voucher"] and r["year"] is not None}
        self._know_numbers(rows)
        standing = self._standing_alone(rows, wish, made)
        questions = self._questions(standing)
        while True:
            before = len(standing)
            standing = self._with_origins(standing, made)
            standing = self._without_gaps(standing, wish, made)
            standing = self._asked(standing, questions, wish, made)
            if len(standing) == before:
                break
        made.posted = sorted(standing, key=posting_order)
        posted = {row["id"] for row in standing}
        made.over = {
            key: "；".join(part for part in (self._jumped.get(key, ""), made.over.get(key, "")) if part)
            for key in (*self._jumped, *made.over) if key in posted
        }  # fmt: skip
        self._number(made)
        return made

    # What is no entry

    def _know_numbers(self, rows: Sequence[Row]) -> None:
        numbered = [row for row in rows if row["voucher"] and row["year"] is not None]
        self._twice = Counter((row["year"], row["voucher"]) for row in numbered)
        years: dict[int, set[str]] = defaultdict(set)
        for year, voucher in self._twice:
            years[year].add(voucher)
        self._taken = {(year, one) for year, vouchers in years.items() for one in self._years(year).taken(vouchers)}

    def _standing_alone(self, rows: Sequence[Row], wish: Wish, made: Judged) -> list[Row]:
        """Leave out what is no entry whatever the others are."""
        standing = []
        for row in rows:
            reason = self._not_an_entry(row) or self._number_taken(row, wish, made)
            if reason:
                made.refused[row["id"]] = (label(row), reason)
            else:
                standing.append(row)
        return standing

    def _not_an_entry(self, row: Row) -> str:
        for missing, word in (("date", "日期"), ("voucher", "凭证号"), ("kind", "类型"), ("amount_fen", "金额")):
            if row[missing] in (None, "") and not (missing == "voucher" and row["id"] in self._without):
                return f"没有{word}"
        if row["amount_fen"] == 0:
            return "金额是 0"
        if (row["amount_fen"] < 0) != (row["kind"] == REVERSAL):
            return "金额的正负与类型不符"
        return self._closed.said(row["date"])

    def _number_taken(self, row: Row, wish: Wish, made: Judged) -> str:
        key = (row["year"], row["voucher"])
        said = "凭证号已经用过" if key in self._taken else "两笔草稿用了同一个凭证号" if self._twice[key] > 1 else ""
        if said and wish.renumber and not row["import_row_id"]:
            self._without.add(row["id"])
            return ""
        if said and not row["import_row_id"]:
            made.misplaced.append(row["id"])
        return said

    # Reversals

    def _read_origins(self) -> dict[uuid.UUID, Row]:
        """Return the entries the drafts reverse, those among the drafts themselves too."""
        keys = {r["reverses_id"] for r in self._rows.values() if r["kind"] == REVERSAL and r["reverses_id"]}
        found = {key: self._rows[key] for key in keys if key in self._rows}
        columns = (ENTRY.c.id, ENTRY.c.voucher, ENTRY.c.kind, ENTRY.c.amount_fen, ENTRY.c.posted_at)
        for part in parts(sorted(keys - found.keys())):
            rows = self._connection.execute(select(*columns).where(ENTRY.c.id.in_(part))).mappings()
            found |= {row["id"]: dict(row) for row in rows}
        return found

    def _read_reversed(self) -> set[uuid.UUID]:
        """Return which of these posted entries reversed already."""
        found: set[uuid.UUID] = set()
        for part in parts(sorted(self._origins)):
            query = select(ENTRY.c.reverses_id).where(ENTRY.c.reverses_id.in_(part), ENTRY.c.posted_at.is_not(None))
            found.update(self._connection.execute(query).scalars())
        return found

    def _with_origins(self, rows: Sequence[Row], made: Judged) -> list[Row]:
        """Leave out reversals of what is not posted, or of what another one reverses."""
        standing = {row["id"] for row in rows}
        undone = set(self._reversed)
        kept = []
        for row in sorted(rows, key=posting_order):
            reason = self._no_reversal(row, standing, undone) if row["kind"] == REVERSAL else ""
            if reason:
                made.refused[row["id"]] = (label(row), reason)
                standing.discard(row["id"])
                continue
            if row["kind"] == REVERSAL:
                undone.add(row["reverses_id"])
            kept.append(row)
        return kept

    def _no_reversal(self, row: Row, standing: Collection[uuid.UUID], undone: Collection[uuid.UUID]) -> str:
        origin = self._origins.get(row["reverses_id"])
        if origin is None:
            return "没有写明冲销哪一笔，或那一笔不在书里"
        if origin["posted_at"] is None and row["reverses_id"] not in standing:
            return f"它冲销的{origin['voucher']}还没有入账"
        if origin["kind"] == REVERSAL or row["reverses_id"] in undone:
            return f"{origin['voucher']}已经冲销过"
        if origin["amount_fen"] != -row["amount_fen"]:
            return f"与{origin['voucher']}的金额不等"
        return ""

    # Gaps

    def _without_gaps(self, rows: Sequence[Row], wish: Wish, made: Judged) -> list[Row]:
        """Leave out, ask about or renumber those whose numbers would not follow the posted ones."""
        years: dict[int, list[Row]] = defaultdict(list)
        for row in rows:
            if row["id"] not in self._without:
                years[row["year"]].append(row)
        gone: set[uuid.UUID] = set()
        for year, numbered in years.items():
            # A number on paper that is missing stays missing: with a reason the list goes on behind it.
            while told := self._years(year).gaps(numbered, self._jumped):
                firsts = {first: said for key, (first, said) in told.items() if key == first}
                jumps = {first: said for first, said in firsts.items() if self._may_jump(first, wish)}
                if not jumps:
                    gone |= told.keys()
                    self._misplaced(told, wish, made)
                    break
                self._jumped |= jumps
        return [row for row in rows if row["id"] not in gone or row["id"] in self._without]

    def _may_jump(self, key: uuid.UUID, wish: Wish) -> bool:
        return bool(self._rows[key]["import_row_id"] and wish.why(key))

    def _misplaced(self, told: Mapping[uuid.UUID, tuple[uuid.UUID, str]], wish: Wish, made: Judged) -> None:
        for key, (first, said) in told.items():
            row, typed = self._rows[key], not self._rows[key]["import_row_id"]
            if wish.renumber and typed:
                self._without.add(key)
                continue
            if typed:
                made.misplaced.append(key)
            if key != first:
                made.following.append(key)
            elif not typed:
                made.wanting[key] = said
            reason = f"{said}；要入账请写明原因（--why）" if key in made.wanting else said
            made.refused[key] = (label(row), reason)

    # Economic rules

    def _questions(self, rows: Sequence[Row]) -> Questions | None:
        if not rows:
            return None
        scope = Scope(self._village_id, self._today)
        own = overrides(self._connection, self._village_id)
        shared = any(row["kind"] in _SHARED_OUT or self._counts_as(row) in _SHARED_OUT for row in rows)
        return Questions(
            self._connection, scope, own, [row["id"] for row in rows], {row["project_id"] for row in rows},
            shared_out=shared,
        )  # fmt: skip

    def _counts_as(self, row: Row) -> str:
        origin = self._origins.get(row["reverses_id"]) if row["kind"] == REVERSAL else None
        return str(origin["kind"]) if origin else str(row["kind"])

    def _asked(self, rows: Sequence[Row], questions: Questions | None, wish: Wish, made: Judged) -> list[Row]:
        """Leave out what breaks a rule without a reason."""
        if questions is None or not rows:
            return list(rows)
        asked = questions.asked({r["id"] for r in rows}, {r["id"] for r in rows if wish.why(r["id"])})
        kept = []
        for row in rows:
            key = row["id"]
            said = "；".join(dict.fromkeys(asked.get(key, ())))
            if said and not wish.why(key):
                made.wanting[key] = said
                made.refused[key] = (label(row), f"{said}；要入账请写明原因（--why）")
                continue
            if said:
                made.over[key] = said
            kept.append(row)
        return kept

    # Numbers

    def _number(self, made: Judged) -> None:
        """Number those without a number behind all that is posted.

        A waiting draft that has such a number already takes the next free one instead.
        """
        posted = {row["id"] for row in made.posted}
        years: dict[int, list[Row]] = defaultdict(list)
        for row in made.posted:
            if row["id"] in self._without:
                years[row["year"]].append(row)
        for year, rows in years.items():
            last, waiting = self._last_of(year, made), []
            for count, row in enumerate(rows, start=last.number + 1):
                voucher = last.at(count)
                if row["voucher"] and row["voucher"] != voucher:
                    made.moved.append(Moved(row["id"], row["voucher"], voucher))
                row["voucher"] = voucher
                waiting += [one for one in self._years(year).holders(voucher) if one["id"] not in posted]
            count = last.number + len(rows)
            for holder in waiting:
                count = self._years(year).free_after(last, count)
                made.moved.append(Moved(holder["id"], holder["voucher"], last.at(count)))

    def _last_of(self, year: int, made: Judged) -> Number:
        """Return the number behind which the unnumbered are put: the last posted, this act's own counted."""
        first = Number.of(self._years(year).next(besides_drafts=True))
        assert first is not None
        numbers = (Number.of(r["voucher"]) for r in made.posted if r["year"] == year and r["id"] not in self._without)
        own = {number.number for number in numbers if number is not None and number.word == first.word}
        count = first.number
        while count in own:
            count += 1
        return Number(first.word, count - 1, first.width, first.tail)


def posting_order(row: Row) -> tuple[Any, ...]:
    """By day, reversals after what they may reverse, then by voucher."""
    return (row["date"] or dt.date.max, row["kind"] == REVERSAL, row["voucher"] or "")


def label(row: Row) -> str:
    """What names a draft: its voucher, else its day and memo."""
    if row["voucher"]:
        return str(row["voucher"])
    told = " ".join(str(row[name]) for name in ("date", "memo") if row[name])
    return told or "（没有凭证号）"


def parts(values: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """Yield the values in parts a query can take."""
    for at in range(0, len(values), _BATCH):
        yield values[at : at + _BATCH]
