"""Looking for something: the search palette over the window, and going to what was chosen in it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from villagebook.ui.verbs import Found

if TYPE_CHECKING:
    from villagebook.ui.frame import MainWindow
    from villagebook.ui.widgets.search import Hit, SearchPalette


class Finder:
    """Opens the palette over a window, fills it with what the book holds, and opens the chosen hit."""

    def __init__(self, window: MainWindow) -> None:
        self.window = window

    def open(self) -> None:
        """Open the search palette."""
        from villagebook.ui.widgets.search import SearchPalette

        palette = SearchPalette()
        palette.asked.connect(lambda text: self._search(palette, text))
        self.window.overlay.open(palette)
        self._search(palette, "")

    def _search(self, palette: SearchPalette, text: str) -> None:
        search = self.window.verbs.search
        if search is not None:
            self.window.runner.read(
                lambda book: search(book, text),
                lambda found: self._found(palette, text, found),
                key="frame.search",
            )

    def _found(self, palette: SearchPalette, text: str, found: Sequence[Found]) -> None:
        if self.window.overlay.panel is palette:
            palette.show_hits(text, [self._hit(one) for one in found])

    def _hit(self, one: Found) -> Hit:
        from villagebook.ui.widgets.search import Hit

        return Hit(
            one.group,
            one.icon,
            one.title,
            lambda: self._open_found(one),
            one.lead,
            one.note,
            one.aside,
        )

    def _open_found(self, one: Found) -> None:
        if self.window.verbs.opened is not None:
            self.window.verbs.opened(one)
        if one.run is not None:
            one.run()
        else:
            self.window.go(one.page, one.key, one.action)
