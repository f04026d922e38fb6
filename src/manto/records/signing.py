"""Who has signed a draft and who must still: the ledger's own rule, told one signature at a time."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from manto.kernel.errors import MantoError
from manto.ledger.keys import Signer
from manto.ledger.state.authority import roles_of
from manto.ledger.state.endorsement import Endorsers, missing
from manto.ledger.statements import Signature, Statement, envelope, parse_statement, sign_payload
from manto.records import node


@dataclass(frozen=True)
class Need:
    """One signature that the rules ask for.

    Attributes:
        who: A role, `holders` or `new-holders`.
        count: How many different people.
        have: How many of them have signed.
    """

    who: str
    count: int
    have: int

    @property
    def done(self) -> bool:
        """Whether nobody more is needed."""
        return self.have >= self.count


def endorsers(statement: Statement, before: Statement | None, keys: frozenset[bytes]) -> Endorsers:
    """Say who the signers of a statement are, as the ledger sees them now."""
    state = node.ledger().state
    roles = {}
    for key in keys:
        try:
            found = roles_of(state.constitution, key, state.size, statement.signed_s)
        except MantoError:
            continue  # revoked, or not its time: it counts for nothing
        if found is not None:
            roles[key] = found
    held = frozenset(before.holders) if before is not None and statement.kind.name != "ISSUE" else frozenset()
    return Endorsers(roles, keys, held, frozenset(statement.holders) - held)


def is_endorsed(expression: list[Any], who: Endorsers) -> bool:
    """Say whether everybody signed who must."""
    return missing(expression, who) is None


def needs(expression: list[Any], who: Endorsers) -> list[Need]:
    """List the signatures that the nearest way through a rule asks for."""
    match expression:
        case ["role", str(role), *count]:
            wanted = int(count[0]) if count else 1
            return [Need(role, wanted, sum(role in roles for roles in who.roles.values()))]
        case ["holders"]:
            return [Need("holders", len(who.holders), len(who.holders & who.signed))]
        case ["new-holders"]:
            return [Need("new-holders", len(who.new_holders), len(who.new_holders & who.signed))]
        case ["all", *branches]:
            return [need for branch in branches for need in needs(branch, who)]
        case ["any", *branches]:
            ways = [needs(branch, who) for branch in branches]
            return min(ways, key=lambda way: (-sum(need.have for need in way), ways.index(way)))
    return []


def roles_in(expression: Sequence[Any]) -> set[str]:
    """Name the roles that a rule speaks of."""
    if expression[0] == "role":
        return {expression[1]}
    return {role for branch in expression[1:] if isinstance(branch, list) for role in roles_in(branch)}


def asks_holders(expression: Sequence[Any]) -> bool:
    """Say whether those who hold a record, or are to hold it, have a say by a rule."""
    return expression[0] in ("holders", "new-holders") or any(
        asks_holders(branch) for branch in expression[1:] if isinstance(branch, list)
    )


def counts(key: bytes, statement: Statement, before: Statement | None) -> bool:
    """Say whether the ledger knows a key where this statement stands: an officer's, or a holder's of this very record."""
    constitution = node.ledger().state.constitution
    if key in constitution.officers or constitution.member_with_key(key) is not None:
        return True
    return key in statement.holders or (before is not None and key in before.holders)


def signatures_by(pair: Signer, payloads: Sequence[bytes]) -> list[bytes]:
    """Sign each payload."""
    return [sign_payload(payload, pair).signature for payload in payloads]


def sealed(payload: bytes, signatures: Mapping[bytes, bytes]) -> bytes:
    """Put a payload and those signatures that count for it into its envelope."""
    statement = parse_statement(payload)
    before = before_of(statement)
    parts = [Signature(key, made) for key, made in signatures.items() if counts(key, statement, before)]
    return envelope(payload, parts).raw


def before_of(statement: Statement) -> Statement | None:
    """Give the statement before, when there is one."""
    of = node.ledger().statement(statement.prev) if statement.prev is not None else None
    return None if of is None else parse_statement(of.payload)
