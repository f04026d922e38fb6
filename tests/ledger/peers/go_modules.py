"""Data that others ship in Go modules, fetched by the ordinary client."""

from __future__ import annotations

import json
import subprocess
import tempfile
from pathlib import Path


def module_folder(go: str, module: str, version: str) -> Path:
    """Give the folder of a Go module."""
    with tempfile.TemporaryDirectory() as elsewhere:
        told = subprocess.run(
            [go, "mod", "download", "-json", f"{module}@{version}"], cwd=elsewhere, capture_output=True, text=True
        )
    assert told.returncode == 0, told.stdout + told.stderr
    return Path(json.loads(told.stdout)["Dir"])
