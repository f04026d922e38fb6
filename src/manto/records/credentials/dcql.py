"""What a checker asks a wallet for, and whether an answer is what was asked. Pure.

Only what the city asks is written: for each credential its format, its types, and claims of it. Every credential that
is asked for must come, once each.

Source: OpenID for Verifiable Presentations 1.0, sections 6 and 7.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from manto.records.credentials.errors import CredentialRefused
from manto.records.credentials.openid import FORMAT

PRESENTATION_CHARACTERS_MAX = 200_000


@dataclass(frozen=True)
class Wanted:
    """One credential that is asked for.

    Attributes:
        id: By which the answer names it.
        vct: Its type.
        claims: Names of the claims that must be shown.
    """

    id: str
    vct: str
    claims: tuple[str, ...]

    def to_query(self) -> dict[str, Any]:
        """Write it as a credential query."""
        return {
            "id": self.id,
            "format": FORMAT,
            "meta": {"vct_values": [self.vct]},
            "claims": [{"path": [name]} for name in self.claims],
        }


def query_for(wanted: Sequence[Wanted]) -> dict[str, Any]:
    """Write what is wanted as a query."""
    return {"credentials": [one.to_query() for one in wanted]}


def answers_of(vp_token: str, wanted: Sequence[Wanted]) -> dict[str, str]:
    """Read a wallet's answer: a presentation for each credential that was asked for.

    Raises:
        CredentialRefused: It is not in its form, lacks one, or brings what nobody asked for.
    """
    if len(vp_token) > PRESENTATION_CHARACTERS_MAX:
        raise CredentialRefused("the answer is too long")
    try:
        found = json.loads(vp_token)
    except (ValueError, RecursionError) as wrong:
        raise CredentialRefused("the answer is not JSON") from wrong
    asked = {one.id for one in wanted}
    if not isinstance(found, dict) or set(found) != asked:
        raise CredentialRefused("the answer does not bring exactly what was asked for")
    answers = {}
    for name, given in found.items():
        if not isinstance(given, list) or len(given) != 1 or not isinstance(given[0], str):
            raise CredentialRefused("the answer brings more than one, or none, of a credential")
        answers[name] = given[0]
    return answers


def check_claims(shown: Mapping[str, Any], wanted: Wanted) -> dict[str, Any]:
    """Check that a presentation is of the type that was asked for and shows all that was; give that.

    Raises:
        CredentialRefused: It does not.
    """
    if shown.get("vct") != wanted.vct:
        raise CredentialRefused("it is of another type than was asked for")
    missing = [name for name in wanted.claims if name not in shown]
    if missing:
        raise CredentialRefused(f"it does not show {', '.join(missing)}")
    return {name: shown[name] for name in wanted.claims}
