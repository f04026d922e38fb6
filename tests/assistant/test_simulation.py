"""The people of the demo use Today for some days: what they like rises, by the same ways as on a phone."""

from datetime import UTC, datetime

import pytest

from manto.assistant.models import Choice, Outcome, TasteState
from manto.assistant.simulation import simulate, tastes_of_city
from manto.assistant.taste.learning import MEMORY
from manto.assistant.taste.refit import refit_shared_weights
from manto.assistant.taste.scene import OFFER_START
from manto.kernel.errors import UnknownName
from manto.residents.commands import register_resident
from manto.residents.models import Resident
from manto.residents.personas import resident_id

NOW = datetime(2026, 6, 9, 20, 0, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def sofia(mantua: None) -> Resident:
    """Register Sofia under the identifier that she has in the demo."""
    resident = register_resident(now=NOW)
    Resident.objects.filter(id=resident.id).update(id=resident_id("sofia"))
    return Resident.objects.get(id=resident_id("sofia"))


def test_a_week_of_sofia_is_learned_once(sofia: Resident) -> None:
    """Every choice is of an offer that she was shown, under her consent; doing it again records nothing twice."""
    told = simulate(weeks=1, only=("sofia",), now=NOW, progress=lambda _: None)
    first = Choice.objects.count()

    assert told["sofia"] >= first - Choice.objects.filter(kind=Choice.REFUSED).count() > 0
    shown = set(Outcome.objects.filter(kind=Outcome.SHOWN).values_list("subject", flat=True))
    assert set(Choice.objects.values_list("subject", flat=True)) <= shown
    assert set(Choice.objects.values_list("consent__purpose", flat=True)) == {MEMORY}
    with pytest.raises(UnknownName, match="sofia"):
        simulate(weeks=1, only=("sofi",), now=NOW, progress=lambda _: None)
    assert len(tastes_of_city()) == 8


def test_the_nights_fitting_rests_on_what_is_left(sofia: Resident) -> None:
    """With too little the first day's weights stand; with enough they move, within their bound; forgotten, they go back."""
    from manto.assistant.taste import refit
    from manto.assistant.taste.learning import forget_since

    simulate(weeks=2, only=("sofia",), now=NOW, progress=lambda _: None)
    sittings = refit_shared_weights(now=NOW).sittings
    state = TasteState.objects.get()
    assert sittings == state.fitted_on
    assert (state.weights is None) == (sittings < refit.LEAST_SITTINGS)

    weights = refit._fitted(refit._asked(refit._sittings(NOW), state.changes))
    moved = {name: float(weights[refit.AT[name]]) - start for name, start in OFFER_START.items()}
    assert any(abs(by) > 1e-3 for by in moved.values())
    assert all(abs(by) <= refit.MOVES_AT_MOST + 1e-6 for by in moved.values())
    assert moved["fits"] == pytest.approx(0, abs=1e-6)

    forget_since(sofia.id, None)
    assert refit_shared_weights(now=NOW).sittings == 0
    assert TasteState.objects.get().weights is None
