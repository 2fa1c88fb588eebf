"""Verbs of dynamic management (动态管理): a lead opens a case, steps are written down, its end begins or ends a class.

What blocks (cases/rules.py) is said and refused; with a reason (``why``) it is done all the same, and the reason stays
in the step and in the journal.
"""

from __future__ import annotations

import datetime as dt
import mimetypes
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import select

from villagebook.base.days import iso
from villagebook.base.errors import KnownError, UserError
from villagebook.cases import PROCEDURES, Block, Done, Procedure, Progress, Rules, blocks_at
from villagebook.cases.progress import NOT_ON_THE_WALL, OPEN
from villagebook.cases.rules import period_of_leads
from villagebook.ledgers import case_facts
from villagebook.ledgers.case_facts import JOINER, Told
from villagebook.models import AttachmentLink, Case, CaseStep, Notice
from villagebook.services import meetings
from villagebook.services.case_classes import change_classes, undo_classes
from villagebook.services.case_next import NextDo
from villagebook.services.case_views import (
    AID_FIELDS,
    BACK,
    CLOSED,
    FAILED,
    LEAD_FIELDS,
    STOPPED,
    CaseLine,
    CaseView,
    Choice,
    Offer,
    StepLine,
    cases,
    key_of,
    meetings_for,
    notices_for,
    of_household,
    offers,
    one_case,
    rule_lines,
    under_way,
    view,
)
from villagebook.services.fields import record_row
from villagebook.services.numbering import code_after, codes_of
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work

