"""What is expected of a notice on the wall: its four photos, days that fit, days it was really there. Plain values."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping
from typing import Any, Final

from villagebook.base.days import parse_day

UP, OVER, REPAIRED = "张贴", "期满", "补贴"
NEAR, FAR = "近景", "远景"
#: The four that every notice should have, as (moment, view).
WANTED: Final = ((UP, NEAR), (UP, FAR), (OVER, NEAR), (OVER, FAR))
DAMAGED = "破损补贴"

Row = Mapping[str, Any]


def hung_on(row: Row) -> dt.date | None:
    """The day it went up: as the officer said, else the first day printed; None while it is not up."""
    if row["posted_at"] is None:
        return None
    day: dt.date | None = row["hung_on"] or row["from_on"]
    return day


def lacking(there: Collection[tuple[str, str]], *, over: bool) -> tuple[tuple[str, str], ...]:
    """Which of the wanted photos are not there: those of the start, and once its time is over those of the end."""
    return tuple(one for one in WANTED if one not in there and (over or one[0] == UP))


def days_off(events: Iterable[Row], until: dt.date) -> int:
    """How many days a sheet was off the wall, each counted once.

    Args:
        events: With ``kind``, ``on`` and ``back_on``. until: What is not back yet is off up to this day.
    """
    off: set[dt.date] = set()
    for event in events:
        if event["kind"] == DAMAGED:
            length = ((event["back_on"] or until) - event["on"]).days
            off |= {event["on"] + dt.timedelta(days=day) for day in range(max(0, length))}
    return len(off)


def day_of(taken_at: str) -> dt.date | None:
    """The day of 2025:10:29 09:30:00, as cameras write it; None if it is none: some clocks were never set."""
    try:
        return parse_day(taken_at[:10].replace(":", "-")) if taken_at else None
    except ValueError:
        return None


def doubts(moment: str, on: dt.date | None, taken_at: str, row: Row, today: dt.date) -> tuple[str, ...]:
    """What does not fit about a photo, one line each.

    Args:
        on: The day as the officer says it. taken_at: as the camera wrote it. row: Of its notice.
    """
    found = []
    camera = day_of(taken_at)
    if camera is not None and on is not None and camera != on:
        found.append(f"照片里记的是{camera}，登记的是{on}")
    day, up = on or camera, hung_on(row)
    if day is not None and up is not None:
        found += _outside(moment, day, up, row, today)
    return tuple(found)


def _outside(moment: str, day: dt.date, up: dt.date, row: Row, today: dt.date) -> list[str]:
    down, through = row["taken_down_on"] or row["withdrawn_on"], row["through_on"]
    if day < up:
        return [f"拍照日期{day}早于张贴{up}"]
    if down is not None and day > down:
        return [f"拍照日期{day}晚于摘下{down}"]
    if moment == UP and through is not None and up < through <= day:
        return [f"张贴的照片{day}才拍，公示已经期满"]
    if moment == OVER and through is not None and day < through and day != down:
        return [f"期满的照片{day}就拍了，{through}才期满"]
    return [f"拍照日期{day}还没有到"] if day > today else []
