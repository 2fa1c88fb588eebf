"""Pieces of a text and the lines they fill: where a line may end, and how much fits on it.

All widths are in 1/1000 em of the type size. Rules (clreq, GB/T 15834): a closing mark never starts a line,
an opening mark never ends one; a closing mark at the line's end hangs with its empty half, an opening mark
at the start moves out; neighbouring marks lose half an em between them; digits keep their unit, month and
day stay together, —— and …… are one piece.

What depends only on text and face is measured once (``Measured``), so that trying a text at another size or
width costs one search a line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from villagebook.documents.faces import Font

OPENING = frozenset("《（「『【〔“‘〈［｛([{")
CLOSING = frozenset("，。、；：？！）》」』】〕”’〉］｝…—％%‰℃,.;:?!)]}·～")
# What may not start a line; the dash and the dots may follow each other but not begin.
NO_START = CLOSING
NO_END = OPENING
EMPTY_RIGHT = frozenset("，。、；：？！）》」』】”’〉］｝")
EMPTY_LEFT = frozenset("《（「『【“‘〈［｛")
AUTOSPACE = 125
HALF = 500
OUTDENT = 450
BLANKS = " \u3000\t"
_MARKS = EMPTY_LEFT | EMPTY_RIGHT

UNITS = (
    "个工作日|个百分点|个自然村|立方米|平方米|平方公里|公顷|公里|千米|厘米|毫米|公斤|千克|千瓦时|千瓦|个月|个人|亿元|万元|万人|万吨|小时|分钟|周岁|"
    "人次|户次|工日|元|角|分|户|人|只|头|羽|尾|匹|亩|米|斤|克|吨|升|天|日|月|年|周|时|号|组|岁|次|项|株|棵|台|套|份|期|件|页|盏|座|处|口|条|"
    "张|间|栋|层|眼|里|度|名|个|家|村|镇|册|卷|批|类|级|条|届|季|轮|箱|袋|包|瓶|筐|担|辆|部|块|片|根|捆|粒|枚|把|支|种|倍|成|折|％|%|‰|℃|㎡"
)
_NUMBER = r"[+\-−±]?\d(?:[\d,.:/~×\-–]*\d)?"
_DOCUMENT, _TERM = r"〔\d{4}〕第?\d{1,6}号", r"\d{4}年\d{1,2}月|至(?:\d{4}年)?\d{1,2}月"
UNTORN = re.compile(f"{_DOCUMENT}|{_TERM}")
"""What no narrow column may tear: the year and number of a document, the months of a term."""
_PIECE = re.compile(
    rf"—{{2,}}|…{{2,}}|{_DOCUMENT}"
    r"|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号]"
    rf"|第?{_NUMBER}(?:(?:{UNITS})(?:/[\u4e00-\u9fff])?|[A-Za-z]+)?"
    r"|第[一二三四五六七八九十百]+(?:条|批|期|次|组|项|届|页|卷|季度)?"
    r"|[A-Za-z][A-Za-z0-9.\-_@&+#'/]*"
    rf"|[{BLANKS}]+"
    r"|.[\uFE00-\uFE0F\U000E0100-\U000E01EF\u0300-\u036f]*",
    re.DOTALL,
)


@lru_cache(maxsize=20000)
def pieces(text: str, keep: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Return the pieces of a text between which a line may end; joined they are the text.

    Args:
        text: Without line ends.
        keep: Phrases (names of people, offices) that are one piece wherever they occur.
    """
    phrases = sorted((k for k in keep if len(k) > 1), key=len, reverse=True)
    raw: list[str] = []
    if phrases:
        for i, part in enumerate(re.split("(" + "|".join(map(re.escape, phrases)) + ")", text)):
            raw += [part] if i % 2 else _PIECE.findall(part)
    else:
        raw = _PIECE.findall(text)
    return tuple(_with_marks(raw))


def _with_marks(raw: list[str]) -> list[str]:
    """Join marks that may not start or end a line to their neighbours."""
    out: list[str] = []
    opened = False
    for piece in raw:
        closes = piece[0] in NO_START and bool(out) and out[-1][0] not in BLANKS
        if out and (opened or closes):
            out[-1] += piece
        else:
            out.append(piece)
        opened = piece[-1] in NO_END
    return out


def _is_narrow(char: str) -> bool:
    return char.isascii() and char.isalnum()


