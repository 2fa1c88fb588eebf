"""备考表: the last sheet of a volume, on what it holds and who put it together."""

from __future__ import annotations

from villagebook.documents.forms import At, Caption, Form, Grid, Label, Placed, Row, Text, Value
from villagebook.documents.values import Kind

_SAID_MM, _SIGN_MM = 150.0, 15.0
_LINE_MM, _FIRST_MM, _PT = 12.0, 14.0, 14.0
_DAY = "　　年　　月　　日"
_TO_WRITE = "本卷共有文件材料　　　件　　　页，其中照片　　　张。"

CLOSING_NOTE = Form(
    "paper.closing-note",
    "2026-1",
    "卷内备考表",
    (
        Caption(Text("{name}", ""), Text("档号　{archive_number}", "档号　　　　　　　　　　　")),
        Grid((167,), (
            Row(_SAID_MM, (Placed((
                At(6, _FIRST_MM, "本卷情况说明：", pt=_PT),
                At(6, _FIRST_MM + _LINE_MM, Text("{said}", _TO_WRITE), pt=_PT),
                At(6, _FIRST_MM + 3 * _LINE_MM, Text("{lacking}", ""), pt=_PT),
                At(6, _FIRST_MM + 7 * _LINE_MM, Text("{exempt}", ""), pt=_PT),
            )),)),
        )),
        Grid((30, 53, 30, 54), (
            Row(_SIGN_MM, (
                Label("立卷人"), Value("archived_by", Kind.NAME, "立卷人"), Label("检查人"),
                Value("checked_by", Kind.NAME, "检查人"))),
            Row(_SIGN_MM, (
                Label("立卷时间"), Value("archived_on", Kind.DATE, "立卷时间", blank=_DAY),
                Label("移交签收"), None)),
        )),
    ),
    heading_spread=7,
)  # fmt: skip
