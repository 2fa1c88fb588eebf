"""Which notices stand: they hung or hang, and were neither withdrawn nor corrected. The one definition.

Only a standing notice is proof that something was made public; stages, claims, payments and follow-up notices ask here.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_

from villagebook.models.notice_states import FALLEN, NOT_HUNG


def stands(notice: Any) -> ColumnElement[bool]:
    """Whether a notice stands.

    Args:
        notice: The table or an alias of it.
    """
    return and_(
        notice.c.state.not_in((*NOT_HUNG, *FALLEN)), notice.c.withdrawn_on.is_(None), notice.c.corrected_on.is_(None)
    )  # fmt: skip
