"""What a checker of papers trusts, all of it in one file that ships with the app and that the city publishes.

    {"policy": "log … witness … quorum …",
     "issuers": [{"name": {"en": …, "it": …}, "key": "64 hex digits", "registers": ["land-title", …]}],
     "landmarks": [{"height": 7, "map_root": "64 hex digits", "as_of_s": 1790000000, "witnesses": […]}],
     "lists": [{"number": 1, "address": "https://city.example/status/1", "token": "…"}],
     "list_key": {"kty": "EC", "crv": "P-256", "x": "…", "y": "…"}}

The policy, the issuers and the lists' key are **trusted**: who can change them says what is believed. A landmark is
trusted like the device that keeps it: it was a seal, and was checked when it came in.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from manto.kernel.errors import BadInput
from manto.ledger.log.ed25519 import is_acceptable_point
from manto.ledger.log.policy import Policy, parse_policy
from manto.ledger.paper.lists import KnownList, read_list


@dataclass(frozen=True)
class Issuer:
    """An office that prints papers.

    Attributes:
        name: By language.
        key: Its public key for papers.
        registers: Whose papers it may print.
    """

    name: Mapping[str, str]
    key: bytes
    registers: frozenset[str]

    def named(self, language: str) -> str:
        """Give its name in a language, or in whichever there is."""
        return self.name.get(language) or next(iter(self.name.values()))


@dataclass(frozen=True)
class Landmark:
    """A block that the checker knows already.

    Attributes:
        height: Which.
        map_root: Its map's root.
        as_of_s: How old the knowledge is.
        witnesses: Who saw it.
    """

    height: int
    map_root: bytes
    as_of_s: int
    witnesses: tuple[str, ...]

    def to_values(self) -> dict[str, Any]:
        """Give it as JSON values."""
        return {
            "height": self.height,
            "map_root": self.map_root.hex(),
            "as_of_s": self.as_of_s,
            "witnesses": list(self.witnesses),
        }


@dataclass(frozen=True)
class Trust:
    """What a checker trusts."""

    policy: Policy
    issuers: tuple[Issuer, ...] = ()
    landmarks: Mapping[int, Landmark] = field(default_factory=dict)
    lists: Mapping[int, KnownList] = field(default_factory=dict)


def parse_trust(raw: bytes) -> Trust:
    """Read a trust file, or a policy file alone, with which absence and bundles can be checked.

    Raises:
        MalformedPolicy: The policy cannot be used.
        BadInput: Another part cannot.
    """
    if not raw.lstrip().startswith(b"{"):
        return Trust(parse_policy(raw))
    try:
        values = json.loads(raw)
        issuers = tuple(_issuer(one) for one in values.get("issuers", []))
        landmarks = [_landmark(one) for one in values.get("landmarks", [])]
        policy = values["policy"].encode()
        lists = {
            int(one["number"]): read_list(one["token"], one["address"], values["list_key"])
            for one in values.get("lists", [])
        }
    except (ValueError, KeyError, TypeError, AttributeError) as malformed:
        raise BadInput(
            "The trust file is not in its form.",
            "Get it anew from the city that publishes it; see docs/ideas/papers.md.",
        ) from malformed
    return Trust(parse_policy(policy), issuers, {one.height: one for one in landmarks}, lists)


def _issuer(values: dict[str, Any]) -> Issuer:
    key = bytes.fromhex(values["key"])
    if not is_acceptable_point(key) or not values["name"]:
        raise ValueError("key")
    return Issuer({str(k): str(v) for k, v in values["name"].items()}, key, frozenset(map(str, values["registers"])))


def _landmark(values: dict[str, Any]) -> Landmark:
    root = bytes.fromhex(values["map_root"])
    if len(root) != 32:
        raise ValueError("map_root")
    return Landmark(int(values["height"]), root, int(values["as_of_s"]), tuple(map(str, values["witnesses"])))
