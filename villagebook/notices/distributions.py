"""Draft of N7, the sharing-out of collective income: what came in, what it is set aside for, who gets what and why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, RowMapping, select

from villagebook.base.errors import UserError
from villagebook.base.money import format_yuan
from villagebook.base.sheet import NoticeContent
from villagebook.ledgers import Scope
from villagebook.ledgers.column import of
from villagebook.ledgers.parts import table
from villagebook.models import Distribution, DistributionLine, DistributionPart, Project
from villagebook.notices.drafting import Words, finish, meeting_of, sheet_table
from villagebook.notices.kind import NoticeColumn, NoticeKind, NoticeTable
from villagebook.notices.projects import short_name
from villagebook.notices.subject import NoticeRules, NoticeSubject

PLAN_TABLE = NoticeTable(
    (
        NoticeColumn("serial", "序号", "serial"),
        NoticeColumn("use", "分配项目", "text", (of(DistributionPart.use),)),
        NoticeColumn("note", "说明", "text", (of(DistributionPart.note),)),
        NoticeColumn("planned_fen", "金额", "money", (of(DistributionPart.planned_fen),), unit="元", total=True),
    ),
    "一、分配方案",
)
LIST_TABLE = NoticeTable(
    (
        NoticeColumn("serial", "序号", "serial"),
        NoticeColumn("name", "姓名", "name", (of(DistributionLine.name),)),
        NoticeColumn("reason", "事由（岗位）", "text", (of(DistributionLine.reason), of(DistributionLine.use)),
                     lambda cells: cells["reason"] or cells["use"]),
        NoticeColumn("amount_fen", "金额", "money", (of(DistributionLine.amount_fen),), unit="元", total=True),
    ),
    "二、分配名单",
)  # fmt: skip


def draft_distribution(
    kind: NoticeKind, conn: Connection, scope: Scope, subject: NoticeSubject, rules: NoticeRules
) -> NoticeContent:
    """N7: the newest sharing-out of a project's income, of the year asked for if one is."""
    plan = _plan(kind, conn, scope, subject)
    parts = _rows(conn, DistributionPart, plan["id"])
    people = _rows(conn, DistributionLine, plan["id"])
    if not parts and not people:
        words = plan["name"] or plan["code"] or "这次收益分配"
        raise UserError("notice.no-shares", f"“{words}”没有分配项目和名单", "请先在收益分配里写分到哪里、分给谁")
    tables = [
        sheet_table(spec, found, text, rules)
        for spec, found, text in ((PLAN_TABLE, parts, f"{len(parts)}项"), (LIST_TABLE, people, f"{len(people)}人"))
        if found
    ]
    words = Words(
        year=plan["year"] or subject.year or scope.on.year,
        project=short_name(_project_name(conn, plan)),
        document=subject.basis_document or "",
        meeting=meeting_of(conn, scope, subject.meeting_id or plan["meeting_id"]),
        sentences=_sentences(plan, parts),
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


def _project_name(conn: Connection, plan: RowMapping) -> str:
    name = conn.execute(select(Project.name).where(Project.id == plan["project_id"])).scalar()
    return name or "村集体"


def _sentences(plan: RowMapping, parts: Sequence[Mapping[str, Any]]) -> tuple[str, ...]:
    if plan["income_fen"] is None:
        return ()
    left = plan["income_fen"] - sum(part["planned_fen"] for part in parts)
    rest = f"，其余 {format_yuan(left)} 元留待以后分配" if parts and left > 0 else ""
    return (f"本次可分配收益 {format_yuan(plan['income_fen'])} 元{rest}。",)
