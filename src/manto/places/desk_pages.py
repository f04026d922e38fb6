"""What this room puts on the staff's desks."""

from __future__ import annotations

from manto.city.texts import Texts
from manto.residents import desks
from manto.residents.roles import Role

_texts = Texts.of_room("manto.places")

desks.register_page("places", desks.Part.STREET, {Role.EDITOR}, _texts.title("desk.places"))
desks.register_page("overlays", desks.Part.STREET, {Role.EDITOR}, _texts.title("desk.overlays"))
desks.register_page("trails", desks.Part.STREET, {Role.EDITOR}, _texts.title("desk.trails"))
desks.register_page("opened", desks.Part.STREET, {Role.EDITOR}, _texts.title("desk.opened"))
desks.register_page("barriers", desks.Part.REQUESTS, {Role.EDITOR, Role.CASE_OFFICER}, _texts.title("desk.barriers"))
desks.register_page("imports", desks.Part.CITY, {Role.EDITOR, Role.ADMINISTRATOR}, _texts.title("desk.imports"))
