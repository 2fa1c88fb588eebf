"""The ledger of help from outside (社会帮扶台账), one matter one row, with its money as the fund entries say it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import BigInteger, ColumnElement, FromClause, Select, case, cast, func, select

from villagebook.ledgers.column import computed, of
from villagebook.ledgers.figures import counted_as, figure, in_scope
from villagebook.ledgers.ledger import Ledger, Scope
from villagebook.ledgers.parts import labelled, table, text_of
from villagebook.models import FundEntry, Household, Project, SocialHelp

#: Kind of matters in which money given before is used: nothing is left of them.
USING = "帮扶资金使用"

_ENTRY = (FundEntry.amount_fen, FundEntry.kind, FundEntry.social_help_id)

SOCIAL_HELP_COLUMNS = (
    of(SocialHelp.code),
    of(SocialHelp.date),
    of(SocialHelp.kind),
    of(SocialHelp.giver),
    of(SocialHelp.content),
    of(SocialHelp.amount_fen, total=True),
    computed("received_fen", "到账", "money", _ENTRY, total=True),
    computed("used_fen", "已使用金额", "money", (SocialHelp.used_fen, *_ENTRY), total=True),
    computed("left_fen", "结余", "money", (SocialHelp.amount_fen, SocialHelp.used_fen, *_ENTRY), total=True),
    of(SocialHelp.goods),
    of(SocialHelp.goods_fen, total=True),
    of(SocialHelp.target),
    of(SocialHelp.used),
    of(SocialHelp.feedback),
    of(SocialHelp.feedback_on),
    of(SocialHelp.reported_on),
    of(SocialHelp.receipt),
    computed("project", "项目编号", "code", (SocialHelp.project_code, Project.code)),
    computed("household", "户编号", "code", (SocialHelp.household_code, Household.code)),
    of(SocialHelp.handler),
    of(SocialHelp.note),
)


def moved(help: FromClause, scope: Scope, figure_id: str) -> ColumnElement[Any]:
    """Return what the fund entries of a matter come to in a figure; a reversal goes with the entry it reverses."""
    entry, origin = table(FundEntry, f"help_{figure_id}"), table(FundEntry, f"help_origin_{figure_id}")
    amount = figure(figure_id, counted_as(entry, origin), entry.c.amount_fen)
    return (
        select(cast(func.coalesce(func.sum(amount), 0), BigInteger))
        .select_from(entry.outerjoin(origin, origin.c.id == entry.c.reverses_id))
        .where(func.coalesce(origin.c.social_help_id, entry.c.social_help_id) == help.c.id, *in_scope(entry, scope))
        .scalar_subquery()
    )


def used_and_left(help: FromClause, scope: Scope) -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    """Return what was used (the entries' 支出, else as typed) and what is left of the money given; NULL if none was."""
    used = func.coalesce(func.nullif(moved(help, scope, "spent_fen"), 0), help.c.used_fen)
    left = case((help.c.kind == USING, None), else_=help.c.amount_fen - func.coalesce(used, 0))
    return used, left


def _social_help(scope: Scope) -> Select[Any]:
    help, project, home = table(SocialHelp), table(Project), table(Household)
    used, left = used_and_left(help, scope)
    made = {
        "received_fen": moved(help, scope, "received_fen"),
        "used_fen": used,
        "left_fen": cast(left, BigInteger),
        "project": func.coalesce(project.c.code, help.c.project_code),
        "household": func.coalesce(home.c.code, help.c.household_code),
    }
    limits = [help.c.village_id == scope.village_id]
    if scope.through is not None:
        limits.append(help.c.date <= scope.through)
    return (
        select(
            help.c.id.label("_id"),
            *labelled(SOCIAL_HELP_COLUMNS, {"social_help": help}, made),
            text_of(project.c.name, home.c.head_name).label("_text"),
        )
        .select_from(
            help.outerjoin(project, project.c.id == help.c.project_id).outerjoin(home, home.c.id == help.c.household_id)
        )
        .where(*limits)
    )


SOCIAL_HELP = Ledger("social-help", "社会帮扶台账", SOCIAL_HELP_COLUMNS, _social_help, ("date", "code"), year="date")
