"""Bodies of the village: formed, changed without losing who sat before, asked who signs on a day."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from tests.builders import a_meeting, a_project
from villagebook.base.errors import UserError
from villagebook.services import committees, history
from villagebook.services.committees import NewMember
from villagebook.store import Book, Undo

D = dt.date
ACTOR = "测试"
THREE = (NewMember("王建华", "成员"), NewMember("钟长明", "组长", "村书记"), NewMember("蓝志平", "副组长"))


def formed(book: Book, name: str = "项目实施小组", kind: str = "项目实施小组", **options: object) -> uuid.UUID:
    """A body formed on 1 January 2024 with three members."""
    texts = {"name": name, "kind": kind, "since": "2024-01-01"}
    _, key = committees.form(book, texts, THREE, actor=ACTOR, **options)  # type: ignore[arg-type]
    return key


def office(book: Book, on: dt.date, kind: str = "项目实施小组", project: uuid.UUID | None = None) -> tuple[str, ...]:
    """Who is in office."""
    with book.read() as connection:
        found = committees.in_office(connection, book.village_id, kind, on, project)
    return tuple(f"{name}{post}" for name, post in found)


def test_the_head_comes_first_and_only_those_in_office(book: Book) -> None:
    formed(book)
    assert office(book, D(2024, 1, 1)) == ("钟长明组长", "王建华成员", "蓝志平副组长")
    assert office(book, D(2023, 12, 31)) == ()
    assert office(book, D(2024, 1, 1), "项目监督小组") == ()


def test_the_body_of_the_project_signs_before_the_one_for_all(book: Book) -> None:
    with book.work("record.edit", ACTOR, "加项目", Undo.INVERSE) as work:
        project = a_project(work, book.village_id, code="2025-01").project
        work.commit()
    formed(book)
    texts = {"name": "水渠实施小组", "kind": "项目实施小组"}
    committees.form(book, texts, [NewMember("雷永兴", "组长")], project=project, actor=ACTOR)
    assert office(book, D(2025, 1, 1), project=project) == ("雷永兴组长",)
    assert office(book, D(2025, 1, 1)) == ("钟长明组长", "王建华成员", "蓝志平副组长")


def test_a_change_of_members_keeps_who_sat_before(book: Book) -> None:
    key = formed(book)
    gone = next(m.key for m in committees.committee(book, key, D(2025, 1, 1)).members if m.name == "钟长明")
    committees.change(book, key, D(2025, 3, 1), come=[NewMember("周海涛", "组长")], go=[gone], actor=ACTOR)
    assert office(book, D(2025, 2, 28))[0] == "钟长明组长"
    assert office(book, D(2025, 3, 1)) == ("周海涛组长", "王建华成员", "蓝志平副组长")
    line = committees.committee(book, key, D(2025, 3, 1))
    assert line.head == "周海涛"
    assert [(m.name, m.until) for m in line.former] == [("钟长明", D(2025, 2, 28))]
    assert history.entries(book, 1)[0].heading == "小组换人 项目实施小组：钟长明退出、周海涛加入"


def test_who_came_on_the_very_day_and_goes_never_sat(book: Book) -> None:
    key = formed(book)
    gone = committees.committee(book, key, D(2024, 1, 1)).members[0].key
    committees.change(book, key, D(2024, 1, 1), go=[gone], actor=ACTOR)
    assert committees.committee(book, key, D(2024, 1, 1)).former == ()
    assert len(office(book, D(2024, 1, 1))) == 2


def test_a_new_term_lets_those_in_the_same_post_go_on(book: Book) -> None:
    key = formed(book)
    committees.elect(book, key, D(2025, 1, 1), [NewMember("王建华", "成员"), NewMember("钟长明", "副组长"),
                                                NewMember("周海涛", "组长")], actor=ACTOR)  # fmt: skip
    line = committees.committee(book, key, D(2025, 6, 1))
    assert {(m.name, m.post, m.since) for m in line.members} == {
        ("王建华", "成员", D(2024, 1, 1)), ("钟长明", "副组长", D(2025, 1, 1)), ("周海涛", "组长", D(2025, 1, 1))}
    assert {m.name for m in line.former} == {"钟长明", "蓝志平"}


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"kind": "领导小组"}, "名称不能空着"),
        ({"name": "甲"}, "种类不能空着"),
        ({"name": "甲", "kind": "乐队"}, "没有“乐队”"),
        ({"name": "甲", "kind": "领导小组", "since": "2025-01-02", "until": "2025-01-01"}, "早于"),
        ({"name": "项目实施小组", "kind": "项目实施小组"}, "已经有"),
    ],
)
def test_what_is_no_body_is_refused(book: Book, texts: dict[str, str], said: str) -> None:
    formed(book)
    with pytest.raises(UserError, match=said):
        committees.form(book, texts, actor=ACTOR)


def test_nobody_comes_twice_or_goes_who_does_not_sit(book: Book) -> None:
    key = formed(book)
    with pytest.raises(UserError, match="已经在"):
        committees.change(book, key, D(2025, 1, 1), come=[NewMember("钟长明")], actor=ACTOR)
    gone = committees.committee(book, key, D(2025, 1, 1)).members[0].key
    with pytest.raises(UserError, match="不在这个小组里"):
        committees.change(book, key, D(2023, 1, 1), go=[gone], actor=ACTOR)
    with pytest.raises(UserError, match="写了两次"):
        committees.elect(book, key, D(2025, 1, 1), [NewMember("甲"), NewMember("甲")], actor=ACTOR)


def test_a_body_whose_term_is_over_has_nobody_in_office(book: Book) -> None:
    key = formed(book)
    committees.correct(book, key, {"until": "2024-12-31"}, actor=ACTOR)
    assert office(book, D(2025, 1, 1)) == ()
    assert committees.committee(book, key, D(2025, 1, 1)).ended


def test_a_body_that_met_is_not_removed(book: Book) -> None:
    key, other = formed(book), formed(book, "项目监督小组", "项目监督小组")
    with book.work("record.edit", ACTOR, "加会议", Undo.INVERSE) as work:
        a_meeting(work, book.village_id, D(2025, 1, 1), committee_id=key)
        work.commit()
    with pytest.raises(UserError, match="开过 1 次会"):
        committees.remove(book, key, actor=ACTOR)
    committees.remove(book, other, actor=ACTOR)
    assert [line.key for line in committees.committees(book, D(2025, 1, 1))] == [key]


def test_a_body_is_found_by_name_or_by_its_kind(book: Book) -> None:
    key = formed(book, "上云村项目实施组")
    assert committees.key_of(book, "上云村项目实施组") == committees.key_of(book, "项目实施小组") == key
    with pytest.raises(UserError, match="没有小组"):
        committees.key_of(book, "理事会")
