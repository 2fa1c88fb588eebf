"""Code lists: the values a ``choice`` field is expected to have.

A value outside its list is stored as typed and found by a check; nothing is refused for it. Values are the
office's own strings, because lists from above carry these strings. A book may add values and retire some
(CodeValue); a retired value stays readable.

To add a list: one ``CodeList`` below. Sources: domain 2.5 (code tables of the national system as real software uses
them), 3.2, 5.3, 6.1; lists marked assumed were not seen in an official export.
"""

from __future__ import annotations

from dataclasses import dataclass

from villagebook.base.registry import Registry
from villagebook.models import categories, notice_states


@dataclass(frozen=True, slots=True)
class CodeList:
    """One list of values.

    Attributes:
        id: Named by ``field(codes=...)``.
        title: What the list is called in the window.
        values: Expected values in the order shown.
        source: Where the list was seen; starts with ``assumed`` if it was not.
        several: Whether a cell may join several values by comma or 、.
        retired: Values once valid, still readable, not offered.
    """

    id: str
    title: str
    values: tuple[str, ...]
    source: str
    several: bool = False
    retired: tuple[str, ...] = ()

    def accepts(self, text: str) -> bool:
        """Whether a cell's text is made of known values."""
        known = {*self.values, *self.retired}
        if not self.several:
            return text in known
        return all(part in known for part in text.replace("、", ",").replace("，", ",").split(","))


_EXPORT_2021 = "headings and values of the person and household exports of 2021"
_RULES_2023 = "values used by a county's cleaning rules of 2023"
_FORM_2014 = "registration form of 2014"

_MALE_RELATIONS = ("之子", "之女婿", "之孙子", "之外孙子", "之父", "之岳父", "之公公", "之祖父", "之外祖父",
                   "之曾孙子", "之侄儿", "之叔伯")
_FEMALE_RELATIONS = ("之女", "之儿媳", "之孙女", "之外孙女", "之母", "之岳母", "之婆婆", "之祖母", "之外祖母",
                     "之曾孙女", "之侄女", "之兄弟媳妇")

#: Sex that a relation to the head implies; relations not named here may be either.
RELATION_SEX: dict[str, str] = dict.fromkeys(_MALE_RELATIONS, "男") | dict.fromkeys(_FEMALE_RELATIONS, "女")

POOR_STATUSES = ("脱贫户",)
ASSISTED_STATUSES = ("低保户", "特困户")
MONITORED_STATUSES = ("脱贫不稳定户", "边缘易致贫户", "突发严重困难户")

