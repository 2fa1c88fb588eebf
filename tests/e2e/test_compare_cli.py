"""Lists compared, and problem lists answered, by the command line."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.e2e.conftest import CLEAN, Run
from tests.made_books import FAULTY
from tests.unit.services.test_doubts import xlsx


def test_two_lists_without_a_book(run: Run, tmp_path: Path) -> None:
    ran = run("compare", FAULTY[1], CLEAN[1], "-o", "比对.xlsx", "--json")
    assert ran.status == 0
    assert {kind: count for kind, count in ran.json["counts"].items() if count} == {"changed": 12, "added": 1}
    assert ran.json["left_out"][0]["reason"].endswith("重复")
    assert {"变动", "新增", "没有比的行"} <= set(openpyxl.load_workbook(tmp_path / "比对.xlsx").sheetnames)


def test_a_list_with_the_book_changes_nothing(new: Run) -> None:
    new("import", "b.vbook", *CLEAN[:2])
    before = new("journal", "b.vbook", "--json").json
    assert new("compare", "b.vbook", CLEAN[1]).out.strip() == "相同 84，没有不同"
    ran = new("compare", "b.vbook", FAULTY[1])
    assert "变动  350699101203000804  蓝丽建 蓝小  劳动技能：普通劳动力 | 无劳动力" in ran.out
    assert ran.out.strip().endswith("相同 72，变动 12，新增 1")
    assert new("journal", "b.vbook", "--json").json == before


def test_what_cannot_be_compared_is_one_line(run: Run) -> None:
    for words in ((CLEAN[0],), (CLEAN[0], CLEAN[1]), ("nothing.xlsx", CLEAN[0])):
        ran = run("compare", *words)
        assert ran.status == 2
        assert len(ran.err.strip().splitlines()) == 1


def test_a_problem_list_comes_in_is_answered_and_goes_back(new: Run, tmp_path: Path) -> None:
    new("import", "b.vbook", *CLEAN[:2])
    xlsx(tmp_path)
    ran = new("doubts", "b.vbook", "import", "疑点清单.xlsx")
    assert (ran.status, ran.out.strip()) == (1, "收了 4 条疑点，对上 3 条，0 条以前答复过")
    listed = new("doubts", "b.vbook", "list", "--json").json
    assert [(line["number"], line["found"]) for line in listed] == [(1, True), (2, True), (3, True), (4, False)]
    assert "疑点清单.xlsx：4 条，已答复 0 条" in new("doubts", "b.vbook", "list").out
    ran = new("doubts", "b.vbook", "answer", "2", "3", "--state", "已更正", "--text", "已补")
    assert ran.out.strip() == "答复疑点 2 条：已更正"
    assert [line["number"] for line in new("doubts", "b.vbook", "list", "--waiting", "--json").json] == [1, 4]
    ran = new("doubts", "b.vbook", "return", "-o", "交回.xlsx")
    assert (ran.status, ran.out.strip()) == (1, "已写好 交回.xlsx：4 条里填了 2 条")
    page = openpyxl.load_workbook(tmp_path / "交回.xlsx")["疑点"]
    assert [page.cell(row, 9).value for row in range(3, 7)] == [None, "已补", "已补", None]
    for words in (("answer", "9", "--state", "已更正"), ("answer", "1", "--state", "好"), ("import", "疑点清单.xlsx")):
        assert new("doubts", "b.vbook", *words).status == 2
