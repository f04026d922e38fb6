"""The nightly forest: kept only where choices hold what a weighed sum cannot say, in Today within its bound, forgotten."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import numpy as np
import pytest
from django.conf import settings

from manto.assistant.commands import OutcomeTold, record_outcomes
from manto.assistant.models import TasteState
from manto.assistant.offering.plain_rules import worth_offering
from manto.assistant.offering.policy import LEARNED_POLICY, WITH_TREES, plain_weights
from manto.assistant.pool import pool
from manto.assistant.preferences.frame import AT, COLUMNS
from manto.assistant.queries import Today, candidates_of, situation_of, today
from manto.assistant.taste import forest, hers, refit
from manto.assistant.taste.forest import SAY_AT_MOST, SEEN, Forest, Sitting, grown, judged
from manto.assistant.taste.learning import MEMORY, city_quarter, forget_since, keep_on_phone
from manto.assistant.taste.page import learned_page
from manto.assistant.taste.refit import refit_shared_weights
from manto.assistant.taste.scene import Learned, Scene, Sums, shared_weights
from manto.places.things import things_by_id
from manto.residents.commands import grant_consent, register_resident
from manto.residents.erasure import erase_resident
from manto.residents.models import Resident

NOW = datetime(2026, 6, 9, 8, 0, tzinfo=UTC)
EVENING = NOW + timedelta(hours=10)
AGAIN, NEW = 1.0, -1.0


def sittings(*, together: float, count: int = 900, residents: int = 60, seed: int = 0) -> list[Sitting]:
    """Make sittings of which the weights know everything but that at weekends one goes where one has been before."""
    random, made = np.random.default_rng(seed), []
    for number in range(count):
        seen = np.zeros((4, len(SEEN)))
        seen[:, AT["own_kind"]] = np.log(random.random(4) + 0.05)
        seen[:, AT["been_before"]] = random.random(4) < 0.5
        day = number % 7
        seen[:, len(COLUMNS) :] = 9 + 3 * random.integers(4), day
        scores = 0.55 * seen[:, AT["own_kind"]] + 0.4 * seen[:, AT["been_before"]]
        liked = scores + together * (AGAIN if day >= 5 else NEW) * seen[:, AT["been_before"]]
        chances = np.exp(liked) / np.exp(liked).sum()
        made.append(Sitting(number % residents, seen, scores, int(random.choice(4, p=chances))))
    return made


def test_what_only_counts_together_is_found_and_what_a_sum_says_is_refused() -> None:
    """Where weekends turn a liking round the trees are better on later sittings; where they do not, they are not kept."""
    turned, straight = (sittings(together=strength) for strength in (1.2, 0.0))

    kept = judged(Forest(grown(turned[:720])), turned[720:])
    refused = judged(Forest(grown(straight[:720])), straight[720:])

    assert kept.better
    assert kept.gain[1] > 0.02
    assert kept.surprise[1] < kept.surprise[0]
    assert kept.place[1] > kept.place[0]
    assert not refused.better
    assert not judged(Forest(grown(turned[:720])), sittings(together=1.2, residents=19)[720:]).better  # too few to tell


def test_its_say_is_bounded_and_made_of_exact_parts() -> None:
    """However sure the trees are; what is of the day, the way and refusals they do not see; the same text each time."""
    made = sittings(together=9.0)
    text = grown(made)
    trees, frame = Forest(text), np.concatenate([one.seen for one in made])[:, : len(COLUMNS)]

    parts = trees.says(frame, city_quarter(NOW))
    moved = frame.copy()
    moved[:, forest.UNSEEN] += 7

    assert np.abs(parts.sum(axis=1)).max() == pytest.approx(SAY_AT_MOST, abs=1e-3)
    assert (np.abs(parts[:, AT["been_before"]]) > 0.5).any()
    assert (trees.says(moved, city_quarter(NOW)) == parts).all()
    assert grown(made) == text
    assert len(text) < 30_000


def a_city(residents: int, *, by_the_clock: bool) -> list[UUID]:
    """Let residents use Today's cards for four weeks, as ``live`` has it."""
    made = [a_resident(UUID(int=number + 1)) for number in range(residents)]
    for number, resident in enumerate(made):
        live(resident, number, by_the_clock=by_the_clock)
    return made


def a_resident(number: UUID) -> UUID:
    drawn = register_resident(now=NOW - timedelta(days=90)).id
    Resident.objects.filter(id=drawn).update(id=number)
    grant_consent(number, MEMORY, now=NOW - timedelta(days=90))
    return number


def live(resident: UUID, seed: int, *, by_the_clock: bool) -> None:
    """Choose of two known places and two new ones: known ones in the evening, new ones in the morning; or as weights."""
    random, places = np.random.default_rng(seed), {one: thing.category for one, thing in things_by_id().items()}
    subjects = sorted(one for one, kind in places.items() if not kind.startswith("event:"))
    rows, been, told = [], [subjects[int(random.integers(len(subjects)))]], []
    for day in sorted(random.choice(28, size=12, replace=False).tolist()):
        evening = random.random() < 0.5
        at = (EVENING if evening else NOW) - timedelta(days=28 - day)
        new = [one for one in random.choice(subjects, size=6, replace=False).tolist() if one not in been][:2]
        again = random.permutation(been)[:2].tolist()
        shown = sorted({*again, *new})
        if by_the_clock:
            wanted = (again if evening else new) if random.random() < 0.9 else shown
            chosen = str(random.choice(wanted))
        else:
            chosen = shown[int(np.argmax(by_the_weights(rows, shown, at) + random.gumbel(size=len(shown))))]
        been = list(dict.fromkeys([*been, chosen]))
        rows.append((chosen, places[chosen], city_quarter(at)))
        told += [OutcomeTold(uuid4(), one, one, "shown", 1, LEARNED_POLICY, at, False) for one in shown]
        told.append(OutcomeTold(uuid4(), chosen, chosen, "accepted", 1, LEARNED_POLICY, at, False))
    record_outcomes(resident, told, now=NOW)


