"""What a policy author does with rules, from the program ``manto rules``."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from manto.services.rules.mistakes import RuleMistakes

console = Console(highlight=False, soft_wrap=True)
Files = Annotated[list[Path] | None, typer.Argument(help="Files of services; all of the city's when left out.")]


def make_app(open_city: Callable[[], None]) -> typer.Typer:
    """Make the commands.

    Args:
        open_city: Loads the city whose facts and districts the rules name.

    """
    app = typer.Typer(help="Check, try and explain the rules of services.", no_args_is_help=True)

    @app.command()
    def check(files: Files = None) -> None:
        """Read rules and show every mistake at its place, with what was probably meant."""
        open_city()
        _read(files)

    @app.command()
    def test(files: Files = None) -> None:
        """Try the tests that stand in the files."""
        open_city()
        _try(files)

    return app


def _read(files: list[Path] | None) -> list[object]:
    from manto.services import rulebook

    paths = files or rulebook.rule_files()
    try:
        services = rulebook.read_rules(paths)
    except RuleMistakes as mistakes:
        console.print(mistakes.shown(), markup=False)
        count = len(mistakes.mistakes)
        console.print(
            f"\n{count} mistake{'s' if count > 1 else ''} in {len(paths)} file{'s' if len(paths) > 1 else ''}."
        )
        raise typer.Exit(1) from None
    versions = sum(len(service.versions) for service in services)
    console.print(f"{len(services)} services in {versions} versions: nothing is wrong with them.")
    return list(services)


def _try(files: list[Path] | None) -> None:
    from manto.services import rulebook
    from manto.services.rules.trying import try_examples

    paths = files or rulebook.rule_files()
    try:
        services = list(zip(paths, rulebook.read_rules(paths), strict=True))
    except RuleMistakes as mistakes:
        console.print(mistakes.shown(), markup=False)
        raise typer.Exit(1) from None
    failed = 0
    for path, service in services:
        for failure in try_examples(service, rulebook.language()):
            failed += 1
            console.print(f"{path}:{failure.example.line}: {failure.example.name}: {failure.said}", markup=False)
    tried = sum(len(service.examples) for _, service in services)
    console.print(f"{tried} tests of {len(services)} services, {failed or 'none'} failed.")
    if failed:
        raise typer.Exit(1)
