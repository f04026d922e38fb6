"""How often what the city tells is opened, so that an editor knows, and nobody can be told from it.

1. A phone says that something was opened: no name, no cookie, no position, no time. A phone says so for at most
   ``THINGS_A_WEEK`` things a week and once for each; who does not want to be counted is not (``web/src/offline/counted.ts``).
2. Here is kept one sum for each thing and week. It never leaves the database as it is, and is deleted once its week is told.
3. A week is told once, when it is over, for everything that could have been opened, each sum with noise (OpenDP). So all that
   one phone did in a week changes what is told by at most a factor of e^ε. What noise alone could have made is left out.
4. Each table costs its ε of the year's budget; when that is spent no more is told until the year is over.

Decision 22 says what was weighed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, timedelta
from math import ceil, log
from typing import Any, Literal

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from manto.kernel.errors import BadInput, NotFound
from manto.places.models import Opened, OpenedTable, Totem, Trail
from manto.places.snapshot import snapshot
from manto.places.totem_codes import cleaned
from manto.store.command import command

Kind = Literal["overlay", "trail", "totem"]
KINDS: tuple[Kind, ...] = ("overlay", "trail", "totem")
THINGS_A_WEEK = 5
EPSILON_OF_A_WEEK = 1.0
EPSILON_OF_A_YEAR = 52.0
YEAR = timedelta(weeks=52)
WEEK = timedelta(weeks=1)
NOISE = THINGS_A_WEEK / EPSILON_OF_A_WEEK
"""The scale of the noise: what one phone can change in all, by what it may cost."""

FALSE_ALARMS_A_TABLE = 0.05
"""How many things that nobody opened may be told in a table, on average."""


def week_of(now: datetime) -> date:
    """Give the Monday of the week, as the city's calendar has it."""
    today = now.astimezone(settings.CITY.time_zone).date()
    return today - timedelta(days=today.weekday())


def told_from(things: int) -> int:
    """Say from which count on a thing is told, so that noise alone hardly ever gets there.

    Source: the tail of the Laplace distribution, half of e^(-count / scale), added up over all things.

    >>> told_from(200)
    39
    """
    return ceil(NOISE * log(max(things, 1) / (2 * FALSE_ALARMS_A_TABLE)))


def counted_things() -> list[tuple[Kind, str]]:
    """List all that can be opened, whether it was or not: the list says nothing about anybody."""
    held = snapshot()
    ids, _ = held.around.listed(None, told=True, count=len(held.around))
    trails = Trail.objects.filter(shown=True).values_list("id", flat=True)
    totems = Totem.objects.filter(revoked_at=None).values_list("code", flat=True)
    return [
        *(("overlay", id_) for id_ in sorted(ids)),
        *(("trail", id_) for id_ in sorted(trails)),
        *(("totem", code) for code in sorted(totems)),
    ]


@command
def count_opened(kind: str, thing: str, *, now: datetime) -> None:
    """Add one to the sum of this week (2).

    Raises:
        BadInput: There is no such kind of thing.
        NotFound: There is no such thing.

    """
    if kind not in KINDS:
        raise BadInput(f"There is no kind of thing '{kind[:20]}'.", f"Known are {', '.join(KINDS)}.")
    thing = cleaned(thing) if kind == "totem" else thing
    if not _stands(kind, thing):
        raise NotFound("What was opened is not there.", "Only what residents see is counted.")
    alike = {"week": week_of(now), "kind": kind, "thing": thing}
    if Opened.objects.filter(**alike).update(times=F("times") + 1):
        return
    try:
        with transaction.atomic():
            Opened.objects.create(**alike, times=1)
    except IntegrityError:  # another process began the sum meanwhile
        Opened.objects.filter(**alike).update(times=F("times") + 1)


def _stands(kind: str, thing: str) -> bool:
    if kind == "trail":
        return bool(Trail.objects.filter(id=thing, shown=True).exists())
    if kind == "totem":
        return bool(Totem.objects.filter(code=thing, revoked_at=None).exists())
    place = snapshot().places([thing]).get(thing)
    return place is not None and bool(place.story)


def noisy_counts(
    sums: Mapping[tuple[Kind, str], int], things: Iterable[tuple[Kind, str]], noisy: Callable[[int], int]
) -> list[dict[str, Any]]:
    """Say how often things were opened, each with noise; what noise alone could have made is left out (3).

    Args:
        sums: How often each was opened; those that were not may be missing.
        things: All that could have been.
        noisy: Adds noise to one count.

    >>> noisy_counts({("trail", "lakes"): 90}, [("trail", "lakes"), ("trail", "art")], lambda count: count + 2)
    [{'kind': 'trail', 'thing': 'lakes', 'times': 92}]
    """
    wanted = list(things)
    least = told_from(len(wanted))
    counts = [(kind, thing, noisy(sums.get((kind, thing), 0))) for kind, thing in wanted]
    counts.sort(key=lambda one: (-one[2], one[0], one[1]))
    return [{"kind": kind, "thing": thing, "times": times} for kind, thing, times in counts if times >= least]


@command
def tell_last_week(*, now: datetime) -> bool:
    """Tell of the week that is over, once, and delete its sums; say whether that was done now."""
    running = week_of(now)
    over = running - WEEK
    done = OpenedTable.objects.filter(week=over).exists()
    if not done and epsilon_left(now) >= EPSILON_OF_A_WEEK:  # (4)
        sums = {(one.kind, one.thing): one.times for one in Opened.objects.filter(week=over)}
        things = counted_things()
        told = {"things": len(things), "least": told_from(len(things)), "rows": noisy_counts(sums, things, _laplace())}
        facts = {"made_at": now, "epsilon": EPSILON_OF_A_WEEK, "told": told}
        # Another process may have told of the week meanwhile: then that is what was told, and this table nobody sees.
        done = not OpenedTable.objects.get_or_create(week=over, defaults=facts)[1]
    Opened.objects.filter(week__lt=running).delete()
    return not done


def epsilon_left(now: datetime) -> float:
    """Say how much of the year's budget is left."""
    spent = OpenedTable.objects.filter(week__gte=week_of(now) - YEAR).values_list("epsilon", flat=True)
    return max(0.0, EPSILON_OF_A_YEAR - float(sum(spent)))


def _laplace() -> Callable[[int], int]:
    """Give what adds noise to one count."""
    import opendp.prelude as dp  # a second to load, once a week

    dp.enable_features("contrib")
    added: Callable[[int], int] = dp.m.make_laplace(dp.atom_domain(T=int), dp.absolute_distance(T=int), scale=NOISE)
    return added
