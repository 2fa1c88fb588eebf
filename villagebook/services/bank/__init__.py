"""The bank account beside the book: statements taken in, lines matched with entries, balances reconciled.

    matching       which lines are which entries: plain values, no book
    intake         a statement comes in
    account        the three lists: matched, only there, only here
    matching_book  matching in the book, by itself and by hand; a draft out of a line
    reconciling    银行存款余额调节表
    exporting      the same as a workbook
"""

from villagebook.services.bank.account import (
    Account,
    EntryOfBook,
    LineOfBank,
    Pair,
    StatementView,
    account,
)
from villagebook.services.bank.exporting import export
from villagebook.services.bank.intake import Taken, import_statement
from villagebook.services.bank.matching_book import (
    match_all,
    match_by_hand,
    prefilled,
    reconcile,
    remove,
    unmatch,
    write_entry,
)
from villagebook.services.bank.reconciling import OpenItem, Reconciliation, reconciliation

__all__ = [
    "Account", "EntryOfBook", "LineOfBank", "OpenItem", "Pair", "Reconciliation", "StatementView", "Taken", "account",
    "export", "import_statement", "match_all", "match_by_hand", "prefilled", "reconcile", "reconciliation", "remove",
    "unmatch", "write_entry",
]  # fmt: skip
