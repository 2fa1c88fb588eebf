"""Draft of N15, the village's accounts of a quarter or month: what stood, came in, went out and is left, to the fen.

Only posted entries count. 收入 is what reached the account (到账, 收益), 支出 what left it (支出, 分配, 收回); 指标下达
and 报账 move no money. A 冲销 lessens its own entry; where that lies in an earlier period it stands with its minus.
Nobody who is paid is named; who reviewed is the head of the 村务监督委员会 in office on the entry's day.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from sqlalchemy import Connection

from villagebook.base.account_periods import AccountPeriod, parse_period, quarter_of
from villagebook.base.days import chinese
from villagebook.base.errors import UserError
from villagebook.base.sheet import NoticeContent
from villagebook.ledgers import LEDGERS, Row, Scope, rows
from villagebook.ledgers.bodies import sitting
from villagebook.ledgers.column import computed
from villagebook.ledgers.figures import FLOWS
from villagebook.models import CommitteeMember, FundEntry
from villagebook.models.codes import CODES
from villagebook.notices.drafting import Words, finish, meeting_of, numbered, sheet_table
from villagebook.notices.funds import mentions, names_of_people, reversals
from villagebook.notices.kind import NoticeColumn, NoticeKind, NoticeTable
from villagebook.notices.subject import NoticeRules, NoticeSubject

_F = LEDGERS["funds"]
_MOVED = (FundEntry.amount_fen, FundEntry.kind, FundEntry.date, FundEntry.reverses_id)

#: What the money was for where the entry's own words cannot be said.
_PLAIN_USES = {"到账": "资金到账", "收益": "集体收益", "支出": "项目支出", "分配": "收益分配", "收回": "结余收回"}
_COLLECTIVE = "村集体"
_LAW = "《中华人民共和国村民委员会组织法》第三十条"


def _money(id: str, heading: str) -> NoticeColumn:
    return NoticeColumn(id, heading, "money", (computed(id, heading, "money", _MOVED),), unit="元", total=True)


BALANCE_TABLE = NoticeTable(
    (
        NoticeColumn("source", "资金来源", "text", (_F.column("source"),)),
        _money("opening_fen", "期初结余"),
        _money("in_fen", "收入"),
        _money("out_fen", "支出"),
        _money("closing_fen", "期末结余"),
    ),
    "一、收支结余",
)


def _lines(heading: str) -> NoticeTable:
    return NoticeTable(
        (
            NoticeColumn("serial", "序号", "serial"),
            NoticeColumn("project", "项目", "text", (_F.column("project_name"),)),
            NoticeColumn("amount_fen", "金额", "money", (_F.column("amount_fen"),), unit="元", total=True),
            NoticeColumn("source", "来源", "text", (_F.column("source"),)),
            NoticeColumn("use", "用途", "text", (_F.column("memo"), _F.column("kind")), lambda cells: cells["memo"]),
            NoticeColumn("handler", "经手", "text", (_F.column("handler"),)),
            NoticeColumn("reviewer", "审核", "text", (computed("reviewer", "审核", "name", (CommitteeMember.name,)),)),
        ),
        heading,
    )


IN_TABLE, OUT_TABLE = _lines("二、收入"), _lines("三、支出")


@dataclass(slots=True)
class Flow:
    """What stood in one source, came in, went out; in fen."""

    opening: int = 0
    came: int = 0
    went: int = 0

    @property
    def cells(self) -> dict[str, int]:
        """As the table's cells."""
        return {
            "opening_fen": self.opening, "in_fen": self.came, "out_fen": self.went,
            "closing_fen": self.opening + self.came - self.went,
        }  # fmt: skip


@dataclass(slots=True)
class Line:
    """Entries of one use added up."""

    fen: int = 0
    sources: dict[str, None] = field(default_factory=dict)


def draft_accounts(
    kind: NoticeKind, conn: Connection, scope: Scope, subject: NoticeSubject, rules: NoticeRules
) -> NoticeContent:
    """N15: the accounts of a period that is over, as posted."""
    period = _period(kind, subject, scope.on)
    every = list(rows(conn, _F, replace(scope, posted_only=True, through=period.last)))
    if not any(row["counted"] in FLOWS for row in every):
        hint = "请先登记资金并入账"
        raise UserError("notice.no-accounts", f"书里没有{period.words}以前已入账的收支，不能拟{kind.name}", hint)
    tables = [_balances(every, period, rules)]
    for spec, sign in ((IN_TABLE, 1), (OUT_TABLE, -1)):
        found = _uses(conn, scope, every, period, sign)
        if found:
            tables.append(sheet_table(spec, found, f"{len(found)}项", rules))
    words = Words(
        year=period.first.year,
        period=period.words,
        document=subject.basis_document or _LAW,
        meeting=meeting_of(conn, scope, subject.meeting_id),
        sentences=_sentences(conn, scope, period, len(tables) == 1),
    )
    return finish(kind, conn, scope, subject, rules, words, numbered(tables))


