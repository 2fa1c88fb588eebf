"""The ledger of money: every entry of the voucher sequence. The figures that entries make are in balances.py."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Select, case, func, literal, select

from villagebook.ledgers.column import computed, of
from villagebook.ledgers.figures import REVERSAL, counted_as, in_scope
from villagebook.ledgers.ledger import Ledger, Scope
from villagebook.ledgers.parts import labelled, table
from villagebook.models import FundEntry, Project

FUND_COLUMNS = (
    of(FundEntry.date),
    of(FundEntry.voucher),
    computed("project", "项目编号", "code", (FundEntry.project_code, Project.code)),
    of(FundEntry.kind),
    of(FundEntry.source),
    of(FundEntry.payee),
    of(FundEntry.amount_fen),
    computed("posted", "已入账", "bool", (FundEntry.posted_at,)),
    of(Project.name, "project_name"),
    of(FundEntry.memo),
    computed("state", "状态", "text", (FundEntry.posted_at, FundEntry.reverses_id, FundEntry.kind)),
    of(FundEntry.programme),
    of(FundEntry.document),
    of(FundEntry.papers),
    of(FundEntry.handler),
    computed("reverses", "冲销凭证号", "code", (FundEntry.reverses_text, FundEntry.voucher)),
    computed("counted", "记作", "choice", (FundEntry.kind, FundEntry.reverses_id)),
    of(FundEntry.reason),
    of(FundEntry.year),
    of(FundEntry.note),
)


def _funds(scope: Scope) -> Select[Any]:
    entry, project = table(FundEntry), table(Project)
    origin, reversal = table(FundEntry, "reversed_entry"), table(FundEntry, "reversal")
    is_reversed = (
        select(literal(1)).where(reversal.c.reverses_id == entry.c.id, reversal.c.posted_at.is_not(None)).exists()
    )
    posted = entry.c.posted_at.is_not(None)
    made = {
        "project": func.coalesce(project.c.code, entry.c.project_code),
        "posted": posted,
        "state": case((~posted, "草稿"), (entry.c.kind == REVERSAL, REVERSAL), (is_reversed, "已冲销"), else_="已入账"),
        "reverses": func.coalesce(origin.c.voucher, entry.c.reverses_text),
        "counted": counted_as(entry, origin),
    }
    joined = entry.outerjoin(project, project.c.id == entry.c.project_id).outerjoin(
        origin, origin.c.id == entry.c.reverses_id
    )
    return (
        select(
            entry.c.id.label("_id"),
            *labelled(FUND_COLUMNS, {"fund_entry": entry, "project": project}, made),
            entry.c.list_number.label("_list_number"),
            project.c.pinyin.label("_sort_project_name"),
        )
        .select_from(joined)
        .where(*in_scope(entry, scope))
    )


FUNDS = Ledger("funds", "资金台账", FUND_COLUMNS, _funds, ("date", "voucher", "_list_number"), year="year")
