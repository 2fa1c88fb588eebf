"""The journal as others may have it: every operation sealed, and of some also what was sealed.

One JSON object per line, an operation followed by its changes in order:

    {"operation": 12, "id", "at", "actor", "verb", "undo", "undoes", "schema", "village", "previous", "hash",
     "heading": {"commitment", "salt", "text"}}
    {"change": 1, "of": 12, "id", "record", "record_id", "before_open", "before_secret", "after_open", "after_secret"}

Each part is null (there is none) or has the commitment, and ``salt`` (hex) and ``value`` where it is opened. Salts of
parts that stay closed are left out: with them an ID number could be tried out.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from villagebook.store.chain import CHANGE, OPERATION
from villagebook.store.commitments import canonical, time_text

PARTS = ("before_open", "before_secret", "after_open", "after_secret")
SECRET_PARTS = ("before_secret", "after_secret")

Line = dict[str, Any]
#: Says of the texts of some parts whether each may be opened.
Openly = Callable[[list[str]], list[bool]]

_AT_ONCE = 1000


def sealed_lines(
    connection: Connection,
    village_id: uuid.UUID,
    opened_from: dt.datetime,
    *,
    secrets: bool,
    tables: Collection[str] | None = None,
    openly: Openly | None = None,
) -> Iterator[tuple[Line, Iterator[Line]]]:
    """Yield (operation, its changes) of a village's whole journal, oldest first; read the changes before the next.

    Args:
        opened_from: Operations recorded earlier stay sealed: they only carry the chain.
        secrets: Whether secret parts, and headings, are opened too.
        tables: Only changes of these are opened; None: of all.
        openly: Asked of open parts before they are opened; None opens all of them.
    """
    chosen = _Opening(secrets, tables, openly)
    query = select(OPERATION).where(OPERATION.c.village_id == village_id).order_by(OPERATION.c.seq)
    for row in connection.execute(query).mappings().all():
        opened = row["at"] >= opened_from
        yield _operation(row, opened and secrets), _changes(connection, row, chosen if opened else None)


def _operation(row: RowMapping, opened: bool) -> Line:
    heading = {"commitment": row["heading_commitment"]}
    if opened:
        heading |= {"salt": row["heading_salt"].hex(), "text": row["heading"]}
    return {
        "operation": row["seq"], "id": str(row["id"]), "at": time_text(row["at"]), "actor": row["actor"],
        "verb": row["verb"], "undo": row["undo"], "undoes": row["undoes_seq"], "schema": row["schema_version"],
        "village": str(row["village_id"]), "previous": row["previous_hash"], "hash": row["hash"], "heading": heading,
    }  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Opening:
    """Which parts of changes are opened."""

    secrets: bool
    tables: Collection[str] | None
    openly: Openly | None

    def parts(self, rows: Sequence[RowMapping]) -> set[tuple[int, str]]:
        """Return (place of the row, part) of those that are."""
        found = [
            (place, part)
            for place, row in enumerate(rows)
            for part in PARTS
            if (self.secrets or part not in SECRET_PARTS) and (self.tables is None or row["record"] in self.tables)
        ]
        if self.openly is None:
            return set(found)
        filled = [(place, part) for place, part in found if rows[place][part] is not None]
        clean = self.openly([canonical(rows[place][part]) for place, part in filled])
        return {where for where, is_clean in zip(filled, clean, strict=True) if is_clean}


def _changes(connection: Connection, operation: RowMapping, opening: _Opening | None) -> Iterator[Line]:
    query = select(CHANGE).where(CHANGE.c.operation_id == operation["id"]).order_by(CHANGE.c.position)
    result = connection.execution_options(yield_per=_AT_ONCE).execute(query).mappings()
    for batch in result.partitions(_AT_ONCE):
        shown = set() if opening is None else opening.parts(batch)
        for place, row in enumerate(batch):
            line: Line = {
                "change": row["position"], "of": operation["seq"], "id": str(row["id"]), "record": row["record"],
                "record_id": str(row["record_id"]),
            }  # fmt: skip
            yield line | {part: _part(row, part, (place, part) in shown) for part in PARTS}


def _part(row: RowMapping, part: str, shown: bool) -> Line | None:
    commitment = row[f"{part}_commitment"]
    if commitment is None:
        return None
    salt = row[f"{part}_salt"]
    if not shown or salt is None:  # erased for good
        return {"commitment": commitment}
    return {"commitment": commitment, "salt": salt.hex(), "value": row[part]}
