"""A project walked from the idea to the archive in the window: the same book as by the verbs of the services."""

from __future__ import annotations

import datetime as dt
import shutil
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from sqlalchemy import select

from tests.e2e import walk
from tests.ui.real_book import VILLAGE, calm, view_of, window_over
from villagebook.lifecycle.stages import STAGES
from villagebook.models import BY_TABLE, fields_of
from villagebook.services import books, contracts, lists
from villagebook.services.dossier import binder
from villagebook.services.fields import typed
from villagebook.store import Book
from villagebook.ui.findings import Findings
from villagebook.ui.frame import MainWindow
from villagebook.ui.pages.asking import AskDialog
from villagebook.ui.pages.notice_dialogs import PostDialog
from villagebook.ui.pages.notice_draft import DraftPanel
from villagebook.ui.widgets.buttons import Button
from villagebook.ui.widgets.dialog import Dialog

#: Tables the walk writes, and what may differ between two walks: keys, the moment, the journal's head.
TABLES = (
    "project", "project_source", "committee", "committee_member", "meeting", "meeting_decision", "contract",
    "acceptance", "acceptance_item", "acceptance_member", "asset", "asset_event", "fund_entry", "notice",
    "dossier_paper",
)  # fmt: skip
APART = frozenset({"key", "ref", "time"})
LOOSE = frozenset({"chain_head", "handler", "import_row_id"})


