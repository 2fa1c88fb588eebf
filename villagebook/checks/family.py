"""Checks of how a household is put together: head, spouse, relations, ages, the number of members."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator

from villagebook.base.days import age_on
from villagebook.checks.check import ERROR, WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.checks.rows import MemberRow, PersonRow
from villagebook.models import Household, HouseholdYear, Membership, Person, info
from villagebook.models.codes import RELATION_SEX

RELATION = info(Membership.relation).label
COUNT = info(HouseholdYear.population).label
BORN = info(Person.born).label
HEAD, SPOUSE = "户主", "配偶"

_ELDERS = {"之父", "之母", "之岳父", "之岳母", "之公公", "之婆婆"}
#: Parents of the spouse: their ages are told by the spouse's, who may be much younger or older than the head.
_IN_LAWS = {"之岳父", "之岳母", "之公公", "之婆婆"}
_CHILDREN = {"之子", "之女"}
_GRANDPARENTS = {"之祖父", "之祖母", "之外祖父", "之外祖母"}
_GRANDCHILDREN = {"之孙子", "之孙女", "之外孙子", "之外孙女"}
_PAIRS = (
    ("之子", "之女"), ("之女婿", "之儿媳"), ("之孙子", "之孙女"), ("之外孙子", "之外孙女"), ("之父", "之母"),
    ("之岳父", "之岳母"), ("之公公", "之婆婆"), ("之祖父", "之祖母"), ("之外祖父", "之外祖母"),
    ("之曾孙子", "之曾孙女"), ("之侄儿", "之侄女"),
)  # fmt: skip
#: A relation -> the same of the other sex.
COUNTERPARTS = dict(_PAIRS) | {woman: man for man, woman in _PAIRS}
#: Relation -> (whether the member is the elder, policy of the least difference in years).
_GAPS = (
    dict.fromkeys(_ELDERS, (True, "people.parent_gap"))
    | dict.fromkeys(_CHILDREN, (False, "people.parent_gap"))
    | dict.fromkeys(_GRANDPARENTS, (True, "people.grandparent_gap"))
    | dict.fromkeys(_GRANDCHILDREN, (False, "people.grandparent_gap"))
)


def _unrelated(facts: Facts, household: uuid.UUID | None) -> bool:
    """Whether it is a household no rule of registered ones is about, of which no list brought a single relation."""
    home = facts.home_by_key.get(household) if household is not None else None
    return home is not None and not home.covered and not any(row.relation for row in facts.members(home.key))


def _with(members: tuple[MemberRow, ...], relation: str) -> list[MemberRow]:
    return [member for member in members if member.relation == relation]


@check(
    "households.no-head", "没有户主", ERROR, hint="请把其中一人的与户主关系改为户主",
    needs=(Membership.relation,), number="12.2-7",
    codes=("3_02_012", "3_11_001", "B07"),
)
def no_head(facts: Facts) -> Iterator[Problem]:
    """A household with members has a head among them."""
    for home, members in facts.peopled:
        if not _with(members, HEAD) and not _unrelated(facts, home.key):
            message = f"{len(members)} 名成员里没有户主"
            yield Problem(home.subject, RELATION, message, home.record)


@check(
    "households.two-heads",
    "户主不止一个",
    ERROR, hint="请只留一个户主",
    needs=(Membership.relation,),
    number="12.2-7",
    codes=("3_02_011", "3_11_002", "B05"),
)
def two_heads(facts: Facts) -> Iterator[Problem]:
    """A household has one head."""
    yield from _more_than_one(facts, HEAD)


@check(
    "households.two-spouses", "配偶不止一个", ERROR, hint="请只留一个配偶",
    needs=(Membership.relation,), number="12.2-8", codes=("B06",),
)
def two_spouses(facts: Facts) -> Iterator[Problem]:
    """A household's head has one spouse at most."""
    yield from _more_than_one(facts, SPOUSE)


def _more_than_one(facts: Facts, relation: str) -> Iterator[Problem]:
    for home, members in facts.peopled:
        found = _with(members, relation)
        if len(found) > 1:
            names = "、".join(member.person.name or member.person.subject for member in found)
            message = f"有 {len(found)} 个{relation}：{names}"
            yield Problem(home.subject, RELATION, message, home.record, f"请只留一个{relation}")


@check(
    "people.relation-missing",
    "没有与户主关系",
    ERROR,
    needs=(Membership.relation,),
    number="12.2-9",
    codes=("3_01_001", "B03"),
    hint="请按户口簿填上",
)
def relation_missing(facts: Facts) -> Iterator[Problem]:
    """Every member says how they are related to the head."""
    for person in facts.people:
        if person.membership and not person.relation and not _unrelated(facts, person.household):
            yield Problem(person.subject, RELATION, "没有填与户主关系", person.membership_record)


