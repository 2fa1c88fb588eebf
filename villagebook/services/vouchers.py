"""The voucher sequence of a year: the next number, which are taken, and where posting would leave a gap.

Each question is answered by looking up a few numbers, never by going through the year: a book of ten thousand
vouchers is asked as quickly as one of ten. A sequence is the vouchers of one year with one word (记-0001, 记-0002 …).

Source: vouchers of a year are numbered without gaps and without repeats (会计凭证连续编号).
"""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from villagebook.base.vouchers import STARTS_LATE
from villagebook.models import FundEntry

_NUMBERED = re.compile(r"(?P<word>.*?)(?P<number>[0-9]{1,9})(?P<tail>[^0-9]*)")
_USUAL = "记-"
_BATCH = 400
Entry = FundEntry.__table__.c


@dataclass(frozen=True, slots=True)
class Number:
    """A voucher number taken apart: 记-0071 is word 记-, number 71, width 4."""

    word: str
    number: int
    width: int = 4
    tail: str = ""

    @classmethod
    def of(cls, voucher: str | None) -> Number | None:
        """Return the number of a voucher; None if there is none in it."""
        match = _NUMBERED.fullmatch(voucher or "")
        return cls(match["word"], int(match["number"]), len(match["number"]), match["tail"]) if match else None

    def at(self, number: int) -> str:
        """The voucher with another number, written the same way."""
        return f"{self.word}{number:0{self.width}d}{self.tail}"

    def spellings(self, number: int) -> set[str]:
        """How the voucher with another number may stand in the book."""
        return {f"{self.word}{number:0{width}d}{self.tail}" for width in (self.width, 1, 4)}


