"""What is due today: notices to take down, drafts, entries waiting, backup; and the village's figures."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, func, or_, select

from villagebook.base.money import format_yuan
from villagebook.ledgers import LEDGERS, Scope, read
from villagebook.ledgers.parts import households_there, people_there
from villagebook.models import FundEntry, ImportRow, Membership, Notice, Project
from villagebook.models.codes import MONITORED_STATUSES, POOR_STATUSES
from villagebook.services import (
    books,
    doubts,
    duties,
    project_list,
    publicity,
    social_help_views,
    today_notices,
    today_objections,
)
from villagebook.services.case_aftercare import unhelped
from villagebook.services.case_views import line_of, under_way
from villagebook.services.dossier import completeness
from villagebook.services.today_task import LATE, LATER_DAYS, MONTH, TODAY, WEEK, Task, due_words
from villagebook.store import Book

#: How the key of a task begins that leads to a case; the case's own key follows.
CASE_KEY = "case:"

#: What 公示 does with a duty that waits: it stands in the calendar, and its notice is drafted; the key names it.
DUTIES = "duties:draft"

_NAMED = 3
#: States of notices that are counted among the village's figures.
_FIGURED = (
    publicity.DRAFT, publicity.READY, publicity.UP, publicity.EXPIRED, publicity.DOWN, publicity.ARCHIVED,
)  # fmt: skip
#: Those of them that are said only where there are any.
_SELDOM = (publicity.READY, publicity.DOWN)


@dataclass(frozen=True, slots=True)
class Figures:
    """The village's figures; money in fen."""

    households: int
    people: int
    poor_households: int
    poor_people: int
    monitored_households: int
    monitored_people: int
    stages: tuple[tuple[str, int], ...]
    money: dict[str, int]
    notices: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Today:
    """Everything the page 今日 shows."""

    on: dt.date
    tasks: tuple[Task, ...]
    figures: Figures
    backup: str
    backup_ok: bool


def today(book: Book, on: dt.date) -> Today:
    """What is due as of a day, the most pressing first."""
    with book.read() as connection:
        tasks = [
            *today_notices.tasks(connection, book, on),
            *today_objections.tasks(connection, book, on),
            *_duties(connection, book, on),
            *_cases(connection, book, on),
            *_unhelped(connection, book, on),
            *_entries(connection, book),
            *_doubts(connection, book),
            *_refused(connection, book),
            *_papers(connection, book, on),
            *_helps(connection, book, on),
            *_projects(connection, book, on),
        ]
        figures = _figures(connection, book, on)
    last = books.last_backup(book)
    backup = (
        f"备份正常：{_when(last[0].astimezone().date(), on)} {last[0].astimezone():%H:%M}" if last else "还没有备份"
    )
    order = (LATE, TODAY, WEEK, MONTH)
    tasks.sort(key=lambda t: (order.index(t.group), t.due or dt.date.max, t.title))
    return Today(on, tuple(tasks), figures, backup, last is not None)


def badges(book: Book, on: dt.date) -> dict[str, tuple[int, str]]:
    """Page id -> (number, tone) for the navigation: late, or to look at; pages without any are left out."""
    found = today(book, on)
    late = [t for t in found.tasks if t.group == LATE]
    by_page = Counter(t.page for t in late)
    badges = {page: (count, "late") for page, count in by_page.items()}
    pressing = sum(t.group in (LATE, TODAY) for t in found.tasks)
    if pressing:
        badges["today"] = (pressing, "late" if late else "due")
    return badges


def _cases(connection: Connection, book: Book, on: dt.date) -> Iterator[Task]:
    """The next step of each case under way, by the day it is due; papers that steps done still lack."""
    for one in under_way(connection, book.village_id, on):
        far, line = one.progress, line_of(one)
        if far is None:
            continue
        key = f"{CASE_KEY}{line.key}"
        lead = f"{line.kind} {line.code}　线索 {line.lead_on or ''} {line.lead_source}".rstrip()
        held = f"　{far.blocks[0].text}" if far.blocks else ""
        group, when = due_words(line.due, on)
        yield Task(
            group, "radar", f"{line.step}：{line.head}", lead + held, line.due, when, "去办", "households", key
        )  # fmt: skip
        if line.missing:
            wanted = f"{line.kind} {line.code}　差：{'、'.join(line.missing)}"
            count = f"差 {len(line.missing)} 份"
            yield Task(MONTH, "circle-dashed", f"补材料：{line.head}", wanted, None, count, "去补", "households", key)


