"""The way from here to there on foot: best, others, what was avoided, what is unknown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache

from manto.places.barriers import open_barriers, reports
from manto.places.geometry import Point
from manto.places.snapshot import content_version
from manto.places.streets_now import streets
from manto.places.walking.barriers import Report, laid_over
from manto.places.walking.explaining import Avoided as Avoided
from manto.places.walking.explaining import Told, avoided, shortest_of_all, told
from manto.places.walking.profiles import profile
from manto.places.walking.routing import Network


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
    walks = network.walks(start, end)
    if not walks:
        return [], avoided(network, shortest) if shortest else []
    return [told(network, walk, shortest) for walk in walks], []


@lru_cache(maxsize=64)
def _network(who: str, limits: tuple[tuple[str, float], ...], held: tuple[Report, ...], _version: str) -> Network:
    here = streets()
    return Network(here, profile(who).with_limits(dict(limits)), laid_over(here, held))
