"""All ledgers, in the order the window and ``villagebook list`` show them."""

from __future__ import annotations

from villagebook.base.registry import Registry
from villagebook.ledgers.acknowledged import ACKNOWLEDGED
from villagebook.ledgers.assets import ASSETS
from villagebook.ledgers.balances import BALANCES
from villagebook.ledgers.bank import BANK_LINES
from villagebook.ledgers.benefits import AGREEMENTS, BENEFITS
from villagebook.ledgers.cases import CASES
from villagebook.ledgers.distributions import DISTRIBUTION_LINES, DISTRIBUTIONS
from villagebook.ledgers.donations import SOCIAL_HELP
from villagebook.ledgers.duties import DUTIES
from villagebook.ledgers.help import HELP
from villagebook.ledgers.households import HOUSEHOLDS
from villagebook.ledgers.ledger import Ledger
from villagebook.ledgers.meetings import COMMITTEES, MEETINGS
from villagebook.ledgers.money import FUNDS
from villagebook.ledgers.notices import NOTICES
from villagebook.ledgers.objections import OBJECTIONS, OBJECTIONS_OUT
from villagebook.ledgers.office import IMPORT_ROWS, IMPORTS, OFFICERS
from villagebook.ledgers.people import PEOPLE
from villagebook.ledgers.projects import PROJECTS, ROSTERS
from villagebook.ledgers.reached import COVERAGE, TO_HOUSEHOLD
from villagebook.ledgers.reimbursements import REIMBURSEMENTS
from villagebook.ledgers.works import ACCEPTANCES, CONTRACTS
from villagebook.ledgers.yearly import INCOMES, STATUSES

LEDGERS: Registry[Ledger] = Registry(
    "ledgers",
    (
        HOUSEHOLDS, PEOPLE, INCOMES, STATUSES, CASES, *HELP, PROJECTS, FUNDS, *BALANCES, REIMBURSEMENTS, BANK_LINES,
        DISTRIBUTIONS, DISTRIBUTION_LINES, ROSTERS,
        TO_HOUSEHOLD, BENEFITS, AGREEMENTS, COVERAGE,
        CONTRACTS, ACCEPTANCES, ASSETS, MEETINGS, COMMITTEES, SOCIAL_HELP, NOTICES, DUTIES, OBJECTIONS,
        OBJECTIONS_OUT, OFFICERS,
        IMPORTS, IMPORT_ROWS, ACKNOWLEDGED,
    ),
)  # fmt: skip
