"""Notices of the township and the county that hang in the village: recorded, hung, photographed and taken down as ours.

Their content is theirs: the book keeps the sheet as it came, as a scan or a photo, with a number of its own series.
"""

from __future__ import annotations

import datetime as dt
import io
import time
from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from villagebook.base.errors import UserError, VillagebookError
from villagebook.exporting.leaks import scan_pdf
from villagebook.ledgers.parts import table
from villagebook.models import Notice, Village
from villagebook.services import secrets
from villagebook.services.dossier.taking import PDF, Taken, take
from villagebook.services.entry_papers import Given
from villagebook.services.notice_states import READY, RECEIVED
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

ISSUERS = ("乡镇", "县")
#: A scan says nothing that can be looked through; nobody is warned of that.
_UNREAD = "unchecked"


@dataclass(frozen=True, slots=True)
class Received:
    """A notice from above as it was recorded; ``warnings`` says what its sheet shows that should not hang."""

    changed: Changed
    number: str
    warnings: tuple[str, ...]


@verb("notice.receive", "收上级公示", Undo.INVERSE)
def receive(
    book: Book,
    title: str,
    *,
    actor: str,
    issuer: str,
    from_on: dt.date,
    through_on: dt.date,
    issued_by: str = "",
    their_number: str = "",
    place: str = "",
    sheet: Given | None = None,
) -> Received:
    """Record a notice of the township or county that is to hang in the village.

    Args:
        issuer: 乡镇 or 县. issued_by: The unit's name; empty: the village's own township or county.
        from_on, through_on: First and last day as its sheet says.
        sheet: The sheet as a PDF or a picture.

    Raises:
        UserError: there is no title, the issuer is unknown, the last day lies before the first, or the sheet cannot
            be read.
    """
    if not title.strip():
        raise UserError("notice.no_title", "上级公示没有写标题", "请照纸上的标题写")
    if issuer not in ISSUERS:
        raise UserError("notice.issuer", f"发布级别“{issuer}”不对", "应是 乡镇 或 县")
    if through_on < from_on:
        raise UserError("notice.period", f"公示期满{through_on}早于第一天{from_on}", "请照纸上的日期写")
    taken = _as_pdf(sheet) if sheet is not None else None
    with book.work(declaration(receive).id, actor, "收上级公示", Undo.INVERSE) as work:
        mine = select(Village.__table__).where(Village.id == work.village_id)
        village = work.connection.execute(mine).mappings().one()
        serial = _next_serial(work, from_on.year)
        number = f"上级公示〔{from_on.year}〕{serial}号"
        own = village["township"] if issuer == ISSUERS[0] else village["county"]
        pdf_id = book.files.put(work, taken.data, f"{number}.pdf", PDF) if taken is not None else None
        work.write_rows(Notice, inserts=[{
            "id": work.new_id(), "number": number, "year": from_on.year, "serial": serial, "kind": RECEIVED,
            "heading": title.strip(), "state": READY, "subject": {}, "issuer": issuer,
            "issued_by": issued_by.strip() or (f"{own}人民政府" if own else None),
            "their_number": their_number.strip() or None, "place": place.strip() or village["board_place"],
            "from_on": from_on, "through_on": through_on, "days": (through_on - from_on).days, "pdf_id": pdf_id,
            "finalised_at": work.now,
        }])  # fmt: skip
        work.heading = f"收{issuer}公示 {number} {title.strip()}"
        warnings = shown(work.connection, book, taken) if taken is not None else ()
        return Received(Changed.of(work.commit()), number, warnings)


def shown(connection: Connection, book: Book, sheet: Taken) -> tuple[str, ...]:
    """What a sheet shows that should not hang, as far as its text can be read; a scan without text says nothing."""
    rules = secrets.rules(connection, book.village_id)
    try:
        return tuple(str(hit) for hit in scan_pdf(sheet.data, rules) if hit.kind != _UNREAD)
    except VillagebookError as trouble:
        return (str(trouble),)


def _as_pdf(given: Given) -> Taken:
    """The sheet as a PDF, whatever it came as."""
    taken = take(given.data, given.file_name)
    if len(taken) == 1 and not taken[0].is_picture:
        return taken[0]
    from PIL import Image

    out = io.BytesIO()
    pages = [Image.open(io.BytesIO(one.data)) for one in taken]
    # Without the time of day: the same picture is the same file.
    made = time.gmtime(0)
    pages[0].save(
        out, "PDF", save_all=True, append_images=pages[1:], resolution=190, creationDate=made, modDate=made
    )  # fmt: skip
    return Taken(out.getvalue(), PDF, len(pages), taken[0].original, given.file_name)


def _next_serial(work: Work, year: int) -> int:
    rows = table(Notice)
    query = select(func.max(rows.c.serial)).where(
        rows.c.village_id == work.village_id, rows.c.year == year, rows.c.kind == RECEIVED
    )
    return 1 + (work.connection.execute(query).scalar() or 0)
