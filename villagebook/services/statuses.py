"""Status periods (身份) of a household: begun, ended, corrected; each says what justified it, several run at once.

Two periods of one kind never overlap: who is 低保户 twice on a day was written down twice.
"""

from __future__ import annotations

import datetime as dt
import uuid
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, select

from villagebook.base.errors import UserError
from villagebook.models import Case, Meeting, Notice, StatusPeriod, fields_of
from villagebook.services import codes, fields
from villagebook.services.fields import record_row
from villagebook.services.moving import DAY, checked
from villagebook.services.verbs import Changed, declaration, verb
from villagebook.store import Book, Undo, Work


@dataclass(frozen=True, slots=True)
class Grounds:
    """What justifies the beginning or end of a status: at least one of them."""

    text: str = ""
    case_id: uuid.UUID | None = None
    meeting_id: uuid.UUID | None = None
    notice_id: uuid.UUID | None = None

    def __bool__(self) -> bool:
        return bool(self.text.strip() or self.case_id or self.meeting_id or self.notice_id)


@dataclass(frozen=True, slots=True)
class Period:
    """One period as pages show it.

    Attributes:
        grounds: What justified it, in words: 风险消除 JC-003；村民代表大会 2025-03-02；some text.
        ended_by: What ended it, in words.
    """

    id: uuid.UUID
    kind: str
    from_on: dt.date | None
    through_on: dt.date | None
    grounds: str
    ended_by: str

    def on(self, day: dt.date) -> bool:
        """Whether it runs on a day."""
        return (self.from_on is None or self.from_on <= day) and (self.through_on is None or self.through_on >= day)


def periods(connection: Connection, household: uuid.UUID) -> tuple[Period, ...]:
    """All periods of a household, the newest first."""
    table = StatusPeriod.__table__
    rows = connection.execute(select(table).where(table.c.household_id == household)).mappings().all()
    words = _Words(connection)
    found = [
        Period(row["id"], row["kind"], row["from_on"], row["through_on"], words.begun(row), words.ended(row))
        for row in rows
    ]
    return tuple(sorted(found, key=_newest_first))


def _newest_first(period: Period) -> tuple[bool, int, str]:
    return period.through_on is not None, -(period.from_on or dt.date.min).toordinal(), period.kind


def on_day(book: Book, household: uuid.UUID, day: dt.date) -> tuple[Period, ...]:
    """The periods that run on a day."""
    with book.read() as connection:
        return tuple(period for period in periods(connection, household) if period.on(day))


@dataclass(frozen=True, slots=True)
class Ground:
    """A meeting, notice or case that can justify a status: ``kind`` is meeting, notice or case."""

    kind: str
    key: uuid.UUID
    words: str


def grounds_offered(book: Book, household: uuid.UUID) -> tuple[Ground, ...]:
    """What can be named as grounds: cases of the household, meetings and posted notices, the newest first."""
    with book.read() as connection:
        cases = connection.execute(select(Case.__table__).where(Case.household_id == household)).mappings()
        meetings = connection.execute(select(Meeting.__table__).where(Meeting.village_id == book.village_id)).mappings()
        notices = connection.execute(
            select(Notice.__table__).where(Notice.village_id == book.village_id, Notice.posted_at.is_not(None))
        ).mappings()
        found = [Ground("case", row["id"], _case_words(row)) for row in cases]
        found += sorted((Ground("meeting", row["id"], _meeting_words(row)) for row in meetings),
                        key=lambda g: g.words, reverse=True)  # fmt: skip
        found += sorted((Ground("notice", row["id"], _notice_words(row)) for row in notices),
                        key=lambda g: g.words, reverse=True)  # fmt: skip
    return tuple(found)


def grounded(ground: Ground | None, text: str = "") -> Grounds:
    """Return grounds of one of those offered, with a text beside it."""
    kind, key = (ground.kind, ground.key) if ground is not None else ("", None)
    refs = {name: key if kind == name else None for name in ("case", "meeting", "notice")}
    return Grounds(text, refs["case"], refs["meeting"], refs["notice"])


def grounds_of(book: Book, household: uuid.UUID, text: str) -> Grounds:
    """Return grounds out of what was typed: a meeting, notice or case if it names one of those offered, else the text.

    A notice is named by its number, a case by its code, a meeting by kind and day.
    """
    said = text.strip()
    for one in grounds_offered(book, household):
        if said and said in (one.words, *one.words.split()):
            return grounded(one)
    return Grounds(said)


