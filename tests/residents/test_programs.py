"""What an operator does with residents."""

from datetime import date, timedelta

import pytest
from tests.residents.conftest import NOW

from manto.kernel.clock import FixedClock
from manto.residents import commands, personas, programs, queries
from manto.residents.models import Lookup, Resident, Search


def test_tidying_up_removes_what_is_over(giulia, davide, settings):
    """Lines of looks go after five years, facts after their retention; what holds stays."""
    queries.read_facts(giulia.id, ["home.street"], queries.Officer(davide.id), "To send her a letter", NOW)
    commands.record_fact(
        giulia.id, "contact.phone", "+39 0376 1", source=commands.OWN_WORD, valid_from=date(2020, 1, 1), now=NOW
    )
    settings.CLOCK = FixedClock(NOW + timedelta(days=6 * 365))

    programs.forget()

    assert (Lookup.objects.count(), Search.objects.count()) == (0, 0)
    assert giulia.facts.count() == 5


@pytest.mark.django_db
def test_the_demo_is_filled_once(settings):
    """The personas and as many synthetic residents as asked for; a second time nobody."""
    settings.CLOCK = FixedClock(NOW)
    seen = []

    first = programs.fill_demo(people=1000, progress=lambda *step: seen.append(step))
    second = programs.fill_demo(people=1000, progress=lambda *step: seen.append(step))

    staff = len(personas.content_of_city()["staff"])
    assert (first, second) == (1000 + 14 + staff, 0)
    assert Resident.objects.count() == 1000 + 14
    assert seen[-1] == ("Residents move in", 1000, 1000)


@pytest.mark.django_db
def test_a_city_without_people_stays_empty(settings, tmp_path):
    """A folder with neither personas nor population gives no residents, and no error."""
    from dataclasses import replace

    settings.CITY = replace(settings.CITY, folder=tmp_path)

    assert programs.fill_demo(people=1000, progress=lambda *step: None) == 0
