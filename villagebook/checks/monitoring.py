"""Checks of monitored households: their risks, and the measures that answer them. Rules 51, 52, 55 and 56."""

from __future__ import annotations

from collections.abc import Iterator

from villagebook.checks.check import ERROR, WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.checks.help_rows import MeasureRow, StatusRow
from villagebook.checks.rows import HomeRow
from villagebook.models import Guarantee, Measure, StatusPeriod, info

S = StatusPeriod
KIND = info(Measure.kind).label
_SLOTS = (S.risk1, S.risk2, S.risk3, S.risk4, S.risk5)
_RISKS, _ANSWERS, _DEVELOPMENT = "12.9-51", "12.9-52", "12.9-55"

#: Classes of help that develop a household's own earning, those of 2014–2020 among them.
DEVELOPING = ("产业帮扶", "就业帮扶", "金融帮扶", "公益岗位帮扶", "产业扶贫", "就业扶贫", "金融扶贫", "公益岗位")
_MINOR = ("其他", "技能培训", "培训")
_HEALTH = ("健康帮扶", "社会帮扶", "综合保障", "健康扶贫", "综合保障扶贫")
_SCHOOL = ("义务教育保障", "其他教育帮扶", "社会帮扶", "教育扶贫", "雨露计划")

#: Risk -> classes of which one answers it.
ANSWERS: dict[str, tuple[str, ...]] = {
    "因病": _HEALTH, "因学": _SCHOOL, "因残": ("综合保障", "社会帮扶", "综合保障扶贫"),
    "因安全住房": ("住房安全保障", "搬迁", "危房改造", "易地扶贫搬迁"), "因安全饮水": ("饮水安全保障",),
}  # fmt: skip

#: Question of 三保障 -> (risk it makes, classes of which one answers it).
_PROBLEMS = (
    (Guarantee.house_problem, "因安全住房"), (Guarantee.school_problem, "因学"),
    (Guarantee.water_problem, "因安全饮水"),
)  # fmt: skip
_ANSWER_TO_PROBLEM = (
    (Guarantee.school_problem, ("义务教育保障", "教育扶贫")),
    (Guarantee.medical_problem, ("健康帮扶", "社会帮扶", "健康扶贫")),
)


def monitored(facts: Facts) -> Iterator[tuple[HomeRow, StatusRow]]:
    """Yield households and the period as 监测对象 begun last that goes on, its risk removed or not."""
    for home in facts.homes:
        period = home.monitoring
        if period is not None and period.running(facts.on):
            yield home, period


def measures(facts: Facts, home: HomeRow, period: StatusRow) -> list[MeasureRow]:
    """The measures of a household since it was identified; those without a day by their year."""
    found = facts.measures_of_home.get(home.key, ())
    if period.from_on is None:
        return list(found)
    return [one for one in found if _since(one, period)]


def _since(measure: MeasureRow, period: StatusRow) -> bool:
    began = period.from_on
    if began is None or (measure.from_on is None and measure.year is None):
        return True
    # A grant that still ran when the household was identified counts too.
    if measure.from_on is not None:
        return measure.from_on >= began or (measure.through_on is not None and measure.through_on >= began)
    return measure.year is None or measure.year >= began.year


@check("monitoring.no-risk", "监测对象没有风险", ERROR, needs=(S.risk1,), number=_RISKS, codes=("1_11_001",),
       hint="请按纳入时的风险填写")  # fmt: skip
def no_risk(facts: Facts) -> Iterator[Problem]:
    """A monitored household has a first risk."""
    for home, period in monitored(facts):
        if not period.risk1:
            yield Problem(home.subject, info(S.risk1).label, f"{period.kind}没有填风险", period.record)


@check("monitoring.other-risk-without-note", "风险是其他而没有备注", ERROR, needs=(S.risk1,), number=_RISKS,
       codes=("2_11_004",), hint="请写明是什么风险")  # fmt: skip
def other_risk_without_note(facts: Facts) -> Iterator[Problem]:
    """A risk 其他 says in a note what it is."""
    for home, period in monitored(facts):
        if "其他" in period.risks and not period.risk_note:
            yield Problem(home.subject, info(S.risk_note).label, "风险有“其他”，没有填备注", period.record)


