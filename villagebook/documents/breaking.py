"""Lines: a text and a width in, set lines out. Knows widths, but no page and no PDF.

All widths are in 1/1000 em of the type size. Where a line may end is the matter of ``filling``; here its
characters are spaced: spread to the measure, balanced in a cell, a name at the width of three characters.
1/8 em stands between Chinese and digits or Latin in running text, none in cells and titles.

Results are cached, because most texts of a handbook repeat. A line longer than the measure appears only if
one unbreakable piece with its marks is longer than the measure.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from villagebook.documents.faces import Font
from villagebook.documents.filling import (
    BLANKS,
    CLOSING,
    EMPTY_LEFT,
    EMPTY_RIGHT,
    HALF,
    OUTDENT,
    filled,
    is_wide,
    measured,
    measured_pieces,
    natural,
    pieces,
    torn,
)

__all__ = [
    "EMPTY_RIGHT",
    "HALF",
    "Line",
    "balanced",
    "joined_items",
    "paragraph",
    "single",
    "spread_name",
    "spread_to",
    "title_lines",
]


class Line(NamedTuple):
    """One set line.

    Attributes:
        text: The characters, blanks at the ends removed.
        width: From the left edge of the measure to the end of the line, hanging marks included.
        start: Where the first character stands; negative when an opening mark moves out.
        gaps: Room added after each character (one a character), empty if there is none anywhere.
    """

    text: str
    width: float
    start: float = 0
    gaps: tuple[float, ...] = ()


def _line(text: str, font: Font, autospace: bool, start: float = 0) -> Line:
    """Return a text as one line without spreading; ``start`` is its indent."""
    if not text:
        return Line("", start, start)
    width, gaps = natural(text, font, autospace)
    if text[0] in EMPTY_LEFT and font.advance[text[0]] > 900:
        start -= OUTDENT
    return Line(text, start + width, start, tuple(gaps) if any(gaps) else ())


@lru_cache(maxsize=20000)
def single(text: str, font: Font, autospace: bool = False) -> Line:
    """Return a text as one line, its neighbouring marks squeezed; nothing hangs, nothing moves out."""
    width, gaps = natural(text, font, autospace)
    return Line(text, width, 0, tuple(gaps) if any(gaps) else ())


def _room_used(line: Line, font: Font) -> float:
    """Return the width that must fit the measure: a closing mark hangs with its empty half."""
    last = line.text[-1:]
    hangs = last in EMPTY_RIGHT and bool(last) and font.advance[last] > 900
    return line.width - (HALF if hangs else 0)


def _spread(line: Line, font: Font, target: float, most_gap: float | None) -> Line:
    """Return the line with its gaps widened until it ends at ``target``; never inside digits or Latin.

    As it is where a gap would be wider than ``most_gap``.
    """
    text = line.text
    rest = target - _room_used(line, font)
    if _UNSPREAD.search(text):
        places = [i for i, (a, b) in enumerate(pairwise(text)) if _may_spread(a, b)]
    else:
        places = list(range(len(text) - 1))
    if not places or rest <= 0 or (most_gap is not None and rest > most_gap * len(places)):
        return line
    gaps = list(line.gaps or (0,) * len(text))
    for i in places:
        gaps[i] += rest / len(places)
    return Line(text, line.width + rest, line.start, tuple(gaps))


_UNSPREAD = re.compile("[\0-\x7f—…]")


def _may_spread(a: str, b: str) -> bool:
    if a.isascii() and b.isascii():
        return a == " "
    return a != b or a not in "—…"


@lru_cache(maxsize=20000)
def paragraph(
    text: str,
    font: Font,
    measure: float,
    *,
    indent: float = 0,
    keep: tuple[str, ...] = (),
    autospace: bool = True,
    justify_below: float | None = None,
    last_at_least: int = 3,
    most_gap: float | None = None,
) -> tuple[Line, ...]:
    """Return the lines of a running text.

    Args:
        text: Line ends in it begin new lines (not indented).
        font: Whose widths count.
        measure: 1/1000 em.
        indent: Of the first line.
        keep: Phrases never broken.
        autospace: 1/8 em between Chinese and digits or Latin.
        justify_below: Lines with more room left than this are not spread; None spreads all but the last.
        most_gap: Lines whose characters would stand further apart than this are not spread.
        last_at_least: Characters of the last line, where it can be had by setting up to 2 em narrower.
    """
    out: list[Line] = []
    for block in text.split("\n"):
        texts = _filled(block, keep, font, measure, indent, autospace, last_at_least)
        for i, line_text in enumerate(texts):
            line = _line(line_text, font, autospace, indent if i == 0 else 0)
            rest = measure - _room_used(line, font)
            if i + 1 < len(texts) and (justify_below is None or rest < justify_below):
                line = _spread(line, font, measure, most_gap)
            out.append(line)
        indent = 0
    return tuple(out)


def _filled(
    text: str, keep: tuple[str, ...], font: Font, measure: float, indent: float, autospace: bool, last_at_least: int
) -> list[str]:
    made = measured(text, font, autospace, keep)
    if made.widest + indent > measure:
        made = measured_pieces(tuple(torn(text, font, measure - indent, autospace, keep)), font, autospace)
    texts = filled(made, measure, indent)
    if len(texts) > 1 and _characters(texts[-1]) < last_at_least:
        for narrower in (500, 1000, 1500, 2000):
            if made.widest + indent > measure - narrower:
                break
            tried = filled(made, measure - narrower, indent)
            if len(tried) == len(texts) and _characters(tried[-1]) >= last_at_least:
                return tried
    return texts


def _characters(text: str) -> int:
    """Return how many characters a line holds, marks not counted."""
    return sum(char not in CLOSING for char in text)


# Not 地: it begins 地点 and 地址, which stand in many heads.
MOST_PIECES = 60
"""Texts of more pieces are not evened: a cell with so much text is set left-aligned anyway."""
POOR_STARTS = frozenset("的得了或和及与并等")


@lru_cache(maxsize=20000)
def balanced(text: str, font: Font, measure: float, keep: tuple[str, ...] = ()) -> tuple[Line, ...]:
    """Return centred lines as even as possible: the fewest that fit, the upper ones rather shorter.

    For cells, heads and titles; line ends in the text are kept. ``start`` of every line is 0.
    """
    out: list[Line] = []
    for block in text.split("\n"):
        out += [single(part, font) for part in _even(block, font, measure, keep)]
    return tuple(out)


def _even(text: str, font: Font, measure: float, keep: tuple[str, ...]) -> list[str]:
    if single(text, font).width <= measure + 0.01:
        return [text]
    made = measured(text, font, False, keep)
    greedy = _filled(text, keep, font, measure, 0, False, 0)
    all_pieces = pieces(text, keep)
    if len(all_pieces) > MOST_PIECES or made.widest > measure:
        return greedy
    return _most_even(all_pieces, len(greedy), font, measure) or greedy


_Choice = tuple[tuple[float, float], list[str]]


def _most_even(all_pieces: tuple[str, ...], count: int, font: Font, measure: float) -> list[str] | None:
    """Return the division into ``count`` lines whose widest is narrowest; None if none fits the measure."""
    total = len(all_pieces)
    # best[i]: lines made of the pieces from i on. Cost: (widest, poor starts and how much the upper exceed).
    best: dict[int, _Choice] = {total: ((0.0, 0.0), [])}
    for left in range(1, count + 1):
        step: dict[int, _Choice] = {}
        for i in range(total):
            for j in range(i + 1, total + 1):
                if j not in best or (left == 1) != (j == total):
                    continue
                text = "".join(all_pieces[i:j]).strip(BLANKS)
                width = single(text, font).width
                if not text or width > measure + 0.01:
                    continue
                (widest, faults), rest = best[j]
                below = single(rest[0], font).width if rest else width
                faults += max(0.0, width - below) + (3000 if i and text[0] in POOR_STARTS else 0)
                cost = (max(widest, width) + (3000 if i and text[0] in POOR_STARTS else 0), faults)
                if i not in step or cost < step[i][0]:
                    step[i] = (cost, [text, *rest])
        best = step
    return best[0][1] if 0 in best else None


@lru_cache(maxsize=5000)
def spread_name(name: str, font: Font) -> Line:
    """Return a person's name for lists and forms: two characters stand at the width of three."""
    if len(name) == 2 and all(map(is_wide, name)):
        return Line(name, font.em(name) + 1000, 0, (1000, 0))
    return single(name, font)


