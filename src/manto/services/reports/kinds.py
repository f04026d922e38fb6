"""What can be reported to a city, as ``reports.yaml`` in its folder says."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from manto.kernel.errors import BadInput, UnknownName

Words = Mapping[str, str]
TYPES = ("realtime", "batch")


@dataclass(frozen=True)
class Ask:
    """Something that the office needs to know of a kind of problem; ``choices`` by key, none for free words."""

    code: str
    text: Words
    required: bool = False
    choices: Mapping[str, Words] = field(default_factory=dict)


@dataclass(frozen=True)
class Kind:
    """A kind of problem.

    Attributes:
        notice: What the office then does.
        within_days: By when it answers.
        barrier: It bars the way of somebody who rolls or walks with difficulty.
        type: ``realtime``: a number at once; ``batch``: a token, and the number once the office has taken it up.
        forward: The endpoint of another agency that it is handed to, and its code there; None where it stays.

    """

    code: str
    group: str
    title: Words
    about: Words
    notice: Words
    office: Words
    within_days: int
    keywords: Mapping[str, Sequence[str]] = field(default_factory=dict)
    asks: tuple[Ask, ...] = ()
    barrier: bool = False
    type: str = "realtime"
    forward: str | None = None
    forward_code: str = ""


@dataclass(frozen=True)
class Endpoint:
    """Another agency's Open311 server; ``key_file`` holds the key that it gave us."""

    id: str
    url: str
    name: Words
    jurisdiction_id: str = ""
    key_file: str = ""


@dataclass(frozen=True)
class ReportBook:
    """All that can be reported, and when two reports are of one problem."""

    kinds: Mapping[str, Kind]
    groups: Mapping[str, Words]
    endpoints: Mapping[str, Endpoint]
    jurisdiction_id: str = ""
    metres: int = 40
    days: int = 30

    def kind(self, code: str) -> Kind:
        """Find a kind.

        Raises:
            UnknownName: There is none; offers the nearest.

        """
        if code not in self.kinds:
            raise UnknownName("kind of report", code, self.kinds)
        return self.kinds[code]


def read_kinds(content: Any, *, file: str, languages: Sequence[str]) -> ReportBook:
    """Read what can be reported.

    Args:
        content: The document as YAML gives it.
        file: Its name, for what is said of mistakes.
        languages: Of the city; every text is there in each.

    Raises:
        BadInput: Something is missing or wrong; names the file and the key.

    """
    try:
        kinds = [_kind(one) for one in content["kinds"]]
        endpoints = [Endpoint(**one) for one in content.get("endpoints", ())]
        book = ReportBook(
            kinds={one.code: one for one in kinds},
            groups=dict(content["groups"]),
            endpoints={one.id: one for one in endpoints},
            jurisdiction_id=content.get("jurisdiction_id", ""),
            metres=int(content.get("metres", 40)),
            days=int(content.get("days", 30)),
        )
        if len(book.kinds) != len(kinds):
            raise ValueError("two kinds have one code")
        for kind in kinds:
            _check(kind, book, languages)
    except KeyError as error:
        raise BadInput(
            f"{file} lacks the key {error.args[0]!r}.", "See demo/mantova/reports.yaml for its form."
        ) from None
    except (TypeError, ValueError) as error:
        raise BadInput(f"{file} cannot be used: {error}.", "See demo/mantova/reports.yaml for its form.") from None
    return book


def _kind(one: Mapping[str, Any]) -> Kind:
    return Kind(**{**one, "asks": tuple(Ask(**ask) for ask in one.get("asks", ()))})


def _check(kind: Kind, book: ReportBook, languages: Sequence[str]) -> None:
    for name in ("title", "about", "notice", "office"):
        missing = [language for language in languages if not getattr(kind, name).get(language)]
        if missing:
            raise ValueError(f"'{name}' of '{kind.code}' has no text in {', '.join(missing)}")
    if kind.group not in book.groups:
        raise ValueError(f"'{kind.code}' stands in the group '{kind.group}', which is none")
    if kind.type not in TYPES:
        raise ValueError(f"'{kind.code}' has the type '{kind.type}', and can be {' or '.join(TYPES)}")
    if kind.forward is not None and kind.forward not in book.endpoints:
        raise ValueError(f"'{kind.code}' is forwarded to '{kind.forward}', which is no endpoint")


def read_answers(kind: Kind, given: Mapping[str, str]) -> dict[str, str]:
    """Check what was said to the questions of a kind; what nobody asked is left out.

    Raises:
        BadInput: A needed answer is missing, or one is none of the choices.

    """
    said: dict[str, str] = {}
    for ask in kind.asks:
        value = given.get(ask.code, "").strip()[:200]
        if not value and ask.required:
            raise BadInput(f"The answer '{ask.code}' is missing.", "Say it, and send the report again.")
        if value and ask.choices and value not in ask.choices:
            raise BadInput(f"'{value}' is no answer to '{ask.code}'.", f"Choose one of {', '.join(ask.choices)}.")
        if value:
            said[ask.code] = value
    return said
