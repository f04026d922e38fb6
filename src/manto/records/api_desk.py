"""The registers' desk over HTTP: search, a record whole, drafts from drawing up to entering, tasks, objections."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import Router

from manto.kernel.errors import BadInput, NotFound
from manto.records import commands, queries, schemas
from manto.records.approving import GOOD_FOR_S, Approval, ask_for_approval, new_number
from manto.records.commands import drafts
from manto.records.drawing_up import Entry, HolderGiven
from manto.records.models import Draft
from manto.records.queries import desk
from manto.records.queries.drafts import draft_for_officer, payloads_of, structures_to_sign
from manto.records.queries.views import the_record
from manto.records.record_type import RecordType
from manto.records.reference import types
from manto.residents.access import staff
from manto.residents.roles import Role

router = Router(tags=["registers"])
ASKED = "records.approval"
OFFICERS = staff(Role.REGISTRAR, Role.CASE_OFFICER, Role.AGENCY_OFFICER)


@router.get("/desk/registers/types", response=schemas.DeskTypesOut, auth=OFFICERS, operation_id="desk_record_types")
def record_types(request: HttpRequest) -> Any:
    """List the record types with their forms, and for which agencies I sign."""
    visitor, now = request.visitor, settings.CLOCK.now()
    return {
        "offices": desk.offices_of(visitor.account_id, visitor.language, now),
        "types": desk.types_for_desk(visitor.account_id, visitor.language, now),
    }


@router.get(
    "/desk/registers/waiting", response=list[schemas.RecordWaitingOut], auth=OFFICERS, operation_id="desk_waiting"
)
def waiting(request: HttpRequest) -> Any:
    """List what waits for me: to look over, to sign, to decide."""
    visitor = request.visitor
    return desk.waiting_for(visitor.account_id, visitor.language, settings.CLOCK.now())


@router.get(
    "/desk/registers/records", response=list[schemas.RecordLineOut], auth=OFFICERS, operation_id="desk_find_records"
)
def find_records(request: HttpRequest, q: str, type: str = "") -> Any:  # noqa: A002
    """Find records by a plate, a parcel, a number or a name, each word whole."""
    return desk.find_records(q, type, request.visitor.language, settings.CLOCK.now())


@router.get(
    "/desk/registers/records/{uuid:id}", response=schemas.DeskRecordOut, auth=OFFICERS, operation_id="desk_record"
)
def show_record(request: HttpRequest, id: UUID, reason: str) -> Any:  # noqa: A002
    """Show a record whole, for a reason that its holder reads."""
    visitor = request.visitor
    return desk.record_for_desk(id, visitor.account_id, reason, visitor.language, settings.CLOCK.now())


@router.get("/desk/registers/records/{uuid:id}/proof", auth=OFFICERS, operation_id="desk_record_proof")
def record_proof(request: HttpRequest, id: UUID, reason: str) -> HttpResponse:  # noqa: A002
    """Download the proof of how a record stands, without what it says."""
    record = the_record(id)
    commands.leave_look(id, reason=reason, now=settings.CLOCK.now(), account_id=request.visitor.account_id)
    response = HttpResponse(queries.proof_bundle(id), content_type="application/octet-stream")
    response["Content-Disposition"] = f'attachment; filename="{record.register}.proof"'
    return response


@router.post("/desk/registers/drafts", response=schemas.RecordDraftOut, auth=OFFICERS, operation_id="desk_draft_new")
def new_draft(request: HttpRequest, body: schemas.RecordDraftIn) -> Any:
    """Draw something up; what breaks a rule is refused at once."""
    visitor, now = request.visitor, settings.CLOCK.now()
    entries = [entry_of(one, body) for one in body.entries]
    if not entries or not body.reason.strip() or not body.law.strip():
        raise BadInput("A draft says what, why and by which law.", "Fill all three in.")
    draft = commands.file_draft(entries, account_id=visitor.account_id, now=now, language=visitor.language)
    return draft_for_officer(draft, visitor.account_id, visitor.language, now)


def entry_of(one: schemas.RecordEntryIn, body: schemas.RecordDraftIn) -> Entry:
    """Read one entry as an officer gave it.

    Raises:
        NotFound: There is no such record.
        UnknownName: There is no such type.
    """
    of = types()[one.type]
    parent = the_record(one.attached_to) if one.attached_to else None
    record = the_record(one.record) if one.record else None
    holders = None if one.holders is None else tuple(drafts.new_holder(who.resident, of) for who in one.holders)
    if of.holders.of_parent and parent is not None:
        held = parent.holders.filter(until=None)
        holders = tuple(HolderGiven(who.resident_id, bytes(who.key), bytes(who.seed)) for who in held if who.key)
    if record is not None:
        name = record.name
    else:
        name = drafts.name_for(of, one.fields or {}, holders[0].resident if holders else None, parent)
    if one.kind == "issue" and holders is None:
        holders = _holders_beside(of, parent)
    return Entry(
        name,
        one.kind,
        fields=one.fields,
        holders=holders,
        cause=body.cause,
        reason=body.reason.strip(),
        law=body.law.strip(),
        effective_on=one.effective_on,
    )


def _holders_beside(of: RecordType, parent: Any) -> tuple[HolderGiven, ...]:
    """Give those who hold what a record is attached to, where nobody of its own must hold it: a policy's holder."""
    if parent is None or of.holders.sign:
        return ()
    held = parent.holders.filter(until=None, resident__isnull=False)
    return tuple(HolderGiven(one.resident_id) for one in held[: of.holders.at_most])


