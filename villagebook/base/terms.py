"""Years of a contract: on which days a year's rent or income is due, counted from the contract's first day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

from villagebook.base.days import Period


def year_ends(first: date, through: date | None, until: date) -> Iterator[date]:
    """Yield the last day of each year of a contract up to a day; the last year may be cut short by the contract's end.

    2025-11-01 to 2028-10-31 gives 2026-10-31, 2027-10-31, 2028-10-31.
    """
    for number in range(1, 200):
        end = Period(number, "year").after(first) - timedelta(days=1)
        if through is not None and end >= through:
            if through <= until and through >= first:
                yield through
            return
        if end > until:
            return
        yield end
