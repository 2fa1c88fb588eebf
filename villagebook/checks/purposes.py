"""Checks of what money is for: a grant pays what it names, industry money is no hand-out, the managing fee is small.

Sources: 专款专用; "产业资金不得简单发放到户" of a township's rules of 2018; share of the management fee by policy.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from villagebook.base.money import format_yuan
from villagebook.checks.check import ERROR, WARNING, Check, Problem, check
from villagebook.checks.claims import standing
from villagebook.checks.facts import Facts
from villagebook.checks.money_rows import EntryRow
from villagebook.models import FundEntry, Project, info

_INDUSTRY, _FEE, _CENTRAL = "产业发展", "项目管理费", "中央"
_HANDED_OUT = ("现金", "平均分", "直接发放", "发钱", "分给各户")
_TO_HOMES = ("一卡通", "农户", "各户", "受益户", "贫困户", "脱贫户", "监测户", "村民")
_NAMED = ((FundEntry.programme, "programme"), (FundEntry.document, "document"))


@check(
    "funds.other-purpose", "专款专用", WARNING, hint="请核对这笔钱的资金名称和文号",
    source="专款专用：一笔资金只付下达文件写明的项目和用途", needs=(FundEntry.kind, FundEntry.programme),
)  # fmt: skip
def other_purpose(facts: Facts) -> Iterator[Problem]:
    """Money is paid under a name and document under which its source granted something to the project."""
    granted: dict[tuple[uuid.UUID, str | None], list[EntryRow]] = defaultdict(list)
    for entry, project in standing(facts, "指标下达"):
        granted[project.key, entry.source].append(entry)
    for kind in ("到账", "支出", "报账", "收回"):
        for entry, project in standing(facts, kind):
            grants = granted.get((project.key, entry.source), [])
            for attribute, name in _NAMED:
                stated, known = getattr(entry, name), {getattr(grant, name) for grant in grants} - {None}
                if stated and known and stated not in known:
                    label = info(attribute).label
                    message = f"{entry.subject} 写的{label}“{stated}”，下达给这个项目的是“{'、'.join(sorted(known))}”"
                    yield Problem(project.subject, label, message, entry.record)


@check(
    "funds.industry-cash", "产业资金直接发钱", WARNING,
    hint="产业资金要落到种养、务工、入股这样的事上，请写明发的是什么",
    source="乡镇实施意见（2018年）：产业资金不得简单发放到户", needs=(FundEntry.kind, Project.category),
)  # fmt: skip
def industry_cash(facts: Facts) -> Iterator[Problem]:
    """Money for industry is not simply paid out per household: what was done for it stands in the roster."""
    for entry, project in standing(facts, "支出"):
        if project.values["category"] != _INDUSTRY:
            continue
        words = f"{entry.memo or ''} {entry.payee or ''}"
        said = next((word for word in _HANDED_OUT if word in words), "")
        lines = facts.lines_by_project.get(project.key, ())
        bare = not lines or all(line.quantity is None for line in lines)
        homes = any(word in (entry.payee or "") for word in _TO_HOMES)
        if said or (homes and bare):
            why = f"摘要或收款人写着“{said}”" if said else f"付给“{entry.payee}”，花名册里没有做了多少"
            message = f"{entry.subject} 是产业资金，{why}"
            yield Problem(project.subject, info(FundEntry.payee).label, message, entry.record)


@check(
    "funds.management-fee", "项目管理费比例", WARNING, hint="请核对项目管理费是不是超了",
    source="项目管理费按中央资金的比例提取（见规定“项目管理费最高比例”）", needs=(FundEntry.kind, Project.category),
)  # fmt: skip
def management_fee(facts: Facts) -> Iterator[Problem]:
    """What a year pays as management fee is within the share of the central money that arrived in it."""
    arrived: dict[int, int] = defaultdict(int)
    paid: dict[int, int] = defaultdict(int)
    last: dict[int, EntryRow] = {}
    for entry in facts.entries:
        project = facts.projects.get(entry.project) if entry.project else None
        if entry.year is None:
            continue
        if entry.counted == "到账" and entry.source == _CENTRAL:
            arrived[entry.year] += entry.amount_fen or 0
        if entry.counted == "支出" and (
            (project is not None and project.values["category"] == _FEE) or _FEE in (entry.memo or "")
        ):
            paid[entry.year] += entry.amount_fen or 0
            last[entry.year] = entry
    for year, fee in paid.items():
        share = facts.measure_limit("money.management_fee_most", facts.as_of(year))
        if share is not None and Decimal(fee) > share * arrived[year]:
            message = (
                f"{year}年项目管理费支出 {format_yuan(fee)} 元，"
                f"超过中央资金到账 {format_yuan(arrived[year])} 元的 {float(share * 100):g}%"
            )
            yield Problem(last[year].subject, info(FundEntry.amount_fen).label, message, last[year].record)


@check(
    "funds.distributed-over-earned", "分配超过收益", ERROR, hint="请核对收益和分配的金额、日期",
    source="先有收益，后分配", needs=(FundEntry.kind, FundEntry.amount_fen),
)  # fmt: skip
def distributed_over_earned(facts: Facts) -> Iterator[Problem]:
    """On no day has the village shared out more than it had earned by then; the first such entry is named."""
    rest = 0
    moved = [entry for entry in facts.entries if entry.counted in ("收益", "分配")]
    day_of = {entry.key: entry.date for entry in moved}

    def place(entry: EntryRow) -> tuple[dt.date, bool, str]:
        # A 冲销 counts on the day of what it reverses; what came in on a day counts before what went out on it.
        day = day_of.get(entry.reverses) if entry.reverses else None
        return day or entry.date or dt.date.max, entry.counted == "分配" and entry.kind == "分配", entry.voucher or ""

    for entry in sorted(moved, key=place):
        rest += (entry.amount_fen or 0) * (1 if entry.counted == "收益" else -1)
        if rest < 0 and entry.counted == "分配":
            message = f"{entry.subject} 分配以后，收益还差 {format_yuan(-rest)} 元"
            yield Problem(entry.subject, info(FundEntry.amount_fen).label, message, entry.record)
            return


ABOUT_ENTRIES: tuple[Check, ...] = (other_purpose, industry_cash)
