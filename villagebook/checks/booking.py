"""Checks of how the voucher sequence is kept: closed periods, papers, and what was posted over a finding."""

from __future__ import annotations

import re
import uuid
from collections import defaultdict
from collections.abc import Iterator

from sqlalchemy import select

from villagebook.checks.check import ERROR, INFO, WARNING, Check, Problem, check
from villagebook.checks.facts import Facts
from villagebook.ledgers.closing_figures import closing_figures
from villagebook.ledgers.figures import REVERSAL
from villagebook.ledgers.parts import table
from villagebook.models import AttachmentLink, Closing, FundEntry, info

_SHEETS = re.compile(r"([0-9]+) 张")
_DATE, _PAPERS = info(FundEntry.date).label, info(FundEntry.papers).label


def _closings(facts: Facts) -> list[tuple[uuid.UUID, int, int | None, dict[str, object]]]:
    row = table(Closing).c
    query = select(row.id, row.year, row.month, row.figures).where(
        row.village_id == facts.scope.village_id, row.reopened_on.is_(None)
    )
    return [tuple(one) for one in facts.conn.execute(query.order_by(row.year, row.month))]


def period_name(year: int, month: int | None) -> str:
    """2025年9月, or 2025年度."""
    return f"{year}年{month}月" if month else f"{year}年度"


@check(
    "funds.closing-differs", "结账数与流水", ERROR, hint="请用改动记录核对，结账以后不应再有变化",
    source="结账后凭证不再变动", needs=(Closing.figures,),
)  # fmt: skip
def closing_differs(facts: Facts) -> Iterator[Problem]:
    """What a closing kept is what its entries still say."""
    for key, year, month, kept in _closings(facts):
        now = closing_figures(facts.conn, facts.scope.village_id, year, month)
        differing = [name for name in now if kept.get(name) != now[name]]
        if differing:
            named = "、".join({"entries": "笔数", "kinds": "发生额", "balances": "余额"}[name] for name in differing)
            name = period_name(year, month)
            yield Problem(name, info(Closing.figures).label, f"{name}结账时的{named}与现在不同", ("closing", key))


@check(
    "funds.draft-in-closed", "已结账月份的草稿", WARNING, hint="请改日期，或反结账后入账",
    source="结账后不再入账", needs=(Closing.figures,),
)  # fmt: skip
def draft_in_closed(facts: Facts) -> Iterator[Problem]:
    """No draft waits in a month that is closed: it could never be posted."""
    closed = {(year, month) for _, year, month, _ in _closings(facts)}
    for entry in facts.entries:
        if not entry.posted and entry.date and closed & {(entry.date.year, None), (entry.date.year, entry.date.month)}:
            message = f"{period_name(entry.date.year, entry.date.month)}已经结账，这笔草稿不能入账"
            yield Problem(entry.subject, _DATE, message, entry.record)


@check(
    "funds.papers-differ", "附件张数", INFO, hint="请核对附件，缺的补上",
    source="凭证附件与附件张数核对", needs=(AttachmentLink.attachment_id,),
)  # fmt: skip
def papers_differ(facts: Facts) -> Iterator[Problem]:
    """Where an entry's papers were put in as files, they are as many sheets as it says."""
    link = table(AttachmentLink).c
    query = select(link.record_id, link.note).where(
        link.village_id == facts.scope.village_id, link.record == "fund_entry", link.role == "附件"
    )
    sheets: dict[uuid.UUID, int] = defaultdict(int)
    for key, note in facts.conn.execute(query):
        said = _SHEETS.search(note or "")
        sheets[key] += int(said[1]) if said else 1
    for entry in facts.entries:
        have = sheets.get(entry.key)
        if have is not None and have != (entry.papers or 0):
            message = f"写的是 {entry.papers or 0} 张，放进来的文件有 {have} 张"
            yield Problem(entry.subject, _PAPERS, message, entry.record)


@check(
    "funds.posted-over", "带着提示入账", INFO, hint="供审计查看；原因写在这一笔里", source="带着提示入账要写明原因",
    needs=(FundEntry.posted_over,),
)  # fmt: skip
def posted_over(facts: Facts) -> Iterator[Problem]:
    """Every entry that was posted over a finding, with the reason, for the auditor."""
    undone = {entry.reverses for entry in facts.entries if entry.kind == REVERSAL}
    for entry in facts.entries:
        if entry.posted_over:
            since = "（已冲销）" if entry.key in undone else ""
            message = f"入账时的提示：{entry.posted_over}。原因：{entry.reason or '没有写'}{since}"
            yield Problem(entry.subject, info(FundEntry.reason).label, message, entry.record)


BOOKING: tuple[Check, ...] = (closing_differs, draft_in_closed, papers_differ, posted_over)