@router.get(
    "/desk/registers/drafts/{uuid:id}", response=schemas.RecordDraftOut, auth=OFFICERS, operation_id="desk_draft"
)
def show_draft(request: HttpRequest, id: UUID) -> Any:  # noqa: A002
    """Show a draft, with what I can do about it."""
    visitor = request.visitor
    return draft_for_officer(id, visitor.account_id, visitor.language, settings.CLOCK.now())


@router.post(
    "/desk/registers/drafts/{uuid:id}/check",
    response=schemas.RecordDraftOut,
    auth=OFFICERS,
    operation_id="desk_draft_check",
)
def check_draft(request: HttpRequest, id: UUID, body: schemas.RecordCheckIn) -> Any:  # noqa: A002
    """Look a colleague's draft over: pass it on, or send it back."""
    visitor, now = request.visitor, settings.CLOCK.now()
    commands.check_draft(id, account_id=visitor.account_id, approve=body.approve, said=body.said, now=now)
    return draft_for_officer(id, visitor.account_id, visitor.language, now)


@router.post(
    "/desk/registers/drafts/{uuid:id}/sign",
    response=schemas.RecordDraftOut,
    auth=OFFICERS,
    operation_id="desk_draft_sign",
)
def sign_draft(request: HttpRequest, id: UUID, body: schemas.RecordSignIn | None = None) -> Any:  # noqa: A002
    """Sign with my keys, as my passkey confirms; when nobody is missing it is entered."""
    visitor, now = request.visitor, settings.CLOCK.now()
    approval = _approval(request, id, body.assertion if body else None)
    commands.sign_as_officer(id, account_id=visitor.account_id, now=now, approval=approval)
    return draft_for_officer(id, visitor.account_id, visitor.language, now)


def _approval(request: HttpRequest, draft: UUID, assertion: dict[str, Any] | None) -> Approval | None:
    """Put an answer beside the number that was given out for this draft; either is used up by it."""
    asked, number, until = request.session.pop(ASKED, None) or ("", "", 0)
    if assertion is None or asked != str(draft) or settings.CLOCK.now().timestamp() > until:
        return None
    return Approval(bytes.fromhex(number), host_of(request), assertion)


def host_of(request: HttpRequest) -> str:
    """Name the host under which the city is reached, without a port, as passkeys know it."""
    return str(request.get_host()).partition(":")[0]


