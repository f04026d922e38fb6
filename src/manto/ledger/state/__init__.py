"""The state machine: what the statements of the ledger come to, the same on every node.

`apply(state, block)` gives the next state and the block's header with the map's root. It knows whole numbers only, takes
the time from the block, reads nothing but the state, and judges every block by the rules that were in force then, which
are records of the ledger themselves.
"""

from manto.ledger.state.admission import admit
from manto.ledger.state.block import Block, Transition, Void, apply, sealed
from manto.ledger.state.draft import Draft, draft_after
from manto.ledger.state.heads import Head, parse_head
from manto.ledger.state.state import Archive, MemoryArchive, State

__all__ = [
    "Archive",
    "Block",
    "Draft",
    "Head",
    "MemoryArchive",
    "State",
    "Transition",
    "Void",
    "admit",
    "apply",
    "draft_after",
    "parse_head",
    "sealed",
]
