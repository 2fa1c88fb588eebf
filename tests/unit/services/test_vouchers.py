"""The voucher sequence: numbers taken apart, runs that join the posted ones, the next found without reading a year."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any

import pytest
from sqlalchemy import event

from villagebook.models import FundEntry
from villagebook.services.vouchers import Number, VoucherYear
from villagebook.store import Book, Undo

DAY = dt.date(2025, 3, 10)


@pytest.mark.parametrize(
    ("voucher", "number"),
    [
        ("记-0071", Number("记-", 71, 4)),
        ("71", Number("", 71, 2)),
        ("记字第0071号", Number("记字第", 71, 4, "号")),
        ("现金", None),
        ("", None),
        (None, None),
    ],
)
def test_a_number_is_taken_apart(voucher: str | None, number: Number | None) -> None:
    assert Number.of(voucher) == number
    if number is not None:
        assert number.at(number.number) == voucher


def test_a_number_is_written_like_the_others() -> None:
    assert Number("记字第", 9, 3, "号").at(10) == "记字第010号"
    assert Number("记-", 9_999).at(10_000) == "记-10000"


def fill(work: Any, numbers: Sequence[int], *, posted: bool) -> None:
    """Write entries with these numbers."""
    work.write_rows(FundEntry, [
        {"village_id": work.village_id, "year": 2025, "date": DAY, "voucher": f"记-{number:04d}", "kind": "到账",
         "amount_fen": 1, "posted_at": work.now if posted else None}
        for number in numbers
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("posted", "drafts", "chosen", "refused"),
    [
        ((), (), (1, 2), ()),
        ((), (), (2, 3), (2, 3)),
        ((), (), (148, 149), ()),
        ((), (147,), (148,), (148,)),
        ((1, 2), (), (3, 4), ()),
        ((1, 2), (3,), (4,), (4,)),
        ((1, 2), (), (3, 5, 6), (5, 6)),
        ((1, 5), (), (3,), ()),
        ((5, 6), (), (4,), ()),
        ((5, 6), (), (3,), (3,)),
        ((5, 6), (), (1, 2, 3, 4), ()),
        ((9998, 9999), (), (10_000,), ()),
        ((9998, 9999), (), (10_001,), (10_001,)),
    ],
)
def test_which_numbers_would_leave_a_gap(
    book: Book, posted: Sequence[int], drafts: Sequence[int], chosen: Sequence[int], refused: Sequence[int]
) -> None:
    with book.work("test", "测试", "凭证", Undo.NONE) as work:
        fill(work, posted, posted=True)
        fill(work, (*drafts, *chosen), posted=False)
        work.session.flush()
        rows = [{"id": uuid.uuid4(), "voucher": f"记-{number:04d}"} for number in chosen]
        told = VoucherYear(work.connection, book.village_id, 2025).gaps(rows)
    assert [number for number, row in zip(chosen, rows, strict=True) if row["id"] in told] == list(refused)


def test_ten_thousand_numbers_are_not_read_to_find_the_next(book: Book) -> None:
    """Some looks into the index, however long the year is."""
    asked: list[str] = []
    with book.work("test", "测试", "凭证", Undo.NONE) as work:
        fill(work, range(1, 12_001), posted=True)
        work.session.flush()

        def count(_conn: Any, _cursor: Any, statement: str, *_more: Any) -> None:
            asked.append(statement)

        event.listen(work.connection, "before_cursor_execute", count)
        assert VoucherYear(work.connection, book.village_id, 2025).next() == "记-12001"
        event.remove(work.connection, "before_cursor_execute", count)
    assert len(asked) < 40
