"""Questions that the assistant did not learn from, and what is promised of them."""

from collections.abc import Callable
from pathlib import Path

import yaml

from manto.assistant.conversation.classifier import Guess
from manto.assistant.conversation.intents import CERTAIN_FROM, NOT_OURS

HELD_OUT = Path(__file__).parent / "held_out.yaml"


def asked_of(part: str) -> list[tuple[str, str]]:
    """List the questions of a half, each with what is meant; `none` is what is no business of a city."""
    questions = yaml.safe_load(HELD_OUT.read_text())[part]
    return [(text, intent) for by in questions.values() for intent, texts in by.items() for text in texts]


def assert_understands(likeliest: Callable[[str], Guess]) -> None:
    """Of the half that chose nothing 85 in 100 are answered rightly, 5 wrongly at most; 85 of what is not ours refused."""
    right = wrong = refused = 0
    questions = asked_of("test")
    ours = [one for one in questions if one[1] != "none"]
    strange = [one for one in questions if one[1] == "none"]
    for text, intent in ours:
        best = likeliest(text)
        answered = best.likely >= CERTAIN_FROM and best.intent not in NOT_OURS
        right += answered and best.intent == intent
        wrong += answered and best.intent != intent
    for text, _ in strange:
        best = likeliest(text)
        refused += best.likely < CERTAIN_FROM or best.intent in NOT_OURS

    assert right / len(ours) >= 0.85
    assert wrong / len(ours) <= 0.05
    assert refused / len(strange) >= 0.85
