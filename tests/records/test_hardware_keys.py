"""Keys in a hardware module, with SoftHSM in its place: made there, signing there, judged by libsodium's rule."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as tries
from hypothesis import strategies as some
from tests.records.conftest import POLICY, Office
from tests.records.test_issuing import checked, text_of
from tests.records.test_persons import DEATH, PASSPORT

from manto.kernel.errors import NotFound, SetupNeeded
from manto.ledger.keys.hardware import HardwareModule
from manto.ledger.log.ed25519 import is_signed
from manto.records import hardware, node
from manto.records.founding import appoint_officer
from manto.records.keys import agency_key
from manto.records.models import OfficerKey, Record
from manto.records.reference import agencies

LIBRARIES = (
    "/usr/lib/softhsm/libsofthsm2.so",
    "/usr/lib64/pkcs11/libsofthsm2.so",
    "/usr/local/lib/softhsm/libsofthsm2.so",
)
LIBRARY = next((one for one in LIBRARIES if Path(one).exists()), "")
TOKEN, PIN = "city", "271828"


@pytest.fixture(scope="session")
def module(tmp_path_factory: pytest.TempPathFactory) -> Iterator[HardwareModule]:
    """Give a fresh token of SoftHSM; its library is set up once in a process."""
    if not LIBRARY or shutil.which("softhsm2-util") is None:
        pytest.skip("SoftHSM is not installed: sudo apt install softhsm2")
    folder = tmp_path_factory.mktemp("softhsm")
    (folder / "tokens").mkdir()
    (folder / "conf").write_text(f"directories.tokendir = {folder / 'tokens'}\nobjectstore.backend = file\n")
    os.environ["SOFTHSM2_CONF"] = str(folder / "conf")
    made = ["softhsm2-util", "--init-token", "--free", "--label", TOKEN, "--pin", PIN, "--so-pin", "314159"]
    subprocess.run(made, check=True, capture_output=True)
    opened = hardware._opened(os.getpid(), LIBRARY, TOKEN, PIN)
    yield opened
    opened.close()


@tries(max_examples=50, deadline=None)
@given(message=some.binary(max_size=2000))
def test_what_it_signs_holds_by_the_ledgers_rule(module: HardwareModule, message: bytes) -> None:
    """Whatever the message; and for no other message or key."""
    key, other = _two_keys(module)

    signature = key.sign(message)

    assert is_signed(message, signature, key.public_key)
    assert not is_signed(message + b"!", signature, key.public_key)
    assert not is_signed(message, signature, other.public_key)


def _two_keys(module: HardwareModule) -> Any:
    kept = vars(module).setdefault("two_keys", [])
    while len(kept) < 2:
        kept.append(module.make_key("manto test"))
    return kept


def test_a_key_is_found_by_its_public_half_and_does_not_come_out(module: HardwareModule) -> None:
    """Two keys of one label are two keys; the module refuses to show the secret half."""
    first, second = _two_keys(module)

    assert module.key_of(first.public_key).sign(b"x") == first.sign(b"x")
    assert first.public_key != second.public_key
    from pkcs11 import Attribute
    from pkcs11.exceptions import PKCS11Error

    with pytest.raises(PKCS11Error):
        first._handle[Attribute.VALUE]
    with pytest.raises(NotFound):
        module.key_of(bytes(32))


def test_what_is_not_set_right_is_said(module: HardwareModule, settings: Any) -> None:
    """No library, another token."""
    with pytest.raises(SetupNeeded):
        HardwareModule("/nowhere/libnone.so", TOKEN, PIN)
    with pytest.raises(SetupNeeded):
        HardwareModule(LIBRARY, "another", PIN)
    settings.MANTO_PKCS11_LIBRARY = ""
    with pytest.raises(SetupNeeded):
        hardware.module()


@pytest.fixture
def agencies_in_module(module: HardwareModule, settings: Any) -> None:
    """Let agencies have their keys in the module; before the city opens its register."""
    settings.MANTO_AGENCY_KEYS, settings.MANTO_PKCS11_LIBRARY = "module", LIBRARY
    settings.MANTO_PKCS11_TOKEN, settings.MANTO_PKCS11_PIN = TOKEN, PIN


def test_agencies_found_the_register_and_act_with_keys_in_the_module(
    agencies_in_module: None, office: Office, settings: Any
) -> None:
    """What the law lets happen by itself, papers, an import, a receipt: no file holds a secret half of an agency's key."""
    paper = text_of(office, office.flat())
    title = checked(office, paper)[0]
    passport = office.enter("piero rosa", office.entry("passport", "issue", PASSPORT, to="enzo"))
    office.enter("dora anna", office.entry("death-certificate", "issue", DEATH, to="enzo"))
    office.later(hours=1)

    assert title.is_valid
    assert Record.objects.get(id=passport.id).status == "revoked"
    keys = settings.HOME / "records" / "keys"
    assert {path.stem for path in keys.glob("*.public")} >= {*agencies(), "land-registry.papers"}
    assert [path.name for path in keys.glob("*.key")] == ["wallet.key"]
    assert set(OfficerKey.objects.filter(automatic=True).values_list("where", flat=True)) == {"module"}
    settings.MANTO_PKCS11_LIBRARY = ""
    with pytest.raises(SetupNeeded):
        agency_key("land-registry").sign(b"x")
    assert not (keys / "land-registry.key").exists()


def test_an_officer_whose_key_is_in_the_module_signs_at_the_desk(
    module: HardwareModule, office: Office, settings: Any
) -> None:
    """Her agency delegates it as any other; the ledger takes what it signs; no file holds a secret half of it."""
    settings.MANTO_PKCS11_LIBRARY, settings.MANTO_PKCS11_TOKEN, settings.MANTO_PKCS11_PIN = LIBRARY, TOKEN, PIN
    ines = office.officers["ines"]
    OfficerKey.objects.filter(account=ines).delete()
    public = appoint_officer(ines, "insurers", ["insurer"], office.now, in_module=True)

    record = office.enter("ines", office.entry("insurance", "issue", POLICY, to="paolo", subject="V"))

    of = node.ledger().statement(bytes(record.head))
    assert of is not None
    assert of.signers == {public}
    assert OfficerKey.objects.get(account=ines).where == "module"
    assert not (settings.HOME / "records" / "keys" / "officers" / f"{public.hex()}.key").exists()
    assert Record.objects.get(id=record.id).status == "active"
