"""Checks of benefit agreements and benefit lines."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.builders import a_household, a_project, a_roster_line, add
from villagebook.models import BenefitAgreement, BenefitLine

PROJECT = "35069920240007"


@pytest.fixture
def project(conn, village):
    return a_project(conn, village, code=PROJECT, mode="集体实施", covers_households=2).project


@pytest.fixture
def homes(conn, village):
    return [a_household(conn, village, code=f"H{number}", head=f"户主{number}").household for number in range(3)]


@pytest.fixture
def agreement(conn, village, project):
    """Give a function that makes an agreement of 100,000.00 at 8 % for three years, with other values if given."""

    def make(**fields):
        values = {
            "code": "XY-1", "project_id": project, "kind": "分红", "operator": "合作社",
            "signed_on": dt.date(2024, 3, 1), "from_on": dt.date(2024, 3, 1),
            "through_on": dt.date(2027, 2, 28), "invested_fen": 10_000_000, "share": Decimal(8),
            "yearly_fen": 800_000}  # fmt: skip
        return add(conn, BenefitAgreement, village_id=village, **{**values, **fields})

    return make


@pytest.fixture
def benefit(conn, village, project):
    """Give a function that makes a line of 2025, due and paid 400.00, with other values if given."""

    def make(household=None, **fields):
        values = {"project_id": project, "household_id": household, "year": 2025, "kind": "分红", "head_name": "户主",
                  "due_fen": 40_000, "due_on": dt.date(2025, 10, 31), "paid_fen": 40_000,
                  "paid_on": dt.date(2025, 10, 28)}  # fmt: skip
        return str(add(conn, BenefitLine, village_id=village, **{**values, **fields}))

    return make


def test_fires_benefits_late(findings, homes, benefit):
    unpaid = benefit(homes[0], paid_fen=None, paid_on=None, list_number=1)
    partly = benefit(homes[1], paid_fen=39_999, list_number=2)
    found = findings("benefits.late")
    assert [(f.subject, f.field, *f.record) for f in found] == [
        (PROJECT, "已付金额", "benefit_line", unpaid), (PROJECT, "已付金额", "benefit_line", partly)]
    assert found[0].message == "H0 户主：2025年分红应在 2025-10-31 付清，还差 400.00 元，已过 5 天"
    assert "还差 0.01 元" in found[1].message


def test_silent_on_benefits_late(found, homes, benefit):
    benefit(homes[0])
    benefit(homes[1], due_on=dt.date(2025, 11, 5), paid_fen=None)
    benefit(homes[2], due_on=None, paid_fen=None)
    assert found("benefits.late") == []


def test_fires_benefits_paid_over_due(found, homes, benefit):
    key = benefit(homes[0], paid_fen=40_001)
    assert found("benefits.paid-over-due") == [(PROJECT, "已付金额", "benefit_line", key)]


def test_silent_on_benefits_paid_over_due(found, homes, benefit):
    benefit(homes[0])
    benefit(homes[1], due_fen=None)
    assert found("benefits.paid-over-due") == []


def test_fires_benefits_line_product(found, homes, benefit):
    key = benefit(homes[0], kind="地租", quantity=Decimal("3.5"), rate_fen=12_000, due_fen=42_100)
    assert found("benefits.line-product") == [(PROJECT, "应付金额", "benefit_line", key)]


def test_silent_on_benefits_line_product(found, homes, benefit):
    benefit(homes[0], kind="地租", quantity=Decimal("3.5"), rate_fen=12_000, due_fen=42_000)
    benefit(homes[1], kind="地租", quantity=Decimal("3.5"))
    assert found("benefits.line-product") == []


def test_fires_benefits_household_twice(found, homes, benefit):
    benefit(homes[0], list_number=1)
    second = benefit(homes[0], list_number=2)
    assert found("benefits.household-twice") == [(PROJECT, "户编号", "benefit_line", second)]


def test_silent_on_benefits_household_twice(found, homes, benefit):
    benefit(homes[0])
    benefit(homes[0], due_on=dt.date(2025, 4, 30))
    benefit(homes[0], kind="务工")
    benefit(homes[0], year=2024)
    assert found("benefits.household-twice") == []


def test_fires_benefits_household_unknown(found, severities, benefit):
    key = benefit(household_code="H9", list_number=1)
    without = benefit(list_number=2)
    assert found("benefits.household-unknown") == [
        (PROJECT, "户编号", "benefit_line", key), (PROJECT, "户编号", "benefit_line", without)]
    assert severities("benefits.household-unknown") == ["error", "warning"]


def test_silent_on_benefits_household_unknown(found, homes, benefit):
    benefit(homes[0])
    assert found("benefits.household-unknown") == []


def test_fires_benefits_household_gone(conn, village, findings, benefit):
    moved = a_household(conn, village, code="H8", ended_on=dt.date(2025, 9, 1), ended_why="整户迁出").household
    key = benefit(moved)
    (finding,) = findings("benefits.household-gone")
    assert (finding.subject, finding.field, finding.record) == (PROJECT, "户编号", ("benefit_line", key))
    assert finding.message == "H8 户主：2025-09-01 已整户迁出，还有2025年分红"


def test_silent_on_benefits_household_gone(conn, village, found, homes, benefit):
    later = a_household(conn, village, code="H8", ended_on=dt.date(2025, 10, 28), ended_why="整户迁出").household
    benefit(later)
    benefit(homes[0])
    benefit(household_code="H9")
    assert found("benefits.household-gone") == []


def test_fires_benefits_project_unknown(found, homes, benefit, agreement):
    first = agreement(project_id=None, project_code="P0", code="XY-0")
    benefit(homes[0], project_id=None, project_code="P0")
    second = benefit(homes[1], project_id=None, project_code="P1")
    assert found("benefits.project-unknown") == [
        ("XY-0", "项目编号", "benefit_agreement", str(first)), ("P1", "项目编号", "benefit_line", second)]


def test_silent_on_benefits_project_unknown(found, homes, benefit, agreement):
    agreement()
    benefit(homes[0])
    assert found("benefits.project-unknown") == []


def test_fires_benefits_not_on_roster(conn, village, found, project, homes, benefit):
    a_roster_line(conn, village, project, homes[0], 1)
    benefit(homes[0])
    key = benefit(homes[1], list_number=1)
    benefit(homes[1], kind="务工", list_number=2)
    assert found("benefits.not-on-roster") == [(PROJECT, "户编号", "benefit_line", key)]


def test_silent_on_benefits_not_on_roster(conn, village, found, project, homes, benefit):
    benefit(homes[1])
    assert found("benefits.not-on-roster") == []
    a_roster_line(conn, village, project, homes[1], 1)
    benefit(household_code="H9")
    assert found("benefits.not-on-roster") == []


def test_fires_benefits_count_differs(findings, project, homes, benefit):
    for home in homes:
        benefit(home)
    benefit(homes[0], year=2024)
    (finding,) = findings("benefits.count-differs")
    assert (finding.subject, finding.field, finding.record) == (PROJECT, "受益户数", ("project", str(project)))
    assert finding.message == "受益户数填的是 2 户，2025年效益名单有 3 户"


def test_silent_on_benefits_count_differs(found, homes, benefit):
    benefit(homes[0])
    benefit(homes[1])
    benefit(homes[1], kind="务工")
    benefit(homes[0], year=2024)
    benefit(homes[0], year=2026)
    assert found("benefits.count-differs") == []


def test_fires_benefits_term_too_short(findings, agreement):
    key = agreement(through_on=dt.date(2027, 2, 27))
    (finding,) = findings("benefits.term-too-short")
    assert (finding.subject, finding.field, finding.record) == ("XY-1", "受益结束", ("benefit_agreement", str(key)))
    assert finding.message == "从 2024-03-01 到 2027-02-27，不足3年"


def test_silent_on_benefits_term_too_short(found, agreement):
    agreement()
    agreement(kind="地租", through_on=dt.date(2025, 2, 27))
    agreement(through_on=None)
    assert found("benefits.term-too-short") == []


@pytest.mark.parametrize(("fields", "field", "said"), [
    ({"share": Decimal("7.5")}, "分红比例", "每年分红 7.5%，规定不低于 8%"),
    ({"share": None, "yearly_fen": 799_999}, "年分红总额",
     "入股 100,000.00 元，年分红 7,999.99 元，不到股金的 8%"),
])  # fmt: skip
def test_fires_benefits_return_too_low(findings, agreement, fields, field, said):
    key = agreement(**fields)
    (finding,) = findings("benefits.return-too-low")
    assert (finding.subject, finding.field, finding.record) == ("XY-1", field, ("benefit_agreement", str(key)))
    assert finding.message == said


def test_silent_on_benefits_return_too_low(found, agreement):
    agreement()
    agreement(share=None)
    agreement(kind="地租", share=Decimal(1))
    assert found("benefits.return-too-low") == []


def test_fires_benefits_sum_differs(findings, homes, agreement, benefit):
    key = agreement(yearly_fen=None)
    for home in homes[:2]:
        benefit(home, agreement_id=key, due_fen=400_000, year=2024)
        benefit(home, agreement_id=key, due_fen=399_999, year=2025)
    (finding,) = findings("benefits.sum-differs")
    assert (finding.subject, finding.field, finding.record) == ("XY-1", "年分红总额", ("benefit_agreement", str(key)))
    assert finding.message == "2025年名单应付合计 7,999.98 元，协议每年 8,000.00 元"


def test_silent_on_benefits_sum_differs(found, homes, agreement, benefit):
    key = agreement()
    benefit(homes[0], agreement_id=key, due_fen=800_000)
    benefit(homes[1], due_fen=7)
    benefit(homes[2], agreement_id=agreement(kind="地租"), due_fen=7)
    assert found("benefits.sum-differs") == []


def test_fires_benefits_outside_term(findings, homes, agreement, benefit):
    key = agreement()
    first = benefit(homes[0], agreement_id=key, year=2028, list_number=1)
    benefit(homes[1], agreement_id=key, year=2028, list_number=2)
    (finding,) = findings("benefits.outside-term")
    assert (finding.subject, finding.field, finding.record) == ("XY-1", "年度", ("benefit_line", first))
    assert finding.message == "协议期是 2024-03-01 至 2027-02-28，名单里有2028年分红"


def test_silent_on_benefits_outside_term(found, homes, agreement, benefit):
    key = agreement()
    benefit(homes[0], agreement_id=key, year=2024)
    benefit(homes[0], agreement_id=key, year=2027)
    benefit(homes[0], year=2031)
    assert found("benefits.outside-term") == []
