"""Paying for an application."""

from __future__ import annotations

import secrets
from datetime import datetime
from uuid import UUID

from django.conf import settings

from manto.kernel.errors import Conflict, NotFound
from manto.services.commands.applications import own_case
from manto.services.commands.granting import grant_what_is_certain
from manto.services.commands.moving import move_case, the_case
from manto.services.models import Payment
from manto.services.payments import provider
from manto.services.reference import the_service
from manto.store.command import command


@command
def begin_payment(case_id: UUID, *, applicant_id: UUID, language: str, now: datetime) -> str:
    """Begin to pay for an application, or go on with a payment that was begun; gives where to go.

    Raises:
        NotFound: No such application of hers.
        Conflict: It is not to be paid.
        Unavailable: The provider cannot be reached.

    """
    case = own_case(case_id, applicant_id)
    if case.state != "to_pay":
        raise Conflict("There is nothing to pay for this application now.", "Its page says where it stands.")
    service = the_service(case.service)
    payment = Payment.objects.filter(case=case, state="open", provider=settings.MANTO_PAYMENTS).first()
    if payment is None:
        payment = Payment.objects.create(
            reference=secrets.token_hex(16),
            case=case,
            amount_cents=service.fee_cents,
            provider=settings.MANTO_PAYMENTS,
            begun_at=now,
        )
    begun = provider(payment.provider).begin(
        payment.reference, payment.amount_cents, service.title[language], f"/services/cases/{case.id}"
    )
    return begun.url


@command
def end_payment(reference: str, proof: str, *, now: datetime) -> Payment:
    """Take what the provider says of a payment; a paid application is sent. Told twice it is paid once.

    Raises:
        NotFound: No such payment.
        BadInput: The proof is not the provider's.
        Conflict: The application was withdrawn meanwhile.

    """
    payment: Payment | None = Payment.objects.select_for_update().filter(reference=reference).first()
    if payment is None:
        raise NotFound("There is no such payment.", "Begin it again from the application.")
    told = provider(payment.provider).tell(reference, proof)
    if payment.state == "paid" or told.outcome == "open":
        return payment
    payment.state, payment.receipt, payment.ended_at = told.outcome, told.receipt, now
    payment.save()
    if told.outcome == "paid":
        case = the_case(payment.case_id)
        if case.state != "to_pay":
            raise Conflict("This application no longer waits for its payment.", "The office will return the money.")
        grant_what_is_certain(move_case(case, "sent", "machine", now=now), now=now)
    return payment
