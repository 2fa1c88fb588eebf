"""Reading a problem list from above (疑点清单): where its headings are, which column is what, what each line says.

Counties and townships send them in every shape: a title, headings of one to three rows, merged cells, what names the
person or the household, what is wrong, columns to be answered in. Nothing here knows the book.

To know one more heading: a synonym at the field of Doubt in models/, or of its role in ``_ALSO``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from villagebook.base.errors import UserError
from villagebook.base.resident_ids import is_masked
from villagebook.base.text import clean_name, fold_code, is_blank
from villagebook.importing import Sheet, Workbook, text_of
from villagebook.importing import headings as written
from villagebook.importing.convert import read_cell
from villagebook.models import Doubt, FieldInfo, Household, Person, info

#: Role of a column -> the field that declares how its cells are read.
ROLES: Mapping[str, FieldInfo] = {
    "rule": info(Doubt.rule),
    "problem": info(Doubt.problem),
    "household_code": info(Doubt.household_code),
    "person_code": info(Doubt.person_code),
    "name": info(Doubt.name),
    "head_name": info(Household.head_name),
    "id_number": info(Doubt.id_number),
    "head_id_number": info(Household.head_id_number),
    "field_name": info(Doubt.field_name),
    "proposal": info(Doubt.proposal),
    "state": info(Doubt.state),
    "answer": info(Doubt.answer),
    "answered_on": info(Doubt.answered_on),
    "answered_by": info(Doubt.answered_by),
    "village": info(Doubt.rule),
}
#: Columns that the village fills.
ANSWERS = ("state", "answer", "answered_on", "answered_by")
#: What tells whom a line is about, and what is wrong.
_WHO = frozenset({"household_code", "person_code", "name", "head_name", "id_number", "head_id_number"})
_WRONG = frozenset({"rule", "problem"})
#: Headings of problem lists besides the fields' own; some mean another thing elsewhere.
_ALSO: Mapping[str, tuple[str, ...]] = {
    "rule": ("规则", "规则编号", "核查规则", "疑点规则", "疑点类别", "问题类别", "校验规则", "预警类型", "比对项目",
             "疑点项"),
    "problem": ("问题", "疑点详情", "问题详情", "错误信息", "错误描述", "错误原因", "提示信息", "预警内容", "异常情况",
                "疑点问题", "比对结果", "疑点情况"),
    "household_code": (*info(Household.code).headings, "户编码"),
    "person_code": info(Person.code).headings,
    "name": ("姓名", "成员姓名", "人员姓名", "家庭成员姓名", "疑点人员", "问题人员", "当事人"),
    "head_name": ("户主",),
    "id_number": (*info(Person.id_number).headings, "身份证"),
    "field_name": ("疑点栏目", "涉及字段", "字段", "字段名称", "疑点指标", "数据项"),
    "proposal": ("建议", "建议值", "正确值", "应为"),
    "state": ("核实结论", "是否属实", "核查结论", "处理状态", "整改状态", "是否整改", "核实状态", "是否更正"),
    "answer": ("核实说明", "核查说明", "反馈意见", "反馈说明", "处理情况", "村级核实情况", "村核实情况", "整改说明",
               "核实反馈", "处理意见", "备注说明", "答复", "回复"),
    "answered_on": ("核实时间", "核查时间", "整改日期", "反馈日期", "处理时间"),
    "answered_by": ("核实人员", "核查人员", "核实干部", "责任人", "经办人", "填表人"),
    "village": ("村", "村名", "行政村", "行政村名", "行政村名称", "所属村", "村级"),
}  # fmt: skip
#: Headings nobody listed that can only be the words of a doubt: 疑点问题描述, 错误数据说明.
_SAYS_WHAT = re.compile(r"(疑点|疑似|问题|错误|异常|预警).*(描述|内容|说明|详情|明细)")
#: Below a group that asks the village back these short headings are clear.
_ASKS_BACK = re.compile(r"反馈|核实|核查|整改|答复|处理|回复")
_ASKED = {
    **dict.fromkeys(("说明", "情况", "情况说明", "意见", "内容", "备注", "原因", "措施"), "answer"),
    **dict.fromkeys(("结果", "结论", "状态"), "state"), **dict.fromkeys(("时间", "日期"), "answered_on"),
    **dict.fromkeys(("人", "姓名", "人员", "签字", "签名"), "answered_by"),
}  # fmt: skip
_SEARCHED = 20


@dataclass(frozen=True, slots=True)
class DoubtRow:
    """One line.

    Attributes:
        row: Its number as the spreadsheet program shows it.
        values: Role -> what the cell says, in the kind of the role's field; what could not be read is left out.
            ``masked_number`` is a number with hidden digits.
        cells: Heading -> text of every filled cell, as it came.
    """

    row: int
    values: Mapping[str, Any]
    cells: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class DoubtSheet:
    """One sheet that is a problem list.

    Attributes:
        heading_row: Number of its last heading row.
        columns: Role -> column, counted from 1.
        headings: Column, counted from 1 -> heading.
    """

    name: str
    heading_row: int
    columns: Mapping[str, int]
    headings: Mapping[int, str]
    rows: tuple[DoubtRow, ...] = field(repr=False)


def read(workbook: Workbook) -> tuple[DoubtSheet, ...]:
    """Return the problem lists of a file.

    Raises:
        UserError: no sheet of it is one.
    """
    found = tuple(sheet for one in workbook.sheets if (sheet := _sheet(one)) is not None and sheet.rows)
    if not found:
        raise UserError(
            "doubts.unknown_headings",
            f"{workbook.file_name}里没有认得的疑点清单",
            "要有说明疑点的一栏（如 疑点内容、问题描述）和说明是谁的一栏（如 姓名、证件号码、户编号）",
        )
    return found


def _sheet(sheet: Sheet) -> DoubtSheet | None:
    best: tuple[int, int, int, dict[int, tuple[str, ...]]] | None = None
    for top in range(min(len(sheet.rows), _SEARCHED)):
        for depth in range(1, written.MOST_HEADING_ROWS + 1):
            if top + depth > len(sheet.rows):
                break
            paths = {at: path for at, path in enumerate(written.paths(sheet, top, depth), 1) if path}
            score = len(_columns(paths))
            if best is None or score > best[0]:
                best = (score, top, depth, paths)
    if best is None:
        return None
    _, top, depth, paths = best
    columns = _columns(paths)
    if not columns.keys() & _WHO or not columns.keys() & _WRONG:
        return None
    headings = {at: "/".join(path) for at, path in paths.items()}
    rows = _rows(sheet, top + depth, columns, headings)
    return DoubtSheet(sheet.name, sheet.number(top + depth - 1), columns, headings, rows)


@cache
def _known() -> dict[str, str]:
    """Folded heading -> role; of a heading that two roles claim the first role has it."""
    known: dict[str, str] = {}
    for role, declared in ROLES.items():
        if role != "village":
            known.setdefault(written.fold_heading(declared.label), role)
    for role, declared in ROLES.items():
        own = () if role == "village" else declared.synonyms
        for heading in (*own, *_ALSO.get(role, ())):
            known.setdefault(written.fold_heading(heading), role)
    return known


def role_of(heading: str) -> str:
    """Return the role of a heading as shown (group and heading joined by /), "" if it has none."""
    parts = tuple(written.fold_heading(part) for part in heading.split("/"))
    role = _known().get("".join(parts)) or _known().get(parts[-1], "")
    if not role and len(parts) > 1 and any(map(_ASKS_BACK.search, parts[:-1])):
        role = _ASKED.get(parts[-1], "")
    return role or ("problem" if _SAYS_WHAT.fullmatch(parts[-1]) else "")


def is_known(heading: str) -> bool:
    """Whether a heading says who, what is wrong, or is to be answered in; or only numbers the rows."""
    return bool(role_of(heading)) or written.fold_heading(heading.rpartition("/")[2]) in ("序号", "No", "编号")


def _columns(paths: Mapping[int, tuple[str, ...]]) -> dict[str, int]:
    """Role -> column; of several columns of one role the first counts.

    Where a result and its words are asked for apart (核实结果, 核实情况), the result is the state.
    """
    found: dict[str, int] = {}
    answers: list[tuple[int, str]] = []
    for column, path in paths.items():
        folded = tuple(written.fold_heading(part) for part in path)
        role = role_of("/".join(path))
        if role:
            found.setdefault(role, column)
        if role == "answer":
            answers.append((column, folded[-1]))
    results = [column for column, heading in answers if heading.endswith(("结果", "结论"))]
    if "state" not in found and len(answers) > len(results) > 0:
        found["state"] = results[0]
        found["answer"] = next(column for column, _ in answers if column not in results)
    return found


def _rows(
    sheet: Sheet, start: int, columns: Mapping[str, int], headings: Mapping[int, str]
) -> tuple[DoubtRow, ...]:
    covered = _covered(sheet, start)
    found = []
    for at in range(start, len(sheet.rows)):
        row = sheet.rows[at]
        if all(is_blank(cell) for cell in row) or written.is_total(row) or written.is_footer(row):
            continue
        if at == start and written.is_column_numbers(row):
            continue
        cells = {column: row[column - 1] if column <= len(row) else None for column in headings}
        cells |= {c: value for (r, c), value in covered.items() if r == at and c in cells and cells[c] is None}
        values = {role: value for role, c in columns.items() if (value := _value(role, cells.get(c))) is not None}
        masked = fold_code(text_of(cells.get(columns.get("id_number", 0))))
        if is_masked(masked):
            values["masked_number"] = masked
        if not values.keys() & (_WHO | _WRONG):
            continue
        texts = {headings[c]: text_of(cell) for c, cell in cells.items() if not is_blank(cell)}
        found.append(DoubtRow(sheet.number(at), values, texts))
    return tuple(found)


def _covered(sheet: Sheet, start: int) -> dict[tuple[int, int], Any]:
    """What merged cells say for the rows they cover: (position, column from 1) -> value."""
    found = {}
    for area in sheet.merged:
        if area.top < start or area.bottom == area.top or area.top >= len(sheet.rows):
            continue
        row = sheet.rows[area.top]
        value = row[area.left] if area.left < len(row) else None
        for at in range(area.top + 1, min(area.bottom + 1, len(sheet.rows))):
            found[at, area.left + 1] = value
    return found


def _value(role: str, cell: Any) -> Any:
    if is_blank(cell):
        return None
    declared = ROLES[role]
    if declared.kind in ("text", "long_text", "name", "choice"):
        return clean_name(text_of(cell)) or None
    return read_cell(declared, cell).value
