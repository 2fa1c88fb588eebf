"""The printed volume: page numbers of the contents, bookmarks, foreign pages, placeholders."""

from __future__ import annotations

import datetime as dt
import io
import re
import time

import pypdfium2
import pytest
import zxingcpp
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from villagebook.documents.dossier import (
    Counts,
    Entry,
    Finished,
    Photo,
    Picture,
    Separator,
    SpineLabel,
    Volume,
    render_separators,
    render_spine,
    render_volume,
)
from villagebook.documents.dossier.forms import PLACEHOLDER
from villagebook.documents.merging import extract, lay_over, sheets_of
from villagebook.documents.papers import Copy
from villagebook.documents.papers.archive import CLOSING_NOTE
from villagebook.documents.papers.press import Place

A4 = (595.28, 841.89)
PLACE = Place("云岭镇清溪村", "350699101203", dt.date(2026, 6, 30))
COVER = dict.fromkeys(
    ("mode", "document", "planned", "unit", "period", "term", "archived_on", "archived_by", "checked_by", "place"))


def pdf(*words: str, size: tuple[float, float] = A4) -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=size, invariant=1)
    for word in words:
        canvas.setFont("Helvetica", 40)
        canvas.drawString(size[0] / 2, size[1] / 2, word)
        canvas.showPage()
    canvas.save()
    return out.getvalue()


def turned_by(data: bytes, angle: int, cropped: bool) -> bytes:
    document = pypdfium2.PdfDocument(data)
    for page in document:
        page.set_rotation(angle)
        if cropped:
            page.set_cropbox(150, 120, 150 + A4[0], 120 + A4[1])
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def jpeg(shade: int, size: tuple[int, int] = (400, 300)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (shade, 40, 40)).save(out, "JPEG")
    return out.getvalue()


def placeholder(title: str) -> Copy:
    values = {"name": "养鸡", "code": "3506", "title": title, "part": "实施", "due": None, "state": "缺"}
    return Copy("缺件说明", (PLACEHOLDER,), values, PLACE)


def note(counts: Counts) -> Copy:
    said = f"共{counts.items}件{counts.pages}页{counts.photos}张"
    values = {"name": "养鸡", "archive_number": "QX-1", "said": said, "lacking": "", "exempt": "", "archived_by": None,
              "checked_by": None, "archived_on": None}  # fmt: skip
    return Copy("备考表", (CLOSING_NOTE,), values, PLACE)


ENTRIES = (
    Entry("会议记录", unit="云岭镇清溪村村民委员会", on=dt.date(2026, 3, 8), pieces=(
        Finished(lambda: pdf("alpha", "beta")), Photo(lambda: jpeg(10), "会场"), Photo(lambda: jpeg(90), "签到"),
        Photo(lambda: jpeg(200), "表决"))),
    Entry("下达通知", "示财农〔2026〕18号", "示范县财政局", pieces=(Picture(lambda: jpeg(60, (300, 400))),)),
    Entry("合同", remark="缺件", counts=False, reserved=0, pieces=(placeholder("合同"),)),
    Entry("审核意见", remark="不适用", counts=False),
    Entry("到户花名册", remark="柜存", reserved=3, pieces=(placeholder("到户花名册"),)),
    Entry("竣工公告", pieces=(Finished(lambda: pdf("gamma")),)),
    Entry("备考表", last=note),
)
VOLUME = Volume("清溪村2026年庭院养鸡到户项目", COVER, "QX-2026-XM-003", ENTRIES, PLACE, "35069920260706")


def made(volume: Volume = VOLUME) -> bytes:
    out = io.BytesIO()
    render_volume(out, volume)
    return out.getvalue()


def texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    return ["".join(page.get_textpage().get_text_bounded().split()) for page in document]


def test_every_page_carries_its_number_and_the_contents_name_it() -> None:
    pages = texts(made())
    stamps = [re.search(r"卷内(\d+)", page) for page in pages]
    numbers = [int(stamp[1]) if stamp and place > 1 else None for place, stamp in enumerate(stamps)]
    #            cover contents alpha beta photos  notice  合同  柜存  gamma 备考表
    assert numbers == [None, None, 1, 2, 3, 4, 5, None, None, 9, 10]
    contents = pages[1]
    for title, number in (("会议记录", 1), ("下达通知", 5), ("到户花名册", 6), ("竣工公告", 9), ("备考表", 10)):
        assert re.search(rf"{title}(?:2026\.03\.08)?{number}(?!\d)", contents), title
    assert re.search("合同—缺件", contents)
    assert re.search("审核意见—不适用", contents)
    assert "共5件10页3张" in pages[-1]
    assert "alpha" in pages[2]
    assert "gamma" in pages[9]