def by_the_weights(rows: list[tuple[str, str, int]], shown: list[str], at: datetime) -> np.ndarray:
    candidates = [refit._candidate(one, things_by_id()[one].category) for one in shown]
    frame = Scene(Learned(tuple(rows), ()), candidates, city_quarter(at), Sums({}, {}), hers.spots()).frame(None)
    frame[:, forest.UNSEEN] = 0
    return np.asarray(frame @ shared_weights(None))


def pages(them: list[UUID]) -> list[Today]:
    return [today(one, near=None, now=EVENING, language="en") for one in them]


def known(page: Today, resident: UUID) -> int:
    """Count the cards of what she has chosen before."""
    chosen = {subject for subject, _, _ in hers.learned_about(resident).chosen}
    return sum(offer.subject in chosen for offer in page.items)


@pytest.mark.django_db
def test_a_kept_forest_has_a_say_in_today_and_tells(mantua: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """In the evening what is known rises. Outcomes and her page can tell; without the package the weights stand alone."""
    them = a_city(44, by_the_clock=True)

    told = refit_shared_weights(now=NOW)
    with_trees = pages(them[:20])
    monkeypatch.setitem(sys.modules, "lightgbm", None)  # as where the extra is not installed
    alone = pages(them[:20])

    assert told.judged["decided"] == "better"
    assert told.trees_text.startswith("Trees beside it, kept: on 106 later choices")
    assert "at weekends only" in learned_page(them[0], now=NOW, language="en")["weights_text"]
    assert {(page.policy, page.learned) for page in with_trees} == {(WITH_TREES, True)}
    assert {(page.policy, page.learned) for page in alone} == {(LEARNED_POLICY, True)}
    sums = [sum(known(page, one) for page, one in zip(every, them, strict=False)) for every in (with_trees, alone)]
    assert sums[0] > 2 * sums[1]
    assert refit_shared_weights(now=NOW).judged == {"decided": "not_installed"}


@pytest.mark.django_db
def test_the_phone_hears_what_the_city_reckons_with(mantua: None) -> None:
    """Wherever she is the say is the same; who keeps her likes on the phone, and who is not known, hears none."""
    her, other = a_city(44, by_the_clock=True)[:2]
    refit_shared_weights(now=NOW)
    here, near = NOW.astimezone(settings.CITY.time_zone), (45.16, 10.79)
    weighed = worth_offering(candidates_of(near, here, "en"), situation_of(her, near, here), plain_weights())

    reckoned = hers.taste_for(her, hers.learned_about(her), weighed, near, NOW)
    trees = pool(her, now=NOW, language="en")["hers"]["trees"]

    assert (trees["policy"], trees["quarter"]) == (WITH_TREES, city_quarter(NOW))
    assert reckoned.says is not None
    for one, parts in zip(weighed, reckoned.says.tolist(), strict=True):
        assert trees["says"][one.candidate.subject] == {
            name: part for name, part in zip(SEEN, parts, strict=True) if part
        }
    assert 0.01 < max(abs(sum(parts.values())) for parts in trees["says"].values()) <= SAY_AT_MOST + 1e-3
    keep_on_phone(other, on_phone=True, shared=["place"])
    assert pool(other, now=NOW, language="en")["hers"]["trees"] is None
    forget_since(her, None)
    assert pool(her, now=NOW, language="en")["hers"]["trees"] is None


@pytest.mark.django_db
def test_after_a_night_the_forest_is_that_of_a_city_that_never_knew_her(mantua: None) -> None:
    """The same to the byte; and where the weights say all there is, none is kept."""
    a_city(44, by_the_clock=True)
    refit_shared_weights(now=NOW)
    never = TasteState.objects.get().trees
    her = a_resident(UUID(int=1000))
    live(her, 1000, by_the_clock=True)
    refit_shared_weights(now=NOW)
    with_her = TasteState.objects.get().trees

    erase_resident(her, now=NOW)
    refit_shared_weights(now=NOW)

    assert never
    assert with_her != never
    assert TasteState.objects.get().trees == never


@pytest.mark.django_db
def test_where_the_weights_say_all_there_is_no_forest_is_kept(mantua: None) -> None:
    """Residents who choose as the weights have it: judged, told, and without a say."""
    them = a_city(44, by_the_clock=False)

    told = refit_shared_weights(now=NOW)

    assert told.judged["decided"] == "no_better"
    assert "not kept" in told.trees_text
    assert TasteState.objects.get().trees is None
    assert {page.policy for page in pages(them[:5])} == {LEARNED_POLICY}
    assert "did not help" in learned_page(them[0], now=NOW, language="en")["weights_text"]
    assert pool(them[0], now=NOW, language="en")["hers"]["trees"] is None
