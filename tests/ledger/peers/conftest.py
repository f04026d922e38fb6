"""Software that is not ours: built once a session from the Go modules pinned in `go/`, and left out without Go.

Where CI=true nothing is left out: a machine that cannot build the peers then fails these tests.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import subprocess
import tempfile
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

GO_MODULE = Path(__file__).parent / "go"
PROGRAMS = ["./judge", "./tesseralog", "./keyagent", "tool"]


@pytest.fixture(scope="session")
def go() -> str:
    """Give the go command, or leave the test out where there is none."""
    found = shutil.which("go")
    if found is None and os.environ.get("CI") == "true":
        pytest.fail("The peers need Go: install it (Debian: golang) so that software that is not ours can judge.")
    if found is None:
        pytest.skip("Go is not installed: nobody else judges the ledger on this machine.")
    return found


@pytest.fixture(scope="session")
def peers(go: str) -> Path:
    """Give the folder with the peers' programs, built once for the same sources."""
    sources = sorted([*GO_MODULE.rglob("*.go"), *GO_MODULE.glob("go.*")])
    name = sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:16]
    folder = Path(tempfile.gettempdir()) / f"manto-peers-{os.getuid()}-{name}"
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        built = subprocess.run(
            [go, "build", "-mod=readonly", "-o", f"{folder}/", *PROGRAMS], cwd=GO_MODULE, capture_output=True, text=True
        )
    assert built.returncode == 0, built.stderr
    return folder


@pytest.fixture(scope="session")
def judge(peers: Path) -> Any:
    """Give a function that puts questions to Go's packages and gives their verdicts: empty when they agree."""

    def ask(questions: list[dict[str, Any]]) -> list[str]:
        asked = subprocess.run([peers / "judge"], input=json.dumps(questions).encode(), capture_output=True, check=True)
        return json.loads(asked.stdout)

    return ask
