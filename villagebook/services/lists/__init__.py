"""Taking lists in: read files, find each row's record, show what would change, and take all of it as one operation.

The trial run is the same code, not committed. An empty cell never erases; rows missing from a list delete nothing;
what cannot be taken comes back as the user's own sheet with a reason.

To add a kind of list: its headings in importing/kinds.py, and one entry in ``TAKERS`` (takers.py) that says how a row
is taken.
"""

from villagebook.services.lists.decisions import Decisions
from villagebook.services.lists.history import ImportView, imports, original, save_original
from villagebook.services.lists.intake import Prepared, import_files, prepare
from villagebook.services.lists.mended import accept_ids, blanks
from villagebook.services.lists.report import (
    OUTCOME_WORDS,
    OUTCOMES,
    Candidate,
    CellChange,
    ColumnReport,
    ImportReport,
    Missing,
    Proposal,
    Question,
    RowReport,
    RuinedId,
    SheetReport,
    UnknownSheet,
)
from villagebook.services.lists.ruined import accept_all
from villagebook.services.lists.takers import TAKERS
from villagebook.services.lists.understood import heading_fields

__all__ = [
    "OUTCOMES", "OUTCOME_WORDS", "TAKERS", "Candidate", "CellChange", "ColumnReport", "Decisions", "ImportReport",
    "ImportView", "Missing", "Prepared", "Proposal", "Question", "RowReport", "RuinedId", "SheetReport",
    "UnknownSheet", "accept_all", "accept_ids", "blanks", "heading_fields", "import_files", "imports", "original",
    "prepare", "save_original",
]  # fmt: skip
