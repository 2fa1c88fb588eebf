"""Boards and bundles of notices on the command line."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pypdfium2
import pytest

from tests import made_books
from tests.e2e.conftest import Run, program


@pytest.fixture
def book(tmp_path: Path) -> str:
    return str(made_books.a_copy(made_books.sample(), tmp_path))


@pytest.fixture
def run(tmp_path: Path) -> Run:
    return partial(program, tmp_path)


def test_a_board_is_added_changed_and_given_up(run: Run, book: str) -> None:
    how = ("--place", "石门坑", "--size", "180x90", "--headings", "项目、名单")
    done = run("board", book, "add", "石门坑公示栏", *how)
    assert (done.status, done.out) == (0, "加公示栏 石门坑公示栏（180×90厘米）\n")
    assert run("board", book, "change", "石门坑公示栏", "--size", "200×90").status == 0
    panel = run("board", book, "panels", "--json").json[-1]
    assert (panel["name"], panel["width"], panel["height"], panel["headings"]) == (
        "石门坑公示栏", 200, 90, ["项目", "名单"])  # fmt: skip
    assert run("board", book, "retire", "石门坑公示栏").status == 0
    assert "石门坑公示栏" not in [one["name"] for one in run("board", book, "panels", "--json").json]
    assert "石门坑公示栏" in [one["name"] for one in run("board", book, "panels", "--all", "--json").json]


@pytest.mark.parametrize("words", [
    ("add", "小牌", "--size", "5x5"), ("add", "村部公示栏"), ("add", "牌", "--size", "大"), ("retire", "没有的"),
    ("hang", "无此号"),
])  # fmt: skip
def test_what_is_no_board_is_refused_in_one_line(run: Run, book: str, words: tuple[str, ...]) -> None:
    done = run("board", book, *words)
    assert (done.status, done.out) == (2, "")
    assert done.err.count("\n") == 1


def test_a_notice_is_hung_on_another_board_and_the_plan_says_so(run: Run, book: str, tmp_path: Path) -> None:
    number = run("board", book, "plan", "--json").json["sheets"][0]["number"]
    assert run("board", book, "hang", number, "--panel", "岭脚公示栏").status == 0
    places = {one["number"]: one["board"] for one in run("board", book, "plan", "--json").json["sheets"]}
    assert places[number] == "岭脚公示栏"
    assert run("print", book, "board", "--panel", "岭脚公示栏", "--sheets", "-o", tmp_path / "b.pdf").status == 0
    document = pypdfium2.PdfDocument(tmp_path / "b.pdf")
    assert number in [one.get_title().split(" ")[0] for one in document.get_toc()]
    document.close()


def test_notices_are_printed_together_by_what_is_asked(run: Run, book: str, tmp_path: Path) -> None:
    done = run("print", book, "notices", "--year", "2025", "--state", "公示中", "-o", tmp_path / "a.pdf", "--json")
    assert done.status == 0
    assert done.json["notices"] >= 3
    number = run("board", book, "plan", "--json").json["sheets"][0]["number"]
    assert run("print", book, "notices", number, "-o", tmp_path / "b.pdf", "--json").json["notices"] == 1
    nothing = run("print", book, "notices", "-o", tmp_path / "c.pdf")
    assert nothing.status == 2
    assert "没有说印哪些公示" in nothing.err
    assert not (tmp_path / "c.pdf").exists()
