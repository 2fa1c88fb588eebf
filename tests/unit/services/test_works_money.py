"""Payments written from their contract and income from its asset: proposed, shared among the sources, drafts."""

from __future__ import annotations

import uuid

import pytest

from tests.unit.services.conftest import TODAY
from villagebook.base.errors import UserError
from villagebook.services import assets, contracts, money, projects, works_money
from villagebook.store import Book

ROAD = "35069920250002"


@pytest.fixture
def contract(book: Book) -> uuid.UUID:
    """A contract of 100,000.01 yuan with a deposit of a tenth, planned from one source."""
    project = projects.add(book, name="水泥路", year=2025, code=ROAD, planned_fen=10_000_001, source="中央",
    actor="测试")[1]
    texts = {"party": "通达路桥", "kind": "施工", "amount_fen": "100000.01", "retention_share": "10"}
    return contracts.add(book, project, texts, actor="测试")[1]


def pay(book: Book, contract: uuid.UUID, **amounts: int) -> None:
    given = works_money.next_payment(book, contract, TODAY)
    works_money.pay(book, contract, TODAY, amounts or dict(given.by_source), step=given.step, actor="测试")


def proposed(book: Book, contract: uuid.UUID) -> tuple[str, int]:
    given = works_money.next_payment(book, contract, TODAY)
    return given.step, given.fen


def test_payments_are_proposed_by_the_steps_of_the_rules_until_all_is_paid(book: Book, contract: uuid.UUID) -> None:
    assert proposed(book, contract) == ("开工款", 4_000_000)
    pay(book, contract)
    assert proposed(book, contract) == ("进度款", 5_000_000)
    pay(book, contract)
    # Half a fen of the deposit was rounded up: what is left is the deposit.
    assert proposed(book, contract)[0] in ("进度款", "质保金")
    view = contracts.view(book, contract)
    assert sum(one.fen for one in view.entries) == 9_000_000
    assert all(not one.posted for one in view.entries)


def test_after_the_acceptance_what_is_left_but_the_deposit_comes_and_then_the_deposit(sample: Book) -> None:
    (view,) = contracts.of_project(sample, projects.key_of(sample, "35069920250712"))
    assert proposed(sample, view.key) == ("质保金", 1_296_000)
    given = works_money.next_payment(sample, view.key, TODAY)
    assert [source for source, _ in given.by_source] == ["县", "社会捐赠"]
    assert given.fen == sum(fen for _, fen in given.by_source)


def test_a_payment_out_of_several_sources_is_one_operation_with_numbers_in_a_row(sample: Book) -> None:
    (view,) = contracts.of_project(sample, projects.key_of(sample, "35069920250712"))
    done = works_money.pay(sample, view.key, TODAY, {"县": 796_000, "社会捐赠": 500_000}, step="质保金", actor="测试")
    assert done.heading == "记合同付款 村庄公共照明采购安装合同 12,960.00 元"
    drafts = [one for one in contracts.view(sample, view.key).entries if not one.posted]
    assert [(one.source, one.fen, one.step) for one in drafts] == [("县", 796_000, "质保金"), ("社会捐赠", 500_000,
    "质保金")]
    first, second = (int(one.voucher.rpartition("-")[2]) for one in drafts)
    assert second == first + 1
    with pytest.raises(UserError, match=r"只剩0\.00元没付"):
        works_money.pay(sample, view.key, TODAY, {"县": 1}, actor="测试")


def test_a_payment_written_so_can_be_posted(book: Book, contract: uuid.UUID) -> None:
    pay(book, contract)
    (draft,) = contracts.view(book, contract).entries
    report = money.post(book, [draft.voucher], actor="测试", today=TODAY, why="没有到账的试")
    assert report.posted == (draft.voucher,)
    assert contracts.view(book, contract).paid_fen == 4_000_000


@pytest.mark.parametrize(
    ("amounts", "said"), [({"中央": 0}, "没有写付多少"), ({"中央": -1}, "不能小于 0"), ({"中央": 10_000_002}, "只剩")])
def test_what_cannot_be_paid_is_refused(book: Book, contract: uuid.UUID, amounts: dict[str, int], said: str) -> None:
    with pytest.raises(UserError, match=said):
        pay(book, contract, **amounts)
    assert contracts.view(book, contract).entries == ()


def test_income_is_written_from_its_asset_and_counts_once_it_is_posted(book: Book) -> None:
    key = assets.add(book, {"name": "冷库", "kind": "经营性资产"}, actor="测试")[1]
    with pytest.raises(UserError, match="没有写收到多少"):
        works_money.earn(book, key, TODAY, 0, actor="测试")
    works_money.earn(book, key, TODAY, 3_000_000, payer="冰山制冷公司", actor="测试")
    (draft,) = assets.view(book, key, TODAY).entries
    assert (draft.fen, draft.memo, draft.posted) == (3_000_000, "冷库收益", False)
    assert assets.view(book, key, TODAY).income == ()
    money.post(book, [draft.voucher], actor="测试", today=TODAY, why="试")
    assert [(one.year, one.received_fen) for one in assets.view(book, key, TODAY).income] == [(2025, 3_000_000)]
