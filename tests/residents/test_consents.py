"""Consent, its receipts and its end."""

import base64
import stat
from datetime import date

import pytest
from nacl.signing import SigningKey
from tests.residents.conftest import CIVIL, NOW, TODAY

from manto.kernel.errors import BadInput, NotAllowed, NotFound, UnknownName
from manto.residents import commands, queries
from manto.residents.city_key import public_key
from manto.residents.models import Consent, Fact
from manto.residents.queries import own_pages
from manto.residents.receipts import sign_receipt, verify_receipt
from manto.residents.reference import purposes
from manto.store.models import OutboxEvent


def test_a_receipt_says_what_was_agreed_to(giulia):
    """The receipt names purpose, version, words and facts, and checks with the city's public key."""
    consent = commands.grant_consent(giulia.id, "tailoring", language="it", now=NOW)

    said = verify_receipt(consent.receipt, public_key())

    assert (said["purpose"], said["version"], said["title"]) == (
        "tailoring",
        purposes()["tailoring"].version,
        "Proposte su misura",
    )
    assert ("granted", giulia.pairwise_id) == (said["event"], said["person"])
    assert "access.wheelchair" in said["facts"]


def test_a_changed_receipt_is_told_from_a_true_one(giulia):
    """One changed letter, and the receipt no longer checks."""
    receipt = commands.grant_consent(giulia.id, "research", now=NOW).receipt
    receipt["receipt"]["purpose"] = "health_plan"

    with pytest.raises(BadInput, match="signature"):
        verify_receipt(receipt, public_key())


def test_another_city_cannot_sign_for_this_one():
    """A receipt signed with another key does not check."""
    forged = sign_receipt({"purpose": "research"}, SigningKey.generate())

    with pytest.raises(BadInput, match="another key"):
        verify_receipt(forged, public_key())


@pytest.mark.parametrize("junk", [{}, {"receipt": {}}, {"receipt": {"a": 1.5}, "signature": {"value": "AA=="}}])
def test_what_is_no_receipt_is_refused(junk):
    """Anything else than a receipt is refused with a next step."""
    with pytest.raises(BadInput):
        verify_receipt(junk, base64.b64encode(bytes(SigningKey(bytes(32)).verify_key)).decode())


def test_the_key_is_for_the_program_alone(db, settings):
    """Nobody else on the machine can read the city's key."""
    public_key()

    assert stat.S_IMODE((settings.HOME / "secrets" / "receipts.key").stat().st_mode) == 0o600


def test_agreeing_twice_changes_nothing(giulia):
    """A second yes gives the first receipt again."""
    first, second = (commands.grant_consent(giulia.id, "research", now=NOW) for _ in range(2))

    assert first.id == second.id


def test_a_withdrawal_has_its_own_receipt(giulia):
    """The receipt of a withdrawal says when the consent was given and when it ended."""
    commands.grant_consent(giulia.id, "research", now=NOW)

    said = verify_receipt(commands.withdraw_consent(giulia.id, "research", now=NOW).receipt, public_key())

    assert ("withdrawn", NOW.isoformat()) == (said["event"], said["granted_at"])


def test_rooms_hear_of_a_withdrawal(giulia):
    """The rooms above are told which purpose ended, of whom, and nothing else."""
    commands.grant_consent(giulia.id, "research", now=NOW)
    commands.withdraw_consent(giulia.id, "research", now=NOW)

    event = OutboxEvent.objects.get(name="residents.consent_withdrawn")

    assert {"subject": str(giulia.id), "purpose": "research"} == event.payload


def test_nothing_to_withdraw_is_said(giulia):
    """Who never agreed has nothing to take back."""
    with pytest.raises(NotFound):
        commands.withdraw_consent(giulia.id, "research", now=NOW)


def test_an_unknown_purpose_is_refused(giulia):
    """A purpose that the city does not know cannot be agreed to."""
    with pytest.raises(UnknownName, match="research"):
        commands.grant_consent(giulia.id, "reserch", now=NOW)


