"""Within what time objections to notices, complaints and letters are answered: ``objection.<way>.days``.

The day of receiving does not count. Which of them one falls under is said in notices/objected.py.
"""

from __future__ import annotations

from villagebook.base.days import Period
from villagebook.policies.policy import Policy, always

_ASSUMED = "assumed; 请按县、乡镇的办法核对"


def _days(what: str, title: str, period: Period, source: str) -> Policy:
    return Policy(f"objection.{what}.days", title, "期限", always(period, source))


OBJECTIONS: tuple[Policy, ...] = (
    _days("notice", "公示异议多久内答复", Period(5, "working_day"), f"{_ASSUMED}；公示文本多写及时核实答复"),
    _days("complaint", "投诉、举报多久内答复", Period(15, "working_day"), f"{_ASSUMED}；转办件常见15个工作日"),
    _days("hotline", "12345转办件多久内答复", Period(5, "working_day"), f"{_ASSUMED}；一般诉求常见5个工作日"),
    _days("letter", "信访件多久内答复", Period(60, "day"), f"{_ASSUMED}；信访工作条例（2022年）的办结期限60日"),
)
