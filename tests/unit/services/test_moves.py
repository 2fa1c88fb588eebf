"""Households that change as a whole: dated, one operation, everything kept, taken back whole."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from tests.unit.services.families import SAY, TODAY, ZHONG, Family, a_family, members_on
from tests.unit.services.test_memberships import DAY, headings, refused, row
from villagebook.models import Household, StatusPeriod
from villagebook.services import checking, history, moves, statuses
from villagebook.services.statuses import Grounds
from villagebook.store import Book

ON = dt.date(2025, 6, 1)


@pytest.fixture
def lan(book: Book) -> Family:
    return a_family(book, "H1")


@pytest.fixture
def zhong(book: Book) -> Family:
    return a_family(book, "H2", ZHONG)


def test_a_change_of_head_is_dated_and_turns_the_relations(book: Book, lan: Family) -> None:
    changed, moved = moves.change_head(book, lan.home, lan["雷桂英"], ON, **SAY)
    assert changed.heading == "户主变更：蓝丽建 → 雷桂英"
    assert moved.to_check == ()
    assert members_on(book, lan.home, ON - DAY)["蓝丽建"] == "户主"
    assert members_on(book, lan.home, ON) == {
        "雷桂英": "户主", "蓝丽建": "配偶", "蓝小明": "之子", "蓝小军": "之子", "钟秀": "之儿媳", "蓝天": "之孙子",
    }  # fmt: skip
    assert row(book, Household, lan.home)["head_name"] == "雷桂英"
    assert refused(lambda: moves.change_head(book, lan.home, lan["雷桂英"], ON, **SAY)) == "move.head_already"


def test_a_split_makes_a_household_with_a_head_and_keeps_the_old_one(book: Book, lan: Family) -> None:
    going = [lan["蓝小明"], lan["钟秀"], lan["蓝天"]]
    changed, moved = moves.split(book, lan.home, going, lan["蓝小明"], ON, **SAY)
    assert changed.heading == "分户：从 蓝丽建 户分出 蓝小明 3 人"
    new = row(book, Household, moved.household)
    assert (new["code"], new["head_name"], new["group_name"]) == ("自0001", "蓝小明", "3组")
    assert row(book, Household, lan.home)["code"] == "H1"
    assert members_on(book, lan.home, ON - DAY).keys() == set(lan.people)
    assert members_on(book, lan.home, ON) == {"蓝丽建": "户主", "雷桂英": "配偶", "蓝小军": "之子"}
    assert members_on(book, moved.household, ON - DAY) == {}
    # The other son could be the husband and father as well.
    assert members_on(book, moved.household, ON) == {"蓝小明": "户主", "钟秀": "其他", "蓝天": "其他"}
    assert moved.to_check == ("钟秀", "蓝天")
    for name in ("蓝小明", "蓝天"):
        assert changed.heading in headings(book, lan, name)


def test_a_split_of_the_head_needs_a_new_one_for_who_stays(book: Book, lan: Family) -> None:
    going = [lan["蓝丽建"], lan["雷桂英"]]
    assert refused(lambda: moves.split(book, lan.home, going, going[0], ON, **SAY)) == "move.head_needed"
    _, moved = moves.split(book, lan.home, going, going[0], ON, code="350699", new_head=lan["蓝小军"], **SAY)
    assert row(book, Household, moved.household)["code"] == "350699"
    assert members_on(book, moved.household, ON) == {"蓝丽建": "户主", "雷桂英": "配偶"}
    assert members_on(book, lan.home, ON)["蓝小军"] == "户主"
    assert members_on(book, lan.home, ON)["蓝小明"] == "之兄弟姐妹"


def test_a_split_takes_statuses_along_only_when_asked(book: Book, lan: Family) -> None:
    statuses.begin(book, lan.home, "脱贫户", dt.date(2018, 1, 1), Grounds("省里名单"), **SAY)
    _, without = moves.split(book, lan.home, [lan["蓝小军"]], lan["蓝小军"], ON, **SAY)
    assert statuses.on_day(book, without.household, ON) == ()
    _, moved = moves.split(book, lan.home, [lan["蓝小明"]], lan["蓝小明"], ON, with_statuses=True, **SAY)
    ((kind, since),) = [(p.kind, p.from_on) for p in statuses.on_day(book, moved.household, ON)]
    assert (kind, since) == ("脱贫户", ON)


def test_what_operations_write_is_no_finding_of_a_strange_value(book: Book, lan: Family, zhong: Family) -> None:
    moves.change_head(book, lan.home, lan["雷桂英"], ON, **SAY)
    moves.split(book, lan.home, [lan["蓝小明"]], lan["蓝小明"], ON + DAY, **SAY)
    moves.merge(book, zhong.home, lan.home, ON + DAY, **SAY)
    found = checking.run(book, TODAY).findings
    assert [finding for finding in found if finding.id.startswith("values.")] == []


def test_splits_that_cannot_be(book: Book, lan: Family, zhong: Family) -> None:
    everybody = list(lan.people.values())
    assert refused(lambda: moves.split(book, lan.home, everybody, everybody[0], ON, **SAY)) == "split.everybody"
    stranger = [zhong["钟玉"]]
    assert refused(lambda: moves.split(book, lan.home, stranger, stranger[0], ON, **SAY)) == "move.not_member"
    assert refused(lambda: moves.split(book, lan.home, [], lan["蓝小军"], ON, **SAY)) == "split.head"
    son = lan["蓝小军"]
    assert refused(lambda: moves.split(book, lan.home, [son], son, ON, code="H2", **SAY)) == "household.code_used"
    assert refused(lambda: moves.split(book, lan.home, [son], son, TODAY + DAY, **SAY)) == "move.future"


def test_a_merge_moves_everybody_and_ends_the_other_household(book: Book, lan: Family) -> None:
    daughter = a_family(book, "H2", (
        ("蓝小红", "户主", "女", dt.date(1985, 1, 1)), ("李强", "配偶", "男", dt.date(1984, 1, 1)),
        ("李小", "之子", "男", dt.date(2012, 1, 1)), ("李母", "之婆婆", "女", dt.date(1950, 1, 1)),
    ))  # fmt: skip
    statuses.begin(book, daughter.home, "低保户", dt.date(2024, 1, 1), Grounds("民政"), **SAY)
    changed, moved = moves.merge(book, daughter.home, lan.home, ON, relation="之女", **SAY)
    assert changed.heading == "合户：蓝小红 户 4 人并入 蓝丽建 户"
    ended = row(book, Household, daughter.home)
    assert (ended["ended_on"], ended["ended_why"], ended["merged_into"]) == (ON, "合户", lan.home)
    now = members_on(book, lan.home, ON)
    assert (now["蓝小红"], now["李强"], now["李小"], now["李母"]) == ("之女", "之女婿", "之外孙子", "其他")
    assert moved.to_check == ("李母",)
    assert members_on(book, daughter.home, ON) == {}
    assert len(members_on(book, daughter.home, ON - DAY)) == 4
    assert statuses.on_day(book, daughter.home, ON) == ()
    assert changed.heading in headings(book, daughter, "李小")


def test_merges_that_cannot_be(book: Book, lan: Family, zhong: Family) -> None:
    assert refused(lambda: moves.merge(book, lan.home, lan.home, ON, **SAY)) == "merge.itself"
    moves.merge(book, zhong.home, lan.home, ON, **SAY)
    assert refused(lambda: moves.merge(book, zhong.home, lan.home, ON, **SAY)) == "move.ended"
    assert refused(lambda: moves.change_head(book, zhong.home, zhong["钟玉"], ON, **SAY)) == "move.ended"


def test_a_household_ends_with_members_and_statuses_and_stays_in_the_book(book: Book, zhong: Family) -> None:
    statuses.begin(book, zhong.home, "低保户", dt.date(2024, 1, 1), Grounds("民政"), **SAY)
    changed, _ = moves.end_household(book, zhong.home, "整户迁出", ON, **SAY)
    assert changed.heading == "整户迁出：钟文福 户 2 人"
    assert len(members_on(book, zhong.home, ON)) == 2
    assert members_on(book, zhong.home, ON + DAY) == {}
    with book.read() as connection:
        ended = connection.execute(select(StatusPeriod.through_on, StatusPeriod.ended_why)).all()
    assert ended == [(ON, "整户迁出")]
    assert refused(lambda: moves.end_household(book, zhong.home, "误录", ON, **SAY)) == "move.ended"
    assert refused(lambda: moves.end_household(book, zhong.home, "合户", ON, **SAY)) == "move.why"


def test_each_is_taken_back_whole(book: Book, lan: Family, zhong: Family) -> None:
    before = [members_on(book, family.home, TODAY) for family in (lan, zhong)]
    moves.split(book, lan.home, [lan["蓝小明"]], lan["蓝小明"], ON, **SAY)
    moves.merge(book, zhong.home, lan.home, ON, **SAY)
    moves.change_head(book, lan.home, lan["雷桂英"], TODAY, **SAY)
    for _ in range(3):
        history.undo_last(book, actor="测试")
    assert [members_on(book, family.home, TODAY) for family in (lan, zhong)] == before
    assert row(book, Household, lan.home)["head_name"] == "蓝丽建"
    assert history.verify(book) == []
