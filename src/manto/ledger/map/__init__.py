"""The map: which statement is the latest for each record, with proofs that a paper can carry.

Inclusion in the log shows that something was said; only the map shows that nothing was said since, or that a record
does not exist. It is a sparse Merkle tree from the hash of a record's identifier to a value of a few bytes; its root is
in the header of every block, and the map of every past block can still be read and proved from.
"""

from manto.ledger.map.hashing import EMPTY, record_key
from manto.ledger.map.page_bytes import MapDamaged, MapOutdated
from manto.ledger.map.proof import MapProof, unpacked
from manto.ledger.map.sparse_map import SparseMap, Successor
from manto.ledger.map.sqlite_pages import SqlitePages
from manto.ledger.map.stores import MemoryPages, PageReader, PageStore

__all__ = [
    "EMPTY",
    "MapDamaged",
    "MapOutdated",
    "MapProof",
    "MemoryPages",
    "PageReader",
    "PageStore",
    "SparseMap",
    "SqlitePages",
    "Successor",
    "record_key",
    "unpacked",
]
