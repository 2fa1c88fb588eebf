"""How projects done together reach households (效益到户): agreements, and what each household is due and was paid.

Sources of the fields: three-party benefit agreement (domain 4.3), kinds of links as counties list them (4.2, 6.3).
"""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

from sqlalchemy.orm import Mapped

from villagebook.models.base import Imported, Record
from villagebook.models.fields import Privacy, field

PUBLIC, SECRET = Privacy.PUBLIC, Privacy.SECRET


class BenefitAgreement(Imported, Record):
    """What an operator owes the households of a project, and for how long; the households are BenefitLines."""

    __tablename__ = "benefit_agreement"
    title = "效益到户协议"

    code: Mapped[str | None] = field("协议编号", "code", PUBLIC, index=True)
    project_code: Mapped[str | None] = field("项目编号", "code", PUBLIC, index=True)
    project_id: Mapped[uuid.UUID | None] = field("项目", "ref", PUBLIC, ref="project.id", index=True)
    kind: Mapped[str | None] = field("带农方式", "choice", PUBLIC, codes="benefit_kind", synonyms=("联结方式", "受益方式"))
    operator: Mapped[str | None] = field("经营主体", "name", PUBLIC, synonyms=("乙方", "合作社", "企业"))
    operator_head: Mapped[str | None] = field("经营主体负责人", "name")
    signed_on: Mapped[dt.date | None] = field("签订日期", "day", PUBLIC)
    from_on: Mapped[dt.date | None] = field("受益开始", "day", PUBLIC)
    through_on: Mapped[dt.date | None] = field("受益结束", "day", PUBLIC)
    money: Mapped[str | None] = field("入股资金来源", "text", PUBLIC)
    invested_fen: Mapped[int | None] = field("入股资金合计", "money", PUBLIC)
    share: Mapped[Decimal | None] = field("分红比例", "quantity", PUBLIC, unit="%", help="每年按入股资金的百分之几保底分红。")
    profit_share: Mapped[Decimal | None] = field("盈利分配比例", "quantity", PUBLIC, unit="%")
    yearly_fen: Mapped[int | None] = field("年分红总额", "money", PUBLIC)
    pay_month: Mapped[int | None] = field("付款月份", "int", PUBLIC, unit="月")
    pay_day: Mapped[int | None] = field("付款日", "int", PUBLIC, unit="日")
    terms: Mapped[str | None] = field("约定事项", "long_text")
    copies: Mapped[int | None] = field("协议份数", "int", PUBLIC, unit="份")
    note: Mapped[str | None] = field("备注", "long_text")


class BenefitLine(Imported, Record):
    """What one household is due from one project in one year by one kind of link, and what it was paid."""

    __tablename__ = "benefit_line"
    title = "效益到户"

    list_number: Mapped[int | None] = field("序号", "int", PUBLIC, volatile=True)
    project_code: Mapped[str | None] = field("项目编号", "code", PUBLIC, index=True)
    project_id: Mapped[uuid.UUID | None] = field("项目", "ref", PUBLIC, ref="project.id", index=True)
    agreement_code: Mapped[str | None] = field("协议编号", "code", PUBLIC)
    agreement_id: Mapped[uuid.UUID | None] = field("协议", "ref", PUBLIC, ref="benefit_agreement.id", index=True)
    household_code: Mapped[str | None] = field("户编号", "code", index=True)
    household_id: Mapped[uuid.UUID | None] = field("户", "ref", ref="household.id", index=True)
    head_name: Mapped[str | None] = field("户主姓名", "name", PUBLIC, synonyms=("户主", "姓名"))
    year: Mapped[int | None] = field("年度", "year", PUBLIC, index=True)
    kind: Mapped[str | None] = field("带农方式", "choice", PUBLIC, codes="benefit_kind", synonyms=("联结方式", "受益方式"))
    invested_fen: Mapped[int | None] = field("入股资金", "money", PUBLIC, synonyms=("股金",))
    quantity: Mapped[Decimal | None] = field("数量", "quantity", PUBLIC)
    unit: Mapped[str | None] = field("单位", "text", PUBLIC)
    rate_fen: Mapped[int | None] = field("单价", "money", PUBLIC, synonyms=("标准",))
    due_fen: Mapped[int | None] = field("应付金额", "money", synonyms=("应发金额", "应分红金额"))
    due_on: Mapped[dt.date | None] = field("应付日期", "day", synonyms=("应发日期",))
    paid_fen: Mapped[int | None] = field("已付金额", "money", synonyms=("实发金额", "发放金额", "分红金额", "金额"))
    paid_on: Mapped[dt.date | None] = field("付款日期", "day", synonyms=("发放日期", "分红日期"))
    note: Mapped[str | None] = field("备注", "text")
