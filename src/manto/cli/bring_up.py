"""Bringing a city's database up to what its folder says."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.core.management import call_command
from django.db import OperationalError, connection
from django.db.migrations.executor import MigrationExecutor

from manto.assistant.conversation.intents import prepare as prepare_conversation
from manto.kernel.errors import SetupNeeded
from manto.places.programs import import_city, import_declared
from manto.records.programs import bring_up as bring_up_register
from manto.residents.programs import fill_demo
from manto.services.programs import bring_up_services, fill_desks_in_demo, look_ahead_in_demo

Progress = Callable[[str, int, int], None]


def bring_up(*, people: int, progress: Progress) -> None:
    """Make or migrate the database, take over the city's folder, and fill the demo; twice is once.

    Raises:
        SetupNeeded: The database cannot be reached or written to.

    """
    migrate(progress)
    import_city(settings.CITY, progress)
    import_declared(settings.CITY, settings.SHARED, progress)
    bring_up_services(progress)
    if settings.MANTO_DEMO:
        fill_demo(people=people, progress=progress)
        look_ahead_in_demo(progress)
    bring_up_register(progress)
    if settings.MANTO_DEMO:
        fill_desks_in_demo(progress)
    progress("Learning how people ask", 0, 1)
    prepare_conversation()
    progress("Learning how people ask", 1, 1)


def migrate(progress: Progress) -> None:
    """Bring the tables up to date.

    Raises:
        SetupNeeded: The database cannot be reached or written to.

    """
    settings.HOME.mkdir(parents=True, exist_ok=True)
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            progress("Preparing the database", 0, 1)
            call_command("migrate", verbosity=0, interactive=False)
            progress("Preparing the database", 1, 1)
    except OperationalError as error:
        raise SetupNeeded(
            f"The database cannot be used: {str(error).strip()}.",
            "Check MANTO_DATABASE_URL, or that the home folder has room and is yours to write.",
        ) from None
