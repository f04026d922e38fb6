"""What the ledger refuses about a statement, as branches of the one tree of errors.

BadInput
├── MalformedStatement      bytes that are not a statement, or not in its one deterministic form
├── StatementTooLarge       more bytes than a statement may have
├── BodyTooLarge            more bytes than a body may have
├── WrongLedger             a statement made for another ledger
├── BadSignature            a signature that does not hold
├── DatesOutOfRange         a time that cannot be, or that the register does not allow
└── NoSuchRegister          a register that no rule pack in force knows
NotAllowed
├── UnknownKey              a signature by a key that nobody delegated
├── RevokedKey              a signature by a key that was revoked, or whose time is over
└── MissingEndorser         somebody who must sign did not
Conflict
├── Replayed                a statement that the ledger holds already
├── WrongPrevious           `prev` is not the record's latest statement: somebody was faster, or it is a double spend
├── WrongStatus             the record's life cycle has no such step
└── RecordBlocked           another record forbids it, or one that it needs is missing

Each leaves the ledger exactly as it was.
"""

from __future__ import annotations

from manto.kernel.errors import BadInput, Conflict, NotAllowed


class MalformedStatement(BadInput):
    """Bytes that are not a statement, or not in its one deterministic form."""


class StatementTooLarge(BadInput):
    """More bytes than a statement may have."""


class BodyTooLarge(BadInput):
    """More bytes than a body may have."""


class WrongLedger(BadInput):
    """A statement made for another ledger."""


class BadSignature(BadInput):
    """A signature that does not hold."""


class DatesOutOfRange(BadInput):
    """A time that cannot be, or that the register does not allow."""


class NoSuchRegister(BadInput):
    """A register that no rule pack in force knows."""


class UnknownKey(NotAllowed):
    """A signature by a key that nobody delegated."""


class RevokedKey(NotAllowed):
    """A signature by a key that was revoked, or whose time is over."""


class MissingEndorser(NotAllowed):
    """Somebody who must sign did not."""


class Replayed(Conflict):
    """A statement that the ledger holds already."""


class WrongPrevious(Conflict):
    """`prev` is not the record's latest statement."""


class WrongStatus(Conflict):
    """The record's life cycle has no such step."""


class RecordBlocked(Conflict):
    """Another record forbids it, or one that it needs is missing."""
