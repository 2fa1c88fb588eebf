"""The search for leaks in one piece of text (a page, a cell, a file property).

Amounts in neighbouring columns are digits with gaps between, too. Therefore a number over a gap counts only with a
second sign: it is stored in the book, its check digit is right, or its groups are the usual ones and stand close
together. A household code beside a number of people can look like an ID number even then; the caller names codes as
allowed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache

from villagebook.exporting.leaks.child import children
from villagebook.exporting.leaks.pointed import ID_GROUPS, MOBILE_GROUPS, pointed
from villagebook.exporting.leaks.rules import Hit, LeakRules
from villagebook.exporting.leaks.scene import Line, Scene, Span, Tight, inside
from villagebook.exporting.leaks.shapes import ID, has_birth, is_card, is_old_id, is_valid_id, luhn
from villagebook.exporting.leaks.squeeze import Squeezed, squeeze, squeezed

_MOBILE = re.compile(r"1[3-9][0-9]{9}")
_COUNTRY = re.compile(r"(?:00)?86(?=1[3-9][0-9]{9}$)")
_MASKED = re.compile(r"[0-9]{3,}(?:\*{2,}|X{4,})[0-9]+[0-9X]|[0-9]{4,}\*{6,}|[0-9]{8,}\*{4,}|\*{6,}[0-9]{3}[0-9X]")
_SHORTEST_MASKED = 9
#: A word of this length and less is no word any more with a star in it.
_SHORTEST_STARRED = 2
#: From this length on a number stored in the book is no coincidence, even inside a longer run of digits.
_UNMISTAKABLE = 15
#: Codes of villages, projects and households: one at the end of a row, read on into the next row, may look valid.
_CODE_LENGTHS = (12, 14, 16)
_MOBILE_DIGITS = 11
_MOBILE_GROUPS = MOBILE_GROUPS | {(3, 3, 5), (3, 5, 3), (1,) * _MOBILE_DIGITS}


def _secret_numbers(scene: Scene) -> Iterator[Span]:
    for start, end in scene.rules.secrets.numbers_in(scene.found.text):
        length = end - start
        if length >= _UNMISTAKABLE or (
            scene.bounded(start, end) and (length >= _MOBILE_DIGITS or scene.close(start, end))
        ):
            yield start, end
    secrets = scene.rules.secrets
    yield from pointed(scene, lambda digits, _: len(digits) >= _MOBILE_DIGITS and digits in secrets)


def _id_numbers(scene: Scene) -> Iterator[Span]:
    for span in scene.tokens:
        yield from _ids_of_token(scene, span)
    for group in scene.groups():
        span = (group[0][0], group[-1][1])
        text = scene.text(span)
        coded = group[0][1] - group[0][0] in _CODE_LENGTHS
        birth = ID.fullmatch(text) and has_birth(text)
        old = is_old_id(text) and not coded
        if (birth and is_valid_id(text) and not coded) or ((birth or old) and scene.wraps(group, even=True)):
            yield span
    yield from pointed(scene, lambda text, sizes: sizes in ID_GROUPS and has_birth(text))


def _ids_of_token(scene: Scene, span: Span) -> Iterator[Span]:
    text = scene.text(span)
    certificate = len(text) in (20, 22) and has_birth(text)
    if ID.fullmatch(text) or (is_old_id(text) and not scene.goes_on(span[1])) or certificate:
        yield span
    elif len(text) > 18:
        for start in range(len(text) - 17):
            window = text[start:start + 18]
            if ID.fullmatch(window) and has_birth(window) and is_valid_id(window):
                yield span[0] + start, span[0] + start + 18


def _cards(scene: Scene) -> Iterator[Span]:
    for span in scene.tokens:
        if is_card(scene.text(span)) and scene.bounded(*span):
            yield span
    for group in scene.groups():
        span = (group[0][0], group[-1][1])
        text = scene.text(span)
        if is_card(text) and _card_groups(scene, group, text):
            yield span


def _card_groups(scene: Scene, group: Sequence[Span], text: str) -> bool:
    sizes = [end - start for start, end in group]
    if set(sizes) == {1}:
        start, end = group[0][0], group[-1][1]
        # Part of a longer number whose digits stand apart: an ID.
        if any(scene.found.text[place:place + 1].isdigit() for place in (start - 1, end) if place >= 0):
            return False
    if (text.startswith("62") or luhn(text)) and scene.fills_a_cell(group):
        return True
    if any(_is_usual_card(grouping) for grouping in (sizes, scene.joined(group))):
        return scene.wraps(group) and (text.startswith("62") or luhn(text))
    if len(scene.lines(group)) == len(group) and scene.wraps(group):
        return len(group) == 2 or luhn(text)
    # Broken at the end of a line, in two long pieces that are no amounts.
    return len(sizes) == 2 and sizes[0] >= 8 and sizes[1] >= 4 and luhn(text)


def _is_usual_card(sizes: Sequence[int]) -> bool:
    return set(sizes[:-1]) == {4} or (len(sizes) == 2 and sizes[0] == 6) or set(sizes) == {1}


def _mobiles(scene: Scene) -> Iterator[Span]:
    for span in scene.tokens:
        yield from _mobile(scene, span)
    for group in scene.groups():
        span = (group[0][0], group[-1][1])
        sizes = tuple(end - start for start, end in group)
        tails = {sizes[-3:], sizes[-2:], sizes[-_MOBILE_DIGITS:]}
        usual = (_MOBILE_GROUPS & tails or len(scene.lines(group)) == len(group)) and scene.wraps(group)
        if usual or (_MOBILE.fullmatch(scene.text(span)) and scene.fills_a_cell(group)):
            yield from _mobile(scene, span)
    yield from pointed(
        scene, lambda text, sizes: sizes in MOBILE_GROUPS and _MOBILE.fullmatch(text) is not None
    )


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
            cover = [place for name in allowed for place in _occurrences(text, name) if inside(span, [place])]
            if not any(inside(place, titles) for place in cover):
                yield span
    if "*" in text:
        for match in _starred(tuple(sorted(scene.rules.words))).finditer(text):
            if "*" in match[0]:
                yield match.span()


@lru_cache(maxsize=4)
def _starred(words: tuple[str, ...]) -> re.Pattern[str]:
    """Words whose inside is starred (尿**症); those of two characters would leave one, which says nothing."""
    long = (word for word in map(squeezed, words) if len(word) > _SHORTEST_STARRED)
    inner = (
        re.escape(word[0]) + "".join(f"[{re.escape(char)}*]" for char in word[1:-1]) + re.escape(word[-1])
        for word in long
    )
    return re.compile("|".join(inner) or "(?!)")


def _occurrences(text: str, word: str) -> Iterator[Span]:
    start = text.find(word) if word else -1
    while start >= 0:
        yield start, start + len(word)
        start = text.find(word, start + 1)


#: In order of weight: a place found by one finder is not reported again by a later one.
FINDERS: dict[str, Callable[[Scene], Iterator[Span]]] = {
    "secret_number": _secret_numbers,
    "card": _cards,
    "id_number": _id_numbers,
    "mobile": _mobiles,
    "masked": _masked,
    "secret_text": _secret_texts,
    "word": _words,
    "child": children,
}


def find(
    found: Squeezed, rules: LeakRules, tight: Tight = lambda index: True, line: Line | None = None
) -> list[tuple[str, Span]]:
    """Return (kind, span in the squeezed text) of every leak, in order of place.

    Args:
        tight: Whether the gap before a character is no wider than a blank, or leads to the line right below; on paper
            a blank in the text may be the way from one column to the next.
        line: The text of the line or row around a span; between line breaks if not given.
    """
    scene = Scene(found, rules, tight, line)
    hits: list[tuple[str, Span]] = []
    taken = bytearray(len(found.text))
    for kind, finder in FINDERS.items():
        for start, end in finder(scene):
            if not any(taken[start:end]) and not scene.is_exempt((start, end)):
                taken[start:end] = b"\1" * (end - start)
                hits.append((kind, (start, end)))
    return sorted(hits, key=lambda hit: hit[1])


def masked(kind: str, text: str) -> str:
    """Return what was found, so that the message is no leak itself."""
    if kind == "word":
        return text
    if kind == "child":
        return f"{text[0]}某"
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