def _period(kind: NoticeKind, subject: NoticeSubject, on: dt.date) -> AccountPeriod:
    """Return the period asked for, else the last quarter that is over.

    Raises:
        UserError: it is no period, or not over yet.
    """
    if not subject.period:
        return quarter_of(on).before()
    try:
        period = parse_period(subject.period)
    except ValueError as fault:
        raise UserError("notice.period", f"{kind.name}：{fault}") from None
    if period.last >= on:
        words = f"{period.words}还没有完，{chinese(period.last)}以后才能公开"
        raise UserError("notice.period-not-over", words, "请选已经过完的季度或月份")
    return period


def _balances(every: Sequence[Row], period: AccountPeriod, rules: NoticeRules) -> Any:
    """The table by source, from the centre down; those that stand at nothing are left out."""
    found: dict[str, Flow] = {}
    for row in every:
        sign = FLOWS.get(row["counted"], 0)
        if not sign:
            continue
        flow, fen = found.setdefault(row["source"] or "未写明来源", Flow()), row["amount_fen"] or 0
        if row["date"] not in period:
            flow.opening += sign * fen
        elif sign > 0:
            flow.came += fen
        else:
            flow.went += fen
    cells = [{"source": source, **found[source].cells} for source in _in_order(found)]
    shown = [row for row in cells if any(row[column.id] for column in BALANCE_TABLE.columns[1:])]
    return sheet_table(BALANCE_TABLE, shown, "", rules)


def _uses(
    conn: Connection, scope: Scope, every: Sequence[Row], period: AccountPeriod, sign: int
) -> list[dict[str, Any]]:
    """What came in (1) or went out (-1) in the period, by project and use, in the order of the first entry."""
    by_key, reversed_by = {row.key: row for row in every}, reversals(conn, scope)
    names, reviewers = names_of_people(conn, scope), Reviewers(conn, scope)
    found: dict[tuple[str, str, str, str], Line] = {}
    for row in every:
        if FLOWS.get(row["counted"]) != sign or row["date"] not in period:
            continue
        origin = by_key.get(reversed_by.get(row.key, row.key), row)
        use = _use(origin, names)
        if row is not origin and origin["date"] not in period:
            use = f"冲销：{use}"
        told = row if use.startswith("冲销") else origin
        key = (origin["project_name"] or _COLLECTIVE, use, told["handler"] or "", reviewers.on(told["date"]))
        line = found.setdefault(key, Line())
        line.fen += row["amount_fen"] or 0
        line.sources[row["source"] or "未写明来源"] = None
    return [
        {
            "project_name": project, "amount_fen": line.fen, "source": "、".join(_in_order(line.sources)), "memo": use,
            "kind": "", "handler": handler, "reviewer": reviewer,
        }
        for (project, use, handler, reviewer), line in found.items() if line.fen
    ]  # fmt: skip


def _in_order(sources: Iterable[str]) -> list[str]:
    """Sort sources as their code list has them (中央, 省, 市, 县 …), others behind."""
    known = CODES["fund_source"].values
    return sorted(sources, key=lambda source: known.index(source) if source in known else len(known))


class Reviewers:
    """Who led the 村务监督委员会 on a day; each day is asked once."""

    def __init__(self, conn: Connection, scope: Scope) -> None:
        self._conn, self._village_id, self._known = conn, scope.village_id, dict[dt.date, str]()

    def on(self, day: dt.date) -> str:
        """Return the head's name, empty if the book knows none."""
        if day not in self._known:
            heads = (one.name for one in sitting(self._conn, self._village_id, "村务监督委员会", day) if one.leads)
            self._known[day] = next(heads, "")
        return self._known[day]


def _use(row: Row, names: frozenset[str]) -> str:
    """Return what the entry says beside its project's name, in plain words if that is nothing or names a person."""
    said: str = (row["memo"] or "").replace(row["project_name"] or "\0", "").strip(" ：:，,")
    return _PLAIN_USES.get(row["counted"], "其他") if not said or mentions(said, names) else said


def _sentences(conn: Connection, scope: Scope, period: AccountPeriod, nothing_moved: bool) -> tuple[str, ...]:
    waiting = rows(conn, _F, replace(scope.only(posted=False), posted_only=False, through=period.last))
    drafts = sum(row["counted"] in FLOWS and row["date"] is not None and row["date"] in period for row in waiting)
    found = [f"{period.words}没有收支。"] if nothing_moved else []
    if drafts:
        found.append(f"另有 {drafts} 笔资金尚未入账，没有计入本表。")
    return tuple(found)
