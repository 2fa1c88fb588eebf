"""Checks of who a person is: the ID number, and what it says beside what is entered.

No message quotes an ID number: findings are printed and passed on.
"""

from __future__ import annotations

from collections.abc import Iterator

from villagebook.base import resident_ids
from villagebook.base.days import chinese, iso
from villagebook.checks.check import ERROR, WARNING, Problem, check
from villagebook.checks.facts import Facts
from villagebook.checks.rows import PersonRow
from villagebook.models import Household, Membership, Person, info

ID, SEX, BORN = info(Person.id_number).label, info(Person.sex).label, info(Person.born).label
NAME, CARD = info(Person.name).label, info(Household.card).label
_NONE_YET = "999999"


def _with_problem(facts: Facts, *problems: str) -> Iterator[tuple[PersonRow, str]]:
    """Yield each person whose number has one of these problems, once."""
    for person in facts.people:
        found = facts.id_problems.get(person.key, ())
        for problem in [problem for problem in found if problem in problems][:1]:
            yield person, problem


@check(
    "people.id-length", "证件号码位数", ERROR, hint="请按证件重新填写", needs=(Person.id_number,),
    number="12.1-2", codes=("1_01_002", "1_12_002"),
)  # fmt: skip
def id_length(facts: Facts) -> Iterator[Problem]:
    """An ID number has 18 characters, a disability certificate 20, a re-issued one 22."""
    for person, problem in _with_problem(facts, "length"):
        digits = len(resident_ids.fold(person.id_number or ""))
        message = f"{resident_ids.PROBLEMS[problem]}，现在是 {digits} 位"
        yield Problem(person.subject, ID, message, person.record)


@check(
    "people.id-check-digit", "证件号码校验位", ERROR, hint="请按证件重新核对", needs=(Person.id_number,),
    number="12.1-3", codes=("1_01_003", "1_12_003"),
)  # fmt: skip
def id_check_digit(facts: Facts) -> Iterator[Problem]:
    """The 18th character follows from the first 17."""
    for person, problem in _with_problem(facts, "check_digit"):
        yield Problem(person.subject, ID, resident_ids.PROBLEMS[problem], person.record)


@check(
    "people.id-birth", "证件号码里的出生日期", ERROR, hint="请按证件重新核对",
    needs=(Person.id_number,), number="12.1-3", codes=("B01",),
)  # fmt: skip
def id_birth(facts: Facts) -> Iterator[Problem]:
    """Characters 7 to 14 are a day that is not in the future."""
    for person, problem in _with_problem(facts, "birth"):
        yield Problem(person.subject, ID, resident_ids.PROBLEMS[problem], person.record)


@check(
    "people.id-certificate", "残疾人证类别和等级位", ERROR, hint="请按残疾人证重新核对", needs=(Person.id_number,),
    number="12.1-3", codes=("1_01_004", "1_12_004"),
)  # fmt: skip
def id_certificate(facts: Facts) -> Iterator[Problem]:
    """In a certificate the 19th character is 1 to 7 and the 20th 1 to 4."""
    for person, problem in _with_problem(facts, "class", "grade"):
        yield Problem(person.subject, ID, resident_ids.PROBLEMS[problem], person.record)


@check(
    "people.sex-differs-from-id", "性别与证件号码", ERROR, hint="请按户口簿核对性别和证件号码",
    needs=(Person.id_number, Person.sex), number="12.1-5",
)  # fmt: skip
def sex_differs_from_id(facts: Facts) -> Iterator[Problem]:
    """The 17th digit is odd for men and even for women; numbers with other problems are left to those."""
    for person in facts.people:
        said = person.resident_id.sex if person.resident_id else None
        if said and person.sex in {"男", "女"} and person.sex != said:
            message = f"填的是{person.sex}，证件号码第 17 位是{said}"
            yield Problem(person.subject, SEX, message, person.record, proposal=said)


@check(
    "people.birth-differs-from-id", "出生日期与证件号码", ERROR, hint="请按户口簿核对出生日期和证件号码",
    needs=(Person.id_number, Person.born), number="12.1-5",
)  # fmt: skip
def birth_differs_from_id(facts: Facts) -> Iterator[Problem]:
    """The day of birth entered is the one in the ID number."""
    for person in facts.people:
        said = person.resident_id.born if person.resident_id else None
        if said and person.born and person.born != said:
            message = f"填的是{chinese(person.born)}，证件号码里是{chinese(said)}"
            yield Problem(person.subject, BORN, message, person.record, proposal=iso(said))


@check(
    "people.id-twice", "证件号码重复", ERROR, hint="确是同一人的，请合并；不是的，请按证件改正",
    needs=(Person.id_number,), number="12.1-1",
    codes=("1_01_001", "1_12_001", "B02"),
)
def id_twice(facts: Facts) -> Iterator[Problem]:
    """No two persons have the same first 18 characters: the card's number and the certificate's count as one."""
    for person, _, others in facts.same_first18():
        words = "、".join(words for _, words in others)
        yield Problem(person.subject, ID, f"与 {words} 的证件号码相同（看前 18 位）", person.record)


