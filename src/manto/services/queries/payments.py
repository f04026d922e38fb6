"""Payments, for the page on which they are made."""

from __future__ import annotations

from typing import Any, Literal
from uuid import UUID

from manto.kernel.errors import NotFound
from manto.services.models import Payment
from manto.services.payments.sandbox import Sandbox
from manto.services.reference import the_service
from manto.services.wording import money_text


def own_payment(reference: str, applicant_id: UUID, language: str) -> dict[str, Any]:
    """Show a payment to whom it is asked of.

    Raises:
        NotFound: There is none of hers.

    """
    payment = _own(reference, applicant_id)
    return {
        "reference": payment.reference,
        "amount_text": money_text(payment.amount_cents, language),
        "what": the_service(payment.case.service).title[language],
        "state": payment.state,
        "sandbox": payment.provider == "sandbox",
    }


def sandbox_answer(reference: str, applicant_id: UUID, outcome: Literal["paid", "failed"]) -> str:
    """Give the sandbox's signed answer for a payment of its own.

    Raises:
        NotFound: There is none of hers with the sandbox.

    """
    if _own(reference, applicant_id).provider != "sandbox":
        raise NotFound("This payment is not made here.", "Go back to its application.")
    return Sandbox().answer(reference, outcome)


def _own(reference: str, applicant_id: UUID) -> Payment:
    payment: Payment | None = (
        Payment.objects.select_related("case").filter(reference=reference, case__applicant=applicant_id).first()
    )
    if payment is None:
        raise NotFound("There is no such payment.", "Begin it again from the application.")
    return payment
