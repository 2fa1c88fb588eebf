"""Where the events of a household's story come from: one function for each kind of records."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from typing import Any

from sqlalchemy import or_, select

from villagebook.base.money import format_yuan
from villagebook.base.registry import Registry
from villagebook.cases import PROCEDURES
from villagebook.models import (
    Acknowledgement,
    Attachment,
    AttachmentLink,
    BenefitLine,
    Case,
    CaseStep,
    Doubt,
    Guarantee,
    HouseholdYear,
    ImportFile,
    Measure,
    Notice,
    Project,
    RosterLine,
    StatusPeriod,
    Visit,
    WorkRecord,
)
from villagebook.models.codes import MONITORED_STATUSES
from villagebook.models.notice_states import FALLEN
from villagebook.services import household_events
from villagebook.services.statuses import periods
from villagebook.services.timeline_events import Event, Source, Story

#: Verbs that change who heads a household and what people are called.
_NAMING = ("household.set_head", "household.change_head", "person.rename", "person.keep_former")
#: Verbs whose doing stands among the household's own dated records.
_TOLD_ELSEWHERE = ("membership.", "status.", "case.", "notice.", "funds.", "project.", "demo.", "journal.")
_IMPORT = "lists.import"


def _joined(*parts: Any) -> str:
    return "，".join(str(part) for part in parts if part)


def _year_end(year: int) -> dt.date:
    return dt.date(year, 12, 31)


# The household and its people


def _statuses(story: Story) -> Iterator[Event]:
    query = select(
        StatusPeriod.id, StatusPeriod.first_identified_on, StatusPeriod.removed, StatusPeriod.removed_on,
        StatusPeriod.removed_way, StatusPeriod.note,
    ).where(StatusPeriod.household_id == story.key)  # fmt: skip
    rows = {row.id: row for row in story.connection.execute(query)}
    for period in periods(story.connection, story.key):
        row = rows[period.id]
        icon = "radar" if period.kind in MONITORED_STATUSES else "file-check"
        tone = household_events.tone_of(period.kind)
        began = period.from_on or row.first_identified_on
        note = row.note or ""
        grounds = period.grounds.removesuffix(note).rstrip("；")
        yield Event(began, "statuses", f"纳入：{period.kind}", grounds, icon=icon, tone=tone, note=note)
        if row.removed == "是" and (row.removed_on is None or row.removed_on != period.through_on):
            way = row.removed_way or ""
            yield Event(row.removed_on, "statuses", f"风险消除：{period.kind}", way, icon="shield-check", tone="ok")
        if period.through_on:
            ended = period.ended_by or row.removed_way or ""
            yield Event(
                period.through_on, "statuses", f"终止：{period.kind}", ended, icon="circle-check", tone="ok"
            )
    if story.home["ended_on"] is not None:
        why = story.home["ended_why"] or "销户"
        yield Event(story.home["ended_on"], "statuses", why, icon="ban", tone="late")


def _members(story: Story) -> Iterator[Event]:
    for event in household_events.movements(story.connection, story.key):
        yield Event(event.on, "members", event.title, event.detail, icon="users", tone=event.tone)


def _incomes(story: Story) -> Iterator[Event]:
    query = (
        select(HouseholdYear.year, HouseholdYear.per_capita_fen, HouseholdYear.net_fen)
        .where(HouseholdYear.household_id == story.key, HouseholdYear.per_capita_fen.is_not(None))
        .order_by(HouseholdYear.year)
    )
    before: int | None = None
    for row in story.connection.execute(query):
        more = "" if before is None else f"比上一次 {format_yuan(row.per_capita_fen - before, sign=True)} 元"
        net = "" if row.net_fen is None else f"家庭纯收入 {format_yuan(row.net_fen)} 元"
        before = row.per_capita_fen
        yield Event(
            _year_end(row.year), "incomes", f"{row.year}年人均纯收入", _joined(net, more), row.per_capita_fen,
            "calculator", year_only=True,
        )  # fmt: skip


def _work(story: Story) -> Iterator[Event]:
    table = WorkRecord.__table__
    for row in story.connection.execute(select(table).where(table.c.person_id.in_(story.whom))).mappings():
        if row["from_on"] is None and row["worked"] != "是":
            continue
        place = "".join(row[name] or "" for name in ("province", "city", "county"))
        on = row["from_on"] or (_year_end(row["year"]) if row["year"] else None)
        pay = f"月收入 {format_yuan(row['month_pay_fen'])} 元" if row["month_pay_fen"] is not None else ""
        until = f"到 {row['through_on'].isoformat()}" if row["through_on"] else ""
        yield Event(
            on, "work", f"{story.names[row['person_id']]} 务工" + (f"：{place}" if place else ""),
            _joined(row["company"], pay, until), icon="footprints", year_only=row["from_on"] is None,
        )  # fmt: skip


# What reached it and who came


def _help(story: Story) -> Iterator[Event]:
    table = Measure.__table__
    mine = [table.c.household_id == story.key, table.c.person_id.in_(story.whom)]
    if story.code:
        mine.append(table.c.household_id.is_(None) & (table.c.household_code == story.code))
    query = select(table).where(table.c.village_id == story.village_id, or_(*mine)).order_by(table.c.id)
    for row in story.connection.execute(query).mappings():
        on = row["from_on"] or (_year_end(row["year"]) if row["year"] else None)
        who = story.names.get(row["person_id"], row["person_name"]) if row["person_id"] else row["person_name"]
        words = row["item"] or row["kind"]
        yield Event(
            on, "help", words, _joined(row["kind"] if row["kind"] != words else "", who, row["policy"]),
            row["amount_fen"], "heart-handshake", year_only=row["from_on"] is None,
        )  # fmt: skip
        if row["through_on"]:
            yield Event(row["through_on"], "help", f"停止享受：{words}", who or "", icon="heart-handshake")


def _visits(story: Story) -> Iterator[Event]:
    table = Visit.__table__
    mine = table.c.household_id == story.key
    if story.code:
        mine |= table.c.household_id.is_(None) & (table.c.household_code == story.code)
    query = select(table.c.on, table.c.visitor, table.c.unit, table.c.kind).where(
        table.c.village_id == story.village_id, mine
    )
    for row in story.connection.execute(query.order_by(table.c.id)):
        words = f"走访：{row.kind}" if row.kind else "走访"
        yield Event(row.on, "visits", words, _joined(row.visitor, row.unit), icon="footprints")


def _money(story: Story) -> Iterator[Event]:
    query = (
        select(
            RosterLine.amount_fen, RosterLine.content, RosterLine.quantity, RosterLine.unit, RosterLine.received_on,
            Project.id, Project.name, Project.year, Project.accepted_on,
        )
        .outerjoin(Project, Project.id == RosterLine.project_id)
        .where(RosterLine.household_id == story.key)
        .order_by(RosterLine.id)
    )  # fmt: skip
    for row in story.connection.execute(query):
        on = row.received_on or row.accepted_on
        things = f"{row.quantity.normalize():f}{row.unit or ''}" if row.quantity is not None else ""
        yield Event(
            on or (_year_end(row.year) if row.year else None), "money", row.name or "到户补助",
            _joined(row.content, things), row.amount_fen, "hand-coins", year_only=on is None,
            page="projects" if row.id else "", key=row.id,
        )  # fmt: skip
    yield from _benefits(story)


def _benefits(story: Story) -> Iterator[Event]:
    """What projects done together paid."""
    line = BenefitLine.__table__
    query = (
        select(line.c.year, line.c.kind, line.c.paid_fen, line.c.paid_on, Project.id, Project.name)
        .select_from(line.outerjoin(Project, Project.id == line.c.project_id))
        .where(line.c.household_id == story.key, line.c.paid_fen > 0)
        .order_by(line.c.id)
    )
    for row in story.connection.execute(query):
        on = row.paid_on or (_year_end(row.year) if row.year else None)
        words = f"{row.year or ''}年{row.kind or '效益'}" if row.year else row.kind or ""
        yield Event(
            on, "money", row.name or "效益到户", words, row.paid_fen, "hand-coins", year_only=row.paid_on is None,
            page="projects" if row.id else "", key=row.id,
        )  # fmt: skip


# What was decided and made public


def _cases(story: Story) -> Iterator[Event]:
    table, steps = Case.__table__, CaseStep.__table__
    query = (
        select(table, steps.c.step, steps.c.done_on, steps.c.who, steps.c.passed)
        .select_from(table.outerjoin(steps, steps.c.case_id == table.c.id))
        .where(table.c.household_id == story.key)
        .order_by(table.c.id, steps.c.done_on, steps.c.id)
    )
    told: set[uuid.UUID] = set()
    for row in story.connection.execute(query).mappings():
        if row["id"] not in told:
            told.add(row["id"])
            target = f"（{row['target']}）" if row["target"] else ""
            source = row["lead_source"] or "线索"
            yield Event(
                row["lead_on"], "cases", f"{row['kind']}{target}：{source}", _joined(row["code"], row["lead_who"]),
                icon="radar", tone="due",
            )  # fmt: skip
            if row["closed_on"]:
                yield Event(
                    row["closed_on"], "cases", f"{row['kind']}：{row['state']}", _joined(row["outcome"], row["code"]),
                    icon="circle-check", tone="ok",
                )  # fmt: skip
        if row["step"]:
            title = _step_title(row["kind"], row["step"])
            failed = "，未通过" if row["passed"] == "否" else ""
            yield Event(
                row["done_on"], "cases", f"{row['kind']}：{title}{failed}", _joined(row["who"], row["code"]),
                icon="list-checks", tone="late" if failed else "mute",
            )  # fmt: skip


def _step_title(kind: str, step: str) -> str:
    procedure = next((one for one in PROCEDURES if one.title == kind), None)
    found = next((one for one in procedure.steps if one.id == step), None) if procedure else None
    return found.title if found else step


def _guarantees(story: Story) -> Iterator[Event]:
    query = select(Guarantee.on, Guarantee.stage).where(Guarantee.household_id == story.key).order_by(Guarantee.id)
    for row in story.connection.execute(query):
        yield Event(row.on, "guarantees", f"核实三保障和收支（{row.stage}）", icon="clipboard-check")


def _notices(story: Story) -> Iterator[Event]:
    """Posted notices about the household, or that name its head in the list of a project it is a part of."""
    table = Notice.__table__
    projects = select(RosterLine.project_id).where(RosterLine.household_id == story.key)
    columns = (table.c.id, table.c.from_on, table.c.through_on, table.c.heading, table.c.number, table.c.state)
    posted = (table.c.village_id == story.village_id) & table.c.posted_at.is_not(None)
    about = select(*columns, table.c.subject, table.c.content).where(posted & table.c.project_id.in_(projects))
    of_households = select(*columns, table.c.subject).where(posted & table.c.project_id.is_(None))
    named = [row for row in story.connection.execute(about) if _names(row.content, story.home["head_name"])]
    named += [
        row
        for row in story.connection.execute(of_households)
        if story.code and story.code in ((row.subject or {}).get("households") or ())
    ]
    for row in named:
        withdrawn = row.state if row.state in FALLEN else ""
        yield Event(
            row.from_on, "notices", row.heading or row.number, _joined(row.number, withdrawn), icon="megaphone",
            tone="info", page="notices", key=row.id,
        )  # fmt: skip


def _names(content: Any, name: str | None) -> bool:
    """Whether a frozen notice's plain values hold a name."""
    if not name:
        return False
    if isinstance(content, dict):
        return any(_names(value, name) for value in content.values())
    if isinstance(content, list):
        return any(_names(value, name) for value in content)
    return bool(content == name)


