"""What a notice of each kind can be about, and what it is most likely to be about: for the window and the command line.

The usual answer is the one that is missing: the newest quarter not yet published, the year a duty is owed for, the
project whose next step is this notice, all cases that wait, the notice whose result is to be told.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection, select

from villagebook.base.account_periods import AccountPeriod, month_of, quarter_of
from villagebook.base.days import parse_day
from villagebook.base.errors import UserError
from villagebook.ledgers.parts import table
from villagebook.models import Distribution, Meeting, Notice
from villagebook.models.codes import CODES
from villagebook.notices import NOTICE_KINDS, NoticeKind
from villagebook.notices.own import own_kinds
from villagebook.policies import NO_OVERRIDES, Overrides
from villagebook.services import duties, notice_cases, project_list
from villagebook.services.notice_cases import Waiting
from villagebook.services.notice_sheets import About
from villagebook.services.notice_states import NOT_HUNG, WITHDRAWN
from villagebook.services.overrides import overrides
from villagebook.store import Book

#: Boards in the order in which they hang; kinds are listed under them.
BOARDS = CODES["notice_board"].values
SIGNERS = {
    "committee": "村民委员会", "supervision": "村务监督委员会", "township": "乡镇人民政府", "county": "县人民政府",
}  # fmt: skip
#: What a kind asks for, as people call it.
ASKS = {"project": "项目", "households": "农户", "cases": "事项", "year": "年度", "period": "季度或月份"}

_QUARTERS, _MONTHS = 8, 12


@dataclass(frozen=True, slots=True)
class KindChoice:
    """A kind as lists of choices show it.

    Attributes:
        asks: What it may be about: project, households, cases, year, period; the first is what it needs.
        needs: What it cannot be drafted without: project or nothing.
        follows: Name of the kind whose result it tells; empty if it stands alone.
        usual: What it is most likely to be about.
    """

    id: str
    number: str
    name: str
    board: str
    days: str
    signers: tuple[str, ...]
    source: str
    asks: tuple[str, ...]
    needs: str
    follows: str
    usual: About = field(default_factory=lambda: About())


@dataclass(frozen=True, slots=True)
class PeriodChoice:
    """A quarter or month that is over; ``told`` is the number of the accounts that hung."""

    code: str
    words: str
    told: str


@dataclass(frozen=True, slots=True)
class Choices:
    """All that can be chosen.

    Attributes:
        kinds: By board, then by number.
        projects: (code, name) of all projects.
        meetings: (key, when, what).
        periods: Quarters and months that are over, the newest first.
        cases: Kind id -> the cases that wait for it.
        before: Kind id -> (number, title) of the notices whose result it may tell, the newest first.
    """

    kinds: tuple[KindChoice, ...]
    projects: tuple[tuple[str, str], ...]
    meetings: tuple[tuple[str, str], ...]
    periods: tuple[PeriodChoice, ...]
    cases: Mapping[str, tuple[Waiting, ...]]
    before: Mapping[str, tuple[tuple[str, str], ...]]

    def kind(self, kind_id: str | None) -> KindChoice | None:
        """Return a kind by its id; None if there is none."""
        return next((one for one in self.kinds if one.id == kind_id), None)


def kinds(on: dt.date, book: Book | None = None) -> list[KindChoice]:
    """All kinds by number with the days in force; of a book also its own, without what is usual now."""
    if book is None:
        return [_kind(kind, on, NO_OVERRIDES) for kind in NOTICE_KINDS]
    with book.read() as connection:
        own = overrides(connection, book.village_id)
        return [_kind(kind, on, own) for kind in (*NOTICE_KINDS, *own_kinds(connection, book.village_id))]


def asks_words(kind: KindChoice) -> str:
    """What a kind asks for in words; what can be left out in brackets."""
    said = [ASKS[one] if one == kind.needs else f"（{ASKS[one]}）" for one in kind.asks]
    return " ".join(said)


def choices(book: Book, today: dt.date) -> Choices:
    """What notices can be drafted, about what, and what is usual now."""
    with book.read() as connection:
        own = overrides(connection, book.village_id)
        every = [*NOTICE_KINDS, *own_kinds(connection, book.village_id)]
        lines = project_list.lines_in(connection, book.village_id, today)
        wanted = _owed(connection, book, today)
        periods = _periods(connection, book, today)
        cases = {kind.id: notice_cases.waiting(connection, book.village_id, kind.id, today) for kind in every}
        before = {kind.id: _before(connection, book.village_id, kind) for kind in every if kind.follows}
        projects = {kind.id: _project(connection, book.village_id, kind, lines) for kind in every}
        found = [
            replace(
                _kind(kind, today, own),
                usual=_usual(connection, book, kind, wanted.get(kind.id), projects[kind.id], cases[kind.id], today),
            )
            for kind in every
        ]
        meetings = _meetings(connection, book.village_id)
    found.sort(key=lambda one: BOARDS.index(one.board))
    named = tuple((line.code, line.name) for line in reversed(lines) if line.code)
    return Choices(tuple(found), named, meetings, periods, {k: v for k, v in cases.items() if v}, before)


def usual(connection: Connection, book: Book, kind: NoticeKind, today: dt.date) -> About:
    """What a notice of a kind is most likely to be about now."""
    lines = project_list.lines_in(connection, book.village_id, today) if "project" in kind.asks else []
    owed = _owed(connection, book, today).get(kind.id)
    waiting = notice_cases.waiting(connection, book.village_id, kind.id, today)
    project = _project(connection, book.village_id, kind, lines)
    return _usual(connection, book, kind, owed, project, waiting, today)


def completed(book: Book, kind_id: str, about: About, today: dt.date) -> About:
    """Return what was said with the period filled in where the kind needs one and none was said."""
    kind = NOTICE_KINDS.get(kind_id) or next((one for one in NOTICE_KINDS if kind_id in (one.number, one.name)), None)
    if kind is None or kind.asks[0] != "period" or about.get("period"):
        return about
    with book.read() as connection:
        found = usual(connection, book, kind, today)
    return {**about, "period": found.get("period", "")}


def meeting_key(book: Book, said: str) -> uuid.UUID:
    """Return the key of the meeting meant by a code, a day or a key.

    Raises:
        UserError: there is none, or there are several of that day.
    """
    meeting = table(Meeting)
    try:
        day: dt.date | None = parse_day(said)
    except ValueError:
        day = None
    with book.read() as connection:
        query = select(meeting.c.id, meeting.c.code, meeting.c.held_on).where(meeting.c.village_id == book.village_id)
        every = list(connection.execute(query))
    found = [row.id for row in every if said in (row.code, str(row.id))]
    found = found or [row.id for row in every if day is not None and row.held_on == day]
    if len(found) != 1:
        words = f"有 {len(found)} 次会议是“{said}”" if found else f"书里没有会议“{said}”"
        raise UserError("notice.meeting", words, "请写会议编号，或开会的日子")
    key: uuid.UUID = found[0]
    return key


def _kind(kind: NoticeKind, on: dt.date, own: Overrides) -> KindChoice:
    return KindChoice(
        kind.id, kind.number, kind.name, kind.board, str(kind.length(on, own)),
        tuple(SIGNERS[one] for one in kind.signers), kind.source, kind.asks,
        "project" if kind.asks == ("project",) else "", NOTICE_KINDS[kind.follows].name if kind.follows else "",
    )  # fmt: skip


def _usual(
    connection: Connection, book: Book, kind: NoticeKind, owed: duties.Duty | None, project: str,
    cases: Sequence[Waiting], today: dt.date,
) -> About:  # fmt: skip
    found = About()
    if project:
        found["project"] = project
    if cases:
        found["cases"] = [one.code for one in cases]
    if kind.asks[0] == "period":
        found["period"] = owed.period if owed is not None else quarter_of(today).before().code
    elif "year" in kind.asks and owed is not None and _can_tell(connection, book.village_id, owed):
        found["year"] = owed.year
    if kind.follows and cases:
        before = notice_cases.about_cases(connection, book.village_id, kind, today, found).get("follows")
        if before:
            found["follows"] = before
    return found


def _can_tell(connection: Connection, village_id: uuid.UUID, owed: duties.Duty) -> bool:
    """Income is shared out by a plan: before there is one nothing can be told of the year."""
    plan = table(Distribution)
    query = select(plan.c.id).where(plan.c.village_id == village_id, plan.c.year == owed.year)
    return owed.duty != "sharing" or connection.execute(query.limit(1)).first() is not None


def _owed(connection: Connection, book: Book, today: dt.date) -> dict[str, duties.Duty]:
    """Kind id -> what is owed of it: the newest that is due or was missed, else the newest of this year to come."""
    found: dict[str, duties.Duty] = {}
    for one in duties.of_years(connection, book, (today.year - 1, today.year), today):
        is_owed = one.state in (duties.DUE, duties.MISSED) and one.waiting is None
        # Of accounts only what is over can be told; a year can be told before its day.
        is_next = one.state == duties.TO_COME and one.duty != "accounts" and one.kind not in found
        if is_owed or is_next:
            found[one.kind] = one
    return found


def _project(
    connection: Connection, village_id: uuid.UUID, kind: NoticeKind, lines: Sequence[project_list.ProjectLine]
) -> str:
    """Return the project whose next step is a notice of this kind and that has none yet; empty if there is none."""
    if "project" not in kind.asks or not kind.stages:
        return ""
    waiting = [line for line in lines if line.stage in kind.stages and line.code]
    if kind.asks[0] != "project" or not waiting:
        return ""
    notice = table(Notice)
    there = select(notice.c.project_id).where(
        notice.c.village_id == village_id, notice.c.kind == kind.id, notice.c.state != WITHDRAWN)  # fmt: skip
    told = set(connection.execute(there).scalars())
    return next((line.code for line in reversed(waiting) if line.key not in told), "")


def _periods(connection: Connection, book: Book, today: dt.date) -> tuple[PeriodChoice, ...]:
    """The last quarters and months that are over, quarters first, with the accounts that told them."""
    spans: list[AccountPeriod] = [quarter_of(today).before()]
    while len(spans) < _QUARTERS:
        spans.append(spans[-1].before())
    spans.append(month_of(today).before())
    while len(spans) < _QUARTERS + _MONTHS:
        spans.append(spans[-1].before())
    years = {span.first.year for span in spans}
    told = {one.period: one.number or "" for one in duties.of_years(connection, book, years, today)}
    return tuple(PeriodChoice(span.code, span.words, told.get(span.code, "")) for span in spans)


def _before(connection: Connection, village_id: uuid.UUID, kind: NoticeKind) -> tuple[tuple[str, str], ...]:
    notice = table(Notice)
    hung = select(notice.c.number, notice.c.heading).where(
        notice.c.village_id == village_id, notice.c.kind == kind.follows, notice.c.state.not_in(NOT_HUNG))  # fmt: skip
    rows = connection.execute(hung.order_by(notice.c.year.desc(), notice.c.serial.desc()))
    return tuple((row.number, row.heading or "") for row in rows)


def _meetings(connection: Connection, village_id: uuid.UUID) -> tuple[tuple[str, str], ...]:
    meeting = table(Meeting)
    query = select(meeting.c.id, meeting.c.kind, meeting.c.held_on, meeting.c.subject).where(
        meeting.c.village_id == village_id)  # fmt: skip
    rows = connection.execute(query.order_by(meeting.c.held_on.desc().nulls_last(), meeting.c.id))
    return tuple((str(r.id), f"{r.held_on or ''} {r.kind} {r.subject or ''}".strip()) for r in rows)
