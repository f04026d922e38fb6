"""Everything that a phone needs to put Today in order by itself: what may be offered, the rules, what is counted.

Where she is never comes here, and what she likes only where she lets the city remember it: the phone puts both to it
and comes to the same order (``offering.ranking``). What is due, what may not be offered to her and her access needs are settled
here, because they rest on facts that the city holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.conf import settings

from manto.assistant.offering.offers import Candidate, Chosen, Situation
from manto.assistant.offering.plain_rules import SAID_AT_MOST, tie_of
from manto.assistant.offering.policy import LEARNED_POLICY, WITH_TREES, plain_weights
from manto.assistant.offering.ranking import SHOWN_IN_VAIN
from manto.assistant.queries import first_name, id_of, situation_of, weighed_alike, weighed_for, worded_offer
from manto.assistant.taste.hers import in_vain, learned_about, said_about, shared_by_all, spots
from manto.assistant.taste.learning import MEMORY, city_quarter, decided_by
from manto.assistant.taste.scene import NOWHERE, Learned, Spots, category_of
from manto.assistant.wording import greeting, kind_text, reason_text, texts
from manto.city.wording import day_text
from manto.places.snapshot import content_version
from manto.residents.queries import live_consent

SAID_ON_THE_PHONE = (
    "sentence",
    "near",
    "learned_kind",
    "learned_hour",
    "learned_again",
    "learned_city",
    "something_new",
)


def pool(resident_id: UUID | None, *, now: datetime, language: str) -> dict[str, Any]:
    """Give what Today can be made of.

    Args:
        resident_id: For whom; None for somebody who is not signed in.
        now: With a time zone.
        language: In which it is worded.

    """
    here = now.astimezone(settings.CITY.time_zone)
    if resident_id is None:
        return _for_anybody(here.replace(second=0, microsecond=0), language, content_version())
    situation, learned = situation_of(resident_id, None, here), learned_about(resident_id)
    weighed, where = weighed_for(resident_id, situation, language), spots()
    hers = _hers(resident_id, learned, situation, where)
    if not hers["on_phone"]:
        hers["trees"] = _trees(learned, [one.candidate for one in weighed], city_quarter(here))
    return _pool(weighed, here, first_name(resident_id, now), language, hers, where)


@lru_cache(maxsize=16)
def _for_anybody(minute: datetime, language: str, _version: str) -> dict[str, Any]:
    return _pool(weighed_alike(Situation(now=minute), language), minute, "", language, None, spots())


def _pool(
    weighed: Sequence[Chosen], here: datetime, name: str, language: str, hers: dict[str, Any] | None, where: Spots
) -> dict[str, Any]:
    weights, minute = plain_weights(), here.replace(second=0, microsecond=0)
    fitted, curve, sums = shared_by_all()
    told = [
        (_told if one.candidate.kind == "service" else _told_once)(
            _Weighed(one.candidate, one.reasons), where.get(one.candidate.subject, NOWHERE), minute, language
        )
        for one in weighed
    ]
    kinds = {one["kind"] for one in told} | {row[1] for row in (hers or {}).get("chosen", ())}
    there = {one["subject"] for one in told}
    day = day_text(here.date(), language, today=here.date())
    return {
        "greeting": greeting(here, name, language),
        "date_text": day[:1].upper() + day[1:],
        "day": here.date(),
        "utc_offset_s": int(here.utcoffset().total_seconds()),  # type: ignore[union-attr]
        "policy": weights.policy,
        "learned_policy": LEARNED_POLICY,
        "rules": {
            "shown_max": weights.shown_max,
            "per_group_max": weights.per_group_max,
            "due_shown_max": weights.due_shown_max,
            "cannot_wait_days": weights.cannot_wait_days,
            "worth_min": weights.worth_min,
            "considered_within_m": weights.considered_within_m,
            "near_within_m": [list(step) for step in weights.near_within_m.items()],
            "shown_in_vain": SHOWN_IN_VAIN,
            "said_at_most": SAID_AT_MOST,
        },
        "weights": fitted,
        "calibration": curve,
        "by_subject": {
            subject: [cell[0], lately] for subject, (cell, lately) in sums.by_subject.items() if subject in there
        },
        "by_kind_hour": {
            kind: {str(hour): cell[0] for hour, cell in hours.items()} for kind, hours in sums.by_kind_hour.items()
        },
        "candidates": told,
        "hers": hers,
        "sentences": {code: texts.everywhere(f"why.{code}").get(language) for code in SAID_ON_THE_PHONE},
        "kinds": {kind: kind_text(kind, language) for kind in sorted(kinds)},
        "all_done_text": texts.say("all_done", language),
        "nothing_text": texts.say("nothing", language),
    }


class Told(dict[str, Any]):
    """What is told of one candidate; whoever writes it out keeps the text here, for all to whom the same is told."""

    text: str = ""


@dataclass(frozen=True, eq=False)
class _Weighed(Chosen):
    """A candidate with what speaks for it, known again by being that very one with the same reasons."""

    def __eq__(self, other: object) -> bool:
        same = isinstance(other, _Weighed) and other.candidate is self.candidate
        return same and other.reasons == self.reasons  # type: ignore[attr-defined]

    def __hash__(self) -> int:
        return hash(self.candidate.subject)


def _told(chosen: Chosen, spot: tuple[float, float], here: datetime, language: str) -> Told:
    """Tell one candidate: what the phone weighs, and what it draws."""
    candidate = chosen.candidate
    lat, lon = spot
    until = min((end for end in (candidate.ends, candidate.open_until) if end is not None), default=None)
    return Told(
        subject=candidate.subject,
        kind=category_of(candidate),
        group=candidate.group,
        lat=lat if lat == lat else None,
        lon=lon if lon == lon else None,
        until=city_quarter(until) if until else None,
        first=candidate.first,
        by=candidate.by,
        matters=candidate.matters,
        tie=tie_of(here.date(), candidate.subject),
        reasons=[
            {
                "code": reason.code,
                "points": reason.points,
                "text": reason_text(reason, here, language) if reason.code and candidate.first is None else "",
            }
            for reason in chosen.reasons
        ],
        card=worded_offer(chosen, 1, plain_weights().policy, here, language),
        learned_id=id_of(candidate, here, LEARNED_POLICY),
    )


# A place or an event is told alike to everybody for whom the same speaks; what is due to somebody is nobody else's.
_told_once = lru_cache(maxsize=4096)(_told)


def _trees(learned: Learned, candidates: list[Candidate], quarter: int) -> dict[str, Any] | None:
    """Give what the nightly forest says about what may be offered to her in this hour; the phone has no trees."""
    said = said_about(learned, candidates, quarter)
    return None if said is None else {"policy": WITH_TREES, "quarter": quarter, "says": said}


def _hers(resident_id: UUID, learned: Learned, situation: Situation, where: Spots) -> dict[str, Any]:
    """Give what is counted of her, and how she decided about it."""
    decided = decided_by(resident_id)
    on_phone = decided.on_phone
    known = {} if on_phone else {subject: where[subject] for subject, _, _ in learned.chosen if subject in where}
    return {
        "draw": str(resident_id),
        "may_learn": not decided.paused and live_consent(resident_id, MEMORY) is not None,
        "on_phone": on_phone,
        "shared": decided.shared,
        "chosen": [] if on_phone else [list(row) for row in learned.chosen],
        "refused": [] if on_phone else [list(row) for row in learned.refused],
        "spots": {subject: list(spot) for subject, spot in known.items() if spot[0] == spot[0]},
        "not_again": [] if on_phone else sorted(situation.refused),
        "in_vain": {} if on_phone else in_vain(resident_id, learned, situation.now),
        "trees": None,
    }
