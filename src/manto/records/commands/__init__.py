"""Everything that can be done in this room."""

from manto.records.commands.drafts import (
    check_draft,
    file_draft,
    sign_as_holder,
    sign_as_officer,
    sign_from_elsewhere,
    withdraw_draft,
)
from manto.records.commands.erasing import erase_record
from manto.records.commands.filings import SignedEntry, enter
from manto.records.commands.objections import decide_objection, leave_look, mark_read, object_to_draft
from manto.records.commands.tasks import settle_task
from manto.records.commands.ticking import tick

__all__ = [
    "SignedEntry",
    "check_draft",
    "decide_objection",
    "enter",
    "erase_record",
    "file_draft",
    "leave_look",
    "mark_read",
    "object_to_draft",
    "settle_task",
    "sign_as_holder",
    "sign_as_officer",
    "sign_from_elsewhere",
    "tick",
    "withdraw_draft",
]
