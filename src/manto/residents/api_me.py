"""A resident's own pages."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, JsonResponse
from ninja import Path, Router

from manto.kernel.errors import BadInput
from manto.residents import commands, schemas
from manto.residents.access import a_resident, anyone
from manto.residents.city_key import public_key, receipt_key
from manto.residents.commands.lookups import city_day
from manto.residents.erasure import erase_and_scrub
from manto.residents.personal_data import export_everything
from manto.residents.queries import on_behalf_of, own_pages
from manto.residents.queries.lookups import lookups_of
from manto.residents.queries.own_word import own_word_of
from manto.residents.readers import Guardian, Herself
from manto.residents.receipts import key_id

router = Router(tags=["me"])


@router.get("/me", response=schemas.MeOut, auth=a_resident, operation_id="me")
def me(request: HttpRequest) -> Any:
    """Say who I am here."""
    return own_pages.who_am_i(request.visitor.resident_id, request.visitor.language, settings.CLOCK.now())


@router.patch("/me", response=schemas.MeOut, auth=a_resident, operation_id="change_me")
def change_me(request: HttpRequest, body: schemas.MePatch) -> Any:
    """Choose my language."""
    commands.choose_language(request.visitor.resident_id, body.language)
    return own_pages.who_am_i(request.visitor.resident_id, body.language, settings.CLOCK.now())


@router.get("/me/facts", response=schemas.FactsOut, auth=a_resident, operation_id="my_facts")
def my_facts(request: HttpRequest, of: UUID | None = None) -> Any:
    """Say what the city knows of me, or of a child for whom I act."""
    visitor = request.visitor
    known = own_pages.known_of(visitor.resident_id, of or visitor.resident_id, visitor.language, settings.CLOCK.now())
    return {"groups": known}


@router.post("/me/facts/{int:id}/contest", response=schemas.ContestedOut, auth=a_resident, operation_id="contest")
def contest(
    request: HttpRequest, body: schemas.ContestIn, fact_id: int = Path(alias="id"), of: UUID | None = None
) -> Any:
    """Say that a fact about me, or about a child for whom I act, is wrong."""
    visitor = request.visitor
    contest = commands.contest_fact(
        fact_id, resident_id=_acting_for(request, of), reason=body.reason, now=settings.CLOCK.now()
    )
    return own_pages.tell_contest(contest, visitor.language)


@router.get("/me/own-word", response=list[schemas.OwnWordOut], auth=a_resident, operation_id="my_own_word")
def my_own_word(request: HttpRequest, of: UUID | None = None) -> Any:
    """Say what I may tell of myself, or of a child for whom I act, and what I have told."""
    return _own_word(request, of)


@router.put("/me/own-word/{name}", response=list[schemas.OwnWordOut], auth=a_resident, operation_id="tell_own_word")
def tell_own_word(request: HttpRequest, name: str, body: schemas.OwnWordIn, of: UUID | None = None) -> Any:
    """Tell something of myself, or of a child for whom I act, where the catalogue takes my own word."""
    commands.tell_own_word(_acting_for(request, of), name, body.value, since=body.since, now=settings.CLOCK.now())
    return _own_word(request, of)


@router.delete(
    "/me/own-word/{name}", response=list[schemas.OwnWordOut], auth=a_resident, operation_id="take_back_own_word"
)
def take_back_own_word(request: HttpRequest, name: str, of: UUID | None = None) -> Any:
    """Take back what I told."""
    commands.take_back_own_word(_acting_for(request, of), name, now=settings.CLOCK.now())
    return _own_word(request, of)


@router.get("/me/lookups", response=schemas.LookupsOut, auth=a_resident, operation_id="my_lookups")
def my_lookups(request: HttpRequest, cursor: int | None = None, of: UUID | None = None) -> Any:
    """Say who looked at my facts, or at those of a child for whom I act."""
    visitor = request.visitor
    return lookups_of(_acting_for(request, of), visitor.language, settings.CLOCK.now(), cursor=cursor)


@router.get("/me/consents", response=list[schemas.ConsentOut], auth=a_resident, operation_id="my_consents")
def my_consents(request: HttpRequest, of: UUID | None = None) -> Any:
    """Say what I may agree to and what I agreed to, or have for a child for whom I act."""
    return own_pages.consents_of(_acting_for(request, of), request.visitor.language)


@router.put("/me/consents/{purpose}", response=schemas.ConsentSaidOut, auth=a_resident, operation_id="say_consent")
def say_consent(request: HttpRequest, purpose: str, body: schemas.ConsentIn, of: UUID | None = None) -> Any:
    """Agree to a purpose or take it back at once, for me or for a child for whom I act."""
    visitor, whose = request.visitor, _acting_for(request, of)
    say = commands.grant_consent if body.granted else commands.withdraw_consent
    consent = say(whose, purpose, by=visitor.resident_id, language=visitor.language, now=settings.CLOCK.now())
    all_said = own_pages.consents_of(whose, visitor.language)
    said = next(one for one in all_said if one["purpose"] == purpose)
    return {**said, "receipt": consent.receipt}


@router.get("/me/consents/{purpose}/receipt", response=dict[str, Any], auth=a_resident, operation_id="my_receipt")
def my_receipt(request: HttpRequest, purpose: str, of: UUID | None = None) -> Any:
    """Give the signed receipt of what I last said about a purpose."""
    return own_pages.receipt_of(_acting_for(request, of), purpose)


@router.get("/receipt-key", response=schemas.KeyOut, auth=anyone, operation_id="receipt_key")
def the_receipt_key(request: HttpRequest) -> Any:
    """Give the public key with which anyone checks the city's receipts."""
    return {"algorithm": "Ed25519", "key_id": key_id(receipt_key().verify_key), "public_key": public_key()}


@router.get("/me/export", response=dict[str, Any], auth=a_resident, operation_id="my_export")
def my_export(request: HttpRequest) -> HttpResponse:
    """Give me everything that is held about me."""
    everything = export_everything(request.visitor.resident_id, now=settings.CLOCK.now())
    response = JsonResponse(everything, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response["Content-Disposition"] = f'attachment; filename="{settings.CITY.id}-everything-about-me.json"'
    response["Cache-Control"] = "no-store"
    return response


@router.post("/me/erase", response=schemas.ErasedOut, auth=a_resident, operation_id="erase_me")
def erase_me(request: HttpRequest, body: schemas.EraseIn) -> Any:
    """Forget me: everything in every room, for good."""
    if body.confirm != "ERASE":
        raise BadInput("Nothing was erased.", "Write ERASE in capitals if you mean it.")
    erased = erase_and_scrub(request.visitor.resident_id, now=settings.CLOCK.now())
    logout(request)
    return erased


def _acting_for(request: HttpRequest, of: UUID | None) -> UUID:
    return on_behalf_of(request.visitor.resident_id, of, on=city_day(settings.CLOCK.now()))


def _own_word(request: HttpRequest, of: UUID | None) -> list[dict[str, Any]]:
    visitor, now = request.visitor, settings.CLOCK.now()
    if of is None or of == visitor.resident_id:
        return own_word_of(visitor.resident_id, Herself(), "", visitor.language, now)
    return own_word_of(of, Guardian(visitor.resident_id), "guardian_reads", visitor.language, now)
