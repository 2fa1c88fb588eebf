"""The places of a project's binder, in the order they are bound (domain 4.1, 4.2); one ``Slot`` each.

A slot says for which modes it is, whether its paper is needed or may lie there, and with which day of the project
the paper is due: as soon as that day, or any later one in the order of a project's file (domain 4.4), has come.
What fills a slot: papers the program makes (``MadePaper.slot`` in services.papers names the slot), notices of the
kinds listed here, scans and photos put there. The book may add slots, rename, reorder and switch off
(``lifecycle.template``).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from villagebook.base.registry import Registry

HOUSEHOLDS, COLLECTIVE, PUBLIC = "分户实施", "集体实施", "公益设施"
MODES = (HOUSEHOLDS, COLLECTIVE, PUBLIC)

#: The parts of the binder: id -> title.
PARTS: dict[str, str] = {
    "apply": "谋划入库", "grant": "计划下达", "carry": "实施", "accept": "验收", "claim": "报账", "announce": "公告",
    "asset": "资产与收益", "cover": "覆盖统计", "close": "备考",
}  # fmt: skip

#: Days of a project in the order of its file; a paper due with one is due with any later one too.
DAYS = (
    "library_notice_from", "declared_on", "township_reviewed_on", "county_approved_on", "granted_on",
    "start_notice_from", "started_on", "finished_on", "preliminary_on", "accepted_on", "claimed_on", "paid_on",
    "completion_notice_from", "handed_on", "archived_on",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Slot:
    """One place of the binder.

    Attributes:
        id: Stable; stands in DossierPaper.slot and in the QR code of separator sheets.
        title: What the list of contents calls its paper.
        part: Id of PARTS.
        due: The day of the project (one of DAYS) its paper is due with.
        needed: Modes whose binder lacks something without it.
        modes: Modes in whose binder it has a place at all.
        notices: Kinds of notices whose posted ones lie here, with their photos.
        unit: Who is answerable for the paper: village, township, county.
        own: Added by the book itself.
    """

    id: str
    title: str
    part: str
    due: str
    needed: tuple[str, ...] = MODES
    modes: tuple[str, ...] = MODES
    notices: tuple[str, ...] = ()
    unit: str = "village"
    own: bool = False

    def is_for(self, mode: str | None) -> bool:
        """Whether a project carried out so has this place; one whose mode nobody said has all."""
        return mode not in MODES or mode in self.modes

    def is_needed(self, mode: str | None) -> bool:
        """Whether the paper must be there; one needed in some modes only is not asked of a project without mode."""
        return mode in self.needed if mode in MODES else len(self.needed) == len(MODES)

    def due_on(self, row: Mapping[str, Any]) -> dt.date | None:
        """Return the day the paper became due by a project's own days, None if none of them is set."""
        later = (row.get(name) for name in DAYS[DAYS.index(self.due):])
        return min((day for day in later if day is not None), default=None)


def _optional(modes: tuple[str, ...] = MODES) -> dict[str, Any]:
    return {"needed": (), "modes": modes}


def _only(*modes: str) -> dict[str, Any]:
    return {"needed": modes, "modes": modes}


SLOTS: Registry[Slot] = Registry(
    "slots of the binder",
    (
        # 1 谋划入库
        Slot("apply-meeting", "村民代表大会会议记录、签到表、决议（项目入库）", "apply", "library_notice_from"),
        Slot("library-notice", "村级入库公示及照片", "apply", "library_notice_from", notices=("project-library",)),
        Slot("application", "项目申报书", "apply", "declared_on"),
        Slot("township-review", "乡镇审核意见和公示", "apply", "township_reviewed_on", unit="township"),
        Slot("county-approval", "县级论证、审定文件", "apply", "county_approved_on", unit="county"),
        # 2 计划下达
        Slot("grant", "项目批复、资金下达通知单", "grant", "granted_on", unit="county"),
        Slot("plan", "项目实施方案和绩效目标表", "grant", "started_on"),
        Slot("roster-meeting", "村民代表大会会议记录、签到表、决议（受益户评议）", "grant", "started_on",
             **_only(HOUSEHOLDS)),
        Slot("start-notice", "实施前公示及照片", "grant", "started_on",
             notices=("project-start", "roster-beneficiaries")),
        # 3 实施
        Slot("procurement", "招标、询价或确定施工单位的记录", "carry", "started_on", needed=(COLLECTIVE, PUBLIC)),
        Slot("contract", "合同", "carry", "started_on", needed=(COLLECTIVE, PUBLIC)),
        Slot("start-report", "开工报告", "carry", "started_on", needed=(PUBLIC,), modes=(COLLECTIVE, PUBLIC)),
        Slot("site-log", "施工日志、监理记录", "carry", "finished_on", **_optional((COLLECTIVE, PUBLIC))),
        Slot("change", "变更审批", "carry", "finished_on", **_optional()),
        Slot("process-photos", "实施过程照片", "carry", "finished_on"),
        Slot("roster", "到户花名册（领取签字）", "carry", "finished_on", **_only(HOUSEHOLDS)),
        Slot("handed-out", "采购和发放清单", "carry", "finished_on", **_optional((HOUSEHOLDS,))),
        Slot("agreement", "效益到户协议书", "carry", "finished_on", **_only(COLLECTIVE)),
        # 4 验收
        Slot("drawings", "竣工图、自验记录", "accept", "finished_on", needed=(PUBLIC,), modes=(COLLECTIVE, PUBLIC)),
        Slot("preliminary", "村乡联合初验表", "accept", "preliminary_on", unit="township"),
        Slot("acceptance", "项目验收报告", "accept", "accepted_on", unit="township"),
        Slot("mending", "整改记录", "accept", "accepted_on", **_optional()),
        Slot("settlement", "结算、审计报告", "accept", "claimed_on", needed=(PUBLIC,), modes=(COLLECTIVE, PUBLIC)),
        # 5 报账
        Slot("claim", "报账申请书、支出明细表", "claim", "claimed_on"),
        Slot("responsibility", "项目责任书", "claim", "claimed_on", **_optional()),
        Slot("invoices", "税务发票（经手人签字）", "claim", "claimed_on"),
        Slot("claim-list", "项目报账清单", "claim", "claimed_on", **_optional()),
        Slot("household-payments", "受益户明细表（户主签字）", "claim", "claimed_on", **_optional((HOUSEHOLDS,))),
        Slot("bank-slips", "付款凭证、打卡银行流水", "claim", "paid_on"),
        Slot("account", "专账", "claim", "paid_on", **_optional()),
        # 6 公告
        Slot("completion-notice", "竣工公告及照片", "announce", "completion_notice_from",
             notices=("project-completion",)),
        Slot("funds-notice", "资金使用情况公告及照片", "announce", "paid_on", notices=("fund-use",)),
        # 7 资产与收益
        Slot("asset-transfer", "资产移交、确权登记表", "asset", "handed_on", **_only(COLLECTIVE, PUBLIC)),
        Slot("keeping", "管护协议", "asset", "handed_on", needed=(PUBLIC,), modes=(COLLECTIVE, PUBLIC)),
        Slot("distribution", "收益分配方案、会议决议、公示和发放表", "asset", "archived_on", needed=(),
             modes=(COLLECTIVE,), notices=("income-distribution",)),
        # 8 覆盖统计
        # A public work reaches nobody by a list of households.
        Slot("coverage", "脱贫户、监测户覆盖登记统计表", "cover", "paid_on", needed=(HOUSEHOLDS, COLLECTIVE)),
        Slot("closing-note", "备考表", "close", "archived_on"),
    ),
)  # fmt: skip
