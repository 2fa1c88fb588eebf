"""What goes into the book of a person's scans and photos, and what is refused in words."""

from __future__ import annotations

import io
import random

import pypdfium2
import pytest
from PIL import Image

from villagebook.base.errors import UserError
from villagebook.documents.papers import blank_papers
from villagebook.services.dossier.taking import JPEG, LONGEST_PX, PDF, take
from villagebook.services.papers import PAPERS


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 60), mode: str = "RGB", **options: object) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, 1 if mode == "1" else 100 if mode in ("L", "P") else (200, 30, 30, 255)[: len(mode)]).save(
        out, kind, **options)
    return out.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def a_pdf() -> bytes:
    return blank_papers(None, "申报书", PAPERS["application"].forms).data


def test_a_large_photo_becomes_a_small_upright_one_that_does_not_say_where_it_was_taken() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90°
    exif.get_ifd(0x8825)[2] = (26.0, 5.0, 0.0)
    noise = Image.effect_noise((1000, 750), 40).resize((4000, 3000)).convert("RGB")
    out = io.BytesIO()
    noise.save(out, "JPEG", exif=exif, quality=92)
    (one,) = take(out.getvalue(), "D:\\相册\\IMG_01.JPG")
    assert opened(one.data).size == (LONGEST_PX * 3 // 4, LONGEST_PX)
    assert len(one.data) < 1_200_000
    assert b"Exif" not in one.data
    assert not opened(one.data).getexif()
    assert (one.media_type, one.pages, one.file_name) == (JPEG, 1, "IMG_01.jpg")


@pytest.mark.parametrize(("kind", "mode"), [
    ("PNG", "1"), ("PNG", "L"), ("PNG", "P"), ("PNG", "RGBA"), ("BMP", "RGB"), ("WEBP", "RGB"), ("TIFF", "1"),
    ("GIF", "P"), ("JPEG", "CMYK"),
])  # fmt: skip
def test_every_kind_of_picture_becomes_a_jpeg(kind: str, mode: str) -> None:
    image = Image.new(mode, (40, 60), 0)
    out = io.BytesIO()
    image.save(out, kind)
    (one,) = take(out.getvalue(), f"a.{kind.lower()}")
    assert opened(one.data).format == "JPEG"
    assert opened(one.data).mode in ("L", "RGB")


def test_see_through_parts_become_white_paper() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (20, 20), (0, 0, 0, 0)).save(out, "PNG")
    (one,) = take(out.getvalue(), "a.png")
    assert opened(one.data).getpixel((10, 10)) == (255, 255, 255)


def test_a_tiff_of_several_pages_becomes_several_papers() -> None:
    pages = [Image.new("L", (30, 40), shade) for shade in (10, 120, 250)]
    out = io.BytesIO()
    pages[0].save(out, "TIFF", save_all=True, append_images=pages[1:])
    found = take(out.getvalue(), "扫描.tif")
    assert [one.file_name for one in found] == ["扫描-1.jpg", "扫描-2.jpg", "扫描-3.jpg"]
    assert len({one.data for one in found}) == 3
    assert len({one.original for one in found}) == 1


def test_equal_pictures_become_equal_papers() -> None:
    assert take(picture(), "a.png")[0].data == take(picture(), "b.png")[0].data


def test_a_pdf_is_kept_as_it_is() -> None:
    (one,) = take(a_pdf(), "通知.PDF")
    assert (one.media_type, one.pages, one.data, one.file_name) == (PDF, 1, a_pdf(), "通知.pdf")


def locked_pdf() -> bytes:
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.pdfgen.canvas import Canvas

    out = io.BytesIO()
    canvas = Canvas(out, encrypt=StandardEncryption("secret", strength=128))
    canvas.drawString(10, 10, "x")
    canvas.save()
    return out.getvalue()


def bomb() -> bytes:
    out = io.BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize(("name", "data", "word"), [
    ("空.jpg", b"", "空的"),
    ("表.xlsx", b"PK\x03\x04 no picture", "不是图片也不是 PDF"),
    ("断.png", picture()[:60], "坏了"),
    ("断.jpg", picture("JPEG", (300, 300))[:500], "坏了"),
    ("假.pdf", b"%PDF-1.7 nothing of the kind", "打不开"),
    ("照片.heic", b"\x00\x00\x00\x18ftypheic" + bytes(40), "HEIC"),
    ("锁.pdf", locked_pdf(), "密码"),
    ("弹.png", bomb(), "尺寸太大"),
])  # fmt: skip
def test_what_cannot_be_kept_is_refused_in_words_that_name_the_file(name: str, data: bytes, word: str) -> None:
    with pytest.raises(UserError) as refused:
        take(data, name)
    assert word in str(refused.value)
    assert name in str(refused.value)


def test_bytes_by_chance_never_break_it() -> None:
    good = picture("JPEG", (80, 80))
    for seed in range(200):
        noise = bytearray(good)
        chance = random.Random(seed)
        for _ in range(6):
            noise[chance.randrange(len(noise))] = chance.randrange(256)
        try:
            take(bytes(noise), "x.jpg")
        except UserError:
            continue


def test_a_pdf_cut_short_is_refused_or_read() -> None:
    whole = a_pdf()
    for part in range(100, len(whole), len(whole) // 25):
        try:
            (one,) = take(whole[:part], "x.pdf")
        except UserError:
            continue
        assert len(pypdfium2.PdfDocument(one.data)) == one.pages
