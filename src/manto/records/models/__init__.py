"""Tables of the room: how records stand, who holds them, what is under way, who was told, who looked, what was given out."""

from manto.records.models.filings import Body, Draft, DraftSignature, Filing, OfficerKey
from manto.records.models.guard import Alert, Look, Objection
from manto.records.models.papers import Issued, Showing, StatusListPage, WalletCode, WalletNonce, WalletToken
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
    "Issued",
    "Look",
    "Objection",
    "OfficerKey",
    "Record",
    "SearchWord",
    "Showing",
    "StatementLine",
    "StatusListPage",
    "Task",
    "WalletCode",
    "WalletNonce",
    "WalletToken",
]
