"""Finished files with something planted in one place: documents, workbooks, photos."""

from __future__ import annotations

import io
import struct
import zipfile
from xml.sax.saxutils import escape

import openpyxl
from PIL import Image
from PIL.PngImagePlugin import PngInfo
from reportlab.pdfgen.canvas import Canvas

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
DCT = {"jpeg": "JPEG", "png": "PNG", "webp": "WEBP"}


# Pictures


def jpg(
    fields: dict[int, object] | None = None, *, gps: bool = False, comment: bytes = b"", xmp: str = "",
    iptc: str = "", behind: bytes = b"", comment_field: bytes = b"", form: str = "jpeg", turned: int = 1,
) -> bytes:  # fmt: skip
    """A photo of 12 × 8 pixels; ``fields``: EXIF tag -> value, ``comment_field``: the bytes of UserComment."""
    exif = Image.Exif()
    for tag, value in (fields or {}).items():
        exif[tag] = value
    if turned != 1:
        exif[0x0112] = turned
    if comment_field:
        exif.get_ifd(0x8769)[0x9286] = comment_field
    if gps:
        exif.get_ifd(0x8825).update({1: "N", 2: (27.0, 8.0, 30.5), 3: "E", 4: (119.0, 20.0, 11.0)})
    out = io.BytesIO()
    options: dict[str, object] = {"exif": exif.tobytes()}
    if comment:
        options["comment"] = comment
    if xmp:
        options["xmp"] = packet(xmp).encode()
    Image.new("RGB", (12, 8), (90, 140, 60)).save(out, DCT[form], **options)
    data = out.getvalue()
    if iptc:
        value = iptc.encode()
        block = b"\x1c\x02\x78" + struct.pack(">H", len(value)) + value
        photoshop = b"Photoshop 3.0\0" + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(block)) + block
        data = data[:2] + b"\xff\xed" + struct.pack(">H", len(photoshop) + 2) + photoshop + data[2:]
    return data + behind


def packet(text: str, name: str = "dc:description") -> str:
    """An XMP packet that says one thing."""
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="uuid:11112222-3333-4444-5555-666677778888" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f'<{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt></{name}>'
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    )


def png(**texts: str) -> bytes:
    """A PNG with texts beside its pixels: keyword -> text."""
    info = PngInfo()
    for key, text in texts.items():
        info.add_itxt(key, text, zip=True)
    out = io.BytesIO()
    Image.new("RGB", (4, 4)).save(out, "PNG", pnginfo=info)
    return out.getvalue()


# Word documents


def run(text: str, properties: str = "") -> str:
    """One run of a paragraph; line breaks become breaks."""
    parts = "<w:br/>".join(f'<w:t xml:space="preserve">{escape(part)}</w:t>' for part in text.split("\n"))
    return f"<w:r><w:rPr>{properties}</w:rPr>{parts}</w:r>"


def paragraph(*runs: str) -> str:
    """A paragraph of ready runs."""
    return f"<w:p>{''.join(runs)}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """A table; a cell's line breaks make paragraphs of their own."""
    def cell(text: str) -> str:
        return f"<w:tc>{''.join(paragraph(run(line)) for line in text.split(chr(10)))}</w:tc>"

    return f"<w:tbl>{''.join('<w:tr>' + ''.join(map(cell, row)) + '</w:tr>' for row in rows)}</w:tbl>"


def docx(body: str = "", **parts: str | bytes) -> bytes:
    """A document; ``parts``: name in the zip (__ for /, no ending for XML) -> XML or bytes."""
    files: dict[str, str | bytes] = {
        "[Content_Types].xml": "<Types/>",
        "word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>",
    }
    for name, content in parts.items():
        path = name.replace("__", "/")
        files[path if isinstance(content, bytes) else f"{path}.xml"] = content
    return zipped(files)


def story(kind: str, body: str, attributes: str = "") -> str:
    """Another part of a document: hdr, footnotes, comments."""
    return f"<w:{kind} {W} {attributes}>{body}</w:{kind}>"


def zipped(files: dict[str, str | bytes]) -> bytes:
    """A zip of these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


# Workbooks


def roster() -> openpyxl.Workbook:
    """A list of three clean rows under headings."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "名单"
    sheet.append(["清溪村油茶低改到户名单"])
    sheet.append(["序号", "户主", "金额", "备注"])
    for number in range(1, 4):
        sheet.append([number, "林秀兰", 1200.5 * number, None])
    return book


def saved(book: openpyxl.Workbook, **more: str | bytes) -> bytes:
    """A workbook's file; ``more``: parts put in besides (__ for /, no ending for XML)."""
    out = io.BytesIO()
    book.save(out)
    if not more:
        return out.getvalue()
    with zipfile.ZipFile(io.BytesIO(out.getvalue())) as archive:
        files: dict[str, str | bytes] = {name: archive.read(name) for name in archive.namelist()}
    for name, content in more.items():
        path = name.replace("__", "/")
        files[path if isinstance(content, bytes) else f"{path}.xml"] = content
    return zipped(files)


# PDFs


def canvas_pdf(draw: object) -> bytes:
    """A PDF that ``draw(canvas)`` draws."""
    out = io.BytesIO()
    canvas = Canvas(out, pageCompression=1)
    assert callable(draw)
    draw(canvas)
    canvas.save()
    return out.getvalue()
