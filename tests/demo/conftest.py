"""What the tests of the demo cities read."""

from pathlib import Path
from typing import Any

import pytest
import yaml

DEMO = Path(__file__).resolve().parents[2] / "demo"


def read(city: str, name: str) -> Any:
    """Give what a YAML or GeoJSON file of a demo city says (JSON is YAML)."""
    return yaml.load((DEMO / city / name).read_bytes(), Loader=yaml.CSafeLoader)


def places_of(city: str) -> list[dict[str, Any]]:
    """Give all places of a demo city, in the order of its files."""
    files = sorted((DEMO / city / "places").glob("*.yaml"))
    return [place for file in files for place in read(city, f"places/{file.name}")]


@pytest.fixture(scope="session")
def mantova() -> dict[str, dict[str, Any]]:
    """Give the places of Mantua by id."""
    return {place["id"]: place for place in places_of("mantova")}


@pytest.fixture(scope="session")
def shapes() -> list[dict[str, Any]]:
    """Give the drawn shapes of Mantua."""
    return read("mantova", "shapes.geojson")["features"]
