"""Checks of the data: one function per rule, each returning what it found; nothing is ever refused or repaired.

Lives here: the rules, in one module per subject, and running them. Does not live here: numbers laid down from
outside (policies), code lists (models), marking a finding as true as it stands (services).

To add a check: one function with ``@check(...)`` in checks/<subject>.py and its name in registry.py; ``number`` and
``codes`` say which known rules it covers, ``scope="P"`` keeps ordinary households out, ``needs`` names fields without
which it is listed as 未检查. A rule that asks about a yearly field asks ``facts.received(field, year)`` too, so that a
list without that heading accuses nobody. A test over the registry then demands a test in which it fires (record and
field asserted) and one in which it is silent.
"""

from villagebook.checks.check import Check, Problem
from villagebook.checks.facts import Facts
from villagebook.checks.registry import CHECKS
from villagebook.checks.run import Report, run_all, run_on

__all__ = ["CHECKS", "Check", "Facts", "Problem", "Report", "run_all", "run_on"]
