"""疑点清单: problem lists from above, line by line: found, looked into, answered, handed back as the same sheet.

    taking      the list comes in; what was answered before is carried over
    lines       what waits, and one line with what the book has of it
    proposing   what our own data say about a line
    answering   answers, and the sheet that goes back
"""

from villagebook.services.doubts.answering import answer, hand_back
from villagebook.services.doubts.lines import (
    PHRASES,
    STATES,
    Detail,
    Line,
    ListView,
    by_numbers,
    count_waiting,
    detail,
    lines,
    lists,
    waiting,
)
from villagebook.services.doubts.proposing import WAITING, Proposal
from villagebook.services.doubts.sheets import is_known
from villagebook.services.doubts.taking import Taken, import_list

__all__ = [
    "PHRASES", "STATES", "WAITING", "Detail", "Line", "ListView", "Proposal", "Taken", "answer", "by_numbers",
    "count_waiting", "detail", "hand_back", "import_list", "is_known", "lines", "lists", "waiting",
]  # fmt: skip
