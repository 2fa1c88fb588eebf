"""Asset ledgers and lists of contracts taken into the book: found again, linked to projects, never erasing."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

from sqlalchemy import select

from tests.unit.importing.lists import write_xlsx
from tests.unit.services.conftest import TODAY, take
from tests.unit.services.test_lists import dump
from villagebook.models import Asset, Contract, Household, Project
from villagebook.services import assets, history, lists, projects, tables
from villagebook.store import Book

HEAD = ["资产编号", "资产名称", "资产类别", "来源项目名称", "资产原值（万元）", "坐落", "产权归属", "管护责任人",
"户编号"]
ROWS: list[list[Any]] = [
    ["资-1", "云岭冷库", "经营性", "高山蔬菜冷库", 68.5, "大坪", "股份经济合作社", "林大", None],
    ["资-2", "路灯", "公益性资产", None, 12.96, "各组", "村委会", "周海", None],
    [None, "卫生厕所", "到户类", None, 0.1, "下溪", "许玉美", "许玉美", "3506991012030001"],
]


def bring(book: Book, path: Path, **more: Any) -> lists.ImportReport:
    return lists.import_files(book, [path], actor="测试", today=TODAY, **more)


def rows_of(book: Book, record: Any) -> list[dict[str, Any]]:
    with book.read() as connection:
        return [dict(row) for row in connection.execute(select(record.__table__).order_by(record.id)).mappings()]


def test_an_asset_ledger_makes_assets_linked_to_projects_and_households(book: Book, tmp_path: Path) -> None:
    project = projects.add(book, name="高山蔬菜冷库", year=2023, code="35069920230001", actor="测试")[1]
    take(book, "户信息_干净.xlsx")
    report = bring(book, write_xlsx(tmp_path / "资产台账.xlsx", [HEAD, *ROWS]))
    assert (report.count("new"), report.count("refused")) == (3, 0)
    cold, lamps, toilet = rows_of(book, Asset)
    assert (cold["project_id"], cold["project_code"], cold["original_fen"]) == (project, "35069920230001", 68_500_000)
    assert (lamps["project_id"], lamps["kind"]) == (None, "公益性资产")
    home = next(row for row in rows_of(book, Household) if row["code"] == "3506991012030001")
    assert (toilet["household_id"], toilet["kind"]) == (home["id"], "到户类资产")


def test_taken_in_again_it_changes_nothing_and_a_change_changes_that_cell_only(book: Book, tmp_path: Path) -> None:
    path = write_xlsx(tmp_path / "资产台账.xlsx", [HEAD, *ROWS])
    bring(book, path)
    before = dump(book)["asset"]
    assert (bring(book, path).count("new"), dump(book)["asset"]) == (0, before)
    changed = [[*ROWS[0][:7], "钟二", None], *ROWS[1:]]
    report = bring(book, write_xlsx(tmp_path / "资产台账2.xlsx", [HEAD, *changed]))
    assert (report.count("new"), report.count("changed")) == (0, 1)
    assert [row["keeper"] for row in rows_of(book, Asset)] == ["钟二", "周海", "许玉美"]


def test_assets_of_one_name_in_different_homes_are_different(book: Book, tmp_path: Path) -> None:
    twice = [ROWS[2], [*ROWS[2][:6], "蓝丽", "蓝丽", "3506991012030002"]]
    bring(book, write_xlsx(tmp_path / "资产台账.xlsx", [HEAD, *twice]))
    bring(book, write_xlsx(tmp_path / "资产台账2.xlsx", [HEAD, *twice[::-1]]))
    assert [row["owner"] for row in rows_of(book, Asset)] == ["许玉美", "蓝丽"]


def test_a_project_that_comes_later_gets_its_assets_and_contracts(book: Book, tmp_path: Path) -> None:
    head = ["合同编号", "项目名称", "承包单位", "合同金额（元）", "签订日期"]
    bring(book, write_xlsx(tmp_path / "合同.xlsx", [head, ["合-1", "高山蔬菜冷库", "冰山制冷", 680_000, "2023-04-29"]]))
    bring(book, write_xlsx(tmp_path / "资产台账.xlsx", [HEAD, *ROWS]))
    assert {row["project_id"] for row in (*rows_of(book, Asset), *rows_of(book, Contract))} == {None}
    names = ["项目编号", "项目名称", "年度", "建设内容", "资金投入合计"]
    bring(book, write_xlsx(tmp_path / "项目.xlsx", [names, ["35069920230001", "高山蔬菜冷库", 2023, "建冷库1座",
    680_000]]))
    (project,) = rows_of(book, Project)
    (contract,) = rows_of(book, Contract)
    assert (contract["project_id"], contract["project_code"]) == (project["id"], "35069920230001")
    assert rows_of(book, Asset)[0]["project_id"] == project["id"]


def test_the_books_own_asset_ledger_comes_back_unchanged(sample: Book, tmp_path: Path) -> None:
    target = tmp_path / "资产台账.xlsx"
    tables.export(sample, "assets", target, on=TODAY)
    before = {row["id"]: {k: v for k, v in row.items() if k != "extra"} for row in rows_of(sample, Asset)}
    report = bring(sample, target)
    assert report.count("new") == 0
    after = {row["id"]: {k: v for k, v in row.items() if k != "extra"} for row in rows_of(sample, Asset)}
    ignored = {"import_row_id"}
    assert {k: {n: v for n, v in row.items() if n not in ignored} for k, row in after.items()} == {
        k: {n: v for n, v in row.items() if n not in ignored} for k, row in before.items()}


def test_an_import_of_assets_is_one_operation_to_undo(book: Book, tmp_path: Path) -> None:
    bring(book, write_xlsx(tmp_path / "资产台账.xlsx", [HEAD, *ROWS]))
    history.undo_last(book, actor="测试")
    assert rows_of(book, Asset) == []
    key: uuid.UUID = assets.add(book, {"name": "路灯", "kind": "公益性资产"}, actor="测试")[1]
    assert assets.view(book, key, TODAY).name == "路灯"
