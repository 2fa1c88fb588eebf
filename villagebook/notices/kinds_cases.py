"""Kinds of notices about households' cases: N8 to N13. To add one: a value here; the step of its procedure names it."""

from __future__ import annotations

from villagebook.notices.kind import Disclosure, NoticeKind
from villagebook.notices.monitored import MONITORED_TABLE, draft_monitored

_MONITORING_RULE = "防返贫监测规程（县级，2023年起）：村内公示拟纳入的监测对象及其类别"

CASE_KINDS: tuple[NoticeKind, ...] = (
    NoticeKind(
        id="monitored-identification",
        number="N8",
        name="监测对象识别公示",
        mode="公示",
        days="notice.monitoring_identification.days",
        signers=("committee",),
        board="名单",
        asks=("households",),
        tables=(MONITORED_TABLE,),
        discloses=(
            Disclosure("status_period.kind", _MONITORING_RULE),
            Disclosure("dynamic_case.target", _MONITORING_RULE),
        ),
        title=("{village}", "{year}", "监测对象", "识别公示"),
        basis="现将拟纳入防返贫监测的农户名单予以公示，接受群众监督。",
        draw=draft_monitored,
        source="防返贫监测对象识别程序（2021年起）",
    ),
)
