"""Posting, reversing, writing entries: what is refused and why, what wants a reason, what never changes again."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select

from tests.builders import a_project
from tests.unit.services.conftest import TODAY
from villagebook.base.errors import UserError
from villagebook.models import FundEntry
from villagebook.services import fields, history, money, tables
from villagebook.services.money import PostReport
from villagebook.store import Book, Undo

PROJECT = "35069920250008"
MARCH = dt.date(2025, 3, 10)


@pytest.fixture
def ledger(book: Book) -> Book:
    """A book with one project that has received 1,000.00 元 from 中央, posted as 记-0001."""
    with book.work("test", "测试", "项目", Undo.NONE) as work:
        a_project(work, book.village_id, code=PROJECT, accepted_on=dt.date(2025, 6, 1))
        work.commit()
    write(book, kind="到账", amount_fen=100_000, voucher="记-0001")
    assert post(book).posted == ("记-0001",)
    return book


def write(book: Book, **values: Any) -> str:
    """Write a draft of a 支出 of 100.00 元 from 中央, unless the values say otherwise; return its voucher."""
    given = {"date": MARCH, "project_code": PROJECT, "kind": "支出", "source": "中央", "amount_fen": 10_000, **values}
    money.write_entry(book, given, actor="测试")
    return str(entries(book)[-1]["voucher"])


def post(book: Book, *vouchers: str, why: str = "") -> PostReport:
    """Post these vouchers, or all."""
    return money.post(book, vouchers or None, actor="测试", today=TODAY, why=why)


def entries(book: Book) -> list[dict[str, Any]]:
    """All entries in the order of writing."""
    with book.read() as connection:
        query = select(FundEntry.__table__).order_by(FundEntry.id)
        return [dict(row) for row in connection.execute(query).mappings()]


def entry(book: Book, voucher: str) -> dict[str, Any]:
    """The entry with this voucher."""
    return next(row for row in entries(book) if row["voucher"] == voucher)


def balances(book: Book, name: str) -> int:
    """One figure summed over projects and sources, in fen."""
    return int(tables.totals(book, "fund-balances", tables.scope(book, TODAY))[name] or 0)


# --- posting ----------------------------------------------------------------------------------------------------------


def test_all_drafts_of_clean_lists_are_posted_in_one_operation(imported: Book) -> None:
    before = len(history.entries(imported))
    report = post(imported)
    assert len(report.posted) == 184
    assert report.refused == ()
    assert all(row["posted_at"] is not None for row in entries(imported))
    assert len(history.entries(imported)) == before + 1
    assert history.entries(imported, 1)[0].heading == "入账 184 笔"


def test_posting_again_finds_nothing_and_makes_no_operation(ledger: Book) -> None:
    head = history.head(ledger)
    report = post(ledger)
    assert (report.changed.seq, report.posted, report.refused) == (None, (), ())
    assert history.head(ledger) == head


def test_chosen_vouchers_are_posted_and_the_others_stay_drafts(ledger: Book) -> None:
    write(ledger, voucher="记-0002")
    write(ledger, voucher="记-0003")
    assert post(ledger, "记-0002").posted == ("记-0002",)
    assert entry(ledger, "记-0003")["posted_at"] is None


@pytest.mark.parametrize(("voucher", "says"), [("记-0001", "已经入账"), ("记-0999", "没有凭证号")])
def test_a_voucher_that_is_no_draft_is_refused_in_words(ledger: Book, voucher: str, says: str) -> None:
    head = history.head(ledger)
    with pytest.raises(UserError, match=says) as caught:
        post(ledger, voucher)
    assert voucher in str(caught.value)
    assert history.head(ledger) == head


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"date": None, "voucher": "记-0002"}, "没有日期"),
        ({"kind": None}, "没有类型"),
        ({"amount_fen": None}, "没有金额"),
        ({"amount_fen": 0}, "金额是 0"),
        ({"amount_fen": -1}, "金额的正负与类型不符"),
        ({"kind": "冲销", "amount_fen": 1}, "金额的正负与类型不符"),
        ({"kind": "冲销", "amount_fen": -1}, "没有写明冲销哪一笔，或那一笔不在书里"),
        ({"voucher": "记-0001"}, "凭证号已经用过"),
    ],
)
def test_what_is_no_entry_stays_a_draft_with_the_reason(ledger: Book, values: dict[str, Any], reason: str) -> None:
    write(ledger, **values)
    written = entries(ledger)[-1]
    report = post(ledger)
    assert (report.posted, [why for _, why in report.refused]) == ((), [reason])
    assert entries(ledger)[-1] == written


def test_a_draft_without_a_voucher_is_named_so(ledger: Book) -> None:
    write(ledger, date=None)
    assert post(ledger).refused == (("（没有凭证号）", "没有日期"),)


def test_two_drafts_with_one_voucher_are_both_refused(ledger: Book) -> None:
    write(ledger, voucher="记-0002")
    write(ledger, voucher="记-0002")
    assert post(ledger).refused == (("记-0002", "两笔草稿用了同一个凭证号"),) * 2


def test_a_voucher_may_stand_again_in_another_year(ledger: Book) -> None:
    write(ledger, voucher="记-0001", date=dt.date(2026, 1, 5))
    assert post(ledger).posted == ("记-0001",)


def test_one_bad_draft_does_not_keep_those_before_it_from_being_posted(ledger: Book) -> None:
    write(ledger, voucher="记-0002")
    write(ledger, voucher="记-0003", amount_fen=0)
    report = post(ledger)
    assert report.posted == ("记-0002",)
    assert report.refused == (("记-0003", "金额是 0"),)


# --- economic findings ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("why", ["", " ", "\n"])
def test_an_economic_finding_wants_a_reason(ledger: Book, why: str) -> None:
    write(ledger, voucher="记-0002", amount_fen=100_001)
    report = post(ledger, why=why)
    assert report.posted == ()
    assert "支出" in report.refused[0][1]
    assert "--why" in report.refused[0][1]


def test_with_a_reason_it_is_posted_and_the_reason_stays(ledger: Book) -> None:
    write(ledger, voucher="记-0002", amount_fen=100_001)
    report = post(ledger, why=" 财政所同意先付，到账后补 ")
    assert report.posted == ("记-0002",)
    assert [voucher for voucher, _ in report.warned] == ["记-0002"]
    assert entry(ledger, "记-0002")["reason"] == "财政所同意先付，到账后补"
    assert history.verify(ledger) == []


def test_only_what_needed_the_reason_carries_it(ledger: Book) -> None:
    write(ledger, voucher="记-0002", amount_fen=100_001)
    write(ledger, voucher="记-0003", kind="到账", source="省", amount_fen=5)
    assert len(post(ledger, why="同意").posted) == 2
    assert [row["reason"] for row in entries(ledger)[1:]] == ["同意", None]


# --- reversing --------------------------------------------------------------------------------------------------------


def test_a_reversal_is_the_same_amount_negative_and_names_its_entry(ledger: Book) -> None:
    original = entry(ledger, "记-0001")
    changed = money.reverse(ledger, "记-0001", dt.date(2025, 4, 1), actor="测试", why="重复到账")
    made = entries(ledger)[-1]
    assert (made["kind"], made["amount_fen"], made["voucher"]) == ("冲销", -100_000, "记-0002")
    assert (made["reverses_id"], made["reverses_text"]) == (original["id"], "记-0001")
    assert [made[name] for name in ("project_id", "source", "payee")] == [
        original[name] for name in ("project_id", "source", "payee")
    ]
    assert (made["memo"], made["reason"], made["date"]) == ("冲销记-0001：重复到账", "重复到账", dt.date(2025, 4, 1))
    assert made["posted_at"] is not None
    assert entry(ledger, "记-0001") == original
    assert changed.heading == "冲销 记-0001（记-0002，−1,000.00 元）"


def test_a_reversal_counts_in_the_figure_of_what_it_reverses(ledger: Book) -> None:
    assert (balances(ledger, "received_fen"), balances(ledger, "balance_fen")) == (100_000, 100_000)
    money.reverse(ledger, "记-0001", MARCH, actor="测试")
    assert [balances(ledger, f"{name}_fen") for name in ("received", "spent", "balance")] == [0, 0, 0]


def test_the_ledger_says_which_entry_is_reversed(ledger: Book) -> None:
    money.reverse(ledger, "记-0001", MARCH, actor="测试")
    rows = tables.listed(ledger, "funds", tables.scope(ledger, TODAY)).rows
    assert [(row["voucher"], row["state"], row["reverses"]) for row in rows] == [
        ("记-0001", "已冲销", None), ("记-0002", "冲销", "记-0001"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("voucher", "on", "says"),
    [
        ("记-0999", MARCH, "没有已入账的记-0999。请核对凭证号"),
        ("记-0002", MARCH, "还是草稿"),
        ("记-0001", dt.date(2025, 3, 9), "早于"),
    ],
)
def test_what_cannot_be_reversed_is_refused_in_words(ledger: Book, voucher: str, on: dt.date, says: str) -> None:
    write(ledger, voucher="记-0002")
    before = entries(ledger)
    with pytest.raises(UserError, match=says):
        money.reverse(ledger, voucher, on, actor="测试")
    assert entries(ledger) == before


def test_an_entry_is_reversed_once_and_a_reversal_never(ledger: Book) -> None:
    money.reverse(ledger, "记-0001", MARCH, actor="测试")
    for voucher, says in (("记-0001", "已经冲销过"), ("记-0002", "本身是冲销")):
        with pytest.raises(UserError, match=says):
            money.reverse(ledger, voucher, MARCH, actor="测试")


@pytest.mark.parametrize(
    ("of", "amount_fen", "reason"),
    [
        ("记-0001", -99_999, "与记-0001的金额不等"),
        ("记-0004", -10_000, "它冲销的记-0004还没有入账"),
        ("记-0002", -100, "记-0002已经冲销过"),
        ("记-0003", -100, "记-0003已经冲销过"),
    ],
)
def test_a_drafted_reversal_that_is_none_is_refused(ledger: Book, of: str, amount_fen: int, reason: str) -> None:
    write(ledger, amount_fen=100)
    assert post(ledger).posted == ("记-0002",)
    money.reverse(ledger, "记-0002", MARCH, actor="测试")  # becomes 记-0003
    write(ledger, amount_fen=0)  # no entry: stays a draft
    write(ledger, voucher="记-0009", kind="冲销", amount_fen=amount_fen, reverses_id=entry(ledger, of)["id"])
    assert dict(post(ledger).refused)["记-0009"] == reason


def test_an_entry_and_its_reversal_are_posted_in_one_act(ledger: Book) -> None:
    """As lists bring them: both drafts; the reversal comes after what it reverses, whatever their vouchers say."""
    write(ledger, voucher="记-0003", amount_fen=100)
    write(ledger, voucher="记-0002", kind="冲销", amount_fen=-100, reverses_id=entry(ledger, "记-0003")["id"])
    assert post(ledger).posted == ("记-0003", "记-0002")


def test_of_two_drafted_reversals_one_is_posted(ledger: Book) -> None:
    for voucher in ("记-0002", "记-0003"):
        write(ledger, voucher=voucher, kind="冲销", amount_fen=-100_000, reverses_id=entry(ledger, "记-0001")["id"])
    report = post(ledger)
    assert report.posted == ("记-0002",)
    assert report.refused == (("记-0003", "记-0001已经冲销过"),)


# --- what is posted never changes -------------------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "text"), [("amount_fen", "1"), ("memo", "改"), ("date", "2025-01-01"), ("note", "x")])
def test_a_posted_entry_cannot_be_edited(ledger: Book, name: str, text: str) -> None:
    before = entries(ledger)
    with pytest.raises(UserError, match="冲销"):
        fields.edit(ledger, "fund_entry", before[0]["id"], name, text, actor="测试")
    assert entries(ledger) == before


def test_posting_and_reversing_are_not_taken_back_by_undo_but_by_reversal(ledger: Book) -> None:
    money.reverse(ledger, "记-0001", MARCH, actor="测试")
    before = entries(ledger)
    for done, says in zip(history.entries(ledger, 2), ("重新记一笔", "冲销"), strict=True):
        with pytest.raises(UserError, match=says):
            history.undo(ledger, done.seq, actor="测试")
    assert entries(ledger) == before


def test_writing_a_draft_that_was_posted_since_cannot_be_undone(ledger: Book) -> None:
    written = next(one for one in history.entries(ledger) if one.verb == "funds.write")
    before = entries(ledger)
    result = history.undo(ledger, written.seq, actor="测试")
    assert result.done is None
    assert {conflict.code for conflict in result.conflicts} == {"记-0001"}
    assert entries(ledger) == before


# --- writing ----------------------------------------------------------------------------------------------------------


def test_an_entry_is_written_as_a_draft_of_its_project(ledger: Book) -> None:
    write(ledger, memo="鸡苗款", payee="某商店")
    made = entries(ledger)[-1]
    assert (made["voucher"], made["year"], made["posted_at"]) == ("记-0002", 2025, None)
    assert made["project_id"] is not None
    assert history.entries(ledger, 1)[0].heading == "记一笔 记-0002 鸡苗款"


def test_an_unknown_project_is_kept_as_typed(ledger: Book) -> None:
    write(ledger, project_code="35069920259999")
    assert (entries(ledger)[-1]["project_code"], entries(ledger)[-1]["project_id"]) == ("35069920259999", None)


def test_a_draft_can_be_undone_and_done_again(ledger: Book) -> None:
    write(ledger)
    written = entries(ledger)
    history.undo_last(ledger, actor="测试")
    assert entries(ledger) == written[:-1]
    history.redo_last(ledger, actor="测试")
    assert entries(ledger) == written


@pytest.mark.parametrize(
    ("vouchers", "year", "expected"),
    [
        ((), 2025, "记-0001"),
        ((("记-0185", 2025),), 2025, "记-0186"),
        ((("记-0185", 2025), ("记-0007", 2026)), 2026, "记-0001"),
        ((("记-9", 2025), ("记-10", 2025)), 2025, "记-1"),
        ((("银付-099", 2025),), 2025, "银付-100"),
        ((("银付-099", 2025), ("记-0001", 2025)), 2025, "记-0002"),
        ((("记-0999", 2025),), 2025, "记-1000"),
        ((("现金", 2025),), 2025, "记-0001"),
        ((("记-0001", 2025), ("记-0003", 2025)), 2025, "记-0002"),
    ],
)
def test_the_next_voucher_of_drafts_is_the_first_that_is_free(
    book: Book, vouchers: tuple[tuple[str, int], ...], year: int, expected: str
) -> None:
    for voucher, its in vouchers:
        write(book, voucher=voucher, date=dt.date(its, 3, 10))
    assert write(book, date=dt.date(year, 3, 10)) == expected


@pytest.mark.parametrize("posted", [1, 3])
def test_the_next_voucher_stands_behind_the_posted_ones_and_a_discarded_one_is_taken_again(
    ledger: Book, posted: int
) -> None:
    for _ in range(3):
        write(ledger)
    post(ledger, *(f"记-{n:04d}" for n in range(2, posted + 2)))
    if posted == 1:
        money.discard(ledger, entry(ledger, "记-0003")["id"], actor="测试")
        assert write(ledger) == "记-0003"
    assert write(ledger) == "记-0005"


def test_behind_9999_numbers_grow_by_a_place(book: Book) -> None:
    with book.work("test", "测试", "一年", Undo.NONE) as work:
        work.write_rows(FundEntry, [
            {"village_id": book.village_id, "year": 2025, "date": MARCH, "voucher": f"记-{n:04d}", "kind": "到账",
             "amount_fen": 1, "posted_at": work.now}
            for n in range(9_970, 10_030)
        ])  # fmt: skip
        work.commit()
    assert write(book) == "记-10030"
    assert post(book).posted == ("记-10030",) or post(book, why="有原因").posted == ("记-10030",)


# --- no gaps ----------------------------------------------------------------------------------------------------------


def test_a_typed_number_that_would_leave_a_gap_is_refused_in_words(ledger: Book) -> None:
    write(ledger, voucher="记-0003")
    write(ledger, voucher="记-0004")
    report = post(ledger, why="有原因也不行")
    assert report.refused == (
        ("记-0003", "记-0003前面缺记-0002，入账后凭证号会断号"), ("记-0004", "前面的记-0003没有入账"),
    )  # fmt: skip
    assert (len(report.misplaced), report.wanting) == (2, ())


def test_on_request_it_is_numbered_anew_and_a_waiting_draft_makes_room(ledger: Book) -> None:
    write(ledger, voucher="记-0002", amount_fen=0)  # stays a draft
    write(ledger, voucher="记-0007", memo="后来的")
    report = money.post(ledger, None, actor="测试", today=TODAY, renumber=True)
    assert report.posted == ("记-0002",)
    assert report.moved == (("记-0007", "记-0002"), ("记-0002", "记-0003"))
    assert [(row["voucher"], row["memo"]) for row in entries(ledger)[1:]] == [("记-0003", None), ("记-0002", "后来的")]


def test_drafts_without_a_number_are_put_behind_the_posted_ones(ledger: Book) -> None:
    waiting = write(ledger, amount_fen=0)
    money.write_entry(ledger, {"date": MARCH, "voucher": "", "kind": "到账", "amount_fen": 5}, actor="测试")
    assert waiting == "记-0002"
    report = money.post(ledger, None, actor="测试", today=TODAY, number=True)
    assert report.posted == ("记-0002",)
    assert report.moved == (("记-0002", "记-0003"),)


def test_numbers_below_and_inside_a_gap_join_the_posted_ones(book: Book) -> None:
    for number in (148, 149):
        write(book, voucher=f"记-0{number}", kind="到账")
    assert len(post(book).posted) == 2  # a book taken into use in the middle of a year
    write(book, voucher="记-0146", kind="到账")
    assert "断号" in post(book).refused[0][1]
    write(book, voucher="记-0147", kind="到账")
    assert post(book).posted == ("记-0146", "记-0147")


def test_a_gap_on_paper_is_jumped_with_a_reason(imported: Book) -> None:
    """Numbers of an imported list stand on paper: they stay, and what is missing is told."""
    with imported.read() as connection:
        query = select(FundEntry.id).where(FundEntry.voucher == "记-0100")
        key = connection.execute(query).scalars().one()
    money.discard(imported, key, actor="测试")
    report = post(imported)
    assert len(report.posted) < 100
    missing = ("记-0101", "记-0101前面缺记-0100，入账后凭证号会断号")
    assert missing in [(label, said) for _, label, said in report.wanting]
    assert len(report.following) > 50
    again = post(imported, why="记-0100作废")
    assert missing in again.warned
    assert entry(imported, "记-0101")["reason"] == "记-0100作废"
    assert entry(imported, "记-0103")["posted_over"] is None


# --- running limits ---------------------------------------------------------------------------------------------------


def test_of_two_payments_that_together_are_too_much_the_second_is_asked_about(ledger: Book) -> None:
    write(ledger, amount_fen=60_000)
    write(ledger, amount_fen=50_000)
    report = post(ledger)
    assert (report.posted, [label for _, label, _ in report.wanting]) == (("记-0002",), ["记-0003"])


def test_a_payment_back_then_that_later_ones_have_no_money_for_is_asked_about(ledger: Book) -> None:
    write(ledger, amount_fen=100_000, date=dt.date(2025, 5, 1))
    assert post(ledger).posted == ("记-0002",)
    write(ledger, amount_fen=1, date=dt.date(2025, 4, 1))
    assert [label for _, label, _ in post(ledger).wanting] == ["记-0003"]


def test_money_that_is_only_drafted_cannot_be_spent(ledger: Book) -> None:
    write(ledger, amount_fen=50_000)
    write(ledger, kind="到账", source="省", amount_fen=70_000)
    write(ledger, source="省", amount_fen=70_000)
    report = post(ledger, "记-0002", "记-0004")
    assert report.posted == ("记-0002",)
    post(ledger, "记-0003")
    assert post(ledger, "记-0004").posted == ("记-0004",)


@pytest.mark.parametrize(
    ("planned_fen", "granted_fen", "says"),
    [(900, 1_000, "各来源相加 0.10 万元"), (100_000, 100_001, "项目计划 1,000.00 元"), (100_000, 100_000, "")],
)
def test_a_grant_is_held_against_the_plan(book: Book, planned_fen: int, granted_fen: int, says: str) -> None:
    with book.work("test", "测试", "项目", Undo.NONE) as work:
        a_project(work, book.village_id, code=PROJECT, sources={"中央": 100_000}, planned_fen=planned_fen)
        work.commit()
    write(book, kind="指标下达", amount_fen=granted_fen)
    report = post(book)
    assert [says in said for _, _, said in report.wanting] == ([True] if says else [])
    assert len(report.posted) == (0 if says else 1)


def test_no_more_is_shared_out_than_was_earned(book: Book) -> None:
    write(book, kind="收益", amount_fen=500, source="村集体")
    write(book, kind="分配", amount_fen=300, source=None, project_code="P9")
    write(book, kind="分配", amount_fen=300, source="村集体")
    report = post(book)
    assert (report.posted, len(report.wanting)) == (("记-0001", "记-0002"), 1)
    assert "收益 5.00 元，分配 6.00 元" in report.wanting[0][2]


def test_reasons_are_kept_entry_by_entry(ledger: Book) -> None:
    write(ledger, amount_fen=200_000)
    write(ledger, amount_fen=5, source="县")
    keys = [row["id"] for row in entries(ledger)[1:]]
    report = money.post(
        ledger, None, actor="测试", today=TODAY, why={keys[0]: "财政所同意", keys[1]: "县里后补指标"}
    )
    assert len(report.posted) == 2
    assert [row["reason"] for row in entries(ledger)[1:]] == ["财政所同意", "县里后补指标"]
    assert all("支出" in row["posted_over"] for row in entries(ledger)[1:])


def test_reversing_what_was_spent_already_wants_a_reason(ledger: Book) -> None:
    write(ledger, amount_fen=40_000)
    post(ledger)
    with pytest.raises(UserError, match=r"到账 0\.00 元，支出 400\.00 元"):
        money.reverse(ledger, "记-0001", MARCH, actor="测试")
    money.reverse(ledger, "记-0001", MARCH, actor="测试", why="重复到账")
    assert "支出 400.00 元" in entries(ledger)[-1]["posted_over"]


def test_of_several_years_the_year_must_be_said(ledger: Book) -> None:
    write(ledger, voucher="记-0001", kind="到账", date=dt.date(2026, 1, 5))
    post(ledger)
    with pytest.raises(UserError, match=r"2025、2026年都有记-0001.*--year"):
        money.reverse(ledger, "记-0001", dt.date(2026, 2, 1), actor="测试")
    changed = money.reverse(ledger, "记-0001", dt.date(2026, 2, 1), actor="测试", year=2025)
    assert "记-0002" in changed.heading
