"""What the assistant is told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from manto.assistant.models import Outcome
from manto.assistant.taste.learning import MEMORY, learn_from, may_reach_here
from manto.kernel.errors import BadInput
from manto.residents.queries import has_consent
from manto.store.command import command

KEPT_ON_A_PHONE_AT_MOST = timedelta(days=60)
CLOCKS_MAY_DIFFER_BY = timedelta(minutes=10)


@dataclass(frozen=True)
class OutcomeTold:
    """An outcome as a phone tells it.

    Attributes:
        id: Made on the phone, so that telling it twice records it once.
        slot: The place on the page, from 1.
        policy: What put it there.
        at: When it happened, by the phone's clock.
        offline: Whether it waited on the phone for the network.
        propensity: How likely the policy was to put it in its slot; None from an app that does not know.
        among: How many could have stood in its slot; None from an app that does not know.
        foremost: Whether it would have stood there without a draw; None likewise.
        journey: The version of the service's journey that was offered; empty for what has none.

    """

    id: UUID
    offer: str
    subject: str
    kind: str
    slot: int
    policy: str
    at: datetime
    offline: bool
    propensity: float | None = None
    among: int | None = None
    foremost: bool | None = None
    journey: str = ""


@dataclass(frozen=True)
class Recorded:
    """How many outcomes were recorded, were known already, or stay on the phone: no consent, or she wants it so."""

    recorded: int
    already_known: int
    kept_on_phone: int


@command
def record_outcomes(resident_id: UUID | None, told: Iterable[OutcomeTold], *, now: datetime) -> Recorded:
    """Record what became of offers, once, and only with the resident's consent; learn from it in the same step.

    Of whoever keeps what she likes on her phone only the kinds of offers that she shares are recorded.

    Raises:
        BadInput: A time that cannot be, which a wrong clock on the phone explains; nothing is recorded then.

    """
    outcomes = {outcome.id: outcome for outcome in told}
    kept = len(outcomes)
    if resident_id is None or not has_consent(resident_id, MEMORY):
        return Recorded(0, 0, kept)
    may_reach = may_reach_here(resident_id)
    outcomes = {id_: outcome for id_, outcome in outcomes.items() if may_reach(outcome.subject)}
    kept -= len(outcomes)
    for outcome in outcomes.values():
        if not now - KEPT_ON_A_PHONE_AT_MOST <= outcome.at <= now + CLOCKS_MAY_DIFFER_BY:
            raise BadInput("An outcome is dated in the future or long ago.", "Check the clock of the phone.")
    known = set(Outcome.objects.filter(id__in=outcomes).values_list("id", flat=True))
    fresh = [
        Outcome(**vars(outcome), resident_id=resident_id, recorded_at=now)
        for outcome in outcomes.values()
        if outcome.id not in known
    ]
    Outcome.objects.bulk_create(fresh, ignore_conflicts=True)  # two deliveries of one outcome may meet
    learn_from(resident_id, fresh)
    return Recorded(len(fresh), len(known), kept)
