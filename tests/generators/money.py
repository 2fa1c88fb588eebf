"""A random township project workbook: the ledger with its merged headings in 万元, the journal, the rosters.

Like the shared kind of file: one voucher sequence, dates in five forms, a 冲销 as a negative amount in the column of
what it reverses. ``figures`` are the right answers in 分.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import cycle, pairwise
from pathlib import Path
from random import Random
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from villagebook.services.sample import homes
from villagebook.services.sample.facts import AREA
from villagebook.services.sample.shape import House

YEAR = 2025
SOURCES = ("中央", "省", "市", "县", "社会捐赠", "自筹")
Row = list[Any]


@dataclass(frozen=True, slots=True)
class Template:
    """A usual project; ``rate_yuan`` and ``unit`` only where it is done household by household."""

    name: str
    category: str
    subcategory: str
    mode: str
    content: str
    unit: str = ""
    rate_yuan: int = 0
    most: int = 0


TEMPLATES: tuple[Template, ...] = (
    Template("主干道拓宽工程", "乡村建设行动", "农村道路建设", "公益设施", "拓宽路面"),
    Template("自然村水泥路工程", "乡村建设行动", "农村道路建设", "公益设施", "硬化村道"),
    Template("村部修缮和环境整治", "乡村建设行动", "村容村貌提升", "公益设施", "修缮村部、配置便民服务点"),
    Template("村级光伏电站", "产业发展", "光伏电站建设", "集体实施", "装机100千瓦"),
    Template("肉牛养殖合作社入股", "产业发展", "养殖业基地", "集体实施", "入股合作社，年固定分红10%"),
    Template("火龙果采摘园", "产业发展", "种植业基地", "集体实施", "种植50亩"),
    Template("蜜柚种植到户补助", "产业发展", "种植业基地", "分户实施", "每亩补助600元", "亩", 600, 20),
    Template("庭院养鸡到户补助", "产业发展", "庭院特色养殖", "分户实施", "每只补助20元", "只", 20, 120),
    Template("卫生厕所改造到户补助", "乡村建设行动", "农村卫生厕所改造", "分户实施", "每座补助1000元", "座", 1000, 1),
    Template("公益性岗位", "就业项目", "公益性岗位", "分户实施", "保洁员，每人每月1200元", "月", 1200, 12),
    Template("饮水安全巩固提升", "乡村建设行动", "农村供水保障设施建设", "公益设施", "铺设管网"),
    Template("公共照明", "乡村建设行动", "公共照明设施建设", "公益设施", "安装路灯"),
)


@dataclass
class Line:
    """A household's line of a roster; ``code`` and ``extra_yuan`` differ from what is right only as faults."""

    house: House
    quantity: int
    code: str
    extra_yuan: int = 0


@dataclass
class Planned:
    """One project with its money and days."""

    code: str
    template: Template
    number: int
    sources_fen: dict[str, int]
    lines: list[Line]
    days: dict[str, dt.date]
    households: int
    people: int
    received_share: Decimal = Decimal(1)
    stated_fen: int | None = None

    @property
    def planned_fen(self) -> int:
        """The sum of its sources."""
        return sum(self.sources_fen.values())


@dataclass
class Entry:
    """One line of the journal; ``amount_fen`` is negative for 冲销."""

    day: dt.date
    code: str
    memo: str
    kind: str
    source: str
    payee: str | None
    amount_fen: int
    voucher: str = ""


@dataclass
class Money:
    """Everything the workbook says."""

    village: str
    projects: list[Planned]
    entries: list[Entry]
    figures: dict[str, dict[str, int]] = field(default_factory=dict)


def money(random: Random, village: str, village_code: str, houses: Sequence[House], times: int = 1) -> Money:
    """Return a year's projects of a village, and their journal in order of vouchers.

    Args:
        times: How many projects there are of each of TEMPLATES.
    """
    projects = [
        _planned(random, number, template, houses, village_code)
        for number, template in enumerate(TEMPLATES * times, start=1)]
    entries = [entry for project in projects for entry in _entries(project, village)]
    entries.sort(key=lambda entry: entry.day)
    _reverse_one(entries)
    number_vouchers(entries)
    return Money(village, projects, entries, {project.code: figures(project, entries) for project in projects})


def number_vouchers(entries: list[Entry]) -> None:
    """Number entries in their order; a 冲销 names the entry before it."""
    for serial, entry in enumerate(entries, start=1):
        entry.voucher = f"记-{serial:04d}"
    for before, entry in pairwise(entries):
        if entry.kind == "冲销":
            entry.memo = f"冲销{before.voucher}"


