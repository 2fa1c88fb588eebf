"""Papers of money: 报账申请书 with 支出明细表, 收益分配方案 with 发放表, 银行存款余额调节表.

Fields: application for payment of a project's file (only the special fund's part, never self-raised money, stands in
the amount box), sharing-out of collective income by resolution and notice, reconciliation as taught for village books.
"""

from __future__ import annotations

from villagebook.documents.forms import Caption, Form, Gap, Grid, Note, RowColumn, Rows, Text, Value, Values
from villagebook.documents.papers.parts import left, one, opinion, opinions, text, two
from villagebook.documents.values import Kind

ROW_MM, PART_MM, OPINIONS_MM = 9.4, 9.4, 55.0
SPENDINGS, PARTS, SHARES, LINES = 18, 9, 18, 20


def _money(field: str, name: str, *, bold: bool = False) -> Value:
    return Value(field, Kind.MONEY, name, bold=bold, form="{} 元", align="left")


_APPLIED = Grid(
    (28, 56, 28, 55),
    (
        one("项目名称", left("name", "项目名称"), 3),
        two("项目编号", Value("code", Kind.CODE, "项目编号"), "计划文号", text("approval_number", "批复文号")),
        one("资金名称\n及文号", left("documents", "资金名称及文号"), 3, 13),
        two("计划资金", _money("planned_fen", "计划资金"), "累计已报", _money("before_fen", "累计已报")),
        two("本次申请", _money("amount_fen", "本次申请", bold=True), "余　　额", _money("left_fen", "余额")),
        one("本次申请\n（大写）", left("capital", "本次申请（大写）"), 3, 13),
        two("收款单位", text("payee", "收款单位"), "开户行\n及账号", text("account", "开户行及账号"), 13),
        two("申请日期", Value("claim_on", Kind.DATE, "申请日期", blank="　　年　　月　　日"), "附件张数",
            Value("papers", Kind.COUNT, "附件张数", form="{} 张", blank="　　　　张")),
        one("验收日期", Value("accepted_on", Kind.DATE, "验收日期", "left", blank="　　年　　月　　日"), 3),
    ),
)  # fmt: skip

CLAIM = Form(
    "paper.claim",
    "2026-1",
    "报账申请书",
    (
        Caption(Text("申请单位：{unit}", "申请单位："), Text("金额单位：元", "金额单位：元")),
        _APPLIED,
        Note("金额只填财政专项资金（衔接资金等），自筹、村集体资金和社会捐赠不填；支出明细见附表。"),
        Gap(3),
        opinions(opinion("村级意见", "village_opinion"), opinion("乡镇财政所意见"), height_mm=50),
        opinions(opinion("项目主管部门意见"), opinion("县级财政部门意见"), height_mm=50),
    ),
    heading_spread=7,
)

CLAIM_LIST = Form(
    "paper.claim-list",
    "2026-1",
    "支出明细表",
    (
        Caption(Text("项目名称：{name}", "项目名称："), Text("金额单位：元", "金额单位：元"), repeats=True),
        Rows(
            "spendings",
            (
                RowColumn(10, "序号", Value("no", Kind.INDEX, "序号")),
                RowColumn(23, "日期", Value("date", Kind.DATE_DOTTED, "日期", pt=10.5)),
                RowColumn(20, "凭证号", Value("voucher", Kind.CODE, "凭证号", pt=10.5)),
                RowColumn(40, "支出内容", Value("memo", Kind.TEXT, "摘要", "left", pt=10.5), spread=5),
                RowColumn(34, "收款单位（人）", Value("payee", Kind.TEXT, "收款单位（人）", "left", pt=10.5)),
                RowColumn(27, "金额", Value("amount_fen", Kind.MONEY, "金额", pt=11), spread=3),
                RowColumn(13, "附件", Value("papers", Kind.COUNT, "附件张数", pt=10.5), spread=3),
            ),
            SPENDINGS, PART_MM, bold="is_sum"),
        Caption(Text("制表：　　　　　　　　审核：", "制表：　　　　　　　　审核："),
                Text("{day_words}", "　　　　年　　月　　日")),
    ),
    heading_spread=7,
)  # fmt: skip

_SHARED = Grid(
    (28, 56, 28, 55),
    (
        one("方案名称", left("name", "方案名称"), 3),
        two("分配编号", Value("code", Kind.CODE, "分配编号"), "年　　度", Value("year_words", Kind.TEXT, "年度")),
        two("收益来源", text("origin", "收益来源"), "方案日期",
            Value("planned_on", Kind.DATE, "方案日期", blank="　　年　　月　　日")),
        two("收益总额", _money("income_fen", "收益总额", bold=True), "结转下年", _money("kept_fen", "村集体留存")),
        one("收益总额\n（大写）", left("capital", "收益总额（大写）"), 3, 13),
        one("民主决议", left("decided", "决议会议、到会和表决"), 3, 13),
        one("公示情况", left("told", "公示编号和起止"), 3),
        two("乡镇审核", Value("checked_on", Kind.DATE, "乡镇审核日期", blank="　　年　　月　　日"), "县级备案",
            Value("filed_on", Kind.DATE, "县级备案日期", blank="　　年　　月　　日")),
    ),
)  # fmt: skip

