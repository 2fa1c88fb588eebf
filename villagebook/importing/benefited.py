"""The kind of list that tells what households are due and were paid by projects done together (效益到户, 分红发放表).

Registered in kinds.py.
"""

from __future__ import annotations

from villagebook.importing.kind import VILLAGE_VALUES, ListKind
from villagebook.models import BenefitLine, Village

BENEFITS = ListKind(
    id="benefits",
    title="效益到户名单",
    unit="户",
    records=(BenefitLine, Village),
    marks={"benefit_line.": 0.5, "benefit_line.due_fen": 5, "benefit_line.kind": 5, "benefit_line.invested_fen": 5,
           "benefit_line.agreement_code": 4, "benefit_line.paid_fen": 2, "benefit_line.head_name": 1},
    words=("分红", "效益到户", "带农", "收益发放", "地租", "入股"),
    identity=(("benefit_line.project_code", "benefit_line.household_code"), ("benefit_line.household_code",),
              ("benefit_line.head_name",)),
    missing="没有户主姓名或户编号，不知道是哪一户的",
    against=frozenset({"凭证号", "与户主关系", "人口编号", "建设性质", "补助标准", "补助金额", "补助内容"}),
    aliases={
        "户号": "benefit_line.household_code",
        "项目名称": "benefit_line.project_code",
        "项目": "benefit_line.project_code",
        "农户": "benefit_line.head_name",
        "受益户": "benefit_line.head_name",
        "带贫方式": "benefit_line.kind",
        "类别": "benefit_line.kind",
        "应付": "benefit_line.due_fen",
        "已付": "benefit_line.paid_fen",
        "应得": "benefit_line.due_fen",
        "应得金额": "benefit_line.due_fen",
        "应分红": "benefit_line.due_fen",
        "实付金额": "benefit_line.paid_fen",
        "已发金额": "benefit_line.paid_fen",
        "实发": "benefit_line.paid_fen",
    },
    context=VILLAGE_VALUES | {
        "benefit_line.project_code", "benefit_line.agreement_code", "benefit_line.year", "benefit_line.kind"},
    years=("benefit_line.year",),
    repeatable=True,
)  # fmt: skip
