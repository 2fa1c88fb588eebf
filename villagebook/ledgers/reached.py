"""What reached each household, from whichever list it stands on: rosters, benefits, sharing-out of income.

到户台账 has a row for each household, project, year and kind; 覆盖登记 one for each household and year. Both are worked
out from the lists, never typed.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    FromClause,
    Integer,
    Subquery,
    Text,
    and_,
    case,
    cast,
    distinct,
    extract,
    func,
    literal,
    literal_column,
    select,
    union_all,
)
from sqlalchemy import Select as Statement

from villagebook.ledgers.column import computed, of
from villagebook.ledgers.ledger import Ledger, Scope
from villagebook.ledgers.parts import JOINER, KeyText, labelled, members_of, statuses_of, table, text_of
from villagebook.models import (
    BenefitLine,
    Distribution,
    DistributionLine,
    Household,
    Membership,
    Project,
    RosterLine,
    StatusPeriod,
)
from villagebook.models.codes import CODES

Select = Statement[Any]

#: The kind of what comes by a roster; benefits and shares of income have the kinds of their own lists.
ROSTER = "到户补助"
#: Which list a line is from.
LISTS = ("roster", "benefit", "distribution")

_WHO = (RosterLine.household_code, BenefitLine.household_code, DistributionLine.household_code, Household.code)
_HEAD = (RosterLine.head_name, BenefitLine.head_name, DistributionLine.name, Household.head_name)
_PROJECT = (RosterLine.project_code, BenefitLine.project_code, Project.code)
_YEAR = (Project.year, BenefitLine.year, Distribution.year)
_DUE = (RosterLine.amount_fen, BenefitLine.due_fen, DistributionLine.amount_fen)
_PAID = (RosterLine.received_on, BenefitLine.paid_fen, DistributionLine.paid_on, *_DUE)
_KIND = (BenefitLine.kind, DistributionLine.use, RosterLine.content)

REACHED_COLUMNS = (
    computed("household", "户编号", "code", _WHO),
    computed("head", "户主姓名", "name", _HEAD),
    of(Household.group_name, "group"),
    computed("project", "项目编号", "code", _PROJECT),
    of(Project.name, "project_name"),
    computed("year", "年度", "year", _YEAR),
    computed("kind", "到户方式", "text", _KIND),
    computed("due_fen", "应得金额", "money", _DUE, total=True),
    computed("paid_fen", "已领金额", "money", _PAID, total=True),
    computed("lines", "笔数", "int", _DUE, unit="笔", total=True),
)

COVERAGE_COLUMNS = (
    computed("household", "户编号", "code", _WHO),
    computed("head", "户主姓名", "name", _HEAD),
    of(Household.group_name, "group"),
    computed("people", "人口", "int", (Membership.person_id,), unit="人", total=True),
    computed("status", "户类型", "statuses", (StatusPeriod.kind,)),
    computed("year", "年度", "year", _YEAR),
    computed("projects", "项目数", "int", _PROJECT, unit="个"),
    computed("names", "项目", "text", (Project.name, Distribution.name)),
    computed("kinds", "到户方式", "text", _KIND),
    computed("roster_fen", "到户补助", "money", (RosterLine.amount_fen,), total=True),
    computed("benefit_fen", "效益", "money", (BenefitLine.due_fen,), total=True),
    computed("distribution_fen", "收益分配", "money", (DistributionLine.amount_fen,), total=True),
    computed("due_fen", "应得合计", "money", _DUE, total=True),
    computed("paid_fen", "已领合计", "money", _PAID, total=True),
)


def reached(scope: Scope) -> Subquery:
    """Return every line of every list by which something reaches a household, in one shape; money in 分."""
    return union_all(_of_rosters(scope), _of_benefits(scope), _of_distributions(scope)).subquery("reached")


def _of_rosters(scope: Scope) -> Select:
    line, project = table(RosterLine), table(Project, "roster_project")
    year = func.coalesce(project.c.year, cast(extract("year", line.c.received_on), Integer))
    paid = case((line.c.received_on.is_not(None), func.coalesce(line.c.amount_fen, 0)), else_=0)
    return (
        select(
            literal("roster", Text()).label("list"), line.c.household_id, line.c.household_code, line.c.head_name,
            line.c.project_id, line.c.project_code, year.label("year"), literal(ROSTER, Text()).label("kind"),
            func.coalesce(line.c.amount_fen, 0).label("due_fen"), paid.label("paid_fen"),
        )
        .select_from(line.outerjoin(project, project.c.id == line.c.project_id))
        .where(line.c.village_id == scope.village_id)
    )  # fmt: skip


def _of_benefits(scope: Scope) -> Select:
    line = table(BenefitLine)
    return select(
        literal("benefit", Text()), line.c.household_id, line.c.household_code, line.c.head_name, line.c.project_id,
        line.c.project_code, line.c.year, line.c.kind, func.coalesce(line.c.due_fen, line.c.paid_fen, 0),
        func.coalesce(line.c.paid_fen, 0),
    ).where(line.c.village_id == scope.village_id)  # fmt: skip


def _of_distributions(scope: Scope) -> Select:
    line, whole = table(DistributionLine), table(Distribution)
    paid = case(
        (line.c.paid_on.is_not(None) | line.c.entry_id.is_not(None), func.coalesce(line.c.amount_fen, 0)), else_=0
    )
    return (
        select(
            literal("distribution", Text()), line.c.household_id, line.c.household_code, line.c.name,
            whole.c.project_id, literal(None, Text()), whole.c.year, line.c.use, func.coalesce(line.c.amount_fen, 0),
            paid,
        )
        .select_from(line.join(whole, whole.c.id == line.c.distribution_id))
        .where(line.c.village_id == scope.village_id)
    )  # fmt: skip


#: Written out: PostgreSQL takes two bound parameters for two things, in the columns and in GROUP BY.
_NOTHING: ColumnElement[Any] = literal_column("''")


def _who(line: FromClause) -> ColumnElement[Any]:
    """What tells households apart: the key, or what is typed where the book does not know the household."""
    return func.coalesce(KeyText(line.c.household_id), line.c.household_code, line.c.head_name, _NOTHING)


def _which(line: FromClause) -> ColumnElement[Any]:
    return func.coalesce(KeyText(line.c.project_id), line.c.project_code, _NOTHING)


def _text(value: ColumnElement[Any]) -> ColumnElement[Any]:
    return cast(func.coalesce(value, 0), Text)


def _to_household(scope: Scope) -> Select:
    line, home, project = reached(scope), table(Household), table(Project)
    made = {
        "household": func.coalesce(func.max(home.c.code), func.max(line.c.household_code)),
        "head": func.coalesce(func.max(home.c.head_name), func.max(line.c.head_name)),
        "group": func.max(home.c.group_name),
        "project": func.coalesce(func.max(project.c.code), func.max(line.c.project_code)),
        "project_name": func.max(project.c.name),
        "year": line.c.year,
        "kind": line.c.kind,
        "due_fen": cast(func.sum(line.c.due_fen), BigInteger),
        "paid_fen": cast(func.sum(line.c.paid_fen), BigInteger),
        "lines": func.count(),
    }
    apart = (_who(line), _which(line), line.c.year, line.c.kind)
    key = _who(line) + "/" + _which(line) + "/" + _text(line.c.year) + "/" + func.coalesce(line.c.kind, "")
    return (
        select(
            key.label("_id"),
            *labelled(REACHED_COLUMNS, {}, made),
            func.max(home.c.head_pinyin).label("_sort_head"),
            func.max(project.c.pinyin).label("_sort_project_name"),
            text_of(func.max(home.c.head_pinyin), func.max(home.c.head_initials)).label("_text"),
        )
        .select_from(
            line.outerjoin(home, home.c.id == line.c.household_id)
            .outerjoin(project, project.c.id == line.c.project_id)
        )
        .group_by(*apart)
    )


def _names(scope: Scope) -> Subquery:
    """The names of the projects that reached each household in each year, joined by 、."""
    line, project = reached(scope).alias("named_line"), table(Project, "named_project")
    every = (
        select(_who(line).label("who"), func.coalesce(line.c.year, 0).label("year"), project.c.name.label("name"))
        .distinct()
        .select_from(line.join(project, project.c.id == line.c.project_id))
        .where(project.c.name.is_not(None))
        .order_by("who", "year", "name")
        .subquery("every_name")
    )
    joined = func.aggregate_strings(every.c.name, JOINER).label("names")
    return select(every.c.who, every.c.year, joined).group_by(every.c.who, every.c.year).subquery("names")


def _kinds(line: FromClause) -> ColumnElement[Any]:
    known = (ROSTER, *CODES["benefit_kind"].values, *CODES["distribution_use"].values)
    joined: ColumnElement[Any] = literal("", Text())
    for kind in dict.fromkeys(known):
        joined = joined + func.max(case((line.c.kind == kind, JOINER + kind), else_=""))
    return func.nullif(func.substr(joined, len(JOINER) + 1), "", type_=Text())


def _coverage(scope: Scope) -> Select:
    line, home, names = reached(scope), table(Household), _names(scope)

    def of_list(name: str) -> ColumnElement[Any]:
        return cast(func.sum(case((line.c.list == name, line.c.due_fen), else_=0)), BigInteger)

    made = {
        "household": func.coalesce(func.max(home.c.code), func.max(line.c.household_code)),
        "head": func.coalesce(func.max(home.c.head_name), func.max(line.c.head_name)),
        "group": func.max(home.c.group_name),
        "people": members_of(line.c.household_id, scope.on),
        "status": statuses_of(line.c.household_id, scope.on),
        "year": line.c.year,
        "projects": func.count(distinct(func.nullif(_which(line), ""))),
        "names": func.max(names.c.names),
        "kinds": _kinds(line),
        **{f"{name}_fen": of_list(name) for name in LISTS},
        "due_fen": cast(func.sum(line.c.due_fen), BigInteger),
        "paid_fen": cast(func.sum(line.c.paid_fen), BigInteger),
    }
    year = func.coalesce(line.c.year, 0)
    return (
        select(
            (_who(line) + "/" + _text(line.c.year)).label("_id"),
            *labelled(COVERAGE_COLUMNS, {}, made),
            func.max(home.c.head_pinyin).label("_sort_head"),
            text_of(func.max(home.c.head_pinyin), func.max(home.c.head_initials)).label("_text"),
        )
        .select_from(
            line.outerjoin(home, home.c.id == line.c.household_id)
            .outerjoin(names, and_(names.c.who == _who(line), names.c.year == year))
        )
        .group_by(_who(line), line.c.household_id, line.c.year)
    )


TO_HOUSEHOLD = Ledger(
    "to-household", "到户台账", REACHED_COLUMNS, _to_household, ("household", "head", "year", "project"), year="year")
COVERAGE = Ledger(
    "coverage", "覆盖登记统计表", COVERAGE_COLUMNS, _coverage, ("year", "group", "household", "head"), year="year")
