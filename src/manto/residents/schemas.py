"""The shapes in which residents and their facts travel over HTTP."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import Field, StrictBool, StrictInt, StrictStr

from manto.residents.out import Out


class ProviderOut(Out):
    """Somebody who can vouch for who is signing in."""

    id: str
    name: str


class SessionOut(Out):
    """Who is signed in."""

    signed_in: bool
    name: str | None
    resident: bool
    role: str | None
    language: str
    demo: bool
    providers: list[ProviderOut]


class PersonaOut(Out):
    """Somebody in the demo whom one may step into."""

    id: str
    name: str
    age: int | None
    situation: str
    kind: Literal["resident", "staff"]
    role: str | None


class MemberOut(Out):
    """Somebody in the household."""

    name: str
    relation: str


class HouseholdOut(Out):
    """Who lives together."""

    members: list[MemberOut]


class WardOut(Out):
    """Somebody for whom one may act."""

    id: UUID
    name: str


class MeOut(Out):
    """Who somebody is here."""

    id: UUID
    name: str
    language: str
    household: HouseholdOut
    acting_for: list[WardOut]


class MePatch(Schema):
    """What a resident may set."""

    language: str


class ContestedOut(Out):
    """Where a contest stands."""

    at: datetime
    reason: str
    state: Literal["open", "amended", "kept"]
    text: str


class FactOut(Out):
    """A fact in words, with where it comes from, on what ground and for how long."""

    id: int
    name: str
    label: str
    value: str | int | bool
    value_text: str
    source_text: str
    since: date | None
    until: date | None
    recorded_at: datetime
    basis_text: str
    consent_purpose: str | None
    retention_text: str
    contested: ContestedOut | None


class FactGroupOut(Out):
    """Facts under one heading."""

    id: str
    title: str
    facts: list[FactOut]


class FactsOut(Out):
    """What the city knows."""

    groups: list[FactGroupOut]


class ChoiceOut(Out):
    """One of the values that a fact may have."""

    id: str
    text: str


class OwnWordOut(Out):
    """A fact that a resident may tell of herself; ``own`` says that what is known of it is her own word."""

    name: str
    group: str
    label: str
    type: Literal["text", "date", "integer", "boolean"]
    form: str
    choices: list[ChoiceOut]
    at_least: int | None
    at_most: int | None
    basis_text: str
    retention_text: str
    consent_purpose: str | None
    consent_title: str | None
    consented: bool
    known: FactOut | None
    own: bool


class OwnWordIn(Schema):
    """What a resident tells, null for none; ``since`` is the first day on which it is true, today when left out."""

    value: StrictBool | StrictInt | StrictStr | None
    since: date | None = None


class ContestIn(Schema):
    """What is wrong with a fact."""

    reason: str = Field(max_length=2000)


class LookupOut(Out):
    """Who looked, at what, why and when; of a room's look only the day is told."""

    who: str
    role_text: str
    reason: str
    facts: list[str]
    at: datetime
    day_only: bool
    text: str


class LookupsOut(Out):
    """A page of looks, the latest first."""

    items: list[LookupOut]
    next_cursor: str | None


class ConsentOut(Out):
    """A purpose, and whether the resident agrees to it."""

    purpose: str
    title: str
    what: str
    why: str
    facts: list[str]
    granted: bool
    since: datetime | None
    receipt_url: str | None


class ConsentSaidOut(ConsentOut):
    """A purpose with the signed receipt of what was just said about it."""

    receipt: dict[str, Any] | None


class ConsentIn(Schema):
    """Yes or no."""

    granted: bool


class KeyOut(Out):
    """The city's public key, with which anyone checks a receipt."""

    algorithm: str
    key_id: str
    public_key: str


class EraseIn(Schema):
    """The word that says it is meant."""

    confirm: str


class ErasedOut(Out):
    """What is left of somebody: a receipt for them alone, and the salt that proves it is theirs."""

    receipt: dict[str, Any]
    salt: str


class MenuPageOut(Out):
    """A page in a desk's menu."""

    id: str
    title: str


class MenuPartOut(Out):
    """A part of a desk's menu."""

    id: str
    title: str
    pages: list[MenuPageOut]


class TaskOut(Out):
    """Something that waits on a desk; ``subject`` says which one of its kind."""

    id: str
    subject: str
    title: str
    text: str
    due: date | None
    kind: str
    href: str


class DeskOut(Out):
    """A desk."""

    role: str
    role_text: str
    name: str
    menu: list[MenuPartOut]
    queue: list[TaskOut]


class FoundOut(Out):
    """A resident found by name, with what tells her from others of that name."""

    id: UUID
    name: str
    birth_text: str | None
    street: str | None


class DeskResidentOut(Out):
    """A resident as the staff sees her."""

    id: UUID
    name: str
    groups: list[FactGroupOut]
    lookups: int


class HistoryOut(FactOut):
    """A fact that holds or held."""

    superseded_at: datetime | None


class DeskContestOut(Out):
    """A contest with its fact and all that was ever recorded of it."""

    id: int
    state: Literal["open", "amended", "kept"]
    resident: WardOut
    reason: str
    contested_at: datetime
    due: date
    decision: str | None
    legal_basis: str | None
    text: str
    type: str
    fact: FactOut | None
    history: list[HistoryOut]


class DecisionIn(Schema):
    """How a contest is decided; a new value only with amend."""

    decision: Literal["amend", "keep"]
    value: str | int | bool | None = None
    reason: str = Field(max_length=2000)
    legal_basis: str = Field(max_length=500)


class AuditOut(Out):
    """Who looked at how many residents for what reason."""

    kind: Literal["look", "search"]
    who: str
    role: str
    room: str
    reason: str
    residents: int
    looks: int
    first: datetime
    last: datetime


class CoverageOut(Out):
    """Of how many residents a fact is known; hidden below five."""

    name: str
    label: str
    residents: int | None
    share_pct: float | None
    oldest: datetime | None
    sources: list[str]
    hidden: bool


class StaffOut(Out):
    """A member of staff."""

    id: UUID
    name: str
    email: str | None
    role: str
    active: bool
    last_signed_in: datetime | None


class WaitingOut(Out):
    """A subscriber that has not been told yet."""

    subscriber: str
    attempts: int
    next_attempt_at: datetime
    last_error: str


class HappeningOut(Out):
    """Something that happened, and who has been told."""

    id: UUID
    name: str
    written_at: datetime
    delivered: int
    waiting: list[WaitingOut]


class HappeningsOut(Out):
    """A page of what happened, the latest first."""

    items: list[HappeningOut]
    next_cursor: str | None
