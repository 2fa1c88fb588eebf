"""What checks look at, read from the book once and kept for all of them.

Each part is read when the first check asks for it. To let checks see one more record: a property in people_facts.py
or money_facts.py, its row in rows.py.
"""

from __future__ import annotations

from villagebook.checks.money_facts import MoneyFacts
from villagebook.checks.people_facts import PeopleFacts


class Facts(PeopleFacts, MoneyFacts):
    """The rows of one village as of a day, with the policies in force."""
