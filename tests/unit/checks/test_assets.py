"""Checks of assets."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_meeting, a_project, add, an_entry
from villagebook.models import Asset, AssetEvent

PROJECT, CODE = "35069920250003", "资2025-001"
LATE = dt.date(2025, 9, 1)
D = dt.date
WHOLE = {"owner": "清溪村股份经济合作社", "keeper": "林大", "handed_on": D(2025, 7, 1)}


@pytest.fixture
def project(conn, village):
    """Give a function: fields -> key of a project of the village together, accepted on 24 June 2025."""
    return lambda code=PROJECT, **fields: a_project(
        conn, village, code=code, name="冷库", **{"mode": "集体实施", "accepted_on": D(2025, 6, 24), **fields}).project


@pytest.fixture
def asset(conn, village):
    """Give a function: code, fields -> key of an asset."""
    return lambda code=CODE, **fields: add(conn, Asset, village_id=village, code=code, name="冷库", **fields)


@pytest.fixture
def event(conn, village):
    """Give a function: asset, kind, fields -> an event."""
    return lambda owner, kind, on=LATE, **fields: add(
        conn, AssetEvent, village_id=village, asset_id=owner, kind=kind, on=on, **fields)


def test_fires_assets_missing(found, project):
    key = project()
    assert found("assets.missing") == [(PROJECT, "验收日期", "project", str(key))]


def test_silent_on_assets_missing(found, project, asset):
    asset(project_id=project())
    project("35069920250004", accepted_on=D(2025, 10, 6))
    project("35069920250005", accepted_on=None)
    project("35069920250006", mode="公益设施")
    project("35069920250007", side_state="终止")
    assert found("assets.missing") == []


@pytest.mark.parametrize(
    ("lacking", "label"), [("owner", "所有权人"), ("keeper", "管护责任人"), ("handed_on", "移交日期")])
def test_fires_assets_not_handed(found, project, asset, lacking, label):
    key = asset(project_id=project(), **{**WHOLE, lacking: None})
    assert found("assets.not-handed") == [(CODE, label, "asset", str(key))]


def test_silent_on_assets_not_handed(found, project, asset):
    asset(project_id=project(), **WHOLE)
    asset("资2025-002", project_id=project("35069920250004", accepted_on=D(2025, 8, 6)))
    asset("资2025-003", project_id=project("35069920250005"), state="处置")
    asset("资2025-004")
    assert found("assets.not-handed") == []


def test_fires_assets_contract_over(findings, asset):
    asset(way="租赁")
    asset("资2025-002", way="承包", contract_through=D(2025, 11, 4))
    said = [(one.subject, one.message) for one in findings("assets.contract-over")]
    assert said == [(CODE, "冷库租赁，没有写合同到哪天"), ("资2025-002", "冷库的承包合同2025年11月4日已经到期")]
    assert all(one.field == "经营合同结束" for one in findings("assets.contract-over"))


def test_silent_on_assets_contract_over(found, asset):
    asset(way="租赁", contract_through=D(2025, 11, 5))
    asset("资2025-002", way="自营")
    asset("资2025-003", way="租赁", state="处置")
    assert found("assets.contract-over") == []


def let(asset, code=CODE, **fields):
    return asset(code, way="租赁", **{"contract_from": D(2023, 9, 1), "contract_through": D(2028, 8, 31),
                                    "income_fen": 1_800_000, **fields})  # fmt: skip


def test_fires_assets_income_late(conn, village, found, findings, asset):
    key = let(asset)
    an_entry(conn, village, "记-0001", "收益", 1_800_000, asset_id=key, on=D(2024, 9, 3), posted=True)
    an_entry(conn, village, None, "收益", 1_800_000, asset_id=key, on=D(2025, 9, 3))
    assert found("assets.income-late") == [(CODE, "年收益约定", "asset", str(key))]
    assert "应收 36,000.00 元，收到 18,000.00 元，少 18,000.00 元" in findings("assets.income-late")[0].message


def test_silent_on_assets_income_late(conn, village, found, asset):
    key = let(asset)
    # Paid beforehand in one sum.
    an_entry(conn, village, "记-0001", "收益", 3_600_000, asset_id=key, on=D(2023, 9, 3), posted=True)
    let(asset, "资2025-002", contract_from=D(2024, 10, 10))
    let(asset, "资2025-003", income_fen=None)
    let(asset, "资2025-004", contract_from=None)
    assert found("assets.income-late") == []


def test_a_reversed_income_is_none(conn, village, found, asset):
    key = let(asset, contract_from=D(2024, 9, 1))
    wrong = an_entry(conn, village, "记-0001", "收益", 1_800_000, asset_id=key, on=D(2025, 9, 3), posted=True)
    assert found("assets.income-late") == []
    an_entry(conn, village, "记-0002", "冲销", -1_800_000, reverses_id=wrong, on=D(2025, 9, 4), posted=True)
    assert [one[0] for one in found("assets.income-late")] == [CODE]


def test_fires_assets_disposed_unapproved(found, asset, event):
    gone = asset(state="处置")
    by_event = asset("资2025-002", state="在用")
    event(by_event, "处置")
    assert found("assets.disposed-unapproved") == [
        (CODE, "处置批准", "asset", str(gone)), ("资2025-002", "处置批准", "asset", str(by_event))]


def test_silent_on_assets_disposed_unapproved(conn, village, found, asset, event):
    asset(state="处置", disposal_approval="云岭镇批复")
    event(asset("资2025-002", state="处置"), "处置", meeting_id=a_meeting(conn, village, D(2025, 8, 1)))
    event(asset("资2025-003", state="处置"), "处置", approval="云岭镇批复")
    event(asset("资2025-004", state="损毁"), "盘点")
    assert found("assets.disposed-unapproved") == []


def test_fires_assets_not_counted(found, asset, event):
    key = asset(handed_on=D(2023, 12, 31))
    event(key, "盘点", D(2023, 12, 31))
    assert found("assets.not-counted") == [(CODE, "资产状态", "asset", str(key))]


def test_silent_on_assets_not_counted(found, asset, event):
    event(asset(handed_on=D(2023, 12, 31)), "盘点", D(2024, 1, 2))
    event(asset("资2025-002", handed_on=D(2023, 12, 31)), "盘点", D(2025, 3, 2))
    asset("资2025-003", handed_on=D(2024, 1, 1))
    asset("资2025-004", handed_on=D(2023, 1, 1), owner_level="户")
    asset("资2025-005", handed_on=D(2023, 1, 1), state="处置")
    asset("资2025-006")
    assert found("assets.not-counted") == []
