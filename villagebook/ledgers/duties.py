"""The ledger of what must be made public in a year: each quarter's accounts, each year's plan, results, sharing, gifts.

A row is one duty of one period, with the day it is due by policy and the notice that met it. A duty stands here only
where the book has something to tell (money that moved, projects that were approved …). No SELECT knows policies and
quarters: ``prepare`` works the rows out, the SELECT says them again.

To add a duty: one value in DUTY_KINDS, and what it tells of in ``_told``.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any, Literal

from sqlalchemy import (
    ColumnElement,
    Connection,
    Date,
    Integer,
    Select,
    Text,
    and_,
    cast,
    func,
    literal,
    null,
    or_,
    select,
    union_all,
)
from sqlalchemy.types import TypeEngine

from villagebook.base.account_periods import AccountPeriod, months, quarter_of, quarters
from villagebook.base.registry import Registry
from villagebook.ledgers import own
from villagebook.ledgers.column import Column, computed
from villagebook.ledgers.donations import USING
from villagebook.ledgers.figures import FLOWS, REVERSAL
from villagebook.ledgers.ledger import BY_SELECT, Ledger, Scope
from villagebook.ledgers.parts import table
from villagebook.models import Distribution, FundEntry, Notice, Project, SocialHelp
from villagebook.models.notice_states import NOT_HUNG, WITHDRAWN
from villagebook.policies import Overrides, period, whole

MET, MET_LATE, MISSED, DUE, TO_COME = "已公开", "晚了公开", "没有公开", "该公开了", "未到时候"
#: Of the time before the village's notices were kept in this book: nobody knows.
UNKNOWN = "没有记载"
#: Notices that never hung, or were taken back.
_NEVER_SEEN = (*NOT_HUNG, WITHDRAWN)
#: A yearly duty is called due this many days before its day.
_SOON = 30


@dataclass(frozen=True, slots=True)
class DutyKind:
    """Something to be made public again and again.

    Attributes:
        notice: Id of the kind of notice that meets it.
        by: Policy of the day: a period after the quarter or month, or a day of the year.
        next_year: Whether that day lies in the year after the one told of.
        alone: Whether only a notice about the whole year meets it, none about one project.
        tells_from: Day of the year (1201) before which no notice tells of the whole year yet; 0: any does.
        source: The rule that asks for it.
    """

    id: str
    title: str
    notice: str
    every: Literal["quarter", "year"]
    by: str
    next_year: bool = False
    alone: bool = False
    tells_from: int = 0
    source: str = ""


_PUBLICITY = "国开办发〔2018〕11号：到村年度资金项目计划和完成情况公告"

DUTY_KINDS: Registry[DutyKind] = Registry("duties to make public", (
    DutyKind("accounts", "财务公开", "village-accounts", "quarter", "duty.accounts.within",
             source="村民委员会组织法第三十条：每季度公布一次，财务往来较多的每月公布一次"),
    DutyKind("plan", "年度项目计划公告", "annual-plan", "year", "duty.plan.by", source=_PUBLICITY),
    DutyKind("results", "年度资金完成情况公告", "fund-use", "year", "duty.results.by", next_year=True, alone=True,
             tells_from=1201, source=_PUBLICITY),
    DutyKind("sharing", "收益分配公示", "income-distribution", "year", "duty.sharing.by",
             source="光伏、资产收益分配办法：分配方案和名单每年公示"),
    DutyKind("gifts", "捐赠款物使用公示", "donation-use", "year", "duty.gifts.by", next_year=True, alone=True,
             tells_from=1201, source="村民委员会组织法第三十条：接受捐赠款物及使用情况应公布"),
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty of one period.

    Attributes:
        period: Code (2025Q3, 2025-09, 2025); words: in Chinese.
        first, last: The days told of. due_on: by when it should hang.
        number, posted_on: The notice that met it; waiting: a draft that will.
        state: MET, MET_LATE, MISSED, DUE, TO_COME or UNKNOWN as of the day asked for.
        days: How late it came or is; for DUE how many are left; else 0.
    """

    duty: str
    title: str
    kind: str
    year: int
    period: str
    words: str
    first: dt.date
    last: dt.date
    due_on: dt.date
    number: str | None
    posted_on: dt.date | None
    waiting: str | None
    state: str
    days: int

    @property
    def key(self) -> str:
        """accounts/2025Q3."""
        return f"{self.duty}/{self.period}"


@dataclass(frozen=True, slots=True)
class _Hung:
    """A notice that meets a duty: of which kind, told of which period, for one project or not."""

    kind: str
    number: str
    state: str
    from_on: dt.date | None
    period: str
    year: int
    of_project: bool

    @property
    def hung(self) -> bool:
        """Whether it hangs or hung."""
        return self.state not in _NEVER_SEEN and self.from_on is not None


