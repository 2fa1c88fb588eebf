"""Posting drafts, reversing what is posted, writing an entry.

A posted entry is never edited: what was wrong is reversed (冲销) and written again. Posting refuses what is not an
entry; what merely breaks an economic rule is a finding, and posting over it wants a reason that stays in the book.
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import select

from villagebook.base.errors import UserError
from villagebook.base.money import format_yuan
from villagebook.checks.run import run_economic
from villagebook.ledgers import Scope
from villagebook.models import FundEntry, Project
from villagebook.services.overrides import overrides
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

#: Figure each kind moves; 冲销 moves the figure of the entry it reverses.
RECEIPTS = ("指标下达", "到账", "收益")
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class PostReport:
    """What posting did: entries posted, and those left as drafts with the reason why.

    Attributes:
        refused: (voucher, reason) of all that stayed drafts.
        warned: (voucher, finding) of those posted over a finding.
        wanting: (key, voucher, finding) of those refused only because no reason was given.
    """

    changed: Changed
    posted: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    warned: tuple[tuple[str, str], ...] = ()
    wanting: tuple[tuple[uuid.UUID, str, str], ...] = ()


@verb("funds.post", "入账", Undo.COUNTER, counter="冲销（funds reverse）")
def post(
    book: Book,
    vouchers: Sequence[str] | None,
    *,
    actor: str,
    today: dt.date,
    why: str = "",
    keys: Sequence[uuid.UUID] | None = None,
    number: bool = False,
) -> PostReport:
    """Post drafts in one act; ``vouchers`` None posts all that can be posted.

    Args:
        why: The reason to post over an economic finding; without one such entries stay drafts.
        keys: Drafts by their keys, instead of vouchers.
        number: Give drafts without a voucher number the next of their year when they are posted.

    Raises:
        UserError: a voucher that was asked for does not exist or is posted already.
    """
    why = why.strip()
    with book.work(declaration(post).id, actor, "入账", Undo.COUNTER) as work:
        rows = _entries(work)
        chosen = _chosen(rows, vouchers, keys)
        warnings = _economic_findings(work, today)
        judged = _judged(rows, chosen, warnings, work.now, why=why, number=number)
        work.heading = f"入账 {len(judged.posted)} 笔"
        work.write_rows(
            FundEntry,
            updates=[
                (
                    row["id"],
                    {"posted_at": row["posted_at"], "voucher": row["voucher"]}
                    | ({"reason": why} if row["id"] in judged.warned else {}),
                )
                for row in judged.posted
            ],
        )
        changed = Changed.of(work.commit())
    vouchers_posted = tuple(row["voucher"] for row in judged.posted)
    return PostReport(
        changed, vouchers_posted, tuple(judged.refused), tuple(judged.warned.values()), tuple(judged.wanting)
    )


@dataclass(slots=True)
class _Judged:
    """Which of the chosen drafts are posted, in order, which are not, and what a reason was needed for.

    Attributes:
        posted: Their rows, with the voucher number they get.
        refused: (label, reason) of drafts that stay drafts.
        warned: Entry -> (voucher, economic finding) posted over.
        wanting: (key, label, economic finding) of drafts that only lack a reason.
    """

    posted: list[Row] = field(default_factory=list)
    refused: list[tuple[str, str]] = field(default_factory=list)
    warned: dict[uuid.UUID, tuple[str, str]] = field(default_factory=dict)
    wanting: list[tuple[uuid.UUID, str, str]] = field(default_factory=list)


def _judged(
    rows: Sequence[Row], chosen: Sequence[Row], warnings: Mapping[str, str], now: dt.datetime, *, why: str, number: bool
) -> _Judged:
    """Judge the chosen drafts one after the other; each that is posted counts as such for those behind it."""
    made = _Judged()
    taken = {(r["year"], r["voucher"]) for r in rows if r["posted_at"] is not None}
    drafts_of = Counter((row["year"], row["voucher"]) for row in chosen)
    by_id = {r["id"]: r for r in rows}
    reversed_ids = {r["reverses_id"] for r in rows if r["posted_at"] is not None and r["reverses_id"]}
    for row in sorted(chosen, key=_posting_order):
        numbered = number and not row["voucher"] and row["year"] is not None
        if numbered:
            row["voucher"] = next_voucher(rows, row["year"])
        reason = _not_an_entry(row, taken, drafts_of, by_id, reversed_ids)
        economic = warnings.get(str(row["id"]), "")
        if reason or (economic and not why):
            row["voucher"] = None if numbered else row["voucher"]
            label = row["voucher"] or _unnumbered(row)
            if not reason:
                made.wanting.append((row["id"], label, economic))
                reason = f"{economic}；要入账请写明原因（--why）"
            made.refused.append((label, reason))
            continue
        if economic:
            made.warned[row["id"]] = (row["voucher"], economic)
        taken.add((row["year"], row["voucher"]))
        if row["kind"] == "冲销":
            reversed_ids.add(row["reverses_id"])
        row["posted_at"] = now
        made.posted.append(row)
    return made


@verb("funds.reverse", "冲销", Undo.COUNTER, counter="再冲销不行；请按原样重新记一笔")
def reverse(book: Book, voucher: str, on: dt.date, *, actor: str, why: str = "") -> Changed:
    """Write and post the reversal of a posted entry: the same amount, negative, naming its voucher.

    Raises:
        UserError: no such posted entry, it is itself a reversal, or it is reversed already.
    """
    with book.work(declaration(reverse).id, actor, f"冲销 {voucher}", Undo.COUNTER) as work:
        rows = _entries(work)
        found = [r for r in rows if r["voucher"] == voucher and r["posted_at"] is not None]
        found.sort(key=lambda r: r["year"])
        if not found:
            drafted = any(r["voucher"] == voucher for r in rows)
            raise UserError(
                "funds.not_posted", f"没有已入账的{voucher}", "它还是草稿，直接改就可以" if drafted else "请核对凭证号"
            )
        entry = found[-1]
        if entry["kind"] == "冲销":
            raise UserError("funds.reverses_reversal", f"{voucher}本身是冲销", "请按原样重新记一笔")
        if any(r["reverses_id"] == entry["id"] for r in rows):
            raise UserError("funds.reversed_already", f"{voucher}已经冲销过", "请看冲销它的那一笔")
        if on < entry["date"]:
            raise UserError("funds.reversed_before", f"冲销日期早于{voucher}的日期{entry['date']}", "请改日期")
        number = next_voucher(rows, on.year)
        work.write_rows(
            FundEntry,
            inserts=[
                {
                    "id": work.new_id(),
                    "village_id": book.village_id,
                    "date": on,
                    "year": on.year,
                    "voucher": number,
                    "project_code": entry["project_code"],
                    "project_id": entry["project_id"],
                    "kind": "冲销",
                    "memo": f"冲销{voucher}" + (f"：{why}" if why else ""),
                    "source": entry["source"],
                    "programme": entry["programme"],
                    "document": entry["document"],
                    "payee": entry["payee"],
                    "amount_fen": -entry["amount_fen"],
                    "reverses_text": voucher,
                    "reverses_id": entry["id"],
                    "reason": why or None,
                    "papers": 0,
                    "handler": actor,
                    "posted_at": work.now,
                }
            ],
        )
        work.heading = f"冲销 {voucher}（{number}，{format_yuan(-entry['amount_fen'])} 元）"
        return Changed.of(work.commit())


@verb("funds.write", "记一笔", Undo.INVERSE)
def write_entry(book: Book, values: Mapping[str, Any], *, actor: str) -> tuple[Changed, uuid.UUID]:
    """Write a draft entry; a missing voucher number becomes the next of its year. Returns its key, too.

    ``values`` are native values by column name of fund_entry.
    """
    with book.work(declaration(write_entry).id, actor, "记一笔", Undo.INVERSE) as work:
        new = {k: v for k, v in values.items() if v is not None}
        if new.get("date") is not None:
            new["year"] = new["date"].year
            new.setdefault("voucher", next_voucher(_entries(work), new["year"]))
        if code := new.get("project_code"):
            query = select(Project.id).where(Project.village_id == book.village_id, Project.code == code)
            new["project_id"] = work.connection.execute(query).scalars().first()
        key = work.new_id()
        work.write_rows(FundEntry, inserts=[{"id": key, "village_id": book.village_id, **new}])
        work.heading = f"记一笔 {new.get('voucher', '')} {new.get('memo', '')}".strip()
        return Changed.of(work.commit()), key


@verb("funds.discard", "删草稿", Undo.INVERSE)
def discard(book: Book, key: uuid.UUID, *, actor: str) -> Changed:
    """Delete a draft; what is posted is reversed instead.

    Raises:
        UserError: it is posted, gone, or another entry names it as reversed.
    """
    with book.work(declaration(discard).id, actor, "删草稿", Undo.INVERSE) as work:
        rows = _entries(work)
        entry = next((row for row in rows if row["id"] == key), None)
        if entry is None:
            raise UserError("record.gone", "这一条已经不在书里了", "请刷新后再看")
        if entry["posted_at"] is not None:
            raise UserError("funds.posted", f"{entry['voucher']}已经入账，不能删", "写错了请冲销，再记一笔对的")
        if any(row["reverses_id"] == key for row in rows):
            raise UserError("funds.named", f"另一笔写明冲销{entry['voucher']}，先删那一笔", "")
        work.write_rows(FundEntry, deletes=[key])
        work.heading = f"删草稿 {entry['voucher'] or ''} {entry['memo'] or ''}".rstrip()
        return Changed.of(work.commit())


def next_voucher(rows: Sequence[Mapping[str, Any]], year: int) -> str:
    """The number after the greatest of the year, in its own pattern (记-0185); 记-0001 in an empty year."""
    best, pattern = 0, ("记-", 4)
    for row in rows:
        match = re.fullmatch(r"(.*?)(\d+)", row["voucher"] or "")
        if row["year"] == year and match and int(match[2]) > best:
            best, pattern = int(match[2]), (match[1], len(match[2]))
    return f"{pattern[0]}{best + 1:0{pattern[1]}d}"


def _entries(work: Work) -> list[Row]:
    query = select(FundEntry.__table__).where(FundEntry.village_id == work.village_id).order_by(FundEntry.id)
    return [dict(row) for row in work.connection.execute(query).mappings()]


def _unnumbered(row: Row) -> str:
    """What names a draft that has no voucher number: its day and memo."""
    told = " ".join(str(row[name]) for name in ("date", "memo") if row[name])
    return told or "（没有凭证号）"


def _chosen(rows: list[Row], vouchers: Sequence[str] | None, keys: Sequence[uuid.UUID] | None) -> list[Row]:
    drafts = [row for row in rows if row["posted_at"] is None]
    if keys is not None:
        wanted_keys = set(keys)
        return [row for row in drafts if row["id"] in wanted_keys]
    if vouchers is None:
        return drafts
    wanted = set(vouchers)
    missing = wanted - {row["voucher"] for row in drafts}
    if missing:
        known = {row["voucher"] for row in rows}
        one = sorted(missing)[0]
        raise UserError(
            "funds.no_draft",
            f"{one}已经入账" if one in known else f"没有凭证号{one}",
            "已入账的不用再入" if one in known else "请核对凭证号",
        )
    return [row for row in drafts if row["voucher"] in wanted]


def _posting_order(row: Row) -> tuple[Any, ...]:
    """By day, reversals after what they may reverse, then by voucher."""
    return (row["date"] or dt.date.max, row["kind"] == "冲销", row["voucher"] or "")


def _not_an_entry(
    row: Row, taken: set[Any], drafts_of: Mapping[Any, int], by_id: Mapping[uuid.UUID, Row], reversed_ids: set[Any]
) -> str:
    """Why a draft cannot be an entry at all; empty if it can."""
    key = (row["year"], row["voucher"])
    for missing, word in (("date", "日期"), ("voucher", "凭证号"), ("kind", "类型"), ("amount_fen", "金额")):
        if row[missing] in (None, ""):
            return f"没有{word}"
    if row["amount_fen"] == 0:
        return "金额是 0"
    if (row["amount_fen"] < 0) != (row["kind"] == "冲销"):
        return "金额的正负与类型不符"
    if key in taken:
        return "凭证号已经用过"
    if drafts_of.get(key, 0) > 1:
        return "两笔草稿用了同一个凭证号"
    if row["kind"] != "冲销":
        return ""
    reversed_row = by_id.get(row["reverses_id"])
    if reversed_row is None:
        return "没有写明冲销哪一笔，或那一笔不在书里"
    if reversed_row["posted_at"] is None:
        return f"它冲销的{reversed_row['voucher']}还没有入账"
    if reversed_row["kind"] == "冲销" or row["reverses_id"] in reversed_ids:
        return f"{reversed_row['voucher']}已经冲销过"
    if reversed_row["amount_fen"] != -row["amount_fen"]:
        return f"与{reversed_row['voucher']}的金额不等"
    return ""


def _economic_findings(work: Work, today: dt.date) -> dict[str, str]:
    """Messages of the economic checks by the entry they speak of."""
    scope = Scope(work.village_id, today)
    found: dict[str, str] = {}
    for finding in run_economic(work.connection, scope, overrides(work.connection, work.village_id)):
        if finding.record is not None and finding.record[0] == "fund_entry":
            found.setdefault(finding.record[1], finding.message)
    return found
