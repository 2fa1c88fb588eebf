"""Checks of help from outside."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import add, an_entry
from villagebook.models import SocialHelp

D = dt.date
GIFT = {"code": "2025-01", "date": D(2025, 10, 1), "kind": "捐助资金", "giver": "乡贤", "amount_fen": 500_000}


@pytest.fixture
def help(conn, village):
    return lambda **fields: add(conn, SocialHelp, village_id=village, **{**GIFT, **fields})


@pytest.fixture
def entry(conn, village):
    """Give a function: kind, amount, matter -> an entry that names it."""
    return lambda kind, amount, matter: an_entry(
        conn, village, f"记-{kind}", kind, amount, social_help_id=matter, posted=True)


def test_fires_donations_overused(help, entry, found):
    key = help()
    entry("到账", 500_000, key)
    entry("支出", 500_001, key)
    typed = help(code="2025-02", used_fen=600_000)
    assert found("donations.overused") == [
        ("2025-01", "已使用金额", "social_help", str(key)), ("2025-02", "已使用金额", "social_help", str(typed))]


def test_silent_on_donations_overused(help, entry, found):
    entry("支出", 500_000, help())
    help(kind="帮扶资金使用", used_fen=900_000)
    help(amount_fen=None, used_fen=1)
    assert found("donations.overused") == []


def test_fires_donations_no_entry(help, found):
    key = help()
    assert found("donations.no-entry") == [("2025-01", "帮扶资金", "social_help", str(key))]


def test_silent_on_donations_no_entry(help, entry, home_of, found):
    entry("到账", 500_000, help())
    help(kind="社会力量办实事")
    help(household_id=home_of("脱贫户"))
    assert found("donations.no-entry") == []


def test_fires_donations_feedback(help, found):
    unused = help(date=D(2025, 4, 1))
    silent = help(code="2025-02", date=D(2025, 4, 2), used="装路灯")
    assert found("donations.feedback") == [
        ("2025-01", "使用情况", "social_help", str(unused)), ("2025-02", "反馈情况", "social_help", str(silent))]


def test_silent_on_donations_feedback(help, found):
    help()
    help(date=D(2025, 4, 1), used="装路灯", feedback="寄照片")
    help(date=D(2025, 4, 1), kind="领导调研考察", amount_fen=None)
    assert found("donations.feedback") == []


def test_fires_donations_unreported(help, found):
    key = help(date=D(2025, 8, 1))
    assert found("donations.unreported") == [("2025-01", "上报日期", "social_help", str(key))]


def test_silent_on_donations_unreported(help, found):
    help()
    help(date=D(2025, 8, 1), reported_on=D(2025, 10, 1))
    assert found("donations.unreported") == []
