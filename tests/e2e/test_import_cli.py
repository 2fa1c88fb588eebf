"""Decisions about lists by the command line: columns, cells, persons, ruined numbers; history and originals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.e2e.conftest import CLEAN, VILLAGE, Run

HEADINGS = ("户编号", "户主姓名", "手机长号", "卡", "年度", "家庭人口数")


def written(path: Path, *rows: tuple[Any, ...]) -> str:
    """Write a list; return its name."""
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    workbook.save(path)
    return path.name


@pytest.fixture
def listed(new: Run, tmp_path: Path) -> Run:
    """A book with one household."""
    name = written(tmp_path / "户信息.xlsx", HEADINGS, ("H350001", "甲一", "13900000001", "62220000111122", 2025, 3))
    assert new("import", "b.vbook", name, "--map", "卡=银行卡号", "--map", "手机长号=户联系电话").status == 0
    return new


def household(run: Run) -> dict[str, Any]:
    """The only household as the ledger shows it."""
    (row,) = run("list", "b.vbook", "households", "--json").json["rows"]
    return row


def test_a_heading_said_once_is_known_the_next_time(listed: Run, tmp_path: Path) -> None:
    assert household(listed)["card"] == "62220000111122"
    name = written(tmp_path / "二.xlsx", HEADINGS, ("H350001", "甲一", None, "62220000111133", 2025, 3))
    ran = listed("import", "b.vbook", name, "--json")
    columns = {c["heading"]: (c["field"], c["how"]) for c in ran.json["sheets"][0]["columns"]}
    assert columns["卡"] == ("household.card", "remembered")
    assert [(c["field"], c["old"], c["new"]) for c in ran.json["rows"][0]["changes"]] == [
        ("household.card", "62220000111122", "62220000111133")
    ]
    assert household(listed)["card"] == "62220000111133"


def test_a_list_of_headings_nobody_knows_is_taken_once_they_are_said(new: Run, tmp_path: Path) -> None:
    name = written(tmp_path / "怪.xlsx", ("农户", "号数"), ("甲一", "H350001"))
    said = ("--map", "农户=户主姓名", "--map", "号数=户编号")
    assert new("import", "b.vbook", name, *said).status == 2
    assert new("import", "b.vbook", name, "--kind", "households", *said, "--json").json["new"] == 1
    assert new("import", "b.vbook", name, "--json").json["unchanged"] == 1


def test_a_column_is_left_outside_kept_or_only_filled(listed: Run, tmp_path: Path) -> None:
    name = written(tmp_path / "二.xlsx", HEADINGS, ("H350001", "甲一", "13900000002", "62220000111133", 2025, 4))
    ran = listed("import", "b.vbook", name, "--keep", "卡", "--fill", "户联系电话", "--map", "家庭人口数=", "--json")
    (row,) = ran.json["rows"]
    assert row["outcome"] == "unchanged"
    assert {(c["field"], c["reason"]) for c in row["kept"]} == {
        ("household.card", "按您的决定，保留书里的"), ("household.phone", "只填空白，书里已有")
    }  # fmt: skip
    assert [c["heading"] for c in ran.json["sheets"][0]["columns"] if c["outside"]] == ["家庭人口数"]


def test_each_row_is_taken_kept_filled_or_left_out(new: Run, tmp_path: Path) -> None:
    headings = ("户编号", "户主姓名", "家庭人口数", "户联系电话", "家庭住址")
    rows = [(f"H35000{n}", f"甲{n}", 1, "13900000001", None) for n in range(1, 5)]
    new("import", "b.vbook", written(tmp_path / "户信息.xlsx", headings, *rows))
    later = [(code, head, 1, "13900000002", "上街") for code, head, *_ in rows]
    name = written(tmp_path / "二.xlsx", headings, *later, ("H350009", "乙一", 1, None, "上街"))
    said = ("--row", "二:3=保留", "--row", "二:4=填空", "--row", "Sheet:6=不收", "--row", "二:5=更新")
    ran = new("import", "b.vbook", name, *said, "--json")
    assert [row["outcome"] for row in ran.json["rows"]] == ["changed", "unchanged", "changed", "changed", "refused"]
    found = new("list", "b.vbook", "households", "--json").json["rows"]
    assert {row["code"]: (row["phone"], row["address"]) for row in found} == {
        "H350001": ("13900000002", "上街"), "H350002": ("13900000001", None), "H350003": ("13900000001", "上街"),
        "H350004": ("13900000002", "上街"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        ("--row", "二:2"), ("--row", "二:2=删"), ("--row", "二:9=不收"), ("--accept-ids", "二:2=第1个"),
        ("--map", "没有=银行卡号"), ("--map", "卡=没有"), ("--map", "卡"), ("--keep", "没有"), ("--who", "二:2"),
        ("--who", "二:2=新"),
    ],
)  # fmt: skip
def test_what_means_nothing_is_refused_in_one_line_and_nothing_changes(
    listed: Run, tmp_path: Path, words: tuple[str, str]
) -> None:
    name = written(tmp_path / "二.xlsx", HEADINGS, ("H350001", "甲一", "13900000002", "62220000111133", 2025, 3))
    before = listed("journal", "b.vbook", "--json").json["head"]
    ran = listed("import", "b.vbook", name, *words)
    assert ran.status == 2
    assert "Traceback" not in ran.out + ran.err
    assert listed("journal", "b.vbook", "--json").json["head"] == before


def test_an_asked_row_names_its_candidates_and_the_answer_is_taken(new: Run, tmp_path: Path) -> None:
    heads = [(code, "张三", "上溪" if at else "下溪", 1) for at, code in enumerate(("H350001", "H350002"))]
    headings = ("户编号", "户主姓名", "村民小组", "家庭人口数")
    new("import", "b.vbook", written(tmp_path / "户信息.xlsx", headings, *heads))
    phones = written(tmp_path / "电话变更.xlsx", ("户主姓名", "新电话"), ("张三", "13900000001"))
    asked = new("import", "b.vbook", phones, "--json")
    assert asked.status == 1
    assert [c["code"] for c in asked.json["asked"][0]["candidates"]] == ["H350001", "H350002"]
    assert "Sheet:2=H350002" in new("import", "b.vbook", phones, "--dry-run").out
    assert new("import", "b.vbook", phones, "--who", "电话变更:2=H350002", "--json").json["changed"] == 1
    rows = new("list", "b.vbook", "households", "--json").json["rows"]
    assert {row["code"]: row["phone"] for row in rows} == {"H350001": None, "H350002": "13900000001"}


def test_ruined_numbers_are_proposed_and_accepted(new: Run) -> None:
    faulty, roll = VILLAGE / "人信息_带错.xlsx", VILLAGE / "全村花名册.xls"
    trial = new("import", "b.vbook", faulty, roll, "--dry-run", "--json").json
    assert [[p["number"] for p in one["proposals"]] for one in trial["ruined"]] == [["350699201706300028"]]
    new("import", "b.vbook", faulty, roll, "--accept-ids", "all")
    people = new("list", "b.vbook", "people", "--json").json["rows"]
    assert {p["id_number"] for p in people if p["code"] == "350699101203000303"} == {"350699201706300028"}


def test_ruined_numbers_are_accepted_one_by_one(new: Run) -> None:
    faulty, roll = VILLAGE / "人信息_带错.xlsx", VILLAGE / "全村花名册.xls"
    (ruined,) = new("import", "b.vbook", faulty, roll, "--dry-run", "--json").json["ruined"]
    place = f"人信息_带错:{ruined['row']}"
    assert (
        f"{place.replace('人信息_带错', ruined['sheet'])}=第1个"
        in new("import", "b.vbook", faulty, roll, "--dry-run").out
    )
    for wrong in (f"{place}=第2个", f"{place}=350699195803040020", "人信息_带错:4=第1个"):
        assert new("import", "b.vbook", faulty, roll, "--accept-ids", wrong).status == 2
    new("import", "b.vbook", faulty, roll, "--accept-ids", f"{place}=350699201706300028")
    people = new("list", "b.vbook", "people", "--json").json["rows"]
    assert {p["id_number"] for p in people if p["code"] == "350699101203000303"} == {"350699201706300028"}


def test_ruined_numbers_of_the_book_are_put_right_one_by_one(new: Run) -> None:
    new("import", "b.vbook", VILLAGE / "全村花名册.xls")
    new("undo", "b.vbook", "2")
    new("import", "b.vbook", VILLAGE / "人信息_带错.xlsx")
    for wrong in ("2=第1个", "1", "1=第7个", "1=350699195803040020"):
        assert new("accept-ids", "b.vbook", "--accept", wrong).status == 2
    assert new("accept-ids", "b.vbook", "--accept", "1=第1个").out.splitlines()[-1] == "补上 1 个"
    assert new("accept-ids", "b.vbook", "--json").json["ruined"] == []


def test_ruined_numbers_of_the_book_are_put_right_later(new: Run) -> None:
    new("import", "b.vbook", VILLAGE / "全村花名册.xls")
    new("undo", "b.vbook", "2")
    new("import", "b.vbook", VILLAGE / "人信息_带错.xlsx")
    assert len(new("accept-ids", "b.vbook", "--json").json["ruined"]) == 1
    assert new("accept-ids", "b.vbook", "--accept", "all").out.splitlines()[-1] == "补上 1 个"
    assert new("accept-ids", "b.vbook", "--json").json["ruined"] == []


def test_what_was_imported_is_listed_and_the_original_saved_again(new: Run, tmp_path: Path) -> None:
    new("import", "b.vbook", *CLEAN[:2])
    new("import", "b.vbook", VILLAGE / "全村花名册.xls")
    found = new("imports", "b.vbook", "--json").json
    assert [(one["number"], one["file"], one["operation"]) for one in found] == [
        (3, "全村花名册.xls", 3), (2, "人信息_干净.xlsx", 2), (1, "户信息_干净.xlsx", 2)
    ]  # fmt: skip
    assert new("imports", "b.vbook", "original", "3", "-o", "原表.xls").status == 0
    assert (tmp_path / "原表.xls").read_bytes() == (VILLAGE / "全村花名册.xls").read_bytes()
    assert new("imports", "b.vbook", "original", "9", "-o", "无.xls").status == 2
    new("undo", "b.vbook", "3")
    assert [one["undone"] for one in new("imports", "b.vbook", "--json").json] == [True, False, False]
    assert "已撤销" in new("imports", "b.vbook").out


def test_an_import_is_undone_later_unless_something_builds_on_it(new: Run) -> None:
    new("import", "b.vbook", *CLEAN[:2])
    new("import", "b.vbook", VILLAGE / "全村花名册.xls")
    new("import", "b.vbook", VILLAGE / "电话变更_GBK.csv")
    trial = new("undo", "b.vbook", "3", "--dry-run")
    assert trial.status == 2
    assert "户联系电话" in trial.out
    for seq in ("4", "3", "2"):
        assert new("undo", "b.vbook", seq, "--dry-run").out.strip() == "可以撤销"
        assert new("undo", "b.vbook", seq).status == 0
    assert new("list", "b.vbook", "people", "--json").json["rows"] == []
    assert new("verify", "b.vbook").status == 0


def test_records_a_full_list_leaves_out_are_listed_and_stay(new: Run, tmp_path: Path) -> None:
    new("import", "b.vbook", *CLEAN[:2])
    workbook = openpyxl.load_workbook(CLEAN[0])
    workbook.worksheets[0].delete_rows(10, 2)
    workbook.save(tmp_path / "少两户.xlsx")
    ran = new("import", "b.vbook", "少两户.xlsx", "--json")
    assert len(ran.json["missing"]) == 2
    assert len(new("list", "b.vbook", "households", "--json").json["rows"]) == 24
    assert "表里没有、书里有的 2 个（没有删除）" in new("import", "b.vbook", "少两户.xlsx").out


def test_a_report_that_cannot_be_written_stops_the_import_before_anything_is_taken(new: Run, tmp_path: Path) -> None:
    name = written(tmp_path / "户信息.xlsx", ("户编号", "户主姓名", "家庭人口数"), ("H350001", "甲一", 3))
    ran = new("import", "b.vbook", name, "--report", "没有这里/r.xlsx")
    assert (ran.status, len(ran.err.splitlines())) == (2, 1)
    assert new("list", "b.vbook", "households", "--json").json["rows"] == []
    assert new("import", "b.vbook", name, "--report", "r.xlsx").status == 0
    assert sorted(path.name for path in tmp_path.glob("*r.xlsx*")) == ["r.xlsx"]
