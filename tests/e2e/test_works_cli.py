"""Contracts, acceptances and assets by the command line: from a contract to an asset handed over and let."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests import made_books
from tests.e2e.conftest import Ran, Run, program

STORE, LAMPS = "35069920250703", "35069920250712"


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """The program in a folder with a copy of the sample book."""
    made_books.a_copy(made_books.sample(), tmp_path).rename(tmp_path / "b.vbook")

    def one(noun: str, verb: str, *words: str | Path) -> Ran:
        return program(tmp_path, noun, "b.vbook", verb, *words)

    return one


def test_a_contract_is_entered_changed_settled_and_audited(run: Run) -> None:
    made = run("contract", "add", STORE, "--party", "示范县正直监理公司", "--amount", "9,800", "--kind", "监理", "--on",
               "2025-05-05", "--set", "合同内容=全程监理", "--json").json  # fmt: skip
    number = made["number"]
    assert (made["due_fen"], made["content"], made["state"]) == (980_000, "全程监理", "履行中")
    amended = run("contract", "amend", number, "--by", "200", "--approval", "村两委会议")
    assert "+200.00 元" in amended.out
    refused = run("contract", "settle", number, "--amount", "10000.01", "--on", "2025-11-04")
    assert refused.status == 2
    assert "比合同和变更的10,000.00元多" in refused.err
    assert run("contract", "settle", number, "--amount", "10000", "--on", "2025-11-04").status == 0
    audit = ("--by", "示范县审计所", "--amount", "9900", "--on", "2025-11-05")
    assert run("contract", "audit", number, *audit).status == 0
    shown = run("contract", "show", number, "--json").json
    assert (shown["due_fen"], shown["state"]) == (990_000, "已审定")
    assert number in run("contract", "list", "--project", STORE).out
    assert run("contract", "remove", number).status == 0
    assert run("contract", "show", number).status == 2


def test_an_acceptance_that_finds_faults_is_mended_and_dates_the_project(run: Run) -> None:
    made = run("acceptance", "add", STORE, "--kind", "乡镇验收", "--on", "2025-11-03", "--item", "建冷库:1:1:座",
               "--item", "库容:300:280:立方米", "--member", "林晓芸:村委会:文书", "--set", "验收结论=整改", "--set",
               "整改事项=保温门漏风", "--set", "整改期限=2025-11-10", "--json").json  # fmt: skip
    assert [(item["planned"], item["done"]) for item in made["items"]] == [("1", "1"), ("300", "280")]
    assert "合格" not in made["opinion"]
    assert made["members"] == [{"name": "林晓芸", "unit": "村委会", "post": "文书"}]
    assert run("acceptance", "mend", STORE, "--on", "2025-11-05").status == 0
    shown = run("acceptance", "show", STORE, "--json").json
    assert (shown["state"], shown["result"]) == ("已整改", "合格")
    assert "实际完成建冷库1座，库容280立方米" in shown["opinion"]


def test_an_asset_is_formed_handed_over_let_and_disposed_of(run: Run) -> None:
    (made,) = run("asset", "form", STORE, "--set", "资产名称=冷库", "--set", "管护责任人=林晓芸", "--json").json
    code = made["code"]
    assert (made["kind"], made["origin"], made["total_fen"]) == ("经营性资产", "高山蔬菜冷库", 68_000_000)
    assert run("asset", "confirm", code, "--on", "2025-10-25").status == 0
    sides = ("--by", "云岭镇人民政府", "--to", "上云村村民委员会")
    assert run("asset", "hand-over", code, *sides, "--on", "2025-10-26").status == 0
    term = ("--from", "2025-11-01", "--through", "2028-10-31", "--income", "30000", "--on", "2025-10-27")
    assert run("asset", "let", code, "--to", "示范县冰山制冷公司", *term).status == 0
    unapproved = run("asset", "dispose", code, "--how", "出售", "--on", "2025-11-05")
    assert unapproved.status == 2
    assert "要有批准" in unapproved.err
    assert run("asset", "dispose", code, "--how", "出售", "--approval", "云岭镇批复", "--on", "2025-11-05").status == 0
    shown = run("asset", "show", code, "--on", "2025-11-05", "--json").json
    assert [event["kind"] for event in shown["events"]] == ["确权", "移交", "出租", "处置"]
    assert (shown["state"], shown["operator"], shown["income_fen"]) == ("处置", "示范县冰山制冷公司", 3_000_000)
    listed = {row["code"]: row["state"] for row in run("asset", "list", "--on", "2025-11-04", "--json").json}
    assert listed[code] == "在用"


def test_payments_and_income_are_written_from_where_they_belong(run: Run, tmp_path: Path) -> None:
    lamps = run("contract", "list", "--project", LAMPS, "--json").json[0]["number"]
    assert "12,960.00 元" in run("contract", "pay", lamps, "--on", "2025-11-05").out
    refused = run("contract", "pay", lamps, "--from", "县=0.01", "--on", "2025-11-05")
    assert refused.status == 2
    assert "只剩0.00元没付" in refused.err
    assert run("asset", "earn", "资2025-002", "--amount", "18000", "--on", "2025-11-05").status == 0
    rows = program(tmp_path, "list", "b.vbook", "funds", "--json").json["rows"]
    drafts = [(row["kind"], row["amount_fen"]) for row in rows if row["state"] == "草稿"]
    assert {("支出", 796_000), ("支出", 500_000), ("收益", 1_800_000)} <= set(drafts)


def test_each_household_of_a_roster_can_have_its_own_asset(run: Run) -> None:
    made = run("asset", "form", "35069920250706", "--each-household", "--json").json
    assert len(made) == 14
    assert {one["kind"] for one in made} == {"到户类资产"}


def test_a_wrong_heading_is_named(run: Run) -> None:
    ran = run("asset", "add", "--name", "路灯", "--kind", "公益性资产", "--set", "颜色=红")
    assert ran.status == 2
    assert "没有“颜色”这一栏" in ran.err
