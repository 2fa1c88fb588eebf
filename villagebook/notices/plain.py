"""大白话: what a notice says, in words for somebody who reads no tables. One declaration a kind.

Every figure and name is taken from the notice's own content, which is frozen when it is posted; of the book's records
only the names of a project's sources are added, because a roster does not say them. To add a kind: a ``Plain`` in
PLAINS with its question and its bands.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from villagebook.base.errors import UserError
from villagebook.base.money import format_wan, format_yuan, wan_decimals
from villagebook.base.plain_sheet import PlainBand, PlainEntry, PlainSheet
from villagebook.base.registry import Registry
from villagebook.base.sheet import NoticeContent, SheetTable, Value
from villagebook.notices.kind import NoticeKind

_MET = re.compile(r"(?:\d{4}年)?(\d{1,2}月\d{1,2}日)([^，,；。]*?(?:大会|会议|代表会|评议会))[^，,；。]*通过")
_SUBSIDY = re.compile(r"(到户)?(补助|补贴)?(项目)?$")
_LONG = "长期"
_UPPER = frozenset({"中央", "省", "市", "县"})


@dataclass(frozen=True, slots=True)
class Told:
    """What bands are made of: the content, the project's name in its title, its sources by the book."""

    content: NoticeContent
    project: str
    when: str
    sources: tuple[str, ...]

    def table(self, *ids: str) -> SheetTable | None:
        """Return the first table that has these columns."""
        wanted = set(ids)
        return next((t for t in self.content.tables if wanted <= {c.id for c in t.columns}), None)

    def matter(self, label: str) -> str:
        """Return what a notice of matters says under a label, empty if it does not."""
        table = self.table("matter", "said")
        said = (str(row[1] or "") for row in table.rows if row[0] == label) if table else iter(())
        return next(said, "")


Bands = Callable[[Told], Sequence[PlainBand]]


@dataclass(frozen=True, slots=True)
class Plain:
    """How one kind is told: ``id`` of the kind, its question ({project} or {when} in it), its bands but the last."""

    id: str
    question: str
    bands: Bands


def plain_sheet(kind: NoticeKind, content: NoticeContent, sources: Sequence[str] = ()) -> PlainSheet:
    """Return the 大白话 sheet of a notice.

    Args:
        sources: Levels the project's money comes from (中央, 县, 村集体), as the book has them.

    Raises:
        UserError: this kind has none.
    """
    plain = PLAINS.get(kind.id)
    if plain is None:
        raise UserError("notice.no_plain_words", f"{kind.name}没有大白话", "印公示本身即可")
    told = _told(kind, content, tuple(sources))
    name = told.project or "这些项目"
    question = plain.question.format(project=name, subsidy=_SUBSIDY.sub("", name) + "补助", when=told.when)
    bands = [band for band in plain.bands(told) if band.lines or band.entries]
    phone = next((c.phone for c in content.contacts if c.phone), next((p for p, _ in content.hotlines if p), ""))
    return PlainSheet(
        question, content.number, (*bands, _objections(kind, content, phone)), phone, content.signers,
        content.signed_on, content.as_of, content.village, content.place,
    )  # fmt: skip


def has_plain_words(kind_id: str) -> bool:
    """Say whether a kind has a 大白话 sheet."""
    return PLAINS.get(kind_id) is not None


def _told(kind: NoticeKind, content: NoticeContent, sources: tuple[str, ...]) -> Told:
    literal = {part for part in kind.title if "{" not in part}
    own = [part for part in content.title_parts if part not in literal]
    when = own[1] if len(own) > 1 else ""
    return Told(content, "".join(own[2:]), when, sources)


# Bands


def _objections(kind: NoticeKind, content: NoticeContent, phone: str) -> PlainBand:
    """有意见: until when, to whom; the phone itself stands below, large."""
    who = next((c.name for c in content.contacts if c.phone == phone and c.name), "")
    others = [number for number, _ in content.hotlines if number != phone][:1]
    until = content.through_on
    ends = kind.mode == "公示" and content.days_text != _LONG
    by = f"{until.month}月{until.day}日前" if ends else "随时可以"
    first = f"{by}找{who}" if who else f"{by}打电话" if phone else ""
    also = f"也可打{others[0]}" if others else ""
    said = "，".join(filter(None, (first, also)))
    return PlainBand("有意见", (f"{said}。",) if said else ())


