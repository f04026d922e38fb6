"""Trails: stops in an order, with riddles, questions, hints and an alternative for who cannot read, see or climb.

What an editor writes is checked here, and turned into what anybody may hold on a phone. Answers leave only as salted
hashes: that keeps them from being read by the way, and not from somebody who tries all words of a dictionary, or the
three choices of a quiz. Where a stop is can be read from the phone, since the phone alone decides who is there.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from manto.kernel.errors import BadInput
from manto.places.overlay import AUDIENCES, MEASURES

KINDS = ("hunt", "tour")
WITHOUT = ("read", "see", "climb")
"""What somebody may not be able to do; each stop says how it goes without."""

RADIUS_M = 50
STOPS_MAX = 40
ROUNDS = 20_000
ARTICLES = frozenset(("il", "lo", "la", "i", "gli", "le", "l", "un", "uno", "una", "the", "a", "an"))
_TRAIL_KEYS = frozenset(("id", "kind", "title", "about", "audience", "minutes", "badge", "otherwise", "stops"))
_STOP_WORDS = ("riddle", "tell", "question", "after")
_STOP_KEYS = frozenset(("id", "place", "radius_m", "choices", "answers", "hints", "otherwise", "way", *_STOP_WORDS))


def normalised(answer: str) -> str:
    """Read an answer as people give it: large or small, with or without accents, marks and articles.

    >>> normalised("  L'ÀRCA, di  Noè! ")
    'arca di noe'
    """
    bare = unicodedata.normalize("NFKD", answer.lower())
    letters = (
        letter if unicodedata.category(letter)[0] in "LN" else " "
        for letter in bare
        if unicodedata.category(letter)[0] != "M"
    )
    words = "".join(letters).split()
    return " ".join(word for word in words if word not in ARTICLES) or " ".join(words)


@lru_cache(maxsize=4096)
def answer_hash(salt: str, answer: str) -> str:
    """Hash an answer so that a phone can compare without being able to read it.

    Returns:
        PBKDF2-HMAC-SHA256 of the normalised answer, 16 bytes in hex.

    """
    return hashlib.pbkdf2_hmac("sha256", normalised(answer).encode(), salt.encode(), ROUNDS, 16).hex()


def salt_of(key: bytes, trail: str, stop: str) -> str:
    """Give the salt of a stop: another in each city, the same as long as the stop is the same."""
    return hmac.new(key, f"trail {trail} {stop}".encode(), hashlib.sha256).hexdigest()[:16]


def public_form(
    content: Mapping[str, Any],
    *,
    key: bytes,
    place_of: Callable[[str], Any],
    codes_of: Callable[[str], list[str]],
) -> dict[str, Any]:
    """Give a trail as phones hold it: with its places' names and positions, and without its answers.

    Args:
        content: As an editor wrote it.
        key: The city's, for the salts.
        place_of: Gives a place by its id; None when it is no more, and its stop falls out.
        codes_of: Gives the codes of the totems at a place.

    """
    shared = content.get("otherwise") or {}
    stops = []
    for stop in content["stops"]:
        place = place_of(stop["place"])
        if place is None:
            continue
        salt = salt_of(key, content["id"], stop["id"])
        told: dict[str, Any] = {
            "id": stop["id"],
            "place": stop["place"],
            "name": place.name,
            "at": [place.lat, place.lon],
            "radius_m": stop.get("radius_m", RADIUS_M),
            "salt": salt,
            "answers": sorted({answer_hash(salt, answer) for answer in accepted(stop)}),
            "codes": sorted(answer_hash(salt, code) for code in codes_of(stop["place"])),
            "tell": stop.get("tell") or place.story or place.about,
            "riddle": stop.get("riddle") or {},
            "question": stop.get("question") or {},
            "choices": stop.get("choices") or [],
            "hints": stop.get("hints") or [],
            "after": stop.get("after") or {},
            "otherwise": {**shared, **(stop.get("otherwise") or {})},
            "way": stop.get("way") or {},
        }
        stops.append(told)
    names = ("id", "kind", "title", "about", "minutes", "badge")
    return {**{name: content[name] for name in names}, "audience": content.get("audience") or [], "stops": stops}


def accepted(stop: Mapping[str, Any]) -> list[str]:
    """List the answers that a stop takes, in whatever language they are given."""
    return [answer for answers in (stop.get("answers") or {}).values() for answer in answers]


def check_trail(content: Any, languages: tuple[str, ...]) -> None:
    """Refuse a trail that somebody could not walk.

    Raises:
        BadInput: It is not of the form, lacks words in a language or an alternative, or tells its own answers.

    """
    if not isinstance(content, dict):
        raise BadInput("A trail is not a list of keys and values.", "Export one to see the form.")
    _known(content, _TRAIL_KEYS, "The trail", ("id", "kind", "title", "about", "minutes", "badge", "stops"))
    name = str(content["id"])
    if content["kind"] not in KINDS:
        raise BadInput(f"There is no kind of trail '{content['kind']}'.", f"Known are {', '.join(KINDS)}.")
    if not (name.replace("-", "").isalnum() and name.isascii() and name == name.lower() and len(name) <= 60):
        raise BadInput(f"'{name[:60]}' is no name of a trail.", "Write small letters, digits and dashes.")
    for key in ("title", "about", "badge"):
        _words(content[key], languages, key)
    minutes = content["minutes"]
    if not isinstance(minutes, int) or isinstance(minutes, bool) or not 1 <= minutes <= 1000:
        raise BadInput("'minutes' is not a number of minutes.", "Say how long it takes without haste.")
    audience = content.get("audience") or []
    if not isinstance(audience, list) or not set(map(str, audience)) <= set(AUDIENCES):
        raise BadInput("'audience' names nobody we know.", f"Known are {', '.join(AUDIENCES)}.")
    stops = content["stops"]
    if not isinstance(stops, list) or not 2 <= len(stops) <= STOPS_MAX:
        raise BadInput("A trail needs stops.", f"Write 2 to {STOPS_MAX} of them.")
    seen: set[str] = set()
    for number, stop in enumerate(stops, 1):
        _check_stop(stop, f"Stop {number}", content.get("otherwise") or {}, languages)
        if stop["id"] in seen:
            raise BadInput(f"Stop {number} has the name of another.", "Give each its own id.")
        seen.add(stop["id"])


def _check_stop(stop: Any, where: str, shared: Any, languages: tuple[str, ...]) -> None:
    if not isinstance(stop, dict):
        raise BadInput(f"{where} is not a list of keys and values.", "Export a trail to see the form.")
    _known(stop, _STOP_KEYS, where, ("id", "place"))
    if not all(isinstance(stop[key], str) and len(stop[key]) <= 160 for key in ("id", "place")):
        raise BadInput(f"{where} has an id or a place that is no name.", "Name the place by its id.")
    radius = stop.get("radius_m", RADIUS_M)
    if not isinstance(radius, int | float) or not 10 <= radius <= 500:
        raise BadInput(f"{where} has no radius that one can be within.", "Write 10 to 500 metres.")
    for key in _STOP_WORDS:
        if stop.get(key):
            _words(stop[key], languages, f"{where}, {key}")
    for key in ("choices", "hints"):
        for words in _listed(stop.get(key) or [], f"{where}, {key}"):
            _words(words, languages, f"{where}, {key}")
    otherwise = {**shared, **(stop.get("otherwise") or {})} if isinstance(shared, dict) else {}
    for without in WITHOUT:
        _words(otherwise.get(without), languages, f"{where}, the way for who cannot {without}")
    _check_answers(stop, where, languages)
    way = stop.get("way") or {}
    if not isinstance(way, dict) or set(way) - {*MEASURES, "note"}:
        raise BadInput(f"{where} measures what nobody reads.", f"Known are {', '.join((*MEASURES, 'note'))}.")


def _check_answers(stop: Mapping[str, Any], where: str, languages: tuple[str, ...]) -> None:
    answers = stop.get("answers") or {}
    if bool(stop.get("question")) != bool(answers):
        raise BadInput(f"{where} has a question without an answer, or the reverse.", "Write both or neither.")
    if not answers:
        return
    if not isinstance(answers, dict) or any(not answers.get(language) for language in languages):
        raise BadInput(f"{where} takes no answer in one of the languages.", "Write answers: {it: […], en: […]}.")
    given = [answer for listed in answers.values() for answer in _listed(listed, f"{where}, answers")]
    if not all(isinstance(answer, str) and normalised(answer) for answer in given):
        raise BadInput(f"{where} has an answer without letters.", "Write words or a number.")
    spoken = [words for key in ("riddle", "question", "after") if (words := stop.get(key))]
    spoken += [*(stop.get("hints") or []), *(stop.get("otherwise") or {}).values()]
    for text in (text for words in spoken for text in words.values()):
        for answer in given:
            if f" {normalised(answer)} " in f" {normalised(text)} ":
                raise BadInput(f"{where} tells its own answer in '{text[:60]}'.", "Say it in other words.")
    choices = stop.get("choices") or []
    if choices and not any(normalised(text) in map(normalised, given) for words in choices for text in words.values()):
        raise BadInput(f"None of the choices of {where.lower()} is right.", "Add the right one.")


def _known(content: dict[str, Any], known: frozenset[str], where: str, needed: tuple[str, ...]) -> None:
    if missing := [key for key in needed if content.get(key) in (None, "", [], {})]:
        raise BadInput(f"{where} lacks {', '.join(missing)}.", "Add it.")
    if unknown := sorted(set(map(str, content)) - known):
        raise BadInput(
            f"{where} has keys nobody reads: {', '.join(unknown)}.", f"Known are {', '.join(sorted(known))}."
        )


def _listed(value: Any, where: str) -> list[Any]:
    if not isinstance(value, list) or len(value) > STOPS_MAX:
        raise BadInput(f"{where}: that is no list.", "Write one in square brackets.")
    return value


def _words(value: Any, languages: tuple[str, ...], where: str) -> None:
    texts = value.values() if isinstance(value, dict) else ()
    if not texts or any(not isinstance(text, str) or len(text) > 3000 for text in texts):
        raise BadInput(f"{where}: that is not a text for each language.", "Write {it: …, en: …}.")
    if missing := [language for language in languages if not value.get(language)]:
        raise BadInput(f"{where}: nothing in {', '.join(missing)}.", "Write it in each language of the city.")
