"""The leak scan of a finished Word document: text, tables, headers, notes, comments, what was deleted or hidden.

Pieces of one paragraph are read as one text, whatever formatting stands between them. A deleted text that is still in
the file counts as much as one that is shown: whoever gets the file can bring it back.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from villagebook.exporting.leaks.archive import Archive
from villagebook.exporting.leaks.markup import Element, UnreadableError, local, parse
from villagebook.exporting.leaks.parts import Inside, scan_parts
from villagebook.exporting.leaks.pieces import BELOW, ON, Piece, scan_pieces
from villagebook.exporting.leaks.rules import Hit, LeakRules
from villagebook.exporting.leaks.scene import APART
from villagebook.exporting.leaks.squeeze import squeezed

_STORIES = re.compile(
    r"word/(?:(document\d*)|(header\d*)|(footer\d*)|(footnotes)|(endnotes)|(comments\w*))\.xml")
_TITLES = ("", "页眉", "页脚", "脚注", "尾注", "批注")
_DELETED, _INSERTED = frozenset({"del", "moveFrom"}), frozenset({"ins", "moveTo"})
_TAKEN_OUT = "里修订删除的文字"
_HIDDEN = "（隐藏文字）"
_FIELD = "（域代码）"
_PICTURE = "（图片说明）"
_MARK = re.compile(r"（(?:隐藏文字|域代码|图片说明)）$")
_SHOWN_BEGIN = 8
_BESIDE = {
    "tblCaption": "表格说明", "tblDescription": "表格说明", "alias": "内容控件", "tag": "内容控件",
    "listItem": "下拉选项", "fldSimple": "域代码", "default": "表单栏", "helpText": "表单栏", "statusText": "表单栏",
}  # fmt: skip
_BREAKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-", "softHyphen": "\u00ad"}
_BLOCKS = frozenset({"p", "tbl"})


@dataclass(frozen=True, slots=True)
class _Run:
    """A piece of a paragraph with one fate."""

    text: str
    deleted: bool
    inserted: bool
    mark: str = ""


def scan_docx(data: bytes, rules: LeakRules, inside: Inside | None = None) -> tuple[Hit, ...]:
    """Return what a Word document holds that must not leave; empty if nothing was found.

    Raises:
        KnownError: the document cannot be opened, so that nothing is known of it.
    """
    archive = Archive(data)
    hits: list[Hit] = []
    done = set()
    for name in archive.names:
        story = _STORIES.fullmatch(name)
        content = archive.get(name) if story else None
        if story is None or content is None:
            continue
        try:
            root = parse(content)
        except UnreadableError:
            continue  # scan_parts searches it roughly and says so
        done.add(name)
        title = _TITLES[(story.lastindex or 1) - 1]
        hits += _once(scan_pieces(_Story(title).pieces(root), rules))
        hits += _once(scan_pieces(_Story(title, taken_out=True).pieces(root), rules), hits)
        hits += scan_pieces((Piece(text, f"{title}{what}") for what, text in _beside(root)), rules)
    hits += scan_parts(archive, rules, inside or _nothing, done)
    return tuple(dict.fromkeys(hits))


def _nothing(name: str, _data: bytes) -> tuple[Hit, ...]:
    return (Hit("unchecked", "不能检查的文件", name),)


def _once(hits: Iterator[Hit], before: list[Hit] | None = None) -> list[Hit]:
    """Leave out what stands in a paragraph as it was if it stands there now, too."""
    known = {(hit.kind, hit.shown, _MARK.sub("", hit.where)) for hit in before or ()}
    found = []
    for hit in hits:
        place = _MARK.sub("", hit.where).removesuffix(_TAKEN_OUT)
        if before is None or (hit.kind, hit.shown, place) not in known:
            found.append(hit)
    return found


class _Story:
    """The blocks of one part, one after the other."""

    def __init__(self, title: str, *, taken_out: bool = False) -> None:
        self._title, self._taken_out = title, taken_out
        self._paragraphs = 0
        self._tables = 0

    def pieces(self, root: Element) -> Iterator[Piece]:
        """Yield the part's text, as it is or as it was before changes were tracked."""
        yield from self._blocks(root, None, "")

    def _blocks(self, element: Element, row: object, place: str, before: str = BELOW) -> Iterator[Piece]:
        for child in element:
            name = local(child.tag)
            if name == "p":
                yield from self._paragraph(child, row, place, before)
                before = BELOW
            elif name == "tbl" and not place:
                self._tables += 1
                yield from self._table(child, self._tables)
                before = APART
            elif name == "comment":
                yield from self._blocks(child, None, f"批注（{child.get(_attribute(child, 'author')) or ''}）", APART)
            else:
                yield from self._blocks(child, row, place, before)

    def _table(self, table: Element, number: int) -> Iterator[Piece]:
        headings: list[str] = []
        for place, line in enumerate(_within(table, "tr"), 1):
            cells = list(_within(line, "tc"))
            told = [squeezed("".join(one.text or "" for one in cell.iter() if local(one.tag) == "t")) for cell in cells]
            headings = headings or [*told]
            row = int(told[0]) if told and told[0].isdecimal() and len(told[0]) < 5 else place
            at = 0
            for index, cell in enumerate(cells):
                heading = headings[at] if at < len(headings) and place > 1 else ""
                shown = f"“{heading[:12]}”" if heading else f"第 {index + 1} 格"
                where = f"{self._title}表格 {number} 第 {row} 行{shown}"
                yield from self._blocks(cell, (number, place), where, APART)
                at += _width(cell)

    def _paragraph(self, paragraph: Element, row: object, place: str, before: str) -> Iterator[Piece]:
        runs, boxes = _runs_of(paragraph)
        chosen = [run for run in runs if not (run.inserted if self._taken_out else run.deleted)]
        if self._taken_out and not any(run.deleted for run in runs):
            chosen = []
        if not place:
            self._paragraphs += 1
            begin = "".join(run.text for run in runs if not (run.deleted or run.mark)).strip()
            where = f"{self._title}第 {self._paragraphs} 段{_quoted(begin)}"
        else:
            where = place
        where += _TAKEN_OUT if self._taken_out else ""
        for run in chosen:
            yield Piece(run.text, where + run.mark, APART if run.mark == _PICTURE else before, row)
            before = APART if run.mark == _PICTURE else ON
        for box in boxes:
            yield from self._blocks(box, row, place or f"{self._title}文本框", APART)


