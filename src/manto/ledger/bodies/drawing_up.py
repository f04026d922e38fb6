"""A record's body, ready to be kept: sealed, with its key and its salts beside it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

from manto.ledger.bodies.commitments import SALT_BYTES, Commitments, commit
from manto.ledger.bodies.encryption import KEY_BYTES, NONCE_BYTES, body_hash, open_body, seal_body
from manto.ledger.log.errors import NotProven
from manto.ledger.statements.cbor import Cbor, decode_cbor, encode_cbor


@dataclass(frozen=True, repr=False)
class Body:
    """What a record says, as its custodian keeps it. Key, salts and fields are secret: they are in no representation.

    Attributes:
        record: Whose body it is.
        sealed: The encrypted fields; may be handed to every custodian.
        key: Opens it, 32 bytes.
        commitments: The fields with their salts.
    """

    record: str
    sealed: bytes
    key: bytes
    commitments: Commitments

    @cached_property
    def statement_fields(self) -> dict[str, bytes]:
        """Give what the statement says of it: the root of the commitments and the hash of the sealed body."""
        return {"fields": self.commitments.root, "body": body_hash(self.sealed)}

    def __repr__(self) -> str:
        return f"Body({self.record})"


def draw_up_body(record: str, fields: Mapping[str, Cbor], random_bytes: Callable[[int], bytes]) -> Body:
    """Seal a record's fields under a new key, and commit to each with a salt of its own.

    Args:
        record: The record's identifier; bound in, so that the body cannot be passed off as another's.
        fields: Value by name.
        random_bytes: Draws so many bytes that nobody can guess: `secrets.token_bytes`.

    Raises:
        BodyTooLarge: The fields come to more than 1 MiB.
        MalformedStatement: A value has no deterministic form.
    """
    key = random_bytes(KEY_BYTES)
    commitments = commit(fields, {name: random_bytes(SALT_BYTES) for name in fields})
    return Body(record, seal_body(encode_cbor(dict(fields)), record, key, random_bytes(NONCE_BYTES)), key, commitments)


def received_body(record: str, sealed: bytes, key: bytes, salts: Mapping[str, bytes], root: bytes) -> Body:
    """Open a body that another custodian handed over, and check that it is what the statement commits to.

    Args:
        root: The statement's `fields`.

    Raises:
        BodyUnreadable: The key is another's, or the bytes were changed.
        NotProven: It is another body than the one that the statement speaks of.
    """
    fields = decode_cbor(open_body(sealed, record, key))
    if set(fields) == set(salts):
        commitments = commit(fields, salts)
        if commitments.root == root:
            return Body(record, sealed, key, commitments)
    raise NotProven(
        f"This is not the body that the statement about {record} commits to.", "Fetch it from another custodian."
    )
