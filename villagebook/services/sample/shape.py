"""What a household of a made-up village is told by: its members, its land and stock, its classes.

Everything else (school, labour, incomes, rows of the book) is derived from these values, so that a fact stands
once and figures agree. To tell one more thing of a person: one attribute here, and its use in persons.py.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import KW_ONLY, dataclass, field
from decimal import Decimal
from typing import Any

from villagebook.services.sample.facts import YEARS, age_in

SHE_SURNAMES = "蓝雷钟"
_PAY_STEP_YUAN = 200
REGISTERED_ON = dt.date(2015, 12, 31)
"""The day on which most poor households of the village were first identified."""


@dataclass(frozen=True, slots=True)
class Job:
    """Work for pay outside the farm.

    Attributes:
        place: Key of ``persons.PLACES``.
        pay_yuan: Pay a month in each of YEARS.
        months: Months worked in each of YEARS; 0 for none.
    """

    place: str
    pay_yuan: tuple[int, int, int]
    months: tuple[int, int, int]


def job(place: str, pay_yuan: int, months: int, *, since: int = YEARS[0]) -> Job:
    """Return work whose pay rose by 200 a year to ``pay_yuan`` in the last year; no work before ``since``."""
    pay = (pay_yuan - 2 * _PAY_STEP_YUAN, pay_yuan - _PAY_STEP_YUAN, pay_yuan)
    worked = tuple(months if year >= since else 0 for year in YEARS)
    return Job(place, pay, (worked[0], worked[1], worked[2]))


@dataclass(frozen=True, slots=True)
class Member:
    """One person in a household.

    Attributes:
        birth: Day of birth, YYYY-MM-DD.
        education: Once out of school; empty: by ``track``, and 初中 without one.
        track: Schools after the ninth year, see ``facts.school``.
        labour: 技能, 普通, 弱, 丧失 or 无 where it differs from what the age says.
        post: Kind of public post held in all years, or empty.
        disability: Class (1..7) and grade (1..4) of the certificate.
        reissued: The certificate's number has the two more characters of a re-issued one.
        subsistence_yuan: 低保 a month; the person receives it since ``subsistence_from`` (None: for long).
        destitute_yuan: 特困供养 a month.
        joined, left: Day and reason; None if always, or still, a member.
        phone: Own phone as it was typed, where it is told.
        id_pending: No ID number yet: the list carries one that begins with 999999.
        employee: Insured through the employer.
    """

    relation: str
    name: str
    sex: str
    birth: str
    education: str = ""
    _: KW_ONLY
    nation: str = ""
    track: str = ""
    health: str = "健康"
    labour: str = ""
    job: Job | None = None
    post: str = ""
    disability: tuple[int, int] | None = None
    reissued: bool = False
    party: str = "群众"
    subsistence_yuan: int = 0
    subsistence_from: dt.date | None = None
    destitute_yuan: int = 0
    joined: tuple[dt.date, str] | None = None
    left: tuple[dt.date, str] | None = None
    phone: str = ""
    id_pending: bool = False
    employee: bool = False

    @property
    def born(self) -> dt.date:
        """The day of birth."""
        return dt.date.fromisoformat(self.birth)

    @property
    def people(self) -> str:
        """The nationality: as told, else 畲族 for the surnames 蓝, 雷, 钟, else 汉族."""
        return self.nation or ("畲族" if self.name[0] in SHE_SURNAMES else "汉族")

    def belongs_on(self, day: dt.date) -> bool:
        """Whether the person is a member on a day; the day of leaving still counts."""
        return (self.joined is None or self.joined[0] <= day) and (self.left is None or day <= self.left[0])

    def is_pensioner(self, year: int) -> bool:
        """Whether the residents' pension is paid for the whole collection year."""
        return age_in(self.born, year - 1) >= 60 and not self.employee


@dataclass(frozen=True, slots=True, kw_only=True)
class Status:
    """A class of the household for a time; ``meeting`` is a key of village.MEETINGS."""

    kind: str
    from_on: dt.date | None = None
    through_on: dt.date | None = None
    first_identified_on: dt.date | None = None
    lifted_year: int | None = None
    risks: tuple[str, ...] = ()
    disaster: str | None = None
    removed_on: dt.date | None = None
    meeting: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """One household.

    Attributes:
        number: 1 up; the last four digits of its code.
        causes: 主要 and 次要致贫原因 of a household once registered as poor.
        farm: What it grows and keeps: (product of ``incomes.PRODUCTS``, quantity).
        rented_mu: 亩 of farmland let to others.
        forest_mu, returned_forest_mu: beyond what ``farm`` says.
        support_yuan: What children living elsewhere give a month.
        out_of_pocket_yuan: Medical costs borne by itself, by year; a year that is missing is 0.
        unknown_out_of_pocket: Years for which nobody filled it in.
        family_planning: Receives the reward for families with one child or two daughters.
        own: Values of Household fields that differ from what is derived.
    """

    number: int
    group: str
    door: int
    members: tuple[Member, ...]
    statuses: tuple[Status, ...] = ()
    attribute: str | None = None
    causes: tuple[str, ...] = ()
    farm: tuple[tuple[str, Decimal], ...] = ()
    rented_mu: Decimal = Decimal(0)
    forest_mu: Decimal = Decimal(0)
    returned_forest_mu: Decimal = Decimal(0)
    support_yuan: int = 0
    out_of_pocket_yuan: dict[int, int] = field(default_factory=dict)
    unknown_out_of_pocket: tuple[int, ...] = ()
    family_planning: bool = False
    own: dict[str, Any] = field(default_factory=dict)

    @property
    def head(self) -> Member:
        """The head of the household."""
        return self.members[0]

    def members_on(self, day: dt.date) -> tuple[Member, ...]:
        """Return who belongs to it on a day, in order."""
        return tuple(member for member in self.members if member.belongs_on(day))

    def has_status(self, *kinds: str, on: dt.date) -> bool:
        """Whether it is of one of the classes on a day."""
        return any(
            status.kind in kinds
            and (status.from_on is None or status.from_on <= on)
            and (status.through_on is None or on <= status.through_on)
            for status in self.statuses
        )


PLAIN = (Status(kind="一般农户"),)


def lifted(year: int, *, first: dt.date = REGISTERED_ON) -> Status:
    """Return the class of a household that left poverty at the end of a year."""
    return Status(kind="脱贫户", from_on=dt.date(year, 12, 31), first_identified_on=first, lifted_year=year)


def farm(text: str) -> tuple[tuple[str, Decimal], ...]:
    """Read ``水稻3.2 鸡76`` as products and quantities."""
    pairs = []
    for part in text.split():
        product = part.rstrip("0123456789.")
        pairs.append((product, Decimal(part[len(product) :])))
    return tuple(pairs)
