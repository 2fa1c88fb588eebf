"""The manual's generated chapters are those of the program as it is."""

from __future__ import annotations

import pytest

from villagebook.base import resources
from villagebook.services.manual import CHAPTERS


@pytest.mark.parametrize("name", CHAPTERS)
def test_chapter_is_what_the_declarations_say(name: str) -> None:
    """If this fails: python -m villagebook.services.manual, and read what changed."""
    assert resources.text(f"manual/{name}") == CHAPTERS[name]()


@pytest.mark.parametrize("name", CHAPTERS)
def test_manual_leads_to_the_chapter(name: str) -> None:
    assert f"({name})" in resources.text("manual/README.md")
