"""Relations to the head (与户主关系) when another member becomes the head: a declared table, nothing guessed.

A rule says what a member becomes, given what the new head was to the old one. Where blood and marriage do not decide it
(a daughter-in-law of several sons) there is no rule: the relation is left as it is and named to be checked.

To add a rule: one line in ``_RULES``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

HEAD, SPOUSE, OTHER = "户主", "配偶", "其他"

_CHILDREN = "之子 之女"
_PARENTS = "之父 之母"
_GRANDCHILDREN = "之孙子 之孙女"
_DAUGHTERS_CHILDREN = "之外孙子 之外孙女"
_GRANDPARENTS = "之祖父 之祖母"
_MOTHERS_PARENTS = "之外祖父 之外祖母"
_WIFES_PARENTS = "之岳父 之岳母"
_HUSBANDS_PARENTS = "之公公 之婆婆"
_SIBLINGS = "之兄弟姐妹"


class _Rule(NamedTuple):
    """One line of the table.

    ``new``: what the new head was to the old one. ``member``: what the member is to the old head. ``becomes``: one word
    for all, or two by the member's sex (male, female). ``old``, ``head``: sex of the old and the new head if it
    matters. ``only``: relations that nobody else of the household may have for the rule to be sure.
    """

    new: str
    member: str
    becomes: str
    old: str = ""
    head: str = ""
    only: str = ""


_RULES = (
    # The spouse becomes the head: descendants stay what they are, parents change sides.
    _Rule("配偶", "户主", "配偶"),
    *(_Rule("配偶", one, one) for one in f"{_CHILDREN} {_GRANDCHILDREN} {_DAUGHTERS_CHILDREN}".split()),
    *(_Rule("配偶", one, one) for one in ("之儿媳", "之女婿", "之曾孙子", "之曾孙女")),
    _Rule("配偶", _PARENTS, "之岳父 之岳母", head="男"),
    _Rule("配偶", _PARENTS, "之公公 之婆婆", head="女"),
    _Rule("配偶", _WIFES_PARENTS, "之父 之母"),
    _Rule("配偶", _HUSBANDS_PARENTS, "之父 之母"),
    # A child becomes the head.
    _Rule(_CHILDREN, "户主 配偶", "之父 之母"),
    _Rule(_CHILDREN, _CHILDREN, "之兄弟姐妹"),
    _Rule(_CHILDREN, _PARENTS, "之祖父 之祖母", old="男"),
    _Rule(_CHILDREN, _PARENTS, "之外祖父 之外祖母", old="女"),
    _Rule(_CHILDREN, _HUSBANDS_PARENTS, "之祖父 之祖母"),
    _Rule(_CHILDREN, _WIFES_PARENTS, "之外祖父 之外祖母"),
    _Rule("之子", "之儿媳", "配偶", only="之子 之儿媳"),
    _Rule("之子", _GRANDCHILDREN, "之子 之女", only="之子"),
    _Rule("之女", "之女婿", "配偶", only="之女 之女婿"),
    _Rule("之女", _DAUGHTERS_CHILDREN, "之子 之女", only="之女"),
    _Rule("之女", _GRANDCHILDREN, "之侄儿 之侄女"),
    _Rule("之女", "之儿媳", "之兄弟媳妇"),
    # A child's spouse becomes the head.
    _Rule("之儿媳", "户主 配偶", "之公公 之婆婆"),
    _Rule("之儿媳", "之子", "配偶", only="之子 之儿媳"),
    _Rule("之儿媳", _GRANDCHILDREN, "之子 之女", only="之子 之儿媳"),
    _Rule("之女婿", "户主 配偶", "之岳父 之岳母"),
    _Rule("之女婿", "之女", "配偶", only="之女 之女婿"),
    _Rule("之女婿", _DAUGHTERS_CHILDREN, "之子 之女", only="之女 之女婿"),
    # A parent becomes the head.
    _Rule(_PARENTS, "户主", "之子 之女"),
    _Rule(_PARENTS, "配偶", "之女婿 之儿媳"),
    _Rule(_PARENTS, _PARENTS, "配偶"),
    _Rule(_PARENTS, _SIBLINGS, "之子 之女"),
    _Rule(_PARENTS, _CHILDREN, "之孙子 之孙女", old="男"),
    _Rule(_PARENTS, _CHILDREN, "之外孙子 之外孙女", old="女"),
    _Rule(_PARENTS, _GRANDCHILDREN, "之曾孙子 之曾孙女", old="男"),
    _Rule("之父", _GRANDPARENTS, "之父 之母"),
    _Rule("之父", _MOTHERS_PARENTS, "之岳父 之岳母"),
    _Rule("之母", _MOTHERS_PARENTS, "之父 之母"),
    _Rule("之母", _GRANDPARENTS, "之公公 之婆婆"),
    # A parent of the spouse becomes the head.
    _Rule(_WIFES_PARENTS, "户主", "之女婿"),
    _Rule(_WIFES_PARENTS, "配偶", "之女"),
    _Rule(_WIFES_PARENTS, _WIFES_PARENTS, "配偶"),
    _Rule(_WIFES_PARENTS, _CHILDREN, "之外孙子 之外孙女"),
    _Rule(_HUSBANDS_PARENTS, "户主", "之儿媳"),
    _Rule(_HUSBANDS_PARENTS, "配偶", "之子"),
    _Rule(_HUSBANDS_PARENTS, _HUSBANDS_PARENTS, "配偶"),
    _Rule(_HUSBANDS_PARENTS, _CHILDREN, "之孙子 之孙女"),
    # A grandchild becomes the head: sure only where there is one line.
    _Rule(_GRANDCHILDREN, "户主 配偶", "之祖父 之祖母"),
    _Rule(_GRANDCHILDREN, "之子", "之父", only="之子"),
    _Rule(_GRANDCHILDREN, "之儿媳", "之母", only="之儿媳 之子"),
    _Rule(_GRANDCHILDREN, _GRANDCHILDREN, "之兄弟姐妹", only="之子"),
    _Rule(_DAUGHTERS_CHILDREN, "户主 配偶", "之外祖父 之外祖母"),
    _Rule(_DAUGHTERS_CHILDREN, "之女", "之母", only="之女"),
    _Rule(_DAUGHTERS_CHILDREN, "之女婿", "之父", only="之女婿 之女"),
    _Rule(_DAUGHTERS_CHILDREN, _DAUGHTERS_CHILDREN, "之兄弟姐妹", only="之女"),
    # A grandparent becomes the head.
    _Rule(_GRANDPARENTS, "户主", "之孙子 之孙女"),
    _Rule(_GRANDPARENTS, _GRANDPARENTS, "配偶"),
    _Rule(_GRANDPARENTS, "之父", "之子"),
    _Rule(_GRANDPARENTS, "之母", "之儿媳"),
    _Rule(_GRANDPARENTS, _SIBLINGS, "之孙子 之孙女"),
    _Rule(_GRANDPARENTS, _CHILDREN, "之曾孙子 之曾孙女", old="男"),
    _Rule(_MOTHERS_PARENTS, "户主", "之外孙子 之外孙女"),
    _Rule(_MOTHERS_PARENTS, _MOTHERS_PARENTS, "配偶"),
    _Rule(_MOTHERS_PARENTS, "之母", "之女"),
    _Rule(_MOTHERS_PARENTS, "之父", "之女婿"),
    _Rule(_MOTHERS_PARENTS, _SIBLINGS, "之外孙子 之外孙女"),
    # A brother or sister becomes the head.
    _Rule(_SIBLINGS, "户主", _SIBLINGS),
    _Rule(_SIBLINGS, _SIBLINGS, _SIBLINGS),
    *(_Rule(_SIBLINGS, one, one) for one in f"{_PARENTS} {_GRANDPARENTS} {_MOTHERS_PARENTS}".split()),
    _Rule(_SIBLINGS, _CHILDREN, "之侄儿 之侄女", old="男"),
    _Rule(_SIBLINGS, "配偶", "之兄弟媳妇", old="男"),
    # An uncle and a nephew.
    _Rule("之侄儿 之侄女", "户主", "之叔伯", old="男"),
    _Rule("之叔伯", "户主", "之侄儿 之侄女"),
)  # fmt: skip


def _spread(rules: Iterable[_Rule]) -> Mapping[tuple[str, str], list[_Rule]]:
    table: dict[tuple[str, str], list[_Rule]] = {}
    for rule in rules:
        for new in rule.new.split():
            for member in rule.member.split():
                table.setdefault((new, member), []).append(rule)
    return table


_TABLE = _spread(_RULES)
#: What one is to another -> what the other is to the one, as a man and as a woman.
_TURNED: Mapping[str, tuple[str, str]] = {
    new: (words[0], words[-1])
    for (new, member), found in _TABLE.items()
    if member == HEAD
    for words in (found[0].becomes.split(),)
}


@dataclass(frozen=True, slots=True)
class Kin:
    """A member as the table looks at it: any key, relation to the old head, sex (may be empty)."""

    key: object
    relation: str
    sex: str


def recomputed(members: Iterable[Kin], new_head: object) -> tuple[dict[object, str], tuple[object, ...]]:
    """Return what each member is to the new head, and the keys of those nobody can be sure of.

    Args:
        members: All who belong to the household, the old head and the new one among them.
        new_head: The key of the new head.

    Those not sure keep their relation and are not in the first part; the old head then becomes 其他.
    """
    everybody = tuple(members)
    head = next(one for one in everybody if one.key == new_head)
    if head.relation == HEAD:
        return {one.key: one.relation for one in everybody}, ()
    old = next((one for one in everybody if one.relation == HEAD and one.key != new_head), None)
    sure: dict[object, str] = {head.key: HEAD}
    unsure: list[object] = []
    counts = Counter(one.relation for one in everybody)
    for one in everybody:
        if one.key == new_head:
            continue
        found = becomes(one, head, old.sex if old is not None else "", counts)
        if found is not None:
            sure[one.key] = found
        else:
            unsure.append(one.key)
            if one is old:
                sure[one.key] = OTHER
    return sure, tuple(unsure)


def becomes(member: Kin, head: Kin, old_sex: str, counts: Mapping[str, int]) -> str | None:
    """Return what a member is to the new head by the table; None if no rule is sure of it."""
    for rule in _TABLE.get((head.relation, member.relation), ()):
        if (rule.old and rule.old != old_sex) or (rule.head and rule.head != head.sex):
            continue
        if any(counts.get(one, 0) > 1 for one in rule.only.split()):
            continue
        words = rule.becomes.split()
        if len(words) == 1:
            return words[0]
        if member.sex in ("男", "女"):
            return words[member.sex == "女"]
    return None


def turned_round(relation: str, sex: str) -> str:
    """Return what a head of this sex is to somebody who is ``relation`` to that head; empty if nobody can say."""
    words = _TURNED.get(relation)
    if words is None or (words[0] != words[1] and sex not in ("男", "女")):
        return ""
    return words[sex == "女"]
