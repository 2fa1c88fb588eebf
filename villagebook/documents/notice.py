"""The notice sheet: 公示 and 公告 as they hang on the wall.

    made = render_notice(content, check_code="7F3A92C1", qr_text="VB1:…")
    path.write_bytes(made.data)

The paper is chosen by the content if none is asked for: A4, lists over several sheets of it; A3 on its side
from ten columns on, or where the columns do not fit A4; A2 and A1 on their sides from twenty columns on, where they do
not fit A3. What is said stands in ``notice_words``, the sizes
tried in ``notice_sheet``, the parts in ``notice_blocks``, ``notice_cells`` and ``notice_signature``, the page
in ``notice_layout`` (one sheet) and ``notice_pages`` (several).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from villagebook.base.errors import UserError
from villagebook.base.sheet import NoticeContent
from villagebook.documents import foot
from villagebook.documents import notice_blocks as blocks
from villagebook.documents import notice_words as words
from villagebook.documents.checkcode import parted_head
from villagebook.documents.faces import Faces, Role
from villagebook.documents.foot import Foot
from villagebook.documents.notice_layout import Laid, Setting, one_sheet
from villagebook.documents.notice_pages import several_sheets
from villagebook.documents.notice_sheet import LEAST_TABLE, SHEETS, WALL_TABLE, Sheet
from villagebook.documents.notice_words import missing
from villagebook.documents.page import MM, Drawing, Paper

WIDE_COLUMNS, POSTER_COLUMNS = 10, 20
TURNED_PAGES = 4  # longer lists stay upright
# In the upper margin of every paper, above the heads of further sheets.
_MARK_PT, _MARK_MM = 26.0, 15.0
__all__ = ["NoticePdf", "Prepared", "missing", "prepared", "render_notice"]


@dataclass(frozen=True)
class NoticePdf:
    """A notice as printed.

    Attributes:
        data: The PDF.
        pages: Number of sheets.
        paper: A4 to A1, with 横 on its side.
        body_pt, table_pt: Type sizes chosen.
        proposal: One Chinese line on how it would be read better, "" if all is well.
        content, date_style: What was drawn.
    """

    data: bytes
    pages: int
    paper: str
    body_pt: float
    table_pt: float
    proposal: str
    content: NoticeContent = field(repr=False)
    date_style: str = "arabic"

    @property
    def plain_text(self) -> str:
        """All that the sheet says."""
        return words.plain_text(self.content, self.date_style)


def render_notice(
    content: NoticeContent, *, paper: str | None = None, faces: Faces | None = None, check_code: str = "",
    qr_text: str | None = None, draft: bool = False, date_style: str = "arabic", chain_head: str = "",
) -> NoticePdf:  # fmt: skip
    """Return the notice as a PDF. Equal arguments give equal bytes.

    Args:
        content: What it says.
        paper: A4, A4横, A3, A3横, A2, A2横, A1, A1横; None: chosen by the content.
        faces: The fonts; None: the bundled ones.
        check_code: Eight digits for the foot; "" for none.
        qr_text: What the QR code says; None for none.
        draft: Head and foot say 草稿, and the foot bears neither QR nor check code.
        chain_head: Head of the journal's chain as it was when the notice was frozen, for the foot; "" for none.
        date_style: Date of the 落款: ``arabic`` 2026年3月11日 or ``numerals`` 二〇二六年三月十一日.

    Raises:
        UserError: a single row is higher than a page.
        ValueError: no such paper or style of dates.
    """
    ready = prepared(
        content, paper=paper, faces=faces, check_code=check_code, qr_text=qr_text, draft=draft, date_style=date_style,
        chain_head=chain_head,
    )  # fmt: skip
    out, laid = ready.out, ready.laid
    for number in range(1, len(laid.pages) + 1):
        ready.draw(out.page(laid.sheet.size), number)
    return NoticePdf(
        out.save(), len(laid.pages), laid.sheet.id, laid.sizes.body, laid.sizes.table,
        _proposal(out, content, laid, date_style), content, date_style,
    )  # fmt: skip


@dataclass(frozen=True)
class Prepared:
    """A notice laid out and not drawn yet: the document, the pages, what the foot says."""

    out: Paper
    laid: Laid
    said: Foot
    draft: bool

    def draw(self, page: Drawing, number: int) -> None:
        """Draw page ``number`` (from 1) on a page or a layer of the sheet's size."""
        sheet = self.laid.sheet
        if self.draft:
            mark = self.out.style(Role.HEAD, _MARK_PT * sheet.scale)
            page.text(sheet.right, _MARK_MM * MM * sheet.scale, words.DRAFT, mark, 1)
        for y, draw in self.laid.pages[number - 1]:
            draw(page, y)
        foot.draw(page, self.said.at(number, len(self.laid.pages)), sheet.foot, sheet.left, sheet.right)


