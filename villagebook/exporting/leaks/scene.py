"""One piece of text as the finders of leaks see it: its tokens, what is exempt, what stands close together.

A *token* is a run of digits without any gap. Numbers that people write in groups (6228 4800 …, 138-0013-8000) are
several tokens; so are two amounts in neighbouring columns.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from villagebook.exporting.leaks.rules import LeakRules
from villagebook.exporting.leaks.squeeze import BREAK, NARROW, NO_GAP, Squeezed

Span = tuple[int, int]
Tight = Callable[[int], bool]
#: Gives the text of the line, or of the table's row, in which a span stands.
Line = Callable[[Span], str]

#: Stands between two values: no digit, no blank, so that nothing is found across them.
APART = "\0"

_RUN = re.compile(r"[0-9X]+")
# A checksum in hexadecimal may hold any digits; it is told from a number by its length and its letters.
_HEX, _SHORTEST_HEX, _HEX_LETTERS = re.compile(r"[0-9A-F]{32,}"), 32, 8
#: A disability certificate, each digit by itself.
_LONGEST_TOKENS = 22
#: A cell that breaks a number has room for at least so many digits; fewer are amounts one below the other.
_SHORTEST_PIECE = 6
#: Unless they fill every line of the cell alike.
_SHORTEST_EVEN = 3


@dataclass(slots=True)
class Scene:
    """One piece of text and what the finders need to know of it."""

    found: Squeezed
    rules: LeakRules
    tight: Tight
    line: Line | None = None
    tokens: list[Span] = field(default_factory=list)
    exempt: list[Span] = field(default_factory=list)
    _reach: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        exempt, text = self.rules.exempt, self.found.text
        self.exempt = sorted([*exempt.numbers_in(text), *exempt.texts_in(text)])
        self._reach = list(accumulate((end for _, end in self.exempt), max))
        hexes = [span for match in _HEX.finditer(text) for span in self._split(*match.span()) if self._is_hex(span)]
        for run in _RUN.finditer(text):
            if not inside(run.span(), hexes):
                self.tokens.extend(self._split(run.start(), run.end()))

    def _is_hex(self, span: Span) -> bool:
        letters = sum(char in "ABCDEF" for char in self.text(span))
        return span[1] - span[0] >= _SHORTEST_HEX and letters >= _HEX_LETTERS

    def _split(self, start: int, end: int) -> Iterator[Span]:
        for index in range(start + 1, end):
            if self.found.gaps[index] != NO_GAP:
                yield start, index
                start = index
        yield start, end

    def is_exempt(self, span: Span) -> bool:
        """Whether a span lies wholly in something that may be shown."""
        before = bisect_right(self.exempt, (span[0], len(self.found.text)))
        return before > 0 and self._reach[before - 1] >= span[1]

    def text(self, span: Span) -> str:
        """Return the squeezed text of a span."""
        return self.found.text[span[0]:span[1]]

    def line_of(self, span: Span) -> str:
        """Return the text of the line or row in which a span stands."""
        if self.line is not None:
            return self.line(span)
        return self.found.text[slice(*line_around(self.found, span))]

    def close(self, start: int, end: int, gaps: tuple[int, ...] = (NARROW,)) -> bool:
        """Whether the span has none but the given gaps, and each is as short as a blank or the end of a line."""
        return all(gap == NO_GAP or (gap in gaps and self.tight(index))
                   for index, gap in enumerate(self.found.gaps[start + 1:end], start + 1))

    def bounded(self, start: int, end: int) -> bool:
        """Whether the span is a number of its own: no digit touches it, and it has no decimals as amounts have."""
        text, gaps = self.found.text, self.found.gaps
        touched = start > 0 and gaps[start] == NO_GAP and text[start - 1].isdigit()
        after = text[end:end + 6] if end < len(text) and gaps[end] == NO_GAP else ""
        return not touched and not re.match(r"[0-9]|\.[0-9]{1,4}(?![0-9])", after)

    def goes_on(self, end: int) -> bool:
        """Whether a number is only broken here, at the end of a cell's line."""
        found = self.found
        return found.text[end:end + 1].isdigit() and found.gaps[end] == BREAK and self.tight(end)

    def groups(self) -> Iterator[Sequence[Span]]:
        """Yield every two and more tokens that follow each other in one column, none of them an exempt number."""
        for first in range(len(self.tokens)):
            for last in range(first + 1, min(first + _LONGEST_TOKENS, len(self.tokens))):
                if not self._joins(self.tokens[last - 1], self.tokens[last]):
                    break
                yield self.tokens[first:last + 1]

    def lines(self, group: Sequence[Span]) -> list[int]:
        """Return how many digits of the group stand on each line."""
        sizes = [group[0][1] - group[0][0]]
        for start, end in group[1:]:
            if self.found.gaps[start] == BREAK:
                sizes.append(0)
            sizes[-1] += end - start
        return sizes

    def joined(self, group: Sequence[Span]) -> list[int]:
        """Return the sizes of the group's tokens with those put together that the end of a line broke."""
        sizes = [group[0][1] - group[0][0]]
        for start, end in group[1:]:
            if self.found.gaps[start] == BREAK:
                sizes[-1] += end - start
            else:
                sizes.append(end - start)
        return sizes

    def wraps(self, group: Sequence[Span], *, even: bool = False) -> bool:
        """Whether the group stands close together: on one line, or broken inside a cell, each line below the last.

        A column of short numbers does so, too; it has none side by side.

        Args:
            even: Whether several short lines will do if they fill the cell alike, as numbers in a column do, too.
        """
        lines = self.lines(group)
        *above, last = lines
        long = all(size >= _SHORTEST_PIECE for size in above)
        filled = even and len(above) > 1 and len(set(above)) == 1 and above[0] >= max(last, _SHORTEST_EVEN)
        spaced = len(lines) < len(group)
        return (long or filled or spaced) and self.close(group[0][0], group[-1][1], (NARROW, BREAK))

    def fills_a_cell(self, group: Sequence[Span]) -> bool:
        """Whether the group is one number that fills the lines of a narrow cell, all of it in one row of a table."""
        if self.line is None or len(self.lines(group)) != len(group) or not self.wraps(group, even=True):
            return False
        row, pieces = self.line(group[0]), Counter(map(self.text, group))
        # Rows of a column may say the same; one row does not say it as often as they are many.
        return row == self.line(group[-1]) and all(row.count(piece) >= count for piece, count in pieces.items())

    def _joins(self, one: Span, other: Span) -> bool:
        if one[1] != other[0] or (self.found.gaps[other[0]] == NARROW and not self.tight(other[0])):
            return False
        return not (self.is_exempt(one) or self.is_exempt(other))


def line_around(found: Squeezed, span: Span) -> Span:
    """Return the span between two line breaks, or ends of values, in which a span stands."""
    start, end = span
    while start > 0 and found.gaps[start] != BREAK and found.text[start - 1] != APART:
        start -= 1
    while end < len(found.text) and found.gaps[end] != BREAK and found.text[end] != APART:
        end += 1
    return start, end


def inside(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span lies wholly in one of the others."""
    return any(start <= span[0] and span[1] <= end for start, end in others)
