"""A time at an office: chosen in the talk, taken after a yes; moved, given back. Quotes what the office says to bring.

What is asked for step by step stands in the dialogue's slots: ``books`` names the service, ``moves`` the appointment
that is to have another time. They are about the next turn alone.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings

from manto.assistant.conversation.answers import Answer, Choice, Line, Link, Pending, Quote
from manto.assistant.conversation.asked import Asked
from manto.assistant.conversation.features import plain
from manto.assistant.conversation.followups import rest_of
from manto.assistant.conversation.tools.people import ways_to
from manto.assistant.conversation.tools.whom import chosen_on_its_page, subjects_of
from manto.assistant.conversation.wished import Wish, moment_words, wish_of
from manto.assistant.conversation.wording import texts
from manto.city.wording import day_text, time_text
from manto.services import commands
from manto.services.queries.appointments import appointments_of, free_times, own_appointment
from manto.services.reference import office_for, offices, services

SHOWN = 3
LISTED_MAX = 20
BOOKS = ("appuntament", "prenot", "appointment", "book", "slot")
_BOOKING_ALONE = r"prenot\w+|appuntament\w|appointments?|book\w*|slots?|va bene|si|yes|perfetto|great|allora|pure|lo|it"
CANCELS = ("disd", "annull", "cancel", "rinunci", "give back", "call off")
_OWN = re.compile(
    r"\b(?:ho (?:gia )?(?:un |qualche |altri )?appuntament\w|(?:i miei|il mio) (?:prossim\w )?appuntament\w"
    r"|quando ho l? ?appuntamento|do i have (?:an |any )?appointments?|have i (?:got )?(?:an|any) appointments?"
    r"|my (?:next )?appointments?|when is my)\b"
)
MOVES = ("spost", "rimand", "anticip", "cambi", "move", "change", "reschedul", "another time")
STEM = 5


def says_to_book(question: str) -> bool:
    """Say whether a question is about a time at an office, whatever it is for."""
    return _has(question, BOOKS)


def only_says_to_book(asked: Asked) -> bool:
    """Say whether a question is a wish for a time and nothing else, when a service with times was spoken of ("ok, book it")."""
    moments = moment_words(tuple(settings.CITY.languages))
    is_alone = says_to_book(asked.question) and not rest_of(asked.question, moments, _BOOKING_ALONE)
    return is_alone and any(has_times(one) for one in (asked.service_here, asked.slots.get("service")) if one)


def wish_in(asked: Asked) -> Wish:
    """Read which moments she names, in any of the city's languages."""
    return wish_of(asked.question, tuple(settings.CITY.languages), asked.now.astimezone(settings.CITY.time_zone).date())


def service_to_book(question: str, language: str) -> str | None:
    """Find the service with times that a question names: by its whole title, else by the words of its title."""
    text = plain(question)
    titles = {one: plain(services()[one].title[language]) for office in offices().values() for one in office.services}
    whole = [one for one, title in titles.items() if title in text]
    if len(whole) == 1:
        return whole[0]
    stems = {word[:STEM] for word in text.split() if len(word) >= STEM}
    scores = sorted(
        (
            (len(stems & {word[:STEM] for word in title.split() if len(word) >= STEM}), one)
            for one, title in titles.items()
        ),
        reverse=True,
    )
    alone = len(scores) == 1 or (len(scores) > 1 and scores[0][0] > scores[1][0])
    return scores[0][1] if scores and scores[0][0] and alone else None


def book(asked: Asked) -> Answer:
    """Offer times for what she names, or ask what it is for; change or give back a time that is hers."""
    hers = _hers(asked)
    if _has(asked.question, CANCELS):
        return _give_back(asked, hers)
    moves = asked.slots.get("moves", "")
    if _OWN.search(plain(asked.question)) and not _has(asked.question, MOVES):
        return mine(asked) if asked.resident_id else _which(asked, hers)
    if _has(asked.question, MOVES) and not moves:
        if len(hers) != 1:
            return _which(asked, hers)
        return times(asked, hers[0]["service"], moves=str(hers[0]["id"]))
    here = (asked.service_here, asked.slots.get("service"))
    service_id = service_to_book(asked.question, asked.language) or asked.slots.get("books")
    service_id = service_id or (asked.slots.get("meant") if has_times(asked.slots.get("meant", "")) else None)
    service_id = service_id or next((one for one in here if one and has_times(one)), None)
    if service_id is None:
        return _for_what(asked, hers)
    return times(asked, service_id, moves=moves)


