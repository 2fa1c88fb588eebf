"""Checks of objections and complaints: overdue, answered without a finding, upheld without a correction, lost lines."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sqlalchemy import select

from villagebook.base.days import chinese
from villagebook.base.sheet import NoticeContent
from villagebook.checks.check import ERROR, WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.ledgers.parts import table
from villagebook.models import Notice, Objection, info
from villagebook.notices import objected
from villagebook.notices.subject import NoticeRules

_CHANNELS = "公示公告制度：公开举报电话，受理的异议、投诉要核实、答复"
_ASSUMED = "assumed；期限见规定“公示异议多久内答复”等"


def _rows(facts: Facts) -> list[Mapping[str, Any]]:
    """Return the objections up to the day, with what their notices say and how they stand."""
    objection, notice = table(Objection), table(Notice)
    query = (
        select(objection, notice.c.content.label("content_"), notice.c.withdrawn_on.label("withdrawn_"),
               notice.c.corrected_on.label("corrected_"), notice.c.number.label("notice_"))
        .select_from(objection.outerjoin(notice, notice.c.id == objection.c.notice_id))
        .where(objection.c.village_id == facts.scope.village_id, objection.c.received_on <= facts.on)
        .order_by(objection.c.received_on, objection.c.code)
    )  # fmt: skip
    return [dict(row) for row in facts.conn.execute(query).mappings()]


def _problem(row: Mapping[str, Any], field: Any, message: str) -> Problem:
    return Problem(row["code"] or str(row["received_on"]), info(field).label, message, ("objection", row["id"]))


@check(
    "objections.overdue", "异议、投诉按期答复", WARNING, source=_ASSUMED, hint="请核实、答复，记下答复日期",
    needs=(Objection.received_on,),
)  # fmt: skip
def overdue(facts: Facts) -> Iterator[Problem]:
    """Nobody waits for an answer longer than the rule allows; an answer that came late is told, too."""
    rules = NoticeRules.of(facts.overrides)
    for row in _rows(facts):
        last = objected.deadline(row, rules)
        answered = row["answered_on"]
        if (answered or facts.on) > last:
            said = f"{chinese(answered)}才答复" if answered else "还没有答复"
            message = f"{chinese(row['received_on'])}收到，应在{chinese(last)}前答复，{said}"
            yield _problem(row, Objection.answered_on, message)


@check(
    "objections.unhandled", "答复前已核实", WARNING, source=_CHANNELS, hint="请补核实情况和处理结果",
    needs=(Objection.answered_on,),
)  # fmt: skip
def unhandled(facts: Facts) -> Iterator[Problem]:
    """What was answered was looked into, and something came of it."""
    for row in _rows(facts):
        if row["answered_on"] is None:
            continue
        for field, value in ((Objection.handling, row["handling"]), (Objection.result, row["result"])):
            if not value:
                yield _problem(row, field, f"{chinese(row['answered_on'])}答复了，没有写{info(field).label}")
                break


@check(
    "objections.uncorrected", "异议成立的已更正", WARNING, source=_CHANNELS,
    hint="请改台账，再拟更正公示；或撤回原公示", needs=(Objection.result,),
)  # fmt: skip
def uncorrected(facts: Facts) -> Iterator[Problem]:
    """A notice that somebody was right about does not stand as it was."""
    for row in _rows(facts):
        settled = row["correction_id"] or row["withdrawn_"] or row["corrected_"]
        if row["notice_id"] and row["answered_on"] and row["result"] in objected.UPHELD and not settled:
            message = f"对{row['notice_']}的异议{row['result']}，还没有更正公示"
            yield _problem(row, Objection.correction_id, message)


@check(
    "objections.no-line", "异议所指的行在公示上", ERROR, source="本程序的核对", hint="请照公示上的序号改",
    needs=(Objection.line,),
)  # fmt: skip
def no_line(facts: Facts) -> Iterator[Problem]:
    """A line that is objected to stands on the notice."""
    for row in _rows(facts):
        if row["line"] is None:
            continue
        lines = () if row["content_"] is None else objected.lines(NoticeContent.from_json(row["content_"]))
        if not 1 <= row["line"] <= len(lines):
            message = f"{row['notice_'] or '没有写公示'}：没有第 {row['line']} 行，一共 {len(lines)} 行"
            yield _problem(row, Objection.line, message)


OBJECTIONS = (overdue, unhandled, uncorrected, no_line)
