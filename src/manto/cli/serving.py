"""Running the server."""

from __future__ import annotations

import os
import tempfile
import warnings

from django.conf import settings
from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from rich.console import Console

from manto.kernel.errors import BadInput

# Enough to keep a disk and a database busy; more only wait for the interpreter.
THREADS_PER_WORKER = 4
# Then a worker that did not hear the signal is killed: what it had acknowledged is on disk.
STOP_S_MAX = 5


def serve_city(*, host: str, port: int, workers: int, console: Console) -> None:
    """Serve the city until stopped.

    Raises:
        BadInput: Several workers on SQLite, whose one writer lives in one process.

    """
    if workers > 1 and settings.IS_SQLITE:
        raise BadInput(
            "SQLite is served by one process, whose one writer commits in groups.",
            "Set MANTO_DATABASE_URL to a PostgreSQL database, or leave --workers at 1.",
        )
    if workers > 1:
        os.environ.setdefault("PROMETHEUS_MULTIPROC_DIR", tempfile.mkdtemp(prefix="manto-metrics-"))
    warnings.filterwarnings("ignore", message="No directory at")  # static files are found where they lie
    server = Granian(
        "manto.web.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS_PER_WORKER,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=STOP_S_MAX,
    )
    server.on_startup(lambda: _say_where(console, port))
    server.serve()


def _say_where(console: Console, port: int) -> None:
    city = settings.CITY
    console.print(f"\n[bold]{city.name[city.default_language]}[/] is at [bold]http://localhost:{port}[/]")
    if settings.MANTO_DEMO:
        console.print(f"  Step into a resident or a clerk:  http://localhost:{port}/personas")
        console.print(f"  Staff desk, as Chiara or Davide:  http://localhost:{port}/desk")
    console.print(
        f"  API: http://localhost:{port}/api/v1/openapi.json   Data: {settings.HOME}   Stop: Ctrl-C\n", soft_wrap=True
    )
