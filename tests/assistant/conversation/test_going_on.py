"""What a question leaves open or leaves out: asked back, or gone on with; and anger, which is met and not argued with."""

from datetime import UTC, datetime

import pytest
from tests.assistant.conversation.held_out import asked_of
from tests.assistant.conversation.test_dialogue import known_bad

from manto.assistant.conversation.matters import matters_of
from manto.assistant.conversation.safety import warned_of
from manto.assistant.conversation.tools.reporting import kind_of
from manto.places.queries import place
from manto.residents.commands import record_fact
from manto.residents.commands.facts import OWN_WORD
from manto.services.cases.procedure import procedure
from manto.services.models import Case
from manto.services.reference import the_service

NOW = datetime(2026, 6, 9, 8, 41, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_words_that_fit_several_services_are_asked_back(amir, ask) -> None:
    """Three at most, each with what tells it apart and how it stands with her; nothing is begun by a yes to that."""
    record_fact(amir.id, "vehicle.count", 1, source=OWN_WORD, valid_from=NOW.date(), now=NOW)

    asked = ask("I want a parking permit", amir, language="en")

    assert (asked.kind, asked.quotes, asked.pending) == ("ask", (), None)
    titles = [one.label for one in asked.choices]
    assert {"Parents' parking permit", "Residents' parking permit"} <= set(titles)
    assert len(titles) <= 3
    assert len({one.text for one in asked.choices}) == len(titles)
    mine = next(one for one in asked.choices if one.label == "Residents' parking permit")
    assert mine.text.endswith("By what the city knows, for you.")
    assert ask("yes", amir, language="en").kind != "done"
    assert not Case.objects.exists()

    ask("voglio un permesso per il parcheggio", amir)
    chosen = ask(mine.send, amir, language="en")
    assert (chosen.topic, bool(chosen.quotes)) == ("residents-parking", True)


def test_the_second_of_what_was_offered_is_meant_by_its_order(amir, ask) -> None:
    """Of services, of times at an office, of places; "the other one" is the next."""
    choices = ask("I want a parking permit", amir, language="en").choices
    second = ask("the second one", amir, language="en")
    assert [quote.source for quote in second.quotes if choices[1].label in quote.source]

    ask("vorrei prenotare per la carta d'identità", amir)
    times = ask("domani mattina", amir).choices
    assert times[1].label in ask("il secondo", amir).say

    found = ask("find me a pharmacy", language="en").lines
    assert [link.href for link in ask("the other one", language="en").links] == [found[1].href]
    assert found[1].title in ask("is it open now?", language="en").links[0].label


def test_what_is_left_out_is_what_was_spoken_of(town, ask) -> None:
    """A day after hours and events, a price after a place and an event; with nothing spoken of it asks of what."""
    assert ask("how much is it?", language="en").kind == "ask"

    ask("a che ora apre il palazzo te?")
    assert ask("e lunedì?").quotes[0].text.startswith("Lunedì: ")
    price = ask("e quanto costa?")
    assert (price.topic, price.quotes, price.links[0].label) == ("find_place", (), "Palazzo Te")

    tomorrow = ask("cosa c'è domani?").lines
    after = ask("e dopodomani?").lines
    assert (bool(tomorrow), bool(after)) == (True, True)
    assert {line.text.split(",")[0] for line in after} == {"giovedì 11 giugno"}
    told = ask("dimmi di più del primo")
    assert told.links[0].href == after[0].href
    assert ask("quanto costa?").links[0].href == after[0].href

    ask("what is near here?", language="en")
    assert ask("and a museum?", language="en").topic == "find_place"


def test_a_subject_of_its_own_is_no_going_on(town, ask) -> None:
    """What is free or paid elsewhere is not answered with the price of what was spoken of."""
    ask("posso parcheggiare vicino a casa?")
    for question in ("c'è wifi gratis?", "musei gratis domenica", "ho preso una multa, devo pagarla?"):
        assert "22 euro l'anno." not in [quote.text for quote in ask(question).quotes], question

    ask("I need help with the rent", language="en")
    assert "Free." not in [quote.text for quote in ask("how much will I get?", language="en").quotes]


def test_two_matters_are_taken_one_after_the_other(town, ask) -> None:
    """It asks which comes first, and knows the other; of the questions held out none is cut in two."""
    asked = ask("ho perso la carta d'identità e ho anche cambiato casa")
    assert [one.label for one in asked.choices] == ["Carta d'identità elettronica", "Cambio di residenza"]
    assert ask(asked.choices[0].send).topic == "identity-card"
    assert ask("il secondo").topic == "residence-change"

    whole = [text for part in ("validation", "test") for text, _ in asked_of(part)]
    assert [text for text in whole if matters_of(text)] == []


def test_an_appointment_is_given_back_by_it(amir, ask) -> None:
    """After a yes, as from its page."""
    ask("book me an appointment tomorrow", amir, language="en")
    ask("for the id card", amir, language="en")
    ask("the first one", amir, language="en")
    assert ask("yes", amir, language="en").kind == "done"

    assert ask("cancel it", amir, language="en").kind == "confirm"
    assert ask("yes", amir, language="en").kind == "done"


@pytest.mark.parametrize("language", ["it", "en"])
def test_an_ordinary_question_with_a_lawyers_word_is_not_declined(town, ask, language: str) -> None:
    """Cash, a strike, damages and the like are law in some questions only."""
    for one in known_bad()["ordinary"]:
        assert warned_of(one[language]) is None, one[language]
        assert ask(one[language], language=language).kind != "declined", one[language]


def test_anger_gets_a_person_and_what_waits(amir, ask) -> None:
    """No guess at what it may be about; a report with a curse in it is a report all the same."""
    ask("posso parcheggiare vicino a casa?", amir)
    ask("sì", amir)

    angry = ask("siete degli incompetenti, aspetto da tre settimane e nessuno risponde!!!", amir)

    assert (angry.person, angry.quotes, len(angry.lines)) == (True, (), 1)
    assert ask("che schifo, il lampione in via Chiassi 12 è spento", amir).topic == "report"


def test_a_life_event_lists_its_services_and_a_person(town, ask) -> None:
    """Whoever lost somebody is not asked to guess the name of a service."""
    answer = ask("mio marito è morto")
    assert answer.person
    assert "/services/about/survivor-pension" in [line.href for line in answer.lines]


def test_a_report_is_told_in_two_steps(town, ask) -> None:
    """What first, then where; another question in between is no street."""
    ask("there is a street lamp out", language="en")
    asked = ask("via Chiassi 12", language="en")

    assert asked.kind == "confirm"
    assert asked.pending is not None
    assert asked.pending.slots["text"] == "there is a street lamp out, via Chiassi 12"

    ask("il lampione è spento")
    assert ask("come mi iscrivo in biblioteca?").topic == "library-card"


def test_the_nearest_of_what_was_listed_needs_a_list_and_a_position(town, ask) -> None:
    """Else it says what it does not know."""
    assert ask("nearest one", language="en").say.startswith("Of what?")

    found = ask("cerco una farmacia").lines
    assert "Non so la posizione" in ask("la più vicina").say
    last = found[-1].href.removeprefix("/places/")
    there = place(last, now=NOW, language="it").card
    assert ask("la più vicina", near=(there.lat, there.lon)).links[0].href == found[-1].href


def test_how_long_it_takes_is_told_of_the_service_that_was_spoken_of(town, ask) -> None:
    """And asked back where none was."""
    assert ask("how long does it take", language="en").kind == "ask"
    assert ask("quanto tempo ci vuole?").kind == "ask"

    ask("posso parcheggiare vicino a casa?")
    told = ask("quanto tempo ci vuole?")
    days = procedure(the_service("residents-parking").procedure).answer_within_days
    assert (told.topic, str(days) in told.quotes[0].text) == ("residents-parking", True)


def test_another_language_is_spoken_when_it_is_asked_for(town, ask) -> None:
    """What was asked last is answered in it; nothing else counts as asking for one."""
    assert "top of the page" in ask("in English please").say

    ask("posso parcheggiare vicino a casa?")
    told = ask("do you speak English?")
    assert told.topic == "residents-parking"
    assert "Residents' parking permit" in told.say
    assert ask("in italiano, per favore").kind != "unsure"


def test_a_telephone_number_is_that_of_the_place_that_was_spoken_of(town, ask) -> None:
    """As its source gives it; with none spoken of, the town hall's."""
    assert ask("dammi il numero di telefono").links[0].href.startswith("tel:")

    ask("a che ora apre il palazzo te?")
    known = place("mantova:palazzo-te", now=NOW, language="it").phone
    told = ask("dammi il numero di telefono")
    assert known
    assert (told.quotes[0].text, told.links[0].href) == (known, f"tel:{known.replace(' ', '')}")
    assert "Palazzo Te" in told.quotes[0].source


@pytest.mark.parametrize("language", ["it", "en"])
def test_what_is_allowed_is_no_report_and_stairs_are_no_lift(town, ask, language: str) -> None:
    """What is asked of the law goes to a person; a report is of the kind that is told, or of none yet."""
    for one in known_bad()["allowed"]:
        assert ask(one[language], language=language).topic != "report", one[language]
    for one in known_bad()["of_no_kind"]:
        assert kind_of(one[language]) is None, one[language]
    assert kind_of("The stair lift at the station does not work").code == "lift_out_of_order"
