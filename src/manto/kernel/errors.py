"""Everything that Manto refuses, as one tree.

    MantoError
    ├── BadInput              what was given cannot be used as it is             400
    │   └── UnknownName       a name that no catalogue holds; offers the nearest 400
    ├── NotSignedIn           nobody is signed in                                401
    ├── NotAllowed            somebody is, but may not do this                   403
    ├── NotFound              there is no such thing                             404
    ├── Conflict              true of the request, but not of the state any more 409
    └── Unavailable           cannot be done right now; trying again may help    503
        └── SetupNeeded       the machine lacks something; says what to install

A message says what happened, why, and what to do next, in words for the one who reads it. The web edge maps
the tree to RFC 9457 problem details in one table, the programs to one line and an exit code.
"""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class MantoError(Exception):
    """Something was refused.

    Args:
        what: What happened and why, one sentence.
        next_step: What the reader can do about it, one sentence; empty when there is nothing to do.
    """

    def __init__(self, what: str, next_step: str = "") -> None:
        super().__init__(f"{what} {next_step}".strip())
        self.what = what
        self.next_step = next_step


class BadInput(MantoError):
    """What was given cannot be used as it is."""


class UnknownName(BadInput):
    """A name that no catalogue holds.

    >>> UnknownName("fact", "person.brith", ["person.birth", "home.address"]).args[0]
    "There is no fact 'person.brith'. Did you mean 'person.birth'?"
    """

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        known = sorted(known)
        near = get_close_matches(name, known, n=1)
        hint = f"Did you mean '{near[0]}'?" if near else f"Known are: {', '.join(known) or 'none yet'}."
        super().__init__(f"There is no {kind} '{name}'.", hint)


class NotSignedIn(MantoError):
    """Nobody is signed in."""


class NotAllowed(MantoError):
    """Somebody is signed in, but may not do this."""


class NotFound(MantoError):
    """There is no such thing."""


class Conflict(MantoError):
    """The request was true of an earlier state, and is not any more."""


class Unavailable(MantoError):
    """It cannot be done right now; trying again later may help."""


class SetupNeeded(Unavailable):
    """The machine lacks something that the program needs."""