def test_bookmarks_lead_to_the_first_page_of_each_entry() -> None:
    data = made()
    toc = {mark.get_title(): mark.get_dest().get_index() for mark in pypdfium2.PdfDocument(data).get_toc()}
    assert toc == {
        "封面": 0, "卷内目录": 1, "1 会议记录": 2, "2 下达通知": 6, "3 合同（缺件）": 7, "5 到户花名册（柜存）": 8,
        "6 竣工公告": 9, "7 备考表": 10,
    }  # fmt: skip


def test_equal_volumes_are_equal_bytes() -> None:
    assert made() == made()


def test_pages_behind_the_first_sheet_of_the_contents_keep_the_numbers() -> None:
    many = tuple(Entry(f"第{n}份", pieces=(Finished(lambda: pdf("x")),)) for n in range(1, 41))
    pages = texts(made(Volume("长卷", COVER, "", many, PLACE, "1")))
    assert len(pages) == 1 + 3 + 40
    assert re.search(r"第40份40(?!\d)", "".join(pages[1:4]))
    assert "卷内40" in pages[-1]


@pytest.mark.parametrize("cropped", [False, True])
@pytest.mark.parametrize("turned", [0, 90, 180, 270])
def test_foreign_pages_stand_as_they_are_seen(turned: int, cropped: bool) -> None:
    foreign = turned_by(pdf("word", size=(795.28, 1041.89) if cropped else A4), turned, cropped)
    (sheet,) = sheets_of(foreign, "a")
    wide = turned in (90, 270)
    assert (sheet.width > sheet.height) == wide
    base = io.BytesIO()
    canvas = Canvas(base, pagesize=sheet.paper)
    canvas.showPage()
    canvas.save()
    laid = lay_over(base.getvalue(), {0: sheet}, {"a": foreign})
    seen = [pypdfium2.PdfDocument(data)[0].render(scale=0.4, grayscale=True).to_pil().convert("L")
            for data in (foreign, laid)]
    assert seen[0].size == seen[1].size
    boxes = [image.point(lambda dot: 255 if dot < 128 else 0).getbbox() for image in seen]
    assert boxes[0] is not None and boxes[1] is not None  # noqa: PT018
    assert all(abs(a - b) <= 2 for a, b in zip(*boxes, strict=True)), boxes


def test_the_number_stands_on_a_scan_that_covers_its_page() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=A4)
    canvas.setFillGray(1)
    canvas.rect(0, 0, 596, 842, fill=1, stroke=0)
    canvas.save()
    volume = Volume("卷", COVER, "", (Entry("扫描", pieces=(Finished(out.getvalue),)),), PLACE, "1")
    page = pypdfium2.PdfDocument(made(volume))[2].render(scale=1, grayscale=True).to_pil().convert("L")
    corner = page.crop((500, 800, 595, 841))
    assert corner.getextrema()[0] < 90


def test_an_oversized_page_is_made_smaller_and_an_a3_stays_a3() -> None:
    huge, large = pdf("x", size=(3000, 2000)), pdf("x", size=(1190.55, 841.89))
    assert tuple(map(round, sheets_of(huge, "a")[0].paper)) == (842, 595)
    assert tuple(map(round, sheets_of(large, "a")[0].paper)) == (1191, 842)


def test_pages_taken_out_are_the_same_whenever_they_are_taken() -> None:
    source = pdf("one", "two", "three")
    first = extract(source, [1, 2])
    time.sleep(1.1)
    assert extract(source, [1, 2]) == first
    assert texts(first) == ["two", "three"]


def test_spine_labels_of_four_widths_stand_on_one_sheet() -> None:
    out = io.BytesIO()
    label = SpineLabel("2026", "清溪村庭院养鸡到户项目", "清溪村村民委员会", "XM", "003", "30年")
    assert render_spine(out, [label]) == 1
    (page,) = texts(out.getvalue())
    assert page.count("2026") == 4
    assert all(f"{width}毫米" in page for width in (15, 20, 30, 40))


def test_a_long_name_still_fits_its_spine() -> None:
    out = io.BytesIO()
    render_spine(out, [SpineLabel("2026", "很长的项目名称" * 8, "村" * 30, "XM", "35069920260706", "永久")])
    page = pypdfium2.PdfDocument(out.getvalue())[0]
    heights = [box.get_bounds()[1] for box in page.get_objects()]
    assert min(heights) > 30 / 25.4 * 7.2


def test_the_code_of_a_separator_is_read_back_from_paper_scanned_askew() -> None:
    out = io.BytesIO()
    text = "VS1:350699101203:35069920260706:APPLY-MEETING"
    assert render_separators(out, [Separator(text, "云岭镇清溪村", "养鸡", "谋划入库", "会议记录")]) == 1
    page = pypdfium2.PdfDocument(out.getvalue())[0].render(scale=110 / 72, grayscale=True).to_pil().convert("L")
    for angle in (0, 4, 90, 183):
        found = zxingcpp.read_barcodes(page.rotate(angle, expand=True, fillcolor=255))
        assert [code.text for code in found] == [text]
