"""Files of the program, found in each kind of installation and never outside their folder."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from villagebook.base import resources
from villagebook.base.errors import KnownError


def test_checkout_has_its_resources_beside_the_package() -> None:
    assert resources.root() == Path(resources.__file__).parents[2] / "resources"


def test_wheel_is_asked_before_a_folder_beside_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "villagebook"
    (package / "_resources").mkdir(parents=True)
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", package)
    assert resources.path("fonts/a.ttf") == package / "_resources" / "fonts" / "a.ttf"


def test_frozen_program_uses_the_folder_it_was_unpacked_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources.path("icons/a.svg") == tmp_path / "resources" / "icons" / "a.svg"


@pytest.mark.parametrize(
    "name", ["", "../a", "fonts/../../a", "/etc/passwd", "C:/a", "C:a", "fonts\\a", "\\\\server\\a", "..", "a\0b"]
)
def test_name_that_leaves_the_folder_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="no name of a resource"):
        resources.path(name)


def test_text_is_read_as_utf8(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    (tmp_path / "resources").mkdir()
    (tmp_path / "resources" / "手册.md").write_bytes("一本清".encode())
    assert resources.text("手册.md") == "一本清"


def test_missing_file_of_the_program_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    with pytest.raises(KnownError) as caught:
        resources.text("manual/none.md")
    assert caught.value.id == "resources.missing"
