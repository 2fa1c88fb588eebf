"""One paper of a binder as a PDF, to be looked at or printed by itself."""

from __future__ import annotations

import datetime as dt
import io
import uuid

from villagebook.documents.page import A4, MM, Paper, landscape, picture_size
from villagebook.services.dossier.binder import Kept, SlotView
from villagebook.services.dossier.taking import JPEG
from villagebook.services.papers import printing
from villagebook.store import Book

_EDGE_MM = 6.0


def paper_pdf(book: Book, view: SlotView, paper: uuid.UUID | str, on: dt.date) -> bytes:
    """Return what lies in a slot under a key as a PDF: a scan, a notice as posted, a made paper.

    Raises:
        LookupError: nothing there has this key, or it lies in the cabinet only.
        KnownError: its file is missing or damaged.
    """
    for kept in (*view.kept, *view.photos):
        if kept.key == paper and kept.row["attachment_id"] is not None:
            return _kept_pdf(book, kept)
    for notice in view.notices:
        if notice["id"] == paper:
            return book.files.read(notice["pdf_id"])
    for here in view.made:
        if made_key(here.paper.id, here.key) == paper:
            return printing.paper_pdf(book, here.paper.id, on=on, key=here.key).data
    raise LookupError(f"no paper {paper}")


def made_key(paper_id: str, key: uuid.UUID) -> str:
    """Return the key of a made paper in a slot."""
    return f"{paper_id}:{key}"


def _kept_pdf(book: Book, kept: Kept) -> bytes:
    data = book.files.read(kept.row["attachment_id"])
    if kept.media_type != JPEG:
        return data
    width, height = picture_size(data)
    size = landscape(A4) if width > height else A4
    paper, out = Paper(kept.name), io.BytesIO()
    page, edge = paper.page(size), _EDGE_MM * MM
    page.picture_within(data, edge, edge, size[0] - 2 * edge, size[1] - 2 * edge)
    out.write(paper.save())
    return out.getvalue()
