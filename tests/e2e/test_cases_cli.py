"""Dynamic management by the command line: from a lead to a class, with what is refused said in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import made_books
from tests.e2e.conftest import Ran, Run, program

HOME = "3506991012070002"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The program in a folder with a copy of the sample book."""
    made_books.a_copy(made_books.sample(), tmp_path).rename(tmp_path / "b.vbook")

    def one(verb: str, *words: str | Path) -> Ran:
        return program(tmp_path, "case", "b.vbook", verb, *words)

    return one


def test_a_household_is_taken_in_step_by_step(run: Run, tmp_path: Path) -> None:
    lead = ("--on", "2025-10-08", "--source", "农户申报", "--text", "住院", "--target", "边缘易致贫户")
    opened = run("open", HOME, "监测对象识别", *lead, "--json").json
    code = opened["code"]
    assert (opened["step"], opened["due"], opened["do"]) == ("入户核实", "2025-10-10", "step:visit")
    (tmp_path / "表.pdf").write_bytes(b"%PDF")
    assert run("step", code, "visit", "--on", "2025-10-09", "--file", "防止返贫动态监测排查表=表.pdf").status == 0
    assert "下一步：开民主评议会" in run("step", code, "compare", "--on", "2025-10-12", "--paper", "全部").out
    assert run("step", code, "民主评议", "--on", "2025-10-13", "--meeting").status == 0
    for step, day in (("notice", 13), ("town", 20), ("county", 22), ("announce", 23), ("record", 24)):
        assert run("step", code, step, "--on", f"2025-10-{day}").status == 0
    shown = run("show", code, "--json").json
    assert shown["steps"][0]["papers"] == {"防止返贫动态监测排查表": True, "监测对象申请及承诺授权查询书": False}
    assert shown["steps"][2]["basis"] == "2025-10-13 民主评议会"
    assert "2025-10-22 起为边缘易致贫户" in run("close", code, "--on", "2025-10-24").out
    statuses = program(tmp_path, "list", "b.vbook", "statuses", "--json").json["rows"]
    assert any(row["household"] == HOME and row["kind"] == "边缘易致贫户" for row in statuses)
    assert "回退" in run("back", code, "--why", "比对出商品房", "--on", "2025-10-30").out
    assert run("show", code, "--json").json["state"] == "已回退"
    assert program(tmp_path, "journal", "b.vbook", "--verify").status == 0


def test_the_notice_of_the_next_step_is_drafted_by_one_command_and_hanging_it_is_the_step(
    run: Run, tmp_path: Path
) -> None:
    code = run("open", HOME, "低保特困认定", "--on", "2025-10-08", "--target", "低保户", "--json").json["code"]
    assert "不用拟公示" in run("notice", code).err
    assert run("step", code, "apply", "--on", "2025-10-09").status == 0
    settled = run("step", code, "visit", "--on", "2025-10-12", "--covered", "2", "--grade", "B类", "--month", "960.50")
    assert settled.status == 0
    assert "不是金额" in run("step", code, "visit", "--on", "2025-10-12", "--month", "九百").err
    assert run("step", code, "meeting", "--on", "2025-10-13", "--note", "没有争议").status == 0
    assert "还没有拟低保、特困初审公示" in run("show", code, "--on", "2025-10-14").out
    number = run("notice", code, "--on", "2025-10-14", "--json").json["number"]
    post = program(tmp_path, "notice", "b.vbook", "post", number, "--on", "2025-10-14")
    assert post.status == 0, post.err
    shown = run("show", code, "--on", "2025-10-20", "--json").json
    assert [(step["on"], step["basis"]) for step in shown["steps"] if step["id"] == "notice"] == [
        ("2025-10-14", number)]  # fmt: skip
    assert shown["blocks"] == ["2025-10-14 公示，要满7天，到 2025-10-21"]
    again = run("notice", code, "--on", "2025-10-20")
    assert (again.status, len(again.err.splitlines())) == (2, 1)


def test_what_blocks_is_said_in_one_line_and_nothing_changes(run: Run) -> None:
    code = run("list", "--open", "--json").json[0]["code"]
    before = run("list", "--json").json
    refused = run("step", code, "county", "--on", "2025-11-05")
    assert (refused.status, refused.out) == (2, "")
    assert "前面还没有做：信息比对" in refused.err
    assert "写明原因" in refused.err
    assert len(refused.err.splitlines()) == 1
    assert run("list", "--json").json == before
    over = run("step", code, "county", "--on", "2025-11-05", "--why", "补录")
    assert (over.status, "补录" in over.out) == (0, True)
    assert run("step", code, "county", "--undo").status == 0
    assert run("list", "--json").json == before


@pytest.mark.parametrize(("words", "said"), [
    (("show", "1999-001"), "没有动态编号"),
    (("open", HOME, "搬家"), "没有“搬家”这种动态"),
    (("open", HOME, "风险消除"), "不能办风险消除"),
    (("step", "2025-004", "fly"), "没有“fly”这一步"),
    (("step", "2025-004", "visit", "--file", "x"), "应写成 材料=文件"),
    (("step", "2025-004", "visit", "--file", "甲=没有.pdf"), "读不出文件"),
    (("cancel", "2025-004", "--why", " "), "没有写原因"),
    (("back", "2025-004", "--why", "x"), "不能回退"),
    (("close", "2025-004"), "还没有办"),
])  # fmt: skip
def test_wrong_words_are_refused_in_chinese(run: Run, words: tuple[str, ...], said: str) -> None:
    refused = run(*words)
    assert (refused.status, refused.out) == (2, "")
    assert said in refused.err


def test_lists_show_the_late_first_in_words_and_as_the_ledger(run: Run, tmp_path: Path) -> None:
    out = run("list").out.splitlines()
    assert "过期 3 天" in out[1]
    assert "已办结" in out[-1]
    (line,) = run("list", "--household", "3506991012070001", "--json").json
    assert (line["kind"], line["state"], line["late"]) == ("监测对象识别", "已办结", 0)
    rows = program(tmp_path, "list", "b.vbook", "cases", "--json").json["rows"]
    assert [row["code"] for row in rows][:3] == [line["code"] for line in run("list", "--json").json][:3]
    assert rows[0]["late"] == 3
    assert program(tmp_path, "export", "b.vbook", "cases", "-o", "台账.xlsx").status == 0
    assert run("cancel", rows[0]["code"], "--why", "收入恢复", "--failed").out.startswith("未通过")
