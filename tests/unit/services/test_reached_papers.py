"""到户花名册, 效益到户协议书, 覆盖登记统计表: the figures on paper are those of the book."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest

from tests.registries.test_papers import text_of
from tests.unit.services.conftest import TODAY
from villagebook.documents.papers import render_papers
from villagebook.ledgers import LEDGERS, Scope, read
from villagebook.services import coverage, list_homes, projects, rosters
from villagebook.services.papers import PAPERS, Filled, reached
from villagebook.services.papers.printing import copies
from villagebook.store import Book

HENS, TEA = "35069920250706", "35069920250704"
DONE: dict[str, Any] = {"actor": "测试", "today": TODAY}


def filled(book: Book, paper: str, code: str) -> list[Filled]:
    """What a paper says about a project, once for each of its records."""
    with book.read() as connection:
        scope = Scope(book.village_id, TODAY)
        owner = projects.key_of(book, code)
        made = PAPERS[paper]
        found = [made.gather(connection, scope, key) for key in made.of_project(connection, scope, owner)]
    return [one for one in found if one is not None]


def lines(one: Filled, name: str = "lines") -> list[dict[str, Any]]:
    rows: Any = one.values[name]
    return list(rows)


def test_a_roster_has_the_sum_of_each_page_and_of_all_so_far(sample: Book) -> None:
    (one,) = filled(sample, "roster", HENS)
    rows = lines(one)
    assert len(rows) == 14 + 4
    assert [(row["head"], row["code"]) for row in rows if row["is_sum"]] == [
        ("本页小计", "10户"), ("累　计", "10户"), ("本页小计", "4户"), ("合　计", "14户")]
    view = rosters.view(sample, projects.key_of(sample, HENS), TODAY)
    assert rows[-1]["amount_fen"] == view.amount_fen == rows[10]["amount_fen"] + rows[16]["amount_fen"]
    assert rows[-1]["quantity"] == "810"
    assert rows[0]["received"] == "6月24日"
    tails = {line.values["household_code"]: line.values["card_tail"] for line in view.rows}
    assert [row["card_tail"] for row in rows if not row["is_sum"]] == [
        tails[row["code"]] for row in rows if not row["is_sum"]]
    assert (one.values["document"], one.values["paid_words"]) == ("示财农〔2025〕18号", "2025年6月24日")


def test_a_roster_of_one_page_has_one_sum_and_room_for_days(sample: Book) -> None:
    _, key = projects.add(sample, name="新", year=2025, actor="测试")
    homes = [home.key for home in list_homes.choose(sample, list_homes.Narrowing(groups=("畲寮",)), TODAY)]
    rosters.fill(sample, key, homes, {"amount_fen": 100}, **DONE)
    with sample.read() as connection:
        one = reached.roster(connection, Scope(sample.village_id, TODAY), key)
        assert reached.roster(connection, Scope(sample.village_id, TODAY), uuid.uuid4()) is None
    assert one is not None
    rows = lines(one)
    assert [row["head"] for row in rows if row["is_sum"]] == ["合　计"]
    assert rows[-1]["amount_fen"] == 100 * len(homes)
    assert {row["received"] for row in rows if not row["is_sum"]} == {"月　　日"}


@pytest.mark.parametrize(("count", "pages"), [(1, 1), (10, 1), (11, 2), (20, 2), (41, 5)])
def test_sums_of_pages_add_up_for_any_number_of_lines(count: int, pages: int) -> None:
    def summed(words: str, rows: Any) -> dict[str, Any]:
        return {"words": words, "sum": sum(row["n"] for row in rows)}

    rows = reached.paged([{"n": n} for n in range(1, count + 1)], summed)
    subtotals = [row["sum"] for row in rows if row.get("words") == "本页小计"]
    assert rows[-1] == {"words": "合　计", "sum": count * (count + 1) // 2}
    assert len(subtotals) == (pages if pages > 1 else 0)
    if subtotals:
        assert sum(subtotals) == rows[-1]["sum"]
        assert len(rows) == count + 2 * pages


def test_an_agreement_says_amounts_in_figures_and_capitals(sample: Book) -> None:
    (whole,) = filled(sample, "benefit-agreement", TEA)
    assert whole.values["invested"] == "225,000.00元（大写：贰拾贰万伍仟元整）"
    assert whole.values["yearly"] == "18,000.00元（大写：壹万捌仟元整），12户，户均1,500.00元"
    assert whole.values["household"] == "受益农户 12 户（名单附后）"
    members = lines(whole, "households")
    assert (members[-1]["due_fen"], members[-1]["invested_fen"], len(members)) == (1_800_000, 22_500_000, 13)
    each = filled(sample, "household-agreement", TEA)
    assert len(each) == 12
    assert each[0].values["due"] == "1,500.00元（大写：壹仟伍佰元整）"
    assert each[0].values["term"] == "2025年9月10日至2028年9月9日"
    assert each[0].values["share"] == "入股资金的8%（保底）；盈利部分的70%"
    assert len({str(one.values["household"]) for one in each}) == 12


def test_the_covered_of_a_year_are_those_of_the_ledger(sample: Book) -> None:
    year = coverage.of_year(sample, 2025, TODAY)
    with sample.read() as connection:
        scope = Scope(sample.village_id, TODAY, year=2025)
        totals = read.totals(connection, LEDGERS["coverage"], scope)
        assert read.count(connection, LEDGERS["coverage"], scope) == len(year.covered)
    assert sum(one.due_fen for one in year.covered) == totals["due_fen"]
    assert sum(one.paid_fen for one in year.covered) == totals["paid_fen"]
    assert 0 < year.registered_covered <= year.registered <= year.households == 52
    assert all(one.parts for one in year.covered)


def test_coverage_of_a_project_names_all_that_reached_its_households(sample: Book) -> None:
    (one,) = filled(sample, "coverage", HENS)
    rows = lines(one)
    assert len(rows) == 15
    assert all("庭院养鸡到户补助（到户补助）" in row["projects"] for row in rows[:-1])
    several = next(row for row in rows if row["projects"] and "；" in row["projects"])
    assert several["due_fen"] > 0
    assert str(one.values["footer"]).startswith("覆盖14户，全村52户")
    assert filled(sample, "coverage", "35069920250703") == []


def test_the_village_has_one_table_for_the_year_of_the_day(sample: Book) -> None:
    (copy,) = copies(sample, PAPERS["village-coverage"], on=TODAY)
    assert copy.values["subject_words"] == "上云村　　2025年度"
    (before,) = copies(sample, PAPERS["village-coverage"], on=dt.date(2024, 12, 31))
    assert before.values["subject_words"] == "上云村　　2024年度"


def test_each_page_of_a_roster_names_its_project_and_who_signs(sample: Book) -> None:
    (copy,) = copies(sample, PAPERS["roster"], on=TODAY, project=HENS)
    made = render_papers(None, [copy])
    pages = text_of(made.data)
    assert len(pages) == 2
    for page in pages:
        assert HENS in page
        assert "领取人签字" in page
        assert all(signer in page for signer in ("村委会主任", "村务监督委员会主任", "制表人", "发放人"))
    assert ("本页小计10户" in pages[0], "合计14户" in pages[1]) == (True, True)
