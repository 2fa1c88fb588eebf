"""Rows of the bank account and of income shared out in the sample village. All invented.

The statement of August to October has every payment of the book, those out of two sources as one line; the one that
reaches up to the present has a fee and a gift that the book does not have yet, and lacks the last payment of October.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from uuid import UUID

from villagebook.models import (
    BankLine,
    BankMatch,
    BankStatement,
    Distribution,
    DistributionLine,
    DistributionPart,
    FundEntry,
    Household,
    Meeting,
    Project,
)
from villagebook.services.sample import funds, projects
from villagebook.services.sample.people import HOUSES
from villagebook.services.sample.projects import told
from villagebook.services.sample.rows import Rows, Values
from villagebook.services.sample.rows_people import household_code

_D, _DAY = dt.date, dt.timedelta(days=1)
_FIRST, _LAST = _D(2025, 8, 1), _D(2025, 10, 31)
_BANK, _NAME, _TAIL = "示范县农村商业银行云岭支行", "上云村村民委员会", "0616"
_PAYERS = {"到账": "示范县财政局", "收益": "国网示范县供电公司"}
_IN, _OUT = ("到账", "收益"), ("支出", "收回", "分配")
#: A payment of the last days of October reaches the bank in November.
_LATE, _CLEARED = _D(2025, 10, 28), _D(2025, 11, 3)
#: Until this day of the present it is still under way.
_UNDER_WAY = _D(2025, 11, 25)


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the bank, and the entries it is."""

    on: dt.date
    amount_fen: int
    counterpart: str
    memo: str
    entries: tuple[Values, ...] = ()


def add_bank(rows: Rows, present: dt.date) -> None:
    """Add two statements: of August to October, and of November up to the day before the present."""
    moved = [entry for entry in rows.found[FundEntry] if entry.get("posted_at") and _moves(entry)]
    balance = sum(_moves(entry) for entry in moved if entry["date"] < _FIRST)
    lines = list(_lines([entry for entry in moved if _FIRST <= entry["date"] <= _LAST]))
    early = [line for line in lines if line.on <= _LAST]
    balance = _statement(rows, "上云村账户明细（8月至10月）.csv", _FIRST, _LAST, balance, early)
    late = [line for line in lines if line.on > _LAST and present > _UNDER_WAY]
    fresh = (
        _Line(present - 3 * _DAY, -1_550, "", "转账手续费"),
        _Line(present - 2 * _DAY, 50_000, "示范县慈善总会", "助学捐款"),
    )
    through = present - _DAY
    _statement(rows, "上云村账户明细（11月以后）.csv", _LAST + _DAY, through, balance, [*late, *fresh])


def _moves(entry: Values) -> int:
    """What an entry adds to the account; the pair that was booked wrongly and reversed never reached the bank."""
    amount = int(str(entry["amount_fen"]))
    if entry["kind"] == "冲销":
        return -amount
    return amount if entry["kind"] in _IN else -amount if entry["kind"] in _OUT else 0


def _lines(moved: list[Values]) -> Iterator[_Line]:
    reversed_ones = {entry["reverses_id"] for entry in moved if entry["kind"] == "冲销"}
    there = [entry for entry in moved if entry["kind"] != "冲销" and entry["id"] not in reversed_ones]
    for (day, kind, payee), some in groupby(there, key=lambda one: (one["date"], one["kind"], one["payee"])):
        entries = tuple(some)
        cleared = _CLEARED if day > _LATE else day + _DAY * (1 if kind in _OUT and day.weekday() < 4 else 0)
        name = _PAYERS.get(str(kind)) or str(payee or "")
        yield _Line(cleared, sum(_moves(entry) for entry in entries), name, str(entries[0]["memo"]), entries)


