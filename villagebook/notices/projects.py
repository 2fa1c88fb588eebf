"""Drafts of notices about projects: N1 the projects of the village's list, N4 the households of one project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.errors import UserError
from villagebook.base.money import format_wan, wan_decimals
from villagebook.base.sheet import NoticeContent, Value
from villagebook.ledgers import LEDGERS, Row, Scope, rows
from villagebook.ledgers.parts import table
from villagebook.models import Project
from villagebook.notices.drafting import Words, find_project, finish, meeting_of, sheet_table, year_of
from villagebook.notices.kind import Cells, NoticeColumn, NoticeKind, NoticeTable
from villagebook.notices.subject import NoticeRules, NoticeSubject

_P, _R, _B = LEDGERS["projects"], LEDGERS["rosters"], LEDGERS["fund-balances"]


def _households_and_people(cells: Cells) -> Value:
    parts = ((cells["covers_households"], "户"), (cells["covers_people"], "人"))
    return "".join(f"{number}{unit}" for number, unit in parts if number is not None)


LIBRARY_TABLE = NoticeTable(
    (
        NoticeColumn("serial", "序号", "serial"),
        NoticeColumn("name", "项目名称", "text", (_P.column("name"),)),
        NoticeColumn("category", "项目类型", "text", (_P.column("category"),)),
        NoticeColumn("nature", "建设性质", "text", (_P.column("nature"),)),
        NoticeColumn("place", "实施地点", "text", (_P.column("place"),)),
        NoticeColumn("content", "建设内容", "text", (_P.column("content"),)),
        NoticeColumn("planned_fen", "投资规模", "wan", (_P.column("planned_fen"),), unit="万元", total=True),
        NoticeColumn(
            "sources",
            "资金来源",
            "text",
            (_B.column("source"), _B.column("planned_fen")),
            lambda cells: cells["source"],
            unit="万元",
        ),
        NoticeColumn(
            "covers",
            "受益对象",
            "text",
            (_P.column("covers_households"), _P.column("covers_people")),
            _households_and_people,
            unit="户/人",
        ),
        NoticeColumn("goal", "绩效目标", "text", (_P.column("goal"),)),
        NoticeColumn("link", "联农带农机制", "text", (_P.column("link"),)),
        NoticeColumn("unit_in_charge", "责任单位", "text", (_P.column("unit_in_charge"),)),
    )
)


def draft_library(
    kind: NoticeKind, conn: Connection, scope: Scope, subject: NoticeSubject, rules: NoticeRules
) -> NoticeContent:
    """N1: the projects of a year (or one project), with their planned money by source."""
    found = _library(conn, scope, subject)
    year = found[0]["year"] or year_of(conn, scope, subject)
    sources = _planned(conn, scope)
    cells = [{**project, "source": sources.get(project["code"], "")} for project in found]
    shown = sheet_table(LIBRARY_TABLE, cells, f"{len(cells)}个项目", rules)
    meeting = subject.meeting_id or common_meeting(conn, [project.key for project in found])
    words = Words(year=year, document=subject.basis_document or "", meeting=meeting_of(conn, scope, meeting))
    return finish(kind, conn, scope, subject, rules, words, (shown,))


def _library(conn: Connection, scope: Scope, subject: NoticeSubject) -> Sequence[Row]:
    if subject.project_code:
        return [find_project(conn, scope, subject.project_code)]
    year = year_of(conn, scope, subject)
    found = [row for row in rows(conn, _P, scope.only(year=year)) if row["stage"] not in {"未通过", "出库", "终止"}]
    if not found:
        raise UserError("notice.no-projects", f"项目台账里没有{year}年的项目", "请先登记或导入项目")
    return found


def _planned(conn: Connection, scope: Scope) -> Mapping[str, str]:
    """Return project code -> 中央490.22、省110.16 (万元), in the ledger's order."""
    found: dict[str, list[tuple[str, int]]] = {}
    for row in rows(conn, _B, scope):
        if row["planned_fen"]:
            found.setdefault(row["project"], []).append((row["source"], row["planned_fen"]))
    return {code: _alike(parts) for code, parts in found.items()}


