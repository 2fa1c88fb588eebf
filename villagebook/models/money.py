"""Money: the one voucher sequence, closed periods, bank statements, and how collective income is shared out.

Sources of the fields: life of money and the books of special funds (domain 6.2), second distribution of collective
income (6.3), statements as banks give them.
"""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from sqlalchemy import Index
from sqlalchemy.orm import Mapped

from villagebook.models.base import Imported, InVillage, Record
from villagebook.models.fields import Privacy, field

PUBLIC, SECRET = Privacy.PUBLIC, Privacy.SECRET


class FundEntry(Imported, Record):
    """One line of the village's one voucher sequence.

    Attributes:
        year: The voucher sequence it belongs to; None while a draft has no date.
        amount_fen: As on paper: positive for every kind, negative for 冲销. None in a draft that lacks it.
        project_code: The project as typed; ``project_id`` None while unresolved.
        reverses_text: The voucher a 冲销 names; ``reverses_id`` None while unresolved.
        posted_at: When it was posted; None for a draft. A posted entry is never changed or deleted.
        posted_over: The finding it was posted over, in words; ``reason`` says why. None if there was none.
    """

    __tablename__ = "fund_entry"
    # The next number of a year, and whether one is taken, are found without going through the year.
    __table_args__ = (Index(None, "village_id", "year", "voucher"),)
    title = "资金"

    list_number: Mapped[int | None] = field("序号", "int", PUBLIC, volatile=True)
    date: Mapped[dt.date | None] = field("日期", "day", PUBLIC, index=True)
    year: Mapped[int | None] = field("年度", "year", PUBLIC, index=True)
    voucher: Mapped[str | None] = field("凭证号", "code", PUBLIC, index=True)
    project_code: Mapped[str | None] = field("项目编号", "code", PUBLIC, index=True)
    project_id: Mapped[uuid.UUID | None] = field("项目", "ref", PUBLIC, ref="project.id", index=True)
    memo: Mapped[str | None] = field("摘要", "text", PUBLIC)
    kind: Mapped[str | None] = field("类型", "choice", PUBLIC, codes="fund_kind", synonyms=("资金类型", "收支类型"))
    source: Mapped[str | None] = field("资金来源", "choice", PUBLIC, codes="fund_source")
    programme: Mapped[str | None] = field("资金名称", "text", PUBLIC)
    document: Mapped[str | None] = field("资金文号", "text", PUBLIC)
    payee: Mapped[str | None] = field("收款单位（人）", "name", synonyms=("收款单位", "收款人", "收款单位(人)"))
    amount_fen: Mapped[int | None] = field("金额", "money", PUBLIC)
    papers: Mapped[int | None] = field("附件张数", "int", PUBLIC, unit="张")
    handler: Mapped[str | None] = field("经办人", "name")
    reverses_text: Mapped[str | None] = field("冲销凭证号", "code", PUBLIC)
    reverses_id: Mapped[uuid.UUID | None] = field("冲销的分录", "ref", PUBLIC, ref="fund_entry.id", index=True)
    reason: Mapped[str | None] = field("原因", "text", help="冲销的原因，或带着提示入账的原因。")
    contract_id: Mapped[uuid.UUID | None] = field("合同", "ref", PUBLIC, ref="contract.id", index=True)
    payment_step: Mapped[str | None] = field("付款环节", "choice", PUBLIC, codes="payment_step")
    claim_on: Mapped[dt.date | None] = field("报账申请日期", "day", PUBLIC, synonyms=("申请日期",))
    asset_id: Mapped[uuid.UUID | None] = field("资产", "ref", PUBLIC, ref="asset.id", index=True, help="收益是哪项资产来的。")
    distribution_id: Mapped[uuid.UUID | None] = field("收益分配", "ref", PUBLIC, ref="distribution.id", index=True)
    social_help_id: Mapped[uuid.UUID | None] = field("社会帮扶", "ref", PUBLIC, ref="social_help.id", index=True)
    posted_at: Mapped[dt.datetime | None] = field("入账时间", "time", PUBLIC, index=True)
    posted_over: Mapped[str | None] = field("入账时的提示", "text", help="带着哪条提示入的账；为什么，见原因。")
    note: Mapped[str | None] = field("备注", "long_text")


