"""The papers of an entry (附件): invoices, receipts, lists as photos or scans.

They are put with drafts and with posted entries alike, for a paper may come later and the entry itself does not change.
From a posted entry nothing is taken away again.
"""

from __future__ import annotations

import io
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Connection, select

from villagebook.base.errors import UserError
from villagebook.ledgers.parts import table
from villagebook.models import Attachment, AttachmentLink, FundEntry
from villagebook.services.dossier.taking import Taken, take
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

ROLE = "附件"


@dataclass(frozen=True, slots=True)
class Given:
    """A file as a person gave it."""

    file_name: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Paper:
    """One file put with an entry; ``sheets`` is how many sheets of paper it shows."""

    link: uuid.UUID
    attachment: uuid.UUID
    file_name: str
    media_type: str
    sheets: int


def entry_of(book: Book, voucher: str, year: int | None = None) -> uuid.UUID:
    """The entry with a voucher number.

    Raises:
        UserError: there is none, or several and no year is given.
    """
    rows = table(FundEntry).c
    query = select(rows.id, rows.year).where(rows.village_id == book.village_id, rows.voucher == voucher)
    with book.read() as connection:
        found = connection.execute(query if year is None else query.where(rows.year == year)).all()
    if not found:
        raise UserError("funds.no_entry", f"没有凭证号{voucher}", "请核对凭证号")
    if len(found) > 1:
        years = "、".join(sorted({str(row.year) for row in found}))
        raise UserError("funds.several_years", f"{years}年都有{voucher}", "请写明是哪一年的（--year）")
    key: uuid.UUID = found[0].id
    return key


def papers(book: Book, entry: uuid.UUID) -> tuple[Paper, ...]:
    """The files put with an entry, in the order they were put in."""
    with book.read() as connection:
        return papers_with(connection, "fund_entry", entry, ROLE)


def as_pdf(book: Book, attachment: uuid.UUID) -> bytes:
    """A paper as a PDF, to be looked at: a picture becomes a page of its own size.

    Raises:
        KnownError: its file is missing or was changed.
    """
    data = book.files.read(attachment)
    if data.startswith(b"%PDF-"):
        return data
    from PIL import Image

    out = io.BytesIO()
    with Image.open(io.BytesIO(data)) as picture:
        picture.convert("RGB").save(out, "PDF", resolution=150)
    return out.getvalue()


def papers_with(connection: Connection, record: str, key: uuid.UUID, role: str) -> tuple[Paper, ...]:
    """The files put with a record as this, in the order they were put in."""
    link, file = table(AttachmentLink).c, table(Attachment).c
    query = (
        select(link.id, link.attachment_id, file.file_name, file.media_type, link.note)
        .join_from(table(AttachmentLink), table(Attachment), file.id == link.attachment_id)
        .where(link.record == record, link.record_id == key, link.role == role)
        .order_by(link.id)
    )
    return tuple(
        Paper(row.id, row.attachment_id, row.file_name, row.media_type, _sheets(row.note))
        for row in connection.execute(query)
    )


def _sheets(note: str | None) -> int:
    number = (note or "").removesuffix(" 张")
    return int(number) if number.isdigit() else 1


def put_with(book: Book, work: Work, taken: Sequence[Taken], record: str, key: uuid.UUID, role: str) -> int:
    """Put files with a record; return how many, for a file it has already is not put in twice."""
    have = {paper.attachment for paper in papers_with(work.connection, record, key, role)}
    inserts = []
    for one in taken:
        file = book.files.put(work, one.data, one.file_name, one.media_type)
        if file not in have:
            have.add(file)
            inserts.append({
                "village_id": book.village_id, "attachment_id": file, "record": record, "record_id": key,
                "role": role, "note": f"{one.pages} 张" if one.pages > 1 else None,
            })  # fmt: skip
    work.write_rows(AttachmentLink, inserts=inserts)
    return len(inserts)


@verb("funds.attach", "放入附件", Undo.INVERSE)
def attach(book: Book, entry: uuid.UUID, files: Sequence[Given], *, actor: str) -> Changed:
    """Put files with an entry, posted or not; a file it has already is not put in twice.

    Raises:
        UserError: the entry is gone, or a file is neither a picture nor a PDF; then none is put in.
    """
    taken = [one for given in files for one in take(given.data, given.file_name)]
    with book.work(declaration(attach).id, actor, "放入附件", Undo.INVERSE) as work:
        voucher, _ = _entry(work.connection, entry)
        count = put_with(book, work, taken, "fund_entry", entry, ROLE)
        work.heading = f"{voucher} 放入附件 {count} 份"
        return Changed.of(work.commit())


@verb("funds.detach", "取出附件", Undo.INVERSE)
def detach(book: Book, link: uuid.UUID, *, actor: str) -> Changed:
    """Take a file away from a draft again.

    Raises:
        UserError: it is gone, or its entry is posted.
    """
    with book.work(declaration(detach).id, actor, "取出附件", Undo.INVERSE) as work:
        rows = table(AttachmentLink).c
        query = select(rows.record_id).where(rows.id == link, rows.record == "fund_entry", rows.role == ROLE)
        entry = work.connection.execute(query).scalar()
        if entry is None:
            raise UserError("record.gone", "这份附件已经不在了", "请刷新后再看")
        voucher, posted = _entry(work.connection, entry)
        if posted:
            raise UserError("funds.posted", f"{voucher}已经入账，附件只能补，不能取出")
        work.write_rows(AttachmentLink, deletes=[link])
        work.heading = f"{voucher} 取出附件"
        return Changed.of(work.commit())


def _entry(connection: Connection, entry: uuid.UUID) -> tuple[str, bool]:
    """Return what names an entry and whether it is posted."""
    rows = table(FundEntry).c
    row = connection.execute(select(rows.voucher, rows.memo, rows.posted_at).where(rows.id == entry)).first()
    if row is None:
        raise UserError("record.gone", "这一条已经不在书里了", "请刷新后再看")
    return row.voucher or row.memo or "没有凭证号的一笔", row.posted_at is not None
