"""Who is at this computer, and which day it is there; asked by the window and the command line only.

Everything below them takes the day and the person as arguments.
"""

from __future__ import annotations

import datetime as dt
import getpass
import os

from villagebook.base.days import parse_day


def today() -> dt.date:
    """The computer's day; tests and repeatable runs set VILLAGEBOOK_TODAY."""
    fixed = os.environ.get("VILLAGEBOOK_TODAY")
    return parse_day(fixed) if fixed else dt.date.today()


def actor() -> str:
    """Who is at the keyboard: VILLAGEBOOK_ACTOR, else the computer's user."""
    name = os.environ.get("VILLAGEBOOK_ACTOR")
    if name:
        return name
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # no such user in this container; no pwd module on Windows
        return "信息员"
