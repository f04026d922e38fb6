"""Who must sign: expressions that are data, so that a rule pack can carry them and every node reads them alike.

["role", "land.registrar"]        an officer with that role signed
["role", "passport.officer", 2]   two different officers with that role signed (four eyes)
["holders"]                       all who hold the record until now signed
["new-holders"]                   all who hold it afterwards and did not before signed
["all", one, two, …]              each of these
["any", one, two, …]              at least one of these
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from manto.ledger.state.errors import GovernanceRefused

LEVELS_MAX = 6
BRANCHES_MAX = 12


@dataclass(frozen=True)
class Endorsers:
    """Who signed, as the state knows them.

    Attributes:
        roles: The roles of each officer and agency that signed, by key.
        signed: Every key that signed.
        holders: Keys that hold the record until now.
        new_holders: Keys that hold it afterwards and did not before.
        agencies: Those of the keys that are an agency's own.
    """

    roles: Mapping[bytes, frozenset[str]]
    signed: frozenset[bytes]
    holders: frozenset[bytes]
    new_holders: frozenset[bytes]
    agencies: frozenset[bytes] = frozenset()


def missing(expression: list[Any], who: Endorsers) -> str | None:
    """Say in words who has not signed and must; None when all is there.

    >>> who = Endorsers({b"k": frozenset({"notary"})}, frozenset({b"k"}), frozenset(), frozenset())
    >>> missing(["all", ["role", "notary"], ["role", "registrar"]], who)
    'an officer with the role registrar'
    """
    match expression:
        case ["role", str(role), *count]:
            needed = count[0] if count else 1
            counted = who.roles if needed == 1 else who.roles.keys() - who.agencies
            have = sum(role in who.roles[key] for key in counted)
            if have >= needed:
                return None
            more = "an officer" if needed == 1 else f"{needed - have} more of {needed} officers"
            return f"{more} with the role {role}"
        case ["holders"]:
            return None if who.holders and who.holders <= who.signed else "all who hold the record"
        case ["new-holders"]:
            return None if who.new_holders <= who.signed else "all who are to hold the record"
        case ["all", *branches]:
            lacking = [words for branch in branches if (words := missing(branch, who))]
            return " and ".join(lacking) or None
        case ["any", *branches]:
            choices = [missing(branch, who) for branch in branches]
            return None if None in choices else f"({' or '.join(filter(None, choices))})"
    raise GovernanceRefused(
        f"{expression!r} says nothing about who must sign.", "See the forms in docs/ideas/records.md."
    )


def check_expression(expression: object, level: int = 0) -> None:
    """Check that an expression has one of the forms.

    Raises:
        GovernanceRefused: It has not, or is too deep or too wide.
    """
    match expression:
        case ["role", str(role)] if role:
            return
        case ["role", str(role), int(count)] if role and 1 <= count <= 8 and not isinstance(count, bool):
            return
        case ["holders"] | ["new-holders"]:
            return
        case ["all" | "any", *branches] if 1 <= len(branches) <= BRANCHES_MAX and level < LEVELS_MAX:
            for branch in branches:
                check_expression(branch, level + 1)
            return
    raise GovernanceRefused(
        f"{expression!r} says nothing about who must sign.", "See the forms in docs/ideas/records.md."
    )
