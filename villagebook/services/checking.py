"""Running the data checks and telling what they found."""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from villagebook import checks
from villagebook.base.findings import Finding, Severity
from villagebook.exporting.table import ExportTable
from villagebook.exporting.xlsx import write_xlsx
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
                for f in self.findings
            ],
            "unchecked": list(self.unchecked),
        }


def run(book: Book, on: dt.date) -> CheckReport:
    """Run all checks as of a day."""
    with book.read() as connection:
        scope = Scope(book.village_id, on)
        findings, unchecked = checks.run_all(connection, scope, overrides(connection, book.village_id))
    order = list(Severity)
    return CheckReport(tuple(sorted(findings, key=lambda f: order.index(f.severity))), tuple(unchecked))


def rules() -> list[tuple[str, str, str, str]]:
    """All checks as (id, severity, title, source)."""
    return [(c.id, c.severity.label, c.title, c.source) for c in checks.CHECKS]


@dataclass(frozen=True, slots=True)
class _Heading:
    id: str
    heading: str
    unit: str | None = None
    kind: str = "text"
    total: bool = False


def export(report: CheckReport, target: Path, made_at: dt.datetime) -> Path:
    """Write the findings as xlsx, one line each."""
    headings = (
        ("severity", "轻重"),
        ("subject", "编号"),
        ("field", "栏目"),
        ("message", "提示"),
        ("hint", "怎么办"),
        ("id", "规则"),
        ("source", "依据"),
    )
    rows = [asdict(f) | {"severity": f.severity.label} for f in report.findings]
    rows += [{"severity": "未检查", "message": line} for line in report.unchecked]
    write_xlsx(
        target,
        ExportTable(
            "核查结果",
            [_Heading(*pair) for pair in headings],
            [{key: row.get(key) for key, _ in headings} for row in rows],
        ),
        made_at=made_at,
    )
    return target
