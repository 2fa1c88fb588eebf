"""Cases as lists and one case's page show them: how far, what is next and which button leads there. Writes nothing."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, select

from villagebook.base.errors import UserError
from villagebook.cases import LEAD, PROCEDURES, Procedure, StepState
from villagebook.cases.progress import OPEN
from villagebook.cases.rules import RULES
from villagebook.ledgers import case_facts
from villagebook.ledgers.case_facts import Told, told
from villagebook.ledgers.cases import urgency
from villagebook.ledgers.parts import table
from villagebook.models import Case, Meeting
from villagebook.policies import POLICIES
from villagebook.services import fields
from villagebook.services.case_next import NextDo, next_do, notice_kind, notices_of
from villagebook.services.fields import FieldView
from villagebook.store import Book

#: Fields of a case that are corrected in place.
LEAD_FIELDS = ("lead_on", "lead_source", "lead_who", "target", "risk", "lead_text", "note")
#: Fields of 低保 and 特困 besides.
AID_FIELDS = ("covered", "grade", "month_fen")

CLOSED, FAILED, STOPPED, BACK = "已办结", "未通过", "已中止", "已回退"


@dataclass(frozen=True, slots=True)
class CaseLine:
    """One case as a line of a list.

    Attributes:
        step: Title of the next step; 办结 when only that remains; empty when it is not under way.
        due: Day by which it is due, None without. late: days past it, 0 if it is not late.
        missing: Names of papers that steps done still lack.
    """

    key: uuid.UUID
    code: str
    kind: str
    household: uuid.UUID
    household_code: str
    head: str
    target: str
    lead_source: str
    lead_on: dt.date | None
    state: str
    step: str
    due: dt.date | None
    late: int
    missing: tuple[str, ...]
    closed_on: dt.date | None


@dataclass(frozen=True, slots=True)
class Paper:
    """One paper of a step: whether it is there, and the file if one was put in."""

    name: str
    there: bool
    file: uuid.UUID | None


@dataclass(frozen=True, slots=True)
class StepLine:
    """One step of a case.

    Attributes:
        state: done, now or next.
        on: Its day. passed: 是, 否 or empty. basis: the meeting or notice it names, in words.
        due, from_on: Last and first day by its clocks; late: days past.
        clocks: Its clocks in words with their sources.
        unnamed: What it ought to name and does not: 会议, 公示.
        meeting, notice: Key of the meeting, number of the notice it names; empty for none.
    """

    id: str
    title: str
    short: str
    hint: str
    level: str
    state: str
    on: dt.date | None
    who: str
    passed: str
    basis: str
    note: str
    due: dt.date | None
    from_on: dt.date | None
    late: int
    papers: tuple[Paper, ...]
    unnamed: tuple[str, ...]
    needs: tuple[str, ...]
    clocks: str
    meeting: str
    notice: str


@dataclass(frozen=True, slots=True)
class CaseView:
    """Everything the page of one case shows; ``fields`` are those of the lead, locked once the case is closed."""

    line: CaseLine
    lead_who: str
    lead_text: str
    risk: str
    steps: tuple[StepLine, ...]
    next: NextDo
    blocks: tuple[str, ...]
    ahead: tuple[str, ...]
    outcome: str
    note: str
    removes: bool
    assists: bool
    fields: tuple[FieldView, ...]

    def step(self, step_id: str) -> StepLine:
        """Return one step by its id."""
        return next(step for step in self.steps if step.id == step_id)

    @property
    def last_done(self) -> StepLine | None:
        """The last step done, None if none is."""
        return next((step for step in reversed(self.steps) if step.state == "done"), None)


@dataclass(frozen=True, slots=True)
class Choice:
    """A meeting or a notice a step may name: its key (meetings) or number (notices), and words."""

    id: str
    words: str
    on: dt.date | None


@dataclass(frozen=True, slots=True)
class Offer:
    """A procedure that can be begun for a household: which classes it may be about."""

    kind: str
    targets: tuple[str, ...]
    lead: str


def cases(
    book: Book, on: dt.date, *, household: uuid.UUID | None = None, state: str = "", kind: str = ""
) -> tuple[CaseLine, ...]:
    """Return the cases, those under way first and of these the most late, then the newest closed."""
    with book.read() as connection:
        found = _ordered(connection, book.village_id, on, household)
    lines = [line_of(one) for one in found]
    return tuple(line for line in lines if (not state or line.state == state) and (not kind or line.kind == kind))


def view(book: Book, key: uuid.UUID, on: dt.date) -> CaseView:
    """Return one case.

    Raises:
        UserError: it is gone.
    """
    with book.read() as connection:
        return _view(connection, one_case(connection, book.village_id, key, on), on)


def of_household(book: Book, household: uuid.UUID, on: dt.date) -> tuple[CaseView, ...]:
    """Return all cases of a household, those under way first, then the newest closed."""
    with book.read() as connection:
        return tuple(_view(connection, one, on) for one in _ordered(connection, book.village_id, on, household))


def key_of(book: Book, code: str) -> uuid.UUID:
    """Return the key of the case with this code.

    Raises:
        UserError: there is none.
    """
    with book.read() as connection:
        query = select(Case.id).where(Case.village_id == book.village_id, Case.code == code.strip())
        found = connection.execute(query).scalars().first()
    if found is None:
        raise UserError("case.unknown", f"没有动态编号“{code}”", "请核对编号，用 case list 看有哪些")
    return found


def offers(book: Book, household: uuid.UUID, on: dt.date) -> tuple[Offer, ...]:
    """Return the procedures that may be begun for a household on a day, the likeliest first."""
    with book.read() as connection:
        in_force = case_facts.in_force_of(connection, household, on)
        case = table(Case)
        query = select(case.c.kind).where(case.c.household_id == household, case.c.state == OPEN)
        under_way = set(connection.execute(query).scalars())
    kinds = {status["kind"] for status in in_force}
    found = []
    for procedure in PROCEDURES:
        if procedure.title in under_way or not _in_its_years(procedure, on):
            continue
        if procedure.ends and not kinds & set(procedure.ends):
            continue
        if not procedure.ends and not procedure.assists and kinds & set(procedure.begins):
            continue
        targets = procedure.begins if not procedure.ends else tuple(k for k in procedure.ends if k in kinds)
        if procedure.assists:
            targets = tuple(target for target in targets if target not in kinds)
        if "脱贫户" in kinds and "脱贫不稳定户" in targets:
            targets = tuple(target for target in targets if target != "边缘易致贫户")
        elif "边缘易致贫户" in targets and not procedure.ends:
            targets = tuple(target for target in targets if target != "脱贫不稳定户")
        found.append(Offer(procedure.title, targets, procedure.lead))
    return tuple(found)


def meetings_for(book: Book, on: dt.date, most: int = 20) -> tuple[Choice, ...]:
    """Return meetings a step may name, the newest first."""
    meeting = table(Meeting)
    with book.read() as connection:
        query = (
            select(meeting.c.id, meeting.c.kind, meeting.c.held_on, meeting.c.subject)
            .where(meeting.c.village_id == book.village_id, meeting.c.held_on <= on)
            .order_by(meeting.c.held_on.desc(), meeting.c.id.desc())
            .limit(most)
        )
        rows = connection.execute(query).all()
    return tuple(Choice(str(key), f"{held} {kind} {about or ''}".strip(), held) for key, kind, held, about in rows)


def notices_for(book: Book, key: uuid.UUID, step_id: str, on: dt.date) -> tuple[Choice, ...]:
    """Return notices that a step of a case may name: of its kind, naming its household, not withdrawn."""
    with book.read() as connection:
        one = one_case(connection, book.village_id, key, on)
        kind = notice_kind(one, step_id)
        rows = notices_of(connection, one, kind) if kind is not None else []
    return tuple(Choice(row["number"], f"{row['number']} {row['state']}", row["from_on"]) for row in rows)


# Reading


def one_case(connection: Connection, village_id: uuid.UUID, key: uuid.UUID, on: dt.date) -> Told:
    """Return one case as read.

    Raises:
        UserError: it is gone.
    """
    found = told(connection, village_id, on, table(Case).c.id == key)
    if not found:
        raise UserError("record.gone", "这一件已经不在书里了", "请刷新后再看")
    return found[0]


def under_way(connection: Connection, village_id: uuid.UUID, on: dt.date) -> list[Told]:
    """Return the cases under way, the most pressing first."""
    return sorted(told(connection, village_id, on, table(Case).c.state == OPEN), key=urgency)


def _ordered(connection: Connection, village_id: uuid.UUID, on: dt.date, household: uuid.UUID | None) -> list[Told]:
    limits = () if household is None else (table(Case).c.household_id == household,)
    every = told(connection, village_id, on, *limits)
    running = sorted((one for one in every if one.row["state"] == OPEN), key=urgency)
    ended = [one for one in every if one.row["state"] != OPEN]
    ended.sort(key=lambda one: (one.row["closed_on"] or dt.date.min, one.row["code"] or ""), reverse=True)
    return [*running, *ended]


def line_of(one: Told) -> CaseLine:
    """Return a case as a line."""
    row, far = one.row, one.progress
    running = row["state"] == OPEN and far is not None
    step = ""
    if running and far is not None:
        step = far.next.title if far.next is not None else "办结"
    return CaseLine(
        key=row["id"],
        code=row["code"] or "",
        kind=row["kind"],
        household=row["household_id"],
        household_code=one.home["code"] or "",
        head=one.head,
        target=row["target"] or "",
        lead_source=row["lead_source"] or "",
        lead_on=row["lead_on"],
        state=row["state"],
        step=step,
        due=far.due if far is not None else None,
        late=far.late if far is not None else 0,
        missing=tuple(name for _, names in far.missing for name in names) if far is not None else (),
        closed_on=row["closed_on"],
    )


def _view(connection: Connection, one: Told, on: dt.date) -> CaseView:
    far = one.progress
    meetings = _meetings(connection, one)
    return CaseView(
        line=line_of(one),
        lead_who=one.row["lead_who"] or "",
        lead_text=one.row["lead_text"] or "",
        risk=one.row["risk"] or "",
        steps=tuple(_step(one, state, meetings) for state in far.steps) if far is not None else (),
        next=next_do(connection, one, on),
        blocks=tuple(block.text for block in far.blocks) if far is not None else (),
        ahead=tuple(block.text for block in far.ahead) if far is not None else (),
        outcome=one.row["outcome"] or "",
        note=one.row["note"] or "",
        removes=one.procedure is not None and one.procedure.removes,
        assists=one.procedure is not None and one.procedure.assists,
        fields=fields.view(
            one.row, Case.__tablename__, (*LEAD_FIELDS, *AID_FIELDS), "" if one.row["state"] == OPEN else "已经办结"
        ),
    )


def _meetings(connection: Connection, one: Told) -> dict[uuid.UUID, str]:
    keys = {row["meeting_id"] for row in one.steps.values() if row["meeting_id"] is not None}
    meeting = table(Meeting)
    query = select(meeting.c.id, meeting.c.kind, meeting.c.held_on).where(meeting.c.id.in_(keys))
    return {key: f"{held or ''} {kind}".strip() for key, kind, held in connection.execute(query)}


def _step(one: Told, state: StepState, meetings: dict[uuid.UUID, str]) -> StepLine:
    row = one.steps.get(state.step.id, {})
    done = state.done
    papers = tuple(
        Paper(name, name not in state.missing, one.files.get((state.step.id, name))) for name in state.step.papers
    )
    meeting = row.get("meeting_id")
    basis = [meetings.get(meeting, "") if meeting is not None else "", done.notice if done is not None else ""]
    return StepLine(
        id=state.step.id,
        title=state.step.title,
        short=state.step.short,
        hint=state.step.hint,
        level=state.step.level,
        state=state.state,
        on=done.on if done is not None else None,
        who=row.get("who") or "",
        passed=row.get("passed") or "",
        basis="　".join(part for part in basis if part),
        note=row.get("note") or "",
        due=state.due,
        from_on=state.from_on,
        late=state.late,
        papers=papers,
        unnamed=state.unnamed,
        needs=state.step.needs,
        clocks="；".join(_clocks(one.procedure, state)),
        meeting=str(meeting) if meeting is not None else "",
        notice=done.notice if done is not None else "",
    )


def _clocks(procedure: Procedure | None, state: StepState) -> Iterator[str]:
    if procedure is None:
        return
    for clock in (*state.step.within, *state.step.least):
        since = "线索" if clock.since == LEAD else procedure.step(clock.since).title
        policy = POLICIES[clock.policy]
        yield f"{policy.title}（从{since}算起）：{policy.values[-1].source}"


def _in_its_years(procedure: Procedure, on: dt.date) -> bool:
    return procedure.last_lead is None or on <= procedure.last_lead


def rule_lines() -> tuple[tuple[str, str, str], ...]:
    """Return (procedure, rule, source) of every rule that blocks, for the manual and the command line."""
    return tuple((p.title, RULES[name].title, RULES[name].source) for p in PROCEDURES for name in p.rules)
