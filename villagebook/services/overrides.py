"""The book's own values of policies and settings (Override), as the policies' lookup wants them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, select

from villagebook.models import Override
from villagebook.policies import Overrides
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo


def overrides(connection: Connection, village_id: uuid.UUID) -> Overrides:
    """Return this village's overrides: subject -> [(since, until, raw value)] in order of making."""
    query = select(Override.__table__).where(Override.village_id == village_id).order_by(Override.id)
    found: dict[str, list[tuple[dt.date | None, dt.date | None, Any]]] = {}
    for row in connection.execute(query).mappings():
        found.setdefault(row["subject"], []).append((row["since"], row["until"], row["value"]))
    return found


def settings(book: Book) -> Mapping[str, Any]:
    """Settings stored in the book: id -> raw value; the newest wins."""
    with book.read() as connection:
        return settings_in(overrides(connection, book.village_id))


def settings_in(stored: Overrides) -> Mapping[str, Any]:
    """The settings among a book's own values: id -> raw value; the newest wins."""
    return {key.removeprefix("setting."): values[-1][2] for key, values in stored.items() if key.startswith("setting.")}


@verb("settings.set", "改设置", Undo.INVERSE)
def set_override(
    book: Book,
    subject: str,
    value: Any,
    *,
    actor: str,
    reason: str = "",
    since: dt.date | None = None,
    until: dt.date | None = None,
) -> Changed:
    """Record this book's own value of a policy, or of a setting (``setting.<id>``), with its reason."""
    with book.work(declaration(set_override).id, actor, f"改设置 {subject}", Undo.INVERSE) as work:
        work.write_rows(
            Override,
            inserts=[
                {
                    "id": work.new_id(),
                    "village_id": book.village_id,
                    "subject": subject,
                    "value": value,
                    "since": since,
                    "until": until,
                    "reason": reason or None,
                }
            ],
        )
        return Changed.of(work.commit())
