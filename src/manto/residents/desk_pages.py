"""What this room puts on the staff's desks."""

from __future__ import annotations

from manto.residents import desks, wording
from manto.residents.queries.desk import open_contests
from manto.residents.roles import Role

PAGES = {
    "queue": tuple(Role),
    "contests": (Role.REGISTRAR,),
    "residents": (Role.REGISTRAR, Role.CASE_OFFICER),
    "coverage": (Role.SERVICE_DESIGNER,),
    "lookups": (Role.AUDITOR,),
    "events": (Role.AUDITOR,),
    "staff": (Role.ADMINISTRATOR,),
    "admin": (Role.ADMINISTRATOR,),
}

for _page, _roles in PAGES.items():
    desks.register_page(_page, _roles, wording.texts.title(f"desk.menu.{_page}"))
desks.register_tasks({Role.REGISTRAR}, open_contests)
