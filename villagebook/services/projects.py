"""A project as its page shows it: stage strip, money by source, roster, papers; which step comes next."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from villagebook.base.errors import UserError
from villagebook.base.text import fold_code
from villagebook.ledgers import LEDGERS, Scope, read
from villagebook.models import Project, ProjectSource, RosterLine, fields_of
from villagebook.services import codes, fields, project_categories, project_life, project_next, project_sources
from villagebook.services.fields import FieldView, record_row
from villagebook.services.lists.sheaf import with_sort_keys
from villagebook.services.project_categories import Offered
from villagebook.services.project_life import LifeView, NoticeLine
from villagebook.services.project_next import About, NextStep
from villagebook.services.project_sources import SourceLine
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo

_INFO = {info.name: info for info in fields_of(Project)}
#: Columns that only the verbs of project_moves write.
SIDE_FIELDS = ("side_state", "side_on", "side_why")

#: The sections of a project's record with their fields; states beside the stages have their own verbs.
FIELDS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("申报", (
        "name", "code", "year", "mode", "category", "subcategory", "third_category", "nature", "proposer", "applicant",
        "declared_on", "place", "planned_fen", "planned_start", "planned_finish", "unit_in_charge",
        "person_in_charge", "phone", "content", "participation", "link",
    )),
    ("受益", (
        "covers_households", "covers_people", "covers_poor_households", "covers_poor_people", "covers_villages",
    )),
    ("绩效", (
        "goal", "goal_quantity", "goal_quality", "goal_time", "goal_cost", "goal_benefit", "goal_satisfaction",
    )),
    ("审核", (
        "library_notice_from", "library_notice_through", "township_reviewed_on", "county_argued_on",
        "county_approved_on", "village_opinion", "township_opinion", "county_opinion",
    )),
    ("下达和公示", (
        "approval_number", "approval_unit", "granted_on", "deadline_on", "start_notice_from", "start_notice_through",
    )),
    ("实施和验收", (
        "started_on", "finished_on", "preliminary_on", "accepted_on", "completion_notice_from",
        "completion_notice_through",
    )),
    ("报账和移交", ("claimed_on", "claim_signed_on", "paid_on", "handed_on")),
    ("归档", ("archived_on", "archive_number", "archive_term", "archived_by", "archive_checked_by", "note")),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ProjectView:
    """Everything the page of one project shows; money in fen.

    Attributes:
        row: The stored row.
        life: Its stages, what is missing, whom it waits for.
        offered: What may be chosen as its category, level by level.
        plan: Its planned money by source as typed; sources: by level, with what moved.
        roster: Rows of the roster by column name, in the list's order.
        entries: Rows of the ledger ``funds``, oldest first.
    """

    key: uuid.UUID
    code: str
    name: str
    chips: tuple[str, ...]
    line: str
    row: Mapping[str, Any]
    life: LifeView
    next_step: NextStep
    sections: tuple[tuple[str, tuple[FieldView, ...]], ...]
    offered: Offered
    plan: tuple[SourceLine, ...]
    sources: tuple[dict[str, Any], ...]
    source_totals: dict[str, Any]
    roster: tuple[dict[str, Any], ...]
    entries: tuple[dict[str, Any], ...]
    notices: tuple[NoticeLine, ...]


@verb("project.add", "新增项目", Undo.INVERSE)
def add(
    book: Book,
    *,
    name: str,
    year: int,
    code: str = "",
    category: str | None = None,
    mode: str | None = None,
    content: str | None = None,
    planned_fen: int | None = None,
    source: str | None = None,
    texts: Mapping[str, str] | None = None,
    actor: str,
) -> tuple[Changed, uuid.UUID]:
    """Add a project; returns what changed and its key.

    Args:
        texts: Other fields as typed.
        code: Empty takes the next of the year.
        planned_fen, source: Planned money, and where all of it is to come from, if that is known.

    Raises:
        UserError: no name, or the code is in use.
    """
    if not name.strip():
        raise UserError("project.no_name", "没有写项目名称")
    more = _typed(texts or {})
    with book.work(declaration(add).id, actor, f"新增项目 {name.strip()}", Undo.INVERSE) as work:
        query = select(Project.code).where(Project.village_id == book.village_id, Project.code.is_not(None))
        used = [known for known in work.connection.execute(query).scalars().all() if known]
        number = fold_code(code) or next_code(used, year)
        if number in used:
            raise UserError("project.code_used", f"项目编号“{number}”已经用了", "请换一个编号")
        key = work.new_id()
        row = {
            "name": name.strip(),
            "code": number,
            "year": year,
            "category": category,
            "mode": mode,
            "content": content,
        }
        row |= {"id": key, "village_id": book.village_id, "planned_fen": planned_fen, **more}
        work.write_rows(Project, inserts=[with_sort_keys("project", row)])
        if source and planned_fen:
            part = {"project_id": key, "source": source, "planned_fen": planned_fen, "position": 1}
            work.write_rows(ProjectSource, inserts=[{"id": work.new_id(), "village_id": book.village_id, **part}])
        return Changed.of(work.commit()), key


@verb("project.edit", "改项目", Undo.INVERSE)
def change(book: Book, key: uuid.UUID, texts: Mapping[str, str], *, actor: str) -> Changed:
    """Set fields of a project to what was typed, as one operation; empty text clears a field.

    Raises:
        UserError: a text cannot be read as its field's kind, the code is in use, or a state beside the stages is meant,
            which has verbs of its own.
    """
    new = _typed(texts)
    with book.work(declaration(change).id, actor, "改项目", Undo.INVERSE) as work:
        row = record_row(work.connection, "project", key)
        code = new.get("code")
        query = select(Project.id).where(Project.village_id == book.village_id, Project.code == code)
        if code and any(other != key for other in work.connection.execute(query).scalars()):
            raise UserError("project.code_used", f"项目编号“{code}”已经用了", "请换一个编号")
        labels = "、".join(_INFO[name].label for name in texts)
        work.heading = f"改{labels if len(texts) <= 3 else '项目'} {row['name'] or row['code'] or ''}".rstrip()
        work.write_rows(Project, updates=[(key, with_sort_keys("project", new))])
        return Changed.of(work.commit())


def _typed(texts: Mapping[str, str]) -> dict[str, Any]:
    for name in texts:
        if name in SIDE_FIELDS:
            hint = "请用它们自己的办法记，写明日期和原因"
            raise UserError("project.own_verbs", "未通过、调整、出库、终止不能一栏一栏地改", hint)
    return {name: fields.typed(_INFO[name], text) for name, text in texts.items()}


def next_code(used: Sequence[str], year: int) -> str:
    """The code after the greatest of the year, in the book's own pattern; 2025-01 where there is none."""
    found = [match for text in used if (match := re.fullmatch(rf"(.*{year}\D?)(\d{{1,6}})", text))]
    if not found:
        return f"{year}-01"
    best = max(found, key=lambda match: int(match[2]))
    return f"{best[1]}{int(best[2]) + 1:0{len(best[2])}d}"


