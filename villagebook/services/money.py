"""Posting drafts, reversing what is posted, writing an entry.

A posted entry is never edited: what was wrong is reversed (冲销) and written again. Posting refuses what is not an
entry; what merely breaks an economic rule is a finding, and posting over it wants a reason that stays in the book.
What is posted, refused and asked about is judged in posting.py, numbers are found in vouchers.py.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from villagebook.base.errors import UserError
from villagebook.base.money import format_yuan
from villagebook.checks.money_rows import EntryRow
from villagebook.checks.posting import Questions
from villagebook.ledgers import Scope
from villagebook.ledgers.figures import REVERSAL
from villagebook.models import AttachmentLink, FundEntry, Project
from villagebook.services.closed import Closed
from villagebook.services.overrides import overrides
from villagebook.services.posting import Judged, Judging, Moved, Row, Wish, parts
from villagebook.services.released import release
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.services.vouchers import Number, VoucherYear
from villagebook.store import Book, Undo, Work

ENTRY = FundEntry.__table__
Why = str | Mapping[uuid.UUID, str]


@dataclass(frozen=True, slots=True)
class PostReport:
    """What posting did: entries posted, and those left as drafts with the reason why.

    Attributes:
        refused: (voucher, reason) of all that stayed drafts.
        warned: (voucher, finding) of those posted over a finding.
        wanting: (key, voucher, finding) of those refused only because no reason was given.
        following: Keys of those refused only because a number before theirs was not posted.
        misplaced: Keys of those that another number would help.
        moved: (old, new) numbers of drafts that were numbered anew.
    """

    changed: Changed
    posted: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    warned: tuple[tuple[str, str], ...] = ()
    wanting: tuple[tuple[uuid.UUID, str, str], ...] = ()
    following: tuple[uuid.UUID, ...] = ()
    misplaced: tuple[uuid.UUID, ...] = ()
    moved: tuple[tuple[str, str], ...] = ()

    @classmethod
    def of(cls, changed: Changed, judged: Judged) -> PostReport:
        """Tell what was judged and written."""
        vouchers = {row["id"]: row["voucher"] for row in judged.posted}
        return cls(
            changed,
            tuple(vouchers.values()),
            tuple(judged.refused.values()),
            tuple((vouchers[key], said) for key, said in judged.over.items()),
            tuple((key, judged.refused[key][0], said) for key, said in judged.wanting.items()),
            tuple(judged.following),
            tuple(key for key in judged.misplaced if key in judged.refused),
            tuple((one.old, one.new) for one in judged.moved),
        )


@verb("funds.post", "入账", Undo.COUNTER, counter="冲销（funds reverse）")
def post(
    book: Book,
    vouchers: Sequence[str] | None,
    *,
    actor: str,
    today: dt.date,
    why: Why = "",
    keys: Sequence[uuid.UUID] | None = None,
    number: bool = False,
    renumber: bool = False,
) -> PostReport:
    """Post drafts in one act; ``vouchers`` None posts all that can be posted.

    Args:
        why: The reason to post over a finding, for all or by key; without one such entries stay drafts.
        keys: Drafts by their keys, instead of vouchers.
        number: Give drafts without a voucher number the next of their year when they are posted.
        renumber: Give typed drafts whose number would leave a gap, or is taken, the next of their year instead.

    Raises:
        UserError: a voucher that was asked for does not exist or is posted already.
    """
    reasons = dict(why) if isinstance(why, Mapping) else {}
    for_all = why.strip() if isinstance(why, str) else ""
    wish = Wish(lambda key: reasons.get(key, "").strip() or for_all, number=number, renumber=renumber)
    with book.work(declaration(post).id, actor, "入账", Undo.COUNTER) as work:
        judging = Judging(work.connection, work.village_id, today, _chosen(work, vouchers, keys))
        judged = judging.judge(wish)
        work.heading = f"入账 {len(judged.posted)} 笔"
        _move(work, [one for one in judged.moved if one.id not in {row["id"] for row in judged.posted}])
        over = {key: {"reason": wish.why(key), "posted_over": said} for key, said in judged.over.items()}
        work.write_rows(
            FundEntry,
            updates=[
                (row["id"], {"posted_at": work.now, "voucher": row["voucher"], **over.get(row["id"], {})})
                for row in judged.posted
            ],
        )
        changed = Changed.of(work.commit())
    return PostReport.of(changed, judged)


def _move(work: Work, moved: Sequence[Moved]) -> None:
    """Write the new numbers of waiting drafts."""
    work.write_rows(FundEntry, updates=[(one.id, {"voucher": one.new}) for one in moved])


def _chosen(work: Work, vouchers: Sequence[str] | None, keys: Sequence[uuid.UUID] | None) -> list[Row]:
    drafts = select(ENTRY).where(ENTRY.c.village_id == work.village_id, ENTRY.c.posted_at.is_(None))
    column = ENTRY.c.voucher if keys is None else ENTRY.c.id
    wanted: Sequence[Any] | None = vouchers if keys is None else keys
    if wanted is None:
        return [dict(row) for row in work.connection.execute(drafts.order_by(ENTRY.c.id)).mappings()]
    found = [
        dict(row)
        for part in parts(list(dict.fromkeys(wanted)))
        for row in work.connection.execute(drafts.where(column.in_(part)).order_by(ENTRY.c.id)).mappings()
    ]
    if keys is None and vouchers is not None:
        _refuse_missing(work, sorted(set(vouchers) - {row["voucher"] for row in found}))
    return found


def _refuse_missing(work: Work, missing: Sequence[str]) -> None:
    if missing:
        one = missing[0]
        query = select(ENTRY.c.id).where(ENTRY.c.village_id == work.village_id, ENTRY.c.voucher == one)
        known = work.connection.execute(query).first() is not None
        raise UserError(
            "funds.no_draft",
            f"{one}已经入账" if known else f"没有凭证号{one}",
            "已入账的不用再入" if known else "请核对凭证号",
        )


@verb("funds.reverse", "冲销", Undo.COUNTER, counter="再冲销不行；请按原样重新记一笔")
def reverse(book: Book, voucher: str, on: dt.date, *, actor: str, why: str = "", year: int | None = None) -> Changed:
    """Write and post the reversal of a posted entry: the same amount, negative, naming its voucher.

    Args:
        why: The reason; it must be given where the reversal breaks an economic rule.
        year: The entry's year, needed where several years have the voucher.

    Raises:
        UserError: no such posted entry, several, it is itself a reversal, reversed already, the month of ``on`` is
            closed, or a reason is missing.
    """
    why = why.strip()
    with book.work(declaration(reverse).id, actor, f"冲销 {voucher}", Undo.COUNTER) as work:
        entry = _to_reverse(work, voucher, on, year)
        numbers = VoucherYear(work.connection, work.village_id, on.year)
        number = numbers.next(besides_drafts=True)
        row = _reversal(work, entry, number, on, why, actor)
        row["posted_over"] = _asked(work, entry, row, on)
        if row["posted_over"] and not why:
            said = f"冲销{voucher}以后：{row['posted_over']}"
            raise UserError("funds.reverse_wants_reason", said, "确要冲销，请写明原因（--why）")
        waiting, like = numbers.holders(number), Number.of(number)
        assert like is not None
        count, moved = like.number, []
        for holder in waiting:
            count = numbers.free_after(like, count)
            moved.append(Moved(holder["id"], number, like.at(count)))
        _move(work, moved)
        work.write_rows(FundEntry, inserts=[row])
        work.heading = f"冲销 {voucher}（{number}，{format_yuan(-entry['amount_fen'])} 元）"
        return Changed.of(work.commit())


def _to_reverse(work: Work, voucher: str, on: dt.date, year: int | None) -> Row:
    query = select(ENTRY).where(ENTRY.c.village_id == work.village_id, ENTRY.c.voucher == voucher)
    if year is not None:
        query = query.where(ENTRY.c.year == year)
    rows = [dict(row) for row in work.connection.execute(query.order_by(ENTRY.c.year)).mappings()]
    found = [row for row in rows if row["posted_at"] is not None]
    if not found:
        hint = "它还是草稿，直接改就可以" if rows else "请核对凭证号"
        raise UserError("funds.not_posted", f"没有已入账的{voucher}", hint)
    if len(found) > 1:
        years = "、".join(str(row["year"]) for row in found)
        raise UserError("funds.several_years", f"{years}年都有{voucher}", "请写明是哪一年的（--year）")
    entry = found[0]
    if entry["kind"] == REVERSAL:
        raise UserError("funds.reverses_reversal", f"{voucher}本身是冲销", "请按原样重新记一笔")
    reversed_by = select(ENTRY.c.id).where(ENTRY.c.reverses_id == entry["id"])
    if work.connection.execute(reversed_by).first() is not None:
        raise UserError("funds.reversed_already", f"{voucher}已经冲销过", "请看冲销它的那一笔")
    if on < entry["date"]:
        raise UserError("funds.reversed_before", f"冲销日期早于{voucher}的日期{entry['date']}", "请改日期")
    _refuse_closed(work, on)
    return entry


def _refuse_closed(work: Work, day: dt.date) -> None:
    if said := Closed.read(work.connection, work.village_id).said(day):
        raise UserError("funds.closed", said, "请用结账以后的日期，或反结账后再记")


def _reversal(work: Work, entry: Row, number: str, on: dt.date, why: str, actor: str) -> Row:
    same = (
        "project_code", "project_id", "source", "programme", "document", "payee", "contract_id", "payment_step",
        "asset_id", "distribution_id", "social_help_id",
    )  # fmt: skip
    return {
        "id": work.new_id(),
        "village_id": work.village_id,
        "date": on,
        "year": on.year,
        "voucher": number,
        **{name: entry[name] for name in same},
        "kind": REVERSAL,
        "memo": f"冲销{entry['voucher']}" + (f"：{why}" if why else ""),
        "amount_fen": -entry["amount_fen"],
        "reverses_text": entry["voucher"],
        "reverses_id": entry["id"],
        "reason": why or None,
        "papers": 0,
        "handler": actor,
        "posted_at": work.now,
    }


def _asked(work: Work, entry: Row, row: Row, on: dt.date) -> str | None:
    """Return what the reversal breaks, in words."""
    made = EntryRow(
        row["id"], on, on.year, row["voucher"], row["project_id"], row["project_code"], row["memo"], REVERSAL,
        row["source"], row["amount_fen"], row["reverses_id"], row["reverses_text"], row["programme"],
        row["document"], row["payee"], 0, row["contract_id"], row["payment_step"], None, True, None, None,
        entry["kind"],
    )  # fmt: skip
    questions = Questions(
        work.connection, Scope(work.village_id, on), overrides(work.connection, work.village_id), [row["id"]],
        {row["project_id"]}, shared_out=entry["kind"] in ("收益", "分配"), also=[made],
    )  # fmt: skip
    return "；".join(questions.asked({row["id"]}).get(row["id"], ())) or None


@verb("funds.write", "记一笔", Undo.INVERSE)
def write_entry(book: Book, values: Mapping[str, Any], *, actor: str) -> tuple[Changed, uuid.UUID]:
    """Write a draft entry; a missing voucher number becomes the next of its year. Returns its key, too.

    ``values`` are native values by column name of fund_entry.

    Raises:
        UserError: its month is closed.
    """
    with book.work(declaration(write_entry).id, actor, "记一笔", Undo.INVERSE) as work:
        new = {k: v for k, v in values.items() if v is not None}
        if new.get("date") is not None:
            _refuse_closed(work, new["date"])
            new["year"] = new["date"].year
            if "voucher" not in new:
                new["voucher"] = VoucherYear(work.connection, work.village_id, new["year"]).next()
        if code := new.get("project_code"):
            query = select(Project.id).where(Project.village_id == book.village_id, Project.code == code)
            new["project_id"] = work.connection.execute(query).scalars().first()
        key = work.new_id()
        work.write_rows(FundEntry, inserts=[{"id": key, "village_id": book.village_id, **new}])
        work.heading = f"记一笔 {new.get('voucher', '')} {new.get('memo', '')}".strip()
        return Changed.of(work.commit()), key


@verb("funds.discard", "删草稿", Undo.INVERSE)
def discard(book: Book, key: uuid.UUID, *, actor: str) -> Changed:
    """Delete a draft with its papers' places; its number is taken again. What is posted is reversed instead.

    Raises:
        UserError: it is posted, gone, or another entry names it as reversed.
    """
    with book.work(declaration(discard).id, actor, "删草稿", Undo.INVERSE) as work:
        query = select(ENTRY.c.voucher, ENTRY.c.memo, ENTRY.c.posted_at).where(ENTRY.c.id == key)
        entry = work.connection.execute(query).mappings().first()
        if entry is None:
            raise UserError("record.gone", "这一条已经不在书里了", "请刷新后再看")
        if entry["posted_at"] is not None:
            raise UserError("funds.posted", f"{entry['voucher']}已经入账，不能删", "写错了请冲销，再记一笔对的")
        if work.connection.execute(select(ENTRY.c.id).where(ENTRY.c.reverses_id == key)).first() is not None:
            raise UserError("funds.named", f"另一笔写明冲销{entry['voucher']}，先删那一笔", "")
        link = AttachmentLink.__table__.c
        links = select(link.id).where(link.record == "fund_entry", link.record_id == key)
        work.write_rows(AttachmentLink, deletes=list(work.connection.execute(links).scalars()))
        release(work, key)
        work.write_rows(FundEntry, deletes=[key])
        work.heading = f"删草稿 {entry['voucher'] or ''} {entry['memo'] or ''}".rstrip()
        return Changed.of(work.commit())
