"""Notices: what hung on the wall, from draft to archive.

A draft holds its choices (kind, subject, words); finalising freezes rows, words, period, place and phones, keeps
their SHA-256 and the PDF itself. Until it is hung (``posted_at``) that may be taken back; from then on only its way
on the wall, its end and its withdrawal are added, in columns of their own; a trigger refuses anything else.

With it: photos of the wall, what happened while it hung, objections and complaints, the boards of the village, and
the kinds of notices a village made for itself.

Source of the fields: domain 3.1-3.2 (记录张贴、摘下、照片、张贴人), county rules on 公示底账.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy.orm import Mapped

from villagebook.models.base import Imported, InVillage, Record
from villagebook.models.fields import Privacy, field

PUBLIC, SECRET = Privacy.PUBLIC, Privacy.SECRET

#: Columns that may still change on a posted notice; the trigger guards all others.
OPEN_AFTER_POSTING = (
    "state", "taken_down_on", "withdrawn_on", "withdrawn_why", "result", "concluded_on", "corrected_on", "hung_by",
    "witness", "panel_id",
)


class Notice(InVillage, Record):
    """One notice.

    Attributes:
        number: 清溪公示〔2025〕17号, given at drafting, never reused.
        issuer: Whose notice it is; None is the village. Those of township and county have no content of ours: their
            sheet is ``pdf_id``, their own number ``their_number``, their unit ``issued_by``.
        subject: What it is about, as plain JSON: project code, household codes, year …; the kind says which.
        words: Words of this notice that the officer changed: slot -> text. Numbers are never words.
        from_on, through_on: First and last day on the wall, both printed.
        open_ended: Hangs on after its last day; ``through_on`` is then the end of the least time.
        content: Frozen plain values (title, basis, columns, rows, totals, closing lines); None in a draft.
        sha256: SHA-256 of the canonical JSON of ``content``; None in a draft.
        pdf_id: The posted PDF as an attachment; None in a draft.
        finalised_at, posted_at: When it was frozen, and when it was hung.
        hung_on: The day it really went up, as the officer says it; None for notices posted before this was asked.
        result: The sentence on how it ended; concluded_on is the day it went to the archive with it.
        follows_id: The notice whose result this one tells (公告 after 公示). replaces_id: the one it corrects.
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
    open_ended: Mapped[bool | None] = field("长期张贴", "bool", PUBLIC, help="公示期满以后还一直贴着。")
    from_on: Mapped[dt.date | None] = field("张贴日期", "day", PUBLIC)
    through_on: Mapped[dt.date | None] = field("公示期满", "day", PUBLIC)
    as_of: Mapped[dt.date | None] = field("数据截至", "day", PUBLIC)
    paper: Mapped[str | None] = field("纸张", "choice", PUBLIC, codes="paper")
    content: Mapped[dict[str, Any] | None] = field("定稿内容", "json", PUBLIC)
    sha256: Mapped[str | None] = field("定稿校验", "code", PUBLIC)
    pdf_id: Mapped[uuid.UUID | None] = field("定稿文件", "ref", PUBLIC, ref="attachment.id")
    issuer: Mapped[str | None] = field("发布级别", "choice", PUBLIC, codes="notice_issuer")
    issued_by: Mapped[str | None] = field("发布单位", "name", PUBLIC)
    their_number: Mapped[str | None] = field("来文字号", "text", PUBLIC)
    panel_id: Mapped[uuid.UUID | None] = field("公示栏", "ref", PUBLIC, ref="board_panel.id")
    finalised_at: Mapped[dt.datetime | None] = field("排定时间", "time", PUBLIC)
    chain_head: Mapped[str | None] = field("张贴时链头", "code", PUBLIC)
    posted_at: Mapped[dt.datetime | None] = field("定稿时间", "time", PUBLIC)
    override_why: Mapped[str | None] = field("放行原因", "text")
    hung_by: Mapped[str | None] = field("张贴人", "name")
    witness: Mapped[str | None] = field("见证人", "name")
    hung_on: Mapped[dt.date | None] = field("贴上日期", "day", PUBLIC, help="真正贴到墙上的那一天；可以早于印上的第一天。")
    taken_down_on: Mapped[dt.date | None] = field("摘下日期", "day", PUBLIC)
    result: Mapped[str | None] = field("公示结果", "long_text", PUBLIC)
    concluded_on: Mapped[dt.date | None] = field("归档日期", "day", PUBLIC)
    corrected_on: Mapped[dt.date | None] = field("更正日期", "day", PUBLIC)
    withdrawn_on: Mapped[dt.date | None] = field("撤回日期", "day", PUBLIC)
    withdrawn_why: Mapped[str | None] = field("撤回原因", "text", PUBLIC)
    replaces_id: Mapped[uuid.UUID | None] = field("更正的公示", "ref", PUBLIC, ref="notice.id")
    follows_id: Mapped[uuid.UUID | None] = field("前一份公示", "ref", PUBLIC, ref="notice.id")


