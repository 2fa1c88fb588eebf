"""动态管理台账: steps and days by the village's own calendar, the late first, sorted and filtered like any ledger."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import insert

from tests.builders import a_household, add
from villagebook.ledgers import LEDGERS, Range, ids, rows
from villagebook.ledgers.case_facts import told
from villagebook.models import AttachmentLink, Case, CaseStep, Guarantee, Override

D = dt.date
CASES = LEDGERS["cases"]
KIND = "监测对象识别"


@pytest.fixture
def case(conn, village):
    def make(head: str, lead: dt.date | None, state: str = "办理中", kind: str = KIND, **fields):
        home = a_household(conn, village, code=f"H{head}", head=head).household
        return home, add(conn, Case, village_id=village, household_id=home, kind=kind, lead_on=lead, state=state,
                         code=f"2025-{head}", **fields)  # fmt: skip

    return make


def step(conn, village, case, name, day, **fields):
    return add(conn, CaseStep, village_id=village, case_id=case, step=name, done_on=day, passed="是", **fields)


def test_the_late_come_first_then_what_is_due_then_the_closed(conn, village, scope, case):
    case("甲", D(2025, 11, 4))
    case("乙", D(2025, 10, 20))
    case("丙", D(2025, 3, 1), "已办结", closed_on=D(2025, 3, 15))
    case("丁", None)
    found = list(rows(conn, CASES, scope))
    assert [row["head"] for row in found] == ["乙", "甲", "丁", "丙"]
    assert [(row["step"], row["due"], row["late"], row["days"]) for row in found] == [
        ("入户核实", D(2025, 10, 22), 14, 16), ("入户核实", D(2025, 11, 6), None, 1),
        ("入户核实", None, None, None), (None, None, None, 14)]  # fmt: skip


def test_days_follow_the_books_own_policy_and_holidays(conn, village, scope, case):
    case("甲", D(2025, 11, 5))
    add(conn, Override, village_id=village, subject="monitoring.house_check", value="2个工作日")
    assert next(iter(rows(conn, CASES, scope)))["due"] == D(2025, 11, 7)
    add(conn, Override, village_id=village, subject="setting.calendar.days_off", value="2025-11-07")
    assert next(iter(rows(conn, CASES, scope)))["due"] == D(2025, 11, 10)


def test_what_was_worked_out_sorts_and_filters(conn, village, scope, case):
    case("甲", D(2025, 11, 4))
    case("乙", D(2025, 10, 20))
    by_head = {row["head"]: row.key for row in rows(conn, CASES, scope)}
    assert ids(conn, CASES, scope, "due") == [by_head["乙"], by_head["甲"]]
    assert ids(conn, CASES, scope.only(late=Range(1))) == [by_head["乙"]]
    assert ids(conn, CASES, scope.only(step="信息比对")) == []


def test_papers_by_name_or_by_file_are_there(conn, village, scope, case):
    _, key = case("甲", D(2025, 11, 1))
    done = step(conn, village, key, "visit", D(2025, 11, 2), papers="防止返贫动态监测排查表")
    (row,) = rows(conn, CASES, scope)
    assert (row["missing"], row["step"]) == ("监测对象申请及承诺授权查询书", "信息比对")
    link = {"id": done, "village_id": village, "attachment_id": done, "record": "case_step", "record_id": done}
    conn.execute(insert(AttachmentLink), {**link, "role": "附件", "note": "监测对象申请及承诺授权查询书"})
    assert next(iter(rows(conn, CASES, scope)))["missing"] is None


def test_a_kind_the_program_does_not_know_is_listed_without_steps(conn, village, scope, case):
    case("甲", D(2025, 11, 1), kind="整户搬迁")
    (row,) = rows(conn, CASES, scope)
    assert (row["kind"], row["step"], row["due"]) == ("整户搬迁", None, None)


def test_a_case_to_remove_a_risk_knows_since_when_who_works_and_what_is_unsolved(conn, village, scope):
    home = a_household(
        conn, village, code="H1", statuses=({"kind": "边缘易致贫户", "from_on": D(2025, 6, 1)},),
        people=({"name": "甲", "labour": "无劳动力"}, {"name": "乙", "labour": "弱劳动力或半劳动力"}),
    ).household  # fmt: skip
    add(conn, Case, village_id=village, household_id=home, kind="风险消除", state="办理中", target="边缘易致贫户")
    for stage, month, water in (("识别时", 6, "是"), ("当前", 9, "是"), ("当前", 10, "否")):
        add(conn, Guarantee, village_id=village, household_id=home, stage=stage, on=D(2025, month, 1),
            water_problem=water, house_problem="是")  # fmt: skip
    (one,) = told(conn, village, scope.on)
    assert (one.facts.identified_on, one.facts.labour, one.facts.problems) == (D(2025, 6, 1), 1, ("住房安全",))
    assert [block.id for block in one.progress.blocks] == ["guarantees"]
    assert [block.id for block in one.progress.ahead] == ["observation"]
