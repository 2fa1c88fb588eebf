"""Meetings: how many must come, how many must agree; how long help from outside may wait for its answer.

Shares of which more is needed than the share itself are halves (过半数); two thirds are enough when reached.
"""

from __future__ import annotations

from decimal import Decimal

from villagebook.base.days import Period
from villagebook.policies.policy import Policy, always

_LAW = "村民委员会组织法"
_ASSUMED = "assumed; 请按乡镇的四议两公开实施办法核对"


def _half(what: str, title: str, source: str) -> Policy:
    return Policy(f"meeting.{what}", title, "%", always(Decimal("0.5"), source))


MEETINGS: tuple[Policy, ...] = (
    # Counted in thirds: two thirds as a Decimal is a little more or a little less than two of three people.
    Policy("meeting.quorum_thirds", "村民代表会议到会至少", "/3", always(2, f"{_LAW}第二十六条")),
    Policy(
        "meeting.review_quorum_thirds", "民主评议会到会至少", "/3",
        always(2, "乡镇民主评议办法（湖南）：到会代表不少于三分之二"),
    ),
    _half("assembly_quorum", "村民会议到会须超过", f"{_LAW}第二十二条：十八周岁以上村民过半数参加"),
    _half("party_quorum", "党员大会、党支部会议到会须超过", f"{_ASSUMED}；党支部工作条例：应到会党员过半数"),
    _half("body_quorum", "村两委、理事会等会议到会须超过", f"{_ASSUMED}；应到人数过半数"),
    _half("votes", "表决同意须超过到会人数的", f"{_LAW}第二十二条、第二十六条：到会人员过半数"),
    Policy(
        "committee.term", "村级组织一届多久", "期限", always(Period(5, "year"), f"{_LAW}第十一条：每届任期五年"),
    ),
    Policy(
        "donation.feedback", "社会帮扶多久内反馈捐赠方", "期限",
        always(Period(6, "month"), "assumed; 请按乡镇社会帮扶登记的要求核对"),
    ),
    Policy(
        "donation.report", "社会帮扶多久内上报乡镇", "期限",
        always(Period(3, "month"), "assumed; 定期汇总上报，请按乡镇的要求核对"),
    ),
)  # fmt: skip
