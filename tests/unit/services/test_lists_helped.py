"""Measures, visits, months of work, guarantees and the village's figures: taken in whole, twice the same, undone."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from tests.unit.importing.lists import write_xlsx
from tests.unit.services.conftest import TODAY
from tests.unit.services.test_lists import dump
from villagebook.models import (
    Guarantee,
    Household,
    Measure,
    Person,
    Record,
    StatusPeriod,
    Village,
    VillageYear,
    Visit,
    WorkRecord,
)
from villagebook.services import history, lists, tables
from villagebook.services.lists.helping import items_of
from villagebook.store import Book

HOME, OTHER = "3506991012030001", "3506991012030002"
HOMES = [
    ["户编号", "户主姓名", "家庭人口数", "年度", "户类型", "监测对象类别", "识别监测时间(YYYYMM)"],
    [HOME, "许玉美", 2, 2025, "脱贫户", "脱贫不稳定户", "202405"],
    [OTHER, "雷小", 1, 2025, "一般农户", None, None],
]
PEOPLE = [
    ["户编号", "人口编号", "姓名", "证件号码", "与户主关系", "健康状况", "年度"],
    [HOME, "350699101203000101", "许玉美", "350699197201010027", "户主", "健康", 2025],
    [HOME, "350699101203000102", "许文杰", "350699199905270017", "之子", "健康", 2025],
    [OTHER, "350699101203000201", "雷小", "350699198003030019", "户主", "健康", 2025],
]


@pytest.fixture
def taken(book: Book, tmp_path: Path):
    """Give a function: rows of a list -> the report of taking them in; the book has two households."""

    def take(*tables: Sequence[Sequence[Any]], **options: Any) -> lists.ImportReport:
        paths = [write_xlsx(tmp_path / f"{number}表.xlsx", rows) for number, rows in enumerate(tables)]
        return lists.import_files(book, paths, actor="测试", today=TODAY, **options)

    take(HOMES, PEOPLE)
    return take


def stored(book: Book, record: type[Record]) -> list[dict[str, Any]]:
    """The rows of a record, by key."""
    with book.read() as connection:
        rows = connection.execute(select(record.__table__).order_by(record.__table__.c.id)).mappings()
        return [dict(row) for row in rows]


def code_of(book: Book, key: Any, record: type[Record] = Household) -> str | None:
    return next((row["code"] for row in stored(book, record) if row["id"] == key), None)


def taken_twice_and_undone(book: Book, taken: Any, before: Any, *tables: Any) -> None:
    """The same list again changes nothing; the import is undone in one step."""
    again = taken(*tables)
    assert (again.counts["new"], again.counts["changed"], again.changed.seq) == (0, 0, None)
    done = history.next_undo(book)
    assert done is not None
    assert history.undo(book, done.seq, actor="测试").conflicts == ()
    assert dump(book) == before


@pytest.mark.parametrize(
    ("cell", "items"),
    [
        ("小额信贷", ("小额信贷",)),
        ("种植业、养殖业，加工业", ("种植业", "养殖业", "加工业")),
        ("低保；养老, 低保", ("低保", "养老")),
        ("参加医保（个人缴费补贴、资助）、签约服务", ("参加医保（个人缴费补贴、资助）", "签约服务")),
        ("是", ("",)),
        ("否", ()), ("无", ()), ("未享受", ()), ("/", ()), ("无、无", ()),
    ],
)  # fmt: skip
def test_items_of_a_cell(cell: str, items: tuple[str, ...]) -> None:
    assert items_of(cell) == items


def test_columns_of_measures_become_measures_of_their_class(book: Book, taken: Any) -> None:
    before = dump(book)
    rows = [
        [*HOMES[0], "实施开发式帮扶措施情况", "产业帮扶", "金融帮扶", "综合保障", "搬迁"],
        [*HOMES[1], "已实施", "种植业、养殖业", "否", "低保", "是"],
    ]
    report = taken(rows)
    assert report.counts["changed"] == 1
    rows_now = stored(book, Measure)
    found = {(row["kind"], row["item"], row["year"], code_of(book, row["household_id"])) for row in rows_now}
    assert found == {
        ("产业帮扶", "种植业", 2025, HOME), ("产业帮扶", "养殖业", 2025, HOME), ("综合保障", "低保", 2025, HOME),
        ("搬迁", None, 2025, HOME),
    }  # fmt: skip
    home = next(row for row in stored(book, Household) if row["code"] == HOME)
    assert home["extra"] == {"金融帮扶": "否"}
    monitored = next(row for row in stored(book, StatusPeriod) if row["kind"] == "脱贫不稳定户")
    assert monitored["development"] == "已实施"
    taken_twice_and_undone(book, taken, before, rows)


def test_a_heading_can_be_said_to_be_a_measure(book: Book, taken: Any) -> None:
    rows = [[*HOMES[0], "本县特色帮扶"], [*HOMES[1], "茶苗"]]
    assert ("measure.item#产业帮扶", "帮扶措施（产业帮扶）", "帮扶措施") in lists.heading_fields("households")
    assert "帮扶措施（产业帮扶）" not in [words for _, words, _ in lists.heading_fields("roll")]
    said = lists.Decisions(columns={("0表.xlsx", "Sheet"): {"本县特色帮扶": "measure.item#产业帮扶"}})
    report = taken(rows, decisions=said)
    assert [one.field for one in report.sheets[0].columns][-1] == "帮扶措施（产业帮扶）"
    (measure,) = stored(book, Measure)
    assert (measure["kind"], measure["item"]) == ("产业帮扶", "茶苗")


def test_columns_of_measures_in_a_list_of_persons_are_the_persons(book: Book, taken: Any) -> None:
    rows = [[*PEOPLE[0], "健康帮扶"], [*PEOPLE[2], "参加城乡居民基本医疗保险"], [*PEOPLE[3], None]]
    taken(rows)
    (measure,) = stored(book, Measure)
    assert (measure["kind"], measure["item"]) == ("健康帮扶", "参加城乡居民基本医疗保险")
    assert measure["person_name"] == "许文杰"
    assert code_of(book, measure["person_id"], Person) == "350699101203000102"
    assert code_of(book, measure["household_id"]) == HOME


def test_blocks_of_two_moments_become_two_guarantees(book: Book, taken: Any) -> None:
    before = dump(book)
    rows = [
        [*HOMES[0], "是否住房出现安全问题", "风险消除后是否住房出现安全问题", "识别时工资性收入",
         "风险消除后家庭人均纯收入"],
        [*HOMES[1], "是", "否", 12000.5, 15000],
        [*HOMES[2], "否", None, None, None],
    ]
    taken(rows)
    found = {(code_of(book, row["household_id"]), row["stage"]): row for row in stored(book, Guarantee)}
    assert set(found) == {(HOME, "识别时"), (HOME, "风险消除时"), (OTHER, "当前")}
    first, last = found[HOME, "识别时"], found[HOME, "风险消除时"]
    assert (first["house_problem"], first["wage_fen"], first["per_capita_fen"]) == ("是", 1_200_050, None)
    assert (last["house_problem"], last["wage_fen"], last["per_capita_fen"]) == ("否", None, 1_500_000)
    monitored = next(row for row in stored(book, StatusPeriod) if row["kind"] == "脱贫不稳定户")
    assert first["status_id"] == last["status_id"] == monitored["id"]
    assert found[OTHER, "当前"]["status_id"] is None
    taken_twice_and_undone(book, taken, before, rows)


MEASURES = [
    ["户编号", "户主姓名", "受益人", "措施类别", "措施内容", "享受时间", "帮扶金额", "帮扶单位"],
    [HOME, "许玉美", None, "产业帮扶", "养鸡补助", "2025.3.5", 1200, "县农业农村局"],
    [HOME, "许玉美", "许文杰", "就业帮扶", "外出务工补贴", "2025-04-01", 500, None],
    ["3506991012039999", "蓝生面", None, "健康帮扶", "大病救助", "2025/5/1", 3000, None],
]


def test_a_list_of_measures(book: Book, taken: Any) -> None:
    before = dump(book)
    report = taken(MEASURES)
    assert [row.outcome for row in report.rows] == ["new"] * 3
    house, own, stranger = stored(book, Measure)
    assert (house["item"], house["from_on"], house["amount_fen"], house["year"]) == (
        "养鸡补助", dt.date(2025, 3, 5), 120_000, 2025)  # fmt: skip
    assert house["extra"] == {"帮扶单位": "县农业农村局"}
    assert (code_of(book, house["household_id"]), house["person_id"]) == (HOME, None)
    assert code_of(book, own["person_id"], Person) == "350699101203000102"
    assert (stranger["household_id"], stranger["household_code"]) == (None, "3506991012039999")
    assert stranger["extra"] == {"户主姓名": "蓝生面"}
    taken_twice_and_undone(book, taken, before, MEASURES)


def test_a_measure_finds_its_household_when_it_comes(book: Book, taken: Any) -> None:
    taken(MEASURES)
    taken([HOMES[0], ["3506991012039999", "蓝生面", 1, 2025, "一般农户", None, None]])
    stranger = stored(book, Measure)[2]
    assert code_of(book, stranger["household_id"]) == "3506991012039999"


def test_one_measure_twice_in_a_year_is_two_and_stays_two(book: Book, taken: Any) -> None:
    rows = [MEASURES[0], [HOME, "许玉美", None, "综合保障", "低保", "2025.1.5", 400, None],
            [HOME, "许玉美", None, "综合保障", "低保", "2025.2.5", 400, None]]  # fmt: skip
    taken(rows)
    assert [row["from_on"].month for row in stored(book, Measure)] == [1, 2]
    assert taken(rows).changed.seq is None
    rows[2][6] = 420
    assert taken(rows).counts == {"new": 0, "changed": 1, "unchanged": 1, "refused": 0}
    assert [row["amount_fen"] for row in stored(book, Measure)] == [40_000, 42_000]


def test_a_measure_without_class_is_refused_with_its_cells(book: Book, taken: Any) -> None:
    report = taken([MEASURES[0], [HOME, "许玉美", None, None, "养鸡", None, 1, None]], kind="measures")
    (row,) = report.rows
    assert (row.outcome, "没有措施类别" in row.reason) == ("refused", True)
    assert stored(book, Measure) == []


VISITS = [
    ["户编号", "户主姓名", "走访日期", "走访人", "走访类型", "走访内容", "解决的问题"],
    [HOME, "许玉美", "2025.3.5", "林晓芸", "了解基本情况", "了解务工情况", None],
    [HOME, "许玉美", "2025.3.5", "王建华", "宣传扶贫政策", "宣传医保", None],
    [None, "雷小", "2025.4.1", "林晓芸", "节日假日慰问", None, "送去慰问品"],
]


def test_a_list_of_visits(book: Book, taken: Any) -> None:
    before = dump(book)
    taken(VISITS)
    rows = stored(book, Visit)
    assert [(code_of(book, row["household_id"]), row["on"], row["visitor"], row["head_name"]) for row in rows] == [
        (HOME, dt.date(2025, 3, 5), "林晓芸", "许玉美"), (HOME, dt.date(2025, 3, 5), "王建华", "许玉美"),
        (OTHER, dt.date(2025, 4, 1), "林晓芸", "雷小"),
    ]  # fmt: skip
    taken_twice_and_undone(book, taken, before, VISITS)


WORK = [
    ["户编号", "人编号", "证件号码", "是否已务工", "务工所在省", "务工所在市", "务工所在县", "开始时间", "结束时间",
     "务工月收入", "务工企业名称", "所属行业", "就业渠道", "是否点对点输送", "年度交通费补助"],
    [HOME, "350699101203000102", "350699199905270017", "是", "福建省", "厦门市", "同安区", "2025-02-10", None,
     4200, "某电子厂", "制造业", "外出务工", "否", 300],
    [HOME, "350699101203009999", "350699199905279999", "是", "福建省", "厦门市", "同安区", "2025-02-10", None,
     4200, "某电子厂", "制造业", "外出务工", "否", None],
]  # fmt: skip
PLANNED = [
    ["户编号", "人编号", "证件号码", "是否计划务工", "就业服务需求"],
    [HOME, "350699101203000101", "350699197201010027", "是", "岗位推荐"],
]


def test_employment_sheets_of_both_kinds(book: Book, taken: Any) -> None:
    before = dump(book)
    report = taken(WORK, PLANNED)
    assert [(row.kind, row.outcome) for row in report.rows] == [("work", "new"), ("work", "refused"), ("work", "new")]
    worked, planned = stored(book, WorkRecord)
    assert (worked["county"], worked["month_pay_fen"], worked["from_on"], worked["year"], worked["transport_fen"]) == (
        "同安区", 420_000, dt.date(2025, 2, 10), 2025, 30_000)  # fmt: skip
    assert worked["extra"] is None
    assert (planned["planned"], planned["wanted"], planned["from_on"]) == ("是", "岗位推荐", None)
    assert code_of(book, planned["person_id"], Person) == "350699101203000101"
    taken_twice_and_undone(book, taken, before, WORK, PLANNED)


def test_next_months_sheet_ends_the_same_stretch(book: Book, taken: Any) -> None:
    taken(WORK[:2])
    later = [WORK[0], [*WORK[1][:8], "2025-08-31", 4500, *WORK[1][10:]]]
    assert taken(later).counts["changed"] == 1
    (worked,) = stored(book, WorkRecord)
    assert (worked["through_on"], worked["month_pay_fen"]) == (dt.date(2025, 8, 31), 450_000)


VILLAGES = [
    ["行政村", "总户数", "总人口数", "是否出列", "村级集体经济收入（万元）", "行政村卫生室个数", "耕地面积（亩）"],
    ["清溪村", 140, 547, "是", 12.5, 1, 830.5],
    ["大坪村", 90, 300, "否", 3, 1, 500],
]


def test_figures_of_the_village_itself(book: Book, taken: Any) -> None:
    before = dump(book)
    report = taken([["2025年 行政村基本情况"], *VILLAGES])
    assert [row.outcome for row in report.rows] == ["new", "refused"]
    assert "大坪村" in report.rows[1].reason
    (year,) = stored(book, VillageYear)
    assert (year["year"], year["households"], year["collective_income_fen"], float(year["farmland"])) == (
        2025, 140, 12_500_000, 830.5)  # fmt: skip
    taken_twice_and_undone(book, taken, before, [["2025年 行政村基本情况"], *VILLAGES])


@pytest.mark.parametrize("ending", [".xlsx", ".csv"])
@pytest.mark.parametrize("ledger", ["measures", "visits", "work", "guarantees", "village"])
def test_our_own_ledger_taken_in_again_changes_nothing(
    sample: Book, tmp_path: Path, ledger: str, ending: str
) -> None:
    path = tables.export(sample, ledger, tmp_path / f"{ledger}{ending}", on=TODAY)
    report = lists.import_files(sample, [path], actor="测试", today=TODAY)
    assert {row.kind for row in report.rows} == {ledger}
    assert (report.counts["unchanged"], report.changed.seq) == (len(report.rows), None)
    assert len(report.rows) == len(tables.listed(sample, ledger, tables.scope(sample, TODAY)).rows) > 2


def test_a_list_of_guarantees_at_moments(book: Book, taken: Any) -> None:
    before = dump(book)
    rows = [
        ["户编号", "户主姓名", "时点", "核实日期", "是否住房出现安全问题", "工资性收入", "家庭人均纯收入"],
        [HOME, "许玉美", "识别时", "2024.5.20", "是", 12000, 6100],
        [HOME, "许玉美", "风险消除时", "2025.3.1", "否", 24000, 15000],
        ["3506991012039999", "蓝生面", "识别时", None, "否", 1, 1],
    ]
    report = taken(rows)
    assert [(row.kind, row.outcome) for row in report.rows] == [
        ("guarantees", "new"), ("guarantees", "new"), ("guarantees", "refused")]  # fmt: skip
    first, last = stored(book, Guarantee)
    assert (first["stage"], first["on"], first["house_problem"]) == ("识别时", dt.date(2024, 5, 20), "是")
    assert (last["stage"], last["wage_fen"], last["per_capita_fen"]) == ("风险消除时", 2_400_000, 1_500_000)
    taken_twice_and_undone(book, taken, before, rows)


@pytest.mark.parametrize("rows", [MEASURES, VISITS, WORK, PLANNED, VILLAGES], ids=str.split("措施 走访 务工 计划 村"))
def test_every_cell_is_found_again(book: Book, taken: Any, rows: list[list[Any]]) -> None:
    """In a field of a record, in its other columns, or in the cells kept of a refused row."""
    report = taken(rows)
    kept = dump_texts(book)
    for row, cells in zip(report.rows, rows[1:], strict=True):
        for cell in cells:
            if cell is not None and row.outcome != "refused":
                assert any(text in kept for text in spellings(cell)), cell


def spellings(cell: Any) -> set[str]:
    """How a cell may stand in the book: as typed, as an iso day, in 分."""
    texts = {str(cell), str(cell).replace("/", "-").replace(".", "-")}
    parts = str(cell).replace("/", ".").replace("-", ".").split(".")
    if len(parts) == 3:
        texts.add(str(dt.date(*map(int, parts))))
    if isinstance(cell, (int, float)):
        texts |= {str(round(cell * 100)), str(round(cell * 1_000_000)), str(float(cell)), str(cell)}
    return texts


def dump_texts(book: Book) -> set[str]:
    """Every value of every record as text, those of other columns too."""
    found: set[str] = set()
    for record in (Measure, Visit, WorkRecord, VillageYear, Household, Person):
        for row in stored(book, record):
            for value in row.values():
                found |= set(map(str, value.values())) if isinstance(value, dict) else {str(value)}
    return found | {str(value) for row in stored(book, Village) for value in row.values()}
