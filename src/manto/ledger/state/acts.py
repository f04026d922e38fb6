"""Drawing statements up: what an honest office writes down, before anybody signs it.

Each function gives a statement and changes nothing. The state machine judges it like any other: who draws a statement
up here has no more right than who writes its bytes by hand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, NamedTuple

from manto.ledger.state.constitution import GOVERNANCE_RECORD, Member
from manto.ledger.state.lifecycle import STEPS
from manto.ledger.statements.cbor import Cbor, encode_cbor
from manto.ledger.statements.statement import Kind, Statement, Status

KEPT = ("holders", "fields", "body", "until_s")
"""What a statement repeats from the one before unless it says otherwise."""


class Latest(NamedTuple):
    """A record's latest statement, with its hash."""

    hash: bytes
    statement: Statement


def next_statement(
    origin: str, record: str, kind: Kind, at_s: int, latest: Latest | None = None, **changes: Any
) -> Statement:
    """Draw up the next statement about a record.

    Args:
        origin: The ledger that it is made for.
        record: Whose next statement it is.
        kind: What it does to the record.
        at_s: When it is made and, unless `changes` say otherwise, since when it is true; seconds since 1970.
        latest: The record's latest statement; None for the first.
        changes: Fields that are not simply as before, by name.
    """
    values: dict[str, Any] = {"status": _status_after(kind), "effective_s": at_s, "signed_s": at_s}
    if latest is not None:
        values |= {"prev": latest.hash, **{name: getattr(latest.statement, name) for name in KEPT}}
    return Statement(ledger=origin, record=record, kind=kind, **(values | changes))


def restoration(
    origin: str, latest: Latest, restored: Latest, at_s: int, evidence: Sequence[bytes], reason: str | None = None
) -> Statement:
    """Draw up the statement that brings a record back exactly as an earlier statement of its own left it.

    Args:
        latest: The record's latest statement.
        restored: The statement whose state comes back.
        evidence: Hashes of the statements because of which it does, usually an annulment.
    """
    kept = {name: getattr(restored.statement, name) for name in (*KEPT, "status")}
    changes = {"restores": restored.hash, "evidence": tuple(sorted(evidence)), "reason": reason, **kept}
    return next_statement(origin, latest.statement.record, Kind.REINSTATE, at_s, latest, **changes)


def membership(
    origin: str, members: Sequence[Member], quorum: int, at_s: int, latest: Latest | None = None
) -> Statement:
    """Draw up who the members are: the founding, which all of them sign, or a change, which a quorum signs.

    To rotate an agency's key, give its member with the new key. If it announced a next key before, only that one will do.
    """
    listed = [_member(member) for member in members]
    kind = Kind.ISSUE if latest is None else Kind.AMEND
    content = {"members": listed, "quorum": quorum}
    return next_statement(origin, GOVERNANCE_RECORD, kind, at_s, latest, content=content)


def announced(key: bytes) -> bytes:
    """Give what a member announces of its next key, so that no other can follow the one that it has."""
    return sha256(key).digest()


def delegation(
    origin: str,
    agency: str,
    key: bytes,
    roles: Sequence[str],
    at_s: int,
    *,
    from_s: int,
    until_s: int,
    latest: Latest | None = None,
) -> Statement:
    """Draw up an officer's delegation, or its renewal, to be signed with the agency's own key.

    Args:
        agency: The member's name.
        key: The officer's public key.
        roles: What the officer may sign as; roles of the agency.
        from_s: When the key may first sign; seconds since 1970.
        until_s: When it may no more.
        latest: The delegation's latest statement, when it is changed.
    """
    content = {"agency": agency, "roles": list(roles), "from_s": from_s, "until_s": until_s}
    kind = Kind.ISSUE if latest is None else Kind.AMEND
    return next_statement(origin, delegation_record(key), kind, at_s, latest, content=content)


def revocation(origin: str, latest: Latest, from_index: int, at_s: int, reason: str | None = None) -> Statement:
    """Draw up the end of an officer's key, to be signed with the agency's own key or by a quorum.

    Args:
        latest: The delegation's latest statement.
        from_index: The place in the log from which nothing signed by the key counts.
    """
    content = {"from_index": from_index}
    return next_statement(origin, latest.statement.record, Kind.REVOKE, at_s, latest, content=content, reason=reason)


def rules(origin: str, pack: Mapping[str, Cbor], from_height: int, at_s: int) -> Statement:
    """Draw up a rule pack, to be signed by a quorum; it is in force from a block on that is still to come."""
    raw = encode_cbor(dict(pack))
    record = f"rules/{sha256(raw).hexdigest()}"
    return next_statement(origin, record, Kind.ISSUE, at_s, content={"pack": raw, "from_height": from_height})


def erasure_receipt(
    origin: str, subject: str, statements: Sequence[bytes], custodians: Sequence[str], at_s: int
) -> Statement:
    """Draw up the receipt that bodies were destroyed, to be signed by every custodian.

    Args:
        subject: A name for the receipt that says nothing about anybody.
        statements: Hashes of the statements whose bodies were destroyed.
        custodians: The members that held them.
    """
    content = {"statements": sorted(statements), "custodians": sorted(custodians)}
    return next_statement(origin, f"erasure/{subject}", Kind.ISSUE, at_s, content=content)


def delegation_record(key: bytes) -> str:
    """Name the record of an officer's delegation."""
    return f"delegation/{key.hex()}"


def _member(member: Member) -> dict[str, Any]:
    entry: dict[str, Any] = {"name": member.name, "key": member.key, "roles": sorted(member.roles)}
    return entry if member.next_key_hash is None else {**entry, "next_key_hash": member.next_key_hash}


def _status_after(kind: Kind) -> Status:
    return Status.ACTIVE if kind is Kind.ISSUE else STEPS[kind][1]
