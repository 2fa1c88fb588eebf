from __future__ import annotations

import re
from pathlib import Path

import pypdfium2
import pytest
import reportlab.rl_config
from PIL import Image

from tests.unit.documents.pdf_reading import operators, page_count, streams, text_by_poppler, text_of
from villagebook.documents.faces import Role
from villagebook.documents.page import A4, MM, Layer, Paper, landscape

RARE = "㛃䶮𬭎𫍯𬀩𬳵𠅤𡒄𣲗𠮷𪚥"


def a_sheet_with(text: str, role: Role = Role.TEXT) -> bytes:
    paper = Paper("试")
    paper.page().text(50, 50, text, paper.style(role, 16))
    return paper.save()


@pytest.mark.parametrize("role", list(Role))
def test_rare_names_copy_out_as_themselves(role: Role, tmp_path: Path) -> None:
    text = f"王{RARE}〔2026〕☑□１１·—…−"
    data = a_sheet_with(text, role)
    assert text_of(data).strip() == text
    assert text_by_poppler(data, tmp_path).strip() == text


def test_a_character_no_face_has_still_copies_out_as_itself() -> None:
    assert text_of(a_sheet_with("王\U0003fff0")).strip() == "王\U0003fff0"


def test_half_a_surrogate_does_not_stop_the_printing() -> None:
    assert "村" in text_of(a_sheet_with("村\ud840"))


def test_equal_input_gives_equal_bytes() -> None:
    assert a_sheet_with(f"村{RARE}") == a_sheet_with(f"村{RARE}")
    assert a_sheet_with("村") != a_sheet_with("镇")


def test_only_bundled_faces_are_in_the_file_each_once() -> None:
    paper = Paper("试")
    for _ in range(3):
        page = paper.page()
        for size in (10, 12):
            page.text(50, 50, "清溪村𠮷", paper.style(Role.TEXT, size))
    data = paper.save()
    assert b"Helvetica" not in data
    fonts = re.findall(rb"/BaseFont /[A-Z]{6}\+([\w-]+)", data)
    assert sorted(set(fonts)) == [b"LXGWWenKai-Regular", b"NotoSerifSC-Regular"]
    assert data.count(b"/FontFile2") == 2


def test_reportlabs_settings_are_left_as_they_were() -> None:
    before = reportlab.rl_config.useA85
    data = a_sheet_with("村")
    assert reportlab.rl_config.useA85 == before
    assert b"ASCII85" not in data


def test_to_unicode_has_at_most_100_lines_a_block() -> None:
    data = a_sheet_with("".join(map(chr, range(0x4E00, 0x4E00 + 250))))
    blocks = [int(n) for s in streams(data) for n in re.findall(rb"(\d+) beginbfchar", s)]
    assert blocks == [100, 100, 50]


def test_digits_advance_equally_in_the_file() -> None:
    data = a_sheet_with("0123456789")
    widths = re.search(rb"/W \[1 \[([\d. ]+)\]", data)
    assert widths is not None
    assert widths[1].split() == [b"560"] * 10


def test_a_layer_placed_on_many_pages_is_in_the_file_once() -> None:
    paper = Paper("试")
    drawn: list[int] = []

    def draw(layer: Layer) -> None:
        drawn.append(1)
        layer.text(50, 50, "表格", paper.style(Role.LABEL, 11))
        layer.rule(0, 0, 100, 0)

    for _ in range(5):
        page = paper.page()
        page.place(paper.layer(("form", 1), A4, draw))
    data = paper.save()
    assert drawn == [1]
    assert data.count(b"/Subtype /Form") == 1
    assert operators(data).count(" Do") == 5
    assert page_count(data) == 5


def test_rules_of_one_weight_are_stroked_together_each_once() -> None:
    paper = Paper("试")
    page = paper.page()
    page.box(10, 10, 100, 100)
    for y in (20, 30):
        page.rule(10, y, 110, y)
    ops = operators(paper.save())
    assert ops.count(" S Q") == 2
    assert ops.count(" m ") == 2


def test_a_qr_code_is_made_once_and_can_be_read() -> None:
    paper = Paper("试")
    for _ in range(3):
        paper.page().qr(60, 700, 15 * MM, "VB1:QXC:2026-12:7F3A92C1")
    data = paper.save()
    assert data.count(b"/Subtype /Form") == 1
    dark = [s for s in streams(data) if s.endswith(b" f")]
    assert len(dark) == 1
    area = sum(int(run) for run in re.findall(rb"\d+ \d+ (\d+) 1 re", dark[0]))
    assert 25 * 25 * 0.4 < area < 25 * 25 * 0.6


def test_a_jpeg_goes_in_as_it_is(tmp_path: Path) -> None:
    picture = tmp_path / "photo.jpg"
    Image.new("RGB", (40, 30), "white").save(picture)
    other = tmp_path / "scan.png"
    Image.new("1", (40, 30)).save(other)
    paper = Paper("试")
    for _ in range(2):
        page = paper.page()
        page.picture_within(picture, 10, 10, 100, 100)
        page.picture(other, 10, 200, 40, 30)
    data = paper.save()
    assert data.count(picture.read_bytes()) == 1
    assert data.count(b"/Subtype /Image") == 2
    assert "100.00 0 0 75.00 10.00" in operators(data)


def test_a_drawing_can_be_inset_and_a_layer_clipped() -> None:
    paper = Paper("试")
    name = paper.layer("sheet", A4, lambda layer: layer.text(50, 50, "村务公开", paper.style(Role.TITLE, 30)))
    page = paper.page(landscape(A4))
    page.place(name, 10, 10, 0.5, clip=(10, 10, 200, 300))
    panel = paper.page(landscape(A4))
    panel.inset(page, 5, 5)
    data = paper.save()
    assert "村务公开" in text_of(data, 0)
    assert "W n 0.5 0 0 0.5" in operators(data)


def test_bookmarks_and_title_are_in_the_file() -> None:
    paper = Paper("帮扶手册", author="清溪村")
    for name in ("王䶮", "李㛃"):
        paper.page().text(50, 50, name, paper.style(Role.TEXT, 12))
        paper.bookmark(name)
    document = pypdfium2.PdfDocument(paper.save())
    marks = [(mark.get_title(), mark.get_dest().get_index()) for mark in document.get_toc()]
    assert marks == [("王䶮", 0), ("李㛃", 1)]
    assert document.get_metadata_value("Title") == "帮扶手册"
    assert document.get_metadata_value("Author") == "清溪村"
    document.close()


def test_saving_into_a_missing_folder_is_an_os_error(tmp_path: Path) -> None:
    paper = Paper("试")
    paper.page()
    with pytest.raises(OSError, match="nowhere"):
        paper.save(tmp_path / "nowhere" / "x.pdf")


def test_tiny_and_huge_gaps_are_written_without_exponent() -> None:
    paper = Paper("间隔")
    style = paper.style(Role.TEXT, 12)
    paper.page().show(50, 50, style.shown("一二三四", (1e-12, 123456.0, 3e-7, 0)), style)
    found = [op for op in operators(paper.save()).split("\n") if "TJ" in op]
    assert found
    assert not any("e" in op.replace("ET", "") for op in found)
