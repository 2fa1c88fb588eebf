"""A fund ledger of 10,000 and of 100,000 entries: what stays flat and what grows with the book.

    python -m tests.bench.bench_funds [SMALL] [LARGE]

Flat: writing, posting and reversing one entry, a page of the ledger. Linear: balances from scratch, the list under its
months, exports. CPU seconds, the best of three; what grows by more than the book does is MISSED.
"""

from __future__ import annotations

import datetime as dt
import itertools
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from tests.bench.bench_import import seconds
from tests.generators import fund_ledger
from villagebook.services import books, entries, money, tables
from villagebook.store import Book

TODAY = dt.date(2025, 11, 5)
#: What may be measured beside the growth itself.
SLACK = 1.5
FLAT, LINEAR = "flat", "linear"
Measure = tuple[str, str, Callable[[], object]]


def measures(book: Book, folder: Path) -> list[Measure]:
    """Return what is measured: name, how it may grow, what is run."""
    scope = tables.scope(book, TODAY)
    keys = tables.keys(book, "funds", scope)
    waiting: list[str] = []
    posted: list[str] = []
    months = itertools.cycle(range(1, 11))

    def write() -> None:
        values = {
            "date": dt.date(2025, next(months), 15), "kind": "到账", "source": "社会捐赠", "amount_fen": 500,
            "project_code": "P000009", "memo": "到账",
        }  # fmt: skip
        _, key = money.write_entry(book, values, actor="测试")
        waiting.append(str(entries.view(book, key).values["voucher"]))

    def post() -> None:
        report = money.post(book, waiting, actor="测试", today=TODAY)
        assert report.refused == (), report.refused
        posted.append(waiting[-1])
        waiting.clear()

    def reverse() -> None:
        money.reverse(book, posted[-1], TODAY, actor="测试", year=2025)

    def in_turn(*steps: Callable[[], None]) -> Callable[[], None]:
        return lambda: [step() for step in steps]  # type: ignore[return-value]

    return [
        ("balances from scratch", LINEAR, lambda: entries.balances(book, TODAY)),
        ("writing one entry", FLAT, write),
        ("writing and posting one entry", FLAT, in_turn(write, post)),
        ("writing, posting, reversing one entry", FLAT, in_turn(write, post, reverse)),
        ("the list under its months", LINEAR, lambda: entries.briefs(book, scope)),
        ("a page of 50 rows", FLAT, lambda: tables.page(book, "funds", scope, keys[len(keys) // 2 :][:50])),
        ("export to xlsx", LINEAR, lambda: tables.export(book, "funds", folder / "f.xlsx", on=TODAY)),
        ("export to csv", LINEAR, lambda: tables.export(book, "funds", folder / "f.csv", on=TODAY)),
    ]


def measure(count: int) -> dict[str, tuple[str, float]]:
    """Return name -> how it may grow, CPU seconds, in a book of so many entries."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        with books.create(folder / "b.vbook", name="石桥村", code="350699101209", actor="测试") as book:
            fund_ledger.write(book, count)
            made = measures(book, folder)
            return {name: (grows, min(seconds(run) for _ in range(3))) for name, grows, run in made}


def main() -> None:
    """Measure and print."""
    small = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    large = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    first, second = measure(small), measure(large)
    missed = 0
    print(f"| what | {small:,} entries | {large:,} entries | times | goal |\n|---|---|---|---|---|")
    for name, (grows, before) in first.items():
        after = second[name][1]
        most = SLACK * (large / small if grows == LINEAR else 1)
        missed += after / before > most
        said = f"{grows}, ≤ {most:g}" + (" MISSED" if after / before > most else "")
        print(f"| {name} | {before * 1000:,.0f} ms | {after * 1000:,.0f} ms | {after / before:.1f} | {said} |")
    sys.exit(1 if missed else 0)


if __name__ == "__main__":
    main()