# What the office has of it and did to it


def _papers(story: Story) -> Iterator[Event]:
    query = (
        select(Attachment.added_at, Attachment.file_name, AttachmentLink.role, AttachmentLink.note)
        .join(Attachment, Attachment.id == AttachmentLink.attachment_id)
        .where(AttachmentLink.record.in_(("household", "person")), AttachmentLink.record_id.in_(
            [story.key, *story.whom]))
        .order_by(AttachmentLink.id)
    )  # fmt: skip
    for row in story.connection.execute(query):
        yield Event(
            row.added_at.astimezone().date(), "papers", f"放入{row.role}", row.note or row.file_name, icon="paperclip"
        )


def _doubts(story: Story) -> Iterator[Event]:
    table = Doubt.__table__
    query = (
        select(table.c.rule, table.c.field_name, table.c.state, table.c.answered_on, table.c.answered_by,
               ImportFile.imported_at)
        .outerjoin(ImportFile, ImportFile.id == table.c.file_id)
        .where(or_(table.c.household_id == story.key, table.c.person_id.in_(story.whom)))
        .order_by(table.c.id)
    )  # fmt: skip
    for row in story.connection.execute(query):
        came = row.imported_at.astimezone().date() if row.imported_at else None
        words = f"疑点清单：{row.rule or row.field_name or '疑点'}"
        yield Event(
            row.answered_on or came, "doubts", words, _joined(row.state, row.answered_by), icon="triangle-alert",
            tone="mute" if row.answered_on else "due", page="checks",
        )  # fmt: skip
    known = select(Acknowledgement.on, Acknowledgement.field_name, Acknowledgement.who).where(
        Acknowledgement.village_id == story.village_id, Acknowledgement.record_id.in_([story.key, *story.whom])
    )
    for row in story.connection.execute(known.order_by(Acknowledgement.id)):
        yield Event(row.on, "doubts", f"情况属实：{row.field_name}", row.who or "", icon="stamp")


