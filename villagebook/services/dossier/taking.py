"""Scans and photos as they go into the book: read with suspicion, made small, turned upright, nothing else kept.

A photo of a telephone is 4 MB and says where it was taken; what goes into the book is an upright JPEG of print
quality without any of that. A PDF is kept as it is once it can be opened and its pages can be read.
"""

from __future__ import annotations

import hashlib
import io
import warnings
from dataclasses import dataclass
from typing import Any

from villagebook.base.errors import UserError
from villagebook.base.locks import PDFIUM

JPEG, PDF = "image/jpeg", "application/pdf"

LONGEST_PX = 2200
"""An A4 page at 190 dots an inch; enough to read eight-point type."""
QUALITY = 78
MOST_BYTES = 200 * 1024 * 1024
MOST_PAGES = 500

_HEIC = (b"ftypheic", b"ftypheix", b"ftyphevc", b"ftypmif1", b"ftypmsf1")
_CHOOSE = "可以放 JPEG、PNG、TIFF、BMP、WebP 图片和 PDF"


@dataclass(frozen=True, slots=True)
class Taken:
    """One file ready for the book.

    Attributes:
        data: What is kept.
        media_type: JPEG or PDF.
        pages: Sheets it is in the volume.
        original: SHA-256 of what the person gave.
        file_name: As the person's file was called, with the ending of what is kept.
    """

    data: bytes
    media_type: str
    pages: int
    original: str
    file_name: str

    @property
    def is_picture(self) -> bool:
        """Whether it is a picture, not a PDF."""
        return self.media_type == JPEG


def take(data: bytes, file_name: str) -> list[Taken]:
    """Read a file a person gave; a picture file of several pages becomes several.

    Raises:
        UserError: it is none of the kinds that can be kept, is broken, locked or far too large; one line says which.
    """
    if not data:
        raise UserError("dossier.empty_file", f"“{file_name}”是空的，没有收", "请重新扫描或复制")
    if len(data) > MOST_BYTES:
        raise UserError("dossier.too_large", f"“{file_name}”有 {len(data) >> 20} MB，太大，没有收", "请降低扫描分辨率")
    original = hashlib.sha256(data).hexdigest()
    if data[:1024].lstrip()[:5] == b"%PDF-":
        return [Taken(data, PDF, pdf_pages(data, file_name), original, _named(file_name, "pdf"))]
    if data[4:12] in _HEIC:
        raise UserError("dossier.heic", f"“{file_name}”是 HEIC 照片，没有收", "请在手机上另存为 JPEG 再放入")
    pictures = _pictures(data, file_name)
    several = len(pictures) > 1
    return [
        Taken(jpeg, JPEG, 1, original, _named(file_name, "jpg", number if several else 0))
        for number, jpeg in enumerate(pictures, 1)
    ]


def pdf_pages(data: bytes, file_name: str) -> int:
    """Return how many pages a PDF has.

    Raises:
        UserError: it cannot be opened, is locked, has no pages or far too many.
    """
    import pypdfium2

    with PDFIUM:
        try:
            document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            if "password" in str(error).lower():
                raise UserError("dossier.locked_pdf", f"“{file_name}”有密码，没有收", "请去掉密码再放入") from None
            raise UserError("dossier.broken_pdf", f"“{file_name}”打不开，PDF 坏了，没有收", "请重新扫描") from None
        try:
            pages = len(document)
            if pages > MOST_PAGES:
                raise UserError("dossier.long_pdf", f"“{file_name}”有 {pages} 页，太多，没有收", "请分成几份")
            for number in range(pages):
                _check_page(document, number, file_name)
        finally:
            document.close()
    if not pages:
        raise UserError("dossier.broken_pdf", f"“{file_name}”一页也没有，没有收", "请重新扫描")
    return pages


def _check_page(document: Any, number: int, file_name: str) -> None:
    import pypdfium2

    try:
        page = document[number]
    except pypdfium2.PdfiumError:
        raise UserError(
            "dossier.broken_pdf", f"“{file_name}”第 {number + 1} 页坏了，没有收", "请重新扫描") from None
    width, height = page.get_size()
    page.close()
    if width < 1 or height < 1:
        raise UserError("dossier.broken_pdf", f"“{file_name}”第 {number + 1} 页没有大小，没有收", "请重新扫描")


def _pictures(data: bytes, file_name: str) -> list[bytes]:
    """Return the pictures of a file as upright JPEGs without anything else in them."""
    from PIL import Image, UnidentifiedImageError

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            return _frames(data, file_name)
    except UnidentifiedImageError:
        raise UserError("dossier.unknown_file", f"“{file_name}”不是图片也不是 PDF，没有收", _CHOOSE) from None
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise UserError(
            "dossier.too_many_pixels", f"“{file_name}”的尺寸太大，没有收", "请降低扫描分辨率") from None
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError, OverflowError, TypeError):
        # What Pillow raises on damaged files differs by format.
        raise UserError("dossier.broken_picture", f"“{file_name}”坏了，读不出来，没有收", "请重新扫描或复制") from None


def _frames(data: bytes, file_name: str) -> list[bytes]:
    from PIL import Image

    with Image.open(io.BytesIO(data), formats=("JPEG", "PNG", "TIFF", "BMP", "WEBP", "GIF")) as image:
        frames = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
        if frames > MOST_PAGES:
            raise UserError("dossier.long_picture", f"“{file_name}”有 {frames} 页，太多，没有收", "请分成几份")
        return [_jpeg(image, number) for number in range(frames)]


def _jpeg(image: Any, frame: int) -> bytes:
    from PIL import Image, ImageOps

    if frame:
        image.seek(frame)
    grey = image.mode in ("1", "L", "LA", "I", "I;16", "F")
    image.draft("L" if grey else "RGB", (LONGEST_PX, LONGEST_PX))
    upright = ImageOps.exif_transpose(image)
    if upright.mode.startswith("I"):
        upright = upright.convert("I").point(lambda shade: shade * (1 / 256))
    upright = _on_white(upright).convert("L" if grey else "RGB")
    upright.thumbnail((LONGEST_PX, LONGEST_PX), Image.Resampling.LANCZOS, reducing_gap=2.0)
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=QUALITY, optimize=True)
    return out.getvalue()


def _on_white(image: Any) -> Any:
    """Return a picture without its see-through parts, which a JPEG would print black."""
    from PIL import Image

    if image.mode in ("P", "LA", "PA", "RGBA") and ("transparency" in image.info or "A" in image.getbands()):
        flat = image.convert("RGBA")
        ground = Image.new("RGBA", flat.size, "white")
        ground.alpha_composite(flat)
        return ground
    return image


def _named(file_name: str, ending: str, number: int = 0) -> str:
    """Return a file's own name without folders, with the ending of what is kept."""
    bare = file_name.replace("\\", "/").rpartition("/")[2]
    stem = bare.rpartition(".")[0] or bare or "材料"
    return f"{stem[:80]}{f'-{number}' if number else ''}.{ending}"