@check(
    "people.id-missing", "没有证件号码", WARNING, hint="请按证件填上；还没有办证的，办好后补上",
    needs=(Person.id_number,), number="12.1-4", codes=("4_01_003",),
)  # fmt: skip
def id_missing(facts: Facts) -> Iterator[Problem]:
    """Every person has a number; one that begins with 999999 stands for none yet.

    Households that no rule of registered ones is about and of whom nobody's number was received are left out.
    """
    numbered = {person.household for person in facts.people if person.id_number}
    for person in facts.people:
        home = facts.home_of(person)
        if home is not None and not home.covered and home.key not in numbered:
            continue
        if person.id_number and person.id_number.startswith(_NONE_YET):
            yield Problem(person.subject, ID, "还没有证件号码（以 999999 开头）", person.record, "办证后请补上")
        elif not person.id_number and not _ruined(person.extra, ID_HEADINGS):
            yield Problem(person.subject, ID, "没有填证件号码", person.record)


@check("people.name-missing", "没有姓名", ERROR, number="12.1-5", codes=("2_01_001", "2_12_002"), hint="请按户口簿填上")
def name_missing(facts: Facts) -> Iterator[Problem]:
    """Every person has a name."""
    for person in facts.people:
        if not person.name:
            yield Problem(person.subject, NAME, "没有填姓名", person.record)


@check(
    "people.sex-missing", "没有性别", ERROR, needs=(Person.sex,), scope="P",
    number="12.1-5", codes=("2_01_001", "2_12_002"), hint="请按户口簿填上",
)  # fmt: skip
def sex_missing(facts: Facts) -> Iterator[Problem]:
    """Every person's sex is filled; a good ID number says it."""
    for person in facts.people:
        if not person.sex:
            said = person.resident_id.sex if person.resident_id else None
            yield Problem(person.subject, SEX, "没有填性别", person.record, proposal=said)


@check(
    "people.ethnicity-missing", "没有民族", ERROR, needs=(Person.ethnicity,), scope="P",
    number="12.1-5", codes=("2_01_001", "2_12_002"), hint="请按户口簿填上",
)  # fmt: skip
def ethnicity_missing(facts: Facts) -> Iterator[Problem]:
    """Every person's 民族 is filled."""
    for person in facts.people:
        if not person.ethnicity:
            yield Problem(person.subject, info(Person.ethnicity).label, "没有填民族", person.record)


ID_HEADINGS = info(Person.id_number).headings
CARD_HEADINGS = info(Household.card).headings


def _ruined(extra: object, headings: tuple[str, ...]) -> str | None:
    """Return the cell under one of the headings that a spreadsheet has ruined; None if there is none."""
    cells = extra if isinstance(extra, dict) else {}
    for heading in headings:
        if heading in cells and resident_ids.is_ruined(cells[heading]):
            return str(cells[heading])
    return None


@check("people.id-ruined", "被表格软件改坏的证件号码", ERROR, hint="请按证件重新填写；在表里先把这一列设为文本")
def id_ruined(facts: Facts) -> Iterator[Problem]:
    """A number that came as 3.50699E+17 has lost its last digits; it waits beside the record, never in it."""
    for person in facts.people:
        if _ruined(person.extra, ID_HEADINGS):
            message = "原表里的证件号码被表格软件改成了数字，末尾几位丢失，没有收进来"
            yield Problem(person.subject, ID, message, person.record)


@check(
    "households.card-ruined", "被表格软件改坏的银行卡号", ERROR,
    hint="请按存折或银行卡重新填写；在表里先把这一列设为文本",
)  # fmt: skip
def card_ruined(facts: Facts) -> Iterator[Problem]:
    """As people.id-ruined, for bank cards."""
    codes = {home.key: home for home in facts.homes}
    for key, extra in facts.extras(Household):
        if key in codes and _ruined(extra, CARD_HEADINGS):
            message = "原表里的银行卡号被表格软件改成了数字，末尾几位丢失，没有收进来"
            yield Problem(codes[key].subject, CARD, message, codes[key].record)


@check(
    "people.household-unknown", "人所在的户找不到", ERROR, hint="请改正户编号，或先登记这一户",
    needs=(Membership.household_code,),
)  # fmt: skip
def household_unknown(facts: Facts) -> Iterator[Problem]:
    """A membership names a household of this book."""
    heading = info(Membership.household_code).label
    for person in facts.people:
        if person.membership and person.household is None:
            named = person.household_code
            message = f"书里没有户编号为 {named} 的户" if named else "没有填户编号，不知道是哪一户的人"
            yield Problem(person.subject, heading, message, person.membership_record)
