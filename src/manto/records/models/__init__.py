"""Tables of the room: how records stand, who holds them, what is under way, who was told and who looked."""

from manto.records.models.filings import Body, Draft, DraftSignature, Filing, OfficerKey
from manto.records.models.guard import Alert, Look, Objection
from manto.records.models.records import Holder, Record, SearchWord, StatementLine
from manto.records.models.work import ImportRun, Task

__all__ = [
    "Alert",
    "Body",
    "Draft",
    "DraftSignature",
    "Filing",
    "Holder",
    "ImportRun",
    "Look",
    "Objection",
    "OfficerKey",
    "Record",
    "SearchWord",
    "StatementLine",
    "Task",
]
