"""Finding a service in one's own words. Pure, and the same on every database.

A city has some dozens of services: an index in memory answers in microseconds. Words are compared by their stems, what
is typed last also by its beginning; rare words count more than frequent ones, a title more than a text (BM25).
Source: Robertson and Zaragoza 2009, section 3. A word that meets nothing is taken for one mistyped: a letter missing, too
many or another, or two that changed places, once, and twice in a long word (Damerau 1964).
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
TYPED_LENGTH_MIN = 4  # of three letters nearly every word is a neighbour
LONG_WORD = 8
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


def distance(one: str, other: str) -> int:
    """Count the slips of the finger between two words.

    >>> distance("parcheggi", "pacrheggi"), distance("nido", "nidi"), distance("tari", "tari")
    (1, 1, 0)
    """
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        earlier, before, row = before, row, [i]
        for j, same in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != same))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == same:
                cost = min(cost, earlier[j - 2] + 1)
            row.append(cost)
    return row[-1]


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
            found = self._scores(cut, open_end=position == len(words) - 1) or self._mistyped(word, cut)
            for service, score in found.items():
                scores[service] = scores.get(service, 0) + score
                met[service] += 1
        return sorted(scores, key=lambda service: (-met[service], -scores[service], service))[:at_most]

    def _mistyped(self, word: str, cut: str) -> dict[str, float]:
        """Score the nearest of the known words that a finger may have missed; half of what they give rightly typed."""
        if len(word) < TYPED_LENGTH_MIN or word.isdecimal():
            return {}
        for slips in range(1, 2 + (len(word) >= LONG_WORD)):
            near = [
                known
                for known in self._weights
                if len(known) >= TYPED_LENGTH_MIN
                and abs(len(known) - len(cut)) <= slips
                and distance(known, cut) <= slips
            ]
            if near:
                best: dict[str, float] = {}
                for known in near:
                    for service, score in self._scores(known, open_end=False).items():
                        best[service] = max(best.get(service, 0), score / 2)
                return best
        return {}

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
