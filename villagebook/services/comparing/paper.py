"""A comparison as a workbook: 变动, 换户, 新增, 减少, what a person must decide, what was not compared."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from villagebook.exporting.compared import ASK, LONE, NEW, OLD, ComparedSheet, write_compared
from villagebook.importing import field_of
from villagebook.services.comparing import (
    ABOUT_WORDS,
    ADDED,
    ALIKE,
    AMBIGUOUS,
    CHANGED,
    GONE,
    KIND_WORDS,
    MOVED,
    Comparison,
    Difference,
    names_of,
)
from villagebook.services.comparing.cells import text_of
from villagebook.services.comparing.entries import Entry

_TO_DO = "已处理"
_NOTHING = "没有不同"


def export(comparison: Comparison, target: Path) -> Path:
    """Write the comparison as xlsx; it holds nothing that the lists, or the book's same columns, do not hold.

    Raises:
        KnownError: the target cannot be written.
    """
    return write_compared(target, list(sheets(comparison)))


def sheets(comparison: Comparison) -> Iterator[ComparedSheet]:
    """Yield the sheets, those without rows left out."""
    names = [f"{one}：{side.name}" for one, side in zip(names_of(comparison.sides), comparison.sides, strict=True)]
    lead = "　".join(names)
    yield _summary(comparison, names)
    for kind, tones in ((CHANGED, (NEW, OLD)), (MOVED, (NEW, OLD))):
        lines = _of(comparison, kind)
        if lines:
            yield _cells(comparison, KIND_WORDS[kind], lead, lines, tones)
    for kind in (ADDED, GONE):
        for about in ABOUT_WORDS:
            lines = [line for line in _of(comparison, kind) if line.about == about]
            if lines:
                yield _whole_rows(comparison, lines, lead)
    asked = [*_of(comparison, ALIKE), *_of(comparison, AMBIGUOUS)]
    if asked:
        yield _cells(comparison, "请您判断", lead, asked, (ASK, ASK))
    if comparison.left_out:
        rows = [(file, sheet, str(row), why) for file, sheet, row, why in comparison.left_out]
        yield ComparedSheet("没有比的行", lead, ("文件", "工作表", "行", "原因"), rows)


def _of(comparison: Comparison, kind: str) -> list[Difference]:
    return [line for line in comparison.differences if line.kind == kind]


def _summary(comparison: Comparison, names: Sequence[str]) -> ComparedSheet:
    rows = [(name, f"{len(side.entries):,} 行") for name, side in zip(names, comparison.sides, strict=True)]
    rows.append(("完全相同", f"{comparison.same:,}"))
    rows += [(KIND_WORDS[kind], f"{count:,}") for kind, count in comparison.counts.items()]
    if comparison.left_out:
        rows.append(("没有比的行", f"{len(comparison.left_out):,}"))
    lead = "比对结果" if comparison.differences else f"比对结果：{_NOTHING}"
    return ComparedSheet("说明", lead, ("项目", "数"), rows)


def _cells(
    comparison: Comparison, title: str, lead: str, lines: Sequence[Difference], tones: tuple[str, str]
) -> ComparedSheet:
    """One line a cell: the newer value first, the older beside it, both coloured."""
    sides = names_of(comparison.sides)
    rows, colours = [], {}
    for number, line in enumerate(lines):
        rows.append((ABOUT_WORDS[line.about], line.code, line.who, line.what, *line.texts, line.note, ""))
        for place in range(len(sides)):
            colours[number, 4 + place] = tones[0] if place == 0 else tones[1]
    headings = ("户或人", "编号", "姓名", "栏目", *sides, "说明", _TO_DO)
    return ComparedSheet(title, lead, headings, rows, colours)


def _whole_rows(comparison: Comparison, lines: Sequence[Difference], lead: str) -> ComparedSheet:
    """Rows that not every list has, with all their columns."""
    entries = [next(entry for entry in line.entries if entry is not None) for line in lines]
    columns = list(dict.fromkeys(heading for entry in entries for heading in _row(entry, comparison)))
    rows, colours = [], {}
    for number, (line, entry) in enumerate(zip(lines, entries, strict=True)):
        cells = _row(entry, comparison)
        rows.append((line.what, line.code, line.who, *(cells.get(column, "") for column in columns), ""))
        colours[number, 2] = LONE
    title = KIND_WORDS[lines[0].kind]
    if len({one.about for one in comparison.differences if one.kind == lines[0].kind}) > 1:
        title = f"{title}（{ABOUT_WORDS[lines[0].about]}）"
    return ComparedSheet(title, lead, ("在哪里", "编号", "谁", *columns, _TO_DO), rows, colours)


def _row(entry: Entry, comparison: Comparison) -> dict[str, str]:
    """Heading -> text of every cell of an entry, under the headings of the first list that has the column."""
    found = {}
    for id in sorted(entry.ids, key=lambda id: (id not in entry.values, id)):
        heading = next((side.headings[id] for side in comparison.sides if side.headings.get(id)), field_of(id).label)
        if text := text_of(entry, id):
            found[heading] = text
    return found | dict(entry.extra)
