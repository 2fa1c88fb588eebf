"""The book's own values of policies and settings (Override), as the policies' lookup wants them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.settings import SETTINGS
from villagebook.models import Override
from villagebook.notices.subject import MASK_OF
from villagebook.policies import POLICIES, Overrides, Policy, find
from villagebook.policies.policy import in_force
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo

#: How a source begins that nobody has seen in print.
ASSUMED = "assumed"


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


@dataclass(frozen=True, slots=True)
class PolicyLine:
    """One policy as a person reads it.

    Attributes:
        id, title: Of the policy.
        value: What is in force on the day, as people write it; empty if nothing is.
        source: Document and article; who to ask where nobody has seen it in print.
        assumed: Whether nobody has seen it in print.
        own: Whether the value is this book's own.
    """

    id: str
    title: str
    value: str
    source: str
    assumed: bool
    own: bool


def policies_on(book: Book, on: dt.date) -> tuple[PolicyLine, ...]:
    """Every policy with what is in force on a day, in declared order."""
    with book.read() as connection:
        own = overrides(connection, book.village_id)
    return tuple(_line(policy, on, own) for policy in POLICIES)


def _line(policy: Policy, on: dt.date, own: Overrides) -> PolicyLine:
    in_book = any(in_force(since, until, on) for since, until, _ in own.get(policy.id, ()))
    value = find(policy.id, on, own)
    stated = next((v for v in policy.values if v.in_force(on)), policy.values[-1])
    assumed = not in_book and stated.source.startswith(ASSUMED)
    source = "本村规定" if in_book else stated.source.removeprefix(ASSUMED).lstrip("; ；")
    return PolicyLine(
        policy.id, policy.title, policy.show(value) if value is not None else "", source, assumed, in_book
    )


def _called(subject: str) -> str:
    setting = SETTINGS.get(subject.removeprefix("setting."))
    policy = POLICIES.get(subject)
    if subject.startswith(MASK_OF):
        return "公示里的姓名"
    return setting.label if setting is not None else policy.title if policy is not None else subject


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
    with book.work(declaration(set_override).id, actor, f"改设置 {_called(subject)}", Undo.INVERSE) as work:
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
