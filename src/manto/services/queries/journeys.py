"""The versions of a service's journey as its desk shows them: listed, compared, and tried on people who do not exist."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db.models import F, OuterRef, Q, Subquery

from manto.kernel.errors import NotFound
from manto.residents.commands.lookups import city_day
from manto.residents.desks import TASKS_OF_A_SOURCE_MAX, Clerk, Task
from manto.residents.queries import KnownFact
from manto.residents.queries.invented import facts_of_invented, invented_people
from manto.residents.reference import catalogue
from manto.services.commands.journeys import PROPOSERS, PUBLISHERS
from manto.services.filling import facts_wanted, filled_in
from manto.services.journey_words import tell_changes
from manto.services.models import JourneyState, JourneyVersion
from manto.services.reference import services, the_service
from manto.services.which_journey import live_version
from manto.services.wording import texts


def journeys(language: str) -> list[dict[str, Any]]:
    """List the services with how many proposals wait, those first for which somebody has to decide."""
    waiting: dict[str, int] = {}
    for row in JourneyVersion.objects.filter(service__in=services()).values("service", "state"):
        waiting[row["service"]] = waiting.get(row["service"], 0) + (row["state"] == JourneyState.PROPOSED)
    lines = [
        {"service": name, "title": services()[name].title[language], "proposed": count}
        for name, count in waiting.items()
    ]
    return sorted(lines, key=lambda one: (one["proposed"] == 0, one["title"]))


def open_proposals(clerk: Clerk, now: datetime) -> list[Task]:
    """List the proposals that wait for a second pair of eyes, the oldest first: none of the clerk's own."""
    newest = JourneyVersion.objects.filter(service=OuterRef("service"), state=JourneyState.PUBLISHED)
    waiting = (
        JourneyVersion.objects.filter(state=JourneyState.PROPOSED, service__in=services())
        .exclude(proposed_by=clerk.account_id)
        .annotate(newest=Subquery(newest.order_by("-number").values("number")[:1]))
        .filter(Q(newest__isnull=True) | Q(number__gt=F("newest")))
        .order_by("created_at")[:TASKS_OF_A_SOURCE_MAX]
    )
    return [_task(one, clerk.language) for one in waiting]


def _task(version: JourneyVersion, language: str) -> Task:
    title = services()[version.service].title[language]
    return Task(
        kind="journey",
        subject=version.hash[:16],
        title=texts.say("journey.task", language, number=version.number, title=title),
        text=version.note,
        due=None,
        href=f"/desk/journeys/{version.service}",
    )


def journey_page(service_id: str, clerk: Clerk, now: datetime) -> dict[str, Any]:
    """Show the versions of a service's journey, the newest first, with what may be done about each.

    Raises:
        NotFound: The city has no such service.

    """
    service, today = the_service(service_id), city_day(now)
    rows = list(
        JourneyVersion.objects.select_related("proposed_by", "decided_by")
        .filter(service=service.id)
        .order_by("-number", "-created_at")
    )
    live = live_version(service.id, today)
    newest = max((one.number for one in rows if one.state == JourneyState.PUBLISHED), default=0)
    return {
        "service": service.id,
        "title": service.title[clerk.language],
        "live": live.hash if live else None,
        "may_propose": clerk.role in PROPOSERS,
        "today": today,
        "versions": [_line(one, live, newest, clerk, today) for one in rows],
    }


def _line(
    version: JourneyVersion, live: JourneyVersion | None, newest: int, clerk: Clerk, today: date
) -> dict[str, Any]:
    standing = standing_of(version, live, today)
    waits, own = standing == "proposed", version.proposed_by_id == clerk.account_id
    return {
        "hash": version.hash,
        "number": version.number,
        "standing": standing,
        "origin": version.origin,
        "proposed_by": str(version.proposed_by) if version.proposed_by else None,
        "proposed_at": version.created_at,
        "note": version.note,
        "live_from": version.live_from,
        "decided_by": str(version.decided_by) if version.decided_by else None,
        "decided_at": version.decided_at,
        "decided_note": version.decided_note,
        "own": own,
        "overtaken": waits and version.number <= newest,
        "may_publish": waits and clerk.role in PUBLISHERS and not own and version.number > newest,
        "may_withdraw": (waits and (own or clerk.role in PUBLISHERS))
        or (standing == "scheduled" and clerk.role in PUBLISHERS),
    }


def standing_of(version: JourneyVersion, live: JourneyVersion | None, today: date) -> str:
    """Say how a version stands: proposed, withdrawn, live, scheduled or superseded."""
    if version.state != JourneyState.PUBLISHED:
        return str(version.state)
    if live is not None and version.hash == live.hash:
        return "live"
    if live is not None and version.number < live.number:
        return "superseded"
    return "scheduled"


def the_version(service_id: str, hash_: str) -> JourneyVersion:
    """Find a version of a service's journey.

    Raises:
        NotFound: There is none.

    """
    version: JourneyVersion | None = JourneyVersion.objects.filter(service=service_id, hash=hash_).first()
    if version is None:
        raise NotFound("There is no such version of a journey.", "Look at the list of versions.")
    return version


def compared(service_id: str, before: str, after: str, language: str) -> dict[str, Any]:
    """Say what differs between two versions, question by question.

    Raises:
        NotFound: There is no such version.

    """
    old, new = the_version(service_id, before), the_version(service_id, after)
    told = tell_changes(old.document, new.document, language)
    return {"before": old.number, "after": new.number, "changes": [vars(one) for one in told]}


def people_to_try_on(service_id: str, language: str) -> list[dict[str, Any]]:
    """List the invented people on whom a service's journey can be tried: for a child's, those who act for one."""
    service = the_service(service_id)
    return [
        {"id": one.id, "name": one.name, "situation": one.situation}
        for one in invented_people(language)
        if one.wards or not service.for_child
    ]


def known_of(service_id: str, hash_: str, persona: str, language: str, now: datetime) -> list[dict[str, Any]]:
    """Say what a version would be prefilled with for somebody who does not exist. Nothing is read of anybody, or kept.

    Raises:
        NotFound: There is no such version, or no such persona.

    """
    document = the_version(service_id, hash_).document
    facts = _facts_of(service_id, persona, now)
    wanted = {
        whose: {name: fact for name, fact in facts[whose].items() if name in facts_wanted(document, whose)}
        for whose in facts
    }
    return [
        {"field": field, "value": one.value, "text": one.text[language], "source": one.source[language]}
        for field, one in filled_in(document, wanted).items()
    ]


def _facts_of(service_id: str, persona: str, now: datetime) -> dict[str, Mapping[str, KnownFact]]:
    if not persona:
        return {"subject": {}, "applicant": {}}
    applicant = facts_of_invented(persona, now)
    wards = next((one.wards for one in invented_people("en") if one.id == persona), ())
    subject = facts_of_invented(wards[0], now) if wards and the_service(service_id).for_child else applicant
    return {"subject": subject, "applicant": applicant}


def facts_to_fill_from(language: str) -> list[dict[str, str]]:
    """List the facts from which a field can be filled in, by what one calls them."""
    listed = [{"name": kind.name, "label": kind.label[language], "type": kind.type} for kind in catalogue()]
    return sorted(listed, key=lambda one: one["label"])
