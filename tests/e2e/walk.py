"""A project's whole life as one story: what is said at each step, for the verbs and for the window alike. Invented.

大坪机耕路硬化, 公益设施: decided in January, done by August, claimed, handed over and bound in November.
"""

from __future__ import annotations

import datetime as dt
import io
import uuid
from typing import Any

from PIL import Image, ImageDraw

from villagebook.services import (
    acceptances,
    asset_events,
    assets,
    committees,
    contracts,
    fields,
    meetings,
    money,
    project_moves,
    project_sources,
    projects,
    publicity,
)
from villagebook.services.dossier import filing
from villagebook.store import Book

_D = dt.date
CODE = "35069920260031"
TODAY = _D(2026, 11, 20)
ACTOR = "黄国强"

VILLAGE = {
    "name": "清溪村", "code": "350699101203", "township": "云岭镇", "county": "示范县",
    "committee": "云岭镇清溪村村民委员会", "office_address": "清溪村村部", "office_phone": "0599-5550101",
    "board_place": "村部公示栏",
}
PROJECT = {
    "name": "大坪机耕路硬化", "code": CODE, "year": 2026, "category": "乡村建设行动", "mode": "公益设施",
    "content": "硬化机耕路0.6公里，宽3.5米", "planned_fen": 30_000_000,
}
#: What the application asks for, by field; typed as a person types it.
ENTRY = {
    "subcategory": "农村道路建设", "nature": "新建", "applicant": "清溪村村民委员会", "place": "清溪村大坪组",
    "planned_start": "2026-05", "planned_finish": "2026-08", "unit_in_charge": "清溪村村民委员会",
    "person_in_charge": "陈明理", "covers_households": "42", "covers_people": "168", "covers_poor_households": "12",
    "covers_poor_people": "45", "goal": "硬化机耕路0.6公里，方便42户耕作和运输", "goal_quantity": "硬化0.6公里",
    "goal_quality": "验收合格率100%", "goal_time": "2026年8月底前完工", "goal_cost": "控制在30万元以内",
    "goal_benefit": "42户耕作和运输方便", "goal_satisfaction": "群众满意度95%以上",
    "participation": "村民代表大会讨论，选派监督员", "link": "公益设施，改善生产条件",
}
SOURCES = (
    {"source": "中央", "programme": "财政衔接推进乡村振兴补助资金", "document": "示财农〔2026〕12号",
     "planned_fen": "200000"},
    {"source": "县", "programme": "县级财政衔接资金", "document": "示财农〔2026〕13号", "planned_fen": "100000"},
)
BODIES = (("项目监督小组", ("林有根", "周长水", "吴秀英")), ("项目实施小组", ("陈明理", "黄国强", "张来福")))
FORMED_ON = _D(2026, 1, 1)
MEETING = {
    "kind": "村民代表大会", "held_on": "2026-01-08", "place": "村部会议室", "subject": "讨论大坪机耕路硬化项目申报",
    "chair": "陈明理", "recorder": "黄国强", "due": "30", "present": "27", "agreed": "26", "against": "0",
    "abstained": "1", "speeches": "路面坑洼，收割季节车进不去，应当先硬化。",
    "resolution": "同意申报大坪机耕路硬化项目。",
}
LIBRARY_NOTICE = (_D(2026, 1, 10), _D(2026, 1, 20))
START_NOTICE = (_D(2026, 4, 5), _D(2026, 4, 15))
COMPLETION_NOTICE = (_D(2026, 9, 20), _D(2026, 9, 30))
DECLARED = ("declared", _D(2026, 1, 22), {})
#: Stage, its day, what is said of it; notices and what other verbs reach stand at their own steps.
REVIEWED = ("reviewed", _D(2026, 1, 25), {"township_opinion": "情况属实，同意上报"})
ARGUED = ("argued", _D(2026, 2, 10), {})
APPROVED = ("approved", _D(2026, 2, 20), {"county_opinion": "同意纳入项目库"})
GRANTED = ("granted", _D(2026, 3, 25), {
    "approval_number": "示农振〔2026〕18号", "approval_unit": "示范县农业农村局", "deadline_on": "2026-09-30"})
