"""The states of a notice, and what each of them allows.

草稿 -> 待张贴 (frozen, not hung yet) -> 公示中 -> 期满 (past its last day, still hanging) -> 已摘下 -> 归档;
or 已更正 (another notice stands in its place), or 已撤回. 期满 is worked out; all else is stored.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from typing import Any, Final

from sqlalchemy import Connection, func, select

from villagebook.base.errors import UserError
from villagebook.ledgers.parts import table
from villagebook.models import Objection
from villagebook.models.notice_states import ARCHIVED as ARCHIVED
from villagebook.models.notice_states import CORRECTED as CORRECTED
from villagebook.models.notice_states import DOWN as DOWN
from villagebook.models.notice_states import DRAFT as DRAFT
from villagebook.models.notice_states import EXPIRED as EXPIRED
from villagebook.models.notice_states import FALLEN as FALLEN
from villagebook.models.notice_states import HANGING as HANGING
from villagebook.models.notice_states import NOT_HUNG as NOT_HUNG
from villagebook.models.notice_states import READY as READY
from villagebook.models.notice_states import UP as UP
from villagebook.models.notice_states import WITHDRAWN as WITHDRAWN
from villagebook.notices.wall import hung_on as hung_on

Row = Mapping[str, Any]

#: Kind of the notices of township and county that hang here; they have no content of ours.
RECEIVED: Final = "received"
#: The days of one that hangs on after its least time.
LONG: Final = "长期"


def state_on(row: Row, today: dt.date) -> str:
    """The state as of a day: past its last day a notice waits to be taken down, unless it hangs without end.

    What older versions took down with a result is in the archive; they had no other word for it.
    """
    over = row["through_on"] is not None and today > row["through_on"] and not row.get("open_ended")
    if row["state"] == DOWN and row.get("result"):
        return ARCHIVED
    return EXPIRED if row["state"] == UP and over else str(row["state"])


def must_be(row: Row, states: tuple[str, ...], verb_title: str) -> None:
    """Refuse what the state of a notice does not allow.

    Raises:
        UserError: it is in none of these states; the line says in which, and what goes instead.
    """
    if row["state"] not in states:
        raise UserError(
            "notice.state", f"{row['number']}现在是{row['state']}，不能{verb_title}", _instead(row["state"], states)
        )


def _instead(state: str, wanted: tuple[str, ...]) -> str:
    if state == READY:
        return "已经定稿：贴上墙用 notice hang；要改先退回草稿（notice unfinalise）"
    if DRAFT in wanted:
        return "已张贴的要改，请撤回后另拟一份"
    if state == DRAFT:
        return "先定稿、张贴"
    if state == UP and DOWN in wanted:
        return "先摘下（notice take-down）"
    return ""


def open_objections(connection: Connection, notice: uuid.UUID) -> int:
    """How many objections to a notice nobody has answered yet."""
    rows = table(Objection)
    query = select(func.count()).select_from(rows).where(rows.c.notice_id == notice, rows.c.answered_on.is_(None))
    return connection.execute(query).scalar_one()


def refuse_open(connection: Connection, row: Row, what: str) -> None:
    """Refuse to end a notice while an objection to it waits.

    Raises:
        UserError: there is one; taking the sheet down is never refused.
    """
    count = open_objections(connection, row["id"])
    if count:
        raise UserError(
            "notice.objection_open", f"{row['number']}还有 {count} 条异议没有答复，不能{what}",
            "先核实、答复；纸可以先摘下，结果等答复以后再写",
        )  # fmt: skip
