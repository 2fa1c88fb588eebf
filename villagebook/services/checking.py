"""Running the data checks and telling what they found."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from typing import Any

from villagebook import checks
from villagebook.base.findings import Finding, Severity
from villagebook.ledgers import Scope
from villagebook.services.overrides import overrides
from villagebook.store import Book


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Findings, errors first, and what was not checked because the book never received the data."""

    findings: tuple[Finding, ...]
    unchecked: tuple[str, ...]

    def count(self, severity: Severity) -> int:
        """How many findings of this severity."""
        return sum(finding.severity is severity for finding in self.findings)

    def as_json(self) -> dict[str, Any]:
        """The shape of ``check --json``."""
        return {
            "findings": [
                {k: v for k, v in asdict(f).items() if k != "record"} | {"severity": f.severity.value}
                for f in self.findings],
            "unchecked": list(self.unchecked),
        }


def run(book: Book, on: dt.date) -> CheckReport:
    """Run all checks as of a day."""
    with book.read() as connection:
        scope = Scope(book.village_id, on)
        findings, unchecked = checks.run_all(connection, scope, overrides(connection, book.village_id))
    order = list(Severity)
    return CheckReport(tuple(sorted(findings, key=lambda f: order.index(f.severity))), tuple(unchecked))
