"""How long until the window stands, beside a bare PySide6 window, in child processes that take turns.

    python -m tests.bench.bench_window [ROUNDS]

Each child prints the time from its own start (imports included) to its first painted window. Ratios count, single
seconds do not. Goal: the program's window shown in less than three times a bare one.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys

GOAL = 3.0

_SHOWN = """
import time; began = time.perf_counter()
import sys
from PySide6.QtCore import QObject, QEvent
from PySide6.QtWidgets import QApplication, QMainWindow

class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint and watched.isWidgetType() and watched.window().isVisible():
            print(f"{time.perf_counter() - began:.4f}", flush=True)
            import os; os._exit(0)
        return False

app = QApplication([])
watch = Watch()
"""

_BARE = _SHOWN + """
window = QMainWindow()
window.resize(1366, 768)
app.installEventFilter(watch)
window.show()
app.exec()
"""

_PROGRAM = _SHOWN + """
from villagebook.ui import app as program
app.installEventFilter(watch)
program.run(None)
"""


def shown(code: str) -> float:
    """Seconds until the first paint, in a child process."""
    surroundings = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "XDG_STATE_HOME": "/nonexistent"}
    done = subprocess.run([sys.executable, "-c", code], env=surroundings, text=True, capture_output=True, check=True)
    return float(done.stdout.split()[0])


def main() -> None:
    """Take turns and print the medians and their ratio."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 9
    shown(_BARE), shown(_PROGRAM)  # warm the disk cache
    bare, program = zip(*((shown(_BARE), shown(_PROGRAM)) for _ in range(rounds)), strict=True)
    ratio = statistics.median(program) / statistics.median(bare)
    print("| window | median s | ratio |")
    print("|---|---|---|")
    print(f"| bare PySide6 | {statistics.median(bare):.3f} | 1.0 |")
    print(f"| villagebook | {statistics.median(program):.3f} | {ratio:.2f} (goal < {GOAL}) |")


if __name__ == "__main__":
    main()
