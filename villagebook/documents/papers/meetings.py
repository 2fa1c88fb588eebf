"""Papers of a meeting: 会议记录, 会议签到表, 会议决议. Fields by domain 4.3; people sign on the sheet by hand."""

from __future__ import annotations

from villagebook.documents.faces import Role
from villagebook.documents.forms import (
    At,
    Caption,
    Form,
    Gap,
    Grid,
    Label,
    Note,
    Placed,
    Row,
    RowColumn,
    Rows,
    Text,
    Value,
)
from villagebook.documents.papers.parts import DAY_IN_ROW, DAY_TO_WRITE, left, one, text, two
from villagebook.documents.values import Kind

ROW_MM = 9.4
#: Lines of a page of the sign sheet; two people stand on a line.
LINES = 22


def _people(field: str, name: str) -> Value:
    return Value(field, Kind.COUNT, name, form="{}人", blank="　　　人")


def _votes(field: str, name: str) -> Value:
    return Value(field, Kind.COUNT, name, form="{}票", blank="　　　票")


_ABOUT = (
    two("会议名称", text("kind", "会议类型"), "会议编号", Value("code", Kind.CODE, "会议编号"), ROW_MM),
    two("时　　间", Value("held_on", Kind.DATE, "时间", blank=DAY_IN_ROW), "地　　点", text("place", "地点"), ROW_MM),
    two("主 持 人", Value("chair", Kind.NAME, "主持人"), "记 录 人", Value("recorder", Kind.NAME, "记录人"), ROW_MM),
    two("应到人数", _people("due", "应到人数"), "实到人数", _people("present", "实到人数"), ROW_MM),
)
_VOTES = Grid(
    (28, 18, 28.33, 18, 28.33, 18, 28.34),
    (Row(ROW_MM, (
        Label("表　　决"), Label("同意"), _votes("agreed", "同意"), Label("反对"), _votes("against", "反对"),
        Label("弃权"), _votes("abstained", "弃权"))),),
)  # fmt: skip


def _signed(*names: str, height_mm: float = 24.0) -> Grid:
    """Return boxes in which people sign by hand."""
    boxes = tuple(
        Placed((At(3, 7, f"{name}（签字）：", role=Role.LABEL, pt=11), At(-3, -4.6, DAY_TO_WRITE, 1, pt=11)))
        for name in names
    )
    return Grid((167 / len(boxes),) * len(boxes), (Row(height_mm, boxes),))


MINUTES = Form(
    "paper.minutes",
    "2026-1",
    "会议记录",
    (
        Caption(Text("{village}", ""), Text("{body}", "")),
        Grid((28, 56, 28, 55), (
            *_ABOUT,
            one("缺席人员", left("missing", "缺席人员"), 3, ROW_MM),
            one("议　　题", left("subject", "议题"), 3, 16),
            one("发言要点", left("speeches", "发言要点"), 3, 58),
        )),
        _VOTES,
        Grid((28, 139), (
            Row(24, (Label("决定事项"), left("matters", "决定事项"))),
            Row(26, (Label("决　　议"), left("resolution", "决议"))),
        )),
        _signed("主持人", "记录人", height_mm=22),
        Note("参加人员签字见会议签到表。"),
    ),
    heading_spread=7,
)  # fmt: skip

_SIGN = tuple(
    column
    for side in ("left", "right")
    for column in (
        RowColumn(9, "序号", Value(f"{side}_number", Kind.INDEX, "序号")),
        RowColumn(22, "姓　名", Value(f"{side}_name", Kind.NAME, "姓名")),
        RowColumn(23.5, "职务或身份", Value(f"{side}_post", Kind.TEXT, "职务或身份", pt=10.5)),
        RowColumn(29, "签　到"),
    )
)

SIGN_SHEET = Form(
    "paper.sign-sheet",
    "2026-1",
    "会议签到表",
    (
        Caption(Text("{kind}　{village}", "会议名称：　　　　　　　　　　　　　　"),
                Text("{held_words}　{place}", "　　　年　　月　　日　地点：　　　　　　　")),
        Rows("lines", _SIGN, LINES, 9.9),
        Note("应到　　　人，实到　　　人。请假、缺席的在签到栏注明。"),
    ),
    heading_spread=8,
)  # fmt: skip

RESOLUTION = Form(
    "paper.resolution",
    "2026-1",
    "会议决议",
    (
        Caption(Text("{village}", ""), Text("会议编号：{code}", "会议编号：　　　　　　　　")),
        Grid((28, 139), (
            Row(ROW_MM, (Label("会　　议"), left("about", "会议"))),
            Row(ROW_MM, (Label("到　　会"), left("came", "到会"))),
            Row(14, (Label("议　　题"), left("subject", "议题"))),
        )),
        Rows("decided", (
            RowColumn(12, "序号", Value("number", Kind.INDEX, "序号")),
            RowColumn(81, "决定事项", Value("words", Kind.TEXT, "决定事项", "left")),
            RowColumn(48, "表　决", Value("votes", Kind.TEXT, "表决", pt=10.5)),
            RowColumn(26, "结　果", Value("passed", Kind.TEXT, "结果")),
        ), 12, 8.8, grow=True),
        Grid((28, 139), (Row(26, (Label("决　　议"), left("resolution", "决议"))),)),
        Gap(0),
        Grid((83.5, 83.5), (Row(36, (
            Placed((At(3, 7, "主持人（签字）：", role=Role.LABEL, pt=11),
                    At(3, 17, "记录人（签字）：", role=Role.LABEL, pt=11), At(-3, -4.6, DAY_TO_WRITE, 1, pt=11))),
            Placed((At(-3, 7, "（盖章）", 1, pt=11), At(-3, -4.6, DAY_TO_WRITE, 1, pt=11))),
        )),)),
        Note("会议记录、签到表附后。"),
    ),
    heading_spread=7,
)  # fmt: skip