CODES: Registry[CodeList] = Registry("code lists", (
    CodeList("yes_no", "是否", ("是", "否"), _EXPORT_2021),
    CodeList("sex", "性别", ("男", "女"), _EXPORT_2021),
    CodeList("standard", "识别标准", ("国家标准", "省定标准", "市定标准"), _FORM_2014),
    CodeList("poor_attribute", "贫困户属性", (
        "一般贫困户", "低保脱贫户", "特困供养脱贫户", "低保贫困户", "一般脱贫户", "特困供养贫困户",
        "低保特困供养贫困户", "低保特困供养户"), "code table of a county converter", retired=("低保户", "五保户")),
    CodeList("lift_state", "脱贫属性", ("未脱贫", "预脱贫", "已脱贫(享受政策)", "已脱贫(不再享受政策)", "返贫"),
             "code table of a county converter", retired=("已脱贫", "脱贫")),
    CodeList("status", "户类型", (
        "脱贫户", "脱贫不稳定户", "边缘易致贫户", "突发严重困难户", "低保户", "特困户", "低保边缘户", "一般农户",
        "未脱贫户", "返贫户"), _RULES_2023, retired=(
        "脱贫享受政策户", "脱贫不享受政策户", "分散供养特困人员", "低保边缘家庭", "一般贫困户")),
    CodeList("relation", "与户主关系", (
        "户主", "配偶", "之子", "之女", "之儿媳", "之女婿", "之孙子", "之孙女", "之外孙子", "之外孙女", "之父", "之母",
        "之岳父", "之岳母", "之公公", "之婆婆", "之祖父", "之祖母", "之外祖父", "之外祖母", "之兄弟姐妹", "之曾孙子",
        "之曾孙女", "之侄儿", "之侄女", "之兄弟媳妇", "之叔伯", "其他"), _EXPORT_2021),
    CodeList("politics", "政治面貌", ("中共党员", "中共预备党员", "共青团员", "群众"), _EXPORT_2021),
    CodeList("education", "文化程度", ("文盲或半文盲", "小学", "初中", "高中", "大专", "本科及以上"), _EXPORT_2021,
             retired=("大专及以上", "学龄前儿童")),
    CodeList("school", "在校生状况", (
        "学龄前儿童", "学前教育", "小学", "七年级", "八年级", "九年级", "普通高中一年级", "普通高中二年级",
        "普通高中三年级", "中职一年级", "中职二年级", "中职三年级", "高职高专一年级", "高职高专二年级", "高职高专三年级",
        "技师学院一年级", "技师学院二年级", "技师学院三年级", "技师学院四年级", "本科一年级", "本科二年级", "本科三年级",
        "本科四年级", "本科五年级", "硕士研究生及以上"), _EXPORT_2021, retired=("非在校生",)),
    CodeList("not_at_school", "失学或辍学原因", ("因病", "因残", "厌学", "其他"), _RULES_2023),
    CodeList("health", "健康状况", ("健康", "长期慢性病", "患有大病", "残疾"), _EXPORT_2021, several=True),
    CodeList("labour", "劳动技能", ("普通劳动力", "技能劳动力", "弱劳动力或半劳动力", "丧失劳动力", "无劳动力"), _EXPORT_2021),
    CodeList("cause", "致贫原因", (
        "因病", "因残", "因学", "因灾", "缺土地", "缺水", "缺技术", "缺劳力", "缺资金", "交通条件落后",
        "自身发展动力不足", "因婚", "因丧", "其他"), _FORM_2014, retired=("缺劳动力",)),
    CodeList("risk", "致贫/返贫风险", (
        "因病", "因残", "因学", "因自然灾害", "因意外事故", "因产业项目失败", "因务工就业不稳", "缺劳动力",
        "因安全住房", "因安全饮水", "其他"), _RULES_2023, retired=("因产业(项目)失败", "因产业失败")),
    CodeList("disaster", "因自然灾害子项", (
        "洪涝灾害", "地质灾害", "旱灾", "生物灾害", "气象灾害", "地震灾害", "其他"), _RULES_2023),
    CodeList("development", "实施开发式帮扶措施情况", ("已实施", "尚未实施", "不享受"), _RULES_2023),
    CodeList("removed_way", "风险消除方式", ("帮扶消除", "自然消除"), _RULES_2023),
    CodeList("subsistence_policy", "享受低保政策情况", ("农村低保", "城市低保", "未享受"), _RULES_2023),
    CodeList("destitute_policy", "享受特困供养政策情况", ("农村特困", "城市特困", "未享受"), _RULES_2023),
    CodeList("id_kind", "证件类型", ("居民身份证(户口簿)", "残疾人证"), _EXPORT_2021, retired=("居民身份证", "身份证")),
    CodeList("disability", "残疾类别", ("视力", "听力", "言语", "肢体", "智力", "精神", "多重"),
             "disability certificate", retired=("视力残疾", "听力残疾", "言语残疾", "肢体残疾", "智力残疾", "精神残疾", "多重残疾")),
    CodeList("disability_grade", "残疾等级", ("一级", "二级", "三级", "四级"), "disability certificate"),
    CodeList("house_grade", "危房级别", ("A级", "B级", "C级", "D级"), "handbook filling notes", retired=("A", "B", "C", "D")),
    CodeList("house_structure", "房屋主要结构", (
        "钢筋混凝土", "砖混", "砖瓦砖木", "竹草土坯", "土窑洞", "其他"), _FORM_2014),
    CodeList("road_kind", "入户路类型", ("泥土路", "砂石路", "水泥路", "沥青路"), "assumed; ask a county for an export"),
    CodeList("fuel", "主要燃料类型", ("柴草", "煤炭", "清洁能源", "其他"), "assumed; ask a county for an export", retired=(
        "柴草,煤炭", "罐装液化气", "管道气", "电", "燃料用油", "沼气")),
    CodeList("post_kind", "公益性岗位类型", (
        "护林员", "护路员", "护水员", "护边员", "护草员", "护理员", "护洁员", "保洁员", "治安协管员", "其他"),
        "class list of assistance cards 2018–2020"),
    CodeList("ethnicity", "民族", (*tuple(n + "族" for n in ["汉", "蒙古", "回", "藏", "维吾尔", "苗", "彝", "壮", "布依", "朝鲜", "满", "侗", "瑶", "白", "土家", "哈尼", "哈萨克", "傣", "黎", "傈僳", "佤", "畲", "高山", "拉祜", "水", "东乡", "纳西", "景颇", "柯尔克孜", "土", "达斡尔", "仫佬", "羌", "布朗", "撒拉", "毛南", "仡佬", "锡伯", "阿昌", "普米", "塔吉克", "怒", "乌孜别克", "俄罗斯", "鄂温克", "德昂", "保安", "裕固", "京", "塔塔尔", "独龙", "鄂伦春", "赫哲", "门巴", "珞巴", "基诺"]), "其他"), "the 56 nationalities"),
    CodeList("membership_why", "变动原因", (
        "出生", "婚入", "户籍迁入", "收养", "回归", "死亡", "婚出", "户籍迁出", "服刑", "失联", "分户", "合户", "户主变更", "其他"),
        "assumed; reasons of member changes differ by county"),
    CodeList("household_end", "销户原因", ("整户迁出", "整户消亡", "合户", "误录", "其他"), "assumed; reasons differ by county"),
    CodeList("living_state", "成员生活状态", ("正常生活", "已故", "不共同生活"), "survey form of a county"),
    CodeList("case_kind", "动态类型", ("贫困户识别", "贫困户退出", "监测对象识别", "风险消除", "低保特困认定"), "procedures of 2014–2020 and of today"),
    CodeList("case_state", "办理状态", ("办理中", "已办结", "未通过", "已中止", "已回退"), "this program"),
    CodeList("lead_source", "线索来源", ("农户申报", "干部走访", "部门筛查", "其他"), "ways of discovery since 2021"),
    CodeList("guarantee_stage", "时点", ("识别时", "风险消除时", "当前"), "handbook of monitored households of 2023"),
    CodeList("measure_class", "措施类别", (
        "产业帮扶", "就业帮扶", "金融帮扶", "公益岗位帮扶", "住房安全保障", "饮水安全保障", "健康帮扶", "义务教育保障", "其他教育帮扶",
        "综合保障", "社会帮扶", "搬迁", "生产生活条件改善", "基础设施建设", "其他"), "columns of measures of 2023", retired=(
        "产业扶贫", "就业扶贫", "易地扶贫搬迁", "公益岗位", "教育扶贫", "健康扶贫", "危房改造", "金融扶贫", "生活条件改善",
        "综合保障扶贫", "扶志教育", "生态扶贫", "雨露计划", "扶贫小额信贷", "产业发展", "基础设施", "公共服务和社会事业")),
    CodeList("visit_kind", "走访类型", (
        "其他帮扶活动", "了解基本情况", "填写扶贫手册", "制定脱贫计划", "落实资金项目", "宣传扶贫政策", "节日假日慰问"),
        "visit codes of a provincial system"),
    CodeList("doubt_state", "核实状态", ("待核实", "已更正", "情况属实", "不是本村", "已答复"), "this program"),
    CodeList("income_item", "收入项目", (
        "务工收入", "公益性岗位", "其他工资性收入",
        "种植业", "养殖业", "林果业", "其他生产经营性收入",
        "资产收益分红", "土地流转", "其他财产性收入",
        "计划生育金", "低保金", "特困供养金", "养老保险金", "生态补偿金", "耕地地力补贴", "残疾人补贴", "其他转移性收入",
        "种植业支出", "养殖业支出", "林果业支出", "其他生产经营性支出",
        "合规自付支出"), "income sheet of a county schema of 2023"),
    CodeList("meeting_kind", "会议类型", (
        "村民代表大会", "村民会议", "村两委会议", "党支部会议", "党员大会", "民主评议会", "村务监督委员会会议",
        "议事会会议", "理事会会议", "监事会会议", "领导小组会议"), "assumed; four-meetings procedure"),
    CodeList("four_step", "四议两公开环节", (
        "党支部提议", "村两委商议", "党员大会审议", "村民代表会议决议", "决议公开", "实施结果公开"), "four-meetings procedure"),
    CodeList("committee_kind", "组织种类", (
        "领导小组", "项目实施小组", "项目监督小组", "村两委", "党支部", "村务监督委员会", "村民代表", "党员大会", "议事会", "理事会", "监事会",
        "民主评议小组", "其他"), "village bodies of county file rules of 2018; rest assumed"),
    CodeList("attendance", "到会情况", ("到会", "请假", "缺席"), "this program"),
    CodeList("officer_role", "公示用途", ("意见反映", "监督", "经办"), "this program"),
    CodeList("project_category", "项目类型", (
        "产业发展", "就业项目", "乡村建设行动", "易地搬迁后扶", "巩固三保障成果", "乡村治理和精神文明建设", "项目管理费", "其他"),
        "county plan of 2025 for the first levels; rest assumed", retired=(
        "就业扶贫", "易地扶贫搬迁", "公益岗位", "教育扶贫", "健康扶贫", "危房改造", "金融扶贫", "生活条件改善",
        "综合保障性扶贫", "村基础设施", "村公共服务")),
    CodeList("project_subcategory", "项目子类型", categories.level(2),
             "assumed; second level as remembered, by presets of categories"),
    CodeList("project_third_category", "项目明细类型", categories.level(3),
             "assumed; third level as remembered, by presets of categories"),
    CodeList("project_nature", "建设性质", ("新建", "续建", "改扩建"), "project application form"),
    CodeList("project_mode", "实施方式", ("分户实施", "集体实施", "公益设施"), "county file rules of 2018"),
    CodeList("project_side_state", "特殊状态", ("未通过", "调整", "出库", "终止"), "project library rules"),
    CodeList("fund_source", "资金来源", (
        "中央", "省", "市", "县", "乡镇", "东西部协作", "定点帮扶", "地方政府债券", "行业部门", "社会捐赠", "村集体", "自筹", "其他"),
        "levels and programmes as seen in village workbooks"),
    CodeList("fund_kind", "资金类型", ("指标下达", "到账", "支出", "报账", "收回", "收益", "分配", "冲销"), "life of money, village books"),
    CodeList("notice_state", "公示状态", notice_states.STATES, "this program", retired=("待摘下",)),
    CodeList("notice_issuer", "发布级别", ("村", "乡镇", "县"), "levels of notices of poverty relief rules"),
    CodeList("notice_mode", "公示或公告", ("公示", "公告"), "this program"),
    CodeList("notice_board", "公示栏目", ("项目", "资金", "名单", "监督"), "this program"),
    CodeList("notice_event", "张贴事项", ("破损补贴", "移位", "巡查", "其他"), "this program"),
    CodeList("photo_moment", "照片时点", ("张贴", "期满", "补贴", "其他"), "this program"),
    CodeList("photo_view", "照片远近", ("近景", "远景"), "file rules: photos near and far"),
    CodeList("objection_kind", "意见性质", ("异议", "投诉", "举报", "咨询"), "assumed; words of township registers"),
    CodeList("objection_way", "反映方式", (
        "当面", "电话", "书面", "12317", "12345", "信访", "网络", "上级转来", "其他"), "channels printed on notices; rest assumed"),
    CodeList("objection_result", "处理结果", (
        "不成立", "部分成立", "成立", "已解释", "转上级处理", "反映人撤回"), "assumed; words of township registers"),
    CodeList("paper", "纸张", ("A4", "A4横", "A3", "A3横", "A2", "A2横", "A1", "A1横"), "this program"),
    CodeList("proposer", "提出单位级别", ("村", "乡镇", "县"), "project library rules"),
    CodeList("archive_term", "保管期限", ("永久", "30年", "10年"), "rules on village archives"),
    CodeList("payment_step", "付款环节", ("一次付清", "开工款", "进度款", "验收款", "质保金"), "county rules on payment steps"),
    CodeList("bank_match", "对上方式", ("自动", "人工"), "this program"),
    CodeList("distribution_state", "分配状态", ("拟定", "已决议", "公示中", "发放中", "已发放"), "this program"),
    CodeList("distribution_use", "分配用途", (
        "公益岗位工资", "小型公益事业", "奖励补助", "临时救助", "分红到户", "运维费用", "电站养老金", "土地租金", "保险", "税费",
        "村集体留存", "其他"), "distribution rules of solar stations"),
    CodeList("contract_kind", "合同种类", ("施工", "采购", "监理", "设计", "服务", "租赁", "其他"), "assumed"),
    CodeList("procurement", "确定方式", ("公开招标", "邀请招标", "竞争性谈判", "询价", "比选", "四议两公开", "以工代赈", "直接委托", "其他"),
        "papers of project files; rest assumed"),
    CodeList("acceptance_kind", "验收类型", ("村级自验", "村乡联合初验", "乡镇验收", "县级验收", "县级抽验"), "project files; levels assumed"),
    CodeList("quality", "质量评定", ("优良", "合格", "不合格"), "acceptance form"),
    CodeList("acceptance_result", "验收结论", ("合格", "整改", "不合格"), "acceptance form"),
    CodeList("asset_kind", "资产类别", ("经营性资产", "公益性资产", "到户类资产"), "state rules on project assets of 2021"),
    CodeList("owner_level", "确权层级", ("县", "乡镇", "村", "户"), "state rules on project assets of 2021"),
    CodeList("asset_way", "经营方式", ("自营", "承包", "租赁", "入股", "其他"), "assumed"),
    CodeList("asset_state", "资产状态", ("在用", "闲置", "损毁", "处置"), "assumed"),
    CodeList("asset_disposal", "处置方式", ("出售", "报废", "转让", "置换", "其他"), "assumed"),
    CodeList("asset_event", "变动种类", ("确权", "移交", "盘点", "维修", "出租", "收回", "闲置", "处置", "其他"), "process of asset rules"),
    CodeList("benefit_kind", "带农方式", ("分红", "地租", "保底收购", "务工", "以购代捐", "其他"), "benefit links of project files"),
    CodeList("social_help_kind", "社会帮扶类别", ("领导调研考察", "社会力量办实事", "捐助资金", "帮扶资金使用", "其他"),
        "register of social help"),
    CodeList("paper_state", "材料状态", ("已有", "不适用"), "this program"),
    CodeList("paper_source", "材料来源", ("扫描", "照片", "文件", "柜存"), "this program"),
    CodeList("attachment_role", "文件用途", ("原表", "定稿", "照片", "附件"), "this program"),
))
