"""Money from where it belongs: a payment written from its contract, income from its asset; drafts, posted in 资金.

What is known is filled in: project, payee, step, sources in the proportion of the plan, the amount the rules on payment
steps give (policies money.payment_*, 4:5:1 with a deposit). The person changes what is otherwise.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from villagebook.base.errors import UserError
from villagebook.base.money import format_yuan, split
from villagebook.models import FundEntry, ProjectSource
from villagebook.policies import share
from villagebook.services import contracts
from villagebook.services.closed import Closed
from villagebook.services.contracts import RETENTION, ContractView
from villagebook.services.fields import record_row
from villagebook.services.overrides import overrides
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.services.vouchers import VoucherYear
from villagebook.store import Book, Undo, Work

START, PROGRESS, ACCEPTED = "开工款", "进度款", "验收款"
COLLECTIVE = "村集体"


@dataclass(frozen=True, slots=True)
class Payment:
    """What the next payment under a contract would be, in fen by source; sources of 0 may be filled, too."""

    step: str
    by_source: tuple[tuple[str, int], ...]
    memo: str
    payee: str

    @property
    def fen(self) -> int:
        """The whole payment."""
        return sum(fen for _, fen in self.by_source)


def next_payment(book: Book, contract: uuid.UUID, today: dt.date) -> Payment:
    """Propose the next payment under a contract as of a day.

    Drafts count as paid here: what was written down already is not proposed again.

    Raises:
        UserError: the contract is gone.
    """
    view = contracts.view(book, contract)
    written = sum(one.fen for one in view.entries)
    with book.read() as connection:
        own = overrides(connection, book.village_id)
        source = ProjectSource.__table__.c
        query = select(source.source, source.planned_fen).where(source.project_id == view.project)
        planned: dict[str, int] = {}
        for name, fen in connection.execute(query.order_by(source.position, source.id)):
            planned[name] = planned.get(name, 0) + fen
        accepted = view.project is not None and record_row(connection, "project", view.project)["accepted_on"]
    start, built = share("money.payment_at_start", today, own), share("money.payment_when_built", today, own)
    step, fen = _step(view, written, start, built, accepted=bool(accepted))
    sources = planned or {COLLECTIVE: 1}
    parts = split(fen, list(sources.values())) if fen and any(sources.values()) else (0,) * len(sources)
    name = view.project_name or view.title
    return Payment(step, tuple(zip(sources, parts, strict=True)), f"{name}{step}", str(view.values["party"] or ""))


def _step(
    view: ContractView, written: int, start: Decimal, built: Decimal, *, accepted: bool
) -> tuple[str, int]:
    due = view.due_fen
    if due is None:
        return PROGRESS, 0
    left = max(0, due - written)
    before_deposit = max(0, left - view.held_fen)
    if not written:
        return START, min(before_deposit, int(due * start))
    if before_deposit and not accepted:
        return PROGRESS, min(before_deposit, max(0, int(due * (start + built)) - written))
    return (ACCEPTED, before_deposit) if before_deposit else (RETENTION, left)


@verb("contract.pay", "记合同付款", Undo.INVERSE)
def pay(
    book: Book,
    contract: uuid.UUID,
    on: dt.date,
    by_source: Mapping[str, int],
    *,
    step: str = "",
    memo: str = "",
    papers: int | None = None,
    actor: str,
) -> Changed:
    """Write a payment under a contract as drafts of 支出, one for each source, with the next voucher numbers.

    Args:
        by_source: Source -> 分; sources of 0 are left out.

    Raises:
        UserError: nothing is paid, an amount is negative, more is paid than the contract leaves open, or the month is
            closed.
    """
    amounts = {source: fen for source, fen in by_source.items() if fen}
    if not amounts:
        raise UserError("contract.nothing_paid", "没有写付多少", "请写各来源付多少元")
    if any(fen < 0 for fen in amounts.values()):
        raise UserError("contract.negative", "付款金额不能小于 0", "退回的请冲销原来那一笔")
    view, total = contracts.view(book, contract), sum(amounts.values())
    open_fen = None if view.due_fen is None else view.due_fen - sum(one.fen for one in view.entries)
    if open_fen is not None and total > open_fen:
        said = f"付{format_yuan(total)}元，这份合同连草稿在内只剩{format_yuan(max(0, open_fen))}元没付"
        raise UserError("contract.overpaid", said, "请核对金额；增加了的先记合同变更")
    with book.work(declaration(pay).id, actor, "记合同付款", Undo.INVERSE) as work:
        row = record_row(work.connection, "contract", contract)
        project = record_row(work.connection, "project", row["project_id"]) if row["project_id"] is not None else {}
        programmes = _programmes(work, row["project_id"])
        for source, fen in amounts.items():
            programme, document = programmes.get(source, (None, None))
            _write(work, on, {
                "kind": "支出", "source": source, "programme": programme, "document": document, "amount_fen": fen,
                "project_id": row["project_id"], "project_code": project.get("code") or row["project_code"],
                "payee": row["party"], "memo": memo.strip() or f"{project.get('name') or ''}{step}" or "合同付款",
                "contract_id": contract, "payment_step": step or None, "papers": papers,
            })  # fmt: skip
        work.heading = f"记合同付款 {contracts.title(row)} {format_yuan(total)} 元"
        return Changed.of(work.commit())


def _programmes(work: Work, project: uuid.UUID | None) -> dict[str, tuple[str | None, str | None]]:
    source = ProjectSource.__table__.c
    query = select(source.source, source.programme, source.document).where(source.project_id == project)
    return {row.source: (row.programme, row.document) for row in work.connection.execute(query)}


@verb("asset.earn", "记资产收益", Undo.INVERSE)
def earn(
    book: Book,
    asset: uuid.UUID,
    on: dt.date,
    fen: int,
    *,
    source: str = COLLECTIVE,
    payer: str = "",
    memo: str = "",
    actor: str,
) -> Changed:
    """Write income of an asset as a draft of 收益, with the next voucher number.

    Raises:
        UserError: nothing came in, or the month is closed.
    """
    if fen <= 0:
        raise UserError("asset.nothing_earned", "没有写收到多少", "请写收到的金额，元")
    with book.work(declaration(earn).id, actor, "记资产收益", Undo.INVERSE) as work:
        row = record_row(work.connection, "asset", asset)
        name = row["name"] or row["code"] or ""
        _write(work, on, {
            "kind": "收益", "source": source, "amount_fen": fen, "project_id": row["project_id"],
            "project_code": row["project_code"], "asset_id": asset, "payee": payer.strip() or None,
            "memo": memo.strip() or f"{name}收益",
        })  # fmt: skip
        work.heading = f"记资产收益 {name} {format_yuan(fen)} 元"
        return Changed.of(work.commit())


def _write(work: Work, on: dt.date, values: dict[str, Any]) -> None:
    """Write one draft with the next voucher of its year."""
    if said := Closed.read(work.connection, work.village_id).said(on):
        raise UserError("funds.closed", said, "请用结账以后的日期，或反结账后再记")
    voucher = VoucherYear(work.connection, work.village_id, on.year).next()
    fixed = {"id": work.new_id(), "village_id": work.village_id, "date": on, "year": on.year, "voucher": voucher}
    work.write_rows(FundEntry, inserts=[{**fixed, **values}])