@pytest.fixture(scope="module")
def village(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A village with its registered households and nothing else, closed."""
    folder = tmp_path_factory.mktemp("walk") / "清溪村.vbook"
    with books.create(folder, **walk.VILLAGE, actor=walk.ACTOR) as book:
        lists.import_files(book, [VILLAGE / "户信息_干净.xlsx"], actor=walk.ACTOR, today=walk.TODAY)
    return folder


@pytest.fixture
def window(
    app: QApplication, village: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MainWindow]:
    # All checks would run again after each of ninety changes; what they say of the book is tested by the verbs' walk.
    monkeypatch.setattr(Findings, "renew", lambda _self: None)
    with window_over(village, tmp_path, "projects", walk.TODAY) as made:
        yield made


class WindowWalker:
    """Takes the project of the story through all its stages with the window's own buttons and dialogs."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window
        self.key = uuid.UUID(int=0)

    # Hands

    def answer(self, **values: Any) -> None:
        """Fill the dialog that stands in front, field by field, and press its button."""
        calm(self.window.runner)
        dialog = self.window.overlay.panel
        assert isinstance(dialog, AskDialog), f"{dialog!r} stands in front"
        for name, value in values.items():
            self.fill(dialog.form[name], value)
        calm(self.window.runner)
        dialog.do.click()
        calm(self.window.runner)
        left = self.window.overlay.panel
        assert left is not dialog, [field.finding.text for field in dialog.form.fields.values() if field.finding.text]
        assert left is None or isinstance(left, Dialog), f"{left!r}"

    @staticmethod
    def fill(field: Any, value: Any) -> None:
        """Put a value into a field as if it was typed and left."""
        field.set_value(value)
        field.edited.emit(value)

    def press(self, inside: QWidget, words: str) -> None:
        """Press the button with these words."""
        found = [one for one in inside.findChildren(Button) if one.words == words and not one.isHidden()]
        assert found, f"no button {words}"
        found[0].click()
        calm(self.window.runner)

    @property
    def record(self) -> Any:
        """The record of the project, brought to the front."""
        self.window.go("projects", self.key, "projects")
        calm(self.window.runner)
        return view_of(self.window, "projects").record

    def part(self, tab: str) -> Any:
        """A tab of the project's record."""
        record = self.record
        record.show_tab(tab)
        calm(self.window.runner)
        return record.parts[tab]

    def reach(self, step: tuple[str, dt.date, dict[str, str]]) -> None:
        """Write down a stage by its row in the strip of dates."""
        stage, on, texts = step
        dates = self.part("dates")
        dates.ask(stage)
        columns = {field.name: field for field in fields_of(BY_TABLE["project"])}
        row = next(one for one in dates.view.life.stages if one.id == stage)
        assert row.state != "done", stage
        self.answer(**{name: typed(columns[name], text) for name, text in texts.items()}, **{STAGES[stage].field: on})

    # The story

    def walk(self) -> None:
        """Walk it all."""
        self._begin()
        self._into_the_library()
        self._until_it_begins()
        self._until_accepted()
        self._claimed_and_told()
        self._handed_over_and_bound()

    def _begin(self) -> None:
        page = view_of(self.window, "projects")
        page.add_project()
        self.answer(**{**walk.PROJECT, "year": str(walk.PROJECT["year"])})
        self.key = page.record.view.key
        forms = self.part("form")
        columns = {field.name: field for field in fields_of(BY_TABLE["project"])}
        for name, text in walk.ENTRY.items():
            form = next(one for one in forms.forms if name in one.fields)
            self.fill(form[name], typed(columns[name], text))
            calm(self.window.runner)
        for source in walk.SOURCES:
            self.press(forms, "加来源")
            self.answer(**{**source, "planned_fen": int(source["planned_fen"]) * 100})
        for kind, names in walk.BODIES:
            self.window.go("projects", action="committees")
            calm(self.window.runner)
            view_of_bodies = self.window.page("projects").view("committees")  # type: ignore[attr-defined]
            view_of_bodies.add()
            lines = "\n".join(f"{name} {walk.post_of(name, names)}" for name in names)
            self.answer(name=f"大坪机耕路{kind}", kind=kind, since=walk.FORMED_ON, members=lines)

    def _into_the_library(self) -> None:
        self.window.go("projects", action="meetings")
        calm(self.window.runner)
        page = self.window.page("projects").view("meetings")  # type: ignore[attr-defined]
        page.add()
        columns = {field.name: field for field in fields_of(BY_TABLE["meeting"])}
        said = {name: typed(columns[name], text) for name, text in walk.MEETING.items()}
        calm(self.window.runner)
        dialog = self.window.overlay.panel
        there = set(dialog.form.fields)  # type: ignore[union-attr]
        self.answer(**{name: value for name, value in said.items() if name in there}, **{f"project:{self.key}": True})
        for name in sorted(set(said) - there):
            form = next(one for one in page.record.forms if name in one.fields)
            self.fill(form[name], said[name])
            calm(self.window.runner)
        self.notice("project-library", walk.LIBRARY_NOTICE)
        for step in (walk.DECLARED, walk.REVIEWED, walk.ARGUED, walk.APPROVED):
            self.reach(step)

    def notice(self, kind: str, days: tuple[dt.date, dt.date]) -> None:
        """Draft a notice from the project, put it up and take it down."""
        record = self.record
        record.parts["all"].do(f"notice:{kind}")
        calm(self.window.runner)
        panel = self.window.overlay.panel
        assert isinstance(panel, DraftPanel)
        assert panel.form["project"].value == walk.CODE
        panel.do.click()
        calm(self.window.runner)
        notices: Any = view_of(self.window, "notices")
        notices.record.post_button.click()
        calm(self.window.runner)
        assert isinstance(self.window.overlay.panel, PostDialog), self.window.overlay.panel
        self.answer(on=days[0])
        notices.record.asked.emit("take_down")
        self.answer(on=days[1] + dt.timedelta(days=1))

    def _until_it_begins(self) -> None:
        self.reach(walk.GRANTED)
        self.notice("project-start", walk.START_NOTICE)
        works = self.part("works")
        works.contracts.starts["记合同"].click()
        columns = {field.name: field for field in fields_of(BY_TABLE["contract"])}
        said = {name: typed(columns[name], text) for name, text in walk.CONTRACT.items()}
        calm(self.window.runner)
        there = set(self.window.overlay.panel.form.fields)  # type: ignore[union-attr]
        self.answer(**{name: value for name, value in said.items() if name in there})
        if rest := {name: value for name, value in said.items() if name not in there}:
            contract = contracts.of_project(self.window.runner.book, self.key)[0]
            works.contracts.table.go_to(contract.key)
            works.contracts.buttons["改"].click()
            self.answer(**rest)
        self.reach(walk.STARTED)

    def _until_accepted(self) -> None:
        self.money(walk.MONEY[:7])
        self.reach(walk.FINISHED)
        for on, kind in ((walk.PRELIMINARY_ON, "村乡联合初验"), (walk.ACCEPTED_ON, "乡镇验收")):
            self.part("works").acceptances.starts["记验收"].click()
            self.answer(kind=kind, accepted_on=on)
        works = self.part("works")
        contract = contracts.of_project(self.window.runner.book, self.key)[0]
        works.contracts.table.go_to(contract.key)
        works.contracts.buttons["结算"].click()
        self.answer(on=walk.SETTLED_ON, fen=30_000_000)

    def _claimed_and_told(self) -> None:
        for step in (walk.CLAIMED, walk.SIGNED):
            self.reach(step)
        self.money(walk.MONEY[7:])
        self.reach(walk.PAID)
        self.notice("project-completion", walk.COMPLETION_NOTICE)
        self.notice("fund-use", walk.COMPLETION_NOTICE)

    def money(self, moved: tuple[Any, ...]) -> None:
        """Write entries from the project's tab and post them all."""
        funds = view_of(self.window, "funds")
        for on, kind, source, yuan, payee, memo in moved:
            told = next(one for one in walk.SOURCES if one["source"] == source)
            self.part("entries").write.click()
            self.answer(date=on, kind=kind, source=source, amount_fen=yuan * 100, memo=memo,
                        **({"payee": payee} if payee else {}))  # fmt: skip
            rest = {"programme": told["programme"], "document": told["document"]}
            rest |= {"claim_on": walk.CLAIM_ON} if kind == "报账" else {}
            for name, value in rest.items():
                self.fill(funds.entry.form[name], value)
                calm(self.window.runner)
        funds.list.table.clearSelection()
        funds.ask_post()
        calm(self.window.runner)
        panel = self.window.overlay.panel
        assert isinstance(panel, Dialog)
        assert panel.default is not None
        panel.default.click()
        calm(self.window.runner)
        assert self.window.overlay.panel is None, self.window.overlay.panel

    def _handed_over_and_bound(self) -> None:
        works = self.part("works")
        works.assets.starts["登记资产"].click()
        self.answer(**walk.ASSET)
        works = self.part("works")
        works.assets.table.select_first()
        works.assets.buttons["看资产"].click()
        calm(self.window.runner)
        record = self.window.page("projects").view("assets").record  # type: ignore[attr-defined]
        record.verbs["确权"].click()
        self.answer(on=walk.HANDED_ON, owner=walk.HANDED[1], level="村")
        record.verbs["移交"].click()
        self.answer(on=walk.HANDED_ON, by=walk.HANDED[0], to=walk.HANDED[1], keeper="周长水")
        dossier = self.part("dossier")
        for slot, name in walk.SCANS:
            dossier.put_files([(f"{name}.jpg", walk.scan(name))], slot)
            calm(self.window.runner)
        self.reach(walk.ARCHIVED)


def written(book: Book) -> dict[str, list[dict[str, Any]]]:
    """What stands in the tables of the walk, without keys and moments, in an order of its own."""
    found = {}
    with book.read() as connection:
        for table in TABLES:
            fields = [one for one in fields_of(BY_TABLE[table]) if one.kind not in APART]
            columns = [one.name for one in fields if one.name not in LOOSE]
            rows = connection.execute(select(BY_TABLE[table].__table__)).mappings()
            found[table] = sorted(({name: row[name] for name in columns} for row in rows), key=repr)
    return found


def test_the_window_and_the_verbs_write_the_same_book(window: MainWindow, village: Path, tmp_path: Path) -> None:
    WindowWalker(window).walk()
    by_hand = written(window.runner.book)
    assert binder.binder(window.runner.book, walk.CODE, walk.TODAY).words.startswith("齐全")
    (tmp_path / "verbs").mkdir()
    with books.open_book(shutil.copytree(village, tmp_path / "verbs" / village.name)) as book:
        walk.Walker(book).walk()
        by_verbs = written(book)
    for table in TABLES:
        assert by_hand[table] == by_verbs[table], table
