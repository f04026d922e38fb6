"""Commands that need a city: they read its folder and open its database."""

from __future__ import annotations

import os
import socket
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from manto.cli.progress import Steps
from manto.kernel.errors import BadInput, Conflict, MantoError, SetupNeeded

console = Console(highlight=False)


def register(app: typer.Typer) -> None:
    """Hang the commands of this file into the program."""
    for command in (up, migrate, serve, people, sweep, tidy, openapi):
        app.command()(command)
    app.command("import")(import_file)


def open_city() -> None:
    """Load Django and the city's rooms.

    Raises:
        SetupNeeded: The home folder cannot be written to.

    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "manto.web.settings")
    try:
        import django

        django.setup()
    except PermissionError as error:
        raise SetupNeeded(
            f"{error.filename} cannot be written to.", "Set MANTO_HOME to a folder that is yours to write."
        ) from None
    except OSError as error:
        raise SetupNeeded(f"{error.strerror}: {error.filename}.", "Set MANTO_HOME to a folder with room.") from None


def need_tables() -> None:
    """Refuse to work on a database whose tables are not there or are of another version.

    Raises:
        SetupNeeded: Says which command brings them up to date.

    """
    from django.db import DatabaseError, connection
    from django.db.migrations.executor import MigrationExecutor

    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        raise SetupNeeded(f"The city's database cannot be opened: {error}.", "Check MANTO_DATABASE_URL.") from None
    if missing:
        raise SetupNeeded("The city's database is not up to date with this program.", "Run `manto migrate` first.")


def refusal_of(error: Exception) -> MantoError | None:
    """Say in words what stopped a command; None for what nobody foresaw, also where the tables are as they should be."""
    if isinstance(error, MantoError):
        return error
    if "django.db" not in sys.modules:
        return None
    from django.db import DatabaseError

    if not isinstance(error, DatabaseError):
        return None
    try:
        need_tables()
    except SetupNeeded as needed:
        return needed
    return None


def up(
    port: Annotated[int, typer.Option(help="Where to listen, on this machine only.")] = 8000,
    people: Annotated[int, typer.Option(help="How many synthetic residents the demo city has.")] = 1000,
) -> None:
    """Bring the city up to date, then serve it.

    Makes or migrates the database, takes over what has changed in the city's folder, and serves. With MANTO_DEMO=1
    it also fills the city with the people of the demo. Doing it twice changes nothing.
    """
    _need_free_port(port)
    os.environ.setdefault("MANTO_PUBLIC_URL", f"http://localhost:{port}")  # where links, codes and wallets lead
    open_city()
    from manto.cli.bring_up import bring_up

    with Steps(console) as steps:
        bring_up(people=people, progress=steps)
    serve(port=port)


def migrate() -> None:
    """Bring the database's tables up to date with this version of the program."""
    open_city()
    from manto.cli import bring_up

    with Steps(console) as steps:
        bring_up.migrate(steps)


def serve(
    port: Annotated[int, typer.Option(help="Where to listen.")] = 8000,
    host: Annotated[str, typer.Option(help="On which address.")] = "127.0.0.1",
    workers: Annotated[int, typer.Option(help="How many processes; more than one is for PostgreSQL.")] = 1,
) -> None:
    """Serve the city until stopped."""
    _need_free_port(port, host)
    os.environ.setdefault("MANTO_PUBLIC_URL", f"http://localhost:{port}")
    open_city()
    need_tables()
    from manto.cli.serving import serve_city

    serve_city(host=host, port=port, workers=workers, console=console)


