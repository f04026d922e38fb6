"""Everything that can be asked of this room."""

from manto.records.queries.proofs import absence_bundle, disclosures, proof_bundle, stands_today, trusted_policy
from manto.records.queries.views import (
    FieldView,
    HistoryLine,
    RecordSummary,
    RecordView,
    history,
    holds,
    record_view,
    records_held_by,
)

__all__ = [
    "FieldView",
    "HistoryLine",
    "RecordSummary",
    "RecordView",
    "absence_bundle",
    "disclosures",
    "history",
    "holds",
    "proof_bundle",
    "record_view",
    "records_held_by",
    "stands_today",
    "trusted_policy",
]
