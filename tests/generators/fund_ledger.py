"""A long fund ledger written straight into a book: as many entries as asked for, whatever posting would say slowly.

Each project has a grant, a receipt and a claim, and payments that never pass the receipt; the vouchers of each of ten
years run without a gap, so that the sequence of a large book is long, too.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

from villagebook.models import FundEntry, Project
from villagebook.store import Book, Undo

YEARS = range(2016, 2026)
PER_PROJECT = 40
SOURCES = ("中央", "省", "市", "县")


def write(book: Book, count: int) -> None:
    """Write ``count`` posted entries, and their projects."""
    with book.work("test", "测试", f"{count} 笔流水", Undo.NONE) as work:
        projects = [work.new_id() for _ in range(count // PER_PROJECT)]
        work.write_rows(Project, [
            {"id": key, "village_id": book.village_id, "code": f"P{number:06d}", "name": f"项目{number}",
             "year": YEARS[number % len(YEARS)], "accepted_on": dt.date(YEARS[number % len(YEARS)], 9, 1)}
            for number, key in enumerate(projects)
        ])  # fmt: skip
        work.write_rows(FundEntry, list(_rows(book, projects, work.now)))
        work.commit()


def _rows(book: Book, projects: list[Any], now: dt.datetime) -> Iterator[dict[str, Any]]:
    serial = dict.fromkeys(YEARS, 0)
    for number, project in enumerate(projects):
        year = YEARS[number % len(YEARS)]
        for place in range(PER_PROJECT):
            kind, day, fen = _entry(year, place)
            serial[year] += 1
            yield {
                "village_id": book.village_id, "project_id": project, "project_code": f"P{number:06d}", "date": day,
                "year": year, "voucher": f"记-{serial[year]:04d}", "kind": kind, "source": SOURCES[number % 4],
                "amount_fen": fen, "memo": f"项目{number}第{place}笔", "payee": "施工单位", "papers": 2,
                "posted_at": now,
            }  # fmt: skip


def _entry(year: int, place: int) -> tuple[str, dt.date, int]:
    if place < 2:
        return ("指标下达", "到账")[place], dt.date(year, 2, 1 + place), 3_600_000
    if place == PER_PROJECT - 1:
        return "报账", dt.date(year, 10, 9), 3_600_000
    return "支出", dt.date(year, 3 + place % 7, 5 + place % 20), 90_000
