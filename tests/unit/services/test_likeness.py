"""How alike two persons or households are: what speaks for it, what against, and who is compared at all."""

from __future__ import annotations

import datetime as dt
import random
import time
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from villagebook.base.resident_ids import check_digit
from villagebook.services import likeness
from villagebook.services.likeness import POSSIBLE, Home, Likeness, Place, Someone

HOME, OTHER_HOME = uuid.UUID(int=901), uuid.UUID(int=902)
BORN = dt.date(2013, 4, 18)


def number(*, birth: str = "20130418", rest: str = "012") -> str:
    """A right number of the sample's area."""
    first = f"350699{birth}{rest}"
    return first + check_digit(first)


def one(n: int, name: str = "蓝小明", **values: object) -> Someone:
    """A person with key ``n``."""
    return Someone(uuid.UUID(int=n), name=name, **values)  # type: ignore[arg-type]


def alike(**values: object) -> Likeness:
    """How alike two 蓝小明 are who share nothing else but these values."""
    return likeness.likeness(one(1, **values), one(2, **values))  # type: ignore[arg-type]


def test_name_and_birth_are_enough_to_be_shown() -> None:
    found = alike(birthday=BORN)
    assert found.score >= POSSIBLE
    assert found.why == ("姓名相同", "出生日期相同")


def test_the_words_name_the_household_and_the_place_in_it() -> None:
    place = (Place(HOME, "蓝丽建", "之孙子"),)
    found = likeness.likeness(
        one(1, "蓝晓明", birthday=BORN, places=place), one(2, "蓝小明", birthday=BORN, places=place)
    )
    assert found.why == ("姓名同音", "出生日期相同", "都是蓝丽建户的孙子")
    assert found.score >= POSSIBLE


@pytest.mark.parametrize(
    ("other", "why"), [("蓝小", "姓名只差一个字"), ("蓝小胆", "姓名只差一个字"), ("蓝晓明", "姓名同音")]
)
def test_names_nearly_the_same_are_told_how(other: str, why: str) -> None:
    assert why in likeness.likeness(one(1, birthday=BORN), one(2, other, birthday=BORN)).why


def test_two_right_numbers_are_two_persons_however_alike() -> None:
    place = (Place(HOME, "蓝丽建", "之子"),)
    twins = likeness.likeness(
        one(1, "蓝小明", birthday=BORN, places=place, id_number=number(rest="011")),
        one(2, "蓝小亮", birthday=BORN, places=place, id_number=number(rest="013")),
    )
    assert twins.score < POSSIBLE
    assert twins.against == ("证件号码不同",)


def test_a_number_with_one_slip_speaks_for_one_person() -> None:
    right = number()
    slip = right[:9] + str((int(right[9]) + 1) % 10) + right[10:]
    found = likeness.likeness(one(1, id_number=right), one(2, id_number=slip))
    assert found.why == ("姓名相同", "证件号码只差一位")
    assert found.score >= POSSIBLE


def test_a_number_with_two_digits_swapped_speaks_for_one_person() -> None:
    right = number()
    swapped = right[:11] + right[12] + right[11] + right[13:]
    assert "证件号码有两位写反" in likeness.likeness(one(1, id_number=right), one(2, id_number=swapped)).why


def test_the_disability_certificate_has_the_same_number() -> None:
    assert "证件号码相同" in likeness.likeness(one(1, id_number=number()), one(2, id_number=number() + "44")).why


def test_no_number_yet_is_nobodys() -> None:
    assert not likeness.first18("999999201304180123")
    assert alike(id_number="999999201304180123").why == ("姓名相同",)


def test_father_and_son_of_one_sound_are_two() -> None:
    place = (Place(HOME, "蓝丽建", ""),)
    found = likeness.likeness(
        one(1, "蓝晓明", birthday=dt.date(1960, 1, 1), places=place), one(2, birthday=BORN, places=place)
    )
    assert found.score < POSSIBLE


def test_nothing_but_a_shared_home_phone_and_birth_is_not_enough() -> None:
    place = (Place(HOME, "蓝丽建", "之子"),)
    values = {"birthday": BORN, "places": place, "phone": "13905990001"}
    found = likeness.likeness(one(1, "蓝甲", **values), one(2, "王丁午", **values))
    assert found.score < POSSIBLE


def test_relatives_of_the_same_names_speak_for_it_and_are_named() -> None:
    found = likeness.likeness(
        one(1, places=(Place(HOME, "蓝丽建", "之子"),), relatives=frozenset({"蓝丽建", "陈芳"})),
        one(2, places=(Place(OTHER_HOME, "蓝丽健", "之子"),), relatives=frozenset({"蓝丽建", "陈芳"})),
    )
    assert f"家里都有{'、'.join(sorted(('蓝丽建', '陈芳')))}" in found.why
    assert found.score >= POSSIBLE


