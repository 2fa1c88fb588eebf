"""Procedures a household runs through (动态管理): their steps, clocks, papers and rules; how far a case is.

Lives here: the declared procedures (procedures.py), what a procedure is made of (procedure.py), the rules that block
(rules.py) and how far a case is (progress.py), all as plain functions of plain values: no book, no database. Does not
live here: writing steps down (services/cases.py), the list of cases (ledgers/cases.py).

To add a procedure: one ``Procedure`` in procedures.py, its title as a value of the code list ``case_kind``, and a
policy for each clock it names. A test over PROCEDURES then asks for the source of each step, for policies that exist,
for papers, and runs the whole procedure once. To add a rule: one function in rules.py, named in the procedures it
binds.
"""

from villagebook.cases.procedure import LEAD, Clock, Procedure, Step
from villagebook.cases.procedures import PROCEDURES
from villagebook.cases.progress import Progress, StepState, blocks_at, progress
from villagebook.cases.rules import Block, Done, Facts, Rules

__all__ = [
    "LEAD", "PROCEDURES", "Block", "Clock", "Done", "Facts", "Procedure", "Progress", "Rules", "Step", "StepState",
    "blocks_at", "progress",
]  # fmt: skip
