from __future__ import annotations

import datetime as dt

from tests.unit.documents import sample_notices as sample
from villagebook.base.sheet import Contact, SheetTable
from villagebook.documents.notice import missing, render_notice
from villagebook.documents.notice_words import closing, foot_lines, plain_text


def test_the_plain_text_says_all_that_the_sheet_says() -> None:
    assert plain_text(sample.monitored()).splitlines() == [
        "清溪村拟纳入防止返贫监测对象名单公示",
        "清村公示〔2026〕15号",
        "经入户核实、信息比对，并经2026年4月6日民主评议会评议，现将本村拟纳入防止返贫监测对象名单公示如下。",
        "序号\t组别\t户主姓名\t家庭人口（人）\t拟纳入类别",
        "1\t二组\t王䶮\t6\t突发严重困难户",
        "2\t三组\t冯春生\t1\t边缘易致贫户",
        "3\t五组\t卫秀英\t2\t脱贫不稳定户",
        "4\t六组\t韩冬\t3\t突发严重困难户",
        "合计\u30004户\t\t\t12\t",
        "公示时间：2026年4月7日至2026年4月11日（5天）",
        "意见反映：何正\u3000\u30000599-5550101\u3000\u3000村委会办公楼一楼",
        "监督电话：12317（全国）\u3000\u30000599-5550110（云岭镇）",
        "云岭镇清溪村村民委员会",
        "2026年4月7日",
        "清溪村拟纳入防止返贫监测对象名单公示\u3000清村公示〔2026〕15号",
        "数据截至 2026年3月10日\u3000张贴地点：村委会公示栏",
    ]


def test_the_rendered_notice_carries_its_plain_text() -> None:
    assert render_notice(sample.funds()).plain_text == plain_text(sample.funds())


def test_line_ends_and_tabs_in_a_cell_do_not_break_the_plain_text() -> None:
    text = plain_text(sample.with_remark("第一行\n第二行\t完", rows=3))
    assert "第一行 第二行 完" in text


def test_the_period_names_both_years() -> None:
    content = sample.roster(1, from_on=dt.date(2026, 12, 28), through_on=dt.date(2027, 1, 6))
    assert closing(content)[0] == ("公示时间", (("2026年12月28日至2027年1月6日（10天）",),))


def test_the_period_is_called_as_the_notice_says() -> None:
    assert closing(sample.funds())[0][0] == "公告时间"


def test_empty_parts_of_a_contact_are_left_out() -> None:
    content = sample.roster(1, contacts=(Contact("", "0599-5550101"), Contact("何正", "0599-5550102", "")))
    assert closing(content)[1] == ("意见反映", (("0599-5550101",), ("何正", "0599-5550102")))


def test_closing_lines_without_content_are_left_out() -> None:
    content = sample.roster(1, contacts=(Contact("", ""),), hotlines=(("", ""),))
    assert [label for label, _ in closing(content)] == ["公示时间"]


def test_a_phone_without_owner_stands_alone() -> None:
    assert closing(sample.roster(1, hotlines=(("12317", ""),)))[2][1] == (("12317",),)


def test_the_foot_names_the_village_only_where_the_title_does_not() -> None:
    assert foot_lines(sample.roster(1))[0].startswith("清溪村2026年")
    other = sample.roster(1, title_parts=("2026年", "受益户公示"))
    assert foot_lines(other)[0].startswith("云岭镇清溪村\u30002026年受益户公示")


def test_a_long_title_is_cut_in_the_foot_but_not_its_number() -> None:
    line = foot_lines(sample.roster(1), lambda text: len(text) <= 30)[0]
    assert line == "清溪村2026年庭院养鸡到户……\u3000清村公示〔2026〕12号"


def test_a_character_no_face_has_is_listed_with_its_place() -> None:
    lacking = "\U0003ffff"
    content = sample.with_names(["赵长河", "王" + lacking])
    assert missing(content) == [(f"第 2 行 户主：王{lacking}", lacking)]
    assert missing(sample.roster(1, signers=(f"清溪村{lacking}",))) == [("落款", lacking)]


def test_every_place_of_a_notice_is_looked_through() -> None:
    lacking = "\U0003ffff"
    table = SheetTable(
        sample.columns(f"序号{lacking} serial", "备注 text"), ((1, lacking),), (None, lacking), f"1户{lacking}", lacking
    )
    content = sample.roster(
        number=lacking, title_parts=(lacking,), basis=lacking, tables=(table,), sentences=(lacking,),
        contacts=(Contact(lacking, ""),), hotlines=((lacking, ""),), signers=(lacking,), place=lacking,
    )  # fmt: skip
    assert [where for where, _ in missing(content)] == [
        "题目", "编号", "正文", "表头", f"第 1 行 备注：{lacking}", "合计", "意见反映", "监督电话", "落款", "页脚",
    ]  # fmt: skip


def test_rare_names_are_not_missing() -> None:
    assert missing(sample.with_names(["王" + char for char in sample.RARE])) == []
