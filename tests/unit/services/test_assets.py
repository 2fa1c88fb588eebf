"""Assets: formed from a project in one act, their events, their state on any day, what they bring."""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

import pytest

from tests.unit.services.conftest import TODAY
from villagebook.base.errors import UserError
from villagebook.models import FundEntry, Meeting
from villagebook.services import asset_events, assets, fields, projects
from villagebook.store import Book, Undo

DONE = {"actor": "测试", "today": TODAY}
D = dt.date
LAMPS, CHICKS = "35069920250712", "35069920250706"


@pytest.fixture
def asset(book: Book) -> uuid.UUID:
    """An asset in use."""
    return assets.add(book, {"name": "冷库", "kind": "经营性资产", "built_on": "2024-03-01"}, actor="测试")[1]


def earn(book: Book, asset: uuid.UUID, on: dt.date, fen: int, **more: object) -> None:
    values = {"date": on, "year": on.year, "kind": "收益", "amount_fen": fen, "asset_id": asset, "source": "村集体",
              "posted_at": dt.datetime(2025, 11, 1, tzinfo=dt.UTC), **more}  # fmt: skip
    with book.work("record.edit", "测试", "收益", Undo.INVERSE) as work:
        work.write_rows(FundEntry, inserts=[{"id": work.new_id(), "village_id": book.village_id, **values}])
        work.commit()


def row_of(book: Book, key: uuid.UUID) -> dict[str, object]:
    with book.read() as connection:
        return fields.record_row(connection, "asset", key)


def test_a_project_gives_its_asset_name_money_size_and_place(sample: Book) -> None:
    project = projects.key_of(sample, LAMPS)
    given = assets.proposed(sample, project)
    assert given["name"] == "村庄公共照明"
    assert given["kind"] == "公益性资产"
    assert given["money"] == "县 7.96 万元、社会捐赠 5.00 万元"
    assert (given["quantity"], given["unit"]) == ("36", "盏")
    assert (given["total_fen"], given["original_fen"]) == ("129600.00", "129600.00")
    assert (given["owner_level"], given["owner"]) == ("村", "上云村村民委员会")
    assert given["document"] == "示乡振〔2025〕16号"
    changed, (key,) = assets.form(sample, project, {"keeper": "周海涛", "name": "太阳能路灯"}, actor="测试")
    row = row_of(sample, key)
    assert changed.heading == "登记资产 太阳能路灯"
    assert (row["project_id"], row["keeper"], row["quantity"]) == (project, "周海涛", Decimal(36))


def test_what_households_got_can_be_an_asset_each(sample: Book) -> None:
    changed, keys = assets.form(
        sample, projects.key_of(sample, CHICKS), {}, each_household=True, actor="测试")
    rows = [row_of(sample, key) for key in keys]
    assert len(rows) == 14
    assert changed.heading == "登记资产 庭院养鸡到户补助 14 户"
    assert {row["kind"] for row in rows} == {"到户类资产"}
    assert sum(row["original_fen"] for row in rows) == 1_458_000  # type: ignore[misc]
    assert all(row["household_id"] and row["owner"] for row in rows)
    assert len({row["code"] for row in rows}) == 14


def test_a_project_without_a_roster_has_no_assets_of_households(sample: Book) -> None:
    with pytest.raises(UserError, match="没有到户花名册"):
        assets.form(sample, projects.key_of(sample, LAMPS), {}, each_household=True, actor="测试")


def test_codes_follow_the_year_and_are_used_once(book: Book) -> None:
    texts = {"name": "路灯", "kind": "公益性资产", "origin_year": "2025"}
    keys = [assets.add(book, texts, actor="测试")[1] for _ in range(2)]
    assert [row_of(book, key)["code"] for key in keys] == ["资2025-001", "资2025-002"]
    with pytest.raises(UserError, match="“资2025-002”已经用了"):
        assets.correct(book, keys[0], {"code": "资2025-002"}, actor="测试")
    assert assets.key_of(book, "资2025-001") == keys[0]


