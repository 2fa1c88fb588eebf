"""Notices on the wall: photos, days, what hangs too long or twice, results, what was let through."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import add
from villagebook.models import Attachment, Notice, NoticeEvent, NoticePhoto

D = dt.date
NUMBER = "清溪公示〔2025〕1号"
UP, THROUGH, DOWN = D(2025, 10, 1), D(2025, 10, 11), D(2025, 10, 12)
FOUR = tuple((moment, view) for moment in ("张贴", "期满") for view in ("近景", "远景"))
DOWN_TOO = {"state": "归档", "taken_down_on": DOWN, "result": "无异议"}


@pytest.fixture
def notice(conn, village):
    """Give a function that stores a notice hung on UP, and returns its key."""

    def store(**given):
        values = {
            "number": NUMBER, "year": 2025, "serial": 1, "kind": "fund-use", "subject": {"year": 2025},
            "state": "公示中", "posted_at": dt.datetime(2025, 10, 1, tzinfo=dt.UTC), "from_on": UP, "hung_on": UP,
            "through_on": THROUGH, "days": 10, **given,
        }  # fmt: skip
        return add(conn, Notice, village_id=village, **values)

    return store


@pytest.fixture
def photographed(conn, village):
    """Give a function that puts photos with a notice: (moment, view) each, and other fields of all."""

    def store(key, *wanted, **given):
        file = add(conn, Attachment, village_id=village, sha256="0" * 64, size=1, media_type="image/jpeg",
                   file_name="照片.jpg", added_at=dt.datetime(2025, 10, 1, tzinfo=dt.UTC))  # fmt: skip
        return [
            add(conn, NoticePhoto, village_id=village, notice_id=key, attachment_id=file, moment=moment, view=view,
                **given) for moment, view in wanted
        ]  # fmt: skip

    return store


@pytest.fixture
def torn(conn, village):
    """Give a function that stores a fall from the wall."""

    def store(key, on, back_on=None):
        add(conn, NoticeEvent, village_id=village, notice_id=key, kind="破损补贴", on=on, back_on=back_on)

    return store


def test_fires_notices_start_photo(notice, found, photographed):
    key = notice()
    photographed(key, ("张贴", "近景"))
    assert found("notices.start-photo") == [(NUMBER, "时点", "notice", str(key))]


def test_silent_on_notices_start_photo(notice, found, photographed):
    photographed(notice(), ("张贴", "近景"), ("张贴", "远景"))
    notice(number="2号", hung_on=None)
    notice(number="3号", hung_on=D(2025, 11, 5))
    notice(number="4号", state="待张贴", posted_at=None, hung_on=None)
    notice(number="5号", state="已撤回", withdrawn_on=DOWN)
    assert found("notices.start-photo") == []


def test_fires_notices_end_photo(notice, found, photographed):
    key = notice(**DOWN_TOO)
    photographed(key, *FOUR[:3])
    assert found("notices.end-photo") == [(NUMBER, "时点", "notice", str(key))]


def test_silent_on_notices_end_photo(notice, found, photographed):
    photographed(notice(**DOWN_TOO), *FOUR)
    notice(number="2号")
    notice(number="3号", hung_on=None, **DOWN_TOO)
    notice(number="4号", state="已更正", taken_down_on=DOWN, corrected_on=DOWN)
    assert found("notices.end-photo") == []


@pytest.mark.parametrize(
    "given", [{"on": D(2025, 9, 30)}, {"on": UP, "taken_at": "2025:10:02 08:00:00"}, {"on": D(2025, 10, 13)}]
)
def test_fires_notices_photo_day(notice, found, photographed, given):
    key = notice(**DOWN_TOO)
    photographed(key, ("张贴", "近景"), **given)
    assert found("notices.photo-day") == [(NUMBER, "拍照日期", "notice", str(key))]


def test_silent_on_notices_photo_day(notice, found, photographed):
    key = notice(**DOWN_TOO)
    photographed(key, *FOUR[:2], on=UP, taken_at="2025:10:01 08:00:00")
    photographed(key, *FOUR[2:], on=DOWN)
    photographed(notice(number="2号"), *FOUR[:2], taken_at="0000:00:00 00:00:00")
    assert found("notices.photo-day") == []


def test_fires_notices_down_early(notice, found):
    key = notice(**DOWN_TOO | {"taken_down_on": D(2025, 10, 9)})
    assert found("notices.down-early") == [(NUMBER, "摘下日期", "notice", str(key))]


def test_silent_on_notices_down_early(notice, found):
    notice(**DOWN_TOO)
    notice(number="2号", **DOWN_TOO | {"taken_down_on": THROUGH})
    notice(number="3号", state="已撤回", taken_down_on=D(2025, 10, 3), withdrawn_on=D(2025, 10, 3))
    assert found("notices.down-early") == []


@pytest.mark.parametrize(
    ("given", "field"),
    [({"state": "待张贴", "posted_at": None, "hung_on": None}, "张贴日期"), ({"hung_on": D(2025, 10, 2)}, "贴上日期")],
)
def test_fires_notices_hung_late(notice, found, given, field):
    key = notice(**given)
    assert found("notices.hung-late") == [(NUMBER, field, "notice", str(key))]


def test_silent_on_notices_hung_late(notice, found):
    notice(hung_on=D(2025, 9, 29))
    notice(number="2号", state="待张贴", posted_at=None, hung_on=None, from_on=D(2025, 11, 5))
    notice(number="3号", state="草稿", posted_at=None, hung_on=None)
    notice(number="4号", hung_on=None)
    assert found("notices.hung-late") == []


def test_fires_notices_still_hanging(notice, found):
    key = notice()
    assert found("notices.still-hanging") == [(NUMBER, "公示期满", "notice", str(key))]


def test_silent_on_notices_still_hanging(notice, found):
    notice(through_on=D(2025, 11, 5))
    notice(number="2号", open_ended=True)
    notice(number="3号", **DOWN_TOO)
    notice(number="4号", hung_on=None)
    assert found("notices.still-hanging") == []


def test_fires_notices_no_result(notice, found):
    key = notice(state="已摘下", taken_down_on=DOWN)
    assert found("notices.no-result") == [(NUMBER, "公示结果", "notice", str(key))]


def test_silent_on_notices_no_result(notice, found):
    notice(**DOWN_TOO)
    notice(number="2号", state="已摘下", taken_down_on=D(2025, 11, 1))
    notice(number="3号", state="已摘下", taken_down_on=DOWN, hung_on=None)
    notice(number="4号", state="已摘下", taken_down_on=DOWN, kind="received")
    assert found("notices.no-result") == []


def test_fires_notices_overlapping(notice, found):
    notice()
    key = notice(number="清溪公示〔2025〕2号", from_on=D(2025, 10, 8), through_on=D(2025, 10, 18))
    assert found("notices.overlapping") == [("清溪公示〔2025〕2号", "张贴日期", "notice", str(key))]


def test_silent_on_notices_overlapping(notice, found):
    notice(**DOWN_TOO)
    notice(number="2号", from_on=DOWN)
    notice(number="3号", subject={"year": 2024})
    notice(number="4号", kind="project-library")
    notice(number="5号", state="已撤回", withdrawn_on=UP)
    notice(number="6号", state="已更正", corrected_on=DOWN)
    notice(number="7号", state="草稿", posted_at=None)
    assert found("notices.overlapping") == []


@pytest.mark.parametrize(
    ("given", "back", "field"),
    [({}, None, "补贴日期"), ({}, D(2025, 11, 4), "日期"), (DOWN_TOO, D(2025, 10, 5), "日期"),
     (DOWN_TOO, None, "日期")],
)
def test_fires_notices_days_off(notice, found, torn, given, back, field):
    key = notice(**given)
    torn(key, D(2025, 10, 3), back)
    assert found("notices.days-off") == [(NUMBER, field, "notice", str(key))]


def test_silent_on_notices_days_off(notice, found, torn):
    torn(notice(**DOWN_TOO), D(2025, 10, 3), D(2025, 10, 4))
    torn(notice(number="2号", **DOWN_TOO | {"taken_down_on": D(2025, 10, 20)}), D(2025, 10, 3), D(2025, 10, 9))
    torn(notice(number="3号", through_on=D(2025, 11, 9), days=39), D(2025, 10, 3), D(2025, 10, 9))
    notice(number="4号")
    assert found("notices.days-off") == []


def test_fires_notices_let_through(notice, found):
    key = notice(override_why="本人书面同意")
    assert found("notices.let-through") == [(NUMBER, "放行原因", "notice", str(key))]


def test_silent_on_notices_let_through(notice, found):
    notice()
    notice(number="2号", override_why="同意", state="已撤回", withdrawn_on=DOWN)
    assert found("notices.let-through") == []
