"""Acceptances: drafted out of the book, planned against done, mended, the project's own date set with them."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from tests.unit.services.conftest import TODAY
from villagebook.base.errors import UserError
from villagebook.services import acceptances, committees, fields, projects
from villagebook.services.acceptances import Item, Member
from villagebook.store import Book

DONE = {"actor": "测试", "today": TODAY}
D = dt.date


@pytest.fixture
def project(book: Book) -> uuid.UUID:
    """A road not yet accepted."""
    return projects.add(book, name="岭脚自然村水泥路", year=2025, code="35069920250002", mode="公益设施",
                        content="硬化村道1.8公里，路面宽3.5米", planned_fen=48_600_000, source="中央",
                        actor="测试")[1]  # fmt: skip


def project_day(book: Book, project: uuid.UUID, name: str = "accepted_on") -> dt.date | None:
    with book.read() as connection:
        found: dt.date | None = fields.record_row(connection, "project", project)[name]
        return found


def test_a_draft_takes_items_from_the_content_and_says_so_in_the_opinion(book: Book, project: uuid.UUID) -> None:
    one = acceptances.draft(book, project, TODAY)
    assert [(item.item, item.planned, item.done, item.unit) for item in one.items] == [
        ("硬化村道", Decimal("1.8"), Decimal("1.8"), "公里"), ("路面宽", Decimal("3.5"), Decimal("3.5"), "米")]
    assert one.texts["opinion"] == "实际完成硬化村道1.8公里，路面宽3.5米，质量符合要求，验收合格。"
    assert (one.texts["kind"], one.sets) == ("村乡联合初验", "preliminary_on")
    assert one.texts["planned_fen"] == "486000.00"


def test_items_of_a_project_done_household_by_household_come_from_its_roster(sample: Book) -> None:
    chicks = projects.key_of(sample, "35069920250706")
    (item,) = acceptances.draft(sample, chicks, TODAY, kind="乡镇验收").items
    assert (item.item, item.planned, item.unit) == ("脱温鸡苗", Decimal(810), "只")


def test_who_signs_is_the_supervising_group_with_the_head_of_the_building_one(book: Book, project: uuid.UUID) -> None:
    new = committees.NewMember
    committees.form(book, {"name": "监督小组", "kind": "项目监督小组", "since": "2025-01-01"},
                    [new("林组长", "组长"), new("钟成员")], actor="测试")  # fmt: skip
    committees.form(book, {"name": "实施小组", "kind": "项目实施小组", "since": "2025-01-01"},
                    [new("蓝实施", "组长"), new("雷实施")], actor="测试")  # fmt: skip
    members = acceptances.draft(book, project, TODAY).members
    assert [(one.name, one.unit, one.post) for one in members] == [
        ("林组长", "项目监督小组", "组长"), ("钟成员", "项目监督小组", "成员"), ("蓝实施", "项目实施小组", "组长")]
    assert acceptances.draft(book, project, D(2024, 1, 1)).members == ()


def test_entering_one_that_passed_sets_the_projects_own_day(book: Book, project: uuid.UUID) -> None:
    texts = {"kind": "村乡联合初验", "accepted_on": "2025-06-14", "result": "合格"}
    acceptances.add(book, project, texts, **DONE)
    acceptances.add(book, project, {**texts, "kind": "乡镇验收", "accepted_on": "2025-06-24"}, **DONE)
    assert project_day(book, project, "preliminary_on") == D(2025, 6, 14)
    assert project_day(book, project) == D(2025, 6, 24)
    acceptances.add(book, project, {**texts, "kind": "县级抽验", "accepted_on": "2025-07-24"}, **DONE)
    assert project_day(book, project) == D(2025, 6, 24)


def test_the_projects_day_stays_open_where_it_did_not_pass_or_nobody_wants_it(book: Book, project: uuid.UUID) -> None:
    texts = {"kind": "乡镇验收", "accepted_on": "2025-06-24", "result": "整改", "to_mend": "路肩"}
    acceptances.add(book, project, texts, **DONE)
    acceptances.add(book, project, {**texts, "result": "合格"}, set_project=False, **DONE)
    assert project_day(book, project) is None


def test_mending_passes_it_and_dates_the_project_by_the_day_of_mending(book: Book, project: uuid.UUID) -> None:
    texts = {"kind": "乡镇验收", "accepted_on": "2025-06-24", "result": "整改", "to_mend": "路肩",
             "mend_by": "2025-07-10", "opinion": "路肩未完成，须整改。"}  # fmt: skip
    items = [Item("硬化村道", "公里", Decimal("1.8"), Decimal("1.8"))]
    _, key = acceptances.add(book, project, texts, items, **DONE)
    assert acceptances.view(book, key, D(2025, 7, 15)).late == 5
    with pytest.raises(UserError, match="整改完成日期"):
        acceptances.mend(book, key, D(2025, 6, 23), **DONE)
    acceptances.mend(book, key, D(2025, 7, 8), **DONE)
    one = acceptances.view(book, key, TODAY)
    assert (one.state, one.late, one.values["result"]) == ("已整改", 0, "合格")
    assert one.values["opinion"] == (
        "路肩未完成，须整改。2025年7月8日复验：实际完成硬化村道1.8公里，质量符合要求，验收合格。")
    assert project_day(book, project) == D(2025, 7, 8)


def test_items_and_members_are_replaced_whole_and_only_when_they_differ(book: Book, project: uuid.UUID) -> None:
    items, members = [Item("路面", "公里", Decimal(2), Decimal(1), "征地未成")], [Member("林组长", "监督小组", "组长")]
    texts = {"kind": "乡镇验收", "accepted_on": "2025-06-24"}
    _, key = acceptances.add(book, project, texts, items, members, **DONE)
    assert acceptances.correct(book, key, {}, items=items, members=members, **DONE).seq is None
    acceptances.correct(book, key, {}, items=[*items, Item("护坡")], **DONE)
    one = acceptances.view(book, key, TODAY)
    assert [item.item for item in one.items] == ["路面", "护坡"]
    assert one.items[0].differs
    assert not one.items[1].differs
    assert one.members == tuple(members)


def test_removing_one_takes_its_parts_along(book: Book, project: uuid.UUID) -> None:
    texts = {"kind": "乡镇验收", "accepted_on": "2025-06-24"}
    _, key = acceptances.add(book, project, texts, [Item("路面")], [Member("林组长")], set_project=False, **DONE)
    assert acceptances.remove(book, key, actor="测试").families == {
        "acceptance", "acceptance_item", "acceptance_member"}
    assert acceptances.every(book, TODAY) == ()


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"accepted_on": "2025-06-24", "kind": ""}, "验收类型"),
        ({"kind": "乡镇验收"}, "没有写验收日期"),
        ({"kind": "乡镇验收", "accepted_on": "2025-11-06"}, "还没有到"),
        ({"kind": "乡镇验收", "accepted_on": "2025-06-24", "result": "整改"}, "没有写整改什么"),
    ],
)
def test_what_is_missing_is_asked(book: Book, project: uuid.UUID, texts: dict[str, str], said: str) -> None:
    with pytest.raises(UserError, match=said):
        acceptances.add(book, project, texts, **DONE)
    assert acceptances.of_project(book, project, TODAY) == ()
