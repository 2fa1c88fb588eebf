"""The sample's notices on the wall: photos of each, one torn by rain, two from above, one waiting to be hung.

Four drawn pictures serve all notices: what matters is that each has its photos of the right days.
"""

from __future__ import annotations

import datetime as dt
import io
import random
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from villagebook.base.days import chinese
from villagebook.ledgers.parts import table
from villagebook.models import Notice, NoticePhoto
from villagebook.notices.wall import FAR, NEAR, OVER, UP, hung_on
from villagebook.services import notice_events, notice_received, publicity
from villagebook.services.dossier.taking import take
from villagebook.services.entry_papers import Given
from villagebook.services.sample.scans import scan
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

#: Who hangs the sample's notices, and who looks on.
HUNG_BY, WITNESS = "王建华", "陈德贵"
_SIZE = (720, 540)
_TOWNSHIP = "云岭镇人民政府"


def dress(book: Book, today: dt.date, *, actor: str) -> None:
    """Add what happened on the wall to the sample's notices, and their photos."""
    _from_above(book, f"关于{today.year}年度临时救助对象的公示", today, 4, 7, None, actor=actor)
    _from_above(book, "关于全县公益性岗位安排的公告", today, 15, 10, 1, actor=actor)
    hanging, drafts = _numbers(book, publicity.UP), _numbers(book, publicity.DRAFT)
    if len(hanging) > 2:
        notice_events.record(
            book, hanging[2], notice_events.DAMAGED, today - dt.timedelta(days=4), actor=actor,
            back_on=today - dt.timedelta(days=3), who=HUNG_BY, witness=WITNESS, note="夜里大雨，打落一角，重新贴好",
        )  # fmt: skip
    if len(drafts) > 1:
        publicity.finalise(book, drafts[1], today + dt.timedelta(days=1), actor=actor)
    photograph(book, actor=actor)


def _numbers(book: Book, state: str) -> list[str]:
    """Numbers of our notices in a state, in order."""
    query = select(Notice.number).where(Notice.state == state, Notice.kind != publicity.RECEIVED)
    with book.read() as connection:
        return list(connection.execute(query.order_by(Notice.year, Notice.serial)).scalars())


def _from_above(
    book: Book, title: str, today: dt.date, ago: int, days: int, down: int | None, *, actor: str
) -> None:
    first = today - dt.timedelta(days=ago)
    issuer = "县" if "全县" in title else "乡镇"
    office = "示范县人力资源和社会保障局" if issuer == "县" else _TOWNSHIP
    last = first + dt.timedelta(days=days)
    words = (
        f"{title.removeprefix('关于')}内容见附表，如有异议，请在公示期内向本单位反映。",
        f"公示时间：{chinese(first)}至{chinese(last)}。",
    )
    sheet = scan(ago, title, f"示范〔{today.year}〕{ago}号", words, (office, chinese(first)))
    made = notice_received.receive(
        book, title, actor=actor, issuer=issuer, issued_by=office, their_number=f"示范〔{today.year}〕{ago}号",
        from_on=first, through_on=last, sheet=Given("原件.png", sheet),
    )  # fmt: skip
    publicity.hang(book, made.number, first, actor=actor, hung_by=HUNG_BY, witness=WITNESS)
    if down is not None:
        publicity.take_down(book, made.number, today - dt.timedelta(days=down), actor=actor)


@verb("demo.photos", "写入样本照片", Undo.NONE)
def photograph(book: Book, *, actor: str) -> Changed:
    """Put photos with every notice that was hung and has none: of its start, and of its end once it is down."""
    with book.work(declaration(photograph).id, actor, "写入样本照片", Undo.NONE) as work:
        files = {
            (view, place): _put(book, work, view, place) for view in (NEAR, FAR) for place in range(2)
        }  # fmt: skip
        notice = table(Notice)
        have = select(NoticePhoto.notice_id)
        query = select(notice).where(notice.c.posted_at.is_not(None), notice.c.id.not_in(have))
        rows = work.connection.execute(query.order_by(notice.c.year, notice.c.serial)).mappings().all()
        work.write_rows(NoticePhoto, [photo for row in rows for photo in _photos(dict(row), files)])
        return Changed.of(work.commit())


def _photos(row: Mapping[str, Any], files: Mapping[tuple[str, int], uuid.UUID]) -> Iterator[dict[str, Any]]:
    moments = [(UP, hung_on(row), "09:20"), (OVER, row["taken_down_on"], "17:05")]
    for moment, day, at in moments:
        for minute, view in enumerate((NEAR, FAR)):
            if day is not None:
                yield {
                    "notice_id": row["id"], "attachment_id": files[view, row["serial"] % 2], "moment": moment,
                    "view": view, "on": day, "taken_at": f"{day:%Y:%m:%d} {at}:{minute * 40:02d}", "located": True,
                }  # fmt: skip


def _put(book: Book, work: Work, view: str, place: int) -> uuid.UUID:
    (taken,) = take(picture(view, place), f"公示照片-{view}-{place + 1}.jpg")
    return book.files.put(work, taken.data, taken.file_name, taken.media_type)


def picture(view: str, seed: int) -> bytes:
    """Return a JPEG of a sheet on the board, or of the office with the board before it."""
    from PIL import Image, ImageDraw

    image = Image.new("RGB", _SIZE, (205, 222, 232))
    ink = ImageDraw.Draw(image)
    (_sheet if view == NEAR else _office)(ink, random.Random(seed))
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70)
    return out.getvalue()


def _sheet(ink: Any, chance: random.Random) -> None:
    """One sheet that fills most of a green board in a brown frame."""
    width, height = _SIZE
    ink.rectangle((0, 0, width, height), fill=(132, 84, 52))
    ink.rectangle((36, 36, width - 36, height - 36), fill=(172, 202, 184))
    left, right = 190 + chance.randrange(20), width - 190
    ink.rectangle((left, 56, right, height), fill=(252, 251, 247))
    ink.rectangle((left + 80, 96, right - 80, 112), fill=(38, 38, 38))
    ink.rectangle((left + 110, 122, right - 110, 134), fill=(38, 38, 38))
    for row in range(7):
        top = 168 + row * 26
        ink.line((left + 36, top, right - 36 - chance.randrange(60), top), fill=(96, 96, 96), width=4)
    for row in range(6):
        ink.rectangle((left + 36, 352 + row * 26, right - 36, 378 + row * 26), outline=(120, 120, 120), width=2)
    ink.ellipse((right - 130, 420, right - 50, 500), outline=(196, 62, 52), width=5)


def _office(ink: Any, chance: random.Random) -> None:
    """The village's office with its roof, its windows and the board beside the door."""
    width, height = _SIZE
    ink.rectangle((0, height * 3 // 4, width, height), fill=(196, 184, 160))
    ink.rectangle((70, 200, width - 70, height * 3 // 4), fill=(236, 228, 208))
    ink.polygon(((30, 200), (width // 2, 70), (width - 30, 200)), fill=(150, 70, 60))
    ink.rectangle((width - 210, 270, width - 140, height * 3 // 4), fill=(104, 122, 132))
    ink.rectangle((150, 250, 450, 370), fill=(120, 150, 132), outline=(96, 72, 50), width=8)
    for place in range(4):
        x = 168 + place * 68
        ink.rectangle((x, 268 + chance.randrange(6), x + 52, 352), fill=(250, 250, 246))
