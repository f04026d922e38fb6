"""What is meant: found among words and parts of words, refused when it is nobody's business here."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
from tests.assistant.conversation.held_out import asked_of, assert_understands

from manto.assistant.conversation.full_text import intents_by_words, keep_phrases
from manto.assistant.conversation.intents import (
    classifier,
    phrasings,
    read_classifier,
    understand,
    write_classifier,
)
from manto.services.reference import services


def test_there_are_ten_phrasings_in_each_language_for_each_service() -> None:
    """Written by us, beside the services."""
    for service in services():
        for language in ("it", "en"):
            ways = [one for one in phrasings() if (one.intent, one.language) == (service, language)]
            assert len(ways) >= 11, f"{service} {language}"  # ten and its title


def test_held_out_questions_are_not_among_the_phrasings() -> None:
    """Else the measure measures nothing."""
    learned = {one.text.lower() for one in phrasings()}
    for part in ("validation", "test"):
        assert [text for text, _ in asked_of(part) if text.lower() in learned] == []


def test_unseen_questions_are_understood_or_refused(town) -> None:
    """On the half that chose nothing: at least 85 in 100 answered rightly, at most 5 wrongly, 85 of what is not ours refused."""
    assert_understands(lambda text: understand(text)[0])


def test_slips_of_the_pen_are_met(town) -> None:
    """By parts of words, where the full text finds nothing."""
    assert understand("posso parchegiare vicno a casa?")[0].intent == "residents-parking"
    assert understand("rinovo carta d'identita")[0].intent == "identity-card"


def test_understanding_takes_less_than_five_milliseconds(town) -> None:
    """The full text included; the processor's time, so that a busy machine decides nothing."""
    understand("posso parcheggiare vicino a casa?")

    started = time.process_time()
    for _ in range(50):
        understand("posso parcheggiare vicino a casa mia se ho due auto?")

    assert (time.process_time() - started) / 50 < 0.005


def test_the_full_text_names_candidates_and_takes_no_query_for_an_order(town) -> None:
    """The same on both databases; what a query language means is only words here."""
    assert "residents-parking" in intents_by_words("parcheggiare")
    assert intents_by_words("xyzzy") == []
    for query in ('" OR 1=1 --', "a:* & !b | (c", "NEAR(park home)", "'; DROP TABLE assistant_phrase; --", "***"):
        intents_by_words(query)
    assert "residents-parking" in intents_by_words("parcheggiare")


def test_phrasings_are_laid_once(town) -> None:
    """And anew when one changes."""
    assert keep_phrases(phrasings()) == 0
    assert keep_phrases(phrasings()[:-1]) == len(phrasings()) - 1
    assert keep_phrases(phrasings()) == len(phrasings())


def test_the_same_texts_make_the_same_matrix_and_it_is_kept(tmp_path: Path) -> None:
    """Read back, it says the same."""
    made = classifier()
    write_classifier(made, tmp_path / "kept.npz")

    kept = read_classifier(tmp_path / "kept.npz")

    text = "ho perso la carta d'identità"
    assert np.array_equal(made.scores(text), kept.scores(text))
    assert (made.intents, made.temperature) == (kept.intents, kept.temperature)


def test_several_may_keep_it_at_once(tmp_path: Path) -> None:
    """Each of a city's processes learns for itself when it is first asked."""
    made, file = classifier(), tmp_path / "kept.npz"
    with ThreadPoolExecutor(4) as processes:
        list(processes.map(lambda _: write_classifier(made, file), range(8)))

    assert list(tmp_path.iterdir()) == [file]
    assert read_classifier(file).intents == made.intents
