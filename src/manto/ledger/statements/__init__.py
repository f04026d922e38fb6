"""Statements: what an agency says about a record, in bytes that are never written anew.

A statement is encoded once, as deterministic CBOR, and signed once by each endorser in one COSE_Sign envelope. Whoever
receives it hashes and keeps the bytes as they came; an encoding that is not the one deterministic form is refused,
never mended.
"""

from manto.ledger.statements.batch import batch_signatures
from manto.ledger.statements.cbor import decode_cbor, encode_cbor
from manto.ledger.statements.cose import Envelope, Signature, envelope, parse_envelope, sign_payload
from manto.ledger.statements.entries import BlockHeader, parse_entry, statement_entry
from manto.ledger.statements.statement import Kind, Statement, Status, parse_statement

__all__ = [
    "BlockHeader",
    "Envelope",
    "Kind",
    "Signature",
    "Statement",
    "Status",
    "batch_signatures",
    "decode_cbor",
    "encode_cbor",
    "envelope",
    "parse_entry",
    "parse_envelope",
    "parse_statement",
    "sign_payload",
    "statement_entry",
]
