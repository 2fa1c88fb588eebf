"""A village's year by the command line: money posted and reversed, notices from draft to archive, trace and backup."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from pathlib import Path

import pytest

from tests import made_books
from tests.e2e.conftest import CLEAN, ROOT, Ran, Run
from tests.e2e.digest import digest

NOTICE = "清溪公示〔2025〕1号"


@pytest.fixture
def book(run: Run, tmp_path: Path) -> Run:
    """The program in a folder with the imported book as b.vbook."""
    shutil.copytree(made_books.imported(), tmp_path / "b.vbook")
    return run


def ok(ran: Ran) -> Ran:
    """What was run, which must have succeeded without a word on stderr."""
    assert (ran.status, ran.err) == (0, ""), (ran.out, ran.err)
    return ran


def rows(run: Run, ledger: str) -> list[dict[str, object]]:
    """The rows of a ledger."""
    return run("list", "b.vbook", ledger, "--json").json["rows"]  # type: ignore[no-any-return]


# --- the first lines of the README ------------------------------------------------------------------------------------


def commands_of_the_readme() -> list[list[str]]:
    """The commands under “How a village starts”, as typed; the last one opens the window."""
    text = (ROOT / "README.md").read_text(encoding="utf-8").partition("## How a village starts")[2]
    lines = re.findall(r"^    villagebook (.+)$", text.partition("\n## ")[0], re.MULTILINE)
    return [shlex.split(line, comments=True) for line in lines]


def test_a_village_starts_as_the_readme_says(run: Run, tmp_path: Path) -> None:
    for source, name in zip(CLEAN, ("户信息.xlsx", "人信息.xlsx", "项目资金.xlsx"), strict=True):
        shutil.copy(source, tmp_path / name)
    commands = commands_of_the_readme()
    assert len(commands) > 8
    assert commands[-1] == ["清溪村.vbook"]
    for words in commands[:-1]:
        ok(run(*words))
    assert (tmp_path / "手册.pdf").stat().st_size > 10_000
    assert (tmp_path / "项目台账.xlsx").is_file()


# --- money ------------------------------------------------------------------------------------------------------------


def test_money_is_posted_and_reversed(book: Run) -> None:
    posted = ok(book("funds", "b.vbook", "post", "--all", "--json")).json
    assert (len(posted["posted"]), posted["refused"]) == (184, [])
    before = {(r["project"], r["source"]): r for r in rows(book, "fund-balances")}
    said = ok(book("funds", "b.vbook", "reverse", "--voucher", "记-0030", "--on", "2025-11-05", "--why", "重复"))
    assert "记-0185" in said.out
    after = {(r["project"], r["source"]): r for r in rows(book, "fund-balances")}
    changed = {place for place in after if after[place] != before[place]}
    assert changed == {("35069920250008", "中央")}
    place = ("35069920250008", "中央")
    assert after[place]["received_fen"] == before[place]["received_fen"] - 938_000
    states = {r["voucher"]: r["state"] for r in rows(book, "funds")}
    assert (states["记-0030"], states["记-0185"]) == ("已冲销", "冲销")


def test_what_is_not_posted_is_said_and_exit_is_1(book: Run, tmp_path: Path) -> None:
    """The faulty lists have a voucher twice and money from nowhere; all else is posted."""
    assert book("new", "f.vbook", "--village", "清溪村", "--code", "350699101203").status == 0
    book("import", "f.vbook", *made_books.FAULTY)
    ran = book("funds", "f.vbook", "post", "--all", "--json")
    assert ran.status == 1
    reasons = {one["voucher"]: one["reason"] for one in ran.json["refused"]}
    assert "凭证号" in reasons["记-0001"]
    assert any("--why" in reason for reason in reasons.values())
    assert len(ran.json["posted"]) + len(ran.json["refused"]) == 184
    again = book("funds", "f.vbook", "post", "--all", "--why", "镇里核对过", "--json")
    assert {one["voucher"] for one in again.json["refused"]} == {"记-0001"}


# --- notices ----------------------------------------------------------------------------------------------------------


def state(run: Run) -> tuple[object, object, object]:
    """State, first and last day of the first notice."""
    row = rows(run, "notices")[0]
    return row["state"], row["from"], row["through"]


def test_a_notice_from_draft_to_archive(book: Run, tmp_path: Path) -> None:
    made = ok(book("notice", "b.vbook", "draft", "N4", "--project", "35069920250008", "--json")).json
    assert made["number"] == NOTICE
    assert state(book)[0] == "草稿"
    ok(book("print", "b.vbook", "notice", NOTICE, "-o", "草稿.pdf"))
    said = ok(book("notice", "b.vbook", "post", NOTICE, "--on", "2025-11-05", "--days", "12", "--json")).json
    assert (said["from"], said["through"]) == ("2025-11-05", "2025-11-17")
    assert state(book) == ("公示中", "2025-11-05", "2025-11-17")
    ok(book("print", "b.vbook", "notice", NOTICE, "-o", "一.pdf"))
    ok(book("print", "b.vbook", "notice", NOTICE, "-o", "二.pdf"))
    assert (tmp_path / "一.pdf").read_bytes() == (tmp_path / "二.pdf").read_bytes()
    ok(book("notice", "b.vbook", "take-down", NOTICE, "--on", "2025-11-18", "--result", "无异议", day="2025-11-18"))
    assert state(book)[0] == "归档"
    ok(book("notice", "b.vbook", "withdraw", NOTICE, "--why", "一户写错", "--on", "2025-11-19", day="2025-11-19"))
    assert state(book)[0] == "已撤回"
    ok(book("print", "b.vbook", "notice", NOTICE, "-o", "三.pdf"))
    assert (tmp_path / "三.pdf").read_bytes() == (tmp_path / "一.pdf").read_bytes()
    again = ok(book("notice", "b.vbook", "draft", "N4", "--project", "35069920250008", "--json")).json
    assert again["number"] == "清溪公示〔2025〕2号"


@pytest.mark.parametrize(
    "words",
    [
        ("post", NOTICE, "--on", "2025-11-05", "--days", "3"),
        ("take-down", NOTICE, "--on", "2025-11-05"),
        ("withdraw", NOTICE, "--why", "错"),
        ("withdraw", NOTICE, "--why", " "),
    ],
    ids=lambda words: " ".join(words),
)
def test_what_a_draft_does_not_allow_is_one_line(book: Run, tmp_path: Path, words: tuple[str, ...]) -> None:
    ok(book("notice", "b.vbook", "draft", "N4", "--project", "35069920250008"))
    before = digest(tmp_path / "b.vbook")
    ran = book("notice", "b.vbook", *words)
    assert (ran.status, ran.out, len(ran.err.strip().splitlines())) == (2, "", 1)
    assert digest(tmp_path / "b.vbook") == before


# --- trace and backup -------------------------------------------------------------------------------------------------


def test_an_import_is_undone_by_its_number_and_the_trace_stays(book: Run) -> None:
    seq = max(o["seq"] for o in book("journal", "b.vbook", "--json").json["operations"])
    ok(book("undo", "b.vbook", seq, "--dry-run"))
    assert len(rows(book, "households")) == 24
    ok(book("undo", "b.vbook", seq))
    assert rows(book, "households") == rows(book, "people") == rows(book, "projects") == []
    journal = book("journal", "b.vbook", "--json").json["operations"]
    assert next(o for o in journal if o["seq"] == seq)["undone_by"] == seq + 1
    ok(book("journal", "b.vbook", "--verify"))


def test_a_head_written_down_proves_what_was_before(book: Run) -> None:
    head = book("journal", "b.vbook", "--json").json["head"]
    ok(book("funds", "b.vbook", "post", "--all"))
    ok(book("verify", "b.vbook", "--head", head[:12]))
    wrong = book("verify", "b.vbook", "--head", "0" * 12)
    assert wrong.status == 1
    assert "链头" in wrong.out


def test_a_backup_is_restored_and_the_present_book_kept(book: Run, tmp_path: Path) -> None:
    before = digest(tmp_path / "b.vbook")
    ok(book("backup", "b.vbook", "-o", "备份.vbak"))
    ok(book("funds", "b.vbook", "post", "--all"))
    changed = digest(tmp_path / "b.vbook")
    assert changed != before
    said = ok(book("restore", "备份.vbak", "b.vbook")).out
    assert digest(tmp_path / "b.vbook") == before
    aside = [path for path in tmp_path.glob("b*") if path.is_dir() and path.name != "b.vbook"]
    assert [digest(path) for path in aside] == [changed]
    assert aside[0].name in said


def test_the_doctor_finds_all_well_and_a_lost_file(book: Run, tmp_path: Path) -> None:
    well = book("doctor", "b.vbook", "--json")
    assert well.status == 0
    assert all(item["ok"] for item in well.json)
    kept = next(path for path in (tmp_path / "b.vbook" / "files").rglob("*") if path.is_file())
    kept.unlink()
    ill = book("doctor", "b.vbook", "--json")
    assert ill.status == 1
    assert [item["name"] for item in ill.json if not item["ok"]] == ["文件"]


def test_reading_leaves_the_book_as_it_was(book: Run, tmp_path: Path) -> None:
    before = digest(tmp_path / "b.vbook")
    for words in (
        ("list", "b.vbook", "households"), ("list", "b.vbook"), ("check", "b.vbook"), ("journal", "b.vbook"),
        ("notice", "b.vbook", "kinds"), ("export", "b.vbook", "people", "-o", "x.csv"), ("doctor", "b.vbook"),
        ("check", "b.vbook", "-o", "核查.xlsx"), ("check", "b.vbook", "--rules"),
    ):  # fmt: skip
        ok(book(*words))
    assert digest(tmp_path / "b.vbook") == before


def test_machines_get_json_and_nothing_else(book: Run) -> None:
    for words in (
        ("list", "b.vbook", "funds"), ("check", "b.vbook"), ("journal", "b.vbook"), ("notice", "b.vbook", "kinds"),
        ("notice", "b.vbook", "list"), ("doctor", "b.vbook"), ("list", "b.vbook"), ("verify", "b.vbook"),
    ):  # fmt: skip
        assert json.loads(ok(book(*words, "--json")).out) is not None
