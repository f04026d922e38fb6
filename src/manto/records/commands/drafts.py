"""Drafts: drawn up by one officer, looked over by another, signed by all who must, then entered.

1. What breaks a rule is refused at once, in words; nobody is asked to sign it.
2. Holders are told the moment it is filed, with the hour until which they may object.
3. Where the type asks for a second pair of eyes, another officer of the agency looks it over; then it is drawn up for
   signing, and from then on its bytes do not change.
4. Officers sign with their keys, each time confirmed by their passkey (`approving`), holders with the key of this
   record; each signature is checked as the ledger will.
5. When everybody has signed it is entered: at once where all who hold it signed, otherwise after the hours in which
   they may object, or on the day until which it must wait. From then on nobody signs it, stops it or takes it back.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings

from manto.kernel.errors import BadInput, Conflict, NotAllowed, NotFound
from manto.ledger.keys import KeyPair, Signer
from manto.ledger.log.ed25519 import is_signed
from manto.ledger.statements import decode_cbor, encode_cbor, parse_statement
from manto.ledger.statements.cose import signature_structure, signer_header
from manto.records import keys, vault
from manto.records.approving import Approval, check_approval
from manto.records.commands import telling
from manto.records.commands.filings import SignedEntry, carry, lodge
from manto.records.drawing_up import Entry, HolderGiven, draw_up, entry_of, keep_body
from manto.records.models import Body, Draft, DraftSignature, Holder, Record
from manto.records.proposals import check_entries, kind_of
from manto.records.record_type import RecordType
from manto.records.reference import types
from manto.records.signing import asks_holders, before_of, endorsers, is_endorsed, roles_in, sealed, signatures_by
from manto.records.subjects import record_name
from manto.store.command import command

OPEN = ("review", "signing", "window", "frozen", "queued")
UNDER_WAY = (*OPEN, "entering")


@command
def file_draft(
    entries: Sequence[Entry], *, account_id: UUID, now: datetime, language: str = "en", task: UUID | None = None
) -> UUID:
    """Draw a draft up from entries that enter together; give its identifier (1, 2).

    Args:
        task: What it settles, when it follows from another record.

    Raises:
        CannotBeEntered: It breaks a rule.
        NotAllowed: The officer signs for nobody who has a say in it.
        Conflict: Something about one of the records is under way already.
    """
    of = types()[entries[0].register]
    steps = [types()[entry.register].life[entry.kind] for entry in entries]
    waits = check_entries(entries, now, language)
    _check_author(entries, account_id, now)
    records = list(Record.objects.filter(name__in=[entry.record for entry in entries]))
    _check_nothing_under_way(entries)
    window_hours = max(step.window_hours for step in steps)
    draft = Draft.objects.create(
        register=of.id,
        kind=kind_of(entries),
        record=records[0] if records else None,
        content=vault.wrapped(
            encode_cbor({"entries": [one.to_values() for one in entries], "task": task.hex if task else None})
        ),
        state="review" if any(step.eyes > 1 for step in steps) else "signing",
        agency=of.agency,
        made_by_id=account_id,
        made_at=now,
        not_before=_not_before(
            max(step.notice_days for step in steps), [fault.values["until"] for fault in waits], now
        ),
    )
    if window_hours:
        draft.window_until = now + timedelta(hours=window_hours)
        draft.save(update_fields=["window_until"])
    if draft.state == "signing":
        _prepare(draft, now)
    if not all(step.secret for step in steps):
        _tell_holders(draft, records, entries, now)
    identifier: UUID = draft.id
    return identifier


def _check_author(entries: Sequence[Entry], account_id: UUID, now: datetime) -> None:
    held = keys.keys_of(account_id, now)
    roles, offices = {role for row in held for role in row.roles}, {row.agency for row in held}
    for entry in entries:
        of = types()[entry.register]
        allowed = roles_in(of.life[entry.kind].sign)
        if not roles & allowed and of.agency not in offices:
            raise NotAllowed(
                f"You sign as none of those who have a say in this: {', '.join(sorted(allowed)) or 'its holders'}.",
                "Ask the agency whose register it is.",
            )


def _check_nothing_under_way(entries: Sequence[Entry]) -> None:
    names = {entry.record for entry in entries}
    for other in Draft.objects.filter(state__in=UNDER_WAY, register__in={entry.register for entry in entries}):
        if names & {entry.record for entry in entries_of(other)}:
            raise Conflict("Something about this record is under way already.", "Settle or withdraw that first.")


def _not_before(notice_days: int, frozen_until: Sequence[str], now: datetime) -> datetime | None:
    zone = settings.CITY.time_zone
    days = [date.fromisoformat(day) for day in frozen_until]
    if notice_days:
        days.append(now.astimezone(zone).date() + timedelta(days=notice_days))
    return datetime.combine(max(days), datetime.min.time(), zone) if days else None


def _tell_holders(draft: Any, records: Sequence[Any], entries: Sequence[Entry], now: datetime) -> None:
    told = set[UUID]()
    for record in records:
        held = record.holders.filter(until=None, resident__isnull=False).values_list("resident", flat=True)
        told |= set(held)
        telling.tell(
            held, "filed", register=record.register, kind=draft.kind, now=now, record=record, draft=draft,
            window_until=draft.window_until,
        )  # fmt: skip
    for entry in entries:
        if not asks_holders(types()[entry.register].life[entry.kind].sign):
            continue
        asked = {one.resident for one in entry.holders or () if one.resident and one.seed} - told
        told |= asked
        telling.tell(asked, "asked", register=entry.register, kind=entry.kind, now=now, draft=draft)


def entries_of(draft: Any) -> list[Entry]:
    """Read what a draft is to enter."""
    return [entry_of(values) for values in _content(draft)["entries"]]


def _content(draft: Any) -> dict[str, Any]:
    content: dict[str, Any] = decode_cbor(vault.unwrapped(draft.content))
    return content


def the_draft(draft_id: UUID, *states: str) -> Any:
    """Give a draft, locked, in one of some states.

    Raises:
        NotFound: There is none.
        Conflict: It is not in such a state any more.
    """
    draft = Draft.objects.select_for_update(of=("self",)).filter(id=draft_id).first()
    if draft is None:
        raise NotFound("There is no such draft.", "Look at the queue again.")
    if states and draft.state not in states:
        raise Conflict(f"This draft is not waiting for that any more: it is {draft.state}.", "Look at it again.")
    return draft


@command
def check_draft(draft_id: UUID, *, account_id: UUID, approve: bool, said: str = "", now: datetime) -> None:
    """Look a draft over: pass it on for signing, or send it back with a reason (3).

    Raises:
        NotAllowed: The officer drew it up herself, or is of another agency.
        BadInput: It is sent back without a reason.
    """
    draft = the_draft(draft_id, "review")
    if draft.made_by_id == account_id:
        raise NotAllowed("A second pair of eyes is another's than yours.", "Ask a colleague.")
    if not any(key.agency == draft.agency for key in keys.keys_of(account_id, now)):
        raise NotAllowed("Only officers of the agency look this over.", "Ask one of them.")
    if not approve and not said.strip():
        raise BadInput("Say why it is sent back.", "A sentence will do.")
    draft.checked_by_id, draft.checked_at, draft.said = account_id, now, said.strip()
    if approve:
        _prepare(draft, now)
        draft.state = "signing"
    else:
        draft.state, draft.closed_at = "refused", now
    draft.save()


def _prepare(draft: Any, now: datetime) -> None:
    """Draw the statements up, with their bodies; from now on their bytes do not change."""
    drawn = draw_up(entries_of(draft), now)
    for one in drawn:
        if one.body is not None:
            keep_body(one.body, now)
    draft.payloads = encode_cbor([one.payload for one in drawn])
    draft.save(update_fields=["payloads"])


def sign_as_officer(draft_id: UUID, *, account_id: UUID, now: datetime, approval: Approval | None = None) -> str:
    """Sign with every key of an officer that has a say in a draft; enter it when nobody is missing (4, 5).

    Args:
        approval: Her passkey's yes to these very statements.

    Returns:
        The draft's state afterwards.

    Raises:
        NotAllowed: None of her keys has a say in it, or she has not said yes to it.
    """
    return _go_on(_sign_as_officer(draft_id, account_id=account_id, now=now, approval=approval), now)


@command
def _sign_as_officer(draft_id: UUID, *, account_id: UUID, now: datetime, approval: Approval | None = None) -> UUID:
    draft = the_draft(draft_id, "signing")
    asked = {role for entry in entries_of(draft) for role in roles_in(types()[entry.register].life[entry.kind].sign)}
    mine = [row for row in keys.keys_of(account_id, now) if set(row.roles) & asked and row.where != "elsewhere"]
    if not mine:
        raise NotAllowed("None of your keys has a say in this.", "Ask the agency whose register it is.")
    said_yes = check_approval(account_id, decode_cbor(bytes(draft.payloads)), approval)
    for row in mine:
        _add_signature(draft, keys.officer_key(row), now, account_id=account_id, approval=said_yes)
    return draft_id


def sign_as_holder(draft_id: UUID, *, resident_id: UUID, now: datetime) -> str:
    """Sign as somebody who holds the record or is to hold it; enter it when nobody is missing (4, 5).

    Raises:
        NotAllowed: She neither holds it nor is to hold it, or her own device keeps the key.
    """
    return _go_on(_sign_as_holder(draft_id, resident_id=resident_id, now=now), now)


@command
def _sign_as_holder(draft_id: UUID, *, resident_id: UUID, now: datetime) -> UUID:
    draft = the_draft(draft_id, "signing")
    seeds = list[bytes]()
    for entry in entries_of(draft):
        held = Holder.objects.filter(record__name=entry.record, resident=resident_id, until=None, seed__isnull=False)
        seeds += [bytes(one.seed) for one in held]
        seeds += [one.seed for one in entry.holders or () if one.resident == resident_id and one.seed is not None]
    if not seeds:
        raise NotAllowed("You neither hold this nor are to hold it.", "Ask the office what it is about.")
    for seed in dict.fromkeys(vault.unwrapped(one) for one in seeds):
        _add_signature(draft, KeyPair.of_seed(seed), now, resident_id=resident_id)
    return draft_id


def sign_from_elsewhere(draft_id: UUID, *, key: bytes, signatures: Sequence[bytes], now: datetime) -> str:
    """Take signatures made where the key is kept: an insurer's own program, a notary's card, a holder's device.

    Raises:
        BadInput: They are not that key's signatures over this draft's statements.
    """
    return _go_on(_sign_from_elsewhere(draft_id, key=key, signatures=signatures, now=now), now)


@command
def _sign_from_elsewhere(draft_id: UUID, *, key: bytes, signatures: Sequence[bytes], now: datetime) -> UUID:
    draft = the_draft(draft_id, "signing")
    _keep_signature(draft, key, signatures, now)
    return draft_id


def _add_signature(draft: Any, pair: Signer, now: datetime, **by: Any) -> None:
    _keep_signature(draft, pair.public_key, signatures_by(pair, decode_cbor(bytes(draft.payloads))), now, **by)


def _keep_signature(draft: Any, key: bytes, signatures: Sequence[bytes], now: datetime, **by: Any) -> None:
    payloads = decode_cbor(bytes(draft.payloads))
    header = signer_header(key)
    good = len(payloads) == len(signatures) and all(
        is_signed(signature_structure(header, payload), made, key)
        for payload, made in zip(payloads, signatures, strict=True)
    )
    if not good:
        raise BadInput("These are not that key's signatures over these statements.", "Sign the bytes of the draft.")
    DraftSignature.objects.get_or_create(
        draft=draft, key=key, defaults={"signatures": encode_cbor(list(signatures)), "signed_at": now, **by}
    )


def _go_on(draft_id: UUID, now: datetime, language: str = "en") -> str:
    """Enter a draft when nobody is missing and it waits for nothing; give its state."""
    filing = _lodge_when_complete(draft_id, now, language)
    if filing is not None:
        carry(filing)
    return str(Draft.objects.values_list("state", flat=True).get(id=draft_id))


@command
def _lodge_when_complete(draft_id: UUID, now: datetime, language: str) -> UUID | None:
    draft = the_draft(draft_id)
    if draft.state not in ("signing", "window", "queued") or not is_complete(draft):
        return None
    entries = entries_of(draft)
    check_entries(entries, now, language, signers=_roles_signed(draft))
    if draft.not_before is not None and now < draft.not_before:
        _set_state(draft, "queued")
        return None
    if draft.window_until is not None and now < draft.window_until and not _all_holders_signed(draft):
        _set_state(draft, "window")
        return None
    signatures = _signatures(draft)
    envelopes = [
        sealed(payload, {key: made[place] for key, made in signatures.items()})
        for place, payload in enumerate(decode_cbor(bytes(draft.payloads)))
    ]
    task = _content(draft)["task"]
    follows = {"draft": str(draft.id)} | ({"task": str(UUID(task))} if task else {})
    _set_state(draft, "entering")
    return lodge([SignedEntry(entry, raw, follows) for entry, raw in zip(entries, envelopes, strict=True)], now)


def _set_state(draft: Any, state: str) -> None:
    draft.state = state
    draft.save(update_fields=["state"])


def is_complete(draft: Any) -> bool:
    """Say whether everybody signed who must."""
    if draft.payloads is None:
        return False
    signed = frozenset(_signatures(draft))
    for entry, payload in zip(entries_of(draft), decode_cbor(bytes(draft.payloads)), strict=True):
        statement = parse_statement(payload)
        who = endorsers(statement, before_of(statement), signed)
        if not is_endorsed(types()[entry.register].life[entry.kind].sign, who):
            return False
    return True


def _signatures(draft: Any) -> Mapping[bytes, list[bytes]]:
    return {bytes(one.key): decode_cbor(bytes(one.signatures)) for one in draft.signatures.all()}


def _roles_signed(draft: Any) -> frozenset[str]:
    [payload, *_] = decode_cbor(bytes(draft.payloads))
    statement = parse_statement(payload)
    who = endorsers(statement, None, frozenset(_signatures(draft)))
    return frozenset(role for roles in who.roles.values() for role in roles)


def _all_holders_signed(draft: Any) -> bool:
    signed = set(_signatures(draft))
    for payload in decode_cbor(bytes(draft.payloads)):
        before = before_of(parse_statement(payload))
        if before is not None and not set(before.holders) <= signed:
            return False
    return True


def go_on_with_what_waited(now: datetime) -> int:
    """Enter the drafts whose hours to object or whose waiting days are over; say how many."""
    waiting = Draft.objects.filter(state__in=("window", "queued")).exclude(not_before__gt=now)
    due = [one.id for one in waiting if one.state == "queued" or (one.window_until or now) <= now]
    return sum(_go_on(draft_id, now) == "final" for draft_id in due)


@command
def withdraw_draft(draft_id: UUID, *, account_id: UUID, said: str, now: datetime) -> None:
    """Take a draft back; what it would have said is destroyed.

    Raises:
        NotAllowed: Neither she drew it up nor is she of the agency.
    """
    draft = the_draft(draft_id, *OPEN)
    agency = any(key.agency == draft.agency for key in keys.keys_of(account_id, now))
    if draft.made_by_id != account_id and not agency:
        raise NotAllowed("Only who drew it up or its agency takes it back.", "Ask them.")
    close_unentered(draft, "withdrawn", said, now)


def close_unentered(draft: Any, state: str, said: str, now: datetime, *, keep: bool = False) -> None:
    """Close a draft that is not entered, and destroy what it would have said unless it is kept as evidence."""
    if draft.payloads is not None and not keep:
        for entry, payload in zip(entries_of(draft), decode_cbor(bytes(draft.payloads)), strict=True):
            if entry.fields is not None:  # what it repeats from before stays
                Body.objects.filter(hash=parse_statement(payload).body).delete()
    draft.state, draft.said, draft.closed_at = state, said, now
    draft.save()


def new_holder(resident: UUID | None, of: RecordType, key: bytes | None = None) -> HolderGiven:
    """Give somebody who is to hold a record, with a key for this record alone where holders of its type sign."""
    if not of.holders.sign or key is not None:
        return HolderGiven(resident, key)
    seed = secrets.token_bytes(32)
    return HolderGiven(resident, KeyPair.of_seed(seed).public_key, vault.wrapped(seed))


def name_for(of: RecordType, fields: Mapping[str, Any], holder: UUID | None, parent: Any) -> str:
    """Name a new record of a type, attached to another where it must be."""
    return record_name(of, fields, holder, parent.subject if parent is not None else None)
