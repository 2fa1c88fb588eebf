"""Rows of dynamic management: what made the households monitored that are, one risk removed, and three cases under way.

Days of the past are the sample's own and agree with its meetings and notices; those of the present lie before the day
of the demonstration, so that something is always new, late and waiting.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import KW_ONLY, dataclass, field

from villagebook.cases import PROCEDURES, Procedure
from villagebook.models import Case, CaseStep, Household, Meeting, StatusPeriod
from villagebook.services.sample import village
from villagebook.services.sample.rows import Rows, Values

_D = dt.date
_IDENTIFICATION, _REMOVAL = PROCEDURES["monitored-identification"], PROCEDURES["risk-removal"]
_EDGE, _UNSTABLE, _SUDDEN = "边缘易致贫户", "脱贫不稳定户", "突发严重困难户"


@dataclass(frozen=True, slots=True)
class CaseTold:
    """One case.

    Attributes:
        days: Days of its steps, in order from the first.
        lacking: Papers that are not there.
        status: First day of the class it began, or ended; None while it is under way.
        meeting: Name of the meeting its step 民主评议 names.
    """

    house: int
    procedure: Procedure
    target: str
    lead_on: dt.date
    source: str
    text: str
    _: KW_ONLY
    days: tuple[dt.date, ...] = ()
    risk: str | None = None
    who: str = village.CLERK[0]
    lacking: frozenset[str] = field(default_factory=frozenset)
    status: dt.date | None = None
    meeting: str | None = None


def _days(year: int, *month_days: tuple[int, int]) -> tuple[dt.date, ...]:
    return tuple(_D(year, month, day) for month, day in month_days)


_PAST: tuple[CaseTold, ...] = (
    CaseTold(
        52, _REMOVAL, _EDGE, _D(2024, 2, 26), "干部走访", "配偶慢性病已签约服务，户主和儿子务工稳定一年多",
        days=_days(2024, (2, 27), (3, 4), (3, 5), (3, 12), (4, 10), (4, 12), (4, 15)),
        status=_D(2022, 5, 20), meeting="2024-03-04",
    ),
    CaseTold(
        35, _IDENTIFICATION, _EDGE, _D(2024, 3, 1), "干部走访", "配偶精神残疾需人照看，户主只能就近打零工",
        days=_days(2024, (3, 2), (3, 4), (3, 4), (3, 5), (3, 12), (3, 15), (3, 18), (3, 20)),
        risk="因残", status=_D(2024, 3, 15), meeting="2024-03-04",
    ),
    CaseTold(
        9, _IDENTIFICATION, _UNSTABLE, _D(2024, 6, 3), "农户申报", "户主所在鞋服厂订单减少，每年只能做半年左右",
        days=_days(2024, (6, 3), (6, 4), (6, 4), (6, 5), (6, 12), (6, 18), (6, 19), (6, 21)),
        risk="因务工就业不稳", status=_D(2024, 6, 18), meeting="2024-06-04", who="蓝丽建",
    ),
    CaseTold(
        1, _IDENTIFICATION, _SUDDEN, _D(2025, 4, 8), "部门筛查", "医保部门推送：住院自付支出大",
        days=_days(2025, (4, 9), (4, 11), (4, 14), (4, 15), (4, 21), (4, 22), (4, 24), (4, 25)),
        risk="因病", status=_D(2025, 4, 22), meeting="2025-04-14", who="县医保局",
    ),
    CaseTold(
        40, _IDENTIFICATION, _EDGE, _D(2025, 7, 10), "干部走访", "山洪冲毁水田和鸭棚，公公长期服药",
        days=_days(2025, (7, 11), (7, 14), (7, 14), (7, 15), (7, 22), (7, 25), (7, 28), (7, 30)),
        risk="因自然灾害", status=_D(2025, 7, 25), meeting="2025-07-14",
    ),
)  # fmt: skip

#: Name of the meeting held for the removal under way.
_NOW = "present"


def _present(today: dt.date) -> tuple[CaseTold, ...]:
    def ago(days: int) -> dt.date:
        return today - dt.timedelta(days=days)

    return (
        CaseTold(
            35, _REMOVAL, _EDGE, ago(9), "干部走访", "配偶的护理有人分担，户主在镇上按月领工资",
            days=(ago(8), ago(2)), meeting=_NOW,
        ),
        CaseTold(
            6, _IDENTIFICATION, _UNSTABLE, ago(9), "干部走访", "太子参烂种减产，今年收入下降",
            days=(ago(8),), risk="因产业项目失败", lacking=frozenset({"监测对象申请及承诺授权查询书"}),
        ),
        CaseTold(
            25, _IDENTIFICATION, _SUDDEN, ago(2), "农户申报", "户主施工时摔伤住院，半年不能做工",
            risk="因意外事故", who="本人",
        ),
    )  # fmt: skip


def add_cases(rows: Rows, today: dt.date) -> None:
    """Add all cases; ``today`` is the day of the demonstration in the sample's own years."""
    rows.add(Meeting, _NOW, {
        "kind": "民主评议会", "held_on": today - dt.timedelta(days=2), "place": "村部会议室",
        "subject": "李招福户拟消除风险", "chair": "钟长明", "recorder": "林晓芸", "due": 15, "present": 13,
        "agreed": 12, "against": 0, "abstained": 1,
        "resolution": "同意李招福户作为风险消除户上报，先在村内公示。"})  # fmt: skip
    numbers: dict[int, int] = {}
    for told in sorted((*_PAST, *_present(today)), key=lambda one: one.lead_on):
        numbers[told.lead_on.year] = numbers.get(told.lead_on.year, 0) + 1
        _add(rows, told, f"{told.lead_on.year}-{numbers[told.lead_on.year]:03d}")


def _add(rows: Rows, told: CaseTold, code: str) -> None:
    closed = told.status is not None
    values: Values = {
        "code": code, "kind": told.procedure.title, "household_id": rows.key(Household, told.house),
        "target": told.target, "lead_source": told.source, "lead_on": told.lead_on, "lead_who": told.who,
        "lead_text": told.text, "risk": told.risk, "state": "已办结" if closed else "办理中",
        "closed_on": told.days[-1] if closed else None, "outcome": _outcome(told) if closed else None,
    }  # fmt: skip
    key = rows.add(Case, (told.house, told.procedure.id, told.lead_on), values)
    for step, day in zip(told.procedure.steps, told.days, strict=False):
        papers = [name for name in step.papers if name not in told.lacking]
        rows.add(CaseStep, (code, step.id), {
            "case_id": key, "step": step.id, "done_on": day, "who": village.CLERK[0] if step.level == "村" else None,
            "passed": "是", "papers": "、".join(papers),
            "meeting_id": rows.key(Meeting, told.meeting) if told.meeting and "meeting" in step.needs else None})
    if told.status is not None:
        row = rows.row(StatusPeriod, (told.house, told.target, told.status))
        row["ended_case_id" if told.procedure.ends else "case_id"] = key


def _outcome(told: CaseTold) -> str:
    day = told.days[told.procedure.place(told.procedure.effective)]
    return f"{day} 风险消除（帮扶消除）" if told.procedure.removes else f"{day} 起为{told.target}"
