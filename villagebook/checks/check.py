"""What a check is: its declaration, and the problems its function yields.

A rule looks at ``Facts`` (rows read once for all checks) and yields ``Problem``; the declaration adds id, severity and
source, so that they are written once.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from villagebook.base.findings import Finding, Severity
from villagebook.checks.facts import Facts
from villagebook.ledgers import Scope
from villagebook.models import FieldInfo, info
from villagebook.policies import Overrides

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO

#: Where most rules come from, in words fit for paper.
CLEANING = "2023年县级数据清洗规则"
OLD_TOOL = "2021年建档立卡核查工具规则"
OFFICE = "本程序的核对"


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem, as a rule yields it.

    Attributes:
        subject: The record's code, or the text as typed.
        field: The heading as the user knows it.
        message: One Chinese sentence without a final full stop.
        record: (table, key) of the stored record; None if nothing is stored.
        hint: What to do.
        severity: Another severity than the check's own; None keeps it.
    """

    subject: str
    field: str
    message: str
    record: tuple[str, uuid.UUID] | None = None
    hint: str = ""
    severity: Severity | None = None


Rule = Callable[[Facts], Iterable[Problem]]


@dataclass(frozen=True)
class Check:
    """One check.

    Attributes:
        id: ``subject.what``, never reused.
        title: What it looks at, Chinese, a few words.
        severity: Of its findings, unless a problem says otherwise.
        source: Where the rule comes from.
        needs: Fields that must ever have received data in this book; without, the check is listed as 未检查.
        rule: The function.
    """

    id: str
    title: str
    severity: Severity
    source: str
    needs: tuple[FieldInfo, ...]
    rule: Rule

    def on(self, facts: Facts) -> Iterator[Finding]:
        """Yield the findings of this check; it does not ask whether its fields ever received data."""
        for problem in self.rule(facts):
            record = problem.record
            yield Finding(
                id=self.id,
                severity=problem.severity or self.severity,
                subject=problem.subject,
                field=problem.field,
                message=problem.message,
                hint=problem.hint,
                source=self.source,
                record=(record[0], str(record[1])) if record else None,
            )

    def run(self, conn: Connection, scope: Scope, overrides: Overrides | None = None) -> list[Finding]:
        """Return this check's findings alone, reading what it needs; None takes the book's own overrides."""
        return list(self.on(Facts(conn, scope, overrides)))


def check(
    id: str, title: str, severity: Severity, *, source: str = OFFICE, needs: tuple[Any, ...] = ()
) -> Callable[[Rule], Check]:
    """Declare the function below as a check; ``needs`` are mapped attributes."""

    def declare(rule: Rule) -> Check:
        return Check(id, title, severity, source, tuple(info(attribute) for attribute in needs), rule)

    return declare
