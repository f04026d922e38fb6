"""The tools as they are offered to an assistant of one's own: what each takes, whether it is hers, whether it changes.

A tool that changes something says first what it would do; only called again with ``confirm`` does it do so.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from manto.assistant.conversation import commands
from manto.assistant.conversation.answers import Answer
from manto.assistant.conversation.asked import Asked
from manto.assistant.conversation.queries import switched_off
from manto.assistant.conversation.safety import warned_of
from manto.assistant.conversation.tools import booking, city, contacts, mine, reporting
from manto.assistant.conversation.tools.services import begin_service, service
from manto.assistant.conversation.wording import texts
from manto.kernel.errors import BadInput, NotFound
from manto.residents.reference import purposes
from manto.services.queries.appointments import own_appointment
from manto.services.queries.catalogue import find_services
from manto.services.reference import services, the_service

Arguments = Mapping[str, Any]
TEXT = {"type": "string", "maxLength": 400}
PLACE = {
    "latitude": {"type": "number", "description": "Degrees north."},
    "longitude": {"type": "number", "description": "Degrees east."},
}
CONFIRM = {"type": "boolean", "description": "True only after the resident herself agreed to exactly this."}


@dataclass(frozen=True)
class OfferedTool:
    """A tool.

    Attributes:
        properties: What it takes, as JSON Schema.
        hers: Whether it needs a resident's access.
        changes: Whether it changes anything.

    """

    name: str
    description: str
    properties: Mapping[str, Any]
    required: tuple[str, ...]
    hers: bool
    changes: bool
    run: Callable[[Asked, Arguments], Answer]

    @property
    def schema(self) -> dict[str, Any]:
        """What it takes, as a JSON Schema."""
        return {
            "type": "object",
            "properties": dict(self.properties),
            "required": list(self.required),
            "additionalProperties": False,
        }


def _service(asked: Asked, given: Arguments) -> Answer:
    return _without_buttons(service(asked, _service_named(given, asked.language)))


def _begin(asked: Asked, given: Arguments) -> Answer:
    chosen = the_service(_service_named(given, asked.language))
    if not given.get("confirm"):
        return Answer("confirm", texts.say("service.confirm", asked.language, title=chosen.title[asked.language]))
    return begin_service(asked, chosen.id)


def _withdraw(asked: Asked, given: Arguments) -> Answer:
    purpose = purposes()[str(given.get("purpose", ""))]
    if not given.get("confirm"):
        say = texts.say("consents.confirm_withdraw", asked.language, title=purpose.title[asked.language])
        return Answer("confirm", say)
    return mine.change_consent(asked, purpose.id, granted=False)


def _hand_over(asked: Asked, given: Arguments) -> Answer:
    if not given.get("confirm"):
        return Answer("confirm", texts.say("person.say", asked.language))
    assert asked.resident_id is not None  # noqa: S101 - the server of access lets nobody else come here
    commands.hand_over(
        uuid4(), asked.resident_id, asked.question, topic="", memory=None, language=asked.language, now=asked.now
    )
    return Answer("done", texts.say("handed_over", asked.language))


def _free_times(asked: Asked, given: Arguments) -> Answer:
    return booking.free_lines(
        replace(asked, question=str(given.get("when", ""))), _service_named(given, asked.language)
    )


def _book(asked: Asked, given: Arguments) -> Answer:
    try:
        begins = datetime.fromisoformat(str(given["begins"]))
    except ValueError:
        begins = None
    if begins is None or begins.tzinfo is None:
        raise BadInput("This is no moment.", "Give one of free_times, as it stands there: 2026-06-12T09:15:00+02:00.")
    asked_for = booking.confirm(asked, _service_named(given, asked.language), begins)
    if asked_for.pending is None or not given.get("confirm"):
        return _without_buttons(asked_for)
    return booking.take_time(asked, asked_for.pending.slots)


def _cancel(asked: Asked, given: Arguments) -> Answer:
    assert asked.resident_id is not None  # noqa: S101 - the server of access lets nobody else come here
    try:
        appointment_id = UUID(str(given["appointment"]))
    except ValueError:
        raise BadInput("This is no appointment.", "Name one of my_appointments, by the end of its address.") from None
    one = own_appointment(appointment_id, asked.resident_id, asked.language, asked.now)
    if not given.get("confirm"):
        return _without_buttons(booking.confirm_cancel(asked, one))
    return booking.cancel(asked, appointment_id)


def _report(asked: Asked, given: Arguments) -> Answer:
    told = reporting.report(asked)
    if told.pending is None or not given.get("confirm"):
        return _without_buttons(told)
    return reporting.file(asked, dict(told.pending.slots))


def _without_buttons(answer: Answer) -> Answer:
    return replace(answer, pending=None, choices=())


def _service_named(given: Arguments, language: str) -> str:
    named = str(given.get("service", ""))
    if named in services():
        return named
    found = find_services(named, language)
    if not found or not named.strip():
        raise NotFound(f"The city has no service '{named[:60]}'.", "Name it by its id or in a few words.")
    return str(found[0]["id"])


def _plain(run: Callable[[Asked], Answer]) -> Callable[[Asked, Arguments], Answer]:
    return lambda asked, _: run(asked)


def _open(name: str, description: str, properties: Mapping[str, Any], run: Any, *required: str) -> OfferedTool:
    return OfferedTool(name, description, properties, required, hers=False, changes=False, run=run)


def _hers(name: str, description: str, run: Callable[[Asked], Answer]) -> OfferedTool:
    return OfferedTool(name, description, {}, (), hers=True, changes=False, run=_plain(run))


def _change(name: str, description: str, takes: Mapping[str, Any], run: Any) -> OfferedTool:
    return OfferedTool(name, description, {**takes, "confirm": CONFIRM}, tuple(takes), hers=True, changes=True, run=run)


_PLACE_WORDS = {
    "question": {**TEXT, "description": "Name or kind of place, in Italian or English: 'library', 'Palazzo Te'."}
}
_HOURS = {"question": {**TEXT, "description": "The place, and a day if one is meant: 'library on Sunday'."}}
_CONTACT = {
    "question": {**TEXT, "description": "The place, and what of it if one thing is meant: 'phone of the library'."}
}
_MESSAGE = {"question": {**TEXT, "description": "The question in the resident's own words; a person reads it."}}
_SERVICE = {"service": {**TEXT, "description": "The id of a service (residents-parking), or a few words for it."}}
_WHEN = {"when": {**TEXT, "description": "A day, a time or a part of the day, in words or as 2026-06-12."}}
_BEGINS = {"begins": {**TEXT, "description": "One of free_times, as it stands there: 2026-06-12T09:15:00+02:00."}}
_PROBLEM = {"question": {**TEXT, "description": "What is wrong and in which street, in her own words."}}
_PURPOSE = {
    "purpose": {
        **TEXT,
        "description": "What the consent is for, by its id.",
        "enum": sorted(one.id for one in purposes()),
    }
}
_APPOINTMENT = {"appointment": {**TEXT, "description": "The end of its address in my_appointments (a UUID)."}}
TOOLS: dict[str, OfferedTool] = {
    tool.name: tool
    for tool in (
        _open(
            "find_place",
            "Find places of the city by name or kind: at most five, each with address, whether it is open now, and its page; "
            "nearest first when a position is given. Of a single one all that is told of it.",
            {**_PLACE_WORDS, **PLACE},
            _plain(city.find_place),
            "question",
        ),
        _open(
            "near",
            "List places within walking distance of a position, nearest first.",
            PLACE,
            _plain(city.near),
            "latitude",
            "longitude",
        ),
        _open(
            "hours", "Quote the opening hours of a place for the coming week.", _HOURS, _plain(city.hours), "question"
        ),
        _open(
            "contacts",
            "Quote a place's telephone, website, address and way in (steps, wheelchair), as its source gives them.",
            _CONTACT,
            _plain(contacts.contacts),
            "question",
        ),
        _open("events", "List what is on in the city in the next three days.", {}, _plain(city.events)),
        _open(
            "service",
            "Quote a public service: conditions by law, cost, time, with source and date; with the resident's access, "
            "how each condition stands with her.",
            _SERVICE,
            _service,
            "service",
        ),
        _change(
            "begin_service",
            "Begin a draft application, filled in with what the city knows; never sends it.",
            _SERVICE,
            _begin,
        ),
        _open(
            "free_times",
            "List free times at the office for a service, as moments that book takes.",
            {**_SERVICE, **_WHEN},
            _free_times,
            "service",
        ),
        _change("book", "Book one of free_times for the resident.", {**_SERVICE, **_BEGINS}, _book),
        _hers("my_appointments", "List the resident's appointments to come, each with its address.", booking.mine),
        _change("cancel_appointment", "Give back one of the resident's appointments.", _APPOINTMENT, _cancel),
        _change("report", "Report a problem in a street to the office that mends it.", _PROBLEM, _report),
        _hers("my_cases", "List the resident's applications and how far each is.", mine.my_cases),
        _hers("my_due", "List what is due or offered to the resident now, with the rule that says why.", mine.my_due),
        _hers("my_records", "List the resident's records in the public registers, valid or not.", mine.my_records),
        _hers("explain", "Quote the latest decision on an application of the resident's, with its law.", mine.explain),
        _hers("consents", "List the resident's consents, word for word, given or not.", mine.consents),
        _change("withdraw_consent", "Take back one of the resident's consents.", _PURPOSE, _withdraw),
        _change(
            "hand_over", "Hand a question to a person of the city, who answers within three days.", _MESSAGE, _hand_over
        ),
    )
}


def run_tool(name: str, asked: Asked, given: Arguments) -> Answer:
    """Run a tool. What it is given is only ever looked up or quoted, never carried out as an order.

    Raises:
        BadInput: An argument that it does not take, or of another kind.
        NotFound: There is no such tool.

    """
    tool = TOOLS.get(name)
    if tool is None:
        raise NotFound(f"There is no tool '{name[:40]}'.", "List the tools.")
    strange = set(given) - set(tool.properties)
    missing = set(tool.required) - set(given)
    if strange or missing:
        raise BadInput(f"'{name}' does not take this.", f"It takes {', '.join(tool.properties) or 'nothing'}.")
    kinds = {"string": str, "number": (int, float), "boolean": bool}
    for key, value in given.items():
        if not isinstance(value, kinds[tool.properties[key]["type"]]):  # type: ignore[arg-type]
            raise BadInput(f"'{key}' of '{name}' is of another kind.", f"Give a {tool.properties[key]['type']}.")
    question = str(given.get("question", ""))[:400]
    warned = warned_of(question) if question and name != "hand_over" else None
    if warned and warned.group == "steering":
        return Answer("declined", texts.say("declined.steering", asked.language))
    topic = _service_named(given, asked.language) if "service" in tool.properties else name
    if (off := switched_off(topic)) is not None:
        return Answer("off", texts.say("switched", asked.language, reason=off)).about(topic, 1.0)
    position = (
        (float(given["latitude"]), float(given["longitude"])) if {"latitude", "longitude"} <= set(given) else None
    )
    return tool.run(replace(asked, question=question, position=position), given)
