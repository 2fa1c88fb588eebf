"""Fields of stored records as a form: made from their declarations, filled from services, edited in place.

    form = FieldForm(context, "household", ("head_name", "phone"), labels={"phone": "联系电话"})
    form.show(views, fresh=True)     # fresh: another record; else what is being typed stays

An edit goes to ``services.fields.edit`` as text, so that window and lists read values alike; what cannot be taken is
said below the field and stays as typed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from PySide6.QtCore import Signal

from villagebook.base.errors import VillagebookError
from villagebook.base.findings import Finding
from villagebook.base.money import format_yuan
from villagebook.models import FieldInfo
from villagebook.models.codes import CODES
from villagebook.services import fields
from villagebook.services.fields import FieldView
from villagebook.ui import preferences
from villagebook.ui.page import Context
from villagebook.ui.widgets.field import FieldSpec, plain_choices
from villagebook.ui.widgets.form import Form
from villagebook.ui.widgets.line import Choice, ChoiceLine

#: Kinds that are masked in a record; other secrets (致贫原因) the office must see to work.
MASKED = ("id_number", "phone", "card")
#: Fields masked although others of their kind are not: who objects is known to the office, not to who looks over.
MASKED_FIELDS = ("objection.from_name",)
KINDS: Mapping[str, str] = {
    "long_text": "long_text",
    "code": "code",
    "int": "int",
    "money": "money",
    "quantity": "quantity",
    "day": "date",
    "month": "month",
    "bool": "tick",
}

#: (book, view, text, actor) -> Changed.
Write = Callable[[Any, FieldView, str, str], Any]


def spec(info: FieldInfo, label: str = "", *, locked: bool = False, wide: bool = False) -> FieldSpec:
    """Return how a declared field stands in a form; ``label`` is a shorter word for it."""
    codes = CODES[info.codes] if info.codes else None
    kind = KINDS.get(info.kind, "text")
    if is_masked(info):
        kind = "secret"
    elif codes is not None and not codes.several:
        kind = "choice"
    help_text = "。".join(part for part in (info.label if label else "", info.help) if part)
    return FieldSpec(
        info.name,
        label or info.label,
        kind,
        unit=info.unit or "",
        choices=plain_choices(codes.values) if kind == "choice" and codes is not None else (),
        locked=locked,
        wide=wide or kind == "long_text",
        help=help_text,
        lines=2,
    )


def is_masked(info: FieldInfo) -> bool:
    """Say whether a record shows stars until they are asked for."""
    secret = info.id in MASKED_FIELDS or (info.kind in MASKED and info.privacy.value == "secret")
    return secret and bool(preferences.current().setting("window.mask_secrets"))


def shown(view: FieldView) -> Any:
    """Return a field's value as its editor wants it; of a secret the masked text."""
    if view.value is None:
        return None
    if is_masked(view.info):
        return view.masked
    return str(view.value) if view.info.kind == "year" else view.value


def typed(value: Any, kind: str) -> str:
    """Return an editor's value as text for services; empty for None."""
    if value is None:
        return ""
    if kind == "money":
        return format_yuan(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, Decimal):
        return format(value, "f")
    return value.isoformat() if isinstance(value, dt.date) else str(value)


def edit(book: Any, view: FieldView, text: str, actor: str) -> Any:
    """Change a stored record's field; called in the writer's thread."""
    assert view.record_id is not None
    return fields.edit(book, view.table, view.record_id, view.name, text, actor=actor)


