"""The households of 上云. All invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from villagebook.services.sample.shape import PLAIN, House, Member, Status, farm, job, lifted

HOUSES: tuple[House, ...] = (
    House(
        number=1, group="上云", door=1, farm=farm("水稻3.2 茶叶2.1 鸡76"), rented_mu=Decimal("3.0"),
        forest_mu=Decimal("11.5"), out_of_pocket_yuan={2024: 6420, 2025: 15860},
        statuses=(Status(
            kind="突发严重困难户", from_on=date(2025, 4, 22), first_identified_on=date(2025, 4, 22), risks=("因病",),
            meeting="2025-04-14", note="李𠅤2025年2月起住院治疗，自付支出大；家中两个孩子上学。"),),
        members=(
            Member("户主", "王长庚", "男", "1968-04-12", "初中", job=job("镇上", 2600, 6)),
            Member("配偶", "李𠅤", "女", "1970-08-23", "小学", health="患有大病", labour="弱"),
            Member("之子", "王𬭎", "男", "1993-01-05", "高中", labour="技能", job=job("厦门", 4200, 9)),
            Member("之儿媳", "陈𫍯", "女", "1995-06-17", "高中", job=job("车间", 1800, 8)),
            Member("之孙子", "王𬀩", "男", "2015-03-30"),
            Member("之孙女", "王𣲗", "女", "2019-07-18"),
        )),
    House(
        number=2, group="上云", door=3, farm=farm("水稻2.4 鸭30"), statuses=PLAIN,
        members=(
            Member("户主", "王长水", "男", "1971-10-03", "初中", labour="技能", job=job("县城", 5200, 9)),
            Member("配偶", "林秀琴", "女", "1973-02-19", "初中"),
            Member("之子", "王志远", "男", "2001-05-08", "大专", job=job("福州", 5000, 11, since=2023)),
            Member("之女", "王雨欣", "女", "2007-06-12", track="普高+本科", party="共青团员"),
        )),
    House(
        number=3, group="上云", door=6, farm=farm("水稻2 茶叶1.5 鸡58"), statuses=(lifted(2017),),
        attribute="一般脱贫户", causes=("因病", "缺劳力"), forest_mu=Decimal("4.2"), returned_forest_mu=Decimal(1),
        members=(
            Member("户主", "陈来福", "男", "1961-05-06", "小学", health="长期慢性病"),
            Member("配偶", "吴阿妹", "女", "1962-09-21", "文盲或半文盲", health="长期慢性病"),
            Member("之子", "陈䶮", "男", "1988-11-30", "初中", labour="技能", job=job("泉州", 4600, 10)),
            Member("之孙女", "陈可心", "女", "2013-04-02"),
        )),
    House(
        number=4, group="上云", door=7, rented_mu=Decimal("2.5"), forest_mu=Decimal("3"),
        statuses=(lifted(2018), Status(kind="低保户", from_on=date(2016, 7, 1))),
        attribute="低保脱贫户", causes=("因残", "因病"), own={"no_labour_covered": "是"},
        members=(
            Member("户主", "陈玉珠", "女", "1956-12-24", "文盲或半文盲", health="患有大病", labour="无",
                   subsistence_yuan=560),
            Member("之女", "陈小梅", "女", "1985-03-11", "小学", health="残疾", labour="丧失", disability=(5, 2),
                   subsistence_yuan=560),
        )),
    House(
        number=5, group="上云", door=8, farm=farm("水稻1.8 茶叶3"), statuses=PLAIN, forest_mu=Decimal(6),
        members=(
            Member("户主", "林木生", "男", "1958-07-15", "小学"),
            Member("配偶", "黄桂英", "女", "1960-01-28", "小学"),
            Member("之子", "林志勇", "男", "1984-10-10", "初中", labour="技能", job=job("厦门", 5600, 11)),
            Member("之儿媳", "苏美玲", "女", "1986-12-05", "初中", job=job("厦门", 3800, 11)),
            Member("之孙子", "林子轩", "男", "2012-08-09"),
        )),
    House(
        number=6, group="上云", door=10, farm=farm("太子参2 鸡48"), statuses=(lifted(2018),),
        attribute="一般脱贫户", causes=("缺技术", "因学"), forest_mu=Decimal("2.8"),
        members=(
            Member("户主", "许𠮷祥", "男", "1975-06-30", "初中", job=job("镇上", 3000, 8)),
            Member("配偶", "郑秋菊", "女", "1978-03-03", "小学"),
            Member("之子", "许文杰", "男", "2009-05-27", track="中职", party="共青团员"),
        )),
    House(
        number=7, group="上云", door=12, farm=farm("水稻1.5 红薯0.8 鸡20"), statuses=PLAIN, support_yuan=1000,
        members=(
            Member("户主", "黄水旺", "男", "1952-02-14", "小学"),
            Member("配偶", "陈细妹", "女", "1955-06-06", "文盲或半文盲"),
        )),
    House(
        number=8, group="上云", door=15, farm=farm("茶叶2.6 鸡38 蜜蜂6"), statuses=(lifted(2016),),
        attribute="一般脱贫户", causes=("因病",), forest_mu=Decimal("7.5"), own={"phone": "1390000008"},
        out_of_pocket_yuan={2024: 1180, 2025: 1260},
        members=(
            Member("户主", "钟文福", "男", "1968-03-14", "初中", health="长期慢性病", labour="弱"),
            Member("配偶", "雷桂英", "女", "1969-08-02", "小学"),
            Member("之子", "钟志强", "男", "1992-11-20", "高中", labour="技能", job=job("泉州", 4500, 10)),
            Member("之儿媳", "蓝秀珍", "女", "1994-05-09", "初中"),
            Member("之孙子", "钟子轩", "男", "2017-06-30"),
        )),
)
