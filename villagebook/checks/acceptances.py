"""Checks of acceptances: what the opinion must say, planned against done, in time, mended."""

from __future__ import annotations

from collections.abc import Iterator

from villagebook.base.days import chinese
from villagebook.base.scale import number, states
from villagebook.checks.check import ERROR, WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.models import Acceptance, Project, info

_OPINION = "县级资金报账办法：验收意见应写明实际完成的规模和“合格”，不能只写“已完成”"
_FILE_ORDER = "项目档案的先后顺序：竣工以后才验收"
PASSED = "合格"


@check(
    "acceptances.opinion", "验收意见写全", WARNING, hint="请照验收内容写明实际完成的规模和“合格”", source=_OPINION,
    needs=(Acceptance.opinion,),
)  # fmt: skip
def opinion(facts: Facts) -> Iterator[Problem]:
    """The opinion of an acceptance that passed says so, and states every quantity that was done."""
    for one in facts.acceptances:
        if one.values["result"] != PASSED:
            continue
        said = one.values["opinion"] or ""
        lacks = [] if PASSED in said.replace(f"不{PASSED}", "") else [f"“{PASSED}”"]
        lacks += [
            f"{item['item']}{number(item['done'])}{item['unit'] or ''}"
            for item in one.parts
            if item["done"] is not None and not states(said, item["done"])
        ]
        if lacks:
            message = f"{one.values['kind']}的意见没有写{'、'.join(lacks)}"
            yield Problem(one.subject, info(Acceptance.opinion).label, message, one.record)


@check(
    "acceptances.item-differs", "计划和完成不同", WARNING, hint="请写明为什么不同；规模变了要有调整批复",
    source="验收表的计划内容和完成内容核对", needs=(Acceptance.kind,),
)  # fmt: skip
def item_differs(facts: Facts) -> Iterator[Problem]:
    """What was done is what was planned, or the item says why not."""
    for one in facts.acceptances:
        for item in one.parts:
            planned, done = item["planned"], item["done"]
            if planned is not None and done is not None and planned != done and not item["note"]:
                unit = item["unit"] or ""
                message = f"{item['item']}计划 {number(planned)}{unit}，完成 {number(done)}{unit}，没有写说明"
                yield Problem(one.subject, "说明", message, one.record)


@check(
    "acceptances.before-finish", "验收早于竣工", ERROR, hint="请按验收表和竣工报告核对日期", source=_FILE_ORDER,
    needs=(Acceptance.accepted_on, Project.finished_on),
)  # fmt: skip
def before_finish(facts: Facts) -> Iterator[Problem]:
    """A project is accepted when it is finished, not before."""
    for one in facts.acceptances:
        day = one.values["accepted_on"]
        finished = one.project.values["finished_on"] if one.project else None
        if day is not None and finished is not None and day < finished:
            message = f"{one.values['kind']}（{chinese(day)}）早于竣工日期（{chinese(finished)}）"
            yield Problem(one.subject, info(Acceptance.accepted_on).label, message, one.record)


@check(
    "acceptances.unmended", "整改过期", WARNING, hint="请督促整改；整改好的请记整改完成", source="验收表的整改期限",
    needs=(Acceptance.mend_by,),
)  # fmt: skip
def unmended(facts: Facts) -> Iterator[Problem]:
    """What was to be mended is mended by its day."""
    for one in facts.acceptances:
        by = one.values["mend_by"]
        if by is not None and one.values["mended_on"] is None and by < facts.on:
            late = (facts.on - by).days
            message = f"{one.values['kind']}要求{chinese(by)}前整改{one.values['to_mend'] or ''}，已过 {late} 天"
            yield Problem(one.subject, info(Acceptance.mended_on).label, message, one.record)


ACCEPTANCES = (opinion, item_differs, before_finish, unmended)
