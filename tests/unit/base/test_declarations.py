"""Registry, errors, findings and progress: the small things everything else stands on."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from villagebook.base.errors import Cancelled, KnownError, UserError, VillagebookError
from villagebook.base.findings import Finding, Severity
from villagebook.base.progress import QUIET, Cancellable
from villagebook.base.registry import Registry


@dataclass(frozen=True)
class _Thing:
    id: str


THINGS = Registry("things", (_Thing("b.two"), _Thing("a.one")))


def test_registry_keeps_the_declared_order() -> None:
    assert THINGS.ids == ("b.two", "a.one")
    assert [thing.id for thing in THINGS] == ["b.two", "a.one"]
    assert len(THINGS) == 2


def test_registry_finds_by_id_and_tells_what_it_knows() -> None:
    assert THINGS["a.one"] == _Thing("a.one")
    assert THINGS.get("none") is None
    with pytest.raises(KeyError, match=r"b\.two, a\.one"):
        THINGS["none"]


def test_registry_contains_ids_and_values() -> None:
    contained: list[object] = [key for key in ("a.one", _Thing("a.one"), "none", None) if THINGS.__contains__(key)]
    assert contained == ["a.one", _Thing("a.one")]


def test_registry_refuses_two_declarations_of_one_id() -> None:
    with pytest.raises(ValueError, match=r"'a\.one'"):
        Registry("things", (_Thing("a.one"), _Thing("a.one")))


@pytest.mark.parametrize("kind", [UserError, KnownError])
def test_error_is_one_line_with_its_hint(kind: type[VillagebookError]) -> None:
    error = kind("book.locked", "书正由\n李四使用", "请稍后再开")
    assert (error.id, str(error)) == ("book.locked", "书正由 李四使用。请稍后再开")


def test_error_without_hint_has_no_full_stop() -> None:
    assert str(UserError("a.b", "没有这本书")) == "没有这本书"


def test_severities_have_the_words_of_the_window() -> None:
    assert [s.label for s in Severity] == ["错误", "请核对", "说明"]


def test_finding_cannot_be_changed() -> None:
    finding = Finding("person.id", Severity.ERROR, "350699101203000101", "证件号码", "校验位不符")
    with pytest.raises(AttributeError):
        finding.message = ""  # type: ignore[misc]


def test_progress_reports_until_it_is_cancelled() -> None:
    seen: list[tuple[int, int, str]] = []
    progress = Cancellable(lambda *step: seen.append(step))
    progress.step(1, 3, "读表")
    progress.cancel()
    with pytest.raises(Cancelled):
        progress.step(2, 3, "读表")
    assert seen == [(1, 3, "读表")]


def test_quiet_progress_never_stops() -> None:
    QUIET.step(1, 0, "")
    Cancellable().step(1, 0, "")
