"""How many questions a page asks the database: counted, because counts do not depend on the machine."""

from datetime import date

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from manto.residents import commands
from manto.residents.catalogue import SourceKind
from manto.residents.models import Account
from manto.services.models import ServiceOffer
from manto.web.settings import CLOCK

CIVIL = commands.Source(SourceKind.REGISTER, "civil")


@pytest.fixture
def giulia(db, client):
    """Sign in a resident whose name and home the city knows."""
    cache.clear()
    account = Account.objects.create_user("giulia@example.org")
    resident = commands.register_resident(now=CLOCK.now(), language="en", account_id=account.id)
    for name, value in [
        ("person.given_name", "Giulia"),
        ("person.family_name", "Ferrari"),
        ("home.street", "Via Grossi"),
    ]:
        commands.record_fact(resident.id, name, value, source=CIVIL, valid_from=date(2019, 3, 12), now=CLOCK.now())
    client.force_login(account)
    return client


@pytest.mark.parametrize(
    ("path", "questions_max"),
    [
        ("/api/v1/session", 3),  # session, account, name
        ("/api/v1/me", 6),  # and language, household, wards
        ("/api/v1/me/facts", 5),  # session, account, consents, facts, contests
        ("/api/v1/me/lookups", 3),
        ("/api/v1/me/consents", 4),
        (
            "/api/v1/offers",
            8,
        ),  # session, account, consents, what was refused, what was learned, content's version, name, what is due
        ("/api/v1/offers/pool", 15),  # and her settings, what she likes here, what was shown in vain
    ],
)
def test_a_signed_in_page_asks_few_questions(giulia, path, questions_max, django_capture_on_commit_callbacks):
    """Who reads a page twice costs the same each time, and not a question for each row."""
    with django_capture_on_commit_callbacks(execute=True):  # today's line of who looked is written once
        giulia.get(path)

    with CaptureQueriesContext(connection) as asked:
        assert giulia.get(path).status_code == 200

    assert len(asked) <= questions_max, "\n".join(query["sql"] for query in asked)


@pytest.mark.parametrize("path", ["/api/v1/offers", "/api/v1/offers/pool"])
def test_today_asks_no_more_for_who_has_many_children_and_much_to_do(giulia, path, django_capture_on_commit_callbacks):
    """Each child has consents, an age and a name of its own, and each offer its words: all are asked for together."""
    mother = Account.objects.get(email="giulia@example.org").resident

    def asked_with(household, children):
        with django_capture_on_commit_callbacks(execute=True):
            offered = sum(_a_child(mother.id, household) for _ in range(children))
            giulia.get(path)
        with CaptureQueriesContext(connection) as asked:
            page = giulia.get(path).json()
        of_children = [one for one in page.get("candidates") or page["items"] if "Nora" in str(one)]
        assert min(offered, 2) <= len(of_children)
        return [query["sql"] for query in asked]

    home = commands.form_household([(mother.id, "head")], since=date(2019, 3, 12))
    commands.record_fact(mother.id, "household.size", 2, source=CIVIL, valid_from=date(2019, 3, 12), now=CLOCK.now())
    for purpose in ("tailoring", "proactive"):
        commands.grant_consent(mother.id, purpose, now=CLOCK.now())

    few, many = asked_with(home.id, 1), asked_with(home.id, 4)

    assert any("person.birth" in sql for sql in few)
    assert len(few) == len(many), "\n".join(many)


def _a_child(mother, household):
    """Let a child be born to a mother, known by name and birth, and offer it two things; say how many."""
    now = CLOCK.now()
    child = commands.register_resident(now=now)
    commands.join_household(household, child.id, "child", since=date(2024, 3, 12))
    commands.appoint_guardian(child.id, mother, proof="birth record", since=date(2024, 3, 12))
    for name, value in (("person.given_name", "Nora"), ("person.birth", date(2024, 3, 12))):
        commands.record_fact(child.id, name, value, source=CIVIL, valid_from=date(2024, 3, 12), now=now)
    for purpose in ("tailoring", "proactive"):
        commands.grant_consent(child.id, purpose, by=mother, now=now)
    for service in ("nursery-place", "family-allowance"):
        ServiceOffer.objects.create(service=service, subject_id=child.id, receiver_id=mother, made_at=now)
    return 2


@pytest.mark.parametrize("path", ["/api/v1/categories", "/api/v1/places?near=45.16,10.79", "/api/v1/offers"])
def test_a_public_page_asks_for_the_version_alone(client, db, path):
    """Once somebody has asked this minute, the content's version is all that is asked for."""
    client.get(path)

    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200

    assert len(asked) <= 1, "\n".join(query["sql"] for query in asked)


def test_a_closed_account_is_out_with_its_next_request(giulia):
    """What a session is asked for at every request holds at that request."""
    Account.objects.update(is_active=False)

    assert giulia.get("/api/v1/me").status_code == 401


def test_an_ended_session_is_out_with_its_next_request(giulia):
    """A session that ended on another device, or was removed, opens nothing."""
    from manto.residents.models import Session

    Session.objects.all().delete()

    assert giulia.get("/api/v1/me").status_code == 401
