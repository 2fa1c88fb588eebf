"""Notices from the draft to the archive by the command line, on real lists: what was promised on the wall stands."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests import made_books
from tests.e2e.conftest import Ran, Run, program
from tests.e2e.reading import by_pdfium as pdf_text

CHICKENS = "35069920250008"
FIRST, LAST = "2025-10-20", "2025-10-30"
PERSON = "谢义金"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The program in a folder with a copy of 清溪村."""
    made_books.a_copy(made_books.imported(), tmp_path).rename(tmp_path / "b.vbook")

    def one(*words: str | Path) -> Ran:
        return program(tmp_path, *words)

    return one


def photo(path: Path, day: str, shade: int) -> Path:
    """A picture as a phone makes it: with its time and with the place where it was taken."""
    made = Image.new("RGB", (800, 600), (shade, 120, 90))
    exif = Image.Exif()
    exif[0x0132] = exif[0x9003] = f"{day.replace('-', ':')} 09:10:11"
    exif.get_ifd(0x8825)[1] = "N"
    exif.get_ifd(0x8825)[2] = (26.0, 38.0, 12.5)
    made.save(path, exif=exif)
    return path


def drafted(run: Run, *about: str, kind: str = "roster-beneficiaries", on: str = FIRST) -> str:
    done = run("notice", "draft", "b.vbook", kind, *about, "--on", on, "--json")
    assert (done.status, done.err) == (0, "")
    return str(done.json["number"])


def row_of(run: Run, number: str) -> dict[str, Any]:
    (row,) = [row for row in run("notice", "list", "b.vbook", "--json").json["rows"] if row["number"] == number]
    return dict(row)


def stored(run: Run, number: str, target: Path) -> bytes:
    """The sheet as it was posted."""
    assert run("print", "notice", "b.vbook", number, "-o", target).status == 0
    return target.read_bytes()


def test_a_notice_goes_its_whole_way_and_what_was_posted_never_changes(run: Run, tmp_path: Path) -> None:
    number = drafted(run, "--project", CHICKENS)
    assert row_of(run, number)["state"] == "草稿"
    frozen = run("notice", "finalise", "b.vbook", number, "--on", FIRST, "--json").json
    assert (frozen["from"], frozen["through"], row_of(run, number)["state"]) == (FIRST, LAST, "待张贴")
    assert run("notice", "unfinalise", "b.vbook", number).status == 0
    again = run("notice", "finalise", "b.vbook", number, "--on", FIRST, "--json").json
    assert again["sha256"] == frozen["sha256"]
    late = run("notice", "hang", "b.vbook", number, "--on", "2025-10-22")
    assert (late.status, late.out) == (2, "")
    assert "10-20" in late.err
    assert run("notice", "hang", "b.vbook", number, "--on", FIRST, "--by", "陈志明", "--witness", "吴小龙").status == 0
    sheet = stored(run, number, tmp_path / "贴.pdf")
    text = pdf_text(tmp_path / "贴.pdf")
    assert "2025年10月20日至2025年10月30日" in text
    assert frozen["code"][:4] in text

    near = photo(tmp_path / "近.jpg", FIRST, 10)
    far = photo(tmp_path / "远.jpg", FIRST, 200)
    put = ("notice", "photo", "add", "b.vbook", number)
    assert run(*put, near, "--view", "近景").status == 0
    assert run(*put, far, "--view", "远景").status == 0
    assert run("notice", "event", "add", "b.vbook", number, "破损补贴", "--on", "2025-10-23").status == 0

    taken = run("objection", "take", "b.vbook", "--notice", number, "--line", "2", "--from", PERSON, "--phone",
                "13859990011", "--way", "当面", "--content", "应为多十只", "--on", "2025-10-24", "--json")  # fmt: skip
    assert (taken.status, taken.err) == (0, "")
    code = taken.json["code"]
    assert run("notice", "take-down", "b.vbook", number, "--on", LAST).status == 0
    refused = run("notice", "archive", "b.vbook", number, "--on", LAST)
    assert refused.status == 2
    assert "1 条异议没有答复" in refused.err
    assert row_of(run, number)["state"] == "已摘下"
    assert run("objection", "answer", "b.vbook", code, "--result", "不成立", "--handling", "入户清点属实", "--answer",
               "维持原公示", "--on", "2025-10-27").status == 0  # fmt: skip
    assert run(*put, photo(tmp_path / "近2.jpg", LAST, 60), "--view", "近景").status == 0
    assert run(*put, photo(tmp_path / "远2.jpg", LAST, 90), "--view", "远景").status == 0
    done = run("notice", "archive", "b.vbook", number, "--on", LAST)
    assert (done.status, done.err) == (0, "")
    row = row_of(run, number)
    assert row["state"] == "归档"
    assert "1" in row["result"]
    assert PERSON not in row["result"]

    assert stored(run, number, tmp_path / "再.pdf") == sheet
    shown = run("verify", "b.vbook", "--code", frozen["code"])
    assert shown.status == 0
    assert number in shown.out
    wrong = run("verify", "b.vbook", "--code", "0000 0000")
    assert wrong.status == 2
    assert run("journal", "b.vbook", "--verify").status == 0