@verb("status.begin", "记身份", Undo.INVERSE)
def begin(
    book: Book, household: uuid.UUID, kind: str, from_on: dt.date, grounds: Grounds, *,
    through_on: dt.date | None = None, actor: str, today: dt.date, future: bool = False,
) -> tuple[Changed, uuid.UUID]:  # fmt: skip
    """Begin a status; ``through_on`` if it is known to be over.

    Raises:
        UserError: no such status, no grounds, a day that cannot be, it runs at that time already.
    """
    checked(from_on, today, future=future)
    with book.work(declaration(begin).id, actor, f"记身份 {kind}", Undo.INVERSE) as work:
        home = record_row(work.connection, "household", household)
        made = begin_in(work, household, kind, from_on, grounds, through_on=through_on)
        work.heading = f"记身份 {kind}：{home['head_name'] or home['code'] or ''} 户，{from_on} 起"
        return Changed.of(work.commit()), made


@verb("status.end", "终止身份", Undo.INVERSE)
def end(
    book: Book, period: uuid.UUID, through_on: dt.date, grounds: Grounds, *,
    actor: str, today: dt.date, future: bool = False,
) -> Changed:  # fmt: skip
    """End a running status; its last day is ``through_on``.

    Raises:
        UserError: no grounds, it ended already, a day that cannot be.
    """
    checked(through_on, today, future=future)
    with book.work(declaration(end).id, actor, "终止身份", Undo.INVERSE) as work:
        row = record_row(work.connection, "status_period", period)
        home = record_row(work.connection, "household", row["household_id"])
        end_in(work, period, through_on, grounds)
        work.heading = f"终止身份 {row['kind']}：{home['head_name'] or home['code'] or ''} 户，到 {through_on}"
        return Changed.of(work.commit())


@verb("status.correct", "更正身份", Undo.INVERSE)
def correct(
    book: Book, period: uuid.UUID, *, kind: str, from_on: dt.date | None, through_on: dt.date | None, actor: str
) -> Changed:
    """Correct what was written down wrong: kind, first and last day of a period, together.

    Raises:
        UserError: no such status, the end before the beginning, it runs at that time already.
    """
    with book.work(declaration(correct).id, actor, f"更正身份 {kind}", Undo.INVERSE) as work:
        row = record_row(work.connection, "status_period", period)
        home = record_row(work.connection, "household", row["household_id"])
        if kind != row["kind"]:
            _known(work, kind)
        _checked(work, row["household_id"], kind, from_on, through_on, besides=period)
        values = {"kind": kind, "from_on": from_on, "through_on": through_on}
        work.write_rows(StatusPeriod, updates=[(period, values)])
        work.heading = f"更正身份 {row['kind']}：{home['head_name'] or home['code'] or ''} 户"
        return Changed.of(work.commit())


def correct_field(book: Book, period: uuid.UUID, name: str, text: str, *, actor: str) -> Changed:
    """As ``correct``, for one of kind, from_on and through_on, as it was typed into its field.

    Raises:
        UserError: as ``correct``; the text cannot be read.
    """
    with book.read() as connection:
        row = record_row(connection, "status_period", period)
    declared = next(info for info in fields_of(StatusPeriod) if info.name == name)
    said = {key: row[key] for key in ("kind", "from_on", "through_on")} | {name: fields.typed(declared, text)}
    return correct(book, period, **said, actor=actor)


def begin_in(
    work: Work, household: uuid.UUID, kind: str, from_on: dt.date, grounds: Grounds, *,
    through_on: dt.date | None = None, **values: Any,
) -> uuid.UUID:  # fmt: skip
    """Begin a status inside another verb's work (a case that closes); ``values`` are further fields of the period.

    Raises:
        UserError: no such status, no grounds, it runs at that time already.
    """
    _known(work, kind)
    if not grounds:
        raise UserError("status.no_grounds", f"没有写{kind}的依据", "请选动态、会议、公示，或写一句依据")
    _checked(work, household, kind, from_on, through_on)
    refs = {"case_id": grounds.case_id, "meeting_id": grounds.meeting_id, "notice_id": grounds.notice_id}
    row = {"id": work.new_id(), "household_id": household, "kind": kind, "from_on": from_on, "through_on": through_on}
    work.write_rows(StatusPeriod, inserts=[{**row, **refs, "note": grounds.text.strip() or None, **values}])
    key = row["id"]
    assert isinstance(key, uuid.UUID)
    return key


