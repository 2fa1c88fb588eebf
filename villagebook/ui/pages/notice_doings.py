"""What is done with a notice after it was finalised: hung, taken back, taken down, archived; and one from above."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from villagebook.services import notice_endings, notice_received, publicity
from villagebook.services.entry_papers import Given
from villagebook.services.notice_received import Received
from villagebook.services.publicity import NoticeView
from villagebook.ui.page import Context
from villagebook.ui.pages import files, notice_dialogs, notice_life_dialogs
from villagebook.ui.pages.doing import Done, done
from villagebook.ui.widgets.messages import Trouble

Values = Mapping[str, Any]


class NoticeDoings:
    """The later acts of the page 公示.

    Args:
        show: Called with the number of a notice that was made, to show it.
    """

    def __init__(self, context: Context, parent: Any, show: Callable[[str], object]) -> None:
        self.context, self._parent, self._show = context, parent, show

    def _change(self, do: Callable[[Any], Any], failed: str, *, undoable: bool = True) -> None:
        self.context.runner.change(
            lambda book, _progress: done(do(book), undoable=undoable),
            failed=lambda error: self.context.trouble(Trouble.of(error, failed)),
        )

    def hang(self, view: NoticeView) -> None:
        """Ask when and by whom a finalised notice was hung."""
        number, actor, today = view.row["number"], self.context.actor, self.context.today()

        def answer(said: Values) -> None:
            self._change(
                lambda book: publicity.hang(
                    book, number, said["on"], actor=actor, hung_by=said["hung_by"] or "",
                    witness=said["witness"] or "", today=today,
                ),
                "没有记下张贴", undoable=False,
            )  # fmt: skip

        self.context.open(notice_life_dialogs.hang(self.context, view, answer))

    def unfinalise(self, view: NoticeView) -> None:
        """Make a finalised notice a draft again; undo finalises it."""
        number, actor = view.row["number"], self.context.actor
        self._change(lambda book: publicity.unfinalise(book, number, actor=actor), "没有退回草稿")

    def take_down(self, view: NoticeView) -> None:
        """Ask when it came down, and how it ended."""
        number, actor, today = view.row["number"], self.context.actor, self.context.today()

        def answer(said: Values) -> None:
            on, result = said["on"], said["result"] or ""
            self._change(
                lambda book: publicity.take_down(book, number, on, actor=actor, result=result, today=today),
                "没有记下摘下",
            )  # fmt: skip

        self.context.open(notice_dialogs.take_down(self.context, view, answer))

    def archive(self, view: NoticeView) -> None:
        """Ask how it ended; what the objections say stands there already."""
        number, actor, today = view.row["number"], self.context.actor, self.context.today()

        def answer(said: Values) -> None:
            on, result = said["on"], said["result"] or ""
            self._change(
                lambda book: publicity.archive(book, number, result, on, actor=actor, today=today), "没有归档")

        def ask(proposed: str) -> None:
            self.context.open(notice_life_dialogs.archive(self.context, view, proposed, answer))

        self.context.runner.read(lambda book: notice_endings.proposed(book, number), ask, key="notices.proposed")

    def receive(self) -> None:
        """Ask what a notice from above says, then which file its sheet is."""
        self.context.open(notice_life_dialogs.receive(self.context, self._received_as))

    def _received_as(self, said: Values) -> None:
        chosen = files.ask_papers(self._parent, "选原件的扫描件或照片（没有可以取消）")
        self.take_in(said, chosen[0] if chosen else None)

    def take_in(self, said: Values, path: Path | None) -> None:
        """Record a notice from above with its sheet; None if there is none at hand."""
        actor = self.context.actor

        def write(book: Any, _progress: Any) -> Done:
            made = notice_received.receive(
                book, said["title"], actor=actor, issuer=said["issuer"], from_on=said["from_on"],
                through_on=said["through_on"], issued_by=said["issued_by"] or "",
                their_number=said["their_number"] or "", place=said["place"] or "",
                sheet=Given(path.name, path.read_bytes()) if path is not None else None,
            )  # fmt: skip
            return done(made.changed, made)

        self.context.runner.change(
            write, self._taken_in, lambda error: self.context.trouble(Trouble.of(error, "没有收下")),
            title="正在收上级公示",
        )  # fmt: skip

    def _taken_in(self, made: Done) -> None:
        received: Received = made.value
        self._show(received.number)
        if received.warnings:
            self.context.trouble(Trouble(
                "纸上有不该公开的内容", f"{'；'.join(received.warnings[:3])}。", received.number,
                "已经收下，还没有张贴。", ("请退回上级改了再贴；贴错了，群众的隐私收不回来。",),
            ))  # fmt: skip
