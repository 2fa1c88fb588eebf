"""Words of a notice as they are typed: what must not stand in them, told before anything is posted.

The finished sheet is scanned all the same; this knows no stored secrets, only shapes and words.
"""

from __future__ import annotations

from villagebook.exporting.leaks import KINDS, LeakRules, scan_text
from villagebook.notices import NOTICE_KINDS
from villagebook.notices.words import harmless_phrases, private_words

_WORD = "word"
#: Shapes told by their name: the digits themselves are not repeated. An office phone may stand, so no phone is told.
_SHAPES = frozenset({"id_number", "card", "masked"})


def unfit(kind_id: str, text: str) -> tuple[str, ...]:
    """Return what must not stand in words of a notice of this kind, in the order found, each once.

    Words stand as they are, numbers by what they look like.
    """
    kind = NOTICE_KINDS.get(kind_id)
    words = (*private_words(), *(kind.forbidden if kind is not None else ()))
    hits = scan_text(text, LeakRules(words=words, allowed=harmless_phrases()))
    told = [hit.shown if hit.kind == _WORD else KINDS[hit.kind].title for hit in hits if hit.kind in {_WORD, *_SHAPES}]
    return tuple(dict.fromkeys(told))


def said(kind_id: str, text: str) -> str:
    """Return one line about what must not stand there, empty if all may."""
    found = unfit(kind_id, text)
    return f"这里有不该公开的词：{'、'.join(found)}" if found else ""
