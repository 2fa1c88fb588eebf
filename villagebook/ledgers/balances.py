"""What money stands at: planned, granted, received, spent, settled and left, by project and source, and summed.

Four ledgers over the same sums, so that they always agree: each project's sources, projects, sources, years. The year
of money is its project's; money of no known project counts in the year of its entry. To sum by something else: one
``_grouped`` below and one line in BALANCES.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    String,
    Subquery,
    case,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)

from villagebook.ledgers.column import Column, computed, of
from villagebook.ledgers.figures import FIGURES, balance, counted_as, figure, in_scope
from villagebook.ledgers.ledger import BY_SELECT, Ledger, Scope
from villagebook.ledgers.parts import labelled, table
from villagebook.ledgers.ratios import RATIO_COLUMNS, ratio_cells
from villagebook.models import FundEntry, Project, ProjectSource
from villagebook.models.codes import CODES

#: What stands in the project column of money whose project the book does not know.
UNKNOWN_PROJECT = "未归属"

_ENTRY = (FundEntry.amount_fen, FundEntry.kind, FundEntry.reverses_id)
_SUMS = ("planned_fen", *FIGURES)

#: Shared by all four: sums in 元 with totals.
SUM_COLUMNS = (
    of(ProjectSource.planned_fen, total=True),
    computed("granted_fen", "指标下达", "money", _ENTRY, total=True),
    computed("received_fen", "到账", "money", _ENTRY, total=True),
    computed("spent_fen", "支出", "money", _ENTRY, total=True),
    computed("reimbursed_fen", "报账", "money", _ENTRY, total=True),
    computed("returned_fen", "收回", "money", _ENTRY, total=True),
    computed("balance_fen", "结余", "money", _ENTRY, total=True),
    computed("outstanding_fen", "未到账", "money", _ENTRY, total=True),
    computed("earned_fen", "收益", "money", _ENTRY, total=True),
    computed("distributed_fen", "分配", "money", _ENTRY, total=True),
)


def _moved(scope: Scope) -> Select[Any]:
    """Entries as amounts per figure, with the project they were resolved to."""
    entry, origin = table(FundEntry, "moved"), table(FundEntry, "moved_origin")
    counted = counted_as(entry, origin)
    return (
        select(
            entry.c.project_id.label("project_id"),
            entry.c.source.label("source"),
            case((entry.c.project_id.is_(None), entry.c.year)).label("entry_year"),
            literal(0, BigInteger).label("planned_fen"),
            *(figure(name, counted, entry.c.amount_fen).label(name) for name in FIGURES),
            literal(1).label("lines"),
        )
        .select_from(entry.outerjoin(origin, origin.c.id == entry.c.reverses_id))
        .where(*in_scope(entry, scope))
    )


def _planned(scope: Scope) -> Select[Any]:
    plan = table(ProjectSource, "plan")
    return select(
        plan.c.project_id,
        plan.c.source,
        cast(null(), Integer).label("entry_year"),
        plan.c.planned_fen,
        *(literal(0, BigInteger).label(name) for name in FIGURES),
        literal(0).label("lines"),
    ).where(plan.c.village_id == scope.village_id)


def _by_source(scope: Scope) -> Subquery:
    """Sums of each project's source of one year of entries; what was neither planned nor moved is left out."""
    both = union_all(_moved(scope), _planned(scope)).subquery("planned_and_moved")
    group = (both.c.project_id, both.c.source, both.c.entry_year)
    sums = [cast(func.sum(both.c[name]), BigInteger).label(name) for name in _SUMS]
    grouped = select(*group, *sums).group_by(*group)
    return grouped.having(or_(func.sum(both.c.lines) > 0, func.sum(both.c.planned_fen) != 0)).subquery("by_source")


def _place_of_source(source: ColumnElement[Any]) -> ColumnElement[int]:
    """Return where a source stands in its code list (中央, 省, 市, 县 …); unknown ones come last."""
    places = [(source == value, place) for place, value in enumerate(CODES["fund_source"].values)]
    return case(*places, else_=len(places))


