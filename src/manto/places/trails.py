"""Trails: stops in an order, with riddles, questions, hints and an alternative for who cannot read, see or climb.

What an editor writes is checked here, and turned into what anybody may hold on a phone. Answers leave only as salted
hashes: that keeps them from being read by the way, and not from somebody who tries all words of a dictionary, or the
three choices of a quiz. Where a stop is can be read from the phone, since the phone alone decides who is there.
"""

from __future__ import annotations

import hashlib
import hmac
import unicodedata
from collections.abc import Callable, Iterator, Mapping
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
            "media": place.media,
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
    for number, refusal in refused_parts(content, languages):
        raise BadInput(f"Stop {number}: {refusal.what}", refusal.next_step) if number else refusal


def refused_parts(content: Any, languages: tuple[str, ...]) -> Iterator[tuple[int, BadInput]]:
    """Say what of a trail could not be walked, part by part: 0 is the trail itself, then its stops from 1.

    What a sentence is about stands in it as its key in quotes, such as 'riddle'.
    """
    try:
        _check_whole(content, languages)
    except BadInput as refusal:
        yield 0, refusal
    stops = content.get("stops") if isinstance(content, dict) else None
    shared = content.get("otherwise") or {} if isinstance(content, dict) else {}
    seen: set[str] = set()
    for number, stop in enumerate(stops if isinstance(stops, list) else (), 1):
        try:
            _check_stop(stop, shared, languages)
            if stop["id"] in seen:
                raise BadInput("It has the name of another stop.", "Give each its own 'id'.")
            seen.add(stop["id"])
        except BadInput as refusal:
            yield number, refusal


def _check_whole(content: Any, languages: tuple[str, ...]) -> None:
    if not isinstance(content, dict):
        raise BadInput("A trail is not a list of keys and values.", "Export one to see the form.")
    _known(content, _TRAIL_KEYS, ("id", "kind", "title", "about", "minutes", "badge", "stops"))
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


def _check_stop(stop: Any, shared: Any, languages: tuple[str, ...]) -> None:
    if not isinstance(stop, dict):
        raise BadInput("It is not a list of keys and values.", "Export a trail to see the form.")
    _known(stop, _STOP_KEYS, ("id", "place"))
    if not all(isinstance(stop[key], str) and len(stop[key]) <= 160 for key in ("id", "place")):
        raise BadInput("Its 'id' or its 'place' is no name.", "Name the place by its id.")
    radius = stop.get("radius_m", RADIUS_M)
    if not isinstance(radius, int | float) or not 10 <= radius <= 500:
        raise BadInput("'radius_m' is no distance that one can be within.", "Write 10 to 500 metres.")
    for key in _STOP_WORDS:
        if stop.get(key):
            _words(stop[key], languages, key)
    for key in ("choices", "hints"):
        for words in _listed(stop.get(key) or [], key):
            _words(words, languages, key)
    own = stop.get("otherwise") or {}
    otherwise = {**shared, **own} if isinstance(shared, dict) and isinstance(own, dict) else {}
    for without in WITHOUT:
        _words(otherwise.get(without), languages, without)
    _check_answers(stop, languages)
    _check_way(stop.get("way") or {}, languages)


def _check_way(way: Any, languages: tuple[str, ...]) -> None:
    if not isinstance(way, dict) or set(way) - {*MEASURES, "note"}:
        raise BadInput("'way' measures what nobody reads.", f"Known are {', '.join((*MEASURES, 'note'))}.")
    if "note" in way:
        _words(way["note"], languages, "note")


def _check_answers(stop: Mapping[str, Any], languages: tuple[str, ...]) -> None:
    answers = stop.get("answers") or {}
    if bool(stop.get("question")) != bool(answers):
        raise BadInput("It has a question without an answer, or the reverse.", "Write both or neither.")
    if not answers:
        return
    if not isinstance(answers, dict) or any(not answers.get(language) for language in languages):
        raise BadInput("It takes no answer in one of the languages.", "Write 'answers' in each.")
    given = [answer for listed in answers.values() for answer in _listed(listed, "answers")]
    if not all(isinstance(answer, str) and normalised(answer) for answer in given):
        raise BadInput("It has an answer without letters.", "Write words or a number.")
    spoken = [words for key in ("riddle", "question", "after") if (words := stop.get(key))]
    spoken += [*(stop.get("hints") or []), *(stop.get("otherwise") or {}).values()]
    for text in (text for words in spoken for text in words.values()):
        for answer in given:
            if f" {normalised(answer)} " in f" {normalised(text)} ":
                raise BadInput(f"It tells its own answer in “{text[:60]}”.", "Say it in other words.")
    choices = stop.get("choices") or []
    if choices and not any(normalised(text) in map(normalised, given) for words in choices for text in words.values()):
        raise BadInput("None of the 'choices' is right.", "Add the right one.")


def _known(content: dict[str, Any], known: frozenset[str], needed: tuple[str, ...]) -> None:
    if missing := [key for key in needed if content.get(key) in (None, "", [], {})]:
        raise BadInput(f"It lacks {', '.join(map(repr, missing))}.", "Add it.")
    if unknown := sorted(set(map(str, content)) - known):
        raise BadInput(f"It has keys nobody reads: {', '.join(unknown)}.", f"Known are {', '.join(sorted(known))}.")


def _listed(value: Any, key: str) -> list[Any]:
    if not isinstance(value, list) or len(value) > STOPS_MAX:
        raise BadInput(f"'{key}' is no list.", "Write one in square brackets.")
    return value


def _words(value: Any, languages: tuple[str, ...], key: str) -> None:
    texts = value.values() if isinstance(value, dict) else ()
    if any(not isinstance(text, str) or len(text) > 3000 for text in texts) or not isinstance(value, dict | None):
        raise BadInput(f"'{key}' is not a text for each language.", "Give {it: …, en: …}.")
    if missing := [language for language in languages if not (value or {}).get(language)]:
        raise BadInput(f"'{key}' has no words in {', '.join(missing)}.", "Write it in each language of the city.")
