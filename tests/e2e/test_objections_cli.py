"""Objections and corrections by the command line: taken, answered, compared, corrected."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import made_books
from tests.e2e.conftest import Ran, Run, program

ROSTER, FIRST, SECOND = "35069920250008", "清溪公示〔2025〕1号", "清溪公示〔2025〕2号"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The program in a folder with a copy of the book of 清溪村, a roster on its wall."""
    made_books.a_copy(made_books.imported(), tmp_path).rename(tmp_path / "b.vbook")

    def one(*words: str | Path) -> Ran:
        return program(tmp_path, words[0], "b.vbook", *words[1:])

    assert one("notice", "draft", "roster-beneficiaries", "--project", ROSTER, "--on", "2025-10-20").status == 0
    assert one("notice", "post", FIRST, "--on", "2025-10-20").status == 0
    return one


def test_an_objection_is_taken_answered_and_the_notice_corrected(run: Run) -> None:
    taken = run("objection", "take", "--notice", FIRST, "--line", "1", "--from", "谢义金", "--content", "数量不对",
                "--on", "2025-10-22", "--json").json  # fmt: skip
    assert (taken["notice"], taken["line"], taken["due_on"], taken["answered_on"]) == (FIRST, 1, "2025-10-29", None)
    code = taken["code"]
    waiting = run("objection", "list", "--waiting", "--on", "2025-10-27").out
    assert "还有 2 天" in waiting
    assert "谢义金" not in waiting
    unhandled = run("objection", "answer", code, "--result", "成立")
    assert (unhandled.status, unhandled.out) == (2, "")
    assert "没有写核实情况" in unhandled.err
    found = ("--handling", "登记写错", "--result", "成立", "--on", "2025-10-24", "--json")
    assert run("objection", "answer", code, *found).json["answered_on"] == "2025-10-24"
    assert "反映人：谢义金" in run("objection", "show", code).out
    same = run("notice", "diff", FIRST)
    assert (same.status, same.out) == (0, f"{FIRST}和台账一致\n")
    assert run("notice", "correct", FIRST, "--on", "2025-10-25", "--json").json["number"] == SECOND
    assert run("notice", "post", SECOND, "--on", "2025-10-25").status == 0
    assert run("objection", "show", code, "--json").json["correction"] == SECOND
    assert {row["number"]: row["state"] for row in run("notice", "list", "--json").json["rows"]}[FIRST] == "已更正"


def test_what_is_wrong_is_said_in_one_line(run: Run) -> None:
    for words, said in (
        (("objection", "take", "--content", "不满意"), "没有写反映的是"),
        (("objection", "take", "--notice", FIRST, "--line", "99"), "没有第 99 行"),
        (("objection", "show", "2025-77"), "没有意见“2025-77”"),
        (("notice", "correct", "没有〔2025〕1号"), "没有公示"),
    ):
        refused = run(*words)
        assert (refused.status, refused.out, len(refused.err.splitlines())) == (2, "", 1)
        assert said in refused.err
