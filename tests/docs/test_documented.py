"""Every setting, command, route, event and decision is documented; the two commands of the README are real."""

from __future__ import annotations

import importlib
import pkgutil
import re
from pathlib import Path

import pytest
import typer

import manto
from manto.cli.main import app
from manto.kernel.events import Event
from manto.web.api import api

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "guide"


def _source() -> str:
    files = [*ROOT.glob("src/manto/**/*.py"), ROOT / "Makefile"]
    return "\n".join(file.read_text() for file in files)


def test_every_setting_is_documented_and_every_documented_one_exists() -> None:
    """The operator's page and the code name the same variables."""
    named = set(re.findall(r"[\"'{(\s](MANTO_[A-Z_]+)\b", _source()))
    read = {
        name for name in named if re.search(rf"environ[^\n]*{name}|(flag|secret)\(\"{name}|envvar=\"{name}", _source())
    }
    documented = set(re.findall(r"`(MANTO_[A-Z_]+)`", (GUIDE / "settings.md").read_text()))

    assert set() == read - documented, "not documented"
    assert set() == documented - named, "documented, but nothing reads it"


def test_every_command_is_documented() -> None:
    """As `manto --help` lists them."""
    commands = set(typer.main.get_command(app).commands)
    documented = set(re.findall(r"^\| `manto ([a-z-]+)`", (GUIDE / "commands.md").read_text(), re.MULTILINE))

    assert commands == documented


def test_every_route_is_documented() -> None:
    """Method and path, with who may call it."""
    described = api.get_openapi_schema(path_prefix="/api/v1/")["paths"]
    routes = {f"{method.upper()} {path}" for path, methods in described.items() for method in methods}
    documented = set(re.findall(r"^\| `([A-Z]+ /api/v1/[^`]+)`", (GUIDE / "api.md").read_text(), re.MULTILINE))

    assert set() == routes - documented, "not documented"
    assert set() == documented - routes, "documented, but not served"


def test_every_event_is_documented() -> None:
    """Name and meaning, for whoever subscribes."""
    for module in pkgutil.walk_packages(manto.__path__, "manto."):
        if module.name.endswith(".events"):
            importlib.import_module(module.name)
    events = {event.name for event in Event.__subclasses__() if event.__module__.startswith("manto.")}
    documented = set(re.findall(r"^\| `([a-z_]+\.[a-z_]+)`", (GUIDE / "events.md").read_text(), re.MULTILINE))

    assert events == documented


def test_every_decision_is_in_the_index() -> None:
    """And says its status, and what would change our mind."""
    folder = ROOT / "docs" / "decisions"
    index = (folder / "index.md").read_text()

    for record in sorted(folder.glob("0*.md")):
        text = record.read_text()
        assert f"({record.name})" in index, record.name
        for part in ("Status:", "## Context", "## Decision", "## Consequences", "## What would change our mind"):
            assert part in text, f"{record.name} lacks {part}"


def test_every_room_says_what_it_promises() -> None:
    """In a paragraph of its own, at its door."""
    for room in sorted(path.parent for path in (ROOT / "src" / "manto").glob("*/__init__.py")):
        assert len((importlib.import_module(f"manto.{room.name}").__doc__ or "").split()) > 12, room.name


@pytest.mark.parametrize("target", ["run", "test"])
def test_the_readme_has_the_two_commands(target: str) -> None:
    """And the Makefile has their targets."""
    assert f"make {target}" in (ROOT / "README.md").read_text()
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(), re.MULTILINE)


def test_the_license_is_the_european_unions() -> None:
    """Word for word, and named the same everywhere."""
    assert (ROOT / "LICENSE").read_text().startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")
    assert 'license = "EUPL-1.2"' in (ROOT / "pyproject.toml").read_text()
    assert "license: EUPL-1.2" in (ROOT / "publiccode.yml").read_text()
