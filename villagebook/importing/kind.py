"""What a kind of list is: what its columns may mean, what tells it apart, what names a row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from villagebook.importing.parts import Parts
from villagebook.models import Record

Weights = Mapping[str, float]

#: Where a list says which place it is of.
VILLAGE_VALUES = frozenset({
    "village.name", "village.township", "village.county", "village.city", "village.province", "village.code"})


@dataclass(frozen=True, slots=True)
class ListKind:
    """One kind of list.

    Attributes:
        id: As the command line names it.
        title: What people call it.
        records: Whose fields its columns may be, in order of preference.
        marks: Weight with which a value id (or all of a table, ``household_year.``) speaks for this kind.
        against: Value ids that speak for another kind.
        words: Words in title or tab that speak for it.
        identity: What names a row, best first; the first alternative that the row has in full.
        missing: Why a row without any of them is refused.
        aliases: Folded heading (joined by / below a group) -> value id, where it differs from the models'.
        context: Value ids that may stand once above the headings (项目编号 | 3506…) and hold for all rows.
        years: Ids of years that the title gives where no column does.
        repeatable: Whether two rows of one identity are normal (a household twice in a roster, a voucher of many
            lines); then only a row equal in every cell, 序号 too, is a repetition.
        unit: How people count its rows (户, 人, 笔).
        adjust: Its own reading of waiting cells; None if it has none.
    """

    id: str
    title: str
    records: tuple[type[Record], ...]
    marks: Weights
    words: tuple[str, ...]
    identity: tuple[tuple[str, ...], ...]
    missing: str
    against: frozenset[str] = frozenset()
    aliases: Mapping[str, str] = field(default_factory=dict)
    context: frozenset[str] = frozenset()
    years: tuple[str, ...] = ()
    repeatable: bool = False
    adjust: Callable[[Parts], None] | None = None
    unit: str = "行"
