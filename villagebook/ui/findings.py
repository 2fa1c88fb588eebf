"""What the checks found, known to all pages: run once in the background after the book was opened or changed.

A page shows findings beside its fields and in its list without running any check itself; it connects ``changed``.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import replace
from typing import Any, Protocol

from PySide6.QtCore import QObject, QTimer, Signal

from villagebook.base.findings import Finding, Severity
from villagebook.ui.runner import Runner
from villagebook.ui.widgets.navigation import Badge

WAIT_MS = 900
PAGE = "checks"


class Report(Protocol):
    """What the checks return.

    Attributes:
        findings: Errors first.
        unchecked: What could not be checked, one line each.
        owners: (table, id as text) of a record -> id as text of the household it belongs to.
    """

    @property
    def findings(self) -> Sequence[Finding]: ...
    @property
    def unchecked(self) -> Sequence[str]: ...
    @property
    def owners(self) -> Mapping[tuple[str, str], str]: ...


class Findings(QObject):
    """The newest report of the checks (GUI thread only).

    Attributes:
        report: None until the checks ran for the first time.

    Signals:
        changed: There is a new report.
    """

    changed = Signal()

    def __init__(
        self,
        runner: Runner,
        check: Callable[[Any], Report] | None = None,
        parent: QObject | None = None,
        *,
        check_records: Callable[[Any, Collection[tuple[str, uuid.UUID]]], Report] | None = None,
    ) -> None:
        super().__init__(parent)
        self._runner, self._check, self._check_records = runner, check, check_records
        self.report: Report | None = None
        self._of_record: dict[tuple[str, str], tuple[Finding, ...]] = {}
        self._of_household: dict[str, tuple[Finding, ...]] = {}
        # Changes come in rows; the checks run once after the last of them.
        self._wait = QTimer(self)
        self._wait.setSingleShot(True)
        self._wait.setInterval(WAIT_MS)
        self._wait.timeout.connect(self.renew)
        runner.changed.connect(lambda _families: self._wait.start())

    def renew(self) -> None:
        """Run the checks now."""
        self._wait.stop()
        if self._check is not None and self._runner.book is not None:
            self._runner.read(self._check, self._take, key="findings", slow=True)

    def look_at(self, table: str, id: uuid.UUID) -> None:
        """Run the checks of one record's household at once; those of the whole book follow in the background."""
        check = self._check_records
        if check is not None and self.report is not None:
            self._runner.read(lambda book: check(book, {(table, id)}), self._merge, key="findings.record", slow=True)

    def _merge(self, part: Any) -> None:
        """Put one household's findings in the place of its earlier ones; ``part`` is a checking.CheckReport."""
        report: Any = self.report
        mine = part.households
        if report is None or not mine:
            return
        others = [f for f in report.findings if f.record is None or report.owners.get(f.record) not in mine]
        order = list(Severity)
        found = sorted((*others, *part.findings), key=lambda finding: order.index(finding.severity))
        self.report = replace(report, findings=tuple(found), owners={**report.owners, **part.owners})
        self._sort_out()

    def forget(self) -> None:
        """Another book is opened."""
        self._runner.drop("findings")
        self.report = None
        self._sort_out()

    def of_record(self, table: str, id: object) -> tuple[Finding, ...]:
        """Return the findings of one record."""
        return self._of_record.get((table, str(id)), ())

    def of_household(self, id: object) -> tuple[Finding, ...]:
        """Return the findings of a household, its members and its years."""
        return self._of_household.get(str(id), ())

    def badges(self) -> Mapping[str, Badge]:
        """Return the badge of 核查: what is wrong or doubtful, notes not counted."""
        found = self.report.findings if self.report is not None else ()
        count = sum(finding.severity is not Severity.INFO for finding in found)
        return {PAGE: Badge(count, "due")} if count else {}

    def _take(self, report: Report) -> None:
        self.report = report
        self._sort_out()

    def _sort_out(self) -> None:
        of_record: dict[tuple[str, str], list[Finding]] = {}
        of_household: dict[str, list[Finding]] = {}
        owners = self.report.owners if self.report is not None else {}
        for finding in self.report.findings if self.report is not None else ():
            if finding.record is not None:
                of_record.setdefault(finding.record, []).append(finding)
                owner = owners.get(finding.record)
                if owner is not None:
                    of_household.setdefault(owner, []).append(finding)
        self._of_record = {key: tuple(found) for key, found in of_record.items()}
        self._of_household = {key: tuple(found) for key, found in of_household.items()}
        self.changed.emit()
