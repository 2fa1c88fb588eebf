"""What one task of 今日 is."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

LATE, TODAY, WEEK, MONTH = "已过期", "今天", "7天内", "30天内"

#: What is due within so many days is of this week; what is due within so many more, of this month.
SOON_DAYS, LATER_DAYS = 7, 30


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do.

    Attributes:
        group: LATE, TODAY, WEEK or MONTH.
        due: The day it is due; None if it only waits.
        verb: What the button says. page, key: where it leads; action: what the page does then.
    """

    group: str
    icon: str
    title: str
    detail: str
    due: dt.date | None
    when: str
    verb: str
    page: str
    key: str
    action: str = ""


def due_words(due: dt.date | None, on: dt.date) -> tuple[str, str]:
    """The group of a day and what is said of it; without a day it only waits."""
    if due is None:
        return MONTH, "在办"
    days = (due - on).days
    if days < 0:
        return LATE, f"过期 {-days} 天"
    if days == 0:
        return TODAY, "今天"
    return (WEEK if days <= SOON_DAYS else MONTH), f"{due:%m-%d}，还有 {days} 天"
