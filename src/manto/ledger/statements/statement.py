"""What a statement says.

On the wire it is a map from small numbers to values, in deterministic CBOR; what is absent is left out:

| key | name | value |
|---|---|---|
| 1 | version | 1 |
| 2 | ledger | the origin of the log that it is made for |
| 3 | record | `register/subject` |
| 4 | kind | 1 issue … 9 dispute |
| 5 | prev | hash of the record's latest statement; absent on the first |
| 6 | status | the record's status afterwards, 1 active … 6 expired |
| 7 | holders | keys of those who hold the record afterwards, in order |
| 8 | effective_s | since when it is true, seconds since 1970, may be negative |
| 9 | signed_s | when it was made, seconds since 1970 |
| 10 | fields | root of the salted commitments to the body's fields |
| 11 | body | hash of the encrypted body |
| 12 | reason | why and by which law, in words |
| 13 | evidence | hashes of other statements that it follows from |
| 14 | restores | hash of the statement whose state it brings back |
| 15 | until_s | when it ends by itself |
| 16 | content | what everybody may read: governance, delegations, rules, receipts |

When it was *recorded* is the time in its block's header: nobody can backdate that.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import IntEnum
from itertools import pairwise
from typing import Any

from manto.ledger.statements.cbor import NUMBER_MAX, decode_cbor, encode_cbor
from manto.ledger.statements.errors import MalformedStatement

RECORD_FORM = re.compile(r"[a-z][a-z0-9-]{0,39}/[!-~]{1,160}")
HOLDERS_MAX = 16
EVIDENCE_MAX = 16
REASON_CHARACTERS_MAX = 1_000
ORIGIN_CHARACTERS_MAX = 200


class Kind(IntEnum):
    """What a statement does to its record."""

    ISSUE = 1
    AMEND = 2
    TRANSFER = 3
    SUSPEND = 4
    REINSTATE = 5
    REVOKE = 6
    ANNUL = 7
    EXPIRE = 8
    DISPUTE = 9


class Status(IntEnum):
    """How a record stands."""

    ACTIVE = 1
    SUSPENDED = 2
    DISPUTED = 3
    REVOKED = 4
    ANNULLED = 5
    EXPIRED = 6


_KEYS = frozenset(range(1, 17))
_KINDS = {int(kind): kind for kind in Kind}
_STATUSES = {int(status): status for status in Status}


@dataclass(frozen=True, kw_only=True)
class Statement:
    """One statement about one record; the module's table says what each attribute means."""

    ledger: str
    record: str
    kind: Kind
    status: Status
    effective_s: int
    signed_s: int
    prev: bytes | None = None
    holders: tuple[bytes, ...] = ()
    fields: bytes | None = None
    body: bytes | None = None
    reason: str | None = None
    evidence: tuple[bytes, ...] = ()
    restores: bytes | None = None
    until_s: int | None = None
    content: dict[str, Any] | None = None

    @property
    def register(self) -> str:
        """The register that the record belongs to."""
        return self.record.partition("/")[0]

    @property
    def subject(self) -> str:
        """The record's name within its register."""
        return self.record.partition("/")[2]

    def to_bytes(self) -> bytes:
        """Write the statement, once, as the payload that is signed.

        Raises:
            MalformedStatement: A field is not what a statement may hold.
        """
        optional = {
            5: self.prev,
            7: list(self.holders) or None,
            10: self.fields,
            11: self.body,
            12: self.reason,
            13: list(self.evidence) or None,
            14: self.restores,
            15: self.until_s,
            16: self.content,
        }
        values: dict[int, Any] = {1: 1, 2: self.ledger, 3: self.record, 4: int(self.kind), 6: int(self.status)}
        values |= {8: self.effective_s, 9: self.signed_s}
        values |= {key: value for key, value in optional.items() if value is not None}
        payload = encode_cbor(values)
        parse_statement(payload)
        return payload


def parse_statement(payload: bytes) -> Statement:
    """Read a statement from a payload.

    Raises:
        MalformedStatement: It is not deterministic CBOR, lacks a field, has one too many, or one of the wrong form.
    """
    values = decode_cbor(payload)
    if not isinstance(values, dict) or not _KEYS.issuperset(values) or values.pop(1, None) != 1:
        raise MalformedStatement("The payload is not a statement of version 1.", _SEE_TABLE)
    if None in values.values() or [] in values.values():
        raise MalformedStatement("A field is there and empty; what is absent is left out.", _SEE_TABLE)
    kind, status = values.pop(4, None), values.pop(6, None)
    if type(kind) is not int or kind not in _KINDS or type(status) is not int or status not in _STATUSES:
        raise MalformedStatement(f"There is no kind {kind!r} with status {status!r}.", _SEE_TABLE)
    return Statement(
        ledger=_text(values.pop(2, None), "ledger", ORIGIN_CHARACTERS_MAX),
        record=_record(values.pop(3, None)),
        kind=_KINDS[kind],
        status=_STATUSES[status],
        prev=_hash(values.pop(5, None), "prev"),
        holders=_hashes(values.pop(7, []), "holders", HOLDERS_MAX),
        effective_s=_time(values.pop(8, None), "effective_s"),
        signed_s=_time(values.pop(9, None), "signed_s"),
        fields=_hash(values.pop(10, None), "fields"),
        body=_hash(values.pop(11, None), "body"),
        reason=_text(values.pop(12), "reason", REASON_CHARACTERS_MAX) if 12 in values else None,
        evidence=_hashes(values.pop(13, []), "evidence", EVIDENCE_MAX),
        restores=_hash(values.pop(14, None), "restores"),
        until_s=_time(values.pop(15), "until_s") if 15 in values else None,
        content=_content(values.pop(16)) if 16 in values else None,
    )


def _text(value: object, name: str, characters_max: int) -> str:
    if not isinstance(value, str) or not 1 <= len(value) <= characters_max:
        raise MalformedStatement(f"'{name}' must be text of 1 to {characters_max} characters.", _SEE_TABLE)
    return value


def _record(value: object) -> str:
    if not isinstance(value, str) or not RECORD_FORM.fullmatch(value):
        raise MalformedStatement("'record' must be written register/subject, without spaces.", _SEE_TABLE)
    return value


def _hash(value: object, name: str) -> bytes | None:
    if value is None or (isinstance(value, bytes) and len(value) == 32):
        return value
    raise MalformedStatement(f"'{name}' must be 32 bytes.", _SEE_TABLE)


def _hashes(value: object, name: str, count_max: int) -> tuple[bytes, ...]:
    if not isinstance(value, list) or len(value) > count_max:
        raise MalformedStatement(f"'{name}' must be a list of at most {count_max}.", _SEE_TABLE)
    if not value:
        return ()
    if any(not isinstance(item, bytes) or len(item) != 32 for item in value):
        raise MalformedStatement(f"'{name}' must hold 32 bytes each.", _SEE_TABLE)
    if any(one >= two for one, two in pairwise(value)):
        raise MalformedStatement(f"'{name}' must be in order, each once.", _SEE_TABLE)
    return tuple(value)


def _time(value: object, name: str) -> int:
    if type(value) is not int or abs(value) > NUMBER_MAX:
        raise MalformedStatement(f"'{name}' must be whole seconds since 1970.", _SEE_TABLE)
    return value


def _content(value: object) -> dict[str, Any]:
    if not isinstance(value, dict) or any(not isinstance(key, str) for key in value):
        raise MalformedStatement("'content' must be a map with text keys.", _SEE_TABLE)
    return value


_SEE_TABLE = "See the table of a statement's fields in docs/ideas/records.md."
