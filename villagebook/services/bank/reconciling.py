"""银行存款余额调节表: to each balance comes what only the other side has; then both must be the same.

A line that stands for a draft is with the bank only until the draft is posted. What remains between the two adjusted
balances was there before the first statement begins (or a statement that does not add up), and is said as such.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from villagebook.base.money import format_yuan
from villagebook.services.bank.account import Account, EntryOfBook, LineOfBank, account
from villagebook.store import Book


@dataclass(frozen=True, slots=True)
class OpenItem:
    """One thing that only one side has; ``amount_fen`` is positive for money in."""

    on: dt.date | None
    number: str
    what: str
    amount_fen: int


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """The statement of a day; money in 分.

    Attributes:
        bank_fen: What the bank says; None if no statement tells.
        here_in, here_out: 账上已收（付）、银行未收（付）. there_in, there_out: 银行已收（付）、账上未收（付）.
        gaps: Statements whose opening is not the closing of the one before, in 分 altogether.
        broken: What statements' lines miss of their closing balance.
    """

    on: dt.date
    accounts: tuple[str, ...]
    bank_fen: int | None
    book_fen: int
    here_in: tuple[OpenItem, ...]
    here_out: tuple[OpenItem, ...]
    there_in: tuple[OpenItem, ...]
    there_out: tuple[OpenItem, ...]
    gaps_fen: int = 0
    broken_fen: int = 0

    @property
    def bank_adjusted_fen(self) -> int:
        """The bank's balance with what the book already has."""
        return (self.bank_fen or 0) + _sum(self.here_in) + _sum(self.here_out)

    @property
    def book_adjusted_fen(self) -> int:
        """The book's balance with what the bank already has."""
        return self.book_fen + _sum(self.there_in) + _sum(self.there_out)

    @property
    def difference_fen(self) -> int:
        """What remains between them; 0 is 相符."""
        return self.bank_adjusted_fen - self.book_adjusted_fen

    @property
    def agrees(self) -> bool:
        """Whether both come to the same."""
        return self.bank_fen is not None and self.difference_fen == 0

    @property
    def words(self) -> str:
        """How it stands, in one line."""
        if self.bank_fen is None:
            return "还没有对账单，或对账单没有余额"
        if self.agrees:
            return "调节后余额相符"
        apart = format_yuan(abs(self.difference_fen))
        if self.broken_fen or self.gaps_fen:
            return f"调节后相差 {apart} 元：对账单有断开或加不起来的地方，请先补齐"
        return f"调节后相差 {apart} 元：对账单开始以前就有的差额，请核对期初余额"


def reconciliation(book: Book, on: dt.date | None = None) -> Reconciliation:
    """The statement of a day; None is the last day covered."""
    return reconciled(account(book, on))


def reconciled(found: Account) -> Reconciliation:
    """The statement of an account."""
    # Entries that were set off by their own 冲销 add up to nothing: they are no items of the form.
    here: list[EntryOfBook] = list(found.only_here)
    there: list[LineOfBank] = list(found.only_there)
    for pair in found.matched:
        lines = [line for line in pair.lines if line.date <= found.on]
        entries = [one for one in pair.entries if one.is_posted and one.date is not None and one.date <= found.on]
        if sum(line.amount_fen for line in lines) != sum(entry.amount_fen for entry in entries):
            here += entries
            there += lines
    items_here = [OpenItem(entry.date, entry.voucher, _what(entry), entry.amount_fen) for entry in here]
    items_there = [OpenItem(line.date, line.reference, line.said or line.shown, line.amount_fen) for line in there]
    tails = dict.fromkeys(one.account_tail for one in found.statements if one.account_tail)
    return Reconciliation(
        found.on, tuple(tails), found.bank_fen, found.book_fen,
        _some(items_here, 1), _some(items_here, -1), _some(items_there, 1), _some(items_there, -1),
        sum(one.gap_fen for one in found.statements), sum(one.broken_fen for one in found.statements),
    )  # fmt: skip


def _what(entry: EntryOfBook) -> str:
    return entry.memo or f"{entry.kind} {entry.project}".strip()


def _some(items: Iterable[OpenItem], sign: int) -> tuple[OpenItem, ...]:
    mine = [item for item in items if item.amount_fen * sign > 0]
    return tuple(sorted(mine, key=lambda item: (item.on or dt.date.max, item.number)))


def _sum(items: Iterable[OpenItem]) -> int:
    return sum(item.amount_fen for item in items)
