"""What this computer keeps for the window: chosen settings, the last book, columns and places of pages.

Settings of scope ``computer`` are declared in base/settings.py; those of scope ``book`` live in the book and go
through services.overrides. GUI thread only, except ``Preferences.setting``, which any thread may ask.
"""

from __future__ import annotations

import contextlib
import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from platformdirs import user_config_path, user_state_path

from villagebook.base import settings
from villagebook.base.errors import KnownError

_APP = "villagebook"
RECENT = 6


class _Kept:
    """A JSON object in a file; one that cannot be read counts as empty, so that the program still starts."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.values: dict[str, Any] = {}
        with contextlib.suppress(OSError, ValueError):
            read = json.loads(file.read_text(encoding="utf-8"))
            self.values = read if isinstance(read, dict) else {}

    def write(self) -> None:
        """Write all of it, or nothing; OSError if the place cannot be written."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        new = self.file.with_suffix(".new")
        new.write_text(json.dumps(self.values, ensure_ascii=False, indent=1), encoding="utf-8")
        new.replace(self.file)


class Preferences:
    """Settings of this computer, and what the window remembers.

    Args:
        config: File of the settings a person chose.
        state: File of what the window remembers by itself.
    """

    def __init__(self, config: Path, state: Path) -> None:
        self._config, self._state = _Kept(config), _Kept(state)

    def setting(self, setting_id: str) -> settings.Value:
        """Return a setting of this computer, its default until somebody chose."""
        return settings.read(setting_id, self._config.values)

    def is_chosen(self, setting_id: str) -> bool:
        """Say whether somebody chose a value for a setting."""
        return setting_id in self._config.values

    def choose(self, setting_id: str, value: object) -> None:
        """Keep a chosen value.

        Raises:
            UserError: the setting does not allow it. KnownError: it cannot be written.
        """
        self._config.values[setting_id] = settings.SETTINGS[setting_id].check(value)
        try:
            self._config.write()
        except OSError as error:
            raise KnownError(
                "settings.not_written", f"设置没有记下来：{error.strerror}", "这次打开的窗口仍按新设置显示"
            ) from error

    def kept(self, name: str, otherwise: Any = None) -> Any:
        """Return what was remembered under a name."""
        return self._state.values.get(name, otherwise)

    def keep(self, name: str, value: Any) -> None:
        """Remember a JSON value."""
        if self._state.values.get(name) == value:
            return
        self._state.values[name] = value
        # Where the window stood is not worth a message, least of all while it closes.
        with contextlib.suppress(OSError):
            self._state.write()

    @property
    def recent(self) -> list[str]:
        """Books opened last, the newest first; those in folders that are gone are left out."""
        found = [book for book in self.kept("books", []) if isinstance(book, str)]
        return [book for book in found if "://" in book or Path(book).is_dir()]

    def opened(self, book: str) -> None:
        """Remember that a book was opened now."""
        place = book if "://" in book else str(Path(book).resolve())
        self.keep("books", [place, *(b for b in self.recent if b != place)][:RECENT])


@lru_cache(maxsize=1)
def current() -> Preferences:
    """Return those of the person at this computer."""
    return Preferences(user_config_path(_APP) / "settings.json", user_state_path(_APP) / "window.json")