DISTRIBUTION = Form(
    "paper.distribution",
    "2026-1",
    "村集体收益分配方案",
    (
        Caption(Text("{unit}", "村民委员会（盖章）"), Text("金额单位：元", "金额单位：元")),
        _SHARED,
        Gap(3),
        Rows(
            "parts",
            (
                RowColumn(10, "序号", Value("no", Kind.INDEX, "序号")),
                RowColumn(40, "分配用途", Value("use", Kind.TEXT, "用途"), spread=5),
                RowColumn(34, "计划金额", Value("planned_fen", Kind.MONEY, "计划金额"), spread=5),
                RowColumn(19, "占比", Value("share", Kind.TEXT, "占比", "center"), spread=3),
                RowColumn(25, "户（人）数", Value("count", Kind.COUNT, "户（人）数")),
                RowColumn(39, "说明", Value("note", Kind.TEXT, "说明", "left", pt=10.5), spread=4),
            ),
            PARTS, PART_MM, head_mm=10, bold="is_sum"),
        Gap(3),
        opinions(opinion("村民委员会意见"), opinion("监委会意见"), opinion("乡镇意见"), height_mm=48),
    ),
    heading_spread=10,
)  # fmt: skip

DISTRIBUTION_LIST = Form(
    "paper.distribution-list",
    "2026-1",
    "收益分配发放表",
    (
        Caption(Text("{name}", "方案名称："), Text("金额单位：元", "金额单位：元"), repeats=True),
        Rows(
            "shares",
            (
                RowColumn(10, "序号", Value("no", Kind.INDEX, "序号")),
                RowColumn(24, "姓名", Value("name", Kind.NAME, "姓名"), spread=3),
                RowColumn(24, "分配用途", Value("use", Kind.TEXT, "用途", "center", pt=10.5)),
                RowColumn(28, "事由", Value("reason", Kind.TEXT, "事由（岗位）", "left", pt=10.5), spread=3),
                RowColumn(25, "金额", Value("amount_fen", Kind.MONEY, "分配金额", pt=11), spread=3),
                RowColumn(20, "一卡通\n末四位", Value("card_tail", Kind.CODE, "一卡通账号末四位", pt=10.5)),
                RowColumn(36, "领取人签字", spread=5),
            ),
            SHARES, 10.8, head_mm=12, bold="is_sum"),
        Caption(Text("制表：　　　　　　复核：　　　　　　监督：", "制表：　　　　　　复核：　　　　　　监督："),
                Text("发放日期：{paid_words}", "发放日期：　　　　年　　月　　日")),
    ),
    heading_spread=9,
)  # fmt: skip

#: What the blank edition asks for on either side, with room below for what is open.
_OPEN_ROWS: tuple[Values, ...] = ({},) * ((LINES - 4) // 2)
_TO_RECONCILE: tuple[Values, ...] = (
    {"book_what": "账面余额", "bank_what": "银行对账单余额", "is_sum": True},
    {"book_what": "加：银行已收、账上未收", "bank_what": "加：账上已收、银行未收"},
    *_OPEN_ROWS,
    {"book_what": "减：银行已付、账上未付", "bank_what": "减：账上已付、银行未付"},
    *_OPEN_ROWS,
    {"book_what": "调节后余额", "bank_what": "调节后余额", "is_sum": True},
)

RECONCILIATION = Form(
    "paper.bank-reconciliation",
    "2026-1",
    "银行存款余额调节表",
    (
        Caption(Text("单位：{unit}　　账号末四位：{account}", "单位："),
                Text("{day_words}　金额单位：元", "　　　　年　　月　　日　金额单位：元"), repeats=True),
        Rows(
            "lines",
            (
                RowColumn(53.5, "账面", Value("book_what", Kind.TEXT, "账面项目", "left", pt=10.5), spread=4),
                RowColumn(30, "金额", Value("book_fen", Kind.MONEY, "账面金额", pt=11), spread=3),
                RowColumn(53.5, "银行对账单", Value("bank_what", Kind.TEXT, "银行项目", "left", pt=10.5)),
                RowColumn(30, "金额", Value("bank_fen", Kind.MONEY, "银行金额", pt=11), spread=3),
            ),
            LINES, ROW_MM, bold="is_sum", fixed=_TO_RECONCILE),
        Caption(Text("{words}", "")),
        Caption(Text("会计（报账员）：　　　　　　复核：", "会计（报账员）：　　　　　　复核："),
                Text("编制日期：{made_words}", "编制日期：　　　　年　　月　　日")),
    ),
    heading_spread=11,
)  # fmt: skip
