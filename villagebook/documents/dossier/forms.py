"""The volume's own forms: cover, 卷内目录, the sheet in the place of a missing paper."""

from __future__ import annotations

from dataclasses import replace

from villagebook.documents.faces import Role
from villagebook.documents.forms import (
    FORM_PAGE_A4,
    At,
    Caption,
    Cell,
    Fixed,
    Form,
    Gap,
    Grid,
    Label,
    Number,
    Plate,
    Row,
    RowColumn,
    Rows,
    Ruled,
    Text,
    Value,
    Written,
)
from villagebook.documents.values import Kind

NAME_LINES, NAME_PT, NAME_STEP_MM = 3, 28.0, 14.2

_COVER_PAGE = replace(FORM_PAGE_A4, inner_mm=38.6, outer_mm=31.5)
_WIDTH_MM = _COVER_PAGE.measure_mm
NAME_WIDTH_MM = _WIDTH_MM
_FIRST_LINE_MM, _STEP_MM, _LABEL_UP_MM = 158.0, 12.6, 2.0
_BOX_MM, _BOX_ROW_MM = 236.0, 11.0
_FIELDS = (
    ("mode", "实施方式"), ("document", "资金文号"), ("planned", "计划资金"), ("unit", "实施单位"),
    ("period", "起止时间"), ("term", "保管期限"),
)  # fmt: skip


def _cover_fields() -> tuple[At | Written, ...]:
    out: list[At | Written] = []
    for i, (field, label) in enumerate(_FIELDS):
        y = _FIRST_LINE_MM + i * _STEP_MM
        out.append(At(8, y - _LABEL_UP_MM, label, pt=16, role=Role.LABEL, spread=5))
        out.append(Written(40, y, 91.8, Value(field, Kind.CODE, label, pt=16)))
    return tuple(out)


COVER = Form(
    "dossier.cover",
    "2026-1",
    "",
    (
        Plate((
            At(_WIDTH_MM + 13.5, 29.7, Text("档　号　{archive_number}", "档　号　　　　　　　　　　"), 1, pt=14),
            At(_WIDTH_MM / 2, 64.5, "项目档案", 0.5, 48, Role.TITLE, 5.7),
            At(_WIDTH_MM / 2, 79, "（一本清）", 0.5, 20),
            Ruled(0, 87.8, _WIDTH_MM, 2.2),
            Ruled(0, 89.3, _WIDTH_MM, 0.6),
            *(
                At(_WIDTH_MM / 2, 110.5 + i * NAME_STEP_MM, Text(f"{{name{i}}}", ""), 0.5, NAME_PT, Role.TITLE)
                for i in range(NAME_LINES)),
            *_cover_fields(),
            At(_WIDTH_MM / 2, 272.5, Text("{place}", ""), 0.5, 16),
        )),
        Gap(_BOX_MM - _COVER_PAGE.top_mm),
        Grid((20.9, 20.9, 20.9, 20.9, 22.9, 33.4), (
            Row(_BOX_ROW_MM, (
                Label("件数", 3), Value("items", Kind.COUNT, "件数", form="{}件"),
                Label("页数", 3), Value("pages", Kind.COUNT, "页数", form="{}页"),
                Label("立卷日期"), Value("archived_on", Kind.DATE, "立卷日期", pt=11))),
            Row(_BOX_ROW_MM, (
                Label("立卷人"), Value("archived_by", Kind.NAME, "立卷人"), Label("检查人"),
                Value("checked_by", Kind.NAME, "检查人"), Label("移交签收"), None)),
        )),
    ),
    frame=_COVER_PAGE,
)  # fmt: skip

CONTENTS = Form(
    "dossier.contents",
    "2026-1",
    "卷内目录",
    (
        Caption(Text("{name}", ""), Text("档号　{archive_number}", "档号　　　　　　　　　　　")),
        Rows(
            "entries",
            count=17,
            row_mm=12.3,
            columns=(
                RowColumn(11, "序号", Number()),
                RowColumn(27, "文　号", Value("number", Kind.TEXT, "文号", pt=11)),
                RowColumn(26, "责任者", Value("unit", Kind.TEXT, "责任者", pt=11)),
                RowColumn(53, "题　名", Value("title", Kind.TEXT, "题名", "left", pt=11)),
                RowColumn(22, "日　期", Value("on", Kind.DATE_DOTTED, "日期", pt=11)),
                RowColumn(13, "页号", Value("page", Kind.CODE, "页号")),
                RowColumn(15, "备注", Value("remark", Kind.TEXT, "备注", bold=True, pt=10.5)),
            ),
        ),
    ),
    heading_spread=5.7,
)

_FILLED_LATER = "　　　　年　　月　　日"

IN_CABINET = Form(
    "dossier.in-cabinet",
    "2026-1",
    "原件另存",
    (
        Caption(Text("{name}", ""), Text("项目编号　{code}", "")),
        Grid((34, 133), (
            Row(30, (Label("材料名称", 5), Value("title", Kind.TEXT, "材料名称", pt=20))),
            Row(13, (Label("档案部分", 5), Value("part", Kind.TEXT, "档案部分"))),
            Row(13, (Label("文　　号", 5), Value("number", Kind.TEXT, "文号"))),
            Row(13, (Label("情　　况", 5), Value("state", Kind.TEXT, "情况"))),
        )),
        Gap(6),
        Grid((167,), (Row(14, (Cell(Fixed("页号已经给原件留出。装订时放进原件，抽掉这一页。", "center")),)),)),
    ),
    heading_spread=5.7,
)  # fmt: skip

PLACEHOLDER = Form(
    "dossier.placeholder",
    "2026-1",
    "缺件说明",
    (
        Caption(Text("{name}", ""), Text("项目编号　{code}", "")),
        Grid((34, 133), (
            Row(30, (Label("应放材料", 5), Value("title", Kind.TEXT, "应放材料", pt=20))),
            Row(13, (Label("档案部分", 5), Value("part", Kind.TEXT, "档案部分"))),
            Row(13, (Label("应有日期", 5), Value("due", Kind.TEXT, "应有日期"))),
            Row(13, (Label("情　　况", 5), Value("state", Kind.TEXT, "情况"))),
            Row(40, (Label("缺件原因", 5), None)),
            Row(13, (Label("补齐日期", 5), Fixed(_FILLED_LATER, "center"))),
            Row(13, (Label("说明人签字", 5), None)),
        )),
        Gap(6),
        Grid((167,), (Row(14, (Cell(Fixed(
            "这一页占着材料的位置。材料补齐后，扫描或拍照放进书里的同一个位置，重新打印本卷即可。", "center")),)),)),
    ),
    heading_spread=5.7,
)  # fmt: skip
