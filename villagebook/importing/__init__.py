"""Reading of lists: from a file to draft rows with their cells, values and findings.

Lives here: file formats (reading, delimited, markup), where the headings of a table are and what stands around it
(headings, context, recognising), which kind of list it is and what its columns mean (kinds, columns, special), how
a cell becomes a value (convert), and the stream of drafts (drafts). Does not live here: the book. A draft says what
a row says, never whom it concerns; the services match drafts to records.

    for sheet in read_file(path).sheets:
        table = recognise(sheet)
        for draft in drafts(table) if table else (): ...

To read one more kind of list: one value in kinds.py. To know one more heading: a synonym at the field in models/.
"""

from villagebook.importing.columns import REASON_HEADING, Column, can_mean, field_of
from villagebook.importing.content import WORDS as CONTENT_WORDS
from villagebook.importing.content import Known
from villagebook.importing.context import ContextCell
from villagebook.importing.drafts import DraftRow, Seen, drafts
from villagebook.importing.kinds import KINDS, MONITORED, MONITORED_FIELDS, SOURCE, ListKind
from villagebook.importing.reading import read_file
from villagebook.importing.recognising import Memory, Table, recognise
from villagebook.importing.sheets import Area, Cell, Sheet, Workbook, text_of
from villagebook.importing.special import reversed_voucher, reversed_year

__all__ = [
    "CONTENT_WORDS", "KINDS", "MONITORED", "MONITORED_FIELDS", "REASON_HEADING", "SOURCE", "Area", "Cell", "Column",
    "ContextCell", "DraftRow", "Known", "ListKind", "Memory", "Seen", "Sheet", "Table", "Workbook", "can_mean",
    "drafts", "field_of", "read_file", "recognise", "reversed_voucher", "reversed_year", "text_of",
]  # fmt: skip
