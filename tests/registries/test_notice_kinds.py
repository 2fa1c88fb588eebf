"""Every notice kind: headings of the form, a period, no secret, no office field without a rule."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from villagebook.ledgers import LEDGERS
from villagebook.models import BY_TABLE, Privacy, fields_of
from villagebook.models.codes import CODES
from villagebook.notices import NOTICE_KINDS, Disclosure, NoticeColumn, NoticeTable
from villagebook.notices.words import found_in
from villagebook.notices.works import DONE_MATTERS, START_MATTERS
from villagebook.policies import POLICIES


@dataclass(frozen=True)
class Form:
    """What the office's list says of a kind: ``tables`` are headings, one text per table, units apart."""

    number: str
    name: str
    tables: tuple[str, ...]


#: Transcribed from the list of notice kinds, by id of the kind; several kinds share a number. A new kind: one line.
FORMS = {
    "project-library": Form("N1", "项目库入库公示", (
        "序号 项目名称 项目类型 建设性质 实施地点 建设内容 投资规模 资金来源 受益对象 绩效目标 联农带农机制 "
        "责任单位",)),
    "annual-plan": Form("N2", "年度项目计划公告", ("序号 项目名称 文号 资金名称及来源 金额 实施单位 期限",)),
    "fund-release": Form("N2", "资金下达公告", ("序号 项目名称 文号 资金名称及来源 金额 实施单位 期限",)),
    "project-start": Form("N3", "项目实施前公示", ("事项 内容",)),
    "roster-beneficiaries": Form("N4", "到户项目受益户公示", ("序号 户主姓名 人口 补助内容 数量 单价 补助金额 备注",)),
    "project-completion": Form("N5", "竣工公告", ("事项 内容",)),
    "fund-use": Form("N6", "资金使用情况公告", ("资金来源 下达 支出 结余", "序号 用途 收款单位 金额")),
    "income-distribution": Form("N7", "收益分配公示", (
        "收益总额 运维等扣除 本次分配 结余", "序号 分配项目 说明 金额", "序号 姓名 事由（岗位） 金额")),
    "village-accounts": Form("N15", "村务、财务公开表", (
        "资金来源 期初结余 收入 支出 期末结余", "序号 项目 金额 来源 用途 经手 审核",
        "序号 项目 金额 来源 用途 经手 审核")),
    "donation-use": Form("N16", "捐赠款物使用公示", ("序号 捐赠方 款物 数量/金额 去向 受益",)),
    "monitored-identification": Form("N8", "监测对象识别公示", ("序号 组别 户主姓名 家庭人口 拟纳入类别",)),
    "monitored-announcement": Form("N9", "监测对象公告", ("序号 组别 户主姓名 家庭人口 纳入类别",)),
    "risk-removal": Form("N10", "风险消除公示", ("序号 组 户主 人口 类别 拟消除",)),
    "risk-removal-announcement": Form("N10", "风险消除公告", ("序号 组 户主 人口 类别 已消除",)),
    "poverty-first": Form("N11", "贫困户识别第一次公示", ("序号 户主 人口 组",)),
    "poverty-second": Form("N11", "贫困户识别第二次公示", ("序号 户主 人口 组",)),
    "poverty-announcement": Form("N11", "贫困户识别公告", ("序号 户主 人口 组",)),
    "poverty-exit": Form("N12", "贫困户退出公示", ("序号 户主 人口 组 退出年度",)),
    "poverty-exit-township": Form("N12", "贫困户退出乡镇公示", ("序号 户主 人口 组 退出年度",)),
    "poverty-exit-announcement": Form("N12", "贫困户退出公告", ("序号 户主 人口 组 退出年度",)),
    "assistance-first": Form("N13", "低保、特困初审公示", ("序号 户主 保障人数 类别/档 月保障金额 拟/已",)),
    "assistance-confirmed": Form("N13", "低保、特困确认公示", ("序号 户主 保障人数 类别/档 月保障金额 拟/已",)),
    # 序号 is added to lists of names: an objection names the line.
    "temporary-aid": Form("N14", "临时救助公示", ("序号 姓名 类别 金额（标准）",)),
    "disability-subsidies": Form("N14", "残疾人两项补贴公示", ("序号 姓名 金额",)),
    "education-aid": Form("N14", "雨露计划补助公示", ("序号 姓名 类别 金额（标准）",)),
    "house-repair": Form("N14", "农村危房改造公示", ("序号 姓名 类别 金额（标准）",)),
    "public-posts": Form("N14", "公益岗位聘用公示", ("序号 姓名 类别 金额（标准）",)),
}  # fmt: skip

FIELDS = {field.id: field for record in BY_TABLE.values() for field in fields_of(record)}
kinds = pytest.mark.parametrize("kind", NOTICE_KINDS, ids=lambda kind: kind.id)


