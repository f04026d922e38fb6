"""The sentences of the conversation."""

from __future__ import annotations

from manto.assistant.conversation.phrasings import Phrasing
from manto.city.texts import Texts
from manto.services.reference import services

texts = Texts.of_room(__package__)


def topic_text(topic: str, language: str) -> str:
    """Say a topic: what every city has by its own words, a service by its title."""
    if topic in services():
        return str(services()[topic].title[language])
    return texts.say(f"topic.{topic}", language) if f"topic.{topic}" in texts else topic


def first_way_to_ask(phrasings: list[Phrasing], topic: str, language: str) -> str:
    """Give the first way to ask for a topic, as its button says it."""
    return next(one.text for one in phrasings if one.intent == topic and one.language == language)
