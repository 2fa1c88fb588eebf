"""Lines: where a text is broken and how its characters are spaced. Knows widths, but no page and no PDF.

All widths are in 1/1000 em of the type size. Rules (clreq, GB/T 15834): a closing mark never starts a line,
an opening mark never ends one; a closing mark at the line's end hangs with its empty half, an opening mark
at the start moves out; neighbouring marks lose half an em between them; digits keep their unit, month and
day stay together, —— and …… are one piece. 1/8 em stands between Chinese and digits or Latin in running
text, none in cells and titles.

Results are cached, because most texts of a handbook repeat. A line longer than the measure appears only if
one unbreakable piece with its marks is longer than the measure.
"""

from __future__ import annotations

import re
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
_PIECE = re.compile(
    r"—{2,}|…{2,}"
    r"|(?:\d{1,2}|[一二三四五六七八九十]{1,2})月(?:\d{1,2}|[一二三四五六七八九十]{1,3})[日号]"
    rf"|第?{_NUMBER}(?:(?:{UNITS})(?:/[\u4e00-\u9fff])?|[A-Za-z]+)?"
    r"|第[一二三四五六七八九十百]+(?:条|批|期|次|组|项|届|页|卷|季度)?"
    r"|[A-Za-z][A-Za-z0-9.\-_@&+#'/]*"
    rf"|[{BLANKS}]+"
    r"|.[\uFE00-\uFE0F\U000E0100-\U000E01EF\u0300-\u036f]*",
    re.DOTALL,
)


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


def _is_wide(char: str) -> bool:
    return "\u3400" <= char <= "\u9fff" or char >= "\U00020000" or char == "〇"


def pair_gap(font: Font, a: str, b: str, autospace: bool) -> int:
    """Return the room to add between two neighbours: −500 between marks, 125 between Chinese and Latin."""
    if a in EMPTY_RIGHT:
        if (b in EMPTY_LEFT or b in EMPTY_RIGHT or b in CLOSING) and b not in "—…" and font.advance[a] > 900:
            return -HALF
        return 0
    if a in EMPTY_LEFT and b in EMPTY_LEFT and font.advance[b] > 900:
        return -HALF
    if autospace and ((_is_narrow(a) and _is_wide(b)) or (_is_wide(a) and (_is_narrow(b)))):
        return AUTOSPACE
    if autospace and a == "%" and _is_wide(b):
        return AUTOSPACE
    return 0


def _natural(text: str, font: Font, autospace: bool) -> tuple[float, list[float]]:
    """Return (width, gap after each character) of a text on one line; no gaps at all is an empty list."""
    if not autospace and _MARKS.isdisjoint(text):
        return font.em(text), []
    gaps: list[float] = [pair_gap(font, a, b, autospace) for a, b in pairwise(text)]
    gaps.append(0)
    return font.em(text) + sum(gaps), gaps


def _line(text: str, font: Font, autospace: bool, start: float = 0) -> Line:
    """Return a text as one line without spreading; ``start`` is its indent."""
    if not text:
        return Line("", start, start)
    width, gaps = _natural(text, font, autospace)
    if text[0] in EMPTY_LEFT and font.advance[text[0]] > 900:
        start -= OUTDENT
    return Line(text, start + width, start, tuple(gaps) if any(gaps) else ())


@lru_cache(maxsize=20000)
def single(text: str, font: Font, autospace: bool = False) -> Line:
    """Return a text as one line, its neighbouring marks squeezed; nothing hangs, nothing moves out."""
    width, gaps = _natural(text, font, autospace)
    return Line(text, width, 0, tuple(gaps) if any(gaps) else ())


def _room_used(line: Line, font: Font) -> float:
    """Return the width that must fit the measure: a closing mark hangs with its empty half."""
    last = line.text[-1:]
    hangs = last in EMPTY_RIGHT and bool(last) and font.advance[last] > 900
    return line.width - (HALF if hangs else 0)


