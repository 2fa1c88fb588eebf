"""The village's own values: what the book's Override rows say of policies, code lists and words."""

from __future__ import annotations

import uuid

from sqlalchemy import Connection, select

from villagebook.ledgers.parts import table
from villagebook.models import Override
from villagebook.policies import POLICIES, Overrides

#: Overrides of code lists are stored under this and the list's id; their value is a JSON list of texts.
CODES_PREFIX = "codes."
#: Overrides of settings are stored under this and the setting's id.
SETTINGS_PREFIX = "setting."


def policies(conn: Connection, village_id: uuid.UUID) -> Overrides:
    """Return the village's own values of policies, in the shape policies.value() takes, in order of entry."""
    own = table(Override)
    found: dict[str, list[tuple[object, object, object]]] = {}
    statement = select(own.c.subject, own.c.since, own.c.until, own.c.value).where(own.c.village_id == village_id)
    for subject, since, until, value in conn.execute(statement.order_by(own.c.id)):
        if subject in POLICIES:
            found.setdefault(subject, []).append((since, until, value))
    return found  # type: ignore[return-value]


def codes(conn: Connection, village_id: uuid.UUID) -> dict[str, frozenset[str]]:
    """Return the values the village added to code lists, by the list's id."""
    own = table(Override)
    statement = select(own.c.subject, own.c.value).where(
        own.c.village_id == village_id, own.c.subject.startswith(CODES_PREFIX)
    )
    found: dict[str, frozenset[str]] = {}
    for subject, value in conn.execute(statement):
        texts = frozenset(str(one) for one in value) if isinstance(value, list) else frozenset()
        name = subject.removeprefix(CODES_PREFIX)
        found[name] = found.get(name, frozenset()) | texts
    return found


def settings(conn: Connection, village_id: uuid.UUID) -> dict[str, object]:
    """Return the settings stored in the book, by id; the newest of each."""
    own = table(Override)
    statement = select(own.c.subject, own.c.value).where(
        own.c.village_id == village_id, own.c.subject.startswith(SETTINGS_PREFIX)
    )
    return {
        subject.removeprefix(SETTINGS_PREFIX): value for subject, value in conn.execute(statement.order_by(own.c.id))
    }
