"""One turn of the dialogue: what is looked at, in which order, before an answer is given.

1. Danger is met at once, whatever else stands there.
2. What waits for a yes gets it, or is dropped. Nothing is changed without it.
3. Attempts at steering, and law that the city does not decide, are declined in fixed words and handed to a person.
4. Another language is spoken when it is asked for. What leaves its subject out ("and tomorrow?", "the other one", "the
   nearest") goes on with what was spoken of (``going_on``).
5. What is meant is understood, or not: below ``CERTAIN_FROM`` it says so and offers three choices and a person. Two
   matters at once, and words that several services fit, are asked back: which?
6. A topic that the city has switched off is not answered.
7. A tool answers. What is a resident's own is asked of nobody who is not signed in.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from uuid import UUID

from django.conf import settings

from manto.assistant.conversation.answers import Answer, Choice, Link
from manto.assistant.conversation.asked import Asked
from manto.assistant.conversation.classifier import Guess
from manto.assistant.conversation.features import plain
from manto.assistant.conversation.followups import listed, offered_in, offered_slots
from manto.assistant.conversation.intents import CERTAIN_FROM, NOT_OURS, phrasings, understand
from manto.assistant.conversation.languages import language_asked_for
from manto.assistant.conversation.matters import is_mostly_unknown, knows_words, matters_of, services_that_fit
from manto.assistant.conversation.memory import Memory
from manto.assistant.conversation.queries import switched_off
from manto.assistant.conversation.safety import Warned, calmed, warned_of
from manto.assistant.conversation.tools import booking, city, contacts, going_on, mine, people, reporting
from manto.assistant.conversation.tools.kinds import telling_words
from manto.assistant.conversation.tools.services import begin_service, life_event, service, which_service
from manto.assistant.conversation.wording import first_way_to_ask, texts, topic_text
from manto.kernel.errors import Conflict, MantoError, NotFound
from manto.services.reference import services

Tool = Callable[[Asked], Answer]
PUBLIC: dict[str, Tool] = {
    "find_place": city.find_place,
    "near": city.near,
    "hours": city.hours,
    "contacts": contacts.contacts,
    "events": city.events,
    "report": reporting.report,
    "book": booking.book,
    "person": people.person,
    "hello": people.hello,
    "thanks": people.thanks,
    **{f"event_{event}": life_event for event in ("death", "birth", "work", "marriage")},
}
HER_OWN: dict[str, Tool] = {
    "my_cases": mine.my_cases,
    "my_due": mine.my_due,
    "my_records": mine.my_records,
    "known": mine.known,
    "consents": mine.consents,
    "explain": mine.explain,
}
LINES = {
    "self_harm": ("112", "0223272327", "19696"),
    "violence": ("112", "1522"),
    "emergency": ("112",),
    "child": ("112", "114", "116000"),
}
_YES = """
si certo ok va bene procedi yes sure do it please proceed confermo proceda inizia la domanda begin the application
"""
YES = frozenset(_YES.split())
NO = ("no", "no grazie", "no thanks", "annulla", "cancel")
_TOPIC_OF = {"file_report": "report", "take_time": "book", "give_time_back": "book"}  # a consent is taken back always
CALMING = ("my_cases", *NOT_OURS)  # with anger in it these are met as anger; everything else that is asked is done
CHOICES = 3


def converse(asked: Asked, memory: Memory) -> tuple[Answer, Memory]:
    """Answer a question, and remember the turn."""
    asked = replace(asked, slots=memory.slots)
    answer = _unless_off(_answer(asked, memory), asked.language)
    if answer.topic == "forget":
        return answer, Memory()
    return answer, memory.after(asked.question, listed(answer))


def _answer(asked: Asked, memory: Memory) -> Answer:
    warned = warned_of(asked.question)
    if warned and warned.group == "urgent":  # (1)
        return _urgent(warned, asked.language)
    if memory.pending:  # (2)
        words = plain(asked.question).split()
        if words and set(words) <= YES:
            off = _off(memory.pending.slots.get("service", _TOPIC_OF.get(memory.pending.tool, "")), asked.language)
            return off or _carefully(asked, lambda: run_pending(asked, memory))
        if plain(asked.question) in NO:
            return Answer("done", texts.say("dropped", asked.language))
    if warned and warned.group != "upset":  # (3)
        return _declined(warned.group, asked, rule=warned.rule)
    if plain(asked.question) in NO or (asked.question and set(plain(asked.question).split()) <= YES):
        return Answer("answer", texts.say("nothing_waits", asked.language))
    language = language_asked_for(asked.question, settings.CITY.languages)
    if language is not None:
        return _in_language(replace(asked, language=language), memory)
    on = _gone_on(asked, memory)  # (4)
    if on is not None:
        return on
    guesses = understand(calmed(asked.question) if warned else asked.question)
    asks_for_it = guesses[0].intent in (*PUBLIC, *HER_OWN) and guesses[0].likely >= CERTAIN_FROM
    if warned and (not asks_for_it or guesses[0].intent in CALMING):
        return people.upset(asked, mine.my_cases(asked).lines if asked.resident_id else ()).about("person", 1.0)
    return _asked_back(asked, guesses) or answer_to(asked, guesses)


def _in_language(asked: Asked, memory: Memory) -> Answer:
    """Answer in another language what was asked last; nothing is changed by it."""
    before = [words for who, words in memory.turns if who == "resident"][-1:]
    if not before or language_asked_for(before[0], settings.CITY.languages):
        return Answer("answer", texts.say("other_language", asked.language))
    return replace(_answer(replace(asked, question=before[0]), replace(memory, pending=None)), language=asked.language)


def _gone_on(asked: Asked, memory: Memory) -> Answer | None:
    """Answer what leaves its subject out; None where it does not, or nothing was spoken of."""
    offered = offered_in(asked.slots)
    at = going_on.picks(asked, offered)
    if at is None:
        return going_on.answer(asked)
    picked = going_on.thing(asked, offered.things[at])
    if picked is None and not offered.things[at].startswith("/"):
        picked = _answer(replace(asked, question=offered.things[at]), replace(memory, pending=None))
    return replace(picked, slots={**offered_slots(offered, at), **picked.slots}) if picked else None


def _asked_back(asked: Asked, guesses: list[Guess]) -> Answer | None:
    """Ask which, where a question has two matters or fits several services; None where it does not (5)."""
    if asked.slots.get("awaits"):
        return None
    matters = matters_of(asked.question)[:CHOICES]
    if matters:
        choices = tuple(Choice(topic_text(intent, asked.language), part) for part, intent in matters)
        return Answer("ask", texts.say("which.matter", asked.language), choices=choices, person=True)
    best = guesses[0]
    if best.intent not in services() or best.likely < CERTAIN_FROM:
        return None
    if is_mostly_unknown(asked.question, asked.language):
        return _unsure(asked, guesses)
    fitting = services_that_fit(asked.question, guesses, asked.language)
    return which_service(asked, fitting[:CHOICES]) if len(fitting) > 1 else None


def answer_to(asked: Asked, guesses: list[Guess]) -> Answer:
    """Answer by the likeliest meaning, or say that none is certain (5 to 7)."""
    best = _in_context(asked, guesses)
    asked = replace(asked, slots={**asked.slots, "meant": guesses[0].intent if guesses else ""})
    if best is None or best.likely < CERTAIN_FROM:
        return _unsure(asked, guesses)
    if best.intent in NOT_OURS:
        return _declined(best.intent, asked)
    if best.intent == "forget":
        return Answer("done", texts.say("forgotten", asked.language)).about("forget", best.likely)
    off = _off(best.intent, asked.language)
    if off is not None:  # (6)
        return off.about(best.intent, best.likely)
    return _carefully(asked, lambda: _by_tool(asked, best.intent)).about(best.intent, best.likely)


def _off(topic: str, language: str) -> Answer | None:
    """Say that the city has switched a topic off, and why; None where it is answered (6)."""
    reason = switched_off(topic)
    if reason is None:
        return None
    say = texts.say("switched", language, reason=reason)
    return Answer("off", say, person=True, links=people.ways_to(language)).about(topic, 1.0)


def _unless_off(answer: Answer, language: str) -> Answer:
    """Take back what was gone on with or asked back about a topic that is switched off (6)."""
    off = _off(answer.topic, language) if answer.topic and answer.kind not in ("off", "done") else None
    return off or answer


def _by_tool(asked: Asked, intent: str) -> Answer:
    if intent in services():
        return service(asked, intent)
    if intent in PUBLIC:
        return PUBLIC[intent](asked)
    if asked.resident_id is None:  # (7)
        link = Link(texts.say("sign_in_link", asked.language), f"/sign-in?next={asked.page or '/'}")
        return Answer("answer", texts.say("sign_in", asked.language), links=(link,))
    return HER_OWN[intent](asked)


def _in_context(asked: Asked, guesses: list[Guess]) -> Guess | None:
    """Give the likeliest meaning; a question that leaves its subject out is about what is open or was spoken of last."""
    best = guesses[0] if guesses else None
    if _is_about_a_time(asked, best):
        return Guess("book", 1.0)
    if reporting.says_where(asked):
        return Guess("report", 1.0)
    if best is not None and best.intent == "report" and reporting.asks_whether_allowed(asked.question):
        return replace(best, intent="unanswered")
    if best is not None and best.intent == "contacts" and not contacts.asks_for_contacts(asked.question):
        best = replace(best, intent="find_place")
    if best is not None and best.intent in services() and _looks_elsewhere(asked, best.intent):
        return Guess("find_place", 1.0)
    if best is not None and best.likely >= CERTAIN_FROM and best.intent not in ("hello", "nothing"):
        return best
    if asked.slots.get("topic") in ("near", "find_place") and city.finds(asked):
        return Guess("find_place", 1.0)
    if asked.slots.get("awaits") in ("hours", "contacts") and city.words_for_place(asked.question):
        return Guess(asked.slots["awaits"], 1.0)
    return Guess("find_place", 1.0) if city.looks_for_a_kind(asked) else best


def _looks_elsewhere(asked: Asked, service_id: str) -> bool:
    """Say whether a question looks for a kind of place by a word that the service does not know."""
    words = telling_words(asked.question)
    return bool(words) and city.looks_for_a_kind(asked) and not knows_words(service_id, words, asked.language)


def _is_about_a_time(asked: Asked, best: Guess | None) -> bool:
    """Say whether a question chooses a time: it was asked for one, or names an appointment for a service with times."""
    if asked.slots.get("awaits") == "book":
        named = booking.service_to_book(asked.question, asked.language) or booking.has_times(
            best.intent if best else ""
        )
        return bool(named) or booking.wish_in(asked).names_something
    if booking.only_says_to_book(asked):
        return True
    if best is None or best.intent not in services() or not booking.says_to_book(asked.question):
        return False
    return booking.has_times(best.intent) or booking.service_to_book(asked.question, asked.language) is not None


def run_pending(asked: Asked, memory: Memory) -> Answer:
    """Do what waited for a yes, and only what was asked for; what is a resident's only for her."""
    pending = memory.pending
    if pending is not None and pending.tool == "file_report":  # with or without an account, as on its page
        return reporting.file(asked, dict(pending.slots)).about("report", 1.0)
    if pending is None or asked.resident_id is None:
        return Answer("done", texts.say("dropped", asked.language))
    if pending.tool == "begin_service":
        return begin_service(asked, pending.slots["service"]).about(pending.slots["service"], 1.0)
    if pending.tool == "take_time":
        return booking.take_time(asked, pending.slots).about("book", 1.0)
    if pending.tool == "give_time_back":
        return booking.cancel(asked, UUID(pending.slots["appointment"])).about("book", 1.0)
    if pending.tool == "change_consent":
        granted = pending.slots["granted"] == "yes"
        return mine.change_consent(asked, pending.slots["purpose"], granted=granted).about("consents", 1.0)
    return Answer("done", texts.say("dropped", asked.language))


