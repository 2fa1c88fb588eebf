"""Sharing out collective income: a plan whose parts add up, who decided it, its notice, and the entries that pay it.

A payment is a draft entry (分配) of the voucher sequence: it is posted, reversed and closed like any other.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from villagebook.base.errors import UserError
from villagebook.base.money import format_yuan
from villagebook.ledgers.standing_notices import stands
from villagebook.models import Distribution, DistributionLine, DistributionPart, FundEntry, Meeting, Notice, Project
from villagebook.models.codes import CODES
from villagebook.services.closed import Closed
from villagebook.services.distributions.reading import DistributionView, Line, earned_in, read
from villagebook.services.fields import record_row
from villagebook.services.numbering import code_after, codes_of
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.services.vouchers import VoucherYear
from villagebook.store import Book, Undo, Work

USES = CODES["distribution_use"].values
_CARDS = "一卡通代发"


@dataclass(frozen=True, slots=True)
class PartTyped:
    """One part of a plan as typed; ``use`` of the code list, money in 分."""

    use: str
    planned_fen: int
    note: str = ""


@verb("distribution.add", "新增收益分配", Undo.INVERSE)
def add(
    book: Book, *, name: str = "", year: int, income_fen: int | None = None, project: uuid.UUID | None = None,
    asset: uuid.UUID | None = None, planned_on: dt.date | None = None, actor: str,
) -> tuple[Changed, uuid.UUID]:
    """Begin a sharing-out; returns its key, too.

    Args:
        income_fen: None takes the 收益 that the book has of the year (of the project or asset).
        name: Empty is made from year and project.
    """
    with book.work(declaration(add).id, actor, "新增收益分配", Undo.INVERSE) as work:
        if income_fen is None:
            income_fen = earned_in(work.connection, book.village_id, year, project, asset)
        if income_fen < 0:
            raise UserError("distribution.negative", "收益总额不能是负数", "请核对收益的分录")
        if not name:
            named = work.connection.execute(select(Project.name).where(Project.id == project)).scalar()
            name = f"{year}年{named or '村集体'}收益分配方案"
        key = work.new_id()
        code = code_after(codes_of(work, Distribution), f"FP{year}-")
        work.write_rows(Distribution, inserts=[{
            "id": key, "village_id": book.village_id, "code": code, "name": name.strip(), "year": year,
            "project_id": project, "asset_id": asset, "income_fen": income_fen, "planned_on": planned_on,
        }])  # fmt: skip
        work.heading = f"新增收益分配 {name.strip()}"
        return Changed.of(work.commit()), key


@verb("distribution.plan", "写分配方案", Undo.INVERSE)
def plan(book: Book, key: uuid.UUID, parts: Sequence[PartTyped], *, actor: str) -> Changed:
    """Write all parts of the plan anew, in this order. They may add up to less than the income, never to more.

    Raises:
        UserError: a use is none, comes twice, has no amount, or the parts add up to more than the income.
    """
    uses = [part.use for part in parts]
    for part in parts:
        if part.use not in USES:
            raise UserError("distribution.use", f"没有“{part.use}”这个用途", f"可以是：{'、'.join(USES)}")
        if part.planned_fen <= 0:
            raise UserError("distribution.no_amount", f"{part.use}没有金额", "请填大于 0 的金额，或删去这一项")
        if uses.count(part.use) > 1:
            raise UserError("distribution.use_twice", f"{part.use}写了两次", "请合并成一项")
    with book.work(declaration(plan).id, actor, "写分配方案", Undo.INVERSE) as work:
        row = record_row(work.connection, "distribution", key)
        over = sum(part.planned_fen for part in parts) - (row["income_fen"] or 0)
        if over > 0:
            said = f"各项合计比收益总额多 {format_yuan(over)} 元"
            raise UserError("distribution.over_income", said, "请减去多出的部分")
        query = select(DistributionPart.__table__).where(DistributionPart.distribution_id == key)
        before = {one["use"]: one for one in work.connection.execute(query).mappings()}
        inserts, updates = [], []
        for position, part in enumerate(parts, start=1):
            new = {"planned_fen": part.planned_fen, "note": part.note or None, "position": position}
            if part.use in before:
                updates.append((before[part.use]["id"], new))
            else:
                inserts.append({"id": work.new_id(), "village_id": book.village_id, "distribution_id": key,
                                "use": part.use, **new})  # fmt: skip
        gone = [one["id"] for use, one in before.items() if use not in uses]
        work.write_rows(DistributionPart, inserts=inserts, updates=updates, deletes=gone)
        work.heading = f"写分配方案 {row['name'] or row['code']}（{len(parts)} 项）"
        return Changed.of(work.commit())


@verb("distribution.link", "登记分配的决议和公示", Undo.INVERSE)
def link(
    book: Book, key: uuid.UUID, *, meeting: uuid.UUID | None = None, notice: str | None = None, actor: str
) -> Changed:
    """Say which meeting decided it, and which notice (by number) told it; what is None stays as it is.

    Raises:
        UserError: no such meeting or notice, or nothing is said.
    """
    with book.work(declaration(link).id, actor, "登记分配的决议和公示", Undo.INVERSE) as work:
        row = record_row(work.connection, "distribution", key)
        new: dict[str, Any] = {}
        if meeting is not None:
            found = work.connection.execute(select(Meeting.id).where(Meeting.id == meeting)).scalars().first()
            if found is None:
                raise UserError("distribution.no_meeting", "没有这次会议", "请先登记会议")
            new["meeting_id"] = found
        if notice is not None:
            query = select(Notice.id).where(Notice.village_id == book.village_id, Notice.number == notice)
            new["notice_id"] = work.connection.execute(query).scalars().first()
            if new["notice_id"] is None:
                raise UserError("distribution.no_notice", f"没有公示“{notice}”", "请先拟收益分配公示")
        if not new:
            raise UserError("distribution.nothing_said", "没有说是哪次会议或哪份公示", "请选会议或公示")
        work.write_rows(Distribution, updates=[(key, new)])
        words = [word for name, word in (("meeting_id", "决议"), ("notice_id", "公示")) if name in new]
        work.heading = f"登记分配的{'和'.join(words)} {row['name'] or row['code']}"
        return Changed.of(work.commit())


@verb("distribution.pay", "发放收益分配", Undo.INVERSE)
def pay(
    book: Book, key: uuid.UUID, use: str, on: dt.date, *, per_household: bool = False, payee: str = "",
    why: str = "", actor: str,
) -> tuple[Changed, tuple[uuid.UUID, ...]]:
    """Write the draft entries (分配) that pay one use: one for its whole list, one per household, or one without list.

    Lines get the entry and the day. Before the decision, or before the notice has ended, a reason is asked for; it
    stays with the entries.

    Raises:
        UserError: nothing of the use is left to pay, it is too early and no reason is given, or the month is closed.
    """
    with book.work(declaration(pay).id, actor, "发放收益分配", Undo.INVERSE) as work:
        if said := Closed.read(work.connection, work.village_id).said(on):
            raise UserError("funds.closed", said, "请用结账以后的日期，或反结账后再记")
        found = read(work.connection, key, on)
        early = too_early(work, found, on)
        if early and not why.strip():
            raise UserError("distribution.too_early", early, "要发放请写明原因")
        due = [line for line in found.lines if line.use == use and not line.voucher]
        part = next((one for one in found.parts if one.use == use), None)
        waiting = sum(payment.amount_fen for payment in found.payments if not payment.is_posted and use in payment.memo)
        rest = part.planned_fen - part.paid_fen - waiting if part is not None and not part.lines else 0
        if not due and rest <= 0:
            hint = "名单都已发放，或还没有名单和方案"
            raise UserError("distribution.nothing_due", f"{use or '这一项'}没有要发放的", hint)
        groups: list[list[Line]] = [[line] for line in due] if per_household else [due]
        entries: list[dict[str, Any]] = []
        updates: list[tuple[uuid.UUID, dict[str, Any]]] = []
        number = VoucherYear(work.connection, work.village_id, on.year)
        for group in groups:
            amount = sum(line.amount_fen for line in group) if group else rest
            # The rows before are not in the book yet: the next number is counted on from them.
            voucher = _later(entries[-1]["voucher"]) if entries else number.next()
            entry = work.new_id()
            entries.append(_entry(book, found, entry, on, use, amount, group, payee, why.strip(), voucher, actor))
            updates += [(line.key, {"entry_id": entry, "paid_on": on}) for line in group]
        work.write_rows(FundEntry, inserts=entries)
        work.write_rows(DistributionLine, updates=updates)
        total = format_yuan(sum(entry["amount_fen"] for entry in entries))
        work.heading = f"发放 {found.name or found.code} {use}（{len(entries)} 笔草稿，{total} 元）"
        return Changed.of(work.commit()), tuple(entry["id"] for entry in entries)


def _later(voucher: str) -> str:
    head = voucher.rstrip("0123456789")
    digits = voucher[len(head):]
    return f"{head}{int(digits) + 1:0{len(digits)}d}"


def _entry(
    book: Book, found: DistributionView, key: uuid.UUID, on: dt.date, use: str, amount: int, group: Sequence[Line],
    payee: str, why: str, voucher: str, actor: str,
) -> dict[str, Any]:
    whom = f"（{len(group)}户）" if len(group) > 1 else ""
    project = found.project
    return {
        "id": key, "village_id": book.village_id, "date": on, "year": on.year, "voucher": voucher, "kind": "分配",
        "source": "村集体", "amount_fen": amount, "project_id": project[0] if project else None,
        "project_code": project[1] if project else None, "distribution_id": found.key,
        "asset_id": found.asset[0] if found.asset else None, "memo": f"{found.name} {use}{whom}".strip(),
        "payee": payee or (group[0].name if len(group) == 1 else _CARDS if group else None),
        "handler": actor, "reason": why or None,
    }  # fmt: skip


def too_early(work: Work, found: DistributionView, on: dt.date) -> str:
    """Why it is too early to pay on a day; empty if it is not."""
    if found.meeting is None:
        return f"{found.name or found.code}还没有会议决议"
    held = work.connection.execute(select(Meeting.held_on).where(Meeting.id == found.meeting[0])).scalar()
    if held is not None and on < held:
        return f"决议是 {held.isoformat()}，发放不能早于决议"
    if found.notice is None:
        return f"{found.name or found.code}还没有公示"
    columns = select(Notice.through_on, stands(Notice.__table__).label("stands")).where(Notice.id == found.notice[0])
    notice = work.connection.execute(columns).one()
    if not notice.stands:
        return f"公示{found.notice[1]}还没有张贴，或已撤回、已更正"
    if notice.through_on is not None and on <= notice.through_on:
        return f"公示{found.notice[1]}到 {notice.through_on.isoformat()} 期满"
    return ""


@verb("distribution.remove", "删收益分配", Undo.INVERSE)
def remove(book: Book, key: uuid.UUID, *, actor: str) -> Changed:
    """Take a sharing-out with its plan and list out of the book.

    Raises:
        UserError: entries of it are in the book.
    """
    with book.work(declaration(remove).id, actor, "删收益分配", Undo.INVERSE) as work:
        row = record_row(work.connection, "distribution", key)
        paid = work.connection.execute(select(FundEntry.voucher).where(FundEntry.distribution_id == key)).first()
        if paid is not None:
            raise UserError("distribution.paid", f"{paid.voucher}是它的发放，不能删", "草稿先删，已入账的先冲销")
        for record in (DistributionLine, DistributionPart):
            columns = record.__table__.c
            keys = list(work.connection.execute(select(columns.id).where(columns.distribution_id == key)).scalars())
            work.write_rows(record, deletes=keys)
        work.write_rows(Distribution, deletes=[key])
        work.heading = f"删收益分配 {row['name'] or row['code']}"
        return Changed.of(work.commit())
