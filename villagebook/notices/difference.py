"""What the book would say now and a notice on the wall does not: rows, sums, words, phones.

A pure function over two contents of the same kind. Running numbers, the days on the wall and the day of the figures
are no difference: they change by nature. Neither is the order of rows, nor a name that is masked in one of the two.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from villagebook.base.days import chinese
from villagebook.base.money import format_wan, format_yuan
from villagebook.base.sheet import Contact, NoticeContent, SheetColumn, SheetTable, Value

What = Literal["row", "added", "gone", "sum", "columns", "title", "words", "contact", "hotline", "signer"]
#: Columns that say who or what a row is about; the first of the first kind that is there names it.
_NAMING = ("name", "text", "group")
_MASKS = "＊*"
#: Paragraphs that the program makes of other notices begin so; they follow those and are no words of this one.
CORRECTION, FOLLOWED = "更正说明：", "公示情况："

Row = tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference.

    Attributes:
        where: 第 7 行 谢义金, 合计, 依据 …
        field: The column's heading; empty for a whole row or words.
        before: What hangs. after: what the book says now; one of them is empty for a row that came or went.
        row: Number of the line as printed; None for what is no line of the posted sheet.
    """

    what: What
    where: str
    field: str
    before: str
    after: str
    row: int | None = None

    @property
    def line(self) -> str:
        """One line for the screen: 第 7 行 谢义金：面积 7 亩 → 9 亩."""
        if self.what == "added":
            return f"多了 {self.where}：{self.after}" if self.after else f"多了 {self.where}"
        if self.what == "gone":
            return f"{self.where}：现在没有了"
        if self.what in ("words", "title"):
            return f"{self.where}：原“{self.before}”，现“{self.after}”"
        return f"{self.where}：{self.field} {self.before or '空'} → {self.after or '空'}".replace("： ", "：")

    @property
    def printed(self) -> str:
        """The same as a correction notice says it: 第7行谢义金，面积原7亩，现9亩."""
        where = self.where.replace(" ", "")
        if self.what == "added":
            return f"增加{where}"
        if self.what == "gone":
            return f"去掉{where}"
        if self.what == "columns":
            return "表格栏目"
        if self.what in ("words", "title"):
            return f"{where}已改"
        return f"{where}，{self.field}原{self.before or '空'}，现{self.after or '空'}".replace("，原", "原")


def difference(frozen: NoticeContent, now: NoticeContent) -> tuple[Difference, ...]:
    """Return what ``now`` says and ``frozen`` does not, rows first, then sums, words and phones; empty: they agree."""
    return (*_tables(frozen, now), *_words(frozen, now), *_contacts(frozen, now))


def shown(column: SheetColumn, value: Value) -> str:
    """Return a value as a sheet has it, with its unit: 76,800.00元, 7亩, 3组."""
    if value is None or value == "":
        return ""
    unit = column.unit or ""
    if isinstance(value, dt.date):
        return chinese(value)
    if column.kind == "money" and isinstance(value, int):
        return format_yuan(value) + (unit or "元")
    if column.kind == "wan" and isinstance(value, int):
        return format_wan(value) + (unit or "万元")
    if isinstance(value, Decimal):
        return f"{value.normalize():,f}{unit}"
    if isinstance(value, int):
        return f"{value:,}{unit}"
    return value


# Tables


def _tables(frozen: NoticeContent, now: NoticeContent) -> Iterator[Difference]:
    if [t.columns for t in frozen.tables] != [t.columns for t in now.tables]:
        yield Difference("columns", "表格", "栏目", _headings(frozen), _headings(now))
        return
    for place, (old, new) in enumerate(zip(frozen.tables, now.tables, strict=True), start=1):
        of = f"表{place}" if len(frozen.tables) > 1 else ""
        yield from _rows(old, new, of)
        yield from _sums(old, new, of)


def _headings(content: NoticeContent) -> str:
    return "、".join(column.heading for table in content.tables for column in table.columns)