def times(asked: Asked, service_id: str, *, moves: str = "") -> Answer:
    """Offer the first free times that fit what she said; where she named one alone, ask for a yes."""
    found = free_times(service_id, asked.language, asked.now)
    free = [datetime.fromisoformat(str(one["begins"])) for day in found["days"] for one in day["times"]]
    everything = Link(texts.say("book.all", asked.language), f"/services/times/{service_id}{_query(moves)}")
    if not free:
        say = texts.say("book.none", asked.language, title=found["title"])
        return Answer("answer", say, links=(everything, *ways_to(asked.language)), person=True)
    if asked.resident_id is None:
        sign_in = Link(texts.say("sign_in_link", asked.language), f"/sign-in?next=/services/times/{service_id}")
        lines = tuple(Line(_moment(at, asked), found["office"], f"/services/times/{service_id}") for at in _few(free))
        say = texts.say("book.free", asked.language, title=found["title"])
        return Answer("answer", say, lines=lines, links=(sign_in,))
    wish = wish_in(asked)
    fitting = [at for at in free if wish.fits(at)] if wish.names_something else []
    if len(fitting) == 1:
        return confirm(asked, service_id, fitting[0], moves=moves)
    say = "book.free" if fitting or not wish.names_something else "book.not_then"
    choices = [_moment(at, asked) for at in _few(fitting or free)]
    return Answer(
        "ask",
        texts.say(say, asked.language, title=found["title"]),
        quotes=(_bring(service_id, asked.language),),
        choices=tuple(Choice(one, one) for one in choices),
        links=(everything,),
        slots={"awaits": "book", "books": service_id, "moves": moves},
    )


def free_lines(asked: Asked, service_id: str) -> Answer:
    """List free times that fit what was said, each with the moment as a program writes it."""
    found = free_times(service_id, asked.language, asked.now)
    wish = wish_in(asked)
    free = [datetime.fromisoformat(str(one["begins"])) for day in found["days"] for one in day["times"]]
    lines = [Line(_moment(at, asked), at.isoformat(), f"/services/times/{service_id}") for at in free if wish.fits(at)]
    say = texts.say("book.free" if lines else "book.none", asked.language, title=found["title"])
    return Answer("answer", say, quotes=(_bring(service_id, asked.language),), lines=tuple(lines[:LISTED_MAX]))


def confirm(asked: Asked, service_id: str, begins: datetime, *, moves: str = "") -> Answer:
    """Ask for a yes to one time."""
    found = subjects_of(asked, service_id)
    if len(found) != 1:
        return chosen_on_its_page(asked, service_id, found)
    (whom,), title = found, services()[service_id].title[asked.language]
    said = {"title": f"{title}, {whom.name}" if whom.name else title, "when": _moment(begins, asked)}
    slots = {"service": service_id, "begins": begins.isoformat(), "subject": str(whom.id), "moves": moves}
    return Answer(
        "confirm",
        texts.say("book.confirm_move" if moves else "book.confirm", asked.language, **said),
        quotes=(_bring(service_id, asked.language),),
        choices=_yes_or_no(asked.language),
        pending=Pending("take_time", slots),
        slots={"awaits": "book", "books": service_id, "moves": moves},  # another moment is as good as a yes
    )


def take_time(asked: Asked, told: Mapping[str, str]) -> Answer:
    """Take the time she said yes to, or move hers to it."""
    me, begins = _me(asked), datetime.fromisoformat(told["begins"])
    if told.get("moves"):
        appointment_id = UUID(told["moves"])
        commands.move_appointment(appointment_id, begins, booker_id=me, now=asked.now)
    else:
        appointment_id = uuid4()
        subject = UUID(told["subject"])
        commands.hold_time(appointment_id, told["service"], begins, subject_id=subject, booker_id=me, now=asked.now)
        commands.confirm_appointment(appointment_id, booker_id=me, now=asked.now)
    one = own_appointment(appointment_id, me, asked.language, asked.now)
    say = texts.say("book.done", asked.language, title=one["title"], when=f"{one['day_text']}, {one['time_text']}")
    link = Link(texts.say("book.open", asked.language), f"/services/appointments/{appointment_id}")
    slots = {"appointment": str(appointment_id)}
    return Answer("done", say, quotes=(_bring(one["service"], asked.language),), links=(link,), slots=slots)


