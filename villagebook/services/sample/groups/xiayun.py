"""The households of 下云. All invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from villagebook.services.sample.shape import PLAIN, House, Job, Member, Status, farm, job, lifted

HOUSES: tuple[House, ...] = (
    House(
        number=9, group="下云", door=2, farm=farm("水稻2.6 茶叶1.2 鸡55"), attribute="一般脱贫户",
        causes=("缺技术",), forest_mu=Decimal(5),
        statuses=(lifted(2017), Status(
            kind="脱贫不稳定户", from_on=date(2024, 6, 18), first_identified_on=date(2024, 6, 18),
            risks=("因务工就业不稳",), meeting="2024-06-04", note="户主所在鞋服厂订单减少，每年只能做半年左右。")),
        members=(
            Member("户主", "蓝丽建", "男", "1979-09-09", "初中",
                   job=Job("泉州", (3900, 3900, 3900), (7, 6, 6))),
            Member("配偶", "钟细妹", "女", "1981-04-17", "小学", health="长期慢性病", labour="弱"),
            Member("之女", "蓝㛃", "女", "2010-07-07", track="中职"),
            Member("之母", "雷阿香", "女", "1950-10-30", "文盲或半文盲", labour="无"),
        )),
    House(
        number=10, group="下云", door=3, farm=farm("水稻1.6 鸡38"), statuses=(lifted(2016),),
        attribute="一般脱贫户", causes=("缺劳力",), rented_mu=Decimal("1.2"), forest_mu=Decimal(2),
        members=(
            Member("户主", "吴玉珠", "女", "1972-11-02", "小学", post="保洁员"),
            Member("之子", "杨龙", "男", "1998-02-18", "大专", job=job("福州", 4800, 10), party="共青团员"),
            Member("之婆婆", "陈阿娥", "女", "1948-08-08", "文盲或半文盲"),
        )),
    House(
        number=11, group="下云", door=5, farm=farm("水稻2 蔬菜0.8"), statuses=PLAIN,
        members=(
            Member("户主", "吴铁山", "男", "1970-04-21", "高中", labour="技能", job=job("县城", 5000, 10),
                   party="中共党员"),
            Member("配偶", "谢丽华", "女", "1972-12-12", "初中"),
            Member("之子", "吴俊杰", "男", "1997-07-01", "本科及以上", labour="技能", job=job("福州", 7000, 12),
                   employee=True, party="中共党员"),
            Member("之儿媳", "阿依古丽·买买提", "女", "1998-03-08", "大专", nation="维吾尔族",
                   job=job("福州", 5000, 5, since=2025), joined=(date(2025, 5, 1), "婚入")),
            Member("之女", "吴雅婷", "女", "2004-06-19", track="普高+本科", party="共青团员"),
        )),
    House(
        number=12, group="下云", door=8, farm=farm("水稻2.2 太子参1 鸡46"), statuses=(lifted(2018),),
        attribute="一般脱贫户", causes=("因学", "缺资金"), forest_mu=Decimal("3.6"),
        members=(
            Member("户主", "谢𡒄", "男", "1974-01-25", "初中", job=job("镇上", 3300, 9)),
            Member("配偶", "张秀兰", "女", "1976-10-16", "小学"),
            Member("之子", "谢志豪", "男", "2005-08-12", track="普高+高职", party="共青团员"),
            Member("之女", "谢思涵", "女", "2011-02-22"),
        )),
    House(
        number=13, group="下云", door=9, farm=farm("水稻2.6 芋头0.6"), statuses=PLAIN, support_yuan=1600,
        forest_mu=Decimal("12.6"),
        members=(
            Member("户主", "张阿水", "男", "1957-03-30", "小学"),
            Member("配偶", "李金花", "女", "1959-11-11", "小学"),
            Member("之孙子", "张浩然", "男", "2014-01-16"),
        )),
    House(
        number=14, group="下云", door=11, farm=farm("茶叶1.8 鸡57"), statuses=(lifted(2016),),
        attribute="一般脱贫户", causes=("因病",), rented_mu=Decimal("1.5"), forest_mu=Decimal(3),
        out_of_pocket_yuan={2024: 2350, 2025: 2210},
        members=(
            Member("户主", "郑国强", "男", "1969-09-27", "初中", health="长期慢性病", labour="弱"),
            Member("配偶", "许美英", "女", "1971-07-04", "小学", post="保洁员"),
            Member("之子", "郑凯", "男", "1996-05-20", "初中", labour="技能", job=job("泉州", 4800, 10)),
            Member("之女", "郑雨桐", "女", "2000-09-14", "大专", job=job("厦门", 4600, 10)),
        )),
    House(
        number=15, group="下云", door=14, rented_mu=Decimal("1.1"),
        statuses=(lifted(2018), Status(kind="特困户", from_on=date(2017, 1, 1))),
        attribute="特困供养脱贫户", causes=("缺劳力", "因病"), own={"no_labour_covered": "是"},
        members=(
            Member("户主", "林秀英", "女", "1949-05-18", "文盲或半文盲", health="长期慢性病", labour="无",
                   destitute_yuan=1180),
        )),
)
