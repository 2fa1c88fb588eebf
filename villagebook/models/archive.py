"""Files kept with the book, and the memory of what was imported.

Attachments are content-addressed: one row per content, linked to any record. Files are reached only through the
store by id. ImportRow is where "every stored row remembers file, sheet and row" lives.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy.orm import Mapped

from villagebook.models.base import InVillage, Record
from villagebook.models.fields import Privacy, field

PUBLIC, SECRET = Privacy.PUBLIC, Privacy.SECRET


class Attachment(InVillage, Record):
    """One file in ``files/``, immutable."""

    __tablename__ = "attachment"
    title = "文件"

    sha256: Mapped[str] = field("校验", "code", PUBLIC, required=True, index=True)
    size: Mapped[int] = field("大小", "size", PUBLIC, unit="字节", required=True)
    media_type: Mapped[str] = field("类型", "text", PUBLIC, required=True)
    file_name: Mapped[str] = field("原文件名", "text", required=True)
    added_at: Mapped[dt.datetime] = field("放入时间", "time", PUBLIC, required=True)


class AttachmentLink(InVillage, Record):
    """An attachment on a record, in a role (定稿, 原表, 照片 …)."""

    __tablename__ = "attachment_link"
    title = "文件归属"

    attachment_id: Mapped[uuid.UUID] = field("文件", "ref", PUBLIC, ref="attachment.id", required=True, index=True)
    record: Mapped[str] = field("所属种类", "code", PUBLIC, required=True)
    record_id: Mapped[uuid.UUID] = field("所属", "ref", PUBLIC, required=True, index=True)
    role: Mapped[str] = field("用途", "choice", PUBLIC, codes="attachment_role", required=True)
    note: Mapped[str | None] = field("说明", "text")


class ImportFile(InVillage, Record):
    """One file taken in by one import."""

    __tablename__ = "import_file"
    title = "导入文件"

    attachment_id: Mapped[uuid.UUID] = field("原表", "ref", ref="attachment.id", required=True)
    file_name: Mapped[str] = field("文件名", "text", required=True)
    sha256: Mapped[str] = field("校验", "code", required=True)
    imported_at: Mapped[dt.datetime] = field("导入时间", "time", required=True)
    counts: Mapped[dict[str, Any]] = field("结果", "json", required=True)
    decisions: Mapped[dict[str, Any] | None] = field(
        "导入时的决定", "json", SECRET, help="栏目改认成什么，哪些格不采用，哪些行指定了是谁。")


class HeadingMap(InVillage, Record):
    """What the officer said the columns of one shape of heading row mean; the next list of that shape obeys it.

    ``shape`` is the hash of the folded heading row; ``columns`` maps a heading to a value id, or to "" for a column
    that is to stay outside the book.
    """

    __tablename__ = "heading_map"
    title = "栏目对应"

    shape: Mapped[str] = field("表头", "code", PUBLIC, required=True, index=True)
    kind: Mapped[str] = field("表的种类", "code", PUBLIC, required=True)
    columns: Mapped[dict[str, Any]] = field("栏目", "json", PUBLIC, required=True)
    said_at: Mapped[dt.datetime] = field("记下时间", "time", PUBLIC, required=True)


class ImportRow(InVillage, Record):
    """One row of an imported sheet and what became of it.

    ``cells`` keeps refused or partly taken rows as they came, so that the report can be made again.
    """

    __tablename__ = "import_row"
    title = "导入行"

    file_id: Mapped[uuid.UUID] = field("导入文件", "ref", ref="import_file.id", required=True, index=True)
    sheet: Mapped[str] = field("工作表", "text", required=True)
    row: Mapped[int] = field("行", "int", required=True)
    kind: Mapped[str] = field("表的种类", "code", required=True)
    code: Mapped[str | None] = field("编号", "code")
    outcome: Mapped[str] = field("结果", "code", required=True, help="new, changed, unchanged 或 refused。")
    reason: Mapped[str | None] = field("原因", "text")
    cells: Mapped[dict[str, Any] | None] = field("原样", "json", SECRET)
