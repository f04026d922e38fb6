"""Who signs with what: agencies, officers and holders.

An agency's and an officer's key lies in a file that only the program's user can read, or in a hardware module; an agency's
is made where `MANTO_AGENCY_KEYS` says and stays there. A holder's
key is made for one record alone; the city keeps its secret half, encrypted, unless her own device does. With it the city
signs only what she agreed to while signed in; a holder whose device keeps the key signs there.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings

from manto.kernel.errors import NotAllowed
from manto.ledger.keys import KeyPair, Signer
from manto.records import vault
from manto.records.hardware import KeyInModule, module
from manto.records.models import OfficerKey


def agency_key(agency: str) -> Signer:
    """Give an agency's own key, made at its first use."""
    return _kept(agency)


def paper_key(agency: str) -> Signer:
    """Give the key of what an agency's papers say, made at its first use."""
    return _kept(f"{agency}.papers")


def are_in_module() -> bool:
    """Say whether agencies' new keys are made in the hardware module."""
    return bool(settings.MANTO_AGENCY_KEYS == "module")


def _kept(name: str) -> Signer:
    public = vault.public_half(name)
    if public is None and are_in_module() and not vault.has_seed("keys", f"{name}.key"):
        public = module().make_key(f"manto {name}").public_key
        vault.keep_public_half(name, public)
    return KeyPair.of_seed(vault.seed("keys", f"{name}.key")) if public is None else KeyInModule(public)


def officer_key(row: Any) -> Signer:
    """Give the key of an officer whose secret half lies in a file here, or in the city's hardware module.

    Raises:
        NotAllowed: It is kept elsewhere.
    """
    if row.where == "module":
        return KeyInModule(bytes(row.key))
    if row.where != "file":
        raise NotAllowed("This key is not kept here.", "Sign with the module or device that keeps it.")
    return KeyPair.of_seed(vault.seed("keys/officers", f"{bytes(row.key).hex()}.key", made=False))


def keys_of(account_id: UUID, now: datetime) -> list[Any]:
    """List the keys with which an officer may sign at present."""
    return list(OfficerKey.objects.filter(account=account_id, until__gt=now).order_by("agency"))


def automatic_key(agency: str, now: datetime) -> Signer:
    """Give the key with which an agency signs what the law lets happen by itself."""
    row = OfficerKey.objects.filter(agency=agency, automatic=True, until__gt=now).order_by("-until").first()
    if row is None:
        raise NotAllowed(f"{agency} has no key for what happens by itself.", "Have an officer sign, or appoint one.")
    return officer_key(row)


def roles_of(account_id: UUID, now: datetime) -> set[str]:
    """Name everything that an officer may sign as."""
    return {role for row in keys_of(account_id, now) for role in row.roles}
