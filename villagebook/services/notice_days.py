"""Days that cannot be: what becomes of a notice is told after it happened, and in the right year."""

from __future__ import annotations

import datetime as dt
from typing import Final

from villagebook.base.errors import UserError

#: Days a sheet may hang before the first day printed on it; more is a year or a month mistyped.
EARLIEST: Final = 60


def refuse_to_come(number: str, on: dt.date, today: dt.date | None, what: str) -> None:
    """Refuse to record as done what is still to come.

    Args:
        today: None where whoever asks knows no day (a book told after the fact).
        what: As in 不能记…: 张贴, 摘下, 归档, 撤回.

    Raises:
        UserError: the day lies after today.
    """
    if today is not None and on > today:
        raise UserError("notice.future", f"{on}还没有到，{number}不能先记{what}", "请写真正的日期，到那天再记")


def refuse_too_early(number: str, on: dt.date, from_on: dt.date | None) -> None:
    """Refuse a day on the wall that lies months before the first day printed.

    Raises:
        UserError: it does.
    """
    if from_on is not None and (from_on - on).days > EARLIEST:
        raise UserError(
            "notice.hung_early", f"{number}的纸上印着从{from_on}公示，不会{on}就贴了",
            "请核对日期，多半是年份或月份写错了",
        )  # fmt: skip