@check("monitoring.disaster-without-kind", "因自然灾害没有子项", ERROR, needs=(S.risk1,), number=_RISKS,
       codes=("2_11_005",), hint="请填是哪种灾害")  # fmt: skip
def disaster_without_kind(facts: Facts) -> Iterator[Problem]:
    """A risk 因自然灾害 says which disaster."""
    for home, period in monitored(facts):
        if any("灾" in risk for risk in period.risks) and not period.disaster:
            yield Problem(home.subject, info(S.disaster).label, "风险是因自然灾害，没有填子项", period.record)


@check("monitoring.problem-without-risk", "三保障有问题而风险里没有", ERROR, needs=(S.risk1, Guarantee.house_problem),
       number=_RISKS, codes=("4_11_006", "4_11_007", "4_11_008"), hint="请核对三保障和风险")  # fmt: skip
def problem_without_risk(facts: Facts) -> Iterator[Problem]:
    """A problem with house, school or water when identified is among the risks; else the next free one should be it."""
    for home, period in monitored(facts):
        then = facts.guarantees.get(home.key, {}).get("识别时")
        free = next((info(slot) for slot in _SLOTS if not getattr(period, info(slot).name)), None)
        for question, risk in _PROBLEMS:
            asked = info(question)
            if then is not None and then.values[asked.name] == "是" and risk not in period.risks:
                message = f"识别时“{asked.label}”填的是“是”，风险里没有{risk}"
                label = (free or info(S.risk1)).label
                yield Problem(home.subject, label, message, period.record, proposal=risk if free else None)


@check("monitoring.no-measure", "识别后没有帮扶措施", ERROR, needs=(S.from_on, Measure.kind), scope="monitored",
       number=_ANSWERS, codes=("1_11_010",), hint="请补记已经落实的措施")  # fmt: skip
def no_measure(facts: Facts) -> Iterator[Problem]:
    """A month after a household was identified there is a measure."""
    for home, period in monitored(facts):
        limit = facts.period("monitoring.first_measure", facts.on)
        if period.from_on is None or limit is None or limit.after(period.from_on) >= facts.on:
            continue
        received = facts.has_measures_within(period.from_on.year, facts.on.year)
        if received and not measures(facts, home, period):
            message = f"{period.from_on}识别，超过{limit}没有帮扶措施"
            yield Problem(home.subject, KIND, message, period.record)


@check("monitoring.helped-without-measure", "帮扶消除而没有措施", ERROR, needs=(S.removed_way, Measure.kind),
       number=_ANSWERS, codes=("1_11_009",), hint="请补记措施；没有帮扶过的，消除方式应为自然消除")  # fmt: skip
def helped_without_measure(facts: Facts) -> Iterator[Problem]:
    """A risk removed by help was helped."""
    for home in facts.homes:
        period = home.monitoring
        if period is None or not period.eliminated or period.removed_way != "帮扶消除":
            continue
        begun, gone = period.from_on, period.removed_on or facts.on
        received = begun is None or facts.has_measures_within(begun.year, gone.year)
        if received and not measures(facts, home, period):
            label = info(S.removed_way).label
            yield Problem(home.subject, label, "风险消除方式是帮扶消除，没有帮扶措施", period.record)


@check("monitoring.risk-without-measure", "风险没有对应的措施", ERROR, needs=(S.risk1, Measure.kind),
    scope="monitored",
       number=_ANSWERS, codes=("5_18_*", "3_11_*"), hint="请补记对应的措施，或核对风险")  # fmt: skip
def risk_without_measure(facts: Facts) -> Iterator[Problem]:
    """Each risk, and each problem with school or insurance, has a measure of a class that answers it."""
    for home, period in monitored(facts):
        found = measures(facts, home, period)
        if not found:
            continue  # no measure at all is told once
        kinds = {measure.kind for measure in found}
        for slot in _SLOTS:
            risk = getattr(period, info(slot).name)
            wanted = ANSWERS.get(risk or "", ())
            if wanted and not kinds & set(wanted):
                message = f"风险有{risk}，没有{'、'.join(wanted[:2])}这样的措施"
                yield Problem(home.subject, info(slot).label, message, period.record)
        then = facts.guarantees.get(home.key, {}).get("识别时")
        for question, wanted in _ANSWER_TO_PROBLEM:
            asked = info(question)
            if then is not None and then.values[asked.name] == "是" and not kinds & set(wanted):
                message = f"识别时有这个问题，没有{'、'.join(wanted[:2])}这样的措施"
                yield Problem(home.subject, asked.label, message, then.record)


