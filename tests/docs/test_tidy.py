"""The tree keeps its shape: sizes, left-over marks, and doctests."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
import re
import subprocess
from pathlib import Path

import manto

ROOT = Path(__file__).resolve().parents[2]
SOURCE_LINES_MAX = 400
TEST_LINES_MAX = 600
FILE_BYTES_MAX = 1_000_000


def _tracked(*patterns: str) -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z", *patterns], cwd=ROOT, capture_output=True, check=True).stdout
    return [path for name in listed.decode().split("\0") if name and (path := ROOT / name).is_file()]


def test_no_source_file_is_a_giant() -> None:
    """A file is one subject."""
    for path in _tracked("src/*.py", "web/src/*.ts", "web/src/*.tsx", "bench/*.py"):
        lines = path.read_text().count("\n")
        generated = path.name == "schema.d.ts" or "migrations" in path.parts
        assert generated or lines <= SOURCE_LINES_MAX, f"{path.relative_to(ROOT)}: {lines} lines"
    for path in _tracked("tests/*.py"):
        lines = path.read_text().count("\n")
        assert lines <= TEST_LINES_MAX, f"{path.relative_to(ROOT)}: {lines} lines"


def test_nothing_is_large_or_of_one_machine() -> None:
    """No file over a megabyte, no path of a developer's machine."""
    for path in _tracked():
        assert path.stat().st_size <= FILE_BYTES_MAX, path
        if path.suffix in (".py", ".ts", ".tsx", ".md", ".yaml", ".toml", ".json", ""):
            found = re.search(r"(?<![\w.])/(?:home|Users|root)/\w+", path.read_text(errors="ignore"))
            assert not found, f"{path.relative_to(ROOT)}: {found and found[0]}"


def test_no_mark_says_that_something_is_unfinished() -> None:
    """What is not done is in an issue, not in the code."""
    marks = re.compile(r"(#|//|/?\*|<!--) .*\b(TODO|FIXME|XXX|HACK)\b|lorem ipsum|NotImplementedError")
    for path in _tracked("src/*", "web/src/*", "demo/*", "docs/*.md"):
        found = marks.search(path.read_text(errors="ignore"))
        assert not found, f"{path.relative_to(ROOT)}: {found and found[0]}"


def test_the_examples_in_docstrings_run() -> None:
    """What a docstring shows is what happens."""
    tried = 0
    for module in pkgutil.walk_packages(manto.__path__, "manto."):
        if ".migrations" in module.name or module.name.endswith(("__main__", ".wsgi")):
            continue
        result = doctest.testmod(importlib.import_module(module.name))
        assert result.failed == 0, module.name
        tried += result.attempted
    assert tried > 20
