"""Lists taken together that say different things of one field: the later one stands, and it is said.

What a list of an earlier year says is no contradiction, nor is a new phone of a list of new phones.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from typing import TYPE_CHECKING, NamedTuple

from villagebook.base.money import format_yuan
from villagebook.base.text import shown
from villagebook.models.fields import Privacy
from villagebook.services.lists.report import CellChange

if TYPE_CHECKING:
    from villagebook.services.lists.taking import Taking

_SILENT = frozenset({"ref", "json", "code"})
_OF_CHANGES = frozenset({"phones"})
_HINT = "请核对哪张表对，再把对的那张单独导入一次"


class _Said(NamedTuple):
    place: tuple[str, str, int]
    year: int | None
    kind: str


class Sayings:
    """Which row of an import last said what a field is now."""

    def __init__(self) -> None:
        self._last: tuple[Taking, _Said] | None = None
        self._added: dict[uuid.UUID, _Said] = {}
        self._changed: dict[tuple[uuid.UUID, str], _Said] = {}

    def added(self, taking: Taking, record_id: uuid.UUID) -> None:
        """Note who added a record."""
        self._added[record_id] = self._of(taking)

    def changed(self, taking: Taking, changes: Iterable[CellChange]) -> None:
        """Note who changed fields, and doubt where another list had said something else."""
        own = self._of(taking)
        for change in changes:
            info, key = change.field, change.record_id
            if key is None or info.kind in _SILENT or info.volatile:
                continue
            earlier = self._changed.get((key, info.name)) or self._added.get(key)
            self._changed[key, info.name] = own
            if earlier is None or change.old is None or not _contradicts(earlier, own):
                continue
            taking.doubt("import.contradiction", info.label, _message(earlier, change), _HINT)

    def _of(self, taking: Taking) -> _Said:
        if self._last is None or self._last[0] is not taking:
            self._last = (taking, _Said(taking.place, taking.year, taking.draft.kind))
        return self._last[1]


def _contradicts(earlier: _Said, later: _Said) -> bool:
    if earlier.place[:2] == later.place[:2] or (later.kind in _OF_CHANGES and earlier.kind not in _OF_CHANGES):
        return False
    return earlier.year is None or later.year is None or earlier.year == later.year


def _message(earlier: _Said, change: CellChange) -> str:
    file, sheet, row = earlier.place
    where = f"同一次导入的 {file} {sheet} 第 {row} 行"
    if change.field.privacy is Privacy.SECRET:
        return f"{where}写的不一样，按这里的收了"
    money = change.field.kind == "money"
    before, now = (shown(format_yuan(value) if money else value) for value in (change.old, change.new))
    return f"{where}写的是“{before}”，这里写的是“{now}”，按这里的收了"