@router.post(
    "/desk/registers/drafts/{uuid:id}/approval",
    response=schemas.RecordApprovalOut,
    auth=OFFICERS,
    operation_id="desk_draft_approval",
)
def ask_approval(request: HttpRequest, id: UUID) -> Any:  # noqa: A002
    """Ask what my passkey must confirm, for these very statements, this once."""
    number = new_number()
    until = settings.CLOCK.now().timestamp() + GOOD_FOR_S
    request.session[ASKED] = [str(id), number.hex(), until]
    asked = ask_for_approval(request.visitor.account_id, payloads_of(id), number, host_of(request))
    return {"public_key": asked["publicKey"]}


@router.get(
    "/desk/registers/drafts/{uuid:id}/to-sign",
    response=list[schemas.RecordToSignOut],
    auth=OFFICERS,
    operation_id="desk_draft_to_sign",
)
def to_sign(request: HttpRequest, id: UUID) -> Any:  # noqa: A002
    """Give the bytes that my key, kept elsewhere, is to sign."""
    return structures_to_sign(id, request.visitor.account_id, settings.CLOCK.now())


@router.post(
    "/desk/registers/drafts/{uuid:id}/signed",
    response=schemas.RecordDraftOut,
    auth=OFFICERS,
    operation_id="desk_draft_signed_elsewhere",
)
def signed_elsewhere(request: HttpRequest, id: UUID, body: schemas.RecordOutsideSignatureIn) -> Any:  # noqa: A002
    """Hand in signatures that my own module or program made."""
    visitor, now = request.visitor, settings.CLOCK.now()
    try:
        key, signatures = bytes.fromhex(body.key), [bytes.fromhex(one) for one in body.signatures]
    except ValueError:
        raise BadInput("Key and signatures are given in hexadecimal.", "Give them so.") from None
    commands.sign_from_elsewhere(id, key=key, signatures=signatures, now=now)
    return draft_for_officer(id, visitor.account_id, visitor.language, now)


@router.post(
    "/desk/registers/drafts/{uuid:id}/withdraw",
    response=schemas.RecordDraftOut,
    auth=OFFICERS,
    operation_id="desk_draft_withdraw",
)
def withdraw_draft(request: HttpRequest, id: UUID, body: schemas.RecordSaidIn) -> Any:  # noqa: A002
    """Take a draft back."""
    visitor, now = request.visitor, settings.CLOCK.now()
    commands.withdraw_draft(id, account_id=visitor.account_id, said=body.said, now=now)
    return draft_for_officer(id, visitor.account_id, visitor.language, now)


@router.post(
    "/desk/registers/objections/{int:id}/decide",
    response=schemas.RecordDraftOut,
    auth=OFFICERS,
    operation_id="desk_objection_decide",
)
def decide_objection(request: HttpRequest, id: int, body: schemas.RecordObjectionAnswerIn) -> Any:  # noqa: A002
    """Decide on a holder's objection, with an answer that she reads."""
    visitor, now = request.visitor, settings.CLOCK.now()
    commands.decide_objection(id, account_id=visitor.account_id, uphold=body.uphold, answer=body.answer, now=now)
    draft = Draft.objects.get(objections=id).id
    return draft_for_officer(draft, visitor.account_id, visitor.language, now)


@router.get("/desk/registers/tasks/{uuid:id}", response=schemas.RecordTaskOut, auth=OFFICERS, operation_id="desk_task")
def show_task(request: HttpRequest, id: UUID) -> Any:  # noqa: A002
    """Show what another record asks of one of my agency's."""
    found = desk.task_for_desk(id, request.visitor.language, settings.CLOCK.now())
    if found is None:
        raise NotFound("There is no such task.", "Look at the queue again.")
    return found


@router.post(
    "/desk/registers/tasks/{uuid:id}/settle",
    response=schemas.RecordTaskAnswerOut,
    auth=OFFICERS,
    operation_id="desk_task_settle",
)
def settle_task(request: HttpRequest, id: UUID, body: schemas.RecordTaskAnswerIn) -> Any:  # noqa: A002
    """Do what a task asks, or decide against it, with a reason."""
    visitor, now = request.visitor, settings.CLOCK.now()
    return {"draft": commands.settle_task(id, account_id=visitor.account_id, do=body.do, said=body.said, now=now)}
