"""Handbooks of 500 households in one PDF, from a real book, beside platypus with a Paragraph in every cell.

    python -m tests.bench.bench_handbook [HOUSEHOLDS]

The book is made from the lists of an invented village, with two years of income lines added. Both sides read the
same book and write the same words; their texts are compared before anything is measured. Ratios count, single
seconds do not. Goals: at least six times as many pages a second, and 1,500 households in less than 350 MB.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from random import Random

import pypdfium2
from sqlalchemy import select

from tests.bench import platypus_handbook
from tests.generators import families, generator
from villagebook.documents.handbook import HandbookValues, render_handbooks
from villagebook.models import Household, HouseholdYear, IncomeItem
from villagebook.services import books, lists, paper
from villagebook.services.handbook_values import chosen, handbook_values
from villagebook.services.sample import incomes
from villagebook.services.sample.homes import household_code
from villagebook.store import Book, Undo

TODAY = dt.date(2025, 11, 5)
SEED, ROUNDS, COMPARED = 7, 5, 25
GOAL, MEMORY_HOUSEHOLDS, MEMORY_GOAL_MB = 6.0, 1500, 350


def make_book(folder: Path, households: int) -> Path:
    """Make the book of a village of so many households and return its folder."""
    files = generator.village(folder, seed=SEED, households=households)
    target = folder / "b.vbook"
    with books.create(target, actor="量", **generator.VILLAGE) as book:
        lists.import_files(book, [files.households, files.people], actor="量", today=TODAY)
        _add_lines(book, households)
    return target


def _add_lines(book: Book, households: int) -> None:
    """Add the lines of the year and of the one before, which no list brings."""
    houses = families.houses(Random(SEED), households)
    with book.work("bench.lines", "量", "收入明细", Undo.INVERSE) as work:
        keys = dict(work.connection.execute(select(Household.code, Household.id)).tuples().all())
        years = dict(work.connection.execute(select(HouseholdYear.household_id, HouseholdYear.id)).tuples().all())
        rows: dict[type, list[dict[str, object]]] = {HouseholdYear: [], IncomeItem: []}
        for house in houses:
            key = keys[household_code(generator.VILLAGE["code"], house.number)]
            for year in (families.YEAR - 1, families.YEAR):
                sheet = incomes.lines(house, year)
                year_key = years[key] if year == families.YEAR else work.new_id()
                if year != families.YEAR:
                    told = incomes.year_values(house, year, sheet)
                    rows[HouseholdYear].append({"id": year_key, "household_id": key, **told})
                rows[IncomeItem] += [
                    {"id": work.new_id(), "household_year_id": year_key, "item": line.item, "position": i,
                     "arithmetic": line.arithmetic, "amount_fen": line.amount_fen} for i, line in enumerate(sheet)]
        for record, made in rows.items():
            work.write_rows(record, inserts=made)
        work.commit()


def values(book: Book, limit: int | None = None) -> Iterator[HandbookValues]:
    """Yield the handbooks' values of the book."""
    with book.read() as connection:
        keys = chosen(connection, book.village_id, None, TODAY)
        yield from handbook_values(connection, book.village_id, keys[:limit], TODAY)


def signs(pdf: bytes) -> Counter[str]:
    """Return how often each everyday character and digit stands in a PDF.

    Left out: blanks, boxes and ticks (drawn here, characters there), and rare characters, which the peer's text
    cannot give back.
    """
    document = pypdfium2.PdfDocument(pdf)
    try:
        text = "".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return Counter(re.findall("[0-9A-Za-z一-鿿＋－÷×（）；：，。]", text))


def compare(book: Book) -> int:
    """Compare the texts of both sides over some households; return the number of characters.

    Raises:
        AssertionError: they differ.
    """
    some = [v for v in values(book, COMPARED * 3) if _is_one_page_each(v)][:COMPARED]
    ours = io.BytesIO()
    render_handbooks(ours, some)
    mine, theirs = signs(ours.getvalue()), signs(platypus_handbook.render(some)[0])
    if mine != theirs:
        raise AssertionError(f"texts differ: {mine - theirs} here only, {theirs - mine} there only")
    return sum(mine.values())


def _is_one_page_each(book: HandbookValues) -> bool:
    return render_handbooks(io.BytesIO(), [book]).pages == 4


def measure(run: Callable[[], int], rounds: int) -> float:
    """Return the best number of pages a second."""
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        pages = run()
        found.append(pages / (time.perf_counter() - began))
    return max(found)


def memory(folder: Path) -> None:
    """Print the peak memory of printing 1,500 households in MB; called in a process of its own."""
    with books.open_book(folder, read_only=True) as book:
        def many() -> Iterator[HandbookValues]:
            done = 0
            while done < MEMORY_HOUSEHOLDS:
                for one in values(book):
                    yield replace(one, code=f"{one.code}-{done}")
                    done += 1

        made = render_handbooks(folder.parent / "many.pdf", many())
    print(made.books, made.pages, _peak_mb())


def _peak_mb() -> int:
    """Return the most memory this program had; the resource module's figure would count its parent's, too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.findall(r"VmHWM:\s+(\d+) kB", status)[0]) // 1024


def main() -> None:
    """Compare, measure and print."""
    if len(sys.argv) > 2:
        memory(Path(sys.argv[2]))
        return
    households = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        where = make_book(folder, households)
        platypus_handbook.set_fonts()
        with books.open_book(where, read_only=True) as book:
            print(f"texts of {COMPARED} households agree: {compare(book):,} characters")
            target = folder / "手册.pdf"
            ours = measure(lambda: paper.print_handbooks(book, None, target, today=TODAY).pages, ROUNDS)
            peer = measure(lambda: platypus_handbook.render(values(book))[1], 1)
            started = time.perf_counter()
            paper.handbook_bytes(book, next(values(book, 1)).code, TODAY)
            alone = time.perf_counter() - started
        code = [sys.executable, "-m", "tests.bench.bench_handbook", "memory", str(where)]
        said = subprocess.run(code, text=True, capture_output=True, check=True).stdout.split()
    ratio = ours / peer
    print(f"{households} households: villagebook {ours:,.0f} pages/s, platypus {peer:,.0f} pages/s")
    print(f"ratio {ratio:.1f} (goal {GOAL:g}): {'reached' if ratio >= GOAL else 'MISSED'}")
    print(f"one household {alone * 1000:.0f} ms; {said[0]} households, {said[1]} pages: {said[2]} MB "
          f"(goal {MEMORY_GOAL_MB}): {'reached' if int(said[2]) < MEMORY_GOAL_MB else 'MISSED'}")  # fmt: skip


if __name__ == "__main__":
    main()