@dataclass(slots=True)
class _Facts:
    """What the book has: notices, and what there is to tell: days of entries, years of the rest."""

    notices: list[_Hung] = field(default_factory=list)
    moved: Counter[dt.date] = field(default_factory=Counter)
    years: dict[str, set[int]] = field(default_factory=dict)
    first_notice: dt.date | None = None

    @property
    def known_years(self) -> set[int]:
        """All years there is something of."""
        found = {day.year for day in self.moved} | {one.year for one in self.notices}
        return found.union(*self.years.values())

    def kept_since(self, kind: DutyKind) -> dt.date:
        """Return since when what is not met was left undone: since the first notice of its kind, else of any kind,
        hung; if none ever did nothing was kept here yet.
        """
        of_kind = [one.from_on for one in self.notices if one.kind == kind.notice and one.hung and one.from_on]
        return min(of_kind, default=self.first_notice or dt.date.max)


def duties(
    conn: Connection, village_id: uuid.UUID, years: Iterable[int] | None, on: dt.date, overrides: Overrides
) -> list[Duty]:
    """Return the duties of some years as of a day, by the day they are due; None takes all years the book knows."""
    facts = _read(conn, village_id)
    wanted = sorted(facts.known_years | ({on.year} & {*range(1, 9999)}) if years is None else set(years))
    found = [one for year in wanted if facts.known_years for one in _of_year(facts, year, on, overrides)]
    return sorted(found, key=lambda one: (one.due_on, DUTY_KINDS.ids.index(one.duty), one.period))


def _of_year(facts: _Facts, year: int, on: dt.date, own: Overrides) -> Iterator[Duty]:
    for kind in DUTY_KINDS:
        if kind.every == "quarter":
            for span in _accounts(facts, year, own):
                due = period(kind.by, span.last, own).after(span.last)
                yield _duty(facts, kind, (span.code, span.words), (span.first, span.last), due, on)
        elif year in facts.years.get(kind.id, ()):
            first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
            day = whole(kind.by, last, own)
            due = dt.date(year + int(kind.next_year), *divmod(day, 100))
            yield _duty(facts, kind, (str(year), f"{year}年"), (first, last), due, on)


def _accounts(facts: _Facts, year: int, own: Overrides) -> Iterator[AccountPeriod]:
    """The quarters of a year, the months of those in which much money moved; none before money ever moved."""
    began = min(facts.moved, default=dt.date.max)
    for quarter in quarters(year):
        if quarter.last < began:
            continue
        moved = sum(number for day, number in facts.moved.items() if day in quarter)
        if moved >= whole("duty.accounts.busy", quarter.last, own):
            yield from (month for month in months(year) if month.first in quarter and month.last >= began)
        else:
            yield quarter


def _duty(
    facts: _Facts, kind: DutyKind, said: tuple[str, str], days: tuple[dt.date, dt.date], due: dt.date, on: dt.date
) -> Duty:
    (code, words), (first, last) = said, days
    meeting = [one for one in facts.notices if one.kind == kind.notice and _meets(one, kind, code, first)]
    hung = [(one.from_on, one.number) for one in meeting if one.hung and one.from_on is not None]
    posted, number = min(hung, default=(None, None))
    waiting = next((one.number for one in meeting if one.state in NOT_HUNG), None)
    state, number_of_days = _state(kind, posted, last, due, on)
    if state == MISSED and due < facts.kept_since(kind):
        state, number_of_days = UNKNOWN, 0
    return Duty(
        kind.id, kind.title, kind.notice, first.year, code, words, first, last, due,
        number, posted, waiting, state, number_of_days,
    )  # fmt: skip


def _state(
    kind: DutyKind, posted: dt.date | None, last: dt.date, due: dt.date, on: dt.date
) -> tuple[str, int]:
    if posted is not None:
        late = max((posted - due).days, 0)
        return (MET_LATE if late else MET), late
    if on > due:
        return MISSED, (on - due).days
    opens = last if kind.every == "quarter" else due - dt.timedelta(days=_SOON)
    return (DUE, (due - on).days) if on > opens else (TO_COME, 0)


def _meets(one: _Hung, kind: DutyKind, code: str, first: dt.date) -> bool:
    if kind.every == "quarter":
        return one.period in (code, quarter_of(first).code)
    if str(one.year) != code or (kind.alone and one.of_project):
        return False
    early = dt.date(one.year, *divmod(kind.tells_from, 100)) if kind.tells_from else first
    return one.from_on is None or one.from_on >= early


