"""What is kept of the wall: photos with what their camera said, damage and repair, notices from above."""

from __future__ import annotations

import datetime as dt
import io
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from tests.unit.services.conftest import TODAY
from tests.unit.services.notices_at_hand import NUMBER, days, hung, picture, row
from villagebook.base.errors import UserError
from villagebook.services import (
    books,
    history,
    notice_events,
    notice_photos,
    notice_received,
    paper,
    publicity,
    tables,
)
from villagebook.services.entry_papers import Given
from villagebook.services.notice_photos import FAR, NEAR
from villagebook.store import Book

PAPER, HOUSE = 250, 90


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """A copy of the book with its notice hung on TODAY."""
    shutil.copytree(hung(), tmp_path / "b.vbook")
    with books.open_book(tmp_path / "b.vbook") as opened:
        yield opened


def put(book: Book, *files: Given, today: dt.date = TODAY, **options: Any) -> list[str]:
    """Put photos in; return the words of all there are."""
    notice_photos.add(book, NUMBER, files, actor="测试", today=today, **options)
    return said(book, today)


def said(book: Book, today: dt.date = TODAY) -> list[str]:
    """The words of all photos."""
    return [one.words for one in notice_photos.photos(book, NUMBER, today)]


def event(book: Book, kind: str, on: dt.date, **options: Any) -> None:
    """Write down what happened."""
    notice_events.record(book, NUMBER, kind, on, actor="测试", **options)


def stamp(day: dt.date) -> str:
    """As a camera writes a day."""
    return f"{day:%Y:%m:%d} 09:30:00"


# --- photos -----------------------------------------------------------------------------------------------------------


def test_the_day_and_the_place_come_from_the_camera_and_the_copy_says_neither(book: Book) -> None:
    put(book, picture(taken=stamp(TODAY), located=True))
    (photo,) = notice_photos.photos(book, NUMBER, TODAY)
    assert (photo.on, photo.taken_at, photo.located, photo.doubts) == (TODAY, "2025:11:05 09:30:00", True, ())
    with Image.open(io.BytesIO(book.files.read(photo.attachment))) as kept:
        assert not kept.getexif()


def test_near_and_far_are_told_by_how_much_of_the_picture_is_paper(book: Book) -> None:
    both = picture(HOUSE, name="远.jpg"), picture(PAPER, name="近.jpg")
    assert put(book, *both) == ["张贴 近景", "张贴 远景"]
    near, far = notice_photos.photos(book, NUMBER, TODAY)
    assert (near.file_name, far.file_name) == ("近.jpg", "远.jpg")


@pytest.mark.parametrize(
    ("taken", "moment"), [(0, "张贴"), (1, "张贴"), (9, "期满"), (10, "期满"), (12, "期满"), (4, "补贴")]
)
def test_the_moment_is_told_by_the_day(book: Book, taken: int, moment: str) -> None:
    event(book, "破损补贴", days(3), back_on=days(4))
    assert put(book, picture(taken=stamp(days(taken))), today=days(12))[0].startswith(moment)


def test_what_the_officer_says_goes_before_what_is_guessed(book: Book) -> None:
    words = put(book, picture(taken=stamp(TODAY)), moment="期满", view=FAR, on=days(10), today=days(10))
    assert words == ["期满 远景 11-15"]


@pytest.mark.parametrize(
    ("taken", "options", "doubt"),
    [
        (-2, {}, "拍照日期2025-11-03早于张贴2025-11-05"),
        (0, {"on": dt.date(2025, 11, 6)}, "照片里记的是2025-11-05，登记的是2025-11-06"),
        (13, {"moment": "期满"}, "拍照日期2025-11-18晚于摘下2025-11-16"),
        (10, {"moment": "张贴"}, "张贴的照片2025-11-15才拍"),
        (6, {"moment": "期满"}, "期满的照片2025-11-11就拍了"),
        (5, {}, ""),
    ],
)
def test_a_day_that_does_not_fit_is_said(book: Book, taken: int, options: dict[str, Any], doubt: str) -> None:
    publicity.take_down(book, NUMBER, days(11), actor="测试")
    put(book, picture(taken=stamp(days(taken))), today=days(20), **options)
    (photo,) = notice_photos.photos(book, NUMBER, days(20))
    assert (photo.doubts[0] if photo.doubts else "").startswith(doubt)
    assert bool(photo.doubts) == bool(doubt)


