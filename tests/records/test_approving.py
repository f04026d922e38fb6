"""An officer's key signs what her passkey confirmed: these statements, this once, by her, and nothing else."""

from __future__ import annotations

import json
import os
from datetime import timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from allauth.mfa.models import Authenticator
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData
from tests.records.conftest import POLICY, Office

from manto.ledger.statements import decode_cbor
from manto.records.approving import challenge_of
from manto.records.models import Draft, DraftSignature
from manto.residents.models import Account

HOST = "testserver"
PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


class Device:
    """A passkey as a device keeps it."""

    def __init__(self, account: UUID) -> None:
        self.secret = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(16)
        key = ES256.from_cryptography_key(self.secret.public_key())
        data = AttestedCredentialData.create(bytes(16), self.id, key)
        seen = AuthenticatorData.create(sha256(HOST.encode()).digest(), PRESENT | VERIFIED | ATTESTED, 0, data)
        response = {
            "clientDataJSON": websafe_encode(b'{"type":"webauthn.create","challenge":"","origin":""}'),
            "attestationObject": websafe_encode(bytes(AttestationObject.create("none", seen, {}))),
        }
        credential = {"id": websafe_encode(self.id), "rawId": websafe_encode(self.id), "type": "public-key"}
        credential |= {"response": response, "clientExtensionResults": {}}
        Authenticator.objects.create(user_id=account, type="webauthn", data={"name": "Phone", "credential": credential})

    def says_yes(
        self, challenge: str, *, origin: str = f"http://{HOST}", flags: int = PRESENT | VERIFIED, host: str = HOST
    ) -> dict[str, Any]:
        """Confirm a challenge, as the browser hands it on."""
        said = json.dumps({"type": "webauthn.get", "challenge": challenge, "origin": origin}).encode()
        seen = bytes(AuthenticatorData.create(sha256(host.encode()).digest(), flags, 1))
        made = self.secret.sign(seen + sha256(said).digest(), ec.ECDSA(hashes.SHA256()))
        response = {
            "clientDataJSON": websafe_encode(said),
            "authenticatorData": websafe_encode(seen),
            "signature": websafe_encode(made),
            "userHandle": websafe_encode(b"whoever"),
        }
        credential = {"id": websafe_encode(self.id), "rawId": websafe_encode(self.id), "type": "public-key"}
        return credential | {"response": response, "clientExtensionResults": {}}


class Desk:
    """Ines's screen, over HTTP."""

    def __init__(self, office: Office, client: Any) -> None:
        self.office, self.client = office, client
        self.account: UUID = office.officers["ines"]
        client.force_login(Account.objects.get(id=self.account), backend="django.contrib.auth.backends.ModelBackend")

    def draft(self, policy: str) -> UUID:
        """Draw a policy up, ready to be signed by her alone."""
        says = POLICY | {"policy": policy}
        return self.office.file("ines", self.office.entry("insurance", "issue", says, to="paolo", subject=policy))

    def asks(self, draft: UUID) -> str:
        """Ask what the passkey is to confirm; give the challenge."""
        answer = self.client.post(f"/api/v1/desk/registers/drafts/{draft}/approval").json()["public_key"]
        assert (answer["rpId"], answer["userVerification"]) == (HOST, "required")
        return str(answer["challenge"])

    def signs(self, draft: UUID, assertion: Any = None) -> int:
        """Try to sign; give the status."""
        body = {"assertion": assertion}
        path = f"/api/v1/desk/registers/drafts/{draft}/sign"
        return int(self.client.post(path, body, content_type="application/json").status_code)


@pytest.fixture
def desk(office: Office, client: Any) -> Desk:
    return Desk(office, client)


@pytest.fixture
def device(desk: Desk) -> Device:
    return Device(desk.account)


def is_unsigned(draft: UUID) -> bool:
    return not DraftSignature.objects.filter(draft=draft).exists() and Draft.objects.get(id=draft).state == "signing"


