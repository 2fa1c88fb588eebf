"""Closing months and years: what stands against it, what is kept, what is refused afterwards, reopening."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from sqlalchemy import select
from sqlcipher3 import dbapi2

from tests.builders import a_project
from villagebook.base.errors import UserError
from villagebook.models import Closing, FundEntry
from villagebook.services import closings, history, money
from villagebook.services.closings import CLOSED, OPEN, REOPENED
from villagebook.store import Book, Undo

TODAY = dt.date(2025, 11, 5)
PROJECT = "35069920250008"


@pytest.fixture
def ledger(book: Book) -> Book:
    """Posted: 1,000.00 元 arrived on 10 March, 300.00 spent on 2 April; a draft of 5 May."""
    with book.work("test", "测试", "项目", Undo.NONE) as work:
        a_project(work, book.village_id, code=PROJECT)
        work.commit()
    write(book, dt.date(2025, 3, 10), "到账", 100_000)
    write(book, dt.date(2025, 4, 2), "支出", 30_000)
    assert len(money.post(book, None, actor="测试", today=TODAY).posted) == 2
    write(book, dt.date(2025, 5, 5), "支出", 1_000)
    return book


def write(book: Book, day: dt.date, kind: str, fen: int, **more: Any) -> None:
    values = {"date": day, "project_code": PROJECT, "kind": kind, "source": "中央", "amount_fen": fen, **more}
    money.write_entry(book, values, actor="测试")


def close(book: Book, month: int | None = None, year: int = 2025, today: dt.date = TODAY) -> Any:
    return closings.close(book, year, month, actor="会计", today=today)


def rows(book: Book) -> list[dict[str, Any]]:
    with book.read() as connection:
        return [dict(row) for row in connection.execute(select(Closing.__table__).order_by(Closing.id)).mappings()]


def states(book: Book) -> list[tuple[int | None, str]]:
    return [(one.month, one.state) for one in closings.periods(book, 2025, TODAY)]


def test_a_closing_keeps_what_stood_and_the_head_of_the_chain(ledger: Book) -> None:
    head = history.head(ledger)
    close(ledger, 3)
    close(ledger, 4)
    march, april = rows(ledger)
    assert (march["head"], march["closed_on"], march["closed_by"]) == (head[:12], TODAY, "会计")
    assert march["figures"] == {"entries": 1, "kinds": {"到账": 100_000}, "balances": {"中央": 100_000}}
    assert april["figures"] == {"entries": 1, "kinds": {"支出": 30_000}, "balances": {"中央": 70_000}}
    assert (april["first_voucher"], april["last_voucher"]) == ("记-0002", "记-0002")
    assert history.verify(ledger, march["head"]) == []


def test_months_are_closed_one_after_the_other(ledger: Book) -> None:
    with pytest.raises(UserError, match="请先结2025年3月的账"):
        close(ledger, 4)


def test_drafts_that_wait_are_named(ledger: Book) -> None:
    close(ledger, 3)
    close(ledger, 4)
    with pytest.raises(UserError, match="还有草稿：记-0003"):
        close(ledger, 5)
    assert [one.drafts for one in closings.periods(ledger, 2025, TODAY) if one.month == 5] == [("记-0003",)]


@pytest.mark.parametrize(
    ("month", "today", "says"),
    [(3, dt.date(2025, 3, 30), "2025年3月还没有过完"), (2, TODAY, "没有流水"), (None, TODAY, "2025年度还没有过完")],
)
def test_what_cannot_be_closed_is_refused_in_words(ledger: Book, month: int | None, today: dt.date, says: str) -> None:
    with pytest.raises(UserError, match=says):
        close(ledger, month, today=today)
    assert rows(ledger) == []


def test_nothing_is_written_or_reversed_into_a_closed_month(ledger: Book) -> None:
    close(ledger, 3)
    with pytest.raises(UserError, match="2025年3月已经结账"):
        write(ledger, dt.date(2025, 3, 31), "到账", 7)
    with pytest.raises(UserError, match="2025年3月已经结账"):
        money.reverse(ledger, "记-0001", dt.date(2025, 3, 31), actor="测试", why="错")
    with pytest.raises(UserError, match="已经结账"):
        close(ledger, 3)
    money.reverse(ledger, "记-0002", dt.date(2025, 4, 30), actor="测试", why="错")


def test_a_draft_that_a_list_brings_into_a_closed_month_is_not_posted(ledger: Book) -> None:
    close(ledger, 3)
    with ledger.work("test", "测试", "导入", Undo.NONE) as work:
        work.write_rows(FundEntry, [{"village_id": ledger.village_id, "date": dt.date(2025, 3, 5), "year": 2025,
                                     "voucher": "记-0004", "kind": "到账", "source": "省", "amount_fen": 9}])
        work.commit()
    report = money.post(ledger, None, actor="测试", today=TODAY)
    assert ("记-0004", "2025年3月已经结账") in report.refused


def test_the_database_itself_refuses(ledger: Book) -> None:
    """Whatever program writes: an entry into a closed month, a closing that is changed or deleted."""
    close(ledger, 3)
    file = str(ledger.folder / "book.db")
    for statement, says in (
        ("INSERT INTO fund_entry (id, village_id, date, year, posted_at) SELECT randomblob(16), village_id,"
         " '2025-03-31', 2025, posted_at FROM fund_entry WHERE voucher = '记-0001'", "the period is closed"),
        ("UPDATE fund_entry SET date = '2025-03-31', posted_at = '2025-11-05' WHERE voucher = '记-0003'",
         "the period is closed"),
        ("UPDATE closing SET figures = '{}'", "closings stay"),
        ("DELETE FROM closing", "closings stay"),
    ):  # fmt: skip
        with dbapi2.connect(file) as other, pytest.raises(dbapi2.IntegrityError, match=says):
            other.execute(statement)


def test_a_year_closes_the_months_that_are_open(ledger: Book) -> None:
    money.post(ledger, None, actor="测试", today=TODAY)
    close(ledger, 3)
    changed = close(ledger, today=dt.date(2026, 1, 9))
    assert changed.heading == "结账 2025年度"
    assert [(row["year"], row["month"]) for row in rows(ledger)] == [(2025, 3), (2025, 4), (2025, 5), (2025, None)]
    assert rows(ledger)[-1]["figures"]["kinds"] == {"到账": 100_000, "支出": 31_000}
    with pytest.raises(UserError, match="2025年7月已经结账"):
        write(ledger, dt.date(2025, 7, 1), "到账", 1)


def test_a_month_is_reopened_with_a_reason_and_leaves_its_trace(ledger: Book) -> None:
    close(ledger, 3)
    with pytest.raises(UserError, match="写明原因"):
        closings.reopen(ledger, 2025, 3, why=" ", actor="会计", today=TODAY)
    changed = closings.reopen(ledger, 2025, 3, why="漏记一笔", actor="会计", today=TODAY)
    assert changed.heading == "反结账 2025年3月：漏记一笔"
    assert states(ledger)[0] == (3, REOPENED)
    write(ledger, dt.date(2025, 3, 31), "到账", 7)
    money.discard(ledger, _last(ledger), actor="测试")
    close(ledger, 3)
    assert [(row["month"], row["reopened_why"]) for row in rows(ledger)] == [(3, "漏记一笔"), (3, None)]
    assert states(ledger)[0] == (3, CLOSED)
    assert history.verify(ledger) == []


def _last(book: Book) -> Any:
    with book.read() as connection:
        return connection.execute(select(FundEntry.id).order_by(FundEntry.id.desc())).scalars().first()


def test_the_last_closed_is_reopened_first(ledger: Book) -> None:
    close(ledger, 3)
    close(ledger, 4)
    with pytest.raises(UserError, match="2025年4月已经结账"):
        closings.reopen(ledger, 2025, 3, why="漏记", actor="会计", today=TODAY)
    with pytest.raises(UserError, match="没有结账"):
        closings.reopen(ledger, 2025, 7, why="漏记", actor="会计", today=TODAY)


def test_closing_is_not_undone_but_reopened(ledger: Book) -> None:
    close(ledger, 3)
    with pytest.raises(UserError, match="反结账"):
        history.undo(ledger, history.entries(ledger, 1)[0].seq, actor="测试")
    assert states(ledger)[0] == (3, CLOSED)


def test_the_months_of_a_year_with_their_sums(ledger: Book) -> None:
    close(ledger, 3)
    found = {one.month: one for one in closings.periods(ledger, 2025, TODAY)}
    assert list(found) == [3, 4, 5, None]
    assert [(one.entries, len(one.drafts), one.state, one.closable) for one in found.values()] == [
        (1, 0, CLOSED, False), (1, 0, OPEN, True), (0, 1, OPEN, False), (2, 1, OPEN, False),
    ]  # fmt: skip
    assert dict(found[None].kinds) == {"到账": 100_000, "支出": 30_000}
    assert closings.years(ledger) == (2025,)