class Closing(InVillage, Record):
    """A month or a year of the voucher sequence that was closed (结账); nothing is posted into it until it is reopened.

    Attributes:
        month: 1..12; None when the whole year was closed.
        figures: What stood then, in fen: kind -> sum, source -> balance, and how many entries, as plain JSON.
        head: The journal's head when it was closed, 12 characters.
        reopened_on: None while it is closed. A reopened row stays as the trace; closing again makes a new one.
    """

    __tablename__ = "closing"
    title = "结账"

    year: Mapped[int] = field("年度", "year", PUBLIC, required=True, index=True)
    month: Mapped[int | None] = field("月份", "int", PUBLIC)
    closed_on: Mapped[dt.date] = field("结账日期", "day", PUBLIC, required=True)
    closed_by: Mapped[str] = field("结账人", "name", PUBLIC, required=True)
    first_voucher: Mapped[str | None] = field("起凭证号", "code", PUBLIC)
    last_voucher: Mapped[str | None] = field("止凭证号", "code", PUBLIC)
    figures: Mapped[dict[str, Any]] = field("结账数", "json", PUBLIC, required=True)
    head: Mapped[str] = field("链头", "code", PUBLIC, required=True)
    reopened_on: Mapped[dt.date | None] = field("反结账日期", "day", PUBLIC)
    reopened_by: Mapped[str | None] = field("反结账人", "name", PUBLIC)
    reopened_why: Mapped[str | None] = field("反结账原因", "long_text", PUBLIC)


class BankStatement(InVillage, Record):
    """One statement of one account as the bank gave it; the file itself is kept."""

    __tablename__ = "bank_statement"
    title = "银行对账单"

    attachment_id: Mapped[uuid.UUID | None] = field("原表", "ref", ref="attachment.id")
    file_name: Mapped[str] = field("文件名", "text", required=True)
    bank: Mapped[str | None] = field("开户行", "name")
    account_name: Mapped[str | None] = field("户名", "name")
    account_tail: Mapped[str | None] = field("账号末四位", "text", SECRET)
    from_on: Mapped[dt.date | None] = field("开始日期", "day")
    through_on: Mapped[dt.date | None] = field("结束日期", "day")
    opening_fen: Mapped[int | None] = field("期初余额", "money")
    closing_fen: Mapped[int | None] = field("期末余额", "money")
    reconciled_on: Mapped[dt.date | None] = field("对账日期", "day")
    reconciled_by: Mapped[str | None] = field("对账人", "name")


class BankLine(InVillage, Record):
    """One line of a statement; which fund entries it is, is said by BankMatch."""

    __tablename__ = "bank_line"
    title = "银行流水"

    statement_id: Mapped[uuid.UUID] = field("对账单", "ref", ref="bank_statement.id", required=True, index=True)
    row: Mapped[int] = field("行", "int", required=True)
    date: Mapped[dt.date | None] = field("交易日期", "day", synonyms=("交易时间", "记账日期", "入账日期", "日期"))
    in_fen: Mapped[int | None] = field("收入", "money", synonyms=("贷方发生额", "贷方金额", "收入金额", "存入", "贷方"))
    out_fen: Mapped[int | None] = field("支出", "money", synonyms=("借方发生额", "借方金额", "支出金额", "支取", "借方"))
    balance_fen: Mapped[int | None] = field("余额", "money", synonyms=("账户余额", "本次余额"))
    counterpart: Mapped[str | None] = field("对方户名", "name", SECRET, synonyms=("对方名称", "对手户名", "交易对方", "对方单位"))
    counterpart_account: Mapped[str | None] = field("对方账号", "card", SECRET, synonyms=("对手账号",))
    memo: Mapped[str | None] = field("摘要", "text", SECRET, synonyms=("用途", "附言", "交易摘要", "备注"))
    reference: Mapped[str | None] = field("交易流水号", "code", synonyms=("流水号", "凭证号", "交易序号", "柜员流水号"))
    note: Mapped[str | None] = field("说明", "text")


