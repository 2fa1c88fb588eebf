"""Checks of single entries and of the voucher sequence."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_project, an_entry

DAY = dt.date(2025, 4, 3)


@pytest.fixture
def project(conn, village):
    return a_project(conn, village, code="P1").project


@pytest.fixture
def entry(conn, village, project):
    """Give a function that makes an entry of the project."""

    def make(voucher, kind="支出", amount=100, **fields):
        return an_entry(conn, village, voucher, kind, amount, **{"project": project, "on": DAY, **fields})

    return make


@pytest.mark.parametrize(
    ("fields", "label"),
    [({"amount": None}, "金额"), ({"on": None}, "日期"), ({"kind": None}, "类型")],
)
def test_fires_funds_incomplete(found, entry, fields, label):
    key = entry("记-0001", **fields)
    assert found("funds.incomplete") == [("记-0001", label, "fund_entry", str(key))]


def test_silent_on_funds_incomplete(found, entry):
    entry("记-0001")
    assert found("funds.incomplete") == []


@pytest.mark.parametrize(("kind", "amount"), [("支出", -1), ("到账", 0), ("冲销", 5)])
def test_fires_funds_sign(found, entry, kind, amount):
    key = entry("记-0001", kind, amount)
    assert found("funds.sign") == [("记-0001", "金额", "fund_entry", str(key))]


def test_silent_on_funds_sign(found, entry):
    entry("记-0001", "支出", 1)
    entry("记-0002", "冲销", -1)
    entry("记-0003", "支出", None)
    entry("记-0004", None, -1)
    assert found("funds.sign") == []


def test_fires_funds_voucher_twice(found, entry):
    one, two = entry("记-0001"), entry("记－0001")
    assert found("funds.voucher-twice") == [
        ("记-0001", "凭证号", "fund_entry", str(one)), ("记－0001", "凭证号", "fund_entry", str(two)),
    ]  # fmt: skip


def test_fires_funds_voucher_twice_for_another_spelling(found, entry):
    one, two = entry("记-0001"), entry("记字第1号")
    assert {problem[3] for problem in found("funds.voucher-twice")} == {str(one), str(two)}


def test_silent_on_funds_voucher_twice(found, entry):
    entry("记-0001")
    entry("记-0002")
    entry("付-0001")
    entry("记-0001", on=dt.date(2024, 4, 3))
    entry(None)
    entry(None)
    assert found("funds.voucher-twice") == []


def test_fires_funds_voucher_gap(found, entry):
    for number in (1, 2, 5, 7):
        entry(f"记-{number:04d}")
    assert found("funds.voucher-gap") == [("记-0003", "凭证号", None, None), ("记-0006", "凭证号", None, None)]


def test_a_sequence_that_begins_a_little_late_lost_its_first_numbers(found, entry):
    entry("记-0003")
    assert found("funds.voucher-gap") == [("记-0001", "凭证号", None, None)]


def test_silent_on_funds_voucher_gap(found, entry):
    for voucher in ("记-0001", "记-0002", "付-0001", "没有号", None):
        entry(voucher)
    entry("记-0148", on=dt.date(2024, 1, 1))
    assert found("funds.voucher-gap") == []


def test_fires_funds_project_unknown(conn, village, found, severities):
    typed = an_entry(conn, village, "记-0175", "支出", 5, project_code="35069920250999")
    empty = an_entry(conn, village, "记-0176", "支出", 5)
    assert found("funds.project-unknown") == [
        ("35069920250999", "项目编号", "fund_entry", str(typed)), ("记-0176", "项目编号", "fund_entry", str(empty)),
    ]  # fmt: skip
    assert severities("funds.project-unknown") == ["error", "warning"]


def test_silent_on_funds_project_unknown(found, entry):
    entry("记-0001", project_code="P1")
    assert found("funds.project-unknown") == []


@pytest.mark.parametrize(
    ("fields", "label"),
    [
        ({"reverses_id": None, "reverses_text": "记-0009"}, "冲销凭证号"),
        ({"reverses_id": None}, "冲销凭证号"),
        ({"amount": -90}, "金额"),
        ({"source": "省"}, "资金来源"),
        ({"project": None, "project_code": "P9"}, "项目编号"),
    ],
)
def test_fires_funds_reversal(found, entry, fields, label):
    origin = entry("记-0001")
    key = entry("记-0002", "冲销", **{"amount": -100, "reverses_id": origin, **fields})
    assert found("funds.reversal") == [("记-0002", label, "fund_entry", str(key))]


def test_a_second_reversal_and_the_reversal_of_one_are_found(found, entry):
    origin = entry("记-0001")
    first = entry("记-0002", "冲销", -100, reverses_id=origin)
    entry("记-0003", "冲销", -100, reverses_id=origin)
    entry("记-0004", "冲销", 100, reverses_id=first)
    assert [row[0] for row in found("funds.reversal")] == ["记-0003", "记-0004"]


def test_silent_on_funds_reversal(found, entry):
    origin = entry("记-0001")
    entry("记-0002", "冲销", -100, reverses_id=origin)
    assert found("funds.reversal") == []
