"""A notice on a large sheet, printed in pieces on small paper: a map first, then the tiles, row by row.

    made = render_tiles(content, paper="A1", tile="A4", check_code="7F3A92C1", qr_text="VB1:…")

The large sheet is drawn once in the document and placed on each tile, shifted and clipped: every tile bears exactly
what the sheet bears there, the same check code and QR code included. Where it is cut is the matter of ``tiling``.
Marks stand in the white around: short rules where the knife goes, 粘 beside the strip that is glued over.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from villagebook.base.errors import UserError
from villagebook.base.sheet import NoticeContent
from villagebook.documents import notice_words as words
from villagebook.documents.breaking import balanced
from villagebook.documents.faces import Faces, Role
from villagebook.documents.notice import Prepared, prepared
from villagebook.documents.page import A3, A4, HAIR_PT, MM, RULE_PT, Drawing, Page, Paper, landscape
from villagebook.documents.tiling import BORDER, Grid, Span, Traced, cut

TILES = {"A4": A4, "A3": A3}
SIDE = 6 * MM
MARK, MARK_GAP = 3 * MM, 0.8 * MM
SMALL_PT, STEP_PT, TITLE_PT, MAP_TITLE_PT = 9.0, 12.0, 14.0, 26.0
MAP_SIDE = 20 * MM
RULER = 100 * MM
GLUE = "粘"
LONGEST_TITLE = 90  # characters of it on the map; all of it stands on the sheet


@dataclass(frozen=True)
class NoticeTiles:
    """A notice cut into tiles.

    Attributes:
        data: The PDF.
        pages: Its sheets, maps included.
        paper, tile: Of the large sheet; of the pieces.
        sheets: Large sheets.
        tiles: Pieces in all.
        said: 一张 A1 拼成 9 张 A4.
        grids: How each large sheet was cut.
    """

    data: bytes
    pages: int
    paper: str
    tile: str
    sheets: int
    tiles: int
    said: str
    grids: tuple[Grid, ...]


class Margins(NamedTuple):
    """What a tile leaves white above and below, and around the sheet; ``beside``: its label stands at the right."""

    top: float
    bottom: float
    border: float
    beside: bool = False


#: A sheet that is narrower than the tile lies in one column: nothing is cut at its left, its label has room beside it,
#: and A3 goes on two sheets of A4.
ROOMY, CLOSE = Margins(9 * MM, 6 * MM, BORDER), Margins(5 * MM, 5 * MM, 1 * MM, True)
LABEL_ROOM, LABEL_GAP = 45 * MM, 10 * MM


@dataclass(frozen=True)
class _Poster:
    """One large sheet: its place in the notice, its layer, and how it is cut."""

    number: int
    of: int
    layer: str
    size: tuple[float, float]
    tile: tuple[float, float]
    map: tuple[float, float]
    margins: Margins
    grid: Grid

    def label(self, row: int, column: int) -> str:
        place = f"第 {row} 行第 {column} 张"
        return f"第 {self.number} 幅　{place}" if self.of > 1 else place


def render_tiles(
    content: NoticeContent, *, paper: str | None = None, tile: str = "A4", faces: Faces | None = None,
    check_code: str = "", qr_text: str | None = None, draft: bool = False, date_style: str = "arabic",
    chain_head: str = "",
) -> NoticeTiles:  # fmt: skip
    """Return the notice cut into tiles. Equal arguments give equal bytes.

    Args:
        tile: A4 or A3; upright or on its side by what takes fewer.
        content, paper, faces, check_code, qr_text, draft, date_style, chain_head: As for ``render_notice``.

    Raises:
        UserError: the sheet is no larger than the tile; a single row is higher than a page.
        ValueError: no such paper, tile or style of dates.
    """
    if tile not in TILES:
        raise ValueError(f"no such tile: {tile!r}")
    ready = prepared(
        content, paper=paper, faces=faces, check_code=check_code, qr_text=qr_text, draft=draft, date_style=date_style,
        chain_head=chain_head,
    )  # fmt: skip
    sheet = ready.laid.sheet
    if sorted(sheet.size) <= sorted(TILES[tile]):
        raise UserError("print.tile", f"{sheet.id} 不比 {tile} 大，不用拼", "拼贴请用大一些的纸，如 --paper a1")
    posters = [_poster(ready, number, tile) for number in range(1, len(ready.laid.pages) + 1)]
    tiles = sum(poster.grid.count for poster in posters)
    said = _said(sheet.id, tile, posters)
    for poster in posters:
        _map(ready.out, content, poster, said, check_code if not draft else "")
        for row, down in enumerate(poster.grid.rows, 1):
            for column, across in enumerate(poster.grid.columns, 1):
                _tile(ready.out, content, poster, (row, down), (column, across))
    pages = ready.out.page_count
    grids = tuple(poster.grid for poster in posters)
    return NoticeTiles(ready.out.save(), pages, sheet.id, tile, len(posters), tiles, said, grids)


def _said(paper: str, tile: str, posters: Sequence[_Poster]) -> str:
    counts = sorted({poster.grid.count for poster in posters})
    each = f"{counts[0]}" if len(counts) == 1 else f"{counts[0]} 到 {counts[-1]}"
    if len(posters) == 1:
        return f"一张 {paper} 拼成 {each} 张 {tile}"
    return f"{len(posters)} 张 {paper}，每张拼成 {each} 张 {tile}"


def _poster(ready: Prepared, number: int, tile: str) -> _Poster:
    size = ready.laid.sheet.size
    traced = Traced(ready.out, *size)
    ready.draw(traced, number)
    ways = (TILES[tile], landscape(TILES[tile]))
    cuts = []
    for margins in (ROOMY, CLOSE):
        for across, down in ways:
            grid = cut(traced, across - 2 * SIDE, down - margins.top - margins.bottom, margins.border)
            if not margins.beside or _has_room_beside(grid, across):
                cuts.append((grid, (across, down), margins))
    grid, paper, margins = min(cuts, key=lambda found: found[0].count)
    layer = ready.out.layer(("sheet", number), size, lambda drawn: ready.draw(drawn, number))
    lying = size[0] > size[1]
    return _Poster(number, len(ready.laid.pages), layer, size, paper, ways[lying], margins, grid)


def _has_room_beside(grid: Grid, width: float) -> bool:
    only = grid.columns[0]
    return len(grid.columns) == 1 and width - 2 * SIDE - (only.last - only.first) >= LABEL_ROOM


# One tile


def _tile(
    out: Paper, content: NoticeContent, poster: _Poster, row: tuple[int, Span], column: tuple[int, Span]
) -> None:
    page = out.page(poster.tile)
    (row_number, down), (column_number, across) = row, column
    width, height, top = across.last - across.first, down.last - down.first, poster.margins.top
    page.place(poster.layer, SIDE - across.first, top - down.first, clip=(SIDE, top, width, height))
    _cut_marks(page, top, width, height, upright=not poster.margins.beside)
    style = out.style(Role.LABEL, SMALL_PT)
    if column_number < len(poster.grid.columns):
        x = SIDE + across.seam - across.first
        _glue(page, (x, top), (x, top + height), upright=True)
        page.text(x + (across.last - across.seam) / 2, top + height + MARK_GAP + SMALL_PT, GLUE, style, 0.5)
    if row_number < len(poster.grid.rows):
        y = top + down.seam - down.first
        _glue(page, (SIDE, y), (SIDE + width, y), upright=False)
        page.text(SIDE + width + SIDE / 2, y + (down.last - down.seam) / 2 + 3, GLUE, style, 0.5)
    total = f"共 {len(poster.grid.rows)} 行 {len(poster.grid.columns)} 列"
    labels = (poster.label(row_number, column_number), total, words.one_line(content.number))
    if poster.margins.beside:
        for i, said in enumerate(labels):
            page.text(SIDE + width + LABEL_GAP, top + LABEL_GAP + 1.6 * i * SMALL_PT, said, style)
    else:
        page.text(SIDE + MARK + MARK_GAP, top - MARK - 2 * MARK_GAP, "　".join(labels), style)


def _cut_marks(page: Page, top: float, width: float, height: float, *, upright: bool) -> None:
    """Draw the short rules at whose line the knife takes the upper edge off, and the left one if ``upright``."""
    left, right, bottom = SIDE, SIDE + width, top + height
    marks = [(left, top, -1, 0), (right, top, 1, 0)]
    if upright:
        marks += [(left, top, 0, -1), (left, bottom, 0, 1)]
    for x, y, dx, dy in marks:
        page.rule(
            x + dx * MARK_GAP, y + dy * MARK_GAP, x + dx * (MARK_GAP + MARK), y + dy * (MARK_GAP + MARK), RULE_PT
        )


def _glue(page: Page, first: tuple[float, float], last: tuple[float, float], *, upright: bool) -> None:
    """Draw the ends of the line where the next tile's edge comes to lie."""
    for (x, y), way in ((first, -1), (last, 1)):
        dx, dy = (0.0, way * MARK) if upright else (way * MARK, 0.0)
        gap = way * MARK_GAP
        x0, y0 = (x, y + gap) if upright else (x + gap, y)
        page.dashed(x0, y0, x0 + dx, y0 + dy, RULE_PT, 1.5)


