"""All checks over a large village, beside loading the rows they look at.

    python -m tests.bench.bench_checks [PEOPLE] [HOUSEHOLDS]

Loading is reading people, memberships, households, their years and their classes into dictionaries, as an import
does. Both count CPU seconds in one process. Goal: all checks in at most three times the loading.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from sqlalchemy import select

from tests.bench.bench_import import TODAY, seconds, take_in
from tests.generators import large
from villagebook.base.collector import without_collector
from villagebook.checks.run import run_all
from villagebook.ledgers import Scope
from villagebook.models import BY_TABLE
from villagebook.services import books
from villagebook.store import Book

GOAL = 3.0
TABLES = ("person", "membership", "person_year", "household", "household_year", "status_period")


def load(book: Book) -> int:
    """Read the rows the checks look at; return their number."""
    with without_collector(), book.read() as connection:
        kept = [
            [dict(row) for row in connection.execute(select(BY_TABLE[name].__table__)).mappings()] for name in TABLES
        ]
        return sum(map(len, kept))


def check(book: Book) -> None:
    """Run all checks."""
    with book.read() as connection:
        run_all(connection, Scope(book.village_id, TODAY))


def measure(book: Book, rounds: int = 3) -> tuple[float, float]:
    """Return the best CPU seconds of loading and of checking."""
    return min(seconds(lambda: load(book)) for _ in range(rounds)), min(
        seconds(lambda: check(book)) for _ in range(rounds)
    )


def main() -> None:
    """Measure and print."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 12_000
    households = int(sys.argv[2]) if len(sys.argv) > 2 else people // 4
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "b.vbook"
        take_in(large.township(people=people, households=households), folder)
        with books.open_book(folder, read_only=True) as book:
            loading, checking = measure(book)
    ratio = checking / loading
    print(f"{people:,} people: all checks {checking:.2f} s, loading their rows {loading:.2f} s")
    print(f"ratio {ratio:.2f} (goal {GOAL:g}): {'reached' if ratio <= GOAL else 'MISSED'}")


if __name__ == "__main__":
    main()
