"""Everything that can be done in this room; each function is one use case and one transaction."""

from manto.services.commands.applications import (
    open_case,
    save_answers,
    send_case,
    withdraw_case,
)
from manto.services.commands.appointments import (
    cancel_appointment,
    confirm_appointment,
    hold_time,
    move_appointment,
)
from manto.services.commands.documents import add_document, remove_document
from manto.services.commands.giving import give_places
from manto.services.commands.journeys import propose_change, propose_journey, publish_journey, withdraw_journey
from manto.services.commands.notices import (
    allow_push,
    choose_notices,
    end_calendar_address,
    forbid_push,
    make_calendar_address,
    notify,
    read_notice,
)
from manto.services.commands.office import appeal_case, ask_to_complete, complete_case, decide_case, take_case
from manto.services.commands.payments import begin_payment, end_payment
from manto.services.commands.reports import Problem, file_report, join_report

__all__ = [
    "Problem",
    "add_document",
    "allow_push",
    "appeal_case",
    "ask_to_complete",
    "begin_payment",
    "cancel_appointment",
    "choose_notices",
    "complete_case",
    "confirm_appointment",
    "decide_case",
    "end_calendar_address",
    "end_payment",
    "file_report",
    "forbid_push",
    "give_places",
    "hold_time",
    "join_report",
    "make_calendar_address",
    "move_appointment",
    "notify",
    "open_case",
    "propose_change",
    "propose_journey",
    "publish_journey",
    "read_notice",
    "remove_document",
    "save_answers",
    "send_case",
    "take_case",
    "withdraw_case",
    "withdraw_journey",
]
