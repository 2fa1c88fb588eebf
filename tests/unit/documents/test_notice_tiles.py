"""A poster in pieces: nothing lost, nothing twice but in the overlap, cut where a careful hand would cut."""

from __future__ import annotations

from itertools import pairwise

import pypdfium2
import pytest
from PIL import Image, ImageChops

from tests.unit.documents import sample_notices as sample
from tests.unit.documents.sheet_geometry import SheetPage, pages
from villagebook.base.errors import UserError
from villagebook.documents.notice import render_notice
from villagebook.documents.notice_sheet import SHEETS
from villagebook.documents.notice_tiles import CLOSE, MARK, MARK_GAP, ROOMY, SIDE, TILES, NoticeTiles, render_tiles
from villagebook.documents.page import MM
from villagebook.documents.tiling import ABOVE_RULE, OVERLAP, Grid

SHOWN = {"check_code": "7F3A92C1", "qr_text": "VB1:350699:2026-12:7F3A92C1AABBCCDD"}
NOTICES = {
    "roster": sample.roster(14),
    "four rows": sample.roster(4),
    "long roster": sample.roster(120),
    "projects": sample.projects(),
    "monitored": sample.monitored(),
    "funds": sample.funds(),
}
SIZES = [("A1", "A4"), ("A1横", "A4"), ("A2", "A4"), ("A2横", "A3"), ("A1", "A3"), ("A3", "A4"), ("A3横", "A4")]
CASES = [(name, paper, tile) for name in NOTICES for paper, tile in SIZES]
# A character's box by the face's metrics may be this much smaller than its ink.
INK = 1.5


def tiled(name: str, paper: str, tile: str = "A4") -> NoticeTiles:
    return render_tiles(NOTICES[name], paper=paper, tile=tile, **SHOWN)


def whole(name: str, paper: str) -> list[SheetPage]:
    return pages(render_notice(NOTICES[name], paper=paper, **SHOWN).data)


@pytest.mark.parametrize(("name", "paper", "tile"), CASES)
def test_every_character_of_the_sheet_is_whole_on_a_tile(name: str, paper: str, tile: str) -> None:
    made = tiled(name, paper, tile)
    for grid, page in zip(made.grids, whole(name, paper), strict=True):
        lost = [
            c.text
            for c in page.chars
            if not any(s.first - INK <= c.left and c.right <= s.last + INK for s in grid.columns)
            or not any(s.first - INK <= c.top and c.bottom <= s.last + INK for s in grid.rows)
        ]
        assert lost == []


@pytest.mark.parametrize(("name", "paper", "tile"), CASES)
def test_tiles_follow_each_other_with_the_overlap_and_fit_their_paper(name: str, paper: str, tile: str) -> None:
    for grid in tiled(name, paper, tile).grids:
        fitting = []
        ways = [(size, margins) for size in (TILES[tile], TILES[tile][::-1]) for margins in (ROOMY, CLOSE)]
        for (width, height), margins in ways:
            rooms = (width - 2 * SIDE, height - margins.top - margins.bottom)
            fitting.append(all(
                span.last - span.first <= room + 0.01
                for spans, room in zip((grid.columns, grid.rows), rooms, strict=True) for span in spans
            ))  # fmt: skip
        assert any(fitting)
        for spans in (grid.columns, grid.rows):
            for one, following in pairwise(spans):
                assert following.first == one.seam
                assert one.last - one.seam >= OVERLAP - 0.01
            assert all(one.last < later.first for one, later in zip(spans, spans[2:], strict=False))


@pytest.mark.parametrize(("name", "paper", "tile"), CASES)
def test_no_row_of_a_table_and_no_line_of_text_is_cut_across(name: str, paper: str, tile: str) -> None:
    for grid, page in zip(tiled(name, paper, tile).grids, whole(name, paper), strict=True):
        tables = [(min(y0, y1), max(y0, y1)) for x0, y0, x1, y1 in page.rules if x0 == x1]
        rules = {round(y0, 1) for _, y0, _, y1 in page.rules if y0 == y1}
        for span in grid.rows[:-1]:
            assert [c.text for c in page.chars if c.top < span.seam < c.bottom] == []
            if any(top < span.seam < bottom for top, bottom in tables):
                assert any(abs(span.seam + ABOVE_RULE - y) < 0.2 for y in rules)


@pytest.mark.parametrize(("name", "paper"), [("roster", "A1"), ("projects", "A2横")])
def test_the_tiles_show_what_the_sheet_shows(name: str, paper: str) -> None:
    made = tiled(name, paper)
    large = _picture(render_notice(NOTICES[name], paper=paper, **SHOWN).data, 0)
    grid, number = made.grids[0], 1
    for down in grid.rows:
        for across in grid.columns:
            shown = _picture(made.data, number)
            width, height = int(across.last - across.first) - 3, int(down.last - down.first) - 3
            x, y = round(SIDE), round(ROOMY.top)
            piece = shown.crop((x + 2, y + 2, x + width, y + height))
            left, top = round(across.first), round(down.first)
            beside = large.crop((left + 2, top + 2, left + width, top + height))
            # Half a point of rounding moves edges of letters, nothing more.
            assert _unlike(piece, beside) < 0.06, (number, _unlike(piece, beside))
            number += 1
    assert number == made.pages


