"""Status periods: begun with grounds, ended with a reason, several at once, never one kind twice on a day."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_meeting, add
from tests.unit.services.families import SAY, TODAY, Family, a_family
from tests.unit.services.test_memberships import DAY, refused
from villagebook.base.errors import UserError
from villagebook.models import Case, Notice
from villagebook.services import codes, history, households, statuses
from villagebook.services.statuses import Grounds
from villagebook.store import Book, Undo

FIRST, LAST = dt.date(2023, 1, 1), dt.date(2024, 6, 30)
SAID = Grounds("民政所名单")


@pytest.fixture
def lan(book: Book) -> Family:
    return a_family(book, "H1")


def kinds(book: Book, family: Family, day: dt.date) -> set[str]:
    return {period.kind for period in statuses.on_day(book, family.home, day)}


def test_several_run_at_once_and_each_on_its_days(book: Book, lan: Family) -> None:
    changed, low = statuses.begin(book, lan.home, "低保户", FIRST, SAID, **SAY)
    assert changed.heading == "记身份 低保户：蓝丽建 户，2023-01-01 起"
    statuses.begin(book, lan.home, "脱贫户", FIRST + DAY, SAID, **SAY)
    statuses.end(book, low, LAST, Grounds("收入超过标准"), **SAY)
    days = (FIRST - DAY, FIRST, FIRST + DAY, LAST, LAST + DAY)
    assert [kinds(book, lan, day) for day in days] == [
        set(), {"低保户"}, {"低保户", "脱贫户"}, {"低保户", "脱贫户"}, {"脱贫户"},
    ]  # fmt: skip


def test_what_justified_it_and_what_ended_it_is_said(book: Book, lan: Family) -> None:
    with book.work("test", "测试", "依据", Undo.INVERSE) as work:
        meeting = a_meeting(work, book.village_id, dt.date(2022, 12, 20))
        case = add(work, Case, village_id=book.village_id, code="JC-003", kind="风险消除", household_id=lan.home,
                   state="已办结")  # fmt: skip
        work.commit()
    offered = {ground.words: ground for ground in statuses.grounds_offered(book, lan.home)}
    assert offered["村民代表大会 2022-12-20"].key == meeting
    _, period = statuses.begin(book, lan.home, "突发严重困难户", FIRST, Grounds("因病", meeting_id=meeting), **SAY)
    statuses.end(book, period, LAST, Grounds("帮扶消除", case_id=case), **SAY)
    with book.read() as connection:
        (shown,) = statuses.periods(connection, lan.home)
    assert shown.grounds == "村民代表大会 2022-12-20；因病"
    assert shown.ended_by == "风险消除 JC-003；帮扶消除"


def test_a_posted_notice_can_be_what_justified_it(book: Book, lan: Family) -> None:
    with book.work("test", "测试", "公示", Undo.INVERSE) as work:
        about = {"village_id": book.village_id, "year": 2022, "kind": "N9", "heading": "监测对象公示"}
        posted = dt.datetime(2022, 12, 22, tzinfo=dt.UTC)
        notice = add(work, Notice, **about, number="清溪公示〔2022〕7号", serial=7, state="公示中", posted_at=posted)
        add(work, Notice, **about, number="清溪公示〔2022〕8号", serial=8, state="草稿")
        work.commit()
    (offered,) = [ground for ground in statuses.grounds_offered(book, lan.home) if ground.kind == "notice"]
    assert (offered.key, offered.words) == (notice, "清溪公示〔2022〕7号 监测对象公示")
    statuses.begin(book, lan.home, "边缘易致贫户", FIRST, statuses.grounded(offered), **SAY)
    with book.read() as connection:
        (shown,) = statuses.periods(connection, lan.home)
    assert shown.grounds == offered.words


def test_grounds_are_asked_for(book: Book, lan: Family) -> None:
    assert refused(lambda: statuses.begin(book, lan.home, "低保户", FIRST, Grounds(" "), **SAY)) == "status.no_grounds"
    _, period = statuses.begin(book, lan.home, "低保户", FIRST, SAID, **SAY)
    assert refused(lambda: statuses.end(book, period, LAST, Grounds(), **SAY)) == "status.no_grounds"


def test_one_kind_twice_on_a_day_is_refused(book: Book, lan: Family) -> None:
    _, period = statuses.begin(book, lan.home, "低保户", FIRST, SAID, **SAY)
    with pytest.raises(UserError, match="2023-01-01 至 现在 已经是低保户"):
        statuses.begin(book, lan.home, "低保户", LAST, SAID, **SAY)
    statuses.end(book, period, LAST, SAID, **SAY)
    with pytest.raises(UserError, match="请从 2024-07-01 以后起"):
        statuses.begin(book, lan.home, "低保户", LAST, SAID, **SAY)
    statuses.begin(book, lan.home, "低保户", LAST + DAY, SAID, **SAY)
    assert kinds(book, lan, TODAY) == {"低保户"}


def test_days_that_cannot_be(book: Book, lan: Family) -> None:
    _, period = statuses.begin(book, lan.home, "低保户", FIRST, SAID, **SAY)
    assert refused(lambda: statuses.end(book, period, FIRST - DAY, SAID, **SAY)) == "status.order"
    assert refused(lambda: statuses.end(book, period, TODAY + DAY, SAID, **SAY)) == "move.future"
    statuses.end(book, period, LAST, SAID, **SAY)
    assert refused(lambda: statuses.end(book, period, LAST, SAID, **SAY)) == "status.ended"


def test_only_values_of_the_books_list_begin(book: Book, lan: Family) -> None:
    assert refused(lambda: statuses.begin(book, lan.home, "贫穷户", FIRST, SAID, **SAY)) == "status.unknown"
    codes.add(book, "status", "县定监测户", "县里文件", actor="测试")
    statuses.begin(book, lan.home, "县定监测户", FIRST, SAID, **SAY)
    codes.retire(book, "status", "县定监测户", actor="测试")
    assert kinds(book, lan, TODAY) == {"县定监测户"}
    again = LAST
    assert refused(lambda: statuses.begin(book, lan.home, "县定监测户", again, SAID, **SAY)) == "status.unknown"


def test_a_period_is_corrected_and_taken_back(book: Book, lan: Family) -> None:
    _, period = statuses.begin(book, lan.home, "低保户", FIRST, SAID, **SAY)
    statuses.begin(book, lan.home, "特困户", FIRST, SAID, **SAY)
    statuses.correct(book, period, kind="低保边缘户", from_on=FIRST, through_on=LAST, actor="测试")
    assert kinds(book, lan, FIRST) == {"低保边缘户", "特困户"}
    wrong = {"kind": "特困户", "from_on": FIRST, "through_on": None, "actor": "测试"}
    assert refused(lambda: statuses.correct(book, period, **wrong)) == "status.overlaps"
    history.undo_last(book, actor="测试")
    assert kinds(book, lan, TODAY) == {"低保户", "特困户"}


def test_the_household_view_shows_statuses_of_the_day(book: Book, lan: Family) -> None:
    _, period = statuses.begin(book, lan.home, "低保户", FIRST, SAID, **SAY)
    statuses.end(book, period, LAST, SAID, **SAY)
    assert [kind for kind, _ in households.view(book, lan.home, LAST).statuses] == ["低保户"]
    assert households.view(book, lan.home, TODAY).statuses == ()
