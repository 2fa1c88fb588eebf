"""A long list on A3 beside the same words drawn without a table, and what it takes of memory as it grows.

    python -m tests.bench.bench_notice [ROWS]

Both sides write every text of the notice in the same faces into a PDF of as many pages; the one measures columns,
breaks cells, draws rules, repeats heads and adds up, the other shows one text after the other. The texts of both PDFs
are compared first. Ratios count, single seconds do not. Goals: less than three times the time; memory that grows by
less than 4 kB a row.
"""

from __future__ import annotations

import gc
import re
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable

import pypdfium2

from tests.unit.documents import sample_notices as sample
from villagebook.base.sheet import NoticeContent
from villagebook.documents import foot
from villagebook.documents.faces import Role
from villagebook.documents.foot import Foot
from villagebook.documents.notice import render_notice
from villagebook.documents.notice_cells import cell_text
from villagebook.documents.notice_sheet import SHEETS
from villagebook.documents.page import MM, Paper

ROWS, PAPER, ROUNDS = 600, "A3", 25
GOAL, KB_PER_ROW = 3.0, 4.0
GROWING = (100, 600, 6000)
MARKS = {"check_code": "7F3A92C1", "qr_text": "VB1:350699:2026-12:7F3A92C1AABBCCDD"}
_CELL_MM = 26.0


def as_notice(content: NoticeContent) -> bytes:
    """Return the notice as it is printed."""
    return render_notice(content, paper=PAPER, **MARKS).data


def bare(content: NoticeContent, pages: list[list[tuple[str, ...]]], size: float) -> bytes:
    """Return the same words at the same size, one text after the other, no column measured, no rule drawn."""
    out, sheet = Paper(content.title), SHEETS[PAPER]
    lines = (f"{content.title}　{content.number}", f"数据截至　张贴地点：{content.place}")
    for number, rows in enumerate(pages, 1):
        page = out.page(sheet.size)
        style, y = out.style(Role.TEXT, size), sheet.top
        for row in rows:
            x = sheet.left
            for said in row:
                page.text(x, y, said, style)
                x += _CELL_MM * MM
            y += 1.55 * size
        said = Foot(lines, code=MARKS["check_code"], qr=MARKS["qr_text"])
        foot.draw(page, said.at(number, len(pages)), foot.NOTICE, sheet.left, sheet.right)
    return out.save()


def words_of(content: NoticeContent, pages: int) -> list[list[tuple[str, ...]]]:
    """Return the texts of every page: the rows shared out, with the head and two rows of sums on each."""
    (table,) = content.tables
    head = tuple(c.heading for c in table.columns)
    rows = [tuple(cell_text(v, c.kind) for v, c in zip(r, table.columns, strict=True)) for r in table.rows]
    each = -(-len(rows) // pages)
    closing = [(content.basis[:40],), (content.basis[40:],), *((c.name, c.phone, c.place) for c in content.contacts)]
    return [[head, *rows[i : i + each], head, head, *(closing if not i else ())] for i in range(0, len(rows), each)]


def cells(data: bytes, wanted: set[str]) -> Counter[str]:
    """Return how often each of these texts stands in a PDF."""
    document = pypdfium2.PdfDocument(data)
    try:
        said = "\n".join(page.get_textpage().get_text_range() for page in document)
    finally:
        document.close()
    return Counter(one for one in re.findall(r"[\d,]+\.\d\d", said) if one in wanted)


def compare(content: NoticeContent, pages: list[list[tuple[str, ...]]]) -> None:
    """Make sure that both sides write every amount of the list."""
    (table,) = content.tables
    amounts = Counter(cell_text(row[7], "money") for row in table.rows)
    for data in (as_notice(content), bare(content, pages, 17)):
        found = cells(data, set(amounts))
        assert all(found[amount] >= count for amount, count in amounts.items()), "not the same words"


def best(*works: Callable[[], object]) -> list[float]:
    """Return the best of some rounds of each, seconds of CPU; they take turns: what else runs is fair to all."""
    times: list[list[float]] = [[] for _ in works]
    for _ in range(ROUNDS):
        for work, taken in zip(works, times, strict=True):
            gc.collect()
            start = time.process_time()
            work()
            taken.append(time.process_time() - start)
    return [min(taken) for taken in times]


def peak_mb(rows: int) -> float:
    """Return the most memory a process of its own takes to print so many rows."""
    script = (
        "import resource\n"
        "from tests.bench.bench_notice import as_notice\n"
        "from tests.unit.documents import sample_notices as sample\n"
        f"as_notice(sample.roster({rows}))\n"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)"
    )
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return float(done.stdout)


def main(rows: int = ROWS) -> int:
    content = sample.roster(rows)
    made = render_notice(content, paper=PAPER, **MARKS)
    pages = words_of(content, made.pages)
    compare(content, pages)
    table, plain = best(lambda: as_notice(content), lambda: bare(content, pages, made.table_pt))
    ratio = table / plain
    print(f"{rows} rows on {made.pages} sheets of {PAPER}: {table * 1000:.0f} ms; the same words without a table "
          f"{plain * 1000:.0f} ms; ratio {ratio:.2f} (goal < {GOAL:g})")
    peaks = {count: peak_mb(count) for count in GROWING}
    first, last = GROWING[0], GROWING[-1]
    growth = (peaks[last] - peaks[first]) * 1024 / (last - first)
    told = ", ".join(f"{count:,} rows {peak:.0f} MB" for count, peak in peaks.items())
    print(f"memory at the peak: {told}; {growth:.1f} kB a row (goal < {KB_PER_ROW:g})")
    return 0 if ratio < GOAL and growth < KB_PER_ROW else 1


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:])))
