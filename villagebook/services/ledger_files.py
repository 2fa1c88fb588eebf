"""A ledger as a file: the same prepared table as xlsx, csv or PDF."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from villagebook.base.errors import UserError
from villagebook.base.progress import QUIET, Progress
from villagebook.ledgers import Column, Group, Ledger
from villagebook.models import Privacy

#: The line under every ledger that leaves; signed by hand.
_ROOM = "\u3000" * 8
SIGNED = f"制表：{_ROOM}审核：{_ROOM}负责人：{_ROOM}日期：{_ROOM[:4]}年{_ROOM[:2]}月{_ROOM[:2]}日"

ENDINGS = (".xlsx", ".csv", ".pdf")


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """A ledger ready to be written.

    Attributes:
        title: With village and year. unit_in_charge: Who keeps it. as_of: As of which day, and as recorded when.
        place: Township and village, for the foot.
        columns, rows, totals: As people read them; rows by column id.
        on: As of which day. made_at: The aware time that stands in the file.
    """

    ledger: Ledger
    title: str
    unit_in_charge: str
    as_of: str
    place: str
    columns: tuple[Column, ...]
    rows: tuple[Mapping[str, Any], ...]
    totals: Mapping[str, Any]
    on: dt.date
    made_at: dt.datetime

    @property
    def sides(self) -> tuple[str, str]:
        """What stands in the middle and at the right of the line under the title."""
        unit = "　单位：元" if any(column.kind == "money" for column in self.columns) else ""
        return self.as_of, f"共 {len(self.rows)} 行{unit}"

    @property
    def groups(self) -> tuple[Group, ...]:
        """The ledger's groups whose columns are all there."""
        ids = {column.id for column in self.columns}
        return tuple(group for group in self.ledger.groups if ids.issuperset(group.columns))


def public_edition(file: LedgerFile) -> LedgerFile:
    """A ledger with only the columns that may hang on a wall.

    Raises:
        UserError: it has none.
    """
    columns = tuple(column for column in file.columns if column.privacy is Privacy.PUBLIC)
    if not columns:
        raise UserError(
            "export.not_public", f"“{file.ledger.title}”没有可以公开的栏目", "这个台账只供村里和镇里用")
    return replace(file, title=f"{file.title}（公开版）", columns=columns)


def write(file: LedgerFile, target: Path, progress: Progress = QUIET, password: str | None = None) -> None:
    """Write a ledger as xlsx, csv or pdf, by the target's ending.

    Args:
        password: Encrypts the file; nobody opens it without, and it is written down nowhere.

    Raises:
        UserError: the ending is none of these; the password will not do, or the file cannot have one.
        KnownError: the target cannot be written.
    """
    # openpyxl and ReportLab take half a second to import; the window starts without them.
    from villagebook.documents.listing import Listing, write_listing
    from villagebook.exporting.csv import write_csv
    from villagebook.exporting.files import replacing
    from villagebook.exporting.locked import checked_password, lock_xlsx
    from villagebook.exporting.table import ExportTable
    from villagebook.exporting.xlsx import write_xlsx

    ending = target.suffix.lower()
    if password is not None:
        checked_password(password)
        if ending == ".csv":
            raise UserError("export.csv_password", "csv 是纯文本，加不了密码", "请导出 .xlsx 或 .pdf 再加密码")
    maker = f"编制单位：{file.unit_in_charge}"
    table = ExportTable(
        file.title, file.columns, file.rows, file.totals or None, maker, frozen_columns=2, sides=file.sides,
        groups=file.groups, foot=SIGNED,
    )  # fmt: skip
    match ending:
        case ".xlsx" if password:
            # Beside the target: without the password nothing ever stands under its name.
            with replacing(target) as fresh:
                write_xlsx(fresh, table, made_at=file.made_at, progress=progress)
                lock_xlsx(fresh, password)
        case ".xlsx":
            write_xlsx(target, table, made_at=file.made_at, progress=progress)
        case ".csv":
            write_csv(target, table, progress=progress)
        case ".pdf":
            listing = Listing(
                file.title, maker, file.place, file.columns, file.rows, file.totals, file.on, sides=file.sides,
                groups=[(group.title, group.columns) for group in file.groups], closing=SIGNED,
            )  # fmt: skip
            write_listing(target, listing, password=password or "")
        case other:
            raise UserError("export.ending", f"不会写“{other or '没有后缀'}”的文件", "请用 .xlsx、.csv 或 .pdf")