def _carefully(asked: Asked, run: Callable[[], Answer]) -> Answer:
    """Say a refusal of the city's as a turn of the dialogue."""
    try:
        return run()
    except MantoError as error:
        kinds = {Conflict: "conflict", NotFound: "not_found"}
        return Answer("answer", texts.say(f"trouble.{kinds.get(type(error), 'other')}", asked.language), person=True)


def _unsure(asked: Asked, guesses: list[Guess]) -> Answer:
    topics = [one.intent for one in guesses if one.intent not in (*NOT_OURS, "forget")][:CHOICES]
    choices = tuple(
        Choice(topic_text(topic, asked.language), first_way_to_ask(phrasings(), topic, asked.language))
        for topic in topics
    )
    say = texts.say("unsure.say" if choices else "unsure.nothing", asked.language)
    likely = guesses[0].likely if guesses else 0.0
    return Answer("unsure", say, choices=choices, person=True).about("", likely)


def _declined(group: str, asked: Asked, rule: str = "") -> Answer:
    key = f"declined.{rule}" if f"declined.{rule}" in texts else f"declined.{group}"
    say = texts.say(key, asked.language, number=settings.CITY.emergency)
    for_a_person = group in ("elsewhere", "unanswered")
    links = people.ways_to(asked.language) if for_a_person else ()
    return Answer("declined", say, links=links, person=for_a_person).about(group, 1.0)


def _urgent(warned: Warned, language: str) -> Answer:
    links = tuple(Link(texts.say(f"lines.{number}", language), f"tel:{number}") for number in LINES[warned.rule])
    say = texts.say(f"urgent.{warned.rule}", language, number=settings.CITY.emergency)
    return Answer("urgent", say, links=links, person=True).about(warned.rule, 1.0)
