"""Who asks, in what, from where in the app. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

_SERVICE = re.compile(r"^/services/about/([a-z0-9-]+)")
_PLACE = re.compile(r"^/places/([^/?#]+)")


@dataclass(frozen=True)
class Asked:
    """One question with its circumstances.

    Attributes:
        resident_id: None for whoever is not signed in as a resident.
        page: The address of the app's page on which it is asked.
        position: Rounded on the phone; None when it was not given.
        slots: What the dialogue has settled before.

    """

    question: str
    resident_id: UUID | None
    language: str
    now: datetime
    page: str
    position: tuple[float, float] | None
    slots: Mapping[str, str]

    @property
    def service_here(self) -> str | None:
        """The service whose page is open."""
        found = _SERVICE.match(self.page)
        return found[1] if found else None

    @property
    def place_here(self) -> str | None:
        """The place whose page is open."""
        found = _PLACE.match(self.page)
        return found[1] if found else None
