"""Papers of what reaches households: 到户花名册, 效益到户协议书 with its list of households, 覆盖登记统计表.

Fields: forms of a project's file (domain 4.3); the agreement follows a county's sample of three parties.
"""

from __future__ import annotations

from villagebook.documents.faces import Role
from villagebook.documents.forms import (
    At,
    Caption,
    Fixed,
    Form,
    Frame,
    Gap,
    Grid,
    Placed,
    Row,
    RowColumn,
    Rows,
    Text,
    Value,
    Values,
)
from villagebook.documents.page import A4, landscape
from villagebook.documents.papers.parts import DAY_TO_WRITE, label, left, one, two
from villagebook.documents.values import Kind

#: Households on a page of a roster; below them stand the sum of the page and that of all so far.
A_PAGE = 10
SUMS = 2
_LANDSCAPE = Frame(size=landscape(A4), inner_mm=18, outer_mm=18, caption_pt=11.5)
_ROW_MM, _HEAD_MM = 9.9, 12.0
_DAY = "月　　日"


def _centred(field: str, name: str, pt: float = 0) -> Value:
    return Value(field, Kind.TEXT, name, "center", pt=pt)


ROSTER_FIELDS = (
    "no", "group", "head", "code", "people", "content", "quantity", "rate_fen", "amount_fen", "bank", "card_tail",
    "received", "note", "is_sum",
)  # fmt: skip


def _empty(no: str, head: str = "", day: str = _DAY, *, is_sum: bool = False) -> Values:
    return {**dict.fromkeys(ROSTER_FIELDS), "no": no, "head": head, "received": day, "is_sum": is_sum}


ROSTER = Form(
    "paper.roster",
    "2026-1",
    "到户项目花名册",
    (
        Caption(
            Text("{name}　　项目编号　{code}　　资金文号　{document}",
                 "项目　　　　　　　　　　　　　　项目编号　　　　　　　　　　　　资金文号"),
            Text("发放日期　{paid_words}　　单位：元", "发放日期　　　　　年　　月　　日　　单位：元"), repeats=True),
        Rows(
            "lines",
            (
                RowColumn(11, "序号", _centred("no", "序号")),
                RowColumn(13, "组别", _centred("group", "组", 11)),
                RowColumn(21, "户　主", Value("head", Kind.NAME, "户主姓名")),
                RowColumn(36.5, "户编号", _centred("code", "户编号", 10.5)),
                RowColumn(11.5, "人口\n（人）", Value("people", Kind.COUNT, "人口")),
                RowColumn(21, "项目内容", _centred("content", "补助内容", 11)),
                RowColumn(15, "数量", _centred("quantity", "数量")),
                RowColumn(17, "补助\n标准", Value("rate_fen", Kind.MONEY, "补助标准")),
                RowColumn(24, "补助金额", Value("amount_fen", Kind.MONEY, "补助金额")),
                RowColumn(14.5, "开户行", _centred("bank", "开户行", 10.5)),
                RowColumn(13, "账号\n末四位", _centred("card_tail", "一卡通账号末四位", 11)),
                RowColumn(29, "领取人签字"),
                RowColumn(22, "领取日期", Value("received", Kind.TEXT, "领取日期", "center", pt=10.5)),
                RowColumn(12.5, "备注", Value("note", Kind.TEXT, "备注", pt=10.5)),
            ),
            A_PAGE + SUMS, _ROW_MM, _HEAD_MM, "is_sum", grow=True, spare_mm=8,
            fixed=(*(_empty(str(number)) for number in range(1, A_PAGE + 1)),
                   _empty("", "本页小计", "", is_sum=True), _empty("", "合　计", "", is_sum=True))),
        Caption(Text(*["村委会主任：　　　　　　　　　村务监督委员会主任：　　　　　　　　　"
                       "制表人：　　　　　　　　　发放人："] * 2), repeats=True),
    ),
    frame=_LANDSCAPE,
)  # fmt: skip

COVERAGE = Form(
    "paper.coverage",
    "2026-1",
    "覆盖登记统计表",
    (
        Caption(Text("{subject_words}", "　　　　　　　　　　　　　　　　　　　年度"),
                Text("单位：户、人、元", "单位：户、人、元"), repeats=True),
        Rows(
            "lines",
            (
                RowColumn(11.5, "序号", _centred("no", "序号")),
                RowColumn(18, "组别", _centred("group", "组")),
                RowColumn(23, "户　主", Value("head", Kind.NAME, "户主姓名")),
                RowColumn(36, "户编号", _centred("code", "户编号", 11)),
                RowColumn(13.5, "人口", Value("people", Kind.COUNT, "人口")),
                RowColumn(24, "户类型", _centred("status", "户类型", 11)),
                RowColumn(81, "受益项目、方式和金额", Value("projects", Kind.TEXT, "受益项目", "left", pt=11)),
                RowColumn(27, "应得合计", Value("due_fen", Kind.MONEY, "应得合计")),
                RowColumn(27, "已领合计", Value("paid_fen", Kind.MONEY, "已领合计")),
            ),
            A_PAGE + SUMS, _ROW_MM, 10.5, "is_sum", grow=True, spare_mm=8,
            fixed=tuple({**dict.fromkeys(("group", "head", "code", "people", "status", "projects", "due_fen",
                                          "paid_fen")), "no": str(number), "is_sum": False}
                        for number in range(1, A_PAGE + SUMS + 1))),
        Caption(Text("{footer}", "覆盖　　　　户，全村　　　　户；其中脱贫户和监测户覆盖　　　　户，共　　　　户"),
                Text(*["制表人：　　　　　　　　审核人：　　　　　　　　"] * 2), repeats=True),
    ),
    frame=_LANDSCAPE,
)  # fmt: skip


