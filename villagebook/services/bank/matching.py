"""Which lines of the bank are which entries of the book: only where it cannot be anything else.

Plain values in, plain values out. Amounts must be equal to the fen and the days near; names and voucher numbers tell
equal amounts apart. Of two possibilities none is taken: what is left is shown to a person with what it could be. One
line may be several entries of one day (a payment out of two sources) and several lines one entry (a list paid in
parts), where only one sum fits.
"""

from __future__ import annotations

import datetime as dt
import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from villagebook.base.text import fold_code

Key = Hashable
_MOST_PARTS, _MOST_POOL = 4, 14


@dataclass(frozen=True, slots=True)
class Item:
    """A line or an entry.

    Attributes:
        amount_fen: What it adds to the account; payments are negative, never 0.
        name: Who was on the other side (对方户名, 收款单位).
        text: Everything else that is written.
        voucher: Of an entry.
        is_doubtful: An entry that was reversed, or reverses one: taken only when no other fits.
    """

    key: Key
    on: dt.date
    amount_fen: int
    name: str = ""
    text: str = ""
    voucher: str = ""
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True)
class Pairing:
    """Lines and entries that are the same money; both add up to one amount."""

    lines: tuple[Key, ...]
    entries: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Matched:
    """What was found, and for lines left over the entries of the same amount that they could be."""

    pairings: tuple[Pairing, ...]
    possible: Mapping[Key, tuple[Key, ...]]


def match(lines: Sequence[Item], entries: Sequence[Item], days: int) -> Matched:
    """Match lines with entries not further apart than ``days``; the order of neither matters."""
    left = {line.key: line for line in lines}
    free = {entry.key: entry for entry in entries}
    found: list[Pairing] = []
    for entries_taken in (lambda entry: not entry.is_doubtful, lambda entry: True):
        for sure in (_names_the_voucher, _same_day_and_name, _same_name, _same_day, _near):
            while pairs := _only_ones(left, free, days, sure, entries_taken):
                for line, entry in pairs:
                    del left[line], free[entry]
                    found.append(Pairing((line,), (entry,)))
    found += _in_parts(left, free, days)
    for pairing in found:
        for line in pairing.lines:
            left.pop(line, None)
        for entry in pairing.entries:
            free.pop(entry, None)
    possible = {key: tuple(entry for entry in _candidates(line, free, days)) for key, line in left.items()}
    return Matched(tuple(found), {key: ones for key, ones in possible.items() if ones})


# Singles


def _only_ones(
    left: Mapping[Key, Item], free: Mapping[Key, Item], days: int, sure: Callable[[Item, Item], bool],
    taken: Callable[[Item], bool],
) -> list[tuple[Key, Key]]:
    """Return pairs in which each is the only one that fits the other."""
    by_amount: dict[int, list[Item]] = defaultdict(list)
    for entry in free.values():
        if taken(entry):
            by_amount[entry.amount_fen].append(entry)
    of_line: dict[Key, list[Key]] = {}
    of_entry: dict[Key, list[Key]] = defaultdict(list)
    for key, line in left.items():
        fitting = [entry.key for entry in by_amount.get(line.amount_fen, ())
                   if _apart(line, entry) <= days and sure(line, entry)]  # fmt: skip
        of_line[key] = fitting
        for entry_key in fitting:
            of_entry[entry_key].append(key)
    return [(key, ones[0]) for key, ones in of_line.items() if len(ones) == 1 and len(of_entry[ones[0]]) == 1]


def _apart(one: Item, other: Item) -> int:
    return abs((one.on - other.on).days)


def _near(line: Item, entry: Item) -> bool:
    return True


def _same_day(line: Item, entry: Item) -> bool:
    return line.on == entry.on


def _same_name(line: Item, entry: Item) -> bool:
    return alike(line.name, entry.name)


def _same_day_and_name(line: Item, entry: Item) -> bool:
    return _same_day(line, entry) and _same_name(line, entry)


def _names_the_voucher(line: Item, entry: Item) -> bool:
    if not entry.voucher:
        return False
    said = fold_code(f"{line.text} {line.name}")
    return re.search(rf"(?<![0-9]){re.escape(fold_code(entry.voucher))}(?![0-9])", said) is not None


@lru_cache(maxsize=20_000)
def alike(one: str, other: str) -> bool:
    """Whether two names are the same, or one is part of the other (示范县明光电器商行, 明光电器商行)."""
    first, second = fold_code(one), fold_code(other)
    return min(len(first), len(second)) >= 2 and (first in second or second in first)


def _candidates(line: Item, free: Mapping[Key, Item], days: int) -> list[Key]:
    return [entry.key for entry in free.values() if entry.amount_fen == line.amount_fen and _apart(line, entry) <= days]


# Several that make up one


def _in_parts(left: Mapping[Key, Item], free: Mapping[Key, Item], days: int) -> list[Pairing]:
    """Return one line as several entries and several lines as one entry, where only one way fits and none overlaps."""
    amounts_here, amounts_there = ({item.amount_fen for item in side.values()} for side in (free, left))
    # What has an equal on the other side is undecided between singles, and stays so.
    lines = [line for line in left.values() if line.amount_fen not in amounts_here]
    entries = [entry for entry in free.values() if entry.amount_fen not in amounts_there and not entry.is_doubtful]
    claimed = [Pairing((line.key,), way) for line in lines if (way := _one_way(line, entries, days))]
    claimed += [Pairing(way, (entry.key,)) for entry in entries if (way := _one_way(entry, lines, days))]
    users: dict[tuple[str, Key], int] = defaultdict(int)
    for pairing in claimed:
        for side, keys in (("line", pairing.lines), ("entry", pairing.entries)):
            for key in keys:
                users[side, key] += 1
    return [
        pairing for pairing in claimed
        if all(users["line", key] == 1 for key in pairing.lines)
        and all(users["entry", key] == 1 for key in pairing.entries)
    ]  # fmt: skip


def _one_way(whole: Item, others: Iterable[Item], days: int) -> tuple[Key, ...] | None:
    """Return the parts that add up to a whole if there is exactly one such set of one day."""
    pool = [one for one in others
            if _apart(whole, one) <= days and (one.amount_fen > 0) == (whole.amount_fen > 0)]  # fmt: skip
    by_day: dict[dt.date, list[Item]] = defaultdict(list)
    for one in pool:
        by_day[one.on].append(one)
    ways: set[frozenset[Key]] = set()
    for of_day in by_day.values():
        ways |= _ways(whole, of_day)
        if len(ways) > 1:
            return None
    return tuple(one.key for one in pool if one.key in next(iter(ways))) if ways else None


def _ways(whole: Item, of_day: Sequence[Item]) -> set[frozenset[Key]]:
    """Sets of two or more of one day that add up: all of them, all to one name, or any few."""
    ways: set[frozenset[Key]] = set()
    by_name: dict[str, list[Item]] = defaultdict(list)
    for one in of_day:
        by_name[fold_code(one.name)].append(one)
    few = len(of_day) <= _MOST_POOL
    sets: Iterable[Sequence[Item]] = itertools.chain(
        [of_day], by_name.values(),
        itertools.chain.from_iterable(itertools.combinations(of_day, size) for size in range(2, _MOST_PARTS + 1))
        if few else (),
    )  # fmt: skip
    for some in sets:
        if len(some) > 1 and sum(one.amount_fen for one in some) == whole.amount_fen:
            ways.add(frozenset(one.key for one in some))
    return ways
