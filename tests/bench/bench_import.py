"""A large village taken in: how much longer than reading the same files and inserting the same rows takes.

    python -m tests.bench.bench_import [PEOPLE] [HOUSEHOLDS]

The floor is calamine reading both lists and SQLAlchemy Core inserting what the import put into the registry's tables,
with executemany in one transaction, into an empty database of the same schema and settings: no matching, no
validation, no journal, no history. The import does all of them. Both sides count CPU seconds of their own process;
each import runs in a fresh one. Ratios count, single seconds do not.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import python_calamine
from sqlalchemy import insert, select

from tests.generators import large
from tests.generators.generator import VILLAGE
from villagebook.models import RECORDS, Record
from villagebook.services import books, history, lists
from villagebook.store import journal
from villagebook.store.connections import Access, sqlite_engine

TODAY = dt.date(2025, 11, 5)
GOAL, MEMORY_GOAL_MB, UNDO_GOAL = 5.0, 800, 2.0

#: Tables of the book's own machinery: the floor writes none of them.
_OWN = frozenset({"operation", "change", "import_file", "import_row", "attachment", "attachment_link"})


def seconds(run: Callable[[], object]) -> float:
    """CPU seconds that a call takes."""
    began = time.process_time()
    run()
    return time.process_time() - began


def take_in(files: large.LargeFiles, folder: Path) -> float:
    """Make a book, import both lists and return the seconds of the import."""
    with books.create(folder, actor="量", **VILLAGE) as book:
        return seconds(lambda: lists.import_files(book, [files.households, files.people], actor="量", today=TODAY))


def registry_rows(folder: Path) -> dict[type[Record], list[dict[str, Any]]]:
    """Return all rows of the registry's tables, ready to be inserted."""
    found = {}
    with books.open_book(folder, read_only=True) as book, book.read() as connection:
        for record in RECORDS:
            if record.__tablename__ not in _OWN:
                rows = [dict(row) for row in connection.execute(select(record.__table__)).mappings()]
                for row in rows:
                    # The rows of the import's history, which the floor leaves out.
                    row.update({name: None for name in ("import_row_id",) if name in row})
                if rows:
                    found[record] = rows
    return found


def floor(files: large.LargeFiles, rows: dict[type[Record], list[dict[str, Any]]], database: Path) -> float:
    """Return the seconds of reading both lists and inserting the rows into an empty database."""
    engine = sqlite_engine(database, Access.CREATE)
    with engine.begin() as connection:
        Record.metadata.create_all(connection)

    def run() -> None:
        for file in (files.households, files.people):
            book = python_calamine.load_workbook(str(file))
            for name in book.sheet_names:
                book.get_sheet_by_name(name).to_python()
        with engine.begin() as connection:
            for record, values in rows.items():
                connection.execute(insert(record.__table__), values)

    try:
        return seconds(run)
    finally:
        engine.dispose()


def child(people: int, households: int, folder: Path) -> None:
    """Import, and print the seconds and the most memory this program had; then take it back."""
    took = take_in(large.township(people=people, households=households), folder)
    peak = peak_mb()
    with books.open_book(folder) as book:
        counts = book.counts()
        back = seconds(lambda: history.undo(book, 2, actor="量"))
        left = book.counts()
        verify = seconds(lambda: journal.verify(book)) if "verify" in sys.argv else None
    print(json.dumps({"import": took, "peak": peak, "undo": back, "verify": verify, "undo_peak": peak_mb(),
                      "people": counts["person"], "homes": counts["household"], "left": left["person"]}))  # fmt: skip


def peak_mb() -> int:
    """Return the most memory this program had; the resource module's figure would count its parent's, too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) // 1024


def measure(people: int, households: int, rounds: int = 2) -> dict[str, Any]:
    """Return the best figures of both sides: import, undo, floor (seconds), peak and undo_peak (MB), and counts."""
    files = large.township(people=people, households=households)
    with tempfile.TemporaryDirectory() as name:
        found = []
        for round_ in range(rounds):
            code = [sys.executable, "-m", "tests.bench.bench_import", "child", str(people), str(households),
                    str(Path(name) / f"{round_}.vbook")]  # fmt: skip
            done = subprocess.run(code, text=True, stdout=subprocess.PIPE, check=True)
            found.append(json.loads(done.stdout))
        best = min(found, key=lambda figures: figures["import"])
        with books.create(Path(name) / "rows.vbook", actor="量", **VILLAGE) as book:
            lists.import_files(book, [files.households, files.people], actor="量", today=TODAY)
        rows = registry_rows(Path(name) / "rows.vbook")
        best["floor"] = min(floor(files, rows, Path(name) / f"{round_}.db") for round_ in range(rounds))
        best["undo"] = min(figures["undo"] for figures in found)
        best["rows"] = sum(len(values) for values in rows.values())
        return best


def main() -> None:
    """Measure and print."""
    if sys.argv[1:2] == ["child"]:
        child(int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4]))
        return
    people = int(sys.argv[1]) if len(sys.argv) > 1 else 50_000
    households = int(sys.argv[2]) if len(sys.argv) > 2 else people // 4
    best = measure(people, households)
    if (best["people"], best["homes"], best["left"]) != (people, households, 0):
        raise AssertionError(f"not what the lists say: {best}")
    ratio, back = best["import"] / best["floor"], best["undo"] / best["import"]
    print(f"{people:,} people in {households:,} households, {best['rows']:,} rows: import {best['import']:.1f} s, "
          f"floor {best['floor']:.1f} s")  # fmt: skip
    print(f"ratio {ratio:.2f} (goal {GOAL:g}): {_said(ratio <= GOAL)}; "
          f"peak {best['peak']} MB (goal {MEMORY_GOAL_MB}): {_said(best['peak'] < MEMORY_GOAL_MB)}")  # fmt: skip
    print(f"undo {best['undo']:.1f} s, {back:.2f} of the import (goal {UNDO_GOAL:g}), "
          f"peak {best['undo_peak']} MB: {_said(back <= UNDO_GOAL)}")  # fmt: skip


def _said(reached: bool) -> str:
    return "reached" if reached else "MISSED"


if __name__ == "__main__":
    main()