def end_in(work: Work, period: uuid.UUID, through_on: dt.date, grounds: Grounds, **values: Any) -> None:
    """End a status inside another verb's work; ``values`` are further fields of the period (风险消除方式).

    Raises:
        UserError: no grounds, it ended already, the day is before its first.
    """
    row = record_row(work.connection, "status_period", period)
    if not grounds:
        raise UserError("status.no_grounds", f"没有写终止{row['kind']}的原因", "请选动态、会议、公示，或写一句原因")
    if row["through_on"] is not None:
        raise UserError("status.ended", f"{row['kind']}已经在 {row['through_on']} 终止", "日期写错了请更正")
    _in_order(row["kind"], row["from_on"], through_on)
    words = _Words(work.connection)
    named = [words.meeting(grounds.meeting_id), words.notice(grounds.notice_id), grounds.text.strip()]
    why = "；".join(part for part in named if part) or None
    ended = {"through_on": through_on, "ended_case_id": grounds.case_id, "ended_why": why}
    work.write_rows(StatusPeriod, updates=[(period, {**ended, **values})])


def _known(work: Work, kind: str) -> None:
    offered = [one.value for one in codes.values_in(work.connection, work.village_id, "status") if not one.retired]
    if kind not in offered:
        raise UserError("status.unknown", f"没有“{kind}”这种身份", f"应为 {'、'.join(offered)}；要用别的先加进代码表")


def _in_order(kind: str, from_on: dt.date | None, through_on: dt.date | None) -> None:
    if from_on is not None and through_on is not None and through_on < from_on:
        raise UserError("status.order", f"{kind}从 {from_on} 起，不能在 {through_on} 终止", "请核对日期")


def _checked(
    work: Work, household: uuid.UUID, kind: str, from_on: dt.date | None, through_on: dt.date | None, *,
    besides: uuid.UUID | None = None,
) -> None:  # fmt: skip
    _in_order(kind, from_on, through_on)
    home = record_row(work.connection, "household", household)
    if home["ended_on"] is not None:
        last = home["ended_on"] - (DAY if home["merged_into"] is not None else DAY * 0)
        if (through_on or dt.date.max) > last:
            said = f"这一户在 {home['ended_on']} {home['ended_why'] or '已销户'}，身份不能在以后"
            raise UserError("status.household_ended", said, f"请写终止日期，不晚于 {last}")
    table = StatusPeriod.__table__
    same = select(table).where(table.c.household_id == household, table.c.kind == kind)
    for row in work.connection.execute(same).mappings():
        first, last = row["from_on"] or dt.date.min, row["through_on"] or dt.date.max
        if row["id"] != besides and first <= (through_on or dt.date.max) and (from_on or dt.date.min) <= last:
            ran = f"{row['from_on'] or '很早'} 至 {row['through_on'] or '现在'}"
            hint = "先终止那一段，或更正它的日期" if row["through_on"] is None else f"请从 {last + DAY} 以后起"
            raise UserError("status.overlaps", f"这一户 {ran} 已经是{kind}", hint)


class _Words:
    """Meetings, notices and cases in words, each read once."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._found: dict[uuid.UUID, str] = {}

    def begun(self, row: Any) -> str:
        parts = [self.case(row["case_id"]), self.meeting(row["meeting_id"]), self.notice(row["notice_id"])]
        return "；".join(part for part in (*parts, row["note"] or "") if part)

    def ended(self, row: Any) -> str:
        parts = [self.case(row["ended_case_id"]), row["ended_why"] or "", row["removed_way"] or ""]
        return "；".join(part for part in parts if part)

    def case(self, key: uuid.UUID | None) -> str:
        return self._of("dynamic_case", key, _case_words)

    def meeting(self, key: uuid.UUID | None) -> str:
        return self._of("meeting", key, _meeting_words)

    def notice(self, key: uuid.UUID | None) -> str:
        return self._of("notice", key, _notice_words)

    def _of(self, table: str, key: uuid.UUID | None, words: Any) -> str:
        if key is None:
            return ""
        if key not in self._found:
            self._found[key] = words(record_row(self._connection, table, key))
        return self._found[key]


def _case_words(row: Any) -> str:
    return f"{row['kind']} {row['code'] or ''}".rstrip()


def _meeting_words(row: Any) -> str:
    return f"{row['kind'] or '会议'} {row['held_on'] or ''}".rstrip()


def _notice_words(row: Any) -> str:
    return f"{row['number'] or ''} {row['heading'] or ''}".strip()