def _read(conn: Connection, village_id: uuid.UUID) -> _Facts:
    facts = _Facts(years=_told(conn, village_id))
    notice, project = table(Notice), table(Project)
    query = (
        select(notice, project.c.year.label("project_year"))
        .select_from(notice.outerjoin(project, project.c.id == notice.c.project_id))
        .where(notice.c.village_id == village_id, notice.c.kind.in_([kind.notice for kind in DUTY_KINDS]))
        .order_by(notice.c.year, notice.c.serial)
    )
    for row in conn.execute(query).mappings():
        told = row["subject"] or {}
        span = told.get("period") or (quarter_of(row["from_on"]).before().code if row["from_on"] else "")
        year = told.get("year") or row["project_year"] or row["year"]
        facts.notices.append(_Hung(
            row["kind"], row["number"], row["state"], row["from_on"], span, year, row["project_id"] is not None
        ))  # fmt: skip
    first = select(func.min(notice.c.from_on)).where(
        notice.c.village_id == village_id, notice.c.state.not_in(_NEVER_SEEN))  # fmt: skip
    facts.first_notice = conn.execute(first).scalar()
    entry = table(FundEntry)
    moving = select(entry.c.date, func.count()).where(
        entry.c.village_id == village_id, entry.c.posted_at.is_not(None), entry.c.date.is_not(None),
        entry.c.kind.in_((*FLOWS, REVERSAL)),
    )  # fmt: skip
    for day, number in conn.execute(moving.group_by(entry.c.date)):
        facts.moved[day] = number
    return facts


def _told(conn: Connection, village_id: uuid.UUID) -> dict[str, set[int]]:
    """Return duty id -> the years of which the book has something to tell."""
    project, entry, plan, given = table(Project), table(FundEntry), table(Distribution), table(SocialHelp)
    posted = and_(entry.c.village_id == village_id, entry.c.posted_at.is_not(None))
    approved = or_(project.c.approval_number.is_not(None), project.c.granted_on.is_not(None))
    gift = or_(given.c.amount_fen.is_not(None), given.c.goods.is_not(None))
    spent = entry.join(project, project.c.id == entry.c.project_id)
    queries: dict[str, Any] = {
        "plan": select(project.c.year).where(project.c.village_id == village_id, approved),
        "results": select(project.c.year).select_from(spent).where(posted, entry.c.kind == "支出"),
        "sharing": select(plan.c.year).where(plan.c.village_id == village_id)
        .union(select(entry.c.year).where(posted, entry.c.kind == "收益")),
        "gifts": select(given.c.date).where(
            given.c.village_id == village_id, gift, func.coalesce(given.c.kind, "") != USING),
    }  # fmt: skip
    return {
        duty: {getattr(value, "year", value) for value in conn.execute(query).scalars() if value}
        for duty, query in queries.items()
    }


_SOURCES = (Notice.kind, Notice.number, Notice.from_on, FundEntry.date, Project.year, SocialHelp.date)

DUTY_COLUMNS = (
    computed("title", "公开事项", "text", (Notice.kind,)),
    computed("words", "公开的期间", "text", _SOURCES),
    computed("due_on", "应公开日期", "day", _SOURCES),
    computed("state", "情况", "choice", _SOURCES),
    computed("posted_on", "张贴日期", "day", (Notice.from_on,)),
    computed("number", "公示编号", "code", (Notice.number,)),
    computed("days", "晚了", "int", _SOURCES, unit="天"),
    computed("waiting", "草稿编号", "code", (Notice.number,)),
    computed("period", "期间代码", "code", _SOURCES),
    computed("kind", "公示种类", "code", (Notice.kind,)),
    computed("year", "年度", "year", _SOURCES),
)


def _type(column: Column) -> TypeEngine[Any]:
    match column.kind:
        case "day":
            return Date()
        case "int" | "year":
            return Integer()
    return Text()


def _prepare(conn: Connection, scope: Scope) -> Scope:
    years = None if scope.year is None else (scope.year,)
    overrides = own.policies(conn, scope.village_id)
    found = duties(conn, scope.village_id, years, scope.on, overrides)
    return replace(scope, given={**scope.given, "duties": found})


def _select(scope: Scope) -> Select[Any]:
    lines: Sequence[Duty] = scope.given.get("duties", ())
    every = [_line(place, one) for place, one in enumerate(lines)]
    if not every:
        nothing = [cast(null(), _type(column)).label(column.id) for column in DUTY_COLUMNS]
        return select(literal("").label("_id"), *nothing, literal(0).label("_place")).where(literal(1) == 0)
    found = union_all(*every).subquery("duties")
    return select(found)


def _line(place: int, one: Duty) -> Select[Any]:
    cells = {column.name: getattr(one, column.name) for column in fields(one)}
    if one.state == DUE:
        cells["days"] = 0
    made = [_said(cells[column.id], _type(column)).label(column.id) for column in DUTY_COLUMNS]
    return select(literal(one.key).label("_id"), *made, literal(place).label("_place"))


def _said(value: object, kind: TypeEngine[Any]) -> ColumnElement[Any]:
    return cast(null(), kind) if value is None else literal(value, kind)


DUTIES = Ledger("duties", "公开事项", DUTY_COLUMNS, _select, ("_place",), _prepare, year=BY_SELECT)
