"""Everything that can be asked of this room."""

from manto.records.queries.drafts import DraftView, draft_for_holder, draft_for_officer, drafts_for_holder
from manto.records.queries.guard import AlertView, LookView, alerts_of, looks_at, residents_holding, unread_alert
from manto.records.queries.proofs import absence_bundle, disclosures, proof_bundle, stands_today, trusted_policy
from manto.records.queries.views import (
    FieldView,
    HistoryLine,
    RecordSummary,
    RecordView,
    fields_in_words,
    history,
    holds,
    record_view,
    records_held_by,
)

__all__ = [
    "AlertView",
    "DraftView",
    "FieldView",
    "HistoryLine",
    "LookView",
    "RecordSummary",
    "RecordView",
    "absence_bundle",
    "alerts_of",
    "disclosures",
    "draft_for_holder",
    "draft_for_officer",
    "drafts_for_holder",
    "fields_in_words",
    "history",
    "holds",
    "looks_at",
    "proof_bundle",
    "record_view",
    "records_held_by",
    "residents_holding",
    "stands_today",
    "trusted_policy",
    "unread_alert",
]
