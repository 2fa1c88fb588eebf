"""The values that national lists and forms use stand in the code lists, as those print them.

To add a list: one line here with its values, transcribed by hand; ranges are written out.
"""

from __future__ import annotations

import pytest

from villagebook.models.codes import CODES

TRANSCRIBED = {
    "standard": "国家标准 省定标准 市定标准",
    "poor_attribute": "一般贫困户 低保脱贫户 特困供养脱贫户 低保贫困户 一般脱贫户 特困供养贫困户"
    " 低保特困供养贫困户 低保特困供养户"
    " 低保户 五保户",
    "lift_state": "未脱贫 预脱贫 已脱贫(享受政策) 返贫 已脱贫(不再享受政策)",
    "status": "脱贫户 一般农户 脱贫享受政策户 脱贫不稳定户 边缘易致贫户 突发严重困难户 脱贫不享受政策户 低保户"
    " 分散供养特困人员"
    " 低保边缘家庭",
    "relation": "户主 配偶 之子 之女 之儿媳 之女婿 之孙子 之孙女 之外孙子 之外孙女 之父 之母 之岳父 之岳母"
    " 之公公 之婆婆 之祖父"
    " 之祖母 之外祖父 之外祖母 之兄弟姐妹 之曾孙子 之曾孙女 之侄儿 之侄女 之兄弟媳妇 之叔伯 其他",
    "sex": "男 女",
    "politics": "中共党员 中共预备党员 共青团员 群众",
    "education": "文盲或半文盲 小学 初中 高中 大专 本科及以上 大专及以上 学龄前儿童",
    "school": "学龄前儿童 学前教育 小学 七年级 八年级 九年级 普通高中一年级 普通高中二年级 普通高中三年级"
    " 中职一年级 中职二年级"
    " 中职三年级 高职高专一年级 高职高专二年级 高职高专三年级 技师学院一年级 技师学院二年级 技师学院三年级"
    " 技师学院四年级"
    " 本科一年级 本科二年级 本科三年级 本科四年级 本科五年级 硕士研究生及以上",
    "not_at_school": "因病 因残 厌学 其他",
    "health": "健康 长期慢性病 患有大病 残疾",
    "labour": "普通劳动力 技能劳动力 弱劳动力或半劳动力 丧失劳动力 无劳动力",
    "cause": "因病 因残 因学 因灾 缺土地 缺水 缺技术 缺劳力 缺资金 交通条件落后 自身发展动力不足 因婚 因丧 其他",
    "risk": "因病 因残 因学 因自然灾害 因意外事故 因产业(项目)失败 因务工就业不稳 缺劳动力 因安全住房"
    " 因安全饮水 其他",
    "disaster": "洪涝灾害 地质灾害 旱灾 生物灾害 气象灾害 地震灾害 其他",
    "yes_no": "是 否",
    "removed_way": "帮扶消除 自然消除",
    "development": "已实施 尚未实施",
    "subsistence_policy": "农村低保 城市低保 未享受",
    "destitute_policy": "农村特困 城市特困 未享受",
    "id_kind": "居民身份证(户口簿) 残疾人证",
    "disability": "视力 听力 言语 肢体 智力 精神 多重",
    "disability_grade": "一级 二级 三级 四级",
    "house_grade": "A B C D",
    "road_kind": "泥土路 砂石路 水泥路 沥青路",
    "fuel": "柴草 煤炭 清洁能源 其他",
    "living_state": "正常生活 已故 不共同生活",
    "lead_source": "农户申报 干部走访 部门筛查 其他",
}


@pytest.mark.parametrize(("id", "value"), [(id, value) for id, text in TRANSCRIBED.items() for value in text.split()])
def test_a_value_of_the_forms_stands_in_its_list(id: str, value: str) -> None:
    assert value in (*CODES[id].values, *CODES[id].retired)


def test_the_nationalities_are_56_and_another() -> None:
    assert len(CODES["ethnicity"].values) == 57
    assert "其他" in CODES["ethnicity"].values