@pytest.mark.parametrize("camera", ["0000:00:00 00:00:00", "去年", ""])
def test_a_camera_whose_clock_says_nothing_is_not_believed(book: Book, camera: str) -> None:
    put(book, picture(taken=camera))
    (photo,) = notice_photos.photos(book, NUMBER, TODAY)
    assert (photo.on, photo.doubts) == (None, ())


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_pictures_of_other_kinds_are_taken_too(book: Book, kind: str) -> None:
    assert len(put(book, picture(kind=kind, name=f"照片.{kind.lower()}"))) == 1


@pytest.mark.parametrize(
    ("data", "says"), [(b"%PDF-1.4 nothing", "坏了"), (b"", "空的"), (b"hello", "不是图片"),
                       (b"\x00\x00\x00\x18ftypheic0000", "HEIC")],
)  # fmt: skip
def test_what_is_no_photo_is_refused_and_then_none_is_put_in(book: Book, data: bytes, says: str) -> None:
    with pytest.raises(UserError, match=says):
        put(book, picture(), Given("坏.jpg", data))
    assert said(book) == []


def test_the_same_file_at_the_same_moment_is_there_once(book: Book) -> None:
    put(book, picture())
    assert len(put(book, picture())) == 1


def test_photos_are_put_in_after_the_archive_too_and_taken_out_and_undone(book: Book) -> None:
    publicity.take_down(book, NUMBER, days(11), actor="测试", result="无异议")
    before = row(book)
    assert put(book, picture(taken=stamp(days(11))), today=days(11)) == ["期满 近景 11-16"]
    assert row(book) == before
    key = notice_photos.photos(book, NUMBER, days(11))[0].key
    notice_photos.place(book, key, {"view": FAR}, actor="测试")
    assert said(book) == ["期满 远景 11-16"]
    notice_photos.remove(book, key, actor="测试")
    assert said(book) == []
    history.undo_last(book, actor="测试")
    assert said(book) == ["期满 远景 11-16"]
    with pytest.raises(UserError, match="不在了"):
        notice_photos.remove(book, row(book)["id"], actor="测试")


def test_what_never_hung_has_no_photos(book: Book) -> None:
    second = publicity.draft(book, "N4", actor="测试", today=TODAY, project="35069920250008").number
    with pytest.raises(UserError, match="还没有张贴"):
        notice_photos.add(book, second, [picture()], actor="测试", today=TODAY)


@pytest.mark.parametrize(
    ("there", "over", "lacking"),
    [
        ([], False, [("张贴", NEAR), ("张贴", FAR)]),
        ([("张贴", NEAR)], True, [("张贴", FAR), ("期满", NEAR), ("期满", FAR)]),
        ([("张贴", NEAR), ("张贴", FAR)], False, []),
    ],
)
def test_which_photos_are_lacking(there: list[tuple[str, str]], over: bool, lacking: list[tuple[str, str]]) -> None:
    assert list(notice_photos.lacking(there, over=over)) == lacking


# --- what happened on the wall ----------------------------------------------------------------------------------------


def test_days_off_the_wall_are_counted_once(book: Book) -> None:
    event(book, "破损补贴", days(2), back_on=days(4), who="林甲", note="大雨")
    event(book, "破损补贴", days(3), back_on=days(5))
    event(book, "巡查", days(6))
    found = notice_events.events(book, NUMBER, days(8))
    assert [one.days for one in found] == [2, 2, 0]
    with book.read() as connection:
        rows = notice_events.events_of(connection, row(book)["id"])
    assert notice_events.days_off(rows, days(8)) == 3
    assert found[0].words == "破损，11-09 补贴（2 天不在墙上）"


def test_what_fell_and_is_not_back_is_off_until_today(book: Book) -> None:
    event(book, "破损补贴", days(2))
    (found,) = notice_events.events(book, NUMBER, days(5))
    assert (found.days, found.back_on) == (3, None)
    notice_events.put_back(book, found.key, days(4), actor="测试", witness="王乙")
    (found,) = notice_events.events(book, NUMBER, days(9))
    assert (found.days, found.back_on, found.witness) == (2, days(4), "王乙")
    notice_events.remove(book, found.key, actor="测试")
    assert notice_events.events(book, NUMBER, days(9)) == ()


