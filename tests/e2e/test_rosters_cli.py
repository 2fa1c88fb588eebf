"""A project's roster by the command line: listed, filled, pasted, corrected, received, and undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import made_books
from tests.e2e.conftest import Run, program
from villagebook.services import books, history, projects

HENS, NEW = "35069920250706", "35069920250713"
ONE, TWO = "3506991012070001", "3506991012070002"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The sample book with one more project."""
    book = made_books.a_copy(made_books.sample(), tmp_path)
    book.rename(tmp_path / "b.vbook")

    def run_(*words: str | Path) -> object:
        return program(tmp_path, *words)

    with books.open_book(tmp_path / "b.vbook") as opened:
        projects.add(opened, name="新项目", year=2025, code=NEW, actor="测试")
    return run_  # type: ignore[return-value]


def undo_last(folder: Path) -> None:
    with books.open_book(folder / "b.vbook") as book:
        history.undo_last(book, actor="测试")


def lines(run: Run, project: str = NEW) -> list[dict[str, object]]:
    return run("roster", "b.vbook", "list", "--project", project, "--json").json["lines"]


def test_a_roster_is_listed_with_its_sum(run: Run) -> None:
    said = run("roster", "b.vbook", "list", "--project", HENS)
    assert said.status == 0
    assert said.out.splitlines()[-1] == "14 户，合计 14,580.00 元，项目资金 14,580.00 元"
    found = run("roster", "b.vbook", "list", "--project", HENS, "--json").json
    assert (found["households"], found["amount_fen"], found["findings"]) == (14, 1_458_000, [])
    assert run("roster", "b.vbook", "list", "--project", "无").status == 2


def test_a_roster_is_made_corrected_received_and_undone(run: Run, tmp_path: Path) -> None:
    before = len(run("journal", "b.vbook", "--json").json["operations"])
    words = ("--household", "王长庚", "--quantity", "3.5", "--rate", "18")
    ran = run("roster", "b.vbook", "add", "--project", NEW, *words)
    assert (ran.status, ran.out.strip()) == (0, "花名册加 王长庚（新项目）")
    again = run("roster", "b.vbook", "add", "--project", NEW, "--household", ONE, "--amount", "9")
    assert "请核对：已经在花名册里（第 1 号）" in again.out
    assert [line["amount_fen"] for line in lines(run)] == [6_300, 900]
    assert lines(run)[1]["findings"] == [f"{ONE} 王长庚 在这个项目的花名册里不止一行"]
    undo_last(tmp_path)
    counted = run("roster", "b.vbook", "fill", "--project", NEW, "--group", "畲寮", "--dry-run", "--json").json
    filled = run("roster", "b.vbook", "fill", "--project", NEW, "--group", "畲寮", "--total", "1000", "--json").json
    assert filled["added"] + filled["left"] == len(counted["households"])
    assert sum(line["amount_fen"] for line in lines(run)) == 106_300
    run("roster", "b.vbook", "set", "--project", NEW, "--all", "--received", "2025-11-01")
    assert {(line["received_on"], line["signed"]) for line in lines(run)} == {("2025-11-01", "已签")}
    run("roster", "b.vbook", "set", "--project", NEW, "--household", ONE, "--quantity", "4")
    assert lines(run)[0]["amount_fen"] == 7_200
    gone = run("roster", "b.vbook", "remove", "--project", NEW, "--household", ONE)
    assert gone.out.strip() == "花名册去掉 王长庚（新项目）"
    for _ in range(5):
        undo_last(tmp_path)
    assert lines(run) == []
    assert len(run("journal", "b.vbook", "--json").json["operations"]) == before + 12


def test_copied_rows_are_previewed_and_written(run: Run, tmp_path: Path) -> None:
    (tmp_path / "rows.tsv").write_text(f"户编号\t金额\n{ONE}\t100\n{ONE}\t100\n{TWO}\t200\n", encoding="utf-8")
    tried = run("roster", "b.vbook", "paste", "rows.tsv", "--project", NEW, "--dry-run", "--json")
    assert (tried.status, tried.json["written"]) == (1, 0)
    assert [row["outcome"] for row in tried.json["rows"]] == ["新增", "没收", "新增"]
    assert lines(run) == []
    done = run("roster", "b.vbook", "paste", "rows.tsv", "--project", NEW)
    assert done.status == 1
    assert done.out.splitlines()[-1] == "新增 2 行，没收 1 行；写入 2 行"
    assert [line["amount_fen"] for line in lines(run)] == [10_000, 20_000]


@pytest.mark.parametrize(("words", "said"), [
    (("add", "--household", "林无此"), "没有“林无此”这一户"),
    (("add", "--household", ONE, "--amount", "十元"), "不是金额"),
    (("add", "--household", ONE, "--quantity", "多"), "不是数量"),
    (("set", "--all"), "没有说改什么"),
    (("set", "--note", "x"), "没有说哪几户"),
    (("remove", "--household", ONE), "花名册里没有这几户"),
    (("fill", "--group", "没有这个组"), "没有要加的户"),
])  # fmt: skip
def test_wrong_use_is_one_clear_line(run: Run, words: tuple[str, ...], said: str) -> None:
    ran = run("roster", "b.vbook", words[0], "--project", NEW, *words[1:])
    assert ran.status == 2
    assert said in ran.err
    assert lines(run) == []


@pytest.mark.parametrize("words", [
    ("roster", "add", "--quantity", "99999999999", "--rate", "9999999999"),
    ("roster", "add", "--quantity", "1e-14"),
    ("roster", "add", "--quantity", "9e30"),
    ("roster", "fill", "--quantity", "999999999999", "--rate", "9999999999"),
    ("benefit", "add", "--kind", "务工", "--year", "2025", "--quantity", "99999999999", "--rate", "9999999999"),
    ("benefit", "agree", "--operator", "合作社", "--quantity", "99999999999", "--rate", "9999999999"),
    ("benefit", "agree", "--operator", "合作社", "--invested", "9999999999", "--share", "999999999999"),
], ids=" ".join)  # fmt: skip
def test_what_is_too_much_for_an_amount_is_refused_in_one_line(run: Run, words: tuple[str, ...]) -> None:
    noun, what, *rest = words
    who = () if what == "fill" else ("--household", ONE)
    ran = run(noun, "b.vbook", what, "--project", NEW, *who, *rest)
    assert ran.status == 2
    assert "请核对数量和单价" in ran.err or "不是数量" in ran.err
    assert lines(run) == []
