"""Kinds of notices about money: N6, N7, N15, N16. To add one: a value here; its tables and draft in its module."""

from __future__ import annotations

from villagebook.notices.accounts import BALANCE_TABLE, IN_TABLE, OUT_TABLE, draft_accounts
from villagebook.notices.distributions import INCOME_TABLE, LIST_TABLE, PLAN_TABLE, draft_distribution
from villagebook.notices.donations import DONATION_TABLE, draft_donations
from villagebook.notices.funds import SOURCE_TABLE, USE_TABLE, draft_funds
from villagebook.notices.kind import Disclosure, NoticeKind
from villagebook.notices.kinds_projects import PROGRAMMES

_MONEY_RULE = "国开办发〔2018〕11号：资金公告写明资金用途和使用单位"
_ACCOUNTS_RULE = "村民委员会组织法第三十条：财务收支公布；公开表写明经手人、审核人"
_SHARING_RULE = "国开办发〔2018〕11号：分配结果包括金额；收益分配每年公示"

MONEY_KINDS: tuple[NoticeKind, ...] = (
    NoticeKind(
        id="fund-use",
        number="N6",
        name="资金使用情况公告",
        mode="公告",
        days="notice.funds_use.days",
        signers=("committee", "supervision"),
        board="资金",
        asks=("project", "year"),
        tables=(SOURCE_TABLE, USE_TABLE),
        discloses=(Disclosure("fund_entry.payee", _MONEY_RULE),),
        title=("{village}", "{year}", "{project}", "资金使用情况", "公告"),
        basis="现将{year}{project}资金截至{day}的使用情况予以公告，接受群众监督。",
        draw=draft_funds,
        title_words=PROGRAMMES,
        source="资金公告内容（国开办发〔2018〕11号）",
    ),
    NoticeKind(
        id="income-distribution",
        number="N7",
        name="收益分配公示",
        mode="公示",
        days="notice.income_distribution.days",
        signers=("committee", "supervision"),
        board="资金",
        asks=("project", "year"),
        tables=(INCOME_TABLE, PLAN_TABLE, LIST_TABLE),
        discloses=(Disclosure("distribution_line.amount_fen", _SHARING_RULE),),
        title=("{village}", "{year}", "{project}", "收益分配", "公示"),
        basis="现将{year}{project}收益分配方案和名单予以公示，接受群众监督。",
        draw=draft_distribution,
        title_words=PROGRAMMES,
        source="资产收益、光伏收益分配公示（分配方案和名单，每年公示）",
    ),
    NoticeKind(
        id="village-accounts",
        number="N15",
        name="村务、财务公开表",
        mode="公告",
        days="notice.village_accounts.days",
        signers=("committee", "supervision"),
        board="资金",
        asks=("period",),
        tables=(BALANCE_TABLE, IN_TABLE, OUT_TABLE),
        discloses=(Disclosure("fund_entry.handler", _ACCOUNTS_RULE),),
        title=("{village}", "{period}", "村务、财务", "公开表"),
        basis="现将{period}财务收支情况予以公布，接受村民监督。",
        draw=draft_accounts,
        source="村民委员会组织法第三十条",
    ),
    NoticeKind(
        id="donation-use",
        number="N16",
        name="捐赠款物使用公示",
        mode="公示",
        days="notice.donations.days",
        signers=("committee", "supervision"),
        board="资金",
        asks=("year", "project"),
        tables=(DONATION_TABLE,),
        discloses=(),
        title=("{village}", "{year}", "{project}", "捐赠款物使用", "公示"),
        basis="现将{year}{project}捐赠款物的使用情况予以公示，接受群众和捐赠方监督。",
        draw=draft_donations,
        title_words=PROGRAMMES,
        source="社会帮扶一事一记录；村民委员会组织法第三十条（捐赠款物的使用）",
    ),
)
