"""Where the program's commands hang together."""

from __future__ import annotations

import sys

import typer
from rich.console import Console

from manto.assistant.adapters.programs import make_mcp
from manto.assistant.conversation.programs import make_app as make_conversation
from manto.assistant.programs import make_app as make_preferences
from manto.cli import city, records
from manto.ledger.bundle.program import verify
from manto.ledger.node.program import register as register_records
from manto.ledger.programs.ledger import app as ledger
from manto.ledger.programs.witness import app as witness
from manto.services.journey_programs import make_app as make_journeys
from manto.services.rule_programs import make_app as make_rules

app = typer.Typer(
    name="manto",
    help="Manto: a city delivered as a service.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode="markdown",
)
city.register(app)
register_records(ledger)
app.add_typer(records.app, name="records")
app.add_typer(ledger, name="ledger")
app.add_typer(make_rules(city.open_city), name="rules")
app.add_typer(make_journeys(city.open_city), name="journeys")
app.add_typer(witness, name="witness")
app.command()(verify)
app.add_typer(make_preferences(city.open_city), name="preferences")
app.add_typer(make_conversation(city.open_city), name="conversation")
app.command("mcp")(make_mcp(city.open_city))


def main() -> None:
    """Run the program; a refusal is told on one line and ends with exit code 1."""
    try:
        app()
    except Exception as error:
        refusal = city.refusal_of(error)
        if refusal is None:
            raise
        Console(stderr=True, highlight=False).print(f"manto: {refusal.what} {refusal.next_step}".strip(), markup=False)
        sys.exit(1)
