"""Columns of ledgers: each inherits heading, unit and privacy from the fields it shows.

``of(Person.phone)`` is a field as it stands. ``computed(...)`` is anything worked out in the SELECT; it names the
fields it is worked out from and takes the strictest privacy among them, so that no secret can be laundered into a
public column. A column without source fails at import.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from villagebook.models import FieldInfo, Privacy, info
from villagebook.models.types import KINDS

#: Kinds that only ledgers have: ``statuses`` is several values of a code list joined by 、.
LEDGER_KINDS = ("statuses",)

#: Kinds that a text filter looks into.
TEXT_KINDS = frozenset(
    {"text", "long_text", "name", "code", "sort", "phone", "id_number", "card", "choice", "month", "statuses"}
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    Attributes:
        id: Stable name, the key in rows; lower case, never reused.
        heading: As the office writes it, without the unit.
        kind: A kind of models/types, or one of LEDGER_KINDS.
        privacy: The strictest of its sources.
        unit: Shown beside the heading; money is in 分 inside and 元 outside.
        total: Whether the sum over rows means something.
        sources: The declared fields it is made from, at least one.
    """

    id: str
    heading: str
    kind: str
    privacy: Privacy
    unit: str | None
    total: bool
    sources: tuple[FieldInfo, ...]

    def __post_init__(self) -> None:
        if not self.sources:
            raise ValueError(f"column {self.id}: no source field")
        if self.kind not in KINDS and self.kind not in LEDGER_KINDS:
            raise ValueError(f"column {self.id}: unknown kind {self.kind!r}")
        if self.total and self.kind not in {"int", "size", "money", "quantity"}:
            raise ValueError(f"column {self.id}: a {self.kind} has no total")


def of(
    attribute: Any, id: str | None = None, heading: str | None = None, *, total: bool = False, unit: str | None = None
) -> Column:
    """Return the column that shows a field as it stands; ``id`` is the field's name unless given."""
    field = info(attribute)
    return Column(
        id=id or field.name, heading=heading or field.label, kind=field.kind, privacy=field.privacy,
        unit=unit or field.unit, total=total, sources=(field,),
    )  # fmt: skip


def computed(
    id: str, heading: str, kind: str, sources: tuple[Any, ...], *, unit: str | None = None, total: bool = False
) -> Column:
    """Return a column that the SELECT works out from ``sources`` (mapped attributes).

    Raises:
        ValueError: no source is named.
    """
    fields = tuple(info(attribute) for attribute in sources)
    if not fields:
        raise ValueError(f"column {id}: no source field")
    if kind == "money" and unit is None:
        unit = "元"
    strictest = max((field.privacy for field in fields), key=lambda privacy: privacy.rank)
    return Column(id, heading, kind, strictest, unit, total, fields)
