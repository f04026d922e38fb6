"""What the command line does for this room's learning: ``manto preferences``."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.console import Console
from rich.table import Table

from manto.kernel.errors import BadInput, Conflict, UnknownName

if TYPE_CHECKING:
    from manto.assistant.evaluation.judging import Judged

SHOWN = ("last_of_an_outing", "returns", "first_visits", "all_positions")


def make_app(open_city: Callable[[], None]) -> typer.Typer:
    """Give the program, which opens the city only where a command needs it."""
    app = typer.Typer(help="Learned preferences: evaluate them, see how learning behaves.", no_args_is_help=True)
    app.command()(evaluate)

    @app.command()
    def simulate(
        weeks: Annotated[int, typer.Option(min=1, max=52, help="How many weeks, ending now.")] = 12,
        persona: Annotated[list[str] | None, typer.Option(help="Only these; all with a taste when left out.")] = None,
        crowd: Annotated[int, typer.Option(min=0, help="How many synthetic residents join them, once a week.")] = 0,
    ) -> None:
        """Let the people of the demo use Today for some weeks, each with a taste of their own (tastes.yaml)."""
        open_city()
        from django.conf import settings

        from manto.assistant.simulation import simulate as run

        console = Console(stderr=True, highlight=False)
        if not settings.MANTO_DEMO:
            raise Conflict("This is not a demo city.", "Set MANTO_DEMO=1 where the residents are invented.")
        with console.status("beginning") as status:
            told = run(
                weeks=weeks,
                only=tuple(persona or ()),
                crowd=crowd,
                now=settings.CLOCK.now(),
                progress=lambda text: _tell(console, status, text),
            )
        for name, accepted in told.items():
            console.print(f"{name}: accepted {accepted}", markup=False)

    @app.command()
    def offpolicy(
        weeks: Annotated[int, typer.Option(min=1, max=520, help="How many weeks of the log, ending now.")] = 26,
        out: Annotated[Path | None, typer.Option(help="Where the JSON goes; - or nothing: to standard output.")] = None,
        policy: Annotated[
            list[str] | None, typer.Option(help="Only cards of this policy; with trees and without when left out.")
        ] = None,
    ) -> None:
        """Say what Today's last card would earn without the draw, or drawn by lot, where the log can tell."""
        open_city()
        from django.conf import settings

        from manto.assistant.evaluation.judging import judge
        from manto.assistant.fairness.drawn_cards import drawn_cards
        from manto.assistant.offering.policy import LEARNED_POLICIES

        if unknown := set(policy or ()) - set(LEARNED_POLICIES):
            raise UnknownName("policy", min(unknown), LEARNED_POLICIES)
        policies = tuple(policy or LEARNED_POLICIES)
        now = settings.CLOCK.now()
        judged = judge([card for _, card in drawn_cards(now - timedelta(weeks=weeks), now, policies=policies)])
        console = Console(stderr=True, highlight=False)
        _show_judged(console, judged)
        _write(json.dumps({"weeks": weeks, "of": policies, **asdict(judged)}, indent=1), out)

    return app


