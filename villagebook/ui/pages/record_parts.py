"""Widgets of a record that are imported when a record is made, not when the program starts."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

if TYPE_CHECKING:
    from villagebook.ui.page import Context

Factory = Callable[["Context"], QWidget]


def lazily(module: str, name: str) -> Factory:
    """Return a factory that imports the module of ui/pages when a record is made."""

    def make(context: Context) -> QWidget:
        found = getattr(importlib.import_module(f"villagebook.ui.pages.{module}"), name)
        made: QWidget = found(context)
        return made

    return make
