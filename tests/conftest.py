"""What every test may ask for."""

import os
from pathlib import Path

import pytest

SHARED = Path(os.environ.get("MANTO_SHARED", Path(__file__).resolve().parents[2] / "shared" / "data"))


@pytest.fixture(scope="session")
def shared() -> Path:
    """Give the folder of reference data beside the checkout, or skip."""
    if not SHARED.is_dir():
        pytest.skip(f"reference data is not at {SHARED}")
    return SHARED
