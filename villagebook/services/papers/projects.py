"""What the papers that present a project say: 项目申报书."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.money import format_yuan
from villagebook.documents.papers import project as forms
from villagebook.ledgers import Scope
from villagebook.ledgers.parts import table
from villagebook.models import Project, ProjectSource, Village
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


APPLICATION = MadePaper("application", "项目申报书", "project", (forms.APPLICATION,), application, "application")
