"""The constitution: who the members are, which officers they named, which rules are in force. All of it is records.

| record | says | signed by |
|---|---|---|
| `governance/ledger` | the members with their keys and roles; the quorum | all of them at first, later a quorum |
| `delegation/<key>` | an officer's agency and roles, and when the key may sign | that agency's key |
| `rules/<hash>` | a rule pack and the block from which it is in force | a quorum |
| `erasure/<subject>` | that a body was destroyed, by which custodians | each custodian |
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from hashlib import sha256
from typing import Any

from manto.ledger.log.ed25519 import is_acceptable_point
from manto.ledger.state.errors import GovernanceRefused
from manto.ledger.state.rules import RulePack, parse_pack
from manto.ledger.statements.statement import Kind, Statement

GOVERNANCE_RECORD = "governance/ledger"
MEMBERS_MAX = 64


@dataclass(frozen=True)
class Member:
    """An agency that answers for the ledger.

    Attributes:
        name: What it is called.
        key: With what it signs.
        roles: What its officers may be.
        next_key_hash: SHA-256 of the key that comes after, when it said so beforehand: no other can follow.
    """

    name: str
    key: bytes
    roles: frozenset[str]
    next_key_hash: bytes | None = None


@dataclass(frozen=True)
class Officer:
    """A person's key that an agency answers for.

    Attributes:
        agency: The member's name.
        roles: What the person may sign as.
        from_s: When the key may first sign, seconds since 1970.
        until_s: When it may no more.
        revoked_from: The place in the log from which nothing signed by it counts.
    """

    agency: str
    roles: frozenset[str]
    from_s: int
    until_s: int
    revoked_from: int | None = None


@dataclass(frozen=True)
class Constitution:
    """Members, officers and rules as of one place in the log."""

    members: Mapping[str, Member] = field(default_factory=dict)
    quorum: int = 0
    officers: Mapping[bytes, Officer] = field(default_factory=dict)
    packs: tuple[RulePack, ...] = ()

    def member_with_key(self, key: bytes) -> Member | None:
        """Find the member whose key this is."""
        return self._members_by_key.get(key)

    @cached_property
    def _members_by_key(self) -> dict[bytes, Member]:
        return {member.key: member for member in self.members.values()}

    def pack_at(self, height: int) -> RulePack | None:
        """Give the rule pack in force at a block."""
        return next((pack for pack in reversed(self.packs) if pack.from_height <= height), None)

    def after(self, statement: Statement, height: int) -> Constitution:
        """Give the constitution after one of its own statements, which was found properly signed.

        Raises:
            GovernanceRefused: What the statement says cannot be.
        """
        match statement.register:
            case "governance":
                return self._with_members(statement)
            case "delegation":
                return self._with_officer(statement)
            case "rules":
                return self._with_pack(statement, height)
        return self

    def _with_members(self, statement: Statement) -> Constitution:
        if statement.record != GOVERNANCE_RECORD or statement.kind not in (Kind.ISSUE, Kind.AMEND):
            raise GovernanceRefused(f"There is one governance record, {GOVERNANCE_RECORD}, amended as needed.", _SEE)
        members, quorum = parse_governance(statement.content)
        for name, member in members.items():
            old = self.members.get(name)
            promised = old.next_key_hash if old and old.key != member.key else None
            if promised is not None and sha256(member.key).digest() != promised:
                raise GovernanceRefused(
                    f"The new key of {name} is not the one that it announced.",
                    "Give the announced key; if it is lost, remove the member and take it in anew, in two statements.",
                )
        return replace(self, members=members, quorum=quorum)

    def _with_officer(self, statement: Statement) -> Constitution:
        key = _subject_key(statement)
        if statement.kind is Kind.REVOKE:
            from_index = (statement.content or {}).get("from_index")
            if type(from_index) is not int or from_index < 0 or set(statement.content or {}) != {"from_index"}:
                raise GovernanceRefused("A revocation says from which place in the log on: 'from_index'.", _SEE)
            officer = replace(self.officers[key], revoked_from=from_index)
        elif statement.kind in (Kind.ISSUE, Kind.AMEND):
            officer = self._parse_officer(statement.content)
            if self.member_with_key(key) or not is_acceptable_point(key):
                raise GovernanceRefused("The key is an agency's own, or of a form that nobody may use.", _SEE)
        else:
            raise GovernanceRefused("A delegation is issued, amended or revoked.", _SEE)
        return replace(self, officers={**self.officers, key: officer})

    def _parse_officer(self, content: dict[str, Any] | None) -> Officer:
        match content:
            case {"agency": str(agency), "roles": list(roles), "from_s": int(from_s), "until_s": int(until_s), **rest}:
                member = self.members.get(agency)
                if member is None or rest or until_s <= from_s or not _all_text(roles) or not roles:
                    raise GovernanceRefused("The delegation names no member, no role or no time.", _SEE)
                if not set(roles) <= member.roles:
                    raise GovernanceRefused(f"{agency} cannot give a role that it does not have.", _SEE)
                return Officer(agency, frozenset(roles), from_s, until_s)
        raise GovernanceRefused("A delegation has 'agency', 'roles', 'from_s' and 'until_s', and nothing else.", _SEE)

    def _with_pack(self, statement: Statement, height: int) -> Constitution:
        match statement.content:
            case {"pack": bytes(raw), "from_height": int(from_height), **rest} if not rest:
                if statement.record != f"rules/{sha256(raw).hexdigest()}" or statement.kind is not Kind.ISSUE:
                    raise GovernanceRefused("A rule pack is issued once, under the hash of its bytes.", _SEE)
                newest = self.packs[-1].from_height if self.packs else 0
                if from_height <= max(height, newest):
                    raise GovernanceRefused(
                        f"Rules cannot come into force at block {from_height}.",
                        f"Choose a block above {max(height, newest)}: nothing is judged by rules that came after it.",
                    )
                return replace(self, packs=(*self.packs, parse_pack(raw, from_height)))
        raise GovernanceRefused("A rules statement has 'pack' and 'from_height', and nothing else.", _SEE)


def parse_governance(content: dict[str, Any] | None) -> tuple[dict[str, Member], int]:
    """Read the members and the quorum.

    Raises:
        GovernanceRefused: There are none, two are alike, a key cannot be used, or the quorum is no majority.
    """
    match content:
        case {"members": list(listed), "quorum": int(quorum), **rest} if not rest and not isinstance(quorum, bool):
            members = [_parse_member(one) for one in listed]
        case _:
            raise GovernanceRefused("The governance record has 'members' and 'quorum', and nothing else.", _SEE)
    count = len(members)
    if not 1 <= count <= MEMBERS_MAX or not count < 2 * quorum <= 2 * count:
        raise GovernanceRefused(f"A quorum of {quorum} among {count} members is no majority.", _SEE)
    if len({member.name for member in members}) < count or len({member.key for member in members}) < count:
        raise GovernanceRefused("Two members have one name or one key.", _SEE)
    return {member.name: member for member in members}, quorum


def _parse_member(value: object) -> Member:
    match value:
        case {"name": str(name), "key": bytes(key), "roles": list(roles), **rest} if set(rest) <= {"next_key_hash"}:
            announced = rest.get("next_key_hash")
            if announced is not None and (not isinstance(announced, bytes) or len(announced) != 32):
                raise GovernanceRefused(f"The 'next_key_hash' of {name} is not 32 bytes.", _SEE)
            if name and _all_text(roles) and len(key) == 32 and is_acceptable_point(key):
                return Member(name, key, frozenset(roles), announced)
    raise GovernanceRefused("A member has 'name', 'key' and 'roles', and perhaps 'next_key_hash'.", _SEE)


def _subject_key(statement: Statement) -> bytes:
    try:
        key = bytes.fromhex(statement.subject)
    except ValueError:
        key = b""
    if len(key) != 32 or statement.subject != key.hex():
        raise GovernanceRefused("A delegation's record is named by the key, in 64 hexadecimal digits.", _SEE)
    return key


def _all_text(values: list[Any]) -> bool:
    return all(isinstance(value, str) and value for value in values)


_SEE = "See what governance says in docs/ideas/records.md."
