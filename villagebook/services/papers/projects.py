"""What the papers that present a project say: 项目申报书, 项目实施方案."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.days import chinese
from villagebook.base.money import format_yuan
from villagebook.documents.papers import project as forms
from villagebook.ledgers import Scope
from villagebook.ledgers.parts import table
from villagebook.models import Project, ProjectSource, Village
from villagebook.services.committees import signers
from villagebook.services.papers.made import Filled, MadePaper

_AS_THEY_ARE = (
    "name", "code", "category", "subcategory", "nature", "mode", "place", "content", "planned_fen", "declared_on",
    "covers_villages", "link", "participation", "unit_in_charge", "person_in_charge", "phone",
    *(field for field, _ in forms.GOALS),
)  # fmt: skip
_OPINIONS = ("village_opinion", "township_opinion", "county_opinion")


def project_row(connection: Connection, key: uuid.UUID) -> Mapping[str, Any] | None:
    """Return a project's row, None if it is gone."""
    row = connection.execute(select(Project.__table__).where(Project.id == key)).mappings().one_or_none()
    return None if row is None else dict(row)


def village_row(connection: Connection, village_id: uuid.UUID) -> Mapping[str, Any]:
    """Return the village's row."""
    return dict(connection.execute(select(Village.__table__).where(Village.id == village_id)).mappings().one())


def sources_of(connection: Connection, key: uuid.UUID) -> Sequence[Mapping[str, Any]]:
    """Return the rows of a project's planned money, in order."""
    source = table(ProjectSource)
    query = select(source).where(source.c.project_id == key).order_by(source.c.position, source.c.id)
    return [dict(row) for row in connection.execute(query).mappings()]


def application(connection: Connection, scope: Scope, key: uuid.UUID) -> Filled | None:
    """Gather 项目申报书: None for a project that has no content yet."""
    row = project_row(connection, key)
    if row is None or not (row["name"] and row["content"]):
        return None
    village = village_row(connection, scope.village_id)
    values: dict[str, object] = {name: row[name] for name in _AS_THEY_ARE}
    values |= {name: row[name] or "" for name in _OPINIONS}
    values |= {
        "code": row["code"] or "", "year_words": f"{row['year']}年" if row["year"] else "　　　　年",
        "applicant": row["applicant"] or village["committee"], "period": period_words(row),
        "sources": source_words(sources_of(connection, key)), "covers": cover_words(row),
        "covers_villages": row["covers_villages"] or village["name"],
    }  # fmt: skip
    return Filled(values, row["code"] or "", on=row["declared_on"], unit=row["applicant"] or "")


def period_words(row: Mapping[str, Any]) -> str:
    """Return when a project is planned to be carried out: 2025年5月至6月."""
    start, finish = (_month(row[name]) for name in ("planned_start", "planned_finish"))
    return "至".join(part for part in (start, finish) if part)


def _month(text: str | None) -> str:
    year, _, month = (text or "").partition("-")
    return f"{year}年{int(month)}月" if month.isdigit() else year


def source_words(sources: Sequence[Mapping[str, Any]]) -> str:
    """Return where the planned money comes from: 中央资金14,580.00元（示财农〔2025〕18号）."""
    parts = []
    for source in sources:
        document = f"（{source['document']}）" if source["document"] else ""
        parts.append(f"{source['source']}{format_yuan(source['planned_fen'])}元{document}")
    return "；".join(parts)


def cover_words(row: Mapping[str, Any]) -> str:
    """Return whom a project reaches: 受益52户186人，其中脱贫户和监测户14户53人."""
    said = []
    for before, households, people in (
        ("受益", row["covers_households"], row["covers_people"]),
        ("其中脱贫户和监测户", row["covers_poor_households"], row["covers_poor_people"]),
    ):
        counted = "".join(f"{n}{unit}" for n, unit in ((households, "户"), (people, "人")) if n is not None)
        if counted:
            said.append(before + counted)
    return "，".join(said)


def plan(connection: Connection, scope: Scope, key: uuid.UUID) -> Filled | None:
    """Gather 项目实施方案和绩效目标表: None for a project whose money has not been granted."""
    row = project_row(connection, key)
    if row is None or row["granted_on"] is None or not row["content"]:
        return None
    day = row["started_on"] or row["granted_on"]
    values: dict[str, object] = {name: row[name] for name in _PLAN_AS_IT_IS}
    values |= {
        "code": row["code"] or "", "year_words": f"{row['year']}年度" if row["year"] else "",
        "money": money_words(row, sources_of(connection, key)), "schedule": schedule_words(row),
        "covers": cover_words(row), "bodies": body_words(connection, scope.village_id, day, key),
        "unit_in_charge": row["unit_in_charge"] or row["applicant"],
    }  # fmt: skip
    return Filled(values, row["code"] or "", on=row["started_on"] and min(row["started_on"], scope.on))


_PLAN_AS_IT_IS = (
    "name", "approval_number", "approval_unit", "place", "mode", "deadline_on", "content", "link",
    *(field for field, _ in forms.GOALS),
)  # fmt: skip


def money_words(row: Mapping[str, Any], sources: Sequence[Mapping[str, Any]]) -> str:
    """Return how much money from where: 总投资14,580.00元：中央14,580.00元（示财农〔2025〕18号）."""
    total = row["planned_fen"]
    said = f"总投资{format_yuan(total)}元" if total is not None else ""
    return "：".join(part for part in (said, source_words(sources)) if part)


def schedule_words(row: Mapping[str, Any]) -> str:
    """Return when what is to be done: planned period, start and finish so far as they are known."""
    parts = []
    if period := period_words(row):
        parts.append(f"计划{period}实施")
    for name, done in (("started_on", "开工"), ("finished_on", "竣工")):
        if row[name] is not None:
            parts.append(f"{chinese(row[name])}{done}")
    return "；".join(parts)


def body_words(connection: Connection, village_id: uuid.UUID, on: dt.date, project: uuid.UUID) -> str:
    """Return the bodies that carry out and oversee a project on a day, one line each with its members."""
    lines = []
    for kind, members in signers(connection, village_id, on, project).items():
        if members:
            listed = "、".join(f"{name}（{post}）" if post else name for name, post in members)
            lines.append(f"{kind}：{listed}")
    return "\n".join(lines)


def _plan_where(connection: Connection, scope: Scope, key: uuid.UUID) -> str:
    """Return the slot of 项目实施方案 if there would be one."""
    row = project_row(connection, key)
    return "plan" if row is not None and row["granted_on"] is not None and row["content"] else ""


APPLICATION = MadePaper("application", "项目申报书", "project", (forms.APPLICATION,), application, "application")
PLAN = MadePaper("plan-summary", "项目实施方案和绩效目标表", "project", (forms.PLAN,), plan, "plan", where=_plan_where)
