"""What is missing or in the way is said in one sentence, with what to do next, and nothing else."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

pytestmark = pytest.mark.process


def manto(*words: str, home: str) -> tuple[int, list[str]]:
    """Run the program; give its exit code and the lines that it wrote."""
    environment = {
        **os.environ,
        "MANTO_HOME": home,
        "MANTO_DATABASE_URL": "",
        "DJANGO_SETTINGS_MODULE": "manto.web.settings",
    }
    command = [sys.executable, "-m", "manto.cli", *words]
    done = subprocess.run(command, env={**environment, "COLUMNS": "500"}, capture_output=True, text=True, check=False)
    return done.returncode, (done.stdout + done.stderr).strip().splitlines()


def test_a_port_that_is_taken(tmp_path: Path) -> None:
    """It says which, where to look, and how to choose another."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        code, (line,) = manto("up", "--port", str(port), home=str(tmp_path))

    assert (code, f"Port {port} is taken" in line, f"make run PORT={port + 1}" in line) == (1, True, True)


def test_a_disk_that_cannot_be_written_to() -> None:
    """It says which folder, and how to choose another."""
    code, (line,) = manto("migrate", home="/proc/manto")

    assert (code, "/proc/manto" in line, "MANTO_HOME" in line) == (1, True, True)


def test_a_city_that_was_never_set_up(tmp_path: Path) -> None:
    """An import into tables that are not there yet says how to make them."""
    file = tmp_path / "places.csv"
    file.write_text("id,name,category,lat,lon\n1,A,pharmacy,45.1,10.7\n")

    code, (line,) = manto("import", str(file), "--source", "A", "--licence", "CC0-1.0", home=str(tmp_path / "home"))

    assert (code, "not up to date" in line, "`manto migrate`" in line) == (1, True, True)


def test_a_command_that_needs_what_was_never_set_up(tmp_path: Path) -> None:
    """Also one that does not ask first whether the tables are there."""
    code, (line,) = manto("journeys", "list", home=str(tmp_path / "home"))

    assert (code, "not up to date" in line, "`manto migrate`" in line) == (1, True, True)


@pytest.mark.parametrize("tool", ["node", "python"])
def test_a_tool_that_is_not_here(tool: str, tmp_path: Path) -> None:
    """Without Node or Python the build says what to install."""
    for needed in ("bash", "dirname", "env"):
        (tmp_path / needed).symlink_to(shutil.which(needed))
    done = subprocess.run(
        ["/bin/bash", str(ROOT / "scripts" / "need"), tool],
        env={"PATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
    )

    said = (done.stdout + done.stderr).strip()
    assert (done.returncode != 0, len(said.splitlines()), tool in said.lower()) == (True, 1, True)
