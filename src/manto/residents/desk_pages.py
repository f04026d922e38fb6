"""What this room puts on the staff's desks."""

from __future__ import annotations

from manto.residents import desks, wording
from manto.residents.desks import Part
from manto.residents.queries.desk import open_contests
from manto.residents.roles import Role

PAGES = {
    "queue": (Part.DUE, tuple(Role)),
    "residents": (Part.REQUESTS, (Role.REGISTRAR, Role.CASE_OFFICER)),
    "contests": (Part.REQUESTS, (Role.REGISTRAR,)),
    "coverage": (Part.SERVICES, (Role.SERVICE_DESIGNER,)),
    "lookups": (Part.CITY, (Role.AUDITOR,)),
    "events": (Part.CITY, (Role.AUDITOR,)),
    "staff": (Part.CITY, (Role.ADMINISTRATOR,)),
    "admin": (Part.CITY, (Role.ADMINISTRATOR,)),
}

for _page, (_part, _roles) in PAGES.items():
    desks.register_page(_page, _part, _roles, wording.texts.title(f"desk.menu.{_page}"))
desks.register_tasks({Role.REGISTRAR}, open_contests)
