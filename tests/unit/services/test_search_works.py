"""Assets and contracts are found by the one box, and findings about them lead to their project."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest

from tests import made_books
from villagebook.base.findings import Finding, Severity
from villagebook.services import assets, books, contracts, corrections, projects
from villagebook.services.search import search
from villagebook.store import Book
from villagebook.ui.wiring import as_found

SOLAR = "35069920240701"


@pytest.fixture(scope="module")
def village() -> Iterator[Book]:
    with books.open_book(made_books.sample(), read_only=True) as opened:
        yield opened


@pytest.mark.parametrize("text", ["光伏电站", "资2024-001", "云岭不存在"])
def test_an_asset_is_found_by_name_and_code(village: Book, text: str) -> None:
    hits = [hit for hit in search(village, text) if hit.kind == "asset"]
    if text == "云岭不存在":
        assert hits == []
        return
    (hit,) = hits
    assert hit.key == assets.key_of(village, "资2024-001")
    found = as_found(hit)
    assert (found.group, found.page, found.action, found.aside) == ("资产", "projects", "assets", "资2024-001")


def test_a_contract_is_found_by_its_party_and_leads_to_its_project(village: Book) -> None:
    hits = [hit for hit in search(village, "明光电器") if hit.kind == "contract"]
    assert {hit.title for hit in hits} == {"光伏电站设备采购安装合同", "村庄公共照明采购安装合同"}
    assert projects.key_of(village, SOLAR) in {hit.key for hit in hits}


def test_a_finding_about_a_contract_or_an_asset_leads_to_the_project(village: Book) -> None:
    owner = projects.key_of(village, SOLAR)
    contract = contracts.of_project(village, owner)[0].key
    asset = assets.of_project(village, owner, dt.date(2025, 11, 5))[0].key
    found = [
        Finding("contracts.retention-share", Severity.WARNING, "合同2024-01", "质保金比例", "过高",
        record=("contract", str(contract))),
        Finding("assets.not-handed", Severity.WARNING, "资2024-001", "管护责任人", "没有", record=("asset",
        str(asset))),
    ]
    seen = corrections.look(village, found, {})
    assert [(one.page, one.key, one.holder) for one in seen] == [("projects", owner, "村级光伏电站")] * 2
    assert [one.field.label for one in seen if one.field] == ["质保金比例", "管护责任人"]