def _met(told: Told) -> tuple[str, ...]:
    """Who agreed, if the basis says so: 3月8日村民代表大会开会同意。"""
    found = _MET.search(told.content.basis)
    return (f"{found[1]}{found[2]}开会同意。",) if found else ()


def _yuan(fen: Value) -> str:
    """Write money as it is said: 1,080元, 12.50元."""
    return f"{format_yuan(int(fen)).removesuffix('.00')}元" if isinstance(fen, int) else ""


def _wan(fen: Value, decimals: int = 2) -> str:
    return f"{format_wan(int(fen), decimals)}万元" if isinstance(fen, int) else ""


def _column(table: SheetTable, id: str) -> tuple[Value, ...]:
    place = next((i for i, column in enumerate(table.columns) if column.id == id), None)
    return tuple(row[place] for row in table.rows) if place is not None else (None,) * len(table.rows)


def _total(table: SheetTable | None, id: str) -> Value:
    if table is None:
        return None
    values = [value for value in _column(table, id) if isinstance(value, int)]
    place = [column.id for column in table.columns].index(id)
    given = table.totals[place] if table.totals else None
    return given if given is not None else sum(values) if values else None


def _from(sources: tuple[str, ...]) -> str:
    upper = [source for source in sources if source in _UPPER]
    rest = [source for source in sources if source not in _UPPER]
    parts = ([f"上级拨的钱（{'、'.join(upper)}）"] if upper else []) + [f"{source}的钱" for source in rest]
    return "和".join(parts)


def _where_from(told: Told, fen: Value) -> PlainBand:
    source, total = _from(told.sources), _yuan(fen)
    said = "，".join(filter(None, (source, f"一共{total}" if total else "")))
    return PlainBand("钱从哪来", ((f"{said}。",) if said else ()) + _met(told))


def _count(table: SheetTable, lead: str) -> tuple[str, ...]:
    return (f"{lead}{table.count_text}：",) if table.count_text else ()


def _after_notice(told: Told) -> PlainBand:
    until = told.content.through_on
    if told.content.days_text == _LONG:
        return PlainBand("怎么给", ())
    return PlainBand("怎么给", (f"先公示到{until.month}月{until.day}日，没有意见再按名单发。",))


# Kinds


def _roster(told: Told) -> Sequence[PlainBand]:
    table = told.table("head", "amount_fen")
    if table is None:
        return ()
    unit = next((column.unit or "" for column in table.columns if column.id == "quantity"), "")
    amounts = _column(table, "amount_fen")
    quantities = [_quantity(value, unit) for value in _column(table, "quantity")]
    # What all get alike is said once.
    alike = len(set(amounts)) == 1
    return (
        _where_from(told, _total(table, "amount_fen")),
        PlainBand("给多少", (_each(table, unit, amounts, alike),)),
        PlainBand("给谁", _count(table, "一共"), _people(table, "head", quantities, amounts), people=True),
        _after_notice(told),
    )


def _each(table: SheetTable, unit: str, amounts: Sequence[Value], alike: bool) -> str:
    contents = {str(value) for value in _column(table, "content") if value}
    what = f"给的是{contents.pop()}，" if len(contents) == 1 else ""
    rates = {value for value in _column(table, "rate_fen") if isinstance(value, int)}
    rate = f"一{_counted(unit)}{_yuan(rates.pop())}，" if len(rates) == 1 and unit else ""
    each = f"每户{_yuan(amounts[0])}。" if alike and _yuan(amounts[0]) else "各户多少见下面。"
    return what + rate + each


def _counted(unit: str) -> str:
    return {"月": "个月", "人": "个人"}.get(unit, unit)


def _quantity(value: Value, unit: str) -> str:
    if value is None or not unit:
        return ""
    number = f"{value.normalize():f}" if isinstance(value, Decimal) else str(value)
    return f"{number}{_counted(unit)}"


def _people(
    table: SheetTable, name: str, quantities: Sequence[str], amounts: Sequence[Value]
) -> tuple[PlainEntry, ...]:
    found = zip(_column(table, name), quantities, amounts, strict=True)
    return tuple(PlainEntry(str(who or ""), quantity, _yuan(fen)) for who, quantity, fen in found)