@lru_cache(maxsize=5000)
def spread_to(text: str, font: Font, width: float) -> Line:
    """Return a label spread evenly to ``width`` (民　　族); as it stands if it is wider."""
    rest = width - font.em(text)
    if len(text) < 2 or rest <= 0:
        return single(text, font)
    return Line(text, width, 0, (*[rest / (len(text) - 1)] * (len(text) - 1), 0))


@lru_cache(maxsize=2000)
def title_lines(phrases: tuple[str, ...], font: Font, measure: float) -> tuple[Line, ...] | None:
    """Return a title on one or two lines, broken only between its phrases; None if two do not hold it.

    The most even division, the upper line rather the shorter or equal.
    """
    whole = single("".join(phrases), font)
    if whole.width <= measure:
        return (whole,)
    choices = []
    for at in range(1, len(phrases)):
        upper, lower = single("".join(phrases[:at]), font), single("".join(phrases[at:]), font)
        if max(upper.width, lower.width) <= measure:
            choices.append((max(upper.width, lower.width), upper.width > lower.width, (upper, lower)))
    return min(choices, key=lambda c: c[:2])[2] if choices else None


def joined_items(items: tuple[str, ...], font: Font, measure: float, between: str = "\u3000\u3000") -> tuple[Line, ...]:
    """Return lines of items (name, phone, place) that are broken only between items."""
    out, current = [], ""
    for item in items:
        tried = f"{current}{between}{item}" if current else item
        if current and single(tried, font, True).width > measure:
            out.append(single(current, font, True))
            current = item
        else:
            current = tried
    return (*out, single(current, font, True)) if current else tuple(out)
