"""The parts of office documents around the text itself: properties, comments, names, drawings, pictures, left-overs.

Every part of the zip is looked at, known or not; a part nobody can read is said to be unchecked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from html import unescape
from itertools import count

from villagebook.exporting.leaks.archive import Archive
from villagebook.exporting.leaks.images import is_image, scan_image
from villagebook.exporting.leaks.markup import Element, UnreadableError, attributes, local, parse, properties, texts
from villagebook.exporting.leaks.pieces import Piece, scan_pieces
from villagebook.exporting.leaks.rules import Hit, LeakRules

Inside = Callable[[str, bytes], tuple[Hit, ...]]
"""Scans a file that lies inside another one."""

_MARKUP = (".xml", ".rels", ".vml")
#: Parts without people's text; numbers and dates in them only look like something.
_DULL = re.compile(
    r"(?:xl|word|ppt)/(?:styles|calcChain|fontTable|webSettings|stylesWithEffects|numbering|theme/.*)\.xml"
    r"|\[Content_Types\]\.xml|.*printerSettings\d*\.bin|.*\.(?:odttf|fntdata|ttf|otf|emf|wmf|thmx)|mimetype"
    r"|META-INF/.*|(?:xl|ppt)/(?:tableStyles|presProps|viewProps|slideMasters/.*|slideLayouts/.*)\.xml|xl/metadata\.xml"
)
_PROPERTIES = re.compile(r"docProps/.*\.xml|meta\.xml")
_PROPERTY_NAMES = {
    "creator": "作者", "lastModifiedBy": "最后修改人", "title": "标题", "subject": "主题", "keywords": "关键词",
    "description": "备注", "category": "类别", "Company": "单位", "Manager": "经理", "contentStatus": "状态",
    "initial-creator": "作者", "keyword": "关键词", "HyperlinkBase": "链接", "lpstr": "目录",
}  # fmt: skip
#: Made by programs.
_PROPERTY_DULL = frozenset({
    "Application", "AppVersion", "TotalTime", "Pages", "Words", "Characters", "CharactersWithSpaces", "Lines",
    "Paragraphs", "DocSecurity", "ScaleCrop", "LinksUpToDate", "SharedDoc", "HyperlinksChanged", "created", "modified",
    "revision", "Template", "i4", "bool", "generator", "editing-cycles", "editing-duration", "creation-date", "date",
    "version", "fmtid", "pid", "type", "size", "baseType", "lastPrinted",
})  # fmt: skip
_CELLS, _FORMULA = re.compile(rb"<sheetData>"), re.compile(rb"<f[^>]*>([^<]+)</f>")
#: What a part is called, by its name in the zip.
_CALLED: tuple[tuple[re.Pattern[str], str], ...] = tuple((re.compile(pattern), title) for pattern, title in (
    (r"xl/(?:threaded)?[Cc]omments.*|xl/persons/.*|ppt/comments/.*|ppt/commentAuthors.*", "批注"),
    (r"xl/drawings/vmlDrawing.*", "批注框"),
    (r"(?:xl|word|ppt)/drawings/.*|word/diagrams/.*|xl/diagrams/.*", "文本框和图形"),
    (r"(?:xl|word|ppt)/charts/.*", "图表"),
    (r"xl/sharedStrings\.xml", "删掉后留在文件里的文字"),
    (r"xl/worksheets/_rels/.*|.*/_rels/.*|_rels/.*", "链接"),
    (r"xl/worksheets/.*|xl/chartsheets/.*", "页眉页脚、提示和表以外"),
    (r"xl/workbook\.xml", "定义的名称"),
    (r"xl/externalLinks/.*", "外部链接里存的数据"),
    (r"xl/pivot.*", "透视表里存的数据"),
    (r"xl/tables/.*|xl/queryTables/.*|xl/connections\.xml", "表和连接"),
    (r"customXml/.*", "自定义数据"),
    (r"ppt/slides/slide.*", "幻灯片"), (r"ppt/notesSlides/.*", "幻灯片备注"),
    (r"word/people\.xml", "批注人"), (r"word/settings\.xml", "文档变量"), (r"word/glossary/.*", "自动图文集"),
    (r"content\.xml", "正文"), (r"styles\.xml", "页眉页脚"),
))  # fmt: skip


def scan_parts(
    archive: Archive, rules: LeakRules, inside: Inside, done: Collection[str] = (), known: Collection[str] = ()
) -> Iterator[Hit]:
    """Yield what the parts of an office document hold.

    Args:
        inside: Scans an embedded file.
        done: Parts that were searched already.
        known: Sheets whose cells another reading saw; only their formulas and what is around them is looked at.
    """
    pieces: list[Piece] = []
    numbers = count(1)
    for name in archive.names:
        if name in done or _DULL.fullmatch(name):
            continue
        content = archive.get(name)
        if content is None:
            continue
        if is_image(content):
            yield from scan_image(content, rules, f"第 {next(numbers)} 张图片的照片信息")
        elif name.endswith(_MARKUP):
            if name in known:
                formulas, content = _without_cells(content)
                pieces += (Piece(text, f"{called(name)}的公式") for text in formulas)
            try:
                root = parse(content)
            except UnreadableError:
                yield Hit("unchecked", "坏了或写法可疑的部分", f"文件的 {name}")
                pieces += _raw(content, name)
                continue
            pieces += _pieces(name, root)
        elif content:
            yield from (
                Hit(hit.kind, hit.shown, f"嵌入的文件 {hit.where}", hit.page) for hit in inside(name, content))
    yield from scan_pieces(pieces, rules)
    yield from (Hit("unchecked", why, f"文件的 {name}") for name, why in archive.unread)


def called(name: str) -> str:
    """Return what a part is called for the reader."""
    return next((title for pattern, title in _CALLED if pattern.fullmatch(name)), f"文件的 {name}")


def _without_cells(content: bytes) -> tuple[list[str], bytes]:
    """Return (the formulas of a sheet, the sheet without its cells): as a tree a large one would fill the memory."""
    begin, end = _CELLS.search(content), content.rfind(b"</sheetData>")
    if begin is None or end < begin.end():
        return [], content
    cells = content[begin.end():end]
    formulas = [unescape(found.decode("utf-8", "replace")) for found in _FORMULA.findall(cells)]
    return formulas, content[:begin.start()] + content[end + len(b"</sheetData>"):]


def _pieces(name: str, root: Element) -> Iterator[Piece]:
    if _PROPERTIES.fullmatch(name):
        for key, text in properties(root):
            if key not in _PROPERTY_DULL:
                yield Piece(text, f"文件属性 {_PROPERTY_NAMES.get(key, key)}")
        return
    where = called(name)
    for text, element in texts(root):
        told = element.get("ref") if local(element.tag) in ("comment", "threadedComment") else None
        yield Piece(text, f"{where} {told}" if told else where)
    for key, text in attributes(root):
        if key != "Target" or not text.endswith(_MARKUP):
            yield Piece(text, where if key != "author" else "批注人")


def _raw(content: bytes, name: str) -> Iterator[Piece]:
    for text in re.findall(r"[^<>]+", content.decode("utf-8", "replace")):
        if text.strip():
            yield Piece(text, f"文件的 {name}")
