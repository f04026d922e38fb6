"""The room's tables. Trusted: who can change them can change what the city believes about a resident."""

from manto.residents.models.accounts import Account, Session
from manto.residents.models.consents import Consent, Erasure
from manto.residents.models.facts import Contest, ContestState, Fact
from manto.residents.models.lookups import Lookup, Search
from manto.residents.models.people import Guardianship, Household, MemberRole, Membership, Resident

__all__ = [
    "Account",
    "Consent",
    "Contest",
    "ContestState",
    "Erasure",
    "Fact",
    "Guardianship",
    "Household",
    "Lookup",
    "MemberRole",
    "Membership",
    "Resident",
    "Search",
    "Session",
]
