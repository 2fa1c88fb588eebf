"""The states of a notice: the values of the code list ``notice_state``, by name, and those that go together.

What each of them allows stands in services/notice_states.py.
"""

from __future__ import annotations

from typing import Final

DRAFT, READY, UP, EXPIRED, DOWN, ARCHIVED = "草稿", "待张贴", "公示中", "期满", "已摘下", "归档"
CORRECTED, WITHDRAWN = "已更正", "已撤回"
#: In the order of a notice's life.
STATES: Final = (DRAFT, READY, UP, EXPIRED, DOWN, ARCHIVED, CORRECTED, WITHDRAWN)

#: Nobody has seen it yet.
NOT_HUNG: Final = (DRAFT, READY)
#: It hangs; the second is worked out from its last day.
HANGING: Final = (UP, EXPIRED)
#: Another notice stands in its place, or none: it says nothing any more.
FALLEN: Final = (CORRECTED, WITHDRAWN)
