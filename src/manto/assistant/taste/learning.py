"""Learning and forgetting at the edge: choices are rows, and everything that is known follows from the rows.

1. A choice is written only under a live consent and while learning is not paused; the row names the consent.
2. Forgetting deletes rows. What a resident's counts are is read from her rows at each request; the city's sums move
   with each row that comes or goes (``sums``). So nothing of what was forgotten is left in either.
3. The shared weights are fitted anew every night from the rows that are left: ``manto tidy``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from datetime import datetime, time, timedelta
from typing import NamedTuple
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models

from manto.assistant.models import Choice, Outcome, TasteSettings, WeekCount
from manto.assistant.preferences.times import first_quarter, quarter_of, week_of
from manto.assistant.taste.sums import kept_in_sums
from manto.kernel.errors import Conflict, NotFound, UnknownName
from manto.places.things import things_by_id
from manto.residents.queries import live_consent
from manto.services.queries.mine import domain_of_offer
from manto.store.asked_often import AskedOften
from manto.store.command import command

# The purpose of consent under which outcomes are remembered and learned from.
MEMORY = "offer_memory"
# Nothing is learned from what is due to somebody's health.
UNLEARNED = frozenset({"service:health"})
KINDS_OF_OFFERS = ("place", "event", "service")
LEARNED_FROM = {Outcome.ACCEPTED: Choice.ACCEPTED, Outcome.DONE: Choice.DONE, Outcome.NOT_THIS: Choice.REFUSED}


def city_quarter(at: datetime) -> int:
    """Give the quarter of an hour of the city's clock."""
    local = at.astimezone(settings.CITY.time_zone)
    return quarter_of(local.timestamp() + (local.utcoffset() or timedelta()).total_seconds())


def may_learn(resident_id: UUID) -> int | None:
    """Give the consent under which may be learned from a resident now (1); None while there is none or it pauses."""
    consent: int | None = live_consent(resident_id, MEMORY)
    return None if consent is None or decided_by(resident_id).paused else consent


class Decided(NamedTuple):
    """What a resident decided about being learned; see ``TasteSettings``."""

    paused: bool = False
    on_phone: bool = False
    shared: Sequence[str] = ()


_DECIDED = AskedOften(
    lambda of: TasteSettings.objects.filter(resident=of).values_list("paused", "on_phone", "shared"),
    of=models.UUIDField(),
)


def decided_by(resident_id: UUID) -> Decided:
    """Give what a resident decided; who never did lets the city learn, under her consent."""
    return Decided(*next(iter(_DECIDED(of=resident_id)), ()))


def learn_from(resident_id: UUID, outcomes: Iterable[Outcome]) -> int:
    """Learn from outcomes that were just recorded, inside the command that recorded them; say how many.

    Of an offer accepted and then done one choice is kept: the same thing on the same day counts once.
    """
    told = [outcome for outcome in outcomes if outcome.kind in LEARNED_FROM]
    consent = may_learn(resident_id) if told else None
    if consent is None:
        return 0
    fresh: list[Choice] = []
    for outcome in told:
        kind, quarter = LEARNED_FROM[outcome.kind], city_quarter(outcome.at)
        category = category_of_subject(resident_id, outcome.subject)
        if not category:
            continue  # what is no more in the city, or of health, teaches nothing
        day = quarter - quarter % 96
        alike = (kind,) if kind == Choice.REFUSED else Choice.CHOSEN
        known = Choice.objects.filter(
            resident=resident_id, subject=outcome.subject, kind__in=alike, quarter__gte=day, quarter__lt=day + 96
        )
        if known.exists() or any(one.subject == outcome.subject and one.kind in alike for one in fresh):
            continue
        fresh.append(
            Choice(
                id=outcome.id,
                resident_id=resident_id,
                consent_id=consent,
                kind=kind,
                subject=outcome.subject,
                category=category,
                quarter=quarter,
                slot=outcome.slot,
            )
        )
    if fresh:
        with kept_in_sums(resident_id):
            Choice.objects.bulk_create(fresh, ignore_conflicts=True)
            _count_again(resident_id, {week_of(one.quarter) for one in fresh})
    return len(fresh)


@command
def more_like_this(resident_id: UUID, subject: str, *, now: datetime) -> Choice:
    """Learn that a resident wants more of what she was offered.

    Raises:
        Conflict: She has not agreed to be learned from, or it pauses.
        NotFound: There is no such thing in the city.

    """
    consent = may_learn(resident_id)
    if consent is None:
        raise Conflict(
            "Manto may not learn from you now.", "Agree to the memory of offers under Consents, or end the pause."
        )
    category = category_of_subject(resident_id, subject)
    if not category:
        raise NotFound("There is no such place or event.", "Choose it on Today or under Around me.")
    choice = Choice(
        id=uuid4(),
        resident_id=resident_id,
        consent_id=consent,
        kind=Choice.MORE,
        subject=subject,
        category=category,
        quarter=city_quarter(now),
    )
    with kept_in_sums(resident_id):
        choice.save(force_insert=True)
        _count_again(resident_id, {week_of(choice.quarter)})
    return choice


