"""Every check: declared completely, listed, and tested by one test in which it fires and one in which it is silent."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import villagebook.checks
from villagebook.checks import CHECKS, Check
from villagebook.checks.posting import ABOUT_ENTRIES
from villagebook.models import BY_TABLE, fields_of

TESTS = Path(__file__).parents[1] / "unit" / "checks"
checks = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)


def test_functions() -> dict[str, ast.FunctionDef]:
    """All test functions of tests/unit/checks by name."""
    found = {}
    for path in sorted(TESTS.glob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_"):
                found[node.name] = node
    return found


FUNCTIONS = test_functions()
del test_functions


def name_of(check: Check) -> str:
    return check.id.replace(".", "_").replace("-", "_")


@checks
def test_it_has_a_test_in_which_it_fires(check):
    test = FUNCTIONS[f"test_fires_{name_of(check)}"]
    assert check.id in ast.unparse(test) or "only(found" in ast.unparse(test)
    assert any(isinstance(node, ast.Assert) for node in ast.walk(test)) or "only(found" in ast.unparse(test)


@checks
def test_it_has_a_test_in_which_it_is_silent(check):
    test = ast.unparse(FUNCTIONS[f"test_silent_on_{name_of(check)}"])
    assert f"found('{check.id}') == []" in test


@checks
def test_it_is_declared_completely(check):
    assert re.fullmatch(r"[a-z]+\.[a-z]+(-[a-z]+)*", check.id)
    assert check.title.strip()
    assert check.source.strip()
    assert re.search("[\u4e00-\u9fff]", check.hint)
    assert check.rule.__doc__
    for field in check.needs:
        assert field in fields_of(BY_TABLE[field.record])


def test_every_declared_check_is_listed():
    declared = set()
    for module in pkgutil.iter_modules(villagebook.checks.__path__):
        loaded = importlib.import_module(f"villagebook.checks.{module.name}")
        declared |= {value.id for value in vars(loaded).values() if isinstance(value, Check)}
    assert declared == set(CHECKS.ids)


def test_titles_are_told_apart():
    assert len({check.title for check in CHECKS}) == len(CHECKS)


def test_what_posting_asks_about_is_a_check():
    assert {check.id for check in ABOUT_ENTRIES} <= set(CHECKS.ids)