def _quoted(begin: str) -> str:
    """Return how a paragraph begins, so that it is found; digits and long beginnings could be the leak itself."""
    words = re.match(r"[^\W\d_]+", begin)
    return f"“{words[0][:_SHOWN_BEGIN]}…”" if words else ""


def _runs_of(paragraph: Element) -> tuple[list[_Run], list[Element]]:
    """Return the runs of a paragraph, and the text boxes that hang on it."""
    runs: list[_Run] = []
    boxes: list[Element] = []

    def walk(element: Element, mark: str, deleted: bool, inserted: bool) -> None:
        for child in element:
            name = local(child.tag)
            if name == "txbxContent" or name in _BLOCKS:
                boxes.append(child)
            elif name in ("t", "delText", "instrText", "delInstrText"):
                gone = deleted or name.startswith("del")
                runs.append(_Run(child.text or "", gone, inserted, _FIELD if "nstr" in name else mark))
            elif name in _BREAKS:
                runs.append(_Run(_BREAKS[name], deleted, inserted, mark))
            elif name == "r":
                walk(child, _HIDDEN if _vanishes(child) else mark, deleted, inserted)
            else:
                told = " ".join(filter(None, (child.get("descr"), child.get("title")))) if name == "docPr" else ""
                if told:
                    runs.append(_Run(told, deleted, inserted, _PICTURE))
                walk(child, mark, deleted or name in _DELETED, inserted or name in _INSERTED)

    walk(paragraph, "", False, False)
    return runs, boxes


def _beside(root: Element) -> Iterator[tuple[str, str]]:
    """Yield what stands in a part beside its text: descriptions of tables, names of fields, choices, authors."""
    for element in root.iter():
        what = _BESIDE.get(local(element.tag))
        for key, value in element.items():
            if local(key) == "author":
                yield "修订或批注的作者", value
            elif what is not None and local(key) in ("val", "displayText", "value", "instr"):
                yield what, value


def _within(element: Element, wanted: str) -> Iterator[Element]:
    """Yield the rows of a table or the cells of a row, not those of a table inside a cell."""
    for child in element:
        name = local(child.tag)
        if name == wanted:
            yield child
        elif name not in ("tbl", "tc"):
            yield from _within(child, wanted)


def _vanishes(run: Element) -> bool:
    for one in run:
        if local(one.tag) == "rPr":
            return any(local(mark.tag) in ("vanish", "webHidden") for mark in one)
    return False


def _width(cell: Element) -> int:
    for one in cell.iter():
        if local(one.tag) == "gridSpan":
            told = one.get(_attribute(one, "val")) or "1"
            return int(told) if told.isdecimal() else 1
    return 1


def _attribute(element: Element, name: str) -> str:
    return next((key for key, _ in element.items() if local(key) == name), name)