def _unhelped(connection: Connection, book: Book, on: dt.date) -> Iterator[Task]:
    """Households identified by a case that have no measure yet."""
    for one in unhelped(connection, book.village_id, on):
        group, when = due_words(one.due, on)
        detail = f"{one.from_on} 识别为{one.kind}，还没有登记措施"
        key = f"{CASE_KEY}{one.case}"
        yield Task(
            group, "heart-handshake", f"落实帮扶措施：{one.head}", detail, one.due, when, "去看", "households", key
        )  # fmt: skip


def _papers(connection: Connection, book: Book, on: dt.date) -> Iterator[Task]:
    """Papers that are due and not in the binders of this year's and last year's projects, all in one line."""
    project = Project.__table__.c
    recent = or_(project.year.is_(None), project.year >= on.year - 1)
    query = select(project.id).where(
        project.village_id == book.village_id, project.archived_on.is_(None), recent, project.granted_on <= on)
    keys = list(connection.execute(query).scalars())
    lacking = [line for line in completeness.lines(connection, book.village_id, on, keys=keys) if line.missing]
    if lacking:
        count = sum(len(line.missing) for line in lacking)
        detail = "；".join(f"{line.name} {len(line.missing)} 件" for line in lacking[:_NAMED])
        title = f"补档案材料：{len(lacking)} 个项目缺 {count} 件"
        yield Task(MONTH, "archive", title, detail, None, f"缺 {count} 件", "去补", "projects", "", "dossiers")


#: Steps of a project that are pressed for: those after which money is taken back or an inspection asks.
PRESSED = ("started", "finished", "accepted", "claimed", "paid", "completion_notice")


def _projects(connection: Connection, book: Book, on: dt.date) -> Iterator[Task]:
    """Projects whose next step is late, and those whose next step is due soon, a line each for all of them."""
    lines = [
        line for line in project_list.lines_in(connection, book.village_id, on)
        if line.stage in PRESSED and line.due is not None and (line.year or on.year) >= on.year - 1
        and (line.due - on).days <= LATER_DAYS
    ]  # fmt: skip
    for late, words in ((True, "过了日子"), (False, "快到日子")):
        found = sorted((line for line in lines if line.late == late), key=lambda line: (line.due, line.code))
        if not found:
            continue
        group, when = due_words(found[0].due, on)
        detail = "；".join(f"{line.name} {line.next} {line.due:%m-%d}" for line in found[:_NAMED])
        title = f"催办项目：{len(found)} 个{words}"
        key = found[0].code if len(found) == 1 else ""
        yield Task(group, "construction", title, detail, found[0].due, when, "去看", "projects", key)


def _duties(connection: Connection, book: Book, on: dt.date) -> Iterator[Task]:
    """What must be made public now: what is due a line each, what was missed one line for all of a kind."""
    missed: dict[str, list[duties.Duty]] = {}
    for one in duties.pressing(connection, book, on):
        if one.state == duties.MISSED:
            missed.setdefault(one.kind, []).append(one)
            continue
        group, when = due_words(one.due_on, on)
        verb = "看草稿" if one.waiting else "去公开"
        yield Task(
            group, "calendar-check", f"公开：{one.words}{one.title}", f"{one.due_on} 前张贴；{duties.source_of(one)}",
            one.due_on, when, verb, "notices", one.waiting or one.key, "" if one.waiting else DUTIES,
        )  # fmt: skip
    for found in missed.values():
        first = found[0]
        group, when = due_words(first.due_on, on)
        detail = "、".join(one.words for one in found[:_NAMED])
        title = f"没有公开：{first.title}" + (f"，{len(found)} 次" if len(found) > 1 else "")
        yield Task(group, "calendar-check", title, detail, first.due_on, when, "去公开", "notices", first.key, DUTIES)


