"""Rows of benefits: how the tea garden, done together, reaches the households of its two groups. All invented.

The cooperative that tends the garden pays eight percent of the money put into it every year, shared out equally. The
first year was paid after the collection year of incomes had ended; the second is due and not yet paid.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from villagebook.base.money import split
from villagebook.models import BenefitAgreement, BenefitLine, Household, Project
from villagebook.services.sample.people import HOUSES
from villagebook.services.sample.projects import told
from villagebook.services.sample.rows import Rows
from villagebook.services.sample.rows_people import household_code

TEA = told(2025, 704)
CODE = "XY2025-01"
_SHARE = 8
_PAID_ON = dt.date(2025, 10, 28)
_FIRST, _LAST = dt.date(2025, 9, 10), dt.date(2028, 9, 9)
_PAY = (12, 20)


def add_benefits(rows: Rows) -> None:
    """Add the agreement and the lines of two years."""
    homes = [house for house in HOUSES if house.group in TEA.covers]
    whole = TEA.planned_fen * _SHARE // 100
    rows.add(BenefitAgreement, CODE, {
        "code": CODE, "project_code": TEA.code, "project_id": rows.key(Project, TEA.code), "kind": "分红",
        "operator": "云岭茶叶合作社", "operator_head": "郑茂林", "signed_on": _FIRST, "from_on": _FIRST,
        "through_on": _LAST, "money": "省级财政衔接推进乡村振兴补助资金", "invested_fen": TEA.planned_fen,
        "share": Decimal(_SHARE), "profit_share": Decimal(70), "yearly_fen": whole, "pay_month": _PAY[0],
        "pay_day": _PAY[1], "copies": 3 + len(homes),
        "terms": "合作社按月公布茶青收购价，优先雇用丙方采茶；丙方不参与经营，不承担亏损。",
    })  # fmt: skip
    invested = split(TEA.planned_fen, [1] * len(homes))
    for year in (_FIRST.year, _FIRST.year + 1):
        parts = zip(homes, invested, split(whole, [1] * len(homes)), strict=True)
        for number, (house, stake, due) in enumerate(parts, start=1):
            paid = year == _FIRST.year
            rows.add(BenefitLine, (CODE, year, house.number), {
                "list_number": number, "project_code": TEA.code, "project_id": rows.key(Project, TEA.code),
                "agreement_code": CODE, "agreement_id": rows.key(BenefitAgreement, CODE),
                "household_code": household_code(house), "household_id": rows.key(Household, house.number),
                "head_name": house.head.name, "year": year, "kind": "分红", "invested_fen": stake, "due_fen": due,
                "due_on": dt.date(year, *_PAY), "paid_fen": due if paid else None,
                "paid_on": _PAID_ON if paid else None,
            })  # fmt: skip