def prepared(
    content: NoticeContent, *, paper: str | None = None, faces: Faces | None = None, check_code: str = "",
    qr_text: str | None = None, draft: bool = False, date_style: str = "arabic", chain_head: str = "",
) -> Prepared:  # fmt: skip
    """Return the notice laid out on its paper; as for ``render_notice``."""
    if paper is not None and paper not in SHEETS:
        raise ValueError(f"no such paper: {paper!r}")
    if date_style not in words.DATE_STYLES:
        raise ValueError(f"no such style of dates: {date_style!r}")
    out = Paper(
        "".join(words.title_phrases(content)), author=words.one_line(content.village),
        subject=words.one_line(content.number), using=faces,
    )  # fmt: skip
    laid = _laid(out, content, paper, date_style)
    lines = _foot_lines(out, content, laid.sheet)
    trace = f"链头 {parted_head(chain_head)}" if chain_head else ""
    said = Foot(lines, mark=words.DRAFT) if draft else Foot(lines, code=check_code, qr=qr_text or "", trace=trace)
    return Prepared(out, laid, said, draft)


def _laid(out: Paper, content: NoticeContent, paper: str | None, date_style: str) -> Laid:
    """Return the first way of setting the notice that works."""
    for laid in _ways(out, content, paper, date_style):
        if laid is not None:
            return laid
    raise UserError(
        "notice-too-long", f"公示里有一段文字太长，一页放不下{_longest(content)}", "请把表格里的文字改短，或者拆成几行"
    )


def _longest(content: NoticeContent) -> str:
    """Return where the longest text of the tables stands: ：第 3 行“备注”，8,000 字."""
    cells = (
        (len(value), number, words.one_line(column.heading))
        for table in content.tables
        for number, row in enumerate(table.rows, 1)
        for column, value in zip(table.columns, row, strict=True)
        if isinstance(value, str)
    )
    length, number, heading = max(cells, default=(0, 0, ""))
    return f"：第 {number} 行“{heading}”，{length:,} 字" if length else ""


def _ways(out: Paper, content: NoticeContent, paper: str | None, date_style: str) -> Iterator[Laid | None]:
    names: tuple[str, ...]
    if paper is None:
        names = ("A3横",) if _is_wide(content) else ("A4", "A3横")
        if _most_columns(content) >= POSTER_COLUMNS:
            names = ("A3横", "A2横", "A1横")
    else:
        names = (paper,)
    for name in names:
        yield one_sheet(out, content, SHEETS[name], date_style)
        upright = _paged(out, content, SHEETS[name], date_style, LEAST_TABLE)
        if paper is None and name == "A4" and upright is not None and len(upright.pages) <= TURNED_PAGES:
            yield _fewer(out, content, date_style, len(upright.pages))
        yield upright
    last = SHEETS[names[-1]]
    yield _paged(out, content, last, date_style, 0)
    yield _paged(out, content, last, date_style, 0, loose=True)


def _fewer(out: Paper, content: NoticeContent, date_style: str, pages: int) -> Laid | None:
    """Return the notice on A4 turned on its side if it takes fewer sheets so."""
    sheet = SHEETS["A4横"]
    laid = one_sheet(out, content, sheet, date_style) or _paged(out, content, sheet, date_style, LEAST_TABLE)
    return laid if laid is not None and len(laid.pages) < pages else None


def _is_wide(content: NoticeContent) -> bool:
    return _most_columns(content) >= WIDE_COLUMNS


def _most_columns(content: NoticeContent) -> int:
    return max((len(t.columns) for t in content.tables), default=0)


def _paged(
    out: Paper, content: NoticeContent, sheet: Sheet, date_style: str, least: float, loose: bool = False
) -> Laid | None:
    """Return the notice over several sheets, its table not smaller than ``least``; None if it cannot be done."""
    for sizes in sheet.paged:
        setting = Setting(out, content, sheet, sizes, date_style, loose)
        if sizes.table < least or not (setting.columns_fit or (loose and sizes is sheet.paged[-1])):
            continue
        laid = several_sheets(setting)
        if laid is not None:
            return laid
    return None


def _foot_lines(out: Paper, content: NoticeContent, sheet: Sheet) -> tuple[str, str]:
    style = out.style(Role.LABEL, sheet.foot.text_pt)
    room = sheet.measure - (sheet.foot.qr_mm + sheet.foot.gap_mm) * MM
    return words.foot_lines(content, lambda text: style.width(text) <= room)


def _proposal(out: Paper, content: NoticeContent, laid: Laid, date_style: str) -> str:
    said = []
    larger = {"A4": "A3横" if _is_wide(content) else "A3", "A4横": "A3横"}.get(laid.sheet.id)
    if laid.sizes.table < WALL_TABLE:
        size = f"表格字 {laid.sizes.table:g} 磅，小于 12 磅"
        said.append(f"{size}，建议用 {larger}" if larger else f"{size}，建议减少栏目或改短文字")
    elif larger and len(laid.pages) > 1:
        # Of many columns the sheet on its side holds more.
        names = dict.fromkeys((larger, "A3横"))
        found = next((name for name in names if one_sheet(out, content, SHEETS[name], date_style)), "")
        if found:
            said.append(f"要用 {len(laid.pages)} 张 {laid.sheet.id}，用 {found} 一张放得下")
    if blocks.title_is_too_long(out, content, laid.sheet, laid.sizes):
        said.append("题目太长，建议改短")
    return "；".join(said)
