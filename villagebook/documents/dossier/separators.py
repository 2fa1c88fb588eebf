"""Separator sheets: a QR code that says into which slot of which project the sheets behind it belong."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO, NamedTuple

from villagebook.documents.breaking import balanced
from villagebook.documents.faces import Faces, Role
from villagebook.documents.faces import faces as bundled_faces
from villagebook.documents.page import A4, MM, RULE_PT, Paper
from villagebook.documents.saving import write_whole

_QR_MM, _QR_TOP_MM = 62.0, 46.0
_LEFT_MM, _RIGHT_MM = 25.0, 185.0


class Separator(NamedTuple):
    """One separator sheet: the QR code's text, place, project, part and slot in words."""

    qr: str
    village: str
    project: str
    part: str
    slot: str


def render_separators(target: Path | BinaryIO, sheets: Sequence[Separator], *, faces: Faces | None = None) -> int:
    """Write separator sheets; return the pages.

    Raises:
        KnownError: the file cannot be written; it is as it was before.
    """
    paper = Paper("扫描分隔页", using=faces or bundled_faces())
    for sheet in sheets:
        _draw(paper, sheet)
    data = paper.save()
    if isinstance(target, Path):
        write_whole(target, data)
    else:
        target.write(data)
    return paper.page_count


def _draw(paper: Paper, sheet: Separator) -> None:
    page, middle = paper.page(A4), A4[0] / 2
    page.text(middle, 30 * MM, "扫描分隔页", paper.style(Role.LABEL, 16), 0.5)
    page.qr(middle - _QR_MM / 2 * MM, _QR_TOP_MM * MM, _QR_MM * MM, sheet.qr)
    y = 130 * MM
    for text, role, size in ((sheet.part, Role.LABEL, 14.0), (sheet.slot, Role.TITLE, 28.0),
                             (sheet.project, Role.TEXT, 20.0)):  # fmt: skip
        style = paper.style(role, size)
        for line in balanced(text, style.font, (_RIGHT_MM - _LEFT_MM) * MM / size * 1000):
            page.line(middle, y, line, style, 0.5)
            y += size * 1.4
        y += 7 * MM
    page.rule(_LEFT_MM * MM, 222 * MM, _RIGHT_MM * MM, 222 * MM, RULE_PT)
    style = paper.style(Role.TEXT, 14)
    for i, words in enumerate((
        "1. 把这一页放在“" + sheet.slot + "”的前面，材料按顺序叠好。",
        "2. 几样材料可以叠成一叠一次扫描，每样前面放它自己的分隔页。",
        "3. 扫描件放入书里，各自归位；这一页不进档案，可以再用。",
    )):  # fmt: skip
        shown = style if style.width(words) <= (_RIGHT_MM - _LEFT_MM) * MM else paper.style(Role.TEXT, 11)
        page.text(_LEFT_MM * MM, (233 + i * 9) * MM, words, shown)
    page.text(middle, 279 * MM, sheet.village, paper.style(Role.LABEL, 10), 0.5)
