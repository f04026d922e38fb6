"""What the office does with a report, and what other agencies say of it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from manto.kernel.errors import BadInput, Conflict, UnknownName
from manto.residents.models import Account
from manto.residents.roles import Role
from manto.services.commands.reports import move_report, the_report
from manto.services.models import Report, ReportMove, ReportState
from manto.store.command import command

Outcome = Literal["done", "not_done"]
SHORTEST_REASON = 10
FIRST_RETRY = timedelta(minutes=2)
LONGEST_RETRY = timedelta(hours=6)
ASKED_EVERY = timedelta(minutes=30)


@command
def take_report(report_id: UUID, *, account_id: UUID, open_to_all: bool, now: datetime) -> Report:
    """Take up a report; its words and picture may be shown to all where the officer says so.

    Raises:
        NotFound: No such report.
        Conflict: It does not wait to be taken up.

    """
    report = the_report(report_id)
    if report.state != ReportState.FILED:
        raise Conflict("This report does not wait to be taken up.", "Reload it.")
    report.officer_id, report.open_to_all = account_id, open_to_all
    move_report(report, ReportState.TAKEN, "taken", "office", "", now=now, account_id=account_id)
    return report


@command
def assign_report(report_id: UUID, officer_id: UUID, *, account_id: UUID, now: datetime) -> Report:
    """Give a report to an officer.

    Raises:
        NotFound: No such report.
        UnknownName: That is no case officer.
        Conflict: It is closed.

    """
    report = _open(report_id)
    officer = Account.objects.filter(id=officer_id, role=Role.CASE_OFFICER).first()
    if officer is None:
        raise UnknownName("case officer", str(officer_id), [])
    report.officer = officer
    report.changed_at = now
    report.save()
    ReportMove.objects.create(report=report, kind="assigned", who="office", at=now, account_id=account_id)
    return report


@command
def answer_report(report_id: UUID, text: str, *, account_id: UUID, now: datetime) -> Report:
    """Tell the reporter something; everybody who looks the report up reads it.

    Raises:
        NotFound: No such report.
        BadInput: It says nothing.
        Conflict: It is closed.

    """
    report = _open(report_id)
    said = _reason(text)
    move_report(report, report.state, "answered", "office", said, now=now, account_id=account_id)
    return report


@command
def close_report(report_id: UUID, outcome: Outcome, reason: str, *, account_id: UUID, now: datetime) -> Report:
    """Close a report: done, or not done and why.

    Raises:
        NotFound: No such report.
        BadInput: No reason.
        Conflict: It is closed.

    """
    report = _open(report_id)
    said = _reason(reason)
    report.outcome, report.officer_id, report.forward_at = outcome, report.officer_id or account_id, None
    move_report(report, ReportState.CLOSED, "closed", "office", said, now=now, account_id=account_id)
    return report


@command
def claim_forwards(*, now: datetime, at_most: int = 20) -> list[UUID]:
    """Take the reports of which we speak with other agencies now, so that nobody else does within minutes."""
    due = Report.objects.select_for_update().filter(forward_at__lte=now).order_by("forward_at")[:at_most]
    claimed = []
    for report in due:
        report.forward_at = now + FIRST_RETRY
        report.save(update_fields=["forward_at"])
        claimed.append(report.id)
    return claimed


@command
def begin_forward(report_id: UUID, *, now: datetime) -> None:
    """Write down that a report is about to be handed over, so that nobody does so again without looking first."""
    report = the_report(report_id)
    report.forward_began_at = now
    report.save(update_fields=["forward_began_at"])


@command
def note_forward(report_id: UUID, *, number: str = "", token: str = "", now: datetime) -> None:
    """Write down what the other agency gave for a report; how it stands is asked from now on."""
    report = the_report(report_id)
    report.forward_number, report.forward_token = number, token
    report.forward_at = now + (ASKED_EVERY if number else FIRST_RETRY)
    report.forward_tries, report.forward_error, report.forward_began_at = 0, "", None
    if report.state == ReportState.FILED and number:
        move_report(report, ReportState.TAKEN, "forwarded", "agency", number, now=now)
    else:
        report.save()


@command
def put_off_forward(report_id: UUID, error: str, *, now: datetime) -> None:
    """Write down that the other agency did not answer; it is tried again, later each time."""
    report = the_report(report_id)
    report.forward_tries = min(report.forward_tries + 1, 1000)
    report.forward_error = error[:200]
    report.forward_at = now + min(FIRST_RETRY * 2 ** min(report.forward_tries, 10), LONGEST_RETRY)
    report.save()


@command
def hear_of_forward(report_id: UUID, *, closed: bool, notes: str, now: datetime) -> None:
    """Follow what the other agency says of a report."""
    report = the_report(report_id)
    report.forward_tries, report.forward_error = 0, ""
    if not closed or report.state == ReportState.CLOSED:
        report.forward_at = None if report.state == ReportState.CLOSED else now + ASKED_EVERY
        report.save()
        return
    report.forward_at, report.outcome = None, "done"
    move_report(report, ReportState.CLOSED, "closed", "agency", notes, now=now)


def _open(report_id: UUID) -> Report:
    report = the_report(report_id)
    if report.state == ReportState.CLOSED:
        raise Conflict("This report is closed.", "Its reporter can open it again.")
    return report


def _reason(text: str) -> str:
    if len(text.strip()) < SHORTEST_REASON:
        raise BadInput("It does not say enough.", "Write what the office did or why it does not, in a sentence.")
    return text.strip()[:4000]
