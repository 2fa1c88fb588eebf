"""Running all checks: what was not received is said once, and nothing that can be stored makes a check raise."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import a_database, a_household, a_person, a_project, a_roster_line, a_village, add, an_entry
from villagebook.base.errors import Cancelled
from villagebook.checks import CHECKS, Facts, run_all, run_on
from villagebook.ledgers import Scope
from villagebook.models import Guarantee, Measure, StatusPeriod, VillageYear, WorkRecord


@pytest.fixture
def conn():
    """Tables in memory: a book has one village, and these tests have several."""
    with a_database() as connection:
        yield connection


@pytest.fixture
def village(conn):
    return a_village(conn)


def test_an_empty_book_has_no_findings_and_says_what_was_not_checked(conn, scope):
    report = run_all(conn, scope)
    assert report.findings == []
    assert len(report.unchecked) == len([check for check in CHECKS if check.needs])
    assert "证件号码校验位：未检查（缺人）" in report.unchecked


def test_a_check_without_its_data_is_named_once_with_what_is_missing(conn, village, scope):
    for code in ("1", "2"):
        a_person(conn, village, code=code, labour="无劳动力")
    report = run_all(conn, scope)
    assert report.unchecked.count("没有基本医疗保险：未检查（缺是否参加新型农村合作医疗（城乡居民基本医疗保险））") == 1
    assert "people.no-medical-insurance" not in {finding.id for finding in report.findings}


def test_findings_come_in_the_registrys_order(conn, village, scope):
    a_household(conn, village, code="H1", people=({"code": "1", "id_number": "123", "relation": "配偶"},))
    found = [finding.id for finding in run_all(conn, scope).findings]
    assert found == sorted(found, key=CHECKS.ids.index)
    assert {"people.id-length", "households.no-head"} <= set(found)


def test_only_the_chosen_checks_run(conn, village, scope):
    a_person(conn, village, code="1", id_number="123", phone="1")
    assert {finding.id for finding in run_all(conn, scope, only=("people.phone",)).findings} == {"people.phone"}


def test_other_villages_are_left_alone(conn, scope):
    a_person(conn, a_village(conn, code="350699101299"), code="1", id_number="123")
    assert run_all(conn, scope).findings == []


def test_it_can_be_cancelled(conn, scope):
    class Stop:
        def step(self, done, total, what):
            raise Cancelled

    with pytest.raises(Cancelled):
        run_all(conn, scope, progress=Stop())


def _help_of_anything(conn, village, home, draw):
    for kind in draw(st.lists(kinds, max_size=2)):
        add(conn, StatusPeriod, village_id=village, household_id=home.household, kind=kind, from_on=draw(dates),
            through_on=draw(dates), risk1=draw(risks), risk2=draw(risks), risk_note=draw(words), removed=draw(words),
            removed_on=draw(dates), removed_way=draw(words), development=draw(words))  # fmt: skip
    for _ in range(draw(st.integers(0, 2))):
        add(conn, Measure, village_id=village, household_id=draw(st.sampled_from([None, home.household])),
            person_id=draw(st.sampled_from([None, *home.people])), kind=draw(classes), item=draw(items),
            year=draw(st.none() | years), from_on=draw(dates), through_on=draw(dates),
            household_code=draw(words))  # fmt: skip
    for stage in ("识别时", "风险消除时"):
        add(conn, Guarantee, village_id=village, household_id=home.household, stage=stage, house_problem=draw(words),
            per_capita_fen=draw(amounts), out_of_pocket_fen=draw(amounts))  # fmt: skip
    add(conn, WorkRecord, village_id=village, person_id=home.people[0], from_on=draw(dates), through_on=draw(dates),
        worked=draw(words), county=draw(words), month_pay_fen=draw(amounts), channel=draw(words))  # fmt: skip
    add(conn, VillageYear, village_id=village, year=draw(years), households=draw(counts), people=draw(counts),
        delisted=draw(words), coach=draw(words))  # fmt: skip


kinds = st.sampled_from(["脱贫户", "边缘易致贫户", "脱贫不稳定户", "低保户", "别的", ""])
classes = st.sampled_from(["综合保障", "其他教育帮扶", "就业帮扶", "搬迁", ""])
items = st.sampled_from([None, "", "雨露计划", "低保", "残疾人补贴", "缴费补贴（医保）"])
risks = st.sampled_from([None, "", "因病", "因残", "因学", "缺劳动力", "因务工就业不稳", "其他", "因自然灾害"])
words = st.one_of(st.none(), st.sampled_from(
    ["", "户主", "配偶", "男", "残疾", "小学", "本科二年级", "是", "否", "户", "记-0001", "记-9999999999", "12345",
     "350699196205240019", "３５", "冲销", "支出", "报账", "指标下达", "中央", "\n"]))  # fmt: skip
dates = st.one_of(st.none(), st.dates(dt.date(1900, 1, 1), dt.date(2100, 12, 31)))
amounts = st.one_of(st.none(), st.integers(-(10**15), 10**15))
years = st.integers(1, 9999)
counts = st.one_of(st.none(), st.integers(-5, 10**6))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_no_book_that_can_be_stored_makes_a_check_raise(conn, data):
    try:
        village = a_village(conn)
        _a_book_of_anything(conn, village, data.draw)
        facts = Facts(conn, Scope(village, data.draw(st.dates(dt.date(1950, 1, 1), dt.date(2090, 1, 1)))))
        for check in CHECKS:
            for finding in check.on(facts):
                assert finding.subject
                assert finding.message
        run_on(conn, facts.scope, [home.key for home in facts.homes])
    finally:
        conn.rollback()


def _a_book_of_anything(conn, village, draw):
    people = tuple(
        {
            "code": draw(words), "name": draw(words), "sex": draw(words), "born": draw(dates), "id_number": draw(words),
            "phone": draw(words), "relation": draw(words), "from_on": draw(dates), "school": draw(words),
            "year": draw(years), "education": draw(words), "labour": draw(words), "health": draw(words),
            "work_months": draw(counts), "post_months": draw(counts), "post_kind": draw(words),
            "resident_medical": draw(words), "medical_aid": draw(words), "work_place": draw(words),
            "not_at_school": draw(words),
        }
        for _ in range(2)
    )  # fmt: skip
    home = a_household(
        conn, village, code=draw(words), head=draw(words), phone=draw(words), people=people, safe_water=draw(words),
        extra=draw(st.one_of(st.none(), st.dictionaries(st.text(), st.text(), max_size=2))),
        income={
            "year": draw(years), "population": draw(counts), "net_fen": draw(amounts), "per_capita_fen": draw(amounts),
            "total_fen": draw(amounts), "cost_fen": draw(amounts),
        },
    )  # fmt: skip
    _help_of_anything(conn, village, home, draw)
    project = a_project(
        conn, village, code=draw(words), sources={"中央": draw(st.integers(0, 10**9))}, mode="分户实施",
        library_notice_from=draw(dates), library_notice_through=draw(dates), granted_on=draw(dates),
        accepted_on=draw(dates),
    ).project  # fmt: skip
    entry = None
    for _ in range(3):
        known = draw(st.sampled_from([None, project]))
        entry = an_entry(
            conn, village, draw(words), draw(words), draw(amounts), on=draw(dates), source=draw(words), project=known,
            reverses_id=entry,
        )  # fmt: skip
    quantity = Decimal(draw(counts) or 0)
    a_roster_line(conn, village, project, home.household, draw(amounts), quantity=quantity, rate_fen=draw(amounts))
