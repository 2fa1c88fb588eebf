"""What money stands at, by project, source, year and village, and its ratios."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests import made_books
from tests.builders import a_project, an_entry
from villagebook.base.errors import UserError
from villagebook.ledgers.ratios import RATIOS
from villagebook.services import balances, books, overrides, tables
from villagebook.services.balances import SUMS, WAYS
from villagebook.store import Undo

TODAY = made_books.TODAY


@pytest.fixture
def book(tmp_path):
    with books.create(tmp_path / "b.vbook", name="清溪村", code="350699101203", actor="测试") as made:
        with made.work("demo.write", "测试", "试", Undo.NONE) as work:
            village = made.village_id
            for year, granted in ((2024, 90_000), (2025, 30_000)):
                project = a_project(work, village, code=f"P{year}", name=f"路{year}", sources={"中央": granted},
                                    year=year).project  # fmt: skip
                day = dt.date(year, 3, 1)
                for kind, amount in (("指标下达", granted), ("到账", granted // 3 * 2), ("支出", granted // 3)):
                    an_entry(work, village, None, kind, amount, project=project, on=day)
            an_entry(work, village, None, "支出", 500, source="县", on=dt.date(2025, 9, 1))
            work.commit()
        yield made


def test_ratios_are_shares_of_what_was_granted(book):
    found = balances.standings(book, TODAY, "project")
    row = found.rows[0]
    assert (row.of, row.name, row.sums["granted_fen"]) == ("P2024", "路2024", 90_000)
    assert row.ratios == {
        "received_share": Decimal("66.67"), "spent_share": Decimal("33.33"), "reimbursed_share": Decimal("0.00")}


def test_without_a_grant_there_is_no_ratio(book):
    unknown = balances.standings(book, TODAY, "project").rows[-1]
    assert unknown.of == "未归属"
    assert unknown.sums["spent_fen"] == 500
    assert set(unknown.ratios.values()) == {None}
    assert balances.percent(None) == "无指标"


@pytest.mark.parametrize("by", list(WAYS))
def test_every_way_of_summing_gives_the_same_total(book, by):
    village = balances.standings(book, TODAY, "village").total
    found = balances.standings(book, TODAY, by)
    assert found.total == village
    if found.rows:
        assert {name: sum(row.sums[name] for row in found.rows) for name in SUMS} == dict(village.sums)


@pytest.mark.parametrize(
    ("by", "rows"), [("project", ["P2025", "未归属"]), ("source", ["中央", "县"]), ("year", ["2025"])]
)
def test_a_year_takes_its_projects_and_the_money_of_no_project(book, by, rows):
    found = balances.standings(book, TODAY, by, year=2025)
    assert [row.of for row in found.rows] == rows
    assert found.total.sums["granted_fen"] == 30_000
    assert found.total.sums["spent_fen"] == 10_500


def test_later_entries_are_left_out_as_of_a_day(book):
    found = balances.standings(book, TODAY, "village", through=dt.date(2025, 3, 1))
    assert found.total.sums["spent_fen"] == 40_000
    assert balances.standings(book, TODAY, "village", through=dt.date(2023, 1, 1)).total.sums["granted_fen"] == 0


def test_drafts_are_counted_and_said(book):
    total = balances.standings(book, TODAY, "village").total
    assert total.drafts_fen == total.sums["balance_fen"] == 39_500


def test_one_project_comes_by_source(book):
    found = balances.standings(book, TODAY, project="P2024")
    assert [row.of for row in found.rows] == ["中央"]
    assert found.total.sums["balance_fen"] == 30_000


def test_the_target_is_the_books_own(book):
    assert balances.percent(balances.standings(book, TODAY).target) == "100%"
    overrides.set_override(book, "money.reimbursed_target", "0.9", actor="测试", reason="县里规定")
    assert balances.standings(book, TODAY).target == 90


def test_another_way_is_refused_in_words(book):
    with pytest.raises(UserError, match="不能按“month”汇总"):
        balances.standings(book, TODAY, "month")


def test_the_ledger_and_the_declaration_divide_alike(book):
    for ledger in ("fund-balances", "funds-by-project", "funds-by-source", "funds-by-year"):
        for row in tables.listed(book, ledger, tables.scope(book, TODAY)).rows:
            for ratio in RATIOS:
                assert row[ratio.id] == ratio.of(row), (ledger, ratio.id)


def test_a_half_point_is_rounded_up():
    half = {"received_fen": 1, "granted_fen": 20_000, "spent_fen": -1, "reimbursed_fen": 0}
    assert RATIOS["received_share"].of(half) == Decimal("0.01")
    assert RATIOS["spent_share"].of(half) == Decimal("0.00")
    assert RATIOS["spent_share"].of({"spent_fen": 5, "granted_fen": 0}) is None


def test_ratios_in_words_with_the_target_and_silent_without_a_grant(book):
    found = balances.standings(book, TODAY, "village")
    assert balances.ratio_words(found.total.sums, found.target) == (
        "拨付率 66.7%　支出率 33.8%　报账率 0%（目标 100%）")  # fmt: skip
    assert balances.ratio_words(dict.fromkeys(SUMS, 0)) == ""
