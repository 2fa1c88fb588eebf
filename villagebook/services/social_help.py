"""Help from outside the village, one matter one record (一事一记录): given, used, answered, reported to the township.

Source: register of social help (one matter one record, summed up periodically for the township). What the money did is
said by the fund entries that name the matter; without any, by what was typed. Views and sums are in
social_help_views.py.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select

from villagebook.base.errors import UserError
from villagebook.models import FundEntry, Household, MeetingDecision, Project, SocialHelp
from villagebook.services import money, typed
from villagebook.services.fields import record_row
from villagebook.services.numbering import code_after, codes_of
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

#: What a person types of a matter, in the order of a form.
FIELDS = (
    "code", "date", "kind", "giver", "content", "amount_fen", "goods", "goods_fen", "target", "household_code",
    "project_code", "used", "used_fen", "feedback", "feedback_on", "receipt", "handler", "note",
)  # fmt: skip
GIFT, USING = "捐助资金", "帮扶资金使用"


@verb("donation.record", "记社会帮扶", Undo.INVERSE)
def record(book: Book, texts: Mapping[str, str], *, actor: str, today: dt.date) -> tuple[Changed, uuid.UUID]:
    """Record one matter; return what changed and its key.

    Args:
        texts: By field name (FIELDS); an empty ``code`` takes the next of the year.

    Raises:
        UserError: no day, kind, giver or content; a day to come; an amount below zero; a project or household that
            nobody knows; more used than given; a number in use. Nothing is written.
    """
    with book.work(declaration(record).id, actor, "记社会帮扶", Undo.INVERSE) as work:
        new = typed.values(work, SocialHelp, texts, FIELDS)
        for name, label in (("date", "日期"), ("kind", "类别"), ("giver", "帮扶单位（人）")):
            if not new.get(name):
                raise UserError("donation.missing", f"没有写{label}", f"请写{label}；一事一记录")
        if not (new.get("content") or new.get("amount_fen") or new.get("goods")):
            raise UserError("donation.nothing", "没有写帮扶了什么", "请写内容、资金或物资")
        new["code"] = _code(work, new.get("code") or "", new["date"].year)
        new |= _follow(work, new)
        _refuse(new, today)
        key = work.new_id()
        work.write_rows(SocialHelp, inserts=[{"id": key, "village_id": book.village_id, **new}])
        work.heading = f"记社会帮扶 {new['code']} {new['giver']}"
        return Changed.of(work.commit()), key


@verb("donation.correct", "改社会帮扶", Undo.INVERSE)
def correct(book: Book, key: uuid.UUID, texts: Mapping[str, str], *, actor: str, today: dt.date) -> Changed:
    """Set fields of a matter to what was typed: its use, the answer to the giver …; empty text clears one.

    Raises:
        UserError: as ``record``, or the matter is gone.
    """
    with book.work(declaration(correct).id, actor, "改社会帮扶", Undo.INVERSE) as work:
        row = record_row(work.connection, "social_help", key)
        new = typed.values(work, SocialHelp, texts, FIELDS)
        if new.get("code") and new["code"] != row["code"]:
            new["code"] = _code(work, new["code"], 0)
        new |= _follow(work, new)
        _refuse({**row, **new}, today)
        work.write_rows(SocialHelp, updates=[(key, new)])
        work.heading = f"改社会帮扶 {_called({**row, **new})}"
        return Changed.of(work.commit())


@verb("donation.link", "关联捐助资金", Undo.INVERSE)
def link(book: Book, key: uuid.UUID, entries: Sequence[uuid.UUID], *, on: bool = True, actor: str) -> Changed:
    """Let draft fund entries name this matter (``on``), or no matter.

    Raises:
        UserError: an entry is posted: it is not changed any more; or it is gone.
    """
    with book.work(declaration(link).id, actor, "关联捐助资金", Undo.INVERSE) as work:
        row = record_row(work.connection, "social_help", key)
        vouchers = []
        for entry in entries:
            found = record_row(work.connection, "fund_entry", entry)
            if found["posted_at"] is not None:
                said = f"{found['voucher']}已经入账，不能改"
                raise UserError("donation.posted", said, "请冲销后重新记一笔，或在使用情况里写明凭证号")
            work.write_rows(FundEntry, updates=[(entry, {"social_help_id": key if on else None})])
            vouchers.append(found["voucher"] or "草稿")
        work.heading = f"{'关联' if on else '取消关联'}捐助资金 {_called(row)}：{'、'.join(vouchers)}"
        return Changed.of(work.commit())


@verb("donation.report", "上报社会帮扶", Undo.INVERSE)
def report(
    book: Book, from_on: dt.date, through: dt.date, on: dt.date, *, again: bool = False, actor: str, today: dt.date
) -> tuple[Changed, tuple[uuid.UUID, ...]]:
    """Mark the matters of a period as reported to the township on a day; return what changed and which were reported.

    Args:
        from_on, through: Days of the matters, both inclusive. on: The day of the report.
        again: Also those reported before: they then carry the new day.

    Raises:
        UserError: nothing in the period is left to report, or a day is to come or turned.
    """
    if through < from_on:
        raise UserError("donation.period", f"期间结束 {through} 早于开始 {from_on}", "请核对两个日期")
    if on > today:
        raise UserError("donation.future", f"上报日期 {on} 还没有到", "请核对日期")
    with book.work(declaration(report).id, actor, "上报社会帮扶", Undo.INVERSE) as work:
        rows = SocialHelp.__table__
        query = select(rows.c.id, rows.c.reported_on).where(
            rows.c.village_id == book.village_id, rows.c.date >= from_on, rows.c.date <= through)  # fmt: skip
        found = work.connection.execute(query).all()
        wanted = tuple(row.id for row in found if again or row.reported_on is None)
        if not wanted:
            period = f"{from_on} 至 {through}"
            said = f"{period} 的 {len(found)} 件都已上报" if found else f"{period} 没有社会帮扶"
            raise UserError("donation.reported", said, "要再报一次，请说明重报")
        work.write_rows(SocialHelp, updates=[(one, {"reported_on": on}) for one in wanted])
        work.heading = f"上报社会帮扶 {from_on} 至 {through}：{len(wanted)} 件"
        return Changed.of(work.commit()), wanted


@verb("donation.remove", "删社会帮扶", Undo.INVERSE)
def remove(book: Book, key: uuid.UUID, *, actor: str) -> Changed:
    """Take a matter out, written down by mistake.

    Raises:
        UserError: it was reported, or fund entries or meetings name it; or it is gone.
    """
    with book.work(declaration(remove).id, actor, "删社会帮扶", Undo.INVERSE) as work:
        row = record_row(work.connection, "social_help", key)
        if row["reported_on"] is not None:
            said = f"{_called(row)}已在 {row['reported_on']} 上报，不能删"
            raise UserError("donation.was_reported", said, "写错了请改，并同乡镇说明")
        entries = work.connection.execute(select(FundEntry.voucher).where(FundEntry.social_help_id == key)).scalars()
        vouchers = [voucher or "草稿" for voucher in entries]
        if vouchers:
            raise UserError("donation.money", f"{_called(row)}有资金 {'、'.join(vouchers)}，不能删", "先取消关联")
        decisions = select(MeetingDecision.id).where(
            MeetingDecision.record == "social_help", MeetingDecision.record_id == key)  # fmt: skip
        work.write_rows(MeetingDecision, deletes=list(work.connection.execute(decisions).scalars()))
        work.write_rows(SocialHelp, deletes=[key])
        work.heading = f"删社会帮扶 {_called(row)}"
        return Changed.of(work.commit())


def enter_money(
    book: Book, key: uuid.UUID, kind: str, *, on: dt.date, amount_fen: int, payee: str = "", memo: str = "", actor: str
) -> tuple[Changed, uuid.UUID]:
    """Write a draft fund entry of this matter: 到账 of what was given, 支出 of what was used.

    Raises:
        UserError: another kind, an amount not above zero, or the month is closed.
    """
    if kind not in ("到账", "支出"):
        raise UserError("donation.kind", f"捐助资金不能记“{kind}”", "可以是：到账、支出")
    if amount_fen <= 0:
        raise UserError("donation.amount", "金额要大于 0", "请核对金额")
    with book.read() as connection:
        row = record_row(connection, "social_help", key)
    values = {
        "date": on, "kind": kind, "source": "社会捐赠", "amount_fen": amount_fen, "project_code": row["project_code"],
        "memo": memo.strip() or f"{row['giver']}捐助{'' if kind == '到账' else '使用'}", "payee": payee.strip() or None,
        "handler": row["handler"], "social_help_id": key,
    }  # fmt: skip
    return money.write_entry(book, values, actor=actor)


def key_of(book: Book, code: str) -> uuid.UUID:
    """Return the key of the matter with this number.

    Raises:
        UserError: there is none.
    """
    with book.read() as connection:
        query = select(SocialHelp.id).where(SocialHelp.village_id == book.village_id, SocialHelp.code == code.strip())
        found = connection.execute(query).scalars().first()
    if found is None:
        raise UserError("donation.unknown", f"没有社会帮扶“{code}”", "请核对记录编号")
    return found


def _code(work: Work, code: str, year: int) -> str:
    used = codes_of(work, SocialHelp)
    if code:
        if code in used:
            raise UserError("donation.code_used", f"记录编号“{code}”已经用了", "请换一个编号")
        return code
    return code_after(used, f"{year}-")


def _follow(work: Work, new: Mapping[str, Any]) -> dict[str, Any]:
    """Return the keys of the project and household named by their codes."""
    found: dict[str, Any] = {}
    for name, key, record, label in (("project_code", "project_id", Project, "项目编号"),
                                     ("household_code", "household_id", Household, "户编号")):  # fmt: skip
        if name not in new:
            continue
        found[key] = None
        if new[name]:
            columns = record.__table__.c
            query = select(columns.id).where(columns.village_id == work.village_id, columns.code == new[name])
            found[key] = work.connection.execute(query).scalars().first()
            if found[key] is None:
                raise UserError("donation.unknown_code", f"没有{label}“{new[name]}”", "请核对编号")
    return found


def _refuse(row: Mapping[str, Any], today: dt.date) -> None:
    for name, label in (("amount_fen", "帮扶资金"), ("goods_fen", "物资折价"), ("used_fen", "已使用金额")):
        if (row.get(name) or 0) < 0:
            raise UserError("donation.negative", f"{label}不能小于 0", "请核对金额")
    for name, label in (("date", "日期"), ("feedback_on", "反馈日期")):
        if row.get(name) is not None and row[name] > today:
            raise UserError("donation.future", f"{label} {row[name]} 还没有到", "请核对日期")
    if row.get("feedback_on") and row.get("date") and row["feedback_on"] < row["date"]:
        said = f"反馈日期 {row['feedback_on']} 早于帮扶日期 {row['date']}"
        raise UserError("donation.feedback_first", said, "请核对日期")
    given, used = row.get("amount_fen"), row.get("used_fen")
    if row.get("kind") != USING and given is not None and used is not None and used > given:
        raise UserError("donation.overused", "已使用金额多于帮扶资金", "请核对金额；另一笔捐助请另记一事")


def _called(row: Mapping[str, Any]) -> str:
    return " ".join(str(part) for part in (row["code"], row["giver"]) if part)
