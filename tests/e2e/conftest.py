"""The program as a child process."""

from __future__ import annotations

import contextlib
import functools
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
VILLAGE = ROOT / "tests" / "data" / "village"
CLEAN = tuple(str(VILLAGE / name) for name in ("户信息_干净.xlsx", "人信息_干净.xlsx", "项目资金_干净.xlsx"))
FAULTY = tuple(str(VILLAGE / name) for name in ("户信息_带错.xlsx", "人信息_带错.xlsx", "项目资金_带错.xlsx"))


@dataclass(frozen=True)
class Ran:
    """What a run of the program left: exit status and what it said."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """Its output as JSON."""
        return json.loads(self.out)


Run = Callable[..., Ran]


def program(folder: Path, *words: str | Path, day: str = "2025-11-05") -> Ran:
    """Run ``villagebook`` with words in this process and a working folder, on a day.

    A tenth of the time of a child process; test_program.py shows that a child says the same.
    """
    from villagebook.cli import main

    out, err = io.StringIO(), io.StringIO()
    with (
        pytest.MonkeyPatch.context() as patch,
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        patch.chdir(folder)
        patch.setenv("VILLAGEBOOK_TODAY", day)
        patch.setenv("VILLAGEBOOK_ACTOR", "测试")
        with pytest.raises(SystemExit) as ended:
            main([str(word) for word in words])
    return Ran(int(ended.value.code or 0), out.getvalue(), err.getvalue())


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """``program`` in an empty working folder."""
    return functools.partial(program, tmp_path)


@pytest.fixture
def child(tmp_path: Path) -> Run:
    """Run ``villagebook`` as a child process."""

    def _run(*words: str | Path, **environment: str) -> Ran:
        surroundings = {
            **os.environ,
            "VILLAGEBOOK_TODAY": "2025-11-05",
            "VILLAGEBOOK_ACTOR": "测试",
            "QT_QPA_PLATFORM": "offscreen",
            "PYTHONPATH": str(ROOT),
            **environment,
        }
        done = subprocess.run(
            [sys.executable, "-m", "villagebook", *map(str, words)],
            cwd=tmp_path,
            env=surroundings,
            text=True,
            capture_output=True,
            timeout=300,
            check=False,
        )
        return Ran(done.returncode, done.stdout, done.stderr)

    return _run


@pytest.fixture
def new(run: Run) -> Run:
    """``run`` with an empty book b.vbook in the folder."""
    made = run("new", "b.vbook", "--village", "清溪村", "--code", "350699101203")
    assert made.status == 0, made.err
    return run