class VoucherYear:
    """The vouchers of one village's year, asked in an open transaction."""

    def __init__(self, connection: Connection, village_id: uuid.UUID, year: int) -> None:
        self._connection = connection
        self._mine = and_(Entry.village_id == village_id, Entry.year == year)

    def next(self, *, besides_drafts: bool = False) -> str:
        """Return the first free number after those that are fixed: posted ones, and those a list brought.

        A number given up by a discarded draft is free again; 记-0001 in an empty year.

        Args:
            besides_drafts: Numbers of typed drafts count as free, too.
        """
        fixed = or_(Entry.posted_at.is_not(None), Entry.import_row_id.is_not(None))
        last = self._greatest(fixed) or self._drafted()
        count = last.number + 1
        while self._has(last.spellings(count), fixed if besides_drafts else None):
            count += 1
        return last.at(count)

    def holders(self, voucher: str) -> Sequence[Mapping[str, Any]]:
        """The drafts that have this number: their id and voucher."""
        query = select(Entry.id, Entry.voucher).where(self._mine, Entry.voucher == voucher, Entry.posted_at.is_(None))
        return [dict(row) for row in self._connection.execute(query).mappings()]

    def free_after(self, like: Number, count: int) -> int:
        """The first number behind ``count`` that no entry has, drafts too."""
        count += 1
        while self._has(like.spellings(count)):
            count += 1
        return count

    def _drafted(self) -> Number:
        """How the year's drafts are numbered, standing before the first number."""
        query = select(Entry.voucher).where(self._mine, Entry.voucher.is_not(None)).order_by(Entry.voucher).limit(50)
        found = [number for number in map(Number.of, self._connection.execute(query).scalars()) if number]
        first = min(found, key=lambda one: (one.word != _USUAL, one.number), default=Number(_USUAL, 1))
        return Number(first.word, first.number - 1 if first.number > STARTS_LATE else 0, first.width, first.tail)

    def _greatest(self, which: ColumnElement[bool]) -> Number | None:
        """Return the last of the vouchers ``which`` are meant; those with the usual word count before others."""
        usual = and_(Entry.voucher >= _USUAL, Entry.voucher < _USUAL[:-1] + chr(ord(_USUAL[-1]) + 1))
        for limit in (usual, Entry.voucher.is_not(None)):
            query = select(Entry.voucher).where(self._mine, limit, which).order_by(Entry.voucher.desc())
            with self._connection.execute(query) as rows:
                last = next((number for row in rows if (number := Number.of(row.voucher))), None)
            if last is not None:
                return self._beyond(last, which)
        return None

    def _beyond(self, last: Number, which: ColumnElement[bool]) -> Number:
        """Go on where text and number part: 记-9999 stands behind 记-10000."""
        there, step = last.number, 1
        while self._has(last.spellings(there + step), which):
            there, step = there + step, step * 2
        while step > 1:
            step //= 2
            if self._has(last.spellings(there + step), which):
                there += step
        return Number(last.word, there, last.width, last.tail)

    def _has(self, vouchers: Collection[str], which: ColumnElement[bool] | None = None) -> bool:
        query = select(Entry.id).where(self._mine, Entry.voucher.in_(vouchers))
        if which is not None:
            query = query.where(which)
        return self._connection.execute(query.limit(1)).first() is not None

    def taken(self, vouchers: Collection[str]) -> set[str]:
        """Which of these numbers posted entries have."""
        found: set[str] = set()
        for part in _parts(sorted(vouchers)):
            query = select(Entry.voucher).where(self._mine, Entry.voucher.in_(part), Entry.posted_at.is_not(None))
            found.update(self._connection.execute(query).scalars())
        return found

    def gaps(
        self, rows: Sequence[Mapping[str, Any]], allowed: Collection[uuid.UUID] = ()
    ) -> dict[uuid.UUID, tuple[uuid.UUID, str]]:
        """Say which of these drafts, posted together, would leave numbers out: key -> (first of its run, reason).

        Of a run of numbers that does not follow the posted ones the first is told what is missing, the others that
        they stand behind it.

        Args:
            allowed: Drafts before which numbers may be missing.
        """
        words: dict[tuple[str, str], dict[int, Mapping[str, Any]]] = defaultdict(dict)
        for row in rows:
            if number := Number.of(row["voucher"]):
                words[number.word, number.tail][number.number] = row
        told: dict[uuid.UUID, tuple[uuid.UUID, str]] = {}
        for numbered in words.values():
            accepted: set[int] = set()
            for run in _runs(sorted(numbered)):
                first = numbered[run[0]]
                missing = self._missing(run, Number.of(first["voucher"]), accepted)
                if not missing or first["id"] in allowed:
                    accepted.update(run)
                    continue
                told[first["id"]] = first["id"], missing
                told |= {numbered[n]["id"]: (first["id"], f"前面的{first['voucher']}没有入账") for n in run[1:]}
        return told

    def _missing(self, run: range, like: Number | None, accepted: Collection[int]) -> str:
        """Return what is missing before a run of numbers; empty if it joins the posted ones."""
        assert like is not None
        posted = Entry.posted_at.is_not(None)
        before, behind = run[0] - 1, run[-1] + 1
        if before in accepted or before == 0 or self._has(like.spellings(before), posted):
            return ""
        lower = bool(accepted) or self._side(like, run[0], posted, higher=False)
        higher = self._side(like, run[-1], posted, higher=True)
        if (lower and higher) or (higher and self._has(like.spellings(behind), posted)):
            return ""
        starts = not lower and not higher and not self._side(like, run[0], None, higher=False)
        if starts and run[0] > STARTS_LATE:
            return ""
        return f"{like.at(run[0])}前面缺{like.at(before)}，入账后凭证号会断号"

    def _side(self, like: Number, number: int, which: ColumnElement[bool] | None, *, higher: bool) -> bool:
        """Whether there is any voucher of the same word with a higher, or lower, number."""
        text, size = like.at(number), len(like.at(number))
        length = func.length(Entry.voucher)
        beyond = (
            or_(length > size, and_(length == size, Entry.voucher > text))
            if higher
            else or_(length < size, and_(length == size, Entry.voucher < text))
        )
        query = select(Entry.id).where(
            self._mine, Entry.voucher >= like.word, Entry.voucher < like.word + "\U0010ffff", beyond
        )
        return self._connection.execute((query if which is None else query.where(which)).limit(1)).first() is not None


def by_year(connection: Connection, village_id: uuid.UUID) -> Callable[[int], VoucherYear]:
    """Give a function: year -> its sequence."""
    made: dict[int, VoucherYear] = {}

    def of(year: int) -> VoucherYear:
        if year not in made:
            made[year] = VoucherYear(connection, village_id, year)
        return made[year]

    return of


def _runs(numbers: Sequence[int]) -> Iterator[range]:
    """Yield the stretches of numbers that follow each other."""
    start = 0
    for at in range(1, len(numbers) + 1):
        if at == len(numbers) or numbers[at] != numbers[at - 1] + 1:
            yield range(numbers[start], numbers[at - 1] + 1)
            start = at


def _parts(values: Sequence[str]) -> Iterable[Sequence[str]]:
    return (values[at : at + _BATCH] for at in range(0, len(values), _BATCH))
