"""What reached a household and who came: measures, visits, and the months somebody worked away.

Sources: columns of 帮扶措施 (domain 7.5) and the classes of assistance cards (1.3), visit records of the handbook (1.1),
employment sheets (2.4).
"""

from __future__ import annotations

import datetime as dt
import uuid
from decimal import Decimal

from sqlalchemy.orm import Mapped

from villagebook.models.base import Imported, Record
from villagebook.models.fields import Privacy, field

PUBLIC, SECRET = Privacy.PUBLIC, Privacy.SECRET


class Measure(Imported, Record):
    """One measure that reached a household or one of its members.

    ``item`` keeps what the list says within the class (护林员, 小额信贷); ``person_id`` None: the whole household.
    """

    __tablename__ = "measure"
    title = "帮扶措施"

    household_id: Mapped[uuid.UUID | None] = field("户", "ref", ref="household.id", index=True)
    household_code: Mapped[str | None] = field("户编号", "code", index=True)
    person_id: Mapped[uuid.UUID | None] = field("人", "ref", ref="person.id", index=True)
    person_name: Mapped[str | None] = field("受益人", "name")
    year: Mapped[int | None] = field("年度", "year", PUBLIC)
    kind: Mapped[str] = field("措施类别", "choice", codes="measure_class", required=True)
    item: Mapped[str | None] = field("措施内容", "text")
    policy: Mapped[str | None] = field("政策依据", "text")
    project_code: Mapped[str | None] = field("项目编号", "code")
    project_id: Mapped[uuid.UUID | None] = field("项目", "ref", ref="project.id")
    from_on: Mapped[dt.date | None] = field("享受时间", "day", synonyms=("帮扶时间", "开始享受时间"))
    through_on: Mapped[dt.date | None] = field("停止享受时间", "day")
    amount_fen: Mapped[int | None] = field("帮扶金额", "money")
    quantity: Mapped[Decimal | None] = field("帮扶数量", "quantity")
    evidence: Mapped[str | None] = field("佐证", "text")
    note: Mapped[str | None] = field("说明", "long_text", SECRET)


class Visit(Imported, Record):
    """One visit to a household (走访记录)."""

    __tablename__ = "visit"
    title = "走访"

    household_id: Mapped[uuid.UUID | None] = field("户", "ref", ref="household.id", index=True)
    household_code: Mapped[str | None] = field("户编号", "code", index=True)
    head_name: Mapped[str | None] = field("户主姓名", "name", PUBLIC)
    on: Mapped[dt.date | None] = field("走访日期", "day", synonyms=("走访时间", "入户日期", "入户时间"))
    visitor: Mapped[str | None] = field("走访人", "name", synonyms=("走访干部", "帮扶责任人", "入户人员"))
    unit: Mapped[str | None] = field("走访单位", "text", synonyms=("帮扶单位",))
    kind: Mapped[str | None] = field("走访类型", "choice", codes="visit_kind")
    met: Mapped[str | None] = field("见到的人", "text")
    content: Mapped[str | None] = field("走访内容", "long_text", SECRET, synonyms=("走访情况", "帮扶内容"))
    solved: Mapped[str | None] = field("解决的问题", "long_text", SECRET, synonyms=("解决问题",))


class WorkRecord(Imported, Record):
    """One stretch of work of a person, or the wish for it (务工月监测)."""

    __tablename__ = "work_record"
    title = "务工"

    person_id: Mapped[uuid.UUID] = field("人", "ref", ref="person.id", required=True, index=True)
    year: Mapped[int | None] = field("年度", "year", PUBLIC)
    worked: Mapped[str | None] = field("是否已务工", "choice", codes="yes_no")
    province: Mapped[str | None] = field("务工所在省", "name")
    city: Mapped[str | None] = field("务工所在市", "name")
    county: Mapped[str | None] = field("务工所在县", "name")
    from_on: Mapped[dt.date | None] = field("务工开始时间", "day", synonyms=("开始时间",))
    through_on: Mapped[dt.date | None] = field("务工结束时间", "day", synonyms=("结束时间",))
    month_pay_fen: Mapped[int | None] = field("务工月收入", "money")
    company: Mapped[str | None] = field("务工企业名称", "text")
    industry: Mapped[str | None] = field("所属行业", "text")
    channel: Mapped[str | None] = field("就业渠道", "text")
    point_to_point: Mapped[str | None] = field("是否点对点输送", "choice", codes="yes_no")
    transport_fen: Mapped[int | None] = field("年度交通费补助", "money")
    planned: Mapped[str | None] = field("是否计划务工", "choice", codes="yes_no")
    wanted: Mapped[str | None] = field("就业服务需求", "text")
