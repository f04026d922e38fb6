"""What an editor reads of how often things were opened: weeks, counts and what they are worth, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from math import ceil, log
from typing import Any

from manto.places.models import OpenedTable, Totem, Trail
from manto.places.opened import EPSILON_OF_A_WEEK, EPSILON_OF_A_YEAR, NOISE, WEEK, epsilon_left, week_of
from manto.places.queries import places_by_id

WEEKS_SHOWN = 52
OFF_BY_AT_MOST = ceil(NOISE * log(20))
"""How far a count is off at most, nineteen times in twenty."""


def opened_page(*, now: datetime, language: str) -> dict[str, Any]:
    """Give the weeks that were told, the latest first, and what is left of the year's budget."""
    tables = list(OpenedTable.objects.order_by("-week")[:WEEKS_SHOWN])
    names = _names((row for table in tables for row in table.told["rows"]), now, language)
    weeks = [
        {
            "week": table.week,
            "until": table.week + WEEK,
            "things": table.told["things"],
            "least": table.told["least"],
            "rows": [
                {**row, "name": names.get((row["kind"], row["thing"]), row["thing"])} for row in table.told["rows"]
            ],
        }
        for table in tables
    ]
    return {
        "weeks": weeks,
        "next_on": week_of(now) + WEEK,
        "off_by_at_most": OFF_BY_AT_MOST,
        "epsilon": EPSILON_OF_A_WEEK,
        "epsilon_of_a_year": EPSILON_OF_A_YEAR,
        "epsilon_left": epsilon_left(now),
    }


def _names(rows: Iterable[dict[str, Any]], now: datetime, language: str) -> dict[tuple[str, str], str]:
    wanted: dict[str, set[str]] = {}
    for row in rows:
        wanted.setdefault(row["kind"], set()).add(row["thing"])
    places = dict(Totem.objects.filter(code__in=wanted.get("totem", ())).values_list("code", "place"))
    cards = places_by_id([*wanted.get("overlay", ()), *places.values()], now=now, language=language)
    named = {("overlay", id_): card.name for id_, card in cards.items()}
    named |= {("totem", code): f"{cards[place].name} ({code})" for code, place in places.items() if place in cards}
    for trail in Trail.objects.filter(id__in=wanted.get("trail", ())):
        title = trail.content["title"]
        named["trail", trail.id] = title.get(language) or next(iter(title.values()))
    return named