def _entries(connection: Connection, book: Book) -> Iterator[Task]:
    query = select(func.count(), func.sum(FundEntry.amount_fen)).where(
        FundEntry.village_id == book.village_id, FundEntry.posted_at.is_(None)
    )
    count, total = connection.execute(query).one()
    if count:
        yield Task(
            MONTH,
            "coins",
            f"入账：{count} 笔草稿",
            f"合计 {format_yuan(int(total or 0))} 元，入账前可以改",
            None,
            "待入账",
            "去入账",
            "funds",
            "",
        )


def _doubts(connection: Connection, book: Book) -> Iterator[Task]:
    """Lines of problem lists from above that wait for an answer."""
    count = doubts.count_waiting(connection, book.village_id)
    if count:
        title, detail = f"答复：{count} 条疑点待核实", "上面发来的疑点清单，逐条核实后交回去"
        yield Task(MONTH, "list-checks", title, detail, None, "待核实", "去核实", "checks", "doubts")


def _helps(connection: Connection, book: Book, on: dt.date) -> Iterator[Task]:
    """One task for help from outside that waits too long for an answer to the giver or its report."""
    found = [one for one in social_help_views.views(connection, book.village_id, on) if one.late]
    if found:
        waits = list(dict.fromkeys(word for one in found for word in one.late))
        names = "、".join(one.row["giver"] or one.code for one in found[:_NAMED])
        names += "等" if len(found) > _NAMED else ""
        title, many = f"社会帮扶 {len(found)} 件没有{'、'.join(waits)}", f"{len(found)} 件"
        yield Task(LATE, "heart-handshake", title, names, None, many, "去办", "projects", "", "social-help")


def _refused(connection: Connection, book: Book) -> Iterator[Task]:
    """Rows without a place: persons whose household the book does not know."""
    count = connection.execute(
        select(func.count(func.distinct(Membership.person_id))).where(
            Membership.village_id == book.village_id,
            Membership.household_id.is_(None),
            Membership.through_on.is_(None),
        )
    ).scalar_one()
    if count:
        yield Task(
            MONTH,
            "users",
            f"归户：{count} 人没有归到户",
            "导入的表里有人的户编号书里没有",
            None,
            "未归属",
            "去核查",
            "checks",
            "",
        )
    refused = connection.execute(
        select(func.count())
        .select_from(ImportRow)
        .where(ImportRow.village_id == book.village_id, ImportRow.outcome == "refused")
    ).scalar_one()
    if refused:
        yield Task(
            MONTH,
            "import",
            f"补收：{refused} 行没有收进来",
            "按没收的原因改好原表，再导入一次",
            None,
            "待补",
            "去看",
            "ledgers",
            "import-rows",
        )


def _figures(connection: Connection, book: Book, on: dt.date) -> Figures:
    village = book.village_id
    households = connection.execute(households_there(village, on)).scalar_one()
    people = connection.execute(people_there(village, on)).scalar_one()
    scope = Scope(village, on)
    stages = Counter(row["stage"] for row in read.rows(connection, LEDGERS["projects"], scope))
    totals = read.totals(connection, LEDGERS["fund-balances"], scope)
    states = Counter(
        publicity.state_on(dict(row), on)
        for row in connection.execute(
            select(Notice.state, Notice.through_on, Notice.open_ended).where(Notice.village_id == village)
        ).mappings()
    )
    planned = connection.execute(select(func.sum(Project.planned_fen)).where(Project.village_id == village)).scalar()
    money = {name: int(totals.get(f"{name}_fen") or 0) for name in ("received", "spent", "reimbursed", "balance")}
    return Figures(
        households,
        people,
        *_class_of(connection, book, on, POOR_STATUSES),
        *_class_of(connection, book, on, MONITORED_STATUSES),
        tuple(stages.items()),
        money | {"planned": int(planned or 0)},
        tuple((state, states[state]) for state in _FIGURED if states[state] or state not in _SELDOM),
    )


def _class_of(connection: Connection, book: Book, on: dt.date, kinds: tuple[str, ...]) -> tuple[int, int]:
    """Households and people of some statuses on a day."""
    households = connection.execute(households_there(book.village_id, on, kinds)).scalar_one()
    people = connection.execute(people_there(book.village_id, on, kinds)).scalar_one()
    return households, people


def _when(day: dt.date, on: dt.date) -> str:
    return {0: "今天", 1: "昨天"}.get((on - day).days, day.isoformat())
