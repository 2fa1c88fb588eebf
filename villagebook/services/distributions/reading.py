"""One sharing-out of collective income as it stands: plan, list, payment; its state is worked out from what is there.

    拟定 -> 已决议 (a meeting) -> 公示中 (its notice hangs or hung) -> 发放中 (something was paid) -> 已发放 (all was)

What is paid is what posted entries (分配) of the sharing-out say, 冲销 deducted. Left over is what came in less what
was given out.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.money import format_yuan
from villagebook.ledgers.figures import counted_as
from villagebook.ledgers.parts import table
from villagebook.models import (
    Asset,
    Distribution,
    DistributionLine,
    DistributionPart,
    FundEntry,
    Household,
    Meeting,
    Notice,
    Project,
    StatusPeriod,
)
from villagebook.models.codes import CODES, MONITORED_STATUSES
from villagebook.models.notice_states import DRAFT
from villagebook.services.fields import record_row
from villagebook.store import Book

DRAFTED, DECIDED, POSTED, PAYING, PAID = CODES["distribution_state"].values
#: Uses that stay with the collective or pay for running the assets: no household's money.
DEDUCTIONS = ("运维费用", "电站养老金", "土地租金", "保险", "税费", "村集体留存")
#: Statuses that come first, as the rules of second distribution ask for.
NOTICE_KIND = "income-distribution"
WEAK = (*MONITORED_STATUSES, "特困户", "低保户")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Part:
    """What is set aside for one use, what its list adds up to, and what was paid of it; money in 分."""

    key: uuid.UUID
    use: str
    planned_fen: int
    listed_fen: int
    lines: int
    paid_fen: int
    note: str

    @property
    def is_deduction(self) -> bool:
        """Whether no list is expected of it."""
        return self.use in DEDUCTIONS


@dataclass(frozen=True, slots=True)
class Line:
    """What one household gets; ``voucher`` of the entry that pays it, ``is_paid`` once that is posted."""

    key: uuid.UUID
    use: str
    household: uuid.UUID | None
    household_code: str
    name: str
    reason: str
    amount_fen: int
    voucher: str
    paid_on: dt.date | None
    is_paid: bool
    note: str


@dataclass(frozen=True, slots=True)
class Payment:
    """One entry of it."""

    key: uuid.UUID
    date: dt.date | None
    voucher: str
    amount_fen: int
    memo: str
    is_posted: bool
    reverses: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class DistributionView:
    """One sharing-out.

    Attributes:
        steps: (what, when or how, whether it is done) from plan to payment.
        hints: What does not hang together, in words; empty if all does.
        earned_fen: 收益 of the year (of its project or asset) as the book has it.
    """

    key: uuid.UUID
    code: str
    name: str
    year: int | None
    project: tuple[uuid.UUID, str, str] | None
    asset: tuple[uuid.UUID, str] | None
    state: str
    income_fen: int
    earned_fen: int
    values: Mapping[str, Any]
    parts: tuple[Part, ...]
    lines: tuple[Line, ...]
    payments: tuple[Payment, ...]
    meeting: tuple[uuid.UUID, str] | None
    notice: tuple[uuid.UUID, str, str] | None
    steps: tuple[tuple[str, str, bool], ...]
    hints: tuple[str, ...]

    @property
    def planned_fen(self) -> int:
        """What all parts add up to."""
        return sum(part.planned_fen for part in self.parts)

    @property
    def listed_fen(self) -> int:
        """What all lines add up to."""
        return sum(line.amount_fen for line in self.lines)

    @property
    def paid_fen(self) -> int:
        """What posted entries paid."""
        return sum(payment.amount_fen for payment in self.payments if payment.is_posted)

    @property
    def left_fen(self) -> int:
        """What came in and was not given out."""
        return self.income_fen - self.paid_fen


def key_of(book: Book, code: str) -> uuid.UUID | None:
    """The sharing-out with a code."""
    with book.read() as connection:
        query = select(Distribution.id).where(Distribution.village_id == book.village_id, Distribution.code == code)
        return connection.execute(query).scalars().first()


def view(book: Book, key: uuid.UUID, on: dt.date) -> DistributionView:
    """One sharing-out as of a day.

    Raises:
        UserError: it is gone.
    """
    with book.read() as connection:
        return read(connection, key, on)


def every(book: Book, on: dt.date) -> tuple[DistributionView, ...]:
    """All of them, newest first."""
    with book.read() as connection:
        query = select(Distribution.id).where(Distribution.village_id == book.village_id)
        order = (Distribution.year.desc(), Distribution.code.desc(), Distribution.id.desc())
        return tuple(read(connection, key, on) for key in connection.execute(query.order_by(*order)).scalars().all())


@dataclass(frozen=True, slots=True)
class LinkChoices:
    """What a sharing-out can be linked with and made of: (key, words) of meetings, numbers of its notices, projects."""

    meetings: tuple[tuple[uuid.UUID, str], ...]
    notices: tuple[tuple[str, str], ...]
    projects: tuple[tuple[uuid.UUID, str, str], ...]
    groups: tuple[str, ...]


def link_choices(book: Book) -> LinkChoices:
    """Meetings newest first, notices of sharing income out, projects with 收益, groups."""
    mine = book.village_id
    with book.read() as connection:
        meetings = connection.execute(
            select(Meeting.id, Meeting.held_on, Meeting.kind, Meeting.subject).where(Meeting.village_id == mine)
            .order_by(Meeting.held_on.desc())).all()  # fmt: skip
        notices = connection.execute(
            select(Notice.number, Notice.state).where(Notice.village_id == mine, Notice.kind == NOTICE_KIND)
            .order_by(Notice.number.desc())).all()  # fmt: skip
        earning = select(FundEntry.project_id).where(FundEntry.village_id == mine, FundEntry.kind == "收益")
        projects = connection.execute(
            select(Project.id, Project.code, Project.name).where(Project.id.in_(earning)).order_by(Project.code)).all()
        homes = select(Household.group_name).where(Household.village_id == mine, Household.group_name.is_not(None))
        groups = connection.execute(homes.distinct().order_by(Household.group_name)).scalars().all()
    return LinkChoices(
        tuple((row.id, f"{row.held_on or ''} {row.kind} {row.subject or ''}".strip()) for row in meetings),
        tuple((row.number, row.state) for row in notices),
        tuple((row.id, row.code or "", row.name or "") for row in projects),
        tuple(group for group in groups if group),
    )


def read(connection: Connection, key: uuid.UUID, on: dt.date) -> DistributionView:
    """One sharing-out, read in a connection."""
    row = record_row(connection, "distribution", key)
    payments = _payments(connection, key)
    gone = {payment.reverses for payment in payments if payment.reverses and payment.is_posted}
    lines = _lines(connection, key, {payment.key: payment for payment in payments if payment.key not in gone})
    parts = _parts(connection, key, lines, payments)
    meeting, notice = _meeting(connection, row["meeting_id"]), _notice(connection, row["notice_id"])
    project = _named(connection, Project, row["project_id"])
    asset = _named(connection, Asset, row["asset_id"])
    state = state_of(parts, payments, meeting is not None, notice is not None and notice[2] != DRAFT)
    earned = earned_in(connection, row["village_id"], row["year"], row["project_id"], row["asset_id"])
    found = DistributionView(
        key, row["code"] or "", row["name"] or "", row["year"],
        (project.id, project.code or "", project.name or "") if project is not None else None,
        (asset.id, asset.name or "") if asset is not None else None,
        state, row["income_fen"] or 0, earned, row, parts, lines, payments,
        (meeting.id, meeting.words) if meeting is not None else None, notice, (), (),
    )  # fmt: skip
    hints = tuple(_hints(connection, found, on))
    return replace(found, steps=tuple(_steps(found)), hints=hints)


def state_of(parts: Sequence[Part], payments: Sequence[Payment], decided: bool, posted: bool) -> str:
    """How far it is."""
    paid = sum(payment.amount_fen for payment in payments if payment.is_posted)
    due = sum(part.planned_fen for part in parts if part.use != "村集体留存")
    if paid and due and paid >= due:
        return PAID
    if paid:
        return PAYING
    return POSTED if posted else DECIDED if decided else DRAFTED


def earned_in(
    connection: Connection, village: uuid.UUID, year: int | None, project: uuid.UUID | None,
    asset: uuid.UUID | None = None,
) -> int:
    """收益 of a year in the book, of one project or asset if that is given, in 分."""
    entry, origin = table(FundEntry), table(FundEntry, "origin")
    query = (
        select(entry.c.amount_fen)
        .select_from(entry.outerjoin(origin, origin.c.id == entry.c.reverses_id))
        .where(entry.c.village_id == village, counted_as(entry, origin) == "收益")
    )
    for column, value in ((entry.c.year, year), (entry.c.project_id, project), (entry.c.asset_id, asset)):
        if value is not None:
            query = query.where(column == value)
    return sum(amount or 0 for amount in connection.execute(query).scalars())


def _named(connection: Connection, record: Any, key: uuid.UUID | None) -> Any:
    if key is None:
        return None
    columns = [record.id, record.name] + ([record.code] if hasattr(record, "code") else [])
    return connection.execute(select(*columns).where(record.id == key)).first()


@dataclass(frozen=True, slots=True)
class _Meeting:
    id: uuid.UUID
    words: str
    held_on: dt.date | None


def _meeting(connection: Connection, key: uuid.UUID | None) -> _Meeting | None:
    row = connection.execute(select(Meeting.kind, Meeting.held_on).where(Meeting.id == key)).first() if key else None
    if key is None or row is None:
        return None
    return _Meeting(key, f"{row.held_on.isoformat() if row.held_on else ''} {row.kind}".strip(), row.held_on)


def _notice(connection: Connection, key: uuid.UUID | None) -> tuple[uuid.UUID, str, str] | None:
    row = connection.execute(select(Notice.number, Notice.state).where(Notice.id == key)).first() if key else None
    return (key, row.number, row.state) if key is not None and row is not None else None


def _payments(connection: Connection, key: uuid.UUID) -> tuple[Payment, ...]:
    """Its entries, and the reversals of its entries."""
    entry, origin = table(FundEntry), table(FundEntry, "origin")
    query = (
        select(entry.c.id, entry.c.date, entry.c.voucher, entry.c.amount_fen, entry.c.memo, entry.c.posted_at,
               entry.c.reverses_id)
        .select_from(entry.outerjoin(origin, origin.c.id == entry.c.reverses_id))
        .where((entry.c.distribution_id == key) | (origin.c.distribution_id == key))
        .order_by(entry.c.date, entry.c.voucher, entry.c.id)
    )  # fmt: skip
    return tuple(
        Payment(row.id, row.date, row.voucher or "", row.amount_fen or 0, row.memo or "", row.posted_at is not None,
                row.reverses_id)
        for row in connection.execute(query)
    )  # fmt: skip


def _lines(connection: Connection, key: uuid.UUID, paid: Mapping[uuid.UUID, Payment]) -> tuple[Line, ...]:
    line = table(DistributionLine)
    query = select(line).where(line.c.distribution_id == key).order_by(line.c.use, line.c.household_code, line.c.id)
    found = []
    for row in connection.execute(query).mappings():
        payment = paid.get(row["entry_id"]) if row["entry_id"] else None
        found.append(Line(
            row["id"], row["use"] or "", row["household_id"], row["household_code"] or "", row["name"] or "",
            row["reason"] or "", row["amount_fen"] or 0, payment.voucher if payment else "", row["paid_on"],
            payment is not None and payment.is_posted, row["note"] or ""))  # fmt: skip
    return tuple(found)


def _parts(
    connection: Connection, key: uuid.UUID, lines: Iterable[Line], payments: Iterable[Payment]
) -> tuple[Part, ...]:
    listed_lines = list(lines)
    listed: dict[str, list[Line]] = defaultdict(list)
    for line in listed_lines:
        listed[line.use].append(line)
    part = table(DistributionPart)
    query = select(part).where(part.c.distribution_id == key).order_by(part.c.position, part.c.id)
    rows = list(connection.execute(query).mappings())
    paid: dict[str, int] = defaultdict(int)
    of_lines = {line.voucher for line in listed_lines}
    for line in listed_lines:
        paid[line.use] += line.amount_fen if line.is_paid else 0
    for payment in payments:
        # What no line names is told apart by its memo.
        use = next((row["use"] for row in rows if row["use"] in payment.memo), "")
        if payment.is_posted and payment.voucher not in of_lines:
            paid[use] += payment.amount_fen
    return tuple(
        Part(row["id"], row["use"], row["planned_fen"], sum(line.amount_fen for line in listed[row["use"]]),
             len(listed[row["use"]]), paid[row["use"]], row["note"] or "")
        for row in rows
    )  # fmt: skip


def _steps(found: DistributionView) -> Iterable[tuple[str, str, bool]]:
    planned = found.values["planned_on"]
    yield "方案", planned.isoformat() if planned else "", bool(found.parts)
    yield "决议", found.meeting[1] if found.meeting else "", found.meeting is not None
    yield "公示", f"{found.notice[1]} {found.notice[2]}" if found.notice else "", bool(
        found.notice and found.notice[2] != DRAFT)  # fmt: skip
    yield "名单", f"{len(found.lines)} 人（户）" if found.lines else "", bool(found.lines)
    yield "发放", f"{format_yuan(found.paid_fen)} 元" if found.paid_fen else "", found.state == PAID


def _hints(connection: Connection, found: DistributionView, on: dt.date) -> Iterable[str]:
    if found.parts and found.planned_fen != found.income_fen:
        apart = format_yuan(abs(found.income_fen - found.planned_fen))
        yield f"分配项目合计比收益总额{'少' if found.planned_fen < found.income_fen else '多'} {apart} 元"
    for part in found.parts:
        if part.lines and part.listed_fen != part.planned_fen:
            yield f"{part.use}的名单合计 {format_yuan(part.listed_fen)} 元，方案是 {format_yuan(part.planned_fen)} 元"
    unknown = sorted({line.use for line in found.lines} - {part.use for part in found.parts})
    if found.parts and unknown:
        yield f"名单里有方案没有的用途：{'、'.join(use or '（没有写）' for use in unknown)}"
    if found.income_fen > found.earned_fen and found.year is not None:
        yield f"收益总额比账上 {found.year} 年的收益多 {format_yuan(found.income_fen - found.earned_fen)} 元"
    if any(line.household for line in found.lines) and (missing := _weak_left_out(connection, found, on)):
        yield f"还有 {missing} 户监测对象、特困户或低保户不在名单里（优先照顾弱劳力、无劳力户）"


def _weak_left_out(connection: Connection, found: DistributionView, on: dt.date) -> int:
    status, home = table(StatusPeriod), table(Household)
    query = (
        select(status.c.household_id).distinct()
        .select_from(status.join(home, home.c.id == status.c.household_id))
        .where(home.c.village_id == found.values["village_id"], home.c.ended_on.is_(None), status.c.kind.in_(WEAK),
               status.c.from_on.is_(None) | (status.c.from_on <= on),
               status.c.through_on.is_(None) | (status.c.through_on >= on))
    )  # fmt: skip
    listed = {line.household for line in found.lines}
    return len({key for key in connection.execute(query).scalars() if key not in listed})
