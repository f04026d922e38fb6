"""Everything that can be asked of this room. Values are read through ``read_facts`` and nothing else."""

from manto.residents.queries.facts import (
    KnownFact,
    has_consent,
    is_in_force,
    live_consent,
    live_purposes,
    read_facts,
    read_facts_of_each,
    read_history,
)
from manto.residents.queries.people import (
    Company,
    company_of,
    guardians_of,
    guardianship_proof,
    has_household,
    household_of,
    is_guardian,
    on_behalf_of,
    wards_of,
)
from manto.residents.readers import Guardian, Herself, Officer, Reader, Room

__all__ = [
    "Company",
    "Guardian",
    "Herself",
    "KnownFact",
    "Officer",
    "Reader",
    "Room",
    "company_of",
    "guardians_of",
    "guardianship_proof",
    "has_consent",
    "has_household",
    "household_of",
    "is_guardian",
    "is_in_force",
    "live_consent",
    "live_purposes",
    "on_behalf_of",
    "read_facts",
    "read_facts_of_each",
    "read_history",
    "wards_of",
]
