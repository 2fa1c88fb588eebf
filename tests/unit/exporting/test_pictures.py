"""Photos that go out keep their pixels and say nothing else."""

from __future__ import annotations

import io

import pytest
from PIL import Image, ImageChops, ImageOps

from tests.unit.exporting.leaks import made_files as made
from villagebook.base.errors import KnownError
from villagebook.exporting.leaks import is_located
from villagebook.exporting.pictures import REST, clean_copy, for_paper, segments

SECRET = "13800138000"


def full(form: str, turned: int = 1) -> bytes:
    """A photo that says all it can."""
    fields: dict[int, object] = {0x010E: SECRET, 0x9C9C: SECRET.encode("utf-16-le")}
    more = {"comment": SECRET.encode(), "iptc": SECRET, "behind": SECRET.encode()} if form == "jpeg" else {}
    return made.jpg(fields, gps=True, xmp=SECRET, form=form, turned=turned, **more)  # type: ignore[arg-type]


def shown(data: bytes) -> Image.Image:
    """The picture as a viewer shows it."""
    with Image.open(io.BytesIO(data)) as image:
        return ImageOps.exif_transpose(image).convert("RGB")


@pytest.mark.parametrize("form", ["jpeg", "png", "webp"])
def test_nothing_but_the_pixels_goes_out(form: str) -> None:
    data = full(form)
    kept = clean_copy(data)
    assert SECRET.encode() in data
    for text in (SECRET.encode(), SECRET.encode("utf-16-le"), b"GPS", b"xmpmeta"):
        assert text not in kept
    assert is_located(data)
    assert not is_located(kept)
    assert ImageChops.difference(shown(data), shown(kept)).getbbox() is None


def test_a_jpegs_scan_is_kept_byte_for_byte() -> None:
    data = full("jpeg")
    pixels = {part.name: part.whole for part in segments(data)}["SOS"]
    assert pixels in clean_copy(data)
    assert REST in {part.name for part in segments(data)}
    assert clean_copy(clean_copy(data)) == clean_copy(data)


@pytest.mark.parametrize("form", ["jpeg", "png", "webp"])
@pytest.mark.parametrize("turned", [3, 6, 8])
def test_a_photo_taken_sideways_stays_upright(form: str, turned: int) -> None:
    data = full(form, turned)
    kept = clean_copy(data)
    assert shown(kept).size == shown(data).size == ((12, 8) if turned == 3 else (8, 12))
    assert SECRET.encode() not in kept


@pytest.mark.parametrize("form", ["GIF", "BMP", "TIFF"])
def test_other_pictures_are_written_anew(form: str) -> None:
    out = io.BytesIO()
    options = {"tiffinfo": {0x010E: SECRET}} if form == "TIFF" else {"comment": SECRET} if form == "GIF" else {}
    Image.new("RGB", (5, 4), (10, 200, 30)).save(out, form, **options)
    kept = clean_copy(out.getvalue())
    assert kept.startswith(b"\x89PNG")
    assert SECRET.encode() not in kept
    assert shown(kept).size == (5, 4)


def test_transparent_and_progressive_pictures_stay_so() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(clean_copy(out.getvalue()))) as kept:
        assert kept.mode == "RGBA"
    out = io.BytesIO()
    Image.effect_noise((90, 60), 80).save(out, "JPEG", progressive=True, exif=made.Image.Exif().tobytes())
    kept_data = clean_copy(out.getvalue())
    assert ImageChops.difference(shown(out.getvalue()), shown(kept_data)).getbbox() is None


@pytest.mark.parametrize("data", [b"", b"\xff\xd8\xff", b"%PDF-1.4", b"\0\0\0\x18ftypheic" + b"\0" * 40,
                                  b"\x89PNG\r\n\x1a\n", b"RIFF\0\0\0\0WEBP", b"GIF89a"])
def test_what_is_no_photo_is_refused(data: bytes) -> None:
    with pytest.raises(KnownError):
        clean_copy(data)


@pytest.mark.parametrize("form", ["jpeg", "png", "webp"])
def test_on_paper_a_photo_stands_upright_without_being_turned(form: str) -> None:
    data = full(form, 6)
    with Image.open(io.BytesIO(for_paper(data))) as image:
        assert image.size == shown(data).size == (8, 12)
        assert image.getexif().get(0x0112, 1) == 1
    assert for_paper(full(form)) == clean_copy(full(form))
