"""Whom Today reaches and to whom it is of use, by age and district, for the city's desk.

1. Only residents who agreed to be counted (research) are, of those whose offers are remembered: of others nobody knows
   whether Today reached them. Each reads under "who looked" that she was counted.
2. Every count is told with noise (OpenDP); a group with too few is not told. So is what the last card would earn if
   nothing were drawn for it: from sums with noise, in which each resident counts with the latest of her cards.
3. A table is made once, kept, and shown again without costing anything; each costs the same part of the year's budget,
   and when that is spent no more is made until the year is over.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from datetime import date, datetime, timedelta
from typing import Any

from dateutil.relativedelta import relativedelta
from django.conf import settings

from manto.assistant.evaluation.judging import NOISY_SUMS, NoisyJudgement, judge_with_noise
from manto.assistant.fairness.drawn_cards import drawn_cards
from manto.assistant.fairness.shares import AGES, Cells, age_band, told_of_groups
from manto.assistant.models import FairnessTable, Outcome
from manto.assistant.taste.learning import MEMORY
from manto.assistant.wording import texts
from manto.city import read_yaml
from manto.kernel.errors import Conflict
from manto.residents.commands.lookups import city_day
from manto.residents.queries import has_consent
from manto.residents.queries.population import facts_of_population, open_population
from manto.residents.readers import Room
from manto.residents.reference import place_names
from manto.store.command import command

EPSILON_OF_A_TABLE = 1.0
EPSILON_OF_A_YEAR = 12.0
EPSILON_OF_COUNTS, EPSILON_OF_JUDGING = 0.8, 0.2  # together a table's
LOOKED_AT = timedelta(days=28)
YEAR = timedelta(days=365)
USEFUL = (Outcome.ACCEPTED, Outcome.DONE)


@command
def make_fairness_table(*, now: datetime) -> FairnessTable:
    """Count the last four weeks, with noise, and keep the table (3).

    Raises:
        Conflict: The year's budget is spent.

    """
    if epsilon_left(now) < EPSILON_OF_A_TABLE:
        raise Conflict(
            "The year's budget for counting residents is spent.",
            "The tables that were made stay; the next can be made later.",
        )
    counted = _cells(now)
    scale = len(counted) / EPSILON_OF_COUNTS
    told: dict[str, Any] = {
        dimension: [
            asdict(one) for one in told_of_groups(groups, counted[dimension], _laplace(scale), noise_scale=scale)
        ]
        for dimension, groups in (("age", AGES), ("district", districts()))
    }
    told["last_card"] = vars(_judged(now))
    table: FairnessTable = FairnessTable.objects.create(at=now, epsilon=EPSILON_OF_A_TABLE, told=told)
    return table


def _judged(now: datetime) -> NoisyJudgement:
    """Judge what comes first without the draw, by the latest card of each resident who agreed to be counted."""
    latest = dict(drawn_cards(now - LOOKED_AT, now))
    cards = [card for resident, card in latest.items() if has_consent(resident, "research")]
    each = EPSILON_OF_JUDGING / NOISY_SUMS
    return judge_with_noise(
        cards, lambda total, most: int(_laplace(most / each)(total)), scale=lambda most: most / each
    )


def epsilon_left(now: datetime) -> float:
    """Say how much of the year's budget is left."""
    spent = FairnessTable.objects.filter(at__gt=now - YEAR).values_list("epsilon", flat=True)
    return EPSILON_OF_A_YEAR - float(sum(spent))


def fairness_page(*, now: datetime, language: str) -> dict[str, Any]:
    """Give the latest table in words, and what is left of the budget."""
    table = FairnessTable.objects.order_by("-at").first()
    rows, names = [], place_names(language)
    for dimension in ("age", "district"):
        for one in table.told[dimension] if table else ():
            group = one["group"]
            title = texts.say(f"fairness.age.{group}", language) if dimension == "age" else names.get(group, group)
            rows.append({"dimension": dimension, "title": title, **one})
    return {
        "at": table.at if table else None,
        "days": LOOKED_AT.days,
        "epsilon": EPSILON_OF_A_TABLE,
        "epsilon_left": max(0.0, epsilon_left(now)),
        "rows": rows,
        "last_card": table.told.get("last_card") if table else None,
    }


def districts() -> tuple[str, ...]:
    """Give every district of the city, from its folder."""
    file = settings.CITY.folder / "population.yaml"
    return tuple(one["id"] for one in read_yaml(file).get("districts", ())) if file.is_file() else ()


def _cells(now: datetime) -> dict[str, dict[str, Cells]]:
    """Count by age and by district who was shown nothing, something, and who accepted something of it (1)."""
    recent = Outcome.objects.filter(at__gt=now - LOOKED_AT, at__lte=now)
    seen, accepted = (
        set(recent.filter(kind__in=kinds).values_list("resident", flat=True).distinct())
        for kinds in ((Outcome.SHOWN,), USEFUL)
    )
    names, counts = ("person.birth", "home.district"), {"age": Counter[Any](), "district": Counter[Any]()}
    open_population(names, Room("assistant"), "count_fairly", now, purpose="research")
    for resident, (born, district) in facts_of_population(names, agreed=MEMORY):
        cell = 0 if resident not in seen else 2 if resident in accepted else 1
        if born is not None:
            years = relativedelta(city_day(now), date.fromisoformat(str(born))).years
            counts["age"][age_band(years), cell] += 1
        if district is not None:
            counts["district"][district, cell] += 1
    return {
        dimension: {group: (of[group, 0], of[group, 1], of[group, 2]) for group, _ in of}
        for dimension, of in counts.items()
    }


def _laplace(scale: float) -> Any:
    """Give the mechanism that adds noise to a count."""
    import opendp.prelude as dp  # a second to load, for one page of one desk

    dp.enable_features("contrib")
    return dp.m.make_laplace(dp.atom_domain(T=int), dp.absolute_distance(T=int), scale=scale)
