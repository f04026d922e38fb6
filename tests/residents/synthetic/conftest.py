"""A small city, made once for all the tests that only read it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml

from manto.residents.synthetic import Population, PopulationParameters, generate, parse_parameters

DEMO = Path(__file__).parents[3] / "demo"
TODAY = date(2026, 6, 9)


@pytest.fixture(scope="session")
def raw() -> dict[str, Any]:
    """Give what a YAML reader makes of Mantua's parameters."""
    content: dict[str, Any] = yaml.safe_load((DEMO / "mantova" / "population.yaml").read_text(encoding="utf-8"))
    return content


@pytest.fixture(scope="session")
def mantova(raw: dict[str, Any]) -> PopulationParameters:
    """Give Mantua's parameters."""
    return parse_parameters(raw)


@pytest.fixture(scope="session")
def town(mantova: PopulationParameters) -> Population:
    """Give Mantua with 20,000 residents."""
    return generate(mantova, size=20_000, seed=7, on=TODAY)
