"""What a question means, in this city: the trained matrix, made once and kept in the home folder."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import numpy as np
from django.conf import settings

from manto.assistant.conversation.classifier import Classifier, Guess, train
from manto.assistant.conversation.features import Vocabulary
from manto.assistant.conversation.full_text import intents_by_words, keep_phrases
from manto.assistant.conversation.phrasings import Phrasing, mark_of, phrasings_of
from manto.assistant.conversation.sentence_model import packaged_model
from manto.assistant.conversation.synonyms import with_synonyms
from manto.services.reference import services

# Chosen on the validation half of tests/assistant/conversation/held_out.yaml; its other half is for the report.
CERTAIN_FROM = 0.6
CLASSIFIER_KEEPS = 3  # of its own first guesses, whatever the full text found
NOT_OURS = ("elsewhere", "nothing", "unanswered")


@cache
def phrasings() -> list[Phrasing]:
    """Give how people ask in this city."""
    return phrasings_of(settings.CITY, services(), {name: one.title for name, one in services().items()})


@cache
def classifier() -> Classifier:
    """Give the trained matrix: read where it is kept, else made and kept."""
    model = packaged_model()
    texts = [with_synonyms(one.text) for one in phrasings()]
    read = [replace(one, text=text) for one, text in zip(phrasings(), texts, strict=True)]
    name = f"intents-{mark_of(read)}{'-meaning' if model else ''}.npz"
    file = settings.HOME / "conversation" / name
    if file.is_file():
        return read_classifier(file)
    made = train(texts, [one.intent for one in phrasings()], model.directions(texts) if model else None)
    write_classifier(made, file)
    return made


def prepare() -> int:
    """Make all that understanding needs: phrasings in the full text, the trained matrix. Say how many phrasings."""
    keep_phrases(phrasings())
    classifier()
    return len(phrasings())


def understand(question: str) -> list[Guess]:
    """List what a question may mean, the likeliest first.

    The full text names candidates; what shares no word with the question stands only where the classifier has it among
    its own first guesses, which is how slips of the pen are met.
    """
    guesses = classifier().guesses(with_synonyms(question), packaged_model())
    by_words = set(intents_by_words(question))
    kept = {one.intent for one in guesses[:CLASSIFIER_KEEPS]}
    if not by_words:  # not one word is known: nothing can be certain
        return [replace(one, likely=min(one.likely, CERTAIN_FROM - 0.01)) for one in guesses[:CLASSIFIER_KEEPS]]
    return [one for one in guesses if one.intent in by_words or one.intent in kept]


def write_classifier(made: Classifier, file: Path) -> None:
    """Keep a trained matrix in a file, whole or not at all: several processes may learn at once."""
    file.parent.mkdir(parents=True, exist_ok=True)
    tables = json.dumps({"intents": made.intents, "words": made.vocabulary.words, "parts": made.vocabulary.parts})
    tables_of_meaning = {"examples": made.examples, "shares": made.shares}
    meaning: dict[str, Any] = {name: table for name, table in tables_of_meaning.items() if table is not None}
    with NamedTemporaryFile(dir=file.parent, prefix="half-", delete=False) as half:
        np.savez(
            half,
            tables=np.frombuffer(tables.encode(), np.uint8),
            rarity=made.vocabulary.rarity,
            separators=made.separators,
            temperature=np.array(made.temperature),
            **meaning,
        )
    Path(half.name).replace(file)


def read_classifier(file: Path) -> Classifier:
    """Read a trained matrix that was kept."""
    with np.load(file) as kept:
        tables = json.loads(kept["tables"].tobytes())
        return Classifier(
            tuple(tables["intents"]),
            Vocabulary(tables["words"], tables["parts"], kept["rarity"]),
            kept["separators"],
            kept.get("examples", None),
            kept.get("shares", None),
            float(kept["temperature"]),
        )
