"""How far the payment of a benefit line is, worked out as of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

PAID, PARTLY, LATE, OPEN, OVER = "已付", "部分", "逾期", "待付", "多付"


def state_of(row: Mapping[str, Any], on: dt.date) -> tuple[str, int]:
    """How far a line is on a day, and how many days it is late."""
    due, paid, day = row["due_fen"], row["paid_fen"] or 0, row["due_on"]
    if due is not None and paid > due:
        return OVER, 0
    if row["paid_fen"] is not None and (due is None or paid >= due):
        return PAID, 0
    if day is not None and day < on and due:
        return LATE, (on - day).days
    return (PARTLY if paid else OPEN), 0
