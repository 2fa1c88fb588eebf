"""The households of 石门坑. All invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from villagebook.services.sample.shape import PLAIN, House, Member, farm, job, lifted

HOUSES: tuple[House, ...] = (
    House(
        number=29, group="石门坑", door=1, farm=farm("水稻2.2 鸡48 鸭20"), statuses=(lifted(2017),),
        attribute="一般脱贫户", causes=("缺技术", "交通条件落后"), forest_mu=Decimal(6),
        members=(
            Member("户主", "蔡金水", "男", "1971-03-08", "初中", job=job("镇上", 3600, 8)),
            Member("配偶", "吴秀莲", "女", "1973-11-29", "小学"),
            Member("之父", "蔡阿土", "男", "1947-02-02", "文盲或半文盲"),
            Member("之母", "陈阿银", "女", "1949-01-15", "文盲或半文盲", left=(date(2025, 2, 11), "死亡")),
        )),
    House(
        number=30, group="石门坑", door=4, farm=farm("水稻2 茶叶1 蜜蜂8"), statuses=(lifted(2018),),
        attribute="一般脱贫户", causes=("因残", "因学"), forest_mu=Decimal("5.2"),
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
        number=31, group="石门坑", door=5, farm=farm("水稻3 芋头1"), statuses=PLAIN, own={"phone": None},
        members=(
            Member("户主", "何勇义", "男", "1974-01-15", "初中"),
            Member("配偶", "邓小兰", "女", "1977-05-28", "初中"),
            Member("之子", "何宇", "男", "2003-12-01", "高中", job=job("广东", 5000, 10),
                   phone="1390000313"),
        )),
    House(
        number=32, group="石门坑", door=7, farm=farm("水稻2"), statuses=PLAIN,
        members=(
            Member("户主", "卢阿玉", "男", "1952-08-14", "小学"),
            Member("之子", "卢文斌", "男", "1981-06-06", "初中", labour="技能", job=job("广东", 4800, 9)),
            Member("之儿媳", "蒋小红", "女", "1983-04-04", "初中"),
            Member("之孙女", "卢静怡", "女", "2010-08-21", track="普高"),
        )),
    House(
        number=33, group="石门坑", door=9, farm=farm("水稻2.4 毛竹8"), statuses=PLAIN,
        members=(
            Member("户主", "张建军", "男", "1973-09-29", "初中", labour="技能", job=job("浙江", 4800, 8)),
            Member("配偶", "王辉珍", "女", "1975-01-15", "小学", health="长期慢性病", labour="弱"),
            Member("之女", "张梦瑶", "女", "1999-04-18", "高中", job=job("浙江", 4000, 8)),
            Member("之子", "张宇辰", "男", "2014-02-08"),
            Member("之母", "林阿秀", "女", "1950-07-07", "文盲或半文盲"),
        )),
    House(
        number=34, group="石门坑", door=10, statuses=PLAIN, rented_mu=Decimal("1.6"),
        members=(
            Member("户主", "苏志明", "男", "1985-05-30", "大专", job=job("县城", 6000, 12), employee=True,
                   party="中共党员"),
            Member("配偶", "郭佳丽", "女", "1987-02-11", "大专", job=job("县城", 4500, 12), employee=True),
            Member("之子", "苏梓睿", "男", "2016-08-01"),
            Member("之女", "苏梓萱", "女", "2022-06-01"),
        )),
)
