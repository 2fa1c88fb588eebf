"""What a notice has to do with an earlier one: it waits for the end of the one it follows, fells the one it corrects.

``refuse_unready`` and ``hung`` are called where notices are finalised and hung, ``proposed_result`` where they end.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.days import chinese
from villagebook.base.errors import UserError
from villagebook.models import Distribution, Notice, Objection
from villagebook.notices.objected import UPHELD, outcome
from villagebook.services.notice_states import CORRECTED, WITHDRAWN, Row, open_objections
from villagebook.store import Work


def refuse_unready(connection: Connection, row: Row, on: dt.date) -> None:
    """Refuse to finalise or hang a notice before the one whose result it tells has ended without open objections.

    Raises:
        UserError: that one still hangs on that day, was withdrawn or corrected, or an objection to it waits.
    """
    if row.get("follows_id") is None:
        return
    query = select(Notice.__table__).where(Notice.id == row["follows_id"])
    before: Row = dict(connection.execute(query).mappings().one())
    number, told = row["number"], before["number"]
    if before["state"] in (CORRECTED, WITHDRAWN) or before["posted_at"] is None:
        raise UserError(
            "notice.follows_fallen", f"{number}说的是{told}的结果，那一份现在是{before['state']}",
            "请照最后张贴的那一份重新拟",
        )  # fmt: skip
    if before["through_on"] is not None and on <= before["through_on"]:
        raise UserError(
            "notice.follows_early", f"{told}公示到{chinese(before['through_on'])}，{number}不能在{chinese(on)}张贴",
            "请等公示期满",
        )  # fmt: skip
    waiting = open_objections(connection, before["id"])
    if waiting:
        raise UserError(
            "notice.follows_open", f"{told}还有 {waiting} 条异议没有答复，{number}不能张贴", "请先核实、答复"
        )


def hung(work: Work, row: Row, on: dt.date) -> None:
    """Let the notice this one corrects be 已更正; objections that were right and plans it told name the new one.

    Args:
        row: Of the notice that went up. on: The day it did.
    """
    if row.get("replaces_id") is None:
        return
    old: Row = dict(work.connection.execute(
        select(Notice.__table__).where(Notice.id == row["replaces_id"])).mappings().one())  # fmt: skip
    if old["state"] in (CORRECTED, WITHDRAWN):
        return
    new: dict[str, Any] = {"state": CORRECTED, "corrected_on": on}
    if old["taken_down_on"] is None:
        new["taken_down_on"] = on
    work.write_rows(Notice, updates=[(old["id"], new)])
    rows = Objection.__table__.c
    query = select(rows.id).where(
        rows.notice_id == old["id"], rows.correction_id.is_(None), rows.result.in_(UPHELD))  # fmt: skip
    right = list(work.connection.execute(query).scalars())
    work.write_rows(Objection, updates=[(key, {"correction_id": row["id"]}) for key in right])
    plans = Distribution.__table__.c
    told = list(work.connection.execute(select(plans.id).where(plans.notice_id == old["id"])).scalars())
    work.write_rows(Distribution, updates=[(key, {"notice_id": row["id"]}) for key in told])


def proposed_result(connection: Connection, row: Row) -> str:
    """Return the result of a notice as its objections say it, for the archive: 公示期内未收到异议。"""
    mode = str(row["content"]["period_label"])[:2] if row["content"] is not None else "公示"
    return outcome(connection, row["id"], mode=mode, through_on=row["through_on"]).sentence + "。"
