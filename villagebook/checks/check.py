"""What a check is: its declaration, and the problems its function yields.

A rule looks at ``Facts`` (rows read once for all checks) and yields ``Problem``; the declaration adds id, severity and
source, so that they are written once.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from villagebook.base.findings import Finding, Severity
from villagebook.checks.facts import Facts, Whom
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
        proposal: The right value as text of the field's own kind where it is known (建议改为), empty text to clear the
            field; None if nobody knows it.
    """

    subject: str
    field: str
    message: str
    record: tuple[str, uuid.UUID] | None = None
    hint: str = ""
    severity: Severity | None = None
    proposal: str | None = None


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
        number: Number of the rule in the list of known rules, 12.3-15; several are joined by 、; empty if it is this
            program's own.
        codes: Codes that rules like it have elsewhere.
        whom: The households it is about.
        hint: What to do, unless a problem says otherwise.
    """

    id: str
    title: str
    severity: Severity
    source: str
    needs: tuple[FieldInfo, ...]
    rule: Rule
    number: str = ""
    codes: tuple[str, ...] = ()
    whom: Whom = "all"
    hint: str = ""

    @property
    def numbers(self) -> tuple[int, ...]:
        """The rule numbers it covers: 12.3-15、12.4-22 gives 15 and 22."""
        return tuple(int(number) for number in re.findall(r"-(\d+)", self.number))

    def on(self, facts: Facts) -> Iterator[Finding]:
        """Yield the findings of this check; it does not ask whether its fields ever received data."""
        for problem in self.rule(facts.about(self.whom)):
            record = problem.record
            yield Finding(
                id=self.id,
                severity=problem.severity or self.severity,
                subject=problem.subject,
                field=problem.field,
                message=problem.message,
                hint=problem.hint or self.hint,
                source=self.source,
                record=(record[0], str(record[1])) if record else None,
                proposal=problem.proposal,
            )

    def run(self, conn: Connection, scope: Scope, overrides: Overrides | None = None) -> list[Finding]:
        """Return this check's findings alone, reading what it needs; None takes the book's own overrides."""
        return list(self.on(Facts(conn, scope, overrides)))


def check(
    id: str,
    title: str,
    severity: Severity,
    *,
    source: str = "",
    needs: tuple[Any, ...] = (),
    number: str = "",
    codes: tuple[str, ...] = (),
    scope: Whom = "all",
    hint: str = "",
) -> Callable[[Rule], Check]:
    """Declare the function below as a check.

    Args:
        source: Where the rule comes from; what the codes say unless given.
        needs: Mapped attributes that must ever have received data in this book.
        number: Number of the rule, 12.3-15; several joined by 、.
        codes: Codes that rules like it have elsewhere, 5_17_002.
        scope: ``P`` gives the rule 脱贫 and 监测 households and their people only, ``poor`` 脱贫, ``monitored`` those
            whose risk is not removed.
        hint: What to do, unless a problem says otherwise.
    """

    def declare(rule: Rule) -> Check:
        fields = tuple(info(attribute) for attribute in needs)
        return Check(id, title, severity, source or _source(codes), fields, rule, number, codes, scope, hint)

    return declare


def _source(codes: tuple[str, ...]) -> str:
    """Return where rules with these codes come from, in words fit for paper."""
    old = [code for code in codes if code.startswith("B")]
    new = [code for code in codes if not code.startswith("B")]
    said = [f"{tool} {'、'.join(own)}" for tool, own in ((CLEANING, new), (OLD_TOOL, old)) if own]
    return "；".join(said) or OFFICE
