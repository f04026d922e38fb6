"""What any sequencer promises, and what the application above it may say.

A sequencer (embedded SQLite today, a Byzantine-fault-tolerant engine among several agencies later) differs in who
must agree; what it gives back, and every file it writes, does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from manto.ledger.log.proofs import LogProof
from manto.ledger.sequencer.promises import Promise


@dataclass(frozen=True)
class Block:
    """Entries that enter the tree together.

    Attributes:
        number: Counted from 1.
        first_index: The place of the first entry in the log.
        entries: In their order.
        at_ms: The block's time, milliseconds since 1970: never before that of an earlier block.
    """

    number: int
    first_index: int
    entries: Sequence[bytes]
    at_ms: int


class Application(Protocol):
    """What gives entries their meaning: the state machine of the ledger."""

    def admit(self, entries: Sequence[bytes]) -> None:
        """Refuse entries that must not enter, by raising; called once for each submission, in order."""
        ...

    def start_over(self, waiting: Sequence[Sequence[bytes]]) -> None:
        """Forget all that was admitted and is in no block, except for what is given: the disk refused to keep the rest.

        Args:
            waiting: The submissions that were kept and wait for a block, in order.
        """
        ...

    def seal(self, block: Block) -> Sequence[bytes]:
        """Give the entries that end a block, as the header leaf with the map's root."""
        ...


class AnyEntry:
    """An application that admits everything and adds nothing: a plain log."""

    def admit(self, entries: Sequence[bytes]) -> None:
        """Admit them."""

    def start_over(self, waiting: Sequence[Sequence[bytes]]) -> None:
        """Nothing was remembered."""

    def seal(self, block: Block) -> Sequence[bytes]:
        """Add nothing."""
        return ()


@dataclass(frozen=True)
class Placement:
    """Where entries of a submission have come to stand for ever.

    Attributes:
        first_index: The place of the first; the others follow.
        count: How many.
    """

    first_index: int
    count: int


class Sequencer(Protocol):
    """Takes entries in, and says where they stand."""

    def submit(self, entries: Sequence[bytes]) -> Promise:
        """Accept entries, durably; they will stand side by side.

        Raises:
            MantoError: They were refused; the log does not move.
        """
        ...

    def wait_until_final(self, submission: int, timeout_s: float) -> Placement:
        """Wait until a submission is in a checkpoint that has been published.

        Raises:
            Unavailable: It took longer, or the log stopped.
        """
        ...

    def prove(self, index: int) -> LogProof:
        """Prove that an entry is in the log, under its newest checkpoint."""
        ...
