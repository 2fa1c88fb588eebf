"""Papers of a project's works: 项目验收报告, 资产移交表.

Fields: acceptance form of a project's file (plan beside completed, the opinion with the scale and 合格, who signs), and
the duties about project assets of 2021 (handing over with both sides signing).
"""

from __future__ import annotations

from villagebook.documents.faces import Role
from villagebook.documents.forms import (
    At,
    Caption,
    Fixed,
    Form,
    Gap,
    Grid,
    Number,
    Placed,
    Row,
    RowColumn,
    Rows,
    Text,
    Value,
)
from villagebook.documents.papers.parts import DAY_TO_WRITE, label, left, one, opinion, opinions, text, two
from villagebook.documents.values import Kind

ROW_MM, MEMBER_MM, OPINION_MM, OPINIONS_MM = 9.4, 10.0, 30.0, 55.0
ITEMS, MEMBERS, ASSETS = 5, 4, 8
_SIDE_MM = 3.0


_ACCEPTED = Grid(
    (28, 56, 28, 55),
    (
        one("项目名称", left("name", "项目名称"), 3),
        two("项目编号", Value("code", Kind.CODE, "项目编号"), "计划文号", text("approval_number", "批复文号")),
        two("实施单位", text("unit", "责任单位"), "实施地点", text("place", "实施地点")),
        two("开工日期", Value("started_on", Kind.DATE, "开工日期"), "竣工日期",
            Value("finished_on", Kind.DATE, "竣工日期")),
    ),
)  # fmt: skip

ACCEPTANCE = Form(
    "paper.acceptance",
    "2026-1",
    "项目验收报告",
    (
        Caption(Text("{kind_words}　质量评定：{quality_words}", "验收类型：　　　　　　　质量评定："),
                Text("验收日期：{day_words}", "验收日期：　　　　年　　月　　日")),
        _ACCEPTED,
        Rows(
            "items",
            (
                RowColumn(38, "验收内容", Value("item", Kind.TEXT, "建设内容"), spread=6),
                RowColumn(38, "计划", Value("planned", Kind.TEXT, "计划", align="center"), spread=4),
                RowColumn(38, "完成", Value("done", Kind.TEXT, "完成", align="center"), spread=4),
                RowColumn(18, "增减", Value("change", Kind.TEXT, "增减", align="center"), spread=3),
                RowColumn(35, "说明", Value("note", Kind.TEXT, "说明", align="left", pt=10.5), spread=4),
            ),
            ITEMS, ROW_MM, head_mm=ROW_MM),
        Grid((28, 139), (
            Row(OPINION_MM, (label("验收\n意见", 0), left("opinion", "验收意见"))),)),
        Gap(3),
        Rows(
            "members",
            (
                RowColumn(28, "验收组成员", Value("name", Kind.NAME, "姓名")),
                RowColumn(52, "单位", Value("unit", Kind.TEXT, "单位", align="center"), spread=4),
                RowColumn(32, "职务", Value("post", Kind.TEXT, "职务", align="center"), spread=4),
                RowColumn(55, "签字", spread=4),
            ),
            MEMBERS, MEMBER_MM, head_mm=9),
        Gap(3),
        opinions(
            opinion("村级意见", "village_opinion"), opinion("乡镇意见", "township_opinion"),
            opinion("县级主管部门意见", "county_opinion"), height_mm=OPINIONS_MM),
    ),
    heading_spread=8,
)  # fmt: skip


def _side(title: str, field: str, signer: str) -> Placed:
    """A box in which one side of a handing over signs and seals."""
    return Placed((
        At(_SIDE_MM, 6, title, role=Role.LABEL),
        At(-_SIDE_MM, 6, "（盖章）", 1, pt=11),
        At(_SIDE_MM, 14, Text(f"{{{field}}}", ""), pt=12),
        At(_SIDE_MM, -20, "负责人（签字）：", pt=11),
        At(_SIDE_MM, -12, signer, pt=11),
        At(-_SIDE_MM, -4.6, DAY_TO_WRITE, 1, pt=11),
    ))  # fmt: skip


_HANDED = Grid(
    (28, 56, 28, 55),
    (
        one("来源项目", left("origin", "来源项目"), 3),
        two("项目编号", Value("project_code", Kind.CODE, "项目编号"), "批复文号", text("document", "文号")),
        one("资金来源", left("money", "资金来源及金额"), 3),
        two("验收日期", Value("accepted_on", Kind.DATE, "验收日期"), "移交日期",
            Value("handed_on", Kind.DATE, "移交日期", blank="　　年　　月　　日")),
        two("所有权人", text("owner", "所有权人"), "确权日期", Value("confirmed_on", Kind.DATE, "确权日期")),
        two("管护责任人", text("keeper", "管护责任人"), "监管单位", text("supervisor", "监管单位")),
    ),
)  # fmt: skip

_DUTIES = (
    "以上资产经双方到现场清点，名称、数量、质量与台账相符。自移交之日起由接收单位管理，落实管护责任人；"
    "经营性资产的收益按村民代表大会的决议分配；未经民主议定和批准，不得处置。"
)

TRANSFER = Form(
    "paper.asset-transfer",
    "2026-1",
    "项目资产移交表",
    (
        Caption(right=Text("共 {count} 项，原值 {sum_words} 元", "共　　　项，原值　　　　　　　　元")),
        _HANDED,
        Gap(3),
        Rows(
            "assets",
            (
                RowColumn(9, "序号", Number()),
                RowColumn(25, "资产编号", Value("code", Kind.CODE, "资产编号", pt=10.5)),
                RowColumn(37, "资产名称", Value("name", Kind.TEXT, "资产名称", align="left", pt=11), spread=5),
                RowColumn(17, "类别", Value("kind", Kind.TEXT, "资产类别", align="center", pt=11)),
                RowColumn(20, "数量", Value("size", Kind.TEXT, "数量", align="center", pt=11)),
                RowColumn(30, "坐落", Value("place", Kind.TEXT, "坐落", align="left", pt=10.5), spread=4),
                RowColumn(29, "原值（元）", Value("original_fen", Kind.MONEY, "原值", pt=11)),
            ),
            ASSETS, ROW_MM, head_mm=10),
        Grid((28, 139), (Row(20, (label("移交说明"), Fixed(_DUTIES))),)),
        Gap(3),
        Grid((167 / 3,) * 3, (Row(56, (
            _side("移交单位", "handed_by", "经办人（签字）："), _side("接收单位", "received_by", "经办人（签字）："),
            _side("监交单位", "watched_by", "监交人（签字）：")),),)),
    ),
    heading_spread=9,
)  # fmt: skip

