"""The notice kinds, in the order of the office's list. To add one: a value in the kinds_ module of its subject."""

from __future__ import annotations

from villagebook.base.registry import Registry
from villagebook.ledgers.notices import name_kinds
from villagebook.notices.kind import NoticeKind
from villagebook.notices.kinds_aid import AID_KINDS
from villagebook.notices.kinds_cases import CASE_KINDS
from villagebook.notices.kinds_money import MONEY_KINDS
from villagebook.notices.kinds_projects import PROJECT_KINDS

#: What the ledgers call notices of township and county, which have no kind of ours.
_FROM_ABOVE = {"received": "上级公示"}

NOTICE_KINDS: Registry[NoticeKind] = Registry(
    "notice kinds",
    sorted((*PROJECT_KINDS, *MONEY_KINDS, *CASE_KINDS, *AID_KINDS), key=lambda kind: int(kind.number[1:])),
)

name_kinds({kind.id: kind.name for kind in NOTICE_KINDS} | _FROM_ABOVE)
