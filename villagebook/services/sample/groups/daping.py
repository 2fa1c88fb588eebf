"""The households of 大坪. All invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from villagebook.services.sample.shape import PLAIN, House, Member, Status, farm, job, lifted

HOUSES: tuple[House, ...] = (
    House(
        number=16, group="大坪", door=1, farm=farm("水稻6 茶叶4 鸡76 猪3"), statuses=(lifted(2018),),
        attribute="一般脱贫户", causes=("缺资金", "因学"), forest_mu=Decimal("18.4"), returned_forest_mu=Decimal(2),
        members=(
            Member("户主", "雷大山", "男", "1960-10-01", "小学"),
            Member("配偶", "蓝银花", "女", "1962-02-15", "文盲或半文盲"),
            Member("之母", "钟金娥", "女", "1939-06-03", "文盲或半文盲"),
            Member("之子", "雷志平", "男", "1983-12-08", "初中", labour="技能", job=job("厦门", 4800, 10)),
            Member("之儿媳", "钟丽云", "女", "1986-07-23", "初中", job=job("厦门", 3600, 9)),
            Member("之孙女", "雷雅琴", "女", "2008-04-14", track="普高", party="共青团员"),
            Member("之孙子", "雷家豪", "男", "2012-01-09"),
            Member("之子", "雷志安", "男", "1987-03-19", "小学", job=job("镇上", 3200, 9)),
            Member("之儿媳", "蓝小凤", "女", "1990-11-26", "初中"),
            Member("之孙子", "雷家俊", "男", "2016-05-05"),
            Member("之孙女", "雷雅欣", "女", "2021-03-12"),
        )),
    House(
        number=17, group="大坪", door=4, farm=farm("水稻1.2 茶叶1.5 鸡76"), statuses=(lifted(2017),),
        attribute="一般脱贫户", causes=("缺劳力",), rented_mu=Decimal("2"), forest_mu=Decimal(4), support_yuan=600,
        members=(
            Member("户主", "蓝松芳", "女", "1955-07-29", "小学"),
            Member("配偶", "雷金水", "男", "1951-04-04", "小学"),
        )),
    House(
        number=18, group="大坪", door=5, farm=farm("水稻2.8 鸡57"), forest_mu=Decimal("3.4"),
        statuses=(lifted(2018), Status(kind="低保户", from_on=date(2019, 1, 1))),
        attribute="低保脱贫户", causes=("因残",),
        members=(
            Member("户主", "李宝和", "男", "1960-04-24", "小学", health="残疾", disability=(2, 3),
                   subsistence_yuan=420),
            Member("配偶", "黄金莲", "女", "1962-10-07", "小学"),
            Member("之子", "李建国", "男", "1987-01-31", "初中", job=job("泉州", 3600, 8)),
            Member("之孙子", "李昊天", "男", "2014-06-18"),
            Member("之孙女", "李诗琪", "女", "2017-03-25"),
        )),
    House(
        number=19, group="大坪", door=8, farm=farm("红薯1.2 鸡38"), statuses=(lifted(2017),),
        attribute="一般脱贫户", causes=("自身发展动力不足",), forest_mu=Decimal(2), own={"phone": "13900001900"},
        members=(
            Member("户主", "杨来清", "男", "1970-05-15", "小学", job=job("镇上", 2800, 8)),
            Member("之母", "李招娣", "女", "1946-03-01", "文盲或半文盲"),
        )),
    House(
        number=20, group="大坪", door=9, farm=farm("水稻1.5"), statuses=PLAIN, own={"phone": "13900001900"},
        members=(
            Member("户主", "郑成", "男", "1978-08-08", "初中", labour="技能", job=job("浙江", 6000, 10)),
            Member("配偶", "蔡明珠", "女", "1980-01-19", "初中", job=job("浙江", 4000, 10)),
            Member("之女", "郑可馨", "女", "2006-02-27", track="普高+本科", party="共青团员"),
            Member("之子", "郑宇航", "男", "2013-05-13"),
        )),
    House(
        number=21, group="大坪", door=11, rented_mu=Decimal("0.9"),
        statuses=(Status(kind="一般农户"), Status(kind="特困户", from_on=date(2020, 1, 1))),
        members=(
            Member("户主", "谢义金", "男", "1951-11-15", "小学", health="残疾", labour="无", disability=(1, 2),
                   reissued=True, destitute_yuan=1180),
        )),
    House(
        number=22, group="大坪", door=12, farm=farm("水稻1.6 羊12"), statuses=PLAIN,
        members=(
            Member("户主", "蔡明", "男", "1976-12-17", "初中", labour="技能", job=job("县城", 4800, 9)),
            Member("配偶", "陈丽珍", "女", "1979-05-05", "初中"),
            Member("之子", "蔡俊熙", "男", "2015-07-21"),
            Member("之子", "林凯", "男", "1990-03-08", "初中", job=job("厦门", 4300, 9)),
        )),
)