def _names_given(story: Story) -> Iterator[Event]:
    for _, at, actor, verb, heading, _count in story.operations:
        if verb in _NAMING:
            yield Event(at.astimezone().date(), "names", heading, actor, icon="user")


def _imports(story: Story) -> Iterator[Event]:
    for _, at, actor, verb, heading, count in story.operations:
        if verb == _IMPORT:
            yield Event(at.astimezone().date(), "imports", heading, _joined(f"{count} 条", actor), icon="file-input")


def _corrections(story: Story) -> Iterator[Event]:
    for _, at, actor, verb, heading, _count in story.operations:
        if verb not in (*_NAMING, _IMPORT) and not verb.startswith(_TOLD_ELSEWHERE):
            yield Event(at.astimezone().date(), "corrections", heading, actor, icon="pencil")


SOURCES: Registry[Source] = Registry("sources of events", (
    Source("statuses", "身份", _statuses),
    Source("cases", "动态管理", _cases),
    Source("members", "成员", _members),
    Source("names", "户主和姓名", _names_given),
    Source("incomes", "收入", _incomes),
    Source("help", "帮扶措施", _help),
    Source("visits", "走访", _visits),
    Source("money", "项目补助和效益", _money),
    Source("notices", "公示", _notices),
    Source("guarantees", "三保障", _guarantees),
    Source("work", "务工", _work),
    Source("papers", "材料", _papers, on_paper=False),
    Source("doubts", "疑点和核实", _doubts, on_paper=False),
    Source("imports", "导入", _imports, on_paper=False),
    Source("corrections", "更正", _corrections, on_paper=False),
))  # fmt: skip
