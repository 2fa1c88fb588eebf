"""Generated lists look like those of counties, are consistent unless faults are planted, and say what was planted."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.generators.faults import FAULTS
from tests.generators.generator import Files, village
from tests.generators.money_faults import UNKNOWN_PROJECT
from villagebook.base import resident_ids

Row = dict[str, Any]
SHARED = Path(__file__).parents[2] / "data" / "village"


@cache
def sheets(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    """Sheet name -> rows; files of a test never change."""
    return {sheet.title: list(sheet.iter_rows(values_only=True)) for sheet in load_workbook(path).worksheets}


def rows_of(path: Path, sheet: str = "Sheet1", heading_row: int = 3) -> list[Row]:
    found = sheets(path)[sheet]
    return [dict(zip(map(str, found[heading_row - 1]), row, strict=True)) for row in found[heading_row:]]


@pytest.fixture(scope="module")
def clean(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return village(tmp_path_factory.mktemp("clean"), seed=3, households=60)


@pytest.fixture(scope="module")
def dirty(tmp_path_factory: pytest.TempPathFactory) -> Files:
    return village(tmp_path_factory.mktemp("dirty"), seed=3, households=60, dirt=1)


@pytest.mark.parametrize(
    ("made", "shared", "sheet", "row"),
    [("households", "户信息_干净.xlsx", "Sheet1", 3), ("people", "人信息_干净.xlsx", "Sheet1", 3),
     ("money", "项目资金_干净.xlsx", "项目台账", 2), ("money", "项目资金_干净.xlsx", "项目台账", 3),
     ("money", "项目资金_干净.xlsx", "资金流水", 1), ("money", "项目资金_干净.xlsx", "花名册0007", 3)],
)
def test_headings_are_those_of_the_lists_that_counties_hand_out(
    clean: Files, made: str, shared: str, sheet: str, row: int
) -> None:
    assert sheets(getattr(clean, made))[sheet][row - 1] == sheets(SHARED / shared)[sheet][row - 1]


def test_the_same_seed_gives_the_same_rows(clean: Files, tmp_path: Path) -> None:
    again = village(tmp_path, seed=3, households=60)
    assert rows_of(again.people) == rows_of(clean.people)
    assert rows_of(again.money, "资金流水", 1) == rows_of(clean.money, "资金流水", 1)
    other = tmp_path / "other"
    other.mkdir()
    assert rows_of(village(other, seed=4, households=60).people) != rows_of(clean.people)


def test_clean_people_have_right_numbers_and_one_head(clean: Files) -> None:
    people = rows_of(clean.people)
    assert len(people) == clean.person_count
    for row in people:
        number = resident_ids.parse(row["证件号码"])
        assert f"{number.born:%Y%m%d}" == row["出生日期"]
        assert number.sex == row["性别"]
        assert bool(row["文化程度"]) != bool(row["在校生状况"])
    heads = Counter(row["户编号"] for row in people if row["与户主关系"] == "户主")
    assert set(heads.values()) == {1}
    assert len({row["证件号码"][:18] for row in people}) == len(people)


def test_clean_households_add_up(clean: Files) -> None:
    households, people = rows_of(clean.households), rows_of(clean.people)
    members = Counter(row["户编号"] for row in people)
    assert len(households) == clean.household_count
    assert round(sum(row["纯收入"] for row in households) * 100) == clean.net_income_fen
    for row in households:
        four = row["工资性收入"] + row["生产经营性收入"] + row["财产性收入"] + row["转移性收入"]
        assert row["年收入"] == pytest.approx(four)
        assert row["纯收入"] == pytest.approx(four - row["生产经营性支出"])
        assert row["家庭人口数"] == members[row["户编号"]]
        assert row["人均纯收入"] == pytest.approx(row["纯收入"] / row["家庭人口数"], abs=0.0051)
        assert row["人均纯收入"] >= 6000


def test_figures_are_those_of_the_journal(clean: Files) -> None:
    spent: dict[str, float] = defaultdict(float)
    for row in rows_of(clean.money, "资金流水", 1):
        if row["类型"] in ("支出", "冲销"):
            spent[row["项目编号"]] += row["支出（元）"]
    assert len(clean.project_figures) == 12
    for code, figures in clean.project_figures.items():
        assert round(spent[code] * 100) == figures["spent_fen"]
        assert figures["spent_fen"] <= figures["received_fen"] <= figures["planned_fen"]
        assert figures["balance_fen"] == figures["received_fen"] - figures["spent_fen"]


def test_every_fault_is_planted_once_and_named(dirty: Files) -> None:
    planted = Counter(fault.fault for fault in dirty.faults)
    assert set(planted) >= set(FAULTS)
    assert len(planted) == len(FAULTS) + 11
    assert set(planted.values()) == {1}


def test_faults_are_in_the_rows_they_name(clean: Files, dirty: Files) -> None:
    before = {row["人口编号"]: row for row in rows_of(clean.people)}
    after = {row["人口编号"]: row for row in rows_of(dirty.people)}
    told = {fault.record for fault in dirty.faults}
    homes = {record for record in told if len(record) == 16}
    changed = {code for code, row in after.items() if before.get(code) != row}
    assert changed
    assert all(code in told or code[:16] in homes for code in changed)
    assert len(rows_of(dirty.people)) == clean.person_count + 2


def test_dirt_may_be_planted_several_times(tmp_path: Path) -> None:
    found = village(tmp_path, seed=5, households=150, dirt=3)
    assert Counter(fault.fault for fault in found.faults)["id-check-digit"] == 3
    assert len({fault.record for fault in found.faults if len(fault.record) == 18}) > 20


def test_faults_of_the_money_leave_the_right_answers_alone(clean: Files, dirty: Files) -> None:
    assert dirty.project_figures == clean.project_figures
    journal = rows_of(dirty.money, "资金流水", 1)
    assert UNKNOWN_PROJECT in {row["项目编号"] for row in journal}
    assert Counter(row["凭证号"] for row in journal).most_common(1)[0][1] == 2
