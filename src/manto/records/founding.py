"""Founding the register: the ledger with its agencies, its rules and its officers, made what the city's folder says.

Doing it again changes what has changed: a new agency joins, new rules come into force from the next block on, a new
officer is delegated. Nothing is taken back here: an officer's key is revoked by name.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from manto.kernel.errors import BadInput
from manto.ledger.keys import KeyPair, Signer
from manto.ledger.state import acts
from manto.ledger.state.constitution import GOVERNANCE_RECORD, Member
from manto.ledger.statements import Statement, encode_cbor, envelope, sign_payload
from manto.records import node, vault
from manto.records.hardware import module
from manto.records.keys import agency_key, are_in_module
from manto.records.models import OfficerKey
from manto.records.reference import agencies, content_of_city, types
from manto.records.rule_pack import rule_pack
from manto.residents.models import Account
from manto.residents.personas import account_id
from manto.store.command import command

KEY_LIFE = timedelta(days=1826)
FINAL_WITHIN_S = 30


@dataclass(frozen=True)
class Appointment:
    """A key that an agency is to delegate.

    Attributes:
        account: Whose it is; None for what happens by itself.
        where: Who keeps its secret half: `file`, `module`, `elsewhere`.
    """

    account: UUID | None
    agency: str
    roles: tuple[str, ...]
    key: bytes
    where: str = "file"


def found_register(now: datetime) -> None:
    """Make the ledger, its members, its rules and the agencies' automatic keys what the city's folder says."""
    _members(now)
    _rules(now)
    have = OfficerKey.objects.filter(automatic=True, until__gt=now).values_list("agency", flat=True)
    lacking = [agency for agency in agencies().values() if agency.id not in set(have)]
    appoint([with_new_key(None, one.id, one.roles, in_module=are_in_module()) for one in lacking], now)


def appoint_citys_officers(now: datetime) -> int:
    """Appoint the officers whom the city's `records.yaml` names and who have no key yet; say how many."""
    named = content_of_city().get("officers") or ()
    there = set(Account.objects.values_list("id", flat=True)) if named else set()
    have = set(OfficerKey.objects.filter(until__gt=now).values_list("account", "agency"))
    wanted = [(account_id(entry["account"]), entry["agency"], entry["roles"]) for entry in named]
    new = [one for one in wanted if one[0] in there and one[:2] not in have]
    appoint([with_new_key(*one) for one in new], now)
    return len(new)


def appoint_officer(
    account: UUID | None, agency: str, roles: Iterable[str], now: datetime, *, in_module: bool = False
) -> bytes:
    """Make a key for an officer, in a file or the hardware module, and have the agency delegate it; give the public key.

    Raises:
        BadInput: There is no such agency, or it does not have one of the roles.
    """
    one = with_new_key(account, agency, roles, in_module=in_module)
    appoint([one], now)
    return one.key


def with_new_key(account: UUID | None, agency: str, roles: Iterable[str], *, in_module: bool = False) -> Appointment:
    """Make a key for an officer, in a file or in the city's hardware module; no agency has delegated it yet."""
    if in_module:
        made = module().make_key(f"manto {agency}")
        return Appointment(account, agency, tuple(sorted(roles)), made.public_key, "module")
    pair = KeyPair.of_seed(secrets.token_bytes(32))
    vault.keep_seed("keys/officers", f"{pair.public_key.hex()}.key", pair.seed)
    return Appointment(account, agency, tuple(sorted(roles)), pair.public_key)


def appoint(appointments: Sequence[Appointment], now: datetime) -> None:
    """Have agencies delegate keys, wherever their secret halves are kept.

    Raises:
        BadInput: There is no such agency, or it does not have one of the roles.
    """
    if not appointments:
        return
    for one in appointments:
        if one.agency not in agencies() or not one.roles or not set(one.roles) <= agencies()[one.agency].roles:
            raise BadInput(f"{one.agency} cannot give the roles {', '.join(one.roles)}.", "See the city's agencies.")
    at_s, until = int(now.timestamp()), now + KEY_LIFE
    origin, until_s = node.ledger().origin, int(until.timestamp())
    _file(
        *(
            (
                acts.delegation(origin, one.agency, one.key, one.roles, at_s, from_s=at_s - 300, until_s=until_s),
                [agency_key(one.agency)],
            )
            for one in appointments
        )
    )
    _note_keys(appointments, until)


@command
def _note_keys(appointments: Sequence[Appointment], until: datetime) -> None:
    OfficerKey.objects.bulk_create(
        OfficerKey(
            account_id=one.account,
            agency=one.agency,
            roles=list(one.roles),
            key=one.key,
            where=one.where,
            automatic=one.account is None,
            until=until,
        )
        for one in appointments
    )


def _members(now: datetime) -> None:
    wanted = [Member(one.id, agency_key(one.id).public_key, one.roles) for one in agencies().values()]
    have = node.ledger().state.constitution.members
    if {one.name: (one.key, one.roles) for one in wanted} == {n: (m.key, m.roles) for n, m in have.items()}:
        return
    latest = node.ledger().latest(GOVERNANCE_RECORD)
    quorum = len(wanted) // 2 + 1
    statement = acts.membership(node.ledger().origin, wanted, quorum, int(now.timestamp()), latest)
    _file((statement, [agency_key(name) for name in sorted(have or agencies())]))


def _rules(now: datetime) -> None:
    ledger = node.ledger()
    pack = rule_pack(ledger.origin, types())
    newest = ledger.state.constitution.packs[-1:] or ()
    if newest and newest[0].hash == sha256(encode_cbor(pack)).digest():
        return
    statement = acts.rules(ledger.origin, pack, ledger.state.height + 2, int(now.timestamp()))
    members = sorted(ledger.state.constitution.members)
    _file((statement, [agency_key(name) for name in members]))


def _file(*signed: tuple[Statement, Iterable[Signer]]) -> None:
    raws = []
    for statement, signers in signed:
        payload = statement.to_bytes()
        raws.append(envelope(payload, [sign_payload(payload, pair) for pair in signers]).raw)
    ledger = node.ledger()
    ledger.wait_until_final(ledger.file(raws), FINAL_WITHIN_S)
