"""Checking an answer against its field: what is wrong, and what would be right."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from manto.services.journeys.document import Document, fields_of

EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
PHONE = re.compile(r"\+?[0-9][0-9 ./-]{4,30}")
TEXT_MAX = 200
LONG_TEXT_MAX = 4000
AMOUNT_MAX = 10**12


def faults_of(document: Document, answers: Mapping[str, Any]) -> dict[str, str]:
    """Name what is wrong with answers, by field, as the code of a sentence; an empty answer is not wrong.

    The codes are ``unknown_field``, ``type``, ``option``, ``too_long``, ``too_small``, ``too_large``, ``date``,
    ``email``, ``phone`` and ``attest``.
    """
    fields = {field["id"]: field for field in fields_of(document)}
    faults = {}
    for name, value in answers.items():
        if name == "@seen":
            if not (isinstance(value, list) and all(isinstance(one, str) for one in value) and len(value) < 100):
                faults[name] = "type"
        elif name not in fields:
            faults[name] = "unknown_field"
        elif value is not None and (fault := _fault(fields[name], value)):
            faults[name] = fault
    return faults


def _fault(field: Mapping[str, Any], value: Any) -> str | None:
    kind = field["type"]
    if kind in ("integer", "money"):
        return _number_fault(field, value)
    if kind == "yes_no":
        return None if isinstance(value, bool) else "type"
    if kind == "attest":
        return None if value is True else "attest"
    if not isinstance(value, str) or not value.strip():
        return "type"
    if len(value) > (LONG_TEXT_MAX if kind == "long_text" else TEXT_MAX):
        return "too_long"
    if kind == "choice":
        return None if value in {option["value"] for option in field["options"]} else "option"
    if kind == "date":
        return _date_fault(value)
    forms = {"email": EMAIL, "phone": PHONE}
    return kind if kind in forms and not forms[kind].fullmatch(value.strip()) else None


def _number_fault(field: Mapping[str, Any], value: Any) -> str | None:
    if isinstance(value, bool) or not isinstance(value, int):
        return "type"
    if value < field.get("min", 0):
        return "too_small"
    return "too_large" if value > field.get("max", AMOUNT_MAX) else None


def _date_fault(value: str) -> str | None:
    try:
        date.fromisoformat(value)
    except ValueError:
        return "date"
    return None