@check(
    "people.relation-sex", "与户主关系和性别", ERROR, hint="请核对与户主关系和性别",
    needs=(Membership.relation, Person.sex),
    number="12.2-10", codes=("2_01_004", "2_12_008"),
)  # fmt: skip
def relation_sex(facts: Facts) -> Iterator[Problem]:
    """之子 is male, 之女 female, and so on; where sex and ID number disagree, either may fit the relation."""
    for person in facts.people:
        implied = RELATION_SEX.get(person.relation or "")
        by_id = person.resident_id.sex if person.resident_id else None
        if implied and person.sex in {"男", "女"} and implied not in {person.sex, by_id}:
            message = f"与户主关系是{person.relation}，性别是{person.sex}"
            proposal = COUNTERPARTS.get(person.relation or "") if by_id == person.sex else None
            yield Problem(person.subject, RELATION, message, person.membership_record, proposal=proposal)


@check(
    "people.relation-age", "与户主关系和年龄", WARNING, hint="请核对与户主关系和出生日期",
    source="assumed; 父母、祖父母年长几岁请按县里的核查规则核对",
    needs=(Membership.relation, Person.born), number="12.2-11",
)  # fmt: skip
def relation_age(facts: Facts) -> Iterator[Problem]:
    """Parents are some years older than the head (or the spouse, whose parents they are), children younger, and so on.

    Grandparents and grandchildren more so.
    """
    for _, members in facts.peopled:
        heads, spouses = _with(members, HEAD), _with(members, SPOUSE)
        born = heads[0].person.birth if len(heads) == 1 else None
        wed = spouses[0].person.birth if len(spouses) == 1 else None
        for member in members:
            if member.relation in _IN_LAWS and wed is not None:
                yield from _wrong_gap(facts, member, wed, SPOUSE)
            elif born is not None:
                yield from _wrong_gap(facts, member, born, HEAD)


def _wrong_gap(facts: Facts, member: MemberRow, other_born: dt.date, other: str) -> Iterator[Problem]:
    rule, born = _GAPS.get(member.relation or ""), member.person.birth
    if rule is None or born is None:
        return
    elder, policy = rule
    least = facts.limit(policy, facts.on)
    gap = age_on(born, other_born) if elder else age_on(other_born, born)
    if least is not None and gap < least:
        whose = f"比{other}年长" if elder else f"比{other}年幼"
        message = f"{member.relation}应{whose}至少 {least} 岁，现在差 {max(gap, 0)} 岁"
        yield Problem(member.person.subject, RELATION, message, member.record)


@check(
    "people.young-head", "户主未成年", WARNING, hint="请核对户主和出生日期；确实未成年的，可标为情况属实",
    source="assumed; 请按县里的核查规则核对", needs=(Membership.relation,),
    number="12.2-11",
)
def young_head(facts: Facts) -> Iterator[Problem]:
    """The head of a household is of age."""
    least = facts.limit("people.head_age_from", facts.on)
    for person in facts.people if least is not None else ():
        if person.relation == HEAD and person.birth and least and age_on(person.birth, facts.on) < least:
            message = f"户主 {age_on(person.birth, facts.on)} 岁，未满 {least} 岁"
            yield Problem(person.subject, RELATION, message, person.membership_record)


@check(
    "people.couple-sex", "户主和配偶性别相同", ERROR, needs=(Membership.relation, Person.sex),
    number="12.2-8", codes=("2_02_001", "2_11_003", "B28"), hint="请核对两人的性别和与户主关系",
)  # fmt: skip
def couple_sex(facts: Facts) -> Iterator[Problem]:
    """Head and spouse are of different sex; where one's sex disagrees with the ID number, that is reported there."""
    for _, members in facts.peopled:
        heads, spouses = _with(members, HEAD), _with(members, SPOUSE)
        if len(heads) != 1 or len(spouses) != 1:
            continue
        head, spouse = heads[0].person, spouses[0].person
        if head.sex and _sexes(head) == _sexes(spouse) == {head.sex}:
            message = f"户主{head.who}和配偶{spouse.who}都是{head.sex}"
            yield Problem(spouse.subject, RELATION, message, spouses[0].record)


def _sexes(person: PersonRow) -> set[str]:
    """Return the sex entered and the one the ID number says."""
    by_id = person.resident_id.sex if person.resident_id else None
    return {sex for sex in (person.sex, by_id) if sex}


@check(
    "households.member-count", "家庭人口数与成员人数", ERROR, hint="请核对成员的增减，或改正人口数",
    needs=(HouseholdYear.population, Membership.household_id),
    number="12.2-12",
)
def member_count(facts: Facts) -> Iterator[Problem]:
    """家庭人口数 of the newest year is the number of members on the last day it speaks of."""
    for home in facts.homes:
        stated = home.income["population"]
        if stated is None:
            continue
        count = len(facts.members(home.key, facts.as_of(home.year)))
        if stated != count:
            message = f"{home.year}年填的是 {stated} 人，书里有成员 {count} 人"
            yield Problem(home.subject, COUNT, message, home.year_record, proposal=str(count))


@check(
    "households.empty", "没有成员的户", WARNING, hint="请登记成员，或核对户编号",
    needs=(Membership.household_id, Household.code),
)  # fmt: skip
def empty_household(facts: Facts) -> Iterator[Problem]:
    """A household has members; one whose 家庭人口数 says otherwise is reported there."""
    for home in facts.homes:
        if not facts.members(home.key) and home.income["population"] is None:
            yield Problem(home.subject, "家庭成员", "这一户没有成员", home.record)
