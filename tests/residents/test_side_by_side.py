"""Commands about one resident that run at the same time."""

import threading
from datetime import date

import pytest
from django.db import connection
from tests.residents.conftest import CIVIL, NOW

from manto.residents import commands
from manto.residents.models import Consent, Fact

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(jobs):
    """Run jobs in threads that start together; give what they raised."""
    start, raised = threading.Barrier(len(jobs)), []

    def run(job):
        start.wait()
        try:
            job()
        except Exception as error:
            raised.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[job]) for job in jobs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.postgresql  # SQLite has one writer; the store's tests hold it
def test_of_two_clerks_one_is_last():
    """Eight statements about the same days at once leave one value that holds, not eight."""
    resident = commands.register_resident(now=NOW)

    def move(number):
        return lambda: commands.record_fact(
            resident.id, "home.street", f"Via {number}", source=CIVIL, valid_from=date(2026, 1, 1), now=NOW
        )

    raised = at_once([move(number) for number in range(8)])

    assert (raised, Fact.objects.filter(superseded_at__isnull=True).count()) == ([], 1)


@pytest.mark.postgresql  # SQLite has one writer; the store's tests hold it
def test_two_taps_are_one_consent():
    """A phone that sends the same yes eight times gets one consent, and no error."""
    resident = commands.register_resident(now=NOW)

    raised = at_once([lambda: commands.grant_consent(resident.id, "research", now=NOW) for _ in range(8)])

    assert (raised, Consent.objects.count()) == ([], 1)
