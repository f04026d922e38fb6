"""The points of the plain rules, and how many of what Today shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Weights:
    """The points of each rule; see plain_rules.yaml."""

    policy: str
    shown_max: int
    per_group_max: int
    considered_within_m: int
    due_shown_max: int
    cannot_wait_days: int
    deadline_within_days: int
    under_way: int
    starts_within_hours: dict[int, int]
    open: int
    open_for_minutes_min: int
    outdoors: frozenset[str]
    near_within_m: dict[int, int]
    suits_needs: int
    stroller: int
    lives_alone: int
    free: int
    places: dict[str, int]
    events: dict[str, int]
    no_family_known: int = 0
    worth_min: int = 0
    outdoors_hours: tuple[int, int] = (0, 24)

    @classmethod
    def from_mapping(cls, mapping: dict[str, Any]) -> Weights:
        """Take the content of plain_rules.yaml; what is nearest or soonest stands first."""
        steps = {name: dict(sorted(mapping[name].items())) for name in ("starts_within_hours", "near_within_m")}
        return cls(
            **{
                **mapping,
                **steps,
                "outdoors": frozenset(mapping["outdoors"]),
                "outdoors_hours": tuple(mapping["outdoors_hours"]),
            }
        )
