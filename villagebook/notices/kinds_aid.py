"""Kinds of notices about aid to single persons and households: the five of N14. To add one: a value here."""

from __future__ import annotations

from villagebook.notices.aid import DISABILITY, EDUCATION, HOUSES, POSTS, TEMPORARY, Aid, draft_of
from villagebook.notices.kind import Disclosure, NoticeKind

_RULE = "村民委员会组织法第三十条：政府拨付的救灾救助、补贴补助等资金的管理使用情况应当公布"
_TEMPORARY_RULE = f"{_RULE}；国发〔2014〕47号：临时救助审核意见在村张榜公示"

#: What a person is in other lists; a notice about aid says what is given, not to what kind of household.
_STATUSES = frozenset({"低保户", "特困户", "五保户", "边缘户", "困难群众类别"})


def _aid(
    id: str, what: str, aid: Aid, *, basis: str = "", rule: str = _RULE, forbidden: frozenset[str] = frozenset(),
    title_words: frozenset[str] = frozenset(),
) -> NoticeKind:  # fmt: skip
    """One kind of N14: what all five share stands here.

    Args:
        what: As the title has it, without 公示.
        basis: What the basis sentence calls the list; ``what`` unless its words may stand in the title only.
    """
    shown = {field.id for column in aid.table.columns for field in column.fields if field.privacy != "public"}
    return NoticeKind(
        id=id,
        number="N14",
        name=f"{what}公示",
        mode="公示",
        days=f"notice.{id.replace('-', '_')}.days",
        signers=("committee",),
        board="名单",
        asks=("year", "period", "households"),
        tables=(aid.table,),
        discloses=tuple(Disclosure(field, rule) for field in sorted(shown)),
        title=("{village}", "{period}", what, "公示"),
        basis=f"现将{{period}}{basis or what}名单予以公示，接受群众监督。",
        draw=draft_of(aid),
        forbidden=forbidden | _STATUSES,
        title_words=title_words,
        source="救助、补贴名单公示（姓名、类别、金额）；栏目从简，不写原因",
    )


AID_KINDS: tuple[NoticeKind, ...] = (
    _aid(
        "temporary-aid", "临时救助", TEMPORARY, basis="临时救助对象", rule=_TEMPORARY_RULE,
        forbidden=frozenset({"死亡", "丧葬", "服刑", "吸毒", "离异", "欠债", "困难原因"}),
    ),
    _aid(
        "disability-subsidies", "残疾人两项补贴", DISABILITY, basis="两项补贴发放对象",
        forbidden=frozenset({"重度", "生活补贴", "护理补贴", "一级", "二级", "三级", "四级", "等级"}),
        title_words=frozenset({"残疾人两项补贴"}),
    ),
    _aid(
        "education-aid", "雨露计划补助", EDUCATION, basis="雨露计划补助对象",
        forbidden=frozenset({"就读", "学籍", "班级", "年级", "成绩"}),
    ),
    _aid(
        "house-repair", "农村危房改造", HOUSES, basis="农村危房改造补助对象",
        forbidden=frozenset({"A级", "B级", "C级", "D级", "危房等级", "鉴定等级", "房屋等级"}),
    ),
    _aid(
        "public-posts", "公益岗位聘用", POSTS, basis="公益岗位聘用人员",
        forbidden=frozenset({"脱贫户", "监测户", "监测对象", "贫困户"}),
    ),
)  # fmt: skip
