"""The lists of an invented village, clean and with planted faults, as a county and a township would send them."""

from __future__ import annotations

import datetime as dt
import json
import random
from collections import Counter
from decimal import Decimal

import openpyxl
import pytest

from tests.unit.importing.lists import VILLAGE, drafts_in
from villagebook.base.text import is_blank
from villagebook.base.vouchers import voucher_key
from villagebook.importing import DraftRow, Sheet, drafts, read_file, recognise

CLEAN = ["户信息_干净.xlsx", "人信息_干净.xlsx", "项目资金_干净.xlsx"]
FAULTY = ["户信息_带错.xlsx", "人信息_带错.xlsx", "项目资金_带错.xlsx"]
OTHERS = ["全村花名册.xls", "电话变更_GBK.csv"]
KEY = json.loads((VILLAGE / "answer_key.json").read_text(encoding="utf-8"))
MONEY = json.loads((VILLAGE / "answer_key_money.json").read_text(encoding="utf-8"))


def _one(name: str) -> list[DraftRow]:
    (rows,) = drafts_in(VILLAGE / name).values()
    return rows


def _by_code(rows: list[DraftRow]) -> dict[str, DraftRow]:
    return {row.code: row for row in rows if row.refused is None}


@pytest.mark.parametrize("name", [*CLEAN, *OTHERS])
def test_clean_lists_have_nothing_to_report(name: str) -> None:
    for sheet in read_file(VILLAGE / name).sheets:
        table = recognise(sheet)
        assert table is not None
        assert table.unknown == ()
        for row in drafts(table):
            assert (row.refused, row.findings, row.extra) == (None, (), {})


def test_households() -> None:
    rows = _one("户信息_干净.xlsx")
    assert len(rows) == KEY["summary"]["households"]
    assert sum(row.values["household_year.net_fen"] for row in rows) == KEY["summary"]["net_income_total"] * 100  # type: ignore[misc]
    assert sum("status_period.kind#monitored" in row.values for row in rows) == KEY["summary"]["monitored"]
    first = rows[0]
    assert (first.row, first.code) == (4, "3506991012030001")
    assert first.values["household.head_name"] == "许玉美"
    assert first.values["household.head_id_number"] == "350699196205240019"
    assert first.values["household.card"] == "6221842669392527388"
    assert first.values["household.farmland"] == Decimal("0.6")
    assert first.values["household_year.year"] == 2025
    assert first.values["household_year.per_capita_fen"] == 1110000
    assert first.values["status_period.first_identified_on"] == dt.date(2015, 12, 31)
    assert first.values["village.office_phone"] == "0596-3000000"
    assert len(first.values) == len(first.cells)


def test_people() -> None:
    rows = _one("人信息_干净.xlsx")
    assert len(rows) == KEY["summary"]["people"]
    third = _by_code(rows)["350699101203000201"]
    assert third.values["membership.household_code"] == "3506991012030002"
    assert third.values["membership.relation"] == "户主"
    assert third.values["person.born"] == dt.date(1987, 9, 29)
    assert third.values["person_year.work_months"] == 9
    assert third.values["person_year.year"] == 2025
    assert third.values["household.phone"] == "13033080260"
    assert third.values["household.head_name"] == "张英"


def test_roll() -> None:
    rows = _one("全村花名册.xls")
    assert len(rows) == KEY["summary"]["village_people"]
    heads = [row for row in rows if row.values["membership.relation"] == "户主"]
    assert len(heads) == KEY["summary"]["village_households"]
    assert all("household.phone" in row.values for row in heads)
    assert not any("person.phone" in row.values for row in rows)


def test_phones() -> None:
    rows = _one("电话变更_GBK.csv")
    assert len(rows) == 30
    assert rows[0].values == {
        "household.head_name": "雷小",
        "household.head_id_number": "350699199008260022",
        "household.phone": "13324117407",
    }


def test_projects() -> None:
    rows = drafts_in(VILLAGE / "项目资金_干净.xlsx")["项目台账"]
    assert {row.code: row.values["project.planned_fen"] for row in rows} == {
        code: figures["planned_fen"] for code, figures in MONEY["projects"].items()
    }
    assert all(sum(fen for _, fen in row.sources) == row.values["project.planned_fen"] for row in rows)
    assert rows[0].values["project.planned_start"] == "2025-04"
    assert rows[0].values["project.library_notice_from"] == dt.date(2025, 1, 13)
    assert rows[0].values["project.library_notice_through"] == dt.date(2025, 1, 23)
    assert (rows[0].values["project.covers_households"], rows[0].values["project.covers_poor_people"]) == (24, 84)
    assert rows[0].values["project.year"] == 2025
    assert [source for source, _ in rows[0].sources] == ["中央", "省", "市", "县", "社会捐赠", "自筹"]


def test_funds() -> None:
    rows = drafts_in(VILLAGE / "项目资金_干净.xlsx")["资金流水"]
    assert len(rows) == 184
    sums: Counter[str] = Counter()
    for row in rows:
        amount = row.values["fund_entry.amount_fen"]
        assert isinstance(amount, int)
        sums[str(row.values["fund_entry.kind"])] += amount
    totals = MONEY["totals"]
    assert sums["到账"] == totals["received_fen"]
    assert sums["支出"] + sums["冲销"] == totals["spent_fen"]
    assert sums["报账"] == totals["reimbursed_fen"]
    assert {row.values["fund_entry.year"] for row in rows} == {2025}
    (reversal,) = (row for row in rows if row.values["fund_entry.kind"] == "冲销")
    reversed_one = next(row for row in rows if row.code == reversal.values["fund_entry.reverses_text"])
    assert reversal.values["fund_entry.amount_fen"] == -reversed_one.values["fund_entry.amount_fen"]  # type: ignore[operator]
    assert voucher_key(reversed_one.code) == ("记", 71)


