"""设置: the village, officers, habits of this computer and the book, backups, policies, code lists, the program."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication, QFrame, QStackedWidget, QWidget

from villagebook.base import settings
from villagebook.base.errors import VillagebookError
from villagebook.policies.workdays import known_words
from villagebook.services import doctor, overrides
from villagebook.ui import preferences, scale, style
from villagebook.ui.models.columns import Key
from villagebook.ui.page import Context, Page
from villagebook.ui.pages import settings_parts as parts
from villagebook.ui.pages.settings_codes import CodesSection
from villagebook.ui.pages.settings_notices import NoticesSection
from villagebook.ui.pages.settings_rows import TEXT_SIZE
from villagebook.ui.pages.settings_village import OfficersSection, VillageSection
from villagebook.ui.runner import ALL_FAMILIES
from villagebook.ui.scale import HBox, VBox, logical
from villagebook.ui.theme import THEMES
from villagebook.ui.widgets.dialog import scrolling
from villagebook.ui.widgets.labels import Rule
from villagebook.ui.widgets.lists import ChoiceList, Choosable
from villagebook.ui.widgets.messages import Trouble
from villagebook.ui.widgets.panes import TWO_PANES_FROM
from villagebook.ui.widgets.tabs import Tab, TabBar

THEME, MASK, FOLDER = "window.theme", "window.mask_secrets", "backup.folder"
SIDE_WIDTH = 190

LINES = (
    Choosable("这本书"),
    Choosable("本村", "village", "house"),
    Choosable("干部和电话", "officers", "phone"),
    Choosable("公示和项目", "habits", "megaphone"),
    Choosable("公示种类", "notices", "layers"),
    Choosable("规定", "policies", "book-open"),
    Choosable("代码表", "codes", "list-checks"),
    Choosable("备份", "backup", "shield-check"),
    Choosable("这台电脑"),
    Choosable("窗口", "window", "sun"),
    Choosable("关于", "about", "info"),
)


class SettingsPage(Page):
    """设置."""

    families = frozenset({"village", "officer", "override", "notice_form", "backup", "code_value"})

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.choices = ChoiceList(LINES, name="设置")
        self.tabs = TabBar([Tab(line.id, line.title) for line in LINES if line.id], name="设置")
        self.choices.chosen.connect(self.open)
        self.tabs.current_changed.connect(self.open)
        self._make_sections()
        self._stack = QStackedWidget()
        self._widgets: dict[str, QWidget] = {}
        for name, section in self.sections.items():
            plain = isinstance(section, parts.PoliciesSection | CodesSection)
            self._widgets[name] = section if plain else scrolling(section, name)
            self._stack.addWidget(self._widgets[name])
        side = QFrame()
        VBox(side, (8, 6, 8, 8)).addWidget(self.choices)
        side_box = side.layout()
        assert isinstance(side_box, VBox)
        side_box.addStretch(1)
        self._side = side
        scale.fix(self._side, width=SIDE_WIDTH)
        self._side_rule, self._tab_rule = Rule(upright=True), Rule()
        self._tab_row = QWidget()
        HBox(self._tab_row, (16, 3, 16, 0)).addWidget(self.tabs)
        box = VBox(self)
        box.addWidget(self._tab_row)
        box.addWidget(self._tab_rule)
        row = HBox()
        row.addWidget(self._side)
        row.addWidget(self._side_rule)
        row.addWidget(self._stack, 1)
        box.addLayout(row, 1)
        self.open("village")
        self.arrange()

    def _make_sections(self) -> None:
        context = self.context
        self.village = VillageSection(context)
        self.officers = OfficersSection(context)
        working = f"工作日：{known_words()}"
        self.habits = parts.SettingsSection(
            "公示和项目", "只管这本书，换了电脑也跟着走。", "book",
            (("公示和落款", ("notice", "paper")), (working, ("calendar",)), ("项目", ("project",))), context.today,
        )  # fmt: skip
        self.habits.chosen.connect(self._choose_for_book)
        self.window_settings = parts.SettingsSection(
            "窗口", "只管这台电脑，马上就变。", "computer",
            (("样子", ("window",)), ("备份", ("backup",))), context.today,
        )  # fmt: skip
        self.window_settings.chosen.connect(self._choose_for_computer)
        self.notices = NoticesSection(context)
        self.policies = parts.PoliciesSection(context, self._policies)
        self.codes = CodesSection(context)
        self.backup = parts.BackupSection(context)
        self.backup.restore_asked.connect(self._restore)
        self.about = parts.AboutSection(context, _examined)
        self.sections: Mapping[str, Any] = {
            "village": self.village, "officers": self.officers, "habits": self.habits, "notices": self.notices,
            "policies": self.policies,
            "codes": self.codes, "backup": self.backup, "window": self.window_settings, "about": self.about,
        }  # fmt: skip

    # Page

    def refresh(self) -> None:
        self.head("")
        self.backup.restore.setEnabled(self._office() is not None)
        self._show_window_settings()
        self.runner.read(overrides.settings, self._show_habits, key="settings.book")
        for section in (self.village, self.officers, self.notices, self.backup, self.policies, self.codes):
            section.refresh()
        if self.choices.current == "about":
            self.about.refresh()

    def act(self, action: str, key: Key | None) -> None:
        if action in self.sections:
            self.open(action)
        if action == "backup":
            self.backup.back_up()

    def remember(self) -> Mapping[str, Any]:
        return {"section": self.choices.current}

    def restore(self, kept: Mapping[str, Any]) -> None:
        if kept.get("section") in self.sections:
            self.open(kept["section"])

    def parts(self) -> list[QWidget]:
        return [self.choices if self._side.isVisible() else self.tabs, self._stack]

    def open(self, section: str) -> None:
        """Show a section."""
        self.choices.choose(section)
        self.tabs.set_current(section)
        self._stack.setCurrentWidget(self._widgets[section])
        if section == "about" and not self.about.lines and self.runner.book is not None:
            self.about.refresh()

    # The book's settings

    def _show_habits(self, stored: Mapping[str, Any]) -> None:
        self.habits.show_values(lambda name: settings.read(name, stored))

    def _choose_for_book(self, name: str, value: Any) -> None:
        actor = self.context.actor
        self.runner.change(
            lambda book, _progress: overrides.set_override(book, f"setting.{name}", value, actor=actor)
        )

    def _policies(self, book: Any) -> Sequence[overrides.PolicyLine]:
        return overrides.policies_on(book, self.context.today())

    # This computer's settings

    def _show_window_settings(self) -> None:
        chosen = preferences.current()
        # Until somebody chooses a text size, it is the one proposed for the screen.
        in_use = {TEXT_SIZE: round(scale.text_size() * 100)}
        self.window_settings.show_values(lambda name: in_use.get(name) or chosen.setting(name))

    def _choose_for_computer(self, name: str, value: Any) -> None:
        try:
            preferences.current().choose(name, value)
        except VillagebookError as error:
            self.context.trouble(error)
        self._apply(name, value)

    def _apply(self, name: str, value: Any) -> None:
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        if name == THEME:
            style.apply(app, THEMES[str(value)])
        elif name == TEXT_SIZE:
            style.apply(app, text_size=int(value) / 100)
        elif name == MASK:
            # Every page shows its rows anew.
            self.runner.changed.emit(ALL_FAMILIES)
        elif name == FOLDER and self.runner.book is not None and value:
            self.runner.book.backup_folder = Path(str(value))
            self.backup.refresh()

    # Restoring

    def _office(self) -> Any:
        return getattr(self.context, "office", None)

    def _restore(self, file: Path) -> None:
        office = self._office()
        if office is not None:
            office.restore_over(file)
        else:
            self.context.trouble(Trouble("没有恢复", "这个窗口不能换书。"))

    # Room

    def arrange(self) -> None:
        wide = logical(self.width()) >= TWO_PANES_FROM
        for widget in (self._side, self._side_rule):
            widget.setVisible(wide)
        for widget in (self._tab_row, self._tab_rule):
            widget.setVisible(not wide)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            # Ctrl++ changes the text size too.
            self._show_window_settings()


def _examined(book: Any) -> Sequence[doctor.Examined]:
    return [*doctor.examine(None), *doctor.examine_open(book)]