class BankMatch(InVillage, Record):
    """One line of a statement is (part of) one fund entry.

    One line may be several entries (a payment out of two sources), several lines one entry (a list paid in parts);
    lines and entries that hang together add up to the same amount.
    """

    __tablename__ = "bank_match"
    title = "对账勾对"

    line_id: Mapped[uuid.UUID] = field("银行流水", "ref", ref="bank_line.id", required=True, index=True)
    entry_id: Mapped[uuid.UUID] = field("资金分录", "ref", ref="fund_entry.id", required=True, index=True)
    how: Mapped[str] = field("对上方式", "choice", codes="bank_match", required=True)


class Distribution(Imported, Record):
    """One sharing-out of collective income (收益分配): plan, meeting, notice, list, payment."""

    __tablename__ = "distribution"
    title = "收益分配"

    code: Mapped[str | None] = field("分配编号", "code", PUBLIC, index=True)
    name: Mapped[str | None] = field("分配方案", "name", PUBLIC, synonyms=("方案名称",))
    year: Mapped[int | None] = field("年度", "year", PUBLIC, index=True)
    project_id: Mapped[uuid.UUID | None] = field("项目", "ref", PUBLIC, ref="project.id", index=True)
    asset_id: Mapped[uuid.UUID | None] = field("资产", "ref", PUBLIC, ref="asset.id", index=True)
    income_fen: Mapped[int | None] = field("收益总额", "money", PUBLIC, synonyms=("可分配收益",))
    planned_on: Mapped[dt.date | None] = field("方案日期", "day", PUBLIC)
    meeting_id: Mapped[uuid.UUID | None] = field("决定会议", "ref", PUBLIC, ref="meeting.id")
    township_checked_on: Mapped[dt.date | None] = field("乡镇审核日期", "day", PUBLIC)
    county_filed_on: Mapped[dt.date | None] = field("县级备案日期", "day", PUBLIC)
    notice_id: Mapped[uuid.UUID | None] = field("公示", "ref", PUBLIC, ref="notice.id")
    paid_through: Mapped[dt.date | None] = field("发放期限", "day", PUBLIC)
    note: Mapped[str | None] = field("备注", "long_text")


class DistributionPart(InVillage, Record):
    """What a distribution sets aside for one use, deductions (运维, 地租 …) among them."""

    __tablename__ = "distribution_part"
    title = "分配项目"

    distribution_id: Mapped[uuid.UUID] = field("收益分配", "ref", PUBLIC, ref="distribution.id", required=True, index=True)
    use: Mapped[str] = field("用途", "choice", PUBLIC, codes="distribution_use", required=True)
    planned_fen: Mapped[int] = field("计划金额", "money", PUBLIC, required=True)
    position: Mapped[int | None] = field("次序", "int", PUBLIC, volatile=True)
    note: Mapped[str | None] = field("说明", "text", PUBLIC)


class DistributionLine(Imported, Record):
    """What one household (or person of it) gets from a distribution, and whether it was paid."""

    __tablename__ = "distribution_line"
    title = "收益分配名单"

    distribution_id: Mapped[uuid.UUID] = field("收益分配", "ref", PUBLIC, ref="distribution.id", required=True, index=True)
    use: Mapped[str | None] = field("用途", "choice", PUBLIC, codes="distribution_use")
    household_code: Mapped[str | None] = field("户编号", "code")
    household_id: Mapped[uuid.UUID | None] = field("户", "ref", ref="household.id", index=True)
    name: Mapped[str | None] = field("姓名", "name", PUBLIC, synonyms=("户主姓名", "户主"))
    reason: Mapped[str | None] = field("事由", "text", PUBLIC, synonyms=("岗位", "事由（岗位）"))
    amount_fen: Mapped[int | None] = field("分配金额", "money", PUBLIC, synonyms=("金额",))
    entry_id: Mapped[uuid.UUID | None] = field("发放凭证", "ref", PUBLIC, ref="fund_entry.id", index=True)
    paid_on: Mapped[dt.date | None] = field("发放日期", "day", PUBLIC)
    card_tail: Mapped[str | None] = field("一卡通账号末四位", "text", SECRET)
    note: Mapped[str | None] = field("备注", "text")
