"""What this room puts on the staff's desks."""

from __future__ import annotations

from manto.residents import desks
from manto.residents.roles import Role
from manto.services.commands.journeys import PROPOSERS, PUBLISHERS
from manto.services.queries import reports
from manto.services.queries.desk import open_tasks
from manto.services.queries.journeys import open_proposals
from manto.services.wording import texts

desks.register_page("cases", desks.Part.REQUESTS, {Role.CASE_OFFICER}, texts.title("desk.cases"))
desks.register_page(
    "appointments", desks.Part.REQUESTS, {Role.CASE_OFFICER, Role.REGISTRAR}, texts.title("desk.appointments")
)
desks.register_page("lists", desks.Part.REQUESTS, {Role.CASE_OFFICER}, texts.title("desk.lists"))
desks.register_page("reports", desks.Part.REQUESTS, {Role.CASE_OFFICER}, texts.title("desk.reports"))
desks.register_page(
    "connectors", desks.Part.CITY, {Role.CASE_OFFICER, Role.ADMINISTRATOR}, texts.title("desk.connectors")
)
desks.register_page(
    "services", desks.Part.SERVICES, {Role.CASE_OFFICER, Role.SERVICE_DESIGNER}, texts.title("desk.services")
)
desks.register_page("notices", desks.Part.SERVICES, {Role.SERVICE_DESIGNER, Role.EDITOR}, texts.title("desk.notices"))
desks.register_tasks({Role.CASE_OFFICER}, open_tasks)
desks.register_tasks({Role.CASE_OFFICER}, reports.open_tasks)
desks.register_page(
    "rules",
    desks.Part.SERVICES,
    {Role.SERVICE_DESIGNER, Role.CASE_OFFICER, Role.ADMINISTRATOR},
    texts.title("desk.rules"),
)
desks.register_page("journeys", desks.Part.SERVICES, {*PROPOSERS, *PUBLISHERS}, texts.title("desk.journeys"))
desks.register_tasks(PUBLISHERS, open_proposals)
