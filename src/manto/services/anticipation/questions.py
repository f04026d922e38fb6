"""How facts are asked for."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from manto.city.address import in_the_form


@cache
def wordings() -> dict[str, dict[str, Any]]:
    """Give how facts are asked for, where the catalogue's label is not a question."""
    file = files("manto.services.anticipation").joinpath("questions.yaml")
    read: dict[str, dict[str, Any]] = in_the_form(yaml.load(file.read_bytes(), Loader=yaml.CSafeLoader))
    return read
