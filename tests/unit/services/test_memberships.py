"""Who comes and who leaves: dated, named, in the log of everybody touched, taken back whole."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest

from tests.builders import an_id
from tests.unit.services.families import LAN, SAY, TODAY, ZHONG, Family, a_family, members_on
from villagebook.base.errors import UserError
from villagebook.models import Household, Person
from villagebook.services import history, household_steps, memberships
from villagebook.services.memberships import NewPerson
from villagebook.store import Book

DAY = dt.timedelta(days=1)


@pytest.fixture
def lan(book: Book) -> Family:
    return a_family(book, "H1")


def row(book: Book, record: Any, key: Any) -> dict[str, Any]:
    with book.read() as connection:
        table = record.__table__
        return dict(connection.execute(table.select().where(table.c.id == key)).mappings().one())


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(UserError) as caught:
        act()
    return caught.value.id


def headings(book: Book, family: Family, name: str) -> set[str]:
    """The headings that stand in the log of one person."""
    with book.read() as connection:
        records = household_steps.records_of_person(connection, family[name])
    return {step.heading for step in household_steps.steps_of(book, records)}


def test_a_birth_adds_a_child_from_its_day_on(book: Book, lan: Family) -> None:
    on = dt.date(2025, 10, 1)
    changed, moved = memberships.birth(book, lan.home, NewPerson("蓝月", "女"), "之孙女", on, **SAY)
    assert changed.heading == "出生：蓝月（蓝丽建 户）"
    assert row(book, Person, moved.person)["born"] == on
    assert "蓝月" not in members_on(book, lan.home, on - DAY)
    assert members_on(book, lan.home, on)["蓝月"] == "之孙女"


@pytest.mark.parametrize("why", memberships.COMING)
def test_whoever_comes_is_there_from_the_day_and_the_log_says_why(book: Book, lan: Family, why: str) -> None:
    on = dt.date(2025, 10, 1)
    changed, moved = memberships.join(book, lan.home, NewPerson("林秀", "女"), why, "其他", on, **SAY)
    assert changed.heading == f"{why}：林秀 到 蓝丽建 户"
    assert "林秀" not in members_on(book, lan.home, on - DAY)
    assert "林秀" in members_on(book, lan.home, on)
    assert changed.heading in headings(book, Family(lan.home, {"林秀": moved.person}), "林秀")
    history.undo_last(book, actor="测试")
    assert "林秀" not in members_on(book, lan.home, on)


@pytest.mark.parametrize("why", [*memberships.LEAVING, "死亡"])
def test_whoever_leaves_is_gone_after_the_day_and_the_log_says_why(book: Book, lan: Family, why: str) -> None:
    on = dt.date(2025, 10, 1)
    if why == "死亡":
        changed, _ = memberships.death(book, lan.home, lan["钟秀"], on, **SAY)
    else:
        changed, _ = memberships.leave(book, lan.home, lan["钟秀"], why, on, **SAY)
    assert changed.heading == {"死亡": "去世"}.get(why, why) + "：钟秀（蓝丽建 户）"
    assert "钟秀" in members_on(book, lan.home, on - DAY)
    assert "钟秀" not in members_on(book, lan.home, on + DAY)
    assert changed.heading in headings(book, lan, "钟秀")
    history.undo_last(book, actor="测试")
    assert "钟秀" in members_on(book, lan.home, on + DAY)


def test_an_id_number_gives_birth_date_and_sex_and_is_given_once(book: Book, lan: Family) -> None:
    number = an_id(dt.date(1995, 6, 7), "女")
    _, moved = memberships.join(book, lan.home, NewPerson("林秀", id_number=number), "婚入", "之儿媳", TODAY, **SAY)
    made = row(book, Person, moved.person)
    assert (made["born"], made["sex"]) == (dt.date(1995, 6, 7), "女")
    again = NewPerson("林秀", id_number=number)
    twice = refused(lambda: memberships.join(book, lan.home, again, "婚入", "之儿媳", TODAY, **SAY))
    assert twice == "person.number_used"


def test_marrying_within_the_village_leaves_the_old_household_the_day_before(book: Book, lan: Family) -> None:
    zhong = a_family(book, "H2", ZHONG)
    on = dt.date(2025, 5, 1)
    changed, _ = memberships.join(book, lan.home, zhong["钟玉"], "婚入", "之儿媳", on, **SAY)
    assert changed.heading == "婚入：钟玉 到 蓝丽建 户，从 钟文福 户"
    assert "钟玉" in members_on(book, zhong.home, on - DAY)
    assert "钟玉" not in members_on(book, zhong.home, on)
    assert members_on(book, lan.home, on)["钟玉"] == "之儿媳"
    assert changed.heading in headings(book, zhong, "钟玉")
    assert changed.heading in {step.heading for step in household_steps.steps(book, zhong.home)}


def test_the_heads_death_asks_for_the_new_head(book: Book, lan: Family) -> None:
    before = len(history.entries(book))
    on = dt.date(2025, 3, 2)
    with pytest.raises(UserError, match="雷桂英、蓝小明、蓝小军、钟秀、蓝天") as caught:
        memberships.death(book, lan.home, lan["蓝丽建"], on, **SAY)
    assert caught.value.id == "move.head_needed"
    assert len(history.entries(book)) == before


def test_the_heads_death_and_the_new_head_are_one_operation(book: Book, lan: Family) -> None:
    on = dt.date(2025, 3, 2)
    changed, moved = memberships.death(book, lan.home, lan["蓝丽建"], on, new_head=lan["雷桂英"], **SAY)
    assert changed.heading == "去世：蓝丽建（蓝丽建 户），户主改为 雷桂英"
    assert members_on(book, lan.home, on)["蓝丽建"] == "户主"
    after = members_on(book, lan.home, on + DAY)
    assert after == {"雷桂英": "户主", "蓝小明": "之子", "蓝小军": "之子", "钟秀": "之儿媳", "蓝天": "之孙子"}
    assert moved.to_check == ()
    home = row(book, Household, lan.home)
    assert (home["head_id"], home["head_name"], home["head_pinyin"]) == (lan["雷桂英"], "雷桂英", "leiguiying")
    assert row(book, Person, lan["蓝丽建"])["living_state"] == "已故"


def test_relations_nobody_can_be_sure_of_are_left_and_named(book: Book, lan: Family) -> None:
    _, moved = memberships.death(book, lan.home, lan["蓝丽建"], TODAY - DAY, new_head=lan["蓝小明"], **SAY)
    now = members_on(book, lan.home, TODAY)
    assert moved.to_check == ("钟秀", "蓝天")  # wife and child of this son, or of the other
    assert (now["雷桂英"], now["蓝小军"], now["钟秀"], now["蓝天"]) == ("之母", "之兄弟姐妹", "之儿媳", "之孙子")


def test_the_last_members_death_ends_the_household(book: Book) -> None:
    alone = a_family(book, "H3", ZHONG[:1])
    changed, _ = memberships.death(book, alone.home, alone["钟文福"], TODAY, **SAY)
    home = row(book, Household, alone.home)
    assert (home["ended_on"], home["ended_why"]) == (TODAY, "整户消亡")
    assert changed.heading == "去世：钟文福（钟文福 户），这一户没有人了"


@pytest.mark.parametrize("why", ["婚出", "户籍迁出", "服刑", "失联"])
def test_a_member_leaves_and_comes_back(book: Book, lan: Family, why: str) -> None:
    gone, back = dt.date(2024, 2, 3), dt.date(2025, 2, 3)
    changed, _ = memberships.leave(book, lan.home, lan["蓝小军"], why, gone, **SAY)
    assert changed.heading == f"{why}：蓝小军（蓝丽建 户）"
    changed, _ = memberships.come_back(book, lan.home, lan["蓝小军"], back, **SAY)
    assert changed.heading == "回归：蓝小军 到 蓝丽建 户"
    there = ["蓝小军" in members_on(book, lan.home, day) for day in (gone, gone + DAY, back - DAY, back)]
    assert there == [True, False, False, True]
    assert members_on(book, lan.home, back)["蓝小军"] == "之子"


def test_a_head_who_comes_back_is_to_be_checked(book: Book, lan: Family) -> None:
    memberships.leave(book, lan.home, lan["蓝丽建"], "服刑", TODAY - DAY * 9, new_head=lan["雷桂英"], **SAY)
    _, moved = memberships.come_back(book, lan.home, lan["蓝丽建"], TODAY, **SAY)
    assert moved.to_check == ("蓝丽建",)
    assert list(members_on(book, lan.home, TODAY).values()).count("户主") == 1


def test_days_that_cannot_be_are_refused_and_change_nothing(book: Book, lan: Family) -> None:
    before = history.entries(book)
    grandson, tomorrow = lan["蓝天"], TODAY + DAY
    early = dt.date(2014, 1, 1)
    assert refused(lambda: memberships.death(book, lan.home, grandson, early, **SAY)) == "move.before_birth"
    assert refused(lambda: memberships.leave(book, lan.home, grandson, "失联", tomorrow, **SAY)) == "move.future"
    born = NewPerson("蓝月", born=TODAY)
    assert refused(lambda: memberships.birth(book, lan.home, born, "之孙女", early, **SAY)) == "move.before_birth"
    assert history.entries(book) == before


def test_a_day_before_the_entry_is_refused(book: Book, lan: Family) -> None:
    _, moved = memberships.join(book, lan.home, NewPerson("林秀"), "婚入", "之儿媳", TODAY - DAY, **SAY)
    assert moved.person is not None
    person = moved.person
    before = TODAY - 2 * DAY
    assert refused(lambda: memberships.leave(book, lan.home, person, "婚出", before, **SAY)) == "move.before_entry"


def test_a_day_to_come_can_be_meant(book: Book, lan: Family) -> None:
    memberships.leave(book, lan.home, lan["蓝小军"], "户籍迁出", TODAY + DAY, future=True, **SAY)
    assert "蓝小军" in members_on(book, lan.home, TODAY + DAY)
    assert "蓝小军" not in members_on(book, lan.home, TODAY + 2 * DAY)


def test_who_is_there_cannot_come_and_who_left_cannot_leave(book: Book, lan: Family) -> None:
    son = lan["蓝小军"]
    assert refused(lambda: memberships.join(book, lan.home, son, "婚入", "之子", TODAY, **SAY)) == "move.member_already"
    memberships.leave(book, lan.home, son, "失联", TODAY - DAY, **SAY)
    assert refused(lambda: memberships.leave(book, lan.home, son, "失联", TODAY, **SAY)) == "move.not_member"
    assert refused(lambda: memberships.leave(book, lan.home, son, "走了", TODAY, **SAY)) == "move.why"


def test_the_dead_do_not_come_back(book: Book, lan: Family) -> None:
    memberships.death(book, lan.home, lan["蓝小军"], TODAY - DAY, **SAY)
    assert refused(lambda: memberships.come_back(book, lan.home, lan["蓝小军"], TODAY, **SAY)) == "move.dead"


def test_a_stranger_cannot_come_back(book: Book, lan: Family) -> None:
    zhong = a_family(book, "H2", ZHONG)
    assert refused(lambda: memberships.come_back(book, lan.home, zhong["钟玉"], TODAY, **SAY)) == "move.never_member"


def test_a_person_is_found_by_name_number_or_code(book: Book, lan: Family) -> None:
    a_family(book, "H2", (("蓝小军", "户主", "男", dt.date(1970, 1, 1)),))
    assert memberships.person_of(book, "H103") == lan["蓝小明"]
    assert memberships.person_of(book, "蓝小军", lan.home) == lan["蓝小军"]
    assert refused(lambda: memberships.person_of(book, "没有这个人")) == "person.unknown"
    with pytest.raises(UserError, match="H104、H201"):
        memberships.person_of(book, "蓝小军")


def test_who_left_that_very_day_is_in_the_new_household_only(book: Book) -> None:
    old, new = a_family(book, "H1", LAN), a_family(book, "H2", ZHONG)
    name, person = next((n, key) for n, key in old.people.items() if n != LAN[0][0])
    memberships.leave(book, old.home, person, "婚出", dt.date(2025, 3, 5), **SAY)
    memberships.join(book, new.home, person, "婚入", "其他", dt.date(2025, 3, 5), **SAY)
    assert name in members_on(book, old.home, dt.date(2025, 3, 4))
    assert name not in members_on(book, old.home, dt.date(2025, 3, 5))
    assert name in members_on(book, new.home, dt.date(2025, 3, 5))