def _alike(parts: Sequence[tuple[str, int]]) -> str:
    many = wan_decimals(fen for _, fen in parts)
    return "、".join(f"{source}{format_wan(fen, many)}" for source, fen in parts)


def common_meeting(conn: Connection, keys: Sequence[Any]) -> Any:
    """Return the meeting that decided all of these projects; None if they have none or several."""
    project = table(Project)
    found = set(conn.execute(select(project.c.meeting_id).where(project.c.id.in_(keys))).scalars())
    return found.pop() if len(found) == 1 else None


ROSTER_TABLE = NoticeTable(
    (
        NoticeColumn("serial", "序号", "serial"),
        NoticeColumn("head", "户主姓名", "name", (_R.column("head"),)),
        NoticeColumn("population", "人口", "int", (_R.column("population"),), unit="人"),
        NoticeColumn("content", "补助内容", "text", (_R.column("content"),)),
        NoticeColumn(
            "quantity", "数量", "quantity", (_R.column("quantity"), _R.column("unit")), lambda cells: cells["quantity"]
        ),
        NoticeColumn("rate_fen", "单价", "money", (_R.column("rate_fen"),), unit="元"),
        NoticeColumn("amount_fen", "补助金额", "money", (_R.column("amount_fen"),), unit="元", total=True),
        NoticeColumn("note", "备注", "text", (_R.column("note"),)),
    )
)


def draft_roster(
    kind: NoticeKind, conn: Connection, scope: Scope, subject: NoticeSubject, rules: NoticeRules
) -> NoticeContent:
    """N4: what each household gets from one project."""
    if not subject.project_code:
        raise UserError("notice.needs-project", f"{kind.name}要选一个项目", "请给出项目编号")
    project = find_project(conn, scope, subject.project_code)
    lines = list(rows(conn, _R, scope.only(project=project["code"])))
    if not lines:
        raise UserError("notice.no-roster", f"项目“{project['name']}”没有到户花名册", "请先登记或导入花名册，再拟公示")
    spec = _with_units(ROSTER_TABLE, lines)
    shown = sheet_table(spec, lines, f"{_households(lines)}户", rules)
    words = Words(
        year=subject.year or project["year"] or (subject.from_on or scope.on).year,
        project=short_name(project["name"] or ""),
        document=subject.basis_document or project["approval_number"] or "",
        meeting=meeting_of(conn, scope, subject.meeting_id or common_meeting(conn, [project.key])),
    )
    return finish(kind, conn, scope, subject, rules, words, (shown,))


def _households(lines: Sequence[Row]) -> int:
    return len({line["household"] or line["head"] or line.key for line in lines})


def _with_units(spec: NoticeTable, lines: Sequence[Row]) -> NoticeTable:
    """Put the unit of quantities in the heading if all lines share it (then they have a sum), else into the cells."""
    units = {line["unit"] for line in lines}
    columns = []
    for column in spec.columns:
        if column.id == "quantity" and len(units) == 1:
            column = replace(column, unit=units.pop(), total=True)
        elif column.id == "quantity":
            column = replace(column, kind="text", value=_quantity_with_unit)
        columns.append(column)
    return replace(spec, columns=tuple(columns))


def _quantity_with_unit(cells: Cells) -> Value:
    quantity: Decimal | None = cells["quantity"]
    return None if quantity is None else f"{quantity:f}{cells['unit'] or ''}"


def short_name(name: str) -> str:
    """Return a project's name without the words that the title says again (庭院养鸡到户补助 -> 庭院养鸡)."""
    for ending in ("到户补助项目", "到户补助", "到户项目", "项目"):
        if name.endswith(ending) and len(name) > len(ending):
            return name.removesuffix(ending)
    return name
