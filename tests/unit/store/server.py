"""A real PostgreSQL of the tests' own: on a unix socket in a temporary folder, never as root."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def binaries() -> Path | None:
    """Where the server's programs are; the newest version if there are several."""
    found = shutil.which("initdb")
    if found:
        return Path(found).resolve().parent
    places = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    return places[-1].parent if places else None


def _as_server(command: list[str | Path]) -> None:
    # PostgreSQL refuses to run as root.
    somebody = ["setpriv", "--reuid=postgres", "--regid=postgres", "--clear-groups"] if os.geteuid() == 0 else []
    done = subprocess.run([*somebody, *command], capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == 0, done.stdout + done.stderr


@contextmanager
def running(programs: Path) -> Iterator[Path]:
    """Start a server; give the folder of its socket, whose user is ``villagebook``."""
    # Not pytest's folder: a socket's path may have 107 characters only, and others must be able to enter.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres", "postgres")
    data = folder / "data"
    try:
        _as_server([programs / "initdb", "-D", data, "-U", "villagebook", "-A", "trust", "-E", "UTF8", "--locale=C"])
        options = f"-c listen_addresses='' -c unix_socket_directories={folder} -c fsync=off"
        start = [programs / "pg_ctl", "-D", data, "-l", folder / "log", "-o", options, "-w", "start"]
        _as_server(start)
        try:
            yield folder
        finally:
            _as_server([programs / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"])
    finally:
        shutil.rmtree(folder, ignore_errors=True)
