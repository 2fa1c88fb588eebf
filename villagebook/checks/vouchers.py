"""Checks of single fund entries and of the voucher sequence: what is missing, twice, out of place, or reversed."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from villagebook.base.money import format_yuan
from villagebook.base.text import fold_code
from villagebook.base.vouchers import STARTS_LATE, voucher_key
from villagebook.checks.check import ERROR, INFO, WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.checks.money_rows import EntryRow
from villagebook.ledgers.figures import REVERSAL
from villagebook.models import FundEntry, info

AMOUNT, VOUCHER = info(FundEntry.amount_fen).label, info(FundEntry.voucher).label
_SOURCE = "会计凭证连续编号、红字冲销的规矩"
_NUMBERED = re.compile(r"(?P<prefix>.*?)(?P<number>[0-9]{1,9})")


@check("funds.incomplete", "不完整的资金记录", ERROR, hint="请按凭证补全", needs=(FundEntry.kind,))
def incomplete(facts: Facts) -> Iterator[Problem]:
    """An entry has an amount, a date and a kind."""
    for entry in facts.entries:
        for value, attribute in (
            (entry.amount_fen, FundEntry.amount_fen), (entry.date, FundEntry.date), (entry.kind, FundEntry.kind),
        ):  # fmt: skip
            if value is None:
                label = info(attribute).label
                yield Problem(entry.subject, label, f"没有填{label}", entry.record, "请按凭证补上；补上前不能入账")


@check(
    "funds.sign", "金额正负", ERROR, hint="请按凭证核对金额的正负",
    source=_SOURCE, needs=(FundEntry.amount_fen, FundEntry.kind),
)  # fmt: skip
def sign(facts: Facts) -> Iterator[Problem]:
    """A 冲销 is negative, everything else positive, as on paper."""
    for entry in facts.entries:
        if entry.amount_fen is None or entry.kind is None:
            continue
        negative = entry.kind == REVERSAL
        if entry.amount_fen == 0 or (entry.amount_fen < 0) != negative:
            wanted = "冲销的金额应为负数" if negative else f"{entry.kind}的金额应为正数"
            message = f"{wanted}，填的是 {format_yuan(entry.amount_fen)}"
            yield Problem(entry.subject, AMOUNT, message, entry.record, "要冲掉一笔，请另记一笔冲销")


@check(
    "funds.voucher-twice", "凭证号重复", ERROR, hint="请按凭证核对凭证号",
    source=_SOURCE, needs=(FundEntry.voucher,),
)  # fmt: skip
def voucher_twice(facts: Facts) -> Iterator[Problem]:
    """A voucher number stands once in its year."""
    groups: dict[tuple[int | None, object], list[EntryRow]] = defaultdict(list)
    for entry in facts.entries:
        if entry.voucher:
            groups[entry.year, voucher_key(entry.voucher) or fold_code(entry.voucher)].append(entry)
    for (year, _), same in groups.items():
        for entry in same if len(same) > 1 else ():
            which = f"{year}年" if year else "没有日期的记录里"
            message = f"{which}有 {len(same)} 笔用了这个凭证号（{entry.memo or entry.kind or ''}）"
            yield Problem(entry.subject, VOUCHER, message, entry.record, "请按凭证改正其中一笔的编号")


@check(
    "funds.voucher-gap", "凭证号断号", INFO, hint="作废的凭证请注明；漏记的请补记",
    source=_SOURCE, needs=(FundEntry.voucher,),
)  # fmt: skip
def voucher_gap(facts: Facts) -> Iterator[Problem]:
    """The numbers of a year's sequence run without gaps, from the first on; each gap is named once.

    A sequence that begins far behind 1 began elsewhere.
    """
    sequences: dict[tuple[int, str], dict[int, int]] = defaultdict(dict)
    for entry in facts.entries:
        match = _NUMBERED.fullmatch(fold_code(entry.voucher or ""))
        if match and entry.year is not None:
            sequences[entry.year, match["prefix"]][int(match["number"])] = len(match["number"])
    for (year, prefix), widths in sequences.items():
        numbers = sorted(widths)
        begins = [0] if numbers[0] <= STARTS_LATE else []
        for before, after in pairwise([*begins, *numbers]):
            if after - before > 1:
                width = widths.get(before, widths[after])
                first, last = (f"{prefix}{number:0{width}d}" for number in (before + 1, after - 1))
                which = first if first == last else f"{first} 至 {last}"
                yield Problem(first, VOUCHER, f"{year}年缺 {which}", None, "请核对是漏记还是作废")


@check(
    "funds.project-unknown", "资金的项目找不到", ERROR, hint="请改正项目编号，或先登记项目",
    needs=(FundEntry.project_code,),
)  # fmt: skip
def project_unknown(facts: Facts) -> Iterator[Problem]:
    """An entry names a project of this book; the finding is called by the code as typed."""
    label = info(FundEntry.project_code).label
    for entry in facts.entries:
        if entry.project is not None:
            continue
        if entry.project_code:
            what = f"{entry.subject}（{entry.memo or entry.kind or ''}）"
            message = f"{what}记在项目 {entry.project_code} 上，项目台账里没有"
            yield Problem(entry.project_code, label, message, entry.record, "请改正项目编号，或先登记这个项目")
        else:
            yield Problem(entry.subject, label, "没有填项目编号，算在未归属里", entry.record, "", WARNING)


@check("funds.reversal", "冲销", ERROR, hint="请核对冲销的是哪一笔", source=_SOURCE, needs=(FundEntry.kind,))
def reversal(facts: Facts) -> Iterator[Problem]:
    """A 冲销 names an entry of this book, undoes it to the 分, once, on the same project and source."""
    undone: dict[object, EntryRow] = {}
    for entry in facts.entries:
        if entry.kind != REVERSAL:
            continue
        origin = facts.entry_by_key.get(entry.reverses) if entry.reverses else None
        if origin is None:
            named = f"找不到被冲销的凭证 {entry.reverses_text}" if entry.reverses_text else "没有写明冲销哪一笔"
            yield Problem(entry.subject, info(FundEntry.reverses_text).label, f"{named}，暂算在支出里", entry.record)
            continue
        yield from _faults_of_reversal(entry, origin, undone.get(origin.key))
        undone.setdefault(origin.key, entry)


def _faults_of_reversal(entry: EntryRow, origin: EntryRow, earlier: EntryRow | None) -> Iterator[Problem]:
    if origin.kind == REVERSAL:
        message = f"被冲销的 {origin.subject} 本身是冲销"
        yield Problem(entry.subject, info(FundEntry.reverses_text).label, message, entry.record)
    if earlier is not None:
        message = f"{origin.subject} 已由 {earlier.subject} 冲销过"
        yield Problem(entry.subject, info(FundEntry.reverses_text).label, message, entry.record)
    if entry.amount_fen is not None and origin.amount_fen is not None and entry.amount_fen != -origin.amount_fen:
        here, there = format_yuan(entry.amount_fen), format_yuan(origin.amount_fen)
        message = f"冲销 {here} 元，原凭证 {origin.subject} 是 {there} 元"
        yield Problem(entry.subject, AMOUNT, message, entry.record, "冲销应与原凭证金额相等、方向相反")
    for attribute, mine, its in (
        (FundEntry.project_code, entry.project or entry.project_code, origin.project or origin.project_code),
        (FundEntry.source, entry.source, origin.source),
    ):
        if mine != its:
            label = info(attribute).label
            yield Problem(entry.subject, label, f"{label}与被冲销的 {origin.subject} 不同", entry.record, "", WARNING)