def figures(project: Planned, entries: Iterable[Entry]) -> dict[str, int]:
    """Return planned, received, spent, reimbursed and balance of a project in 分; a 冲销 counts in 支出."""
    sums = {"到账": 0, "支出": 0, "报账": 0}
    for entry in entries:
        kind = "支出" if entry.kind == "冲销" else entry.kind
        if entry.code == project.code and kind in sums:
            sums[kind] += entry.amount_fen
    return {
        "planned_fen": project.planned_fen, "received_fen": sums["到账"], "spent_fen": sums["支出"],
        "reimbursed_fen": sums["报账"], "balance_fen": sums["到账"] - sums["支出"],
    }


def _planned(
    random: Random, number: int, template: Template, houses: Sequence[House], village_code: str
) -> Planned:
    lines = []
    if template.rate_yuan:
        chosen = sorted(random.sample(range(len(houses)), min(len(houses), random.randint(4, 40))))
        lines = [Line(houses[at], random.randint(1, template.most),
                      homes.household_code(village_code, houses[at].number)) for at in chosen]
        total_yuan = sum(line.quantity for line in lines) * template.rate_yuan
    else:
        total_yuan = random.randrange(20_000, 900_000, 1_000)
    reached = [line.house for line in lines] or list(houses)
    return Planned(
        f"{AREA}{YEAR}{number:04d}", template, number, _split(random, total_yuan), lines, _days(random),
        len(reached), sum(len(house.members) for house in reached),
        Decimal(1) if lines or random.random() < 0.8 else Decimal("0.9"))


def _split(random: Random, total_yuan: int) -> dict[str, int]:
    """Split into whole thousands of 元, the rest with the first source, so that shares are whole 分."""
    names = sorted(random.sample(SOURCES[:5], random.randint(1, 3)), key=SOURCES.index)
    shares = dict.fromkeys(names, 0)
    for name in names[1:]:
        shares[name] = total_yuan // 1000 // (len(names) + 1) * 1000
    shares[names[0]] = total_yuan - sum(shares.values())
    return {name: yuan * 100 for name, yuan in shares.items() if yuan}


def _days(random: Random) -> dict[str, dt.date]:
    """Return the days of a project's stages, each some days after the one before."""
    day = dt.date(YEAR, 1, 12) + dt.timedelta(days=random.randint(0, 15))
    found = {"notice_from": day, "notice_through": day + dt.timedelta(days=10)}
    steps = (("granted", 30, 60), ("started", 15, 30), ("finished", 30, 90), ("accepted", 7, 20))
    for name, least, most in steps:
        day += dt.timedelta(days=random.randint(least, most))
        found[name] = day
    return found


