"""What the state machine refuses beside what a statement itself can have wrong.

BadInput
└── GovernanceRefused       a change of members, keys or rules that would leave the ledger without a rule
Conflict
└── WrongChange             a statement changes what its kind may not change
Unavailable
└── StatementMissing        the log names a statement that this node does not have
"""

from __future__ import annotations

from manto.kernel.errors import BadInput, Conflict, Unavailable


class GovernanceRefused(BadInput):
    """A change of members, keys or rules that would leave the ledger without a rule."""


class WrongChange(Conflict):
    """A statement changes what its kind may not change."""


class StatementMissing(Unavailable):
    """The log names a statement that this node does not have."""
