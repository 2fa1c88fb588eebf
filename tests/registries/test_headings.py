"""Every heading of the national lists, the old registration form and today's handbooks has a field.

The lists of headings are transcribed as the forms print them; a heading is a field's label or one of its synonyms
(units in brackets are no part of it). To add a heading: one synonym in ``models/``.
"""

from __future__ import annotations

import pytest

from villagebook.base.text import fold_code
from villagebook.models import RECORDS, FieldInfo, fields_of
from villagebook.services.helped import BY_HAND
from villagebook.services.household_fields import SHOWN
from villagebook.ui.pages.settings_village import VillageSection

#: 贫困户登记表 2014.
FORM_2014 = """
省 市 县 镇(乡) 行政村 村民小组/自然村 户主姓名 联系电话 公民身份号码 开户银行 银行账号 识别标准 贫困户属性
主要致贫原因 其他致贫原因 姓名 性别 公民身份号码或残疾证号 与户主关系 民族 文化程度 在校生状况 健康状况 劳动能力
务工状况 务工时间 低保人口 新农合 城乡居民养老保险 家庭总收入 工资性收入 家庭经营性收入 转移性收入 财产性收入
生产经营费用总支出 家庭纯收入 家庭年人均纯收入 住房面积 房屋主要结构 建房时间 易地扶贫搬迁 互助资金 产业类型
产业组织类型 从产业中收益 通电 燃料类型 饮水情况
"""
#: 人信息, 2021, and the columns lists of 2022 and 2023 add.
PEOPLE = """
省 市 县 乡 村 户编号 人口编号 姓名 性别 出生日期 证件类型 证件号码 民族 户联系电话 成员联系电话 年度 与户主关系
文化程度 在校生状况 劳动技能 务工时间（月） 健康状况 政治面貌 务工企业名称 是否享受低保
是否参加城镇职工基本养老保险 是否参加大病保险 是否参加新型农村合作医疗（城乡居民基本医疗保险）
是否参加城乡居民基本养老保险 失学或辍学原因 是否会讲普通话 是否参加商业补充医疗保险 是否国外务工 产业分类
是否接受大病医疗救助 是否接受其他健康扶贫 公益性岗位类型 公益性岗位(月数) 就业渠道 残疾类别 务工所在地 户主姓名
户主证件号码 是否参加城镇职工基本医疗保险 是否特困供养人员 残疾证办证年度 识别标准 县(市、区、旗) 乡(镇) 行政村
自然村 人编号 人数 致贫原因1 危房户 是否解决安全饮用水 人均纯收入 人联系电话 首次识别时间 人员识别时间 户类型
易返贫致贫户(监测对象)类型 风险是否消除 风险识别时间 风险消除时间 监测对象类别 家庭成员联系电话
义务教育阶段未上学原因 就业渠道（易地搬迁后扶使用） 享受低保政策情况 享受特困供养政策情况 是否接受医疗救助
是否享受人身意外保险补贴 是否事实无人抚养儿童 公益性岗位 风险是否已消除 识别监测时间(YYYYMM)
消除监测时间(YYYYMM) 风险消除方式 致贫/返贫风险1 致贫/返贫风险2 致贫/返贫风险3 致贫/返贫风险4 致贫/返贫风险5
因自然灾害子项 整户无劳动能力兜底保障户 实施开发式帮扶措施情况 合规自付支出 信息采集人 信息采集人联系电话
"""
#: 户信息, 2021, and the columns seen since.
HOUSEHOLDS = """
省 市 县 乡 村 户编号 户主编号 户主姓名 户主证件号码 家庭人口数 是否危房户 人均纯收入 年收入 是否解决安全饮用水
年度 村办公电话 开户银行名称 银行卡号 识别标准 主要致贫原因 次要致贫原因 工资性收入 生产经营性收入 财产性收入
转移性收入 计划生育金 低保金 五保金 养老保险金 生态补偿金 其他转移性收入 生产经营性支出 纯收入
资产收益扶贫分红收入 其他财产性收入 耕地面积（亩） 水面面积 是否加入农民专业合作组织 退耕还林面积（亩）
林果面积（亩） 牧草地面积 林地面积（亩） 是否通生产用电 是否通生活用电 是否通广播电视 与村主干路距离 入户路类型
住房面积 是否有卫生厕所 主要燃料类型 危房级别 是否有龙头企业带动 是否有创业致富带头人带动 是否军烈属
是否独生子女户 是否双女户 脱贫属性 预脱贫年度 计划脱贫年度 脱贫年度 返贫年度 返贫原因 首次识别时间
是否易地扶贫搬迁户 搬迁方式 搬迁地址 到户产业帮扶类型 入户道路是否硬化 卫生厕所是否能正常使用
"""
#: Pages of 脱贫户 and 监测对象 in the handbooks of 2023, with what they repeat of the lists; 是否脱贫户 is no field of
#: its own but whether a status 脱贫户 runs.
HANDBOOK = """
家庭住址 联系电话 户类型 是否军烈属 填表人 填表人联系电话 填表时间 年度 户编号 自然村 姓名 性别 证件类型
证件号码 与户主关系 民族 政治面貌 文化程度 在校生情况 健康状况 劳动技能 务工所在地 务工时长(月) 失辍学原因
是否参加城乡居民基本养老保险 是否参加城乡居民基本医疗保险 是否参加大病保险 是否参加商业补充医疗保险
是否接受医疗救助 公益岗位 聘用月数 成员生活状态 大专或本科应届毕业生未就业原因 耕地面积 牧草地面积 水面面积
林地面积 退耕还林面积 林果面积 入户路类型 与村主干路距离（公里） 是否加入农民专业合作组织 危房等级 住房面积
主要燃料类型 是否有龙头企业带动 是否有创业致富带头人带动 是否通生活用电 是否通广播电视 到户产业帮扶类型
帮扶责任人 帮扶单位 帮扶开始时间 帮扶结束时间 帮扶责任人电话 是否居住在易地扶贫搬迁集中安置区 安置区地址
监测对象类别 整户无劳动能力兜底保障户 因自然灾害子项 是否参加职工医疗 是否参加职工养老 是否享受最低生活保障
是否特困供养人员 是否易地扶贫搬迁人口 是否住房出现安全问题 是否义务教育阶段适龄儿童少年失学辍学
是否饮水出现安全问题 是否有家庭成员未参加城乡居民(职工)基本医疗保险 工资性收入 生产经营性收入 财产性收入
转移性收入 生产经营性支出 家庭纯收入 家庭人均纯收入 家庭理赔收入 合规自付支出 纳入监测对象的收入参考范围（户）
纳入监测对象的收入参考范围（人均） 风险消除方式 风险消除时间 监测联系人 联系方式
"""
FORMS = {"2014": FORM_2014, "people": PEOPLE, "households": HOUSEHOLDS, "handbook": HANDBOOK}


