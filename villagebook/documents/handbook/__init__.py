"""The handbook of a household (帮扶手册, 扶贫手册): its pages as forms, one module a page.

``book`` sets handbooks into one PDF, ``values`` is what a handbook says. A page knows neither records nor
the database: it gets a mapping of plain values, made by ``services.handbook_values``.

To add a page: a module with its Form, and one ``HandbookPage`` in ``book.PAGES`` at its place.
"""

from villagebook.documents.handbook.book import (
    PAGES,
    HandbookPage,
    HandbookPdf,
    MissingGlyph,
    PageHash,
    page_hashes,
    plain_pages,
    render_handbooks,
)
from villagebook.documents.handbook.values import Edition, HandbookValues

__all__ = [
    "PAGES",
    "Edition",
    "HandbookPage",
    "HandbookPdf",
    "HandbookValues",
    "MissingGlyph",
    "PageHash",
    "page_hashes",
    "plain_pages",
    "render_handbooks",
]