STARTED, FINISHED = ("started", _D(2026, 4, 20), {}), ("finished", _D(2026, 8, 10), {})
CONTRACT = {
    "name": "大坪机耕路硬化施工合同", "kind": "施工", "chosen_by": "询价", "chosen_on": "2026-04-10",
    "party": "示范县山路建设有限公司", "signed_on": "2026-04-18", "from_on": "2026-04-20", "through_on": "2026-08-20",
    "content": "硬化机耕路0.6公里，宽3.5米", "amount_fen": "300000",
}
PRELIMINARY_ON, ACCEPTED_ON = _D(2026, 8, 18), _D(2026, 9, 1)
SETTLED_ON = _D(2026, 9, 3)
CLAIMED, SIGNED = ("claimed", _D(2026, 9, 5), {}), ("claim_signed", _D(2026, 9, 8), {})
PAID = ("paid", _D(2026, 9, 18), {})
ARCHIVED = ("archived", _D(2026, 11, 18), {
    "archive_number": "2026-项目-031", "archive_term": "永久", "archived_by": "黄国强", "archive_checked_by": "林有根"})
#: Day, kind, source, yuan, payee, memo, more: the money of the story, in the order it moved.
MONEY: tuple[tuple[dt.date, str, str, int, str, str], ...] = (
    (_D(2026, 3, 25), "指标下达", "中央", 200_000, "", "下达机耕路硬化资金"),
    (_D(2026, 3, 25), "指标下达", "县", 100_000, "", "下达机耕路硬化资金"),
    (_D(2026, 4, 18), "到账", "中央", 200_000, "", "收到机耕路硬化资金"),
    (_D(2026, 4, 18), "到账", "县", 100_000, "", "收到机耕路硬化资金"),
    (_D(2026, 4, 22), "支出", "中央", 120_000, "示范县山路建设有限公司", "付开工款"),
    (_D(2026, 8, 12), "支出", "中央", 80_000, "示范县山路建设有限公司", "付进度款"),
    (_D(2026, 8, 12), "支出", "县", 70_000, "示范县山路建设有限公司", "付进度款"),
    (_D(2026, 9, 6), "报账", "中央", 200_000, "", "报账"),
    (_D(2026, 9, 6), "报账", "县", 70_000, "", "报账"),
)  # fmt: skip
ASSET = {"kind": "公益性资产", "name": "大坪机耕路", "keeper": "周长水"}
HANDED_ON = _D(2026, 9, 25)
HANDED = ("清溪村村民委员会", "清溪村股份经济合作社")

CLAIM_ON = CLAIMED[1]

#: Papers that come from elsewhere and are scanned in: slot, name. One photo each where photos are asked for.
SCANS: tuple[tuple[str, str], ...] = (
    ("township-review", "乡镇审核意见"), ("county-approval", "县级审定文件"), ("grant", "项目批复"),
    ("procurement", "询价记录"), ("contract", "施工合同"), ("start-report", "开工报告"), ("process-photos", "施工照片"),
    ("drawings", "竣工图"), ("settlement", "结算书"), ("invoices", "发票"), ("bank-slips", "银行付款凭证"),
    ("keeping", "管护协议"),
)  # fmt: skip


def scan(words: str, size: tuple[int, int] = (800, 1100)) -> bytes:
    """A sheet with something on it, as a scanner gives it; every ``words`` gives another content."""
    picture = Image.new("L", size, 250)
    ink = ImageDraw.Draw(picture)
    for at, byte in enumerate(words.encode()):
        left, top = 60 + at % 24 * 28, 80 + at // 24 * 60
        ink.rectangle((left, top, left + byte % 23 + 2, top + 40), 30)
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()


def post_of(name: str, names: tuple[str, ...]) -> str:
    """The first of a body leads it."""
    return "组长" if name == names[0] else "成员"


