"""The boundary for bugs: every exception that nobody took ends here, once.

An exception in a Qt slot reaches ``sys.excepthook`` and the loop would go on as if nothing had been; the runner
passes those of its threads to the same hook. The Boundary takes them all, says what happened and offers to save
and leave. Errors made on purpose (UserError, KnownError) do not come here: the window shows them as an error panel.
"""

from __future__ import annotations

import sys
import traceback
from collections.abc import Callable
from types import TracebackType

from PySide6.QtCore import QObject, QTimer, Signal

from villagebook.base.errors import Cancelled, VillagebookError


class Boundary(QObject):
    """Takes exceptions that nobody took.

    Signals:
        known: (VillagebookError) it was one of ours after all; show the error panel.
        bug: (exception, traceback as text) show the panel that offers to save and leave.
    """

    known = Signal(object)
    bug = Signal(object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._before: Callable[..., object] | None = None

    def install(self) -> None:
        """Take over ``sys.excepthook``; what was there before is still called (it writes to stderr)."""
        self._before = sys.excepthook
        sys.excepthook = self._hook

    def uninstall(self) -> None:
        """Give ``sys.excepthook`` back."""
        if self._before is not None:
            sys.excepthook = self._before
            self._before = None

    def take(self, error: BaseException) -> None:
        """Sort an exception: ours, cancelled (silent), or a bug."""
        if isinstance(error, Cancelled):
            return
        if isinstance(error, VillagebookError):
            self.known.emit(error)
        else:
            self.bug.emit(error, "".join(traceback.format_exception(error)))

    def _hook(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if self._before is not None and not isinstance(error, VillagebookError):
            self._before(kind, error, trace)
        if issubclass(kind, KeyboardInterrupt):
            return
        # Not from inside the failing slot: the panel opens once the stack is unwound.
        QTimer.singleShot(0, self, lambda: self.take(error))
