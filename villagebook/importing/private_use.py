"""Characters of old systems: rare ones of names that had no place in GBK and were stored at private code points.

Source: table FE50..FEA0 of GB 18030, whose 80 characters GBK systems kept at U+E815..U+E864; Python's codec has the
table. What other private code points meant, only the system they were typed on knew.
"""

from __future__ import annotations

import re
from functools import cache

_PRIVATE = re.compile("[\ue000-\uf8ff\U000f0000-\U0010ffff]")


def private_use(text: str) -> tuple[str, str | None] | None:
    """Return the first private character of a text and what it probably is; None if it has none."""
    match = _PRIVATE.search(text)
    return (match[0], _meant().get(match[0])) if match else None


@cache
def _meant() -> dict[str, str]:
    trails = [*range(0x50, 0x7F), *range(0x80, 0xA1)]
    pairs = {chr(0xE815 + at): bytes((0xFE, trail)).decode("gb18030", "ignore") for at, trail in enumerate(trails)}
    return {old: new for old, new in pairs.items() if new and not _PRIVATE.match(new)}
