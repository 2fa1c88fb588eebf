"""The photos of the chosen asset: dropped onto it, pasted, chosen from the disk; looked at; taken away."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import Any

from villagebook.services import asset_photos
from villagebook.services.entry_papers import Given, Paper
from villagebook.ui.page import Context
from villagebook.ui.pages.doing import Done, done
from villagebook.ui.pages.entry_papers import EntryPapers


class AssetPhotos(EntryPapers):
    """The photos of one asset."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self._asset: uuid.UUID | None = None
        self.heading.hide()
        self.table.setAccessibleName("照片")
        self._help.setText("把照片、权属证明、经营合同的扫描件拖到这里，或复制后粘贴。")

    def show_asset(self, key: uuid.UUID) -> None:
        """Show the photos of an asset."""
        self._asset = key
        self._context.runner.read(
            lambda book: (key, asset_photos.photos(book, key)), self._shown, key="assets.photos")

    def _shown(self, found: tuple[uuid.UUID, tuple[Paper, ...]]) -> None:
        if found[0] != self._asset:
            return
        self.papers = found[1]
        self.table.set_rows([{"key": p.link, "name": p.file_name, "sheets": p.sheets} for p in self.papers])
        self.table.setVisible(bool(self.papers))
        self._help.setVisible(not self.papers)
        self._enable()

    def _enable(self) -> None:
        chosen = self._paper(self.table.current_key()) is not None
        for button in (self.look, self.remove):
            button.setVisible(bool(self.papers))
            button.setEnabled(chosen)

    def put(self, read: Callable[[], Sequence[Given]]) -> None:
        if self._asset is None:
            return
        asset, actor = self._asset, self._context.actor

        def work(book: Any, _progress: Any) -> Done:
            return done(asset_photos.attach(book, asset, read(), actor=actor))

        self._context.runner.change(work, title="正在放入照片")

    def _remove(self) -> None:
        paper, actor = self._paper(self.table.current_key()), self._context.actor
        if paper is not None:
            link = paper.link
            self._context.runner.change(lambda book, _progress: done(asset_photos.detach(book, link, actor=actor)))