@kinds
def test_headings_are_those_of_the_form_in_order(kind):
    form = FORMS[kind.id]
    assert (kind.number, kind.name) == (form.number, form.name)
    assert [" ".join(column.heading for column in table.columns) for table in kind.tables] == list(form.tables)


def test_matters_of_a_project_are_those_of_the_rule_in_order():
    """The result, last of the rule's list, is not known before the work begins: the notice of completion tells it."""
    assert [matter.label for matter in START_MATTERS if matter.label != "受益对象"] == [
        "项目名称", "实施地点", "建设内容", "建设期限", "建设单位及责任人", "施工单位及责任人", "资金来源",
        "资金构成及规模", "政府采购及招标情况", "预期目标",
    ]  # fmt: skip
    form = [
        "计划建设内容", "完成建设内容", "计划投资", "实际投资", "开工日期", "竣工日期", "验收日期", "验收结论",
        "受益户、人", "管护责任人",
    ]  # fmt: skip
    assert [matter.label for matter in DONE_MATTERS if matter.label in form] == form


def test_every_transcribed_form_is_a_kind():
    assert set(FORMS) <= {kind.id for kind in NOTICE_KINDS}


@kinds
def test_it_shows_no_secret_and_each_office_field_with_its_rule(kind):
    rules = {disclosure.field: disclosure.rule for disclosure in kind.discloses}
    for table in kind.tables:
        for column in table.columns:
            for field in column.fields:
                assert field.privacy is not Privacy.SECRET
                assert field.privacy is Privacy.PUBLIC or rules[field.id].strip()


@kinds
def test_its_period_is_a_policy_and_its_names_are_complete(kind):
    assert POLICIES[kind.days].unit == "期限"
    assert kind.period_label in {"公示时间", "公告时间"}
    named = "公开表" if kind.name.endswith("公开表") else kind.mode  # 村务公开表 is a 公告 by its nature
    assert named in kind.name
    assert kind.title[-1].endswith(named)
    assert kind.needs == kind.asks[0]
    assert kind.signers
    assert kind.source


@kinds
def test_a_secret_column_is_refused_at_import(kind):
    secret = NoticeColumn("phone", "电话", "text", (LEDGERS["people"].column("phone"),))
    with pytest.raises(ValueError, match="secret"):
        replace(kind, tables=(NoticeTable((*kind.tables[0].columns, secret)), *kind.tables[1:]))


@kinds
def test_a_secret_column_cannot_be_disclosed(kind):
    secret = NoticeColumn("health", "健康状况", "text", (LEDGERS["people"].column("health"),))
    with pytest.raises(ValueError, match="secret"):
        replace(
            kind,
            tables=(*kind.tables, NoticeTable((secret,))),
            discloses=(*kind.discloses, Disclosure("person_year.health", "某规定")),
        )


@kinds
def test_an_office_column_without_a_rule_is_refused_at_import(kind):
    address = NoticeColumn("address", "住址", "text", (LEDGERS["households"].column("address"),))
    with pytest.raises(ValueError, match="without a rule"):
        replace(kind, tables=(NoticeTable((*kind.tables[0].columns, address)), *kind.tables[1:]))


@kinds
def test_a_disclosure_without_use_or_rule_is_refused_at_import(kind):
    with pytest.raises(ValueError, match="disclosures"):
        replace(kind, discloses=(*kind.discloses, Disclosure("household.address", "某规定")))
    for given in kind.discloses:
        with pytest.raises(ValueError, match="disclosures"):
            replace(kind, discloses=tuple(replace(d, rule="") if d is given else d for d in kind.discloses))


@kinds
def test_a_period_that_is_no_policy_of_days_is_refused_at_import(kind):
    with pytest.raises(ValueError, match="period"):
        replace(kind, days="people.adult_age")


@kinds
def test_a_value_sees_only_the_cells_it_declares(kind):
    for table in kind.tables:
        for column in table.columns:
            row = {read.id: None for read in column.reads} | {"id_number": "350699196205240019"}
            assert column.of(row, 1) in (1, None, "")


@kinds
def test_only_titles_may_carry_programme_words(kind):
    for word in kind.title_words:
        assert found_in(word), f"{word} needs no allowance"
    assert found_in("".join(kind.title), kind.title_words) == ()


def test_no_kind_shows_risks_causes_health_or_numbers_of_persons():
    private = {"health", "disability", "disability_grade", "cause", "risk", "disaster", "not_at_school"}
    for kind in NOTICE_KINDS:
        for table in kind.tables:
            for column in table.columns:
                for field in column.fields:
                    assert field.kind not in {"id_number", "card", "phone"}
                    assert field.codes not in private
    assert private <= {codes.id for codes in CODES}
