"""A canary for the binding library: some releases lose a reference to None with every turn of the event loop."""

from __future__ import annotations

import sys

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication


def test_processing_events_loses_no_reference_to_none(app: QApplication) -> None:
    for _ in range(50):
        QCoreApplication.processEvents()
    before = sys.getrefcount(None)
    for _ in range(1000):
        QCoreApplication.processEvents()
    # A release with the fault loses one each time; from Python 3.12 on None is immortal and the count stands still.
    assert before - sys.getrefcount(None) < 200
