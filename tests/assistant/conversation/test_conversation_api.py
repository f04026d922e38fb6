"""The conversation over HTTP: as it comes, remembered in the session, handed to a person, told to everybody."""

import json
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.test import Client

from manto.assistant.conversation.commands import forget_old_dialogues
from manto.assistant.conversation.memory import KEPT
from manto.assistant.conversation.models import Dialogue, Question
from manto.kernel.clock import FixedClock
from manto.residents import personal_data
from manto.residents.desks import Clerk, tasks_of
from manto.residents.models import Account, Lookup
from manto.residents.roles import Role
from manto.services.models import Notice

NOW = datetime(2026, 6, 9, 8, 41, tzinfo=UTC)
BACKEND = "django.contrib.auth.backends.ModelBackend"

pytestmark = pytest.mark.django_db


def signed_in(account: Account) -> Client:
    client = Client(HTTP_ACCEPT_LANGUAGE="it")
    client.force_login(account, backend=BACKEND)
    return client


def say(client: Client, question: str, **more: str):
    return client.post("/api/v1/assistant/ask", {"question": question, **more}, content_type="application/json")


def officer() -> Client:
    return signed_in(Account.objects.create_user("davide@example.org", role=Role.CASE_OFFICER, name="Davide"))


def test_an_answer_comes_piece_by_piece(amir) -> None:
    """As server-sent events: the sentence, each quote, then all of it."""
    client = signed_in(amir.account)

    response = client.post(
        "/api/v1/assistant/stream", {"question": "posso parcheggiare vicino a casa?"}, content_type="application/json"
    )

    assert response["Content-Type"].startswith("text/event-stream")
    events = [one.split("\n") for one in b"".join(response.streaming_content).decode().strip().split("\n\n")]
    names = [lines[0].removeprefix("event: ") for lines in events]
    whole = json.loads(events[-1][1].removeprefix("data: "))
    assert (names[0], names[-1], names.count("quote")) == ("say", "answer", len(whole["quotes"]))
    assert whole["quotes"][0]["since"] == "2021-01-01"
    assert say(client, "sì").json()["kind"] == "done", "what was asked in the stream is remembered"


def test_a_dialogue_lasts_an_hour_and_is_forgotten_on_a_word(amir, settings) -> None:
    """Gone from the tables, not only from sight."""
    client = signed_in(amir.account)
    say(client, "posso parcheggiare vicino a casa?")
    assert len(client.get("/api/v1/assistant/dialogue").json()["turns"]) == 2

    settings.CLOCK = FixedClock(NOW + KEPT + timedelta(minutes=1))
    assert client.get("/api/v1/assistant/dialogue").json()["turns"] == []
    assert forget_old_dialogues(now=settings.CLOCK.now()) == 1

    say(client, "posso parcheggiare vicino a casa?")
    assert client.delete("/api/v1/assistant/dialogue").status_code == 204
    assert Dialogue.objects.count() == 0


def test_nobody_reads_a_dialogue_that_another_began_in_this_browser(amir) -> None:
    """The next one at the same browser begins anew."""
    client = Client(HTTP_ACCEPT_LANGUAGE="it")
    say(client, "posso parcheggiare vicino a casa?")
    assert len(client.get("/api/v1/assistant/dialogue").json()["turns"]) == 2

    client.force_login(amir.account, backend=BACKEND)

    assert client.get("/api/v1/assistant/dialogue").json()["turns"] == []


def test_what_is_said_is_exported_and_erased(amir) -> None:
    """Dialogue and questions, with the rest that the room holds."""
    client = signed_in(amir.account)
    say(client, "posso parcheggiare vicino a casa?")
    client.post(
        "/api/v1/me/questions", {"id": str(uuid4()), "question": "Mi aiutate?"}, content_type="application/json"
    )

    held = personal_data.export_everything(amir.id, now=NOW)["rooms"]["assistant"]["conversation"]
    assert held["dialogues"][0]["turns"][0] == ["resident", "posso parcheggiare vicino a casa?"]
    assert held["questions"][0]["text"] == "Mi aiutate?"

    next(part for part in personal_data.parts() if part.room == "assistant").erase(amir.id)
    assert (Dialogue.objects.count(), Question.objects.count()) == (0, 0)


@pytest.mark.parametrize("agreed", [True, False])
def test_a_person_gets_the_dialogue_only_if_she_agrees_and_answers(amir, agreed: bool) -> None:
    """A task on the case officer's desk, without her name; the answer reaches her inbox."""
    client, desk = signed_in(amir.account), officer()
    say(client, "il padrone di casa può tenersi la caparra?")
    question = {"id": str(uuid4()), "question": "Chi mi consiglia?", "topic": "elsewhere", "with_dialogue": agreed}
    for _ in range(2):  # told twice, it is one
        assert client.post("/api/v1/me/questions", question, content_type="application/json").status_code == 200

    clerk = Clerk(Account.objects.get(email="davide@example.org").id, Role.CASE_OFFICER, "it")
    (task,) = [one for one in tasks_of(clerk, NOW) if one.kind == "question"]
    assert "Amir" not in task.title + task.text
    shown = desk.get(f"/api/v1/desk/questions/{task.subject}").json()
    assert bool(shown["dialogue"]) is agreed

    answered = desk.post(
        f"/api/v1/desk/questions/{task.subject}/answer",
        {"answer": "Il sindacato inquilini, in via Altobelli."},
        content_type="application/json",
    )

    assert answered.status_code == 200
    assert Notice.objects.get(resident=amir.id).values["reason"].startswith("Il sindacato")
    assert client.get("/api/v1/me/questions").json()[0]["answer"].startswith("Il sindacato")
    assert [one for one in tasks_of(clerk, NOW) if one.kind == "question"] == []


def test_everybody_reads_what_was_wrong_and_what_is_switched_off(town) -> None:
    """What, since when, mended when; and the reason of a switch."""
    desk, anybody = officer(), Client(HTTP_ACCEPT_LANGUAGE="en")
    wrong = {
        "topic": "waste-tax",
        "what": {"en": "It named the price of last year.", "it": "Diceva il prezzo dell'anno scorso."},
        "since": "2026-06-01",
    }
    (logged,) = desk.post("/api/v1/desk/answer-errors", wrong, content_type="application/json").json()
    desk.put("/api/v1/desk/topics/waste-tax", {"off": True, "reason": "Under review."}, content_type="application/json")

    told = anybody.get("/api/v1/assistant/log").json()
    assert (told["errors"][0]["what"], told["errors"][0]["mended"]) == ("It named the price of last year.", None)
    assert [one["topic"] for one in told["switched_off"]] == ["waste-tax"]

    mended = {"how": {"en": "The page was corrected."}, "on": "2026-06-09"}
    desk.post(f"/api/v1/desk/answer-errors/{logged['id']}/mended", mended, content_type="application/json")
    assert anybody.get("/api/v1/assistant/log").json()["errors"][0]["mended"] == "2026-06-09"


def test_asking_of_oneself_leaves_the_lines_that_the_pages_leave(amir) -> None:
    """The rule that was compared is told under who looked, as on the page of the service."""
    say(signed_in(amir.account), "posso parcheggiare vicino a casa?")

    assert Lookup.objects.filter(resident=amir.id, room="services").exists()


def test_a_broken_question_is_refused_plainly(town) -> None:
    """Too long, empty, or from nowhere."""
    client = Client()
    assert say(client, "").status_code == 422
    assert say(client, "a" * 401).status_code == 422
    assert say(client, "che cosa c'è qui vicino?", near="north").status_code == 400
