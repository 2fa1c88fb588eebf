"""The search for leaks in one piece of text (a page, a cell, a file property).

A *token* is a run of digits without any gap. Numbers that people write in groups (6228 4800 …, 138-0013-8000) are
several tokens; so are two amounts in neighbouring columns. Therefore a number over a gap counts only with a second
sign: it is stored in the book, its check digit is right, or its groups are the usual ones and stand close together.
A household code beside a number of people can look like an ID number even then; the caller names codes as allowed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from villagebook.base import resident_ids
from villagebook.exporting.leaks.rules import Hit, LeakRules
from villagebook.exporting.leaks.squeeze import BREAK, NARROW, NO_GAP, Squeezed, squeeze, squeezed

Span = tuple[int, int]
Tight = Callable[[int], bool]

_ID, _OLD_ID = re.compile(r"[0-9]{17}[0-9X]"), re.compile(r"[0-9]{15}")
_CARD = re.compile(r"(?:62|4|5)[0-9]+")
_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_COUNTRY = re.compile(r"(?:00)?86(?=1[3-9][0-9]{9}$)")
_MASKED = re.compile(r"[0-9]{3,}(?:\*{2,}|X{4,})[0-9]+[0-9X]|[0-9]{4,}\*{6,}|\*{6,}[0-9]{3}[0-9X]")
_SHORTEST_MASKED = 9
_RUN = re.compile(r"[0-9X]+")
# A checksum in hexadecimal may hold any digits; it is told from a number by its length and its letters.
_HEX, _SHORTEST_HEX, _HEX_LETTERS = re.compile(r"[0-9A-F]{32,}"), 32, 8
_LONGEST_TOKENS = 8
#: From this length on a number stored in the book is no coincidence, even inside a longer run of digits.
_UNMISTAKABLE = 15
#: A cell that breaks a number has room for at least so many digits; fewer are amounts one below the other.
_SHORTEST_PIECE = 6
#: Codes of villages, projects and households: one at the end of a row, read on into the next row, may look valid.
_CODE_LENGTHS = (12, 14, 16)
_MOBILE_DIGITS = 11
_MOBILE_GROUPS = {(3, 4, 4), (3, 8), (7, 4)}


@dataclass(slots=True)
class Scene:
    """One piece of text and what the finders need to know of it."""

    found: Squeezed
    rules: LeakRules
    tight: Tight
    tokens: list[Span] = field(default_factory=list)
    exempt: list[Span] = field(default_factory=list)

    def __post_init__(self) -> None:
        exempt, text = self.rules.exempt, self.found.text
        self.exempt = [*exempt.numbers_in(text), *exempt.texts_in(text)]
        hexes = [span for match in _HEX.finditer(text) for span in self._split(*match.span()) if self._is_hex(span)]
        for run in _RUN.finditer(text):
            if not _inside(run.span(), hexes):
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

    def text(self, span: Span) -> str:
        """Return the squeezed text of a span."""
        return self.found.text[span[0]:span[1]]

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

    def groups(self) -> Iterator[Sequence[Span]]:
        """Yield every two to eight tokens that follow each other in one column, none of them an exempt number."""
        for first in range(len(self.tokens)):
            for last in range(first + 1, min(first + _LONGEST_TOKENS, len(self.tokens))):
                if not self._joins(self.tokens[last - 1], self.tokens[last]):
                    break
                yield self.tokens[first:last + 1]

    def wraps(self, group: Sequence[Span]) -> bool:
        """Whether the group is one number broken inside a narrow cell: each piece right below the one before."""
        long_pieces = all(end - start >= _SHORTEST_PIECE for start, end in group[:-1])
        return long_pieces and self.close(group[0][0], group[-1][1], (BREAK,))

    def _joins(self, one: Span, other: Span) -> bool:
        if one[1] != other[0] or (self.found.gaps[other[0]] == NARROW and not self.tight(other[0])):
            return False
        return not (_inside(one, self.exempt) or _inside(other, self.exempt))


def _secret_numbers(scene: Scene) -> Iterator[Span]:
    for start, end in scene.rules.secrets.numbers_in(scene.found.text):
        length = end - start
        if length >= _UNMISTAKABLE or (
            scene.bounded(start, end) and (length >= _MOBILE_DIGITS or scene.close(start, end))
        ):
            yield start, end


def _id_numbers(scene: Scene) -> Iterator[Span]:
    for span in scene.tokens:
        yield from _ids_of_token(span, scene.text(span))
    for group in scene.groups():
        span = (group[0][0], group[-1][1])
        text = scene.text(span)
        if not (_ID.fullmatch(text) and _has_birth(text)):
            continue
        valid = _is_valid(text) and group[0][1] - group[0][0] not in _CODE_LENGTHS
        if valid or scene.close(*span) or scene.wraps(group):
            yield span


def _ids_of_token(span: Span, text: str) -> Iterator[Span]:
    old = _OLD_ID.fullmatch(text) and _has_birth(f"{text[:6]}19{text[6:]}")
    certificate = len(text) in (20, 22) and _has_birth(text)
    if _ID.fullmatch(text) or old or certificate:
        yield span
    elif len(text) > 18:
        for start in range(len(text) - 17):
            window = text[start:start + 18]
            if _ID.fullmatch(window) and _has_birth(window) and _is_valid(window):
                yield span[0] + start, span[0] + start + 18


def _has_birth(number: str) -> bool:
    """Whether the area code begins with a province's and digits 7 to 14 are a day of birth."""
    if not "11" <= number[:2] <= "83":
        return False
    return "birth" not in resident_ids.problems(f"{number[:17]}0")