def _party(name: str, field: str) -> Row:
    return one(name, left(field, name), height_mm=8.6)


def _signed(title: str, field: str, signer: str) -> Placed:
    return Placed((
        At(3, 6, title, role=Role.LABEL),
        At(-3, 6, "（盖章）" if "农户" not in title else "（按手印）", 1, pt=11),
        At(3, 13.5, Text(f"{{{field}}}", ""), pt=11),
        At(3, -12, signer, pt=11),
        At(-3, -4.6, DAY_TO_WRITE, 1, pt=11),
    ))  # fmt: skip


_DUTIES = (
    "甲方：公布资金来源、金额、期限和比例，监督乙方按期足额付款，协调处理争议。\n"
    "乙方：按约定用途使用资金，建立专账，每年公布经营情况，到期按本协议付款，不得以亏损为由拒付保底分红。\n"
    "丙方：配合项目实施，如实提供收款账户，不参与乙方日常经营，不承担经营亏损。"
)
_BREACH = (
    "乙方逾期付款的，由甲方督促限期付清；仍不付的，甲方可收回资金，并依法追究责任。"
    "任何一方违约造成损失的，依法赔偿。"
)

AGREEMENT = Form(
    "paper.benefit-agreement",
    "2026-1",
    "效益到户协议书",
    (
        Caption(Text("项目年度：{year_words}", "项目年度：　　　　年"),
                Text("协议编号：{agreement}", "协议编号：　　　　　　　　　　")),
        Grid((22, 145), (
            _party("甲　方", "village"), _party("乙　方", "operator"), _party("丙　方", "household"))),
        Gap(2),
        Grid((28, 56, 28, 55), (
            one("项目名称", left("project", "项目名称"), 3, 8.6),
            two("实施地点", left("place", "实施地点"), "资金来源", left("money", "入股资金来源"), 11),
            one("入股资金\n合　计", left("invested", "入股资金合计"), 3, 11.4),
            one("丙方入股", left("stake", "入股资金"), 3, 8.6),
            one("受益期限", left("term", "受益期限"), 3, 8.6),
            two("分红比例", left("share", "分红比例"), "付款日期", left("pay_words", "付款日期"), 11),
            one("年分红总额", left("yearly", "年分红总额"), 3, 8.6),
            one("丙方每年", left("due", "应付金额"), 3, 8.6))),
        Gap(2),
        Grid((28, 139), (
            Row(37, (label("各方权利\n和义务", 0), Fixed(_DUTIES))),
            Row(16, (label("约定事项"), left("terms", "约定事项"))),
            Row(14, (label("违约责任"), Fixed(_BREACH))),
            Row(8.6, (label("协议份数"), left("copies_words", "协议份数"))))),
        Gap(2),
        Grid((167 / 3,) * 3, (Row(44, (
            _signed("甲方（村民委员会）", "village", "负责人（签字）："),
            _signed("乙方（经营主体）", "operator_words", "负责人（签字）："),
            _signed("丙方（农户）", "signer", "户主（签字）：")),),)),
    ),
    heading_spread=9,
)  # fmt: skip

MEMBERS = Form(
    "paper.benefit-households",
    "2026-1",
    "受益农户名单",
    (
        Caption(Text("{project}", "项目名称："), Text("协议编号：{agreement}", "协议编号：　　　　　　　　　　"),
                repeats=True),
        Rows(
            "households",
            (
                RowColumn(11, "序号", _centred("no", "序号")),
                RowColumn(26, "户　主", Value("head", Kind.NAME, "户主姓名")),
                RowColumn(40, "户编号", _centred("code", "户编号", 11)),
                RowColumn(30, "入股资金（元）", Value("invested_fen", Kind.MONEY, "入股资金", pt=11)),
                RowColumn(28, "每年应得（元）", Value("due_fen", Kind.MONEY, "应付金额", pt=11)),
                RowColumn(32, "户主签字（按手印）"),
            ),
            20, 10, 11, "is_sum", grow=True, spare_mm=4,
            fixed=tuple({**dict.fromkeys(("head", "code", "invested_fen", "due_fen")), "no": str(number),
                         "is_sum": False} for number in range(1, 21))),
    ),
    heading_spread=8,
)  # fmt: skip
