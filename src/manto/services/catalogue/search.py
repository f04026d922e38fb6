"""Finding a service in one's own words. Pure, and the same on every database.

A city has some dozens of services: an index in memory answers in microseconds. Words are compared by their stems, what
is typed last also by its beginning; rare words count more than frequent ones, a title more than a text (BM25).
Source: Robertson and Zaragoza 2009, section 3.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping

from manto.services.catalogue.service import Service, life_events

FIELD_WEIGHTS = {"title": 6, "words": 5, "events": 2, "summary": 2, "about": 1}
SATURATION = 1.2
STEM_LENGTH_MIN = 4
ENDINGS = {
    "it": ("mente", "zioni", "zione", "ando", "endo", "are", "ere", "ire", "ato", "ata", "ati", "ate", *"aeio"),
    "en": ("ation", "ing", "ies", "ed", "es", "s", "e", "y"),
}
LEFT_OUT = frozenset(
    [
        "il",
        "lo",
        "la",
        "i",
        "gli",
        "le",
        "un",
        "uno",
        "una",
        "di",
        "del",
        "dello",
        "della",
        "dei",
        "degli",
        "delle",
        "a",
        "al",
        "allo",
        "alla",
        "ai",
        "agli",
        "alle",
        "da",
        "dal",
        "dalla",
        "in",
        "nel",
        "nella",
        "con",
        "per",
        "su",
        "tra",
        "fra",
        "e",
        "o",
        "che",
        "mi",
        "ho",
        "posso",
        "devo",
        "voglio",
        "vorrei",
        "come",
        "dove",
        "quando",
        "cosa",
        "mio",
        "mia",
        "the",
        "a",
        "an",
        "of",
        "to",
        "in",
        "on",
        "for",
        "with",
        "and",
        "or",
        "my",
        "i",
        "me",
        "can",
        "do",
        "how",
        "where",
        "when",
        "what",
        "want",
        "need",
        "get",
    ]
)


def words_of(text: str) -> list[str]:
    """List the words of a text without accents and capitals, and without those that help to find nothing.

    >>> words_of("Posso parcheggiare vicino a casa?")
    ['parcheggiare', 'vicino', 'casa']
    """
    plain = "".join(
        letter for letter in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(letter)
    )
    return [word for word in re.findall(r"[^\W_]+", plain) if word not in LEFT_OUT]


def stem(word: str, language: str) -> str:
    """Cut a word's ending, so that its forms meet.

    >>> stem("vaccini", "it") == stem("vaccino", "it"), stem("permits", "en") == stem("permit", "en")
    (True, True)
    """
    for ending in ENDINGS[language]:
        if word.endswith(ending) and len(word) - len(ending) >= STEM_LENGTH_MIN:
            return word[: -len(ending)]
    return word


class ServiceIndex:
    """The services of a city, ready to be found in one language."""

    def __init__(self, services: Iterable[Service], language: str) -> None:
        self._language = language
        self._weights: dict[str, dict[str, float]] = {}
        for service in services:
            for field, text in self._fields(service).items():
                counts = Counter(stem(word, language) for word in words_of(text))
                for word, count in counts.items():
                    of_word = self._weights.setdefault(word, {})
                    of_word[service.id] = of_word.get(service.id, 0) + FIELD_WEIGHTS[field] * count
        self._count = len({service for of_word in self._weights.values() for service in of_word}) or 1

    def _fields(self, service: Service) -> Mapping[str, str]:
        language = self._language
        return {
            "title": service.title[language],
            "words": " ".join(service.words[language]),
            "events": " ".join(life_events()[event][language] for event in service.life_events),
            "summary": service.summary[language],
            "about": service.about[language],
        }

    def find(self, query: str, at_most: int = 20) -> list[str]:
        """Name the services that a query finds, the best first; one that meets more of its words stands higher."""
        words = words_of(query)
        scores: dict[str, float] = {}
        met: Counter[str] = Counter()
        for position, word in enumerate(words):
            cut = stem(word, self._language)
            for service, score in self._scores(cut, open_end=position == len(words) - 1).items():
                scores[service] = scores.get(service, 0) + score
                met[service] += 1
        return sorted(scores, key=lambda service: (-met[service], -scores[service], service))[:at_most]

    def _scores(self, word: str, *, open_end: bool) -> dict[str, float]:
        best: dict[str, float] = {}
        for known, of_word in self._weights.items():
            if known != word and not (open_end and len(word) > 1 and known.startswith(word)):
                continue
            rarity = math.log(1 + (self._count - len(of_word) + 0.5) / (len(of_word) + 0.5))
            closeness = 1.0 if known == word else len(word) / len(known)
            for service, weight in of_word.items():
                score = closeness * rarity * weight * (SATURATION + 1) / (weight + SATURATION)
                best[service] = max(best.get(service, 0), score)
        return best
