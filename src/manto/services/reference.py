"""The services of this city, read from its folder once."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from django.conf import settings

from manto.city import City, read_yaml
from manto.city.address import in_the_form
from manto.kernel.errors import BadInput, NotFound
from manto.residents.reference import place_names
from manto.services.appointments.times import Office, read_offices
from manto.services.catalogue import Service, read_service
from manto.services.connectors.protocol import Configured, read_connectors
from manto.services.education.catchments import Addresses, Area, read_addresses, read_areas, school_at
from manto.services.education.windows import Window, read_windows
from manto.services.reports.kinds import ReportBook, read_kinds

EDUCATION = "education.yaml"


@cache
def services() -> dict[str, Service]:
    """Give the services of this city by their id."""
    return services_of(settings.CITY)


def services_of(city: City) -> dict[str, Service]:
    """Read the services in a city's folder.

    Raises:
        BadInput: A file cannot be used; names it and the key.

    """
    found: dict[str, Service] = {}
    for file in service_files(city):
        service = read_service(read_yaml(file), file=file.name, languages=city.languages)
        if service.id in found or service.id != file.stem:
            raise BadInput(f"{file} says it is the service '{service.id}'.", "Name the file as the service.")
        found[service.id] = service
    return found


def service_files(city: City) -> list[Path]:
    """List the files of a city's services."""
    return sorted((city.folder / "services").glob("*.yaml"))


def journey_documents(city: City) -> list[dict[str, Any]]:
    """Read the journeys in a city's folder.

    Raises:
        BadInput: A file is not JSON.

    """
    documents = []
    for file in sorted((city.folder / "services" / "journeys").glob("*.json")):
        try:
            documents.append(json.loads(file.read_text(encoding="utf-8")))
        except ValueError as error:
            raise BadInput(f"{file} is not JSON: {error}.", "Mend it there.") from None
    return documents


def the_service(service_id: str) -> Service:
    """Find a service.

    Raises:
        NotFound: The city has none of this id.

    """
    service = services().get(service_id)
    if service is None:
        raise NotFound("There is no such service.", "Search for it by what you need.")
    return service


@cache
def report_book() -> ReportBook:
    """Give what can be reported to this city; nothing where its folder has no ``reports.yaml``."""
    file = settings.CITY.folder / "reports.yaml"
    if not file.exists():
        return ReportBook({}, {}, {})
    return read_kinds(in_the_form(read_yaml(file)), file=file.name, languages=settings.CITY.languages)


@cache
def connectors() -> dict[str, Configured]:
    """Give the connectors that this city uses; none where its folder has no ``connectors.yaml``."""
    file = settings.CITY.folder / "connectors.yaml"
    if not file.exists():
        return {}
    return read_connectors(
        in_the_form(read_yaml(file)), file=file.name, languages=settings.CITY.languages, folder=file.parent
    )


@cache
def offices() -> dict[str, Office]:
    """Give the offices at which one chooses a time; none where the folder has no ``appointments.yaml``."""
    file = settings.CITY.folder / "appointments.yaml"
    if not file.exists():
        return {}
    return read_offices(in_the_form(read_yaml(file)), file=file.name, languages=settings.CITY.languages)


@cache
def windows() -> dict[str, Window]:
    """Give when one asks for what each year, by service; nothing where the folder has no ``education.yaml``."""
    return read_windows(_education().get("windows", ()), file=EDUCATION, languages=settings.CITY.languages)


def shows_school_days(service_id: str) -> bool:
    """Say whether a service's page tells the days without school."""
    return service_id in _education().get("school_days", ())


def asks_at_school(service_id: str) -> bool:
    """Say whether a service is asked for at the school of one's home."""
    return service_id in _education().get("catchment", ())


def school_of(street: str, number: str) -> str | None:
    """Name the school, a place of the city's folder, to which an address belongs; None where that is not known."""
    addresses, areas = _school_map()
    at = addresses.point_of(street, number)
    return school_at(at, areas) if at else None


@cache
def _school_map() -> tuple[Addresses, tuple[Area, ...]]:
    folder = settings.CITY.folder
    addresses, areas = folder / "addresses.yaml", folder / "catchments.geojson"
    if not addresses.exists() or not areas.exists():
        return Addresses({}), ()
    schools = place_names(settings.CITY.languages[0])
    drawn = json.loads(areas.read_text("utf-8"))
    return read_addresses(read_yaml(addresses), file=addresses.name), read_areas(
        drawn, file=areas.name, schools=schools
    )


@cache
def _education() -> dict[str, Any]:
    file = settings.CITY.folder / EDUCATION
    read: dict[str, Any] = in_the_form(read_yaml(file)) if file.exists() else {}
    return read


def place_of(service_id: str) -> str:
    """Name the place at which one is seen for a service, of an appointment or of its counter; empty if neither has one."""
    at = [office.place for office in offices().values() if service_id in office.services]
    at += [channel.place for channel in the_service(service_id).channels]
    return next((f"{settings.CITY.id}:{place}" for place in at if place), "")


def office_for(service_id: str) -> Office:
    """Find the office at which one chooses a time for a service.

    Raises:
        NotFound: The city has no such service, or it is given without appointment.

    """
    the_service(service_id)
    for office in offices().values():
        if service_id in office.services:
            return office
    raise NotFound("One chooses no time for this service.", "Its page says how it is had.")
