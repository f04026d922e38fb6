"""What this room puts on the staff's desks."""

from __future__ import annotations

from manto.assistant.conversation.queries import questions_that_wait
from manto.assistant.conversation.wording import texts as conversation_texts
from manto.assistant.wording import texts
from manto.residents import desks
from manto.residents.roles import Role

desks.register_page(
    "fairness",
    desks.Part.SERVICES,
    {Role.SERVICE_DESIGNER, Role.INNOVATION_OFFICER, Role.AUDITOR},
    texts.title("desk.fairness"),
)
desks.register_page(
    "conversation",
    desks.Part.REQUESTS,
    {Role.SERVICE_DESIGNER, Role.CASE_OFFICER, Role.EDITOR},
    conversation_texts.title("desk.conversation"),
)
desks.register_tasks({Role.CASE_OFFICER}, questions_that_wait)
