"""Help from outside the village, one matter one record (一事一记录): who came or gave, what, for whom, what became of it.

Source of the fields: register of social help (domain 4.3).
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Mapped

from villagebook.models.base import Imported, Record
from villagebook.models.fields import Privacy, field

PUBLIC, SECRET = Privacy.PUBLIC, Privacy.SECRET


class SocialHelp(Imported, Record):
    """One matter of social help, with its use and the answer to the giver."""

    __tablename__ = "social_help"
    title = "社会帮扶"

    code: Mapped[str | None] = field("记录编号", "code", PUBLIC, index=True)
    date: Mapped[dt.date | None] = field("日期", "day", PUBLIC, index=True, synonyms=("时间", "帮扶日期", "捐赠日期"))
    kind: Mapped[str | None] = field("类别", "choice", PUBLIC, codes="social_help_kind", synonyms=("帮扶类别",))
    giver: Mapped[str | None] = field("帮扶单位（人）", "name", PUBLIC, synonyms=("单位（人）", "单位/人", "捐赠单位", "捐赠人", "帮扶单位", "捐赠方"))
    content: Mapped[str | None] = field("内容", "long_text", PUBLIC, synonyms=("帮扶内容", "事项"))
    amount_fen: Mapped[int | None] = field("帮扶资金", "money", PUBLIC, synonyms=("捐款金额", "金额"))
    goods: Mapped[str | None] = field("帮扶物资", "text", PUBLIC, synonyms=("物资", "捐赠物资"))
    goods_fen: Mapped[int | None] = field("物资折价", "money", PUBLIC)
    target: Mapped[str | None] = field("受益对象", "text", PUBLIC)
    household_code: Mapped[str | None] = field("户编号", "code")
    household_id: Mapped[uuid.UUID | None] = field("户", "ref", ref="household.id", index=True)
    project_code: Mapped[str | None] = field("项目编号", "code", PUBLIC)
    project_id: Mapped[uuid.UUID | None] = field("项目", "ref", PUBLIC, ref="project.id", index=True)
    used: Mapped[str | None] = field("使用情况", "long_text", PUBLIC)
    used_fen: Mapped[int | None] = field("已使用金额", "money", PUBLIC)
    feedback: Mapped[str | None] = field("反馈情况", "long_text", PUBLIC, help="怎样答复捐赠方。")
    feedback_on: Mapped[dt.date | None] = field("反馈日期", "day", PUBLIC)
    receipt: Mapped[str | None] = field("收据号", "code", PUBLIC)
    reported_on: Mapped[dt.date | None] = field("上报日期", "day", PUBLIC)
    handler: Mapped[str | None] = field("经办人", "name")
    note: Mapped[str | None] = field("备注", "long_text")
