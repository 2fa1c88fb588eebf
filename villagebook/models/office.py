"""What the office says about its own data: lines of problem lists from above, findings known to be true, own codes."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy.orm import Mapped

from villagebook.models.base import InVillage, Record
from villagebook.models.fields import Privacy, field

PUBLIC, SECRET = Privacy.PUBLIC, Privacy.SECRET


class Doubt(InVillage, Record):
    """One line of a problem list (疑点清单) that came from above, and what the village answers.

    ``household_id`` and ``person_id`` are the records it found; None while it found none.
    """

    __tablename__ = "doubt"
    title = "疑点"

    file_id: Mapped[uuid.UUID] = field("疑点清单", "ref", ref="import_file.id", required=True, index=True)
    sheet: Mapped[str] = field("工作表", "text", required=True)
    row: Mapped[int] = field("行", "int", required=True)
    rule: Mapped[str | None] = field("疑点类型", "text", synonyms=("问题类型", "规则名称", "疑点名称", "问题名称"))
    problem: Mapped[str | None] = field("疑点内容", "long_text", SECRET, synonyms=(
        "疑点描述", "问题描述", "问题内容", "疑点说明", "存在问题", "疑似问题", "疑点"))
    household_code: Mapped[str | None] = field("户编号", "code")
    person_code: Mapped[str | None] = field("人口编号", "code")
    name: Mapped[str | None] = field("姓名", "name")
    id_number: Mapped[str | None] = field("证件号码", "id_number", SECRET)
    household_id: Mapped[uuid.UUID | None] = field("户", "ref", ref="household.id", index=True)
    person_id: Mapped[uuid.UUID | None] = field("人", "ref", ref="person.id", index=True)
    field_name: Mapped[str | None] = field("涉及栏目", "text", synonyms=("疑点字段", "问题字段", "指标"))
    state: Mapped[str] = field("核实状态", "choice", codes="doubt_state", required=True)
    proposal: Mapped[str | None] = field("建议改为", "text", SECRET)
    answer: Mapped[str | None] = field("核实情况", "long_text", SECRET, synonyms=(
        "核查情况", "核实结果", "核查结果", "整改情况", "反馈情况", "反馈", "情况说明", "处理结果"))
    answered_on: Mapped[dt.date | None] = field("核实日期", "day", synonyms=("核查日期", "整改时间", "反馈时间"))
    answered_by: Mapped[str | None] = field("核实人", "name", synonyms=("核查人", "填报人"))
    cells: Mapped[dict[str, Any] | None] = field("原样", "json", SECRET, help="清单这一行的各栏，原样保留。")


class Acknowledgement(InVillage, Record):
    """A finding that somebody looked into and found to be true (情况属实): it stays quiet while it says the same.

    ``said`` is the finding's message when it was acknowledged; a finding that says something else comes back.
    ``until`` None: as long as it stays true.
    """

    __tablename__ = "acknowledgement"
    title = "情况属实"

    check: Mapped[str] = field("核查项", "code", PUBLIC, required=True, index=True)
    record: Mapped[str | None] = field("所属种类", "code", PUBLIC)
    record_id: Mapped[uuid.UUID | None] = field("所属", "ref", PUBLIC, index=True)
    subject: Mapped[str] = field("编号", "code", required=True)
    field_name: Mapped[str] = field("栏目", "text", PUBLIC, required=True)
    said: Mapped[str] = field("提示", "text", SECRET, required=True)
    reason: Mapped[str] = field("属实的理由", "long_text", SECRET, required=True)
    who: Mapped[str | None] = field("核实人", "name")
    on: Mapped[dt.date] = field("核实日期", "day", required=True)
    until: Mapped[dt.date | None] = field("有效至", "day")


class CodeValue(InVillage, Record):
    """A value this book adds to a code list, or one it no longer offers (``retired``); it stays readable."""

    __tablename__ = "code_value"
    title = "代码值"

    list: Mapped[str] = field("代码表", "code", PUBLIC, required=True, index=True)
    value: Mapped[str] = field("取值", "text", PUBLIC, required=True)
    retired: Mapped[bool] = field("已停用", "bool", PUBLIC, required=True)
    reason: Mapped[str | None] = field("依据", "text", PUBLIC)
