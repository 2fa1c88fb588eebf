"""Draft of N7, the sharing-out of collective income: what came in, what it is set aside for, who gets what and why."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from villagebook.base.errors import UserError
from villagebook.base.sheet import NoticeContent
from villagebook.ledgers import Scope
from villagebook.ledgers.column import computed, of
from villagebook.ledgers.parts import table
from villagebook.models import Distribution, DistributionLine, DistributionPart, Household, Person, Project
from villagebook.notices.drafting import Words, finish, meeting_of, numbered, sheet_table
from villagebook.notices.kind import NoticeColumn, NoticeKind, NoticeTable
from villagebook.notices.minors import standing
from villagebook.notices.projects import short_name
from villagebook.notices.subject import NoticeRules, NoticeSubject

#: Uses that are taken off before anything is shared out.
DEDUCTED = ("运维费用", "电站养老金", "土地租金", "保险", "税费")
_PARTS = (DistributionPart.planned_fen, DistributionPart.use)
#: As listed; the head's where a child got a share.
_NAME = computed("name", "姓名", "name", (DistributionLine.name, Household.head_name, Person.name))

INCOME_TABLE = NoticeTable(
    (
        NoticeColumn("income_fen", "收益总额", "money", (of(Distribution.income_fen),), unit="元"),
        NoticeColumn("deducted_fen", "运维等扣除", "money",
                     (computed("deducted_fen", "运维等扣除", "money", _PARTS),), unit="元"),
        NoticeColumn("shared_fen", "本次分配", "money",
                     (computed("shared_fen", "本次分配", "money", _PARTS),), unit="元"),
        NoticeColumn("left_fen", "结余", "money",
                     (computed("left_fen", "结余", "money", (Distribution.income_fen, *_PARTS)),), unit="元"),
    ),
    "一、收益",
)
PLAN_TABLE = NoticeTable(
    (
        NoticeColumn("serial", "序号", "serial"),
        NoticeColumn("use", "分配项目", "text", (of(DistributionPart.use),)),
        NoticeColumn("note", "说明", "text", (of(DistributionPart.note),)),
        NoticeColumn("planned_fen", "金额", "money", (of(DistributionPart.planned_fen),), unit="元", total=True),
    ),
    "二、分配方案",
)
LIST_TABLE = NoticeTable(
    (
        NoticeColumn("serial", "序号", "serial"),
        NoticeColumn("name", "姓名", "name", (_NAME,)),
        NoticeColumn("reason", "事由（岗位）", "text", (of(DistributionLine.reason), of(DistributionLine.use)),
                     lambda cells: cells["reason"] or cells["use"]),
        NoticeColumn("amount_fen", "金额", "money", (of(DistributionLine.amount_fen),), unit="元", total=True),
    ),
    "三、分配名单",
)  # fmt: skip


def draft_distribution(
    kind: NoticeKind, conn: Connection, scope: Scope, subject: NoticeSubject, rules: NoticeRules
) -> NoticeContent:
    """N7: the newest sharing-out of a project's income, of the year asked for if one is."""
    plan = _plan(kind, conn, scope, subject)
    parts = _rows(conn, DistributionPart, plan["id"])
    people = _named(conn, scope, _rows(conn, DistributionLine, plan["id"]), subject.from_on or scope.on)
    if not parts and not people:
        words = plan["name"] or plan["code"] or "这次收益分配"
        raise UserError("notice.no-shares", f"“{words}”没有分配项目和名单", "请先在收益分配里写分到哪里、分给谁")
    all_tables = (
        (INCOME_TABLE, _income(plan, parts), ""), (PLAN_TABLE, parts, f"{len(parts)}项"),
        (LIST_TABLE, people, f"{len(people)}人"),
    )  # fmt: skip
    tables = numbered([sheet_table(spec, found, text, rules) for spec, found, text in all_tables if found])
    words = Words(
        year=plan["year"] or subject.year or scope.on.year,
        project=short_name(_project_name(conn, plan)),
        document=subject.basis_document or "",
        meeting=meeting_of(conn, scope, subject.meeting_id or plan["meeting_id"]),
    )
    return finish(kind, conn, scope, subject, rules, words, tables)


def _plan(kind: NoticeKind, conn: Connection, scope: Scope, subject: NoticeSubject) -> RowMapping:
    plan, project = table(Distribution), table(Project)
    query = select(plan).where(plan.c.village_id == scope.village_id)
    if subject.project_code:
        mine = select(project.c.id).where(
            project.c.village_id == scope.village_id, project.c.code == subject.project_code)  # fmt: skip
        query = query.where(plan.c.project_id.in_(mine))
    if subject.year:
        query = query.where(plan.c.year == subject.year)
    newest = query.order_by(plan.c.year.desc(), plan.c.planned_on.desc().nulls_last(), plan.c.id.desc()).limit(1)
    found = conn.execute(newest).mappings().first()
    if found is None:
        words = f"书里没有要公示的收益分配，不能拟{kind.name}"
        raise UserError("notice.no-distribution", words, "请先登记收益分配方案")
    return found


def _rows(conn: Connection, record: Any, key: Any) -> list[Mapping[str, Any]]:
    columns = record.__table__
    order = columns.c.position if "position" in columns.c else columns.c.use
    query = select(columns).where(columns.c.distribution_id == key).order_by(order, columns.c.id)
    return [dict(row) for row in conn.execute(query).mappings()]


def _named(
    conn: Connection, scope: Scope, people: Sequence[Mapping[str, Any]], on: dt.date
) -> list[Mapping[str, Any]]:
    """The list with the heads in place of children who got a share."""
    names = standing(conn, scope, [(row["household_id"], row["name"] or "") for row in people], on)
    return [{**row, "name": name or None} for row, name in zip(people, names, strict=True)]


def _project_name(conn: Connection, plan: RowMapping) -> str:
    name = conn.execute(select(Project.name).where(Project.id == plan["project_id"])).scalar()
    return name or "村集体"


def _income(plan: RowMapping, parts: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The one row of what came in and became of it; none where the book does not know what came in."""
    if plan["income_fen"] is None:
        return []
    deducted = sum(part["planned_fen"] for part in parts if part["use"] in DEDUCTED)
    shared = sum(part["planned_fen"] for part in parts) - deducted
    left = plan["income_fen"] - deducted - shared
    return [{"income_fen": plan["income_fen"], "deducted_fen": deducted, "shared_fen": shared, "left_fen": left}]
