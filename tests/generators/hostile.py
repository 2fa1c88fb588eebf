"""Files that nobody made by hand: they would fill the memory, never end, or lie about what they hold.

``FILES`` maps a file name to a function that returns its bytes; most are small packed and large unpacked.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterable
from typing import IO

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_OPEN = "urn:oasis:names:tc:opendocument:xmlns"
_XML = '<?xml version="1.0"?>'
_SHEET = "xl/worksheets/sheet1.xml"
_PARTS = {
    "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/></Types>',
    "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_XML}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}">'
    '<sheets><sheet name="表" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}
_BEGIN, _END = f'<worksheet xmlns="{_MAIN}">', "</worksheet>"
MEGABYTE = 2**20


def _cell(address: str, text: str) -> str:
    return f'<c r="{address}" t="inlineStr"><is><t>{text}</t></is></c>'


_HEADINGS = f'<row r="1">{_cell("A1", "姓名")}{_cell("B1", "证件号码")}{_cell("C1", "户编号")}</row>'


def xlsx(sheet: Iterable[str] | str, *, before: str = "", other: dict[str, str] | None = None) -> bytes:
    """Return a workbook of one sheet; ``sheet`` is what stands in it, ``other`` further parts."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, text in (_PARTS | (other or {})).items():
            package.writestr(name, text)
        with package.open(_SHEET, "w") as part:
            _write(part, (_XML, before, _BEGIN, *((sheet,) if isinstance(sheet, str) else ())))
            if not isinstance(sheet, str):
                _write(part, sheet)
            _write(part, (_END,))
    return packed.getvalue()


def _write(part: IO[bytes], texts: Iterable[str]) -> None:
    for text in texts:
        part.write(text.encode())


def _rows(*after: str) -> str:
    return f"<sheetData>{_HEADINGS}{''.join(after)}</sheetData>"


def ods(body: str) -> bytes:
    """Return an OpenDocument table of one sheet."""
    content = (
        f'{_XML}<office:document-content xmlns:office="{_OPEN}:office:1.0" xmlns:table="{_OPEN}:table:1.0" '
        f'xmlns:text="{_OPEN}:text:1.0"><office:body><office:spreadsheet><table:table table:name="表">{body}'
        "</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet", zipfile.ZIP_STORED)
        package.writestr("META-INF/manifest.xml", f'{_XML}<m:manifest xmlns:m="{_OPEN}:manifest:1.0"/>')
        package.writestr("content.xml", content)
    return packed.getvalue()


def _ods_cell(text: str, repeated: int = 1) -> str:
    return (
        f'<table:table-cell office:value-type="string" table:number-columns-repeated="{repeated}">'
        f"<text:p>{text}</text:p></table:table-cell>"
    )


def _many(opening: str, piece: str, times: int, closing: str) -> Iterable[str]:
    yield opening
    for _ in range(times):
        yield piece
    yield closing


def _numbered(row: str, first: int, last: int) -> Iterable[str]:
    yield "<sheetData>" + _HEADINGS
    for start in range(first, last, 10_000):
        yield "".join(row.replace("#", str(number)) for number in range(start, min(start + 10_000, last)))
    yield "</sheetData>"


def lying_about_size() -> bytes:
    """A part that says it unpacks to 1,000 bytes and unpacks to 1.5 GB."""
    data = bytearray(xlsx(_many("<sheetData>", " " * MEGABYTE, 300, "</sheetData>")))
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        local = package.getinfo(_SHEET).header_offset
    central = data.rfind(_SHEET.encode()) - 46
    assert data[central : central + 4] == b"PK\x01\x02"
    for at in (central + 24, local + 22):
        data[at : at + 4] = struct.pack("<I", 1000)
    return bytes(data)


def _entities() -> str:
    levels = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE w [<!ENTITY a0 "aaaaaaaaaa">{levels}]>'


_FAR = f'<row r="1048576">{_cell("XFD1048576", "x")}</row>'
_PERSON = f'<row r="2">{_cell("A2", "甲")}</row>'

