"""Photos and papers of an asset: what it looks like, the certificate, the contract under which it is let."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from sqlalchemy import select

from villagebook.base.errors import UserError
from villagebook.ledgers.parts import table
from villagebook.models import AttachmentLink
from villagebook.services.dossier.taking import take
from villagebook.services.entry_papers import Given, Paper, papers_with, put_with
from villagebook.services.fields import record_row
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo

ROLE = "照片"


def photos(book: Book, asset: uuid.UUID) -> tuple[Paper, ...]:
    """The files put with an asset, in the order they were put in."""
    with book.read() as connection:
        return papers_with(connection, "asset", asset, ROLE)


@verb("asset.attach", "放入资产照片", Undo.INVERSE)
def attach(book: Book, asset: uuid.UUID, files: Sequence[Given], *, actor: str) -> Changed:
    """Put photos or papers with an asset; a file it has already is not put in twice.

    Raises:
        UserError: the asset is gone, or a file is neither a picture nor a PDF; then none is put in.
    """
    taken = [one for given in files for one in take(given.data, given.file_name)]
    with book.work(declaration(attach).id, actor, "放入资产照片", Undo.INVERSE) as work:
        row = record_row(work.connection, "asset", asset)
        count = put_with(book, work, taken, "asset", asset, ROLE)
        work.heading = f"放入资产照片 {row['name'] or row['code'] or ''} {count} 份"
        return Changed.of(work.commit())


@verb("asset.detach", "取出资产照片", Undo.INVERSE)
def detach(book: Book, link: uuid.UUID, *, actor: str) -> Changed:
    """Take a photo away from an asset again; the file itself stays in the book.

    Raises:
        UserError: it is gone already.
    """
    with book.work(declaration(detach).id, actor, "取出资产照片", Undo.INVERSE) as work:
        rows = table(AttachmentLink).c
        query = select(rows.record_id).where(rows.id == link, rows.record == "asset", rows.role == ROLE)
        asset = work.connection.execute(query).scalar()
        if asset is None:
            raise UserError("record.gone", "这张照片已经不在了", "请刷新后再看")
        row = record_row(work.connection, "asset", asset)
        work.write_rows(AttachmentLink, deletes=[link])
        work.heading = f"取出资产照片 {row['name'] or row['code'] or ''}".rstrip()
        return Changed.of(work.commit())