def view(book: Book, key: uuid.UUID, on: dt.date) -> ProjectView:
    """The project with this key as of a day.

    Raises:
        UserError: it is gone.
    """
    with book.read() as connection:
        row = record_row(connection, "project", key)
        offered = codes.offered(connection, book.village_id)
        # A project without a code has no entries of its own; None would mean those of no project.
        scope = Scope(book.village_id, on, filters={"project": row["code"] or ""})
        sources = [dict(r) for r in read.rows(connection, LEDGERS["fund-balances"], scope)]
        totals = dict(read.totals(connection, LEDGERS["fund-balances"], scope))
        entries = [dict(r) for r in read.rows(connection, LEDGERS["funds"], scope)]
        roster = [
            dict(r)
            for r in connection.execute(
                select(RosterLine.__table__).where(RosterLine.project_id == key).order_by(RosterLine.list_number)
            ).mappings()
        ]
        notices = tuple(project_life.notices(connection, book.village_id, key, on))
        life = project_life.view_in(connection, book.village_id, key, on)
        plan = project_sources.lines(connection, key)
        levels = (row["year"], row["category"], row["subcategory"])
        categories = project_categories.offered(connection, book.village_id, *levels)
    chips = tuple(c for c in (row["side_state"], row["category"], row["mode"]) if c)
    who = [
        part
        for part in (
            row["code"],
            row["place"],
            row["content"],
            row["person_in_charge"] and f"责任人 {row['person_in_charge']}",
            row["covers_households"] and f"受益 {row['covers_households']} 户 {row['covers_people'] or 0} 人",
        )
        if part
    ]
    return ProjectView(
        key,
        row["code"] or "",
        row["name"] or "",
        chips,
        "　".join(who),
        row,
        life,
        project_next.next_step(About(life, totals, notices), on),
        tuple((title, fields.view(row, "project", names, offered=offered)) for title, names in FIELDS),
        categories,
        plan,
        tuple(sources),
        totals,
        tuple(roster),
        tuple(entries),
        notices,
    )


def key_of(book: Book, code: str) -> uuid.UUID:
    """The key of the project with this code.

    Raises:
        UserError: no project has it.
    """
    with book.read() as connection:
        query = select(Project.id).where(Project.village_id == book.village_id, Project.code == code)
        found = connection.execute(query).scalars().first()
    if found is None:
        raise UserError("project.unknown", f"没有项目编号“{code}”", "请核对编号")
    return found
