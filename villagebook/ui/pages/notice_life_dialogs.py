"""What is asked when a finalised notice is hung, something happens to it, it ends, or one comes from above."""

from __future__ import annotations

from collections.abc import Callable

from villagebook.models.codes import CODES
from villagebook.services.notice_events import Event
from villagebook.services.notice_received import ISSUERS
from villagebook.services.publicity import NoticeView
from villagebook.ui.page import Context
from villagebook.ui.pages.asking import AskDialog, Values
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.line import Choice

Answer = Callable[[Values], object]

WHO = (FieldSpec("hung_by", "张贴人", "text"), FieldSpec("witness", "见证人", "text"))


def _choices(values: tuple[str, ...]) -> tuple[Choice, ...]:
    return tuple(Choice(value, value) for value in values)


def hang(context: Context, view: NoticeView, answer: Answer) -> AskDialog:
    """Return the question when a finalised notice was put on the wall, and by whom."""
    first, today = view.row["from_on"], context.today()
    late = first < today and view.row["issuer"] in (None, "村")
    lead = f"纸上印着从 {first} 公示。可以提前贴，不能晚贴。"
    if late:
        lead += "今天已经晚了：那天没有贴的，请退回草稿，按真正的日期重新定稿。"
    return AskDialog(
        "贴上墙", lead, (FieldSpec("on", "贴上日期", "date"), *WHO), {"on": min(first, today) if late else today},
        context.today, "已经贴上", answer, note=view.row["number"], icon="megaphone", required={"on": "请写贴上的日期"},
    )  # fmt: skip


def archive(context: Context, view: NoticeView, proposed: str, answer: Answer) -> AskDialog:
    """Return the question how a notice ended; ``proposed`` is what its objections say."""
    return AskDialog(
        "归档", "写下结果就归档；以后还可以补照片。",
        (FieldSpec("on", "归档日期", "date"), FieldSpec("result", "公示结果", "long_text", wide=True, lines=3)),
        {"on": context.today(), "result": proposed}, context.today, "归档", answer,
        note=view.row["number"], icon="archive", required={"on": "请写归档日期"},
    )  # fmt: skip


def event(context: Context, view: NoticeView, answer: Answer) -> AskDialog:
    """Return the question what happened to a notice on the wall."""
    return AskDialog(
        "记张贴情况", "被风雨打坏、脱落的，写从哪天起看不到；重新贴上的写补贴日期。不在墙上的日子不算公示天数。",
        (
            FieldSpec("kind", "事项", "choice", choices=_choices(CODES["notice_event"].values)),
            FieldSpec("on", "日期", "date"),
            FieldSpec("back_on", "补贴日期", "date"),
            FieldSpec("who", "经手人", "text"),
            FieldSpec("witness", "见证人", "text"),
            FieldSpec("note", "说明", "text", wide=True, placeholder="如：大雨打落"),
        ),
        {"kind": "破损补贴", "on": context.today()}, context.today, "记下", answer,
        note=view.row["number"], required={"kind": "请选事项", "on": "请写日期"},
    )  # fmt: skip


def put_back(context: Context, one: Event, answer: Answer) -> AskDialog:
    """Return the question when what fell was put up again."""
    return AskDialog(
        "记补贴", f"{one.on} 破损脱落。",
        (
            FieldSpec("on", "补贴日期", "date"),
            FieldSpec("who", "经手人", "text"),
            FieldSpec("witness", "见证人", "text"),
        ),
        {"on": context.today(), "who": one.who or None, "witness": one.witness or None}, context.today, "记下", answer,
        required={"on": "请写补贴日期"},
    )  # fmt: skip


def receive(context: Context, answer: Answer) -> AskDialog:
    """Return the question what a notice from above says of itself."""
    return AskDialog(
        "收上级公示",
        "乡镇、县里发来要在村里张贴的公示、公告：照纸上的写，放入原件；张贴、拍照、摘下和本村的一样记。",
        (
            FieldSpec("title", "标题", "text", wide=True),
            FieldSpec("issuer", "发布级别", "choice", choices=_choices(ISSUERS)),
            FieldSpec("their_number", "来文字号", "text"),
            FieldSpec("issued_by", "发布单位", "text", wide=True, placeholder="不写就是本乡镇或本县人民政府"),
            FieldSpec("from_on", "第一天", "date"),
            FieldSpec("through_on", "最后一天", "date"),
            FieldSpec("place", "张贴地点", "text", wide=True, placeholder="不写就是村公示栏"),
        ),
        {"issuer": ISSUERS[0], "from_on": context.today()}, context.today, "收下，选原件", answer, icon="file-input",
        required={"title": "请照纸上的标题写", "issuer": "请选级别", "from_on": "请照纸上写",
                  "through_on": "请照纸上写"},
    )  # fmt: skip