def _fund_use(told: Told) -> Sequence[PlainBand]:
    sources, uses = told.table("source", "granted_fen"), told.table("use", "payee", "amount_fen")
    bands = []
    if sources is not None:
        given = tuple(
            PlainEntry(str(source or ""), "", _yuan(fen))
            for source, fen in zip(_column(sources, "source"), _column(sources, "granted_fen"), strict=True)
        )
        total = _yuan(_total(sources, "granted_fen"))
        bands.append(PlainBand("钱从哪来", (f"一共下达{total}：",) if total else (), given))
        spent, left = (_yuan(_total(sources, id)) for id in ("spent_fen", "balance_fen"))
        bands.append(PlainBand("花了多少", (f"已经花了{spent or '0元'}，账上还剩{left or '0元'}。",)))
    if uses is not None and uses.rows:
        bands.append(PlainBand("花在哪", _count(uses, "一共"), _uses(uses)))
    return bands


def _uses(table: SheetTable) -> tuple[PlainEntry, ...]:
    found = zip(*(_column(table, id) for id in ("project", "use", "amount_fen")), strict=True)
    return tuple(PlainEntry(_what_for(project, use), "", _yuan(fen)) for project, use, fen in found)


def _what_for(project: Value, use: Value) -> str:
    """Name a payment: its project stands before words that mean nothing without it (第2笔款)."""
    own, words = str(project or ""), str(use or "")
    return words if own in words else f"{own}{words}" if not words or words[0].isdigit() else f"{own}：{words}"


def _distribution(told: Told) -> Sequence[PlainBand]:
    parts, people = told.table("use", "planned_fen"), told.table("name", "amount_fen")
    bands = []
    if parts is not None:
        bands.append(PlainBand("钱从哪来", (*_earned(told, parts), *_met(told))))
        shares = zip(_column(parts, "use"), _column(parts, "planned_fen"), strict=True)
        bands.append(PlainBand(
            "怎么分", _count(parts, "分成"), tuple(PlainEntry(str(use or ""), "", _yuan(fen)) for use, fen in shares)
        ))  # fmt: skip
    if people is not None:
        bands += _given_to(people)
    return (*bands, _after_notice(told))


def _earned(told: Told, parts: SheetTable) -> tuple[str, ...]:
    """What was earned, taken off and shared out; of a notice without the table of 收益 what is shared out."""
    income = told.table("income_fen", "deducted_fen", "shared_fen")
    if income is None:
        return (f"{told.project}挣的钱，这次分{_yuan(_total(parts, 'planned_fen')) or '0元'}。",)
    earned, off, shared = (_total(income, id) for id in ("income_fen", "deducted_fen", "shared_fen"))
    taken = f"扣掉运维等{_yuan(off)}，" if off else ""
    return (f"{told.project}一共挣了{_yuan(earned) or '0元'}，{taken}这次分{_yuan(shared) or '0元'}。",)


def _given_to(table: SheetTable) -> list[PlainBand]:
    amounts = _column(table, "amount_fen")
    return [PlainBand("给谁", _count(table, "一共"), _people(table, "name", [""] * len(amounts), amounts), people=True)]


def _aid(told: Told) -> Sequence[PlainBand]:
    table = told.table("name", "amount_fen")
    if table is None:
        return ()
    total = _yuan(_total(table, "amount_fen"))
    each = "各户" if table.count_text.endswith("户") else "各人"
    return (PlainBand("给多少", (f"一共{total}，{each}多少见下面。",) if total else ()), *_given_to(table))


def _projects(told: Told) -> Sequence[PlainBand]:
    table = told.table("name", "planned_fen")
    if table is None:
        return ()
    total, amounts = _total(table, "planned_fen"), _column(table, "planned_fen")
    many = wan_decimals((*amounts, total))
    pairs = zip(_column(table, "name"), amounts, strict=True)
    return (
        PlainBand("要花多少", ((f"{table.count_text}，一共{_wan(total, many)}。",) if total else ()) + _met(told)),
        PlainBand("哪些项目", (), tuple(PlainEntry(str(name or ""), "", _wan(fen, many)) for name, fen in pairs)),
    )


def _release(told: Told) -> Sequence[PlainBand]:
    table = told.table("name", "sources", "amount_fen")
    if table is None:
        return ()
    rows = zip(*(_column(table, id) for id in ("name", "sources", "amount_fen")), strict=True)
    named = ((f"{name or ''}（{source}）" if source else str(name or ""), fen) for name, source, fen in rows)
    entries = tuple(PlainEntry(what, "", _yuan(fen)) for what, fen in named)
    total = _yuan(_total(table, "amount_fen"))
    return (PlainBand("来了多少", (f"一共{total}。",) if total else ()), PlainBand("给哪里", (), entries))


