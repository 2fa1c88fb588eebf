"""Notices: what hung on the wall, from draft to archive.

A draft holds its choices (kind, subject, words); posting freezes rows, words, period, place and phones, keeps
their SHA-256 and the posted PDF itself. After posting only the taking down, objections and withdrawal are added,
in columns of their own; a trigger refuses anything else.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy.orm import Mapped

from villagebook.models.base import InVillage, Record
from villagebook.models.fields import Privacy, field

PUBLIC, SECRET = Privacy.PUBLIC, Privacy.SECRET

#: Columns that may still change on a posted notice; the trigger guards all others.
OPEN_AFTER_POSTING = ("state", "taken_down_on", "withdrawn_on", "withdrawn_why", "result")


class Notice(InVillage, Record):
    """One notice.

    Attributes:
        number: 清溪公示〔2025〕17号, given at drafting, never reused.
        subject: What it is about, as plain JSON: project code, household codes, year …; the kind says which.
        words: Words of this notice that the officer changed: slot -> text. Numbers are never words.
        from_on, through_on: First and last day on the wall, both printed.
        content: Frozen plain values (title, basis, columns, rows, totals, closing lines); None in a draft.
        sha256: SHA-256 of the canonical JSON of ``content``; None in a draft.
        pdf_id: The posted PDF as an attachment; None in a draft.
        override_why: Why it was posted over a leak or an invariant; None normally.
    """

    __tablename__ = "notice"
    title = "公示"

    number: Mapped[str] = field("公示编号", "code", PUBLIC, required=True, index=True)
    year: Mapped[int] = field("年度", "year", PUBLIC, required=True)
    serial: Mapped[int] = field("流水号", "int", PUBLIC, required=True)
    kind: Mapped[str] = field("公示种类", "code", PUBLIC, required=True)
    heading: Mapped[str | None] = field("标题", "text", PUBLIC)
    state: Mapped[str] = field("状态", "choice", PUBLIC, codes="notice_state", required=True)
    subject: Mapped[dict[str, Any]] = field("对象", "json", SECRET)
    project_id: Mapped[uuid.UUID | None] = field("项目", "ref", PUBLIC, ref="project.id", index=True)
    words: Mapped[dict[str, Any] | None] = field("改过的词句", "json", PUBLIC)
    basis_document: Mapped[str | None] = field("依据文件", "text", PUBLIC)
    meeting_id: Mapped[uuid.UUID | None] = field("评议会议", "ref", PUBLIC, ref="meeting.id")
    place: Mapped[str | None] = field("张贴地点", "text", PUBLIC)
    days: Mapped[int | None] = field("公示天数", "int", PUBLIC, unit="天")
    from_on: Mapped[dt.date | None] = field("张贴日期", "day", PUBLIC)
    through_on: Mapped[dt.date | None] = field("公示期满", "day", PUBLIC)
    as_of: Mapped[dt.date | None] = field("数据截至", "day", PUBLIC)
    paper: Mapped[str | None] = field("纸张", "choice", PUBLIC, codes="paper")
    content: Mapped[dict[str, Any] | None] = field("定稿内容", "json", PUBLIC)
    sha256: Mapped[str | None] = field("定稿校验", "code", PUBLIC)
    pdf_id: Mapped[uuid.UUID | None] = field("定稿文件", "ref", PUBLIC, ref="attachment.id")
    chain_head: Mapped[str | None] = field("张贴时链头", "code", PUBLIC)
    posted_at: Mapped[dt.datetime | None] = field("定稿时间", "time", PUBLIC)
    override_why: Mapped[str | None] = field("放行原因", "text")
    taken_down_on: Mapped[dt.date | None] = field("摘下日期", "day", PUBLIC)
    result: Mapped[str | None] = field("公示结果", "long_text", PUBLIC)
    withdrawn_on: Mapped[dt.date | None] = field("撤回日期", "day", PUBLIC)
    withdrawn_why: Mapped[str | None] = field("撤回原因", "text", PUBLIC)
    replaces_id: Mapped[uuid.UUID | None] = field("更正的公示", "ref", PUBLIC, ref="notice.id")
