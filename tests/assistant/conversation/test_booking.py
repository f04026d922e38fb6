"""A time at an office, chosen in the talk: offered, taken after a yes, moved, given back; never another's."""

from datetime import UTC, date, datetime, time
from uuid import uuid4

import pytest
from tests.assistant.conversation.conftest import CIVIL, NOW

from manto.assistant.adapters.mcp_server import use_tool
from manto.assistant.adapters.tools import TOOLS
from manto.assistant.conversation import commands
from manto.assistant.conversation.tools.booking import service_to_book
from manto.assistant.conversation.wished import Wish, wish_of
from manto.kernel.errors import BadInput, NotFound
from manto.residents import commands as residents
from manto.services import commands as services
from manto.services.models import Appointment, Case, Notice, Report

TUESDAY = date(2026, 6, 9)

pytestmark = pytest.mark.django_db


@pytest.fixture
def nora(amir):
    """Give a child for whom Amir acts."""
    child = residents.register_resident(now=NOW, language="it")
    for name, value in {"person.given_name": "Nora", "person.birth": date(2025, 3, 1)}.items():
        residents.record_fact(child.id, name, value, source=CIVIL, valid_from=TUESDAY, now=NOW)
    residents.appoint_guardian(child.id, amir.id, proof="Atto di nascita 41/2025", since=date(2025, 3, 1))
    return child


@pytest.mark.parametrize(
    ("sentence", "wish"),
    [
        ("martedì 16 giugno, 9.15", Wish(day=date(2026, 6, 16), at=time(9, 15))),
        ("Friday 12 June, 15.30", Wish(day=date(2026, 6, 12), at=time(15, 30))),
        ("domani mattina", Wish(day=date(2026, 6, 10), afternoon=False)),
        ("the day after tomorrow at 10", Wish(day=date(2026, 6, 11), hour=10)),
        ("giovedì alle 11", Wish(weekday=3, hour=11)),
        ("3 pm on Thursday", Wish(weekday=3, at=time(15))),
        ("il 3 gennaio", Wish(day=date(2027, 1, 3))),
        ("June 31", Wish()),
        ("ho due auto", Wish()),
    ],
)
def test_a_moment_is_read_from_words(sentence: str, wish: Wish) -> None:
    """Days, hours and parts of the day; a day that is past is next year's; one that does not exist is none."""
    assert wish_of(sentence, ("it", "en"), TUESDAY) == wish


def test_amir_books_in_the_talk(amir, ask) -> None:
    """Named, offered three days, one chosen, a yes: it is his, with its notice, and what to bring in the office's words."""
    offered = ask("vorrei un appuntamento per la carta d'identità", amir)
    assert (offered.topic, len(offered.choices), Appointment.objects.count()) == ("book", 3, 0)
    assert offered.quotes[0].text == "Porta il documento che hai e una fototessera."

    asked = ask(offered.choices[1].send, amir)
    assert (asked.kind, Appointment.objects.count()) == ("confirm", 0)
    assert offered.choices[1].label in asked.say

    done = ask("Sì, procedi", amir)

    mine = Appointment.objects.get()
    assert (done.kind, mine.state, mine.subject_id, mine.service) == ("done", "taken", amir.id, "identity-card")
    assert done.links[0].href == f"/services/appointments/{mine.id}"
    assert Notice.objects.get(resident=amir.id).kind == "appointment.taken"


def test_without_a_matter_it_asks_for_what(amir, ask) -> None:
    """What is given with times is offered; a day is then looked for among the free ones, and what is full is told."""
    asked = ask("I want to book an appointment", amir, language="en")
    assert "Electronic identity card" in [one.label for one in asked.choices]
    sent = next(one.send for one in asked.choices if one.label == "Electronic identity card")

    assert ask(sent, amir, language="en").choices
    thursday = ask("Thursday afternoon", amir, language="en")
    assert thursday.choices[0].label == "Thursday 11 June, 15.00"
    sunday = ask("Sunday at 10", amir, language="en")
    assert "nothing free then" in sunday.say
    assert ask("hello", amir, language="en").topic == "hello", "a word about something else is not taken for a moment"


def test_another_moment_is_as_good_as_a_yes_and_a_no_drops_it(amir, ask) -> None:
    """Nothing is taken but what was said yes to last."""
    ask("prenota un orario per la carta d'identità", amir)
    ask("mercoledì 10 giugno, 9.15", amir)
    ask("anzi, giovedì 11 giugno, 9.15", amir)
    ask("sì", amir)
    assert Appointment.objects.get().begins == datetime(2026, 6, 11, 7, 15, tzinfo=UTC)

    ask("prenota un orario per il cambio di residenza", amir)
    ask("mercoledì 10 giugno, 9.15", amir)
    ask("no", amir)
    ask("sì", amir)
    assert Appointment.objects.count() == 1


