"""Everything that can be done in this room."""

from manto.records.commands.drafts import (
    check_draft,
    file_draft,
    sign_as_holder,
    sign_as_officer,
    sign_from_elsewhere,
    withdraw_draft,
)
from manto.records.commands.filings import SignedEntry, enter
from manto.records.commands.ticking import tick

__all__ = [
    "SignedEntry",
    "check_draft",
    "enter",
    "file_draft",
    "sign_as_holder",
    "sign_as_officer",
    "sign_from_elsewhere",
    "tick",
    "withdraw_draft",
]
