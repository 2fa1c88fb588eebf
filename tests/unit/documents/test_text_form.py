from __future__ import annotations

from datetime import date

import pytest

from tests.unit.documents import sample_forms as sample
from villagebook.documents.table import Column, Table
from villagebook.documents.text_form import choices, plain_text, table_text
from villagebook.documents.values import Kind


def test_plain_text_says_everything_on_the_page_in_reading_order() -> None:
    values = sample.household(signed=date(2026, 10, 8))
    assert plain_text(sample.HOUSEHOLD, values) == (
        "# 家庭情况　test.household 2026-1\n"
        "村：清溪村 | 统计时间：2026年9月30日\n"
        "户主姓名 | 王䶮 | 性别 | 男 | 户主照片（近期正面）\n"
        "户类型 | 监测对象（突发严重困难户）\n"
        "返贫致贫风险 | 因病：李㛃长期慢性病，自付医疗支出大；因灾：2026年3月冰雹，茶园受损2.1亩\n"
        "## 生产生活条件\n"
        "项目 | 内容\n"
        "耕地面积（亩） | 6.2 | 家庭人口 | 6人 | 生活用电 | ☑ 通　□ 不通\n"
        "户主意见 | 情况属实。 2026年10月8日\n"
    )


def test_plain_text_of_a_list_has_one_line_a_row_whatever_the_pages() -> None:
    lines = plain_text(sample.MEMBERS, sample.members(11)).splitlines()
    assert lines[2] == "序号 | 姓名 | 性别 | 与户主关系 | 证件号码"
    assert lines[13] == "11 | 王小11 | 男 | 之子 | 350699199301050011"
    assert lines[14] == "成员超过8人的接填续页。"


def test_plain_text_changes_with_every_value() -> None:
    base = plain_text(sample.HOUSEHOLD, sample.household())
    assert plain_text(sample.HOUSEHOLD, sample.household(power=False)) != base
    assert plain_text(sample.HOUSEHOLD, sample.household(count=5)) != base


def test_a_missing_field_is_an_error() -> None:
    with pytest.raises(KeyError):
        plain_text(sample.MEMBERS, {"members": []})


def test_a_choice_ticks_the_chosen_option_only() -> None:
    value = sample.Value("x", Kind.CHOICE, options=("国家标准", "省定标准", "无"))
    assert choices(value, "省定标准") == "□ 国家标准　☑ 省定标准　□ 无"
    assert choices(value, None) == "□ 国家标准　□ 省定标准　□ 无"
    assert choices(sample.Value("x", Kind.CHOICE, options=("是", "否")), False) == "□ 是　☑ 否"


def test_table_text_has_heads_rows_and_sums() -> None:
    table = Table(
        (Column("序号", Kind.INDEX), Column("户主", Kind.NAME), Column("金额", Kind.MONEY, "元", total=True)),
        ((1, "王䶮", 144000), (2, "李㛃", 90000)),
        counted="户",
    )
    assert table_text(table) == (
        "序号 | 户主 | 金额（元）\n1 | 王䶮 | 1,440.00\n2 | 李㛃 | 900.00\n合计\u30002户 |  | 2,340.00\n"
    )
