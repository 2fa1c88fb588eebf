"""What a notice is about, and the village's habits it is drafted under."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from villagebook.base.days import IsWorkingDay
from villagebook.base.settings import read
from villagebook.notices.masking import NONE, PROFILES
from villagebook.policies import Overrides
from villagebook.policies.policy import in_force
from villagebook.policies.workdays import Workdays

#: The profile of the setting notice.mask_names, for kinds without one of their own.
SECOND = "second"

_SETTING = "setting."
#: Override subject of a kind's own profile of names: this and the kind's id.
MASK_OF = "notice.mask."


@dataclass(frozen=True)
class NoticeSubject:
    """What a notice is about; each kind says in ``asks`` which of these it needs or may take.

    Attributes:
        project_code: One project; None where the kind then takes all of the year.
        household_codes: The households named, in order.
        case_codes: The cases it is about, in order; empty where a kind then takes all that wait for it.
        period: A quarter or month of the accounts: 2026Q3, 2026-09.
        follows: Number of the notice whose result it tells.
        corrects: Number of the posted notice it corrects.
        year: The year in the title; None: the project's, else that of ``from_on``.
        from_on: First day on the wall; None: the day of the scope.
        number: 清溪公示〔2025〕17号; empty in a preview.
        basis_document: Document it rests on; empty: the project's approval if the book knows one.
        meeting_id: Key of the meeting that decided; None: the project's meeting if the book knows one.
        words: The officer's own words by slot; ``sentences`` has one sentence per line, ``place`` is where it hangs
            (else the village's board).
    """

    project_code: str | None = None
    household_codes: tuple[str, ...] = ()
    case_codes: tuple[str, ...] = ()
    period: str = ""
    follows: str = ""
    corrects: str = ""
    year: int | None = None
    from_on: dt.date | None = None
    number: str = ""
    basis_document: str | None = None
    meeting_id: uuid.UUID | None = None
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class NoticeRules:
    """The village's habits, from what the book has of its own.

    Attributes:
        overrides: Own values of policies.
        first_day_counts: Setting notice.first_day_counts.
        mask: Id of the profile by which names are hidden: the kind's own, else that of notice.mask_names.
        is_working_day: The calendar for periods in working days; refuses years whose holidays nobody knows.
        is_office_day: The same for the office's own deadlines, which no sheet promises: of such years it counts Mondays
            to Fridays.
    """

    overrides: Overrides
    first_day_counts: bool
    mask: str
    is_working_day: IsWorkingDay
    is_office_day: IsWorkingDay

    @classmethod
    def of(cls, overrides: Overrides, kind: str = "", on: dt.date | None = None) -> NoticeRules:
        """Return the habits from Override rows: policies by id, settings as ``setting.<id>``, the newest of each.

        Args:
            kind: Id of the notice kind whose profile of names is asked for, and ``on`` the day it goes up.
        """
        stored = {
            subject.removeprefix(_SETTING): entries[-1][2]
            for subject, entries in overrides.items()
            if subject.startswith(_SETTING) and entries
        }
        return cls(
            overrides=overrides,
            first_day_counts=bool(read("notice.first_day_counts", stored)),
            mask=_mask(overrides, kind, on) or (SECOND if read("notice.mask_names", stored) else NONE),
            is_working_day=Workdays.of(stored),
            is_office_day=Workdays.of(stored, strict=False),
        )


def _mask(overrides: Overrides, kind: str, on: dt.date | None) -> str:
    """The profile in force for a kind, the newest of those set; empty if there is none of its own."""
    profile = ""
    for since, until, value in overrides.get(MASK_OF + kind, ()):
        if on is None or in_force(since, until, on):
            profile = str(value)
    return profile if profile in PROFILES.ids else ""
