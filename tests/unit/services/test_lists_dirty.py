"""Lists as other clerks hand them in: other spellings, other files of one thing, other orders."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from sqlalchemy import select

from tests.unit.services.conftest import TODAY, take
from villagebook.base.findings import Severity
from villagebook.models import (
    HISTORY_TABLES,
    JOURNAL_TABLES,
    RECORDS,
    FundEntry,
    Household,
    Membership,
    Person,
    Project,
    Record,
    RosterLine,
)  # fmt: skip
from villagebook.services import books, checking, lists, tables
from villagebook.store import Book

MONEY = "项目资金_干净.xlsx"


def rows_of(book: Book, record: type[Record] = FundEntry) -> list[dict[str, Any]]:
    """The rows of a table."""
    with book.read() as connection:
        return [dict(row) for row in connection.execute(select(record.__table__)).mappings()]


def written(path: Path, *sheets: Sequence[Iterable[Any]]) -> Path:
    """Write a workbook of plain rows."""
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for rows in sheets:
        sheet = workbook.create_sheet()
        for row in rows:
            sheet.append(list(row))
    workbook.save(path)
    return path


def import_(book: Book, *paths: Path, **options: Any) -> lists.ImportReport:
    """Import files."""
    return lists.import_files(book, paths, actor="测试", today=TODAY, **options)


FUND_HEADINGS = (
    "日期", "凭证号", "项目编号", "摘要", "类型", "资金来源", "收款单位（人）", "收入（元）", "支出（元）",
)  # fmt: skip


def entry(
    voucher: object, amount: object, memo: str = "第1笔款", kind: str = "支出", day: str = "2025-03-05"
) -> tuple[Any, ...]:
    """A row of a journal of payments."""
    return (day, voucher, "35069920250001", memo, kind, "中央", "施工单位", None, amount)


def test_the_same_money_file_twice_in_one_import_is_taken_once(book: Book) -> None:
    report = take(book, MONEY, MONEY)
    assert report.counts == {"new": 223, "changed": 0, "unchanged": 223, "refused": 0}
    assert len(rows_of(book)) == 184


def test_two_money_files_together_are_taken_as_one_after_the_other(book: Book, tmp_path: Path) -> None:
    one = written(tmp_path / "一.xlsx", [FUND_HEADINGS, entry("记-0001", 100), entry("记-0002", 200)])
    two = written(tmp_path / "二.xlsx", [FUND_HEADINGS, entry("记-0002", 250), entry("记-0003", 300)])
    report = import_(book, one, two)
    assert [row.outcome for row in report.rows] == ["new", "new", "changed", "new"]
    assert sorted(row["amount_fen"] for row in rows_of(book)) == [10_000, 25_000, 30_000]


@pytest.mark.parametrize("spelt", ["记-1", "记0001", "记字第1号", "记字第0001号", "1", 1])
def test_a_voucher_spelt_otherwise_is_the_same_entry(book: Book, tmp_path: Path, spelt: object) -> None:
    import_(book, written(tmp_path / "一.xlsx", [FUND_HEADINGS, entry("记-0001", 100), entry("记-0002", 200)]))
    report = import_(book, written(tmp_path / "二.xlsx", [FUND_HEADINGS, entry(spelt, 100)]))
    assert report.counts["unchanged"] == 1
    assert [row["voucher"] for row in rows_of(book)] == ["记-0001", "记-0002"]


def test_a_bare_number_that_two_words_have_is_neither(book: Book, tmp_path: Path) -> None:
    import_(book, written(tmp_path / "一.xlsx", [FUND_HEADINGS, entry("收-1", 100), entry("付-1", 100)]))
    report = import_(book, written(tmp_path / "二.xlsx", [FUND_HEADINGS, entry(1, 100)]))
    assert report.counts["new"] == 1


def test_an_entry_that_gets_its_voucher_later_is_not_a_second_one(book: Book, tmp_path: Path) -> None:
    import_(book, written(tmp_path / "一.xlsx", [FUND_HEADINGS, entry(None, 100)]))
    report = import_(book, written(tmp_path / "二.xlsx", [FUND_HEADINGS, entry("记-0001", 100)]))
    assert report.counts["changed"] == 1
    assert [row["voucher"] for row in rows_of(book)] == ["记-0001"]


def test_a_reversal_finds_a_bare_number_and_the_year_it_names(book: Book, tmp_path: Path) -> None:
    rows = [
        entry("记-0005", 100, day="2024-12-05"),
        entry("记-0005", 300, day="2025-01-05"),
        entry("记-0006", -100, "冲销2024年记-0005", "冲销", "2025-01-06"),
        entry("记-0007", -300, "冲销5号凭证", "冲销", "2025-01-07"),
    ]
    import_(book, written(tmp_path / "一.xlsx", [FUND_HEADINGS, *rows]))
    found = {row["voucher"]: row for row in rows_of(book) if row["kind"] == "冲销"}
    by_id = {row["id"]: row["year"] for row in rows_of(book)}
    assert {voucher: by_id[row["reverses_id"]] for voucher, row in found.items()} == {"记-0006": 2024, "记-0007": 2025}


def test_a_second_row_of_one_code_that_contradicts_the_first_is_refused(book: Book, tmp_path: Path) -> None:
    headings = ("户编号", "户主姓名", "家庭人口数", "年度")
    rows = [("35069901", "甲", 3, 2025), ("35069901", "甲", 4, 2025), ("35069901", "甲", 5, 2024)]
    report = import_(book, written(tmp_path / "户信息.xlsx", [headings, *rows]))
    assert [row.outcome for row in report.rows] == ["new", "refused", "changed"]
    assert report.rows[1].reason == "与第2行编号相同，家庭人口数却不同，请核对这两行是不是同一个"


PROJECTS = ("项目编号", "项目名称", "建设内容及规模", "资金投入合计（元）")


def test_a_project_gets_its_code_later(book: Book, tmp_path: Path) -> None:
    import_(
        book, written(tmp_path / "项目台账.xlsx", [PROJECTS, (None, "村道", "1公里", 100), (None, "水渠", "2公里", 9)])
    )
    report = import_(book, written(tmp_path / "项目台账2.xlsx", [PROJECTS, ("111", "村道", "1公里", 100)]))
    assert report.counts["changed"] == 1
    assert [(row["code"], row["name"]) for row in rows_of(book, Project)] == [("111", "村道"), (None, "水渠")]


@pytest.mark.parametrize("rosters_first", [True, False])
def test_a_roster_that_names_its_project_only_by_name_finds_it(book: Book, tmp_path: Path, rosters_first: bool) -> None:
    projects = written(tmp_path / "项目台账.xlsx", [PROJECTS, ("111", "蜜柚种植到户补助", "1公里", 100)])
    headings = ("组", "户主姓名", "户编号", "补助内容", "补助标准（元）", "补助金额（元）")
    line = ("上溪", "张三", "35069901", "苗", 600, 1800)
    roster = written(tmp_path / "花名册.xlsx", [("蜜柚种植到户补助到户花名册",), headings, line])
    for path in (roster, projects) if rosters_first else (projects, roster):
        import_(book, path)
    (found,) = rows_of(book, RosterLine)
    assert (found["project_code"], found["project_id"] is not None) == ("111", True)
    assert import_(book, roster).counts["unchanged"] == 1


def test_an_entry_whose_project_is_put_right_and_then_wrong_follows(book: Book, tmp_path: Path) -> None:
    import_(book, written(tmp_path / "项目台账.xlsx", [PROJECTS, ("35069920250001", "村道", "1公里", 100)]))
    right, wrong = entry("记-1", 100), ("2025-03-05", "记-1", "999", *entry("记-1", 100)[3:])
    known = []
    for number, row in enumerate((wrong, right, wrong)):
        import_(book, written(tmp_path / f"{number}.xlsx", [FUND_HEADINGS, row]))
        known.append([one["project_id"] is not None for one in rows_of(book)])
    assert known == [[False], [True], [False]]


PEOPLE = ("户编号", "人口编号", "姓名", "与户主关系", "健康状况")


def test_a_person_of_a_household_that_nobody_knows_is_put_right_by_the_next_list(book: Book, tmp_path: Path) -> None:
    import_(book, written(tmp_path / "户信息.xlsx", [("户编号", "户主姓名", "家庭人口数"), ("35069901", "甲", 1)]))
    for number, household in enumerate(("35069999", "35069901")):
        report = import_(
            book, written(tmp_path / f"{number}.xlsx", [PEOPLE, (household, "3506990101", "甲", "户主", "健康")])
        )
    assert not report.findings
    (membership,) = rows_of(book, Membership)
    assert (membership["household_code"], membership["household_id"] is not None) == ("35069901", True)


def test_a_list_says_who_is_the_head_now(book: Book, tmp_path: Path) -> None:
    import_(book, written(tmp_path / "户信息.xlsx", [("户编号", "户主姓名", "家庭人口数"), ("35069901", "甲", 1)]))
    for number, relations in enumerate((("户主", "之子"), ("之父", "户主"))):
        rows = [("35069901", f"350699010{n}", name, relations[n], "健康") for n, name in enumerate("甲乙")]
        import_(book, written(tmp_path / f"{number}.xlsx", [PEOPLE, *rows]))
    heads = {row["head_id"] for row in rows_of(book, Household)}
    assert heads == {row["id"] for row in rows_of(book, Person) if row["name"] == "乙"}


REGISTERED = ("户信息_干净.xlsx", "人信息_干净.xlsx")
ROLL = "全村花名册.xls"


def ledgers(book: Book) -> dict[str, Counter[str]]:
    """The rows of households and people, without the codes that the book itself gives."""
    scope = tables.scope(book, TODAY)
    return {
        name: Counter(
            re.sub("自[0-9]{4}", "自", str(row)) for row in tables.as_json(tables.listed(book, name, scope))["rows"]
        )
        for name in ("households", "people")
    }


@pytest.mark.parametrize(
    "order",
    [(ROLL, *REGISTERED), (ROLL, *reversed(REGISTERED)), (REGISTERED[1], ROLL, REGISTERED[0])],
    ids=["roll first", "roll, people, households", "people, roll, households"],
)
def test_the_roll_before_the_registered_lists_gives_the_same_village(
    book: Book, tmp_path: Path, order: tuple[str, ...]
) -> None:
    for name in order:
        take(book, name)
    with books.create(tmp_path / "usual.vbook", name="清溪村", code="350699101203", actor="测试") as usual:
        take(usual, *REGISTERED, ROLL)
        assert ledgers(book) == ledgers(usual)
    report = take(book, *order)
    assert report.counts["unchanged"] == len(report.rows)
    assert checking.run(book, TODAY).count(Severity.ERROR) == 0


def held(book: Book) -> set[str]:
    """Every value of every record as text, those in ``extra`` too."""
    values = [
        value
        for record in RECORDS
        if record.__tablename__ not in (*JOURNAL_TABLES, *HISTORY_TABLES)
        for row in rows_of(book, record)
        for value in (*row.values(), *(row.get("extra") or {}).values())
    ]
    return {str(value) for value in values}


MEMBER = {
    "户编号": "35069901", "人编号": "3506990101", "姓名": "甲", "与户主关系": "户主", "人均纯收入": "1234.56",
    "人数": "7", "户类型": "脱贫户", "易返贫致贫户(监测对象)类型": "边缘易致贫户", "危房户": "是", "自然村": "上溪",
    "住房面积": "98.5", "致贫原因1": "因病", "联系地址备注": "桥头", "风险识别时间": "2023-05-06",
}  # fmt: skip
SAYS = {"123456", "7", "脱贫户", "边缘易致贫户", "是", "上溪", "98.5", "因病", "桥头", "2023-05-06"}


@pytest.mark.parametrize("household_known", [True, False])
def test_a_list_of_persons_that_tells_of_households_loses_no_cell(
    book: Book, tmp_path: Path, household_known: bool
) -> None:
    if household_known:
        import_(
            book, written(tmp_path / "户信息.xlsx", [("户编号", "户主姓名", "家庭住址"), ("35069901", "甲", "上溪1号")])
        )
    path = written(tmp_path / "已脱贫人口.xlsx", [MEMBER.keys(), MEMBER.values()])
    import_(book, path)
    assert held(book) >= SAYS
    assert import_(book, path).counts["unchanged"] == 1


def test_what_a_list_of_persons_says_otherwise_than_the_household_list_stays_with_the_person(
    book: Book, tmp_path: Path
) -> None:
    headings = ("户编号", "户主姓名", "住房面积", "人均纯收入", "年度")
    import_(book, written(tmp_path / "户信息.xlsx", [headings, ("35069901", "甲", 120, 5000, 2025)]))
    import_(book, written(tmp_path / "人信息.xlsx", [MEMBER.keys(), MEMBER.values()]))
    (person,) = rows_of(book, Person)
    assert (person["extra"]["住房面积"], person["extra"]["人均纯收入"]) == ("98.5", "1234.56")
    assert rows_of(book, Household)[0]["house_area"] == 120


def test_a_roll_with_schooling_and_registration_loses_no_cell(book: Book, tmp_path: Path) -> None:
    roll = {
        "户主姓名": "甲", "姓名": "甲", "与户主关系": "户主", "身份证号": "350699199008260022",
        "组": "上溪", "户号": "H77", "文化程度": "初中", "务工所在地": "厦门", "县": "示范县", "进户时间": "2001-02-03",
    }  # fmt: skip
    path = written(tmp_path / "全村花名册.xlsx", [roll.keys(), roll.values()])
    import_(book, path)
    assert set(roll.values()) <= held(book)
    assert import_(book, path).counts["unchanged"] == 1


def test_what_a_list_of_phones_says_besides_stays_with_the_household(book: Book, tmp_path: Path) -> None:
    take(book, *REGISTERED)
    headings, line = (
        ("户主姓名", "户主证件号码", "新电话", "银行卡号"),
        ("许玉美", "350699196205240019", "13800000000", "62218"),
    )
    import_(book, written(tmp_path / "电话变更.xlsx", [headings, line]))
    assert {"13800000000", "62218"} <= held(book)


def test_formulas_that_nothing_has_calculated_are_said_once_for_their_column(book: Book, tmp_path: Path) -> None:
    headings = ("户编号", "户主姓名", "工资性收入", "纯收入", "年度")
    rows = [(f"350699101203000{n}", f"甲{n}", 100 * n, f"=C{n + 1}", 2025) for n in (1, 2)]
    report = import_(book, written(tmp_path / "户.xlsx", [headings, *rows, ("合计", None, 300, "=D2+D3", None)]))
    assert [(f.id, f.subject, f.field, f.message) for f in report.findings] == [
        ("import.uncalculated", "户.xlsx Sheet", "纯收入", "有 2 格是公式，表里没有存下算好的数，没有收")
    ]
