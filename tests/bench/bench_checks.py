"""All checks over a village of twelve thousand people, and those of one household after an edit.

    python -m tests.bench.bench_checks [PEOPLE]

The floor is reading the rows the checks look at, every column of them, with the same connection and no check. Goals:
all checks, reading included, take at most three times the floor; one household takes less than 100 ms.
"""

from __future__ import annotations

import datetime as dt
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import select

from tests.generators.generator import VILLAGE
from tests.generators.large import township
from villagebook import checks
from villagebook.ledgers import Scope
from villagebook.models import Household, HouseholdYear, Membership, Person, PersonYear, StatusPeriod
from villagebook.services import books, checking, lists
from villagebook.store import Book

PEOPLE, GOAL, GOAL_MS, RUNS = 12_000, 3.0, 100, 3
TODAY = dt.date(2025, 11, 5)
LOOKED_AT = (Person, PersonYear, Membership, Household, HouseholdYear, StatusPeriod)


def best(what: Callable[[], object]) -> float:
    """Seconds of CPU of the fastest of some runs."""
    found = []
    for _ in range(RUNS):
        began = time.process_time()
        what()
        found.append(time.process_time() - began)
    return min(found)


def load(book: Book) -> None:
    """Read the rows and nothing else."""
    with book.read() as connection:
        for record in LOOKED_AT:
            for row in connection.execute(select(record.__table__)):
                tuple(row)


def run(book: Book) -> None:
    """Run all checks."""
    with book.read() as connection:
        checks.run_all(connection, Scope(book.village_id, TODAY))


def main() -> None:
    """Measure and print."""
    people = int(sys.argv[1]) if len(sys.argv) > 1 else PEOPLE
    files = township(people=people, households=int(people / 3.5))
    with tempfile.TemporaryDirectory() as name, books.create(Path(name) / "b.vbook", actor="量", **VILLAGE) as book:
        lists.import_files(book, (files.households, files.people), actor="量", today=TODAY)
        floor, took = best(lambda: load(book)), best(lambda: run(book))
        verdict = "reached" if took <= GOAL * floor else "MISSED"
        print(f"{people:,} people: rows {floor:.2f} s, all {len(checks.CHECKS)} checks {took:.2f} s: "
              f"{took / floor:.2f} times (goal {GOAL:g}): {verdict}")  # fmt: skip
        checking.run(book, TODAY)
        with book.read() as connection:
            homes = list(connection.execute(select(Household.id).limit(2_000)).scalars())[::100]
        asked = [{("household", home)} for home in homes]
        times = sorted(best(lambda one=one: checking.check_records(book, one, TODAY)) for one in asked)
        verdict = "reached" if times[-1] * 1000 < GOAL_MS else "MISSED"
        print(f"one household at once: most {times[-1] * 1000:.0f} ms (goal {GOAL_MS}): {verdict}")


if __name__ == "__main__":
    main()