def is_wide(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or char >= "\U00020000" or char == "〇"


def pair_gap(font: Font, a: str, b: str, autospace: bool) -> int:
    """Return the room to add between two neighbours: −500 between marks, 125 between Chinese and Latin."""
    if a in _MARKS:
        # The empty half is that of ``a`` where it closes, else that of ``b`` where both open.
        empty = a if a in EMPTY_RIGHT else b
        joined = b in _MARKS if a in EMPTY_RIGHT else b in EMPTY_LEFT
        return -HALF if joined and font.advance[empty] > 900 else 0
    if not autospace:
        return 0
    if is_wide(a):
        return AUTOSPACE if _is_narrow(b) else 0
    return AUTOSPACE if (a == "%" or _is_narrow(a)) and is_wide(b) else 0


def natural(text: str, font: Font, autospace: bool) -> tuple[float, list[float]]:
    """Return (width, gap after each character) of a text on one line; no gaps at all is an empty list."""
    if autospace:
        gaps: list[float] = [pair_gap(font, a, b, True) for a, b in pairwise(text)]
        gaps.append(0)
    elif _MARKS.isdisjoint(text):
        return font.em(text), []
    else:
        gaps = [0] * len(text)
        for i in range(len(text) - 1):
            if text[i] in _MARKS:
                gaps[i] = pair_gap(font, text[i], text[i + 1], False)
    return font.em(text) + sum(gaps), gaps


class Measured(NamedTuple):
    """A text in pieces, measured.

    Attributes:
        text: The text; its pieces are ``text[at[i]:at[i + 1]]``.
        at: Where each piece begins, and the end.
        before: Width of all pieces before each one, with the gaps between them; and of all.
        gap: Gap before each piece, which vanishes where the piece begins a line.
        hangs: How far the end of each piece may stand outside the measure.
        moves: How far its beginning moves out at a line's start.
        widest: Of the room a single piece needs.
    """

    text: str
    at: tuple[int, ...]
    before: list[float]
    gap: list[float]
    hangs: list[float]
    moves: list[float]
    widest: float


@lru_cache(maxsize=10000)
def measured(text: str, font: Font, autospace: bool, keep: tuple[str, ...] = ()) -> Measured:
    """Return a text (without line ends) in measured pieces."""
    return measured_pieces(pieces(text, keep), font, autospace)


def measured_pieces(all_pieces: tuple[str, ...], font: Font, autospace: bool) -> Measured:
    """Return pieces measured."""
    at, before, gap, hangs, moves = [0], [0.0], list[float](), list[float](), list[float]()
    last, widest, blank = "", 0.0, 0.0
    advance = font.advance
    for piece in all_pieces:
        first, end, hang, move, space = piece[0], piece[-1], 0.0, 0.0, 0
        width: float = advance[piece] if len(piece) == 1 else natural(piece, font, autospace)[0]
        if first in BLANKS:
            # Blanks vanish at a line's end, and the mark before them hangs then.
            blank += width
            hang = blank + (hangs[-1] if hangs and last not in BLANKS else 0)
        else:
            if autospace or last in _MARKS:
                space = pair_gap(font, last, first, autospace) if last else 0
            if end in EMPTY_RIGHT and advance[end] > 900:
                hang = HALF
            if first in EMPTY_LEFT and advance[first] > 900:
                move = OUTDENT
            widest, blank = max(widest, width - hang - move), 0.0
        at.append(at[-1] + len(piece))
        before.append(before[-1] + space + width)
        gap.append(space)
        hangs.append(hang)
        moves.append(move)
        last = end
    return Measured("".join(all_pieces), tuple(at), before, gap, hangs, moves, widest)


def filled(made: Measured, measure: float, indent: float = 0) -> list[str]:
    """Return the texts of the lines, blanks at their ends removed; at least one line.

    Args:
        made: What is to be set.
        measure: Width of a line.
        indent: Of the first line. Every piece must fit a line of its own (``Measured.widest``), else the text
            goes through ``torn`` first.
    """
    text, at, before, gap, hangs, moves, _ = made
    count, start = len(gap), 0
    lines: list[str] = []
    while start < count:
        if lines and text[at[start]] in BLANKS:
            start += 1  # blanks vanish where a line begins
            continue
        limit = measure + 0.01 + before[start] + gap[start] + moves[start] - indent
        end = max(bisect_right(before, limit, start + 1) - 1, start + 1)
        while end < count and before[end + 1] - hangs[end] <= limit:
            end += 1
        lines.append(text[at[start] : at[end]].strip(BLANKS) if start else text[: at[end]].rstrip(BLANKS))
        start, indent = end, 0
    return lines or [""]


def torn(text: str, font: Font, measure: float, autospace: bool, keep: tuple[str, ...]) -> list[str]:
    """Return the pieces of a text, those wider than the measure in several parts.

    No part but the first begins with a closing mark, none but the last ends with an opening one, where it
    can be had at all.
    """
    out: list[str] = []
    for piece in pieces(text, keep):
        rest = piece
        while len(rest) > 1 and (cut := _cut(rest, font, measure, autospace)) < len(rest):
            out.append(rest[:cut])
            rest = rest[cut:]
        out.append(rest)
    return out


def _cut(piece: str, font: Font, measure: float, autospace: bool) -> int:
    """Return how many characters of a piece stand on a line; all of them if nothing can be done."""
    whole = measured_pieces((piece,), font, autospace)
    if whole.widest <= measure + 0.01:
        return len(piece)
    fits = 1
    while measured_pieces((piece[: fits + 1],), font, autospace).widest <= measure + 0.01:
        fits += 1
    places: list[int] = [*range(fits, 0, -1), *range(fits + 1, len(piece))]
    for at in places:
        if piece[at] not in NO_START and piece[at - 1] not in NO_END:
            return at
    return len(piece)
