"""The households of 岭脚. All invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from villagebook.services.sample.shape import PLAIN, House, Job, Member, Status, farm, job, lifted

HOUSES: tuple[House, ...] = (
    House(
        number=23, group="岭脚", door=2, farm=farm("水稻2.4 油茶3 鸡57"), statuses=(lifted(2016),),
        attribute="一般脱贫户", causes=("缺资金",), forest_mu=Decimal(5),
        members=(
            Member("户主", "吴小龙", "男", "1977-12-08", "初中", job=job("县城", 3500, 8)),
            Member("配偶", "叶春花", "女", "1980-08-30", "小学"),
            Member("之女", "吴梦洁", "女", "2008-07-06", track="普高", party="共青团员"),
            Member("之母", "林玉枝", "女", "1951-01-11", "文盲或半文盲"),
        )),
    House(
        number=24, group="岭脚", door=3, farm=farm("水稻2 毛竹15"), statuses=(lifted(2017),),
        attribute="一般脱贫户", causes=("缺技术",),
        members=(
            Member("户主", "欧阳明德", "男", "1968-10-28", "初中", post="护林员"),
            Member("配偶", "何巧云", "女", "1970-06-14", "小学", job=job("车间", 2000, 9)),
            Member("之子", "欧阳志恒", "男", "2003-03-03", track="普高+本科", job=job("福州", 4500, 3, since=2025),
                   party="中共预备党员"),
        )),
    House(
        number=25, group="岭脚", door=5, farm=farm("蔬菜1.2"), statuses=PLAIN,
        members=(
            Member("户主", "黄建国", "男", "1980-02-02", "高中", labour="技能", job=job("县城", 5500, 11)),
            Member("配偶", "林晓燕", "女", "1982-09-17", "高中"),
            Member("之女", "黄诗涵", "女", "2011-08-20"),
            Member("之子", "黄宇轩", "男", "2018-04-11"),
        )),
    House(
        number=26, group="岭脚", door=6, farm=farm("水稻1 鸡30"), rented_mu=Decimal("1"),
        statuses=(Status(kind="一般农户"), Status(kind="低保户", from_on=date(2021, 1, 1))),
        members=(
            Member("户主", "陈水建", "男", "1959-09-19", "小学", health="长期慢性病", subsistence_yuan=410),
            Member("配偶", "阮阿珍", "女", "1961-12-30", "文盲或半文盲", health="残疾", disability=(4, 3),
                   subsistence_yuan=410),
        )),
    House(
        number=27, group="岭脚", door=8, farm=farm("水稻1.8 鸡40"),
        statuses=(lifted(2018), Status(kind="低保户", from_on=date(2019, 7, 1))),
        attribute="低保脱贫户", causes=("因残",), rented_mu=Decimal("1.4"), forest_mu=Decimal("2.2"), support_yuan=500,
        members=(
            Member("户主", "许清兰", "女", "1976-06-20", "小学", post="保洁员"),
            Member("配偶", "王金山", "男", "1973-02-28", "初中", health="残疾", labour="丧失", disability=(4, 2),
                   subsistence_yuan=420),
            Member("之女", "王心怡", "女", "2009-01-30", track="普高", party="共青团员"),
        )),
    House(
        number=28, group="岭脚", door=10, farm=farm("水稻1.2"), statuses=PLAIN,
        members=(
            Member("户主", "韩冬", "男", "1996-01-20", "高中", labour="技能",
                   job=Job("厦门", (5100, 5300, 6300), (10, 10, 10))),
            Member("配偶", "刘倩", "女", "1997-10-09", "高中"),
            Member("之子", "韩沐阳", "男", "2025-03-16", joined=(date(2025, 3, 16), "出生"), id_pending=True),
        )),
)