def test_an_appointment_is_moved_and_given_back(amir, ask) -> None:
    """Each after a yes; without one there is nothing to move."""
    assert ask("devo disdire l'appuntamento", amir).kind == "answer"
    ask("prenota un orario per la carta d'identità", amir)
    ask("mercoledì 10 giugno, 9.15", amir)
    ask("sì", amir)

    assert ask("vorrei spostare il mio appuntamento", amir).choices
    moved = ask("giovedì 11 giugno alle 9.30", amir)
    assert moved.kind == "confirm"
    ask("sì", amir)
    (mine,) = Appointment.objects.all()
    assert mine.begins == datetime(2026, 6, 11, 7, 30, tzinfo=UTC)

    assert ask("disdire l'appuntamento", amir).kind == "confirm"
    assert Appointment.objects.get().state == "taken"
    assert ask("sì", amir).kind == "done"
    assert Appointment.objects.get().state == "cancelled"


def test_who_is_not_signed_in_sees_times_and_takes_none(town, ask) -> None:
    """Free times are public; a time is somebody's."""
    answer = ask("prenotare un appuntamento per la carta d'identità")

    assert len(answer.lines) == 3
    assert answer.links[0].href == "/sign-in?next=/services/times/identity-card"
    assert (answer.choices, answer.pending) == ((), None)


def test_a_time_that_is_gone_meanwhile_is_told_in_her_language(amir, ask) -> None:
    """Somebody else took both seats between the offer and the yes."""
    ask("prenota un orario per la carta d'identità", amir)
    ask("mercoledì 10 giugno, 9.15", amir)
    at = datetime(2026, 6, 10, 7, 15, tzinfo=UTC)
    for _ in range(2):
        other = residents.register_resident(now=NOW)
        services.hold_time(uuid4(), "identity-card", at, subject_id=other.id, booker_id=other.id, now=NOW)

    answer = ask("sì", amir)

    assert answer.say.startswith("Intanto qualcosa è cambiato")
    assert not Appointment.objects.filter(booker=amir.id).exists()


def test_what_is_for_a_child_is_done_for_the_child(amir, nora, ask) -> None:
    """The one he acts for, with her name; with two, its page lets him choose; never for himself."""
    asked = ask("prenota un orario per la vaccinazione", amir)
    assert asked.choices, asked
    asked = ask(asked.choices[0].send, amir)
    assert "Nora" in asked.say
    ask("sì", amir)
    assert Appointment.objects.get().subject_id == nora.id

    begun = ask("come iscrivo mia figlia al nido?", amir)
    assert begun.topic == "nursery-place"
    ask("sì", amir)
    assert Case.objects.get().subject_id == nora.id


def test_what_is_for_a_child_is_not_begun_without_one(amir, ask) -> None:
    """The page of the service says how it is had."""
    answer = ask("come iscrivo mia figlia al nido?", amir)
    assert (answer.topic, answer.pending) == ("nursery-place", None)
    ask("sì", amir)
    assert not Case.objects.exists()


def test_the_words_of_a_title_name_the_service() -> None:
    """Whole or in part; what two share names neither."""
    assert service_to_book("un orario per la carta d'identità", "it") == "identity-card"
    assert service_to_book("book me a table at Luigi's", "en") is None


def test_an_assistant_of_ones_own_books_reports_and_gives_back(amir) -> None:
    """The same tools, each with a yes; only its own appointments."""
    _, token = commands.give_access(uuid4(), amir.id, "Helper", list(TOOLS), known_tools=list(TOOLS), days=9, now=NOW)
    free = use_tool(token, "free_times", {"service": "identity-card", "when": "Thursday morning"}, "en")
    begins = free.lines[0].text
    assert datetime.fromisoformat(begins) == datetime(2026, 6, 11, 7, tzinfo=UTC)

    given = {"service": "identity-card", "begins": begins}
    assert use_tool(token, "book", given, "en").kind == "confirm"
    assert not Appointment.objects.exists()
    assert use_tool(token, "book", {**given, "confirm": True}, "en").kind == "done"
    (line,) = use_tool(token, "my_appointments", {}, "en").lines
    appointment = line.href.rsplit("/", 1)[1]

    assert use_tool(token, "cancel_appointment", {"appointment": appointment}, "en").kind == "confirm"
    assert Appointment.objects.get().state == "taken"
    assert use_tool(token, "cancel_appointment", {"appointment": appointment, "confirm": True}, "en").kind == "done"
    assert Appointment.objects.get().state == "cancelled"
    with pytest.raises(NotFound):
        use_tool(token, "cancel_appointment", {"appointment": str(uuid4()), "confirm": True}, "en")
    with pytest.raises(BadInput):
        use_tool(token, "book", {"service": "identity-card", "begins": "tomorrow"}, "en")
    sunday = {"service": "identity-card", "begins": "2026-06-14T09:00:00+02:00", "confirm": True}
    with pytest.raises(NotFound):
        use_tool(token, "book", sunday, "en")

    problem = {"question": "the street light in Via Chiassi 12 is broken"}
    assert use_tool(token, "report", problem, "en").kind == "confirm"
    assert not Report.objects.exists()
    assert use_tool(token, "report", {**problem, "confirm": True}, "en").kind == "done"
    assert Report.objects.get().via == "assistant"
