"""Numbers written with points, slashes or commas between their groups: 350699.19580304.0024, 138/0013/8000.

Amounts, dates and codes are written so too; therefore only whole groups are put together, and they count only if the
book has the number or the groups are the usual ones of an ID or a mobile number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from villagebook.exporting.leaks.scene import Scene, Span
from villagebook.exporting.leaks.squeeze import NO_GAP

Wanted = Callable[[str, tuple[int, ...]], bool]

_POINTS = frozenset(".,:;/_|、·•・")
#: As people write IDs: area, day of birth, number of the day; the day perhaps in parts.
ID_GROUPS = frozenset({(6, 8, 4), (6, 4, 4, 4), (6, 4, 2, 2, 4), (6, 12), (14, 4)})
MOBILE_GROUPS = frozenset({(3, 4, 4), (3, 8), (7, 4)})
_MOST_GROUPS = 6


def pointed(scene: Scene, wanted: Wanted) -> Iterator[Span]:
    """Yield the spans of numbers made of pointed groups.

    Args:
        wanted: Asked with the digits of neighbouring groups put together, and the groups' sizes.
    """
    tokens = scene.tokens
    for first, start in enumerate(tokens):
        digits, sizes = scene.text(start), [start[1] - start[0]]
        for index in range(first, len(tokens) - 1):
            one, other = tokens[index], tokens[index + 1]
            if _pointed(scene, one, other):
                sizes.append(0)
            elif other[0] != one[1] or not scene.goes_on(one[1]):
                break
            digits += scene.text(other)
            sizes[-1] += other[1] - other[0]
            if len(sizes) > _MOST_GROUPS:
                break
            if len(sizes) > 1 and wanted(digits, tuple(sizes)):
                yield start[0], other[1]


def _pointed(scene: Scene, one: Span, other: Span) -> bool:
    apart = other[0] == one[1] + 1 and scene.found.text[one[1]] in _POINTS
    return apart and all(scene.found.gaps[place] == NO_GAP or scene.tight(place) for place in (one[1], other[0]))
