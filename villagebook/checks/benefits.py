"""Checks of benefits of projects done together (效益到户): agreements, and what each household is due and was paid."""

from __future__ import annotations

from collections.abc import Iterator

from villagebook.base.money import format_yuan, times
from villagebook.checks.benefit_rows import AgreementRow, BenefitRow
from villagebook.checks.check import ERROR, WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.checks.listed import unknown_households
from villagebook.models import BenefitAgreement, BenefitLine, Project, info

_SOURCE = "效益到户协议和发放名单核对"
_SAMPLE = "县级效益到户协议样本"
DUE, PAID, HOUSEHOLD = (info(f).label for f in (BenefitLine.due_fen, BenefitLine.paid_fen, BenefitLine.household_code))
DIVIDEND = "分红"


@check(
    "benefits.late", "效益逾期未付", WARNING, hint="请催付；已经付了的请登记付款日期", source=_SOURCE,
    needs=(BenefitLine.due_fen, BenefitLine.due_on),
)  # fmt: skip
def late(facts: Facts) -> Iterator[Problem]:
    """What a household is due is paid by its day."""
    for line in facts.benefits:
        if line.due_fen is None or line.due_on is None or line.due_on >= facts.on:
            continue
        open_fen = line.due_fen - (line.paid_fen or 0)
        if open_fen > 0:
            days = (facts.on - line.due_on).days
            message = f"{line.who}：{line.what}应在 {line.due_on} 付清，还差 {format_yuan(open_fen)} 元，已过 {days} 天"
            yield Problem(line.subject, PAID, message, line.record)


@check(
    "benefits.paid-over-due", "效益多付", ERROR, hint="请核对应付和已付金额", source=_SOURCE,
    needs=(BenefitLine.due_fen, BenefitLine.paid_fen),
)  # fmt: skip
def paid_over_due(facts: Facts) -> Iterator[Problem]:
    """A household is not paid more than it is due."""
    for line in facts.benefits:
        if line.due_fen is not None and (line.paid_fen or 0) > line.due_fen:
            due, paid = format_yuan(line.due_fen), format_yuan(line.paid_fen or 0)
            message = f"{line.who}：{line.what}应付 {due} 元，付了 {paid} 元"
            yield Problem(line.subject, PAID, message, line.record)


@check(
    "benefits.line-product", "效益数量、单价与金额", ERROR, hint="请核对数量、单价和应付金额", source=_SOURCE,
    needs=(BenefitLine.quantity, BenefitLine.rate_fen, BenefitLine.due_fen),
)  # fmt: skip
def benefit_product(facts: Facts) -> Iterator[Problem]:
    """What a household is due is quantity times rate where both are told (地租, 保底收购)."""
    for line in facts.benefits:
        if line.quantity is None or line.rate_fen is None or line.due_fen is None:
            continue
        if abs(line.quantity * line.rate_fen - line.due_fen) >= 1:
            message = (
                f"{line.who}：{line.quantity} × {format_yuan(line.rate_fen)} 应为 "
                f"{format_yuan(times(line.quantity, line.rate_fen))} 元，填的是 {format_yuan(line.due_fen)} 元"
            )
            yield Problem(line.subject, DUE, message, line.record)


@check(
    "benefits.household-twice", "同一户重复受益", ERROR, hint="请核对是不是重复登记", source=_SOURCE,
    needs=(BenefitLine.household_code,),
)  # fmt: skip
def benefit_twice(facts: Facts) -> Iterator[Problem]:
    """A household stands once for a project, year and kind; instalments differ in the day they are due."""
    seen: set[tuple[object, ...]] = set()
    for line in facts.benefits:
        who = line.household or line.household_code
        if who is None or line.project is None:
            continue
        key = (line.project, line.year, line.kind, line.due_on, who)
        if key in seen:
            message = f"{line.who} 的{line.what}在这个项目里不止一行"
            hint = "请删去重复的一行；分几次付的请写不同的应付日期"
            yield Problem(line.subject, HOUSEHOLD, message, line.record, hint)
        seen.add(key)


