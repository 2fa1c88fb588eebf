"""The tab 申报 of a project: every field of its record, by section, corrected where it stands."""

from __future__ import annotations

import uuid
from collections.abc import Sequence

from villagebook.base.findings import Finding
from villagebook.services import projects
from villagebook.services.projects import ProjectView
from villagebook.ui.field_views import FieldForm
from villagebook.ui.page import Context
from villagebook.ui.widgets.record import Column as Body

LABELS = {
    "content": "建设内容",
    "link": "联农带农",
    "covers_poor_households": "其中脱贫监测户",
    "covers_poor_people": "其中脱贫监测人",
    "library_notice_from": "入库公示开始",
    "library_notice_through": "入库公示结束",
}


class FormsTab(Body):
    """申报."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._key: uuid.UUID | None = None
        self.forms: list[FieldForm] = []
        for title, names in projects.FIELDS:
            form = FieldForm(context, "project", names, labels=LABELS)
            self.forms.append(form)
            self.section(title, "", None, form)

    def show_view(self, view: ProjectView) -> None:
        """Show a project's fields."""
        fresh, self._key = view.key != self._key, view.key
        for form, (_, fields) in zip(self.forms, view.sections, strict=True):
            form.show_views(fields, fresh=fresh)

    def show_findings(self, findings: Sequence[Finding]) -> Sequence[Finding]:
        """Show what the checks found beside its fields; returns the rest."""
        rest = list(findings)
        for form in self.forms:
            rest = form.show_findings(rest)
        return rest

    def show_part(self, name: str) -> None:
        """Put the keyboard on a field."""
        for form in self.forms:
            if name in form.fields:
                form[name].control.setFocus()
