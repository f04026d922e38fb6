"""The judges from outside: the npm package @sd-jwt/core, and the Python package sd-jwt."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parents[1] / "judge"
needs_npm_judge = pytest.mark.skipif(
    shutil.which("node") is None or not (HERE / "node_modules").is_dir(),
    reason="the npm judge is not installed: npm --prefix tests/records/judge ci",
)


def npm_judge(**asked: Any) -> dict[str, Any]:
    """Ask @sd-jwt/core."""
    ran = subprocess.run(
        ["node", "judge.mjs"], cwd=HERE, input=json.dumps(asked), capture_output=True, text=True, check=True, timeout=60
    )
    answer: dict[str, Any] = json.loads(ran.stdout)
    return answer
