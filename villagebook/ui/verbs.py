"""What the frame shows of the book and what it asks of services: plain values and functions.

To let the frame ask one more thing: a field of Verbs here, and its function in wiring.py.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from villagebook.base.errors import VillagebookError
from villagebook.ui.findings import Report
from villagebook.ui.runner import Changed
from villagebook.ui.widgets.messages import Trouble
from villagebook.ui.widgets.navigation import Badge

if TYPE_CHECKING:
    from villagebook.ui.models.columns import Key


@dataclass(frozen=True, slots=True)
class BookState:
    """What the frame shows of the open book.

    Attributes:
        village, place: 清溪村; 云岭镇·2025年.
        undo, redo: Titles of what would be undone and done again; empty if nothing.
        saved_at: Local time of the last change; None if there is none.
        backup, backup_tone: The backup light's words and ok, due or late.
        badges: What waits, by page id.
    """

    village: str = ""
    place: str = ""
    undo: str = ""
    redo: str = ""
    saved_at: datetime | None = None
    backup: str = ""
    backup_tone: str = "ok"
    badges: Mapping[str, Badge] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Found:
    """One search hit as plain values; the frame goes to ``page``, shows ``key`` and lets it do ``action``.

    With ``run`` that is called instead.
    """

    group: str
    icon: str
    title: str
    page: str
    key: Key | None = None
    action: str = ""
    lead: str = ""
    note: str = ""
    aside: str = ""
    run: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class Verbs:
    """What the frame asks of services.

    Attributes:
        state: (book) -> BookState, in the reader's thread.
        search: (book, text) -> hits, in the reader's thread.
        undo, redo: (book, progress) -> Changed, in the writer's thread.
        backup: The backup light was pressed.
        manual: Opens the manual; None hides its button.
        check: (book) -> Report of all checks, in a thread of its own.
        check_records: (book, {(table, id)}) -> Report of the checks of these records' households.
        opened: (Found) a hit was opened.
        explain: (error) -> what the error panel says.
    """

    state: Callable[[Any], BookState] | None = None
    search: Callable[[Any, str], Sequence[Found]] | None = None
    undo: Callable[[Any, Any], Changed] | None = None
    redo: Callable[[Any, Any], Changed] | None = None
    backup: Callable[[], object] | None = None
    manual: Callable[[], object] | None = None
    check: Callable[[Any], Report] | None = None
    check_records: Callable[[Any, Any], Report] | None = None
    opened: Callable[[Found], object] | None = None
    explain: Callable[[VillagebookError], Trouble] = Trouble.of
