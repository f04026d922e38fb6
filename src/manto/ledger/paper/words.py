"""What a paper shows, in one sentence and as JSON; the app says the same sentence in its reader's language."""

from __future__ import annotations

from typing import Any

from manto.ledger.bundle.words import STATUS_WORDS, age, at, seen_by
from manto.ledger.paper.lists import Standing
from manto.ledger.paper.verify import PaperVerdict

_ENDED = {Standing.INVALID: "was replaced or has ended", Standing.SUSPENDED: "is on hold"}


def paper_sentence(verdict: PaperVerdict, now_s: int) -> str:
    """Say in one sentence what a paper shows, as of when, and what it cannot know."""
    as_of = f"as of {at(verdict.as_of_s)} ({age(now_s - verdict.as_of_s)})"
    known = f"{as_of}, {seen_by(verdict.witnesses)}; what came later is not known here."
    if verdict.listed_s is not None and verdict.standing is not None:
        listed = f"the city's list of {at(verdict.listed_s)} ({age(now_s - verdict.listed_s)})"
        if verdict.standing is not Standing.VALID:
            return (
                f"{verdict.record}: this paper is no longer current: {listed} says that it {_ENDED[verdict.standing]}."
            )
        known = f"{as_of}, {seen_by(verdict.witnesses)}; {listed} says that it still holds; what came later is not known here."
    if verdict.head is None:
        return f"There is no record {verdict.record}, {known}"
    return f"{verdict.record} is {STATUS_WORDS[verdict.head.status]} since {at(verdict.head.since_s)}, {known}"


def paper_as_json(verdict: PaperVerdict, now_s: int, language: str = "en") -> dict[str, Any]:
    """Give all that a paper shows, as JSON values."""
    shows: dict[str, Any] = {
        "valid": verdict.is_valid,
        "record": verdict.record,
        "exists": verdict.head is not None,
        "sentence": paper_sentence(verdict, now_s),
        "as_of": at(verdict.as_of_s),
        "age_s": max(0, now_s - verdict.as_of_s),
        "block": verdict.height,
        "witnesses": list(verdict.witnesses),
    }
    if verdict.head is None:
        return shows
    return shows | {
        "status": verdict.head.status.name.lower(),
        "since": at(verdict.head.since_s),
        "statement": verdict.head.statement.hex(),
        "says": dict(verdict.shown),
        "said_by": None if verdict.issuer is None else verdict.issuer.named(language),
        "listed": None if verdict.standing is None else verdict.standing.name.lower(),
        "printed": None if verdict.printed_s is None else at(verdict.printed_s),
    }
