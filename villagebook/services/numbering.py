"""Numbers that the program gives: 2025-04 after 2025-03, where a person types none."""

from __future__ import annotations

import re
from collections.abc import Collection

from sqlalchemy import select

from villagebook.models import Record
from villagebook.store import Work


def codes_of(work: Work, record: type[Record]) -> set[str]:
    """Return the codes that records of a kind have in this village."""
    rows = record.__table__.c
    query = select(rows.code).where(rows.village_id == work.village_id, rows.code.is_not(None))
    return set(work.connection.execute(query).scalars())


def code_after(used: Collection[str], start: str, digits: int = 2) -> str:
    """Return the code after the greatest that is ``start`` and a number; number 1 where there is none.

    Args:
        start: What comes before the number: 2025-, 资2025-. digits: How many are written at least.
    """
    pattern = re.compile(rf"{re.escape(start)}(\d{{1,6}})")
    numbers = (int(match[1]) for code in used if (match := pattern.fullmatch(code)))
    return f"{start}{max(numbers, default=0) + 1:0{digits}d}"
