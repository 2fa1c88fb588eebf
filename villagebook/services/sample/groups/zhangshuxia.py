"""The households of 樟树下. All invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from villagebook.services.sample.shape import PLAIN, House, Member, Status, farm, job, lifted

HOUSES: tuple[House, ...] = (
    House(
        number=41, group="樟树下", door=1, farm=farm("水稻1.4 毛竹10"), statuses=(lifted(2016),),
        attribute="一般脱贫户", causes=("缺技术",),
        members=(
            Member("户主", "江阿水", "男", "1969-10-10", "小学", job=job("车间", 2000, 10)),
            Member("配偶", "范桂兰", "女", "1971-06-25", "小学", post="护路员"),
            Member("之子", "江鹏", "男", "1995-05-12", "初中", job=job("广东", 4500, 9)),
        )),
    House(
        number=42, group="樟树下", door=3, farm=farm("猪70 鱼塘4 水稻2"), statuses=PLAIN,
        own={"leading_person": "否", "industry_help": None},
        members=(
            Member("户主", "范金土", "男", "1982-04-30", "初中", party="中共党员"),
            Member("配偶", "沈丽君", "女", "1984-08-15", "初中"),
            Member("之女", "范诗雨", "女", "2008-02-02", track="普高", party="共青团员"),
            Member("之子", "范浩宇", "男", "2013-07-13"),
            Member("之父", "范木火", "男", "1956-10-18", "小学"),
        )),
    House(
        number=43, group="樟树下", door=4, farm=farm("水稻1.5 鸡38"),
        statuses=(lifted(2019, first=date(2017, 6, 30)),),
        attribute="一般脱贫户", causes=("因灾", "因学"), forest_mu=Decimal("3"),
        members=(
            Member("户主", "沈国华", "男", "1976-07-07", "初中", labour="技能", job=job("县城", 4200, 9)),
            Member("配偶", "江玉兰", "女", "1979-12-20", "小学"),
            Member("之女", "沈悦", "女", "2006-05-25", track="普高+本科", party="共青团员"),
            Member("之子", "沈博文", "男", "2012-06-06"),
        )),
    House(
        number=44, group="樟树下", door=6, farm=farm("蔬菜0.6"), statuses=PLAIN,
        members=(
            Member("户主", "潘大海", "男", "1988-03-21", "初中", labour="技能", job=job("广东", 6200, 10)),
            Member("配偶", "罗婷婷", "女", "1990-06-13", "初中"),
            Member("之子", "潘梓轩", "男", "2017-01-07"),
            Member("之女", "潘梓涵", "女", "2023-05-30", joined=(date(2023, 5, 30), "出生")),
        )),
    House(
        number=45, group="樟树下", door=8, farm=farm("红薯0.6 鸡20"), rented_mu=Decimal("0.8"),
        statuses=(lifted(2018), Status(kind="低保边缘户", from_on=date(2024, 1, 1))),
        attribute="一般脱贫户", causes=("因病", "因学"),
        members=(
            Member("户主", "余桂芳", "女", "1974-08-18", "小学", health="长期慢性病", labour="弱",
                   job=job("车间", 2000, 11)),
            Member("之女", "汤晓雯", "女", "2007-04-23", track="普高+高职", party="共青团员"),
        )),
    House(
        number=46, group="樟树下", door=9, farm=farm("水稻1.8"), statuses=PLAIN,
        members=(
            Member("户主", "汤长林", "男", "1973-05-16", "初中", labour="技能", job=job("县城", 5000, 10)),
            Member("配偶", "余丽萍", "女", "1975-09-09", "初中"),
            Member("之子", "汤志伟", "男", "2002-10-30", "大专", job=job("厦门", 5000, 10)),
            Member("之女", "汤丽丽", "女", "1999-02-06", "高中", job=job("福州", 4600, 10),
                   left=(date(2024, 5, 20), "婚出")),
        )),
)
