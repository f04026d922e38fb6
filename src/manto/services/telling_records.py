"""Telling a holder that something was filed against a record of hers, or happened to it: at once, wherever she reads it.

What goes out by mail and push says of which kind of record and which step, and never what the record says.
"""

from __future__ import annotations

from manto.kernel.events import Delivery
from manto.records.events import HolderAlerted
from manto.records.queries import unread_alert
from manto.services.commands.notices import notify
from manto.services.notices.templates import templates
from manto.store.outbox import subscribe


@subscribe(HolderAlerted, "services.tell_the_holder")
def tell_the_holder(told: Delivery) -> None:
    """Tell her by the ways she chose, unless she has read it in the app already."""
    alert = unread_alert(told.payload["alert"])
    kind = f"record.{told.payload['what']}"
    if alert is None or kind not in templates():
        return
    notify(
        alert.resident,
        kind,
        f"record:{alert.matter}",
        values={"type": alert.type_name, "step": alert.step, "done": alert.done, "until": alert.until},
        href=alert.href,
        now=told.written_at,
    )
