"""The village's own values: what the book's Override rows say of policies, its CodeValue rows of code lists."""

from __future__ import annotations

import uuid
from typing import NamedTuple

from sqlalchemy import Connection, select

from villagebook.ledgers.parts import table
from villagebook.models import CodeValue, Override
from villagebook.policies import POLICIES, Overrides

#: Overrides of settings are stored under this and the setting's id.
SETTINGS_PREFIX = "setting."


class OwnValue(NamedTuple):
    """One value of a code list the village added, or a declared one it said something of."""

    value: str
    retired: bool
    reason: str


def policies(conn: Connection, village_id: uuid.UUID) -> Overrides:
    """Return the village's own values of policies, in the shape policies.value() takes, in order of entry."""
    own = table(Override)
    found: dict[str, list[tuple[object, object, object]]] = {}
    statement = select(own.c.subject, own.c.since, own.c.until, own.c.value).where(own.c.village_id == village_id)
    for subject, since, until, value in conn.execute(statement.order_by(own.c.id)):
        if subject in POLICIES:
            found.setdefault(subject, []).append((since, until, value))
    return found  # type: ignore[return-value]


def code_values(conn: Connection, village_id: uuid.UUID) -> dict[str, tuple[OwnValue, ...]]:
    """Return what the village says of values of code lists, by the list's id, in order of entry."""
    own = table(CodeValue)
    statement = select(own.c.list, own.c.value, own.c.retired, own.c.reason).where(own.c.village_id == village_id)
    found: dict[str, tuple[OwnValue, ...]] = {}
    for name, value, retired, reason in conn.execute(statement.order_by(own.c.id)):
        found[name] = (*found.get(name, ()), OwnValue(value, retired, reason or ""))
    return found


def codes(conn: Connection, village_id: uuid.UUID) -> dict[str, frozenset[str]]:
    """Return the values the village added to code lists, retired or not, by the list's id."""
    stored = code_values(conn, village_id)
    return {name: frozenset(one.value for one in values) for name, values in stored.items()}


def below(value: str) -> tuple[str, str]:
    """Return what a value of a lower level stands below, empty if not said, and the value: 产业发展/食用菌."""
    parent, sign, rest = value.replace("／", "/").partition("/")
    return (parent.strip(), rest.strip()) if sign and rest.strip() else ("", value)


def settings(conn: Connection, village_id: uuid.UUID) -> dict[str, object]:
    """Return the settings stored in the book, by id; the newest of each."""
    own = table(Override)
    statement = select(own.c.subject, own.c.value).where(
        own.c.village_id == village_id, own.c.subject.startswith(SETTINGS_PREFIX)
    )
    return {
        subject.removeprefix(SETTINGS_PREFIX): value for subject, value in conn.execute(statement.order_by(own.c.id))
    }