class FieldForm(Form):
    """A form over one record's fields.

    Args:
        table, names: Whose fields, in eye order.
        labels: Shorter words by field name.
        write: What an edit does; ``edit`` unless said otherwise.
        locked: Names of fields that are shown only.
        wide: Names of fields that take both columns.
        offered: Names of fields chosen from what the page offers (``offer``): the code of a project.

    Attributes:
        views: What is shown, by field name.

    Signals:
        written: (field name) an edit is in the book.
    """

    written = Signal(str)

    def __init__(
        self,
        context: Context,
        table: str,
        names: Sequence[str],
        *,
        labels: Mapping[str, str] | None = None,
        write: Write = edit,
        locked: Iterable[str] = (),
        wide: Iterable[str] = (),
        offered: Iterable[str] = (),
    ) -> None:
        blank = fields.view({}, table, names)
        said, shut, broad, picked = labels or {}, set(locked), set(wide), set(offered)
        specs = [
            spec(view.info, said.get(view.name, ""), locked=view.name in shut, wide=view.name in broad)
            for view in blank
        ]
        specs = [replace(one, kind="choice") if one.id in picked else one for one in specs]
        super().__init__(specs, context.today)
        self.table = table
        self.views: dict[str, FieldView] = {view.name: view for view in blank}
        self._context, self._write = context, write
        self._refused: set[str] = set()
        self._offered = picked
        self._found: dict[str, tuple[str, str]] = {}
        self.edited.connect(self._edited)
        self.reveal_asked.connect(lambda name: self[name].reveal(self.views[name].text))

    def offer(self, name: str, choices: Sequence[Choice]) -> None:
        """Offer these values in a field that is chosen from a list."""
        line, field = self[name].control, self[name]
        assert isinstance(line, ChoiceLine)
        if line.choices != tuple(choices):
            line.set_choices(choices)
            if not line.hasFocus():
                field.set_value(field.value)

    def show_views(self, views: Iterable[FieldView], *, fresh: bool) -> None:
        """Show a record; unless ``fresh`` a field whose stored value is the same is left alone, with what is typed."""
        for view in views:
            before = self.views[view.name]
            self.views[view.name] = view
            field = self[view.name]
            if isinstance(field.control, ChoiceLine) and view.choices and view.name not in self._offered:
                self.offer(view.name, plain_choices(view.choices))
            if fresh:
                self._refused.discard(view.name)
                field.set_locked(bool(view.locked) or field.spec.locked)
            same = before.value == view.value and before.record_id == view.record_id
            if fresh or not (same or view.name in self._refused):
                field.set_value(shown(view))

    def show_findings(self, findings: Iterable[Finding]) -> list[Finding]:
        """Show findings beside the fields they name; return those that name none of them."""
        places = {heading: name for name, view in self.views.items() for heading in view.info.headings}
        found: dict[str, tuple[str, str]] = {}
        rest = []
        for finding in findings:
            name = places.get(finding.field)
            if name is None:
                rest.append(finding)
            elif name not in found:
                found[name] = (finding.message, finding.severity.value)
        for name in {*found, *self._found} - self._refused:
            if found.get(name) != self._found.get(name):
                self[name].set_finding(*found.get(name, ("", "warning")))
        self._found = found
        return rest

    def _edited(self, name: str, value: Any) -> None:
        view, text = self.views[name], typed(value, self[name].spec.kind)
        write, actor = self._write, self._context.actor
        self._context.runner.change(
            lambda book, _progress: write(book, view, text, actor),
            lambda _changed: self._done(name, view),
            lambda error: self._not_done(name, view, error),
        )

    def _done(self, name: str, view: FieldView) -> None:
        if self.views[name].record_id == view.record_id:
            self._refused.discard(name)
            self[name].set_finding(*self._found.get(name, ("", "warning")))
            self.written.emit(name)
        if view.record_id is not None:
            self._context.findings.look_at(self.table, view.record_id)

    def _not_done(self, name: str, view: FieldView, error: Exception) -> None:
        if not isinstance(error, VillagebookError):
            raise error
        if self.views[name].record_id == view.record_id and error.id.startswith("field."):
            self._refused.add(name)
            self[name].set_finding(str(error), "error")
        else:
            self[name].set_value(shown(self.views[name]))
            self._context.trouble(error)
