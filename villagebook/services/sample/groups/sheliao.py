"""The households of 畲寮. All invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from villagebook.services.sample.shape import PLAIN, House, Member, Status, farm, job, lifted

HOUSES: tuple[House, ...] = (
    House(
        number=47, group="畲寮", door=1, farm=farm("茶叶3.5 水稻2"), statuses=(lifted(2016),),
        attribute="一般脱贫户", causes=("因病", "缺技术"), forest_mu=Decimal("9"), returned_forest_mu=Decimal("1.5"),
        out_of_pocket_yuan={2024: 4300, 2025: 3900},
        members=(
            Member("户主", "雷英兰", "女", "1970-02-16", "小学", post="护林员"),
            Member("配偶", "钟根生", "男", "1968-05-09", "小学", health="患有大病", labour="弱"),
            Member("之子", "钟𬳵", "男", "1993-09-23", "初中", labour="技能", job=job("泉州", 4600, 9)),
            Member("之儿媳", "雷小燕", "女", "1995-12-01", "初中"),
            Member("之孙子", "钟梓豪", "男", "2018-08-08"),
            Member("之孙女", "钟梓妍", "女", "2021-06-20"),
        )),
    House(
        number=48, group="畲寮", door=2, farm=farm("茶叶2"), statuses=PLAIN, own={"road_kind": "石板路"},
        members=(
            Member("户主", "蓝春生", "男", "1958-02-20", "小学"),
            Member("配偶", "雷玉莲", "女", "1961-07-01", "小学"),
            Member("之子", "蓝志远", "男", "1991-04-15", "初中", labour="技能", job=job("浙江", 5000, 8)),
        )),
    House(
        number=49, group="畲寮", door=4, farm=farm("茶叶4"), statuses=PLAIN,
        members=(
            Member("户主", "钟根木", "男", "1979-01-09", "初中", labour="技能", job=job("县城", 5200, 10)),
            Member("配偶", "蓝美凤", "女", "1982-03-15", "初中"),
            Member("之女", "钟雅雯", "女", "2010-02-20", track="普高"),
            Member("之子", "钟俊宇", "男", "2016-07-04"),
        )),
    House(
        number=50, group="畲寮", door=5, farm=farm("茶叶1.6 水稻1.5"), forest_mu=Decimal("4"),
        statuses=(lifted(2017), Status(kind="低保户", from_on=date(2018, 7, 1))),
        attribute="低保脱贫户", causes=("因残", "缺劳力"),
        members=(
            Member("户主", "雷金妹", "女", "1956-01-17", "文盲或半文盲", subsistence_yuan=390),
            Member("之子", "蓝国栋", "男", "1982-08-25", "小学", health="残疾", labour="弱", disability=(3, 3),
                   subsistence_yuan=390),
            Member("之儿媳", "陈慧", "女", "1985-11-11", "初中", job=job("车间", 2200, 10)),
            Member("之孙子", "蓝宇", "男", "2012-05-05"),
        )),
    House(
        number=51, group="畲寮", door=7, farm=farm("茶叶1.5"), statuses=PLAIN,
        members=(
            Member("户主", "蓝志华", "男", "1986-10-12", "高中", labour="技能", job=job("厦门", 5800, 11),
                   party="中共党员"),
            Member("配偶", "钟晓琳", "女", "1988-01-25", "高中"),
            Member("之女", "蓝语嫣", "女", "2014-08-18"),
            Member("之子", "蓝宸", "男", "2020-04-04"),
        )),
    House(
        number=52, group="畲寮", door=9, farm=farm("茶叶2.2 鸡25"), forest_mu=Decimal("5"),
        statuses=(
            Status(
                kind="边缘易致贫户", from_on=date(2022, 5, 20), through_on=date(2024, 4, 10),
                first_identified_on=date(2022, 5, 20), risks=("因病",), removed_on=date(2024, 4, 10),
                meeting="2024-03-04", note="配偶慢性病已签约服务，户主和儿子务工稳定，风险消除。"),
            Status(kind="一般农户", from_on=date(2024, 4, 11))),
        out_of_pocket_yuan={2023: 4800, 2024: 2600, 2025: 1900},
        members=(
            Member("户主", "雷春芳", "男", "1972-06-16", "小学", job=job("镇上", 3200, 9)),
            Member("配偶", "蓝桂花", "女", "1974-04-29", "小学", health="长期慢性病", labour="弱"),
            Member("之子", "雷明辉", "男", "1998-11-08", "高中", labour="技能", job=job("泉州", 4400, 8)),
            Member("之母", "蓝阿贵", "女", "1947-10-10", "文盲或半文盲"),
        )),
)
