"""Contracts of a project: entered, changed with approval, settled, audited; what was paid and what is held back.

Sources: papers of a project's file (domain of project files: contract, approval of changes, settlement, audit);
quality deposit at most a tenth, given back after a year (policies money.quality_deposit_*).
"""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.errors import UserError
from villagebook.base.money import format_yuan
from villagebook.models import Contract, FundEntry, Project
from villagebook.policies import Overrides, period
from villagebook.services import codes, fields, works_reading
from villagebook.services.fields import FieldView, record_row
from villagebook.services.overrides import overrides
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.services.works_reading import Money, Row
from villagebook.store import Book, Undo, Work

RETENTION = "质保金"
HELD = "money.quality_deposit_held"

FIELDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("合同", ("name", "kind", "party", "party_person", "amount_fen", "signed_on", "from_on", "through_on", "number",
              "chosen_by", "chosen_on", "content")),
    ("变更", ("changed_fen", "change_approval")),
    ("质保金", ("retention_share", "retention_until")),
    ("结算和审计", ("settled_on", "settled_fen", "audited_by", "audited_on", "audited_fen")),
    ("备注", ("note",)),
)  # fmt: skip
BY_HAND = tuple(name for _, names in FIELDS for name in names)


@dataclass(frozen=True, slots=True)
class ContractView:
    """One contract with the money under it; all sums in fen.

    Attributes:
        due_fen: What is to be paid in all: settled, else agreed with its changes; None while neither is known.
        paid_fen: Posted 支出 under it, reversals taken off.
        retention_fen: The deposit by its share; 0 without one. until: when it may be given back, None if not known.
        returned_fen: What of it was given back.
        state: 未签订, 履行中, 已结算 or 已审定.
    """

    key: uuid.UUID
    project: uuid.UUID | None
    project_code: str
    project_name: str
    title: str
    values: Mapping[str, Any]
    sections: tuple[tuple[str, tuple[FieldView, ...]], ...]
    entries: tuple[Money, ...]
    due_fen: int | None
    paid_fen: int
    retention_fen: int
    until: dt.date | None
    returned_fen: int
    state: str

    @property
    def left_fen(self) -> int | None:
        """What is still to be paid, the deposit held back among it."""
        return None if self.due_fen is None else self.due_fen - self.paid_fen

    @property
    def held_fen(self) -> int:
        """What of the deposit is still held back."""
        return max(0, self.retention_fen - self.returned_fen)


def of_project(book: Book, project: uuid.UUID) -> tuple[ContractView, ...]:
    """The contracts of a project, by day of signing."""
    return _views(book, Contract.__table__.c.project_id == project)


def every(book: Book) -> tuple[ContractView, ...]:
    """All contracts of the book, by project and day of signing."""
    return _views(book, Contract.__table__.c.village_id == book.village_id)


def view(book: Book, key: uuid.UUID) -> ContractView:
    """One contract.

    Raises:
        UserError: it is gone.
    """
    found = _views(book, Contract.__table__.c.id == key)
    if not found:
        raise UserError("record.gone", "这一条已经不在书里了", "请刷新后再看")
    return found[0]


def key_of(book: Book, number: str) -> uuid.UUID:
    """The key of the contract with this number.

    Raises:
        UserError: none has it.
    """
    with book.read() as connection:
        query = select(Contract.id).where(Contract.village_id == book.village_id, Contract.number == number.strip())
        found = connection.execute(query).scalars().first()
    if found is None:
        raise UserError("contract.unknown", f"没有合同编号“{number}”", "请核对编号")
    return found


def _views(book: Book, which: Any) -> tuple[ContractView, ...]:
    contract = Contract.__table__
    with book.read() as connection:
        query = select(contract).where(which).order_by(
            contract.c.project_code, contract.c.signed_on.nulls_last(), contract.c.id)  # fmt: skip
        rows = [dict(row) for row in connection.execute(query).mappings()]
        money = works_reading.entries_of(connection, "contract_id", (row["id"] for row in rows), "支出")
        owners = {row["project_id"] for row in rows if row["project_id"] is not None}
        wanted = select(Project.__table__).where(Project.__table__.c.id.in_(owners))
        projects = {row["id"]: row for row in connection.execute(wanted).mappings()}
        offered = codes.offered(connection, book.village_id)
        own = overrides(connection, book.village_id)
    return tuple(_view(row, projects.get(row["project_id"]), money.get(row["id"], []), offered, own) for row in rows)


def _view(
    row: Row, project: Any, money: list[Money], offered: Mapping[str, tuple[str, ...]], own: Overrides
) -> ContractView:
    owner: Mapping[str, Any] = project or {}
    return ContractView(
        row["id"], row["project_id"], owner.get("code") or row["project_code"] or "", owner.get("name") or "",
        title(row), row, tuple((said, fields.view(row, "contract", names, offered=offered)) for said, names in FIELDS),
        tuple(money), due_fen(row), works_reading.total(money), retention_fen(row),
        held_until(row, owner.get("accepted_on"), own), works_reading.total(money, step=RETENTION), _state(row),
    )  # fmt: skip


