"""A cancelled run of a line that a resident takes: told before she stands at the stop."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from manto.assistant.offering.offers import Candidate
from manto.assistant.wording import texts
from manto.city.wording import time_text
from manto.places.live_board import cancelled_runs, leaves, next_like
from manto.places.queries import places_by_id
from manto.places.timetable import Departure

SHOWN_MAX = 2
MATTERS = 90
NEXT_WITHIN = timedelta(hours=2)


def lines_in(text: str) -> tuple[str, ...]:
    """Read the lines that somebody named in her own words.

    >>> lines_in("4C, 2 e 9")
    ('4C', '2', '9')
    """
    return tuple(word for word in re.split(r"[\s,;]+", text) if any(letter.isdigit() for letter in word))


def from_usual_lines(said: str, language: str, here: datetime) -> list[Candidate]:
    """Give the runs of somebody's lines that are cancelled in the next hours, as what cannot wait.

    Args:
        said: Which lines she takes, and from where if she told, in her own words.
        language: In which it is worded.
        here: City time.

    """
    lines = lines_in(said)
    runs = cancelled_runs(lines, here)[:SHOWN_MAX] if lines else []
    if not runs:
        return []
    stops = places_by_id({one.place for run in runs for one in run}, now=here, language=language)
    names = {id_: stop.name for id_, stop in stops.items()}
    return [_candidate(her_departure(run, names, said), names, language, here) for run in runs]


def her_departure(run: Sequence[Departure], names: Mapping[str, str], said: str) -> Departure:
    """Choose the stop of a run that her words name, by a word that no other of its stops has; else the first."""
    spoken = _words(said)
    words = {one.place: _words(names.get(one.place, "")) for one in run}
    shared = Counter(word for of_stop in words.values() for word in of_stop)
    named = (one for one in run if any(shared[word] == 1 for word in words[one.place] & spoken))
    return next(named, run[0])


def _words(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.casefold()) if len(word) > 2}


def _candidate(gone: Departure, names: Mapping[str, str], language: str, here: datetime) -> Candidate:
    id_ = f"{gone.trip}@{gone.day}"
    values = {
        "line": gone.line,
        "headsign": gone.headsign,
        "stop": names.get(gone.place, ""),
        "time": time_text(gone.at),
    }
    after = next_like(gone, NEXT_WITHIN, here)
    return Candidate(
        kind="service",
        subject=f"service:run:{id_}",
        category="service:mobility",
        group="service",
        ends=gone.at,
        first="deadline",
        by=gone.at.date(),
        matters=MATTERS,
        shown={
            "id": id_,
            "title": texts.say("disruption.title", language, **values),
            "text": texts.say("disruption.next", language, time=time_text(leaves(after)))
            if after
            else texts.say("disruption.no_next", language),
            "when_text": None,
            "why": texts.say("disruption.why", language, **values),
            "act": texts.say("disruption.act", language),
            "href": f"/places/{gone.place}",
            "journey": "",
            "urgent": True,
        },
    )
