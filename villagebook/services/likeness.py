"""How alike two registered persons, or two households, are: declared signs with weights, and the words for them.

Pure: plain values in, a score of 0 to 100 and sentences out; the same whichever of the two comes first. Which two are
compared at all is decided by keys that both must share (``pairs``), so that nobody is compared with everybody.

To add a sign: one line in ``SIGNS``, and where it holds in ``_signs`` or ``_home_signs``.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol, TypeVar

from villagebook.base import resident_ids
from villagebook.base.registry import Registry
from villagebook.models.pinyin import pinyin

#: From this score on two records are shown as possibly one; from the higher one on as very likely so.
POSSIBLE, LIKELY = 50, 80
#: Signs without one of which nothing else makes two persons one: twins share a birth, a home and a phone.
_TELLING = frozenset({"number", "number_slip", "number_swapped", "name", "former", "sound", "one_character"})
#: A key that more records than this share (a placeholder's birth) is compared along its sorted order only.
_CROWD, _NEIGHBOURS = 24, 12
#: So many relatives of the same names say as much as they ever will.
_MOST_RELATIVES = 2


@dataclass(frozen=True, slots=True)
class Sign:
    """One thing that speaks for (positive) or against (negative) two records being one.

    Attributes:
        weight: What it adds to the score; of ``relatives`` and ``members`` for each one.
        words: What is said of it; {} is filled with what they share.
    """

    id: str
    weight: int
    words: str


SIGNS: Registry[Sign] = Registry("signs of likeness", (
    Sign("number", 60, "证件号码相同"),
    Sign("number_slip", 40, "证件号码只差一位"),
    Sign("number_swapped", 40, "证件号码有两位写反"),
    Sign("numbers_differ", -45, "证件号码不同"),
    Sign("number_far", -15, "证件号码差得多"),
    Sign("name", 30, "姓名相同"),
    Sign("former", 26, "姓名与曾用名相同"),
    Sign("sound", 20, "姓名同音"),
    Sign("one_character", 12, "姓名只差一个字"),
    Sign("born", 25, "出生日期相同"),
    Sign("born_near", 8, "出生日期相近"),
    Sign("born_differs", -25, "出生日期不同"),
    Sign("sex_differs", -15, "性别不同"),
    Sign("same_place", 25, "都是{}"),
    Sign("same_home", 20, "都在{}户"),
    Sign("relatives", 12, "家里都有{}"),
    Sign("phone", 20, "电话相同"),
    Sign("address", 10, "住址相同"),
    Sign("head_number", 55, "户主证件号码相同"),
    Sign("head_numbers_differ", -30, "户主证件号码不同"),
    Sign("head_name", 20, "户主同名"),
    Sign("head_sound", 14, "户主同音"),
    Sign("head_one_character", 8, "户主姓名只差一个字"),
    Sign("group", 8, "同一村民小组"),
    Sign("members", 14, "成员里都有{}"),
    Sign("card", 15, "银行卡号相同"),
))  # fmt: skip


@dataclass(frozen=True)
class Place:
    """A person's place in one household."""

    key: uuid.UUID
    head: str
    relation: str


@dataclass(frozen=True)
class Someone:
    """A registered person as far as likeness goes; absent values are empty or None.

    Attributes:
        places: Households the person is or was a member of.
        relatives: Names of the others in them.
        spelled: The name in pinyin if it is known already.
    """

    key: uuid.UUID
    code: str = ""
    name: str = ""
    former: str = ""
    sex: str = ""
    birthday: dt.date | None = None
    id_number: str = ""
    phone: str = ""
    address: str = ""
    places: tuple[Place, ...] = ()
    relatives: frozenset[str] = frozenset()
    spelled: str = ""

    @cached_property
    def sound(self) -> str:
        """The name in pinyin."""
        return self.spelled or pinyin(self.name)

    @cached_property
    def number(self) -> str:
        """The first 18 characters of the number; empty if there is none, or it stands for none yet."""
        return first18(self.id_number)

    @cached_property
    def proven(self) -> bool:
        """Whether the number is right in itself."""
        return bool(self.number) and not resident_ids.problems(self.number)

    @cached_property
    def born(self) -> dt.date | None:
        """The day of birth, as registered or by the number."""
        if self.birthday is None and self.proven:
            return resident_ids.parse(self.number).born
        return self.birthday


