"""What the kinds of lists read by themselves because one cell's meaning hangs on another's.

Each public function here is named by a kind in kinds.py and changes the row's Parts. To add one: a function here
and its name at the kind.
"""

from __future__ import annotations

import datetime as dt
import re

from villagebook.base.text import fold_code
from villagebook.importing.parts import Parts, Waiting
from villagebook.importing.sheets import text_of
from villagebook.models import FundEntry, Household, Person, WorkRecord, info

#: In which column of a journal an entry of a kind stands.
INCOME_KINDS = frozenset({"指标下达", "到账", "收益"})
EXPENSE_KINDS = frozenset({"支出", "报账", "收回", "分配"})
REVERSAL = "冲销"

_AMOUNT = info(FundEntry.amount_fen)
_REVERSED = re.compile(
    r"冲(?:销|红|减|正|回|抵|账)?(?:(?P<year>20[0-9]{2})年(?:度)?)?(?:原)?(?:凭证号?|第)?[::]?"
    r"(?P<voucher>(?:[记付收转银现](?:字)?第?[-–—]?)?[0-9]{1,9}号?)"
)
_ZERO = re.compile(r"[-+]?0*(?:\.0*)?")


def fund_entry(parts: Parts) -> None:
    """Give a journal's line its amount, the voucher it reverses, and its year.

    Source: the columns 收入 and 支出 of village journals; a 冲销 stands negative in the column of the entry it
    reverses (example list of an invented village).
    """
    _fund_amount(parts)
    _fund_reversal(parts)
    day = parts.values.get("fund_entry.date")
    if "fund_entry.year" not in parts.values and isinstance(day, dt.date):
        parts.values["fund_entry.year"] = day.year


def _fund_amount(parts: Parts) -> None:
    income, expense = parts.waiting.get("#income"), parts.waiting.get("#expense")
    if income is None and expense is None:
        return
    kind = parts.values.get("fund_entry.kind")
    if kind in INCOME_KINDS:
        right, wrong = income, expense
    elif kind in EXPENSE_KINDS:
        right, wrong = expense, income
    elif _says_something(income) and _says_something(expense):
        _both_filled(parts, income, expense)
        return
    else:
        right, wrong = (expense, income) if _says_something(expense) or income is None else (income, expense)
        if kind is None and right is not None:
            # Without its kind only the column tells which way the money went.
            parts.keep(right)
            parts.warn(right.heading, "import.fund-without-kind", "这一行没有类型，不能判断是收是支")
    if right is not None:
        parts.read(right, "fund_entry.amount_fen", _AMOUNT)
    if wrong is not None:
        parts.keep(wrong)
        if _says_something(wrong):
            message = f"类型是“{kind}”，金额却填在“{wrong.heading}”栏，没有采用"
            parts.warn(wrong.heading, "import.wrong-column", message, "请核对类型和金额")


def _both_filled(parts: Parts, *both: Waiting | None) -> None:
    for waiting in both:
        if waiting is not None:
            parts.keep(waiting)
            parts.warn(waiting.heading, "import.wrong-column", "收入和支出都填了，不知道用哪一个", "请核对类型和金额")


def _says_something(waiting: Waiting | None) -> bool:
    """Whether a column holds an amount: many journals fill the other column with 0 or a dash."""
    if waiting is None:
        return False
    if isinstance(waiting.cell, str):
        return not _ZERO.fullmatch(fold_code(waiting.cell).replace(",", "").replace("—", ""))
    return bool(waiting.cell)


def _fund_reversal(parts: Parts) -> None:
    if parts.values.get("fund_entry.kind") != REVERSAL:
        return
    if "fund_entry.reverses_text" not in parts.values:
        voucher = reversed_voucher(str(parts.values.get("fund_entry.memo", "")))
        if voucher is None:
            heading = parts.headings.get("fund_entry.memo", "摘要")
            hint = "请在摘要写明“冲销记-0071”这样的凭证号"
            parts.warn(heading, "import.reversal-unnamed", "冲销没有写明冲的是哪一号凭证", hint)
        else:
            parts.values["fund_entry.reverses_text"] = voucher
    amount = parts.values.get("fund_entry.amount_fen")
    if isinstance(amount, int) and amount > 0:
        heading = parts.headings.get("fund_entry.amount_fen", "金额")
        parts.warn(heading, "import.reversal-positive", "冲销的金额应为负数", "请核对后改正")


def reversed_voucher(memo: str) -> str | None:
    """Return the voucher that a memo reverses, as written (冲销记-0071：误付 -> 记-0071); None if it names none."""
    match = _REVERSED.search(fold_code(memo))
    return match["voucher"].removesuffix("号") if match else None


def reversed_year(memo: str) -> int | None:
    """Return the year that a memo names for the voucher it reverses (冲销2024年记-0071); None if it names none."""
    match = _REVERSED.search(fold_code(memo))
    return int(match["year"]) if match and match["year"] else None


def whose_phone(parts: Parts) -> None:
    """Give a bare 联系电话 to the household on its head's row, to the person on a member's row."""
    waiting = parts.waiting.get("#phone")
    if waiting is None:
        return
    relation = parts.values.get("membership.relation")
    is_head = relation == "户主" or (relation is None and "person.name" not in parts.values)
    if relation is None and "household.head_name" in parts.values:
        is_head = parts.values.get("person.name", parts.values["household.head_name"]) == (
            parts.values["household.head_name"])
    id, field = ("household.phone", info(Household.phone)) if is_head else ("person.phone", info(Person.phone))
    if id in parts.values:
        parts.keep(waiting)
    else:
        parts.read(waiting, id, field)


_PLACE = re.compile(
    r"(?P<province>[^省区市]{2,8}(?:省|自治区)|(?:北京|天津|上海|重庆)市)?"
    r"(?P<city>[^市州盟县区]{1,10}(?:市|自治州|州|盟|地区)(?=.*(?:县|区|市|旗)))?"
    r"(?P<county>[^县区市旗]{1,10}(?:自治县|县|区|市|旗))?(?P<rest>.*)"
)


def work_place(parts: Parts) -> None:
    """Part 务工所在地 written in one cell into province, city and county; what goes beyond is kept as it came."""
    waiting = parts.waiting.get("#place")
    if waiting is None:
        return
    match = _PLACE.fullmatch(fold_code(text_of(waiting.cell)))
    found = {name: match[name] for name in ("province", "city", "county") if match[name]} if match else {}
    for name, text in found.items():
        if f"work_record.{name}" not in parts.values:
            place = Waiting(waiting.heading, text, waiting.unit)
            parts.read(place, f"work_record.{name}", info(getattr(WorkRecord, name)))
    other = any(parts.values[f"work_record.{name}"] != text for name, text in found.items())
    if not found or match is None or match["rest"] or other:
        parts.keep(waiting)
