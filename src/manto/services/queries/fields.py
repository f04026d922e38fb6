"""Saying an answer in words, by its field."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from babel.numbers import format_decimal

from manto.residents.wording import date_text
from manto.services.journeys.document import Document
from manto.services.wording import money_text, texts


def answer_text(field: Mapping[str, Any], value: Any, language: str) -> str:
    """Say an answer as one reads it."""
    kind = field["type"]
    if kind in ("yes_no", "attest"):
        return texts.say("case.yes" if value else "case.no", language)
    if kind == "money":
        return money_text(value, language)
    if kind == "choice":
        return next((str(one["label"][language]) for one in field["options"] if one["value"] == value), str(value))
    if kind == "date":
        return date_text(date.fromisoformat(value), language)
    if kind == "file":
        return texts.say("case.file", language, name=value)
    return str(format_decimal(value, locale=language)) if isinstance(value, int) else str(value)


def told_lines(document: Document, told: Mapping[str, Any], language: str) -> list[dict[str, Any]]:
    """Word what was sent, field by field in the order of the journey, each with where it is from."""
    lines = []
    for step in document["steps"]:
        for field in step["fields"]:
            if field["id"] not in told:
                continue
            one = told[field["id"]]
            from_fact = one["from"] == "fact"
            lines.append(
                {
                    "field": field["id"],
                    "step": step["id"],
                    "label": field["label"][language],
                    "text": one.get("text", {}).get(language) or answer_text(field, one["value"], language),
                    "from_text": one["source"][language] if from_fact else texts.say("case.from_applicant", language),
                    "fact": one.get("fact"),
                }
            )
    return lines
