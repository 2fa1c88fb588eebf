"""Objections and complaints as pages, lists and today see them: about what, by when, how it stands."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.sheet import NoticeContent
from villagebook.models import Notice, Objection, Project
from villagebook.notices import objected
from villagebook.notices.objected import Line
from villagebook.notices.subject import NoticeRules
from villagebook.services.fields import record_row
from villagebook.services.notice_sheets import notice_row
from villagebook.services.overrides import overrides
from villagebook.store import Book


@dataclass(frozen=True, slots=True)
class ObjectionView:
    """One objection or complaint.

    Attributes:
        row: The record's values by field name.
        notice: Number of the notice it is about, heading: its title; correction: number of the notice that corrects it.
        project: Code and name of the project.
        due_on: The last day for the answer.
        left: Days until then on the day asked for, negative when past; None once answered.
        line: 第 7 行; empty if it is about none.
    """

    key: uuid.UUID
    row: Mapping[str, Any]
    notice: str
    heading: str
    project: str
    correction: str
    due_on: dt.date
    left: int | None
    line: str

    @property
    def code(self) -> str:
        """Its number."""
        return self.row["code"] or ""

    @property
    def open(self) -> bool:
        """Whether nobody has answered yet."""
        return self.left is not None

    @property
    def late(self) -> bool:
        """Whether the answer is past its day."""
        return self.left is not None and self.left < 0

    @property
    def state(self) -> str:
        """One word for lists: 已答复, 还有 3 天, 今天到期, 过期 2 天."""
        if self.left is None:
            return "已答复"
        if self.left < 0:
            return f"过期 {-self.left} 天"
        return f"还有 {self.left} 天" if self.left else "今天到期"

    @property
    def about(self) -> str:
        """What it is about, for lists: the notice, the project, or what was typed."""
        return self.heading or self.notice or self.project or self.row["about"] or ""


def every(book: Book, on: dt.date, *, waiting: bool = False, notice: str = "") -> list[ObjectionView]:
    """Return all, those that wait first by their day, then the answered ones, the newest first.

    Args:
        waiting: Only those without an answer. notice: Only those about the notice with this number.
    """
    with book.read() as connection:
        found = views(connection, book.village_id, on)
    if waiting:
        found = [one for one in found if one.open]
    if notice:
        found = [one for one in found if one.notice == notice]
    return found


def view(book: Book, key: uuid.UUID, on: dt.date) -> ObjectionView:
    """Return one.

    Raises:
        UserError: it is gone.
    """
    with book.read() as connection:
        record_row(connection, "objection", key)
        return next(one for one in views(connection, book.village_id, on) if one.key == key)


def views(connection: Connection, village_id: uuid.UUID, on: dt.date) -> list[ObjectionView]:
    """Return all of a village, as ``every`` orders them."""
    rows, notice, project = Objection.__table__, Notice.__table__, Project.__table__
    later = notice.alias("later")
    query = (
        select(rows, notice.c.number.label("_notice"), notice.c.heading.label("_heading"),
               later.c.number.label("_correction"), project.c.code.label("_code"), project.c.name.label("_name"))
        .select_from(rows.outerjoin(notice, notice.c.id == rows.c.notice_id)
                     .outerjoin(later, later.c.id == rows.c.correction_id)
                     .outerjoin(project, project.c.id == rows.c.project_id))
        .where(rows.c.village_id == village_id)
    )  # fmt: skip
    found = connection.execute(query).mappings().all()
    if not found:
        return []
    rules = NoticeRules.of(overrides(connection, village_id))
    made = [_view(dict(row), rules, on) for row in found]
    waiting = sorted((one for one in made if one.open), key=lambda one: (one.due_on, one.code))
    done = [one for one in made if not one.open]
    return waiting + sorted(done, key=lambda one: (one.row["received_on"], one.code), reverse=True)


def _view(row: dict[str, Any], rules: NoticeRules, on: dt.date) -> ObjectionView:
    due_on = objected.deadline(row, rules)
    project = " ".join(part for part in (row.pop("_code"), row.pop("_name")) if part)
    return ObjectionView(
        key=row["id"], row=row, notice=row.pop("_notice") or "", heading=row.pop("_heading") or "", project=project,
        correction=row.pop("_correction") or "", due_on=due_on,
        left=None if row["answered_on"] is not None else (due_on - on).days,
        line=f"第 {row['line']} 行" if row["line"] is not None else "",
    )  # fmt: skip


def lines_of(book: Book, number: str) -> tuple[Line, ...]:
    """Return the lines of a posted notice to choose from, as printed; empty if it has no sheet of ours.

    Raises:
        UserError: there is no such notice.
    """
    with book.read() as connection:
        row = notice_row(connection, book, number)
    return objected.lines(NoticeContent.from_json(row["content"])) if row["content"] is not None else ()


def posted_notices(book: Book) -> list[tuple[str, str]]:
    """Return notices an objection can be about as (number, number and title), the newest first."""
    rows = Notice.__table__.c
    query = (
        select(rows.number, rows.heading).where(rows.village_id == book.village_id, rows.posted_at.is_not(None))
        .order_by(rows.from_on.desc(), rows.serial.desc())
    )  # fmt: skip
    with book.read() as connection:
        return [(number, f"{number} {heading or ''}".strip()) for number, heading in connection.execute(query)]


def project_choices(book: Book) -> list[tuple[str, str]]:
    """Return projects a complaint can be about as (code, code and name), the newest first."""
    rows = Project.__table__.c
    query = select(rows.code, rows.name).where(rows.village_id == book.village_id, rows.code.is_not(None))
    with book.read() as connection:
        found = connection.execute(query.order_by(rows.year.desc(), rows.code.desc()))
        return [(code, f"{code} {name or ''}".strip()) for code, name in found]


def waiting(book: Book, on: dt.date) -> int:
    """Return how many wait for an answer."""
    with book.read() as connection:
        return sum(one.open for one in views(connection, book.village_id, on))