def bare(heading: str) -> str:
    """A heading without width, blanks and a unit in brackets."""
    folded = fold_code(heading).replace("(亩)", "").replace("(公里)", "").replace("(月)", "")
    return folded.replace("(YYYYMM)", "")


KNOWN: dict[str, list[FieldInfo]] = {}
for record in RECORDS:
    for info in fields_of(record):
        for known in info.headings:
            KNOWN.setdefault(bare(known), []).append(info)


PLACES = [(f, h) for f, text in FORMS.items() for h in text.split()]
#: What the pages edit, by record: the household with its people and years, its help, the village in the settings.
EDITED = {
    **SHOWN, **BY_HAND, "village": tuple(name for _, names in VillageSection.FIELDS for name in names),
}  # fmt: skip


@pytest.mark.parametrize(("form", "heading"), PLACES)
def test_a_heading_of_the_forms_has_a_field(form: str, heading: str) -> None:
    assert KNOWN.get(bare(heading)), f"no field is called {heading}"


@pytest.mark.parametrize(("form", "heading"), PLACES)
def test_what_a_heading_of_the_forms_means_is_shown_and_edited(form: str, heading: str) -> None:
    assert any(info.name in EDITED.get(info.record, ()) for info in KNOWN[bare(heading)])


@pytest.mark.parametrize("record", SHOWN)
def test_every_field_people_type_is_shown_with_the_household(record: str) -> None:
    typed = {
        info.name
        for one in RECORDS
        if one.__tablename__ == record
        for info in fields_of(one)
        if info.kind not in ("key", "ref", "json", "sort", "time", "bytes") and not info.volatile
    }
    assert typed == set(SHOWN[record])