def test_what_the_book_says_otherwise_is_told_and_corrected_by_a_new_notice(run: Run, tmp_path: Path) -> None:
    number = drafted(run, "--project", CHICKENS)
    run("notice", "post", "b.vbook", number, "--on", FIRST)
    sheet = stored(run, number, tmp_path / "原.pdf")
    assert run("notice", "diff", "b.vbook", number).status == 0
    (first, *_) = [row for row in run("list", "b.vbook", "rosters", "--json").json["rows"]
                   if row["project"] == CHICKENS]  # fmt: skip
    assert run("roster", "set", "b.vbook", "--project", CHICKENS, "--household", first["household"], "--quantity",
               "77").status == 0  # fmt: skip
    differs = run("notice", "diff", "b.vbook", number)
    assert differs.status == 1
    assert first["head"] in differs.out
    assert "77" in differs.out
    correction = run("notice", "correct", "b.vbook", number, "--on", "2025-10-22", "--json").json["number"]
    run("notice", "post", "b.vbook", correction, "--on", "2025-10-22")
    assert row_of(run, number)["state"] == "已更正"
    assert stored(run, number, tmp_path / "原2.pdf") == sheet
    run("print", "notice", "b.vbook", correction, "-o", tmp_path / "更.pdf")
    text = pdf_text(tmp_path / "更.pdf")
    assert "更正" in text
    assert "77" in text
    assert run("notice", "diff", "b.vbook", correction).status == 0


def test_a_number_in_a_remark_keeps_the_sheet_off_the_wall_and_its_place_is_named(run: Run) -> None:
    people = run("list", "b.vbook", "people", "--json").json["rows"]
    secret = next(row["id_number"] for row in people if row["id_number"])
    assert run("roster", "set", "b.vbook", "--project", CHICKENS, "--all", "--note", f"证{secret[:9]} {secret[9:]}"
               ).status == 0  # fmt: skip
    number = drafted(run, "--project", CHICKENS)
    refused = run("notice", "post", "b.vbook", number, "--on", FIRST)
    assert refused.status == 2
    assert "第 1 页" in refused.err
    assert secret not in refused.err
    assert row_of(run, number)["state"] == "草稿"
    assert run("notice", "post", "b.vbook", number, "--on", FIRST, "--override", "本人书面同意").status == 0
    newest = run("journal", "b.vbook", "--json").json["operations"][0]
    assert newest["verb"] == "notice.post"
    assert number in newest["title"]
    assert "本人书面同意" in str(row_of(run, number))


def test_the_townships_notice_hangs_beside_ours_on_the_plan_and_in_one_file(run: Run, tmp_path: Path) -> None:
    ours = drafted(run, "--project", CHICKENS)
    run("notice", "post", "b.vbook", ours, "--on", "2025-11-05")
    paper = tmp_path / "镇公告.jpg"
    Image.new("RGB", (900, 1200), "white").save(paper)
    theirs = run("notice", "receive", "b.vbook", "云岭镇2025年衔接资金安排公告", "--issuer", "乡镇",
                 "--from", "2025-11-04", "--through", "2025-11-18", "--sheet", paper, "--hung", "2025-11-04",
                 "--json")  # fmt: skip
    assert (theirs.status, theirs.err) == (0, "")
    rows = run("notice", "list", "b.vbook", "--json").json["rows"]
    assert {row["state"] for row in rows} == {"公示中"}
    assert len(rows) == 2
    plan = run("print", "board", "b.vbook", "--on", "2025-11-05", "--sheets", "-o", tmp_path / "栏.pdf")
    assert (plan.status, plan.err) == (0, "")
    text = pdf_text(tmp_path / "栏.pdf").replace("\n", "")
    assert "受益户公示" in text
    assert "衔接资金安排公告" in text
    assert run("print", "notices", "b.vbook", "--year", "2025", "-o", tmp_path / "全.pdf").status == 0
    assert "受益户公示" in pdf_text(tmp_path / "全.pdf").replace("\n", "")


@pytest.mark.parametrize(("start", "days", "last"), [
    ("2025-09-26", "5个工作日", "2025-10-10"),  # the national holiday, with 28 September worked
    ("2024-02-28", "2天", "2024-03-01"),
    ("2025-12-30", "10天", "2026-01-09"),
])  # fmt: skip
def test_periods_end_right_across_holidays_leap_days_and_years(start: str, days: str, last: str) -> None:
    from villagebook.base.days import Period
    from villagebook.policies.workdays import Workdays

    found = Period.parse(days).after(dt.date.fromisoformat(start), is_working_day=Workdays())
    assert found.isoformat() == last


def test_the_same_draft_gives_the_same_sheet(run: Run, tmp_path: Path) -> None:
    number = drafted(run, "--project", CHICKENS)
    sheets = {hashlib.sha256(io.BytesIO(stored(run, number, tmp_path / f"{at}.pdf")).getvalue()).hexdigest()
              for at in range(2)}  # fmt: skip
    assert len(sheets) == 1