def test_consent_to_an_old_version_is_no_consent(giulia):
    """When a purpose changes, the old agreement neither opens facts nor lets new ones in."""
    commands.grant_consent(giulia.id, "tailoring", now=NOW)
    Consent.objects.update(version=0)

    with pytest.raises(commands.facts.NotAllowed):
        commands.record_fact(giulia.id, "access.stroller", True, source=commands.OWN_WORD, valid_from=TODAY, now=NOW)

    renewed = commands.grant_consent(giulia.id, "tailoring", now=NOW)
    assert (renewed.version, Consent.objects.filter(withdrawn_at=None).count()) == (purposes()["tailoring"].version, 1)


def test_a_new_version_closes_what_the_old_one_opened(giulia):
    """Facts that were told under an old version stay closed until she agrees to the new one."""
    commands.grant_consent(giulia.id, "tailoring", now=NOW)
    commands.record_fact(giulia.id, "access.stroller", True, source=commands.OWN_WORD, valid_from=TODAY, now=NOW)
    Consent.objects.update(version=0)

    before = queries.read_facts(giulia.id, ["access.stroller"], queries.Room("assistant"), "offers", NOW)
    commands.grant_consent(giulia.id, "tailoring", now=NOW)
    after = queries.read_facts(giulia.id, ["access.stroller"], queries.Room("assistant"), "offers", NOW)

    assert ({}, {"access.stroller"}) == (before, set(after))


def test_a_mistaken_withdrawal_can_be_undone_for_thirty_days(giulia):
    """Closed facts open again with a new consent within thirty days; after that they are gone."""
    from datetime import timedelta

    commands.grant_consent(giulia.id, "tailoring", now=NOW)
    commands.record_fact(giulia.id, "access.stroller", True, source=commands.OWN_WORD, valid_from=TODAY, now=NOW)
    commands.withdraw_consent(giulia.id, "tailoring", now=NOW)

    commands.forget_expired_facts(now=NOW + timedelta(days=29))
    kept = Fact.objects.filter(name="access.stroller").count()
    commands.forget_expired_facts(now=NOW + timedelta(days=32))

    assert (kept, Fact.objects.filter(name="access.stroller").count()) == (1, 0)


def test_consent_is_asked_only_for_what_this_city_does(giulia, settings):
    """No language model, no tick for it; but what she agreed to can be taken back."""

    def asked():
        return [one["purpose"] for one in own_pages.consents_of(giulia.id, "it")]

    assert "language_model" not in asked()

    settings.MANTO_MODEL_URL = "http://localhost:1/v1"
    assert "language_model" in asked()

    commands.grant_consent(giulia.id, "language_model", now=NOW)
    settings.MANTO_MODEL_URL = ""
    assert "language_model" in asked()


@pytest.mark.parametrize(("born", "may"), [(date(2012, 6, 9), True), (date(2012, 6, 10), False), (None, True)])
def test_a_child_below_fourteen_cannot_consent_for_herself(giulia, born, may):
    """On the fourteenth birthday she can; who holds parental responsibility can before, a stranger cannot."""
    child, stranger = (commands.register_resident(now=NOW) for _ in range(2))
    if born:
        commands.record_fact(child.id, "person.birth", born, source=CIVIL, valid_from=born, now=NOW)
    if may:
        assert commands.grant_consent(child.id, "tailoring", now=NOW)
        return
    for by in (None, child.id, stranger.id, giulia.id):
        with pytest.raises(NotAllowed, match="14"):
            commands.grant_consent(child.id, "tailoring", by=by, now=NOW)
    assert not Consent.objects.filter(resident=child).exists()

    commands.appoint_guardian(child.id, giulia.id, proof="birth certificate 2012/112", since=born, until=TODAY)
    with pytest.raises(NotAllowed):  # her guardianship is over
        commands.grant_consent(child.id, "tailoring", by=giulia.id, now=NOW)
    commands.appoint_guardian(child.id, giulia.id, proof="birth certificate 2012/112", since=TODAY)

    given = commands.grant_consent(child.id, "tailoring", by=giulia.id, now=NOW)
    assert given.receipt["receipt"]["person"] == child.pairwise_id
    assert given.receipt["receipt"]["given_by"] == {"person": giulia.pairwise_id, "as": "guardian"}
    taken = commands.withdraw_consent(child.id, "tailoring", now=NOW)
    assert taken.withdrawn_at == NOW
    assert taken.receipt["receipt"]["given_by"] == {"person": child.pairwise_id, "as": "self"}
