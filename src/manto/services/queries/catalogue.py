"""The services of the city: found, listed, shown, exported."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from django.conf import settings

from manto.residents.commands.lookups import city_day
from manto.services.cases.procedure import procedure
from manto.services.catalogue import Service
from manto.services.catalogue.cpsv import catalogue_as_linked_data
from manto.services.catalogue.search import ServiceIndex
from manto.services.catalogue.service import life_events
from manto.services.reference import offices, services, the_service
from manto.services.schools import answered_after_list, days_without_school, window_text
from manto.services.which_journey import live_versions
from manto.services.wording import money_text, texts


@cache
def _index(language: str) -> ServiceIndex:
    return ServiceIndex(services().values(), language)


def find_services(query: str, language: str) -> list[dict[str, Any]]:
    """Find services in one's own words, the best first; all of them, by title, when nothing is asked."""
    if query.strip():
        found = [services()[name] for name in _index(language).find(query)]
    else:
        found = sorted(services().values(), key=lambda service: service.title[language])
    return [tell_card(service, language) for service in found]


def tell_card(service: Service, language: str) -> dict[str, Any]:
    """Say what a service is, on a card."""
    return {
        "id": service.id,
        "title": service.title[language],
        "summary": service.summary[language],
        "domain": service.domain,
        "domain_text": texts.say(f"domain.{service.domain}", language),
        "life_events": list(service.life_events),
        "for_child": service.for_child,
    }


def show_service(service_id: str, language: str) -> dict[str, Any]:
    """Show all of a service.

    Raises:
        NotFound: The city has none of this id.

    """
    service = the_service(service_id)
    return {
        **tell_card(service, language),
        "about": service.about[language],
        "result": service.result[language],
        "cost": service.cost[language],
        "fee_text": money_text(service.fee_cents, language) if service.fee_cents else None,
        "act": service.act[language],
        "office": service.office[language],
        "law": service.law[language],
        "answer_within_days": procedure(service.procedure).answer_within_days,
        "channels": [
            {
                "way": one.way,
                "text": one.text[language],
                "contact": one.contact or None,
                "place": _place(one.place),
            }
            for one in service.channels
        ],
        "evidence": [{"text": one.text[language], "held_by": one.held_by or None} for one in service.evidence],
        "has_times": any(service.id in office.services for office in offices().values()),
        "can_apply": live_versions(service.id, city_day(settings.CLOCK.now())).exists(),
    }


def service_page(service_id: str, language: str, today: date) -> dict[str, Any]:
    """Show all of a service, and what of it hangs on the day: when one asks, and when there is no school.

    Raises:
        NotFound: The city has none of this id.

    """
    return {
        **show_service(service_id, language),
        "answered_after_list": answered_after_list(service_id),
        "window_text": window_text(service_id, language, today),
        "no_school": days_without_school(service_id, language, today),
    }


def _place(name: str) -> str | None:
    """Give the address of a place of the city's folder, for the way there."""
    return f"{settings.CITY.id}:{name}" if name else None


def list_life_events(language: str) -> list[dict[str, Any]]:
    """List the life events, each with how many services it has; those without come last."""
    listed = [
        {
            "id": event,
            "title": known[language],
            "services": [service.id for service in services().values() if event in service.life_events],
        }
        for event, known in life_events().items()
    ]
    return sorted(listed, key=lambda event: not event["services"])


@cache
def linked_data() -> dict[str, Any]:
    """Give the whole catalogue as CPSV-AP 3.2.0 in JSON-LD."""
    return catalogue_as_linked_data(services().values(), base=f"{settings.PUBLIC_URL}/id", city=settings.CITY.name)
