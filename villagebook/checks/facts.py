"""What checks look at, read from the book once and kept for all of them.

Each part is read when the first check asks for it. To let checks see one more record: a property in people_facts.py,
help_facts.py or money_facts.py, its row beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, Literal, cast

from villagebook.checks.benefit_facts import BenefitFacts
from villagebook.checks.people_facts import PeopleFacts
from villagebook.checks.rows import HomeRow, PersonRow
from villagebook.checks.works_facts import WorksFacts

Whom = Literal["all", "P", "poor", "monitored"]
"""Households a rule is about: all; P: 脱贫 and 监测, risk removed or not; poor: 脱贫; monitored: risk not removed."""

_IN: dict[Whom, Callable[[HomeRow], bool]] = {
    "P": lambda home: home.covered,
    "poor": lambda home: home.poor,
    "monitored": lambda home: home.monitored,
}


class Facts(PeopleFacts, BenefitFacts, WorksFacts):
    """The rows of one village as of a day, with the policies in force."""

    def about(self, whom: Whom) -> Facts:
        """Return these facts with ``homes`` and ``people`` narrowed to some households; everything else is shared.

        People who left are in none of them, see ``present``.
        """
        if whom not in self._views:
            self._views[whom] = cast(Facts, _Everybody(self) if whom == "all" else self._narrowed_to(_IN[whom]))
        return self._views[whom]

    def _narrowed_to(self, fits: Callable[[HomeRow], bool]) -> _View:
        homes = tuple(home for home in self.homes if fits(home))
        keys = {home.key for home in homes}
        people = tuple(person for person in self.present if person.household in keys)
        return _View(self, homes=homes, people=people)

    @property
    def _views(self) -> dict[Whom, Facts]:
        found: dict[Whom, Facts] = self.__dict__.setdefault("_narrowed", {})
        return found


_OFTEN = (
    "on", "received", "limit", "period", "as_of", "school_day", "members", "measures_in", "has_measures", "home_of",
)  # fmt: skip


class _View:
    """Facts of which some parts are others; the rest is asked of the facts themselves, and kept there."""

    def __init__(self, facts: Facts, **parts: object) -> None:
        self._facts = facts
        # What rules ask once per person is found here without a detour.
        self.__dict__.update({name: getattr(facts, name) for name in _OFTEN}, **parts)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._facts, name)


class _Everybody(_View):
    """All households and their people, read when first asked for: checks of money ask for neither."""

    @cached_property
    def people(self) -> tuple[PersonRow, ...]:
        return self._facts.present
