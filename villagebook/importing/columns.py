"""Which column of a table is which field: headings resolved under a kind of list.

What a person said of a heading comes first, then the heading itself, then what its cells show beyond doubt
(content.py). A heading that is not known keeps its cells under its own name.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal

from villagebook.importing import content as contents
from villagebook.importing.convert import READABLE, Unit
from villagebook.importing.headings import fold_heading, money_unit, unit_in
from villagebook.importing.kinds import KINDS, SOURCE, ListKind
from villagebook.importing.staged import guarantee_id, staged_ids
from villagebook.models import BY_TABLE, FieldInfo, fields_of
from villagebook.models.codes import CODES


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table.

    Attributes:
        index: Position in the row.
        heading: As people know it, group and heading joined by /; unique in its table.
        id: The value id its cells become; "" if the heading is not known.
        field: Declares how its cells are read; None if not known, or read by the kind itself.
        unit: Of a money column whose heading names its own; None if the table's holds.
        counts_rows: Whether its cells belong to no record: it only numbers the rows, or is to stay outside.
        how: By what it was understood; empty if it was not.
        shows: For ``content``: what its cells show, see content.WORDS.
        outside: Whether a person said that it stays outside the book.
    """

    index: int
    heading: str
    id: str = ""
    field: FieldInfo | None = None
    unit: Unit | None = None
    counts_rows: bool = False
    how: How = ""
    shows: str = ""
    outside: bool = False


How = Literal["", "label", "synonym", "content", "remembered", "chosen", "own"]


@dataclass(frozen=True, slots=True)
class Said:
    """What a person said that headings mean.

    Attributes:
        columns: Heading as shown -> value id, or "" for a column that stays outside the book.
        how: Whether it was said now (``chosen``), of an earlier list of the same headings (``remembered``), or is
            what our own ledger worked out (``own``).
    """

    columns: Mapping[str, str]
    how: How = "chosen"


#: Headings that number the rows and mean nothing outside the list.
_ROW_NUMBERS = frozenset({"序号", "编号序号", "行号", "No", "NO", "No.", "序"})

#: Kinds of lists whose 三保障 and incomes may stand once for each moment.
_OF_MOMENTS = frozenset({"households", "people"})

# Below a group these say nothing by themselves: 帮扶责任人/联系电话 is nobody's of the household.
_VAGUE = frozenset({
    "姓名", "性别", "年龄", "电话", "联系电话", "单位", "职务", "合计", "小计", "总计", "开始", "结束", "起", "止",
    "时间", "日期", "金额", "数量", "户数", "人数", "户", "人", "备注", "名称", "编号", "类别", "类型", "证件号码",
    "身份证号", "身份证号码", "政治面貌", "地址", "住址",
})  # fmt: skip
_SAME_SUBJECT = re.compile(r"(?:户|家庭|人员|人口|成员|项目|农户|村民)*(?:基本|主要)?(?:情况|信息|资料|成员|概况)")
_OTHER_SUBJECT = re.compile(
    r"消除|帮扶(?!措施)|责任人|联系人|结对|上年|上一年|去年|往年|[前后]|子女|监护|代办|原(?!因)")
_MONEY_GROUP = re.compile(r".*(?:资金|投资|投入|筹资|来源|经费).*")
_TOTAL = re.compile(r".*(?:合计|小计|总计|总额|总投资|其中)")
_GRAND_TOTALS = frozenset({"合计", "总计", "总额", "总投资"})
_SOURCE_TAIL = re.compile(r"(?:级)?(?:财政)?(?:配套|投入|补助|安排)?(?:资金)?")

# One unit written in several ways; a quantity under a unit of another group is not taken as if it were the field's.
_UNIT_GROUPS = {"㎡": "平方米", "m2": "平方米", "m²": "平方米", "千米": "公里", "km": "公里"}
#: Heading of the column that this program adds to a list it hands back; a list that comes again still has it.
REASON_HEADING = "没收原因"

_MEASURES = frozenset({"亩", "公顷", "平方米", "公里", "米"})