def _is_valid(number: str) -> bool:
    return not resident_ids.problems(number)


def _cards(scene: Scene) -> Iterator[Span]:
    for span in scene.tokens:
        if _is_card(scene.text(span)) and scene.bounded(*span):
            yield span
    for group in scene.groups():
        span = (group[0][0], group[-1][1])
        text = scene.text(span)
        if _is_card(text) and _card_groups(scene, group, text):
            yield span


def _is_card(text: str) -> bool:
    return 16 <= len(text) <= 19 and _CARD.fullmatch(text) is not None and not (len(text) == 18 and _has_birth(text))


def _card_groups(scene: Scene, group: Sequence[Span], text: str) -> bool:
    sizes = [end - start for start, end in group]
    in_fours = all(size == 4 for size in sizes[:-1]) or sizes[:2] == [6, len(text) - 6]
    if in_fours and scene.close(group[0][0], group[-1][1]):
        return text.startswith("62") or _luhn(text)
    if len(group) == 2 and scene.wraps(group):
        return True
    # Broken at the end of a line, in two long pieces that are no amounts.
    return len(sizes) == 2 and sizes[0] >= 8 and sizes[1] >= 4 and _luhn(text)


def _luhn(digits: str) -> bool:
    doubled = (sum(divmod(int(d) * (2 if place % 2 else 1), 10)) for place, d in enumerate(reversed(digits)))
    return sum(doubled) % 10 == 0


def _mobiles(scene: Scene) -> Iterator[Span]:
    for span in scene.tokens:
        yield from _mobile(scene, span)
    for group in scene.groups():
        span = (group[0][0], group[-1][1])
        sizes = tuple(end - start for start, end in group)
        in_groups = _MOBILE_GROUPS & {sizes[-3:], sizes[-2:]} and scene.close(*span)
        if in_groups or (len(group) == 2 and scene.wraps(group)):
            yield from _mobile(scene, span)


def _mobile(scene: Scene, span: Span) -> Iterator[Span]:
    text = scene.text(span)
    country = _COUNTRY.match(text)
    start = span[0] + (country.end() if country else 0)
    if _MOBILE.fullmatch(scene.text((start, span[1]))) and scene.bounded(*span):
        yield start, span[1]


def _masked(scene: Scene) -> Iterator[Span]:
    for match in _MASKED.finditer(scene.found.text):
        if len(match[0]) >= _SHORTEST_MASKED:
            yield match.span()


def _secret_texts(scene: Scene) -> Iterator[Span]:
    yield from scene.rules.secrets.texts_in(scene.found.text)


def _words(scene: Scene) -> Iterator[Span]:
    text = scene.found.text
    titles = [span for title in scene.rules.titles for span in _occurrences(text, squeezed(title))]
    allowed = {squeezed(word) for word in scene.rules.title_words}
    for word in sorted(map(squeezed, scene.rules.words), key=len, reverse=True):
        for span in _occurrences(text, word):
            # A longer allowed word covers the shorter ones in it: 残疾人 allows the 残疾 inside it.
            cover = [place for name in allowed for place in _occurrences(text, name) if _inside(span, [place])]
            if not any(_inside(place, titles) for place in cover):
                yield span


def _occurrences(text: str, word: str) -> Iterator[Span]:
    start = text.find(word) if word else -1
    while start >= 0:
        yield start, start + len(word)
        start = text.find(word, start + 1)


def _inside(span: Span, others: Sequence[Span]) -> bool:
    return any(start <= span[0] and span[1] <= end for start, end in others)


#: In order of weight: a place found by one finder is not reported again by a later one.
FINDERS: dict[str, Callable[[Scene], Iterator[Span]]] = {
    "secret_number": _secret_numbers,
    "card": _cards,
    "id_number": _id_numbers,
    "mobile": _mobiles,
    "masked": _masked,
    "secret_text": _secret_texts,
    "word": _words,
}


def find(found: Squeezed, rules: LeakRules, tight: Tight = lambda index: True) -> list[tuple[str, Span]]:
    """Return (kind, span in the squeezed text) of every leak, in order of place.

    Args:
        tight: Whether the gap before a character is no wider than a blank, or leads to the line right below; on paper
            a blank in the text may be the way from one column to the next.
    """
    scene = Scene(found, rules, tight)
    hits: list[tuple[str, Span]] = []
    taken = bytearray(len(found.text))
    for kind, finder in FINDERS.items():
        for start, end in finder(scene):
            if not any(taken[start:end]) and not _inside((start, end), scene.exempt):
                taken[start:end] = b"\1" * (end - start)
                hits.append((kind, (start, end)))
    return sorted(hits, key=lambda hit: hit[1])


def masked(kind: str, text: str) -> str:
    """Return what was found, so that the message is no leak itself."""
    if kind == "word":
        return text
    if kind == "secret_text":
        return f"{text[:2]}…（{len(text)} 字）"
    return f"{text[:3]}{'*' * (len(text) - 5)}{text[-2:]}"


def scan_text(text: str, rules: LeakRules, where: str = "文字", *, sheet: str | None = None,
              cell: str | None = None) -> tuple[Hit, ...]:
    """Return the leaks in a piece of text; ``where`` names its place for the reader."""
    found = squeeze(text)
    return tuple(
        Hit(kind, masked(kind, found.text[start:end]), where, sheet=sheet, cell=cell)
        for kind, (start, end) in find(found, rules)
    )