@pytest.mark.parametrize(
    ("kind", "on", "back", "says"),
    [
        ("破损补贴", -1, None, "不在墙上"), ("破损补贴", 12, None, "不在墙上"), ("破损补贴", 3, 2, "补贴日期"),
        ("巡查", 3, 4, "补贴日期"), ("下雨", 3, None, "没有“下雨”"),
    ],
)  # fmt: skip
def test_what_cannot_have_happened_is_refused(book: Book, kind: str, on: int, back: int | None, says: str) -> None:
    publicity.take_down(book, NUMBER, days(11), actor="测试")
    with pytest.raises(UserError, match=says):
        event(book, kind, days(on), back_on=None if back is None else days(back))
    assert notice_events.events(book, NUMBER, days(12)) == ()


# --- from above -------------------------------------------------------------------------------------------------------


def sheet(words: str) -> Given:
    """A sheet as the township sends it, with this line on it."""
    out = io.BytesIO()
    canvas = Canvas(out)
    canvas.drawString(72, 700, words)
    canvas.save()
    return Given("乡镇公示.pdf", out.getvalue())


def receive(book: Book, **options: Any) -> notice_received.Received:
    """Record one of the township."""
    given = {"issuer": "乡镇", "from_on": TODAY, "through_on": days(10), "their_number": "示政〔2025〕7号", **options}
    return notice_received.receive(book, "2025年低保对象公示", actor="测试", **given)


def test_a_notice_from_above_lives_like_ours_under_a_number_of_its_own_series(book: Book) -> None:
    made = receive(book, sheet=sheet("hello"))
    assert (made.number, made.warnings) == ("上级公示〔2025〕1号", ())
    assert receive(book).number == "上级公示〔2025〕2号"
    publicity.hang(book, made.number, days(1), actor="测试", hung_by="林甲")
    view = publicity.view(book, made.number, days(2))
    assert (view.state, view.content, view.problem, view.days_left) == ("公示中", None, "", 8)
    assert publicity.view(book, made.number, days(11)).state == "期满"
    notice_photos.add(book, made.number, [picture(taken=stamp(days(1)))], actor="测试", today=days(1))
    publicity.take_down(book, made.number, days(11), actor="测试")
    publicity.archive(book, made.number, "", days(11), actor="测试")
    assert row(book, made.number)["state"] == "归档"
    assert publicity.draft(book, "N4", actor="测试", today=TODAY, project="35069920250008").number.endswith("2号")


def test_its_sheet_is_kept_as_it_came_and_printed_as_it_is(book: Book, tmp_path: Path) -> None:
    given = sheet("hello")
    made = receive(book, sheet=given)
    assert publicity.frozen_pdf(book, made.number) == given.data
    paper.print_notice(book, made.number, tmp_path / "原件.pdf", today=TODAY)
    assert (tmp_path / "原件.pdf").read_bytes() == given.data
    photographed = receive(book, sheet=picture(PAPER))
    assert (publicity.frozen_pdf(book, photographed.number) or b"").startswith(b"%PDF-")


def test_the_officer_is_warned_of_what_should_not_hang_and_it_is_taken_all_the_same(book: Book) -> None:
    made = receive(book, sheet=sheet("350699199001010018"))
    assert made.warnings
    assert "350699199001010018" not in "".join(made.warnings)
    assert row(book, made.number)["state"] == "待张贴"


@pytest.mark.parametrize(
    ("options", "says"),
    [({"issuer": "省"}, "发布级别"), ({"through_on": days(-1)}, "早于第一天"),
     ({"sheet": Given("x.pdf", b"%PDF-1.4 no")}, "坏了")],
)  # fmt: skip
def test_what_cannot_be_recorded_is_refused_in_words(book: Book, options: dict[str, Any], says: str) -> None:
    head = history.head(book)
    with pytest.raises(UserError, match=says):
        receive(book, **options)
    assert history.head(book) == head


def test_it_is_no_draft_and_becomes_none(book: Book) -> None:
    made = receive(book)
    with pytest.raises(UserError, match="没有草稿"):
        publicity.unfinalise(book, made.number, actor="测试")
    with pytest.raises(UserError, match="只有原件"):
        publicity.render(book, made.number, today=TODAY)
    history.undo_last(book, actor="测试")
    assert tables.count(book, "notices", tables.scope(book, TODAY)) == 1
