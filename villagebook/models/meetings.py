"""Meetings, who came to them, what they decided; the village's groups and committees with their members.

Sources of the fields: minutes, sign sheet and resolution of the four-meetings procedure (domain 4.2, 4.3), village
bodies that sign a project's papers (4.1).
"""

from __future__ import annotations

import datetime as dt
import uuid

from sqlalchemy.orm import Mapped

from villagebook.models.base import Imported, InVillage, Record
from villagebook.models.fields import Privacy, field

PUBLIC = Privacy.PUBLIC


class Committee(Imported, Record):
    """A body of the village: 领导小组, 项目实施小组, 项目监督小组, 议事会, 理事会, 监事会, 村民代表 …

    ``project_id`` names the one project it was formed for; None: for all.
    """

    __tablename__ = "committee"
    title = "小组和组织"

    name: Mapped[str] = field("名称", "name", PUBLIC, required=True, synonyms=("小组名称", "组织名称"))
    kind: Mapped[str] = field("种类", "choice", PUBLIC, codes="committee_kind", required=True)
    project_id: Mapped[uuid.UUID | None] = field("项目", "ref", PUBLIC, ref="project.id", index=True)
    document: Mapped[str | None] = field("成立文件", "text", PUBLIC)
    since: Mapped[dt.date | None] = field("成立日期", "day", PUBLIC)
    until: Mapped[dt.date | None] = field("届满日期", "day", PUBLIC)
    note: Mapped[str | None] = field("备注", "long_text")


class CommitteeMember(Imported, Record):
    """A member of a body and the term."""

    __tablename__ = "committee_member"
    title = "小组成员"

    committee_id: Mapped[uuid.UUID] = field("组织", "ref", PUBLIC, ref="committee.id", required=True, index=True)
    name: Mapped[str] = field("姓名", "name", PUBLIC, required=True)
    post: Mapped[str | None] = field("组内职务", "text", PUBLIC, synonyms=("组内职务（组长、成员）",))
    unit: Mapped[str | None] = field("单位及职务", "text", PUBLIC)
    person_id: Mapped[uuid.UUID | None] = field("人", "ref", ref="person.id", index=True)
    since: Mapped[dt.date | None] = field("任期开始", "day", PUBLIC)
    until: Mapped[dt.date | None] = field("任期结束", "day", PUBLIC)
    position: Mapped[int | None] = field("次序", "int", PUBLIC, volatile=True)


class Meeting(Imported, Record):
    """A meeting that decided something (domain 4.3 会议记录)."""

    __tablename__ = "meeting"
    title = "会议"

    code: Mapped[str | None] = field("会议编号", "code", PUBLIC, index=True)
    kind: Mapped[str] = field("会议类型", "choice", PUBLIC, codes="meeting_kind", required=True)
    held_on: Mapped[dt.date | None] = field("时间", "day", PUBLIC)
    place: Mapped[str | None] = field("地点", "text", PUBLIC)
    subject: Mapped[str | None] = field("议题", "long_text", PUBLIC)
    chair: Mapped[str | None] = field("主持人", "name")
    recorder: Mapped[str | None] = field("记录人", "name")
    due: Mapped[int | None] = field("应到人数", "int", PUBLIC, unit="人")
    present: Mapped[int | None] = field("实到人数", "int", PUBLIC, unit="人")
    agreed: Mapped[int | None] = field("同意", "int", PUBLIC, unit="票")
    against: Mapped[int | None] = field("反对", "int", PUBLIC, unit="票")
    abstained: Mapped[int | None] = field("弃权", "int", PUBLIC, unit="票")
    four_step: Mapped[str | None] = field("四议两公开环节", "choice", PUBLIC, codes="four_step")
    committee_id: Mapped[uuid.UUID | None] = field("会议组织", "ref", PUBLIC, index=True)
    speeches: Mapped[str | None] = field("发言要点", "long_text")
    resolution: Mapped[str | None] = field("决议", "long_text")
    note: Mapped[str | None] = field("备注", "long_text")


class MeetingMember(Imported, Record):
    """Someone who was due at a meeting."""

    __tablename__ = "meeting_member"
    title = "参会人员"

    meeting_id: Mapped[uuid.UUID] = field("会议", "ref", PUBLIC, ref="meeting.id", required=True, index=True)
    name: Mapped[str] = field("姓名", "name", PUBLIC, required=True)
    post: Mapped[str | None] = field("职务或身份", "text", PUBLIC)
    person_id: Mapped[uuid.UUID | None] = field("人", "ref", ref="person.id", index=True)
    attendance: Mapped[str | None] = field("到会情况", "choice", PUBLIC, codes="attendance")
    position: Mapped[int | None] = field("次序", "int", PUBLIC, volatile=True)


class MeetingDecision(InVillage, Record):
    """What a meeting decided about one record (project, distribution, asset, case …), beside the records' own keys."""

    __tablename__ = "meeting_decision"
    title = "会议决定事项"

    meeting_id: Mapped[uuid.UUID] = field("会议", "ref", PUBLIC, ref="meeting.id", required=True, index=True)
    record: Mapped[str] = field("所属种类", "code", PUBLIC, required=True)
    record_id: Mapped[uuid.UUID] = field("所属", "ref", PUBLIC, required=True, index=True)
    passed: Mapped[str | None] = field("是否通过", "choice", PUBLIC, codes="yes_no")
    agreed: Mapped[int | None] = field("同意", "int", PUBLIC, unit="票")
    against: Mapped[int | None] = field("反对", "int", PUBLIC, unit="票")
    abstained: Mapped[int | None] = field("弃权", "int", PUBLIC, unit="票")
    note: Mapped[str | None] = field("决定内容", "long_text", PUBLIC)