def test_handing_over_names_both_sides_and_dates_the_project_with_the_last_of_its_assets(sample: Book) -> None:
    project = projects.key_of(sample, LAMPS)
    with sample.work("record.edit", "测试", "试", Undo.INVERSE) as work:
        from villagebook.models import Asset, Project

        there = [one.key for one in assets.of_project(sample, project, TODAY)]
        work.write_rows(Asset, updates=[(key, {"handed_on": D(2025, 8, 1)}) for key in there])
        work.write_rows(Project, updates=[(project, {"handed_on": None})])
        work.commit()
    keys = [assets.form(sample, project, {"name": name}, actor="测试")[1][0] for name in ("东段路灯", "西段路灯")]
    with pytest.raises(UserError, match="移交要写清双方"):
        asset_events.hand_over(sample, keys[0], TODAY, "云岭镇人民政府", "", **DONE)
    with pytest.raises(UserError, match="早于购建日期"):
        asset_events.hand_over(sample, keys[0], D(2025, 1, 1), "云岭镇人民政府", "上云村", **DONE)
    sides = ("云岭镇人民政府", "上云村村民委员会")
    asset_events.hand_over(sample, keys[0], D(2025, 10, 1), *sides, keeper="周海涛", **DONE)
    with sample.read() as connection:
        assert fields.record_row(connection, "project", project)["handed_on"] is None
    asset_events.hand_over(sample, keys[1], D(2025, 10, 8), "云岭镇人民政府", "上云村村民委员会", **DONE)
    with sample.read() as connection:
        assert fields.record_row(connection, "project", project)["handed_on"] == D(2025, 10, 8)
    row = row_of(sample, keys[0])
    assert (row["handed_by"], row["received_by"], row["keeper"]) == ("云岭镇人民政府", "上云村村民委员会", "周海涛")


def test_the_state_of_a_day_is_what_the_last_event_by_then_says(book: Book, asset: uuid.UUID) -> None:
    asset_events.count(book, asset, D(2024, 12, 20), state="闲置", **DONE)
    asset_events.let(book, asset, D(2025, 3, 1), "冰山制冷公司", from_on=D(2025, 3, 1), through_on=D(2028, 2, 29),
                     income_fen=1_800_000, **DONE)  # fmt: skip
    asset_events.dispose(book, asset, D(2025, 9, 1), "报废", approval="云岭镇批复", **DONE)
    days = [D(2024, 6, 1), D(2024, 12, 20), D(2025, 2, 28), D(2025, 3, 1), D(2025, 9, 1)]
    assert [assets.view(book, asset, day).state for day in days] == ["在用", "闲置", "闲置", "在用", "处置"]


def test_an_event_entered_late_does_not_change_the_state_of_today(book: Book, asset: uuid.UUID) -> None:
    asset_events.count(book, asset, D(2025, 6, 1), state="损毁", **DONE)
    asset_events.count(book, asset, D(2024, 12, 1), state="在用", **DONE)
    assert row_of(book, asset)["state"] == "损毁"


def test_nothing_happens_to_an_asset_that_is_gone(book: Book, asset: uuid.UUID) -> None:
    asset_events.dispose(book, asset, D(2025, 9, 1), "出售", approval="批复", income_fen=100, **DONE)
    with pytest.raises(UserError, match="已经处置"):
        asset_events.count(book, asset, TODAY, **DONE)


def test_disposing_needs_an_approval_or_a_meeting_held_before(book: Book, asset: uuid.UUID) -> None:
    with pytest.raises(UserError, match="处置资产要有批准"):
        asset_events.dispose(book, asset, TODAY, "出售", **DONE)
    with book.work("record.edit", "测试", "会", Undo.INVERSE) as work:
        meeting = work.new_id()
        work.write_rows(Meeting, inserts=[
            {"id": meeting, "village_id": book.village_id, "kind": "村民代表大会", "held_on": D(2025, 10, 8)}])
        work.commit()
    assert asset_events.meeting_of(book, "2025-10-08") == meeting
    with pytest.raises(UserError, match="才开"):
        asset_events.dispose(book, asset, D(2025, 10, 7), "出售", meeting=meeting, **DONE)
    asset_events.dispose(book, asset, D(2025, 10, 9), "出售", meeting=meeting, income_fen=500, **DONE)
    row = row_of(book, asset)
    assert (row["disposal_approval"], row["disposed_fen"], row["state"]) == ("2025-10-08村民代表大会", 500, "处置")
    (event,) = assets.view(book, asset, TODAY).events
    assert event.meeting == "2025-10-08 村民代表大会"