# The map


def _map(out: Paper, content: NoticeContent, poster: _Poster, said: str, code: str) -> None:
    page = out.page(poster.map)
    y = _map_head(page, content, poster, said)
    y = _steps(page, y, _joining(poster.grid), code)
    _miniature(page, poster, y + 6 * MM)


def _map_head(page: Page, content: NoticeContent, poster: _Poster, said: str) -> float:
    head, style = page.paper.style(Role.HEAD, MAP_TITLE_PT), page.paper.style(Role.TEXT, TITLE_PT)
    middle = page.width / 2
    title = "拼贴图" + (f"（第 {poster.number} 幅，共 {poster.of} 幅）" if poster.of > 1 else "")
    page.text(middle, 24 * MM, title, head, 0.5)
    room = (page.width - 2 * MAP_SIDE) * 1000 / TITLE_PT
    y = 24 * MM + 1.8 * TITLE_PT
    full = words.cut_short("".join(words.title_phrases(content)), "", lambda text: len(text) <= LONGEST_TITLE)
    lines = (
        *balanced(full, style.font, room, words.title_phrases(content)),
        *balanced(words.one_line(content.number), style.font, room),
    )
    for line in lines:
        page.line(middle, y, line, style, 0.5)
        y += 1.5 * TITLE_PT
    grid = poster.grid
    page.text(
        middle, y + 4, f"{said}（{len(grid.rows)} 行，每行 {len(grid.columns)} 张）",
        page.paper.style(Role.HEAD, TITLE_PT), 0.5,
    )  # fmt: skip
    return y + 4


