"""What this room puts on the staff's desks."""

from __future__ import annotations

from manto.assistant.wording import texts
from manto.residents import desks
from manto.residents.roles import Role

desks.register_page("outcomes", {Role.SERVICE_DESIGNER, Role.INNOVATION_OFFICER}, texts.title("desk.outcomes"))
desks.register_page(
    "fairness", {Role.SERVICE_DESIGNER, Role.INNOVATION_OFFICER, Role.AUDITOR}, texts.title("desk.fairness")
)