def _rows(old: SheetTable, new: SheetTable, of: str) -> Iterator[Difference]:
    """Rows that are the same fall away; of the rest those with one name belong together, in their order."""
    serial = [place for place, column in enumerate(old.columns) if column.kind == "serial"]
    left = list(new.rows)
    rest: list[tuple[int, Row]] = []
    for number, row in enumerate(old.rows, start=1):
        same = next((at for at, other in enumerate(left) if _same_row(row, other, old.columns, serial)), None)
        if same is None:
            rest.append((number, row))
        else:
            del left[same]
    name = _naming(old.columns)
    for number, row in rest:
        where = f"{of}第 {number} 行 {_named(row, old.columns, name)}".rstrip()
        twin = next((at for at, other in enumerate(left) if _alike(row, other, name)), None)
        if twin is None:
            yield Difference("gone", where, "", _summary(row, old.columns, name), "", number)
            continue
        other = left.pop(twin)
        for place, column in enumerate(old.columns):
            if place not in serial and not _equal(row[place], other[place], column):
                before, after = shown(column, row[place]), shown(column, other[place])
                yield Difference("row", where, column.heading, before, after, number)
    for row in left:
        yield Difference("added", f"{of}{_named(row, old.columns, name)}", "", "", _summary(row, old.columns, name))


def _sums(old: SheetTable, new: SheetTable, of: str) -> Iterator[Difference]:
    if old.count_text != new.count_text:
        yield Difference("sum", f"{of}合计", "", old.count_text, new.count_text)
    for place, column in enumerate(old.columns):
        before = old.totals[place] if old.totals else None
        after = new.totals[place] if new.totals else None
        if before != after:
            yield Difference("sum", f"{of}合计", column.heading, shown(column, before), shown(column, after))


def _naming(columns: Sequence[SheetColumn]) -> int | None:
    for kind in _NAMING:
        for place, column in enumerate(columns):
            if column.kind == kind:
                return place
    return None


def _named(row: Row, columns: Sequence[SheetColumn], name: int | None) -> str:
    return "" if name is None else shown(columns[name], row[name])


def _summary(row: Row, columns: Sequence[SheetColumn], name: int | None) -> str:
    return "，".join(
        f"{column.heading} {said}" for place, column in enumerate(columns)
        if place != name and column.kind != "serial" and (said := shown(column, row[place]))
    )  # fmt: skip


def _alike(row: Row, other: Row, name: int | None) -> bool:
    """Whether two rows are about the same: those without any name are compared in their order."""
    return name is None or _same_name(row[name], other[name])


def _same_row(row: Row, other: Row, columns: Sequence[SheetColumn], serial: Sequence[int]) -> bool:
    return all(
        place in serial or _equal(row[place], other[place], column) for place, column in enumerate(columns)
    )  # fmt: skip


def _equal(one: Value, other: Value, column: SheetColumn) -> bool:
    if column.kind == "name":
        return _same_name(one, other)
    return one == other or (not one and not other and one != 0 and other != 0)


def _same_name(one: Value, other: Value) -> bool:
    """Whether two names are one, though the village's habit of masking changed in between."""
    if one == other:
        return True
    if not isinstance(one, str) or not isinstance(other, str) or len(one) != len(other):
        return False
    pairs = list(zip(one, other, strict=True))
    masked = any(a in _MASKS or b in _MASKS for a, b in pairs)
    return masked and all(a == b or a in _MASKS or b in _MASKS for a, b in pairs)


# Words and phones


def _words(frozen: NoticeContent, now: NoticeContent) -> Iterator[Difference]:
    if frozen.title != now.title:
        yield Difference("title", "标题", "", frozen.title, now.title)
    pairs = (("依据", own_basis(frozen.basis), own_basis(now.basis)),
             ("说明", "\n".join(frozen.sentences), "\n".join(now.sentences)))  # fmt: skip
    for where, before, after in pairs:
        if before != after:
            yield Difference("words", where, "", before, after)


def own_basis(basis: str) -> str:
    """Return a basis without the paragraphs that the program makes of other notices."""
    return "\n".join(part for part in basis.split("\n") if not part.startswith((CORRECTION, FOLLOWED)))


def _contacts(frozen: NoticeContent, now: NoticeContent) -> Iterator[Difference]:
    old, new = [_contact(c) for c in frozen.contacts], [_contact(c) for c in now.contacts]
    yield from _listed("contact", frozen.contact_label, old, new)
    before, after = ([_hotline(h) for h in content.hotlines] for content in (frozen, now))
    yield from _listed("hotline", "监督电话", before, after)
    yield from _listed("signer", "落款", list(frozen.signers), list(now.signers))


def _listed(what: What, where: str, old: list[str], new: list[str]) -> Iterator[Difference]:
    if sorted(old) != sorted(new):
        gone, come = [one for one in old if one not in new], [one for one in new if one not in old]
        yield Difference(what, where, "", "、".join(gone), "、".join(come))


def _contact(contact: Contact) -> str:
    return " ".join(part for part in (contact.name, contact.phone) if part)


def _hotline(hotline: tuple[str, str]) -> str:
    return " ".join(part for part in (hotline[1], hotline[0]) if part)