def evaluate(
    file: Annotated[Path, typer.Argument(help="Check-ins as CSV or TSV, plain or packed (gz, bz2, xz, zip).")],
    column: Annotated[
        list[str] | None,
        typer.Option(help="Say which column means what, as user=NAME or place=2; see docs/ideas/preferences.md."),
    ] = None,
    protocols: Annotated[str, typer.Option(help="Which of S, T and F.")] = "STF",
    out: Annotated[Path | None, typer.Option(help="Where the JSON goes; - or nothing: to standard output.")] = None,
    rows_max: Annotated[int, typer.Option(min=100, help="Draw residents when there are more check-ins.")] = 1_000_000,
    least: Annotated[int, typer.Option(min=0, help="Leave out places and residents with fewer check-ins.")] = 0,
    residents_min: Annotated[int, typer.Option(min=1, help="Residents behind each number of the city.")] = 5,
    trees: Annotated[bool, typer.Option(help="Use the reranker, where manto[rerank] is installed.")] = True,
    validate: Annotated[bool, typer.Option(help="Report on the validation part and never look at the test.")] = False,
) -> None:
    """Predict, then update, in the order of time, on any file of check-ins; beside two simple counters."""
    from manto.assistant.evaluation.evaluate import PROTOCOLS
    from manto.assistant.evaluation.evaluate import evaluate as run
    from manto.assistant.evaluation.walk import Plan

    chosen = protocols.upper()
    if not chosen or set(chosen) - set(PROTOCOLS):
        raise BadInput(f"'{protocols}' names no protocols.", "Write some of S, T and F, such as STF.")
    told = dict(_pair(one) for one in column or ())
    console = Console(stderr=True, highlight=False)
    with console.status("reading") as status:
        said = run(
            file,
            told=told,
            protocols="".join(dict.fromkeys(chosen)),
            rows_max=rows_max,
            least=least,
            plan=Plan(residents_min=residents_min, trees=trees, validate=validate),
            progress=lambda text: _tell(console, status, text),
        )
    _show(console, said)
    _write(json.dumps(said, indent=1), out)


def _write(text: str, out: Path | None) -> None:
    if out is None or str(out) == "-":
        print(text)
    else:
        out.write_text(text + "\n")


def _show_judged(console: Console, judged: Judged) -> None:
    shown = "nothing" if judged.useful is None else f"{judged.useful:.1%}"
    console.print(
        f"{judged.cards:,} cards were drawn and shown to {judged.residents:,} residents; accepted: {shown}",
        markup=False,
    )
    for one in judged.policies:
        for name, estimate in (("SNIPW", one.weighed), ("doubly robust", one.robust)):
            said = (
                f"says nothing: {estimate.why_not}"
                if estimate.value is None
                else f"{estimate.value:.1%} [{estimate.low:.1%} to {estimate.high:.1%}]"
            )
            worth = f"effective sample size {estimate.effective:,.0f}"
            console.print(f"{one.policy.replace('_', ' ')}, {name}: {said}; {worth}", markup=False)


def _tell(console: Console, status: Any, text: str) -> None:
    if console.is_terminal:
        status.update(text)
    else:
        console.print(text, markup=False)


def _pair(text: str) -> tuple[str, str]:
    meaning, separator, name = text.partition("=")
    if not separator or not name:
        raise BadInput(f"--column {text} says nothing.", "Write it as user=NAME.")
    return meaning.strip(), name.strip()


def _show(console: Console, said: dict[str, Any]) -> None:
    console.print(
        f"{said['file']}: {said['checkins']:,} check-ins, {said['residents']:,} residents, "
        f"{said['places_ranked']:,} places. {said['rule']}",
        markup=False,
    )
    for note in said["notes"]:
        console.print(f"· {note}", markup=False)
    for protocol, figures in said["protocols"].items():
        table = Table("", "n", "@1", "@5", "@10", "MRR", title=f"{protocol}: {figures['means']}")
        for part in SHOWN:
            _lines(table, part.replace("_", " "), figures[part])
        for known, part in figures["by_rows_known"].items():
            if part["n"]:
                _lines(table, f"{known} rows known", part)
        _lines(table, "discovery", figures["discovery"])
        console.print(table)


def _lines(table: Table, title: str, part: dict[str, Any]) -> None:
    table.add_section()
    for name, figures in part["methods"].items():
        cells = [_cell(figures[measure]) for measure in ("acc_1", "acc_5", "acc_10", "mrr")]
        table.add_row(f"{title}: {name}", f"{part['n']:,}", *cells)


def _cell(figure: dict[str, float]) -> str:
    if "low" not in figure:
        return f"{figure['value']:.3f}"
    return f"{figure['value']:.3f} [{figure['low']:.3f} {figure['high']:.3f}]"
