"""For all tests: no screen, one language, and nothing of the person who runs them.

The settings below must be there before anything of Qt or the program is imported, so they stand outside fixtures.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile

from hypothesis import settings

# Without a platform of its own Qt aborts the process where there is no display.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["LANG"] = os.environ["LC_ALL"] = "C.UTF-8"

# Settings, caches and last books of the person stay out of the tests, and the tests' out of theirs.
_HOME = tempfile.mkdtemp(prefix="villagebook-tests-")
atexit.register(shutil.rmtree, _HOME, ignore_errors=True)
for _name in ("CONFIG", "DATA", "CACHE", "STATE"):
    os.environ[f"XDG_{_name}_HOME"] = f"{_HOME}/{_name.lower()}"
for _name in [name for name in os.environ if name.startswith("VILLAGEBOOK_")]:
    del os.environ[_name]

# A slow machine is no failure. In CI every run tries the same examples.
settings.register_profile("villagebook", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("villagebook")
