"""Meetings and bodies by the command line: formed, met, decided, read both ways."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import made_books
from tests.e2e.conftest import Ran, Run, program

PEOPLE = [f"代表{at}" for at in range(1, 10)]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The program in a folder with a copy of the book of 清溪村, which knows no meeting."""
    made_books.a_copy(made_books.imported(), tmp_path).rename(tmp_path / "b.vbook")

    def one(*words: str | Path) -> Ran:
        return program(tmp_path, words[0], "b.vbook", *words[1:])

    return one


@pytest.fixture
def codes(run: Run) -> list[str]:
    """Codes of three projects."""
    rows = run("list", "projects", "--json").json["rows"]
    return [row["code"] for row in rows][:3]


def test_a_meeting_of_the_representatives_decides_three_projects_in_one_act(run: Run, codes: list[str]) -> None:
    members = [word for name in PEOPLE for word in ("--member", f"{name}:代表")]
    assert run("committee", "add", "村民代表会议", "--kind", "村民代表", "--since", "2021-12-01", *members).status == 0
    decides = [word for code in codes for word in ("--decides", code)]
    votes = ("--agreed", "6", "--against", "1", "--abstained", "0")
    done = run("meeting", "add", "--on", "2025-01-13", "--kind", "村民代表大会", "--absent", "代表3、代表4",
               "--resolution", "同意申报。", *votes, *decides, "--json")  # fmt: skip
    assert (done.status, done.err) == (0, "")
    view = done.json
    assert (view["code"], view["body"], view["due"], view["present"]) == ("2025-01", "村民代表会议", 9, 7)
    assert [one["words"].split()[1] for one in view["decisions"]] == sorted(codes)
    (of_one,) = run("meeting", "list", "--decided", codes[1], "--json").json
    assert of_one["code"] == "2025-01"
    steps = run("meeting", "steps", codes[0], "--json").json
    assert {one["step"]: one["on"] for one in steps}["村民代表会议决议"] == "2025-01-13"


def test_too_few_is_said_with_the_rule_and_status_one(run: Run) -> None:
    done = run("meeting", "add", "--on", "2025-01-13", "--kind", "村民代表大会", "--due", "42", "--present", "20")
    assert done.status == 1
    assert "实到 20 人，不到 28 人（应到 42 人的 2/3 以上）" in done.out
    mended = run("meeting", "set", "2025-01", "--present", "38", "--json")
    assert (mended.status, mended.json["present"], mended.json["faults"]) == (0, 38, [])


def test_who_came_is_ticked_and_a_decision_taken_back(run: Run, codes: list[str]) -> None:
    run("meeting", "add", "--on", "2025-01-10", "--kind", "村两委会议", "--member", "甲:书记", "--member", "乙",
        "--decides", codes[0])  # fmt: skip
    assert run("meeting", "attend", "2025-01-10", "--excused", "乙", "--json").json["present"] == 1
    refused = run("meeting", "attend", "2025-01-10", "--absent", "丙")
    assert (refused.status, refused.out) == (2, "")
    assert "应到人员里没有“丙”" in refused.err
    assert run("meeting", "decide", "2025-01-10", codes[0], "--undo", "--json").json["decisions"] == []
    assert "删会议" in run("meeting", "remove", "2025-01-10").out
    assert run("meeting", "list", "--json").json == []


def test_members_change_and_the_signers_of_a_day_are_told(run: Run) -> None:
    run("committee", "add", "监督组", "--kind", "项目监督小组", "--since", "2024-01-01", "--member", "甲:组长:村监委",
        "--member", "乙:成员")  # fmt: skip
    words = ("--on", "2025-03-01", "--go", "甲", "--come", "丙:组长", "--json")
    changed = run("committee", "change", "监督组", *words).json
    assert ([one["name"] for one in changed["members"]], changed["former"][0]["until"]) == (["丙", "乙"], "2025-02-28")
    before = run("committee", "signers", "--on", "2025-02-28", "--json").json
    assert [one["name"] for one in before["项目监督小组"]] == ["甲", "乙"]
    assert "没有在任的成员" in run("committee", "signers", "--on", "2025-02-28").out
    assert run("committee", "list", "--json").json[0]["head"] == "丙"
    assert run("committee", "set", "监督组", "--until", "2025-06-30").status == 0
    assert run("committee", "signers", "--on", "2025-07-01", "--json").json["项目监督小组"] == []


def test_papers_of_a_meeting_are_printed(run: Run, tmp_path: Path) -> None:
    run("meeting", "add", "--on", "2025-01-10", "--kind", "村两委会议", "--member", "甲:书记", "--resolution", "同意。")
    for paper, words in (("minutes", "会议记录 1 份，1 页"), ("sign-sheet", "会议签到表"), ("resolution", "会议决议")):
        done = run("meeting", "print", "2025-01-10", "--paper", paper, "-o", f"{paper}.pdf")
        assert (done.status, done.err) == (0, "")
        assert words in done.out
        assert (tmp_path / f"{paper}.pdf").read_bytes().startswith(b"%PDF")