def test_rosters() -> None:
    sheets = drafts_in(VILLAGE / "项目资金_干净.xlsx")
    rosters = {name: rows for name, rows in sheets.items() if name.startswith("花名册")}
    assert {name: len(rows) for name, rows in rosters.items()} == {
        "花名册0007": 6, "花名册0008": 8, "花名册0009": 1, "花名册0010": 8, "花名册0012": 4,
    }  # fmt: skip
    for rows in rosters.values():
        (project,) = {row.values["roster_line.project_code"] for row in rows}
        assert sum(row.values["roster_line.amount_fen"] for row in rows) == MONEY["projects"][project]["planned_fen"]  # type: ignore[misc, index]


def test_ruined_numbers_are_found_and_never_taken() -> None:
    person = _by_code(_one("人信息_带错.xlsx"))["350699101203000303"]
    household = _by_code(_one("户信息_带错.xlsx"))["3506991012030018"]
    assert "person.id_number" not in person.values
    assert person.extra == {"证件号码": "3.506992017063E+17"}
    assert "household.card" not in household.values
    assert household.extra == {"银行卡号": "6.221844311699449E+18"}
    for row in (person, household):
        (finding,) = row.findings
        assert (finding.id, finding.severity.value, finding.subject) == ("import.ruined-number", "error", row.code)


def test_other_faults_are_taken_as_they_stand() -> None:
    """They are for checks on the book; importing repairs nothing and refuses nothing but the repeated row."""
    rows = _one("人信息_带错.xlsx")
    people = _by_code(rows)
    assert people["350699101203001102"].values["person.id_number"] == "350699196209020021"
    assert people["350699101203000305"].values["person.id_number"] == "350699200601200020"
    assert people["350699101203001402"].values["person_year.education"] == "博士后"
    assert people["350699101203999901"].values["membership.household_code"] == "3506991012039999"
    assert [(row.code, row.refused) for row in rows if row.refused] == [("350699101203000205", "与第10行重复")]


def test_household_twice_in_a_roster_and_voucher_used_twice_stay_two_rows() -> None:
    sheets = drafts_in(VILLAGE / "项目资金_带错.xlsx")
    assert not any(row.refused for rows in sheets.values() for row in rows)
    assert sum(row.code == "3506991012030017" for row in sheets["花名册0008"]) == 2
    assert sum(row.code == "记-0001" for row in sheets["资金流水"]) == 2


@pytest.mark.parametrize("name", [*CLEAN, *FAULTY])
def test_every_cell_of_a_workbook_is_accounted_for(name: str) -> None:
    """Counted from the file by another library: title, heading, skipped, value, extra or refused; nothing else."""
    book = openpyxl.load_workbook(VILLAGE / name, data_only=True)
    tables = {sheet.name: recognise(sheet) for sheet in read_file(VILLAGE / name).sheets}
    for page in book:
        table = tables[page.title]
        assert table is not None
        rows = {row.row: row for row in drafts(table)}
        skipped = dict(table.skipped)
        for line in page.iter_rows():
            for cell in line:
                if is_blank(cell.value) or cell.row <= table.heading_rows[1] or cell.row in skipped:
                    continue
                assert _went_somewhere(rows[cell.row], cell.column - 1), cell.coordinate


def _went_somewhere(row: DraftRow, index: int) -> bool:
    (column,) = (column for column in row.table.columns if column.index == index)
    id = {"#income": "fund_entry.amount_fen", "#expense": "fund_entry.amount_fen"}.get(column.id, column.id)
    return id in row.values or column.heading in row.extra or row.refused is not None


@pytest.mark.parametrize("name", [*CLEAN, *FAULTY, *OTHERS])
def test_number_of_cells_equals_values_and_extra(name: str) -> None:
    derived = {"fund_entry.year", "fund_entry.reverses_text", "project.year", "roster_line.project_code"}
    for rows in drafts_in(VILLAGE / name).values():
        for row in rows:
            numbers = sum(column.counts_rows for column in row.table.columns)
            assert len(row.cells) == len(row.values.keys() - derived) + len(row.extra) + numbers


def _shuffled(sheet: Sheet, start: int, chance: random.Random, *, columns: bool) -> Sheet:
    """The sheet with its data rows, and if asked its columns, in another order."""
    data = list(sheet.rows[start:])
    chance.shuffle(data)
    rows = [*sheet.rows[:start], *data]
    if not columns:
        return Sheet(sheet.name, tuple(rows), sheet.merged)
    order = list(range(max(map(len, rows))))
    chance.shuffle(order)
    return Sheet(sheet.name, tuple(tuple(row[at] if at < len(row) else None for at in order) for row in rows))


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", [*CLEAN, *OTHERS])
def test_order_of_rows_and_columns_does_not_matter(name: str, seed: int) -> None:
    chance = random.Random(seed)
    for sheet in read_file(VILLAGE / name).sheets:
        table = recognise(sheet)
        assert table is not None
        other = recognise(
            _shuffled(sheet, table.heading_rows[1], chance, columns=table.kind not in {"projects", "rosters"})
        )
        assert other is not None
        assert other.kind == table.kind
        assert _content(list(drafts(other))) == _content(list(drafts(table)))


def _content(rows: list[DraftRow]) -> list[str]:
    return sorted(repr((sorted(row.values.items()), sorted(row.extra.items()), row.refused)) for row in rows)
