"""Settings: each is complete, its default is allowed, and a bad stored value does not stop the program."""

from __future__ import annotations

import re
from datetime import date

import pytest

from villagebook.base.errors import UserError
from villagebook.base.settings import SETTINGS, Setting, read, read_days


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda s: s.id)
def test_setting_is_declared_completely(setting: Setting) -> None:
    assert re.fullmatch(r"[a-z]+\.[a-z_]+", setting.id)
    assert setting.label
    assert setting.help.endswith("。")
    assert bool(setting.choices) == (setting.kind == "choice")
    assert (setting.low < setting.high) == (setting.kind == "int")


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda s: s.id)
def test_default_is_allowed_and_read_where_nothing_is_stored(setting: Setting) -> None:
    assert setting.check(setting.default) == setting.default
    assert read(setting.id, {}) == setting.default


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda s: s.id)
@pytest.mark.parametrize("stored", [None, 1.5, 10**9, ["x"]])
def test_stored_nonsense_counts_as_not_chosen(setting: Setting, stored: object) -> None:
    assert read(setting.id, {setting.id: stored}) == setting.default


def test_start_day_does_not_count_by_default() -> None:
    assert read("notice.first_day_counts", {}) is False


@pytest.mark.parametrize(
    ("setting_id", "value"),
    [
        ("window.text_size", 89),
        ("window.text_size", True),
        ("window.theme", "purple"),
        ("notice.first_day_counts", 1),
        ("backup.folder", 5),
        ("calendar.days_off", "2026-02-30"),
    ],
)
def test_value_that_is_not_allowed_is_refused(setting_id: str, value: object) -> None:
    with pytest.raises(UserError) as caught:
        SETTINGS[setting_id].check(value)
    assert caught.value.id == "setting.value"


def test_chosen_value_is_read() -> None:
    assert read("paper.date_style", {"paper.date_style": "numerals"}) == "numerals"


def test_days_are_read_in_any_form_and_separation() -> None:
    stored = {"calendar.days_off": "2026-01-01，2026年1月2日\n20260103"}
    assert read_days("calendar.days_off", stored) == {date(2026, 1, day) for day in (1, 2, 3)}
