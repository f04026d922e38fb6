"""Choosing what Today shows by plain rules: distance, open now, date, access needs.

Each rule looks at one candidate in one situation and either has a reason or not. The points of its reasons order the
candidates; the sentence that the resident reads is made of the same reasons, so it is true by construction. What
comes before taste comes before points: a thing that she cannot get into, has refused or cannot reach in time is out.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from functools import lru_cache
from hashlib import sha256

from manto.assistant.offering.hard_rules import due_first
from manto.assistant.offering.offers import Candidate, Chosen, Reason, Situation
from manto.assistant.offering.weights import Weights

SAID_AT_MOST = 3


def choose(candidates: Iterable[Candidate], situation: Situation, weights: Weights) -> list[Chosen]:
    """Choose what to offer, best first.

    Args:
        candidates: Whatever could be offered; the order does not matter.
        situation: To whom, when and where.
        weights: The policy.

    Returns:
        At most ``weights.shown_max``, what is due first, of the rest at most ``per_group_max`` of a group, each with
        at least one reason that can be said. Among equals the day decides, so that not every day begins alike.

    """
    day = situation.now.date()
    worth = worth_offering(candidates, situation, weights)
    return in_plain_order(worth, day, weights, tie=lambda subject: tie_of(day, subject))


@lru_cache(maxsize=8192)
def tie_of(day: date, subject: str) -> str:
    """Give what orders among equals on a day."""
    return sha256(f"{day.isoformat()}{subject}".encode()).hexdigest()[:8]


def in_plain_order(
    weighed: Sequence[Chosen], day: date, weights: Weights, *, tie: Callable[[str], str]
) -> list[Chosen]:
    """Put what may be offered and is worth a card in order by points, what is due first."""
    worth = [chosen for chosen in weighed if chosen.candidate.first is not None or chosen.points >= weights.worth_min]
    ranked = sorted(worth, key=lambda chosen: (-chosen.points, tie(chosen.candidate.subject)))
    due = due_first(ranked, day, weights)
    return [*due, *_not_too_many_alike(ranked, weights.shown_max - len(due), weights)]


def worth_offering(candidates: Iterable[Candidate], situation: Situation, weights: Weights) -> list[Chosen]:
    """Give all that may be offered and has a reason that can be said, in no order."""
    return sayable(weigh_all(candidates, situation, weights))


def weigh_all(candidates: Iterable[Candidate], situation: Situation, weights: Weights) -> list[Chosen]:
    """Give all that may be offered and for which something speaks, in no order."""
    return [
        Chosen(candidate, reasons)
        for candidate in candidates
        if may_be_offered(candidate, situation, weights) and any(reasons := weigh(candidate, situation, weights))
    ]


def sayable(weighed: Iterable[Chosen]) -> list[Chosen]:
    """Leave out for what nothing speaks that can be said."""
    return [chosen for chosen in weighed if any(reason.code for reason in chosen.reasons)]


def may_be_offered(candidate: Candidate, situation: Situation, weights: Weights) -> bool:
    """Say whether nothing forbids offering it: her word, whom it is for, the clock and the way in."""
    return may_be_hers(candidate, situation) and may_be_anybodys(candidate, situation, weights)


def may_be_hers(candidate: Candidate, situation: Situation) -> bool:
    """Say whether neither her word forbids offering it nor whom it is for."""
    return (
        candidate.subject not in situation.refused
        and candidate.subject not in situation.put_off
        and may_be_for(candidate, situation)
    )


def may_be_anybodys(candidate: Candidate, situation: Situation, weights: Weights) -> bool:
    """Say whether neither the clock forbids offering it nor the way in."""
    if candidate.ends is not None and candidate.ends <= situation.now:
        return False
    opens, closes = weights.outdoors_hours
    outdoors = candidate.category in weights.outdoors and opens <= situation.now.hour < closes
    at_any_hour = candidate.is_open is None and outdoors
    if candidate.kind == "place" and not (candidate.is_open or at_any_hour):
        return False
    return can_enter(candidate, situation)


def may_be_for(candidate: Candidate, situation: Situation) -> bool:
    """Say whether anybody who may go there can be of the age that it is for; what is not known does not forbid."""
    youngest, oldest = candidate.ages
    return any(least <= oldest and most >= youngest for least, most in situation.ages)


def can_enter(candidate: Candidate, situation: Situation) -> bool:
    """Say whether her needs let her in, as far as is known; what is not known does not forbid."""
    needs = situation.needs
    if needs.step_free and candidate.wheelchair == "no":
        return False
    if needs.kerb_cm_max is not None and candidate.kerb_cm is not None and candidate.kerb_cm > needs.kerb_cm_max:
        return False
    return not (
        needs.incline_pct_max is not None
        and candidate.incline_pct is not None
        and candidate.incline_pct > needs.incline_pct_max
    )


def weigh(candidate: Candidate, situation: Situation, weights: Weights) -> tuple[Reason, ...]:
    """Give all that speaks for a candidate, strongest first; nothing when it is not worth offering unasked."""
    worth = _worth(candidate, weights)
    if worth is None:
        return ()
    reasons = [worth, *(reason for rule in RULES if (reason := rule(candidate, situation, weights)))]
    return tuple(sorted(reasons, key=lambda reason: -reason.points))


def said(chosen: Chosen) -> tuple[Reason, ...]:
    """Give the reasons that its sentence is made of, strongest first."""
    return tuple(reason for reason in chosen.reasons if reason.code)[:SAID_AT_MOST]


def _worth(candidate: Candidate, weights: Weights) -> Reason | None:
    if candidate.first is not None:
        return Reason("due", candidate.matters)
    table = weights.events if candidate.kind == "event" else weights.places
    points = table.get(candidate.category)
    return None if points is None else Reason("", points)


def _when(candidate: Candidate, situation: Situation, weights: Weights) -> Reason | None:
    if candidate.starts is None:
        return None
    if candidate.starts <= situation.now:
        return Reason("under_way", weights.under_way, {"until": candidate.ends})
    ahead = candidate.starts - situation.now
    for hours, points in weights.starts_within_hours.items():
        if ahead <= timedelta(hours=hours):
            return Reason("starts", points, {"at": candidate.starts})
    return None


def _open(candidate: Candidate, situation: Situation, weights: Weights) -> Reason | None:
    if candidate.kind != "place":
        return None
    if candidate.is_open is None or candidate.open_until is None:
        return Reason("always_open", weights.open)
    if candidate.open_until - situation.now < timedelta(minutes=weights.open_for_minutes_min):
        return None
    return Reason("open_until", weights.open, {"at": candidate.open_until})


def _near(candidate: Candidate, situation: Situation, weights: Weights) -> Reason | None:
    if candidate.distance_m is None:
        return None
    for metres, points in weights.near_within_m.items():
        if candidate.distance_m <= metres:
            return Reason("near", points, {"metres": candidate.distance_m})
    return None


def _suits_needs(candidate: Candidate, situation: Situation, weights: Weights) -> Reason | None:
    needs = situation.needs
    if needs.kerb_cm_max is not None and candidate.kerb_cm is not None and candidate.kerb_cm <= needs.kerb_cm_max:
        values = {"kerb_cm": candidate.kerb_cm, "kerb_cm_max": needs.kerb_cm_max}
        return Reason("kerb", weights.suits_needs, values)
    if needs.step_free and candidate.wheelchair == "yes":
        return Reason("step_free", weights.suits_needs)
    return None


def _stroller(candidate: Candidate, situation: Situation, weights: Weights) -> Reason | None:
    return Reason("stroller", weights.stroller) if situation.stroller and candidate.for_families else None


def _lives_alone(candidate: Candidate, situation: Situation, weights: Weights) -> Reason | None:
    return Reason("", -weights.lives_alone) if situation.lives_alone and candidate.for_families else None


def _no_family_known(candidate: Candidate, situation: Situation, weights: Weights) -> Reason | None:
    is_known = situation.family or situation.lives_alone  # who lives alone is met by the rule above
    for_families = candidate.kind == "event" and candidate.for_families
    return Reason("", -weights.no_family_known) if for_families and not is_known else None


def _free(candidate: Candidate, situation: Situation, weights: Weights) -> Reason | None:
    return Reason("free", weights.free) if candidate.free else None


RULES: tuple[Callable[[Candidate, Situation, Weights], Reason | None], ...] = (
    _when,
    _open,
    _near,
    _suits_needs,
    _stroller,
    _lives_alone,
    _no_family_known,
    _free,
)


def _not_too_many_alike(ranked: list[Chosen], places: int, weights: Weights) -> list[Chosen]:
    taken: list[Chosen] = []
    of_group: Counter[str] = Counter()
    for chosen in ranked:
        if len(taken) == places:
            break
        if chosen.candidate.first is None and of_group[chosen.candidate.group] < weights.per_group_max:
            of_group[chosen.candidate.group] += 1
            taken.append(chosen)
    return taken
