"""What this room does when something happens elsewhere."""

from __future__ import annotations

from uuid import UUID

from manto.assistant.barriers_and_reports import close_beside, file_for_barrier, lay_for_report
from manto.assistant.taste.learning import MEMORY, forget_since
from manto.kernel.events import Delivery
from manto.places.events import BarrierReported
from manto.residents.events import ConsentWithdrawn
from manto.services.events import ReportFiled, ReportMoved
from manto.store.outbox import subscribe


@subscribe(ConsentWithdrawn, "assistant.forget_what_was_learned")
def forget_what_was_learned(told: Delivery) -> None:
    """Forget everything learned about a resident who took her consent back."""
    if told.payload["purpose"] == MEMORY:
        forget_since(UUID(told.subject), None)


@subscribe(BarrierReported, "assistant.report_barrier_to_office")
def report_barrier_to_office(told: Delivery) -> None:
    """Let the office, and whoever asks by Open311, know of what somebody met on her way."""
    met = told.payload
    at = float(met["lat"]), float(met["lon"])
    file_for_barrier(told.subject, str(met["kind"]), at, str(met["street"]), now=told.written_at)


@subscribe(ReportFiled, "assistant.lay_barrier_for_report")
def lay_barrier_for_report(told: Delivery) -> None:
    """Lead everybody around what was reported to the office."""
    if told.payload["barrier"]:
        lay_for_report(UUID(told.subject), now=told.written_at)


@subscribe(ReportMoved, "assistant.close_barrier_with_report")
def close_barrier_with_report(told: Delivery) -> None:
    """Let ways go again where the office has closed the report beside a barrier."""
    if told.payload["barrier"] and told.payload["to"] == "closed":
        close_beside(UUID(told.subject), now=told.written_at)