def test_households_of_one_head_are_one() -> None:
    a = Home(HOME, "1", "蓝丽建", number(), "3组")
    found = likeness.home_likeness(a, Home(OTHER_HOME, "自0001", "蓝丽健", number(), "3组"))
    assert found.score >= POSSIBLE
    assert found.why == ("户主证件号码相同", "户主同音", "同一村民小组")


def test_households_of_heads_of_one_name_in_one_group_are_two_without_a_member_in_common() -> None:
    a = Home(HOME, "1", "蓝丽建", "", "3组", members=((number(), "蓝小明"), (("陈芳", BORN), "陈芳")))
    without = likeness.home_likeness(a, Home(OTHER_HOME, "2", "蓝丽建", "", "3组"))
    within = likeness.home_likeness(a, Home(OTHER_HOME, "2", "蓝丽建", "", "3组", members=a.members))
    assert without.score < POSSIBLE <= within.score
    assert any(words.startswith("成员里都有") for words in within.why)


# Any names, any values

NAMES = st.text(max_size=5) | st.sampled_from(["蓝丽建", "蓝丽健", "欧阳", "买买提·吐尔逊", "", "\ue000", "𬭎"])
NUMBERS = st.sampled_from(["", number(), number(rest="013"), number()[:-1], "99999920130418", "x" * 18]) | st.text(
    max_size=22
)
PEOPLE = st.builds(
    Someone,
    key=st.uuids(),
    name=NAMES,
    former=NAMES,
    sex=st.sampled_from(["", "男", "女"]),
    birthday=st.none() | st.dates(dt.date(1900, 1, 1), dt.date(2026, 1, 1)) | st.just(BORN),
    id_number=NUMBERS,
    phone=st.sampled_from(["", "13905990001"]),
    places=st.lists(st.builds(Place, st.sampled_from([HOME, OTHER_HOME]), NAMES, NAMES), max_size=2).map(tuple),
    relatives=st.frozensets(NAMES, max_size=3),
)


@given(PEOPLE, PEOPLE)
def test_a_score_is_the_same_both_ways_and_between_0_and_100(a: Someone, b: Someone) -> None:
    there, back = likeness.likeness(a, b), likeness.likeness(b, a)
    assert there.score == back.score
    assert 0 <= there.score <= 100
    assert list(likeness.person_keys(a)) == list(likeness.person_keys(a))


@given(st.lists(PEOPLE, max_size=8, unique_by=lambda p: p.key))
def test_nobody_is_paired_with_himself_and_no_pair_comes_twice(people: list[Someone]) -> None:
    found = [frozenset((a.key, b.key)) for a, b in likeness.pairs(people, likeness.person_keys)]
    assert all(len(pair) == 2 for pair in found)
    assert len(found) == len(set(found))


def test_all_who_would_be_shown_meet() -> None:
    """Blocking loses nothing that matters: every pair of a made village that scores is among the candidates."""
    people = village(300, random.Random(5))
    met = {frozenset((a.key, b.key)) for a, b in likeness.pairs(people, likeness.person_keys)}
    missed = [
        (a.name, b.name, likeness.likeness(a, b))
        for i, a in enumerate(people)
        for b in people[i + 1 :]
        if likeness.likeness(a, b).score >= POSSIBLE and frozenset((a.key, b.key)) not in met
    ]
    assert not missed


def village(size: int, chance: random.Random) -> list[Someone]:
    """A village with some persons in it twice, in all the ways lists do that."""
    surnames, given = "蓝钟雷王李陈林黄", "明亮芳华建健国强秀英丽小晓海"
    people: list[Someone] = []
    while len(people) < size:
        home = uuid.UUID(int=10_000 + len(people))
        surname = chance.choice(surnames)
        family = [surname + "".join(chance.choices(given, k=chance.choice((1, 2, 2)))) for _ in range(4)]
        for name in family:
            born = dt.date(1930, 1, 1) + dt.timedelta(days=chance.randrange(34_000))
            right = number(birth=f"{born:%Y%m%d}", rest=f"{chance.randrange(1000):03}")
            values = {
                "sex": chance.choice("男女"), "birthday": born, "id_number": right, "phone": "",
                "places": (Place(home, family[0], "之子"),), "relatives": frozenset(family) - {name},
            }  # fmt: skip
            people.append(one(len(people) + 1, name, **values))
            if chance.random() < 0.1:
                at = chance.randrange(17)
                slip = right[:at] + str((int(right[at]) + 1) % 10) + right[at + 1 :]
                values |= {"id_number": chance.choice(("", slip, right))}
                people.append(one(len(people) + 1, name[0] + chance.choice(given) + name[2:], **values))
    return people


def test_twelve_thousand_people_are_compared_in_two_seconds() -> None:
    people = village(12_000, random.Random(1))
    begun = time.process_time()
    pairs = list(likeness.pairs(people, likeness.person_keys))
    found = [1 for a, b in pairs if likeness.likeness(a, b).score >= POSSIBLE]
    assert len(pairs) < 60 * len(people)  # all pairs were 72 million
    assert found
    # Generous: the limit is 2 s on a quiet machine.
    assert time.process_time() - begun < 8
