"""What the frame asks of services: its state line, search, undo and redo, backup, the checks.

Services are imported where they are called, in a worker thread: the window stands before SQLAlchemy is loaded.
"""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from villagebook.base import resources
from villagebook.base.errors import VillagebookError
from villagebook.ui.runner import Changed
from villagebook.ui.verbs import BookState, Found, Verbs
from villagebook.ui.widgets.messages import Trouble
from villagebook.ui.widgets.navigation import Badge

if TYPE_CHECKING:
    from villagebook.services.search import Hit

#: Days without a backup although something was changed, until the light turns amber.
BACKUP_DUE_DAYS = 7
REMEMBERED = 8

#: Kind of a hit -> its group and icon in the palette.
HIT_GROUPS = {
    "household": ("农户", "users"),
    "person": ("人", "user"),
    "project": ("项目", "construction"),
    "asset": ("资产", "construction"),
    "contract": ("合同", "file-text"),
    "meeting": ("会议", "users"),
    "social_help": ("社会帮扶", "heart-handshake"),
    "entry": ("资金", "coins"),
    "notice": ("公示", "megaphone"),
}
COMMANDS = (
    Found("可以做的事", "file-spreadsheet", "导入表", "importing", note="镇里的户、人、项目、资金表"),
    Found("可以做的事", "plus", "新增农户", "households", action="new"),
    Found("可以做的事", "list-checks", "核对数据", "checks"),
    Found("可以做的事", "clipboard-check", "疑点清单", "checks", action="doubts", note="上面发来的，逐条答复交回"),
    Found("可以做的事", "equal", "比对名单", "checks", action="compare", note="两张表，或一张表同书"),
    Found("可以做的事", "shield-check", "出门前检查文件", "notices", action="leaks", note="要拿出去的文件"),
)


class Wiring:
    """The frame's verbs over services.

    Args:
        today: The day of the office.
        actor: Who is at the keyboard.
        backup: Called when the backup light is pressed.
        as_written: Show a book that is open for reading only as if it could be written (pictures).
    """

    def __init__(
        self,
        today: Callable[[], dt.date],
        actor: str,
        backup: Callable[[], object],
        *,
        as_written: bool = False,
    ) -> None:
        self._today, self._actor, self._backup, self._as_written = today, actor, backup, as_written
        self._opened: deque[Found] = deque(maxlen=REMEMBERED)
        self._commands = (*COMMANDS, Found("可以做的事", "save", "现在备份", "", run=backup))

    def verbs(self) -> Verbs:
        """Return them as the frame takes them."""
        return Verbs(
            state=self.state,
            search=self.search,
            undo=self.undo,
            redo=self.redo,
            backup=self._backup,
            manual=manual(),
            check=self.check,
            check_records=self.check_records,
            opened=self.remember,
            explain=explained,
        )

    # In the reader's thread

    def state(self, book: Any) -> BookState:
        """Return what the frame shows of the book."""
        from villagebook.services import books, history
        from villagebook.services import today as today_service

        day, info = self._today(), books.info(book)
        newest = next(iter(history.entries(book, 1)), None)
        saved_at = newest.at.astimezone() if newest is not None else None
        last = books.last_backup(book)
        words, tone = backup_words(last[0].astimezone() if last else None, saved_at, day)
        shut = info.read_only and not self._as_written
        undo = None if shut else history.next_undo(book)
        redo = None if shut else history.next_redo(book)
        place = (info.township, "只读" if shut else f"{day.year}年")
        return BookState(
            village=info.name,
            place="·".join(part for part in place if part),
            undo=undo.heading if undo is not None else "",
            redo=redo.heading.partition("：")[2] if redo is not None else "",
            saved_at=saved_at,
            backup=words,
            backup_tone=tone,
            badges={page: Badge(*badge) for page, badge in today_service.badges(book, day).items()},
        )

    def search(self, book: Any, text: str) -> Sequence[Found]:
        """Return what was typed for; without text what was opened last, and what can be done."""
        from villagebook.services import search

        if not text.strip():
            return [*self._opened, *self._commands]
        hits = [as_found(hit) for hit in search.search(book, text)]
        doing = [
            Found("可以做的事", "printer", home.title, home.page, home.key, "print", "打印帮扶手册：", aside="Ctrl+P")
            for home in [hit for hit in hits if hit.group == "农户"][:1]
        ]
        return [*hits, *doing, *(command for command in self._commands if text.strip() in command.title)]

    def check(self, book: Any) -> Any:
        """Run all checks."""
        from villagebook.services import checking

        return checking.run(book, self._today())

    def check_records(self, book: Any, records: Any) -> Any:
        """Run the checks of some records' households."""
        from villagebook.services import checking

        return checking.check_records(book, records, self._today())

    # In the writer's thread

    def undo(self, book: Any, progress: Any) -> Changed:
        """Take back the last operation."""
        from villagebook.services import history

        return history.undo_last(book, actor=self._actor)

    def redo(self, book: Any, progress: Any) -> Changed:
        """Do again what was undone last."""
        from villagebook.services import history

        return history.redo_last(book, actor=self._actor)

    # In the GUI thread

    def remember(self, found: Found) -> None:
        """Keep a hit that was opened, for the next time the palette is empty."""
        if found.key is None:
            return
        same = [one for one in self._opened if (one.page, one.key) == (found.page, found.key)]
        for one in same:
            self._opened.remove(one)
        self._opened.appendleft(Found(
            "最近看过", found.icon, found.title, found.page, found.key, note=found.note, action=found.action))

    def forget(self) -> None:
        """Another book is opened."""
        self._opened.clear()


