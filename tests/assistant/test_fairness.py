"""Whom Today is of use to: counted with consent, with noise, within a budget."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from manto.assistant.commands import OutcomeTold, record_outcomes
from manto.assistant.fair_shares import shares
from manto.assistant.fairness import EPSILON_OF_A_YEAR, epsilon_left, fairness_page, make_fairness_table
from manto.assistant.learning import MEMORY
from manto.assistant.models import FairnessTable
from manto.kernel.errors import Conflict
from manto.residents.catalogue import SourceKind
from manto.residents.commands import Source, grant_consent, record_fact, register_resident
from manto.residents.models import Lookup

NOW = datetime(2026, 6, 9, 8, 0, tzinfo=UTC)
CIVIL = Source(SourceKind.REGISTER, "civil")


def people(count: int, *, district: str, counted: bool, accepts: bool) -> None:
    for _ in range(count):
        resident = register_resident(now=NOW).id
        grant_consent(resident, MEMORY, now=NOW)
        if counted:
            grant_consent(resident, "research", now=NOW)
        for name, value in (("home.district", district), ("person.birth", "1990-01-01")):
            record_fact(resident, name, value, source=CIVIL, valid_from=NOW.date(), now=NOW)
        kinds = ("shown", "accepted") if accepts else ("shown",)
        told = [OutcomeTold(uuid4(), "o", "mantova:palazzo-te", kind, 1, "plain-1", NOW, False) for kind in kinds]
        record_outcomes(resident, told, now=NOW)


@pytest.mark.django_db
def test_groups_are_told_with_noise_and_only_of_those_who_agreed() -> None:
    """Large groups nearly as they are, small ones and those who did not agree not at all; each reads that she was counted."""
    people(90, district="centro-storico", counted=True, accepts=True)
    people(60, district="lunetta", counted=False, accepts=True)

    make_fairness_table(now=NOW)

    page = fairness_page(now=NOW, language="en")
    by_title = {row["title"]: row for row in page["rows"] if row["dimension"] == "district"}
    assert abs(by_title["Centro storico"]["reached"] - 90) < 60  # noise of scale 4: twelve in ten million go beyond
    assert (
        by_title["Centro storico"]["low"] <= by_title["Centro storico"]["useful"] <= by_title["Centro storico"]["high"]
    )
    assert by_title["Lunetta"]["reached"] is None or by_title["Lunetta"]["reached"] < 60
    assert len(by_title) > 5
    assert Lookup.objects.filter(room="assistant", reason="count_fairly").count() >= 90


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
    """The same counts, less sure, until the share may be nearly anything; nineteen are not told at all."""
    counts = {"a": (100, 50), "b": (19, 19)}
    sure, unsure, lost = (
        shares(["a", "b"], counts, lambda count: count, noise_scale=scale) for scale in (0.0, 6.0, 30.0)
    )

    assert (sure[0].useful, sure[1].reached, sure[1].useful) == (0.5, None, None)
    assert unsure[0].high - unsure[0].low > 1.5 * (sure[0].high - sure[0].low)
    assert (lost[0].reached, lost[0].useful, lost[0].low) == (100, None, None)