class _Filler:
    """Fills lines with pieces, one paragraph at a time."""

    def __init__(self, font: Font, measure: float, autospace: bool) -> None:
        self.font, self.measure, self.autospace = font, measure, autospace

    def fits(self, text: str, indent: float) -> bool:
        return _room_used(_line(text, self.font, self.autospace, indent), self.font) <= self.measure + 0.01

    def fill(self, all_pieces: tuple[str, ...], indent: float) -> list[str]:
        """Return the texts of the lines."""
        lines: list[str] = []
        text = ""
        queue = list(reversed(all_pieces))
        while queue:
            piece = queue.pop()
            if not text and piece[0] in BLANKS and lines:
                continue  # blanks vanish where a line begins
            room = indent if not lines else 0
            if self.fits((text + piece).rstrip(BLANKS), room):
                text += piece
            elif text:
                lines.append(text.rstrip(BLANKS))
                text = ""
                queue.append(piece)
            else:
                first, rest = self._torn(piece, room)
                lines.append(first)
                if rest:
                    queue.append(rest)
        if text or not lines:
            lines.append(text.rstrip(BLANKS))
        return lines

    def _torn(self, piece: str, indent: float) -> tuple[str, str]:
        """Return a piece wider than the measure in two parts, the second of which may start a line."""
        count = 1
        while count < len(piece) and self.fits(piece[: count + 1], indent):
            count += 1
        for at in (*range(count, 0, -1), *range(count + 1, len(piece))):
            if piece[at : at + 1] not in NO_START and piece[at - 1] not in NO_END and at < len(piece):
                return piece[:at], piece[at:]
        return piece, ""


def _spread(line: Line, font: Font, target: float) -> Line:
    """Return the line with its gaps widened until it ends at ``target``; never inside digits or Latin."""
    text = line.text
    places = [
        i
        for i in range(len(text) - 1)
        if not (text[i].isascii() and text[i + 1].isascii() and text[i] != " ")
        and not (text[i] == text[i + 1] and text[i] in "—…")
    ]
    rest = target - _room_used(line, font)
    if not places or rest <= 0:
        return line
    gaps = list(line.gaps or (0,) * len(text))
    for i in places:
        gaps[i] += rest / len(places)
    return line._replace(width=line.width + rest, gaps=tuple(gaps))


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
        last_at_least: Characters of the last line, where it can be had by setting up to 2 em narrower.
    """
    out: list[Line] = []
    for block in text.split("\n"):
        texts = _filled(pieces(block, keep), font, measure, indent, autospace, last_at_least)
        for i, line_text in enumerate(texts):
            line = _line(line_text, font, autospace, indent if i == 0 else 0)
            rest = measure - _room_used(line, font)
            if i + 1 < len(texts) and (justify_below is None or rest < justify_below):
                line = _spread(line, font, measure)
            out.append(line)
        indent = 0
    return tuple(out)


def _filled(
    all_pieces: tuple[str, ...], font: Font, measure: float, indent: float, autospace: bool, last_at_least: int
) -> list[str]:
    texts = _Filler(font, measure, autospace).fill(all_pieces, indent)
    if len(texts) > 1 and _characters(texts[-1]) < last_at_least:
        for narrower in (500, 1000, 1500, 2000):
            tried = _Filler(font, measure - narrower, autospace).fill(all_pieces, indent)
            if len(tried) == len(texts) and _characters(tried[-1]) >= last_at_least:
                return tried
    return texts


def _characters(text: str) -> int:
    """Return how many characters a line holds, marks not counted."""
    return sum(char not in CLOSING for char in text)


# Not 地: it begins 地点 and 地址, which stand in many heads.
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
    all_pieces = pieces(text, keep)
    filler = _Filler(font, measure, autospace=False)
    greedy = filler.fill(all_pieces, 0)
    if len(all_pieces) > 60 or any(not filler.fits(p.rstrip(BLANKS), 0) for p in all_pieces):
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
    if len(name) == 2 and all(map(_is_wide, name)):
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
