"""N16: what was given, how much, where it went, who has it."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.builders import a_project, add, an_entry
from villagebook.base.errors import UserError
from villagebook.models import SocialHelp
from villagebook.notices import NOTICE_KINDS, NoticeSubject

KIND = NOTICE_KINDS["donation-use"]


def a_gift(conn, village, giver, on=dt.date(2025, 5, 20), **fields):
    kind = fields.pop("kind", "捐助资金")
    return add(conn, SocialHelp, village_id=village, date=on, kind=kind, giver=giver, **fields)


def rows(conn, scope, **subject):
    return [row[1:] for row in KIND.draft(conn, scope, NoticeSubject(**subject)).tables[0].rows]


def test_money_and_goods_with_their_numbers_use_and_who_has_them(conn, village, scope):
    a_gift(conn, village, "慈善总会", amount_fen=5_000_000, used="付路灯款", target="全村")
    a_gift(conn, village, "联谊会", goods="大米、食用油各30份", goods_fen=450_000, target="监测户30户",
           feedback_on=dt.date(2025, 6, 1))  # fmt: skip
    content = KIND.draft(conn, scope, NoticeSubject(year=2025))
    assert content.title == "清溪村2025年捐赠款物使用公示"
    assert [row[1:] for row in content.tables[0].rows] == [
        ("慈善总会", "资金", "50,000.00元", "付路灯款", "全村"),
        ("联谊会", "大米、食用油", "各30份（折价4,500.00元）", "还没有使用", "监测户30户"),
    ]
    assert content.sentences == ("捐款合计 50,000.00 元，物资折价合计 4,500.00 元，使用情况已向捐赠方反馈 1 笔。",)
    assert content.signers == ("云岭镇清溪村村民委员会", "清溪村村务监督委员会")


@pytest.mark.parametrize(("goods", "what", "how_much"), [
    ("棉被30床", "棉被", "30床"), ("常用药品1批", "常用药品", "1批"), ("水泥12.5吨", "水泥", "12.5吨"),
    ("图书", "图书", ""), ("2024年挂历", "2024年挂历", ""),
])  # fmt: skip
def test_goods_are_told_apart_from_their_number(conn, village, scope, goods, what, how_much):
    a_gift(conn, village, "联谊会", goods=goods)
    assert rows(conn, scope)[0][1:3] == (what, how_much)


def test_where_nobody_wrote_the_use_the_money_says_it(conn, village, scope):
    gift = a_gift(conn, village, "慈善总会", amount_fen=5_000)
    assert rows(conn, scope)[0][3] == "还没有使用"
    an_entry(conn, village, None, "支出", 2_000, posted=True, social_help_id=gift)
    assert rows(conn, scope)[0][3] == "已使用20.00元，结余30.00元"


def test_visits_and_the_use_of_earlier_money_are_no_gifts_nor_are_those_of_other_years(conn, village, scope):
    a_gift(conn, village, "农业农村局", kind="领导调研考察", content="调研")
    a_gift(conn, village, "慈善总会", kind="帮扶资金使用", amount_fen=1)
    a_gift(conn, village, "老乡", on=dt.date(2024, 5, 1), amount_fen=7)
    with pytest.raises(UserError, match="2025年没有捐赠款物"):
        KIND.draft(conn, scope, NoticeSubject(year=2025))
    assert [row[0] for row in rows(conn, scope)] == ["老乡"]


def test_of_one_project_only_its_own_gifts_are_told(conn, village, scope):
    lights = a_project(conn, village, code="P1", name="村庄公共照明").project
    a_gift(conn, village, "慈善总会", amount_fen=7, project_id=lights)
    a_gift(conn, village, "老乡", amount_fen=8)
    content = KIND.draft(conn, scope, NoticeSubject(project_code="P1"))
    assert content.title == "清溪村2025年村庄公共照明捐赠款物使用公示"
    assert [row[1] for row in content.tables[0].rows] == ["慈善总会"]
