"""The room's tables. Trusted: who can change them can change what a resident is told that she is owed."""

from manto.services.models.appointments import Appointment, AppointmentState
from manto.services.models.cases import Case, CaseMove, CaseTask, Document, Payment
from manto.services.models.connectors import ConnectorState, SchoolClosure
from manto.services.models.journeys import JourneyState, JourneyVersion
from manto.services.models.lists import RankedCase
from manto.services.models.notices import CalendarFeed, Notice, NoticeChoices, NoticeDelivery, PushSubscription
from manto.services.models.offers import OfferState, ServiceOffer, Standing, Sweep
from manto.services.models.reports import Report, ReportJoin, ReportMove, ReportPhoto, ReportState
from manto.services.models.rules import RuleOrigin, RuleVersion

__all__ = [
    "Appointment",
    "AppointmentState",
    "CalendarFeed",
    "Case",
    "CaseMove",
    "CaseTask",
    "ConnectorState",
    "Document",
    "JourneyState",
    "JourneyVersion",
    "Notice",
    "NoticeChoices",
    "NoticeDelivery",
    "OfferState",
    "Payment",
    "PushSubscription",
    "RankedCase",
    "Report",
    "ReportJoin",
    "ReportMove",
    "ReportPhoto",
    "ReportState",
    "RuleOrigin",
    "RuleVersion",
    "SchoolClosure",
    "ServiceOffer",
    "Standing",
    "Sweep",
]