@dataclass(frozen=True)
class Home:
    """A registered household as far as likeness goes; ``members`` are their numbers, or names with birth."""

    key: uuid.UUID
    code: str = ""
    head: str = ""
    head_number: str = ""
    group: str = ""
    address: str = ""
    phone: str = ""
    card: str = ""
    members: tuple[tuple[Hashable, str], ...] = ()
    spelled: str = ""

    @cached_property
    def sound(self) -> str:
        """The head's name in pinyin."""
        return self.spelled or pinyin(self.head)

    @cached_property
    def number(self) -> str:
        """The first 18 characters of the head's number, or nothing."""
        return first18(self.head_number)

    @cached_property
    def named(self) -> dict[Hashable, str]:
        """The members' names by what tells them apart."""
        return dict(self.members)


@dataclass(frozen=True, slots=True)
class Likeness:
    """How alike two records are: the score, why, and what speaks against it."""

    score: int
    why: tuple[str, ...]
    against: tuple[str, ...]


def first18(number: str) -> str:
    """Return the first 18 characters of a number, which tell a person; empty if too short or for none yet."""
    folded = resident_ids.fold(number)[:18]
    return "" if len(folded) < 18 or folded.startswith("999999") else folded


def likeness(a: Someone, b: Someone) -> Likeness:
    """Say how alike two persons are."""
    found = tuple(_signs(a, b))
    summed = _summed(found)
    if _TELLING.isdisjoint(id for id, _, _ in found):
        return replace(summed, score=min(summed.score, POSSIBLE - 1))
    return summed


def home_likeness(a: Home, b: Home) -> Likeness:
    """Say how alike two households are."""
    return _summed(_home_signs(a, b))


def _summed(found: Iterable[tuple[str, int, str]]) -> Likeness:
    """Add up (sign, how often it holds, what is shared)."""
    score = 0
    why: list[str] = []
    against: list[str] = []
    for id, times, shared in found:
        sign = SIGNS[id]
        score += sign.weight * times
        (why if sign.weight > 0 else against).append(sign.words.format(shared))
    return Likeness(max(0, min(100, score)), tuple(why), tuple(against))


# Persons


def _signs(a: Someone, b: Someone) -> Iterator[tuple[str, int, str]]:
    yield from _names(a, b)
    number = _numbers(a, b)
    if a.born and b.born:
        if a.born == b.born:
            yield "born", 1, ""
        elif number not in ("number", "number_slip", "number_swapped"):
            # A slip in the number is a slip in the birth it holds.
            yield "born_near" if _near(a.born, b.born) else "born_differs", 1, ""
    if number:
        yield number, 1, ""
    if a.sex and b.sex and a.sex != b.sex and number != "number":
        yield "sex_differs", 1, ""
    yield from _families(a, b)
    if a.phone and a.phone == b.phone:
        yield "phone", 1, ""
    if a.address and a.address == b.address and {p.key for p in a.places}.isdisjoint(p.key for p in b.places):
        yield "address", 1, ""


def _names(a: Someone, b: Someone) -> Iterator[tuple[str, int, str]]:
    if not a.name or not b.name:
        return
    if a.name == b.name:
        yield "name", 1, ""
    elif a.name == b.former or b.name == a.former:
        yield "former", 1, ""
    elif a.sound and a.sound == b.sound:
        yield "sound", 1, ""
    elif one_off(a.name, b.name):
        yield "one_character", 1, ""


def _numbers(a: Someone, b: Someone) -> str:
    """Return the sign that two numbers give, "" if one of them is not known."""
    if not a.number or not b.number:
        return ""
    if a.number == b.number:
        return "number"
    if a.proven and b.proven:
        # The check digit finds every single slip: two right numbers are two persons.
        return "numbers_differ"
    places = [i for i in range(18) if a.number[i] != b.number[i]]
    if len(places) == 1:
        return "number_slip"
    i, j = places[0], places[-1]
    swapped = len(places) == 2 and j == i + 1 and a.number[i] == b.number[j] and a.number[j] == b.number[i]
    return "number_swapped" if swapped else "number_far"


def _near(a: dt.date, b: dt.date) -> bool:
    """Whether two birthdays may be one, written down wrong: one part differs, or day and month are swapped."""
    same = (a.year == b.year) + (a.month == b.month) + (a.day == b.day)
    return same == 2 or (a.year == b.year and (a.month, a.day) == (b.day, b.month))


def _families(a: Someone, b: Someone) -> Iterator[tuple[str, int, str]]:
    there = {place.key: place for place in b.places}
    both = sorted((p for p in a.places if p.key in there), key=lambda p: (p.head, p.key))
    for mine in both:
        if mine.relation and mine.relation == there[mine.key].relation:
            yield "same_place", 1, place_words(mine)
            return
    if both:
        yield "same_home", 1, both[0].head
        return
    shared = sorted((a.relatives & b.relatives) - {a.name, b.name, ""})
    if shared:
        yield "relatives", min(len(shared), _MOST_RELATIVES), "、".join(shared[:_MOST_RELATIVES])


