"""Papers of help from outside: 社会帮扶记录表 (one matter one sheet), 社会帮扶情况汇总表. Fields by domain 4.3."""

from __future__ import annotations

from villagebook.documents.faces import Role
from villagebook.documents.forms import (
    At,
    Caption,
    Form,
    Grid,
    Label,
    Note,
    Placed,
    Row,
    RowColumn,
    Rows,
    Text,
    Title,
    Value,
)
from villagebook.documents.papers.parts import DAY_IN_ROW, DAY_TO_WRITE, left, one, text, two
from villagebook.documents.values import Kind

ROW_MM = 9.4
KINDS = ("领导调研考察", "社会力量办实事", "捐助资金", "帮扶资金使用", "其他")


def _money(field: str, name: str) -> Value:
    return Value(field, Kind.MONEY, name, form="{}元", blank="　　　　　　元")


def _day(field: str, name: str) -> Value:
    return Value(field, Kind.DATE, name, blank=DAY_IN_ROW)


_RECEIPT = Value("receipt", Kind.CODE, "收据号")

RECORD = Form(
    "paper.social-help",
    "2026-1",
    "社会帮扶记录表",
    (
        Caption(Text("{village}", ""), Text("记录编号：{code}", "记录编号：　　　　　　　　")),
        Grid((28, 139), (Row(13, (
            Label("类　　别"), Value("kind", Kind.CHOICE, "类别", options=KINDS, pt=10.5, align="left"))),)),
        Grid((28, 56, 28, 55), (
            two("日　　期", _day("date", "日期"), "经 办 人", Value("handler", Kind.NAME, "经办人"), ROW_MM),
            one("帮扶单位\n（人）", left("giver", "帮扶单位（人）"), 3, 11),
            one("内　　容", left("content", "内容"), 3, 24),
            two("帮扶资金", _money("amount_fen", "帮扶资金"), "收 据 号", _RECEIPT, ROW_MM),
            two("帮扶物资", text("goods", "帮扶物资"), "物资折价", _money("goods_fen", "物资折价"), ROW_MM),
            two("受益对象", text("target", "受益对象"), "关联项目", text("project", "项目"), ROW_MM),
            one("使用情况", left("used", "使用情况"), 3, 24),
            two("已使用", _money("used_fen", "已使用金额"), "结　　余", _money("left_fen", "结余"), ROW_MM),
            two("反馈日期", _day("feedback_on", "反馈日期"), "上报日期", _day("reported_on", "上报日期"), ROW_MM),
            one("反馈情况", left("feedback", "反馈情况"), 3, 15),
        )),
        Grid((83.5, 83.5), (Row(46, (
            Placed((At(41.75, 24, "照片粘贴处", 0.5, role=Role.LABEL, pt=11),)),
            Placed((
                At(3, 7, "村民委员会", role=Role.LABEL, pt=11), At(-3, 7, "（盖章）", 1, pt=11),
                At(3, -13, "负责人（签字）：", pt=11), At(-3, -4.6, DAY_TO_WRITE, 1, pt=11))),
        )),)),
        Note("一事一记录：每次来访、每笔捐款、每批物资各填一张。"),
    ),
    heading_spread=9,
)  # fmt: skip

_MATTERS = Rows("matters", (
    RowColumn(9, "序号", Value("number", Kind.INDEX, "序号")),
    RowColumn(22, "日　期", Value("date", Kind.DATE_DOTTED, "日期", pt=10.5)),
    RowColumn(25, "类　别", Value("kind", Kind.TEXT, "类别", pt=10.5)),
    RowColumn(35, "帮扶单位（人）", Value("giver", Kind.TEXT, "帮扶单位（人）", "left", pt=10.5)),
    RowColumn(32, "内　容", Value("content", Kind.TEXT, "内容", "left", pt=10.5)),
    RowColumn(23, "资金（元）", Value("amount_fen", Kind.MONEY, "帮扶资金", pt=10.5)),
    RowColumn(21, "物　资", Value("goods", Kind.TEXT, "帮扶物资", pt=10.5)),
), 6, 13, grow=True)  # fmt: skip

_SUMS = Rows("sums", (
    RowColumn(43, "类　别", Value("kind", Kind.TEXT, "类别")),
    RowColumn(18, "件　数", Value("count", Kind.COUNT, "件数")),
    RowColumn(28, "资金（元）", Value("amount_fen", Kind.MONEY, "资金")),
    RowColumn(19, "物资件数", Value("goods", Kind.COUNT, "物资件数")),
    RowColumn(31, "物资折价（元）", Value("goods_fen", Kind.MONEY, "物资折价")),
    RowColumn(28, "已使用（元）", Value("used_fen", Kind.MONEY, "已使用")),
), 6, 9.4, bold="total", fixed=tuple({"kind": kind} for kind in KINDS))  # fmt: skip

SUMMARY = Form(
    "paper.social-help-summary",
    "2026-1",
    "社会帮扶情况汇总表",
    (
        Caption(Text("填报单位：{committee}", "填报单位："), Text("{period}", "　　　年　　月至　　月")),
        _SUMS,
        Title("明细"),
        _MATTERS,
        Grid((55, 55, 57), (Row(14, (
            Placed((At(3, 8.6, "制表：", pt=11),)), Placed((At(3, 8.6, "审核：", pt=11),)),
            Placed((At(3, 8.6, Text("{reported}", "上报日期："), pt=11),)))),)),
    ),
)  # fmt: skip
