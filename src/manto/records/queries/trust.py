"""What a checker of this city's papers needs, the same for everybody: whom to trust, what has ended, what fields are called."""

from __future__ import annotations

import json
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings

from manto.kernel.errors import Unavailable
from manto.kernel.ids import unguessable_id
from manto.ledger.log.errors import NotCosigned
from manto.ledger.log.policy import Policy
from manto.ledger.paper import landmark_of
from manto.ledger.state.constitution import GOVERNANCE_RECORD
from manto.records import node, vault, wording
from manto.records.commands.status_lists import current_list, list_address
from manto.records.credentials.city_keys import wallet_key
from manto.records.credentials.jose import public_jwk
from manto.records.credentials.openid import Configuration
from manto.records.keys import paper_key
from manto.records.models import StatusListPage
from manto.records.reference import agencies, types


def trust_file(language: str, now: datetime) -> bytes:
    """Give the trust file, with the words for fields in one language, as JSON.

    It names no resident and no record, and is the same for everybody: it is put together once for each block and list.
    Lists that have changed are signed anew.
    """
    pages = [
        current_list(number, now)
        for number in StatusListPage.objects.order_by("number").values_list("number", flat=True)
    ]
    lists = tuple((page.number, list_address(page.number), page.token) for page in pages)
    from_ledger = {name: value for name, value in _from_ledger().items() if name != "members"}
    return _file(language, str(vault.folder()), json.dumps(from_ledger), lists)


@lru_cache(maxsize=8)
def _file(language: str, folder: str, from_ledger: str, lists: tuple[tuple[int, str, str], ...]) -> bytes:
    pack = {
        **json.loads(from_ledger),
        "issuers": issuers(),
        "lists": [{"number": number, "address": address, "token": token} for number, address, token in lists],
        "list_key": public_jwk(wallet_key()),
        "registers": register_words(language),
    }
    return json.dumps(pack, ensure_ascii=False).encode()


def _from_ledger() -> dict[str, Any]:
    """Give policy and newest landmark; those written down last in a process without the ledger, or before witnesses are back.

    Raises:
        Unavailable: Nobody has written them down yet.
    """
    file = vault.folder() / "trust.json"
    try:
        return _at_height(str(file), node.ledger().state.height)
    except (node.LedgerElsewhere, NotCosigned):
        try:
            found: dict[str, Any] = json.loads(file.read_text())
        except (OSError, ValueError):
            raise Unavailable("What to trust is not written down yet.", "Ask again in a minute.") from None
        return found


@lru_cache(maxsize=4)
def _at_height(file: str, height: int) -> dict[str, Any]:
    """Work out policy and landmark once for each block, and write them down for other processes."""
    ledger = node.ledger()
    newest = landmark_of(ledger.bundle(GOVERNANCE_RECORD, with_authority=False), ledger.policy)
    members = len(ledger.state.constitution.members)
    found = {"policy": policy_text(ledger.policy), "landmarks": [newest.to_values()], "members": members}
    fresh = Path(file).with_suffix(f".{unguessable_id()}")
    fresh.write_text(json.dumps(found))
    fresh.replace(file)
    return found


def note_trust() -> None:
    """Write down, for the city's other processes, what is to be trusted as of the newest block."""
    _from_ledger()


def agencies_that_signed() -> int:
    """Say how many agencies are members of the ledger and have signed its rules."""
    return int(_from_ledger().get("members", 0))


def issuers() -> list[dict[str, Any]]:
    """List the offices that print papers, with their keys."""
    of_agency: dict[str, list[str]] = {}
    for of in types():
        of_agency.setdefault(of.agency, []).append(of.id)
    return [
        {
            "name": dict(agencies()[agency].name),
            "key": paper_key(agency).public_key.hex(),
            "registers": sorted(registers),
        }
        for agency, registers in sorted(of_agency.items())
    ]


def policy_text(policy: Policy) -> str:
    """Write a policy down as C2SP tlog-policy does."""
    lines = [f"log {peer.key}" for peer in policy.logs]
    lines += [f"witness {name} {peer.key}" for name, peer in policy.witnesses.items()]
    lines += [f"group {name} {group.needed} {' '.join(group.members)}" for name, group in policy.groups.items()]
    return "\n".join([*lines, f"quorum {policy.quorum or 'none'}", ""])


def register_words(language: str) -> list[dict[str, Any]]:
    """Say what each register, its fields and their values are called."""
    return [
        {
            "id": of.id,
            "name": wording.words_in(of.name, language),
            "fields": {
                name: {
                    "label": wording.field_label(of, name, language),
                    "unit": of.fields[name].get("unit", ""),
                    "values": {
                        value: wording.words_in(words, language)
                        for value, words in of.fields[name].get("values", {}).items()
                    },
                }
                for name in of.face.fields
            },
        }
        for of in types()
    ]


def configurations() -> list[Configuration]:
    """List the kinds of credential that the city issues: every type that somebody holds."""
    return [
        Configuration(
            of.id,
            f"{settings.PUBLIC_URL}/types/{of.id}",
            of.name,
            {name: of.fields[name]["labels"] for name in of.face.fields},
        )
        for of in types()
        if of.holders.at_least or of.holders.named_in or of.holders.each_named_in
    ]


def type_metadata(register: str) -> dict[str, Any] | None:
    """Describe a kind of credential, as SD-JWT VC type metadata; None when there is no such kind."""
    kind = next((one for one in configurations() if one.id == register), None)
    if kind is None:
        return None
    return {
        "vct": kind.vct,
        "name": kind.names.get("en"),
        "display": [{"locale": language, "name": name} for language, name in kind.names.items()],
        "claims": [
            {
                "path": [claim],
                "display": [{"locale": language, "label": label} for language, label in names.items()],
                "sd": "always",
            }
            for claim, names in kind.claims.items()
        ],
    }
