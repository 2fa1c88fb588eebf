"""Drafts of N2: the projects that a year's plan has for the village, and the money granted to them, as posted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.errors import UserError
from villagebook.base.money import format_wan, wan_decimals
from villagebook.base.sheet import NoticeContent
from villagebook.ledgers import LEDGERS, Row, Scope, count, rows
from villagebook.ledgers.column import of
from villagebook.ledgers.parts import table
from villagebook.models import ProjectSource
from villagebook.notices.drafting import Words, find_project, finish, meeting_of, sheet_table, year_of
from villagebook.notices.funds import reversals
from villagebook.notices.kind import Cells, NoticeColumn, NoticeKind, NoticeTable
from villagebook.notices.projects import common_meeting, short_name
from villagebook.notices.subject import NoticeRules, NoticeSubject

_P, _F, _B = LEDGERS["projects"], LEDGERS["funds"], LEDGERS["fund-balances"]
_STOPPED = frozenset({"未通过", "出库", "终止"})


def months_words(cells: Cells) -> str:
    """Return from when to when a project is built: 2025年4月至8月; empty if neither is known."""
    months = list(dict.fromkeys(str(text)[:7] for text in cells.values() if text))
    said = [f"{int(month[:4])}年{int(month[5:])}月" for month in months]
    if len(months) == 2 and months[0][:4] == months[1][:4]:
        said[1] = said[1][5:]
    return "至".join(said)


_NAME = NoticeColumn("name", "项目名称", "text", (_P.column("name"),))
_UNIT = NoticeColumn("unit_in_charge", "实施单位", "text", (_P.column("unit_in_charge"),))
_TERM = NoticeColumn("term", "期限", "text", (_P.column("planned_start"), _P.column("planned_finish")), months_words)

PLAN_TABLE = NoticeTable((
    NoticeColumn("serial", "序号", "serial"),
    _NAME,
    NoticeColumn("document", "文号", "text", (_P.column("approval_number"),)),
    NoticeColumn("sources", "资金名称及来源", "text",
                 (of(ProjectSource.programme), _B.column("source"), _B.column("planned_fen")),
                 lambda cells: cells["programme"]),
    NoticeColumn("planned_fen", "金额", "wan", (_P.column("planned_fen"),), unit="万元", total=True),
    _UNIT,
    _TERM,
))  # fmt: skip

RELEASE_TABLE = NoticeTable((
    NoticeColumn("serial", "序号", "serial"),
    _NAME,
    NoticeColumn("document", "文号", "text", (_F.column("document"),)),
    NoticeColumn("sources", "资金名称及来源", "text", (_F.column("programme"), _F.column("source")),
                 lambda cells: said_source(cells["programme"], cells["source"])),
    NoticeColumn("amount_fen", "金额", "money", (_F.column("amount_fen"),), unit="元", total=True),
    _UNIT,
    _TERM,
))  # fmt: skip


def said_source(programme: str | None, source: str | None) -> str:
    """Return money's name with its source: 衔接资金（省）, without saying 省 twice."""
    if not programme or not source:
        return programme or source or ""
    return programme if source in programme else f"{programme}（{source}）"


def draft_plan(
    kind: NoticeKind, conn: Connection, scope: Scope, subject: NoticeSubject, rules: NoticeRules
) -> NoticeContent:
    """N2: the year's projects that were approved, with their document and money."""
    year = subject.year or year_of(conn, scope, subject)
    of_year = [row for row in rows(conn, _P, scope.only(year=year)) if row["stage"] not in _STOPPED]
    found = [row for row in of_year if row["approval_number"] or row["granted_on"]]
    if not found:
        hint = "请先填项目的批复文号和下达日期" if of_year else "请先登记或导入项目"
        raise UserError("notice.no-plan", f"{year}年没有已批复下达的项目，不能拟{kind.name}", hint)
    sources = _planned(conn, scope)
    # What the money is called stands in one cell, made of the project's sources in their order.
    cells = [{**row, "programme": sources.get(row.key, ""), "source": None} for row in found]
    waiting = len(of_year) - len(found)
    words = Words(
        year=year,
        document=subject.basis_document or _one([row["approval_number"] for row in found]),
        meeting=meeting_of(conn, scope, subject.meeting_id or common_meeting(conn, [row.key for row in found])),
        sentences=(f"另有 {waiting} 个项目还没有批复下达，没有列入本表。",) if waiting else (),
    )
    return finish(
        kind, conn, scope, subject, rules, words, (sheet_table(PLAN_TABLE, cells, f"{len(cells)}个项目", rules),)
    )


