"""Checks of how the voucher sequence is kept."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_project, add, an_entry
from villagebook.ledgers.closing_figures import closing_figures
from villagebook.models import Attachment, AttachmentLink, Closing

MARCH = dt.date(2025, 3, 10)


@pytest.fixture
def project(conn, village):
    return a_project(conn, village, code="P1").project


@pytest.fixture
def entry(conn, village, project):
    return lambda voucher, kind, amount, **more: an_entry(
        conn, village, voucher, kind, amount, **{"project": project, "on": MARCH, **more}
    )


@pytest.fixture
def close(conn, village):
    """Give a function that closes a month of 2025 with the figures of now, or others."""

    def make(month, figures=None, **more):
        kept = figures or closing_figures(conn, village, 2025, month)
        return add(conn, Closing, village_id=village, year=2025, month=month, closed_on=dt.date(2025, 12, 31),
                   closed_by="测试", figures=kept, head="0" * 12, **more)

    return make


def test_fires_funds_closing_differs(findings, entry, close):
    entry("记-0001", "到账", 1000, posted=True)
    key = close(3, {"entries": 1, "kinds": {"到账": 999}, "balances": {"中央": 1000}})
    (finding,) = findings("funds.closing-differs")
    assert (finding.subject, finding.record) == ("2025年3月", ("closing", str(key)))
    assert "发生额" in finding.message


def test_silent_on_funds_closing_differs(found, entry, close):
    wrong = entry("记-0001", "支出", 1000, posted=True)
    close(3)
    entry("记-0002", "冲销", -1000, posted=True, on=dt.date(2025, 5, 1), reverses_id=wrong)
    close(5)
    close(None)
    close(2, {"entries": 7}, reopened_on=dt.date(2025, 12, 31))
    assert found("funds.closing-differs") == []


def test_fires_funds_draft_in_closed(found, entry, close):
    close(3)
    key = entry("记-0001", "到账", 1000)
    assert found("funds.draft-in-closed") == [("记-0001", "日期", "fund_entry", str(key))]


def test_silent_on_funds_draft_in_closed(found, entry, close):
    entry("记-0001", "到账", 1000, posted=True)
    entry("记-0002", "到账", 1000, on=dt.date(2025, 4, 1))
    close(3)
    assert found("funds.draft-in-closed") == []


def attach(conn, village, entry, note=None):
    file = add(conn, Attachment, village_id=village, sha256="0" * 64, size=1, media_type="image/png",
               file_name="发票.png", added_at=dt.datetime(2025, 4, 1, tzinfo=dt.UTC))
    add(conn, AttachmentLink, village_id=village, attachment_id=file, record="fund_entry", record_id=entry,
        role="附件", note=note)


def test_fires_funds_papers_differ(found, conn, village, entry):
    key = entry("记-0001", "支出", 5, papers=3)
    attach(conn, village, key)
    assert found("funds.papers-differ") == [("记-0001", "附件张数", "fund_entry", str(key))]


def test_silent_on_funds_papers_differ(found, conn, village, entry):
    key = entry("记-0001", "支出", 5, papers=3)
    attach(conn, village, key, "2 张")
    attach(conn, village, key)
    entry("记-0002", "支出", 5, papers=9)  # its papers are on the shelf
    assert found("funds.papers-differ") == []


def test_fires_funds_posted_over(findings, entry):
    key = entry("记-0001", "支出", 5, posted=True, posted_over="支出超过到账", reason="财政所同意先付")
    (finding,) = findings("funds.posted-over")
    assert (finding.id, finding.record) == ("funds.posted-over", ("fund_entry", str(key)))
    assert finding.message == "入账时的提示：支出超过到账。原因：财政所同意先付"


def test_silent_on_funds_posted_over(found, entry):
    entry("记-0001", "支出", 5, posted=True, reason="只是原因")
    assert found("funds.posted-over") == []