def test_an_event_taken_out_takes_back_what_it_had_set(book: Book, asset: uuid.UUID) -> None:
    asset_events.count(book, asset, D(2024, 12, 20), state="闲置", **DONE)
    asset_events.dispose(book, asset, D(2025, 9, 1), "报废", approval="批复", **DONE)
    last = assets.view(book, asset, TODAY).events[-1]
    asset_events.drop_event(book, last.key, actor="测试")
    row = row_of(book, asset)
    assert (row["state"], row["disposed_on"], row["disposal_approval"]) == ("闲置", None, None)
    asset_events.count(book, asset, TODAY, **DONE)


def test_income_of_each_year_is_what_fell_due_and_what_came_in(book: Book, asset: uuid.UUID) -> None:
    asset_events.let(book, asset, D(2023, 7, 1), "冰山制冷公司", from_on=D(2023, 7, 1), through_on=D(2028, 6, 30),
                     income_fen=1_800_000, **DONE)  # fmt: skip
    earn(book, asset, D(2024, 7, 5), 1_800_000)
    earn(book, asset, D(2025, 7, 5), 1_000_000)
    earn(book, asset, D(2025, 8, 5), 500_000, posted_at=None)
    found = [(one.year, one.due_fen, one.received_fen) for one in assets.view(book, asset, TODAY).income]
    assert found == [(2024, 1_800_000, 1_800_000), (2025, 1_800_000, 1_000_000)]


def test_taking_back_ends_the_contract_that_day(book: Book, asset: uuid.UUID) -> None:
    asset_events.let(book, asset, D(2025, 3, 1), "冰山制冷公司", from_on=D(2025, 3, 1), through_on=D(2028, 2, 29),
                     income_fen=1_800_000, way="承包", **DONE)  # fmt: skip
    asset_events.take_back(book, asset, D(2025, 10, 1), note="欠租", **DONE)
    row = row_of(book, asset)
    assert (row["contract_through"], row["way"], row["state"]) == (D(2025, 10, 1), None, "闲置")
    assert [event.kind for event in assets.view(book, asset, TODAY).events] == ["出租", "收回"]


@pytest.mark.parametrize(
    ("do", "said"),
    [
        (lambda book, key: asset_events.count(book, key, TODAY, state="处置", **DONE), "盘点的状态"),
        (lambda book, key: asset_events.count(book, key, D(2025, 11, 6), **DONE), "还没有到"),
        (lambda book, key: asset_events.confirm(book, key, TODAY, **DONE), "没有写所有权人"),
        (lambda book, key: asset_events.confirm(book, key, TODAY, owner="村", level="省", **DONE), "没有“省”这一级"),
        (lambda book, key: asset_events.let(book, key, TODAY, "甲", from_on=TODAY, through_on=D(2025, 1, 1),
                                            income_fen=1, **DONE), "早于开始"),
        (lambda book, key: asset_events.let(book, key, TODAY, "甲", from_on=TODAY, through_on=TODAY, way="借用",
                                            income_fen=1, **DONE), "没有“借用”"),
        (lambda book, key: asset_events.repair(book, key, TODAY, amount_fen=-1, **DONE), "不能小于 0"),
        (lambda book, key: asset_events.dispose(book, key, TODAY, "送人", approval="批复", **DONE), "没有“送人”"),
        (lambda book, key: assets.correct(book, key, {"original_fen": "-5"}, actor="测试"), "原值不能小于 0"),
        (lambda book, key: assets.correct(book, key, {"name": ""}, actor="测试"), "没有写资产名称"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_changes_nothing(book: Book, asset: uuid.UUID, do, said: str) -> None:  # type: ignore[no-untyped-def]
    before = row_of(book, asset)
    with pytest.raises(UserError, match=said):
        do(book, asset)
    assert row_of(book, asset) == before
    assert assets.view(book, asset, TODAY).events == ()


def test_an_asset_that_brought_money_is_not_removed(book: Book, asset: uuid.UUID) -> None:
    earn(book, asset, TODAY, 100, voucher="记-0009")
    with pytest.raises(UserError, match="记-0009记在这项资产下"):
        assets.remove(book, asset, actor="测试")


def test_what_is_not_done_yet_is_said(book: Book, asset: uuid.UUID) -> None:
    assert assets.view(book, asset, TODAY).missing == ("所有权人", "确权", "移交", "管护人")
    asset_events.confirm(book, asset, TODAY, owner="清溪村股份经济合作社", **DONE)
    asset_events.hand_over(book, asset, TODAY, "镇政府", "村委会", keeper="林大", **DONE)
    assert assets.view(book, asset, TODAY).missing == ()
