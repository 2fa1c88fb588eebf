"""The measurements of tests/bench at a tenth of their size, with limits that a busy machine keeps too.

CPU seconds of this process count, the best of two; the goals themselves are looked at by ``make bench``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.bench import bench_checks, bench_import, bench_search
from tests.generators import large
from villagebook.services import books
from villagebook.store import Book

PEOPLE, HOUSEHOLDS = 5_000, 1_250
#: Generous: the goals are 5, 3 and 2 ms.
MOST_OF_IMPORT, MOST_OF_CHECKS, MOST_MS = 8.0, 8.0, 8.0


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, float]:
    """A book of the large lists, and the best seconds of two imports."""
    folder = tmp_path_factory.mktemp("speed")
    files = large.township(people=PEOPLE, households=HOUSEHOLDS, folder=folder)
    best = min(bench_import.take_in(files, folder / f"{round_}.vbook") for round_ in range(2))
    return folder, best


@pytest.fixture(scope="module")
def village(taken: tuple[Path, float]) -> Iterator[Book]:
    with books.open_book(taken[0] / "1.vbook", read_only=True) as book:
        yield book


def test_an_import_takes_few_times_as_long_as_reading_and_inserting(taken: tuple[Path, float]) -> None:
    folder, took = taken
    files = large.township(people=PEOPLE, households=HOUSEHOLDS, folder=folder)
    rows = bench_import.registry_rows(folder / "0.vbook")
    assert {record.__tablename__: len(found) for record, found in rows.items()}["person"] == PEOPLE
    floor = min(bench_import.floor(files, rows, folder / f"{round_}.db") for round_ in range(2))
    assert took / floor <= MOST_OF_IMPORT


def test_all_checks_take_few_times_as_long_as_loading_their_rows(village: Book) -> None:
    loading, checking = bench_checks.measure(village, rounds=2)
    assert checking / loading <= MOST_OF_CHECKS


def test_searching_while_somebody_types_takes_milliseconds(tmp_path: Path) -> None:
    bench_search.make_book(tmp_path / "b.vbook", PEOPLE)
    with books.open_book(tmp_path / "b.vbook", read_only=True) as book:
        for what, texts in bench_search.typed(book, 80).items():
            assert texts, what
            best = [min(bench_search.in_store(book, text) for _ in range(2)) for text in texts]
            assert bench_search.p95(best) < MOST_MS, what