def _joining(grid: Grid) -> tuple[str, ...]:
    """Return how the tiles are joined, in words."""
    rows, columns = len(grid.rows) > 1, len(grid.columns) > 1
    said = ["每张沿左边和上边的短线裁齐，右边和下边先不裁" if columns else "每张沿上边的短线裁齐，下边先不裁"]
    if columns:
        said.append("拼每一行：左边一张右侧标“粘”的窄条涂胶，后一张的左边对着虚线压上去")
    if rows:
        said.append("拼各行：上面一张下侧标“粘”的窄条涂胶，下面一张的上边对着虚线压上去")
    return tuple(said)


def _steps(page: Page, y: float, joining: Sequence[str], code: str) -> float:
    """Draw what is to be done; return the y below."""
    style = page.paper.style(Role.TEXT, STEP_PT)
    last = "拼好后量一量、看一看，行和列都要对齐"
    said = (
        "打印时选“实际大小”（100%），不要选“适合纸张”；下面这条线量出来应是 100 毫米",
        *joining,
        f"{last}；校验码应是 {code[:4]} {code[4:]}" if code else last,
    )
    y += 1.2 * STEP_PT
    room = (page.width - 2 * MAP_SIDE - 1.6 * STEP_PT) * 1000 / STEP_PT
    for number, step in enumerate(said, 1):
        for i, line in enumerate(balanced(step, style.font, room)):
            y += 1.6 * STEP_PT
            if not i:
                page.text(MAP_SIDE, y, f"{number}.", style)
            page.line(MAP_SIDE + 1.6 * STEP_PT, y, line, style)
    y += 8 * MM
    x = (page.width - RULER) / 2
    page.rule(x, y, x + RULER, y, RULE_PT)
    for end in (x, x + RULER / 2, x + RULER):
        page.rule(end, y - 1.5 * MM, end, y + 1.5 * MM, RULE_PT)
    page.text(x + RULER + 3 * MM, y + 3, "100 毫米", page.paper.style(Role.LABEL, SMALL_PT))
    return y


def _miniature(page: Drawing, poster: _Poster, top: float) -> None:
    """Draw the large sheet small, with the tiles on it."""
    width, height = poster.size
    scale = min((page.width - 2 * MAP_SIDE) / width, (page.height - 14 * MM - top) / height)
    left = (page.width - width * scale) / 2
    page.place(poster.layer, left, top, scale)
    page.box(left, top, width * scale, height * scale, HAIR_PT)
    rows, columns = poster.grid.rows, poster.grid.columns
    bounds = (columns[0].first, rows[0].first, columns[-1].last, rows[-1].last)
    x0, x1 = (left + x * scale for x in bounds[::2])
    y0, y1 = (top + y * scale for y in bounds[1::2])
    page.box(x0, y0, x1 - x0, y1 - y0, RULE_PT)
    for span in columns[:-1]:
        page.dashed(left + span.seam * scale, y0, left + span.seam * scale, y1, 0.75)
    for span in rows[:-1]:
        page.dashed(x0, top + span.seam * scale, x1, top + span.seam * scale, 0.75)
    style = page.paper.style(Role.HEAD, TITLE_PT)
    for row, down in enumerate(rows, 1):
        for column, across in enumerate(columns, 1):
            x = left + (across.first + across.seam) / 2 * scale
            y = top + (down.first + down.seam) / 2 * scale
            page.disc(x, y, 1.25 * TITLE_PT, white=True)
            page.text(x, y + 0.37 * TITLE_PT, f"{row}-{column}", style, 0.5)
