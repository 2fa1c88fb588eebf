"""Decisions said in words on a command line: 标题=栏目, 表:行=编号, 表:行=不收, 表:行=号码."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Sequence
from pathlib import Path

from villagebook.base.errors import UserError
from villagebook.importing import KINDS, text_of
from villagebook.services.lists.decisions import ANY, NEW, Decisions
from villagebook.services.lists.intake import Prepared
from villagebook.services.lists.report import ImportReport, Question, RuinedId, SheetReport
from villagebook.services.lists.ruined import accept_all, survives
from villagebook.services.lists.understood import heading_fields

_NEW = frozenset({"新", "新人", "新户", NEW})
_ROW = re.compile(r"(?P<sheet>.+)[:：](?P<row>[0-9]+)")
_SEARCHED_ROWS = 40
_PLACE = re.compile(r"第?([0-9]{1,2})个")
_ROW_MODES = {"更新": "take", "保留": "keep", "填空": "fill", "不收": "leave out"}


def columns(prepared: Prepared, said: Iterable[str]) -> Decisions:
    """Return what ``标题=栏目`` says, for every sheet that has the heading; ``标题=`` leaves the column outside.

    Raises:
        UserError: no sheet has the heading, or its kind of list has no such field.
    """
    found: dict[tuple[str, str], dict[str, str]] = {}
    sheets = _known_sheets(prepared)
    for text in said:
        heading, mark, label = text.partition("=")
        heading = heading.strip()
        having = [sheet for sheet in sheets if any(c.heading == heading for c in sheet.columns)]
        if not mark:
            raise UserError("import.map", f"“{text}”写法不对", "写成 标题=栏目，例如 手机=户联系电话")
        for sheet in having:
            found.setdefault((sheet.file, sheet.sheet), {})[heading] = _value_id(sheet.kind, label.strip())
        if having:
            continue
        if not _stands_somewhere(prepared, heading):
            raise UserError("import.no-heading", f"表里没有“{heading}”这一栏", "请照表头的原样写")
        if prepared.kind == "auto":
            raise UserError("import.unknown_headings", f"不知道“{heading}”这张表是什么表", "请用 --kind 写明种类")
        found.setdefault((ANY, ANY), {})[heading] = _value_id(prepared.kind, label.strip())
    return Decisions(columns=found)


def _known_sheets(prepared: Prepared) -> tuple[SheetReport, ...]:
    try:
        return prepared.sheets()
    except UserError:
        return ()  # nothing is known yet; what is said now may make it known


def _stands_somewhere(prepared: Prepared, heading: str) -> bool:
    return any(
        text_of(cell).strip() == heading
        for workbook in prepared.workbooks
        for sheet in workbook.sheets
        for row in sheet.rows[:_SEARCHED_ROWS]
        for cell in row
    )


def _value_id(kind: str, label: str) -> str:
    if not label:
        return ""
    for id, known, title in heading_fields(kind):
        if label in (id, known, f"{title}/{known}"):
            return id
    raise UserError("import.no-field", f"{KINDS[kind].title}里没有“{label}”这一栏", "名称见手册“栏目”一章")


def fields(prepared: Prepared, keep: Sequence[str], fill: Sequence[str], take: Sequence[str] = ()) -> Decisions:
    """Return which columns keep the book's values, only fill blanks, or are taken; named by field or by heading.

    Raises:
        UserError: no sheet has such a column.
    """
    found: dict[tuple[str, str, str], str] = {}
    for mode, labels in (("keep", keep), ("fill", fill), ("take", take)):
        for label in labels:
            ids = {
                c.id.partition("#")[0] if c.info is None else c.info.id
                for sheet in prepared.sheets()
                for c in sheet.columns
                if label in (c.heading, c.id, "" if c.info is None else c.info.label)
            } - {""}
            if not ids:
                raise UserError("import.no-heading", f"表里没有“{label}”这一栏", "请写栏目或表头的名称")
            found |= dict.fromkeys(((ANY, ANY, id) for id in ids), mode)
    return Decisions(fields=found)


def rows(report: ImportReport, said: Iterable[str]) -> Decisions:
    """Return what ``表:行=更新|保留|填空|不收`` says of single rows.

    Raises:
        UserError: the list has no such row, or the word is none of these.
    """
    found: dict[tuple[str, str, int], str] = {}
    for text in said:
        sheet, number, word = _said_of_row(text, "表:行=不收", "花名册:12=填空")
        if word not in _ROW_MODES:
            raise UserError("import.row", f"不认得“{word}”", f"可以是：{'、'.join(_ROW_MODES)}")
        having = [row for row in report.rows if row.row == number and _is_sheet(sheet, row.file, row.sheet)]
        if not having:
            raise UserError("import.row", f"{sheet} 第 {number} 行没有记录", "行号照表格软件左边的写")
        found |= {(row.file, row.sheet, row.row): _ROW_MODES[word] for row in having}
    return Decisions(rows=found)


def ids(report: ImportReport, said: Iterable[str]) -> Decisions:
    """Return which true numbers are accepted: ``all`` (those with one proposal), ``表:行=号码``, ``表:行=第1个``.

    Raises:
        UserError: the row has no ruined number, or not so many proposals.
    """
    found = Decisions()
    for text in said:
        if text == "all":
            found = found.also(accept_all(report.ruined))
        elif text != "none":
            sheet, row, answer = _said_of_row(text, "all 或 表:行=号码", "花名册:12=第1个")
            there = [one for one in report.ruined if one.row == row and _is_sheet(sheet, one.file, one.sheet)]
            if not there:
                raise UserError("import.accepted-number", f"{sheet} 第 {row} 行没有丢尾的号码", "先试算一遍，看有哪些")
            one, number = accepted(there, answer)
            found = found.also(Decisions(ids={(one.file, one.sheet, one.row, one.field): number}))
    return found


def accepted(there: Sequence[RuinedId], answer: str) -> tuple[RuinedId, str]:
    """Return which of some ruined numbers an answer is about, and the number: as typed, or ``第1个`` of the proposals.

    Raises:
        UserError: there are not so many proposals.
    """
    if match := _PLACE.fullmatch(answer):
        having = [one for one in there if 0 < int(match[1]) <= len(one.proposals)]
        if not having:
            raise UserError("import.accepted-number", f"{there[0].name}没有{answer}可能的号码", "请把号码写全")
        return having[0], having[0].proposals[int(match[1]) - 1].number
    return next((one for one in there if survives(one.text, answer)), there[0]), answer


def _said_of_row(text: str, form: str, example: str) -> tuple[str, int, str]:
    """Return sheet, row and answer of ``表:行=…``."""
    place, mark, answer = text.rpartition("=")
    match = _ROW.fullmatch(place.strip())
    if not mark or match is None:
        raise UserError("import.row", f"“{text}”写法不对", f"写成 {form}，例如 {example}")
    return match["sheet"], int(match["row"]), answer.strip()


def _is_sheet(said: str, file: str, sheet: str) -> bool:
    return said in (sheet, file, Path(file).stem)


def who(report: ImportReport, said: Iterable[str]) -> Decisions:
    """Return what ``表:行=编号`` says of asked rows; 新 is somebody the book does not know, 第2个 the second candidate.

    Raises:
        UserError: the row was not asked about, or no candidate has this code.
    """
    found: dict[tuple[str, str, int], str] = {}
    for text in said:
        place, mark, answer = text.rpartition("=")
        match = _ROW.fullmatch(place.strip())
        if not mark or match is None:
            raise UserError("import.who", f"“{text}”写法不对", "写成 表:行=编号，新来的写 表:行=新，例如 花名册:12=新")
        question = _question(report, match["sheet"], int(match["row"]))
        found[question.file, question.sheet, question.row] = _answer(question, answer.strip())
    return Decisions(who=found)


def _question(report: ImportReport, sheet: str, row: int) -> Question:
    for question in report.asked:
        if question.row == row and _is_sheet(sheet, question.file, question.sheet):
            return question
    raise UserError("import.who", f"{sheet} 第 {row} 行没有要问的", "先试算一遍，看哪些行要指定是谁")


def _answer(question: Question, answer: str) -> str:
    if answer in _NEW:
        return NEW
    for place, candidate in enumerate(question.candidates, 1):
        match = _PLACE.fullmatch(answer)
        if answer in (candidate.code, str(candidate.key)) or (match and int(match[1]) == place):
            return str(candidate.key)
    try:
        return str(uuid.UUID(answer))
    except ValueError:
        known = "、".join(c.code or f"第{place}个" for place, c in enumerate(question.candidates, 1))
        raise UserError("import.who", f"{question.name}不会是“{answer}”", f"可以是：{known}、新") from None
