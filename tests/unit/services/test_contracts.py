"""Contracts: entered, changed with approval, settled, audited, and what was paid and is held back under them."""

from __future__ import annotations

import datetime as dt
import uuid

import pytest

from tests.unit.services.conftest import TODAY
from villagebook.base.errors import UserError
from villagebook.models import FundEntry
from villagebook.services import contracts, money, projects
from villagebook.store import Book, Undo

ROAD = "35069920250002"
D = dt.date


@pytest.fixture
def project(book: Book) -> uuid.UUID:
    """A project accepted on 24 June 2025."""
    key = projects.add(book, name="岭脚自然村水泥路", year=2025, code=ROAD, planned_fen=48_600_000, source="中央",
                       actor="测试")[1]  # fmt: skip
    with book.work("record.edit", "测试", "验收", Undo.INVERSE) as work:
        from villagebook.models import Project

        work.write_rows(Project, updates=[(key, {"accepted_on": D(2025, 6, 24)})])
        work.commit()
    return key


def made(book: Book, project: uuid.UUID, **texts: str) -> uuid.UUID:
    given = {"party": "示范县通达路桥工程队", "kind": "施工", "amount_fen": "486,000.00",
    "signed_on": "2025-04-02"} | texts
    return contracts.add(book, project, given, actor="测试")[1]


def pay(book: Book, contract: uuid.UUID, fen: int, step: str | None = None, **fields: object) -> uuid.UUID:
    values = {"date": D(2025, 4, 10), "kind": "支出", "amount_fen": fen, "source": "中央", "contract_id": contract,
              "payment_step": step, "posted_at": dt.datetime(2025, 4, 11, tzinfo=dt.UTC), **fields}  # fmt: skip
    with book.work("record.edit", "测试", "付款", Undo.INVERSE) as work:
        key = work.new_id()
        work.write_rows(FundEntry, inserts=[{"id": key, "village_id": book.village_id, "year": 2025, **values}])
        work.commit()
    return key


def test_numbers_follow_the_year_of_signing_and_are_not_used_twice(book: Book, project: uuid.UUID) -> None:
    keys = [made(book, project), made(book, project), made(book, project, number="施-7")]
    assert [contracts.view(book, key).values["number"] for key in keys] == ["合同2025-01", "合同2025-02", "施-7"]
    with pytest.raises(UserError, match="“施-7”已经用了"):
        made(book, project, number="施-7")


def test_what_is_paid_counts_posted_entries_and_their_reversals_only(book: Book, project: uuid.UUID) -> None:
    key = made(book, project, retention_share="10")
    wrong = pay(book, key, 19_440_000)
    pay(book, key, 5_000_000, posted_at=None)
    pay(book, key, 4_860_000, "质保金")
    # A reversal names the entry, not the contract.
    pay(book, None, -19_440_000, kind="冲销", reverses_id=wrong)  # type: ignore[arg-type]
    one = contracts.view(book, key)
    assert (one.paid_fen, one.returned_fen, one.retention_fen, one.held_fen) == (4_860_000, 4_860_000, 4_860_000, 0)
    assert one.left_fen == 48_600_000 - 4_860_000
    assert len(one.entries) == 4


def test_the_deposit_is_held_for_a_year_unless_agreed_otherwise(book: Book, project: uuid.UUID) -> None:
    key = made(book, project, retention_share="10")
    assert contracts.view(book, key).until == D(2026, 6, 24)
    contracts.correct(book, key, {"retention_until": "2027-06-24"}, actor="测试")
    assert contracts.view(book, key).until == D(2027, 6, 24)


def test_a_change_needs_its_approval_and_adds_up(book: Book, project: uuid.UUID) -> None:
    key = made(book, project)
    with pytest.raises(UserError, match="没有写变更是谁批准的"):
        contracts.amend(book, key, 100, " ", actor="测试")
    contracts.amend(book, key, 1_000_000, "2025年5月8日村两委会议", actor="测试")
    done = contracts.amend(book, key, -200_000, "云岭镇批复", actor="测试")
    assert done.heading == "合同变更 施工合同 示范县通达路桥工程队 −2,000.00 元"
    one = contracts.view(book, key)
    assert one.due_fen == 48_600_000 + 800_000
    assert one.values["change_approval"] == "2025年5月8日村两委会议；云岭镇批复"
    with pytest.raises(UserError, match="比合同金额还多"):
        contracts.amend(book, key, -60_000_000, "批复", actor="测试")


def test_settling_above_what_was_agreed_asks_for_a_reason_and_keeps_it(book: Book, project: uuid.UUID) -> None:
    key = made(book, project)
    with pytest.raises(UserError, match=r"比合同和变更的486,000\.00元多"):
        contracts.settle(book, key, TODAY, 49_000_000, actor="测试")
    contracts.settle(book, key, TODAY, 49_000_000, actor="测试", why="路基换填")
    one = contracts.view(book, key)
    assert (one.state, one.due_fen, one.values["note"]) == ("已结算", 49_000_000, "结算超过合同：路基换填")


def test_an_audit_follows_the_settlement_and_lowers_what_is_due(book: Book, project: uuid.UUID) -> None:
    key = made(book, project)
    with pytest.raises(UserError, match="还没有结算"):
        contracts.audit(book, key, TODAY, "示范县审计所", 1, actor="测试")
    contracts.settle(book, key, TODAY, 48_000_000, actor="测试")
    with pytest.raises(UserError, match="审定金额应在 0 和结算金额之间"):
        contracts.audit(book, key, TODAY, "示范县审计所", 48_000_001, actor="测试")
    contracts.audit(book, key, TODAY, "示范县审计所", 47_000_000, actor="测试")
    one = contracts.view(book, key)
    assert (one.state, one.due_fen) == ("已审定", 47_000_000)


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        ({"party": ""}, "没有写承包单位"),
        ({"amount_fen": ""}, "没有写合同金额"),
        ({"signed_on": "二月三十"}, "签订日期"),
    ],
)
def test_what_a_contract_cannot_do_without_is_asked(
    book: Book, project: uuid.UUID, texts: dict[str, str], said: str
) -> None:
    with pytest.raises(UserError, match=said):
        made(book, project, **texts)
    assert contracts.of_project(book, project) == ()


def test_a_contract_under_which_money_was_entered_is_not_removed(book: Book, project: uuid.UUID) -> None:
    key = made(book, project)
    pay(book, key, 100, voucher="记-0007")
    with pytest.raises(UserError, match="记-0007记在这份合同下"):
        contracts.remove(book, key, actor="测试")
    other = made(book, project)
    contracts.remove(book, other, actor="测试")
    assert [one.key for one in contracts.of_project(book, project)] == [key]


def test_a_voucher_can_be_written_for_a_contract(book: Book, project: uuid.UUID) -> None:
    key = made(book, project)
    values = {"date": TODAY, "kind": "支出", "amount_fen": 100, "source": "中央", "contract_id": key}
    money.write_entry(book, values, actor="测试")
    assert [one.posted for one in contracts.view(book, key).entries] == [False]


def test_a_removed_contract_does_not_come_back_beside_one_of_its_number(book: Book, project: uuid.UUID) -> None:
    from villagebook.services import history

    gone = contracts.remove(book, made(book, project, number="施-7"), actor="测试")
    assert gone.seq is not None
    made(book, project, number="施-7")
    assert "后来用了同一个“合同编号”" in history.undo(book, gone.seq, actor="测试").conflicts[0].message
    history.undo_last(book, actor="测试")
    assert history.undo(book, gone.seq, actor="测试").conflicts == ()