def _picture(data: bytes, page: int) -> Image.Image:
    document = pypdfium2.PdfDocument(data)
    try:
        return document[page].render(scale=1).to_pil().convert("L")
    finally:
        document.close()


def _unlike(one: Image.Image, other: Image.Image) -> float:
    """Return by how much two pictures differ where it is no matter of a pixel's width, 0 to 1."""
    width, height = (max(1, side // 6) for side in one.size)
    small = [image.resize((width, height), Image.Resampling.BOX) for image in (one, other)]
    histogram = ImageChops.difference(*small).histogram()
    return sum(histogram[64:]) / sum(histogram)


def test_a_map_comes_first_and_every_tile_says_where_it_belongs() -> None:
    made = tiled("roster", "A1")
    grid = made.grids[0]
    assert made.said == f"一张 A1 拼成 {grid.count} 张 A4"
    assert made.pages == 1 + grid.count == 1 + made.tiles
    document = pypdfium2.PdfDocument(made.data)
    texts = [page.get_textpage().get_text_range() for page in document]
    document.close()
    assert [said in texts[0] for said in ("拼贴图", made.said, "7F3A 92C1", "100 毫米")] == [True] * 4
    places = [f"第 {r} 行第 {c} 张" for r in range(1, len(grid.rows) + 1) for c in range(1, len(grid.columns) + 1)]
    assert [place in text for place, text in zip(places, texts[1:], strict=True)] == [True] * grid.count
    assert "粘" in texts[1]
    assert "粘" not in texts[-1]


def test_every_tile_has_its_cut_marks_at_the_edge_the_knife_takes_off() -> None:
    made, scale = tiled("roster", "A1"), 4
    grid, number = made.grids[0], 1
    document = pypdfium2.PdfDocument(made.data)
    for _down in grid.rows:
        for across in grid.columns:
            shown = document[number].render(scale=scale).to_pil().convert("L")
            right = SIDE + across.last - across.first
            for x in (SIDE - MARK_GAP - MARK, right + MARK_GAP):
                box = (x + 1, ROOMY.top - 1, x + MARK - 1, ROOMY.top + 1)
                band = shown.crop(tuple(round(side * scale) for side in box))
                assert all(min(band.crop((at, 0, at + 1, band.height)).tobytes()) < 160 for at in range(band.width))
            number += 1
    document.close()


def test_a_list_over_several_posters_has_a_map_for_each() -> None:
    made = tiled("long roster", "A2")
    assert made.sheets == len(made.grids) > 1
    assert made.pages == made.sheets + made.tiles
    document = pypdfium2.PdfDocument(made.data)
    maps = [n for n, page in enumerate(document) if "拼贴图" in page.get_textpage().get_text_range()]
    document.close()
    starts = [sum(1 + grid.count for grid in made.grids[:n]) for n in range(made.sheets)]
    assert maps == starts


@pytest.mark.parametrize("name", ["roster", "four rows", "monitored", "funds"])
def test_a_sheet_of_a3_goes_on_two_or_three_of_a4_in_one_column(name: str) -> None:
    made = tiled(name, "A3")
    (grid,) = made.grids
    assert len(grid.columns) == 1
    assert len(grid.rows) <= 3
    assert "每张沿上边的短线裁齐" in pages_of(made)[0]
    assert all(f"第 {row} 行第 1 张" in text for row, text in enumerate(pages_of(made)[1:], 1))


def test_a_twelve_project_poster_makes_eight_sheets_of_paper() -> None:
    assert tiled("projects", "A1横").said == "一张 A1横 拼成 8 张 A4"


def test_a_sheet_no_larger_than_the_tile_is_refused() -> None:
    with pytest.raises(UserError, match="A4横 不比 A4 大，不用拼"):
        render_tiles(NOTICES["roster"], paper="A4横")
    with pytest.raises(ValueError, match="no such tile"):
        render_tiles(NOTICES["roster"], paper="A1", tile="A5")


def test_equal_posters_give_equal_bytes_and_a_draft_stays_a_draft() -> None:
    assert tiled("roster", "A2").data == tiled("roster", "A2").data
    made = render_tiles(NOTICES["roster"], paper="A2", draft=True, **SHOWN)
    document = pypdfium2.PdfDocument(made.data)
    texts = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert "草稿" in texts
    assert "7F3A" not in texts


def test_the_map_of_an_endless_title_still_shows_the_sheet() -> None:
    content = sample.roster(4, title_parts=("清溪村", "巩固拓展脱贫攻坚成果" * 30, "公示"))
    made = render_tiles(content, paper="A2横", **SHOWN)
    first = pages_of(made)[0]
    assert "……" in first
    assert "1-1" in first


def pages_of(made: NoticeTiles) -> list[str]:
    document = pypdfium2.PdfDocument(made.data)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def test_large_type_gets_a_wider_overlap() -> None:
    grid = tiled("four rows", "A1").grids[0]
    assert isinstance(grid, Grid)
    overlaps = [span.last - span.seam for span in grid.columns[:-1]]
    assert all(OVERLAP - 0.01 <= overlap < 45 * MM for overlap in overlaps)
    assert max(overlaps) > OVERLAP
    assert SHEETS["A1"].size[0] > grid.columns[-1].last - grid.columns[0].first
