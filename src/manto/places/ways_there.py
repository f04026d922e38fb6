"""The way from here to there on foot: best, others, what was avoided, what is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings

from manto.places.barriers import open_barriers, reports
from manto.places.geometry import Point
from manto.places.snapshot import content_version
from manto.places.streets_now import streets
from manto.places.walking.barriers import Report, laid_over
from manto.places.walking.explaining import Avoided as Avoided
from manto.places.walking.explaining import Told, avoided, shortest_of_all, told, usual_way
from manto.places.walking.profiles import profile
from manto.places.walking.routing import Network
from manto.residents.queries import read_facts
from manto.residents.readers import Herself

LIMITS = {"access.kerb_cm_max": "kerb_cm_max", "access.incline_pct_max": "incline_pct_max"}
KINDS = ("access.wheelchair", "access.stroller", "mobility.limited_until")


def ways_on_foot(
    start: Point, end: Point, *, who: str, own_limits: Mapping[str, float], now: datetime
) -> tuple[list[Told], list[Avoided]]:
    """Find ways for one walker, the best first.

    Args:
        start: From where.
        end: To where.
        who: A kind of walker.
        own_limits: Limits that outweigh the kind's, such as ``kerb_cm_max``.
        now: Which reports of barriers count.

    Returns:
        The ways with what is to be said of each; and, where there is none, what stands in the way on the shortest.

    Raises:
        UnknownName: There is no such kind of walker.

    """
    network = _network(who, tuple(sorted(own_limits.items())), tuple(reports(open_barriers(now))), content_version())
    shortest = shortest_of_all(network, start, end)
    usual = usual_way(network, start, end)
    walks = network.walks(start, end)
    if not walks:
        return [], avoided(network, *(one for one in (shortest, usual) if one))
    return [told(network, walk, shortest, usual) for walk in walks], []


def limits_of(resident_id: UUID, now: datetime) -> dict[str, Any]:
    """Say how a resident goes about, as far as she told: a kind of walker, and limits of her own; for herself alone."""
    facts = read_facts(resident_id, [*LIMITS, *KINDS], Herself(), "find_ways", now)
    known = {name: fact.value for name, fact in facts.items()}
    today = now.astimezone(settings.CITY.time_zone).date().isoformat()
    hard_until = str(known.get("mobility.limited_until") or "")
    kinds = {"wheelchair": known.get("access.wheelchair") is True, "stroller": known.get("access.stroller") is True}
    kind = next((name for name, holds in kinds.items() if holds), "slow" if hard_until >= today else "walker")
    limits = {short: known[name] for name, short in LIMITS.items() if isinstance(known.get(name), int | float)}
    return {"profile": kind, "limits": limits}


@lru_cache(maxsize=64)
def _network(who: str, limits: tuple[tuple[str, float], ...], held: tuple[Report, ...], version: str) -> Network:
    weighed = _weighed(who, limits, version)
    return weighed.reported(laid_over(weighed.streets, held)) if held else weighed


@lru_cache(maxsize=32)
def _weighed(who: str, limits: tuple[tuple[str, float], ...], _version: str) -> Network:
    return Network(streets(), profile(who).with_limits(dict(limits)))
