"""The households of 溪尾. All invented."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from villagebook.services.sample.shape import PLAIN, House, Job, Member, Status, farm, job, lifted

HOUSES: tuple[House, ...] = (
    House(
        number=35, group="溪尾", door=2, farm=farm("水稻2.5 茶叶1 鸡30"), forest_mu=Decimal("4.4"),
        statuses=(Status(
            kind="边缘易致贫户", from_on=date(2024, 3, 15), first_identified_on=date(2024, 3, 15), risks=("因残",),
            meeting="2024-03-04", note="配偶精神残疾需人照看，户主只能就近打零工。"),),
        members=(
            Member("户主", "李招福", "男", "1969-12-12", "小学",
                   job=Job("镇上", (3000, 2600, 3200), (9, 8, 10))),
            Member("配偶", "陈春香", "女", "1972-03-26", "小学", health="残疾", labour="丧失", disability=(6, 2)),
            Member("之子", "李俊", "男", "2009-02-09", track="普高", party="共青团员"),
            Member("之父", "李水生", "男", "1944-09-09", "文盲或半文盲"),
        )),
    House(
        number=36, group="溪尾", door=3, farm=farm("水稻2"), statuses=PLAIN,
        members=(
            Member("户主", "叶长青", "男", "1962-06-09", "小学"),
            Member("配偶", "江菊英", "女", "1961-03-14", "小学"),
            Member("之子", "叶志鹏", "男", "1990-02-20", "高中", labour="技能", job=job("福州", 6000, 11)),
            Member("之儿媳", "温慧敏", "女", "1992-10-15", "大专", job=job("福州", 5000, 11)),
            Member("之孙子", "叶辰逸", "男", "2019-05-06"),
        )),
    House(
        number=37, group="溪尾", door=6, farm=farm("红薯1 鸭25"), statuses=(lifted(2016),),
        attribute="一般脱贫户", causes=("自身发展动力不足", "缺劳力"), forest_mu=Decimal("1.8"),
        members=(
            Member("户主", "方来金", "男", "1972-05-01", "小学", job=job("镇上", 2600, 8)),
            Member("之父", "方田生", "男", "1945-12-05", "文盲或半文盲"),
        )),
    House(
        number=38, group="溪尾", door=7, farm=farm("水稻1 茶叶2"), statuses=PLAIN, support_yuan=1000,
        family_planning=True, own={"two_daughters": "是"},
        members=(
            Member("户主", "许文清", "男", "1951-05-05", "初中", party="中共党员"),
            Member("配偶", "林月娥", "女", "1954-11-03", "小学"),
        )),
    House(
        number=39, group="溪尾", door=8, farm=farm("水稻3 猪6"), statuses=PLAIN, family_planning=True,
        own={"only_child": "是"},
        members=(
            Member("户主", "邱秋生", "男", "1955-08-15", "小学"),
            Member("配偶", "曾玉英", "女", "1958-03-20", "小学"),
            Member("之女", "邱丽娜", "女", "1986-09-09", "高中"),
            Member("之女婿", "曾伟", "男", "1984-07-30", "高中", labour="技能", job=job("浙江", 6500, 10)),
            Member("之外孙女", "邱语桐", "女", "2015-02-14"),
        )),
    House(
        number=40, group="溪尾", door=11, farm=farm("水稻1.2 鸭20"), forest_mu=Decimal(2),
        unknown_out_of_pocket=(2025,),
        statuses=(Status(
            kind="边缘易致贫户", from_on=date(2025, 7, 25), first_identified_on=date(2025, 7, 25),
            risks=("因自然灾害", "因病"), disaster="洪涝灾害", meeting="2025-07-14",
            note="2025年6月20日山洪冲毁水田1.1亩和鸭棚；公公林阿金高血压、糖尿病长期服药。"),),
        members=(
            Member("户主", "罗细妹", "女", "1978-10-20", "小学",
                   job=Job("镇上", (2300, 2400, 2400), (10, 10, 7))),
            Member("之子", "林俊涛", "男", "2011-07-19"),
            Member("之公公", "林阿金", "男", "1948-11-01", "文盲或半文盲", health="长期慢性病"),
        )),
)
