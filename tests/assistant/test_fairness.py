"""Whom Today is of use to: counted with consent, with noise, within a budget."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import numpy as np
import pytest

from manto.assistant.commands import OutcomeTold, record_outcomes
from manto.assistant.fairness.shares import told_of_groups
from manto.assistant.fairness.table import EPSILON_OF_A_YEAR, epsilon_left, fairness_page, make_fairness_table
from manto.assistant.models import FairnessTable
from manto.assistant.taste.learning import MEMORY
from manto.kernel.errors import Conflict
from manto.residents.catalogue import SourceKind
from manto.residents.commands import Source, grant_consent, record_fact, register_resident
from manto.residents.models import Lookup

NOW = datetime(2026, 6, 9, 8, 0, tzinfo=UTC)
CIVIL = Source(SourceKind.REGISTER, "civil")


def people(count: int, *, district: str, counted: bool = True, told: tuple[str, ...] = ("shown", "accepted")) -> None:
    for _ in range(count):
        resident = register_resident(now=NOW).id
        grant_consent(resident, MEMORY, now=NOW)
        if counted:
            grant_consent(resident, "research", now=NOW)
        for name, value in (("home.district", district), ("person.birth", "1990-01-01")):
            record_fact(resident, name, value, source=CIVIL, valid_from=NOW.date(), now=NOW)
        outcomes = [OutcomeTold(uuid4(), "o", "mantova:palazzo-te", kind, 1, "plain-1", NOW, False) for kind in told]
        record_outcomes(resident, outcomes, now=NOW)


@pytest.mark.django_db
def test_groups_are_told_with_noise_and_only_of_those_who_agreed() -> None:
    """Who was shown nothing counts among whom Today could reach; who did not agree nowhere; each reads that she was counted."""
    people(60, district="centro-storico")
    people(30, district="centro-storico", told=())
    people(60, district="lunetta", counted=False)

    make_fairness_table(now=NOW)

    page = fairness_page(now=NOW, language="en")
    by_title = {row["title"]: row for row in page["rows"] if row["dimension"] == "district"}
    centre, lunetta = by_title["Centro storico"], by_title["Lunetta"]
    # Three noises of scale 2.5: beyond 60 comes less than one in a hundred million.
    assert abs(centre["residents"] - 90) < 60
    if centre["reached"] and centre["useful"]:
        assert centre["reached"]["low"] < centre["reached"]["share"] < centre["reached"]["high"]
        assert abs(centre["reached"]["share"] - 2 / 3) < 0.5
    assert lunetta["residents"] is None or lunetta["residents"] < 60
    assert len(by_title) > 5
    assert Lookup.objects.filter(room="assistant", reason="count_fairly").count() == 90


@pytest.mark.django_db
def test_the_years_budget_holds() -> None:
    """Twelve tables, then none until the first is a year old; reading one costs nothing."""
    for _ in range(int(EPSILON_OF_A_YEAR)):
        make_fairness_table(now=NOW)
        fairness_page(now=NOW, language="it")
    assert epsilon_left(NOW) == 0

    with pytest.raises(Conflict, match="budget"):
        make_fairness_table(now=NOW)

    make_fairness_table(now=NOW + timedelta(days=366))
    assert FairnessTable.objects.count() == 13


def test_an_interval_grows_with_the_noise_and_what_is_unsure_is_silent() -> None:
    """The same counts, less sure, until the shares may be nearly anything; nineteen are not told at all."""
    counts = {"a": (100, 50, 50), "b": (0, 0, 19)}
    (sure, few), (unsure, _), (lost, _) = (
        told_of_groups(["a", "b"], counts, lambda cell: cell, noise_scale=scale) for scale in (0.0, 6.0, 30.0)
    )

    assert (sure.residents, sure.reached.share, sure.useful.share) == (200, 0.5, 0.5)
    assert (few.residents, few.reached, few.useful) == (None, None, None)
    assert unsure.useful.high - unsure.useful.low > 1.2 * (sure.useful.high - sure.useful.low)
    assert (lost.residents, lost.useful) == (200, None)


@pytest.mark.parametrize(("cells", "reached", "useful"), [((150, 60, 40), 0.4, 0.4), ((0, 0, 80), 1.0, 1.0)])
def test_intervals_hold_what_is_true(cells: tuple[int, int, int], reached: float, useful: float) -> None:
    """Of tables drawn from a known city, noise included, nineteen in twenty hold the true shares."""
    random, scale = np.random.default_rng(3), 2.5
    total, held = sum(cells), []
    for _ in range(2000):
        drawn = tuple(random.multinomial(total, [cell / total for cell in cells]))
        (told,) = told_of_groups(["a"], {"a": drawn}, lambda n: n + round(random.laplace(0, scale)), noise_scale=scale)
        held.append((told.reached.low <= reached <= told.reached.high, told.useful.low <= useful <= told.useful.high))

    assert (np.mean(held, axis=0) > 0.93).all()
