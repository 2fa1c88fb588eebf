"""Reading of lists: from a file to draft rows with their cells, values and findings.

Lives here: file formats (reading, delimited, markup), where the headings of a table are (headings), which kind of
list it is and what its columns mean (kinds and their columns), how a cell becomes a value (convert), and the
stream of drafts (drafts). Does not live here: the book. A draft says what a row says, never whom it concerns; the
services match drafts to records.

To read one more kind of list: one value in kinds.py. To know one more heading: a synonym at the field in models/.
"""

from villagebook.importing.reading import read_file
from villagebook.importing.sheets import Area, Cell, Sheet, Workbook, text_of

__all__ = ["Area", "Cell", "Sheet", "Workbook", "read_file", "text_of"]