@check(
    "benefits.household-unknown", "效益名单里的户找不到", ERROR, hint="请改正户编号，或先登记这一户", source=_SOURCE,
    needs=(BenefitLine.head_name,),
)  # fmt: skip
def benefit_household_unknown(facts: Facts) -> Iterator[Problem]:
    """A line names a household of this book."""
    return unknown_households(facts.benefits, HOUSEHOLD)


@check(
    "benefits.household-gone", "效益名单里的户已不在", ERROR, hint="请核对付给了谁；确有继承人领取的，写明情况",
    source=_SOURCE, needs=(BenefitLine.head_name,),
)  # fmt: skip
def benefit_household_gone(facts: Facts) -> Iterator[Problem]:
    """A household is paid while it is there and the head it names is alive."""
    for line in facts.benefits:
        home = facts.listed_homes.get(line.household) if line.household is not None else None
        against = home.against(line.day(facts.on), line.head_name) if home is not None else ""
        if against:
            yield Problem(line.subject, HOUSEHOLD, f"{line.who}：{against}，还有{line.what}", line.record)


@check(
    "benefits.project-unknown", "效益的项目找不到", ERROR, hint="请改正项目编号，或先登记项目", source=_SOURCE,
    needs=(BenefitLine.head_name,),
)  # fmt: skip
def benefit_project_unknown(facts: Facts) -> Iterator[Problem]:
    """A line or an agreement names a project of this book; each unknown code is named once."""
    named: set[str | None] = set()
    label = info(BenefitLine.project_code).label
    every: tuple[AgreementRow | BenefitRow, ...] = (*facts.agreements, *facts.benefits)
    for one in every:
        if one.project is None and one.project_code not in named:
            named.add(one.project_code)
            code = one.project_code
            message = f"项目台账里没有项目编号 {code}" if code else "没有写项目编号"
            yield Problem(one.subject, label, message, one.record, "请改正项目编号，或先登记这个项目")


@check(
    "benefits.not-on-roster", "受益户不在花名册", ERROR, hint="请核对名单", source=_SOURCE,
    needs=(BenefitLine.household_code,),
)  # fmt: skip
def not_on_roster(facts: Facts) -> Iterator[Problem]:
    """Who has a benefit of a project that has a roster stands on it; each household is named once."""
    for project, lines in facts.benefits_by_project.items():
        listed = {line.household for line in facts.lines_by_project.get(project, ())} - {None}
        named: set[object] = set()
        for line in lines:
            if listed and line.household is not None and line.household not in listed and line.household not in named:
                named.add(line.household)
                yield Problem(line.subject, HOUSEHOLD, f"{line.who} 有{line.what}，不在这个项目的花名册里", line.record)


@check(
    "benefits.count-differs", "效益户数与受益户数", WARNING, hint="请核对名单和项目的受益户数", source=_SOURCE,
    needs=(BenefitLine.head_name, Project.covers_households),
)  # fmt: skip
def benefit_count_differs(facts: Facts) -> Iterator[Problem]:
    """A project done together covers as many households as its newest year's list names."""
    for project in facts.projects.values():
        lines = facts.benefits_by_project.get(project.key, ())
        stated = project.values["covers_households"]
        years = {line.year for line in lines if line.year is not None and line.year <= facts.on.year}
        if project.values["mode"] != "集体实施" or stated is None or not years:
            continue
        newest = max(years)
        count = len({line.household or line.household_code or line.key for line in lines if line.year == newest})
        if count != stated:
            message = f"受益户数填的是 {stated} 户，{newest}年效益名单有 {count} 户"
            yield Problem(project.subject, info(Project.covers_households).label, message, project.record)