def _matters(*wanted: tuple[str, tuple[tuple[str, str], ...]]) -> Bands:
    """Return the bands of a notice of matters: (label, ((matter, sentence with {}), …)), what is not said left out."""

    def bands(told: Told) -> Sequence[PlainBand]:
        made = []
        for label, sentences in wanted:
            said = ((pattern, told.matter(matter)) for matter, pattern in sentences)
            made.append(PlainBand(label, tuple(pattern.format(words.rstrip("。")) for pattern, words in said if words)))
        return made

    return bands


def _accounts(told: Told) -> Sequence[PlainBand]:
    table = told.table("opening_fen", "in_fen", "out_fen", "closing_fen")
    if table is None:
        return ()
    opening, income, spent, closing = (
        _yuan(_total(table, id)) or "0元" for id in ("opening_fen", "in_fen", "out_fen", "closing_fen")
    )
    out = [t for t in told.content.tables if {"use", "amount_fen"} <= {c.id for c in t.columns}]
    bands = [
        PlainBand("收了多少", (f"原来有{opening}，又收了{income}。",)),
        PlainBand("花了多少", (f"花了{spent}。",)),
        PlainBand("还剩多少", (f"账上还有{closing}。",)),
    ]
    if len(out) > 1 and out[-1].rows:
        bands.append(PlainBand("花在哪", (), _uses(out[-1])))
    return bands


def _donations(told: Told) -> Sequence[PlainBand]:
    table = told.table("giver", "how_much", "went")
    if table is None:
        return ()
    rows = zip(*(_column(table, id) for id in ("giver", "what", "how_much", "went")), strict=True)
    entries, went = [], []
    for giver, what, how_much, gone in rows:
        entries.append(PlainEntry(f"{giver or ''}：{what or ''}", "", str(how_much or "")))
        went += [f"{giver or ''}的：{str(gone).rstrip('。')}。"] if gone else []
    return (
        PlainBand("谁给的", _count(table, "一共"), tuple(entries)),
        PlainBand("怎么用的", tuple(dict.fromkeys(went))),
    )


_BUILT = (("施工单位及责任人", "{}来做。"), ("施工单位", "{}来做。"), ("建设期限", "{}。"))
PLAINS: Registry[Plain] = Registry("plain words", (
    Plain("project-library", "{when}想报哪些项目？", _projects),
    Plain("annual-plan", "{when}要做哪些项目？", _projects),
    Plain("fund-release", "{when}来了多少钱？给哪里？", _release),
    Plain("project-start", "{project}怎么建？花多少钱？", _matters(
        ("建什么", (("建设内容", "{}。"),)),
        ("在哪里", (("实施地点", "{}。"),)),
        ("花多少", (("资金构成及规模", "{}。"), ("资金规模", "{}。"))),
        ("钱从哪来", (("资金来源", "{}。"),)),
        ("谁来做", _BUILT),
        ("谁受益", (("受益对象", "{}。"),)),
    )),
    Plain("project-completion", "{project}建好了吗？花了多少钱？", _matters(
        ("建了什么", (("完成建设内容", "{}。"),)),
        ("花了多少", (("计划投资", "原来打算花{}。"), ("实际投资", "实际花了{}。"))),
        ("钱从哪来", (("资金来源", "{}。"),)),
        ("验收了吗", (("验收日期", "{}验收。"), ("验收结论", "结论：{}。"))),
        ("谁来管", (("管护责任人", "{}。"),)),
    )),
    Plain("roster-beneficiaries", "{subsidy}发给谁？发多少？", _roster),
    Plain("fund-use", "{when}{project}的钱怎么花的？", _fund_use),
    Plain("income-distribution", "{project}挣的钱怎么分？", _distribution),
    Plain("village-accounts", "{when}村里的钱怎么收、怎么花？", _accounts),
    Plain("donation-use", "{when}捐的款物用到哪了？", _donations),
    Plain("temporary-aid", "临时救助给了谁？给多少？", _aid),
    Plain("disability-subsidies", "两项补贴发给谁？发多少？", _aid),
    Plain("education-aid", "雨露计划发给谁？发多少？", _aid),
    Plain("house-repair", "危房改造补助给谁？给多少？", _aid),
    Plain("public-posts", "公益岗位聘了谁？给多少？", _aid),
))  # fmt: skip
