"""A node: the state machine on a sequencer, with its disk; where statements go in and proofs come out."""

from manto.ledger.node.records import RecordsLedger
from manto.ledger.node.store import StateStore

__all__ = ["RecordsLedger", "StateStore"]
