"""What a resident sees of herself: who she is here, what the city knows, who looked, what she agreed to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models

from manto.kernel.errors import NotFound
from manto.residents import wording
from manto.residents.commands.lookups import city_day
from manto.residents.models import Account, Consent, Contest, Resident
from manto.residents.queries.facts import KnownFact, live_purposes, read_facts, read_facts_of_each
from manto.residents.queries.people import household_of, wards_of
from manto.residents.readers import Guardian, Herself, Room
from manto.residents.reference import catalogue, place_names, purposes
from manto.store.asked_often import AskedOften

NAMES = ("person.given_name", "person.family_name")
ANSWER_DAYS = 30  # Regulation (EU) 2016/679, article 12(3): one month
ME = Herself()
THIS_ROOM = Room("residents")


_SAID = AskedOften(
    lambda of: Consent.objects.filter(resident=of).order_by("id").values_list("purpose", "granted_at"),
    of=models.UUIDField(),
)
_LANGUAGE = AskedOften(lambda of: Resident.objects.filter(id=of).values_list("language"), of=models.UUIDField())


def full_name(facts: dict[str, KnownFact], language: str) -> str:
    """Say somebody's name from their facts; a word for nobody in particular when it is not known."""
    known = [str(facts[name].value) for name in NAMES if name in facts]
    return " ".join(known) or wording.texts.say("someone", language)


def own_name(resident_id: UUID, language: str, now: datetime) -> str:
    """Say a resident's name to herself; her address while no register has told the city her name."""
    facts = read_facts(resident_id, NAMES, ME, "", now)
    address = None if facts else Account.objects.filter(resident=resident_id).values_list("email", flat=True).first()
    return str(address or full_name(facts, language))


def name_for(resident_id: UUID, reason: str, language: str, now: datetime) -> str:
    """Say a resident's name to those who live with her or act for her."""
    return names_for([resident_id], reason, language, now)[resident_id]


def names_for(several: Iterable[UUID], reason: str, language: str, now: datetime) -> dict[UUID, str]:
    """Say the names of several residents to those who live with them or act for them."""
    known = read_facts_of_each(several, NAMES, THIS_ROOM, reason, now)
    return {of: full_name(facts, language) for of, facts in known.items()}


def who_am_i(resident_id: UUID, language: str, now: datetime) -> dict[str, Any]:
    """Gather who somebody is here: her name, her household, for whom she may act."""
    today = city_day(now)
    ((spoken,),) = _LANGUAGE(of=resident_id)
    household, wards = household_of(resident_id, on=today), wards_of(resident_id, on=today)
    with_her = names_for([member for member, _ in household], "household", language, now)
    acted_for = names_for(wards, "acting_for", language, now)
    return {
        "id": resident_id,
        "name": own_name(resident_id, language, now),
        "language": spoken,
        "household": {
            "members": [
                {
                    "name": with_her[member],
                    "relation": wording.texts.say(f"relation.{relation}", language),
                }
                for member, relation in household
            ]
        },
        "acting_for": [{"id": ward, "name": acted_for[ward]} for ward in wards],
    }


def known_of(resident_id: UUID, of: UUID, language: str, now: datetime) -> list[dict[str, Any]]:
    """Gather what the city knows, group by group, of a resident for herself or of a child for its guardian.

    Raises:
        NotAllowed: She is not the child's guardian.

    """
    if of == resident_id:
        facts = read_facts(of, catalogue().kinds, ME, "", now, contests=True)
    else:
        facts = read_facts(of, catalogue().kinds, Guardian(resident_id), "guardian_reads", now, contests=True)
    return grouped(facts.values(), language)


def grouped(facts: Iterable[KnownFact], language: str) -> list[dict[str, Any]]:
    """Put facts under the catalogue's headings, in its order, each in words."""
    known = {fact.name: fact for fact in facts}
    groups = []
    for group, title in catalogue().groups.items():
        told = [tell(known[kind.name], language) for kind in catalogue() if kind.group == group and kind.name in known]
        if told:
            groups.append({"id": group, "title": title[language], "facts": told})
    return groups


def tell(fact: KnownFact, language: str) -> dict[str, Any]:
    """Say a fact in words, with where it comes from, on what ground and for how long."""
    kind = catalogue()[fact.name]
    return {
        "id": fact.id,
        "name": fact.name,
        "label": kind.label[language],
        "value": fact.value.isoformat() if isinstance(fact.value, date) else fact.value,
        "value_text": wording.value_text(kind, fact.value, language, place_names(language)),
        "source_text": wording.source_text(catalogue(), fact.source_kind, fact.source_ref, fact.valid_from, language),
        "since": fact.valid_from,
        "until": fact.valid_to,
        "recorded_at": fact.recorded_at,
        "basis_text": wording.basis_text(kind, purposes(), language),
        "consent_purpose": fact.consent_purpose or None,
        "retention_text": kind.retention[language],
        "contested": tell_contest(fact.contest, language) if fact.contest else None,
    }


def tell_contest(contest: Contest, language: str) -> dict[str, Any]:
    """Say where a contest stands."""
    text = wording.texts.say(
        f"contest.{contest.state}",
        language,
        due=wording.date_text(answer_due(contest), language),
        decision=contest.decision,
        law=contest.legal_basis,
    )
    return {"at": contest.contested_at, "reason": contest.reason, "state": contest.state, "text": text}


def answer_due(contest: Contest) -> date:
    """Say by which day a contest must be answered."""
    return city_day(contest.contested_at) + timedelta(days=ANSWER_DAYS)


def consents_of(resident_id: UUID, language: str) -> list[dict[str, Any]]:
    """List what this city may ask her consent for, with whether she agrees, and the receipt of what she last said.

    What she agreed to is listed in any case: she can take it back.
    """
    agreed = live_purposes(resident_id)
    latest = dict(_SAID(of=resident_id))
    return [
        {
            "purpose": purpose.id,
            "title": purpose.title[language],
            "what": purpose.what[language],
            "why": purpose.why[language],
            "facts": [catalogue()[name].label[language] for name in purpose.facts],
            "granted": purpose.id in agreed,
            "since": latest[purpose.id] if purpose.id in agreed else None,
            "receipt_url": f"/api/v1/me/consents/{purpose.id}/receipt" if purpose.id in latest else None,
        }
        for purpose in purposes()
        if purpose.id in agreed or not purpose.only_with or getattr(settings, purpose.only_with)
    ]


def receipt_of(resident_id: UUID, purpose: str) -> dict[str, Any]:
    """Give the signed receipt of what a resident last said about a purpose.

    Raises:
        UnknownName: No such purpose.
        NotFound: She never said anything about it.

    """
    consents = Consent.objects.filter(resident=resident_id, purpose=purposes()[purpose].id)
    consent: Consent | None = consents.order_by("-id").first()
    if consent is None:
        raise NotFound("There is no receipt for this purpose.", "You get one when you agree to it.")
    receipt: dict[str, Any] = consent.receipt
    return receipt
