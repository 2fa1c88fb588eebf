"""What the papers of help from outside say: 社会帮扶记录表 of one matter, 社会帮扶情况汇总表 of a report."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy import Connection, select

from villagebook.base.days import chinese
from villagebook.documents.papers import donations as forms
from villagebook.ledgers import Scope
from villagebook.models import SocialHelp
from villagebook.services.papers.made import Filled, MadePaper
from villagebook.services.papers.projects import village_row
from villagebook.services.social_help_views import KindSum, Summary, summary_of, views

_AS_THEY_ARE = (
    "date", "kind", "handler", "giver", "content", "amount_fen", "receipt", "goods", "goods_fen", "target", "used",
    "feedback", "feedback_on", "reported_on",
)  # fmt: skip


def record(connection: Connection, scope: Scope, key: uuid.UUID) -> Filled | None:
    """Gather 社会帮扶记录表."""
    view = next(iter(views(connection, scope.village_id, dt.date.max, scope.on, key)), None)
    if view is None:
        return None
    values: dict[str, object] = {name: view.row[name] for name in _AS_THEY_ARE}
    values |= {
        "village": village_row(connection, scope.village_id)["name"] or "", "code": view.code,
        "project": view.project.partition(" ")[2] or view.project, "used_fen": view.used_fen, "left_fen": view.left_fen,
    }  # fmt: skip
    return Filled(values, view.code, on=view.row["date"])


def summary(connection: Connection, scope: Scope, key: uuid.UUID) -> Filled | None:
    """Gather the summary: what was reported on the day; if nothing was, what is not reported yet up to it."""
    found = list(views(connection, scope.village_id, dt.date.max))
    reported = any(one.row["reported_on"] == scope.on for one in found)
    first = min((one.row["date"] for one in found if one.row["date"] and one.row["reported_on"] is None),
                default=scope.on)  # fmt: skip
    made = summary_of(found, min(first, scope.on), scope.on, reported_on=scope.on if reported else None)
    if not made.matters:
        return None
    village = village_row(connection, scope.village_id)
    day = f"上报日期：{chinese(scope.on)}" if reported else "上报日期："
    values: dict[str, object] = {
        "committee": village["committee"] or village["name"] or "", "reported": day, "period": _period(made),
        "sums": [*(_sum(line) for line in made.lines), {**_sum(made.total), "total": True}],
        "matters": [
            {"number": at, "goods": one.row["goods"], "date": one.row["date"], "kind": one.row["kind"],
             "giver": one.row["giver"], "content": one.row["content"], "amount_fen": one.row["amount_fen"]}
            for at, one in enumerate(made.matters, start=1)
        ],
    }  # fmt: skip
    return Filled(values, on=scope.on)


def of_project(connection: Connection, scope: Scope, project: uuid.UUID) -> Sequence[uuid.UUID]:
    """Return the matters that name a project, by day."""
    rows = SocialHelp.__table__
    query = select(rows.c.id).where(rows.c.project_id == project).order_by(rows.c.date, rows.c.code)
    return list(connection.execute(query).scalars())


def _period(made: Summary) -> str:
    return f"{chinese(made.from_on)}至{chinese(made.through)}"


def _sum(line: KindSum) -> dict[str, object]:
    return {"kind": line.kind, "count": line.count, "amount_fen": line.amount_fen, "goods": line.goods,
            "goods_fen": line.goods_fen, "used_fen": line.used_fen}  # fmt: skip


RECORD = MadePaper("social-help", "社会帮扶记录表", "social_help", (forms.RECORD,), record, keys=of_project)
SUMMARY = MadePaper("social-help-summary", "社会帮扶情况汇总表", "village", (forms.SUMMARY,), summary)
DONATIONS = (RECORD, SUMMARY)
