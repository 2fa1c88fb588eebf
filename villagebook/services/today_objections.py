"""Of 今日: objections that wait for their answer, and notices on the wall that the book no longer agrees with."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from sqlalchemy import Connection

from villagebook.services import notice_difference, objection_views
from villagebook.services.today_task import MONTH, Task, due_words
from villagebook.store import Book

#: What 公示 does with an objection: the view that lists them, with the one whose key is given.
ACTION = "objections"


def tasks(connection: Connection, book: Book, on: dt.date) -> Iterator[Task]:
    """Yield one task per open objection, by its deadline, and one per notice that differs."""
    for one in objection_views.views(connection, book.village_id, on):
        if one.open:
            group, when = due_words(one.due_on, on)
            about = one.notice or one.project or one.row["about"] or ""
            came = f"{one.row['received_on']} {one.row['way'] or ''}".strip()
            detail = "　".join(part for part in (one.code, came, one.line) if part)
            yield Task(
                group, "message-square-warning", f"答复{one.row['kind']}：{about}", detail, one.due_on, when, "去答复",
                "notices", str(one.key), ACTION,
            )  # fmt: skip
    for found, heading in notice_difference.differing(connection, book.village_id, on):
        more = f"，共 {len(found.found)} 处" if len(found.found) > 1 else ""
        detail = f"{found.number}　{found.found[0].line}{more}"
        yield Task(
            MONTH, "triangle-alert", f"核对公示和台账：{heading}", detail, None, "不一致", "去看", "notices",
            found.number,
        )  # fmt: skip