def columns_of(
    kind: ListKind,
    paths: Sequence[tuple[str, ...]],
    said: Sequence[Said] = (),
    shown: Mapping[int, str] | None = None,
) -> tuple[Column, ...]:
    """Return the columns that have a heading, and those without one whose cells show what they are, in order.

    Of two columns with one meaning, the one a person said wins, then the one that carries the field's own label,
    then the first; the other keeps its cells under its heading. Of two with one heading the second is named with (2).

    Args:
        said: What people said of headings, the latest last.
        shown: Column -> content that its cells show.
    """
    found = _named_apart([_column(kind, index, path) for index, path in enumerate(paths) if path])
    found = [_as_said(kind, column, said) for column in found]
    if shown:
        found = _by_content(kind, found, shown)
    best: dict[str, Column] = {}
    for column in found:
        if column.id and (column.id not in best or _rank(column) < _rank(best[column.id])):
            best[column.id] = column
    return tuple(
        column if not column.id or best[column.id] is column else Column(column.index, column.heading)
        for column in found
    )


def _named_apart(columns: Sequence[Column]) -> list[Column]:
    names: dict[str, int] = {}
    named = []
    for column in columns:
        names[column.heading] = number = names.get(column.heading, 0) + 1
        named.append(column if number == 1 else replace(column, heading=f"{column.heading}({number})"))
    return named


def _as_said(kind: ListKind, column: Column, said: Sequence[Said]) -> Column:
    """Return the column as a person said it; what is no field of this kind of list is not obeyed."""
    for one in reversed(said):
        id = one.columns.get(column.heading)
        if id == "":
            return Column(column.index, column.heading, counts_rows=True, how=one.how, outside=True)
        if id and can_mean(kind, id):
            return Column(column.index, column.heading, id, field_of(id), column.unit, how=one.how)
    return column


def _by_content(kind: ListKind, columns: Sequence[Column], shown: Mapping[int, str]) -> list[Column]:
    ids = {column.id for column in columns if column.id}
    by_index = {column.index: column for column in columns}
    for index, content in sorted(shown.items()):
        column = by_index.get(index) or Column(index, unnamed(index))
        if column.id or column.counts_rows or not contents.is_own(column.heading):
            continue
        if id := contents.meaning(kind, content, ids):
            info = None if id.startswith("#") else field_of(id)
            by_index[index] = replace(column, id=id, field=info, how="content", shows=content)
            ids.add(id)
    return [by_index[index] for index in sorted(by_index)]


def unnamed(index: int) -> str:
    """Return what a column without any heading is called."""
    return f"第{index + 1}列"


def _rank(column: Column) -> int:
    """0 where a person said it, 1 where the heading is the field's own label, else 2."""
    return 0 if column.how in ("chosen", "remembered") else 1 if column.how == "label" else 2


def can_mean(kind: ListKind, id: str) -> bool:
    """Whether a person may say that a heading of this kind of list means a value."""
    if kind.id in _OF_MOMENTS and id in staged_ids():
        return True
    table, _, rest = id.partition(".")
    record = next((one for one in kind.records if one.__tablename__ == table), None)
    name, _, apart = rest.partition("#")
    if record is None or (apart and id not in kind.aliases.values()):
        return False
    return any(info.name == name and can_come(info) for info in fields_of(record))


def shape_of(paths: Sequence[tuple[str, ...]]) -> str:
    """Return what tells a heading row from others, whatever the order of its columns: 64 hex digits."""
    folded = sorted("/".join(map(fold_heading, path)) for path in paths if path and path[-1] != REASON_HEADING)
    return hashlib.sha256("\n".join(folded).encode()).hexdigest()