def _grouped(
    scope: Scope,
    columns: Sequence[Column],
    group: Callable[[Mapping[str, ColumnElement[Any]]], Mapping[str, ColumnElement[Any]]],
    key: Callable[[Mapping[str, ColumnElement[Any]]], ColumnElement[Any]],
) -> Select[Any]:
    """Sum the sources' sums by what ``group`` says; a label with a leading _ sorts only."""
    found, project = _by_source(scope), table(Project)
    unknown = found.c.project_id.is_(None)
    cells: dict[str, ColumnElement[Any]] = {
        "project_id": found.c.project_id,
        "source": found.c.source,
        "year": case((unknown, found.c.entry_year), else_=project.c.year),
        "project": case((unknown, UNKNOWN_PROJECT), else_=project.c.code),
        "name": case((unknown, cast(null(), String)), else_=project.c.name),
        "pinyin": project.c.pinyin,
        "_unknown": case((unknown, 1), else_=0),
    }
    groups = group(cells)
    inner = select(
        key(cells).label("_id"),
        found.c.project_id.label("_project_id"),
        *(cell.label(name) for name, cell in groups.items()),
        *(found.c[name] for name in _SUMS),
    ).select_from(found.outerjoin(project, project.c.id == found.c.project_id))
    if scope.year is not None:
        inner = inner.where(cells["year"] == scope.year)
    # Grouped by columns, not by expressions: their bound values would be others in GROUP BY than in SELECT.
    rows = inner.subquery("figures_by_group")
    sums: dict[str, ColumnElement[Any]] = {
        name: cast(func.coalesce(func.sum(rows.c[name]), 0), BigInteger) for name in _SUMS
    }
    made = {name: rows.c[name] for name in groups if not name.startswith("_")} | sums
    made |= {
        "projects": func.count(func.distinct(rows.c["_project_id"])),
        "balance_fen": balance((name, sums[name]) for name in FIGURES),
        "outstanding_fen": sums["granted_fen"] - sums["received_fen"],
        **ratio_cells(sums),
    }
    sorting = [rows.c[name] for name in groups if name.startswith("_")]
    asked = select(rows.c["_id"], *labelled(columns, {}, made), *sorting)
    return asked.group_by(rows.c["_id"], *(rows.c[name] for name in groups))


def _project_key(cells: Mapping[str, ColumnElement[Any]]) -> ColumnElement[Any]:
    return func.coalesce(func.key_text(cells["project_id"]), "")


def _source_key(cells: Mapping[str, ColumnElement[Any]]) -> ColumnElement[Any]:
    return func.coalesce(cells["source"], "")


_PROJECT = computed("project", "项目编号", "code", (Project.code, FundEntry.project_code))
_SOURCE = computed("source", "资金来源", "choice", (ProjectSource.source, FundEntry.source))
_PROJECT_YEAR = of(Project.year, heading="项目年度")

BALANCE_COLUMNS = (_PROJECT, of(Project.name, "name"), _SOURCE, *SUM_COLUMNS, _PROJECT_YEAR, *RATIO_COLUMNS)


def _balances(scope: Scope) -> Select[Any]:
    return _grouped(
        scope, BALANCE_COLUMNS,
        # Money of no project stands in one row per source, whatever its years.
        lambda c: {"project": c["project"], "name": c["name"], "source": c["source"],
                   "year": case((c["_unknown"] == 1, cast(null(), Integer)), else_=c["year"]),
                   "_unknown": c["_unknown"], "_sort_name": c["pinyin"], "_sort_source": _place_of_source(c["source"])},
        lambda c: _project_key(c) + "/" + _source_key(c),
    )  # fmt: skip


FUND_BALANCES = Ledger(
    "fund-balances", "资金结余", BALANCE_COLUMNS, _balances, ("_unknown", "project", "source"), year=BY_SELECT)

BY_PROJECT_COLUMNS = (_PROJECT, of(Project.name, "name"), _PROJECT_YEAR, *SUM_COLUMNS, *RATIO_COLUMNS)


def _by_project(scope: Scope) -> Select[Any]:
    return _grouped(
        scope, BY_PROJECT_COLUMNS,
        lambda c: {"project": c["project"], "name": c["name"],
                   "year": case((c["_unknown"] == 1, cast(null(), Integer)), else_=c["year"]),
                   "_unknown": c["_unknown"], "_sort_name": c["pinyin"]},
        _project_key,
    )  # fmt: skip


FUNDS_BY_PROJECT = Ledger(
    "funds-by-project", "资金台账（按项目）", BY_PROJECT_COLUMNS, _by_project, ("_unknown", "project"), year=BY_SELECT)

_PROJECTS = computed("projects", "项目数", "int", (Project.code,), unit="个")
BY_SOURCE_COLUMNS = (_SOURCE, _PROJECTS, *SUM_COLUMNS, *RATIO_COLUMNS)


def _by_source_of_all(scope: Scope) -> Select[Any]:
    return _grouped(
        scope, BY_SOURCE_COLUMNS,
        lambda c: {"source": c["source"], "_sort_source": _place_of_source(c["source"])}, _source_key,
    )  # fmt: skip


FUNDS_BY_SOURCE = Ledger(
    "funds-by-source", "资金台账（按来源）", BY_SOURCE_COLUMNS, _by_source_of_all, ("source",), year=BY_SELECT)

BY_YEAR_COLUMNS = (of(Project.year, heading="项目年度"), _PROJECTS, *SUM_COLUMNS, *RATIO_COLUMNS)


def _by_year(scope: Scope) -> Select[Any]:
    return _grouped(
        scope, BY_YEAR_COLUMNS, lambda c: {"year": c["year"]}, lambda c: func.coalesce(cast(c["year"], String), ""))


FUNDS_BY_YEAR = Ledger("funds-by-year", "资金台账（按年度）", BY_YEAR_COLUMNS, _by_year, ("year",), year=BY_SELECT)

BALANCES: tuple[Ledger, ...] = (FUND_BALANCES, FUNDS_BY_PROJECT, FUNDS_BY_SOURCE, FUNDS_BY_YEAR)
