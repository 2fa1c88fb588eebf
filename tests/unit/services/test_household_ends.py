"""Households that end or lose their head while something runs: statuses and cases end with them, merged heads act."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select

from tests.unit.services.families import SAY, TODAY, ZHONG, Family, a_family, members_on
from tests.unit.services.test_memberships import DAY, refused, row
from villagebook.models import Case, Household, Membership
from villagebook.services import (
    books,
    cases,
    codes,
    history,
    households,
    memberships,
    merging,
    moves,
    statuses,
)
from villagebook.services.memberships import NewPerson
from villagebook.services.statuses import Grounds
from villagebook.services.today import today
from villagebook.store import Book

ON = dt.date(2025, 6, 1)
ALONE = (("钟文福", "户主", "男", dt.date(1940, 2, 2)),)
COUPLE = (("蓝小明", "户主", "男", dt.date(1988, 1, 2)), ("王秋", "配偶", "女", dt.date(1989, 1, 1)))


@pytest.fixture
def lan(book: Book) -> Family:
    return a_family(book, "H1")


def with_case(book: Book, family: Family) -> None:
    statuses.begin(book, family.home, "突发严重困难户", dt.date(2024, 1, 1), Grounds("县里名单"), **SAY)
    cases.open_case(book, family.home, "监测对象识别", actor="测试", lead_on=dt.date(2025, 5, 1))


def states(book: Book) -> list[tuple[str, dt.date | None, str | None]]:
    with book.read() as connection:
        query = select(Case.state, Case.closed_on, Case.outcome).order_by(Case.code)
        return [(r.state, r.closed_on, r.outcome) for r in connection.execute(query)]


def test_the_last_ones_death_ends_statuses_and_stops_cases_and_is_taken_back_whole(book: Book) -> None:
    alone = a_family(book, "H1", ALONE)
    with_case(book, alone)
    changed, moved = memberships.death(book, alone.home, alone["钟文福"], ON, **SAY)
    assert moved.stopped == ("监测对象识别 2025-001",)
    assert changed.heading == "去世：钟文福（钟文福 户），这一户没有人了，中止 监测对象识别 2025-001"
    assert [p.through_on for p in statuses.on_day(book, alone.home, ON)] == [ON]
    assert statuses.on_day(book, alone.home, ON + DAY) == ()
    assert states(book) == [("已中止", ON, "这一户整户消亡")]
    assert changed.seq is not None
    assert history.undo(book, changed.seq, actor="测试").conflicts == ()
    assert len(statuses.on_day(book, alone.home, TODAY)) == 1
    assert states(book) == [("办理中", None, None)]


def test_a_head_who_dies_leaves_the_case_of_the_others_running(book: Book, lan: Family) -> None:
    with_case(book, lan)
    _, moved = memberships.death(book, lan.home, lan["蓝丽建"], ON, new_head=lan["雷桂英"], **SAY)
    assert moved.stopped == ()
    assert states(book) == [("办理中", None, None)]
    assert cases.cases(book, TODAY)[0].head == "雷桂英"


def test_a_merge_and_an_end_stop_the_cases_of_who_is_gone_only(book: Book, lan: Family) -> None:
    zhong = a_family(book, "H2", ZHONG)
    third = a_family(book, "H3", ALONE)
    for family in (lan, zhong, third):
        with_case(book, family)
    _, moved = moves.merge(book, zhong.home, lan.home, ON, **SAY)
    assert moved.stopped == ("监测对象识别 2025-002",)
    _, moved = moves.end_household(book, third.home, "整户迁出", ON, **SAY)
    assert moved.stopped == ("监测对象识别 2025-003",)
    assert states(book) == [("办理中", None, None), ("已中止", ON, "这一户合户"), ("已中止", ON, "这一户整户迁出")]


def test_a_household_does_not_end_before_a_status_of_it_begins(book: Book) -> None:
    alone = a_family(book, "H1", ALONE)
    statuses.begin(book, alone.home, "低保户", ON, Grounds("民政"), **SAY)
    early = ON - DAY
    assert refused(lambda: moves.end_household(book, alone.home, "整户迁出", early, **SAY)) == "move.status_after"
    assert refused(lambda: memberships.death(book, alone.home, alone["钟文福"], early, **SAY)) == "move.status_after"
    assert row(book, Household, alone.home)["ended_on"] is None


def test_nothing_begins_for_a_household_that_ended(book: Book) -> None:
    alone = a_family(book, "H1", ALONE)
    moves.end_household(book, alone.home, "整户迁出", ON, **SAY)

    def begin(from_on: dt.date, through_on: dt.date | None) -> object:
        return statuses.begin(book, alone.home, "低保户", from_on, Grounds("民政"), through_on=through_on, **SAY)

    assert refused(lambda: begin(ON + DAY, None)) == "status.household_ended"
    assert refused(lambda: begin(ON - DAY, None)) == "status.household_ended"
    begin(ON - DAY, ON)
    lead = {"actor": "测试", "lead_on": ON + DAY}
    assert refused(lambda: cases.open_case(book, alone.home, "监测对象识别", **lead)) == "case.household_ended"


def test_a_lead_is_not_of_the_future(book: Book, lan: Family) -> None:
    lead = {"actor": "测试", "lead_on": dt.date(2099, 1, 1)}
    assert refused(lambda: cases.open_case(book, lan.home, "监测对象识别", **lead)) == "case.lead_future"


def test_who_was_merged_comes_and_goes_as_the_person_kept(book: Book, lan: Family) -> None:
    own = a_family(book, "H2", COUPLE)
    keep = lan["蓝小明"]
    merging.merge_persons(book, keep, own["蓝小明"], take=("household",), today=ON, actor="测试")
    moves.change_head(book, own.home, own["王秋"], ON + DAY, **SAY)
    assert memberships.person_of(book, "蓝小明", own.home) == keep
    memberships.leave(book, own.home, keep, "失联", ON + DAY * 10, **SAY)
    memberships.come_back(book, own.home, keep, ON + DAY * 20, **SAY)
    assert [m.here for m in households.view(book, own.home, ON + DAY * 15).members] == [True, False]
    relations = {on: [(m.value("name"), m.relation) for m in households.view(book, own.home, on).members if m.here]
                 for on in (ON, ON + DAY, ON + DAY * 20)}  # fmt: skip
    assert relations[ON] == [("蓝小明", "户主"), ("王秋", "配偶")]
    assert relations[ON + DAY] == relations[ON + DAY * 20] == [("王秋", "户主"), ("蓝小明", "配偶")]


def test_who_was_merged_leaves_every_household_when_joining_another(book: Book, lan: Family) -> None:
    own = a_family(book, "H2", COUPLE)
    keep = lan["蓝小明"]
    merging.merge_persons(book, keep, own["蓝小明"], take=("household",), today=ON, actor="测试")
    said = {"new_head": own["王秋"], **SAY}
    memberships.join(book, lan.home, keep, "户籍迁入", "之子", ON + DAY * 5, **said)
    assert members_on(book, own.home, ON + DAY * 5) == {"王秋": "户主"}
    assert members_on(book, lan.home, ON + DAY * 5)["蓝小明"] == "之子"
    assert row(book, Household, own.home)["head_name"] == "王秋"


def test_a_merged_heads_code_is_the_households(book: Book) -> None:
    first, second = a_family(book, "H1", ALONE), a_family(book, "H2", ALONE)
    with book.work("test", "测试", "编号", history.Undo.INVERSE) as work:
        work.write_rows(Household, updates=[(second.home, {"head_code": "H201"})])
        work.commit()
    merging.merge_persons(book, first["钟文福"], second["钟文福"], take=("household",), today=ON, actor="测试")
    assert row(book, Household, second.home)["head_code"] == "H101"


def test_births_and_deaths_are_not_written_ahead(book: Book, lan: Family) -> None:
    child, soon = NewPerson("蓝小宝"), {**SAY, "future": True}
    assert refused(lambda: memberships.birth(book, lan.home, child, "之孙子", TODAY + DAY, **soon)) == "move.not_yet"
    assert refused(lambda: memberships.death(book, lan.home, lan["雷桂英"], TODAY + DAY, **soon)) == "move.not_yet"
    long_ago = dt.date(205, 6, 1)
    assert refused(lambda: memberships.leave(book, lan.home, lan["蓝天"], "失联", long_ago, **SAY)) == "move.too_early"
    grounds = Grounds("民政")
    assert refused(lambda: statuses.begin(book, lan.home, "低保户", long_ago, grounds, **SAY)) == "move.too_early"


def test_nobody_comes_in_as_a_second_head_or_with_a_relation_of_no_list(book: Book, lan: Family) -> None:
    new = NewPerson("蓝小宝", "男", dt.date(1990, 1, 1))

    def join(relation: str, who: NewPerson = new) -> object:
        return memberships.join(book, lan.home, who, "其他", relation, ON, **SAY)

    assert refused(lambda: memberships.birth(book, lan.home, new, "户主", ON, **SAY)) == "move.head_born"
    assert refused(lambda: join("户主")) == "move.second_head"
    assert refused(lambda: join("小儿子")) == "move.not_in_list"
    assert refused(lambda: join("之子", NewPerson("蓝小宝", "中"))) == "move.not_in_list"
    codes.add(book, "relation", "小儿子", "家里这样叫", actor="测试")
    join("小儿子")
    assert members_on(book, lan.home, ON)["蓝小宝"] == "小儿子"


def test_who_comes_into_a_household_without_a_head_can_be_its_head(book: Book) -> None:
    empty = a_family(book, "H1", ())
    memberships.join(book, empty.home, NewPerson("王秋", "女"), "户籍迁入", "户主", ON, **SAY)
    assert row(book, Household, empty.home)["head_name"] == "王秋"
    assert members_on(book, empty.home, ON) == {"王秋": "户主"}


def test_figures_of_the_village_are_those_of_the_day(book: Book, lan: Family) -> None:
    zhong, third = a_family(book, "H2", ZHONG), a_family(book, "H3", ALONE)
    statuses.begin(book, zhong.home, "脱贫户", dt.date(2018, 1, 1), Grounds("县里名单"), **SAY)
    memberships.death(book, third.home, third["钟文福"], ON, **SAY)
    memberships.leave(book, zhong.home, zhong["钟玉"], "婚出", TODAY + DAY, future=True, **SAY)

    def counted(on: dt.date) -> tuple[int, ...]:
        found = today(book, on).figures
        return found.households, found.people, found.poor_households, found.poor_people

    assert counted(ON) == (3, 9, 1, 2)
    assert counted(TODAY) == (2, 8, 1, 2)
    assert counted(TODAY + DAY * 2) == (2, 7, 1, 1)
    about = books.info(book)
    # The clock of the book is long after all of it.
    assert (about.households, about.people) == (2, 7)


def test_who_had_no_household_and_found_one_does_not_wait_for_one(book: Book, lan: Family) -> None:
    stray = a_family(book, "", (("王秋", "户主", "女", dt.date(1989, 1, 1)),))
    with book.work("test", "测试", "没有户", history.Undo.INVERSE) as work:
        (key,) = work.connection.execute(
            select(Membership.id).where(Membership.household_id == stray.home)
        ).scalars()
        work.write_rows(Membership, updates=[(key, {"household_id": None, "household_code": "H7"})])
        work.commit()
    assert [task.title for task in today(book, TODAY).tasks if "归户" in task.title] == ["归户：1 人没有归到户"]
    memberships.join(book, lan.home, stray["王秋"], "其他", "其他", ON, **SAY)
    assert [task.title for task in today(book, TODAY).tasks if "归户" in task.title] == []


def test_a_merge_brings_no_second_head_and_relations_of_the_list(book: Book, lan: Family) -> None:
    zhong = a_family(book, "H2", ZHONG)
    for relation, id in (("户主", "move.second_head"), ("之妹", "move.not_in_list")):
        assert refused(lambda r=relation: moves.merge(book, zhong.home, lan.home, ON, relation=r, **SAY)) == id
    people = {zhong["钟玉"]: "户主"}
    assert refused(lambda: moves.merge(book, zhong.home, lan.home, ON, relations=people, **SAY)) == "move.second_head"


def test_a_household_has_one_head_on_every_day_whatever_is_written_later(book: Book, lan: Family) -> None:
    moves.change_head(book, lan.home, lan["雷桂英"], ON, **SAY)
    early = ON - DAY * 30
    assert refused(lambda: moves.change_head(book, lan.home, lan["蓝小明"], early, **SAY)) == "move.before_head"
    assert refused(lambda: memberships.death(book, lan.home, lan["蓝丽建"], early, **SAY)) == "move.before_head"
    moves.change_head(book, lan.home, lan["蓝小明"], ON, **SAY)
    for on in (early, ON - DAY, ON, TODAY):
        heads = [name for name, relation in members_on(book, lan.home, on).items() if relation == "户主"]
        assert heads == ["蓝小明" if on >= ON else "蓝丽建"]


def test_a_case_of_a_household_that_ended_is_not_rolled_back(book: Book) -> None:
    alone = a_family(book, "H1", ALONE)
    _, case = cases.open_case(book, alone.home, "监测对象识别", actor="测试", lead_on=dt.date(2025, 5, 1))
    cases.close(book, case, dt.date(2025, 5, 20), actor="测试", target="突发严重困难户", why="县里补录")
    memberships.death(book, alone.home, alone["钟文福"], ON, **SAY)
    back = {"actor": "测试", "why": "办错了"}
    assert refused(lambda: cases.roll_back(book, case, ON + DAY, **back)) == "case.household_ended"


def test_nobody_has_an_age_before_birth(book: Book, lan: Family) -> None:
    ages = {m.value("name"): m.age for m in households.view(book, lan.home, dt.date(1980, 1, 1)).members}
    assert ages["蓝丽建"] == 19
    assert ages["蓝天"] is None


def test_a_head_merged_into_a_member_of_the_same_household_is_its_head(book: Book, lan: Family) -> None:
    keep = lan["蓝小军"]
    merging.merge_persons(book, keep, lan["蓝丽建"], today=ON, actor="测试")
    view = households.view(book, lan.home, ON)
    assert (view.head, [m.person_id for m in view.members if m.relation == "户主"]) == ("蓝小军", [keep])
    merging.merge_persons(book, keep, lan["蓝小明"], take=("relation",), today=ON, actor="测试")
    assert [m.person_id for m in households.view(book, lan.home, ON).members if m.relation == "户主"] == [keep]


def test_a_dead_person_and_a_member_of_a_household_are_not_made_one(book: Book, lan: Family) -> None:
    zhong = a_family(book, "H2", ZHONG)
    memberships.death(book, lan.home, lan["雷桂英"], ON, **SAY)
    pair = (lan["雷桂英"], zhong["钟玉"])
    for two in (pair, pair[::-1]):
        assert refused(lambda t=two: merging.merge_persons(book, *t, today=TODAY, actor="测试")) == "merge.dead"
    memberships.death(book, zhong.home, zhong["钟玉"], ON, **SAY)
    merging.merge_persons(book, *pair, today=TODAY, actor="测试")
