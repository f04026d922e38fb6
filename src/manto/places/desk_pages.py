"""What this room puts on the staff's desks."""

from __future__ import annotations

from manto.city.texts import Texts
from manto.residents import desks
from manto.residents.roles import Role

_texts = Texts.of_room("manto.places")

desks.register_page("places", {Role.EDITOR}, _texts.title("desk.places"))
desks.register_page("overlays", {Role.EDITOR}, _texts.title("desk.overlays"))
desks.register_page("trails", {Role.EDITOR}, _texts.title("desk.trails"))
desks.register_page("opened", {Role.EDITOR}, _texts.title("desk.opened"))
desks.register_page("barriers", {Role.EDITOR, Role.CASE_OFFICER}, _texts.title("desk.barriers"))
desks.register_page("imports", {Role.EDITOR, Role.ADMINISTRATOR}, _texts.title("desk.imports"))
