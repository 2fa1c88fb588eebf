"""Rows of the kinds of notices the sample village made for itself. To add one: one entry in ``FORMS``."""

from __future__ import annotations

from villagebook.models import NoticeForm
from villagebook.services.sample.rows import Rows, Values

FORMS: tuple[Values, ...] = (
    {
        "code": "1", "name": "厕所改造公示", "mode": "公示", "board": "名单", "ledger": "rosters",
        "columns": ["head", "group", "content", "quantity", "unit"], "choose": "project",
        "heading": "{村}{年}厕所改造公示", "basis": "现将{年}卫生厕所改造完成的农户予以公示，接受群众监督。",
        "days": "7天", "retired_on": None,
    },
)  # fmt: skip


def add_forms(rows: Rows) -> None:
    """Add the forms; notices name them by ``own:<code>``."""
    for form in FORMS:
        rows.add(NoticeForm, form["code"], form)
