"""Authority: whose signature counts for what, at one place in the log."""

from __future__ import annotations

from manto.ledger.state.constitution import Constitution, parse_governance
from manto.ledger.state.draft import Draft
from manto.ledger.state.endorsement import Endorsers, missing
from manto.ledger.state.errors import GovernanceRefused
from manto.ledger.state.rules import RESERVED, Register
from manto.ledger.statements.cose import Envelope
from manto.ledger.statements.errors import MissingEndorser, RevokedKey, UnknownKey
from manto.ledger.statements.statement import Kind, Statement

Roles = dict[bytes, frozenset[str]]


def check_keys(draft: Draft, of: Envelope, statement: Statement, before: Statement | None) -> Roles:
    """Find out who each signer is.

    Returns:
        The roles of the agencies and officers that signed, by key; holders have none.

    Raises:
        UnknownKey: A key is nobody's here.
        RevokedKey: A key was revoked at this place, its time is over or not begun, or its agency is no member any more.
    """
    holders = set(statement.holders) | (set(before.holders) if before is not None else set())
    roles: Roles = {}
    for key in sorted(of.signers):
        found = roles_of(draft.constitution, key, draft.next_index, statement.signed_s)
        if found is not None:
            roles[key] = found
        elif key not in holders and not _founds_the_ledger(draft, statement):
            raise UnknownKey(
                f"The key {key.hex()[:16]}… is no member's, no officer's and no holder's of this record.",
                "Have its agency delegate it, or sign with the key that is delegated.",
            )
    return roles


def roles_of(constitution: Constitution, key: bytes, index: int, signed_s: int) -> frozenset[str] | None:
    """Say as what an agency's or officer's key may sign; None when it is neither.

    Raises:
        RevokedKey: It was one, and is not at this place or time.
    """
    member = constitution.member_with_key(key)
    if member is not None:
        return member.roles
    officer = constitution.officers.get(key)
    if officer is None:
        return None
    agency = constitution.members.get(officer.agency)
    short = f"The key {key.hex()[:16]}… of {officer.agency}"
    if agency is None:
        raise RevokedKey(f"{short} does not count: its agency is no member any more.", _SIGN_WITH_ANOTHER)
    if officer.revoked_from is not None and index >= officer.revoked_from:
        raise RevokedKey(f"{short} was revoked from entry {officer.revoked_from} of the log on.", _SIGN_WITH_ANOTHER)
    if not officer.from_s <= signed_s < officer.until_s:
        raise RevokedKey(f"{short} was not delegated for the time at which it signed.", _SIGN_WITH_ANOTHER)
    return officer.roles & agency.roles


def check_endorsed(
    draft: Draft, of: Envelope, statement: Statement, before: Statement | None, register: Register, roles: Roles
) -> None:
    """Check that everybody signed who must.

    Raises:
        MissingEndorser: Somebody did not; says who.
    """
    if statement.register in RESERVED:
        lacking = _missing_for_own_register(draft.constitution, of, statement)
    else:
        expression = register.endorse.get(statement.kind)
        if expression is None:
            raise MissingEndorser(
                f"The rules of '{statement.register}' let nobody '{statement.kind.name.lower()}'.",
                "Choose a kind that its rules name.",
            )
        held = frozenset(before.holders if before is not None else ())
        agencies = frozenset(key for key in roles if draft.constitution.member_with_key(key) is not None)
        who = Endorsers(roles, of.signers, held, frozenset(statement.holders) - held, agencies)
        lacking = missing(expression, who)
    if lacking:
        raise MissingEndorser(
            f"'{statement.kind.name.lower()}' of {statement.record} lacks the signature of {lacking}.",
            "Have it signed and send it again.",
        )


def _missing_for_own_register(constitution: Constitution, of: Envelope, statement: Statement) -> str | None:
    content = statement.content or {}
    members = {name for name, member in constitution.members.items() if member.key in of.signers}
    if statement.register == "governance" and statement.kind is Kind.ISSUE:
        founders, _ = parse_governance(statement.content)
        return None if {member.key for member in founders.values()} <= of.signers else "every founding member"
    if statement.register == "delegation":
        if statement.kind is Kind.REVOKE:
            officer = constitution.officers.get(_key_of(statement))
            agency = officer.agency if officer is not None else None
            return None if agency in members or len(members) >= constitution.quorum else f"{agency} or a quorum"
        agency = content.get("agency")
        return None if agency in members else f"the agency {agency!r}"
    if statement.register == "erasure":
        return _missing_custodians(constitution, of, content.get("custodians"))
    have = len(members)
    return (
        None if constitution.quorum <= have else f"{constitution.quorum - have} more of {constitution.quorum} members"
    )


def _missing_custodians(constitution: Constitution, of: Envelope, custodians: object) -> str | None:
    if not isinstance(custodians, list) or not custodians:
        raise GovernanceRefused("An erasure receipt names its custodians.", "List every member that held the body.")
    signed = {member.name for member in constitution.members.values() if member.key in of.signers}
    signed |= {officer.agency for key, officer in constitution.officers.items() if key in of.signers}
    lacking = [str(name) for name in custodians if name not in signed]
    return " and ".join(lacking) or None


def _founds_the_ledger(draft: Draft, statement: Statement) -> bool:
    return not draft.constitution.members and statement.register == "governance"


def _key_of(statement: Statement) -> bytes:
    try:
        return bytes.fromhex(statement.subject)
    except ValueError:
        return b""


_SIGN_WITH_ANOTHER = "Have it signed with a key that is delegated now."
