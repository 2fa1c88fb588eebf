"""What checks of rosters and of lists of benefits share: lines that name households."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from villagebook.checks.benefit_rows import BenefitRow
from villagebook.checks.check import WARNING, Problem
from villagebook.checks.money_rows import LineRow


def unknown_households(lines: Iterable[LineRow | BenefitRow], heading: str) -> Iterator[Problem]:
    """Yield the lines that name no household of this book.

    Args:
        heading: Of the field that should name it.
    """
    for line in lines:
        if line.household is not None:
            continue
        if line.household_code:
            message = f"书里没有户编号为 {line.household_code} 的户（{line.head_name or '没有户主姓名'}）"
            yield Problem(line.subject, heading, message, line.record)
        else:
            message = f"{line.who}：没有户编号，认不出是哪一户"
            yield Problem(line.subject, heading, message, line.record, "请填上户编号", WARNING)