def _column(kind: ListKind, index: int, path: tuple[str, ...]) -> Column:
    heading = "/".join(path)
    folded = tuple(fold_heading(part) for part in path)
    id = value_id(kind.id, folded) or ""
    info = field_of(id) if id and not id.startswith("#") else None
    if not id and (folded[-1] in _ROW_NUMBERS or heading == REASON_HEADING):
        return Column(index, heading, counts_rows=True)
    unit = next((named for named in map(unit_in, reversed(path)) if named), None)
    if info is not None and info.kind == "quantity" and _is_foreign(unit, info):
        return Column(index, heading)
    own = info is not None and fold_heading(heading.replace("/", "")) == fold_heading(info.label)
    return Column(index, heading, id, info, money_unit(unit), how="label" if own else "synonym" if id else "")


def _is_foreign(unit: str | None, info: FieldInfo) -> bool:
    named = _UNIT_GROUPS.get(unit or "", unit)
    return named in _MEASURES and info.unit in _MEASURES and named != info.unit


@lru_cache(maxsize=20_000)
def value_id(kind_id: str, path: tuple[str, ...]) -> str | None:
    """Return the value id that a folded heading path means in a kind of list, None if it is not known."""
    known = _index(kind_id)
    for whole in ("/".join(path), "".join(path)):
        if whole in known:
            return known[whole]
    if kind_id in _OF_MOMENTS and (moment := guarantee_id(path)):
        return moment
    if len(path) > 1 and kind_id == "projects" and any(_MONEY_GROUP.fullmatch(group) for group in path[:-1]):
        return _planned(path)
    if len(path) > 1 and _may_leave_out(path[0], path[1:]):
        return value_id(kind_id, path[1:])
    if len(path) == 1 and kind_id == "projects" and source_name(path[0]) in CODES["fund_source"].values:
        return SOURCE + source_name(path[0]) if path[0] not in {"其他", "市", "县", "省", "乡镇"} else None
    return None


def _may_leave_out(group: str, rest: tuple[str, ...]) -> bool:
    """Whether headings below a group mean the same as without it."""
    if _SAME_SUBJECT.fullmatch(group):
        return True
    other = _OTHER_SUBJECT.search(group)
    return rest[-1] not in _VAGUE and (other is None or other[0] in rest[-1])


def _planned(path: tuple[str, ...]) -> str | None:
    """Return what a column below a group of planned money is: the total, a source, or nothing (a subtotal)."""
    if _TOTAL.fullmatch(path[-1]):
        return "project.planned_fen" if len(path) == 2 and path[-1] in _GRAND_TOTALS else None
    return SOURCE + source_name(path[-1])


def source_name(text: str) -> str:
    """Return the source of money a heading names: 中央财政资金 -> 中央, 群众自筹 -> 自筹; unknown ones as written."""
    for source in CODES["fund_source"].values:
        if text.startswith(source) and _SOURCE_TAIL.fullmatch(text[len(source):]):
            return source
    return {"群众自筹": "自筹", "捐赠": "社会捐赠", "社会捐资": "社会捐赠", "村集体自筹": "村集体"}.get(text, text)


@cache
def _index(kind_id: str) -> dict[str, str]:
    """Return folded heading -> value id: aliases, then labels, then synonyms, each in order of the kind's records."""
    kind = KINDS[kind_id]
    fields = [f for record in kind.records for f in fields_of(record) if can_come(f)]
    known: dict[str, str] = dict(kind.aliases)
    for info in fields:
        known.setdefault(fold_heading(info.label), info.id)
    for info in fields:
        for synonym in info.synonyms:
            known.setdefault(fold_heading(synonym), info.id)
    return known


@cache
def heading_words() -> frozenset[str]:
    """Return every folded heading, or part of one below a group, that some kind of list knows."""
    return frozenset(part for kind in KINDS for known in _index(kind.id) for part in (known, *known.split("/")))


def can_come(info: FieldInfo) -> bool:
    """Whether lists can bring a field: the program's own (keys, sort keys, positions) are never read from one."""
    return info.kind in READABLE and (not info.volatile or info.name == "list_number") and info.id != "village.code"


@cache
def field_of(id: str) -> FieldInfo:
    """Return the field behind a value id.

    Raises:
        KeyError: there is none.
    """
    table, _, name = id.partition("#")[0].partition(".")
    return {info.name: info for info in fields_of(BY_TABLE[table])}[name]
