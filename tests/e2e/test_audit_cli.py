"""The evidence package on the command line, and its proof with sha256sum and openssl alone."""

from __future__ import annotations

import re
import shutil
import subprocess
import zipfile
from pathlib import Path

import pytest

from tests import made_books
from tests.e2e.conftest import Run, program

OPENSSL, SHA256SUM, UNZIP = shutil.which("openssl"), shutil.which("sha256sum"), shutil.which("unzip")
needs_tools = pytest.mark.skipif(OPENSSL is None or SHA256SUM is None, reason="openssl and sha256sum are not installed")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the sample book, s.vbook, and its package of 2025."""
    folder = tmp_path_factory.mktemp("made")
    shutil.copytree(made_books.sample(), folder / "s.vbook")
    ran = program(folder, "audit", "s.vbook", "--year", "2025", "-o", "证据包.zip")
    assert (ran.status, ran.err) == (0, "")
    return folder


@pytest.fixture
def sample(new: Run, made: Path, tmp_path: Path) -> Run:
    """The program beside copies of them."""
    shutil.copytree(made / "s.vbook", tmp_path / "s.vbook")
    shutil.copyfile(made / "证据包.zip", tmp_path / "证据包.zip")
    return new


def instructions(folder: Path) -> list[str]:
    """The commands that the page in the package tells people to type."""
    text = (folder / "验证说明.txt").read_text("utf-8-sig")
    found = re.findall(r"^ {4}((?:sha256sum|find|openssl) .*)$", text, re.MULTILINE)
    assert len(found) == 4
    return found


@needs_tools
def test_its_own_instructions_prove_it_without_this_program(sample: Run, tmp_path: Path) -> None:
    folder = tmp_path / "解压"
    with zipfile.ZipFile(tmp_path / "证据包.zip") as archive:
        archive.extractall(folder)
    said = []
    for command in instructions(folder):
        ran = subprocess.run(["sh", "-c", command], cwd=folder, capture_output=True, text=True, check=True, timeout=60)
        said.append(ran.stdout)
    sums, count, signed, fingerprint = said
    lines = sums.splitlines()
    assert all(line.endswith(": OK") for line in lines)
    assert int(count) == len(lines) + 2
    assert "Verified Successfully" in signed
    assert fingerprint.split()[0] in (folder / "验证说明.txt").read_text("utf-8-sig")
    assert fingerprint.split()[0] == sample("verify", "证据包.zip", "--json").json["key"]
    changed = folder / "index.html"
    changed.write_bytes(changed.read_bytes() + b" ")
    ran = subprocess.run([SHA256SUM, "-c", "SHA256SUMS"], cwd=folder, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "index.html: FAILED" in ran.stdout


@pytest.mark.skipif(UNZIP is None, reason="unzip is not installed")
def test_other_programs_read_its_chinese_names(sample: Run, tmp_path: Path) -> None:
    words = [UNZIP, "-qq", "证据包.zip", "-d", "别的"]
    ran = subprocess.run(words, cwd=tmp_path, check=True, capture_output=True, env={"LANG": "C.UTF-8"})
    assert ran.stderr == b""
    assert (tmp_path / "别的" / "台账").is_dir()


def test_verify_says_whether_a_package_is_untouched_and_whose(sample: Run, tmp_path: Path) -> None:
    ran = sample("verify", "证据包.zip", "--book", "s.vbook")
    assert ran.status == 0
    assert "都是原样" in ran.out
    shutil.copyfile(tmp_path / "证据包.zip", tmp_path / "改.zip")
    with zipfile.ZipFile(tmp_path / "改.zip", "a") as archive:
        archive.writestr("凭证/补的.jpg", b"x")
    ran = sample("verify", "改.zip")
    assert ran.status == 1
    assert "多了文件“凭证/补的.jpg”" in ran.out
    assert sample("verify", "s.vbook").status == 0
    missing = sample("verify", "没有.zip")
    assert (missing.status, missing.out) == (2, "")


def test_the_redacted_one_verifies_too(sample: Run) -> None:
    made = sample("audit", "s.vbook", "--year", "2025", "-o", "公开.zip", "--redacted", "--json")
    assert made.status == 0
    proof = sample("verify", "公开.zip", "--book", "s.vbook", "--json")
    assert (proof.status, proof.json["findings"], proof.json["facts"]["edition"]) == (0, [], "redacted")
    assert proof.json["key"] == made.json["key"]
