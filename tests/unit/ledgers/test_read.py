"""Keys in order, rows by keys, totals and counts come from the same rows."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa

from tests.builders import a_household, a_village
from villagebook.base.errors import UserError
from villagebook.ledgers import LEDGERS, Blank, Contains, Group, Ledger, Range, Row, count, ids, of, rows, totals
from villagebook.models import HouseholdYear, Project, Visit

HOUSEHOLDS = LEDGERS["households"]


@pytest.fixture
def three(conn, village):
    """Three households: codes 1..3, the third without income and area."""
    a_household(conn, village, code="1", head="王一", head_pinyin="wangyi", head_initials="wy",
                income={"net_fen": 300}, house_area=Decimal("80.5"), statuses=("脱贫户", "低保户"))
    a_household(conn, village, code="2", head="陈二", head_pinyin="chener", income={"net_fen": 100}, house_area=20,
                statuses=("低保边缘户",))
    a_household(conn, village, code="3", head="李100%", head_pinyin="lisan")


def codes(conn, scope, sort=None, descending=False):
    return [row["code"] for row in rows(conn, HOUSEHOLDS, scope, ids(conn, HOUSEHOLDS, scope, sort, descending))]


@pytest.mark.usefixtures("three")
class TestOrder:
    def test_rows_come_in_the_ledgers_own_order(self, conn, scope):
        assert codes(conn, scope) == ["1", "2", "3"]

    def test_names_sort_by_pinyin(self, conn, scope):
        assert codes(conn, scope, "head") == ["2", "3", "1"]

    def test_empty_cells_come_last_in_both_directions(self, conn, scope):
        assert codes(conn, scope, "net_income_fen") == ["2", "1", "3"]
        assert codes(conn, scope, "net_income_fen", descending=True) == ["1", "2", "3"]

    def test_an_unknown_column_is_refused_in_words(self, conn, scope):
        with pytest.raises(UserError) as caught:
            ids(conn, HOUSEHOLDS, scope, "colour")
        assert caught.value.id == "ledger.column"


@pytest.mark.usefixtures("three")
class TestFilters:
    @pytest.mark.parametrize(
        ("filters", "found"),
        [
            ({"code": "2"}, ["2"]),
            ({"code": ("1", "3")}, ["1", "3"]),
            ({"code": ()}, []),
            ({"net_income_fen": Range(100, 200)}, ["2"]),
            ({"net_income_fen": Range(high=300)}, ["1", "2"]),
            ({"net_income_fen": None}, ["3"]),
            ({"net_income_fen": Blank()}, ["3"]),
            ({"head": Contains("陈")}, ["2"]),
            ({"house_area": Decimal("80.5")}, ["1"]),
            ({"status": "低保户"}, ["1"]),
            ({"status": ("低保户", "低保边缘户")}, ["1", "2"]),
            ({"status": "脱贫户", "code": "2"}, []),
        ],
    )
    def test_filters_are_all_asked(self, conn, scope, filters, found):
        assert codes(conn, replace(scope, filters=filters)) == found

    @pytest.mark.parametrize(
        ("text", "found"),
        [
            ("陈", ["2"]), ("WY", ["1"]), ("chen 2", ["2"]), ("100%", ["3"]), ("%", ["3"]), ("_", []),
            ("", ["1", "2", "3"]),
        ],
    )
    def test_text_is_looked_for_in_all_text_columns_and_pinyin(self, conn, scope, text, found):
        assert codes(conn, replace(scope, text=text)) == found

    def test_a_filter_on_an_unknown_column_is_refused_in_words(self, conn, scope):
        with pytest.raises(UserError) as caught:
            count(conn, HOUSEHOLDS, scope.only(colour="red"))
        assert caught.value.id == "ledger.column"


@pytest.mark.usefixtures("three")
class TestTotals:
    def test_totals_follow_the_filters(self, conn, scope):
        found = totals(conn, HOUSEHOLDS, scope.only(code=("1", "2")))
        assert (found["net_income_fen"], found["house_area"]) == (400, Decimal("100.5"))

    def test_totals_of_nothing_are_zero(self, conn, scope):
        found = totals(conn, HOUSEHOLDS, scope.only(code="9"))
        assert (found["net_income_fen"], found["house_area"]) == (0, 0)

    def test_count_follows_the_filters(self, conn, scope):
        assert count(conn, HOUSEHOLDS, scope) == 3
        assert count(conn, HOUSEHOLDS, scope.only(status="脱贫户")) == 1


def test_rows_by_keys_keep_the_keys_order_over_many_chunks(conn, village, scope):
    made = [a_household(conn, village, code=f"{n:04d}").household for n in range(1700)]
    asked = list(reversed(made))
    assert [row.key for row in rows(conn, HOUSEHOLDS, scope, asked)] == asked


def test_all_rows_are_the_rows_of_all_keys(conn, village, scope):
    for n in range(30):
        a_household(conn, village, code=str(n % 7))
    assert [row.key for row in rows(conn, HOUSEHOLDS, scope)] == ids(conn, HOUSEHOLDS, scope)


def test_keys_that_are_gone_are_left_out(conn, village, scope):
    home = a_household(conn, village).household
    assert [row.key for row in rows(conn, HOUSEHOLDS, scope, [village, home])] == [home]


def test_other_villages_are_left_out(conn, scope):
    a_household(conn, a_village(conn, code="350699101299"))
    assert count(conn, HOUSEHOLDS, scope) == 0


def test_a_row_cannot_be_changed():
    row = Row({"_id": 0, "code": 1}, ["k", "7"])
    assert dict(row) == {"_id": "k", "code": "7"}
    with pytest.raises(TypeError):
        row["code"] = "8"  # type: ignore[index]


class TestYear:
    """``Scope.year``: by the column that the ledger names."""

    @pytest.mark.parametrize(("kind", "values"), [
        ("year", (2024, 2025, None)),
        ("day", (dt.date(2024, 12, 31), dt.date(2025, 1, 1), None)),
        ("month", ("2024-12", "2025-01", None)),
    ])
    def test_rows_of_one_year(self, conn, scope, kind, values):
        kept = sa.Date() if kind == "day" else sa.Integer() if kind == "year" else sa.Text()
        lines = sa.union_all(*(
            sa.select(sa.literal(n).label("_id"), sa.literal(value, kept).label("when"))
            for n, value in enumerate(values)
        )).subquery()
        field = {"year": HouseholdYear.year, "day": Visit.on, "month": Project.planned_start}[kind]
        ledger = Ledger("t", "试", (of(field, "when"),), lambda _scope: sa.select(*lines.c),
                        year="when")
        assert ids(conn, ledger, replace(scope, year=2024)) == [0]
        assert ids(conn, ledger, replace(scope, year=2025)) == [1]
        assert len(ids(conn, ledger, scope)) == 3

    def test_a_ledger_without_years_says_so(self, conn, scope):
        with pytest.raises(UserError, match="不分年度"):
            count(conn, HOUSEHOLDS, replace(scope, year=2025))

    def test_a_column_that_is_no_year_is_refused_when_declared(self):
        with pytest.raises(ValueError, match="no year"):
            replace(HOUSEHOLDS, year="head")


def test_columns_of_a_group_stand_side_by_side():
    with pytest.raises(ValueError, match="side by side"):
        replace(HOUSEHOLDS, groups=(Group("户", {"code": "号", "members": "人"}),))
