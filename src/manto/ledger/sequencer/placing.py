"""Placing what was accepted: one block after another, each decided once and then published."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from manto.kernel.group_commit import GroupWriter
from manto.ledger.log.checkpoints import Checkpoint
from manto.ledger.log.growth import Growth, grow
from manto.ledger.sequencer.journal import DecidedBlock, Journal, Submission
from manto.ledger.sequencer.port import Application, Block
from manto.ledger.sequencer.publisher import Publisher
from manto.ledger.sequencer.times import NeverBack


@dataclass
class Placer:
    """Makes blocks of what waits in the journal.

    Attributes:
        reading: The journal, for reading.
        accepting: The journal, for writing by the one writer.
        writer: The one writer.
        publisher: Writes tiles and checkpoints.
        application: Ends each block.
        times: Gives times that never go back.
        block_entries_max: A block takes no more submissions above this number of entries.
    """

    reading: Journal
    accepting: Journal
    writer: GroupWriter
    publisher: Publisher
    application: Application
    times: NeverBack
    block_entries_max: int

    def recover(self) -> DecidedBlock | None:
        """Publish what was decided before a crash, by the ordinary way, and have the newest head stand.

        Returns:
            The newest block, if any.
        """
        while self.reading.unpublished():
            self.place_next()
        return self.stand_again()

    def stand_again(self) -> DecidedBlock | None:
        """Have the newest head signed and witnessed once more.

        Returns:
            The newest block, if any.
        """
        last = self.reading.last_published()
        edge = self.publisher.edge
        self.publisher.stand(Checkpoint(self.reading.origin, edge.size, edge.root), last.at_ms if last else 0)
        return last

    def place_next(self) -> DecidedBlock | None:
        """Publish the next block: one that was decided and does not stand, or else a new one of what waits.

        Returns:
            The block that now stands; none when nothing waits.

        Raises:
            Exception: As `refusals.may_pass` tells, one after which it may be tried again, or one that must stop the log.
        """
        decided = self.reading.unpublished()
        if decided:
            block = decided[0]
            growth = self._grown(self.reading.submissions_of(block), block.seal)
        else:
            last = self.reading.last_published()
            waiting = self.reading.waiting(last.last_submission if last else 0, self.block_entries_max)
            if not waiting:
                return None
            block, growth = self._decide(last.number + 1 if last else 1, waiting)
        self.publisher.publish(block, growth)  # (3) to (5)
        self.writer.run(lambda: self.accepting.mark_published(block))  # (6)
        return block

    def _decide(self, number: int, submissions: Sequence[Submission]) -> tuple[DecidedBlock, Growth]:
        first = self.publisher.edge.size
        at_ms = self.times.now_ms()
        seal = tuple(self.application.seal(Block(number, first, _entries(submissions), at_ms)))
        growth = self._grown(submissions, seal)
        last = submissions[-1].promise.submission
        block = DecidedBlock(number, last, first, at_ms, seal, growth.edge.size, growth.edge.root)
        placed, index = [], first
        for submission in submissions:
            placed.append((index, submission.promise.submission))
            index += submission.promise.count
        self.writer.run(lambda: self.accepting.decide(block, placed))  # (2)
        return block, growth

    def _grown(self, submissions: Sequence[Submission], seal: Sequence[bytes]) -> Growth:
        return grow(self.publisher.edge, [*_entries(submissions), *seal])


def _entries(submissions: Sequence[Submission]) -> list[bytes]:
    return [entry for submission in submissions for entry in submission.entries]
