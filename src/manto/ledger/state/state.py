"""The state: everything that the ledger knows after a block, as a value."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from manto.ledger.map import SparseMap, record_key
from manto.ledger.state.constitution import Constitution
from manto.ledger.state.heads import Head, parse_head
from manto.ledger.statements.cose import Envelope


class Archive(Protocol):
    """Whoever keeps the statements that stand in the log, by their hashes.

    It need not be trusted: what it gives is hashed and compared.
    """

    def statement(self, statement_hash: bytes) -> bytes | None:
        """Give the envelope with this hash, as it came; None when it is not kept here."""
        ...

    def index(self, statement_hash: bytes) -> int | None:
        """Say where in the log the statement stands; None when it does not."""
        ...


@dataclass(frozen=True)
class State:
    """The ledger after a block.

    Attributes:
        origin: Which log this is: statements made for another are refused.
        archive: Where the statements so far are read.
        map: How every record stands.
        height: The last block; 0 before the first.
        time_s: Its time, seconds since 1970.
        size: How many entries the log has, headers included.
        header_hash: The name of the last header; 32 zero bytes before the first.
        constitution: Members, officers and rules.
        acts: Hashes of the statements that made the constitution, in their order: enough to make it again.
    """

    origin: str
    archive: Archive
    map: SparseMap
    height: int = 0
    time_s: int = 0
    size: int = 0
    header_hash: bytes = bytes(32)
    constitution: Constitution = field(default_factory=Constitution)
    acts: tuple[bytes, ...] = ()

    def head(self, record: str) -> Head | None:
        """Say how a record stands; None when there is none.

        Raises:
            MapDamaged: The stored map is not what the root says.
        """
        value = self.map.get(record_key(record))
        return None if value is None else parse_head(value)


class MemoryArchive:
    """Statements in memory: for tests and for replay."""

    def __init__(self) -> None:
        self._statements: dict[bytes, bytes] = {}
        self._indexes: dict[bytes, int] = {}

    def statement(self, statement_hash: bytes) -> bytes | None:
        """Give the envelope with this hash, as it came; None when it is not kept here."""
        return self._statements.get(statement_hash)

    def index(self, statement_hash: bytes) -> int | None:
        """Say where in the log the statement stands; None when it does not."""
        return self._indexes.get(statement_hash)

    def keep(self, of: Envelope) -> None:
        """Keep a statement that does not stand in the log yet."""
        self._statements[of.hash] = of.raw

    def place(self, statement_hash: bytes, index: int) -> None:
        """Remember where in the log a statement stands."""
        self._indexes[statement_hash] = index
