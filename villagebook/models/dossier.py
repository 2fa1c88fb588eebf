"""The papers of a project's binder (一本清): what fills a slot, or why a slot stays empty.

The slots themselves are declared in code and may be changed by the book (domain 4.1, 4.2).
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Mapped

from villagebook.models.base import InVillage, Record
from villagebook.models.fields import Privacy, field

PUBLIC = Privacy.PUBLIC


class DossierPaper(InVillage, Record):
    """One paper in a slot of a project's dossier; a slot may hold several.

    Attributes:
        slot: Id of the slot as declared or as the book's own template names it.
        state: 已有 (the paper is there), 不适用 (with ``why``).
        attachment_id: The scan, photo or PDF; None for a paper that lies in the cabinet only, or does not apply.
        pages: Sheets it counts in the volume; of a PDF its pages, of a picture 1.
    """

    __tablename__ = "dossier_paper"
    title = "档案材料"

    project_id: Mapped[uuid.UUID] = field("项目", "ref", PUBLIC, ref="project.id", required=True, index=True)
    slot: Mapped[str] = field("档案位置", "code", PUBLIC, required=True)
    state: Mapped[str] = field("材料状态", "choice", PUBLIC, codes="paper_state", required=True)
    name: Mapped[str | None] = field("材料名称", "text", PUBLIC)
    number: Mapped[str | None] = field("文件编号", "text", PUBLIC)
    unit: Mapped[str | None] = field("责任者", "name", PUBLIC)
    on: Mapped[dt.date | None] = field("日期", "day", PUBLIC)
    pages: Mapped[int | None] = field("页数", "int", PUBLIC, unit="页")
    attachment_id: Mapped[uuid.UUID | None] = field("文件", "ref", PUBLIC, ref="attachment.id", index=True)
    source: Mapped[str | None] = field("来源", "choice", PUBLIC, codes="paper_source")
    replaces: Mapped[str | None] = field("代替自动生成的", "choice", PUBLIC, codes="yes_no", help=(
        "签字盖章后的扫描件代替程序打印的那一份；附在后面的写否。"))
    position: Mapped[int | None] = field("次序", "int", PUBLIC)
    why: Mapped[str | None] = field("不适用的原因", "text", PUBLIC)
    note: Mapped[str | None] = field("备注", "text")
