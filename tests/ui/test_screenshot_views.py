"""Every view of a page with several can be drawn by its name."""

from __future__ import annotations

import pytest

from villagebook.ui import screenshot
from villagebook.ui.pages import funds_host, notices_host, projects_host

HOSTS = {"projects": projects_host.VIEWS, "funds": funds_host.VIEWS, "notices": notices_host.VIEWS}


@pytest.mark.parametrize("page", HOSTS)
def test_every_view_but_the_first_is_drawn_by_its_title(page: str) -> None:
    _, *others = HOSTS[page]
    named = {place: name for name, place in screenshot.VIEWS.items()}
    assert {named.get((page, view.id)) for view in others} == {view.title for view in others}
