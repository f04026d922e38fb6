"""A resident's records in her wallet and on paper; checking for everybody; asking a wallet, for officers."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from ninja import Router, Schema

from manto.kernel.errors import NotFound
from manto.records import queries, sheets
from manto.records.commands import issuing, showings, wallets
from manto.records.papers.certificate import print_certificate
from manto.records.papers.square import draw_link, draw_square
from manto.records.queries.trust import trust_file
from manto.records.schemas import RecordFieldOut
from manto.records.wording import texts
from manto.residents.access import a_resident, anyone, staff
from manto.residents.roles import Role

router = Router(tags=["records"])


class PaperIssuerOut(Schema):
    """An office that prints papers."""

    name: dict[str, str]
    key: str
    registers: list[str]


class PaperLandmarkOut(Schema):
    """A block that a checker may know already."""

    height: int
    map_root: str
    as_of_s: int
    witnesses: list[str]


class StatusListOut(Schema):
    """A status list, signed."""

    number: int
    address: str
    token: str


class FieldWordsOut(Schema):
    """What a field and its values are called, and what a number of it counts."""

    label: str
    unit: str
    values: dict[str, str]


class RegisterWordsOut(Schema):
    """What a register and its fields are called."""

    id: str
    name: str
    fields: dict[str, FieldWordsOut]


class TrustOut(Schema):
    """What a checker of this city's papers needs; `manto verify` takes it as its policy file."""

    policy: str
    issuers: list[PaperIssuerOut]
    landmarks: list[PaperLandmarkOut]
    lists: list[StatusListOut]
    list_key: dict[str, str]
    registers: list[RegisterWordsOut]


@router.get("/verify/trust", response=TrustOut, auth=anyone, operation_id="verify_trust")
def verify_trust(request: HttpRequest) -> HttpResponse:
    """Say whom to trust when checking a paper of this city, and what has ended; the same for everybody."""
    made = trust_file(request.LANGUAGE_CODE, settings.CLOCK.now())
    response = HttpResponse(made, content_type="application/json")
    patch_cache_control(response, public=True, max_age=30)
    patch_vary_headers(response, ["Accept-Language"])
    return response


class RecordCodeOut(Schema):
    """A record as codes: to show on a screen, or to send as a link. Each square is an SVG picture."""

    links: list[str]
    squares: list[str]
    absent: list[str]
    as_of: str


@router.post("/me/records/{uuid:id}/code", response=RecordCodeOut, auth=a_resident, operation_id="my_record_code")
def my_record_code(request: HttpRequest, id: UUID) -> Any:  # noqa: A002
    """Show one of my records as a code that anybody can check without network."""
    now = settings.CLOCK.now()
    _must_hold(request, id)
    paper = issuing.print_paper(id, request.visitor.resident_id, sheets.page_address(), now)
    links = sheets.code_texts(paper)
    sheet = sheets.sheet_of(id, paper, request.visitor.language, now)
    return {
        "links": links,
        "squares": [draw_square(link) for link in links],
        "absent": sheets.absent_texts(paper),
        "as_of": sheet.as_of,
    }


@router.post("/me/records/{uuid:id}/certificate", auth=a_resident, operation_id="my_record_certificate")
def my_record_certificate(request: HttpRequest, id: UUID) -> HttpResponse:  # noqa: A002
    """Print one of my records: a PDF with the code and its text."""
    now = settings.CLOCK.now()
    _must_hold(request, id)
    paper = issuing.print_paper(id, request.visitor.resident_id, sheets.page_address(), now)
    made = print_certificate(sheets.sheet_of(id, paper, request.visitor.language, now))
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{id}.pdf"'
    response["Cache-Control"] = "no-store"
    return response


class WalletOfferOut(Schema):
    """An offer to a wallet: the link that opens it, its square, and the number to type there."""

    link: str
    square: str
    number: str


@router.post(
    "/me/records/{uuid:id}/wallet", response=WalletOfferOut, auth=a_resident, operation_id="my_record_to_wallet"
)
def my_record_to_wallet(request: HttpRequest, id: UUID) -> Any:  # noqa: A002
    """Offer one of my records to my wallet."""
    link, number = wallets.offer_to_wallet(id, request.visitor.resident_id, settings.CLOCK.now())
    return {"link": link, "square": draw_link(link), "number": number}


class WalletAgreeIn(Schema):
    """What a wallet asked when it sent its holder here, as it asked it."""

    asked: dict[str, str]


class WalletAgreedOut(Schema):
    """Where the holder goes back to."""

    redirect: str


@router.post("/me/records/{uuid:id}/agree", response=WalletAgreedOut, auth=a_resident, operation_id="agree_to_wallet")
def agree_to_wallet(request: HttpRequest, id: UUID, body: WalletAgreeIn) -> Any:  # noqa: A002
    """Agree that a wallet which sent me here gets one of my records."""
    now = settings.CLOCK.now()
    return {"redirect": wallets.agree_to_wallet(id, request.visitor.resident_id, body.asked, now)}


@router.post("/me/records/decline", response=WalletAgreedOut, auth=a_resident, operation_id="decline_wallet")
def decline_wallet(request: HttpRequest, body: WalletAgreeIn) -> Any:
    """Give nothing to a wallet which sent me here, and go back to it."""
    return {"redirect": wallets.decline_wallet(body.asked)}


class WalletAskIn(Schema):
    """What to ask a wallet for, and what for."""

    record_type: str
    claims: list[str]
    purpose: str


class WalletAskedOut(Schema):
    """A question: its link and its square."""

    id: UUID
    link: str
    square: str


class WalletShowingOut(Schema):
    """What became of a question: waiting, over, shown or refused."""

    state: str
    shown: list[RecordFieldOut]
    refused: str


@router.post(
    "/desk/showings", response=WalletAskedOut, auth=staff(Role.REGISTRAR, Role.CASE_OFFICER), operation_id="ask_wallet"
)
def ask_wallet(request: HttpRequest, body: WalletAskIn) -> Any:
    """Ask somebody's wallet to show something."""
    asked, link = showings.ask_wallet(
        body.record_type,
        body.claims,
        body.purpose,
        account_id=request.visitor.account_id,
        now=settings.CLOCK.now(),
    )
    return {"id": asked, "link": link, "square": draw_link(link)}


@router.get(
    "/desk/showings/{uuid:id}",
    response=WalletShowingOut,
    auth=staff(Role.REGISTRAR, Role.CASE_OFFICER),
    operation_id="showing",
)
def showing(request: HttpRequest, id: UUID) -> Any:  # noqa: A002
    """Say what a wallet has shown me."""
    visitor, now = request.visitor, settings.CLOCK.now()
    asked, shown = showings.read_showing(id, visitor.account_id, now)
    over = "over" if asked.until <= now else "waiting"
    state = "refused" if asked.refused else over if asked.answered_at is None else "shown"
    fields = queries.fields_in_words(asked.register, shown or {}, visitor.language)
    said = texts.say(f"showing.{asked.refused}", visitor.language) if asked.refused else ""
    return {"state": state, "shown": fields, "refused": said}


def _must_hold(request: HttpRequest, record_id: UUID) -> None:
    if not queries.holds(request.visitor.resident_id, record_id):
        raise NotFound("You hold no such record.", "Look at your records again.")
