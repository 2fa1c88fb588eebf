"""Duplicates listed and two persons merged from the command line."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests import made_books
from tests.e2e.conftest import Run
from tests.unit.services.merged_people import written_twice
from villagebook.services import books


@pytest.fixture
def book(tmp_path: Path) -> str:
    """A copy of the sample book in which 王𬭎 stands twice."""
    path = Path(shutil.copytree(made_books.sample(), tmp_path / "b.vbook"))
    with books.open_book(path) as opened:
        written_twice(opened)
    return path.name


def test_pairs_are_listed_with_their_reasons(run: Run, book: str) -> None:
    ran = run("duplicates", book)
    assert ran.status == 0
    assert "姓名只差一个字，出生日期相同，都是王长庚户的子" in ran.out
    assert "可能重复的人 1 对，户 0 对" in ran.out


def test_as_json(run: Run, book: str) -> None:
    found = run("duplicates", book, "--json").json
    (pair,) = found["people"]
    assert {pair["first"]["name"], pair["second"]["name"]} == {"王𬭎", "王铉"}
    assert (found["households"], found["quiet"]) == ([], 0)
    assert "said" not in pair


def test_merging_by_name_and_code_and_taking_it_back(run: Run, book: str) -> None:
    ran = run("merge", book, "王𬭎", "9907", "--take", "姓名")
    assert (ran.status, ran.err) == (0, "")
    assert "合并 王铉（9907）" in ran.out
    assert run("duplicates", book, "--json").json["people"] == []
    seq = ran.out.split("撤销第 ")[1].split(" ")[0]
    assert run("undo", book, seq).status == 0
    assert len(run("duplicates", book, "--json").json["people"]) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [(("王𬭎", "没有这人"), "没有“没有这人”这个人"), (("王𬭎", "9907", "--take", "血型"), "没有“血型”这个栏目")],
)
def test_what_cannot_be_is_one_line(run: Run, book: str, words: tuple[str, ...], said: str) -> None:
    ran = run("merge", book, *words)
    assert (ran.status, ran.out) == (2, "")
    assert said in ran.err
    assert len(ran.err.strip().splitlines()) == 1


def test_the_sheet_of_a_household_is_printed(run: Run, book: str, tmp_path: Path) -> None:
    ran = run("print", book, "timeline", "--household", "3506991012070001", "-o", "一页.pdf")
    assert (ran.status, ran.err) == (0, "")
    assert "农户情况一页通 1 户，每户 1 页，已存为“一页.pdf”" in ran.out
    assert (tmp_path / "一页.pdf").read_bytes().startswith(b"%PDF")
    assert run("print", book, "timeline", "--household", "没有", "-o", "二.pdf").status == 2
