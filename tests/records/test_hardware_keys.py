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

from manto.kernel.errors import NotFound, SetupNeeded
from manto.ledger.keys.hardware import HardwareModule
from manto.ledger.log.ed25519 import is_signed
from manto.records import hardware, node
from manto.records.founding import appoint_officer
from manto.records.models import OfficerKey, Record

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
