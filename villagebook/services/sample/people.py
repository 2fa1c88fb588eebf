"""The households of the sample village and everyone in them. All invented.

To add a household: one ``House`` with the next number of its group. Avoid days of birth from September to December
for children, and births of 1963 to 1967 for workers: so that school and labour stay right whichever day a check
counts ages on.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from villagebook.services.sample.shape import House, Job, Member, Status, farm, job

_D = dt.date
_M = Decimal
_REGISTERED = _D(2015, 12, 31)


def _lifted(year: int, *, first: dt.date = _REGISTERED) -> Status:
    """Return the class of a household that left poverty at the end of a year."""
    return Status(kind="脱贫户", from_on=_D(year, 12, 31), first_identified_on=first, lifted_year=year)


_PLAIN = (Status(kind="一般农户"),)

HOUSES: tuple[House, ...] = (
    # 上云
    House(
        number=1, group="上云", door=1, farm=farm("水稻3.2 茶叶2.1 鸡76"), rented_mu=_M("3.0"), forest_mu=_M("11.5"),
        out_of_pocket_yuan={2024: 6420, 2025: 15860},
        statuses=(Status(
            kind="突发严重困难户", from_on=_D(2025, 4, 22), first_identified_on=_D(2025, 4, 22), risks=("因病",),
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
        number=2, group="上云", door=3, farm=farm("水稻2.4 鸭30"), statuses=_PLAIN,
        members=(
            Member("户主", "王长水", "男", "1971-10-03", "初中", labour="技能", job=job("县城", 5200, 9)),
            Member("配偶", "林秀琴", "女", "1973-02-19", "初中"),
            Member("之子", "王志远", "男", "2001-05-08", "大专", job=job("福州", 5000, 11, since=2023)),
            Member("之女", "王雨欣", "女", "2007-06-12", track="普高+本科", party="共青团员"),
        )),
    House(
        number=3, group="上云", door=6, farm=farm("水稻2 茶叶1.5 鸡58"), statuses=(_lifted(2017),),
        attribute="一般脱贫户", causes=("因病", "缺劳力"), forest_mu=_M("4.2"), returned_forest_mu=_M(1),
        members=(
            Member("户主", "陈来福", "男", "1961-05-06", "小学", health="长期慢性病"),
            Member("配偶", "吴阿妹", "女", "1962-09-21", "文盲或半文盲", health="长期慢性病"),
            Member("之子", "陈䶮", "男", "1988-11-30", "初中", labour="技能", job=job("泉州", 4600, 10)),
            Member("之孙女", "陈可心", "女", "2013-04-02"),
        )),
    House(
        number=4, group="上云", door=7, rented_mu=_M("2.5"), forest_mu=_M("3"),
        statuses=(_lifted(2018), Status(kind="低保户", from_on=_D(2016, 7, 1))),
        attribute="低保脱贫户", causes=("因残", "因病"), own={"no_labour_covered": "是"},
        members=(
            Member("户主", "陈玉珠", "女", "1956-12-24", "文盲或半文盲", health="患有大病", labour="无",
                   subsistence_yuan=560),
            Member("之女", "陈小梅", "女", "1985-03-11", "小学", health="残疾", labour="丧失", disability=(5, 2),
                   subsistence_yuan=560),
        )),
    House(
        number=5, group="上云", door=8, farm=farm("水稻1.8 茶叶3"), statuses=_PLAIN, forest_mu=_M(6),
        members=(
            Member("户主", "林木生", "男", "1958-07-15", "小学"),
            Member("配偶", "黄桂英", "女", "1960-01-28", "小学"),
            Member("之子", "林志勇", "男", "1984-10-10", "初中", labour="技能", job=job("厦门", 5600, 11)),
            Member("之儿媳", "苏美玲", "女", "1986-12-05", "初中", job=job("厦门", 3800, 11)),
            Member("之孙子", "林子轩", "男", "2012-08-09"),
        )),
    House(
        number=6, group="上云", door=10, farm=farm("太子参2 鸡48"), statuses=(_lifted(2018),),
        attribute="一般脱贫户", causes=("缺技术", "因学"), forest_mu=_M("2.8"),
        members=(
            Member("户主", "许𠮷祥", "男", "1975-06-30", "初中", job=job("镇上", 3000, 8)),
            Member("配偶", "郑秋菊", "女", "1978-03-03", "小学"),
            Member("之子", "许文杰", "男", "2009-05-27", track="中职", party="共青团员"),
        )),
    House(
        number=7, group="上云", door=12, farm=farm("水稻1.5 红薯0.8 鸡20"), statuses=_PLAIN, support_yuan=1000,
        members=(
            Member("户主", "黄水旺", "男", "1952-02-14", "小学"),
            Member("配偶", "陈细妹", "女", "1955-06-06", "文盲或半文盲"),
        )),
    House(
        number=8, group="上云", door=15, farm=farm("茶叶2.6 鸡38 蜜蜂6"), statuses=(_lifted(2016),),
        attribute="一般脱贫户", causes=("因病",), forest_mu=_M("7.5"), own={"phone": "1390000008"},
        out_of_pocket_yuan={2024: 1180, 2025: 1260},
        members=(
            Member("户主", "钟文福", "男", "1968-03-14", "初中", health="长期慢性病", labour="弱"),
            Member("配偶", "雷桂英", "女", "1969-08-02", "小学"),
            Member("之子", "钟志强", "男", "1992-11-20", "高中", labour="技能", job=job("泉州", 4500, 10)),
            Member("之儿媳", "蓝秀珍", "女", "1994-05-09", "初中"),
            Member("之孙子", "钟子轩", "男", "2017-06-30"),
        )),
    # 下云
    House(
        number=9, group="下云", door=2, farm=farm("水稻2.6 茶叶1.2 鸡55"), attribute="一般脱贫户",
        causes=("缺技术",), forest_mu=_M(5),
        statuses=(_lifted(2017), Status(
            kind="脱贫不稳定户", from_on=_D(2024, 6, 18), first_identified_on=_D(2024, 6, 18),
            risks=("因务工就业不稳",), meeting="2024-06-04", note="户主所在鞋服厂订单减少，每年只能做半年左右。")),
        members=(
            Member("户主", "蓝丽建", "男", "1979-09-09", "初中",
                   job=Job("泉州", (3900, 3900, 3900), (7, 6, 6))),
            Member("配偶", "钟细妹", "女", "1981-04-17", "小学", health="长期慢性病", labour="弱"),
            Member("之女", "蓝㛃", "女", "2010-07-07", track="中职"),
            Member("之母", "雷阿香", "女", "1950-10-30", "文盲或半文盲", labour="无"),
        )),
    House(
        number=10, group="下云", door=3, farm=farm("水稻1.6 鸡38"), statuses=(_lifted(2016),),
        attribute="一般脱贫户", causes=("缺劳力",), rented_mu=_M("1.2"), forest_mu=_M(2),
        members=(
            Member("户主", "吴玉珠", "女", "1972-11-02", "小学", post="保洁员"),
            Member("之子", "杨龙", "男", "1998-02-18", "大专", job=job("福州", 4800, 10), party="共青团员"),
            Member("之婆婆", "陈阿娥", "女", "1948-08-08", "文盲或半文盲"),
        )),
    House(
        number=11, group="下云", door=5, farm=farm("水稻2 蔬菜0.8"), statuses=_PLAIN,
        members=(
            Member("户主", "吴铁山", "男", "1970-04-21", "高中", labour="技能", job=job("县城", 5000, 10),
                   party="中共党员"),
            Member("配偶", "谢丽华", "女", "1972-12-12", "初中"),
            Member("之子", "吴俊杰", "男", "1997-07-01", "本科及以上", labour="技能", job=job("福州", 7000, 12),
                   employee=True, party="中共党员"),
            Member("之儿媳", "阿依古丽·买买提", "女", "1998-03-08", "大专", nation="维吾尔族",
                   job=job("福州", 5000, 5, since=2025), joined=(_D(2025, 5, 1), "婚入")),
            Member("之女", "吴雅婷", "女", "2004-06-19", track="普高+本科", party="共青团员"),
        )),
    House(
        number=12, group="下云", door=8, farm=farm("水稻2.2 太子参1 鸡46"), statuses=(_lifted(2018),),
        attribute="一般脱贫户", causes=("因学", "缺资金"), forest_mu=_M("3.6"),
        members=(
            Member("户主", "谢𡒄", "男", "1974-01-25", "初中", job=job("镇上", 3300, 9)),
            Member("配偶", "张秀兰", "女", "1976-10-16", "小学"),
            Member("之子", "谢志豪", "男", "2005-08-12", track="普高+高职", party="共青团员"),
            Member("之女", "谢思涵", "女", "2011-02-22"),
        )),
    House(
        number=13, group="下云", door=9, farm=farm("水稻2.6 芋头0.6"), statuses=_PLAIN, support_yuan=1600,
        forest_mu=_M("12.6"),
        members=(
            Member("户主", "张阿水", "男", "1957-03-30", "小学"),
            Member("配偶", "李金花", "女", "1959-11-11", "小学"),
            Member("之孙子", "张浩然", "男", "2014-01-16"),
        )),
    House(
        number=14, group="下云", door=11, farm=farm("茶叶1.8 鸡57"), statuses=(_lifted(2016),),
        attribute="一般脱贫户", causes=("因病",), rented_mu=_M("1.5"), forest_mu=_M(3),
        out_of_pocket_yuan={2024: 2350, 2025: 2210},
        members=(
            Member("户主", "郑国强", "男", "1969-09-27", "初中", health="长期慢性病", labour="弱"),
            Member("配偶", "许美英", "女", "1971-07-04", "小学", post="保洁员"),
            Member("之子", "郑凯", "男", "1996-05-20", "初中", labour="技能", job=job("泉州", 4800, 10)),
            Member("之女", "郑雨桐", "女", "2000-09-14", "大专", job=job("厦门", 4600, 10)),
        )),
    House(
        number=15, group="下云", door=14, rented_mu=_M("1.1"),
        statuses=(_lifted(2018), Status(kind="特困户", from_on=_D(2017, 1, 1))),
        attribute="特困供养脱贫户", causes=("缺劳力", "因病"), own={"no_labour_covered": "是"},
        members=(
            Member("户主", "林秀英", "女", "1949-05-18", "文盲或半文盲", health="长期慢性病", labour="无",
                   destitute_yuan=1180),
        )),
    # 大坪
    House(
        number=16, group="大坪", door=1, farm=farm("水稻6 茶叶4 鸡76 猪3"), statuses=(_lifted(2018),),
        attribute="一般脱贫户", causes=("缺资金", "因学"), forest_mu=_M("18.4"), returned_forest_mu=_M(2),
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
        number=17, group="大坪", door=4, farm=farm("水稻1.2 茶叶1.5 鸡76"), statuses=(_lifted(2017),),
        attribute="一般脱贫户", causes=("缺劳力",), rented_mu=_M("2"), forest_mu=_M(4), support_yuan=600,
        members=(
            Member("户主", "蓝松芳", "女", "1955-07-29", "小学"),
            Member("配偶", "雷金水", "男", "1951-04-04", "小学"),
        )),
    House(
        number=18, group="大坪", door=5, farm=farm("水稻2.8 鸡57"), forest_mu=_M("3.4"),
        statuses=(_lifted(2018), Status(kind="低保户", from_on=_D(2019, 1, 1))),
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
        number=19, group="大坪", door=8, farm=farm("红薯1.2 鸡38"), statuses=(_lifted(2017),),
        attribute="一般脱贫户", causes=("自身发展动力不足",), forest_mu=_M(2), own={"phone": "13900001900"},
        members=(
            Member("户主", "杨来清", "男", "1970-05-15", "小学", job=job("镇上", 2800, 8)),
            Member("之母", "李招娣", "女", "1946-03-01", "文盲或半文盲"),
        )),
    House(
        number=20, group="大坪", door=9, farm=farm("水稻1.5"), statuses=_PLAIN, own={"phone": "13900001900"},
        members=(
            Member("户主", "郑成", "男", "1978-08-08", "初中", labour="技能", job=job("浙江", 6000, 10)),
            Member("配偶", "蔡明珠", "女", "1980-01-19", "初中", job=job("浙江", 4000, 10)),
            Member("之女", "郑可馨", "女", "2006-02-27", track="普高+本科", party="共青团员"),
            Member("之子", "郑宇航", "男", "2013-05-13"),
        )),
    House(
        number=21, group="大坪", door=11, rented_mu=_M("0.9"),
        statuses=(Status(kind="一般农户"), Status(kind="特困户", from_on=_D(2020, 1, 1))),
        members=(
            Member("户主", "谢义金", "男", "1951-11-15", "小学", health="残疾", labour="无", disability=(1, 2),
                   reissued=True, destitute_yuan=1180),
        )),
    House(
        number=22, group="大坪", door=12, farm=farm("水稻1.6 羊12"), statuses=_PLAIN,
        members=(
            Member("户主", "蔡明", "男", "1976-12-17", "初中", labour="技能", job=job("县城", 4800, 9)),
            Member("配偶", "陈丽珍", "女", "1979-05-05", "初中"),
            Member("之子", "蔡俊熙", "男", "2015-07-21"),
            Member("之子", "林凯", "男", "1990-03-08", "初中", job=job("厦门", 4300, 9)),
        )),
    # 岭脚
    House(
        number=23, group="岭脚", door=2, farm=farm("水稻2.4 油茶3 鸡57"), statuses=(_lifted(2016),),
        attribute="一般脱贫户", causes=("缺资金",), forest_mu=_M(5),
        members=(
            Member("户主", "吴小龙", "男", "1977-12-08", "初中", job=job("县城", 3500, 8)),
            Member("配偶", "叶春花", "女", "1980-08-30", "小学"),
            Member("之女", "吴梦洁", "女", "2008-07-06", track="普高", party="共青团员"),
            Member("之母", "林玉枝", "女", "1951-01-11", "文盲或半文盲"),
        )),
    House(
        number=24, group="岭脚", door=3, farm=farm("水稻2 毛竹15"), statuses=(_lifted(2017),),
        attribute="一般脱贫户", causes=("缺技术",),
        members=(
            Member("户主", "欧阳明德", "男", "1968-10-28", "初中", post="护林员"),
            Member("配偶", "何巧云", "女", "1970-06-14", "小学", job=job("车间", 2000, 9)),
            Member("之子", "欧阳志恒", "男", "2003-03-03", track="普高+本科", job=job("福州", 4500, 3, since=2025),
                   party="中共预备党员"),
        )),
    House(
        number=25, group="岭脚", door=5, farm=farm("蔬菜1.2"), statuses=_PLAIN,
        members=(
            Member("户主", "黄建国", "男", "1980-02-02", "高中", labour="技能", job=job("县城", 5500, 11)),
            Member("配偶", "林晓燕", "女", "1982-09-17", "高中"),
            Member("之女", "黄诗涵", "女", "2011-08-20"),
            Member("之子", "黄宇轩", "男", "2018-04-11"),
        )),
    House(
        number=26, group="岭脚", door=6, farm=farm("水稻1 鸡30"), rented_mu=_M("1"),
        statuses=(Status(kind="一般农户"), Status(kind="低保户", from_on=_D(2021, 1, 1))),
        members=(
            Member("户主", "陈水建", "男", "1959-09-19", "小学", health="长期慢性病", subsistence_yuan=410),
            Member("配偶", "阮阿珍", "女", "1961-12-30", "文盲或半文盲", health="残疾", disability=(4, 3),
                   subsistence_yuan=410),
        )),
    House(
        number=27, group="岭脚", door=8, farm=farm("水稻1.8 鸡40"),
        statuses=(_lifted(2018), Status(kind="低保户", from_on=_D(2019, 7, 1))),
        attribute="低保脱贫户", causes=("因残",), rented_mu=_M("1.4"), forest_mu=_M("2.2"), support_yuan=500,
        members=(
            Member("户主", "许清兰", "女", "1976-06-20", "小学", post="保洁员"),
            Member("配偶", "王金山", "男", "1973-02-28", "初中", health="残疾", labour="丧失", disability=(4, 2),
                   subsistence_yuan=420),
            Member("之女", "王心怡", "女", "2009-01-30", track="普高", party="共青团员"),
        )),
    House(
        number=28, group="岭脚", door=10, farm=farm("水稻1.2"), statuses=_PLAIN,
        members=(
            Member("户主", "韩冬", "男", "1996-01-20", "高中", labour="技能",
                   job=Job("厦门", (5100, 5300, 6300), (10, 10, 10))),
            Member("配偶", "刘倩", "女", "1997-10-09", "高中"),
            Member("之子", "韩沐阳", "男", "2025-03-16", joined=(_D(2025, 3, 16), "出生"), id_pending=True),
        )),
    # 石门坑
    House(
        number=29, group="石门坑", door=1, farm=farm("水稻2.2 鸡48 鸭20"), statuses=(_lifted(2017),),
        attribute="一般脱贫户", causes=("缺技术", "交通条件落后"), forest_mu=_M(6),
        members=(
            Member("户主", "蔡金水", "男", "1971-03-08", "初中", job=job("镇上", 3600, 8)),
            Member("配偶", "吴秀莲", "女", "1973-11-29", "小学"),
            Member("之父", "蔡阿土", "男", "1947-02-02", "文盲或半文盲"),
            Member("之母", "陈阿银", "女", "1949-01-15", "文盲或半文盲", left=(_D(2025, 2, 11), "死亡")),
        )),
    House(
        number=30, group="石门坑", door=4, farm=farm("水稻2 茶叶1 蜜蜂8"), statuses=(_lifted(2018),),
        attribute="一般脱贫户", causes=("因残", "因学"), forest_mu=_M("5.2"),
        own={"note": (
            "1. 户主左腿残疾（肢体三级），不能干重活，2019年起学养中蜂，现有8箱，县蜂业协会技术员每季度上门一次。"
            "2. 住房2017年经危房改造，砖混两层，2024年10月复查为A级；屋后边坡雨季要看，2025年6月已请镇自然资源所现场"
            "看过，暂不用搬，汛期由村民小组长蔡金水每天巡查。3. 女儿谢婉婷在厦门上班，子谢子涵在镇中学住校，享受"
            "寄宿生生活补助。4. 配偶黄清在镇上茶厂做季节工，农忙时回家。5. 2025年9月入户时提出想再买4箱蜂，"
            "已告知可申请小额信贷。")},
        members=(
            Member("户主", "谢龙和", "男", "1975-11-29", "小学", health="残疾", labour="弱", disability=(4, 3)),
            Member("配偶", "黄清", "女", "1978-04-26", "初中", job=job("镇上", 2800, 9)),
            Member("之女", "谢婉婷", "女", "2001-07-17", "大专", job=job("厦门", 4500, 10)),
            Member("之子", "谢子涵", "男", "2012-03-03"),
        )),
    House(
        number=31, group="石门坑", door=5, farm=farm("水稻3 芋头1"), statuses=_PLAIN, own={"phone": None},
        members=(
            Member("户主", "何勇义", "男", "1974-01-15", "初中"),
            Member("配偶", "邓小兰", "女", "1977-05-28", "初中"),
            Member("之子", "何宇", "男", "2003-12-01", "高中", job=job("广东", 5000, 10),
                   phone="1390000313"),
        )),
    House(
        number=32, group="石门坑", door=7, farm=farm("水稻2"), statuses=_PLAIN,
        members=(
            Member("户主", "卢阿玉", "男", "1952-08-14", "小学"),
            Member("之子", "卢文斌", "男", "1981-06-06", "初中", labour="技能", job=job("广东", 4800, 9)),
            Member("之儿媳", "蒋小红", "女", "1983-04-04", "初中"),
            Member("之孙女", "卢静怡", "女", "2010-08-21", track="普高"),
        )),
    House(
        number=33, group="石门坑", door=9, farm=farm("水稻2.4 毛竹8"), statuses=_PLAIN,
        members=(
            Member("户主", "张建军", "男", "1973-09-29", "初中", labour="技能", job=job("浙江", 4800, 8)),
            Member("配偶", "王辉珍", "女", "1975-01-15", "小学", health="长期慢性病", labour="弱"),
            Member("之女", "张梦瑶", "女", "1999-04-18", "高中", job=job("浙江", 4000, 8)),
            Member("之子", "张宇辰", "男", "2014-02-08"),
            Member("之母", "林阿秀", "女", "1950-07-07", "文盲或半文盲"),
        )),
    House(
        number=34, group="石门坑", door=10, statuses=_PLAIN, rented_mu=_M("1.6"),
        members=(
            Member("户主", "苏志明", "男", "1985-05-30", "大专", job=job("县城", 6000, 12), employee=True,
                   party="中共党员"),
            Member("配偶", "郭佳丽", "女", "1987-02-11", "大专", job=job("县城", 4500, 12), employee=True),
            Member("之子", "苏梓睿", "男", "2016-08-01"),
            Member("之女", "苏梓萱", "女", "2022-06-01"),
        )),
    # 溪尾
    House(
        number=35, group="溪尾", door=2, farm=farm("水稻2.5 茶叶1 鸡30"), forest_mu=_M("4.4"),
        statuses=(Status(
            kind="边缘易致贫户", from_on=_D(2024, 3, 15), first_identified_on=_D(2024, 3, 15), risks=("因残",),
            meeting="2024-03-04", note="配偶精神残疾需人照看，户主只能就近打零工。"),),
        members=(
            Member("户主", "李招福", "男", "1969-12-12", "小学",
                   job=Job("镇上", (3000, 2600, 3200), (9, 8, 10))),
            Member("配偶", "陈春香", "女", "1972-03-26", "小学", health="残疾", labour="丧失", disability=(6, 2)),
            Member("之子", "李俊", "男", "2009-02-09", track="普高", party="共青团员"),
            Member("之父", "李水生", "男", "1944-09-09", "文盲或半文盲"),
        )),
    House(
        number=36, group="溪尾", door=3, farm=farm("水稻2"), statuses=_PLAIN,
        members=(
            Member("户主", "叶长青", "男", "1962-06-09", "小学"),
            Member("配偶", "江菊英", "女", "1961-03-14", "小学"),
            Member("之子", "叶志鹏", "男", "1990-02-20", "高中", labour="技能", job=job("福州", 6000, 11)),
            Member("之儿媳", "温慧敏", "女", "1992-10-15", "大专", job=job("福州", 5000, 11)),
            Member("之孙子", "叶辰逸", "男", "2019-05-06"),
        )),
    House(
        number=37, group="溪尾", door=6, farm=farm("红薯1 鸭25"), statuses=(_lifted(2016),),
        attribute="一般脱贫户", causes=("自身发展动力不足", "缺劳力"), forest_mu=_M("1.8"),
        members=(
            Member("户主", "方来金", "男", "1972-05-01", "小学", job=job("镇上", 2600, 8)),
            Member("之父", "方田生", "男", "1945-12-05", "文盲或半文盲"),
        )),
    House(
        number=38, group="溪尾", door=7, farm=farm("水稻1 茶叶2"), statuses=_PLAIN, support_yuan=1000,
        family_planning=True, own={"two_daughters": "是"},
        members=(
            Member("户主", "许文清", "男", "1951-05-05", "初中", party="中共党员"),
            Member("配偶", "林月娥", "女", "1954-11-03", "小学"),
        )),
    House(
        number=39, group="溪尾", door=8, farm=farm("水稻3 猪6"), statuses=_PLAIN, family_planning=True,
        own={"only_child": "是"},
        members=(
            Member("户主", "邱秋生", "男", "1955-08-15", "小学"),
            Member("配偶", "曾玉英", "女", "1958-03-20", "小学"),
            Member("之女", "邱丽娜", "女", "1986-09-09", "高中"),
            Member("之女婿", "曾伟", "男", "1984-07-30", "高中", labour="技能", job=job("浙江", 6500, 10)),
            Member("之外孙女", "邱语桐", "女", "2015-02-14"),
        )),
    House(
        number=40, group="溪尾", door=11, farm=farm("水稻1.2 鸭20"), forest_mu=_M(2),
        unknown_out_of_pocket=(2025,),
        statuses=(Status(
            kind="边缘易致贫户", from_on=_D(2025, 7, 25), first_identified_on=_D(2025, 7, 25),
            risks=("因自然灾害", "因病"), disaster="洪涝灾害", meeting="2025-07-14",
            note="2025年6月20日山洪冲毁水田1.1亩和鸭棚；公公林阿金高血压、糖尿病长期服药。"),),
        members=(
            Member("户主", "罗细妹", "女", "1978-10-20", "小学",
                   job=Job("镇上", (2300, 2400, 2400), (10, 10, 7))),
            Member("之子", "林俊涛", "男", "2011-07-19"),
            Member("之公公", "林阿金", "男", "1948-11-01", "文盲或半文盲", health="长期慢性病"),
        )),
    # 樟树下
    House(
        number=41, group="樟树下", door=1, farm=farm("水稻1.4 毛竹10"), statuses=(_lifted(2016),),
        attribute="一般脱贫户", causes=("缺技术",),
        members=(
            Member("户主", "江阿水", "男", "1969-10-10", "小学", job=job("车间", 2000, 10)),
            Member("配偶", "范桂兰", "女", "1971-06-25", "小学", post="护路员"),
            Member("之子", "江鹏", "男", "1995-05-12", "初中", job=job("广东", 4500, 9)),
        )),
    House(
        number=42, group="樟树下", door=3, farm=farm("猪70 鱼塘4 水稻2"), statuses=_PLAIN,
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
        statuses=(_lifted(2019, first=_D(2017, 6, 30)),),
        attribute="一般脱贫户", causes=("因灾", "因学"), forest_mu=_M("3"),
        members=(
            Member("户主", "沈国华", "男", "1976-07-07", "初中", labour="技能", job=job("县城", 4200, 9)),
            Member("配偶", "江玉兰", "女", "1979-12-20", "小学"),
            Member("之女", "沈悦", "女", "2006-05-25", track="普高+本科", party="共青团员"),
            Member("之子", "沈博文", "男", "2012-06-06"),
        )),
    House(
        number=44, group="樟树下", door=6, farm=farm("蔬菜0.6"), statuses=_PLAIN,
        members=(
            Member("户主", "潘大海", "男", "1988-03-21", "初中", labour="技能", job=job("广东", 6200, 10)),
            Member("配偶", "罗婷婷", "女", "1990-06-13", "初中"),
            Member("之子", "潘梓轩", "男", "2017-01-07"),
            Member("之女", "潘梓涵", "女", "2023-05-30", joined=(_D(2023, 5, 30), "出生")),
        )),
    House(
        number=45, group="樟树下", door=8, farm=farm("红薯0.6 鸡20"), rented_mu=_M("0.8"),
        statuses=(_lifted(2018), Status(kind="低保边缘户", from_on=_D(2024, 1, 1))),
        attribute="一般脱贫户", causes=("因病", "因学"),
        members=(
            Member("户主", "余桂芳", "女", "1974-08-18", "小学", health="长期慢性病", labour="弱",
                   job=job("车间", 2000, 11)),
            Member("之女", "汤晓雯", "女", "2007-04-23", track="普高+高职", party="共青团员"),
        )),
    House(
        number=46, group="樟树下", door=9, farm=farm("水稻1.8"), statuses=_PLAIN,
        members=(
            Member("户主", "汤长林", "男", "1973-05-16", "初中", labour="技能", job=job("县城", 5000, 10)),
            Member("配偶", "余丽萍", "女", "1975-09-09", "初中"),
            Member("之子", "汤志伟", "男", "2002-10-30", "大专", job=job("厦门", 5000, 10)),
            Member("之女", "汤丽丽", "女", "1999-02-06", "高中", job=job("福州", 4600, 10),
                   left=(_D(2024, 5, 20), "婚出")),
        )),
    # 畲寮
    House(
        number=47, group="畲寮", door=1, farm=farm("茶叶3.5 水稻2"), statuses=(_lifted(2016),),
        attribute="一般脱贫户", causes=("因病", "缺技术"), forest_mu=_M("9"), returned_forest_mu=_M("1.5"),
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
        number=48, group="畲寮", door=2, farm=farm("茶叶2"), statuses=_PLAIN, own={"road_kind": "石板路"},
        members=(
            Member("户主", "蓝春生", "男", "1958-02-20", "小学"),
            Member("配偶", "雷玉莲", "女", "1961-07-01", "小学"),
            Member("之子", "蓝志远", "男", "1991-04-15", "初中", labour="技能", job=job("浙江", 5000, 8)),
        )),
    House(
        number=49, group="畲寮", door=4, farm=farm("茶叶4"), statuses=_PLAIN,
        members=(
            Member("户主", "钟根木", "男", "1979-01-09", "初中", labour="技能", job=job("县城", 5200, 10)),
            Member("配偶", "蓝美凤", "女", "1982-03-15", "初中"),
            Member("之女", "钟雅雯", "女", "2010-02-20", track="普高"),
            Member("之子", "钟俊宇", "男", "2016-07-04"),
        )),
    House(
        number=50, group="畲寮", door=5, farm=farm("茶叶1.6 水稻1.5"), forest_mu=_M("4"),
        statuses=(_lifted(2017), Status(kind="低保户", from_on=_D(2018, 7, 1))),
        attribute="低保脱贫户", causes=("因残", "缺劳力"),
        members=(
            Member("户主", "雷金妹", "女", "1956-01-17", "文盲或半文盲", subsistence_yuan=390),
            Member("之子", "蓝国栋", "男", "1982-08-25", "小学", health="残疾", labour="弱", disability=(3, 3),
                   subsistence_yuan=390),
            Member("之儿媳", "陈慧", "女", "1985-11-11", "初中", job=job("车间", 2200, 10)),
            Member("之孙子", "蓝宇", "男", "2012-05-05"),
        )),
    House(
        number=51, group="畲寮", door=7, farm=farm("茶叶1.5"), statuses=_PLAIN,
        members=(
            Member("户主", "蓝志华", "男", "1986-10-12", "高中", labour="技能", job=job("厦门", 5800, 11),
                   party="中共党员"),
            Member("配偶", "钟晓琳", "女", "1988-01-25", "高中"),
            Member("之女", "蓝语嫣", "女", "2014-08-18"),
            Member("之子", "蓝宸", "男", "2020-04-04"),
        )),
    House(
        number=52, group="畲寮", door=9, farm=farm("茶叶2.2 鸡25"), forest_mu=_M("5"),
        statuses=(
            Status(
                kind="边缘易致贫户", from_on=_D(2022, 5, 20), through_on=_D(2024, 4, 10),
                first_identified_on=_D(2022, 5, 20), risks=("因病",), removed_on=_D(2024, 4, 10),
                meeting="2024-03-04", note="配偶慢性病已签约服务，户主和儿子务工稳定，风险消除。"),
            Status(kind="一般农户", from_on=_D(2024, 4, 11))),
        out_of_pocket_yuan={2023: 4800, 2024: 2600, 2025: 1900},
        members=(
            Member("户主", "雷春芳", "男", "1972-06-16", "小学", job=job("镇上", 3200, 9)),
            Member("配偶", "蓝桂花", "女", "1974-04-29", "小学", health="长期慢性病", labour="弱"),
            Member("之子", "雷明辉", "男", "1998-11-08", "高中", labour="技能", job=job("泉州", 4400, 8)),
            Member("之母", "蓝阿贵", "女", "1947-10-10", "文盲或半文盲"),
        )),
)
