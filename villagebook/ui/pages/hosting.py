"""A page with a tab for each of several views: 核查, 项目, 资金.

A view is a Page of its own; the host shows one of them at a time and passes on what the window asks. To add a view:
a module with a Page subclass, and one line in VIEWS of its host (checks_host, projects_host, funds_host).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, cast

from PySide6.QtWidgets import QFrame, QStackedWidget, QWidget

from villagebook.base.registry import Registry
from villagebook.ui.models.columns import Key
from villagebook.ui.page import Command, Context, Page
from villagebook.ui.pages import Factory
from villagebook.ui.scale import HBox, VBox
from villagebook.ui.widgets.labels import Rule
from villagebook.ui.widgets.tabs import Tab, TabBar


@dataclass(frozen=True, slots=True)
class View:
    """One tab of a host.

    Attributes:
        id: As an action of ``context.go`` it shows this view, and the record with the key if there is one;
            ``id:action`` also lets the view do something.
        title: Words of the tab.
        make: Makes the page; called when the tab is first shown.
        count: (book, today) -> what waits there, for the tab; called in the reader's thread. None: no count.
        families: Records whose change may change the count.
    """

    id: str
    title: str
    make: Factory
    count: Callable[[Any, dt.date], int] | None = None
    families: frozenset[str] = frozenset()


class _Shared:
    """What the window offers, to one of several views: only the one that is shown says what is selected."""

    def __init__(self, context: Context, is_shown: Callable[[], bool]) -> None:
        self._context, self._is_shown = context, is_shown
        self.selected = ""

    def __getattr__(self, name: str) -> Any:
        return getattr(self._context, name)

    def select(self, text: str) -> None:
        """Say in the foot line what is selected, now or when the view comes back."""
        self.selected = text
        if self._is_shown():
            self._context.select(text)


class HostPage(Page):
    """Several views under one entry of the navigation.

    Attributes:
        name: What the strip of tabs is called when it is read aloud.
    """

    name = ""

    def __init__(self, context: Context, views: Registry[View]) -> None:
        super().__init__(context)
        self._views = views
        self._pages: dict[str, Page] = {}
        self._contexts: dict[str, _Shared] = {}
        self._stale: set[str] = set()
        self._kept: Mapping[str, Any] = {}
        first = next(iter(views))
        self.tabs = TabBar([Tab(view.id, view.title) for view in views], name=self.name)
        self.tabs.current_changed.connect(self._shown)
        self._stack = QStackedWidget()
        strip = QFrame()
        strip.setProperty("ground", "surface")
        HBox(strip, (14, 3, 14, 0)).addWidget(self.tabs)
        box = VBox(self)
        rule = Rule()
        for widget in (strip, rule):
            # Shown before it has a parent it would be a window of its own for a moment, and take the keyboard.
            box.addWidget(widget)
            widget.setVisible(len(views) > 1)
        box.addWidget(self._stack, 1)
        self._show(first.id)

    # Views

    @property
    def shown(self) -> Page:
        """The view that is shown."""
        return self.view(self.tabs.current)

    def view(self, id: str) -> Page:
        """Return a view, made if this is the first time."""
        if id not in self._pages:
            self._contexts[id] = shared = _Shared(self.context, lambda: self.tabs.current == id and self.isVisible())
            made = self._views[id].make(cast(Context, shared))
            made.setAccessibleName(self._views[id].title)
            made.headed.connect(partial(self._headed, id))
            kept = self._kept.get(id)
            if isinstance(kept, dict):
                made.restore(kept)
            self._pages[id] = made
            self._stack.addWidget(made)
            self._stale.add(id)
        return self._pages[id]

    def _shown(self, id: str) -> None:
        self._show(id)
        self.context.select(self._contexts[id].selected)
        self._renew()
        self.rebound.emit()

    def _show(self, id: str) -> None:
        self._stack.setCurrentWidget(self.view(id))
        self._headed(id)

    def _renew(self) -> None:
        id = self.tabs.current
        if id in self._stale:
            self._stale.discard(id)
            self._pages[id].refresh()

    def _headed(self, id: str) -> None:
        if id == self.tabs.current:
            page = self._pages[id]
            self.head(page.subtitle, page.subtitle_short)

    # Counts

    def _say(self, id: str, count: int) -> None:
        if id in self._views:
            self.tabs.set_count(id, f"{count:,}" if count else "")

    def _count(self) -> None:
        counting = [(view.id, view.count) for view in self._views if view.count is not None]
        if not counting:
            return
        today = self.context.today()

        def count(book: Any) -> list[tuple[str, int]]:
            return [(id, waiting(book, today)) for id, waiting in counting]

        self.runner.read(count, self._counted, key=f"{self.name}.counts")

    def _counted(self, found: Sequence[tuple[str, int]]) -> None:
        for id, count in found:
            self._say(id, count)

    # Page

    @property
    def families(self) -> frozenset[str]:  # type: ignore[override]
        """What any view shows or counts."""
        counted = [view.families for view in self._views]
        return frozenset().union(*counted, *(page.families for page in self._pages.values()))

    def refresh(self) -> None:
        self._stale.update(self._pages)
        self._renew()
        self._count()

    def show_record(self, key: Key) -> None:
        """Show the view with this id, or else a record of the first view; others are shown by the view's action."""
        if str(key) in self._views:
            self.tabs.set_current(str(key))
            return
        self.tabs.set_current(next(iter(self._views)).id)
        self.shown.show_record(key)

    def act(self, action: str, key: Key | None) -> None:
        id, _, rest = action.partition(":")
        if id not in self._views:
            id, rest = next(iter(self._views)).id, action
        self.tabs.set_current(id)
        if key is not None:
            self.shown.show_record(key)
        if rest:
            self.shown.act(rest, key)

    def commands(self) -> Sequence[Command]:
        return self.shown.commands()

    def step(self, direction: int) -> None:
        self.shown.step(direction)

    def back(self) -> bool:
        return self.shown.back()

    def parts(self) -> list[QWidget]:
        strip: list[QWidget] = [self.tabs] if self.tabs.isVisible() else []
        return [*strip, *self.shown.parts()]

    def remember(self) -> Mapping[str, Any]:
        made = {id: dict(page.remember()) for id, page in self._pages.items()}
        return {"views": {**self._kept, **{id: kept for id, kept in made.items() if kept}}}

    def restore(self, kept: Mapping[str, Any]) -> None:
        views = kept.get("views")
        self._kept = dict(views) if isinstance(views, dict) else {}
        for id, page in self._pages.items():
            if isinstance(self._kept.get(id), dict):
                page.restore(self._kept[id])
