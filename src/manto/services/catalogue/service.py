"""Reading how a service is had from its file; who it is for is read by ``rules``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from manto.kernel.errors import BadInput, UnknownName
from manto.services.cases.procedure import procedure

Words = Mapping[str, str]
DOMAINS = ("health", "mobility", "education", "town_hall")
WAYS = ("app", "counter", "phone", "mail", "post", "web")


@dataclass(frozen=True)
class Channel:
    """One way in which a service is had: a counter, a telephone number, the app."""

    way: str
    text: Words
    contact: str = ""
    place: str = ""


@dataclass(frozen=True)
class Evidence:
    """A paper that is asked for, and from where the city has it when it need not be asked."""

    id: str
    text: Words
    held_by: str = ""


@dataclass(frozen=True)
class Service:
    """A service as its page, its search and its export need it.

    Attributes:
        for_child: Whether it is for a child, for whom a guardian acts.
        law: By which law, as its latest version says.
        procedure: The name of its state table.
        fee_cents: What sending an application costs; most cost nothing.
        act: What the button says that takes it up, the verb first.
        words: Other words for it that residents use, for the search.
        weight: How much it matters to whom it is due, from 0 to 100: what matters most is offered first.
        safety: Whether somebody may come to harm without it.
        plans: The plans it is a step of: from how many days after the event, by when, and whether it is the guardian's.

    """

    id: str
    title: Words
    summary: Words
    about: Words
    result: Words
    cost: Words
    domain: Literal["health", "mobility", "education", "town_hall"]
    life_events: tuple[str, ...]
    law: Words
    for_child: bool
    procedure: str
    fee_cents: int
    act: Words
    office: Words
    channels: tuple[Channel, ...]
    evidence: tuple[Evidence, ...]
    words: Mapping[str, tuple[str, ...]]
    plans: Mapping[str, Mapping[str, Any]]
    weight: int = 50
    safety: bool = False


@cache
def life_events() -> dict[str, dict[str, Any]]:
    """Give the life events: number and words."""
    events: dict[str, dict[str, Any]] = yaml.load(
        files("manto.services.catalogue").joinpath("life_events.yaml").read_bytes(), Loader=yaml.CSafeLoader
    )
    return events


def read_service(document: Mapping[str, Any], *, file: str, languages: tuple[str, ...]) -> Service:
    """Read a service's file.

    Raises:
        BadInput: Something is missing or wrong; names the file and the key.

    """
    had = document.get("catalogue")
    if not isinstance(had, dict):
        raise BadInput(f"{file} lacks the part 'catalogue'.", "See demo/mantova/services for the form.")

    def words(key: str, source: Mapping[str, Any] = had) -> Words:
        text = source.get(key)
        missing = [language for language in languages if not isinstance(text, dict) or not text.get(language)]
        if missing:
            raise BadInput(f"{file}: '{key}' has no text in {', '.join(missing)}.", "Write it in every language.")
        return dict(text)  # type: ignore[arg-type]

    for name in document.get("life_events", ()):
        if name not in life_events():
            raise UnknownName(f"life event in {file}", name, life_events())
    if document.get("domain") not in DOMAINS:
        raise UnknownName(f"domain in {file}", str(document.get("domain")), DOMAINS)
    procedure(had.get("procedure", "decided"))
    channels = tuple(
        Channel(one["way"], words("text", one), str(one.get("contact", "")), str(one.get("place", "")))
        for one in had.get("channels", ())
    )
    unknown = {channel.way for channel in channels} - set(WAYS)
    if unknown:
        raise UnknownName(f"way in {file}", min(unknown), WAYS)
    return Service(
        id=document["id"],
        title=words("title", document),
        summary=words("summary", document),
        about=words("about"),
        result=words("result"),
        cost=words("cost"),
        domain=document["domain"],
        life_events=tuple(document.get("life_events", ())),
        law=_law(document, languages),
        for_child=document.get("subject") == "child",
        procedure=had.get("procedure", "decided"),
        fee_cents=int(had.get("fee_cents", 0)),
        act=words("act"),
        office=words("office"),
        channels=channels,
        evidence=tuple(
            Evidence(one["id"], words("text", one), str(one.get("held_by", ""))) for one in had.get("evidence", ())
        ),
        words={language: tuple(had.get("words", {}).get(language, ())) for language in languages},
        plans=dict(had.get("plans", {})),
        weight=int(had.get("weight", 50)),
        safety=bool(had.get("safety", False)),
    )


def _law(document: Mapping[str, Any], languages: tuple[str, ...]) -> Words:
    """Give the law of the latest version."""
    versions = document.get("versions") or [{}]
    law = versions[-1].get("law") or {}
    return {language: str(law.get(language, "")) for language in languages}
