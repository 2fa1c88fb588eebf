"""A notice's life on the command line: finalised, hung later, photographed, torn, archived; and one from above."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.e2e.conftest import Ran, Run
from tests.unit.services.notices_at_hand import NUMBER, drafted, picture


@pytest.fixture
def book(run: Run, tmp_path: Path) -> Run:
    """The program in a folder with a book in which one notice is drafted."""
    shutil.copytree(drafted(), tmp_path / "b.vbook")
    return run


def ok(ran: Ran) -> Ran:
    """What was run, which must have succeeded without a word on stderr."""
    assert (ran.status, ran.err) == (0, ""), (ran.out, ran.err)
    return ran


def notice(book: Run) -> dict[str, object]:
    """The notice's line in 公示底账."""
    rows = book("notice", "b.vbook", "list", "--json").json["rows"]
    return next(row for row in rows if row["number"] == NUMBER)


def test_from_the_drawer_to_the_archive(book: Run, tmp_path: Path) -> None:
    made = ok(book("notice", "b.vbook", "finalise", NUMBER, "--on", "2025-11-06", "--days", "长期", "--json")).json
    assert (made["from"], len(made["code"])) == ("2025-11-06", 8)
    assert notice(book)["state"] == "待张贴"
    ok(book("notice", "b.vbook", "unfinalise", NUMBER))
    assert notice(book)["state"] == "草稿"
    ok(book("notice", "b.vbook", "finalise", NUMBER, "--on", "2025-11-06"))
    late = book("notice", "b.vbook", "hang", NUMBER, "--on", "2025-11-07")
    assert (late.status, "unfinalise" in late.err) == (2, True)
    ok(book("notice", "b.vbook", "hang", NUMBER, "--on", "2025-11-05", "--by", "林甲", "--witness", "王乙"))
    assert (notice(book)["hung"], notice(book)["hung_by"]) == ("2025-11-05", "林甲")
    for name, shade, day in (("近.jpg", 250, "2025:11:05"), ("远.jpg", 60, "2025:11:05")):
        (tmp_path / name).write_bytes(picture(shade, taken=f"{day} 09:00:00").data)
    ok(book("notice", "b.vbook", "photo", "add", NUMBER, "近.jpg", "远.jpg"))
    listed = ok(book("notice", "b.vbook", "photo", "list", NUMBER, "--json")).json
    assert [(one["moment"], one["view"], one["on"]) for one in listed] == [
        ("张贴", "近景", "2025-11-05"), ("张贴", "远景", "2025-11-05")]  # fmt: skip
    ok(book("notice", "b.vbook", "photo", "remove", NUMBER, "2"))
    assert (notice(book)["photos_up_near"], notice(book)["photos_up_far"]) == (1, 0)
    ok(book("notice", "b.vbook", "event", "add", NUMBER, "破损补贴", "--on", "2025-11-08", day="2025-11-08"))
    ok(book("notice", "b.vbook", "event", "back", NUMBER, "--on", "2025-11-10", day="2025-11-10"))
    (torn,) = ok(book("notice", "b.vbook", "event", "list", NUMBER, "--json")).json
    assert (torn["back_on"], torn["days_off"]) == ("2025-11-10", 2)
    ok(book("notice", "b.vbook", "take-down", NUMBER, "--on", "2025-11-17", day="2025-11-18"))
    assert notice(book)["state"] == "已摘下"
    ok(book("notice", "b.vbook", "archive", NUMBER, "--result", "没有异议。", "--on", "2025-11-18", day="2025-11-18"))
    assert (notice(book)["state"], notice(book)["result"]) == ("归档", "没有异议。")
    found = {one["id"] for one in book("check", "b.vbook", "--json", "--on", "2025-11-30").json["findings"]}
    assert {"notices.start-photo", "notices.end-photo"} <= found


def test_one_from_above_is_taken_in_and_hung(book: Run, tmp_path: Path) -> None:
    (tmp_path / "原件.jpg").write_bytes(picture(240).data)
    made = ok(book(
        "notice", "b.vbook", "receive", "关于低保对象的公示", "--issuer", "乡镇", "--from", "2025-11-05", "--through",
        "2025-11-12", "--sheet", "原件.jpg", "--hung", "2025-11-05", "--json",
    )).json  # fmt: skip
    assert made == {"number": "上级公示〔2025〕1号", "warnings": []}
    rows = book("notice", "b.vbook", "list", "--json").json["rows"]
    theirs = next(row for row in rows if row["number"] == made["number"])
    assert (theirs["kind"], theirs["kind_name"], theirs["issuer"]) == ("received", "上级公示", "乡镇")
    ok(book("print", "b.vbook", "notice", made["number"], "-o", "原件.pdf"))
    assert (tmp_path / "原件.pdf").read_bytes().startswith(b"%PDF-")


@pytest.mark.parametrize(
    "words",
    [
        ("finalise", NUMBER, "--on", "2025-11-06", "--days", "三天"), ("photo", "add", NUMBER, "没有.jpg"),
        ("photo", "remove", NUMBER, "1"), ("event", "add", NUMBER, "破损补贴", "--on", "2025-11-08"),
        ("event", "back", NUMBER, "--on", "2025-11-08"), ("archive", NUMBER), ("hang", NUMBER),
        ("receive", "x", "--issuer", "省", "--from", "2025-11-05", "--through", "2025-11-12"),
        ("receive", "x", "--issuer", "县", "--from", "2025-11-05", "--through", "2025-11-04"),
        ("receive", "x", "--issuer", "县", "--from", "2025-11-01", "--through", "2025-11-09", "--hung", "2025-11-06"),
    ],
)  # fmt: skip
def test_what_cannot_be_done_is_one_line_and_nothing_is_changed(book: Run, words: tuple[str, ...]) -> None:
    before = book("journal", "b.vbook", "--json").json
    ran = book("notice", "b.vbook", *words)
    assert ran.status == 2
    assert len(ran.err.strip().splitlines()) == 1
    assert "is not" not in ran.err
    assert book("journal", "b.vbook", "--json").json == before