def place_words(place: Place) -> str:
    """Say a person's place: 蓝丽建户的孙子; the head is said to be 蓝丽建户的户主."""
    return f"{place.head}户的{place.relation.removeprefix('之') or '成员'}"


def one_off(a: str, b: str) -> bool:
    """Whether two names differ in one character: another one, one more, or one less."""
    if abs(len(a) - len(b)) > 1 or a == b or min(len(a), len(b)) < 2:
        return False
    if len(a) == len(b):
        return sum(x != y for x, y in zip(a, b, strict=True)) == 1
    longer, shorter = (a, b) if len(a) > len(b) else (b, a)
    return any(longer[:i] + longer[i + 1 :] == shorter for i in range(len(longer)))


# Households


def _home_signs(a: Home, b: Home) -> Iterator[tuple[str, int, str]]:
    if a.number and b.number:
        yield "head_number" if a.number == b.number else "head_numbers_differ", 1, ""
    if a.head and b.head:
        if a.head == b.head:
            yield "head_name", 1, ""
        elif a.sound and a.sound == b.sound:
            yield "head_sound", 1, ""
        elif one_off(a.head, b.head):
            yield "head_one_character", 1, ""
    if a.group and a.group == b.group:
        yield "group", 1, ""
    shared = sorted({a.named[token] for token in a.named.keys() & b.named.keys()} - {""})
    if shared:
        yield "members", min(len(shared), 3), "、".join(shared[:3]) + ("等" if len(shared) > 3 else "")
    for sign in ("card", "phone", "address"):
        if getattr(a, sign) and getattr(a, sign) == getattr(b, sign):
            yield sign, 1, ""


# Which two are compared


class _Keyed(Protocol):
    @property
    def key(self) -> uuid.UUID: ...


T = TypeVar("T", bound=_Keyed)


def person_keys(one: Someone) -> Iterator[Hashable]:
    """The keys under which a person meets those that may be the same."""
    if one.number:
        yield "number", one.number
        yield from _parts_of_number(one.number)
    if not one.sound:
        return
    born = one.born
    if born is not None:
        yield "born", one.sound, born
        yield from (("letters", born, less) for less in _letters(one.name))
    for place in one.places:
        yield "place", one.sound, place.key.int
        yield from (("letters", place.key.int, less) for less in _letters(one.name))
    for relative in one.relatives:
        yield "relative", one.sound, relative
    if one.phone:
        yield "phone", one.phone, born or one.sound
        yield "phone", one.phone, one.sound
    if one.address:
        yield "address", one.address, one.sound
    for name in {one.name, one.former} - {""}:
        yield "called", name, born


def _parts_of_number(number: str) -> Iterator[Hashable]:
    """Two of the three parts of a number: a slip leaves two as they are, a swap within a part too."""
    area, birth, rest = number[:6], number[6:14], number[14:]
    yield "area, birth", area, birth
    yield "birth, rest", birth, rest
    yield "area, rest", area, rest
    across = "".join(sorted(number[5:7])), "".join(sorted(number[13:15]))
    yield "across", number[:5], number[7:13], number[15:], across


def _letters(name: str) -> Iterator[str]:
    """The name and what is left of it without one character: names that are one off share one of them."""
    if len(name) > 1:
        yield name
        yield from {name[:i] + name[i + 1 :] for i in range(len(name))}


def home_keys(home: Home) -> Iterator[Hashable]:
    """The keys under which a household meets those that may be the same."""
    if home.number:
        yield "number", home.number
    for part, text in (("group", home.group), ("phone", home.phone), ("address", home.address)):
        if home.sound and text:
            yield part, home.sound, text
    if home.card:
        yield "card", home.card
    for token, _ in home.members:
        yield "member", token


def pairs(records: Iterable[T], keys_of: Callable[[T], Iterable[Hashable]]) -> Iterator[tuple[T, T]]:
    """Yield once each two records that share a key, the one with the smaller record key first."""
    every = sorted(records, key=lambda one: one.key.int)
    blocks: defaultdict[Hashable, list[int]] = defaultdict(list)
    for place, one in enumerate(every):
        for key in keys_of(one):
            block = blocks[key]
            if not block or block[-1] != place:
                block.append(place)
    met: set[int] = set()
    for block in blocks.values():
        if len(block) < 2:
            continue
        reach = len(block) if len(block) <= _CROWD else _NEIGHBOURS
        for i, first in enumerate(block):
            for second in block[i + 1 : i + 1 + reach]:
                both = first * len(every) + second
                if both not in met:
                    met.add(both)
                    yield every[first], every[second]
