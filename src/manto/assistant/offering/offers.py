"""What may be offered, to whom, and what an offer is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Literal

Kind = Literal["place", "event", "service"]
First = Literal["deadline", "safety", "entitlement"]
Ages = tuple[int, int]
ANY_AGE: Ages = (0, 150)
Wheelchair = Literal["yes", "limited", "no", "unknown"]


@dataclass(frozen=True)
class Needs:
    """What a way in must be like for this resident; nothing asked where nothing is known.

    Attributes:
        step_free: No step can be taken: a wheelchair, or a stroller.
        kerb_cm_max: The highest kerb that can be climbed, in centimetres.
        incline_pct_max: The steepest way that can be gone, in per cent.

    """

    step_free: bool = False
    kerb_cm_max: int | None = None
    incline_pct_max: int | None = None


@dataclass(frozen=True)
class Situation:
    """A resident, or somebody unknown, at a moment.

    Attributes:
        now: City time.
        position: Latitude and longitude, as coarse as the phone gave it; None when it gave none.
        stroller: Whether she goes about with a stroller, as far as she lets us use that.
        lives_alone: Whether her household is hers alone, likewise; what is not known is no.
        family: Whether a family is known: a stroller, or three and more who live together.
        usual_lines: The lines of buses and trains that she takes, and from where, in her own words.
        ages: Of each who may go there with her, herself among them: the youngest and the oldest age that is possible.
        refused: Subjects that she does not want to be offered ("not this").
        put_off: Subjects that she does not want today ("not now").

    """

    now: datetime
    position: tuple[float, float] | None = None
    needs: Needs = Needs()
    stroller: bool = False
    lives_alone: bool = False
    family: bool = False
    usual_lines: str = ""
    ages: tuple[Ages, ...] = (ANY_AGE,)
    refused: frozenset[str] = frozenset()
    put_off: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Candidate:
    """A thing that could be offered.

    Attributes:
        subject: The identifier of the place or the event; of a service ``service:`` and that of its offer.
        category: Of the place, the kind of the event, or the domain of the service.
        group: Which candidates are alike; Today shows no more than a few of a group.
        distance_m: From the situation's position; None when that is unknown.
        starts: When an event begins, city time; None for a place.
        ends: When it ends.
        is_open: Whether the place is open now; None when its hours are not known.
        open_until: Until when, city time.
        wheelchair: As measured or mapped.
        kerb_cm: The kerb at the way in.
        incline_pct: The steepest part of the way in.
        ages: Whom it is for, the youngest and the oldest age.
        first: Which rule puts it before everything that taste orders; None when none does.
        by: The first day on which it is no longer hers to take, for what has one.
        matters: From 0 to 100, for what is due: how much it matters to whom it is due.
        shown: What the touchpoints draw, passed through untouched.

    """

    kind: Kind
    subject: str
    category: str
    group: str
    distance_m: float | None = None
    starts: datetime | None = None
    ends: datetime | None = None
    is_open: bool | None = None
    open_until: datetime | None = None
    wheelchair: Wheelchair = "unknown"
    kerb_cm: int | None = None
    incline_pct: int | None = None
    free: bool = False
    for_families: bool = False
    ages: Ages = ANY_AGE
    first: First | None = None
    by: date | None = None
    matters: int = 0
    shown: Any = field(default=None, compare=False)


@dataclass(frozen=True)
class Reason:
    """One true thing that speaks for an offer.

    Attributes:
        code: Which text says it; empty for a weight that is not worth a sentence.
        points: How much it counted.
        values: What the text is filled with.

    """

    code: str
    points: int
    values: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Chosen:
    """A candidate that is offered, with what spoke for it, strongest first.

    Attributes:
        propensity: How likely the policy was to put it where it is.
        is_new: Whether it stands there as something that she never chose.
        among: How many could have stood there, itself among them.
        foremost: Whether it would stand there without the draw.

    """

    candidate: Candidate
    reasons: tuple[Reason, ...]
    propensity: float = 1.0
    is_new: bool = False
    among: int = 1
    foremost: bool = True

    @property
    def points(self) -> int:
        """How much spoke for it in all."""
        return sum(reason.points for reason in self.reasons)
