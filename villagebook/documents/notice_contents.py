"""The contents of a bundle of notices: number, title, state, days on the wall, and on which page each begins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from villagebook.base.days import chinese
from villagebook.documents.faces import Faces, Role
from villagebook.documents.page import A4, MM, Paper
from villagebook.documents.table import Column, Table
from villagebook.documents.table_measuring import plan
from villagebook.documents.values import Kind

_LEFT_MM, _WIDTH_MM, _TOP_MM, _LAST_MM, _FOOT_MM = 22.0, 166.0, 40.0, 280.0, 288.0
_TITLE_PT, _TEXT_PT, _ROW_MM = 22.0, 10.5, 7.5
_COLUMNS = (
    Column("序号", Kind.INDEX),
    Column("公示编号", Kind.CODE),
    Column("标题", Kind.TEXT, centred=False, weight=1.5),
    Column("状态", Kind.CODE),
    Column("张贴日期", Kind.DATE_DOTTED),
    Column("页", Kind.INDEX),
)


@dataclass(frozen=True)
class Bundled:
    """One notice of the bundle, so many pages long."""

    number: str
    title: str
    state: str
    from_on: date | None
    pages: int


def render_contents(title: str, village: str, on: date, notices: list[Bundled], *, faces: Faces | None = None) -> bytes:
    """Return the contents as a PDF; pages of notices count on from those of the contents."""
    own = _draw(title, village, on, notices, 0, faces)
    # Once to know its own length, once with the page numbers that hold.
    return _draw(title, village, on, notices, own[1], faces)[0]


def _draw(
    title: str, village: str, on: date, notices: list[Bundled], before: int, faces: Faces | None
) -> tuple[bytes, int]:
    paper = Paper(f"{village}{title}", author=village, using=faces)
    rows, page_number = [], before + 1
    for at, one in enumerate(notices, 1):
        rows.append((at, one.number, one.title, one.state, one.from_on, page_number))
        page_number += one.pages
    made = plan(paper, Table(_COLUMNS, tuple(rows), total_label=""), _WIDTH_MM * MM, _TEXT_PT)
    first = 0
    while True:
        page = paper.page(A4)
        page.text(A4[0] / 2, 26 * MM, f"{village}{title}", paper.style(Role.TITLE, _TITLE_PT), 0.5)
        said = f"共 {len(notices)} 份，{page_number - before - 1} 页　{chinese(on)}"
        page.text((_LEFT_MM + _WIDTH_MM) * MM, 35 * MM, said, paper.style(Role.TEXT, 11), 1)
        last = max(first + 1, made.last_that_fits(first, (_LAST_MM - _TOP_MM) * MM, _ROW_MM * MM))
        made.draw(page, _LEFT_MM * MM, _TOP_MM * MM, first, last, _ROW_MM * MM)
        page.text(A4[0] / 2, _FOOT_MM * MM, f"目录 {paper.page_count}", paper.style(Role.LABEL, 9), 0.5)
        first = last
        if first >= len(rows):
            return paper.save(), paper.page_count