@check(
    "benefits.term-too-short", "效益到户协议期限", WARNING, hint="请核对受益的起止日期", source=_SAMPLE,
    needs=(BenefitAgreement.through_on,),
)  # fmt: skip
def term_too_short(facts: Facts) -> Iterator[Problem]:
    """A dividend agreement runs as long as the policy of its day demands."""
    for one in facts.agreements:
        if one.kind not in (DIVIDEND, None) or one.from_on is None or one.through_on is None or one.day is None:
            continue
        term = facts.period("benefits.term_least", one.day)
        if term is not None and one.through_on < term.after(one.from_on, first_day_counts=True):
            message = f"从 {one.from_on} 到 {one.through_on}，不足{term}"
            yield Problem(one.subject, info(BenefitAgreement.through_on).label, message, one.record)


@check(
    "benefits.return-too-low", "保底分红比例", WARNING, hint="请核对比例、入股资金和年分红总额", source=_SAMPLE,
    needs=(BenefitAgreement.invested_fen,),
)  # fmt: skip
def return_too_low(facts: Facts) -> Iterator[Problem]:
    """A dividend agreement guarantees the least share of the invested money that the policy of its day demands."""
    for one in facts.agreements:
        least = facts.measure_limit("money.guaranteed_return_least", one.day or facts.on)
        if one.kind not in (DIVIDEND, None) or least is None:
            continue
        stated = f"{(least * 100).normalize():f}%"
        if one.share is not None and one.share < least * 100:
            message = f"每年分红 {one.share.normalize():f}%，规定不低于 {stated}"
            yield Problem(one.subject, info(BenefitAgreement.share).label, message, one.record)
        elif one.yearly_fen is not None and one.invested_fen and one.yearly_fen < int(one.invested_fen * least):
            message = (
                f"入股 {format_yuan(one.invested_fen)} 元，年分红 {format_yuan(one.yearly_fen)} 元，不到股金的 {stated}"
            )
            yield Problem(one.subject, info(BenefitAgreement.yearly_fen).label, message, one.record)


@check(
    "benefits.sum-differs", "效益合计与协议", WARNING, hint="请核对名单和协议的年分红总额", source=_SOURCE,
    needs=(BenefitLine.due_fen, BenefitAgreement.operator),
)  # fmt: skip
def benefit_sum_differs(facts: Facts) -> Iterator[Problem]:
    """What a year's list of a dividend agreement comes to is what the agreement promises a year."""
    for one in facts.agreements:
        promised = one.promised_fen if one.kind in (DIVIDEND, None) else None
        if promised is None:
            continue
        years: dict[int, list[BenefitRow]] = {}
        for line in facts.benefits:
            if line.agreement == one.key and line.year is not None:
                years.setdefault(line.year, []).append(line)
        for year, lines in sorted(years.items()):
            summed = sum(line.due_fen or 0 for line in lines)
            if summed != promised:
                message = f"{year}年名单应付合计 {format_yuan(summed)} 元，协议每年 {format_yuan(promised)} 元"
                yield Problem(one.subject, info(BenefitAgreement.yearly_fen).label, message, one.record)


@check(
    "benefits.outside-term", "效益不在协议期内", WARNING, hint="请核对年度和协议的起止日期", source=_SOURCE,
    needs=(BenefitLine.year, BenefitAgreement.through_on),
)  # fmt: skip
def outside_term(facts: Facts) -> Iterator[Problem]:
    """A year's list lies within its agreement; each year is named once."""
    known = {one.key: one for one in facts.agreements}
    named: set[tuple[object, int]] = set()
    for line in facts.benefits:
        one = known.get(line.agreement) if line.agreement is not None else None
        if one is None or line.year is None or (one.key, line.year) in named:
            continue
        early = one.from_on is not None and line.year < one.from_on.year
        if early or (one.through_on is not None and line.year > one.through_on.year):
            named.add((one.key, line.year))
            message = f"协议期是 {one.from_on or ''} 至 {one.through_on or ''}，名单里有{line.what}"
            yield Problem(one.subject, info(BenefitLine.year).label, message, line.record)


BENEFITS = (
    late, paid_over_due, benefit_product, benefit_twice, benefit_household_unknown, benefit_household_gone,
    benefit_project_unknown, not_on_roster, benefit_count_differs, term_too_short, return_too_low, benefit_sum_differs,
    outside_term,
)  # fmt: skip
"""The checks of this module, in the order in which findings are listed."""
