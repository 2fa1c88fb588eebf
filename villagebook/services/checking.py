"""Running the data checks and telling what they found."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any
from weakref import WeakKeyDictionary

from sqlalchemy import Connection, select

from villagebook import checks
from villagebook.base.errors import UserError
from villagebook.base.findings import Finding, Severity
from villagebook.base.text import shown
from villagebook.checks import sources
from villagebook.checks.book_facts import Received
from villagebook.exporting.table import ExportTable
from villagebook.exporting.xlsx import write_xlsx
from villagebook.ledgers import Scope
from villagebook.models import BY_TABLE
from villagebook.services.acknowledge import Acknowledged, listed, quieted
from villagebook.services.overrides import ASSUMED, overrides
from villagebook.store import Book

#: What a rule that covers no known number says it covers, and the households a rule is about, in words.
OWN = "本程序"
WHOM = {"all": "所有户", "P": "脱贫户和监测对象", "poor": "脱贫户", "monitored": "监测对象（风险未消除）"}


@dataclass(frozen=True, slots=True)
class CheckReport:
    """Findings, errors first, and what was not checked because the book never received the data.

    Attributes:
        owners: (table, id as text) of a record with findings -> id as text of the household it belongs to.
        acknowledged: What keeps findings quiet that would be here otherwise (情况属实).
        households: Ids as text of those whose findings these are; empty: of the whole book.
    """

    findings: tuple[Finding, ...]
    unchecked: tuple[str, ...]
    owners: Mapping[tuple[str, str], str] = field(default_factory=dict)
    acknowledged: tuple[Acknowledged, ...] = ()
    households: frozenset[str] = frozenset()

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
            "acknowledged": len(self.acknowledged),
        }


def run(book: Book, on: dt.date, *, check: str = "") -> CheckReport:
    """Run all checks as of a day, or one of them; what was acknowledged stays quiet.

    Raises:
        UserError: there is no such check.
    """
    if check and checks.CHECKS.get(check) is None:
        raise UserError("check.unknown", f"没有核查项 {shown(check)}", "用 check --rules 看有哪些")
    with book.read() as connection:
        scope = Scope(book.village_id, on)
        only = (check,) if check else ()
        learnt: Received = {}
        own = overrides(connection, book.village_id)
        found, unchecked = checks.run_all(connection, scope, own, only=only, received=learnt)
        if not check:
            _RECEIVED[book] = learnt
        findings, acknowledged = quieted(connection, book.village_id, found, on)
        owners = _owners(connection, {f.record for f in findings if f.record is not None})
    return CheckReport(_by_weight(findings), tuple(unchecked), owners, tuple(acknowledged))


def check_records(book: Book, records: Collection[tuple[str, uuid.UUID]], on: dt.date) -> CheckReport:
    """Return what the checks find in the households of some records and in their people: at once, after an edit.

    Args:
        records: (table, key): a household, or anything that belongs to one; others have no findings here.

    ``unchecked`` is empty: what the book never received is told by run(), and what run() learnt of that is used here
    until it runs again, for asking it of the whole book takes longer than all checks of one household.
    """
    with book.read() as connection:
        named = {(table, str(key)) for table, key in records}
        homes = {uuid.UUID(home) for home in _owners(connection, named).values()}
        scope = Scope(book.village_id, on)
        learnt = _RECEIVED.setdefault(book, {})
        own = overrides(connection, book.village_id)
        found = checks.run_on(connection, scope, homes, own, learnt) if homes else []
        findings, acknowledged = quieted(connection, book.village_id, found, on)
        owners = _owners(connection, {f.record for f in findings if f.record is not None})
    mine = [f for f in findings if f.record is not None and uuid.UUID(owners.get(f.record, _NOBODY)) in homes]
    return CheckReport(_by_weight(mine), (), owners, tuple(acknowledged), frozenset(map(str, homes)))


def acknowledgements(book: Book, on: dt.date) -> tuple[Acknowledged, ...]:
    """Return all acknowledgements, each with its state on a day; the checks run for it."""
    silencing = run(book, on).acknowledged
    with book.read() as connection:
        return listed(connection, book.village_id, on, silencing)


#: What the last run over a book learnt of what was ever received.
_RECEIVED: WeakKeyDictionary[Book, Received] = WeakKeyDictionary()
_NOBODY = str(uuid.UUID(int=0))


def _by_weight(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    order = list(Severity)
    return tuple(sorted(findings, key=lambda finding: order.index(finding.severity)))


#: Records that belong to a household through another record: table -> (its column, the other's table, its column).
_THROUGH = {
    "person": ("id", "membership", "person_id"),
    "person_year": ("person_id", "membership", "person_id"),
    "income_item": ("household_year_id", "household_year", "id"),
    "work_record": ("person_id", "membership", "person_id"),
    "case_step": ("case_id", "dynamic_case", "id"),
}
_CHUNK = 500


def _owners(connection: Connection, records: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """Return the household each record belongs to; records of no household are left out."""
    by_table: dict[str, list[uuid.UUID]] = {}
    for table, key in records:
        by_table.setdefault(table, []).append(uuid.UUID(key))
    found: dict[tuple[str, str], str] = {}
    for table, keys in by_table.items():
        if table == "household":
            found |= {(table, str(key)): str(key) for key in keys}
            continue
        query = _owner_query(table)
        for start in range(0, len(keys) if query is not None else 0, _CHUNK):
            columns = BY_TABLE[table].__table__.c
            for key, household in connection.execute(query.where(columns.id.in_(keys[start : start + _CHUNK]))):
                if household is not None:
                    found[table, str(key)] = str(household)
    return found


def _owner_query(table: str) -> Any:
    mine = BY_TABLE[table].__table__
    if "household_id" in mine.c:
        return select(mine.c.id, mine.c.household_id)
    if table not in _THROUGH:
        return None
    column, other, key = _THROUGH[table]
    through = BY_TABLE[other].__table__
    return select(mine.c.id, through.c.household_id).join(through, through.c[key] == mine.c[column])


def rules() -> list[tuple[str, str, str, str]]:
    """All checks as (id, severity, title, source)."""
    return [(c.id, c.severity.label, c.title, basis(c.source)) for c in checks.CHECKS]


def basis(source: str) -> str:
    """Return where a rule comes from in the user's words: what nobody has seen in print is 待核实."""
    return f"待核实：{source.removeprefix(ASSUMED).lstrip('；; ')}" if source.startswith(ASSUMED) else source


def rules_as_json() -> dict[str, Any]:
    """The shape of ``check --rules --json``: the known rules with our checks, and our checks with what they cover."""
    return {
        "sources": [asdict(row) for row in sources.rows()],
        "rules": [
            {
                "id": check.id, "title": check.title, "severity": check.severity.value, "hint": check.hint,
                "source": check.source, "for": WHOM[check.whom], "needs": [field.label for field in check.needs],
                "covers": [*map(str, check.numbers), *check.codes] or [OWN],
            }
            for check in checks.CHECKS
        ],
    }  # fmt: skip


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
        ("proposal", "建议改为"),
        ("hint", "怎么办"),
        ("title", "规则"),
        ("id", "规则编号"),
        ("source", "依据"),
    )
    rows = [
        asdict(f) | {"severity": f.severity.label, "title": checks.CHECKS[f.id].title, "source": basis(f.source)}
        for f in report.findings
    ]
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
