"""Notices for the tests: the roster, the monitored households, the funds and the projects of an invented village."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from decimal import Decimal
from typing import Any

from villagebook.base.sheet import Contact, NoticeContent, SheetColumn, SheetTable

NAMES = (
    "赵长河", "钱玉兰", "孙立", "王䶮", "周桂芳", "吴铁山", "郑娟", "王守田", "冯春生", "陈小梅",
    "褚卫国", "卫秀英", "欧阳明月", "韩冬",
)  # fmt: skip
COUNTS = (5, 3, 4, 6, 2, 5, 3, 4, 1, 5, 4, 2, 6, 3)
CHICKS = (60, 40, 50, 80, 30, 60, 40, 50, 20, 60, 50, 30, 80, 40)
RATE_FEN = 1800
RARE = ["㛃", "䶮", "𬭎", "𫍯", "𬀩", "𬳵", "𠅤", "𡒄", "𣲗", "𠮷"]


def columns(*given: str) -> tuple[SheetColumn, ...]:
    """Return columns written as ``heading kind unit``."""
    parts = (text.split() for text in given)
    return tuple(SheetColumn(f"c{i}", p[0], p[1], p[2] if len(p) > 2 else None) for i, p in enumerate(parts))


ROSTER = columns(
    "序号 serial", "组别 group", "户主 name", "人口 int 人", "补助内容 text", "数量 quantity 只", "单价 money 元",
    "补助金额 money 元", "备注 text",
)  # fmt: skip


def roster_table(rows: int) -> SheetTable:
    """Return a list of households with their chicks; the fourth row bears a remark."""
    lines = tuple(
        (
            i + 1, "一二三四五六"[i * 6 // rows] + "组", NAMES[i % 14], COUNTS[i % 14], "脱温鸡苗",
            Decimal(CHICKS[i % 14]), RATE_FEN, CHICKS[i % 14] * RATE_FEN, "新增" if i == 3 else None,
        )
        for i in range(rows)
    )  # fmt: skip
    people, chicks = sum(int(r[3]) for r in lines), sum(Decimal(r[5]) for r in lines)
    totals = (None, None, None, people, None, chicks, None, int(chicks) * RATE_FEN, None)
    return SheetTable(ROSTER, lines, totals, f"{rows}户")


def roster(rows: int = 14, **changes: Any) -> NoticeContent:
    """Return 到户项目受益户公示 with so many rows."""
    content = NoticeContent(
        kind="roster-beneficiaries",
        number="清村公示〔2026〕12号",
        title_parts=("清溪村2026年", "庭院养鸡", "到户项目", "受益户公示"),
        basis="根据《示范县财政局关于下达2026年第一批财政衔接推进乡村振兴补助资金的通知》（示财农〔2026〕18号），"
        "经2026年3月8日村民代表大会评议通过，现将本村庭院养鸡到户项目受益户名单予以公示，接受全体村民监督。",
        tables=(roster_table(rows),),
        from_on=dt.date(2026, 3, 11),
        through_on=dt.date(2026, 3, 20),
        days_text="10天",
        contacts=(Contact("何正", "0599-5550101", "清溪村村委会办公楼一楼"),),
        hotlines=(("12317", "全国"), ("0599-5550120", "示范县农业农村局"), ("0599-5550110", "云岭镇")),
        signers=("云岭镇清溪村村民委员会",),
        signed_on=dt.date(2026, 3, 11),
        as_of=dt.date(2026, 3, 10),
        village="云岭镇清溪村",
        place="村委会公示栏",
    )
    return replace(content, **changes)


def with_names(names: list[str]) -> NoticeContent:
    """Return a roster of these households."""
    table = roster_table(len(names))
    rows = tuple((*row[:2], name, *row[3:]) for row, name in zip(table.rows, names, strict=True))
    return roster(tables=(replace(table, rows=rows),))


def with_remark(remark: str, rows: int = 8, row: int = 2) -> NoticeContent:
    """Return a roster in which one row bears a remark."""
    table = roster_table(rows)
    lines = tuple((*r[:8], remark if i == row else None) for i, r in enumerate(table.rows))
    return roster(tables=(replace(table, rows=lines),))


def monitored() -> NoticeContent:
    """Return 监测对象识别公示: four rows, five columns."""
    rows = (
        (1, "二组", "王䶮", 6, "突发严重困难户"),
        (2, "三组", "冯春生", 1, "边缘易致贫户"),
        (3, "五组", "卫秀英", 2, "脱贫不稳定户"),
        (4, "六组", "韩冬", 3, "突发严重困难户"),
    )
    heads = columns("序号 serial", "组别 group", "户主姓名 name", "家庭人口 int 人", "拟纳入类别 text")
    return roster(
        number="清村公示〔2026〕15号",
        title_parts=("清溪村", "拟纳入防止返贫", "监测对象", "名单公示"),
        basis="经入户核实、信息比对，并经2026年4月6日民主评议会评议，现将本村拟纳入防止返贫监测对象名单公示如下。",
        tables=(SheetTable(heads, rows, (None, None, None, 12, None), "4户"),),
        from_on=dt.date(2026, 4, 7),
        through_on=dt.date(2026, 4, 11),
        days_text="5天",
        contacts=(Contact("何正", "0599-5550101", "村委会办公楼一楼"),),
        hotlines=(("12317", "全国"), ("0599-5550110", "云岭镇")),
        signed_on=dt.date(2026, 4, 7),
    )


def funds(times: int = 1) -> NoticeContent:
    """Return 资金使用情况公告: two tables, two signers; ``times`` repeats the rows."""
    got = (
        (1, "中央财政衔接资金", "示财农〔2026〕18号", dt.date(2026, 2, 26), 48000000),
        (2, "省级财政衔接资金", "示财农〔2026〕31号", dt.date(2026, 3, 19), 15000000),
        (3, "县级配套资金", "示财农〔2026〕40号", dt.date(2026, 4, 8), 6000000),
        (4, "村集体自筹", "村民代表大会决议", dt.date(2026, 3, 8), 1260050),
    )
    spent = (
        (1, "庭院养鸡鸡苗采购", "示范县青山种禽场", 1242000, "5月22日"),
        (2, "东山水渠清淤衬砌1.8千米", "示范县禾兴水利工程队", 38620000, "6月12日"),
        (3, "二组饮水管道更换2.4千米", "示范县禾兴水利工程队", 14268050, "6月20日"),
        (4, "工程监理费", "示范县正衡监理公司", 1150000, "6月25日"),
        (5, "村内道路照明36盏", "示范县明光电器商行", 6480000, "5月18日"),
    )
    heads = (
        columns("序号 serial", "资金来源 text", "下达文件 text", "下达日期 day", "金额 money 元"),
        columns("序号 serial", "用途 text", "收款单位 text", "金额 money 元", "支付日期 day"),
    )
    sums = ((None,) * 4 + (70260050 * times,), (None,) * 3 + (61760050 * times, None))
    return roster(
        number="清村公告〔2026〕6号",
        title_parts=("清溪村2026年上半年", "财政衔接资金", "使用情况公告"),
        basis="根据村务公开有关规定，经村务监督委员会审核，现将本村2026年1月1日至6月30日财政衔接资金使用情况公告如下。",
        tables=(
            SheetTable(heads[0], got * times, sums[0], "", "一、资金来源"),
            SheetTable(heads[1], spent * times, sums[1], "", "二、资金支出"),
        ),
        sentences=("资金结余：85,000.00元（大写：捌万伍仟元整），其余结转下半年使用。",),
        period_label="公告时间",
        from_on=dt.date(2026, 7, 6),
        through_on=dt.date(2026, 7, 15),
        signers=("清溪村村民委员会", "清溪村村务监督委员会"),
        signed_on=dt.date(2026, 7, 6),
    )


PROJECTS = (
    ("东山水渠清淤衬砌", "基础设施", "改扩建", "一组、二组", "清淤衬砌渠道1.8千米，新建放水口12处", 42000000,
     "中央衔接资金", "86户312人", "灌溉面积恢复320亩", "用工优先雇用脱贫户8人", "村委会"),
    ("庭院养鸡到户补助", "产业发展", "新建", "全村", "补助脱温鸡苗690只", 1242000,
     "中央衔接资金", "14户53人", "户均增收1,500元以上", "分户实施，补助到户", "村委会"),
    ("高山蔬菜冷库", "产业发展", "新建", "三组", "建冷库1座，库容300立方米", 68000000,
     "中央衔接资金、村集体自筹", "43户160人", "年周转蔬菜500吨，村集体增收5万元", "收益的60%分配给脱贫户和监测户",
     "村股份经济合作社"),
)  # fmt: skip


def projects(times: int = 4) -> NoticeContent:
    """Return 项目库入库公示: twelve columns."""
    heads = columns(
        "序号 serial", "项目名称 text", "项目类型 text", "建设性质 text", "实施地点 text", "建设内容及规模 text",
        "投资规模 wan 万元", "资金来源 text", "受益对象 text", "绩效目标 text", "联农带农机制 text", "责任单位 text",
    )  # fmt: skip
    rows = tuple((i + 1, *row) for i, row in enumerate(PROJECTS * times))
    total = sum(row[5] for row in PROJECTS) * times
    return roster(
        title_parts=("清溪村2027年度", "巩固拓展脱贫攻坚成果", "和乡村振兴项目库", "入库公示"),
        tables=(SheetTable(heads, rows, (None,) * 6 + (total,) + (None,) * 5, f"{len(rows)}个项目"),),
    )
