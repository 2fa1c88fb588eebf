"""What a notice is about, and the village's habits it is drafted under."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

from villagebook.base.days import IsWorkingDay
from villagebook.policies import NO_OVERRIDES, Overrides

#: The slots whose words a notice may carry instead of the kind's own; numbers are never words.
WORD_SLOTS = ("basis", "sentences")


@dataclass(frozen=True)
class NoticeSubject:
    """What a notice is about; each kind says in ``asks`` which of these it needs.

    Attributes:
        project_code: One project; None where the kind then takes all of the year.
        household_codes: The households named, in order.
        year: The year in the title; None: the project's, else that of ``from_on``.
        from_on: First day on the wall; None: the day of the scope.
        number: 清溪公示〔2025〕17号; empty in a preview.
        place: Where it hangs; empty: the village's board.
        basis_document: Document it rests on; empty: the project's approval if the book knows one.
        meeting: Key of the meeting that decided; None: the project's meeting if the book knows one.
        words: The officer's own words by slot; ``sentences`` has one sentence per line.
    """

    project_code: str | None = None
    household_codes: tuple[str, ...] = ()
    year: int | None = None
    from_on: dt.date | None = None
    number: str = ""
    place: str = ""
    basis_document: str = ""
    meeting: uuid.UUID | None = None
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class NoticeRules:
    """The village's habits, from its settings and own policies.

    Attributes:
        overrides: Own values of policies.
        first_day_counts: Setting notice.first_day_counts.
        mask_names: Setting notice.mask_names: the second character of a person's name is hidden.
        is_working_day: The calendar for periods in working days; None: Monday to Friday.
    """

    overrides: Overrides = field(default_factory=lambda: NO_OVERRIDES)
    first_day_counts: bool = False
    mask_names: bool = False
    is_working_day: IsWorkingDay | None = None
