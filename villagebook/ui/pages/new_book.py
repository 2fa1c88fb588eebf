"""Asks for a new book: its village and where it lies."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QWidget

from villagebook.ui import scale
from villagebook.ui.scale import HBox
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import Dialog
from villagebook.ui.widgets.field import FieldSpec
from villagebook.ui.widgets.form import Form
from villagebook.ui.widgets.labels import Text

NEW_BOOK = (
    FieldSpec("name", "村名", placeholder="清溪村"),
    FieldSpec("code", "区划代码", "code", placeholder="12 位数字", help="统计用区划代码，12 位。"),
    FieldSpec("township", "乡镇", placeholder="云岭镇"),
    FieldSpec("county", "县（区）"),
    FieldSpec("city", "市"),
    FieldSpec("province", "省"),
)
#: What the service complains about -> the field it stands beside.
NEW_BOOK_ERRORS = {"book.village_code": "code", "book.village_name": "name"}


class NewBookDialog(Dialog):
    """Asks for a new book's village and its folder.

    Args:
        folder: Where it is proposed to lie.
        make: Called with (village fields by name, folder).
        choose: Asks for another folder; returns None if nothing was chosen.
    """

    def __init__(
        self,
        folder: Path,
        make: Callable[[dict[str, str], Path], object],
        choose: Callable[[Path], Path | None],
    ) -> None:
        super().__init__("建一本新书", 640)
        self._folder, self._make, self._choose = folder, make, choose
        self.form = Form(NEW_BOOK, _no_day)
        self.body.addWidget(self.form)
        place = HBox(spacing=8)
        place.addWidget(Text("放在", "label"))
        self._place = Text(str(folder), wrap=True)
        place.addWidget(self._place, 1)
        place.addWidget(Button("换地方", kind="quiet", small=True, on_click=self._choose_folder))
        self.body.addLayout(place)
        self.add_close()
        self.add_button(Button("建书", kind="primary"), self._pressed, default=True, closes=False)
        scale.least(self, width=320)

    def first_focus(self) -> QWidget:
        return self.form["name"].control

    @property
    def values(self) -> dict[str, str]:
        """The village's fields as typed."""
        return {name: str(field.value or "").strip() for name, field in self.form.fields.items()}

    def complain(self, error_id: str, message: str) -> bool:
        """Show an error beside its field; False if it belongs to none."""
        name = NEW_BOOK_ERRORS.get(error_id)
        if name is None:
            return False
        self.form.set_findings({name: (message, "error")})
        self.form[name].control.setFocus()
        return True

    def _choose_folder(self) -> None:
        chosen = self._choose(self._folder)
        if chosen is not None:
            self._folder = chosen
            self._place.setText(str(chosen))

    def _pressed(self) -> None:
        self._make(self.values, self._folder)


def _no_day() -> object:
    raise AssertionError("a new book asks for no day")
