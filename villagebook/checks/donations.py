"""Checks of help from outside: money used above what was given, no answer to the giver, not reported, no entry."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from villagebook.base.money import format_yuan
from villagebook.checks.check import ERROR, WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.ledgers.donations import USING, moved, used_and_left
from villagebook.ledgers.parts import table
from villagebook.models import SocialHelp, info

_REGISTER = "社会帮扶登记：一事一记录，写明使用情况，定期汇总上报乡镇"
_ASSUMED = "assumed；反馈、上报的期限见规定“社会帮扶多久内反馈捐赠方”“社会帮扶多久内上报乡镇”"


def _rows(facts: Facts) -> list[Mapping[str, Any]]:
    """Return the matters up to the day, with ``received_`` and ``used_`` of their money."""
    help = table(SocialHelp)
    used, _ = used_and_left(help, facts.scope)
    query = select(help, moved(help, facts.scope, "received_fen").label("received_"), used.label("used_")).where(
        help.c.village_id == facts.scope.village_id, help.c.date <= facts.on).order_by(
        help.c.date, help.c.code)  # fmt: skip
    return [dict(row) for row in facts.conn.execute(query).mappings()]


def _problem(row: Mapping[str, Any], field: Any, message: str) -> Problem:
    return Problem(row["code"] or row["giver"] or str(row["date"]), info(field).label, message,
                   ("social_help", row["id"]))  # fmt: skip


@check(
    "donations.overused", "捐助资金不超用", ERROR, source=_REGISTER, hint="请核对使用金额；别处的钱不要记在这一件",
    needs=(SocialHelp.amount_fen,),
)  # fmt: skip
def overused(facts: Facts) -> Iterator[Problem]:
    """No more of a gift is used than was given."""
    for row in _rows(facts):
        given, used = row["amount_fen"], row["used_"]
        if row["kind"] != USING and given is not None and used is not None and used > given:
            message = f"已使用 {format_yuan(used)} 元，多于捐助的 {format_yuan(given)} 元"
            yield _problem(row, SocialHelp.used_fen, message)


@check(
    "donations.no-entry", "捐助资金已到账", WARNING, source=_REGISTER,
    hint="收到的钱请记到账；直接给到户的请写户编号", needs=(SocialHelp.amount_fen,),
)  # fmt: skip
def no_entry(facts: Facts) -> Iterator[Problem]:
    """Money given to the village stands in its fund book; given straight to a household it need not."""
    for row in _rows(facts):
        if row["kind"] == "捐助资金" and row["amount_fen"] and not row["received_"] and row["household_id"] is None:
            message = f"捐助 {format_yuan(row['amount_fen'])} 元，没有到账的流水"
            yield _problem(row, SocialHelp.amount_fen, message)


@check(
    "donations.feedback", "社会帮扶有使用和反馈", WARNING, source=_ASSUMED, hint="请写使用情况和怎样反馈捐赠方",
    needs=(SocialHelp.date,),
)  # fmt: skip
def no_feedback(facts: Facts) -> Iterator[Problem]:
    """What was given is used and the giver is answered within the time."""
    for row in _rows(facts):
        if not (row["amount_fen"] or row["goods"]) or row["kind"] in ("领导调研考察", USING):
            continue
        limit = facts.period("donation.feedback", row["date"])
        if limit is None or limit.after(row["date"]) >= facts.on:
            continue
        if not row["used"] and not row["used_"]:
            yield _problem(row, SocialHelp.used, f"过了 {limit}，还没有写使用情况")
        elif not row["feedback"] and row["feedback_on"] is None:
            yield _problem(row, SocialHelp.feedback, f"过了 {limit}，还没有反馈捐赠方")


@check(
    "donations.unreported", "社会帮扶已上报", WARNING, source=_ASSUMED, hint="请用“汇总上报”",
    needs=(SocialHelp.date,),
)  # fmt: skip
def unreported(facts: Facts) -> Iterator[Problem]:
    """Each matter is reported to the township within the time."""
    for row in _rows(facts):
        limit = facts.period("donation.report", row["date"])
        if row["reported_on"] is None and limit is not None and limit.after(row["date"]) < facts.on:
            yield _problem(row, SocialHelp.reported_on, f"过了 {limit}，还没有上报")


DONATIONS = (overused, no_entry, no_feedback, unreported)
