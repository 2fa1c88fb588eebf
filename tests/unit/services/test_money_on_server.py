"""Money on a township's PostgreSQL: numbers, limits, pages, closing, and what the server itself refuses."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import IntegrityError

from tests.builders import a_project
from tests.unit.store import server
from tests.unit.store.samples import VILLAGE
from villagebook.base.errors import UserError
from villagebook.services import closings, entries, money, tables
from villagebook.store import Book, Undo, create

PROGRAMS = server.binaries()
TODAY = dt.date(2025, 11, 5)
pytestmark = [
    pytest.mark.postgres,
    pytest.mark.skipif(PROGRAMS is None, reason="no PostgreSQL server is installed (apt-get install postgresql)"),
]


@pytest.fixture(scope="module")
def socket() -> Iterator[Path]:
    assert PROGRAMS is not None
    with server.running(PROGRAMS) as folder:
        yield folder


@pytest.fixture
def name(socket: Path) -> str:
    """A new, empty database."""
    made = f"money_{uuid.uuid4().hex[:12]}"
    engine = create_engine(f"postgresql+psycopg://villagebook@/postgres?host={socket}", isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {made}"))
    engine.dispose()
    return made


@pytest.fixture
def book(socket: Path, name: str, tmp_path: Path) -> Iterator[Book]:
    url = f"postgresql://villagebook@/{name}?host={socket}&files={tmp_path / 'files'}"
    with create(url, VILLAGE, actor="王") as made:
        yield made


def test_money_is_kept_as_in_a_folder(book: Book, socket: Path, name: str) -> None:
    with book.work("test", "王", "项目", Undo.NONE) as work:
        a_project(work, book.village_id, code="P1", accepted_on=dt.date(2025, 2, 1))
        work.commit()
    usual = {"project_code": "P1", "source": "中央"}
    for day, kind, fen in ((1, "到账", 1000), (2, "支出", 700), (3, "支出", 700)):
        money.write_entry(book, {**usual, "date": dt.date(2025, 3, day), "kind": kind, "amount_fen": fen}, actor="王")
    report = money.post(book, None, actor="王", today=TODAY)
    assert (report.posted, len(report.wanting)) == (("记-0001", "记-0002"), 1)
    assert money.post(book, None, actor="王", today=TODAY, why="同意").posted == ("记-0003",)
    assert "记-0004" in money.reverse(book, "记-0003", dt.date(2025, 4, 1), actor="王", why="错").heading
    assert [balance.balance_fen for balance in entries.balances(book, TODAY)] == [300]
    scope = tables.scope(book, TODAY)
    keys = tables.keys(book, "funds", scope)
    assert [row["voucher"] for row in tables.page(book, "funds", scope, keys[:2])] == ["记-0001", "记-0002"]
    assert len(entries.briefs(book, scope)) == 4
    closings.close(book, 2025, 3, actor="王", today=TODAY)
    assert [period.state for period in closings.periods(book, 2025, TODAY)] == ["已结账", "未结账", "未结账"]
    with pytest.raises(UserError, match="已经结账"):
        money.reverse(book, "记-0001", dt.date(2025, 3, 31), actor="王", why="错")
    engine = create_engine(f"postgresql+psycopg://villagebook@/{name}?host={socket}")
    for statement, says in (
        ("INSERT INTO fund_entry (id, village_id, date, year, posted_at) SELECT gen_random_uuid(), village_id, date,"
         " year, posted_at FROM fund_entry WHERE voucher = '记-0001'", "the period is closed"),
        ("UPDATE closing SET head = 'x'", "closings stay"),
        ("DELETE FROM closing", "closings stay"),
    ):  # fmt: skip
        with engine.connect() as other, pytest.raises(IntegrityError, match=says):
            other.execute(text(statement))
    engine.dispose()
    closings.reopen(book, 2025, 3, why="漏记", actor="王", today=TODAY)
    assert closings.periods(book, 2025, TODAY)[0].state == "已反结账"