class Walker:
    """Takes one project through all its stages by the verbs of the services."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.key = uuid.UUID(int=0)
        self.said: dict[str, Any] = {"actor": ACTOR, "today": TODAY}

    def walk(self) -> uuid.UUID:
        """Walk it all; return the project's key."""
        self._begin()
        self._into_the_library()
        self._until_it_begins()
        self._until_accepted()
        self._claimed_and_told()
        self._handed_over_and_bound()
        return self.key

    def _reach(self, step: tuple[str, dt.date, dict[str, str]]) -> None:
        stage, on, texts = step
        project_moves.reach(self.book, self.key, stage, on, texts=texts, **self.said)

    def _notice(self, kind: str, days: tuple[dt.date, dt.date]) -> None:
        drafted = publicity.draft(self.book, kind, project=CODE, actor=ACTOR, today=days[0])
        posted = publicity.post(self.book, drafted.number, days[0], actor=ACTOR)
        assert posted.through_on == days[1]
        publicity.take_down(self.book, drafted.number, days[1] + dt.timedelta(days=1), actor=ACTOR)

    def _put(self, slot: str, name: str) -> None:
        filing.add(self.book, self.key, slot, [(f"{name}.jpg", scan(name))], actor=ACTOR)

    def _begin(self) -> None:
        _, self.key = projects.add(self.book, **PROJECT, actor=ACTOR)
        for name, text in ENTRY.items():
            fields.edit(self.book, "project", self.key, name, text, actor=ACTOR)
        for source in SOURCES:
            project_sources.add(self.book, self.key, source, actor=ACTOR)
        for kind, names in BODIES:
            people = [committees.NewMember(name, post_of(name, names)) for name in names]
            texts = {"name": f"大坪机耕路{kind}", "kind": kind, "since": FORMED_ON.isoformat()}
            committees.form(self.book, texts, people, actor=ACTOR)

    def _into_the_library(self) -> None:
        meetings.record(self.book, MEETING, decides=[meetings.Decide(("project", self.key))], **self.said)
        self._notice("project-library", LIBRARY_NOTICE)
        for step in (DECLARED, REVIEWED, ARGUED, APPROVED):
            self._reach(step)

    def _until_it_begins(self) -> None:
        self._reach(GRANTED)
        self._notice("project-start", START_NOTICE)
        contracts.add(self.book, self.key, CONTRACT, actor=ACTOR)
        self._reach(STARTED)

    def _until_accepted(self) -> None:
        self._money(MONEY[:7])
        self._reach(FINISHED)
        for on, kind in ((PRELIMINARY_ON, "村乡联合初验"), (ACCEPTED_ON, "乡镇验收")):
            draft = acceptances.draft(self.book, self.key, on, kind=kind)
            acceptances.add(self.book, self.key, draft.texts, draft.items, draft.members, **self.said)
        contract = contracts.of_project(self.book, self.key)[0]
        contracts.settle(self.book, contract.key, SETTLED_ON, 30_000_000, actor=ACTOR)

    def _claimed_and_told(self) -> None:
        for step in (CLAIMED, SIGNED):
            self._reach(step)
        self._money(MONEY[7:])
        self._reach(PAID)
        self._notice("project-completion", COMPLETION_NOTICE)
        self._notice("fund-use", COMPLETION_NOTICE)

    def _money(self, moved: tuple[Any, ...]) -> None:
        for on, kind, source, yuan, payee, memo in moved:
            told = next(one for one in SOURCES if one["source"] == source)
            values = {"date": on, "kind": kind, "source": source, "amount_fen": yuan * 100, "payee": payee or None,
                      "memo": memo, "project_code": CODE, "programme": told["programme"],
                      "document": told["document"], "handler": ACTOR,
                      "claim_on": CLAIMED[1] if kind == "报账" else None}  # fmt: skip
            money.write_entry(self.book, values, actor=ACTOR)
        report = money.post(self.book, None, actor=ACTOR, today=TODAY)
        assert report.refused == ()

    def _handed_over_and_bound(self) -> None:
        _, (asset,) = assets.form(self.book, self.key, ASSET, actor=ACTOR)
        asset_events.confirm(self.book, asset, HANDED_ON, owner=HANDED[1], level="村", **self.said)
        asset_events.hand_over(self.book, asset, HANDED_ON, *HANDED, keeper="周长水", **self.said)
        for slot, name in SCANS:
            self._put(slot, name)
        self._reach(ARCHIVED)
