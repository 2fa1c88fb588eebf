"""Benefits reaching households, and the households that stand on any list of payments, as checks look at them."""

from __future__ import annotations

import uuid
from collections import defaultdict
from functools import cached_property

from sqlalchemy import func, select

from villagebook.checks.benefit_rows import AgreementRow, BenefitRow
from villagebook.checks.money_facts import MoneyFacts
from villagebook.checks.standing import Standing, standings
from villagebook.ledgers.parts import table
from villagebook.models import BenefitAgreement, BenefitLine, Household, Project


class BenefitFacts(MoneyFacts):
    """The agreements and benefit lines of one village."""

    @cached_property
    def agreements(self) -> tuple[AgreementRow, ...]:
        """All benefit agreements, by code."""
        one, project = table(BenefitAgreement), table(Project)
        statement = (
            select(
                one.c.id, one.c.code, one.c.project_id, func.coalesce(project.c.code, one.c.project_code), one.c.kind,
                one.c.operator, one.c.signed_on, one.c.from_on, one.c.through_on, one.c.invested_fen, one.c.share,
                one.c.yearly_fen,
            )
            .select_from(one.outerjoin(project, project.c.id == one.c.project_id))
            .where(one.c.village_id == self.scope.village_id)
            .order_by(one.c.code, one.c.id)
        )  # fmt: skip
        return tuple(AgreementRow(*row) for row in self.conn.execute(statement))

    @cached_property
    def benefits(self) -> tuple[BenefitRow, ...]:
        """All benefit lines, by project, year and place."""
        line, home, project = table(BenefitLine), table(Household), table(Project)
        statement = (
            select(
                line.c.id, line.c.project_id, func.coalesce(project.c.code, line.c.project_code), line.c.agreement_id,
                line.c.household_id, func.coalesce(home.c.code, line.c.household_code), line.c.head_name, line.c.year,
                line.c.kind, line.c.quantity, line.c.rate_fen, line.c.due_fen, line.c.due_on, line.c.paid_fen,
                line.c.paid_on,
            )
            .select_from(
                line.outerjoin(home, home.c.id == line.c.household_id)
                .outerjoin(project, project.c.id == line.c.project_id)
            )
            .where(line.c.village_id == self.scope.village_id)
            .order_by(project.c.code, line.c.project_code, line.c.year, line.c.list_number, line.c.id)
        )  # fmt: skip
        return tuple(BenefitRow(*row) for row in self.conn.execute(statement))

    @cached_property
    def benefits_by_project(self) -> dict[uuid.UUID, tuple[BenefitRow, ...]]:
        """Benefit lines of known projects."""
        found: dict[uuid.UUID, list[BenefitRow]] = defaultdict(list)
        for line in self.benefits:
            if line.project is not None:
                found[line.project].append(line)
        return {project: tuple(lines) for project, lines in found.items()}

    @cached_property
    def listed_homes(self) -> dict[uuid.UUID, Standing]:
        """The households that stand on a roster or have a benefit, by key."""
        keys = {line.household for line in self.lines} | {line.household for line in self.benefits}
        return standings(self.conn, self.scope.village_id, keys)
