"""Asset ledgers and lists of contracts as townships and counties keep them."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from tests.unit.importing.lists import rows_of, table, write_xlsx
from villagebook.importing import drafts, read_file, recognise

#: A township's ledger: one heading over several columns, money in 万元.
TOP = ["序号", "资产名称", "资产类别", "来源项目", None, None, "资金来源（万元）", None, None, "资产原值（万元）",
"数量/规模",
       "坐落地点", "产权归属", "确权层级", "管护责任人", "经营", None, "合同期限", None, "使用状态"]  # fmt: skip
UNDER = [None, None, None, "年度", "项目名称", "文号", "中央资金", "省级资金", "县级", None, None, None, None, None,
None,
         "经营主体", "经营方式", "起", "止", None]  # fmt: skip
MERGED = [(0, 3, 0, 5), (0, 6, 0, 8), (0, 15, 0, 16), (0, 17, 0, 18)]
ROW = [1, "大坪冷库", "经营性", 2023, "高山蔬菜冷库", "示乡振〔2023〕9号", 50, None, 18, 68.5, "300立方米",
"清溪村大坪",
       "清溪村股份经济合作社", "村集体", "林大", "冰山制冷公司", "出租", "2024.01.01", "2026.12.31",
       "正常使用"]  # fmt: skip


def merged_down(columns: int) -> list[tuple[int, int, int, int]]:
    return [*MERGED, *((0, c, 1, c) for c in range(columns) if UNDER[c] is None)]


def test_a_townships_asset_ledger_is_read_with_its_units_and_groups() -> None:
    found = table(TOP, UNDER, ROW, merged=merged_down(len(TOP)))
    assert (found.kind, found.unknown) == ("assets", ())
    (row,) = drafts(found)
    assert row.refused is None
    assert {id.partition(".")[2]: value for id, value in row.values.items()} == {
        "name": "大坪冷库", "kind": "经营性资产", "origin_year": 2023, "origin": "高山蔬菜冷库",
        "document": "示乡振〔2023〕9号", "money": "中央 50.00 万元、县 18.00 万元", "original_fen": 68_500_000,
        "quantity": Decimal(300), "unit": "立方米", "place": "清溪村大坪", "owner": "清溪村股份经济合作社",
        "owner_level": "村", "keeper": "林大", "operator": "冰山制冷公司", "way": "租赁",
        "contract_from": dt.date(2024, 1, 1), "contract_through": dt.date(2026, 12, 31), "state": "在用",
    }  # fmt: skip


def test_the_unit_of_money_may_stand_above_the_ledger() -> None:
    (row,) = rows_of(
        ["清溪村帮扶项目资产台账"], ["单位：万元"], ["资产名称", "资产类别", "资产原值", "产权归属", "管护责任人"],
        ["路灯", "公益性资产", 12.96, "清溪村村民委员会", "周海"])  # fmt: skip
    assert row.values["asset.original_fen"] == 12_960_000


def test_several_things_in_one_cell_of_size_stay_as_they_came() -> None:
    row, plain, whole = rows_of(
        ["资产编号", "资产名称", "资产类别", "规模", "单位", "产权归属"],
        ["1", "渠", "公益性资产", "水渠1.2公里，放水口8处", None, "村委会"], ["2", "灯", "公益性资产", 36, "盏",
        "村委会"],
        ["3", "房", "公益性资产", "一栋", None, "村委会"])  # fmt: skip
    assert row.extra == {"规模": "水渠1.2公里，放水口8处"}
    assert "asset.quantity" not in row.values
    assert (plain.values["asset.quantity"], plain.values["asset.unit"]) == (Decimal(36), "盏")
    assert whole.extra == {"规模": "一栋"}


def test_a_row_without_code_and_name_is_refused() -> None:
    row = rows_of(["资产编号", "资产名称", "资产类别", "资产原值", "产权归属"], [None, None, "公益性资产", 5,
    "村委会"])[0]
    assert row.refused is not None
    assert "不知道是哪项资产" in row.refused


def test_a_list_of_contracts_is_read() -> None:
    (row,) = rows_of(
        ["合同登记表", None, None, None, None, None, None], ["合同编号", "项目名称", "施工单位", "合同价款（万元）",
        "签订时间",
        "质保金比例", "结算价（万元）"], ["2025-07", "岭脚自然村水泥路", "通达路桥", 48.6, "2025/4/1", "10",
        48])  # fmt: skip
    assert row.kind == "contracts"
    assert row.values == {
        "contract.number": "2025-07", "contract.project_code": "岭脚自然村水泥路", "contract.party": "通达路桥",
        "contract.amount_fen": 48_600_000, "contract.signed_on": dt.date(2025, 4, 1),
        "contract.retention_share": Decimal(10), "contract.settled_fen": 48_000_000,
    }  # fmt: skip


def test_totals_and_signers_of_a_ledger_are_no_assets(tmp_path) -> None:  # type: ignore[no-untyped-def]
    path = write_xlsx(tmp_path / "资产.xlsx", [
        ["资产名称", "资产类别", "资产原值（元）", "产权归属", "管护责任人"], ["路灯", "公益性资产", 100, "村委会",
        "周海"],
        ["合计", None, 100, None, None], ["制表：林晓芸", None, "审核：钟长明", None, None]])  # fmt: skip
    (sheet,) = read_file(path).sheets
    found = recognise(sheet)
    assert found is not None
    assert [row.code for row in drafts(found)] == ["路灯"]
