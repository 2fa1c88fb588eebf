"""Rows of dynamic management: how households were taken in, let go, helped; and what is under way.

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
_POVERTY, _EXIT, _ASSISTANCE = (
    PROCEDURES[name] for name in ("poverty-identification", "poverty-exit", "social-assistance"))
_EDGE, _UNSTABLE, _SUDDEN = "边缘易致贫户", "脱贫不稳定户", "突发严重困难户"


@dataclass(frozen=True, slots=True)
class CaseTold:
    """One case.

    Attributes:
        days: Days of its steps, in order from the first.
        lacking: Papers that are not there.
        status: First day of the class it began, or ended; None while it is under way.
        closed: Closed although no class in the book is of it: what a household was before it left poverty is not kept.
        meeting: Name of the meeting its step 民主评议 names.
        covered, grade, month_yuan: Of 低保 and 特困.
        notes: What is written down with a step, by its id.
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
    closed: bool = False
    covered: int | None = None
    grade: str | None = None
    month_yuan: int | None = None
    notes: dict[str, str] = field(default_factory=dict)


def _days(year: int, *month_days: tuple[int, int]) -> tuple[dt.date, ...]:
    return tuple(_D(year, month, day) for month, day in month_days)


_NO_DISPUTE = "没有争议，未开评议会"


def _poor(house: int, text: str) -> CaseTold:
    """A household taken in as poor at the end of 2015."""
    return CaseTold(
        house, _POVERTY, "未脱贫户", _D(2015, 11, 2), "农户申报", text, who="户主本人", closed=True,
        days=_days(2015, (11, 2), (11, 5), (11, 9), (11, 10), (11, 19), (11, 25), (11, 26), (12, 10), (12, 11),
                   (12, 31)),
    )  # fmt: skip


def _lifted(house: int, text: str) -> CaseTold:
    """A household that left poverty at the end of 2016."""
    return CaseTold(
        house, _EXIT, "脱贫户", _D(2016, 10, 10), "干部走访", text, status=_D(2016, 12, 31),
        days=_days(2016, (10, 10), (10, 14), (10, 18), (10, 20), (10, 21), (10, 31), (11, 1), (11, 15), (11, 16),
                   (12, 31)),
    )  # fmt: skip


_PAST: tuple[CaseTold, ...] = (
    _poor(8, "茶园面积小，无其他收入"), _poor(23, "孩子上学，只靠种田"),
    _lifted(8, "茶园改种、养蜂，收入稳定过线"), _lifted(23, "油茶投产，户主就近务工，收入稳定过线"),
    CaseTold(
        26, _ASSISTANCE, "低保户", _D(2020, 11, 16), "农户申报", "户主向镇里申请低保", who="户主本人",
        days=_days(2020, (11, 16), (11, 25), (11, 30), (12, 2), (12, 14), (12, 16)),
        status=_D(2021, 1, 1), covered=2, grade="B类", month_yuan=780, notes={"meeting": _NO_DISPUTE},
    ),
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
            45, _ASSISTANCE, "低保户", ago(27), "农户申报", "户主向镇里申请低保", who="户主本人",
            days=(ago(26), ago(15), ago(9), ago(2)), covered=2, grade="B类", month_yuan=900,
            notes={"meeting": _NO_DISPUTE},
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
    # The township's 低保 case was written into the book last of its year.
    order = sorted((*_PAST, *_present(today)), key=lambda one: (one.lead_on.year, one.procedure.assists, one.lead_on))
    for told in order:
        numbers[told.lead_on.year] = numbers.get(told.lead_on.year, 0) + 1
        _add(rows, told, f"{told.lead_on.year}-{numbers[told.lead_on.year]:03d}")


def _add(rows: Rows, told: CaseTold, code: str) -> None:
    closed = told.closed or told.status is not None
    values: Values = {
        "code": code, "kind": told.procedure.title, "household_id": rows.key(Household, told.house),
        "target": told.target, "lead_source": told.source, "lead_on": told.lead_on, "lead_who": told.who,
        "lead_text": told.text, "risk": told.risk, "covered": told.covered, "grade": told.grade,
        "month_fen": told.month_yuan * 100 if told.month_yuan else None, "state": "已办结" if closed else "办理中",
        "closed_on": told.days[-1] if closed else None, "outcome": _outcome(told) if closed else None,
    }  # fmt: skip
    key = rows.add(Case, (told.house, told.procedure.id, told.lead_on), values)
    for step, day in zip(told.procedure.steps, told.days, strict=False):
        papers = [name for name in step.papers if name not in told.lacking]
        rows.add(CaseStep, (code, step.id), {
            "case_id": key, "step": step.id, "done_on": day, "who": village.CLERK[0] if step.level == "村" else None,
            "passed": "是", "papers": "、".join(papers), "note": told.notes.get(step.id),
            "meeting_id": rows.key(Meeting, told.meeting) if told.meeting and "meeting" in step.needs else None})
    if told.status is not None:
        row = rows.row(StatusPeriod, (told.house, told.target, told.status))
        row["ended_case_id" if told.procedure.removes else "case_id"] = key


def _outcome(told: CaseTold) -> str:
    day = told.days[told.procedure.place(told.procedure.effective)]
    if told.status is not None and not told.procedure.removes:
        day = told.status
    return f"{day} 风险消除（帮扶消除）" if told.procedure.removes else f"{day} 起为{told.target}"
