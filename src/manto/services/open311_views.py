"""The city as an Open311 GeoReport v2 server, at the addresses that the specification says; not part of the API.

None asks who is signed in, and none believes a cookie: reading is open to all, and whoever files a report shows an
api_key of the city. Of the one who reports nothing is kept: names, addresses, telephone, device and account that a
client sends are dropped here. Words and picture are told once a clerk has looked at them.

A report of a kind that was reported close by and lately joins that one, and is answered with its number.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import wraps
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime
from django.views.decorators.csrf import csrf_exempt

from manto.city.pictures import BYTES_MAX, plain_photo
from manto.kernel.errors import MantoError, Unavailable
from manto.kernel.ids import time_ordered_id
from manto.services.commands import reports as commands
from manto.services.models import Report, ReportState
from manto.services.queries.reports import jurisdiction, same_problem
from manto.services.reference import report_book
from manto.services.reports import georeport
from manto.services.reports.kinds import Ask, Kind

SPAN = timedelta(days=90)
ANSWERED_MAX = 1000
View = Callable[..., Any]


class Refused(Exception):
    """A request that is refused, as the specification numbers it."""

    def __init__(self, code: int, description: str) -> None:
        super().__init__(description)
        self.code, self.description = code, description


def speaking(root: str, *methods: str) -> Callable[[View], View]:
    """Let a view answer with plain values, written in the form that the address ends in; refusals likewise."""

    def with_root(view: View) -> View:
        @wraps(view)
        def answer(request: HttpRequest, form: str, **parts: Any) -> HttpResponse:
            try:
                if request.method not in methods:
                    raise Refused(405, "This address does not take that method.")
                _check_jurisdiction(request)
                return _said(root, view(request, **parts), form, 200)
            except Refused as refused:
                code, description = refused.code, refused.description
            except Unavailable as error:
                code, description = 503, f"{error.what} {error.next_step}".strip()
            except MantoError as error:
                code, description = 400, f"{error.what} {error.next_step}".strip()
            return _said("errors", [{"code": code, "description": description}], form, code)

        open_to_programs: View = csrf_exempt(answer)
        return open_to_programs

    return with_root


def _said(root: str, value: Any, form: str, status: int) -> HttpResponse:
    response = HttpResponse(georeport.write(root, value, form), status=status)
    response.headers["Content-Type"] = georeport.MEDIA_TYPES[form]
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    response.headers["Cache-Control"] = "no-store"
    return response


def _check_jurisdiction(request: HttpRequest) -> None:
    given = (request.POST if request.method == "POST" else request.GET).get("jurisdiction_id", "")
    if given and given != jurisdiction():
        raise Refused(404, f"jurisdiction_id '{given[:80]}' was not found; this endpoint serves {jurisdiction()}.")


@speaking("discovery", "GET")
def discovery(request: HttpRequest) -> Any:
    """Say which endpoints there are, in which forms, and whom to ask."""
    contact = settings.CITY.contact
    changed = _changed()
    return {
        "changeset": changed,
        "contact": " ".join(str(one) for one in contact.values() if isinstance(one, str)),
        "key_service": settings.CITY.contact.get("email", settings.PUBLIC_URL),
        "endpoints": [
            {
                "specification": georeport.SPECIFICATION,
                "url": f"{settings.PUBLIC_URL}/open311/v2",
                "changeset": changed,
                "type": "test" if settings.MANTO_DEMO else "production",
                "formats": [media_type.split(";")[0] for media_type in ("text/xml", "application/json")],
            }
        ],
    }


def _changed() -> str:
    file = settings.CITY.folder / "reports.yaml"
    at = datetime.fromtimestamp(file.stat().st_mtime if file.exists() else 0, settings.CITY.time_zone)
    return at.strftime("%Y-%m-%d %H:%M")


@speaking("services", "GET")
def services(request: HttpRequest) -> Any:
    """List what can be reported."""
    language = _language(request)
    book = report_book()
    return [
        {
            "service_code": kind.code,
            "service_name": kind.title[language],
            "description": kind.about[language],
            "metadata": bool(kind.asks),
            "type": kind.type,
            "keywords": ", ".join(kind.keywords.get(language, ())),
            "group": book.groups[kind.group][language],
        }
        for kind in book.kinds.values()
    ]


@speaking("service_definition", "GET")
def service_definition(request: HttpRequest, code: str) -> Any:
    """Say what the office needs to know of a kind."""
    language = _language(request)
    kind = _kind(code)
    return {
        "service_code": kind.code,
        "attributes": [_attribute(ask, at, language) for at, ask in enumerate(kind.asks, start=1)],
    }


def _attribute(ask: Ask, order: int, language: str) -> dict[str, Any]:
    told: dict[str, Any] = {
        "variable": True,
        "code": ask.code,
        "datatype": "singlevaluelist" if ask.choices else "string",
        "required": ask.required,
        "datatype_description": None,
        "order": order,
        "description": ask.text[language],
    }
    if ask.choices:
        told["values"] = [{"key": key, "name": words[language]} for key, words in ask.choices.items()]
    return told


@speaking("service_requests", "GET", "POST")
def requests(request: HttpRequest) -> Any:
    """File a report, or list reports."""
    return _file(request) if request.method == "POST" else _list(request)


def _file(request: HttpRequest) -> Any:
    form = request.POST
    if not _is_key(form.get("api_key", "")):
        raise Refused(403, "The api_key is missing or wrong; the discovery says whom to ask for one.")
    kind = _kind(form.get("service_code", ""))
    language, now = _language(request), settings.CLOCK.now()
    problem = commands.Problem(
        kind=kind.code,
        at=_position(form.get("lat", ""), form.get("long", "")),
        address=form.get("address_string", ""),
        place=form.get("address_id", "")[:120],
        text=form.get("description", ""),
        answers={found[1]: form[name] for name in form if (found := re.fullmatch(r"attribute\[(\w{1,60})\]", name))},
        media_url=form.get("media_url", "")[:500],
    )
    same = same_problem(kind.code, problem.at, now) if problem.at else []
    if same:
        joined = commands.join_report(same[0][1].number, time_ordered_id(now), resident_id=None, now=now)
        return [_given(joined, kind, language)]
    picture = request.FILES.get("media")
    photo = plain_photo(picture.read(BYTES_MAX + 1)) if picture else None
    report = commands.file_report(time_ordered_id(now), problem, via="open311", now=now)
    if photo is not None:
        commands.add_report_photo(report.id, photo, now=now)
    return [_given(report, kind, language)]


def _given(report: Report, kind: Kind, language: str) -> dict[str, Any]:
    named = {"token": str(report.id)} if kind.type == "batch" else {"service_request_id": report.number}
    return {**named, "service_notice": kind.notice[language], "account_id": None}


def _is_key(given: str) -> bool:
    keys = [key.strip() for key in settings.MANTO_OPEN311_KEYS.split(",") if key.strip()]
    return any(hmac.compare_digest(given.encode(), key.encode()) for key in keys)


def _position(lat: str, lon: str) -> tuple[float, float] | None:
    if not lat and not lon:
        return None
    try:
        return float(lat), float(lon)
    except ValueError:
        raise Refused(400, "lat and long are numbers, and come together.") from None


def _list(request: HttpRequest) -> Any:
    asked, language = request.GET, _language(request)
    rows = Report.objects.filter(kind__in=report_book().kinds).select_related("photo").defer("photo__content")
    if numbers := _names(asked.get("service_request_id", "")):
        rows = rows.filter(number__in=numbers)  # overrides all other arguments
    else:
        begin, end = _span(asked.get("start_date", ""), asked.get("end_date", ""))
        rows = rows.filter(filed_at__gte=begin, filed_at__lte=end)
        if codes := _names(asked.get("service_code", "")):
            rows = rows.filter(kind__in=[_kind(code).code for code in codes])
        if states := _names(asked.get("status", "")):
            if unknown := set(states) - {"open", "closed"}:
                raise Refused(400, f"status '{min(unknown)[:40]}' is neither open nor closed.")
            if "closed" not in states:
                rows = rows.exclude(state=ReportState.CLOSED)
            if "open" not in states:
                rows = rows.filter(state=ReportState.CLOSED)
    return [_tell(row, language) for row in rows.order_by("-filed_at", "-number")[:ANSWERED_MAX]]


def _names(given: str) -> list[str]:
    return [name.strip() for name in given.split(",") if name.strip()][:ANSWERED_MAX]


def _span(start: str, end: str) -> tuple[datetime, datetime]:
    now = settings.CLOCK.now()
    first, last = _moment("start_date", start), _moment("end_date", end)
    until = last or (first + SPAN if first else now)
    begin = first or until - SPAN
    if until - begin > SPAN:
        raise Refused(400, f"start_date and end_date may not span more than {SPAN.days} days.")
    return begin, until


def _moment(name: str, given: str) -> datetime | None:
    if not given:
        return None
    try:
        moment: datetime | None = parse_datetime(given)
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        raise Refused(400, f"{name} is a moment with its time zone, such as 2010-01-01T00:00:00Z.")
    return moment


@speaking("service_requests", "GET")
def request_by_number(request: HttpRequest, number: str) -> Any:
    """Say how a report stands."""
    row = Report.objects.filter(kind__in=report_book().kinds, number=number).select_related("photo").first()
    if row is None:
        raise Refused(404, f"service_request_id '{number[:40]}' was not found.")
    return [_tell(row, _language(request))]


@speaking("service_requests", "GET")
def token(request: HttpRequest, token: UUID) -> Any:
    """Give the number that a token stands for, once the office has taken the report up."""
    row = Report.objects.filter(kind__in=report_book().kinds, id=token).first()
    if row is None:
        raise Refused(404, f"token '{token}' was not found.")
    waits = report_book().kind(row.kind).type == "batch" and row.state == ReportState.FILED
    return [{"service_request_id": None if waits else row.number, "token": str(token)}]


def _tell(report: Report, language: str) -> dict[str, Any]:
    kind = report_book().kind(report.kind)
    closed = report.state == ReportState.CLOSED
    said = report.moves.filter(who__in=("office", "agency"), kind__in=("answered", "closed")).order_by("-at", "-id")
    last = said.first()
    picture = f"{settings.PUBLIC_URL}/api/v1/reports/{report.number}/photo" if hasattr(report, "photo") else None
    due = datetime.combine(report.due, datetime.min.time(), settings.CITY.time_zone).replace(hour=18)
    return {
        "service_request_id": report.number,
        "status": "closed" if closed else "open",
        "status_notes": last.text if last else None,
        "service_name": kind.title[language],
        "service_code": kind.code,
        "description": report.text if report.open_to_all else None,
        "agency_responsible": kind.office[language],
        "service_notice": kind.notice[language],
        "requested_datetime": _w3(report.filed_at),
        "updated_datetime": _w3(report.changed_at),
        "expected_datetime": due.isoformat(timespec="seconds"),
        "address": report.address or None,
        "address_id": report.place or None,
        "zipcode": None,
        "lat": report.lat,
        "long": report.lon,
        "media_url": (picture or report.media_url or None) if report.open_to_all else None,
    }


def _w3(moment: datetime) -> str:
    return moment.astimezone(settings.CITY.time_zone).isoformat(timespec="seconds")


def _kind(code: str) -> Kind:
    if not code:
        raise Refused(400, "service_code was not provided.")
    if code not in report_book().kinds:
        raise Refused(404, f"service_code '{code[:60]}' was not found.")
    return report_book().kind(code)


def _language(request: HttpRequest) -> str:
    return str(getattr(request, "LANGUAGE_CODE", None) or settings.CITY.default_language)