def cancel(asked: Asked, appointment_id: UUID) -> Answer:
    """Give a time back, at once."""
    commands.cancel_appointment(appointment_id, booker_id=_me(asked), now=asked.now)
    return Answer("done", texts.say("book.given_back", asked.language))


def mine(asked: Asked) -> Answer:
    """List her times to come."""
    hers = _hers(asked)
    say = texts.say("book.mine" if hers else "book.no_appointment", asked.language)
    return Answer("answer", say, lines=_lines(hers))


def confirm_cancel(asked: Asked, one: Mapping[str, Any]) -> Answer:
    """Ask for a yes to giving a time back."""
    say = texts.say("book.confirm_cancel", asked.language, **_said(one))
    pending = Pending("give_time_back", {"appointment": str(one["id"])})
    return Answer("confirm", say, choices=_yes_or_no(asked.language), pending=pending)


def _give_back(asked: Asked, hers: list[dict[str, Any]]) -> Answer:
    return confirm_cancel(asked, hers[0]) if len(hers) == 1 else _which(asked, hers)


def _which(asked: Asked, hers: list[dict[str, Any]]) -> Answer:
    if asked.resident_id is None:
        link = Link(texts.say("sign_in_link", asked.language), f"/sign-in?next={asked.page or '/'}")
        return Answer("answer", texts.say("sign_in", asked.language), links=(link,))
    if not hers:
        return Answer("answer", texts.say("book.no_appointment", asked.language), links=ways_to(asked.language))
    return Answer("answer", texts.say("book.which", asked.language), lines=_lines(hers))


def _few(moments: list[datetime]) -> list[datetime]:
    """Give the first moment of each of some days; of one day its first moments."""
    first_of: dict[date, datetime] = {}
    for at in moments:
        first_of.setdefault(at.date(), at)
    return (list(first_of.values()) if len(first_of) > 1 else moments)[:SHOWN]


def _for_what(asked: Asked, hers: list[dict[str, Any]]) -> Answer:
    titles = [services()[one].title[asked.language] for office in offices().values() for one in office.services]
    say = texts.say("book.what" if titles else "book.by_a_person", asked.language)
    choices = tuple(Choice(one, texts.say("book.send", asked.language, title=one)) for one in titles)
    slots = {"awaits": "book"} if titles else {}
    links = () if titles else ways_to(asked.language)
    return Answer("ask", say, choices=choices, lines=_lines(hers), links=links, slots=slots, person=True)


def _hers(asked: Asked) -> list[dict[str, Any]]:
    if asked.resident_id is None:
        return []
    found = appointments_of(asked.resident_id, asked.language, asked.now)
    return [one for one in found if one["can_change"]]


def _lines(hers: list[dict[str, Any]]) -> tuple[Line, ...]:
    said = [(_said(one), one) for one in hers]
    return tuple(Line(text["title"], text["when"], f"/services/appointments/{one['id']}") for text, one in said)


def _said(one: Mapping[str, Any]) -> dict[str, str]:
    return {"title": one["title"], "when": f"{one['day_text']}, {one['time_text']}"}


def _bring(service_id: str, language: str) -> Quote:
    office = office_for(service_id)
    source = texts.say("book.source", language, office=office.title[language], where=office.where[language])
    return Quote(office.bring[language], source, None, f"/services/about/{service_id}")


def _moment(at: datetime, asked: Asked) -> str:
    today = asked.now.astimezone(settings.CITY.time_zone).date()
    return f"{day_text(at.date(), asked.language, today=today)}, {time_text(at)}"


def _yes_or_no(language: str) -> tuple[Choice, Choice]:
    yes, no = texts.say("say_yes", language), texts.say("say_no", language)
    return Choice(yes, yes), Choice(no, no)


def _query(moves: str) -> str:
    return f"?move={moves}" if moves else ""


def has_times(service_id: str) -> bool:
    """Say whether one chooses a time for a service."""
    return any(service_id in office.services for office in offices().values())


def _has(question: str, beginnings: tuple[str, ...]) -> bool:
    text = f" {plain(question)}"
    return any(f" {one}" in text for one in beginnings)


def _me(asked: Asked) -> UUID:
    assert asked.resident_id is not None  # noqa: S101 - the dialogue and the server of access let nobody else come here
    return asked.resident_id