def draft_release(
    kind: NoticeKind, conn: Connection, scope: Scope, subject: NoticeSubject, rules: NoticeRules
) -> NoticeContent:
    """N2: the money granted to one project, or to all of a year, one line per document and source."""
    project = find_project(conn, scope, subject.project_code) if subject.project_code else None
    year = (project["year"] if project else None) or year_of(conn, scope, subject)
    projects = [project] if project else list(rows(conn, _P, scope.only(year=year)))
    posted = replace(scope, posted_only=True, through=scope.on)
    found = _granted(conn, posted, projects)
    if not found:
        drafts = count(conn, _F, replace(scope.only(posted=False, kind="指标下达"), posted_only=False))
        hint = f"有 {drafts} 笔指标下达还是草稿，请先入账" if drafts else "请先登记指标下达并入账"
        what = f"项目“{project['name']}”" if project else f"{year}年的项目"
        raise UserError("notice.nothing-granted", f"{what}没有已入账的指标下达，不能拟{kind.name}", hint)
    words = Words(
        year=year,
        project=short_name(project["name"] or "") if project else "",
        document=subject.basis_document or _one([cells["document"] for cells in found]),
        meeting=meeting_of(conn, scope, subject.meeting_id),
    )
    shown = sheet_table(RELEASE_TABLE, found, f"{len(found)}笔", rules)
    return finish(kind, conn, scope, subject, rules, words, (shown,))


def _granted(conn: Connection, scope: Scope, projects: Sequence[Row]) -> list[dict[str, Any]]:
    """Grants of these projects added up by project, document and source; a 冲销 lessens its own entry."""
    by_code = {row["code"]: row for row in projects}
    entries = [row for row in rows(conn, _F, scope) if row["counted"] == "指标下达" and row["project"] in by_code]
    by_key, reversed_by = {row.key: row for row in entries}, reversals(conn, scope)
    sums: dict[tuple[str, str, str, str], int] = {}
    for row in entries:
        origin = by_key.get(reversed_by.get(row.key, row.key), row)
        key = (origin["project"], origin["document"] or "", origin["programme"] or "", origin["source"] or "")
        sums[key] = sums.get(key, 0) + (row["amount_fen"] or 0)
    return [
        {**by_code[code], "document": document, "programme": programme, "source": source, "amount_fen": fen}
        for (code, document, programme, source), fen in sums.items() if fen
    ]  # fmt: skip


def _planned(conn: Connection, scope: Scope) -> dict[Any, str]:
    """Return project key -> 中央衔接资金40.00、县配套14.00 (万元), in the order of the project's sources."""
    source = table(ProjectSource)
    query = select(source).where(source.c.village_id == scope.village_id)
    found: dict[Any, list[tuple[str, int]]] = {}
    for row in conn.execute(query.order_by(source.c.position, source.c.id)).mappings():
        said = said_source(row["programme"], row["source"])
        found.setdefault(row["project_id"], []).append((said, row["planned_fen"]))
    return {key: _parts(parts) for key, parts in found.items()}


def _parts(parts: Sequence[tuple[str, int]]) -> str:
    """Return each source with its sum, all with as many decimals; one source alone needs none: it has all."""
    if len(parts) == 1:
        return parts[0][0]
    many = wan_decimals(fen for _, fen in parts)
    return "、".join(f"{said}{format_wan(fen, many)}万元" for said, fen in parts)


def _one(documents: Sequence[str | None]) -> str:
    """Return the document that all rest on; empty if there are several: each line has its own."""
    found = {document for document in documents if document}
    return found.pop() if len(found) == 1 else ""
