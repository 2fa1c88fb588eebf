"""The last look at a finished file: does it show what must not leave the office?

Lives here: what is looked for (``rules``, ``shapes``), how text is compared (``squeeze``), the search (``scene``,
``pointed``, ``child``, ``search``, ``pieces``), and the reading of finished files: ``pdf`` with ``pdf_place`` and
``pdf_objects``, ``xlsx`` and ``docx`` with ``parts``, ``images`` with ``exif``; ``files`` takes any of them. The file
itself is read, not the values it was made from: text that came in through a remark, a title or a file property is
found too. Does not live here: which values are secret (the caller hands them in), what to do about a hit.

What it cannot see: text inside images, and a name or remark shorter than ``rules.SHORTEST_TEXT`` characters.

To look for one more kind: one entry in ``rules.KINDS`` and one finder in ``search.FINDERS``. To read one more kind of
file: one branch in ``files``.
"""

from villagebook.exporting.leaks.docx import scan_docx
from villagebook.exporting.leaks.files import scan_file
from villagebook.exporting.leaks.images import is_located, scan_image
from villagebook.exporting.leaks.pdf import scan_pdf
from villagebook.exporting.leaks.rules import KINDS, SENSITIVE_WORDS, Children, Hit, LeakRules, Literals
from villagebook.exporting.leaks.search import scan_text
from villagebook.exporting.leaks.xlsx import scan_xlsx

__all__ = [
    "KINDS", "SENSITIVE_WORDS", "Children", "Hit", "LeakRules", "Literals", "is_located", "scan_docx", "scan_file",
    "scan_image", "scan_pdf", "scan_text", "scan_xlsx",
]  # fmt: skip
