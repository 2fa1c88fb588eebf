"""Collective income shared out: nothing more than came in, decided and told before it is paid, no fen lost."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from tests.builders import a_household, a_meeting, a_project, an_entry
from villagebook.base.errors import UserError
from villagebook.models import DistributionLine, FundEntry, Notice
from villagebook.services import books, distributions, history, money
from villagebook.services.distributions import PartTyped
from villagebook.store import Undo

TODAY, ACTOR, D = dt.date(2025, 12, 30), "测试", dt.date
DONE = {"actor": ACTOR, "today": TODAY}
NUMBER = "清溪公示〔2025〕1号"


class Made:
    """A village with 1,000.00 元 of income, three households, a meeting and a notice that ended on 20 December."""

    def __init__(self, book):
        self.book = book
        with book.work("demo.write", ACTOR, "试", Undo.NONE) as work:
            village = book.village_id
            self.project = a_project(work, village, code="P1", name="光伏电站").project
            an_entry(work, village, "记-0001", "收益", 70_000, project=self.project, source="村集体", on=D(2025, 4, 1),
                     posted=True)  # fmt: skip
            an_entry(work, village, "记-0002", "收益", 30_000, project=self.project, source="村集体", on=D(2025, 9, 1),
                     posted=True)  # fmt: skip
            self.homes = [a_household(work, village, code=f"350699101203000{n}", head=head).household
                          for n, head in enumerate(("许玉美", "王建国", "李大"), 1)]  # fmt: skip
            self.meeting = a_meeting(work, village, D(2025, 12, 5))
            work.write_rows(Notice, inserts=[{
                "id": work.new_id(), "village_id": village, "number": NUMBER, "year": 2025, "serial": 1,
                "kind": "income-distribution", "state": "已摘下", "from_on": D(2025, 12, 10),
                "through_on": D(2025, 12, 20)}])  # fmt: skip
            work.commit()
        _, self.key = distributions.add(book, year=2025, project=self.project, actor=ACTOR)

    @property
    def view(self):
        return distributions.view(self.book, self.key, TODAY)

    def plan(self, **parts):
        distributions.plan(self.book, self.key, [PartTyped(use, fen) for use, fen in parts.items()], actor=ACTOR)

    def decide(self):
        distributions.link(self.book, self.key, meeting=self.meeting, notice=NUMBER, actor=ACTOR)

    def fill(self, use="分红到户", **amount):
        distributions.fill(self.book, self.key, use, self.homes, **amount, **DONE)

    def pay(self, use="分红到户", on=TODAY, **more):
        return distributions.pay(self.book, self.key, use, on, actor=ACTOR, **more)


@pytest.fixture
def made(tmp_path):
    with books.create(tmp_path / "b.vbook", name="清溪村", code="350699101203", actor=ACTOR) as book:
        yield Made(book)


def test_the_income_is_what_the_book_has_of_the_year(made):
    view = made.view
    assert (view.code, view.name, view.state) == ("FP2025-01", "2025年光伏电站收益分配方案", "拟定")
    assert (view.income_fen, view.earned_fen, view.left_fen) == (100_000, 100_000, 100_000)


def test_a_plan_never_adds_up_to_more_than_came_in(made):
    with pytest.raises(UserError, match=r"比收益总额多 0\.01 元"):
        made.plan(分红到户=60_000, 运维费用=40_001)
    with pytest.raises(UserError, match="没有“喝酒”这个用途"):
        made.plan(喝酒=1)
    with pytest.raises(UserError, match="写了两次"):
        distributions.plan(made.book, made.key, [PartTyped("保险", 1), PartTyped("保险", 1)], actor=ACTOR)
    made.plan(分红到户=60_000, 运维费用=2_900)
    assert made.view.hints == ("分配项目合计比收益总额少 371.00 元",)
    made.plan(分红到户=60_000, 村集体留存=40_000)
    assert [part.use for part in made.view.parts] == ["分红到户", "村集体留存"]
    assert made.view.hints == ()


def test_a_sum_is_shared_out_to_the_fen_and_a_list_that_differs_is_said(made):
    made.plan(分红到户=60_000, 村集体留存=40_000)
    made.fill(total_fen=59_999)
    assert [line.amount_fen for line in made.view.lines] == [20_000, 20_000, 19_999]
    assert "分红到户的名单合计 599.99 元，方案是 600.00 元" in made.view.hints
    with pytest.raises(UserError, match="选中的户都在名单里了"):
        made.fill(each_fen=1)


@given(st.integers(0, 10**10), st.integers(1, 400))
def test_shares_lose_no_fen_and_differ_by_one_at_most(total, count):
    found = distributions.shares(total, count)
    assert (sum(found), len(found), max(found) - min(found) in (0, 1)) == (total, count, True)


def test_state_follows_what_is_there(made):
    made.plan(分红到户=60_000, 村集体留存=40_000)
    states = [made.view.state]
    distributions.link(made.book, made.key, meeting=made.meeting, actor=ACTOR)
    states.append(made.view.state)
    distributions.link(made.book, made.key, notice=NUMBER, actor=ACTOR)
    states.append(made.view.state)
    made.fill(each_fen=20_000)
    made.pay()
    states.append(made.view.state)
    money.post(made.book, None, actor=ACTOR, today=TODAY, why="试")
    states.append(made.view.state)
    assert states == ["拟定", "已决议", "公示中", "公示中", "已发放"]
    assert (made.view.paid_fen, made.view.left_fen) == (60_000, 40_000)
    assert all(line.is_paid for line in made.view.lines)


def test_one_entry_for_a_list_or_one_for_each_household(made):
    made.decide()
    made.fill("奖励补助", each_fen=5_000)
    made.fill("分红到户", each_fen=20_000)
    _, (one,) = made.pay("奖励补助")
    _, three = made.pay("分红到户", per_household=True)
    with made.book.read() as connection:
        rows = {row["id"]: row for row in connection.execute(select(FundEntry.__table__)).mappings()}
    assert (rows[one]["kind"], rows[one]["amount_fen"], rows[one]["payee"]) == ("分配", 15_000, "一卡通代发")
    assert [rows[key]["payee"] for key in three] == ["许玉美", "王建国", "李大"]
    vouchers = [rows[key]["voucher"] for key in (one, *three)]
    assert vouchers == ["记-0003", "记-0004", "记-0005", "记-0006"]
    assert {rows[key]["distribution_id"] for key in (one, *three)} == {made.key}
    with pytest.raises(UserError, match="没有要发放的"):
        made.pay("奖励补助")


def test_a_use_without_a_list_is_paid_once(made):
    made.plan(运维费用=2_900)
    made.decide()
    _, (key,) = made.pay("运维费用", payee="示范县明光电器商行")
    with pytest.raises(UserError, match="没有要发放的"):
        made.pay("运维费用")
    money.post(made.book, None, actor=ACTOR, today=TODAY, why="试")
    assert made.view.parts[0].paid_fen == 2_900
    with pytest.raises(UserError, match="没有要发放的"):
        made.pay("运维费用")
    assert made.view.payments[0].key == key


@pytest.mark.parametrize(("linked", "on", "why"), [
    ((), TODAY, "还没有会议决议"),
    (("meeting",), D(2025, 12, 1), "发放不能早于决议"),
    (("meeting",), TODAY, "还没有公示"),
    (("meeting", "notice"), D(2025, 12, 20), "到 2025-12-20 期满"),
])  # fmt: skip
def test_paying_too_early_wants_a_reason_that_stays(made, linked, on, why):
    made.fill(each_fen=100)
    given = {"meeting": made.meeting, "notice": NUMBER}
    if linked:
        distributions.link(made.book, made.key, **{name: given[name] for name in linked}, actor=ACTOR)
    with pytest.raises(UserError, match=why):
        made.pay(on=on)
    _, (key,) = made.pay(on=on, why="春节前先发")
    with made.book.read() as connection:
        assert connection.execute(select(FundEntry.reason).where(FundEntry.id == key)).scalar() == "春节前先发"


def test_a_payment_is_undone_as_one_and_a_reversed_one_is_unpaid(made):
    made.plan(分红到户=60_000, 村集体留存=40_000)
    made.decide()
    made.fill(each_fen=20_000)
    made.pay()
    history.undo_last(made.book, actor=ACTOR)
    assert made.view.payments == ()
    assert {line.voucher for line in made.view.lines} == {""}
    made.pay()
    money.post(made.book, None, actor=ACTOR, today=TODAY, why="试")
    money.reverse(made.book, made.view.payments[0].voucher, TODAY, actor=ACTOR, why="卡号错")
    assert (made.view.paid_fen, made.view.state) == (0, "公示中")
    assert not any(line.is_paid for line in made.view.lines)


def test_a_discarded_payment_leaves_its_lines_unpaid(made):
    made.decide()
    made.fill(each_fen=100)
    _, (key,) = made.pay()
    money.discard(made.book, key, actor=ACTOR)
    assert {(line.voucher, line.paid_on) for line in made.view.lines} == {("", None)}


def test_pasted_rows_say_who_gets_what_and_which_are_not_taken(made):
    rows = distributions.read_pasted(
        made.book, "3506991012030001\t护路\t1,200.00\n王建国\t600\n外村人\t劳务\t50\n没写金额\n李大\t-5", TODAY)
    assert [(r.name, r.household_code[-1:], r.reason, r.amount_fen, r.refused) for r in rows] == [
        ("许玉美", "1", "护路", 120_000, ""), ("王建国", "2", "", 60_000, ""), ("外村人", "", "劳务", 5_000, ""),
        ("没写金额", "", "", None, "最后一格不是金额"), ("李大", "", "", -500, "金额不大于 0"),
    ]  # fmt: skip
    _, count = distributions.paste(made.book, made.key, "奖励补助", rows, actor=ACTOR)
    assert (count, made.view.listed_fen) == (3, 185_000)


def test_a_line_is_typed_for_a_household_or_for_a_name(made):
    distributions.add_line(
        made.book, made.key, {"use": "临时救助", "household_code": "3506991012030001", "amount_fen": 100}, **DONE)
    distributions.add_line(made.book, made.key, {"use": "奖励补助", "name": "陈同学", "amount_fen": 200}, **DONE)
    assert sorted((line.name, line.amount_fen) for line in made.view.lines) == [("许玉美", 100), ("陈同学", 200)]
    with pytest.raises(UserError, match="没有户编号“999”"):
        distributions.add_line(
            made.book, made.key, {"use": "临时救助", "household_code": "999", "amount_fen": 1}, **DONE)
    with pytest.raises(UserError, match="没有写分给谁"):
        distributions.add_line(made.book, made.key, {"use": "临时救助", "amount_fen": 1}, **DONE)
    distributions.remove_lines(made.book, [line.key for line in made.view.lines], actor=ACTOR)
    assert made.view.lines == ()


def test_what_was_paid_is_not_taken_away(made):
    made.decide()
    made.fill(each_fen=100)
    made.pay()
    with pytest.raises(UserError, match="已经记了发放，不能删"):
        distributions.remove_lines(made.book, [made.view.lines[0].key], actor=ACTOR)
    with pytest.raises(UserError, match="是它的发放，不能删"):
        distributions.remove(made.book, made.key, actor=ACTOR)


def test_an_unpaid_one_is_taken_away_whole(made):
    made.plan(保险=100)
    made.fill(each_fen=100)
    distributions.remove(made.book, made.key, actor=ACTOR)
    assert distributions.every(made.book, TODAY) == ()
    with made.book.read() as connection:
        assert connection.execute(select(DistributionLine.id)).first() is None


def test_households_in_need_that_are_left_out_are_only_hinted_at(made):
    with made.book.work("demo.write", ACTOR, "试", Undo.NONE) as work:
        a_household(work, made.book.village_id, code="3506991012030009", head="雷细妹", statuses=("低保户",))
        work.commit()
    made.fill(each_fen=100)
    assert made.view.hints == ("还有 1 户监测对象、特困户或低保户不在名单里（优先照顾弱劳力、无劳力户）",)
