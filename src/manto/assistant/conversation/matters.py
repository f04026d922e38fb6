"""What a question leaves open: which of several services, which of two matters, or words that nobody knows here.

Nothing is guessed where the words fit more than one thing: the resident is asked which.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from django.conf import settings

from manto.assistant.conversation.classifier import Guess
from manto.assistant.conversation.features import plain
from manto.assistant.conversation.followups import parts_of
from manto.assistant.conversation.intents import NOT_OURS, phrasings, understand
from manto.assistant.conversation.synonyms import words_that_mean_the_same
from manto.services.catalogue.search import distance, stem, words_of
from manto.services.reference import services

SURE_FROM = 0.9  # how likely a service is that needs no choice, though its words fit others too
MANY = 3
MATTER_FROM = 0.75  # how likely each of two matters must be, or the services together that its words fit
SLIPS_MAX, SHORT_MAX, LONG_MIN = 2, 5, 7  # a short word is not another mistyped, a long one may have two slips
NO_MATTER = (*NOT_OURS, "hello", "thanks", "forget", "person")


def services_that_fit(question: str, guesses: Sequence[Guess], language: str) -> list[str]:
    """List the services that all telling words of a question fit, the likeliest first; one where its title is said.

    One telling word that many services share ("bonus") tells none apart, however likely one of them seems.
    """
    best = guesses[0]
    if best.intent not in services() or _is_known(question, language):
        return [best.intent]
    said = {stem(word, language) for word in words_of(question)}
    known = {word for words in _words_by_service(language).values() for word in words}
    telling = said & known
    fitting = {one for one, words in _words_by_service(language).items() if telling and telling <= words}
    is_shared = len(telling) == len(said) == 1 and len(fitting) >= MANY
    if best.likely >= SURE_FROM and not is_shared:
        return [best.intent]
    likely = [one.intent for one in guesses if one.intent in fitting]
    return list(dict.fromkeys([best.intent, *likely, *sorted(fitting)]))


def matters_of(question: str) -> list[tuple[str, str]]:
    """List the matters of a question with what each means; none where it has not more than one, or is known whole."""
    if any(_is_known(question, language) for language in settings.CITY.languages):
        return []
    found: dict[str, str] = {}
    for part in parts_of(question):
        guesses = understand(part)
        best = guesses[0]
        if _together(part, guesses) >= MATTER_FROM and best.intent not in NO_MATTER:
            found.setdefault(best.intent, part)
    return [(part, intent) for intent, part in found.items()] if len(found) > 1 else []


def _together(part: str, guesses: Sequence[Guess]) -> float:
    """Say how likely a part means any of the services that its words fit: "a parking permit" is a matter, of whichever."""
    fitting = {one for language in settings.CITY.languages for one in services_that_fit(part, guesses, language)}
    return sum(one.likely for one in guesses if one.intent in fitting)


def knows_words(service_id: str, words: Sequence[str], language: str) -> bool:
    """Say whether a service is asked for by any of some words."""
    return bool({stem(word, language) for word in words} & _words_by_service(language)[service_id])


def is_mostly_unknown(question: str, language: str) -> bool:
    """Say whether half of the telling words of a question stand in no way to ask, not even mistyped."""
    words = [word for word in words_of(question) if len(word) > 3 and not word.isdigit()]
    unknown = [word for word in words if not _is_near_a_known_word(word, language)]
    return bool(words) and 2 * len(unknown) >= len(words)


def _is_near_a_known_word(word: str, language: str) -> bool:
    known = _known_words()
    cut = stem(word, language)
    if cut in known or word in known:
        return True
    slips = 0 if len(word) < SHORT_MAX else 1 if len(word) < LONG_MIN else SLIPS_MAX
    near = (one for one in known if one[:1] == cut[:1] and abs(len(one) - len(cut)) <= slips)
    return any(distance(one, cut) <= slips for one in near)


@cache
def _known_words() -> frozenset[str]:
    like = {word for said in words_that_mean_the_same() for word in words_of(said)}
    return frozenset(
        cut for one in phrasings() for word in words_of(one.text) for cut in (word, stem(word, one.language))
    ) | frozenset(cut for word in like for cut in (word, *(stem(word, one) for one in settings.CITY.languages)))


@cache
def _words_by_service(language: str) -> dict[str, frozenset[str]]:
    """Give the words by which each service is asked for and called."""
    texts: dict[str, list[str]] = {one: [*of.words[language], of.title[language]] for one, of in services().items()}
    for one in phrasings():
        if one.language == language and one.intent in texts:
            texts[one.intent].append(one.text)
    return {
        one: frozenset(stem(word, language) for text in said for word in words_of(text)) for one, said in texts.items()
    }


def _is_known(question: str, language: str) -> bool:
    """Say whether a question is word for word one that the city knows."""
    return plain(question) in _known_questions(language)


@cache
def _known_questions(language: str) -> frozenset[str]:
    return frozenset(plain(one.text) for one in phrasings() if one.language == language)
