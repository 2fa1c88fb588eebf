"""核查: one page with a tab for each way of finding what is wrong.

To add a view: a module with a Page subclass, and one line in VIEWS.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from villagebook.base.registry import Registry
from villagebook.ui.page import Context
from villagebook.ui.pages import lazily
from villagebook.ui.pages.hosting import HostPage, View

FINDINGS = "findings"


def _doubts_waiting(book: Any, today: dt.date) -> int:
    from villagebook.services import doubts

    return doubts.waiting(book, today)


VIEWS: Registry[View] = Registry("views of 核查", (
    View(FINDINGS, "提示", lazily("checks", "ChecksPage")),
    View("doubts", "疑点清单", lazily("doubts", "DoubtsPage"), _doubts_waiting, frozenset({"doubt"})),
    View("compare", "比对", lazily("compare", "ComparePage")),
    View("duplicates", "可能重复", lazily("duplicates", "DuplicatesPage")),
))  # fmt: skip


class ChecksHost(HostPage):
    """核查; the findings the window knows of are counted on the first tab."""

    name = "核查"

    def __init__(self, context: Context, views: Registry[View] = VIEWS) -> None:
        super().__init__(context, views)
        context.findings.changed.connect(self._count_findings)

    def refresh(self) -> None:
        super().refresh()
        self._count_findings()

    def _count_findings(self) -> None:
        report = self.context.findings.report
        self._say(FINDINGS, len(report.findings) if report is not None else 0)