__all__ = [
    "AID_FIELDS", "BACK", "CLOSED", "FAILED", "LEAD_FIELDS", "NEW_MEETING", "OPEN", "STOPPED",
    "Aid", "CaseLine", "CaseView", "Choice", "NextDo", "Offer", "StepLine",
    "cases", "close", "collect", "do_step", "key_of", "meetings_for", "notices_for", "of_household",
    "offers", "open_case", "procedure_of", "roll_back", "rule_lines", "stop", "take_back", "under_way", "view",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Aid:
    """What a household is to get of 低保 or 特困: people covered, class or grade, 分 a month; None: not said."""

    covered: int | None = None
    grade: str | None = None
    month_fen: int | None = None


#: ``meeting`` of do_step: the meeting is written into the book with the step.
NEW_MEETING = "new"


def procedure_of(word: str) -> Procedure:
    """Return a procedure by id or title.

    Raises:
        UserError: there is none.
    """
    for procedure in PROCEDURES:
        if word in (procedure.id, procedure.title):
            return procedure
    known = "、".join(procedure.title for procedure in PROCEDURES)
    raise UserError("case.kind", f"没有“{word}”这种动态", f"可以是：{known}")


@verb("case.open", "登记线索", Undo.INVERSE)
def open_case(
    book: Book,
    household: uuid.UUID,
    kind: str,
    *,
    actor: str,
    lead_on: dt.date,
    lead_source: str = "",
    lead_who: str = "",
    lead_text: str = "",
    target: str = "",
    risk: str = "",
    aid: Aid | None = None,
    why: str = "",
) -> tuple[Changed, uuid.UUID]:
    """Open a case for a household from a lead; return what changed and the key of the case.

    Args:
        kind: Id or title of a procedure.
        target: Class it is about; empty takes the only one possible, or leaves it to be said later.
        aid: Of 低保 and 特困, as far as it is known.
        why: Reason to begin over what blocks.

    Raises:
        UserError: one of this kind is under way, there is no class to end, or something blocks and no reason is given.
    """
    procedure = procedure_of(kind)
    with book.work(declaration(open_case).id, actor, f"登记线索 {procedure.title}", Undo.INVERSE) as work:
        home = record_row(work.connection, "household", household)
        head = home["head_name"] or home["code"] or ""
        if home["ended_on"] is not None and lead_on >= home["ended_on"]:
            said = f"{head}户在 {iso(home['ended_on'])} {home['ended_why'] or '已销户'}，不能再办{procedure.title}"
            raise UserError("case.household_ended", said, "人在别的户的，请到那一户登记")
        # The village's day may be one ahead of the clock's.
        if lead_on > work.now.date() + dt.timedelta(days=1):
            raise UserError("case.lead_future", f"线索日期 {iso(lead_on)} 还没有到", "请核对日期")
        _refuse_second(work, household, procedure, head)
        target = _target(work, household, procedure, target, lead_on, head)
        code = code_after(codes_of(work, Case), f"{lead_on.year}-", 3)
        key = work.new_id()
        row = {
            "id": key, "village_id": book.village_id, "code": code, "kind": procedure.title,
            "household_id": household, "target": target or None, "lead_source": lead_source or procedure.lead,
            "lead_on": lead_on, "lead_who": lead_who.strip() or None, "lead_text": lead_text.strip() or None,
            "risk": risk or None, "state": OPEN, **_aid(procedure, aid),
        }  # fmt: skip
        era = period_of_leads(procedure, lead_on)
        over = _over([era] if era is not None else [], why, f"{head}的{procedure.title}")
        if over:
            row["note"] = over
        work.write_rows(Case, inserts=[row])
        work.heading = f"登记线索 {procedure.title} {head}（{code}）"
        return Changed.of(work.commit()), key


@verb("case.step", "记动态步骤", Undo.INVERSE)
def do_step(
    book: Book,
    key: uuid.UUID,
    step_id: str,
    on: dt.date,
    *,
    actor: str,
    who: str = "",
    passed: bool = True,
    meeting: uuid.UUID | str | None = None,
    notice: str = "",
    papers: Iterable[str] = (),
    files: Mapping[str, Path] | None = None,
    note: str = "",
    aid: Aid | None = None,
    why: str = "",
) -> Changed:
    """Write down that a step was done; a step written down before is written anew.

    Args:
        meeting: Key of a meeting, or NEW_MEETING to write down one held on this day.
        notice: Number of a notice.
        papers: Names of papers that are there. files: name of a paper -> file that is kept with the book.
        aid: Of 低保 and 特困, as the step settled it; what it leaves empty stays.
        why: Reason to go on over what blocks.

    Raises:
        UserError: the case is closed, the step unknown, the class not said yet, or something blocks and there is no
            reason; nothing is written.
    """
    with book.work(declaration(do_step).id, actor, "记动态步骤", Undo.INVERSE) as work:
        one, rules = _open_one(work, key, on)
        procedure = _procedure(one)
        step = _step(procedure, step_id)
        before = one.steps.get(step.id)
        row: dict[str, Any] = {
            "done_on": on, "who": who.strip() or None, "passed": "是" if passed else "否",
            "meeting_id": _meeting(work, meeting, procedure, one, on), "notice_id": _notice(work, notice),
            "papers": JOINER.join(dict.fromkeys([*papers, *(files or {})])) or None,
        }  # fmt: skip
        blocks = [*blocks_at(procedure, one.facts, step.id, on, rules), *_own_notice(work, row["notice_id"])]
        # The village's day may be one ahead of the clock's.
        if on > work.now.date() + dt.timedelta(days=1):
            blocks.append(Block("future", "日期在今天以后"))
        over = _over(blocks, why, f"{one.head}的{step.title}")
        row["note"] = "；".join(part for part in (note.strip(), over) if part) or None
        if before is None:
            at = work.new_id()
            fixed = {"id": at, "village_id": book.village_id, "case_id": key, "step": step.id}
            work.write_rows(CaseStep, inserts=[{**fixed, **row}])
        else:
            at = before["id"]
            work.write_rows(CaseStep, updates=[(at, row)])
        _attach(book, work, at, files or {})
        settled = {name: value for name, value in _aid(procedure, aid).items() if value is not None}
        if settled:
            work.write_rows(Case, updates=[(key, settled)])
        said = "" if passed else "没有通过"
        work.heading = f"{procedure.title} {one.head}：{step.title}{said} {iso(on)}" + (f"（{over}）" if over else "")
        return Changed.of(work.commit())


@verb("case.collect", "收动态材料", Undo.INVERSE)
def collect(
    book: Book, key: uuid.UUID, step_id: str, paper: str, *, actor: str, file: Path | None = None, there: bool = True
) -> Changed:
    """Write down that a paper of a step done is there (or is not), with a file if there is one.

    Raises:
        UserError: the step is not done yet, or has no such paper.
    """
    with book.work(declaration(collect).id, actor, f"收材料 {paper}", Undo.INVERSE) as work:
        one = one_case(work.connection, book.village_id, key, dt.date.max)
        step = _step(_procedure(one), step_id)
        row = one.steps.get(step.id)
        if row is None:
            raise UserError("case.step_undone", f"{step.title}还没有办", "先记这一步，再收材料")
        if paper not in step.papers:
            raise UserError("case.paper", f"{step.title}没有“{paper}”这份材料", f"有：{JOINER.join(step.papers)}")
        names = [name for name in (row["papers"] or "").split(JOINER) if name and name != paper]
        if there:
            names.append(paper)
        work.write_rows(CaseStep, updates=[(row["id"], {"papers": JOINER.join(names) or None})])
        if file is not None:
            _attach(book, work, row["id"], {paper: file})
        work.heading = f"{'收材料' if there else '去掉材料'} {one.head}：{paper}"
        return Changed.of(work.commit())


@verb("case.take_back", "收回动态步骤", Undo.INVERSE)
def take_back(book: Book, key: uuid.UUID, step_id: str, *, actor: str) -> Changed:
    """Take the last step done back, as if it had not been written down.

    Raises:
        UserError: the case is closed, the step is not done, or steps behind it are.
    """
    with book.work(declaration(take_back).id, actor, "收回步骤", Undo.INVERSE) as work:
        one, _ = _open_one(work, key, dt.date.max)
        procedure = _procedure(one)
        step = _step(procedure, step_id)
        row = one.steps.get(step.id)
        if row is None:
            raise UserError("case.step_undone", f"{step.title}还没有办，不用收回")
        behind = [s.title for s in procedure.steps[procedure.place(step.id) + 1 :] if s.id in one.steps]
        if behind:
            raise UserError("case.steps_behind", f"后面的{'、'.join(behind)}已经办了", "请从最后一步收起")
        links = select(AttachmentLink.id).where(AttachmentLink.record_id == row["id"])
        work.write_rows(AttachmentLink, deletes=list(work.connection.execute(links).scalars()))
        work.write_rows(CaseStep, deletes=[row["id"]])
        work.heading = f"收回步骤 {one.head}：{step.title}"
        return Changed.of(work.commit())


@verb("case.close", "办结动态", Undo.INVERSE)
def close(
    book: Book, key: uuid.UUID, on: dt.date, *, actor: str, way: str = "帮扶消除", target: str = "", why: str = ""
) -> Changed:
    """Close a case that went through: its class begins, or the class it is about ends.

    Args:
        way: 帮扶消除 or 自然消除, for 风险消除.
        target: Class that begins, if the case does not name it yet.
        why: Reason to close over what blocks, or although steps are missing.

    Raises:
        UserError: a step did not pass, no class is named, there is none to end, or something blocks without a reason.
    """
    with book.work(declaration(close).id, actor, "办结动态", Undo.INVERSE) as work:
        one, rules = _open_one(work, key, on)
        procedure, far = _procedure(one), _progress(one)
        if far.failed is not None:
            raise UserError("case.failed", f"{far.failed.title}没有通过，不能办结", "记为未通过，或者收回这一步重办")
        over = _over(_closing_blocks(procedure, one, far, on, rules), why, f"{one.head}的{procedure.title}")
        day = one.facts.done.get(procedure.effective, Done("", on)).on or on
        outcome = change_classes(work, one, procedure, day, way=way, target=target)
        values = {"state": CLOSED, "closed_on": on, "outcome": "，".join(outcome)}
        if target and not procedure.ends:
            values["target"] = target
        if over:
            values["note"] = "；".join(part for part in (one.row["note"], over) if part)
        work.write_rows(Case, updates=[(key, values)])
        work.heading = f"办结 {procedure.title} {one.head}：{'，'.join(outcome)}" + (f"（{over}）" if over else "")
        return Changed.of(work.commit())


@verb("case.stop", "停办动态", Undo.INVERSE)
def stop(book: Book, key: uuid.UUID, on: dt.date, *, actor: str, why: str, failed: bool = False) -> Changed:
    """End a case that does not go through: 未通过 if ``failed``, else 已中止. No class changes.

    Raises:
        UserError: no reason is given, or the case is closed.
    """
    if not why.strip():
        raise UserError("case.why", "没有写原因", "请写明为什么不再办")
    with book.work(declaration(stop).id, actor, "停办动态", Undo.INVERSE) as work:
        one, _ = _open_one(work, key, on)
        state = FAILED if failed else STOPPED
        work.write_rows(Case, updates=[(key, {"state": state, "closed_on": on, "outcome": why.strip()})])
        work.heading = f"{state} {one.row['kind']} {one.head}：{why.strip()}"
        return Changed.of(work.commit())


@verb("case.roll_back", "回退动态", Undo.INVERSE)
def roll_back(book: Book, key: uuid.UUID, on: dt.date, *, actor: str, why: str) -> Changed:
    """Roll back a closed case (风险消除回退): the class it ended runs again, the class it began ends on this day.

    Raises:
        UserError: it is not closed, no reason is given, or another case has ended the class it began.
    """
    if not why.strip():
        raise UserError("case.why", "没有写原因", "请写明为什么回退")
    with book.work(declaration(roll_back).id, actor, "回退动态", Undo.INVERSE) as work:
        one = one_case(work.connection, book.village_id, key, on)
        if one.row["state"] != CLOSED:
            raise UserError("case.not_closed", f"这一件{one.row['state']}，不能回退", "没有办结的可以中止")
        if one.row["closed_on"] is not None and on < one.row["closed_on"]:
            raise UserError("case.back_before", f"{iso(one.row['closed_on'])} 才办结，不能 {iso(on)} 回退", "请改日期")
        home = record_row(work.connection, "household", one.row["household_id"])
        if home["ended_on"] is not None:
            said = f"{one.head}户在 {iso(home['ended_on'])} {home['ended_why'] or '已销户'}，不能再回退"
            raise UserError("case.household_ended", said, "销户办错了请先撤销那一次")
        done = undo_classes(work, key, on)
        values = {"state": BACK, "outcome": f"{one.row['outcome'] or ''}；{iso(on)} 回退：{why.strip()}".lstrip("；")}
        work.write_rows(Case, updates=[(key, values)])
        work.heading = f"回退 {one.row['kind']} {one.head}：{why.strip()}" + (f"（{'，'.join(done)}）" if done else "")
        return Changed.of(work.commit())


# What verbs share


def _over(blocks: Iterable[Block], why: str, what: str) -> str:
    """Return what is written down when something is done over blocks; empty without any.

    Raises:
        UserError: something blocks and no reason is given.
    """
    said = [block.text for block in blocks]
    if not said:
        return ""
    if not why.strip():
        raise UserError("case.blocked", f"{what}现在不能办：{'；'.join(said)}", "确实要这样办的，写明原因再办")
    return f"{'；'.join(said)}，仍办的原因：{why.strip()}"


def _open_one(work: Work, key: uuid.UUID, on: dt.date) -> tuple[Told, Rules]:
    # A step is judged by what is so today, its day may lie back: classes are looked at on the step's own day.
    one = one_case(work.connection, work.village_id, key, min(on, work.now.date()))
    if one.row["state"] != OPEN:
        raise UserError("case.closed", f"{one.head}的{one.row['kind']}{one.row['state']}，不能再改", "办结的可以回退")
    return one, case_facts.rules_of(work.connection, work.village_id)


def _procedure(one: Told) -> Procedure:
    if one.procedure is None:
        raise UserError("case.kind", f"不认得“{one.row['kind']}”这种动态", "请改动态类型")
    return one.procedure


def _progress(one: Told) -> Progress:
    assert one.progress is not None
    return one.progress


def _step(procedure: Procedure, word: str) -> Any:
    for step in procedure.steps:
        if word in (step.id, step.title):
            return step
    known = "、".join(f"{step.title}（{step.id}）" for step in procedure.steps)
    raise UserError("case.step", f"{procedure.title}没有“{word}”这一步", f"有：{known}")


def _aid(procedure: Procedure, aid: Aid | None) -> dict[str, Any]:
    """The case's fields of what a household is to get.

    Raises:
        UserError: the procedure is not about 低保 or 特困, or a number is none.
    """
    if aid is None or aid == Aid():
        return {}
    if not procedure.assists:
        raise UserError("case.no_aid", f"{procedure.title}没有保障人数、类档和金额", "这几样只有低保、特困才写")
    if (aid.covered is not None and aid.covered < 1) or (aid.month_fen is not None and aid.month_fen < 1):
        raise UserError("case.aid", "保障人数和月保障金额要大于 0", "请核对数字")
    grade = (aid.grade or "").strip() or None
    return {"covered": aid.covered, "grade": grade, "month_fen": aid.month_fen}


def _refuse_second(work: Work, household: uuid.UUID, procedure: Procedure, head: str) -> None:
    query = select(Case.code).where(
        Case.household_id == household, Case.kind == procedure.title, Case.state == OPEN
    )
    code = work.connection.execute(query).scalars().first()
    if code is not None:
        raise UserError("case.under_way", f"{head}的{procedure.title}已经在办（{code}）", "请接着办那一件")


def _target(work: Work, household: uuid.UUID, procedure: Procedure, target: str, on: dt.date, head: str) -> str:
    if not procedure.ends:
        if target and target not in procedure.begins:
            known = "、".join(procedure.begins)
            raise UserError("case.target", f"{procedure.title}不会识别为“{target}”", f"可以是：{known}")
        return target or (procedure.begins[0] if len(procedure.begins) == 1 else "")
    in_force = case_facts.in_force_of(work.connection, household, on)
    ending = case_facts.to_end(in_force, procedure.ends, target)
    if ending is None:
        kinds = "、".join(procedure.ends)
        raise UserError("case.nothing_to_end", f"{head}{iso(on)} 不是{kinds}，不能办{procedure.title}", "请核对身份")
    return str(ending["kind"])


def _meeting(
    work: Work, meeting: uuid.UUID | str | None, procedure: Procedure, one: Told, on: dt.date
) -> uuid.UUID | None:
    if meeting is None or meeting == "":
        return None
    if meeting == NEW_MEETING:
        return meetings.write_new(work, "民主评议会", on, f"{one.head}户{procedure.title}评议")
    try:
        return uuid.UUID(str(meeting))
    except ValueError:
        raise UserError("case.meeting", f"没有会议“{meeting}”", "请从会议里选") from None


def _notice(work: Work, number: str) -> uuid.UUID | None:
    if not number.strip():
        return None
    query = select(Notice.id).where(Notice.village_id == work.village_id, Notice.number == number.strip())
    found = work.connection.execute(query).scalars().first()
    if found is None:
        raise UserError("notice.unknown", f"没有公示“{number}”", "请核对编号")
    return found


def _own_notice(work: Work, notice: uuid.UUID | None) -> list[Block]:
    """A draft hangs nowhere: a step does not rest on it."""
    if notice is None:
        return []
    number, state = work.connection.execute(select(Notice.number, Notice.state).where(Notice.id == notice)).one()
    return [Block("notice_state", f"{number}{NOT_ON_THE_WALL[state]}")] if state in NOT_ON_THE_WALL else []


def _attach(book: Book, work: Work, step: uuid.UUID, files: Mapping[str, Path]) -> None:
    for paper, path in files.items():
        try:
            data = path.read_bytes()
        except OSError as error:
            raise KnownError("case.file", f"读不出文件“{path.name}”", "请核对文件还在不在") from error
        media = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
        attachment = book.files.put(work, data, path.name, media)
        link = {"attachment_id": attachment, "record": CaseStep.__tablename__, "record_id": step}
        fixed = {"id": work.new_id(), "village_id": work.village_id, "role": "附件", "note": paper}
        work.write_rows(AttachmentLink, inserts=[{**fixed, **link}])


def _closing_blocks(procedure: Procedure, one: Told, far: Progress, on: dt.date, rules: Rules) -> list[Block]:
    found = []
    if far.next is not None:
        left = [state.step.title for state in far.steps if state.done is None]
        found.append(Block("order", f"还没有办：{'、'.join(left)}"))
    done = one.facts.done.get(procedure.effective)
    day = done.on if done is not None and done.on is not None else on
    judged = blocks_at(procedure, one.facts, procedure.effective, day, rules)
    # Order and days were judged step by step; here the rules of the procedure have the last word.
    found += [block for block in judged if block.id in procedure.rules]
    latest = max((d.on for d in one.facts.done.values() if d.on is not None), default=None)
    if latest is not None and on < latest:
        found.append(Block("dates", f"办结日期早于最后一步 {iso(latest)}"))
    return found


