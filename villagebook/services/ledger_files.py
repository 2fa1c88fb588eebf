"""A ledger as a file: the same prepared table as xlsx, csv or PDF."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from villagebook.base.errors import UserError
from villagebook.base.progress import QUIET, Progress
from villagebook.ledgers import Column, Group, Ledger

ENDINGS = (".xlsx", ".csv", ".pdf")


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """A ledger ready to be written.

    Attributes:
        title: With village and year. subtitle: What stands under it.
        place: Township and village, for the foot.
        columns, rows, totals: As people read them; rows by column id.
        on: As of which day. made_at: The aware time that stands in the file.
    """

    ledger: Ledger
    title: str
    subtitle: str
    place: str
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Any], ...]
    totals: Mapping[str, Any]
    on: dt.date
    made_at: dt.datetime

    @property
    def groups(self) -> tuple[Group, ...]:
        """The ledger's groups whose columns are all there."""
        ids = {column.id for column in self.columns}
        return tuple(group for group in self.ledger.groups if ids.issuperset(group.columns))


def write(file: LedgerFile, target: Path, progress: Progress = QUIET) -> None:
    """Write a ledger as xlsx, csv or pdf, by the target's ending.

    Raises:
        UserError: the ending is none of these. KnownError: the target cannot be written.
    """
    # openpyxl and ReportLab take half a second to import; the window starts without them.
    from villagebook.documents.listing import Listing, write_listing
    from villagebook.exporting.csv import write_csv
    from villagebook.exporting.table import ExportTable
    from villagebook.exporting.xlsx import write_xlsx

    table = ExportTable(file.title, file.columns, file.rows, file.totals or None, file.subtitle, frozen_columns=2)
    match target.suffix.lower():
        case ".xlsx":
            write_xlsx(target, table, made_at=file.made_at, progress=progress)
        case ".csv":
            write_csv(target, table, progress=progress)
        case ".pdf":
            listing = Listing(file.title, file.subtitle, file.place, file.columns, file.rows, file.totals, file.on)
            write_listing(target, listing)
        case other:
            raise UserError("export.ending", f"不会写“{other or '没有后缀'}”的文件", "请用 .xlsx、.csv 或 .pdf")