def as_found(hit: Hit) -> Found:
    """Return a services' hit as the palette shows it."""
    group, icon = HIT_GROUPS.get(hit.kind, ("其他", "file-text"))
    first, _, rest = hit.detail.partition("　")
    # What kind of record it is stands over the group already; of a person the relation says who it is.
    note, aside = (first, rest) if hit.kind == "person" else ("", "")
    if hit.kind != "person":
        aside, _, note = rest.partition("　")
    return Found(group, icon, hit.title, hit.page, hit.key, note=note, aside=aside, action=hit.action)


def backup_words(backed_up: dt.datetime | None, saved_at: dt.datetime | None, today: dt.date) -> tuple[str, str]:
    """Return the backup light's words and tone (ok or due); times are local.

    A book that has not changed since its last backup is safe, however old that is.
    """
    if backed_up is None:
        return "还没有备份", "due"
    days = (today - backed_up.date()).days
    day = {0: "今天", 1: "昨天"}.get(days, f"{backed_up:%m-%d}" if days < 300 else f"{backed_up:%Y-%m-%d}")
    changed = saved_at is not None and saved_at > backed_up
    if changed and days > BACKUP_DUE_DAYS:
        return f"上次备份 {day}，已过 {days} 天", "due"
    return f"备份正常：{day} {backed_up:%H:%M}", "ok"


def explained(error: VillagebookError) -> Trouble:
    """Return what is said about an error; one of undoing names every field that was changed since."""
    return _conflicts(error) if error.id == "undo.conflict" else Trouble.of(error)


def _conflicts(error: Any) -> Trouble:
    lines = [conflict.message for conflict in error.conflicts]
    shown, more = lines[:6], len(lines) - 6
    return Trouble(
        title="没有撤销",
        happened=f"“{error.entry.heading}”之后又改过，撤销会盖掉后来的改动。",
        subject="；\n".join(shown) + (f"；\n还有 {more} 处" if more > 0 else ""),
        ways=("先撤销后来的改动，再撤销这一步。", "或者直接把这一栏改成要的样子。"),
    )


def manual() -> Callable[[], object] | None:
    """Return what opens the manual; None if it does not come with this program."""
    page = resources.path("manual/index.html")
    if not page.is_file():
        return None

    def show() -> None:
        from PySide6.QtCore import QUrl
        from PySide6.QtGui import QDesktopServices

        QDesktopServices.openUrl(QUrl.fromLocalFile(str(page)))

    return show
