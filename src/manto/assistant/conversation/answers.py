"""What the assistant answers: sentences of its own, quotes of what was reviewed, and what one can do next. Pure.

Its own sentences come from ``texts.yaml`` and state no right, duty or amount: those stand in quotes alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Literal

Kind = Literal["answer", "ask", "confirm", "done", "unsure", "declined", "urgent", "off"]


@dataclass(frozen=True)
class Quote:
    """Words that somebody reviewed, letter for letter, with where they stand and since when."""

    text: str
    source: str
    since: date | None
    href: str = ""


@dataclass(frozen=True)
class Link:
    """Where one goes on: a page of the app, or a number to call."""

    label: str
    href: str


@dataclass(frozen=True)
class Choice:
    """What a button says, what pressing it says to the assistant, and by what it differs from the others."""

    label: str
    send: str
    text: str = ""


@dataclass(frozen=True)
class Line:
    """One of several things found."""

    title: str
    text: str
    href: str


@dataclass(frozen=True)
class Pending:
    """A change that waits for a yes: which tool, with what."""

    tool: str
    slots: Mapping[str, str]


@dataclass(frozen=True)
class Answer:
    """One turn of the city's.

    Attributes:
        topic: The intent that was understood; empty when none was.
        likely: How likely that is, from 0 to 1.
        say: In a sentence or two of the assistant's own.
        pending: What a yes would do.
        person: Whether a person is offered.
        language: In which it is, where another was asked for than that of the page.

    """

    kind: Kind
    say: str
    topic: str = ""
    likely: float = 0.0
    quotes: tuple[Quote, ...] = ()
    lines: tuple[Line, ...] = ()
    links: tuple[Link, ...] = ()
    choices: tuple[Choice, ...] = ()
    pending: Pending | None = None
    person: bool = False
    slots: Mapping[str, str] = field(default_factory=dict)
    language: str = ""

    def about(self, topic: str, likely: float) -> Answer:
        """Say what it answers."""
        return replace(self, topic=topic, likely=round(likely, 3))


def told(answer: Answer) -> dict[str, Any]:
    """Give an answer as JSON values, without what only the memory needs."""
    return {
        "kind": answer.kind,
        "topic": answer.topic,
        "likely": answer.likely,
        "say": answer.say,
        "quotes": [
            {"text": one.text, "source": one.source, "since": one.since, "href": one.href or None}
            for one in answer.quotes
        ],
        "lines": [{**vars(one)} for one in answer.lines],
        "links": [{**vars(one)} for one in answer.links],
        "choices": [{**vars(one)} for one in answer.choices],
        "person": answer.person,
    }
