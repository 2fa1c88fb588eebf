"""What is due today with notices: to post, to hang, to take down, to put up again, to conclude, photos to add."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, select

from villagebook.ledgers.parts import table
from villagebook.models import Notice, NoticeEvent, NoticePhoto
from villagebook.notices import wall
from villagebook.services import publicity
from villagebook.services.notice_states import open_objections
from villagebook.services.today_task import LATE, MONTH, TODAY, Task, due_words
from villagebook.store import Book

_PAGE = "notices"
_NAMED = 3
#: A notice taken down so many days ago without a result is late.
_RESULT_DAYS = 7


def tasks(connection: Connection, book: Book, on: dt.date) -> Iterator[Task]:
    """Return the tasks of all notices as of a day, in the order of their last days."""
    query = select(Notice.__table__).where(Notice.village_id == book.village_id).order_by(Notice.through_on)
    rows = [dict(row) for row in connection.execute(query).mappings()]
    fallen = _fallen(connection, book)
    for row in rows:
        heading = row["heading"] or row["number"]
        state = publicity.state_on(row, on)
        if state == publicity.DRAFT:
            yield Task(
                MONTH, "megaphone", f"张贴：{heading}", f"{row['number']} 还是草稿", None, "草稿", "去张贴", _PAGE,
                row["number"],
            )  # fmt: skip
        elif state == publicity.READY:
            group, when = due_words(row["from_on"], on)
            detail = f"{row['number']} 已经定稿，纸上印从 {row['from_on']} 公示"
            yield Task(
                group, "stamp", f"贴上墙：{heading}", detail, row["from_on"], when, "去张贴", _PAGE, row["number"]
            )  # fmt: skip
        elif state in publicity.HANGING:
            if row["id"] in fallen:
                since = fallen[row["id"]]
                detail, when = f"{row['number']}　{since} 破损脱落，还没有补贴", f"脱落 {(on - since).days} 天"
                yield Task(
                    TODAY, "rotate-ccw", f"补贴公示：{heading}", detail, since, when, "去补贴", _PAGE, row["number"]
                )  # fmt: skip
            if not row["open_ended"] and row["through_on"] is not None:
                yield _take_down(row, heading, on)
        elif state == publicity.DOWN:
            yield _conclude(connection, row, heading, on)
    yield from _photos(connection, rows, on)


def _take_down(row: Any, heading: str, on: dt.date) -> Task:
    group, when = due_words(row["through_on"], on)
    detail = f"{row['number']}　公示期满 {row['through_on']}" + ("，摘下前拍近景和远景" if group == TODAY else "")
    verb = "去摘下" if group == LATE else "打开"
    title = f"摘下公示：{heading}"
    return Task(group, "megaphone", title, detail, row["through_on"], when, verb, _PAGE, row["number"])


def _conclude(connection: Connection, row: Any, heading: str, on: dt.date) -> Task:
    days = (on - row["taken_down_on"]).days
    waiting = open_objections(connection, row["id"])
    held = f"，还有 {waiting} 条异议没有答复" if waiting else ""
    group = LATE if days > _RESULT_DAYS and row["kind"] != publicity.RECEIVED else MONTH
    detail, when = f"{row['number']}　{row['taken_down_on']} 摘下，还没有写结果{held}", f"摘下 {days} 天"
    return Task(group, "archive", f"公示归档：{heading}", detail, None, when, "去归档", _PAGE, row["number"])


def _fallen(connection: Connection, book: Book) -> dict[uuid.UUID, dt.date]:
    """Notices that are off the wall and not back, with the day since when."""
    event = table(NoticeEvent)
    query = select(event.c.notice_id, event.c.on).where(
        event.c.village_id == book.village_id, event.c.kind == wall.DAMAGED, event.c.back_on.is_(None)
    )
    return {row.notice_id: row.on for row in connection.execute(query.order_by(event.c.on.desc()))}


def _photos(connection: Connection, rows: list[dict[str, Any]], on: dt.date) -> Iterator[Task]:
    """One task for photos that are missing since yesterday or longer."""
    photo = table(NoticePhoto)
    there: dict[uuid.UUID, set[tuple[str, str]]] = defaultdict(set)
    for one in connection.execute(select(photo.c.notice_id, photo.c.moment, photo.c.view)):
        there[one.notice_id].add((one.moment, one.view))
    lacking = []
    for row in rows:
        hung, down = row["hung_on"], row["taken_down_on"]
        if hung is None or hung >= on or row["state"] in (publicity.WITHDRAWN, publicity.CORRECTED):
            continue
        count = len(wall.lacking(there[row["id"]], over=down is not None and down < on))
        if count:
            lacking.append((row, count))
    if lacking:
        many = sum(count for _, count in lacking)
        named = "；".join(f"{row['heading'] or row['number']} {count} 张" for row, count in lacking[:_NAMED])
        key = lacking[0][0]["number"] if len(lacking) == 1 else ""
        title = f"补公示照片：{len(lacking)} 份缺 {many} 张"
        yield Task(MONTH, "image-plus", title, named, None, f"缺 {many} 张", "去补", _PAGE, key)
