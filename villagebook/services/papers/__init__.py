"""Papers the program makes: which there are, what fills them, printing one.

To add a paper: its Form in ``documents.papers``, its gather and its ``MadePaper`` in the module of its subject here,
and its line in ``PAPERS``. ``tests/registries/test_papers.py`` then asks for it filled, blank and overflowing.
"""

from __future__ import annotations

from villagebook.base.registry import Registry
from villagebook.services.papers import archive, donations, meetings, money, projects, reached, works
from villagebook.services.papers.made import Filled, MadePaper

__all__ = ["PAPERS", "Filled", "MadePaper"]

PAPERS: Registry[MadePaper] = Registry(
    "papers",
    (
        projects.APPLICATION, projects.PLAN, *meetings.MEETINGS, *reached.PAPERS,
        works.ACCEPTANCE, works.TRANSFER, *donations.DONATIONS,
        *money.MONEY,
        archive.CLOSING_NOTE,
    ),
)  # fmt: skip
