"""What this room does when something happens elsewhere."""

from __future__ import annotations

from uuid import UUID

from manto.assistant.learning import MEMORY, forget_since
from manto.kernel.events import Delivery
from manto.residents.events import ConsentWithdrawn
from manto.store.outbox import subscribe


@subscribe(ConsentWithdrawn, "assistant.forget_what_was_learned")
def forget_what_was_learned(told: Delivery) -> None:
    """Forget everything learned about a resident who took her consent back."""
    if told.payload["purpose"] == MEMORY:
        forget_since(UUID(told.subject), None)
