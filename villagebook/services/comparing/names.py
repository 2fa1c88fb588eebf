"""Whether two names may be one person's: never a proof, always shown to somebody who knows.

Alike are: names read the same (同音, 形近 spelled by one reading), a name with a character that a system could not show
(?, *, 〓), a former name, blanks inside.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from villagebook.base.text import fold_code
from villagebook.models.pinyin import readings

#: What stands in a name where a system could not show a character, or hid one.
_UNSHOWN = frozenset("?*〓□○◯×Xx_�口")

SAME = "姓名相同"


def squeezed(name: str | None) -> str:
    """Return a name for comparing only: narrow, without blanks and points."""
    return fold_code(name or "").replace("·", "").replace("•", "").replace(".", "").upper()


@lru_cache(maxsize=50_000)
def sounds(name: str) -> frozenset[str]:
    """Return every way a name is read, without tones; empty for a name without a reading."""
    core = squeezed(name)
    return frozenset(readings(core)) if any(char >= "\u4e00" for char in core) else frozenset()


def has_gap(name: str) -> bool:
    """Whether a character of the name could not be shown where it was written."""
    core = squeezed(name)
    shown = sum(not _is_gap(char) for char in core)
    return 0 < shown < len(core)


def alike(one: str | None, other: str | None, formers: tuple[str | None, str | None] = (None, None)) -> str:
    """Return in what two names are alike, in words; "" if in nothing.

    Args:
        formers: The former name of each, if known.
    """
    a, b = squeezed(one), squeezed(other)
    if not a or not b:
        return ""
    if a == b:
        return SAME
    if a == squeezed(formers[1]) or b == squeezed(formers[0]):
        return "一个是曾用名"
    if len(a) == len(b) and (has_gap(a) or has_gap(b)) and _fits(a, b):
        return "有一个字没有显示出来"
    if sounds(a) & sounds(b):
        return "同音不同字"
    return ""


def _fits(a: str, b: str) -> bool:
    pairs = list(zip(a, b, strict=True))
    known = [x == y for x, y in pairs if not _is_gap(x) and not _is_gap(y)]
    return bool(known) and all(known)


def _is_gap(char: str) -> bool:
    return char in _UNSHOWN or unicodedata.category(char) == "Co"
