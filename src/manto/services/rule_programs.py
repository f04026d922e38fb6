"""What a policy author does with rules, from the program ``manto rules``."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from manto.kernel.errors import BadInput
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

    @app.command()
    def explain(
        file: Annotated[Path, typer.Argument(help="A service's file.")],
        test: Annotated[int, typer.Option(help="Which of its tests, from 1.")] = 1,
        language: Annotated[str, typer.Option(help="it or en.")] = "en",
    ) -> None:
        """Explain what comes of one of a file's tests, condition by condition."""
        open_city()
        _explain(file, test, language)

    @app.command(name="dry-run")
    def dry_run(
        file: Annotated[Path, typer.Argument(help="A service's file, changed.")],
        on: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day; today if left out.")] = None,
        synthetic: Annotated[int, typer.Option(help="Try it on so many synthetic residents, not on the city's.")] = 0,
    ) -> None:
        """Say who gains, who loses and of whom it becomes unknown, beside the rule that is in force."""
        open_city()
        _dry_run(file, on.date() if on else None, synthetic)

    @app.command()
    def diff(
        before: Annotated[Path, typer.Argument(help="A service's file as it was.")],
        after: Annotated[Path, typer.Argument(help="The file as it is.")],
    ) -> None:
        """Say what differs between two files of one service, version by version."""
        open_city()
        _diff(before, after)

    return app


def _one(file: Path) -> Any:
    from manto.services import rulebook

    try:
        return rulebook.read_rules([file])[0]
    except RuleMistakes as mistakes:
        console.print(mistakes.shown(), markup=False)
        raise typer.Exit(1) from None


def _explain(file: Path, test: int, language: str) -> None:
    from manto.services import rulebook
    from manto.services.rules.deciding import rule_on
    from manto.services.rules.explaining import explain
    from manto.services.rules.trying import case_of

    service = _one(file)
    if not 1 <= test <= len(service.examples):
        raise BadInput(f"The file has {len(service.examples)} tests, not a number {test}.", "Choose one of them.")
    example = service.examples[test - 1]
    rule = rule_on(service, example.on)
    if rule is None:
        console.print(f"{example.name}: no version is in force on {example.on}.", markup=False)
        return
    case = case_of(example, rulebook.language())
    decision = rule.decide(case, example.attested)
    explained = explain(rule, case, language, decision=decision)
    console.print(f"{example.name}, on {example.on}: {decision.state.value}", markup=False)
    for reason in explained.reasons:
        facts = ", ".join(
            f"{(fact.relation + ' ') if fact.relation else ''}{fact.name} {'unknown' if fact.value is None else fact.value}"
            for fact in reason.facts
        )
        law = f" [{reason.law.text[language]}]" if reason.law else ""
        console.print(f"  {reason.value.value:<15} {reason.condition}: {reason.why}{law}  ({facts})", markup=False)
    if explained.change:
        console.print(f"  It would be due if {explained.change.fact} were {explained.change.value}.", markup=False)
    if decision.to_confirm:
        console.print(f"  To confirm: {', '.join(decision.to_confirm)}.", markup=False)


def _dry_run(file: Path, on: date | None, synthetic: int) -> None:
    from django.conf import settings

    from manto.residents import programs
    from manto.residents.commands.lookups import city_day
    from manto.residents.synthetic import generate
    from manto.services import rulebook
    from manto.services.dryrun.changing import try_version
    from manto.services.dryrun.on_synthetic import try_on_synthetic

    service, now = _one(file), settings.CLOCK.now()
    day = on or city_day(now)
    before = next((one.version_on(day) for one in rulebook.services() if one.id == service.id), None)
    after = service.version_on(day)
    if synthetic:
        population = generate(programs.parameters_of_city(), size=synthetic, seed=1, on=day)
        run = try_on_synthetic(service, before, after, population, rulebook.language(), on=day)
    else:
        run = try_version(service, before, after, on=day, now=now)
    console.print(f"{service.id} on {day}, {run.residents:,} residents:", markup=False)
    for change, count in run.totals.items():
        console.print(f"  {change.replace('_', ' '):<16} {_count(count)}", markup=False)
    for one in run.breakdowns:
        groups = ", ".join(f"{group} {_count(count)}" for group, count in one.counts.items() if count != 0)
        console.print(f"  {one.change.replace('_', ' ')} by {one.dimension}: {groups}", markup=False)


def _count(count: int | None) -> str:
    return "(hidden)" if count is None else f"{count:,}"


def _diff(before: Path, after: Path) -> None:
    from manto.services.rules.comparing import differences_of

    said = list(differences_of(_one(before), _one(after)))
    for line in said or ["Nothing that decides differs."]:
        console.print(line, markup=False)


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
