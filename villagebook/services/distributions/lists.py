"""Who gets how much: a list filled from households, typed or pasted; an amount each, or a sum shared to the fen."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from villagebook.base.errors import UserError
from villagebook.base.money import format_yuan, parse_yuan
from villagebook.base.text import clean_name, fold_code
from villagebook.models import DistributionLine
from villagebook.services.distributions.writing import USES
from villagebook.services.fields import record_row
from villagebook.services.list_homes import Homes, taken_over
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

TYPED = ("use", "household_code", "name", "reason", "amount_fen", "note")


@dataclass(frozen=True, slots=True)
class PastedLine:
    """One pasted row: what it says, or why it is not taken."""

    number: int
    household: uuid.UUID | None
    household_code: str
    name: str
    reason: str
    amount_fen: int | None
    refused: str = ""


def shares(total_fen: int, count: int) -> list[int]:
    """Share a sum out evenly to the fen: the first ones get the fen that are left over."""
    each, over = divmod(total_fen, count)
    return [each + (1 if place < over else 0) for place in range(count)]


@verb("distribution.fill", "填分配名单", Undo.INVERSE)
def fill(
    book: Book, key: uuid.UUID, use: str, households: Sequence[uuid.UUID], *, each_fen: int | None = None,
    total_fen: int | None = None, reason: str = "", actor: str, today: dt.date,
) -> tuple[Changed, int]:
    """Put households on the list of a use, those already there left out; returns how many were new.

    Args:
        each_fen: What each gets. total_fen: What all new ones get together, shared out to the fen.

    Raises:
        UserError: no such use, no household, or neither or both amounts.
    """
    _refuse_use(use)
    if (each_fen is None) == (total_fen is None):
        raise UserError("distribution.which_amount", "要么写每户金额，要么写总额", "两个里写一个")
    if min(each_fen or 0, total_fen or 0) < 0:
        raise UserError("distribution.negative", "金额不能是负数", "请核对")
    with book.work(declaration(fill).id, actor, "填分配名单", Undo.INVERSE) as work:
        row = record_row(work.connection, "distribution", key)
        there = _there(work, key, use)
        new = [home for home in dict.fromkeys(households) if home not in there]
        if not new:
            raise UserError("distribution.nobody_new", "没有要加的户", "选中的户都在名单里了")
        amounts = shares(total_fen, len(new)) if total_fen is not None else [each_fen or 0] * len(new)
        homes = taken_over(work.connection, new, today)
        work.write_rows(DistributionLine, inserts=[
            _row(work, key, use, homes[home], amount, reason) for home, amount in zip(new, amounts, strict=True)
        ])  # fmt: skip
        work.heading = f"填分配名单 {row['name'] or row['code']} {use}：{len(new)} 户，{format_yuan(sum(amounts))} 元"
        return Changed.of(work.commit()), len(new)


@verb("distribution.add_line", "加分配名单一行", Undo.INVERSE)
def add_line(book: Book, key: uuid.UUID, values: Mapping[str, Any], *, actor: str, today: dt.date) -> Changed:
    """Add one line: ``values`` by name of TYPED; a household by its code, or somebody by name only.

    Raises:
        UserError: no amount, nobody named, no such use or household.
    """
    _refuse_use(str(values.get("use") or ""))
    amount = values.get("amount_fen")
    if not amount or amount < 0:
        raise UserError("distribution.no_amount", "没有分配金额", "请填大于 0 的金额")
    with book.work(declaration(add_line).id, actor, "加分配名单一行", Undo.INVERSE) as work:
        row = record_row(work.connection, "distribution", key)
        home: dict[str, Any] = {}
        if code := fold_code(str(values.get("household_code") or "")):
            found = Homes(work.connection, book.village_id).by_code(code)
            if found is None:
                raise UserError("distribution.no_household", f"没有户编号“{code}”", "请核对，或只写姓名")
            home = taken_over(work.connection, [found], today)[found]
        name = clean_name(str(values.get("name") or "")) or home.get("head_name")
        if not name:
            raise UserError("distribution.nobody", "没有写分给谁", "请写户编号或姓名")
        line = _row(work, key, str(values["use"]), home | {"head_name": name}, amount, str(values.get("reason") or ""))
        work.write_rows(DistributionLine, inserts=[line | {"note": values.get("note") or None}])
        work.heading = f"加分配名单 {name}（{row['name'] or row['code']}，{format_yuan(amount)} 元）"
        return Changed.of(work.commit())


def read_pasted(book: Book, text: str, today: dt.date) -> tuple[PastedLine, ...]:
    """Read rows copied from a spreadsheet: household code or name, 事由 if there is one, the amount last.

    Nothing is written; a row whose household is not found by code keeps the name it says.
    """
    with book.read() as connection:
        homes = Homes(connection, book.village_id)
        return tuple(
            _pasted(homes, number, [cell.strip() for cell in row.split("\t")])
            for number, row in enumerate(text.splitlines(), start=1)
            if row.strip()
        )


def _pasted(homes: Homes, number: int, cells: Sequence[str]) -> PastedLine:
    filled = [cell for cell in cells if cell]
    try:
        amount = parse_yuan(filled[-1])
    except ValueError:
        return PastedLine(number, None, "", filled[0], "", None, "最后一格不是金额")
    said = filled[:-1]
    if not said:
        return PastedLine(number, None, "", "", "", amount, "没有写分给谁")
    if amount <= 0:
        return PastedLine(number, None, "", said[0], "", amount, "金额不大于 0")
    found = homes.by_code(said[0])
    if found is not None:
        # Behind a code stand the name and what for, or only one of them.
        home = homes.home(found)
        names = said[1:2] if said[1:2] == [home.head] or len(said) > 2 else []
        reason = " ".join(said[1 + len(names):])
        return PastedLine(number, found, home.code, names[0] if names else home.head, reason, amount)
    named = homes.named(said[0])
    if len(named) > 1:
        return PastedLine(number, None, "", said[0], "", amount, f"有 {len(named)} 户都叫{said[0]}，请写户编号")
    code = homes.home(named[0]).code if named else ""
    return PastedLine(number, named[0] if named else None, code, said[0], " ".join(said[1:]), amount)


@verb("distribution.paste", "粘贴分配名单", Undo.INVERSE)
def paste(book: Book, key: uuid.UUID, use: str, rows: Sequence[PastedLine], *, actor: str) -> tuple[Changed, int]:
    """Write pasted rows that are not refused; returns how many."""
    _refuse_use(use)
    taken = [row for row in rows if not row.refused and row.amount_fen]
    if not taken:
        raise UserError("distribution.nothing_pasted", "没有能收的行", "每行写户编号或姓名，最后一格写金额")
    with book.work(declaration(paste).id, actor, "粘贴分配名单", Undo.INVERSE) as work:
        row = record_row(work.connection, "distribution", key)
        work.write_rows(DistributionLine, inserts=[{
            "id": work.new_id(), "village_id": book.village_id, "distribution_id": key, "use": use,
            "household_id": one.household, "household_code": one.household_code or None, "name": one.name,
            "reason": one.reason or None, "amount_fen": one.amount_fen,
        } for one in taken])  # fmt: skip
        total = sum(one.amount_fen or 0 for one in taken)
        work.heading = f"粘贴分配名单 {row['name'] or row['code']}：{len(taken)} 行，{format_yuan(total)} 元"
        return Changed.of(work.commit()), len(taken)


@verb("distribution.remove_lines", "删分配名单", Undo.INVERSE)
def remove_lines(book: Book, lines: Sequence[uuid.UUID], *, actor: str) -> Changed:
    """Take lines off the list.

    Raises:
        UserError: an entry pays one of them, or none is there.
    """
    with book.work(declaration(remove_lines).id, actor, "删分配名单", Undo.INVERSE) as work:
        query = select(DistributionLine.id, DistributionLine.name, DistributionLine.entry_id).where(
            DistributionLine.id.in_(list(lines)))  # fmt: skip
        found = work.connection.execute(query).all()
        paid = next((one for one in found if one.entry_id is not None), None)
        if not found:
            raise UserError("record.gone", "这些行已经不在书里了", "请刷新后再看")
        if paid is not None:
            raise UserError("distribution.line_paid", f"{paid.name}已经记了发放，不能删", "草稿先删，已入账的先冲销")
        work.write_rows(DistributionLine, deletes=[one.id for one in found])
        work.heading = f"删分配名单 {len(found)} 行"
        return Changed.of(work.commit())


def _refuse_use(use: str) -> None:
    if use not in USES:
        raise UserError("distribution.use", f"没有“{use}”这个用途", f"可以是：{'、'.join(USES)}")


def _there(work: Work, key: uuid.UUID, use: str) -> set[uuid.UUID]:
    query = select(DistributionLine.household_id).where(
        DistributionLine.distribution_id == key, DistributionLine.use == use)  # fmt: skip
    return {home for home in work.connection.execute(query).scalars() if home is not None}


def _row(work: Work, key: uuid.UUID, use: str, home: Mapping[str, Any], amount: int, reason: str) -> dict[str, Any]:
    return {
        "id": work.new_id(), "village_id": work.village_id, "distribution_id": key, "use": use,
        "household_id": home.get("household_id"), "household_code": home.get("household_code"),
        "name": home.get("head_name"), "reason": reason or None, "amount_fen": amount,
        "card_tail": home.get("card_tail"),
    }  # fmt: skip
