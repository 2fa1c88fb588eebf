"""The ledgers of what reached households: 到户台账, 覆盖登记, 效益台账, 协议; worked out from the lists."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from tests.builders import a_database, a_household, a_project, a_roster_line, a_village, add
from villagebook.ledgers import LEDGERS, Scope, rows, totals
from villagebook.models import BenefitAgreement, BenefitLine, Distribution, DistributionLine, RosterLine

DAY = dt.date(2025, 11, 5)


@pytest.fixture(scope="module")
def book():
    """Two households; a roster, two years of a dividend with rent beside it, and a share of income."""
    with a_database() as conn:
        village = a_village(conn)
        people = ({"name": "许玉美", "relation": "户主"}, {"name": "许小", "relation": "之子"})
        one = a_household(conn, village, code="H1", head="许玉美", people=people, statuses=("脱贫户",)).household
        two = a_household(conn, village, code="H2", head="钟文福", group="大坪").household
        hens = a_project(conn, village, code="P1", name="养鸡").project
        tea = a_project(conn, village, code="P2", name="茶园", year=2024).project
        a_roster_line(conn, village, hens, one, 10_000, head_name="许玉美", received_on=dt.date(2025, 6, 1))
        a_roster_line(conn, village, hens, two, 5_000, head_name="钟文福")
        a_roster_line(conn, village, hens, None, 700, household_code="H9", head_name="不认得")
        key = add(conn, BenefitAgreement, village_id=village, code="XY1", project_id=tea, kind="分红",
                  operator="合作社", invested_fen=1_000_000, share=Decimal(8),
                  signed_on=dt.date(2024, 1, 1))  # fmt: skip
        for household, kind, year, due, paid, due_on in (
            (one, "分红", 2024, 40_000, 40_000, dt.date(2024, 10, 31)),
            (one, "分红", 2025, 40_000, None, dt.date(2025, 10, 31)),
            (one, "地租", 2025, 9_000, 4_000, dt.date(2025, 12, 31)),
            (two, "分红", 2025, 40_000, 40_001, None),
            (two, "务工", 2025, None, 3_000, None),
        ):
            add(conn, BenefitLine, village_id=village, project_id=tea, agreement_id=key, household_id=household,
                kind=kind, year=year, due_fen=due, paid_fen=paid, due_on=due_on)  # fmt: skip
        shared = add(conn, Distribution, village_id=village, code="FP1", name="光伏分配", year=2025)
        add(conn, DistributionLine, village_id=village, distribution_id=shared, use="分红到户", household_id=two,
            name="钟文福", amount_fen=600, paid_on=dt.date(2025, 8, 1))  # fmt: skip
        add(conn, DistributionLine, village_id=village, distribution_id=shared, use="奖励补助", household_id=two,
            name="钟文福", amount_fen=50)  # fmt: skip
        yield conn, Scope(village, DAY)


def listed(book, ledger, *names, **filters):
    conn, scope = book
    return [tuple(row[name] for name in names) for row in rows(conn, LEDGERS[ledger], scope.only(**filters))]


def test_a_row_for_each_household_project_year_and_kind(book):
    names = ("household", "head", "project", "year", "kind", "due_fen", "paid_fen", "lines")
    assert listed(book, "to-household", *names, household="H1") == [
        ("H1", "许玉美", "P2", 2024, "分红", 40_000, 40_000, 1),
        ("H1", "许玉美", "P1", 2025, "到户补助", 10_000, 10_000, 1),
        ("H1", "许玉美", "P2", 2025, "分红", 40_000, 0, 1),
        ("H1", "许玉美", "P2", 2025, "地租", 9_000, 4_000, 1),
    ]
    assert listed(book, "to-household", *names, household="H9") == [
        ("H9", "不认得", "P1", 2025, "到户补助", 700, 0, 1)]


def test_a_row_for_each_household_and_year_covered(book):
    names = ("head", "people", "status", "year", "projects", "names", "kinds", "roster_fen", "benefit_fen",
             "distribution_fen", "due_fen", "paid_fen")  # fmt: skip
    assert listed(book, "coverage", *names, year=2025, household="H1") == [
        ("许玉美", 2, "脱贫户", 2025, 2, "养鸡、茶园", "到户补助、分红、地租", 10_000, 49_000, 0, 59_000, 14_000)]
    assert listed(book, "coverage", *names, year=2025, household="H2") == [
        ("钟文福", 0, None, 2025, 2, "养鸡、茶园", "到户补助、分红、务工、奖励补助、分红到户", 5_000, 43_000, 650,
         48_650, 43_601)]  # fmt: skip
    assert listed(book, "coverage", "household", "year") == [
        ("H1", 2024), ("H1", 2025), ("H2", 2025), ("H9", 2025)]


def test_the_sums_are_those_of_the_lists_they_come_from(book):
    conn, scope = book
    rosters = conn.execute(select(func.sum(RosterLine.amount_fen))).scalar()
    due = conn.execute(select(func.sum(func.coalesce(BenefitLine.due_fen, BenefitLine.paid_fen)))).scalar()
    shared = conn.execute(select(func.sum(DistributionLine.amount_fen))).scalar()
    coverage = totals(conn, LEDGERS["coverage"], scope)
    assert (coverage["roster_fen"], coverage["benefit_fen"], coverage["distribution_fen"]) == (rosters, due, shared)
    every = totals(conn, LEDGERS["to-household"], scope)
    assert every["due_fen"] == coverage["due_fen"] == rosters + due + shared
    assert every["paid_fen"] == coverage["paid_fen"]
    assert every["lines"] == 10
    assert totals(conn, LEDGERS["rosters"], scope)["amount_fen"] == rosters
    assert totals(conn, LEDGERS["benefits"], scope)["paid_fen"] == 87_001


def test_how_far_payment_is_as_of_the_day(book):
    states = listed(book, "benefits", "head", "kind", "year", "state")
    assert {(kind, year, state) for _, kind, year, state in states} == {
        ("分红", 2024, "已付"), ("分红", 2025, "逾期"), ("地租", 2025, "部分"), ("分红", 2025, "多付"),
        ("务工", 2025, "已付")}


def test_an_agreement_shows_its_households_and_sums(book):
    names = ("code", "project", "households", "invested_fen", "share", "due_fen", "paid_fen")
    assert listed(book, "agreements", *names) == [("XY1", "P2", 2, 1_000_000, Decimal(8), 129_000, 87_001)]


@pytest.mark.parametrize(("ledger", "count"), [("coverage", 1), ("to-household", 1), ("benefits", 1)])
def test_a_year_chooses_rows(book, ledger, count):
    conn, scope = book
    assert len(list(rows(conn, LEDGERS[ledger], replace(scope, year=2024)))) == count
