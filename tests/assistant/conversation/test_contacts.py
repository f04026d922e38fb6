"""How a place is reached, what kind of place is looked for, and for whom something is asked."""

import pytest
from tests.assistant.conversation.held_out import asked_of
from tests.assistant.conversation.test_dialogue import NOW, known_bad

from manto.assistant.conversation import commands
from manto.assistant.conversation.intents import CERTAIN_FROM, understand
from manto.places.queries import place
from manto.residents.models import Account
from manto.residents.roles import Role
from manto.services.models import Case

pytestmark = pytest.mark.django_db


def test_a_places_contacts_are_quoted_with_source_and_date(town, ask) -> None:
    """Telephone, website, address and the way in of the place that is named; others of the kind are listed."""
    known = place("mantova:biblioteca-baratta", now=NOW, language="en")
    for question, text in (
        ("phone number of the library", known.phone),
        ("what is the library's website?", known.website),
        ("indirizzo della biblioteca Baratta", known.card.address),
    ):
        told = ask(question, language="en")
        (quote,) = told.quotes
        assert (told.topic, quote.text, quote.since) == ("contacts", text, known.imported_at.date()), question
        assert known.card.source in quote.source
    assert len(ask("phone number of the library", language="en").lines) >= 1
    assert ask("numero di telefono della biblioteca Baratta").lines == ()

    way_in = ask("si entra in carrozzina al teatro Bibiena?").quotes[0].text
    assert "In carrozzina: in parte." in way_in
    assert "Bagno accessibile." in way_in


def test_what_no_source_tells_of_a_place_is_said_to_be_unknown(town, ask) -> None:
    """With the town hall's ways; an address that is to be changed is no place's."""
    told = ask("numero di telefono dell'anagrafe")
    assert (told.quotes, told.person) == ((), True)
    assert any(link.href.startswith("tel:") for link in told.links)

    assert ask("devo comunicare il mio nuovo indirizzo").topic != "contacts"
    assert ask("e-mail della bocciofila che non c'è").kind == "ask"


@pytest.mark.parametrize(
    ("question", "category"),
    [
        ("Dove posso ricaricare la bici?", "charging_station"),
        ("c'è un bagno pubblico in centro?", "toilets"),
        ("dove butto un frigorifero vecchio", "recycling"),
        ("anything to eat around here?", "restaurant"),
    ],
)
def test_a_kind_of_place_is_found_by_the_citys_words_for_it(town, ask, question: str, category: str) -> None:
    """Also where no place has all the words of the question."""
    told = ask(question, language="it")
    found = [line.href for line in told.lines] or [told.links[0].href]
    for href in found:
        assert place(href.removeprefix("/places/"), now=NOW, language="it").card.category == category


def test_of_somebody_else_nothing_is_judged_and_nothing_begun(amir, ask) -> None:
    """Conditions are quoted; how they stand with whoever asks says nothing of a mother."""
    about_herself = ask("posso avere il contrassegno disabili?", amir)
    assert any("per te" in quote.source or ":" in quote.source for quote in about_herself.quotes)

    told = ask("mia madre cammina male, può avere il contrassegno disabili?", amir)

    assert (told.topic, told.pending) == ("disabled-badge", None)
    assert told.say.startswith("Ecco che cosa dice il Comune")
    assert ask("sì", amir).kind != "done"
    assert not Case.objects.exists()


def test_who_cannot_pay_is_not_told_a_price(town, ask) -> None:
    """A price is quoted where one is asked for."""
    assert len(ask("non riesco a pagare l'affitto").quotes) > 1
    assert len(ask("quanto si paga di mensa?").quotes) == 1


def test_one_word_that_many_services_share_is_asked_back(town, ask) -> None:
    """However likely one of them seems; so is a matter that is not one service yet, beside another."""
    assert ask("bonus").kind == "ask"
    labels = [one.label for one in ask("I need a parking permit and a library card", language="en").choices]
    assert (len(labels), labels[1]) == (2, "Library card")


def test_her_appointments_are_told_and_not_asked_for(amir, ask) -> None:
    """A question whether there is one is no wish for one."""
    assert ask("ho un appuntamento?", amir).kind == "answer"
    assert ask("vorrei un appuntamento", amir).kind == "ask"


def test_a_topic_switched_off_is_off_in_all_that_goes_on_with_it(amir, ask) -> None:
    """In a follow-up, and for a yes that was waited for when it was switched off."""
    clerk = Account.objects.create_user("elena@example.org", role=Role.SERVICE_DESIGNER, name="Elena")
    assert ask("posso parcheggiare vicino a casa?", amir).pending is not None
    commands.switch_topic(
        "residents-parking", off=True, reason="Cambia.", account_id=clerk.id, topics=["residents-parking"], now=NOW
    )

    assert [ask(words, amir).kind for words in ("sì", "quanto costa?")] == ["off", "off"]
    assert not Case.objects.exists()


@pytest.mark.parametrize("language", ["it", "en"])
def test_what_is_asked_of_an_ordinance_is_declined_and_a_report_is_not(town, ask, language: str) -> None:
    """What may be done in the street is law; what somebody does there is a report."""
    for one in known_bad()["conduct"]:
        told = ask(one[language], language=language)
        assert (told.kind, told.quotes, told.person) == ("declined", (), True), one[language]
    for one in known_bad()["no_conduct"]:
        assert ask(one[language], language=language).topic == "report", one[language]


def test_a_third_set_is_understood_that_was_written_before_the_words(town) -> None:
    """Of ninety questions three in four are answered rightly, one in twelve wrongly at most."""
    guesses = [(understand(text)[0], meant) for text, meant in asked_of("fresh") if meant != "none"]
    answered = [(best.intent == meant) for best, meant in guesses if best.likely >= CERTAIN_FROM]

    assert sum(answered) / len(guesses) >= 0.75
    assert answered.count(False) / len(guesses) <= 1 / 12


def test_a_dialogue_goes_on_with_the_place_and_the_service_that_were_spoken_of(amir, ask) -> None:
    """A day beside a place, its telephone, a kind of place by one word, a time for the service."""
    assert ask("is palazzo ducale open tomorrow?", language="en").topic == "hours"
    assert ask("and its phone?", language="en").quotes
    assert ask("libraries", language="en").topic == "find_place"

    ask("come faccio la carta d'identità?", amir)
    assert ask("va bene, prenota", amir).quotes[0].text == "Porta il documento che hai e una fototessera."

    assert ask("vorrei aprire un forno", amir).topic == "new-shop"
