"""Named tables of rows over the book: what the window lists, the exports write and the notices show.

Lives here: ledgers (title, columns, one SELECT each) and the one way to read them. Does not live here: how a value
is dressed (ui, exporting, documents), any writing.

To add a column: one ``of(...)`` or ``computed(...)`` line in its ledger; heading, unit and privacy come from the
fields it names. To add a ledger: one ``Ledger`` value in ledgers/<subject>.py and its name in registry.py; a test
then demands that the SELECT yields every column and that the ledger exports.
"""

from villagebook.ledgers.column import Column, computed, of
from villagebook.ledgers.ledger import BY_SELECT, Blank, Contains, Group, Key, Ledger, Range, Scope
from villagebook.ledgers.read import Row, count, ids, picked, rows, totals
from villagebook.ledgers.registry import LEDGERS

__all__ = [
    "BY_SELECT", "LEDGERS", "Blank", "Column", "Contains", "Group", "Key", "Ledger", "Range", "Row", "Scope",
    "computed", "count", "ids", "of", "picked", "rows", "totals",
]  # fmt: skip
