"""What the log refuses, as branches of the one tree of errors.

BadInput
├── MalformedNote           a signed note, a checkpoint or a proof that is not written as it must be
├── MalformedKey            a key that is not written as it must be, or that no one may use
├── MalformedTile           a tile or an entry bundle of the wrong length or form
├── MalformedPolicy         a policy file with a line that cannot be used
├── EntryTooLarge           an entry above 65,535 bytes
└── NotProven               a signature, a hash or a proof that does not hold
    └── NotCosigned         a checkpoint with too few witnesses for the policy
Conflict
├── TreeWentBack            a smaller tree than one already signed: an old backup, or a roll-back
├── TreeForked              another tree of the same log: two histories exist
└── StoreInUse              another process has the store open
Unavailable
├── LogHalted               the log stopped itself; says why and what to do
├── SourceUnreachable       a log, a witness or a file that could not be read just now
└── QueueFull               more is waiting than the log may promise in time

A proof that does not hold is input that cannot be used, never a fault of the machine: trying again will not help.
"""

from __future__ import annotations

from manto.kernel.errors import BadInput, Conflict, Unavailable


class MalformedNote(BadInput):
    """A signed note, a checkpoint or a proof that is not written as it must be."""


class MalformedKey(BadInput):
    """A key that is not written as it must be, or that no one may use."""


class MalformedTile(BadInput):
    """A tile or an entry bundle of the wrong length or form."""


class MalformedPolicy(BadInput):
    """A policy file with a line that cannot be used."""


class EntryTooLarge(BadInput):
    """An entry longer than the 65,535 bytes that an entry bundle can say."""


class NotProven(BadInput):
    """A signature, a hash or a proof that does not hold."""


class NotCosigned(NotProven):
    """A checkpoint with too few witnesses for the policy."""


class TreeWentBack(Conflict):
    """A smaller tree than one already signed: an old backup, or a roll-back."""


class TreeForked(Conflict):
    """Another tree of the same log at a size already signed: two histories exist."""


class StoreInUse(Conflict):
    """Another process has the store open."""


class LogHalted(Unavailable):
    """The log stopped itself, because going on could break a promise."""


class StoreDamaged(Unavailable):
    """What the disk gives back is not what was written to it."""


class SourceUnreachable(Unavailable):
    """A log, a witness or a file that could not be read just now."""


class QueueFull(Unavailable):
    """More is waiting than the log may promise to include in time."""