def _statement(
    rows: Rows, file_name: str, first: dt.date, last: dt.date, opening: int, lines: list[_Line]
) -> int:
    closing = opening + sum(line.amount_fen for line in lines)
    key = rows.add(BankStatement, file_name, {
        "file_name": file_name, "bank": _BANK, "account_name": _NAME, "account_tail": _TAIL, "from_on": first,
        "through_on": last, "opening_fen": opening, "closing_fen": closing})  # fmt: skip
    balance = opening
    for number, line in enumerate(sorted(lines, key=lambda line: line.on), start=1):
        balance += line.amount_fen
        name = (file_name, number)
        line_key = rows.add(BankLine, name, {
            "statement_id": key, "row": number + 1, "date": line.on,
            "in_fen": line.amount_fen if line.amount_fen > 0 else None,
            "out_fen": -line.amount_fen if line.amount_fen < 0 else None, "balance_fen": balance,
            "counterpart": line.counterpart or None, "memo": line.memo, "reference": f"LS{line.on:%m%d}{number:03d}",
        })  # fmt: skip
        for entry in line.entries:
            rows.add(BankMatch, (*name, entry["id"]), {"line_id": line_key, "entry_id": entry["id"], "how": "自动"})
    return closing


#: What the plan of 2025 sets aside in 分 (运维 2.9 %); the rest stays with the collective.
_PLAN_2025 = (("公益岗位工资", 1_440_000, "3人，每人每月400元"), ("分红到户", 900_000, "15户，每户600元"),
              ("小型公益事业", 240_000, "8月已发放"), ("奖励补助", 360_000, "8月已发放，学生6人"),
              ("运维费用", 121_743, "收益的2.9%"))  # fmt: skip


def add_distributions(rows: Rows) -> None:
    """Add two years of the solar station's income: that of 2024 shared out whole, that of 2025 only planned."""
    households, labour = (rows.row(FundEntry, key) for key in (funds.SHARED, funds.LABOUR))
    shared, paid = projects.solar_total_fen(), int(str(labour["amount_fen"]))
    before = _distribution(rows, 2024, _D(2024, 12, 6), (
        ("分红到户", shared, "14户，每户600元"), ("小型公益事业", paid, "路灯维护和清沟劳务")))  # fmt: skip
    rows.row(Distribution, 2024).update({
        "meeting_id": rows.key(Meeting, "2024-12-12"), "township_checked_on": _D(2024, 12, 10),
        "county_filed_on": _D(2024, 12, 11), "paid_through": _D(2024, 12, 31)})  # fmt: skip
    _distribution(rows, 2025, _D(2025, 11, 3), _PLAN_2025)
    for entry in (households, labour):
        entry["distribution_id"] = before
    for house in HOUSES:
        if house.number in projects.SOLAR_HOUSES:
            rows.add(DistributionLine, (2024, house.number), {
                "distribution_id": before, "use": "分红到户", "household_code": household_code(house),
                "household_id": rows.key(Household, house.number), "name": house.head.name,
                "reason": "光伏收益分红", "amount_fen": projects.SOLAR_SHARE_YUAN * 100, "entry_id": households["id"],
                "paid_on": households["date"], "card_tail": str(rows.row(Household, house.number)["card"])[-4:]})


def _distribution(rows: Rows, year: int, planned_on: dt.date, parts: tuple[tuple[str, int, str], ...]) -> UUID:
    """Add a plan whose parts and what stays with the collective add up to the year's income."""
    income = sum(int(str(entry["amount_fen"])) for entry in rows.found[FundEntry]
                 if entry["kind"] == "收益" and entry["year"] == year)  # fmt: skip
    key = rows.add(Distribution, year, {
        "code": f"FP{year}-01", "name": f"{year}年村级光伏电站收益分配方案", "year": year,
        "project_id": rows.key(Project, told(2024, 701).code), "income_fen": income, "planned_on": planned_on})
    rest = ("村集体留存", income - sum(fen for _, fen, _ in parts), "结转下年")
    for position, (use, fen, note) in enumerate((*parts, rest), start=1):
        rows.add(DistributionPart, (year, use), {
            "distribution_id": key, "use": use, "planned_fen": fen, "position": position, "note": note})
    return key
