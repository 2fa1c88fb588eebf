"""Code lists of the book: own values, retired ones, what editors offer and checks accept."""

from __future__ import annotations

import pytest

from tests.unit.services.families import TODAY, Family, a_family
from tests.unit.services.test_memberships import refused
from villagebook.ledgers import own
from villagebook.services import checking, codes, fields, history, households, tables
from villagebook.store import Book

ACTOR = {"actor": "测试"}


@pytest.fixture
def lan(book: Book) -> Family:
    return a_family(book, "H1")


def offered(book: Book, family: Family, name: str) -> tuple[str, ...]:
    view = households.view(book, family.home, TODAY)
    return next(field.choices for _, fields_ in view.sections for field in fields_ if field.name == name)


def test_an_own_value_is_offered_and_no_finding(book: Book, lan: Family) -> None:
    changed = codes.add(book, "入户路类型", "石板路", "县里的表这样写", **ACTOR)
    assert changed.heading == "加代码值 入户路类型：石板路"
    assert offered(book, lan, "road_kind")[-1] == "石板路"
    fields.edit(book, "household", lan.home, "road_kind", "石板路", actor="测试")
    assert not [f for f in checking.run(book, TODAY).findings if f.field == "入户路类型"]


def test_a_value_that_is_nobodys_is_a_finding(book: Book, lan: Family) -> None:
    fields.edit(book, "household", lan.home, "road_kind", "石板路", actor="测试")
    assert [f.record for f in checking.run(book, TODAY).findings if f.field == "入户路类型"] == [
        ("household", str(lan.home))
    ]


def test_a_retired_value_is_not_offered_but_stays_readable_and_no_finding(book: Book, lan: Family) -> None:
    codes.add(book, "road_kind", "石板路", "县里的表这样写", **ACTOR)
    fields.edit(book, "household", lan.home, "road_kind", "石板路", actor="测试")
    for value in ("石板路", "泥土路"):
        codes.retire(book, "road_kind", value, reason="2026年起不用", **ACTOR)
    assert offered(book, lan, "road_kind") == ("砂石路", "水泥路", "沥青路")
    assert not [f for f in checking.run(book, TODAY).findings if f.field == "入户路类型"]
    rows = tables.listed(book, "households", tables.scope(book, TODAY)).rows
    assert rows[0]["road_kind"] == "石板路"


def test_retired_values_are_offered_again(book: Book, lan: Family) -> None:
    codes.retire(book, "road_kind", "泥土路", **ACTOR)
    codes.offer(book, "road_kind", "泥土路", **ACTOR)
    assert offered(book, lan, "road_kind") == ("泥土路", "砂石路", "水泥路", "沥青路")
    codes.offer(book, "house_grade", "A", **ACTOR)
    assert "A" in offered(book, lan, "danger_grade")


def test_values_tell_declared_own_and_retired_apart(book: Book) -> None:
    codes.add(book, "house_grade", "未鉴定", "镇里", **ACTOR)
    codes.retire(book, "house_grade", "D级", **ACTOR)
    shown = [(one.value, one.own, one.retired) for one in codes.values(book, "house_grade")]
    assert shown[:4] == [("A级", False, False), ("B级", False, False), ("C级", False, False), ("未鉴定", True, False)]
    assert ("D级", False, True) in shown
    assert ("A", False, True) in shown


def test_what_cannot_be_added_or_retired(book: Book) -> None:
    assert refused(lambda: codes.add(book, "road_kind", "石板路", " ", **ACTOR)) == "codes.no_reason"
    assert refused(lambda: codes.add(book, "road_kind", " ", "x", **ACTOR)) == "codes.empty"
    assert refused(lambda: codes.add(book, "road_kind", "水泥路", "x", **ACTOR)) == "codes.known"
    assert refused(lambda: codes.add(book, "health", "残疾、大病", "x", **ACTOR)) == "codes.joined"
    assert refused(lambda: codes.add(book, "status", "低保、特困户", "x", **ACTOR)) == "codes.joined"
    assert refused(lambda: codes.add(book, "status", "很长" * 30, "x", **ACTOR)) == "codes.long"
    assert refused(lambda: codes.retire(book, "relation", "户主", **ACTOR)) == "codes.written"
    assert refused(lambda: codes.add(book, "sex", "未知", "x", **ACTOR)) == "codes.fixed"
    assert refused(lambda: codes.add(book, "没有的表", "甲", "x", **ACTOR)) == "codes.unknown"
    assert refused(lambda: codes.retire(book, "road_kind", "石板路", **ACTOR)) == "codes.no_value"
    assert refused(lambda: codes.offer(book, "road_kind", "水泥路", **ACTOR)) == "codes.same"


def test_it_is_taken_back(book: Book) -> None:
    codes.add(book, "road_kind", "石板路", "县里", **ACTOR)
    history.undo_last(book, actor="测试")
    with book.read() as connection:
        assert own.codes(connection, book.village_id) == {}


def test_every_list_is_listed_with_its_source(book: Book) -> None:
    found = {one.id: one for one in codes.lists(book)}
    assert found["road_kind"].source.startswith("assumed")
    assert found["sex"].fixed
    assert len(found["relation"].values) == 28
