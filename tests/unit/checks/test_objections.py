"""Checks of objections and complaints."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import add
from tests.unit.notices.test_difference import content
from villagebook.models import Notice, Objection

D = dt.date
#: Received on a Wednesday; five working days end on the 29th, fifteen on 12 November.
TAKEN = {"code": "2025-01", "kind": "异议", "received_on": D(2025, 10, 22), "way": "当面"}
ANSWERED = {"answered_on": D(2025, 10, 24), "handling": "入户丈量", "result": "不成立"}


@pytest.fixture
def notice(conn, village):
    """Give a function: fields -> a posted notice of three lines."""
    return lambda **fields: add(conn, Notice, village_id=village, **{
        "number": "清溪公示〔2025〕17号", "year": 2025, "serial": 17, "kind": "roster-beneficiaries", "state": "公示中",
        "subject": {}, "content": content().to_json(), **fields})  # fmt: skip


@pytest.fixture
def objection(conn, village):
    return lambda **fields: add(conn, Objection, village_id=village, **{**TAKEN, **fields})


def test_fires_objections_overdue(objection, found):
    key = objection()
    late = objection(code="2025-02", **{**ANSWERED, "answered_on": D(2025, 10, 30)})
    letter = objection(code="2025-03", kind="投诉", way="信访", received_on=D(2025, 8, 1))
    assert found("objections.overdue") == [
        ("2025-03", "答复日期", "objection", str(letter)), ("2025-01", "答复日期", "objection", str(key)),
        ("2025-02", "答复日期", "objection", str(late))]


def test_silent_on_objections_overdue(objection, found):
    objection(**ANSWERED)
    objection(code="2025-02", kind="投诉")
    objection(code="2025-03", received_on=D(2025, 11, 4))
    assert found("objections.overdue") == []


def test_fires_objections_unhandled(objection, found):
    key = objection(answered_on=D(2025, 10, 23))
    half = objection(code="2025-02", **{**ANSWERED, "result": None})
    assert found("objections.unhandled") == [
        ("2025-01", "核实情况", "objection", str(key)), ("2025-02", "处理结果", "objection", str(half))]


def test_silent_on_objections_unhandled(objection, found):
    objection(**ANSWERED)
    objection(code="2025-02")
    assert found("objections.unhandled") == []


def test_fires_objections_uncorrected(objection, notice, found):
    key = objection(**{**ANSWERED, "result": "部分成立"}, notice_id=notice())
    assert found("objections.uncorrected") == [("2025-01", "更正公示", "objection", str(key))]


def test_silent_on_objections_uncorrected(objection, notice, found):
    right = {**ANSWERED, "result": "成立"}
    objection(**right, notice_id=notice(withdrawn_on=D(2025, 10, 24)))
    objection(code="2025-02", **right, notice_id=notice(), correction_id=notice())
    objection(code="2025-03", **ANSWERED, notice_id=notice())
    objection(code="2025-04", **right)
    assert found("objections.uncorrected") == []


def test_fires_objections_no_line(objection, notice, found):
    key = objection(line=4, notice_id=notice())
    nowhere = objection(code="2025-02", line=1)
    assert found("objections.no-line") == [
        ("2025-01", "名单第几行", "objection", str(key)), ("2025-02", "名单第几行", "objection", str(nowhere))]


def test_silent_on_objections_no_line(objection, notice, found):
    objection(line=3, notice_id=notice())
    objection(code="2025-02", notice_id=notice())
    assert found("objections.no-line") == []
