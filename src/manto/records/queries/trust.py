"""What a checker of this city's papers needs, the same for everybody: whom to trust, what has ended, what fields are called."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings

from manto.ledger.log.policy import Policy
from manto.ledger.paper import landmark_of
from manto.ledger.state.constitution import GOVERNANCE_RECORD
from manto.records import node, wording
from manto.records.commands.status_lists import current_list, list_address
from manto.records.credentials.city_keys import paper_key, wallet_key
from manto.records.credentials.jose import public_jwk
from manto.records.credentials.openid import Configuration
from manto.records.models import StatusListPage
from manto.records.reference import agencies, types


def trust_pack(language: str, now: datetime) -> dict[str, Any]:
    """Give the trust file, with the words for fields in one language.

    It names no resident and no record. Lists that have changed are signed anew.
    """
    policy = node.ledger().policy
    newest = landmark_of(node.ledger().bundle(GOVERNANCE_RECORD, with_authority=False), policy)
    numbers = StatusListPage.objects.order_by("number").values_list("number", flat=True)
    return {
        "policy": policy_text(policy),
        "issuers": issuers(),
        "landmarks": [newest.to_values()],
        "lists": [
            {"number": number, "address": list_address(number), "token": current_list(number, now).token}
            for number in numbers
        ],
        "list_key": public_jwk(wallet_key()),
        "registers": register_words(language),
    }


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