@command
def forget_choice(resident_id: UUID, choice_id: UUID) -> None:
    """Forget one thing that was learned, and the outcomes from which it came.

    Raises:
        NotFound: Nothing of that name was learned about her.

    """
    choice = Choice.objects.filter(id=choice_id, resident=resident_id).first()
    if choice is None:
        raise NotFound("This was not learned about you.", "Load the page anew: it may be forgotten already.")
    Outcome.objects.filter(resident=resident_id, subject=choice.subject, id=choice_id).delete()
    day = choice.quarter - choice.quarter % 96
    kinds = [Outcome.NOT_THIS] if choice.kind == Choice.REFUSED else [Outcome.OPENED, Outcome.ACCEPTED, Outcome.DONE]
    alike = Outcome.objects.filter(resident=resident_id, subject=choice.subject, kind__in=kinds)
    same_day = [outcome.id for outcome in alike if 0 <= city_quarter(outcome.at) - day < 96]
    Outcome.objects.filter(id__in=same_day).delete()
    with kept_in_sums(resident_id):
        choice.delete()
        _count_again(resident_id, {week_of(choice.quarter)})


@command
def forget_since(resident_id: UUID, since: datetime | None) -> int:
    """Forget everything learned from a time on, or everything; say how many choices that were.

    The outcomes of that time go too, refusals among them: what she refused then may be offered again.
    """
    choices, outcomes = Choice.objects.filter(resident=resident_id), Outcome.objects.filter(resident=resident_id)
    if since is not None:
        choices = choices.filter(quarter__gte=city_quarter(since))
        outcomes = outcomes.filter(at__gte=since)
    outcomes.delete()
    weeks = {week_of(quarter) for quarter in choices.values_list("quarter", flat=True)}
    if not weeks:
        return 0
    with kept_in_sums(resident_id):
        count: int = choices.delete()[0]
        _count_again(resident_id, weeks)
    return count


@command
def pause_learning(resident_id: UUID, *, paused: bool) -> None:
    """Pause learning, or go on with it; while it pauses nothing is learned and nothing learned is used."""
    TasteSettings.objects.update_or_create(resident_id=resident_id, defaults={"paused": paused})


@command
def keep_on_phone(resident_id: UUID, *, on_phone: bool, shared: Collection[str] = ()) -> None:
    """Keep what a resident likes on her phone only, but for the kinds of offers that she shares; or here again.

    What was learned here of kinds that she does not share is forgotten in the same step.

    Raises:
        UnknownName: A kind of offers that is none.

    """
    unknown = set(shared) - set(KINDS_OF_OFFERS)
    if unknown:
        raise UnknownName("kind of offers", min(unknown), KINDS_OF_OFFERS)
    TasteSettings.objects.update_or_create(
        resident_id=resident_id, defaults={"on_phone": on_phone, "shared": sorted(shared) if on_phone else []}
    )
    if not on_phone:
        return
    with kept_in_sums(resident_id):
        for table in (Outcome, Choice, WeekCount):
            rows = table.objects.filter(resident=resident_id)
            unshared = {one for one in rows.values_list("subject", flat=True) if kind_of_subject(one) not in shared}
            rows.filter(subject__in=unshared).delete()


def may_reach_here(resident_id: UUID) -> Callable[[str], bool]:
    """Give the test of which subjects' outcomes may be kept here, as she decided."""
    row = TasteSettings.objects.filter(resident=resident_id, on_phone=True).first()
    return (lambda _: True) if row is None else (lambda subject: kind_of_subject(subject) in row.shared)


def kind_of_subject(subject: str) -> str:
    """Say of which kind of offers something is."""
    if subject.startswith("service:"):
        return "service"
    thing = things_by_id().get(subject)
    return "event" if thing and thing.category.startswith("event:") else "place"


@command
def choose_brief(resident_id: UUID, at: time | None) -> None:
    """Say at which hour one wants to be told of the day, city time; None for not at all."""
    TasteSettings.objects.update_or_create(resident_id=resident_id, defaults={"brief_at": at, "briefed_on": None})


def forget_resident(resident_id: UUID) -> int:
    """Remove everything that this room keeps about a resident, inside the command that erases her; say how many rows."""
    rows = 0
    with kept_in_sums(resident_id):
        for table in (Choice, WeekCount, Outcome, TasteSettings):
            rows += table.objects.filter(resident=resident_id).delete()[0]
    return rows


def category_of_subject(resident_id: UUID, subject: str) -> str:
    """Give the category under which something that was offered is learned; empty where nothing is."""
    kind, _, offer = subject.partition(":")
    if kind == "service":
        domain = domain_of_offer(resident_id, UUID(offer)) if _is_id(offer) else ""
        return f"service:{domain}" if domain and f"service:{domain}" not in UNLEARNED else ""
    thing = things_by_id().get(subject)
    return thing.category if thing else ""


def _is_id(text: str) -> bool:
    try:
        return bool(UUID(text))
    except ValueError:
        return False


def _count_again(resident_id: UUID, weeks: Collection[int]) -> None:
    """Count a resident's weeks anew from the choices that are there now."""
    WeekCount.objects.filter(resident=resident_id, week__in=weeks).delete()
    rows = Choice.objects.filter(
        resident=resident_id,
        kind__in=Choice.CHOSEN,
        quarter__gte=first_quarter(min(weeks)),
        quarter__lt=first_quarter(max(weeks) + 1),
    ).values_list("subject", "category", "quarter")
    counts, category = Counter[tuple[int, str]](), {}
    for subject, kind, quarter in rows:
        counts[week_of(quarter), subject] += 1
        category[subject] = kind
    WeekCount.objects.bulk_create(
        WeekCount(resident_id=resident_id, week=week, subject=subject, category=category[subject], count=count)
        for (week, subject), count in sorted(counts.items())
        if week in weeks
    )
