"""Carrying reports to the agencies that see to them, and what those say back; beside the requests.

As with notices: taken in a transaction, spoken about outside of any, and what came of it written down.

The protocol knows no way to hand the same report over twice and have it once. So it is written down that a report is
about to be handed over before it is. Where nothing was written down afterwards (the process died, the answer was lost),
the agency's list is looked through first: what is found there is ours, and only what is not there after a while is
handed over again. An agency whose list cannot be had is never given a report blindly; its error stands at the desk.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from pathlib import Path

from manto.kernel.errors import Unavailable
from manto.services.commands.report_office import (
    begin_forward,
    claim_forwards,
    hear_of_forward,
    note_forward,
    put_off_forward,
)
from manto.services.models import Report
from manto.services.reference import report_book
from manto.services.reports.client import Client
from manto.services.reports.kinds import Endpoint, Kind

SETTLES_WITHIN = timedelta(minutes=10)  # an agency lists what it took by then
log = logging.getLogger("manto.reports")


def carry_reports(*, now: datetime) -> int:
    """Hand over what waits, ask about what was handed over; says of how many."""
    claimed = claim_forwards(now=now)
    for report in Report.objects.filter(id__in=claimed):
        try:
            _carry(report, now=now)
        except Unavailable as error:
            log.warning("report put off", extra={"endpoint": report.forward_to, "tries": report.forward_tries})
            put_off_forward(report.id, error.what, now=now)
    return len(claimed)


def _carry(report: Report, *, now: datetime) -> None:
    book = report_book()
    endpoint = book.endpoints.get(report.forward_to)
    if endpoint is None or report.kind not in book.kinds:
        raise Unavailable("The city's folder no longer names this endpoint.")
    client = client_of(endpoint)
    if report.forward_number:
        stands = client.standing(report.forward_number)
        hear_of_forward(report.id, closed=stands.closed, notes=stands.notes, now=now)
    elif report.forward_token:
        note_forward(report.id, number=client.number_of(report.forward_token), token=report.forward_token, now=now)
    else:
        _hand_over(report, book.kind(report.kind), client, now=now)


def _hand_over(report: Report, kind: Kind, client: Client, *, now: datetime) -> None:
    code, at = kind.forward_code or kind.code, (report.lat, report.lon) if report.lat is not None else None
    began = report.forward_began_at
    if began is not None:
        number = client.find(code, since=began, at=at, reference=report.number)
        if number:
            note_forward(report.id, number=number, now=now)
            return
        if now < began + SETTLES_WITHIN:
            raise Unavailable("It is not known yet whether the endpoint took it.")
    begin_forward(report.id, now=now)
    text = f"{report.text}\n[{report.number}]".strip()
    handed = client.hand_over(code, at=at, address=report.address, text=text, answers=report.answers)
    note_forward(report.id, number=handed.number, token=handed.token, now=now)


def client_of(endpoint: Endpoint) -> Client:
    """Give the client of an endpoint, with the key that lies in its file.

    Raises:
        Unavailable: The key cannot be read.

    """
    try:
        key = Path(endpoint.key_file).read_text().strip() if endpoint.key_file else ""
    except OSError as error:
        raise Unavailable(f"The key of this endpoint cannot be read ({type(error).__name__}).") from None
    return Client(endpoint.url, jurisdiction_id=endpoint.jurisdiction_id, key=key)
