"""What time alone makes due is found once a day, and nobody is told twice."""

from datetime import timedelta

from tests.services.conftest import NOW, TODAY, offered, tell_everybody

from manto.services import sweeping
from manto.services.commands.sweeps import begin_sweep
from manto.services.models import Notice, ServiceOffer, Sweep


def test_a_sweep_twice_on_a_day_changes_nothing(born, giulia):
    """No offer twice, no word twice."""
    tell_everybody()
    before = (ServiceOffer.objects.count(), Notice.objects.count())

    made = sweeping.sweep(now=NOW)

    assert (made.residents, made.changed, made.offers) == (2, 0, 0)
    assert before == (ServiceOffer.objects.count(), Notice.objects.count())


def test_a_sweep_finds_what_time_alone_has_made_due(born, giulia):
    """Without any event; and whoever stands as before is not gone into again."""
    sweeping.sweep(now=NOW)
    first = offered(giulia.id)

    made = sweeping.sweep(now=NOW + timedelta(days=1))
    later = sweeping.sweep(now=NOW + timedelta(days=400))

    assert (made.residents, made.offers) == (2, 0)
    assert later.changed
    assert first != offered(giulia.id)


def test_a_sweep_is_made_once_for_a_day_and_its_rules(born, settings):
    """Whoever comes second does nothing; the next day it is due again, and after a change of the rules."""
    assert sweeping.sweep_when_due(now=NOW) == 1
    assert sweeping.sweep_when_due(now=NOW) == 0
    assert sweeping.sweep_when_due(now=NOW + timedelta(days=1)) == 1

    Sweep.objects.update(rules="of before")

    assert sweeping.sweep_when_due(now=NOW + timedelta(days=1)) == 1


def test_a_sweep_that_died_is_taken_over(born):
    """After some hours; until then it may still be at work."""
    begin_sweep(TODAY, sweeping.rules_hash(), now=NOW)

    assert sweeping.sweep_when_due(now=NOW + timedelta(hours=1)) == 0
    assert sweeping.sweep_when_due(now=NOW + timedelta(hours=7)) == 1
