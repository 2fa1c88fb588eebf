"""Objections to a notice: by when they are to be answered, which line they are about, what came of them.

Source of the sentences: results of notices as villages write them (公示期内未收到异议 …).
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.sheet import NoticeContent
from villagebook.ledgers.parts import table
from villagebook.models import Notice, Objection
from villagebook.notices.difference import shown
from villagebook.notices.subject import NoticeRules
from villagebook.policies import period

#: What the book calls an objection that was right, wholly or in part.
UPHELD = ("成立", "部分成立")
PASSED_ON, TAKEN_BACK = "转上级处理", "反映人撤回"
#: A question is answered, but it is no objection.
QUESTION = "咨询"

#: Everything a result says by itself; an answer typed in the same words is no secret.
_STOCK = (
    "公示期内未收到异议，公告期内未收到异议，经核实维持原公示，经核实成立，予以更正，已更正，已转上级处理，正在核实"
)


def is_stock(text: str) -> bool:
    """Say whether a text is but words that results are made of."""
    return text.strip().rstrip("。") in _STOCK


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a notice's tables: ``number`` counts through all tables and is the printed one where there is one.

    ``label`` is what people call it (第 7 行), ``text`` what stands there.
    """

    number: int
    label: str
    text: str


def lines(content: NoticeContent) -> tuple[Line, ...]:
    """Return all lines in the order printed."""
    found: list[Line] = []
    for place, table_ in enumerate(content.tables):
        start = len(found)
        of = f"表{place + 1}" if len(content.tables) > 1 else ""
        for row in table_.rows:
            cells = (
                (column, shown(column, value))
                for column, value in zip(table_.columns, row, strict=True) if column.kind != "serial"
            )  # fmt: skip
            text = "，".join(said if column.kind in ("name", "group") else f"{column.heading} {said}"
                            for column, said in cells if said)  # fmt: skip
            number = len(found) + 1
            found.append(Line(number, f"{of}第 {number - start} 行", text))
    return tuple(found)


def policy_of(objection: Mapping[str, Any]) -> str:
    """Return the id of the policy that says how long an answer may take."""
    by_way = {"12345": "hotline", "信访": "letter"}.get(objection["way"] or "")
    what = by_way or ("notice" if objection["kind"] in ("异议", QUESTION) else "complaint")
    return f"objection.{what}.days"


def deadline(objection: Mapping[str, Any], rules: NoticeRules) -> dt.date:
    """Return the last day for the answer, by the rule in force on the day it was received."""
    received: dt.date = objection["received_on"]
    length = period(policy_of(objection), received, rules.overrides)
    return length.after(received, is_working_day=rules.is_office_day)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of the objections to one notice; questions do not count.

    Attributes:
        during, later: How many came in up to its last day, and after it.
        open: How many are not answered.
        upheld: How many were right, wholly or in part; corrected: numbers of the notices that correct them.
        passed_on: How many went to a higher office.
    """

    mode: str
    during: int
    later: int
    open: int
    upheld: int
    passed_on: int
    corrected: tuple[str, ...] = ()

    @property
    def sentence(self) -> str:
        """The result as it is written down, without full stop."""
        if not self.during and not self.later:
            return f"{self.mode}期内未收到异议"
        total = self.during + self.later
        said = [f"{self.mode}期内收到异议 {self.during} 件" if self.during else f"{self.mode}期内未收到异议"]
        if self.later:
            said.append(f"期满后收到 {self.later} 件")
        if self.open:
            said.append("正在核实" if self.open == total else f"其中 {self.open} 件正在核实")
        if self.upheld:
            said.append("经核实成立" if self.upheld == total else f"其中 {self.upheld} 件经核实成立")
            said.append(f"已更正（{'、'.join(self.corrected)}）" if self.corrected else "予以更正")
        if self.passed_on:
            said.append("已转上级处理" if self.passed_on == total else f"其中 {self.passed_on} 件已转上级处理")
        rest = total - self.open - self.upheld - self.passed_on
        if rest:
            said.append("经核实维持原公示" if rest == total else f"其余 {rest} 件经核实维持原公示")
        return "，".join(said)


def outcome(conn: Connection, notice: uuid.UUID, *, mode: str = "公示", through_on: dt.date | None = None) -> Outcome:
    """Return what came of the objections to a notice, as far as it is known.

    Args:
        mode: 公示 or 公告. through_on: Its last day; None: all came during it.
    """
    objection, corrects = table(Objection), table(Notice)
    statement = (
        select(objection.c.received_on, objection.c.answered_on, objection.c.result, corrects.c.number)
        .select_from(objection.outerjoin(corrects, corrects.c.id == objection.c.correction_id))
        .where(objection.c.notice_id == notice, objection.c.kind != QUESTION)
        .order_by(objection.c.received_on, objection.c.id)
    )
    rows: Sequence[Any] = conn.execute(statement).all()
    later = sum(through_on is not None and row.received_on > through_on for row in rows)
    answered = [row for row in rows if row.answered_on is not None]
    upheld = [row for row in answered if row.result in UPHELD]
    return Outcome(
        mode=mode, during=len(rows) - later, later=later, open=len(rows) - len(answered), upheld=len(upheld),
        passed_on=sum(row.result == PASSED_ON for row in answered),
        corrected=tuple(dict.fromkeys(row.number for row in upheld if row.number)),
    )  # fmt: skip
