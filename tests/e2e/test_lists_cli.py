"""Lists in by the command line: counts that add up, exit statuses, undo and redo in words."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.e2e.conftest import CLEAN, Run


def test_counts_add_up_and_a_row_that_contradicts_another_ends_with_status_1(new: Run, tmp_path: Path) -> None:
    workbook = openpyxl.load_workbook(CLEAN[0])
    sheet = workbook.worksheets[0]
    sheet.append([cell.value for cell in sheet[4]])
    sheet.cell(sheet.max_row, 10).value = 9
    workbook.save(tmp_path / "户信息.xlsx")
    ran = new("import", "b.vbook", "户信息.xlsx", "--json")
    counts = {name: ran.json[name] for name in ("new", "changed", "unchanged", "refused")}
    assert (ran.status, counts) == (1, {"new": 24, "changed": 0, "unchanged": 0, "refused": 1})
    assert ran.json["rows"][-1]["reason"].startswith("与第4行编号相同，家庭人口数却不同")


def test_files_given_twice_are_taken_once(new: Run) -> None:
    ran = new("import", "b.vbook", *CLEAN, *CLEAN, "--json")
    assert (ran.status, ran.json["new"], ran.json["unchanged"]) == (0, 331, 331)
    assert len(new("list", "b.vbook", "funds", "--json").json["rows"]) == 184


def test_undo_of_what_is_undone_does_it_again_and_says_so(new: Run) -> None:
    new("import", "b.vbook", CLEAN[0])
    assert new("undo", "b.vbook", "2").out.strip() == "已撤销第 2 号操作"
    assert new("undo", "b.vbook", "2", "--dry-run").out.strip() == "可以重做"
    assert new("undo", "b.vbook", "2").out.strip() == "已重做第 2 号操作"
    assert len(new("list", "b.vbook", "households", "--json").json["rows"]) == 24
    assert new("journal", "b.vbook", "--verify").status == 0


def test_an_import_that_a_later_one_builds_on_is_not_undone_and_nothing_changes(new: Run) -> None:
    for path in CLEAN[:2]:
        new("import", "b.vbook", path)
    before = new("journal", "b.vbook", "--json").json
    ran = new("undo", "b.vbook", "2")
    assert ran.status == 2
    assert "户 3506991012030001" in ran.out
    assert new("journal", "b.vbook", "--json").json == before
