"""Deciding again from its record what was decided, by the version of the rule that decided then."""

from __future__ import annotations

from datetime import date

from manto.city.wording import day_text
from manto.kernel.errors import BadInput, Conflict, NotFound
from manto.residents.refused import refusals
from manto.services import rulebook
from manto.services.models import Case
from manto.services.rules.record import name_of, replay
from manto.services.wording import texts


def say_replayed(case: Case, language: str) -> str | None:
    """Say whether the same comes out again, whatever the law and the registers say by now; None where nothing was kept."""
    record = (case.explanation or {}).get("record")
    if record is None:
        return None
    try:
        service, version = rulebook.archived(record["version"])
        replay(record, service, version)
    except (BadInput, Conflict, NotFound) as error:
        return refusals(language).say(error.what)
    day = day_text(date.fromisoformat(record["on"]), language)
    return texts.say("explain.again", language, day=day, name=name_of(record)[:12])