def import_file(
    file: Annotated[Path, typer.Argument(help="A file, or for GTFS a folder or zip.")],
    source: Annotated[str, typer.Option(help="Whose data it is, e.g. 'OpenStreetMap'.")],
    licence: Annotated[str, typer.Option(help="Under which licence, e.g. 'ODbL-1.0'.")],
    attribution: Annotated[str, typer.Option(help="The words its owner wants shown.")] = "",
    url: Annotated[str, typer.Option(help="Where it comes from.")] = "",
    kind: Annotated[
        str, typer.Option(help="osm, overpass, geojson, gtfs, csv, ical or schemaorg; found out when left out.")
    ] = "",
    strict: Annotated[bool, typer.Option(help="Take nothing when anything has to be left.")] = False,
    redate_to: Annotated[
        datetime | None,
        typer.Option(formats=["%Y-%m-%d"], help="Move a timetable of another year to hold on this day."),
    ] = None,
) -> None:
    """Take over places or timetables from a file.

    Doing it twice changes nothing. What cannot be taken is left and reported; nothing is half taken.
    """
    open_city()
    need_tables()
    from manto.places import programs

    with Steps(console) as steps:
        report = programs.import_file(
            file,
            kind=kind or None,
            source=source,
            licence=licence,
            attribution=attribution,
            url=url,
            strict=strict,
            redate_to=redate_to.date() if redate_to else None,
            progress=steps,
        )
    console.print(programs.describe(report))


def people(
    size: Annotated[int, typer.Option(help="How many residents, from 1,000.")] = 50_000,
    to: Annotated[
        Path | None, typer.Option(help="A file to write: .npz or .csv; without it they move in here.")
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed and size make the same people.")] = 1,
) -> None:
    """Make a synthetic population of the city, from its population.yaml.

    Nobody in it is real. With --to it is written to a file; without, it moves into the demo city's database.
    """
    open_city()
    if to is None:
        need_tables()
    from manto.residents import programs

    with Steps(console) as steps:
        count = programs.make_people(size=size, seed=seed, to=to, progress=steps)
    console.print(f"{count:,} synthetic residents {'are in ' + str(to) if to else 'have moved in'}.")


def tidy(
    thorough: Annotated[
        bool, typer.Option(help="Also rewrite the tables, so that no byte of what was erased is left; locks them.")
    ] = False,
) -> None:
    """Remove what has been kept for as long as it may be; run it every night."""
    open_city()
    need_tables()
    from django.conf import settings
    from django.core.management import call_command

    from manto.assistant.conversation.commands import forget_old_dialogues, forget_old_questions
    from manto.assistant.taste.refit import refit_shared_weights
    from manto.residents import programs
    from manto.store.outbox import forget_delivered

    events = forget_delivered(now=settings.CLOCK.now())
    facts, clear = programs.forget(thorough=thorough)
    call_command("clearsessions")
    forget_old_dialogues(now=settings.CLOCK.now())
    forget_old_questions(now=settings.CLOCK.now())
    fitted = refit_shared_weights(now=settings.CLOCK.now())
    console.print(f"Fitted what weighs on Today anew, on {fitted.sittings:,} choices that are still there.")
    console.print(fitted.trees_text, markup=False)
    console.print(f"Removed {facts:,} facts past their retention and {events:,} events told long ago.")
    if not clear:
        console.print("Some erased bytes are still in use by a running reader; the next run will clear them.")


def sweep() -> None:
    """Look ahead for everybody who agreed, now; a city that is served does so by itself each day and after a change of rules."""
    open_city()
    from django.conf import settings

    from manto.services import sweeping

    with Steps(console) as steps:
        made = sweeping.sweep(now=settings.CLOCK.now(), progress=steps)
    console.print(
        f"Looked ahead for {made.residents:,} residents, {made.changed:,} changed: {made.offers:,} new offers."
    )


def openapi() -> None:
    """Print the description of the HTTP API (OpenAPI 3.1)."""
    open_city()
    from django.core.management import call_command

    call_command("export_openapi_schema", api="manto.web.api.api", indent=2, ensure_ascii=False)


def _need_free_port(port: int, host: str = "127.0.0.1") -> None:
    if not 0 < port < 65536:
        raise BadInput(f"There is no port {port}.", "Choose one between 1024 and 65535, such as 8000.")
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise SetupNeeded(f"Port {port} is for the machine's administrator.", "Use 8000 or above.") from None
        except OSError:
            raise Conflict(
                f"Port {port} is taken by another program, perhaps by a Manto that already runs.",
                f"Open http://localhost:{port}, or choose another port: make run PORT={port + 1}.",
            ) from None
