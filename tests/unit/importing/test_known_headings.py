"""Every heading that lists of the national system have carried since 2014 is known.

Transcribed from the exports and forms of the years named; where a heading belongs to a household or to a person, one
of the two kinds must know it.
"""

from __future__ import annotations

import pytest

from villagebook.importing.columns import value_id
from villagebook.importing.headings import fold_heading

FORM_2014 = """
省 市 县 镇(乡) 行政村 村民小组/自然村 户主姓名 联系电话 公民身份号码 开户银行 银行账号 A1识别标准 A2贫困户属性
A3a主要致贫原因 A3b其他致贫原因 A4姓名 A5性别 A6公民身份号码或残疾证号 A7与户主关系 A8民族 A9文化程度
A10在校生状况 A11健康状况 A12劳动能力 A13务工状况 务工时间 A14低保人口 A15新农合 A16城乡居民养老保险
A17家庭总收入 A17a工资性收入 A17b家庭经营性收入 A17c转移性收入 A17d财产性收入 A18生产经营费用总支出
A19家庭纯收入 A20家庭年人均纯收入 A21住房面积 A22房屋主要结构 A23建房时间 A24易地扶贫搬迁 A30互助资金
A32产业类型 A33产业组织类型 A34从产业中收益 A35通电 A36燃料类型 A37饮水情况
"""

PEOPLE_2021 = """
省 市 县 乡 村 户编号 人口编号 姓名 性别 出生日期 证件类型 证件号码 民族 户联系电话 成员联系电话 年度 与户主关系
文化程度 在校生状况 劳动技能 务工时间（月） 健康状况 政治面貌 务工企业名称 是否享受低保
是否参加城镇职工基本养老保险 是否参加大病保险 是否参加新型农村合作医疗（城乡居民基本医疗保险）
是否参加城乡居民基本养老保险 失学或辍学原因 是否会讲普通话 是否参加商业补充医疗保险 是否国外务工 产业分类
是否接受大病医疗救助 是否接受其他健康扶贫 公益性岗位类型 公益性岗位(月数) 就业渠道 残疾类别 务工所在地 户主姓名
户主证件号码 是否参加城镇职工基本医疗保险 是否特困供养人员 残疾证办证年度 识别标准
"""

PEOPLE_2022 = """
县(市、区、旗) 乡(镇) 行政村 自然村 户编号 人编号 姓名 证件号码 人数 与户主关系 民族 文化程度 在校生状况
健康状况 劳动技能 务工时间（月） 是否参加大病保险 致贫原因1 危房户 是否解决安全饮用水 人均纯收入 户联系电话
人联系电话 首次识别时间 人员识别时间 户类型 易返贫致贫户(监测对象)类型 风险是否消除 风险识别时间 风险消除时间
"""

RULES_2023 = """
户类型 监测对象类别 家庭成员联系电话 义务教育阶段未上学原因 就业渠道（易地搬迁后扶使用） 享受低保政策情况
享受特困供养政策情况 是否接受医疗救助 是否享受人身意外保险补贴 是否事实无人抚养儿童 公益性岗位 公益性岗位(月数)
风险是否已消除 识别监测时间(YYYYMM) 消除监测时间(YYYYMM) 风险消除方式 致贫/返贫风险1 致贫/返贫风险2
致贫/返贫风险3 致贫/返贫风险4 致贫/返贫风险5 因自然灾害子项 整户无劳动能力兜底保障户 实施开发式帮扶措施情况
合规自付支出 信息采集人 信息采集人联系电话
"""

HOUSEHOLDS_2021 = """
省 市 县 乡 村 户编号 户主编号 户主姓名 户主证件号码 家庭人口数 是否危房户 人均纯收入 年收入 是否解决安全饮用水
年度 村办公电话 开户银行名称 银行卡号 识别标准 主要致贫原因 次要致贫原因 工资性收入 生产经营性收入 财产性收入
转移性收入 计划生育金 低保金 五保金 养老保险金 生态补偿金 其他转移性收入 生产经营性支出 纯收入
资产收益扶贫分红收入 其他财产性收入 耕地面积（亩） 水面面积 是否加入农民专业合作组织 退耕还林面积（亩）
林果面积（亩） 牧草地面积 林地面积（亩） 是否通生产用电 是否通生活用电 是否通广播电视 与村主干路距离 入户路类型
住房面积 是否有卫生厕所 主要燃料类型 危房级别 是否有龙头企业带动 是否有创业致富带头人带动
"""

HOUSEHOLDS_ALSO = """
是否军烈属 是否独生子女户 是否双女户 脱贫属性 预脱贫年度 计划脱贫年度 脱贫年度 返贫年度 返贫原因 首次识别时间
是否易地扶贫搬迁户 搬迁方式 搬迁地址 到户产业帮扶类型 入户道路是否硬化 卫生厕所是否能正常使用
"""

#: A township's project library and its table of progress, all columns.
PROJECTS = """
项目编号 项目名称 项目类别 二级项目类型 三级项目类型 建设性质 提出单位 申报单位 申报日期 实施方式 实施地点
建设内容及规模 计划开工时间 计划完工时间 责任单位 责任人 联系电话 受益村 绩效目标 数量指标 质量指标 时效指标
成本指标 效益指标 满意度指标 群众参与 利益联结机制 入库公示开始日期 入库公示结束日期 村级意见 乡镇审核时间
乡镇意见 县级论证日期 入库时间 县级意见 批复文号 批复单位 批复日期 完成时限 实施前公示开始日期
实施前公示结束日期 开工时间 竣工时间 初验时间 验收时间 报账申请时间 乡镇签署报账意见日期 报账拨付日期
竣工公告开始日期 竣工公告结束日期 资产移交时间 归档时间 档号 保管期限 立卷人 检查人 备注
"""

MIXED = [*FORM_2014.split(), *RULES_2023.split()]


def _known(kind: str, heading: str) -> str | None:
    return value_id(kind, (fold_heading(heading),))


@pytest.mark.parametrize("heading", [*PEOPLE_2021.split(), *PEOPLE_2022.split()])
def test_list_of_people_knows(heading: str) -> None:
    assert _known("people", heading)


@pytest.mark.parametrize("heading", [*HOUSEHOLDS_2021.split(), *HOUSEHOLDS_ALSO.split()])
def test_list_of_households_knows(heading: str) -> None:
    assert _known("households", heading)


@pytest.mark.parametrize("heading", MIXED)
def test_one_of_the_two_lists_knows(heading: str) -> None:
    assert _known("households", heading) or _known("people", heading)


@pytest.mark.parametrize("text", [PEOPLE_2021, PEOPLE_2022])
def test_no_two_headings_of_one_list_of_people_mean_the_same(text: str) -> None:
    ids = [_known("people", heading) for heading in text.split()]
    assert len(set(ids)) == len(ids)


def test_no_two_headings_of_one_list_of_households_mean_the_same() -> None:
    ids = [_known("households", heading) for heading in [*HOUSEHOLDS_2021.split(), *HOUSEHOLDS_ALSO.split()]]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("heading", PROJECTS.split())
def test_list_of_projects_knows(heading: str) -> None:
    assert (_known("projects", heading) or "").startswith("project.")


def test_no_two_headings_of_a_list_of_projects_mean_the_same() -> None:
    ids = [_known("projects", heading) for heading in PROJECTS.split()]
    assert len(set(ids)) == len(ids)
