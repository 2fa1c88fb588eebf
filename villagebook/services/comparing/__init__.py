"""Comparing two or three lists with one another, or a list with the book: who is new, gone, changed, or elsewhere.

Rows are matched as an import matches them (pairing); what is only written differently is no difference (cells); names
that merely resemble are told as such and never joined by themselves (names). Nothing here changes the book but
``take_over``, which writes one cell by the verb that an officer would use.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from villagebook.base.errors import UserError
from villagebook.base.progress import QUIET, Progress
from villagebook.importing import read_file
from villagebook.services.comparing.differences import (
    ADDED,
    ALIKE,
    AMBIGUOUS,
    CHANGED,
    GONE,
    MOVED,
    Difference,
    differences,
)
from villagebook.services.comparing.entries import HOUSEHOLDS, PEOPLE, Entry, Side, side_of
from villagebook.services.comparing.of_book import side_of_book
from villagebook.services.comparing.pairing import pair
from villagebook.services.comparing.taking_over import take_over, why_not
from villagebook.store import Book

#: Kinds of differences, in the order they are shown, in words.
KIND_WORDS = {
    CHANGED: "变动", MOVED: "换户", ADDED: "新增", GONE: "减少", ALIKE: "名称相近", AMBIGUOUS: "分不清",
}  # fmt: skip
ABOUT_WORDS = {HOUSEHOLDS: "户", PEOPLE: "人"}
MOST_LISTS = 3
Joined = frozenset[tuple[Hashable, Hashable]]


@dataclass(frozen=True, slots=True)
class Comparison:
    """What came out.

    Attributes:
        sides: The lists, the book last.
        differences: Households first, then people; within each kind by kind in the order of KIND_WORDS.
        same: How many persons and households all lists have and say the same of.
        compared: How many there are in all lists together.
        left_out: (file, sheet, row, reason) of rows that could not be compared.
    """

    sides: tuple[Side, ...]
    differences: tuple[Difference, ...]
    same: int
    compared: int
    left_out: tuple[tuple[str, str, int, str], ...] = ()

    @property
    def counts(self) -> dict[str, int]:
        """Differences by kind."""
        return {kind: sum(d.kind == kind for d in self.differences) for kind in KIND_WORDS}

    @property
    def with_book(self) -> bool:
        """Whether the book is one of the sides."""
        return any(side.is_book for side in self.sides)


def read(paths: Sequence[Path], progress: Progress = QUIET) -> tuple[Side, ...]:
    """Read the lists to be compared.

    Raises:
        UserError: a file cannot be read, holds no list of persons or households, or there are more than MOST_LISTS.
    """
    if len(paths) > MOST_LISTS:
        raise UserError("compare.too_many", f"一次最多比 {MOST_LISTS} 张表", "请分几次比")
    sides = []
    for place, path in enumerate(paths):
        progress.step(place, len(paths) + 1, f"读 {path.name}")
        sides.append(side_of(read_file(path), place))
    return tuple(sides)


def compare(
    paths: Sequence[Path],
    book: Book | None = None,
    *,
    on: dt.date,
    joined: Joined = frozenset(),
    progress: Progress = QUIET,
) -> Comparison:
    """Compare lists with one another, or one or two lists with the book.

    Args:
        book: Compared with the lists; None to compare the lists alone.
        on: The day of which the book's members are.
        joined: Pairs of rows that a person said are one (``Difference.pair``).

    Raises:
        UserError: fewer than two lists, a file that cannot be read, or lists that have nothing in common.
    """
    if len(paths) + (book is not None) < 2:
        raise UserError("compare.too_few", "要有两张表才能比", "再选一张表，或同书相比")
    sides = read(paths, progress)
    if book is not None:
        progress.step(len(paths), len(paths) + 1, "读书里的户和人")
        sides = (*sides, side_of_book(book, len(sides), sides, on))
    return compared(sides, joined, progress)


def compared(sides: tuple[Side, ...], joined: Joined = frozenset(), progress: Progress = QUIET) -> Comparison:
    """Compare sides that were read before.

    Raises:
        UserError: the lists have nothing in common: one of households, the other of people.
    """
    names = names_of(sides)
    found: list[Difference] = []
    same = total = 0
    abouts = [about for about in ABOUT_WORDS if sum(bool(side.about(about)) for side in sides) > 1]
    if not abouts:
        raise UserError(
            "compare.nothing_common", "一张是户的表，一张是人的表，没有可比的", "请选同一种表，或分别同书相比"
        )
    for about in abouts:
        progress.step(len(sides), len(sides) + 1, f"比{ABOUT_WORDS[about]}")
        paired = pair([side.about(about) for side in sides], joined)
        lines = list(differences(about, paired, names))
        order = list(KIND_WORDS)
        found += sorted(lines, key=lambda line: order.index(line.kind))
        touched = {id(row) for line in lines for rows in line.rows for row in rows}
        total += len(paired.subjects)
        same += sum(
            len(s.sides) == len(sides) and not any(id(row) in touched for rows in s.rows for row in rows)
            for s in paired.subjects
        )
    left_out = tuple((side.name, *row) for side in sides for row in side.left_out)
    return Comparison(sides, tuple(found), same, total, left_out)


def names_of(sides: Sequence[Side]) -> tuple[str, ...]:
    """Return what the sides are called in a sentence and over a column: 表里 and 书里, or 甲表, 乙表, 丙表."""
    if len(sides) == 2 and sides[1].is_book:
        return ("表里", "书里")
    return tuple("书里" if side.is_book else f"{letter}表" for side, letter in zip(sides, "甲乙丙丁", strict=False))


def as_json(comparison: Comparison) -> dict[str, Any]:
    """The shape of ``compare --json``."""
    return {
        "lists": [side.name for side in comparison.sides],
        "same": comparison.same,
        "counts": comparison.counts,
        "differences": [
            {
                "kind": d.kind, "about": d.about, "code": d.code, "who": d.who, "what": d.what,
                "texts": list(d.texts), "note": d.note,
                "rows": [[{"sheet": row.sheet, "row": row.row} for row in rows if not row.of_book] for rows in d.rows],
            }
            for d in comparison.differences
        ],
        "left_out": [{"file": f, "sheet": s, "row": r, "reason": why} for f, s, r, why in comparison.left_out],
    }  # fmt: skip


__all__ = [
    "ABOUT_WORDS", "ADDED", "ALIKE", "AMBIGUOUS", "CHANGED", "GONE", "KIND_WORDS", "MOVED", "Comparison", "Difference",
    "Entry", "Side", "as_json", "compare", "compared", "names_of", "read", "take_over", "why_not",
]  # fmt: skip
