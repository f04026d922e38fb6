"""Heads: how a record stands, as the map holds it."""

from __future__ import annotations

from dataclasses import dataclass

import cbor2

from manto.ledger.statements.cbor import decode_cbor
from manto.ledger.statements.errors import MalformedStatement
from manto.ledger.statements.statement import Status

_STATUSES = frozenset(int(status) for status in Status)


@dataclass(frozen=True)
class Head:
    """How a record stands.

    Attributes:
        statement: Hash of its latest statement.
        status: What that statement made of it.
        since_s: Since when it has that status, by the statements' effective times; seconds since 1970.
    """

    statement: bytes
    status: Status
    since_s: int

    def to_value(self) -> bytes:
        """Write the head as the map's value, in the one form that three plain values have."""
        return cbor2.dumps([self.statement, int(self.status), self.since_s])


def parse_head(value: bytes) -> Head:
    """Read a head from the map's value.

    Raises:
        MalformedStatement: It is none.
    """
    parts = decode_cbor(value)
    if isinstance(parts, list) and len(parts) == 3:
        statement, status, since_s = parts
        whole = type(status) is int and type(since_s) is int and status in _STATUSES
        if whole and isinstance(statement, bytes) and len(statement) == 32:
            return Head(statement, Status(status), since_s)
    raise MalformedStatement("The map's value is not the head of a record.", "Audit the log that it is from.")
