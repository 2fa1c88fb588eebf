"""Help from outside that the sample village got, one matter one record. All givers are invented.

The money of 示范县慈善总会 is that of 村庄公共照明 in funds.py: 50,000 yuan received, 45,000 paid. To add a matter: one
``DonationTold``; its number is its place in its year.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from villagebook.services.sample.facts import AREA

_D = dt.date


@dataclass(frozen=True, slots=True, kw_only=True)
class DonationTold:
    """One matter; fields as in models.SocialHelp, amounts in yuan, ``house`` a number, ``project`` a code."""

    key: str
    date: dt.date
    kind: str
    giver: str
    content: str
    target: str
    yuan: int = 0
    goods: str = ""
    goods_yuan: int = 0
    house: int = 0
    project: str = ""
    used: str = ""
    used_yuan: int = 0
    feedback: str = ""
    feedback_on: dt.date | None = None
    receipt: str = ""
    reported_on: dt.date | None = None


DONATIONS: tuple[DonationTold, ...] = (
    DonationTold(
        key="spring-2024", date=_D(2024, 2, 2), kind="社会力量办实事", giver="示范县水利局", content="春节走访慰问",
        target="脱贫户和监测户30户", goods="大米、食用油各30份", goods_yuan=4_500, used="当天送到户",
        feedback="慰问照片送水利局工会", feedback_on=_D(2024, 2, 6), reported_on=_D(2024, 4, 2)),
    DonationTold(
        key="clinic-2024", date=_D(2024, 10, 17), kind="社会力量办实事", giver="示范县中医院",
        content="义诊送药，看病110人次",
        target="全村老人", goods="常用药品1批", goods_yuan=3_200, used="义诊当天发给就诊村民",
        feedback="感谢信", feedback_on=_D(2024, 10, 22), reported_on=_D(2025, 1, 6)),
    DonationTold(
        key="visit", date=_D(2025, 3, 18), kind="领导调研考察", giver="示范县农业农村局",
        content="调研油茶种植和光伏电站收益分配",
        target="全村", reported_on=_D(2025, 4, 3)),
    DonationTold(
        key="lights", date=_D(2025, 5, 20), kind="捐助资金", giver="示范县慈善总会", content="捐助安装太阳能路灯",
        target="全村", yuan=50_000, project=f"{AREA}20250712", receipt="SJ-2025-0003",
        used="付路灯工程两笔款45,000元，余5,000元为质保金", used_yuan=45_000, feedback="寄送竣工照片和收支明细",
        feedback_on=_D(2025, 7, 28), reported_on=_D(2025, 7, 3)),
    DonationTold(
        key="books", date=_D(2025, 8, 26), kind="社会力量办实事", giver="示范县志愿服务协会",
        content="给在校生送书包文具",
        target="在校学生21人", goods="书包文具21套", goods_yuan=2_520, used="开学前发到学生手里",
        feedback="发放照片和签收表", feedback_on=_D(2025, 9, 2), reported_on=_D(2025, 10, 9)),
    DonationTold(
        key="student", date=_D(2025, 9, 3), kind="社会力量办实事", giver="示范县山泉食品有限公司",
        content="资助高职新生学费，直接转给本人", target="高职新生1人", yuan=3_000, house=45, used="交第一学年学费",
        used_yuan=3_000, feedback="学费收据复印件", feedback_on=_D(2025, 9, 20), reported_on=_D(2025, 10, 9)),
    DonationTold(
        key="quilts", date=_D(2025, 10, 28), kind="社会力量办实事", giver="上云村在外乡贤联谊会", content="捐过冬棉被",
        target="独居老人和监测户", goods="棉被30床", goods_yuan=3_600),
)  # fmt: skip