def test_her_passkey_confirms_these_statements_and_the_yes_is_kept(desk: Desk, device: Device) -> None:
    """The challenge is a hash over what is signed; who has the passkey's public key can check the yes again."""
    draft = desk.draft("V-1")
    challenge = desk.asks(draft)

    assert desk.signs(draft, device.says_yes(challenge)) == 200

    row = Draft.objects.get(id=draft)
    assert row.state == "final"
    kept = row.signatures.get().approval
    expected = challenge_of(decode_cbor(bytes(row.payloads)), bytes.fromhex(kept["number"]))
    said = websafe_decode(kept["clientDataJSON"])
    assert websafe_decode(json.loads(said)["challenge"]) == expected
    device.secret.public_key().verify(
        websafe_decode(kept["signature"]),
        websafe_decode(kept["authenticatorData"]) + sha256(said).digest(),
        ec.ECDSA(hashes.SHA256()),
    )
    assert "userHandle" not in kept


def test_a_yes_to_another_statement_signs_nothing(desk: Desk, device: Device) -> None:
    """Neither one asked for another draft, nor one asked for this draft and given for another."""
    mine, other = desk.draft("V-1"), desk.draft("V-2")
    for_other = device.says_yes(desk.asks(other))
    assert desk.signs(mine, for_other) == 403

    desk.asks(mine)
    assert desk.signs(mine, for_other) == 403

    assert is_unsigned(mine)
    assert is_unsigned(other)


def test_a_yes_is_good_once(desk: Desk, device: Device) -> None:
    """A wrong answer uses the number up as well."""
    draft = desk.draft("V-1")
    challenge = desk.asks(draft)
    assert desk.signs(draft, device.says_yes(challenge, flags=PRESENT)) == 403

    assert desk.signs(draft, device.says_yes(challenge)) == 403

    assert is_unsigned(draft)


def test_a_yes_grows_old(desk: Desk, device: Device) -> None:
    """After five minutes one is asked again."""
    draft = desk.draft("V-1")
    yes = device.says_yes(desk.asks(draft))
    desk.office.clock.advance(timedelta(minutes=6))

    assert desk.signs(draft, yes) == 403
    assert is_unsigned(draft)


@pytest.mark.parametrize(
    "how",
    [{"flags": PRESENT}, {"flags": VERIFIED}, {"origin": "http://testserver.evil.example"}, {"host": "evil.example"}],
    ids=["nobody verified", "nobody present", "another page", "another city's passkey"],
)
def test_a_yes_must_be_hers_here_and_verified(desk: Desk, device: Device, how: dict[str, Any]) -> None:
    """A finger, a face or a code on her device, on the city's own page."""
    draft = desk.draft("V-1")

    assert desk.signs(draft, device.says_yes(desk.asks(draft), **how)) == 403
    assert is_unsigned(draft)


def test_anothers_passkey_counts_for_nothing(desk: Desk, device: Device) -> None:
    """Though it belongs to an officer too."""
    draft = desk.draft("V-1")
    others = Device(desk.office.officers["bruno"])

    assert desk.signs(draft, others.says_yes(desk.asks(draft))) == 403
    assert desk.signs(draft) == 403
    assert is_unsigned(draft)


@pytest.mark.parametrize("wrong", [{}, {"response": {}}, {"id": 3, "response": {"signature": "?"}}])
def test_nonsense_is_refused_and_not_an_error_of_ours(desk: Desk, device: Device, wrong: Any) -> None:
    """Whatever is sent in its place."""
    draft = desk.draft("V-1")
    desk.asks(draft)

    assert desk.signs(draft, wrong) == 403
    assert is_unsigned(draft)


def test_without_a_passkey_only_a_demo_signs_and_says_so(desk: Desk, settings: Any) -> None:
    """The desk says which; nothing that looks like a yes is kept."""
    draft = desk.draft("V-1")
    settings.MANTO_SIGN_WITHOUT_PASSKEY = False
    shown = desk.client.get(f"/api/v1/desk/registers/drafts/{draft}").json()
    assert (shown["sign_with"], desk.signs(draft)) == ("none", 403)
    assert is_unsigned(draft)

    settings.MANTO_SIGN_WITHOUT_PASSKEY = True
    shown = desk.client.get(f"/api/v1/desk/registers/drafts/{draft}").json()
    assert (shown["sign_with"], desk.signs(draft)) == ("demo", 200)
    assert Draft.objects.get(id=draft).signatures.get().approval is None
