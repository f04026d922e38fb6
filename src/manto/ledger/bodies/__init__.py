"""Bodies: what a record says about people and things, kept beside the ledger and never in it.

A body is encrypted with a key of its own; the ledger holds the hash of the ciphertext and one root over salted
commitments to its fields. So a single field can be shown and checked, and a body can be destroyed: without key and
salts, what stands in the ledger says nothing about anybody any more.
"""

from manto.ledger.bodies.commitments import Commitments, Disclosure, commit, disclosed
from manto.ledger.bodies.drawing_up import Body, draw_up_body, received_body
from manto.ledger.bodies.encryption import open_body, seal_body
from manto.ledger.bodies.erasure import BodyStore, MemoryBodies, erase, receipt_content
from manto.ledger.bodies.sqlite_bodies import SqliteBodies

__all__ = [
    "Body",
    "BodyStore",
    "Commitments",
    "Disclosure",
    "MemoryBodies",
    "SqliteBodies",
    "commit",
    "disclosed",
    "draw_up_body",
    "erase",
    "open_body",
    "receipt_content",
    "received_body",
    "seal_body",
]
