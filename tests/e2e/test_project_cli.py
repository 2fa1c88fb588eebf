"""A project by the command line: entered, changed, its stages written down, its sources, the states beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.e2e.conftest import Run, program
from villagebook.services import books

CODE = "2025-01"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A book with one project of 2025."""
    books.create(tmp_path / "b.vbook", name="清溪村", code="350699101203", actor="测试").close()

    def do(*words: str) -> object:
        return program(tmp_path, "project", "b.vbook", *words)

    made = do("add", "村道硬化", "--mode", "公益设施", "--planned", "120000", "--source", "中央",
              "--set", "绩效目标=户户通路", "--set", "建设内容=硬化1.2公里")  # fmt: skip
    assert (made.status, made.out) == (0, f"新增项目 村道硬化　{CODE}\n")
    return do


def test_a_project_is_shown_with_its_stages_and_sources(run: Run) -> None:
    shown = run("show", CODE, "--json").json
    assert (shown["name"], shown["state"], shown["waits_for"]) == ("村道硬化", "谋划", "村")
    assert shown["fields"]["goal"] == "户户通路"
    assert [one["state"] for one in shown["stages"]][:2] == ["now", "to_come"]
    assert shown["sources"] == [{"source": "中央", "programme": "", "document": "", "planned_fen": 12_000_000}]
    words = run("show", CODE).out
    assert "下一步　开村两委会或村民代表大会决定申报" in words
    assert "没有写是哪次会议决定的" in words


def test_fields_are_set_as_one_operation(run: Run) -> None:
    done = run("set", CODE, "建设性质=新建", "受益户数=12", "质量指标=合格率100%")
    assert (done.status, done.out) == (0, "改建设性质、受益户数、质量指标 村道硬化\n")
    fields = run("show", CODE, "--json").json["fields"]
    assert (fields["nature"], fields["covers_households"], fields["goal_quality"]) == ("新建", 12, "合格率100%")
    assert run("set", CODE, "质量指标=").status == 0
    assert "goal_quality" not in run("show", CODE, "--json").json["fields"]
    wrong = run("set", CODE, "受益户数=十二")
    assert (wrong.status, "十二" in wrong.err) == (2, True)
    assert "自己的办法" in run("set", CODE, "特殊状态=终止").err


def test_stages_are_written_down_by_name_or_title(run: Run) -> None:
    done = run("reach", CODE, "下达", "--on", "2025-06-01", "--set", "批复文号=示乡振〔2025〕9号")
    assert done.out == "记下达 村道硬化\n"
    refused = run("reach", CODE, "started", "--on", "2025-05-01")
    assert refused.status == 2
    assert "早于下达日期（2025年6月1日）" in refused.err
    assert run("reach", CODE, "started", "--on", "2025-05-01", "--why", "应急抢修").status == 0
    shown = run("show", CODE, "--json").json
    started = next(one for one in shown["stages"] if one["id"] == "started")
    assert (started["on"], started["wrong"]) == ("2025-05-01", ["开工日期（2025年5月1日）早于下达日期（2025年6月1日）"])
    assert shown["fields"]["approval_number"] == "示乡振〔2025〕9号"
    assert run("show", CODE, "--on", "2025-05-20", "--json").json["state"] == "实施中"
    assert "没有“盖章”这一步" in run("reach", CODE, "盖章", "--on", "2025-06-01").err
    assert "没有“2025-01-10”这次会议" in run("reach", CODE, "plan", "--meeting", "2025-01-10").err


def test_a_project_ends_and_is_taken_up_again(run: Run) -> None:
    run("reach", CODE, "granted", "--on", "2025-06-01")
    assert run("side", CODE, "终止", "--on", "2025-09-01", "--why", "没有开工").out == "项目终止 村道硬化\n"
    shown = run("show", CODE, "--json").json
    assert shown["side"] == {"state": "终止", "on": "2025-09-01", "why": "没有开工"}
    assert "没有“作废”" in run("side", CODE, "作废", "--on", "2025-09-01", "--why", "试").err
    assert run("side", CODE, "back", "--on", "2025-09-10", "--why", "重新安排资金").out == "恢复实施 村道硬化\n"
    assert run("show", CODE, "--json").json["side"] is None


def test_sources_are_added_changed_and_dropped(run: Run) -> None:
    assert "加县资金 30,000.00 元" in run("source", CODE, "县", "30000", "--document", "示财农〔2025〕5号").out
    assert "不相符" in run("source", CODE).out
    assert run("source", CODE, "--total").status == 0
    assert "与资金投入合计相符" in run("source", CODE).out
    assert run("source", CODE, "县", "20000").out == "改县资金 村道硬化\n"
    assert run("source", CODE, "县", "--drop").out == "删县资金 村道硬化\n"
    assert [one["source"] for one in run("show", CODE, "--json").json["sources"]] == ["中央"]
    assert "没有找到“省”" in run("source", CODE, "省", "--drop").err


def test_all_projects_say_what_comes_next(run: Run) -> None:
    run("add", "路灯", "--year", "2024", "--mode", "公益设施")
    run("reach", CODE, "granted", "--on", "2025-06-01")
    (line,) = run("list", "--year", "2025", "--json").json
    assert (line["name"], line["word"], line["next"], line["waits_for"]) == ("村道硬化", "已下达", "实施前公示", "村")
    assert len(run("list", "--json").json) == 2
    assert "实施前公示" in run("list").out