class NoticePhoto(InVillage, Record):
    """A photo of a notice on the wall; the file itself is an attachment.

    Attributes:
        moment: 张贴, 期满, 补贴 or 其他. view: 近景 (the words can be read) or 远景 (the place can be known).
        on: The day as the officer says it. taken_at: as the camera wrote it into the file, local time; None if it did not.
        located: Whether the file says where it was taken; a copy that leaves the office says it no more.
    """

    __tablename__ = "notice_photo"
    title = "公示照片"

    notice_id: Mapped[uuid.UUID] = field("公示", "ref", PUBLIC, ref="notice.id", required=True, index=True)
    attachment_id: Mapped[uuid.UUID] = field("文件", "ref", PUBLIC, ref="attachment.id", required=True)
    moment: Mapped[str] = field("时点", "choice", PUBLIC, codes="photo_moment", required=True)
    view: Mapped[str | None] = field("远近", "choice", PUBLIC, codes="photo_view")
    on: Mapped[dt.date | None] = field("拍照日期", "day", PUBLIC)
    taken_at: Mapped[str | None] = field("相机时间", "text", PUBLIC, help="照片文件里记的时间，原样。")
    located: Mapped[bool | None] = field("带位置", "bool")
    note: Mapped[str | None] = field("说明", "text")


class NoticeEvent(InVillage, Record):
    """Something that happened to a notice while it hung: torn by weather and hung again, moved, looked after."""

    __tablename__ = "notice_event"
    title = "公示张贴记录"

    notice_id: Mapped[uuid.UUID] = field("公示", "ref", PUBLIC, ref="notice.id", required=True, index=True)
    kind: Mapped[str] = field("事项", "choice", PUBLIC, codes="notice_event", required=True)
    on: Mapped[dt.date] = field("日期", "day", PUBLIC, required=True)
    back_on: Mapped[dt.date | None] = field("补贴日期", "day", PUBLIC, help="破损、脱落后重新贴上的日期。")
    who: Mapped[str | None] = field("经手人", "name")
    witness: Mapped[str | None] = field("见证人", "name")
    note: Mapped[str | None] = field("说明", "text")


