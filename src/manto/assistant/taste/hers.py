"""What was learned about one resident, brought into the one feature frame for Today."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import cache, lru_cache
from uuid import UUID

from django.db import models
from django.db.models import Exists

from manto.assistant.models import Choice, Outcome, TasteSettings, TasteState
from manto.assistant.offering.offers import Candidate, Chosen
from manto.assistant.offering.ranking import Taste
from manto.assistant.preferences.abstention import Calibration
from manto.assistant.preferences.trees import available
from manto.assistant.taste.forest import SEEN, Forest
from manto.assistant.taste.learning import city_quarter
from manto.assistant.taste.scene import OFFER_START, Learned, Scene, Sums, shared_weights, taste_of
from manto.assistant.taste.sums import sums_at
from manto.places.snapshot import content_version
from manto.places.things import things_by_id
from manto.residents.queries import is_in_force
from manto.store.asked_often import AskedOften

IN_VAIN_DAYS = 60


_LEARNED = AskedOften(
    lambda of: (
        Choice.objects.filter(resident=of, consent__withdrawn_at__isnull=True)
        .exclude(Exists(TasteSettings.objects.filter(resident=of, paused=True)))
        .order_by("quarter", "id")
        .values_list("kind", "subject", "category", "quarter", "consent__purpose", "consent__version")
    ),
    of=models.UUIDField(),
)
_SHOWN = AskedOften(
    lambda of, since: Outcome.objects.filter(resident=of, kind=Outcome.SHOWN, at__gte=since).values_list(
        "subject", "at"
    ),
    of=models.UUIDField(),
    since=models.DateTimeField(),
)
_STATE = AskedOften(
    lambda: TasteState.objects.filter(id=1).values_list("changes", "weights", "calibration", "trees_digest")
)
_NO_STATE = [(0, None, None, "")]


def learned_about(resident_id: UUID) -> Learned:
    """Read what was learned about a resident under a consent that is in force; nothing while it pauses."""
    rows = _LEARNED(of=resident_id)
    rows = [row for row in rows if is_in_force(row[4], row[5])]
    chosen = tuple((row[1], row[2], row[3]) for row in rows if row[0] != Choice.REFUSED)
    return Learned(chosen, tuple((row[2], row[3]) for row in rows if row[0] == Choice.REFUSED))


def taste_for(
    resident_id: UUID, learned: Learned, weighed: Sequence[Chosen], position: tuple[float, float] | None, now: datetime
) -> Taste:
    """Build the frame of what may be offered, with the reasons that learning gives."""
    changes, stored, curve, trees = (_STATE() or _NO_STATE)[0]
    return taste_of(
        learned,
        weighed,
        city_quarter(now),
        position,
        sums=sums_at(changes),
        spots=spots(),
        weights=shared_weights(stored),
        calibration=Calibration(**curve) if curve else None,
        in_vain=in_vain(resident_id, learned, now),
        says=forest.says if (forest := _forest(trees)) else None,
    )


def said_about(learned: Learned, candidates: Sequence[Candidate], quarter: int) -> dict[str, dict[str, float]] | None:
    """Give by subject what the nightly forest says for each candidate, by column; None where it has no say.

    It sees nothing of the way, so it says the same wherever she is.
    """
    changes, _, _, trees = (_STATE() or _NO_STATE)[0]
    if not (learned.chosen or learned.refused) or (forest := _forest(trees)) is None:
        return None
    frame = Scene(learned, candidates, quarter, sums_at(changes), spots()).frame(None)
    says = forest.says(frame, quarter).tolist()
    return {
        candidate.subject: {name: part for name, part in zip(SEEN, parts, strict=True) if part}
        for candidate, parts in zip(candidates, says, strict=True)
    }


def _forest(digest: str) -> Forest | None:
    """Give the forest in force; None where there is none, or it cannot be asked here."""
    if not digest or not available():
        return None
    with suppress(LookupError):  # fitted anew between two readings: the weights alone, this once
        return _read_forest(digest)
    return None


@lru_cache(maxsize=2)
def _read_forest(digest: str) -> Forest:
    """Read a forest once for each fitting."""
    text = TasteState.objects.filter(trees_digest=digest).values_list("trees", flat=True).first()
    if text is None:
        raise LookupError(digest)
    return Forest(text)


def shared_by_all() -> tuple[dict[str, float], dict[str, float] | None, Sums]:
    """Give what is the same for everybody: the weights in force, the curve of chances, the city's sums."""
    changes, stored, curve, _ = (_STATE() or _NO_STATE)[0]
    return {**OFFER_START, **(stored or {})}, curve, sums_at(changes)


def spots() -> dict[str, tuple[float, float]]:
    """Give where every place and event is, in degrees."""
    return _spots(content_version())


@lru_cache(maxsize=2)
def _spots(_version: str) -> dict[str, tuple[float, float]]:
    return {subject: (thing.lat, thing.lon) for subject, thing in things_by_id().items()}


def in_vain(resident_id: UUID, learned: Learned, now: datetime) -> dict[str, int]:
    """Count by category what was shown since one of it was chosen."""
    known = things_by_id()
    latest: dict[str, int] = {category: quarter for _, category, quarter in learned.chosen}
    counts: Counter[str] = Counter()
    quarter = cache(city_quarter)  # what was shown together was shown at one moment
    for subject, at in _SHOWN(of=resident_id, since=now - timedelta(days=IN_VAIN_DAYS)):
        thing = known.get(subject)
        if thing is not None and quarter(at) > latest.get(thing.category, 0):
            counts[thing.category.removeprefix("event:")] += 1
    return dict(counts)
