"""What the command line does for the conversation: ``manto conversation``."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from manto.kernel.errors import SetupNeeded


def make_app(open_city: Callable[[], None]) -> typer.Typer:
    """Give the program, which opens the city only where a command needs it."""
    app = typer.Typer(help="Conversation: measure how well it understands, try a question.", no_args_is_help=True)
    app.command()(evaluate)

    @app.command()
    def prepare() -> None:
        """Lay the phrasings into the full text, and train the matrix; `manto up` does it too."""
        open_city()
        from manto.assistant.conversation.intents import prepare as run

        Console(highlight=False).print(f"Ready, with {run():,} ways to ask.")

    @app.command("understand")
    def understand_it(question: Annotated[str, typer.Argument(help="In any of the city's languages.")]) -> None:
        """Say what a question is taken to mean, and how likely that is."""
        open_city()
        from manto.assistant.conversation.intents import CERTAIN_FROM, understand
        from manto.assistant.conversation.safety import warned_of

        console = Console(highlight=False)
        warned = warned_of(question)
        if warned:
            console.print(f"{warned.group}: {warned.rule}, by its words")
        for one in understand(question)[:5]:
            console.print(f"{one.likely:.3f} {one.intent}{'' if one.likely >= CERTAIN_FROM else ' (not certain)'}")

    @app.command()
    def answers(
        file: Annotated[Path, typer.Argument(help="Questions that nothing was learned from, as YAML.")],
        part: Annotated[str | None, typer.Option(help="Which part of the file; all of it when left out.")] = None,
    ) -> None:
        """Count of a file's questions what this city answers rightly, wrongly, or refuses; JSON to standard output."""
        open_city()
        from manto.assistant.conversation.own_measure import measured_on

        print(json.dumps(measured_on(file, part), indent=1))

    return app


def evaluate(
    file: Annotated[
        Path, typer.Argument(help="Training questions, …train….csv or .csv.gz; the test file lies beside it.")
    ],
    semantic: Annotated[bool, typer.Option(help="Use the sentence model of manto[semantic].")] = False,
) -> None:
    """Measure how well intents are found in questions of BANKING77's form; JSON to standard output."""
    from manto.assistant.conversation.evaluation import evaluate as run
    from manto.assistant.conversation.sentence_model import packaged_model

    model = packaged_model() if semantic else None
    if semantic and model is None:
        raise SetupNeeded("The sentence model is not installed.", "See docs/guide/conversation.md, the semantic extra.")
    console = Console(stderr=True, highlight=False)
    print(json.dumps(run(file, model=model, progress=lambda text: console.print(text, markup=False)), indent=1))