class Objection(Imported, Record):
    """An objection to a notice, or a complaint about anything public, from its coming in to the answer.

    Who said it is known to the office only and never leaves it.

    Attributes:
        notice_id: The notice it is about; None for a complaint about something else (``about``, ``project_id``).
        line: Number of the line in the notice's table, as printed; line_text: what the line said then.
        answered_on: The day the person was answered; an objection without it is open.
        correction_id: The notice that corrected what was objected to.
    """

    __tablename__ = "objection"
    title = "意见和投诉"

    code: Mapped[str | None] = field("意见编号", "code", index=True)
    kind: Mapped[str] = field("性质", "choice", codes="objection_kind", required=True)
    notice_id: Mapped[uuid.UUID | None] = field("公示", "ref", ref="notice.id", index=True)
    project_id: Mapped[uuid.UUID | None] = field("项目", "ref", ref="project.id", index=True)
    about: Mapped[str | None] = field("反映的事", "text")
    line: Mapped[int | None] = field("名单第几行", "int")
    line_text: Mapped[str | None] = field("这一行", "text", SECRET)
    from_name: Mapped[str | None] = field("反映人", "name", SECRET)
    from_phone: Mapped[str | None] = field("反映人电话", "phone", SECRET)
    way: Mapped[str | None] = field("反映方式", "choice", codes="objection_way")
    received_on: Mapped[dt.date] = field("收到日期", "day", required=True)
    received_by: Mapped[str | None] = field("接待人", "name")
    content: Mapped[str | None] = field("反映内容", "long_text", SECRET)
    handled_by: Mapped[str | None] = field("核实人", "name")
    handling: Mapped[str | None] = field("核实情况", "long_text", SECRET)
    result: Mapped[str | None] = field("处理结果", "choice", codes="objection_result")
    answer: Mapped[str | None] = field("答复内容", "long_text", SECRET)
    answered_on: Mapped[dt.date | None] = field("答复日期", "day")
    answered_way: Mapped[str | None] = field("答复方式", "choice", codes="objection_way")
    correction_id: Mapped[uuid.UUID | None] = field("更正公示", "ref", ref="notice.id")


class BoardPanel(InVillage, Record):
    """A board of the village on which notices hang; lengths in centimetres, of the surface that can be used."""

    __tablename__ = "board_panel"
    title = "公示栏"

    name: Mapped[str] = field("名称", "name", PUBLIC, required=True)
    place: Mapped[str | None] = field("位置", "text", PUBLIC)
    width: Mapped[int] = field("宽", "int", PUBLIC, unit="厘米", required=True)
    height: Mapped[int] = field("高", "int", PUBLIC, unit="厘米", required=True)
    headings: Mapped[str | None] = field("栏目", "text", PUBLIC, help="从左到右的栏目，用顿号隔开：项目、资金、名单、监督。")
    position: Mapped[int | None] = field("次序", "int", PUBLIC)
    retired_on: Mapped[dt.date | None] = field("停用日期", "day", PUBLIC)
    note: Mapped[str | None] = field("备注", "text")


class NoticeForm(InVillage, Record):
    """A kind of notice the village made for itself: which ledger, which public columns, which words, how many days.

    Attributes:
        code: Stable; stands in Notice.kind as ``own:<code>``.
        ledger: Id of a ledger; columns: ids of its public columns, in order.
        choose: What the ledger's rows are chosen by: ``year``, ``project`` or empty for all.
    """

    __tablename__ = "notice_form"
    title = "自设公示"

    code: Mapped[str] = field("编号", "code", PUBLIC, required=True, index=True)
    name: Mapped[str] = field("名称", "name", PUBLIC, required=True)
    mode: Mapped[str] = field("公示或公告", "choice", PUBLIC, codes="notice_mode", required=True)
    board: Mapped[str | None] = field("栏目", "choice", PUBLIC, codes="notice_board")
    ledger: Mapped[str] = field("台账", "code", PUBLIC, required=True)
    columns: Mapped[list[Any]] = field("栏目列", "json", PUBLIC, required=True)
    choose: Mapped[str | None] = field("按什么选", "code", PUBLIC)
    heading: Mapped[str | None] = field("标题", "text", PUBLIC, help="如“{村}{年}厕所改造公示”。")
    basis: Mapped[str | None] = field("依据词句", "text", PUBLIC)
    days: Mapped[str] = field("期限", "text", PUBLIC, required=True, help="如 7天、5个工作日。")
    retired_on: Mapped[dt.date | None] = field("停用日期", "day", PUBLIC)
