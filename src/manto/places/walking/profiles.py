"""Who walks: what stops her, what is hard for her, and what she would have to know.

The numbers lie in ``profiles.json``, which the phone is given too. Limits are hard and hold only against what is known;
what nobody knows costs a little and is said. The wheelchair's slope and width are those of the Italian decree on barriers
(D.M. 236/1989, 8.1.11 and 8.2.1); each resident's own limits are laid over them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

from manto.kernel.errors import UnknownName

Facts = Mapping[str, Any]
"""What is known of a way: ``kind`` (street, foot, crossing or steps) and measurements; what is unknown is left out."""

IMPASSABLE = float("inf")


@dataclass(frozen=True)
class Profile:
    """A kind of walker.

    Attributes:
        limits: Hard limits by the fact's name with ``_max`` or ``_min``.
        refuses: Values of facts that stop her.
        asks: Which facts she needs to know on which kinds of ways.
        unknown: What share longer each unknown fact makes a way.
        surface: What share longer a surface makes it.
        crossing: How many metres a crossing of a kind costs.
        step_m: How many metres one step costs.
        unlit: What share longer darkness makes it.
        sun: What share longer a way without shade is.

    """

    id: str
    speed_m_s: float
    limits: Mapping[str, float]
    refuses: Mapping[str, list[Any]]
    asks: Mapping[str, list[str]]
    unknown: float
    surface: Mapping[str, float]
    crossing: Mapping[str, float]
    step_m: float
    unlit: float
    sun: float

    def with_limits(self, own: Mapping[str, float]) -> Profile:
        """Lay somebody's own limits over those of the kind."""
        return replace(self, limits={**self.limits, **own})


@cache
def profiles() -> dict[str, Profile]:
    """Give every kind of walker."""
    written = json.loads((Path(__file__).parent / "profiles.json").read_text())
    return {id_: Profile(id=id_, **facts) for id_, facts in written.items()}


def profile(id_: str) -> Profile:
    """Give a kind of walker.

    Raises:
        UnknownName: There is none of this name.

    """
    if id_ not in profiles():
        raise UnknownName("profile", id_, profiles())
    return profiles()[id_]


def hindrances(facts: Facts, who: Profile) -> list[tuple[str, Any]]:
    """List what is known to stop somebody on a way: each fact with its value.

    >>> hindrances({"kind": "steps", "steps": 12}, profile("wheelchair"))
    [('steps', 12)]
    >>> hindrances({"kind": "street", "kerb_cm": 3}, profile("wheelchair").with_limits({"kerb_cm_max": 4}))
    []
    """
    found: list[tuple[str, Any]] = []
    for limit, most in who.limits.items():
        name, _, side = limit.rpartition("_")
        value = _steps(facts) if name == "steps" else facts.get(name)
        if value is not None and (value > most if side == "max" else value < most):
            found.append((name, value))
    found += [(name, facts[name]) for name, values in who.refuses.items() if name in facts and facts[name] in values]
    return found


def unknowns(facts: Facts, who: Profile) -> list[str]:
    """List what somebody would need to know of a way and nobody says."""
    return [name for name, kinds in who.asks.items() if facts["kind"] in kinds and name not in facts]


def weight(facts: Facts, who: Profile) -> tuple[float, float]:
    """Say what a way costs somebody: how much each metre counts, at least 1, and how many metres come on top.

    The first is infinite where something stops her.
    """
    if hindrances(facts, who):
        return IMPASSABLE, 0.0
    factor = 1.0 + who.unknown * len(unknowns(facts, who)) + who.surface.get(facts.get("surface", ""), 0.0)
    if facts.get("lit") is False:
        factor += who.unlit
    if facts.get("shade") is not True:
        factor += who.sun
    if facts.get("doubtful"):
        factor += 2.0
    return factor, who.crossing.get(facts.get("crossing", ""), 0.0) + who.step_m * (_steps(facts) or 0)


def _steps(facts: Facts) -> int | None:
    """Give how many steps there are; a stair of which nobody counted them has one at least, any other way none."""
    steps: int | None = facts.get("steps")
    return steps if steps is not None else (1 if facts["kind"] == "steps" else None)
