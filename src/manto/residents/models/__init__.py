"""The room's tables. Trusted: who can change them can change what the city believes about a resident."""

from manto.residents.models.accounts import Account, Session
from manto.residents.models.people import Resident

__all__ = ["Account", "Resident", "Session"]
