"""Categories of projects in three levels, as presets by year: plain data, no book.

A preset is a tree: first level -> second level -> third level. To add a preset: one ``Preset``; a book may choose one
for all its projects and add values of its own (services/project_categories.py). Only the first levels of the newer
list were seen in a county's plan (2025); everything else is as remembered and is to be checked against an export.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from villagebook.base.registry import Registry

Tree = Mapping[str, Mapping[str, tuple[str, ...]]]


@dataclass(frozen=True, slots=True)
class Preset:
    """One list of categories.

    Attributes:
        id: Stored as a book's choice.
        title: As people call it.
        first_year, last_year: Years of projects it is for; None without limit.
        source: Where it was seen; begins with ``assumed`` if it was not seen whole.
        tree: The three levels.
    """

    id: str
    title: str
    first_year: int | None
    last_year: int | None
    source: str
    tree: Tree

    @property
    def first(self) -> tuple[str, ...]:
        """The first level."""
        return tuple(self.tree)

    def second(self, category: str | None) -> tuple[str, ...]:
        """The second level below a category; empty for an unknown one."""
        return tuple(self.tree.get(category or "", {}))

    def third(self, category: str | None, subcategory: str | None) -> tuple[str, ...]:
        """The third level below a subcategory; of an unknown one all below the category."""
        below = self.tree.get(category or "", {})
        if subcategory is not None and subcategory in below:
            return below[subcategory]
        return tuple(dict.fromkeys(value for values in below.values() for value in values))


_SINCE_2021: Tree = {
    "产业发展": {
        "生产项目": ("种植业基地", "养殖业基地", "水产养殖业发展", "林草基地建设", "休闲农业与乡村旅游", "光伏电站建设"),
        "加工流通项目": ("农产品仓储保鲜冷链基础设施建设", "加工业", "市场建设和农村物流", "品牌打造和展销平台"),
        "配套设施项目": ("小型农田水利设施建设", "产业园（区）"),
        "产业服务支撑项目": ("智慧农业", "科技服务", "人才培养", "农业社会化服务"),
        "金融保险配套项目": (
            "小额贷款贴息", "小额信贷风险补偿金", "特色产业保险保费补助", "新型经营主体贷款贴息", "其他"),
        "高质量庭院经济": ("庭院特色种植", "庭院特色养殖", "庭院特色手工", "庭院特色休闲旅游", "庭院生产生活服务"),
        "新型农村集体经济发展项目": ("新型农村集体经济发展项目",),
    },
    "就业项目": {
        "务工补助": ("交通费补助", "生产奖补、劳务补助等"),
        "就业": ("帮扶车间（特色手工基地）建设", "技能培训", "以工代训"),
        "创业": ("创业培训", "创业奖补"),
        "乡村工匠": ("乡村工匠培育培训", "乡村工匠大师工作室", "乡村工匠传习所"),
        "公益性岗位": ("公益性岗位",),
    },
    "乡村建设行动": {
        "农村基础设施（含产业配套基础设施）": (
            "村庄规划编制", "农村道路建设（通村路、通户路、小型桥梁等）", "产业路、资源路、旅游路建设", "农村供水保障设施建设",
            "农村电网建设", "数字乡村建设", "农村清洁能源设施建设", "其他"),
        "人居环境整治": ("农村卫生厕所改造", "农村污水治理", "农村垃圾治理", "村容村貌提升"),
        "农村公共服务": (
            "学校建设或改造", "村卫生室标准化建设", "农村养老设施建设", "公共照明设施", "县乡村公共服务一体化示范", "其他"),
    },
    "易地搬迁后扶": {
        "易地搬迁后扶": ("公共服务岗位", "“一站式”社区综合服务设施建设", "易地扶贫搬迁贷款债券贴息补助"),
    },
    "巩固三保障成果": {
        "住房": ("农村危房改造等农房改造",),
        "教育": ("享受“雨露计划”职业教育补助", "参与“学前学会普通话”行动", "其他教育类项目"),
        "健康": (
            "参加城乡居民基本医疗保险", "参加大病保险", "参加意外保险", "参加其他补充医疗保险", "接受医疗救助",
            "接受大病、慢性病（地方病）救治"),
        "综合保障": (
            "享受农村居民最低生活保障", "享受特困人员救助供养", "参加城乡居民基本养老保险", "接受留守关爱服务", "接受临时救助",
            "防贫保险（基金）"),
    },
    "乡村治理和精神文明建设": {
        "乡村治理": ("开展乡村治理示范创建", "推进“积分制”“清单式”等管理方式"),
        "农村精神文明建设": (
            "培养“四有”新时代农民", "移风易俗改革示范县（乡、村）", "科技文化卫生“三下乡”", "农村文化项目"),
    },
    "项目管理费": {"项目管理费": ("项目管理费",)},
    "其他": {"其他": ("少数民族特色村寨建设项目", "困难群众饮用低氟茶", "其他")},
}  # fmt: skip

_UNTIL_2020: Tree = {
    "产业发展": {
        "产业项目": ("种植养殖加工服务", "休闲农业与乡村旅游", "光伏项目", "生态扶贫项目", "其他"),
    },
    "就业扶贫": {"就业扶贫": ("外出务工补助", "就业创业培训", "技能培训", "扶贫车间", "其他")},
    "易地扶贫搬迁": {"易地扶贫搬迁": ("集中安置", "分散安置", "其他")},
    "公益岗位": {"公益岗位": ("公益岗位",)},
    "教育扶贫": {"教育扶贫": ("享受“雨露计划”职业教育补助", "贫困村创业致富带头人创业培训", "其他教育扶贫")},
    "健康扶贫": {
        "健康扶贫": (
            "参加城乡居民基本医疗保险", "参加大病保险", "接受医疗救助", "参加其他补充医疗保险", "参加意外保险",
            "接受大病、地方病救治"),
    },
    "危房改造": {"危房改造": ("农村危房改造",)},
    "金融扶贫": {
        "金融扶贫": ("扶贫小额贷款贴息", "扶贫龙头企业合作社等经营主体贷款贴息", "产业保险", "扶贫小额信贷风险补偿金"),
    },
    "生活条件改善": {"生活条件改善": ("入户路改造", "解决安全饮水", "厨房厕所圈舍等改造")},
    "综合保障性扶贫": {
        "综合保障性扶贫": (
            "享受农村居民最低生活保障", "享受特困人员救助供养", "参加城乡居民基本养老保险", "接受留守关爱服务", "接受临时救助"),
    },
    "村基础设施": {
        "村基础设施": (
            "通村、组硬化路及护栏", "通生产用电", "通生活用电", "光纤宽带接入", "产业路", "小型农田水利", "其他"),
    },
    "村公共服务": {
        "村公共服务": (
            "规划保留的村小学改造", "村卫生室标准化建设", "幼儿园建设", "村级文化活动广场", "其他"),
    },
    "项目管理费": {"项目管理费": ("项目管理费",)},
}  # fmt: skip

PRESETS: Registry[Preset] = Registry("presets of project categories", (
    Preset(
        "2021", "2021年以后", 2021, None, "assumed; 一级来自一个县2025年的计划，二、三级凭记忆，请按县里项目库导出的表核对",
        _SINCE_2021),
    Preset(
        "2014", "2014年至2020年", None, 2020, "assumed; 一级来自2018年村级一本清要求，二、三级凭记忆，请按当年的表核对",
        _UNTIL_2020),
))  # fmt: skip


def preset_for(year: int | None, chosen: str = "") -> Preset:
    """Return the preset a project of a year goes by: the chosen one, else the one for the year, else the newest."""
    wanted = PRESETS.get(chosen)
    if wanted is not None:
        return wanted
    fitting = (
        preset for preset in PRESETS
        if year is not None and (preset.first_year or 0) <= year <= (preset.last_year or 9999)
    )  # fmt: skip
    return next(fitting, next(iter(PRESETS)))


def level(number: int) -> tuple[str, ...]:
    """Return all values of a level (2 or 3) in any preset, each once."""
    below = [values for preset in PRESETS for values in preset.tree.values()]
    if number == 2:
        return tuple(dict.fromkeys(name for names in below for name in names))
    return tuple(dict.fromkeys(value for names in below for values in names.values() for value in values))
