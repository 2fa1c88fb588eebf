"""Photos of a notice on the wall: near, so that the words can be read, and far, so that the place can be known.

Two when it goes up, two when its time is over, and again after a repair. What the camera wrote into the file (when,
and whether where) is kept beside it; the picture itself goes into the book as all scans do (dossier/taking.py):
upright, small, and without any of that.
"""

from __future__ import annotations

import datetime as dt
import io
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.errors import UserError
from villagebook.ledgers.parts import table
from villagebook.models import Attachment, NoticePhoto
from villagebook.notices.wall import FAR, NEAR, OVER, REPAIRED, UP, WANTED, day_of, doubts, hung_on, lacking
from villagebook.services.dossier.taking import Taken, take
from villagebook.services.entry_papers import Given
from villagebook.services.notice_events import events_of
from villagebook.services.notice_sheets import Row, notice_row
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

_EXIF_IFD, _GPS_IFD, _TAKEN, _WRITTEN = 0x8769, 0x8825, 0x9003, 0x0132
#: A picture is as white as its share of pixels above this shade; a sheet near by is whiter than a house.
_WHITE_SHADE = 200


__all__ = [
    "FAR", "NEAR", "OVER", "REPAIRED", "UP", "WANTED", "Photo", "add", "camera_words", "lacking", "photos", "photos_in",
    "place", "remove",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Photo:
    """One photo of a notice.

    Attributes:
        on: The day it was taken, as the officer or else the camera says.
        taken_at: As the camera wrote it, local time; empty if it did not.
        located: Whether the camera said where; the copy in the book does not say it.
        doubts: What does not fit, one line each: the camera's day is another, or the notice did not hang that day.
    """

    key: uuid.UUID
    attachment: uuid.UUID
    file_name: str
    moment: str
    view: str
    on: dt.date | None
    taken_at: str
    located: bool
    note: str
    doubts: tuple[str, ...]

    @property
    def words(self) -> str:
        """张贴 近景 10-29, as a tile says it."""
        return " ".join(part for part in (self.moment, self.view, f"{self.on:%m-%d}" if self.on else "") if part)


@dataclass(frozen=True, slots=True)
class _Read:
    """A file as taken, and what its camera said."""

    taken: Taken
    at: str
    on: dt.date | None
    located: bool


@verb("notice.photo", "放入公示照片", Undo.INVERSE)
def add(
    book: Book,
    number: str,
    files: Sequence[Given],
    *,
    actor: str,
    today: dt.date,
    moment: str = "",
    view: str = "",
    on: dt.date | None = None,
) -> Changed:
    """Put photos with a notice; the same file at the same moment is not put in twice.

    Args:
        moment, view: 张贴, 期满 or 补贴; 近景 or 远景. Empty: the moment is guessed from the photo's day, the view from
            what is there already and how much of the picture is paper.
        on: The day they were taken; None: as the camera wrote it.

    Raises:
        UserError: the notice was never hung, or a file is no picture; then none is put in.
    """
    read = [_read(given) for given in files]
    with book.work(declaration(add).id, actor, f"放入照片 {number}", Undo.INVERSE) as work:
        row = notice_row(work.connection, book, number)
        if hung_on(row) is None:
            raise UserError("notice.photo_before", f"{number}还没有张贴，没有照片可放", "先记下张贴，再放照片")
        there = [dict(one) for one in _rows(work.connection, [row["id"]])]
        count = 0
        for one in sorted(read, key=lambda r: -_whiteness(r.taken.data)):
            day = on or one.on
            when = moment or _moment(work.connection, row, there, day or today, known=day is not None)
            near = view or _view(there, when, one)
            key = book.files.put(work, one.taken.data, one.taken.file_name, one.taken.media_type)
            if any((p["attachment_id"], p["moment"]) == (key, when) for p in there):
                continue
            made: Row = {
                "id": work.new_id(), "notice_id": row["id"], "attachment_id": key, "moment": when, "view": near,
                "on": day, "taken_at": one.at or None, "located": one.located or None, "note": None,
            }  # fmt: skip
            work.write_rows(NoticePhoto, inserts=[made])
            there.append(made)
            count += 1
        work.heading = f"放入照片 {number} {count} 张"
        return Changed.of(work.commit())


@verb("notice.photo_place", "改公示照片", Undo.INVERSE)
def place(book: Book, photo: uuid.UUID, values: Mapping[str, Any], *, actor: str) -> Changed:
    """Say of a photo when it was taken (``moment``, ``on``), whether it is near or far (``view``), or a ``note``.

    Raises:
        UserError: it is gone.
    """
    with book.work(declaration(place).id, actor, "改公示照片", Undo.INVERSE) as work:
        row = _photo_row(work, photo)
        new = {name: value or None for name, value in values.items() if name in ("moment", "view", "on", "note")}
        if "moment" in new and not new["moment"]:
            del new["moment"]
        work.write_rows(NoticePhoto, updates=[(photo, new)])
        work.heading = f"改照片 {row['number']}"
        return Changed.of(work.commit())


@verb("notice.photo_remove", "取出公示照片", Undo.INVERSE)
def remove(book: Book, photo: uuid.UUID, *, actor: str) -> Changed:
    """Take a photo away from its notice; the file itself stays in the book.

    Raises:
        UserError: it is gone already.
    """
    with book.work(declaration(remove).id, actor, "取出公示照片", Undo.INVERSE) as work:
        row = _photo_row(work, photo)
        work.write_rows(NoticePhoto, deletes=[photo])
        work.heading = f"取出照片 {row['number']} {row['moment']}{row['view'] or ''}"
        return Changed.of(work.commit())


def photos(book: Book, number: str, today: dt.date) -> tuple[Photo, ...]:
    """The photos of a notice: up, repaired, over; near before far."""
    with book.read() as connection:
        row = notice_row(connection, book, number)
        return photos_in(connection, row, today)


def photos_in(connection: Connection, row: Row, today: dt.date) -> tuple[Photo, ...]:
    """``photos`` of a notice's row."""
    order = {UP: 0, REPAIRED: 1, OVER: 2}
    found = [_photo(one, row, today) for one in _rows(connection, [row["id"]])]
    return tuple(sorted(found, key=lambda p: (order.get(p.moment, 3), p.view != NEAR, p.on or dt.date.max)))


def _photo(one: Mapping[str, Any], row: Row, today: dt.date) -> Photo:
    said = one["taken_at"] or ""
    return Photo(
        one["id"], one["attachment_id"], one["file_name"], one["moment"], one["view"] or "", one["on"], said,
        bool(one["located"]), one["note"] or "", doubts(one["moment"], one["on"], said, row, today),
    )  # fmt: skip


def _rows(connection: Connection, notices: Sequence[uuid.UUID]) -> list[Mapping[str, Any]]:
    photo, file = table(NoticePhoto), table(Attachment)
    query = (
        select(photo, file.c.file_name)
        .select_from(photo.join(file, file.c.id == photo.c.attachment_id))
        .where(photo.c.notice_id.in_(notices))
        .order_by(photo.c.id)
    )
    return [dict(row) for row in connection.execute(query).mappings()]


def _photo_row(work: Work, key: uuid.UUID) -> Mapping[str, Any]:
    from villagebook.models import Notice

    photo, notice = table(NoticePhoto), table(Notice)
    query = select(photo, notice.c.number).select_from(photo.join(notice, notice.c.id == photo.c.notice_id))
    query = query.where(photo.c.id == key, photo.c.village_id == work.village_id)
    row = work.connection.execute(query).mappings().first()
    if row is None:
        raise UserError("record.gone", "这张照片已经不在了", "请刷新后再看")
    return dict(row)


# What the camera said


def _read(given: Given) -> _Read:
    taken = take(given.data, given.file_name)
    if len(taken) != 1 or not taken[0].is_picture:
        raise UserError("notice.photo_kind", f"“{given.file_name}”不是照片，没有收", "请放 JPEG、PNG 或 WebP 照片")
    at, located = camera_words(given.data)
    return _Read(taken[0], at, day_of(at), located)


def camera_words(data: bytes) -> tuple[str, bool]:
    """Return when a picture says it was taken (empty if it does not), and whether it says where."""
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as image:
            exif = image.getexif()
            at = exif.get_ifd(_EXIF_IFD).get(_TAKEN) or exif.get(_WRITTEN) or ""
            located = bool(exif.get_ifd(_GPS_IFD))
    except (OSError, SyntaxError, ValueError, EOFError, TypeError, KeyError, OverflowError):
        # A damaged note of the camera does not make the picture worse.
        return "", False
    text = at.decode("ascii", "replace") if isinstance(at, bytes) else str(at)
    return text.replace("\x00", "").strip()[:40], located


# What is guessed


def _moment(connection: Connection, row: Row, there: Sequence[Mapping[str, Any]], day: dt.date, *, known: bool) -> str:
    """The moment a photo of a day is of: after a repair, or the end of the notice's time that lies nearer."""
    if any(event["back_on"] == day for event in events_of(connection, row["id"])):
        return REPAIRED
    first = hung_on(row) or day
    last = row["taken_down_on"] or row["through_on"] or first
    if not known and not any(one["moment"] == UP for one in there) and day <= last:
        return UP
    return UP if abs((day - first).days) < abs((last - day).days) or (first == last and day <= first) else OVER


def _view(there: Sequence[Mapping[str, Any]], moment: str, one: _Read) -> str:
    """Near or far: what the moment lacks, else what the picture looks like."""
    have = {photo["view"] for photo in there if photo["moment"] == moment}
    if len(have & {NEAR, FAR}) == 1:
        return FAR if NEAR in have else NEAR
    return NEAR if _whiteness(one.taken.data) > 1 / 3 else FAR


def _whiteness(jpeg: bytes) -> float:
    """Return the share of a picture that is white as paper, 0 to 1."""
    from PIL import Image

    with Image.open(io.BytesIO(jpeg)) as image:
        image.draft("L", (64, 64))
        small = image.convert("L").resize((32, 32))
    shades = small.histogram()
    return sum(shades[_WHITE_SHADE:]) / sum(shades)
