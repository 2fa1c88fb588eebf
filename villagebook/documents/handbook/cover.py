"""The cover: title, village, household. Measures from the upper left corner of the page's measure, in mm."""

from __future__ import annotations

from villagebook.documents.faces import Role
from villagebook.documents.forms import At, Form, Plate, Ruled, Text, Value, Written
from villagebook.documents.values import Kind

CENTRE_MM, RIGHT_MM = 83.5, 167.0
LEFT_MM, LINE_MM, LINE_WIDTH_MM = 21.5, 64.5, 81.0
RULES_WIDTH_MM = LINE_MM + LINE_WIDTH_MM - LEFT_MM
FIRST_LINE_MM, STEP_MM, LABEL_UP_MM = 143.7, 14.5, 2.2
TITLE_PT, TITLE_GAP_PT, FIELD_PT, LABEL_EM = 56.0, 24.0, 17.0, 6.0
# Four characters and the three gaps between them.
TITLE_EM = 4 + 3 * TITLE_GAP_PT / TITLE_PT

FIELDS = (
    ("county", "县市"),
    ("township", "乡镇"),
    ("village", "行政村"),
    ("group", "村民小组"),
    ("head", "户主"),
    ("status", "户类型"),
)


def _fields() -> tuple[At | Written, ...]:
    out: list[At | Written] = []
    for i, (field, label) in enumerate(FIELDS):
        y = FIRST_LINE_MM + i * STEP_MM
        out.append(At(LEFT_MM, y - LABEL_UP_MM, label, pt=FIELD_PT, role=Role.LABEL, spread=LABEL_EM))
        out.append(Written(LINE_MM, y, LINE_WIDTH_MM, Value(field, Kind.CODE, label, pt=FIELD_PT)))
    return tuple(out)


COVER = Form(
    "handbook.cover",
    "2026-1",
    "",
    (
        Plate(
            (
                At(RIGHT_MM, 31.8, Text("户编号　{code}", "户编号　　　　　　　　　"), 1, pt=14),
                At(CENTRE_MM, 84, Text("{title}", "帮扶手册"), 0.5, TITLE_PT, Role.TITLE, TITLE_EM),
                At(CENTRE_MM, 100.3, Text("{for_whom}", "（脱贫户、监测对象户）"), 0.5, pt=20),
                Ruled(LEFT_MM, 110.0, RULES_WIDTH_MM, 2.2),
                Ruled(LEFT_MM, 111.4, RULES_WIDTH_MM, 0.6),
                *_fields(),
                At(CENTRE_MM, 259, Text("{issuer}", ""), 0.5, pt=16),
                At(CENTRE_MM, 269, Text("{month}", "　　　年　　月"), 0.5, pt=16),
            )
        ),
    ),
)
