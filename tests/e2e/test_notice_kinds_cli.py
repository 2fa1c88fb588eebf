"""Own kinds of notices and how names stand, by the command line: made, drafted, retired, refused in one line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import made_books
from tests.e2e.conftest import Ran, Run, program

COLUMNS = ("--column", "户主姓名", "--column", "组", "--column", "补助内容")
FORM = ("--ledger", "到户花名册", *COLUMNS, "--days", "5个工作日")
PROJECT = "35069920250709"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """``notice`` in a folder with a copy of the sample book."""
    made_books.a_copy(made_books.sample(), tmp_path).rename(tmp_path / "b.vbook")

    def one(*words: str | Path) -> Ran:
        return program(tmp_path, "notice", *words)

    return one


def test_a_kind_is_made_drafted_changed_and_retired(run: Run, tmp_path: Path) -> None:
    title = ("--title", "{村}{年}改厕补助公示")
    made = run("kind", "add", "b.vbook", "改厕补助公示", *FORM, "--choose", "project", *title)
    assert (made.status, made.out) == (0, "自设公示种类 改厕补助公示　种类 own:2\n")
    kinds = {one["id"]: one for one in run("kinds", "b.vbook", "--json").json}
    assert (kinds["own:2"]["name"], kinds["own:2"]["days"]) == ("改厕补助公示", "5个工作日")
    draft = run("draft", "b.vbook", "own:2", "--project", PROJECT, "--on", "2025-11-05", "--json").json
    assert draft["title"] == "上云村2025年改厕补助公示"
    assert run("kind", "change", "b.vbook", "own:2", "--days", "10天").status == 0
    (first, second) = run("kind", "list", "b.vbook", "--json").json
    assert (first["id"], second["days"], second["headings"], second["used"]) == (
        "own:1", "10天", ["户主姓名", "组", "补助内容"], 1)  # fmt: skip
    assert run("kind", "retire", "b.vbook", "改厕补助公示").status == 0
    refused = run("draft", "b.vbook", "own:2", "--project", PROJECT)
    assert (refused.status, refused.err) == (2, "改厕补助公示已经停用，不能再拟。要用请先在设置里恢复\n")
    assert run("kind", "restore", "b.vbook", "own:2").status == 0
    posted = run("post", "b.vbook", draft["number"], "--on", "2025-11-05", "--json")
    assert (posted.status, posted.json["through"]) == (0, "2025-11-15")


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (("试", "--ledger", "到户花名册", "--column", "补助金额"), "“补助金额”不能张贴：这一栏只供办公室和上级核对"),
        (("试", "--ledger", "人员台账", "--column", "姓名"), "人员台账不能张贴：名字在不在里面就说明了一户的情况"),
        (("试", *FORM, "--title", "{村}患病农户公示"), "标题里有不该公开的词：患病。请换一种说法"),
    ],
)  # fmt: skip
def test_what_may_not_hang_is_refused_in_one_line(run: Run, words: tuple[str, ...], line: str) -> None:
    refused = run("kind", "add", "b.vbook", *words)
    assert refused.status == 2
    assert line in refused.err
    assert refused.err.count("\n") == 1


def test_names_are_hidden_for_one_kind(run: Run) -> None:
    refused = run("names", "b.vbook", "N4", "second")
    assert (refused.status, refused.err) == (2, "没有写为什么遮名字。请写依据，如县里哪个文件这样要求\n")
    assert run("names", "b.vbook", "N4", "second", "--why", "县公示办法").out == "改设置 公示里的姓名\n"
    (line,) = run("names", "b.vbook", "N4", "--json").json
    assert line == {"id": "roster-beneficiaries", "profile": "second", "own": True, "reason": "县公示办法"}
    assert "林＊明、欧阳＊德" in run("names", "b.vbook").out
    assert run("names", "b.vbook", "N4", "general").status == 0
    assert run("names", "b.vbook", "N4", "--json").json[0]["own"] is False


def test_the_ledgers_and_their_public_columns_are_listed(run: Run) -> None:
    found = {one["id"]: dict(one["columns"]) for one in run("kind", "ledgers", "--json").json}
    assert found["households"] == {"head": "户主姓名", "group": "村民小组", "population": "家庭人口数", "year": "年度"}
    assert "statuses" not in found
