"""What a member of the city's staff is there for."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """A desk at the town hall; an account has one, or none when it is a resident's.

    An agency's officer is no member of the city's staff: a notary, an insurer, a bank, a court that signs at the city's desk.
    """

    REGISTRAR = "registrar"
    CASE_OFFICER = "case_officer"
    SERVICE_DESIGNER = "service_designer"
    INNOVATION_OFFICER = "innovation_officer"
    EDITOR = "editor"
    AUDITOR = "auditor"
    AGENCY_OFFICER = "agency_officer"
    ADMINISTRATOR = "administrator"
