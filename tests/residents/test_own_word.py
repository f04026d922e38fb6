"""What a resident tells of herself: taken where the catalogue allows it, replaced and taken back as she likes."""

import json
from datetime import timedelta

import pytest
from django.conf import settings
from tests.residents.conftest import NOW, TODAY

from manto.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from manto.residents import commands
from manto.residents.models import Fact, Lookup
from manto.residents.queries import Room, read_facts

API = "/api/v1/me/own-word"


def told(client, name):
    """Give one line of the page."""
    return next(line for line in client.get(API).json() if line["name"] == name)


def tell(client, name, value, **more):
    """Tell something over HTTP."""
    body = json.dumps({"value": value, **more})
    return client.put(f"{API}/{name}", data=body, content_type="application/json")


@pytest.fixture
def page(client, giulia):
    """Sign Giulia in."""
    client.force_login(giulia.account)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    return client


def test_she_tells_corrects_and_takes_back(page, giulia):
    """Each time the page says what holds, that it is her own word, and on what ground it is kept."""
    assert tell(page, "contact.phone", "+39 0376 1234").status_code == 200
    first = told(page, "contact.phone")
    tell(page, "contact.phone", "+39 0376 5678")
    second = told(page, "contact.phone")
    page.delete(f"{API}/contact.phone")

    assert (first["known"]["value"], first["own"]) == ("+39 0376 1234", True)
    assert first["known"]["source_text"].startswith("You told us, since ")
    assert second["known"]["value"] == "+39 0376 5678"
    assert told(page, "contact.phone")["known"] is None
    assert Lookup.objects.filter(resident=giulia).count() == 0  # what she reads of herself is nobody's business


def test_what_rests_on_consent_waits_for_it(page, giulia):
    """Without consent it is refused and nothing is kept; with it a room that may use it is told."""
    assert (tell(page, "access.wheelchair", True).status_code, told(page, "access.wheelchair")["consented"]) == (
        403,
        False,
    )
    assert not Fact.objects.filter(name="access.wheelchair").exists()

    commands.grant_consent(giulia.id, "tailoring", now=NOW)

    assert tell(page, "access.wheelchair", True).status_code == 200
    reads = ["access.wheelchair"], Room("assistant"), "order_today", NOW + timedelta(days=400)
    assert read_facts(giulia.id, *reads, purpose="tailoring")["access.wheelchair"].value is True


def test_a_withdrawn_consent_closes_what_she_told(page, giulia):
    """At once, for herself on the page and for rooms."""
    commands.grant_consent(giulia.id, "tailoring", now=NOW)
    tell(page, "access.stroller", True)

    commands.withdraw_consent(giulia.id, "tailoring", now=NOW)

    line = told(page, "access.stroller")
    assert (line["known"], line["consented"]) == (None, False)


def test_her_word_never_covers_a_registers(giulia):
    """What the register says she contests; it is not replaced in silence."""
    with pytest.raises(Conflict):
        commands.tell_own_word(giulia.id, "home.street", "Via Volta", now=NOW)

    assert Fact.objects.get(resident=giulia, name="home.street").value == "Via Grossi"


@pytest.mark.parametrize("name", ["person.birth", "voter_roll.registered"])
def test_what_the_catalogue_takes_from_registers_alone_she_cannot_tell(giulia, name):
    """A day of birth is nobody's own word."""
    Fact.objects.filter(resident=giulia, name=name).delete()

    with pytest.raises(BadInput):
        commands.tell_own_word(giulia.id, name, "1999-01-01" if name == "person.birth" else True, now=NOW)


def test_what_cannot_be_is_refused(page, giulia):
    """A number out of bounds, a day to come, a word for a number: said by name, nothing kept."""
    commands.grant_consent(giulia.id, "tailoring", now=NOW)
    for name, value, more in [
        ("access.kerb_cm_max", 400, {}),
        ("access.kerb_cm_max", "four", {}),
        ("contact.email", "nobody", {}),
        ("contact.phone", "+39 0376 1234", {"since": f"{settings.CLOCK.now() + timedelta(days=2):%Y-%m-%d}"}),
    ]:
        assert tell(page, name, value, **more).status_code == 400, name
    assert not Fact.objects.filter(resident=giulia, source_kind="own_word").exists()


def test_what_was_told_before_stays_explainable(giulia):
    """A decision of yesterday can be explained by what she had told by then."""
    later = NOW + timedelta(days=10)
    commands.tell_own_word(giulia.id, "contact.phone", "+39 0376 1234", now=NOW)
    commands.take_back_own_word(giulia.id, "contact.phone", now=later)
    reads = ["contact.phone"], Room("services"), "explain", later + timedelta(days=1)

    assert read_facts(giulia.id, *reads) == {}
    assert read_facts(giulia.id, *reads, on=TODAY, known_at=NOW)["contact.phone"].value == "+39 0376 1234"


def test_nothing_told_nothing_taken_back(giulia):
    """Taking back what was never told, or what a register said, is refused."""
    for name in ("contact.phone", "home.street"):
        with pytest.raises(NotFound):
            commands.take_back_own_word(giulia.id, name, now=NOW)


def test_nobody_tells_for_another(page, giulia):
    """Only a guardian acts for a child."""
    other = commands.register_resident(now=NOW)
    answer = page.put(f"{API}/contact.phone?of={other.id}", data='{"value": "+39 1"}', content_type="application/json")

    assert answer.status_code == 403
    with pytest.raises(NotAllowed):
        commands.record_fact(
            other.id, "access.stroller", True, source=commands.OWN_WORD, valid_from=TODAY, now=NOW
        )  # no consent
