"""Which function takes the rows of which kind of list.

To add a kind of list: its headings in importing/kinds.py, and one entry in ``TAKERS`` that says how a row is taken.
"""

from __future__ import annotations

from collections.abc import Callable

from villagebook.services.lists.benefited import take_benefit_line
from villagebook.services.lists.financed import take_entry, take_project, take_roster_line
from villagebook.services.lists.helped import take_guarantee, take_measure, take_village, take_visit, take_work
from villagebook.services.lists.met import take_meeting, take_member, take_social_help
from villagebook.services.lists.registered import take_household, take_person, take_phone, take_roll_line
from villagebook.services.lists.taking import Taking
from villagebook.services.lists.worked import take_asset, take_contract

#: How a row of each kind is taken, in the order that lets references resolve: households before their persons.
TAKERS: dict[str, Callable[[Taking], None]] = {
    "households": take_household,
    "people": take_person,
    "roll": take_roll_line,
    "phones": take_phone,
    "projects": take_project,
    "funds": take_entry,
    "rosters": take_roster_line,
    "work": take_work,
    "measures": take_measure,
    "visits": take_visit,
    "guarantees": take_guarantee,
    "village": take_village,
    "contracts": take_contract,
    "assets": take_asset,
    "meetings": take_meeting,
    "committees": take_member,
    "social-help": take_social_help,
    "benefits": take_benefit_line,
}