def _entries(project: Planned, village: str) -> Iterator[Entry]:
    days, name = project.days, project.template.name
    received = {source: int(fen * project.received_share) for source, fen in project.sources_fen.items()}
    later = dt.timedelta(days=10)
    yield from _each(project, days["granted"], "指标下达", f"{name}指标", None, project.sources_fen)
    yield from _each(project, days["granted"] + later, "到账", f"{name}资金到账", f"{village}村民委员会", received)
    if project.lines:
        yield from _each(project, days["accepted"] + later, "支出", f"{name}第1笔款", "一卡通代发", received)
    else:
        steps = ((days["started"], 40), (days["finished"], 50), (days["accepted"], 10))
        for number, (day, percent) in enumerate(steps, start=1):
            if percent == 10 and project.received_share < 1:
                continue
            part = {source: fen * percent // 100 for source, fen in project.sources_fen.items()}
            yield from _each(project, day + dt.timedelta(days=3), "支出", f"{name}第{number}笔款", "施工单位", part)
    if project.received_share == 1:
        yield from _each(project, days["accepted"] + 2 * later, "报账", f"{name}报账", "镇财政所", received)


def _each(
    project: Planned, day: dt.date, kind: str, memo: str, payee: str | None, fen: dict[str, int]
) -> Iterator[Entry]:
    for source, amount in fen.items():
        yield Entry(day, project.code, memo, kind, source, payee, amount)


def _reverse_one(entries: list[Entry]) -> None:
    """Reverse the first payment on its day and enter it once more: nothing changes in the figures."""
    at = next(at for at, entry in enumerate(entries) if entry.kind == "支出")
    first = entries[at]
    back = Entry(first.day, first.code, "", "冲销", first.source, first.payee, -first.amount_fen)
    again = Entry(first.day, first.code, f"{first.memo}（更正）", "支出", first.source, first.payee, first.amount_fen)
    entries[at + 1 : at + 1] = [back, again]


_HEAD = ("序号", "项目编号", "项目名称", "项目类型", "项目子类型", "建设性质", "实施方式", "实施地点",
         "建设内容及规模", "资金投入", None, None, None, None, None, None, "受益对象", None, None, None, "时间进度",
         None, "责任单位", "责任人", "联系电话", "绩效目标", "联农带农机制", "入库公示", None, "批复文号", "下达日期",
         "开工日期", "竣工日期", "验收日期", "备注")
_UNDER = {9: ("合计", *SOURCES), 16: ("户数", "人数", "其中脱贫户和监测户户数", "其中脱贫户和监测户人数"),
          20: ("计划开工", "计划完工"), 27: ("开始", "结束")}


def write(path: Path, told: Money) -> Path:
    """Write the workbook."""
    book = Workbook(write_only=True)
    _write_projects(book, told)
    sheet = book.create_sheet("资金流水")
    sheet.append(["序号", "日期", "凭证号", "项目编号", "摘要", "类型", "资金来源", "收款单位（人）", "收入（元）",
                  "支出（元）", "附件张数", "经办人"])
    forms = cycle(_DAY_FORMS)
    for number, entry in enumerate(told.entries, start=1):
        comes = entry.kind in ("指标下达", "到账")
        amount = _yuan(entry.amount_fen)
        sheet.append([number, next(forms)(entry.day), entry.voucher, entry.code, entry.memo, entry.kind,
                      entry.source, entry.payee, amount if comes else None, None if comes else amount, 2, "经办人"])
    for project in told.projects:
        if project.lines:
            _write_roster(book, project)
    book.save(path)
    return path


def _write_projects(book: Workbook, told: Money) -> None:
    sheet = book.create_sheet("项目台账")
    under: Row = [None] * len(_HEAD)
    for start, names in _UNDER.items():
        under[start : start + len(names)] = names
        sheet.merged_cells.add(f"{get_column_letter(start + 1)}2:{get_column_letter(start + len(names))}2")
    for at in range(len(_HEAD)):
        if under[at] is None:
            sheet.merged_cells.add(f"{get_column_letter(at + 1)}2:{get_column_letter(at + 1)}3")
    sheet.merged_cells.add(f"A1:{get_column_letter(len(_HEAD))}1")
    sheet.append([f"{told.village}{YEAR}年度项目台账（单位：万元）"])
    sheet.append(list(_HEAD))
    sheet.append(under)
    for project in told.projects:
        sheet.append(_project_row(told, project))
    total = _wan(sum(project.planned_fen for project in told.projects))
    sheet.append(["合计", *[None] * 8, total, *[None] * (len(_HEAD) - 10)])


def _project_row(told: Money, project: Planned) -> Row:
    template, days = project.template, project.days
    start, finish = days["started"], days["finished"]
    return [
        project.number, project.code, template.name, template.category, template.subcategory, "新建", template.mode,
        told.village, template.content, _wan(project.stated_fen or project.planned_fen),
        *(_wan(project.sources_fen.get(source, 0)) for source in SOURCES),
        project.households, project.people, project.households, project.people,
        f"{start.year}.{start.month}", f"{finish.year}.{finish.month}", f"{told.village}村民委员会", "项目负责人",
        "0599-5550000", "按期完成，群众满意度≥95%", "直接受益", *(_moment(days[n]) for n in (
            "notice_from", "notice_through")),
        f"示乡振〔{YEAR}〕{project.number + 2}号",
        *(_moment(days[name]) for name in ("granted", "started", "finished", "accepted")), None,
    ]


def _write_roster(book: Workbook, project: Planned) -> None:
    template = project.template
    sheet = book.create_sheet(f"花名册{project.number:04d}")
    sheet.append([f"{template.name}到户花名册"])
    sheet.append(["项目编号", project.code])
    sheet.append(["序号", "组", "户主姓名", "户编号", "人口", "补助内容", "数量", "单位", "补助标准（元）",
                  "补助金额（元）", "领取人签字"])
    for number, line in enumerate(project.lines, start=1):
        house = line.house
        sheet.append([number, house.group, house.head.name, line.code,
                      len(house.members), template.content, line.quantity, template.unit, template.rate_yuan,
                      line.quantity * template.rate_yuan + line.extra_yuan, None])
    sheet.append(["合计", *[None] * 8, project.planned_fen // 100, None])


_DAY_FORMS: tuple[Callable[[dt.date], Any], ...] = (
    lambda day: _moment(day), lambda day: f"{day:%Y.%m.%d}", lambda day: f"{day:%Y%m%d}",
    lambda day: f"{day.year}年{day.month}月{day.day}日", lambda day: f"{day:%Y/%m/%d}",
)  # fmt: skip


def _moment(day: dt.date) -> dt.datetime:
    return dt.datetime(day.year, day.month, day.day)


def _wan(fen: int) -> float | int:
    return _number(Decimal(fen) / 1_000_000)


def _yuan(fen: int) -> float | int:
    return _number(Decimal(fen) / 100)


def _number(value: Decimal) -> float | int:
    return int(value) if value == value.to_integral_value() else float(value)
