"""Checks of what must be made public each quarter and year."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import add, an_entry
from villagebook.models import Notice

D = dt.date
POSTED = dt.datetime(2025, 4, 9, 1, tzinfo=dt.UTC)


@pytest.fixture
def accounts(conn, village):
    """Give a function: quarter, day -> accounts that hung; the book has money since February."""
    an_entry(conn, village, "记-0001", "到账", 100, posted=True, on=D(2025, 2, 1))
    return lambda period, on: add(
        conn, Notice, village_id=village, number=period, year=2025, serial=1, kind="village-accounts", state="公示中",
        subject={"period": period}, from_on=on, posted_at=POSTED)


def test_fires_notice_duty_missed(accounts, found):
    accounts("2025Q1", D(2025, 4, 9))
    assert found("notice.duty-missed") == [
        ("2025年第二季度", "张贴日期", None, None), ("2025年第三季度", "张贴日期", None, None)]


def test_silent_on_notice_duty_missed(conn, village, accounts, found):
    accounts("2025Q2", D(2025, 7, 9))
    accounts("2025Q3", D(2025, 10, 31))
    assert found("notice.duty-missed") == []
