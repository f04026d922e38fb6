"""Walking through a journey: what is still to be asked. The phone has the same in walking.ts, on shared vectors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from manto.services.journeys.conditions import holds
from manto.services.journeys.document import Document, fields_of

SettledBy = Literal["answer", "known"]


@dataclass(frozen=True)
class StepState:
    """A step that is shown to this applicant.

    Attributes:
        settled_by: Whether its fields were answered or are known; None while something is missing.
        asked: Whether she must see it: something on it is missing, was answered, or is to be confirmed.

    """

    id: str
    settled_by: SettledBy | None
    asked: bool


def values_of(document: Document, answers: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """Give what holds for each field: her answer, or else what the city knows.

    Args:
        document: The journey.
        answers: By field.
        known: By field: the value of the fact that the field names.

    """
    return {
        field["id"]: answers.get(field["id"], known.get(field["id"]))
        for field in fields_of(document)
        if answers.get(field["id"], known.get(field["id"])) is not None
    }


def walk(document: Document, answers: Mapping[str, Any], known: Mapping[str, Any]) -> list[StepState]:
    """List the steps that this applicant meets, in order."""
    values = values_of(document, answers, known)
    states = []
    for step in document["steps"]:
        if not holds(step.get("when"), values):
            continue
        needed = [field["id"] for field in step["fields"] if _is_needed(field, values)]
        all_fields = [field["id"] for field in step["fields"]]
        missing = any(name not in values for name in needed)
        answered = any(answers.get(name) is not None for name in all_fields)
        confirmed = not step.get("confirm") or answered
        settled: SettledBy | None = None if missing or not confirmed else "answer" if answered else "known"
        if settled == "known" and not any(name in values for name in all_fields):
            settled = None if step["id"] not in answers.get("@seen", ()) else "answer"
        states.append(StepState(step["id"], settled, settled != "known"))
    return states


def next_step(document: Document, answers: Mapping[str, Any], known: Mapping[str, Any]) -> str | None:
    """Name the first step on which something is missing; None when all is there and can be checked."""
    return next((state.id for state in walk(document, answers, known) if state.settled_by is None), None)


def shown_values(document: Document, answers: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
    """Give the values of the fields that are shown, which is what the city is told; of hidden ones nothing is kept."""
    values = values_of(document, answers, known)
    shown = {}
    for step in document["steps"]:
        if holds(step.get("when"), values):
            for field in step["fields"]:
                if field["id"] in values and holds(field.get("when"), values):
                    shown[field["id"]] = values[field["id"]]
    return shown


def _is_needed(field: Mapping[str, Any], values: Mapping[str, Any]) -> bool:
    return not field.get("optional") and holds(field.get("when"), values)
