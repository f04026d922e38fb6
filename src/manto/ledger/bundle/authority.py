"""Who signed a statement, as far as a bundle shows it: step (7) of its check."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from manto.kernel.errors import MantoError
from manto.ledger.bundle.form import AuthorityProof, Bundle
from manto.ledger.log.errors import NotProven
from manto.ledger.map import record_key
from manto.ledger.state.constitution import GOVERNANCE_RECORD, Member, parse_governance
from manto.ledger.statements.cose import Envelope, parse_envelope
from manto.ledger.statements.entries import BlockHeader
from manto.ledger.statements.statement import Statement, Status, parse_statement


@dataclass(frozen=True)
class Signer:
    """Somebody who signed.

    Attributes:
        key: With which key.
        agency: For which member; empty for a holder.
        roles: As what; 'not shown' for one who held the record before, or whose delegation the bundle leaves out.
    """

    key: bytes
    agency: str
    roles: tuple[str, ...]


def signers_of(bundle: Bundle, of: Envelope, statement: Statement, header: BlockHeader) -> tuple[Signer, ...]:
    """Say who signed, each with the authority that the bundle proves.

    Returns:
        One signer for each signature; nothing when the bundle shows no authority.

    Raises:
        NotProven: The authority that is shown did not cover the statement, or the members are not shown.
    """
    if not bundle.authority:
        return ()
    records = dict(_proven(one, header) for one in bundle.authority)
    members = _members(records)
    signers = []
    for key in sorted(of.signers):
        member = next((one for one in members.values() if one.key == key), None)
        if member is not None:
            signers.append(Signer(key, member.name, tuple(sorted(member.roles))))
        elif f"delegation/{key.hex()}" in records:
            shown = records[f"delegation/{key.hex()}"]
            signers.append(_officer(key, shown, members, statement, bundle.index or 0))
        else:
            signers.append(Signer(key, "", ("holder",) if key in statement.holders else ("not shown",)))
    return tuple(signers)


def _proven(one: AuthorityProof, header: BlockHeader) -> tuple[str, tuple[Statement, Statement]]:
    """Check that a statement is the latest of its record under the header; give it and the one before."""
    of = parse_envelope(one.statement)
    statement = parse_statement(of.payload)
    current = one.proof.checks(header.map_root, record_key(statement.record), one.head.to_value())
    if not current or of.hash != one.head.statement:
        raise NotProven(f"The proof shows {statement.record} as it does not stand.", _ASK_WHOLE)
    if one.before is None:
        return statement.record, (statement, statement)
    before = parse_envelope(one.before)
    if before.hash != statement.prev:
        raise NotProven(f"The proof shows {statement.record} as it did not stand.", _ASK_WHOLE)
    return statement.record, (statement, parse_statement(before.payload))


def _members(records: dict[str, tuple[Statement, Statement]]) -> dict[str, Member]:
    if GOVERNANCE_RECORD not in records:
        raise NotProven("The proof does not show who the ledger's members are.", _ASK_WHOLE)
    try:
        return parse_governance(records[GOVERNANCE_RECORD][0].content)[0]
    except MantoError as wrong:
        raise NotProven("The proof does not show who the ledger's members are.", _ASK_WHOLE) from wrong


def _officer(
    key: bytes, shown: tuple[Statement, Statement], members: dict[str, Member], statement: Statement, index: int
) -> Signer:
    latest, delegation = shown
    if latest.status is not Status.ACTIVE:
        from_index = (latest.content or {}).get("from_index", 0)
        if type(from_index) is not int or index >= from_index:
            raise NotProven(f"The key {key.hex()[:16]}… was revoked before it signed this.", _ASK_WHOLE)
    content: dict[str, Any] = delegation.content or {}
    match content:
        case {"agency": str(agency), "roles": list(roles), "from_s": int(from_s), "until_s": int(until_s)}:
            if agency in members and from_s <= statement.signed_s < until_s:
                return Signer(key, agency, tuple(sorted(str(role) for role in roles)))
    raise NotProven(f"The key {key.hex()[:16]}… was not delegated for the time at which it signed.", _ASK_WHOLE)


_ASK_WHOLE = "Ask for a proof that shows who signed; do not rely on this one."