def title(row: Mapping[str, Any]) -> str:
    """What people call a contract: its name, else kind and party."""
    return str(row["name"] or " ".join(part for part in (row["kind"] and f"{row['kind']}合同", row["party"]) if part)
               or row["number"] or "合同")  # fmt: skip


def due_fen(row: Mapping[str, Any]) -> int | None:
    """What is to be paid under a contract: audited, else settled, else agreed with its changes."""
    for name in ("audited_fen", "settled_fen"):
        if row[name] is not None:
            return int(row[name])
    return agreed_fen(row)


def agreed_fen(row: Mapping[str, Any]) -> int | None:
    """What was agreed: the contract's amount and its changes."""
    return None if row["amount_fen"] is None else int(row["amount_fen"]) + int(row["changed_fen"] or 0)


def retention_fen(row: Mapping[str, Any]) -> int:
    """The quality deposit by its share (%), half a fen rounded up."""
    due, share = due_fen(row), row["retention_share"]
    if due is None or share is None:
        return 0
    return int((Decimal(due) * share / 100).quantize(Decimal(1), ROUND_HALF_UP))


def held_until(row: Mapping[str, Any], accepted_on: dt.date | None, own: Overrides) -> dt.date | None:
    """The day from which the deposit may be given back: as agreed, else so long after acceptance as laid down.

    None without a deposit, and while nobody knows.
    """
    if row["retention_share"] is None and row["retention_until"] is None:
        return None
    if row["retention_until"] is not None or accepted_on is None:
        day: dt.date | None = row["retention_until"]
        return day
    return period(HELD, accepted_on, own).after(accepted_on)


def _state(row: Mapping[str, Any]) -> str:
    if row["audited_on"] is not None or row["audited_fen"] is not None:
        return "已审定"
    if row["settled_on"] is not None or row["settled_fen"] is not None:
        return "已结算"
    return "履行中" if row["signed_on"] is not None else "未签订"


@verb("contract.add", "记合同", Undo.INVERSE)
def add(book: Book, project: uuid.UUID, texts: Mapping[str, str], *, actor: str) -> tuple[Changed, uuid.UUID]:
    """Enter a contract of a project from what was typed; without a number it gets the next of its year.

    Raises:
        UserError: neither the other party nor the amount is said, the number is in use, or a text is not of its kind.
    """
    new = works_reading.typed(Contract, BY_HAND, texts)
    if not new.get("party") and not new.get("name"):
        raise UserError("contract.nobody", "没有写承包单位", "请写上和谁签的合同")
    if new.get("amount_fen") is None:
        raise UserError("contract.amount", "没有写合同金额", "请写合同上的金额，元")
    with book.work(declaration(add).id, actor, "记合同", Undo.INVERSE) as work:
        owner = record_row(work.connection, "project", project)
        new["number"] = _number(work, new, owner)
        key = work.new_id()
        fixed = {"id": key, "village_id": book.village_id, "project_id": project, "project_code": owner["code"]}
        work.write_rows(Contract, inserts=[{**new, **fixed}])
        work.heading = f"记合同 {owner['name'] or ''} {new.get('party') or new.get('name')}"
        return Changed.of(work.commit()), key


def _number(work: Work, new: Row, project: Row) -> str:
    query = select(Contract.number).where(Contract.village_id == work.village_id, Contract.number.is_not(None))
    used = {number for number in work.connection.execute(query).scalars() if number}
    if new.get("number"):
        if new["number"] in used:
            raise UserError("contract.number_used", f"合同编号“{new['number']}”已经用了", "请换一个编号")
        return str(new["number"])
    year = new["signed_on"].year if new.get("signed_on") else project["year"] or work.now.year
    found = [int(match[1]) for number in used if (match := re.fullmatch(rf"合同{year}-(\d{{1,6}})", number))]
    return f"合同{year}-{max(found, default=0) + 1:02d}"


@verb("contract.correct", "改合同", Undo.INVERSE)
def correct(book: Book, key: uuid.UUID, texts: Mapping[str, str], *, actor: str) -> Changed:
    """Set fields of a contract to what was typed, as one operation; empty text clears a field.

    Raises:
        UserError: a text is not of its field's kind, or the number is in use; nothing is changed.
    """
    new = works_reading.typed(Contract, BY_HAND, texts)
    with book.work(declaration(correct).id, actor, "改合同", Undo.INVERSE) as work:
        row = record_row(work.connection, "contract", key)
        if new.get("number") and new["number"] != row["number"]:
            _number(work, new, {})
        work.heading = f"改合同 {title(row)}"
        work.write_rows(Contract, updates=[(key, new)])
        return Changed.of(work.commit())


