"""The shared vectors of geometry."""

from __future__ import annotations

from pathlib import Path

from tests.vectors.make_geo import text


def test_file_is_what_its_maker_makes() -> None:
    """Nobody mends a number by hand."""
    kept = (Path(__file__).parent / "geo.json").read_text()

    assert kept == text()
