"""What the headings of a list were taken for, told before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from villagebook.base.findings import Finding, Severity
from villagebook.importing import CONTENT_WORDS, KINDS, MONITORED, SOURCE, Column, Table, Workbook, staged, text_of
from villagebook.importing.columns import can_come
from villagebook.importing.staged import MEASURE
from villagebook.models import StatusPeriod, fields_of
from villagebook.services.lists.originals import is_returned
from villagebook.services.lists.report import ColumnReport, SheetReport

_SAMPLES = 3


def understood(workbook: Workbook, table: Table) -> SheetReport:
    """Return how a sheet was understood, its columns in order."""
    last = table.source.number(table.rows[-1]) if table.rows else 0
    return SheetReport(
        workbook.file_name,
        table.sheet,
        table.kind,
        KINDS[table.kind].title,
        table.heading_rows,
        len(table.rows),
        last,
        tuple(_column(table, column) for column in table.columns),
        is_returned(table),
        table.shape,
    )


def uncalculated(workbook: Workbook, table: Table) -> Iterator[Finding]:
    """Yield, column by column, how many cells are formulas whose value the file does not have; none was taken."""
    places = table.source.uncalculated
    if not places:
        return
    counts = Counter(column for row, column in places & {(row, c.index) for row in table.rows for c in table.columns})
    for column in table.columns:
        if (count := counts[column.index]) and not column.counts_rows:
            yield Finding(
                "import.uncalculated",
                Severity.WARNING,
                f"{workbook.file_name} {table.sheet}",
                column.heading,
                f"有 {count} 格是公式，表里没有存下算好的数，没有收",
                "请用表格软件打开、保存一次，再导入",
            )


def _column(table: Table, column: Column) -> ColumnReport:
    rows = (table.source.rows[place] for place in table.rows[:_SAMPLES])
    samples = tuple(text_of(row[column.index]) if column.index < len(row) else "" for row in rows)
    return ColumnReport(
        column.heading,
        _field(column),
        column.field,
        column.counts_rows and not column.outside,
        samples,
        "" if column.id.startswith("#") else column.id,
        column.how,
        _why(column),
        column.outside,
    )


def _why(column: Column) -> str:
    if column.how == "content":
        return CONTENT_WORDS[column.shows]
    if column.how == "own":
        return "台账自己算出来的，不收进书里"
    said = {"chosen": "您指定的", "remembered": "按上次的对应"}.get(column.how, "")
    if column.outside:
        return f"{said}，不收进书里"
    return said


def _field(column: Column) -> str:
    """What people call the field; a heading that waits for the kind's own reading keeps its name."""
    if column.field is None:
        return column.heading if column.id else ""
    if column.id.startswith(SOURCE):
        return f"{column.field.label}（{column.id.removeprefix(SOURCE)}）"
    if column.id == MONITORED:
        return f"{column.field.label}（监测对象）"
    return staged.words(column.id) or column.field.label


def heading_fields(kind: str) -> tuple[tuple[str, str, str], ...]:
    """Return what a heading of this kind of list may mean: (value id, label, title of the record), in form order.

    Raises:
        KeyError: no such kind.
    """
    found = [
        (info.id, info.label, record.title)
        for record in KINDS[kind].records
        for info in fields_of(record)
        if can_come(info)
    ]
    if MONITORED in KINDS[kind].aliases.values():
        found.append((MONITORED, "监测对象类别", StatusPeriod.title))
    if MEASURE in KINDS[kind].marks:
        found += staged.choices()
    return tuple(found)