@check("monitoring.no-development-measure", "有劳动力的户没有开发式帮扶", WARNING,
       needs=(S.from_on, Measure.kind), scope="monitored", number=_ANSWERS, codes=("5_12_007",),
       hint="有产业、就业、金融、公益岗位措施的请补记")  # fmt: skip
def no_development_measure(facts: Facts) -> Iterator[Problem]:
    """Months after being identified a household that can work has a measure that develops its earning."""
    for home, period in monitored(facts):
        limit = facts.period("monitoring.development_measure", facts.on)
        if period.from_on is None or limit is None or limit.after(period.from_on) >= facts.on:
            continue
        able = any(member.person.able for member in facts.members(home.key))
        found = measures(facts, home, period)
        if able and found and not any(measure.kind in DEVELOPING for measure in found):
            message = f"{period.from_on}识别，有劳动力，超过{limit}没有产业、就业、金融、公益岗位措施"
            yield Problem(home.subject, KIND, message, period.record)


@check("monitoring.development-only-minor", "开发式帮扶已实施而只有其他、技能培训", WARNING,
       needs=(S.development, Measure.kind), scope="monitored", number=_DEVELOPMENT, codes=("5_12_011",),
       hint="请核对实施开发式帮扶措施情况")  # fmt: skip
def development_only_minor(facts: Facts) -> Iterator[Problem]:
    """开发式帮扶 that was carried out is more than training and 其他."""
    for home, period in monitored(facts):
        if period.development != "已实施":
            continue
        found = [measure for measure in facts.measures_of_home.get(home.key, ()) if measure.kind in DEVELOPING]
        if all(any(word in (measure.item or "") for word in _MINOR) for measure in found):
            said = "只有" + "、".join(sorted({one.item or one.kind for one in found})) if found else "没有开发式措施"
            label = info(S.development).label
            yield Problem(home.subject, label, f"填的是已实施，{said}", period.record)


@check("monitoring.development-state", "有开发式措施而填尚未实施", WARNING, needs=(S.development, Measure.kind),
       scope="monitored", number=_DEVELOPMENT, codes=("5_11_030",), hint="请改为已实施")  # fmt: skip
def development_state(facts: Facts) -> Iterator[Problem]:
    """Where there are measures that develop earning, their state is 已实施."""
    for home, period in monitored(facts):
        if period.development != "尚未实施":
            continue
        found = next((one for one in measures(facts, home, period) if one.kind in DEVELOPING), None)
        if found is not None:
            message = f"填的是尚未实施，已有{found.kind}“{found.item or ''}”"
            yield Problem(home.subject, info(S.development).label, message, period.record, proposal="已实施")


@check("monitoring.relocation-late", "新识别户有搬迁措施", WARNING, needs=(S.from_on, Measure.kind),
       scope="monitored", number="12.9-56", codes=("1111_4",),
    hint="易地扶贫搬迁已经结束，请核对措施类别")  # fmt: skip
def relocation_late(facts: Facts) -> Iterator[Problem]:
    """Who was identified after the relocation programme ended was not relocated by it."""
    since = facts.limit("monitoring.no_relocation_since", facts.on)
    for home, period in monitored(facts):
        if period.from_on is None or since is None or period.from_on.year < since:
            continue
        for measure in facts.measures_of_home.get(home.key, ()):
            if measure.kind in ("搬迁", "易地扶贫搬迁"):
                message = f"{period.from_on.year}年识别，有搬迁措施“{measure.item or measure.kind}”"
                yield Problem(home.subject, KIND, message, measure.record)


MONITORING = (
    no_risk, other_risk_without_note, disaster_without_kind, problem_without_risk, no_measure, helped_without_measure,
    risk_without_measure, no_development_measure, development_only_minor, development_state, relocation_late,
)  # fmt: skip
