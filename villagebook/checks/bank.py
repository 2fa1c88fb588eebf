"""Checks of the bank account: what stayed open too long, statements that do not add up, matches that no longer do."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import select

from villagebook.base.money import format_yuan
from villagebook.checks.check import WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.ledgers.figures import REVERSAL
from villagebook.ledgers.parts import table
from villagebook.models import BankLine, BankMatch, BankStatement, FundEntry

#: Kinds that go through the account, with what they add to it.
_IN, _OUT = ("到账", "收益"), ("支出", "收回", "分配")
_SOURCE = "村级财务制度：定期与银行对账，查清未达账项"
STATE = "对账"


def _rows(facts: Facts, record: Any) -> list[dict[str, Any]]:
    columns = record.__table__
    order = columns.c.from_on if "from_on" in columns.c else columns.c.id
    query = select(columns).where(columns.c.village_id == facts.scope.village_id).order_by(order, columns.c.id)
    return [dict(row) for row in facts.conn.execute(query).mappings()]


def _matches(facts: Facts) -> list[tuple[uuid.UUID, uuid.UUID]]:
    match = table(BankMatch)
    query = select(match.c.line_id, match.c.entry_id).where(match.c.village_id == facts.scope.village_id)
    return [(row.line_id, row.entry_id) for row in facts.conn.execute(query)]


def _too_old(facts: Facts, day: dt.date | None, policy: str) -> bool:
    period = facts.period(policy, facts.on)
    return day is not None and period is not None and period.after(day) < facts.on


def _called(line: dict[str, Any]) -> str:
    return line["reference"] or f"{line['date']} 第{line['row']}行"


@check(
    "bank.line-open", "银行流水没有对上", WARNING, hint="请在对账里勾对，或按这一行记一笔",
    source=_SOURCE, needs=(BankLine.date,),
)
def line_open(facts: Facts) -> Iterator[Problem]:
    """What the bank booked is in the book after a while (bank.open_line)."""
    matched = {line for line, _ in _matches(facts)}
    for line in _rows(facts, BankLine):
        if line["id"] not in matched and _too_old(facts, line["date"], "bank.open_line"):
            amount = (line["in_fen"] or 0) - (line["out_fen"] or 0)
            way = "收入" if amount > 0 else "支出"
            message = f"{line['date']}银行{way} {format_yuan(abs(amount))} 元，账上没有"
            yield Problem(_called(line), STATE, message, ("bank_line", line["id"]))


@check(
    "bank.entry-open", "入账的钱银行没有", WARNING, hint="请核对是否真的收付；写错的冲销，漏导的对账单补上",
    source=_SOURCE, needs=(BankLine.date, FundEntry.posted_at),
)
def entry_open(facts: Facts) -> Iterator[Problem]:
    """What the book posted within the days that statements cover is with the bank after a while (bank.open_entry)."""
    covered = [(one["from_on"], one["through_on"]) for one in _rows(facts, BankStatement)
               if one["from_on"] and one["through_on"]]  # fmt: skip
    matched = {entry for _, entry in _matches(facts)}
    reversed_ones = {entry.reverses for entry in facts.entries if entry.kind == REVERSAL and entry.posted}
    for entry in facts.entries:
        moved = entry.posted and entry.counted in (*_IN, *_OUT) and entry.amount_fen
        # An entry and its 冲销 are nothing to the bank.
        if not moved or entry.key in matched or entry.kind == REVERSAL or entry.key in reversed_ones:
            continue
        inside = any(first <= entry.date <= last for first, last in covered) if entry.date else False
        if inside and _too_old(facts, entry.date, "bank.open_entry"):
            message = f"{entry.voucher} {format_yuan(entry.amount_fen or 0)} 元已入账，对账单里没有"
            yield Problem(entry.subject, STATE, message, entry.record)


@check(
    "bank.statement-broken", "对账单接不上或加不起来", WARNING, hint="请补导漏掉的日期，或重新下载这一份",
    source=_SOURCE, needs=(BankStatement.opening_fen,),
)
def statement_broken(facts: Facts) -> Iterator[Problem]:
    """Opening plus lines is closing, and the next statement of an account opens with it."""
    moved: dict[uuid.UUID, int] = defaultdict(int)
    for line in _rows(facts, BankLine):
        moved[line["statement_id"]] += (line["in_fen"] or 0) - (line["out_fen"] or 0)
    before: dict[str, int] = {}
    for one in _rows(facts, BankStatement):
        opening, closing, tail = one["opening_fen"], one["closing_fen"], one["account_tail"] or ""
        record = ("bank_statement", one["id"])
        if opening is not None and tail in before and before[tail] != opening:
            message = f"期初余额 {format_yuan(opening)} 元，上一份的期末余额是 {format_yuan(before[tail])} 元"
            yield Problem(one["file_name"], "期初余额", message, record)
        if opening is not None and closing is not None and opening + moved[one["id"]] != closing:
            made = format_yuan(opening + moved[one["id"]])
            message = f"期初余额加减各行是 {made} 元，期末余额是 {format_yuan(closing)} 元"
            yield Problem(one["file_name"], "期末余额", message, record)
        if closing is not None:
            before[tail] = closing


@check(
    "bank.match-unequal", "对上的金额不等", WARNING, hint="请取消勾对，重新核对",
    source=_SOURCE, needs=(BankMatch.how,),
)
def match_unequal(facts: Facts) -> Iterator[Problem]:
    """Lines and entries that were matched still add up to the same: a draft may have been changed since."""
    of_line: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    of_entry: dict[uuid.UUID, set[uuid.UUID]] = defaultdict(set)
    for line, entry in _matches(facts):
        of_line[line].add(entry)
        of_entry[entry].add(line)
    lines = {line["id"]: line for line in _rows(facts, BankLine)}
    seen: set[uuid.UUID] = set()
    for key in lines:
        if key in seen or key not in of_line:
            continue
        entries = of_line[key]
        together = set().union(*(of_entry[entry] for entry in entries))
        seen |= together
        there = sum((lines[one]["in_fen"] or 0) - (lines[one]["out_fen"] or 0) for one in together if one in lines)
        here = sum(_moves(facts, entry) for entry in entries)
        if there != here:
            message = f"银行是 {format_yuan(there, sign=True)} 元，勾对的凭证是 {format_yuan(here, sign=True)} 元"
            yield Problem(_called(lines[key]), STATE, message, ("bank_line", key))


def _moves(facts: Facts, key: uuid.UUID) -> int:
    entry = facts.entry_by_key.get(key)
    amount = entry.amount_fen or 0 if entry else 0
    return amount if entry and entry.counted in _IN else -amount


BANK = (line_open, entry_open, statement_broken, match_unequal)
