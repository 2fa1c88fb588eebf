"""The project's own checks find nothing in the sample village but the faults planted in it."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from villagebook import store
from villagebook.base.clock import FixedClock, SeededIds
from villagebook.base.findings import Finding, Severity
from villagebook.checks import run_all
from villagebook.ledgers import Scope
from villagebook.models import SocialHelp
from villagebook.services.sample import SampleVillage, build

DAYS = (dt.date(2025, 11, 5), dt.date(2026, 6, 30), dt.date(2027, 12, 31))


def found_in(path: Path, sample: SampleVillage) -> tuple[Finding, ...]:
    """Write the sample into a new book and check it as of its day."""
    clock = FixedClock(dt.datetime.combine(sample.today, dt.time(1), dt.UTC))
    with store.create(path, sample.village, actor="测试", clock=clock) as book:
        with book.work("test.write", "测试", "写入样本", store.Undo.NONE) as work:
            for record, rows in sample.rows.items():
                work.write_rows(record, inserts=rows)
            work.commit()
        with book.read() as connection:
            findings, _ = run_all(connection, Scope(book.village_id, sample.today))
    return tuple(findings)


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_checks_find_only_what_was_planted(tmp_path: Path, today: dt.date) -> None:
    sample = build(SeededIds(1, FixedClock(dt.datetime(2025, 11, 5, tzinfo=dt.UTC))), today)
    findings = found_in(tmp_path / "样本.vbook", sample)
    assert [finding for finding in findings if finding.severity is Severity.ERROR] == []
    # What waits for an answer to its giver or for the township is what the sample is to show, too.
    planted = {one.code for one in sample.planted} | {row["code"] for row in sample.rows[SocialHelp]}
    assert {finding.subject for finding in findings} <= planted
    assert len(findings) >= 5
