"""One household by the command line: as of a day, what happens to it, its statuses; the book's code lists."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import made_books
from tests.e2e.conftest import Run, program
from tests.unit.services.families import ZHONG, a_family
from villagebook.services import books


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """A book with 蓝丽建's household H1 and 钟文福's H2."""
    with books.create(tmp_path / "b.vbook", name="清溪村", code="350699101203", actor="测试") as book:
        a_family(book, "H1")
        a_family(book, "H2", ZHONG)
    return lambda *words: program(tmp_path, *words)


def names(run: Run, code: str, *words: str) -> dict[str, str]:
    shown = run("household", "b.vbook", code, *words, "--json").json
    return {one["name"]: one["relation"] for one in shown["members"]}


@pytest.mark.parametrize(("word", "said"), [
    (("death", "--person", "雷桂英"), "去世：雷桂英（蓝丽建 户）"),
    (("去世", "--person", "雷桂英"), "去世：雷桂英（蓝丽建 户）"),
    (("birth", "--name", "蓝月", "--relation", "之孙女"), "出生：蓝月（蓝丽建 户）"),
    (("婚入", "--name", "林秀", "--relation", "之儿媳"), "婚入：林秀 到 蓝丽建 户"),
    (("marry-in", "--person", "钟玉", "--relation", "之儿媳"), "婚入：钟玉 到 蓝丽建 户，从 钟文福 户"),
    (("move-in", "--name", "林秀", "--relation", "其他"), "户籍迁入：林秀 到 蓝丽建 户"),
    (("adopt", "--name", "林小", "--relation", "之子"), "收养：林小 到 蓝丽建 户"),
    (("marry-out", "--person", "蓝小军"), "婚出：蓝小军（蓝丽建 户）"),
    (("move-out", "--person", "蓝小军"), "户籍迁出：蓝小军（蓝丽建 户）"),
    (("prison", "--person", "H104"), "服刑：蓝小军（蓝丽建 户）"),
    (("lost", "--person", "蓝小军"), "失联：蓝小军（蓝丽建 户）"),
    (("end", "--why", "整户迁出"), "整户迁出：蓝丽建 户 6 人"),
])  # fmt: skip
def test_each_event_is_one_operation_with_its_name(run: Run, word: tuple[str, ...], said: str) -> None:
    before = len(run("journal", "b.vbook", "--json").json["operations"])
    ran = run("household", "b.vbook", "H1", "event", *word, "--on", "2025-10-01")
    assert (ran.status, ran.out.splitlines()[0]) == (0, said)
    assert len(run("journal", "b.vbook", "--json").json["operations"]) == before + 1


def test_who_left_comes_back(run: Run) -> None:
    run("household", "b.vbook", "H1", "event", "lost", "--person", "蓝小军", "--on", "2025-01-01")
    ran = run("household", "b.vbook", "H1", "event", "return", "--person", "蓝小军", "--on", "2025-10-01")
    assert ran.out.strip() == "回归：蓝小军 到 蓝丽建 户"
    assert "蓝小军" not in names(run, "H1", "--on", "2025-05-01")
    assert names(run, "H1")["蓝小军"] == "之子"


def test_a_household_is_shown_as_of_a_day(run: Run) -> None:
    dead = ("event", "death", "--person", "蓝丽建", "--on", "2025-03-02")
    run("household", "b.vbook", "H1", *dead, "--new-head", "雷桂英")
    assert names(run, "H1", "--on", "2025.3.2")["雷桂英"] == "配偶"
    assert names(run, "H1", "--on", "2025-03-03")["雷桂英"] == "户主"
    ran = run("household", "b.vbook", "H1", "--on", "2025-03-02")
    assert ran.out.splitlines()[0] == "雷桂英 户　H1　2025-03-02　6 人"


def test_split_and_merge_say_the_new_code_and_whom_to_check(run: Run) -> None:
    ran = run("household", "b.vbook", "H1", "split", "蓝小明", "钟秀", "--on", "2025-06-01")
    assert ran.out.splitlines() == [
        "分户：从 蓝丽建 户分出 蓝小明 2 人", "请核对与户主关系：钟秀", "新户编号 自0001",
    ]  # fmt: skip
    assert names(run, "自0001") == {"蓝小明": "户主", "钟秀": "其他"}
    ran = run("household", "b.vbook", "H1", "merge", "自0001", "--relation", "之子", "--on", "2025-07-01")
    assert ran.out.splitlines()[0] == "合户：蓝小明 户 2 人并入 蓝丽建 户"
    assert names(run, "H1")["蓝小明"] == "之子"
    assert names(run, "自0001") == {}


def test_the_head_changes(run: Run) -> None:
    ran = run("household", "b.vbook", "H1", "head", "雷桂英", "--on", "2025-06-01")
    assert ran.out.splitlines()[0] == "户主变更：蓝丽建 → 雷桂英"
    assert names(run, "H1")["蓝丽建"] == "配偶"


def test_statuses_are_added_ended_and_listed(run: Run) -> None:
    run("household", "b.vbook", "H1", "status", "add", "低保户", "--from", "2024-01-01", "--why", "民政所名单")
    ending = ("status", "end", "低保户", "--through", "2025-06-30")
    ran = run("household", "b.vbook", "H1", *ending, "--why", "收入超过标准")
    assert ran.out.strip() == "终止身份 低保户：蓝丽建 户，到 2025-06-30"
    (period,) = run("household", "b.vbook", "H1", "status", "--json").json
    assert (period["grounds"], period["ended_by"]) == ("民政所名单", "收入超过标准")
    assert run("household", "b.vbook", "H1", "status", "--on", "2025-07-01", "--json").json == []


@pytest.mark.parametrize(("words", "said"), [
    (("H9",), "没有户编号“H9”"),
    (("H1", "event", "飞走", "--on", "2025-01-01"), "没有“飞走”"),
    (("H1", "event", "death", "--person", "蓝丽建", "--on", "2025-01-01"), "走后这一户要有新户主"),
    (("H1", "event", "death", "--person", "没有这人", "--on", "2025-01-01"), "这一户没有“没有这人”"),
    (("H1", "event", "lost", "--person", "蓝小军", "--on", "2026-01-01"), "2026-01-01 还没有到"),
    (("H1", "split", "蓝小明", "--on", "1980-01-01"), "1988-01-02 出生"),
    (("H1", "merge", "H1", "--on", "2025-01-01"), "不能和自己合户"),
    (("H1", "status", "add", "富裕户", "--from", "2025-01-01", "--why", "x"), "没有“富裕户”这种身份"),
    (("H1", "status", "add", "低保户", "--from", "2025-01-01"), "没有写低保户的依据"),
    (("H1", "status", "end", "低保户", "--through", "2025-01-01", "--why", "x"), "这一户现在没有“低保户”"),
])  # fmt: skip
def test_what_cannot_be_is_one_clear_line_and_status_2(run: Run, words: tuple[str, ...], said: str) -> None:
    before = run("journal", "b.vbook", "--json").out
    ran = run("household", "b.vbook", *words)
    assert ran.status == 2
    assert said in ran.err
    assert ran.err.count("\n") == 1
    assert run("journal", "b.vbook", "--json").out == before


def test_a_day_to_come_is_taken_when_it_is_meant(run: Run) -> None:
    lost = ("household", "b.vbook", "H1", "event", "lost", "--person", "蓝小军", "--on", "2025-12-01")
    assert run(*lost).status == 2
    assert run(*lost, "--future").status == 0


def test_code_lists_are_shown_added_to_and_retired(run: Run) -> None:
    assert run("codes", "b.vbook", "road_kind", "--add", "石板路", "--why", "县里的表").status == 0
    assert run("codes", "b.vbook", "入户路类型", "--retire", "泥土路").out.strip() == "停用代码值 入户路类型：泥土路"
    (shown,) = run("codes", "b.vbook", "road_kind", "--json").json
    assert [(one["value"], one["own"], one["retired"]) for one in shown["values"]] == [
        ("砂石路", False, False), ("水泥路", False, False), ("沥青路", False, False), ("石板路", True, False),
        ("泥土路", False, True),
    ]  # fmt: skip
    assert run("codes", "b.vbook", "road_kind", "--offer", "泥土路").status == 0
    assert "石板路" in run("codes", "b.vbook", "road_kind").out
    assert "入户路类型" in run("codes", "b.vbook").out
    assert run("codes", "b.vbook", "--add", "石板路").status == 2
    assert run("codes", "b.vbook", "sex", "--add", "未知", "--why", "x").status == 2


def test_the_sample_shows_a_household(tmp_path: Path) -> None:
    book = made_books.a_copy(made_books.sample(), tmp_path)
    ran = program(tmp_path, "household", book, "3506991012070001")
    assert ran.out.startswith("王长庚 户")
