"""Papers that present a project: 项目申报书, 项目实施方案和绩效目标表. Fields by domain 4.3 and 5.1."""

from __future__ import annotations

from villagebook.documents.forms import Caption, Cell, Form, Gap, Grid, Label, Row, Text, Value
from villagebook.documents.papers.parts import label, left, one, opinion, opinions, text, two
from villagebook.documents.values import Kind

ROW_MM, GOAL_MM, OPINIONS_MM = 8.8, 8.4, 50.0
GOALS = (
    ("goal", "总体目标"),
    ("goal_quantity", "数量指标"),
    ("goal_quality", "质量指标"),
    ("goal_time", "时效指标"),
    ("goal_cost", "成本指标"),
    ("goal_benefit", "效益指标"),
    ("goal_satisfaction", "满意度指标"),
)


_ABOUT = Grid(
    (28, 56, 28, 55),
    (
        one("项目名称", left("name", "项目名称"), 3, ROW_MM),
        two("项目类型", text("category", "项目类型"), "子类型", text("subcategory", "项目子类型"), ROW_MM),
        two(
            "建设性质", Value("nature", Kind.CHOICE, "建设性质", options=("新建", "续建", "改扩建"), pt=10.5),
            "实施方式", text("mode", "实施方式"), ROW_MM),
        two("申报单位", text("applicant", "申报单位"), "实施地点", text("place", "实施地点"), ROW_MM),
        one("建设内容\n及规模", left("content", "建设内容及规模"), 3, 20),
        two("起止时间", text("period", "起止时间"), "受益村", text("covers_villages", "受益村"), ROW_MM),
        two("总投资", Value("planned_fen", Kind.MONEY, "总投资", form="{}元"), "申报日期",
            Value("declared_on", Kind.DATE, "申报日期", blank="　　年　　月　　日"), ROW_MM),
        one("资金来源", left("sources", "资金来源构成"), 3, 11),
        one("受益范围", left("covers", "受益范围"), 3, ROW_MM),
    ),
)  # fmt: skip

_GOALS = Grid(
    (12, 26, 129),
    tuple(
        Row(GOAL_MM, (
            *((Cell(Label("绩\n效\n目\n标"), 1, len(GOALS)),) if not i else ()),
            Label(name), left(field, name)))
        for i, (field, name) in enumerate(GOALS)
    ),
)  # fmt: skip

_LINKED = Grid(
    (28, 52, 20, 24, 18, 25),
    (
        Row(11, (Label("联农带农\n机制"), Cell(left("link", "联农带农机制"), 5))),
        Row(ROW_MM, (label("群众参与"), Cell(left("participation", "群众参与"), 5))),
        Row(ROW_MM, (
            label("责任单位"), text("unit_in_charge", "责任单位"), Label("责任人"),
            Value("person_in_charge", Kind.NAME, "责任人"), Label("电话"), Value("phone", Kind.CODE, "电话", pt=10.5))),
    ),
)  # fmt: skip

APPLICATION = Form(
    "paper.application",
    "2026-1",
    "项目申报书",
    (
        Caption(Text("项目年度：{year_words}", "项目年度：　　　　年"),
                Text("项目编号：{code}", "项目编号：　　　　　　　　　　")),
        _ABOUT,
        _GOALS,
        _LINKED,
        Gap(0),
        opinions(
            opinion("村级意见", "village_opinion"), opinion("乡镇意见", "township_opinion"),
            opinion("县级意见", "county_opinion"), height_mm=OPINIONS_MM),
    ),
    heading_spread=8,
)  # fmt: skip

_PLAN_GRID = Grid(
    (28, 56, 28, 55),
    (
        one("项目名称", left("name", "项目名称"), 3, ROW_MM),
        two("批复文号", text("approval_number", "批复文号"), "批复单位", text("approval_unit", "批复单位"), ROW_MM),
        two("实施单位", text("unit_in_charge", "实施单位"), "实施地点", text("place", "实施地点"), ROW_MM),
        two("实施方式", text("mode", "实施方式"), "完成时限", Value("deadline_on", Kind.DATE, "完成时限"), ROW_MM),
        one("建设内容\n及规模", left("content", "建设内容及规模"), 3, 22),
        one("资金安排", left("money", "资金安排"), 3, 18),
        one("进度安排", left("schedule", "进度安排"), 3, 14),
        one("组织实施", left("bodies", "组织实施"), 3, 30),
        one("受益范围", left("covers", "受益范围"), 3, ROW_MM),
        one("联农带农\n机制", left("link", "联农带农机制"), 3, 14),
    ),
)  # fmt: skip

_GOAL_ROWS = Grid(
    (38, 129),
    tuple(Row(10.5, (Label(name), left(field, name))) for field, name in GOALS),
)

PLAN = Form(
    "paper.plan-summary",
    "2026-1",
    "项目实施方案",
    (
        Caption(Text("{year_words}", "　　　　年度"), Text("项目编号：{code}", "项目编号：　　　　　　　　　　")),
        _PLAN_GRID,
        Gap(5),
        Grid((167,), (Row(9, (Label("绩效目标表", 7),)),)),
        _GOAL_ROWS,
    ),
    heading_spread=8,
)