FILES: dict[str, Callable[[], bytes]] = {
    "corner.xlsx": lambda: xlsx(_rows(_FAR)),
    "corner-and-lie.xlsx": lambda: xlsx('<dimension ref="A1:B2"/>' + _rows(_FAR)),
    "corner-single-quotes.xlsx": lambda: xlsx(_rows(_FAR.replace('"', "'"))),
    "beyond-the-corner.xlsx": lambda: xlsx(_rows(_cell("ZZZZZZ4294967295", "x"))),
    "far-right.xlsx": lambda: xlsx(_rows(f'<row r="3000">{_cell("XFD3000", "x")}</row>')),
    "cells-without-address.xlsx": lambda: xlsx(_many(
        "<sheetData><row>" + "<c><v>1</v></c>" * 16_000 + "</row>", "<row><c><v>1</v></c></row>" * 1000, 1000,
        "</sheetData>")),
    "merged-all.xlsx": lambda: xlsx(_rows(_PERSON) + '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>'),
    "merged-backwards.xlsx": lambda: xlsx(_rows(_PERSON) + '<mergeCells><mergeCell ref="C5:A1"/></mergeCells>'),
    "merged-count.xlsx": lambda: xlsx(_rows(_PERSON) + '<mergeCells count="4294967295"><mergeCell ref="A1:B1"/>'
                                      "</mergeCells>"),
    "blanks.xlsx": lambda: xlsx(_many("<sheetData>", " " * MEGABYTE, 900, "</sheetData>")),
    "one-text.xlsx": lambda: xlsx(_many(
        '<sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>', "a" * MEGABYTE, 900,
        "</t></is></c></row></sheetData>")),
    "too-much.xlsx": lambda: xlsx(_many("<sheetData>", "<row/>" * 200_000, 1000, "</sheetData>")),
    "empty-rows.xlsx": lambda: xlsx(_numbered('<row r="#" spans="1:3" ht="14"/>', 2, 1_048_577)),
    "empty-cells.xlsx": lambda: xlsx(_numbered('<row r="#"><c r="A#" s="1"/></row>', 2, 1_048_577)),
    "entities.xlsx": lambda: xlsx(_rows(f'<row r="2">{_cell("A2", "&a11;")}</row>'), before=_entities()),
    "entity-of-a-file.xlsx": lambda: xlsx(_rows(f'<row r="2">{_cell("A2", "&a;")}</row>'),
                                          before='<!DOCTYPE w [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
    "rows-in-rows.xlsx": lambda: xlsx("<sheetData>" + "<row>" * 100_000 + "</row>" * 100_000 + "</sheetData>"),
    "strings-count.xlsx": lambda: xlsx(_rows(_PERSON), other={
        "xl/sharedStrings.xml": f'{_XML}<sst xmlns="{_MAIN}" count="4294967295" uniqueCount="4294967295"><si/></sst>'}),
    "strings-missing.xlsx": lambda: xlsx(_rows('<row r="2"><c r="A2" t="s"><v>99999</v></c></row>')),
    "styles-count.xlsx": lambda: xlsx(_rows(_PERSON), other={
        "xl/styles.xml": f'{_XML}<styleSheet xmlns="{_MAIN}"><cellXfs count="4294967295"><xf/></cellXfs>'
                         "</styleSheet>"}),
    "macros.xlsm": lambda: xlsx(_rows(_PERSON), other={"xl/vbaProject.bin": "Attribute VB_Name"}),
    "lying.xlsx": lying_about_size,
    "repeated.ods": lambda: ods('<table:table-row table:number-rows-repeated="1048576">' + _ods_cell("x", 16_384)
                                + "</table:table-row>"),
    "far-below.ods": lambda: ods('<table:table-row table:number-rows-repeated="4294967290"><table:table-cell/>'
                                 "</table:table-row><table:table-row>" + _ods_cell("姓名") + "</table:table-row>"),
    "never-closed.ods": lambda: ods("<table:table-row>" + _ods_cell("姓名") + "</table:table-row><table:table-row>"),
    "wrongly-closed.ods": lambda: ods(
        "<table:table-row>" + _ods_cell("姓名").replace("</text:p>", "") + "</table:table-row>"),
    "spans.xls": lambda: "<table><tr><td rowspan=1000000000 colspan=1000000000>姓名</td></tr></table>".encode(),
    "many-spans.xls": lambda: ("<table>" + "<tr><td rowspan=60000 colspan=1000>x</td></tr>" * 3000).encode(),
    "tables-in-tables.xls": lambda: ("<table><tr><td>" * 20_000 + "x").encode(),
    "columns.xls": lambda: ("<table><tr>" + "<td>姓名</td>" * 20_000 + "</tr></table>").encode(),
    "page-entities.xls": lambda: (
        _entities() + "<table><tr><td>姓名</td><td>&a11;&#x110000;&#0;</td></tr></table>").encode(),
    "columns.csv": lambda: ("姓名," * 20_000 + "\n" + ("1," * 20_000 + "\n") * 50).encode(),
    "one-cell.csv": lambda: ("姓名,证件号码\n" + "a" * 20_000_000).encode(),
    "open-quote.csv": lambda: ('姓名,证件号码\n"' + "a\n" * 5_000_000).encode(),
    "zeros.csv": lambda: "姓名,证件号码\n".encode("gb18030") + b"\0" * 1_000_000,
    "empty-rows.csv": lambda: ("姓名,证件号码\n" + ",\n" * 300_000).encode(),
}