@verb("contract.amend", "合同变更", Undo.INVERSE)
def amend(book: Book, key: uuid.UUID, by_fen: int, approval: str, *, actor: str) -> Changed:
    """Change what was agreed by an amount (negative: less), with the approval it rests on; it adds to earlier changes.

    Raises:
        UserError: no approval is named, or nothing would be left of the contract.
    """
    if not approval.strip():
        raise UserError("contract.approval", "没有写变更是谁批准的", "请写审批文号或会议，如 2025年6月3日村两委会议")
    if by_fen == 0:
        raise UserError("contract.no_change", "变更金额是 0", "请写增加或减少多少元，减少写负数")
    with book.work(declaration(amend).id, actor, "合同变更", Undo.INVERSE) as work:
        row = record_row(work.connection, "contract", key)
        changed = (row["changed_fen"] or 0) + by_fen
        if (row["amount_fen"] or 0) + changed < 0:
            raise UserError("contract.below_zero", "减少的比合同金额还多", "请核对变更金额")
        said = "；".join(part for part in (row["change_approval"], approval.strip()) if part)
        work.heading = f"合同变更 {title(row)} {format_yuan(by_fen, sign=True)} 元"
        work.write_rows(Contract, updates=[(key, {"changed_fen": changed, "change_approval": said})])
        return Changed.of(work.commit())


@verb("contract.settle", "合同结算", Undo.INVERSE)
def settle(book: Book, key: uuid.UUID, on: dt.date, fen: int, *, actor: str, why: str = "") -> Changed:
    """Settle a contract; more than was agreed needs an approval on the contract or a reason, which is kept in its note.

    Raises:
        UserError: it is more than was agreed and neither is there; the day is before it was signed.
    """
    if fen < 0:
        raise UserError("contract.negative", "结算金额不能小于 0", "请核对金额")
    with book.work(declaration(settle).id, actor, "合同结算", Undo.INVERSE) as work:
        row = record_row(work.connection, "contract", key)
        if row["signed_on"] is not None and on < row["signed_on"]:
            raise UserError("contract.settled_first", f"结算日期{on}早于签订日期{row['signed_on']}", "请核对两个日期")
        agreed = agreed_fen(row)
        over = agreed is not None and fen > agreed
        if over and not why.strip():
            said = f"结算{format_yuan(fen)}元，比合同和变更的{format_yuan(agreed or 0)}元多"
            raise UserError("contract.over_agreed", said, "先记合同变更和审批，或写明原因")
        new: Row = {"settled_on": on, "settled_fen": fen}
        if over:
            new["note"] = _noted(row["note"], f"结算超过合同：{why.strip()}")
        work.heading = f"合同结算 {title(row)} {format_yuan(fen)} 元"
        work.write_rows(Contract, updates=[(key, new)])
        return Changed.of(work.commit())


@verb("contract.audit", "合同审计", Undo.INVERSE)
def audit(book: Book, key: uuid.UUID, on: dt.date, by: str, fen: int, *, actor: str) -> Changed:
    """Enter what the audit allowed of a settlement.

    Raises:
        UserError: it was not settled yet, nobody is named as auditor, or more is allowed than was settled.
    """
    if not by.strip():
        raise UserError("contract.auditor", "没有写审计单位", "请写是哪个单位审计的")
    with book.work(declaration(audit).id, actor, "合同审计", Undo.INVERSE) as work:
        row = record_row(work.connection, "contract", key)
        if row["settled_fen"] is None:
            raise UserError("contract.not_settled", "这份合同还没有结算", "先记结算，再记审计")
        if not 0 <= fen <= row["settled_fen"]:
            raise UserError("contract.audited_more", "审定金额应在 0 和结算金额之间", "请核对审计报告")
        work.heading = f"合同审计 {title(row)} 审定 {format_yuan(fen)} 元"
        work.write_rows(
            Contract, updates=[(key, {"audited_on": on, "audited_by": by.strip(), "audited_fen": fen})])
        return Changed.of(work.commit())


@verb("contract.remove", "删合同", Undo.INVERSE)
def remove(book: Book, key: uuid.UUID, *, actor: str) -> Changed:
    """Take a contract entered by mistake out of the book.

    Raises:
        UserError: money was entered under it.
    """
    with book.work(declaration(remove).id, actor, "删合同", Undo.INVERSE) as work:
        row = record_row(work.connection, "contract", key)
        if (voucher := _paid_under(work.connection, key)) is not None:
            raise UserError("contract.paid", f"{voucher}记在这份合同下，不能删", "合同写错了请改合同")
        work.heading = f"删合同 {title(row)}"
        work.write_rows(Contract, deletes=[key])
        return Changed.of(work.commit())


def _paid_under(connection: Connection, key: uuid.UUID) -> str | None:
    entry = FundEntry.__table__.c
    found = connection.execute(select(entry.voucher, entry.memo).where(entry.contract_id == key)).first()
    return None if found is None else found.voucher or found.memo or "有一笔资金"


def _noted(note: str | None, more: str) -> str:
    return f"{note}\n{more}" if note else more
