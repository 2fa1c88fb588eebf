"""Findings: problems in the data, returned as values and never raised.

A finding names the record by the code people know (or the text as typed), the field by the heading the user
knows, says what is wrong and what to do, and carries the source of the rule.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """How much a finding weighs; the window says 错误 / 请核对 / 说明."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def label(self) -> str:
        """The word shown to the user."""
        return {"error": "错误", "warning": "请核对", "info": "说明"}[self.value]


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem found in one record.

    Attributes:
        id: The check's id, ``subject.what``.
        severity: How much it weighs.
        subject: The record's code, or the text as typed where no record exists.
        field: The heading as the user knows it; empty if the whole record is meant.
        message: What is wrong, one Chinese sentence without a final full stop.
        hint: What to do; may be empty.
        source: Where the rule comes from; may be empty.
        record: (table, id as text) of the stored record, None if nothing is stored.
        proposal: What the field should say (建议改为), as text of its own kind; empty text means empty it, None that
            nobody knows.
    """

    id: str
    severity: Severity
    subject: str
    field: str
    message: str
    hint: str = ""
    source: str = ""
    record: tuple[str, str] | None = None
    proposal: str | None = None
