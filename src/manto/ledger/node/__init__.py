"""A node: the state machine on a sequencer, with its disk; where statements go in and proofs come out.

`open_ledger` is the door for other programs: docs/guide/ledger-from-a-program.md shows all of it at work.
"""

from manto.ledger.node.recorded import RecordedBlock, RecordedStatement
from manto.ledger.node.records import RecordsLedger, open_ledger
from manto.ledger.node.replaying import Replayed, replay_ledger
from manto.ledger.node.store import StateStore

__all__ = [
    "RecordedBlock",
    "RecordedStatement",
    "RecordsLedger",
    "Replayed",
    "StateStore",
    "open_ledger",
    "replay_ledger",
]
