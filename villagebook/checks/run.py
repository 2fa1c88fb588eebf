"""Running all checks over a book: findings in the registry's order, and what could not be checked."""

from __future__ import annotations

import gc
import uuid
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import NamedTuple

from sqlalchemy import Connection

from villagebook.base.findings import Finding
from villagebook.base.progress import QUIET, Progress
from villagebook.checks.book_facts import Received
from villagebook.checks.check import Check
from villagebook.checks.facts import Facts
from villagebook.checks.registry import CHECKS
from villagebook.ledgers import Scope
from villagebook.models import BY_TABLE, FieldInfo
from villagebook.policies import Overrides

#: Subjects of checks that are about no household.
_NOT_OF_HOMES = frozenset({
    "projects", "rosters", "funds", "notices", "policies", "village", "contracts", "acceptances", "assets",
    "meetings", "committees", "donations",
})  # fmt: skip


class Report(NamedTuple):
    """What the checks found, and one line for each that did not run: 户联系电话：未检查（缺户联系电话）."""

    findings: list[Finding]
    unchecked: list[str]


def run_all(
    conn: Connection,
    scope: Scope,
    overrides: Overrides | None = None,
    *,
    only: Collection[str] = (),
    received: Received | None = None,
    progress: Progress = QUIET,
) -> Report:
    """Run the checks on the book as of ``scope.on``.

    Args:
        overrides: The book's own values of policies; None reads them from the book.
        only: Ids of checks; empty runs all.
        received: An empty mapping, to be filled with what was ever received.

    Raises:
        Cancelled: the user cancelled.
    """
    facts = Facts(conn, scope, overrides, received=received)
    chosen = [check for check in CHECKS if not only or check.id in only]
    findings: list[Finding] = []
    unchecked: list[str] = []
    with _without_collecting():
        for done, check in enumerate(chosen):
            progress.step(done, len(chosen), check.title)
            missing = _missing(check, facts)
            if missing:
                unchecked.append(f"{check.title}：未检查（缺{'、'.join(missing)}）")
            else:
                findings += check.on(facts)
    progress.step(len(chosen), len(chosen), "核查")
    return Report(findings, unchecked)


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Look for no garbage meanwhile: all rows live until the run ends, and going through them takes a quarter of it."""
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()


def run_on(
    conn: Connection,
    scope: Scope,
    households: Collection[uuid.UUID],
    overrides: Overrides | None = None,
    received: Received | None = None,
) -> list[Finding]:
    """Return what the checks find in some households and their people, reading little more than these.

    What a check asks of the whole village (was a field ever received, who else has this number) is asked of all of it.
    Checks of projects, money, notices and of the village itself do not run.

    Args:
        received: What an earlier run learnt of what was ever received; it is filled where it is empty.
    """
    facts = Facts(conn, scope, overrides, households, received)
    mine = [check for check in CHECKS if check.id.partition(".")[0] not in _NOT_OF_HOMES]
    return [finding for check in mine if not _missing(check, facts) for finding in check.on(facts)]


def _missing(check: Check, facts: Facts) -> tuple[str, ...]:
    """Return what the check needs and the book never received: the record's title if there is none, else the field."""
    words = dict.fromkeys(_word(field, facts) for field in check.needs if not facts.received(field))
    return tuple(words)


def _word(field: FieldInfo, facts: Facts) -> str:
    record = BY_TABLE[field.record]
    return field.label if facts.has_records(record) else record.title
