"""The catalogue over HTTP."""

from __future__ import annotations

from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import patch_cache_control
from ninja import Query, Router, Schema

from manto.residents.access import anyone
from manto.residents.commands.lookups import city_day
from manto.services.queries import catalogue

router = Router(tags=["services"])
Domain = Literal["health", "mobility", "education", "town_hall"]


class ServiceCardOut(Schema):
    """A service on a card."""

    id: str
    title: str
    summary: str
    domain: Domain
    domain_text: str
    life_events: list[str]
    for_child: bool


class ChannelOut(Schema):
    """A way in which a service is had."""

    way: Literal["app", "counter", "phone", "mail", "post", "web"]
    text: str
    contact: str | None
    place: str | None


class EvidenceOut(Schema):
    """A paper that it needs, and who holds it when it need not be brought."""

    text: str
    held_by: str | None


class DaysWithoutSchoolOut(Schema):
    """Days on which there is no school, and why."""

    text: str
    days_text: str


class ServiceOut(ServiceCardOut):
    """A service in full."""

    about: str
    result: str
    cost: str
    fee_text: str | None
    act: str
    office: str
    law: str
    answer_within_days: int
    answered_after_list: bool
    channels: list[ChannelOut]
    evidence: list[EvidenceOut]
    can_apply: bool
    has_times: bool
    window_text: str | None
    no_school: list[DaysWithoutSchoolOut]


class LifeEventOut(Schema):
    """Something that happens in a life, with the services it calls for."""

    id: str
    title: str
    services: list[str]


@router.get("/services", response=list[ServiceCardOut], auth=anyone, operation_id="services")
def find_services(request: HttpRequest, q: str = Query("", max_length=200)) -> Any:
    """Find services in my own words, the best first; all of them when nothing is asked."""
    return catalogue.find_services(q, request.LANGUAGE_CODE)


@router.get("/services/{slug:id}", response=ServiceOut, auth=anyone, operation_id="service")
def show_service(request: HttpRequest, id: str) -> Any:  # noqa: A002
    """Show all of a service: what, for whom, how, what it costs, by which law."""
    return catalogue.service_page(id, request.LANGUAGE_CODE, city_day(settings.CLOCK.now()))


@router.get("/life-events", response=list[LifeEventOut], auth=anyone, operation_id="life_events")
def life_events(request: HttpRequest) -> Any:
    """List the life events with their services."""
    return catalogue.list_life_events(request.LANGUAGE_CODE)


@router.get("/services.jsonld", auth=anyone, operation_id="services_linked_data")
def linked_data(request: HttpRequest) -> HttpResponse:
    """Give the catalogue as linked data: CPSV-AP 3.2.0 in JSON-LD."""
    response = JsonResponse(catalogue.linked_data(), content_type="application/ld+json")
    patch_cache_control(response, public=True, max_age=3600)
    return response
