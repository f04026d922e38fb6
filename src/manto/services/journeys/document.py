"""A journey as a document: its parts, and the name it has by its content."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from manto.kernel.canonical import digest

Document = dict[str, Any]


def hash_of(document: Document) -> str:
    """Name a journey by its content: SHA-256 over its one byte form."""
    return digest(document)


def same_but_for_its_number(one: Document, other: Document) -> bool:
    """Say whether two versions ask and say the same."""
    return {**one, "version": 0} == {**other, "version": 0}


def fields_of(document: Document) -> Iterator[dict[str, Any]]:
    """Walk over the fields of all steps."""
    for step in document["steps"]:
        yield from step["fields"]


def facts_of(document: Document) -> dict[str, list[str]]:
    """Name the facts from which a journey is filled in, by whose they are: subject and applicant."""
    named: dict[str, list[str]] = {"subject": [], "applicant": []}
    for field in fields_of(document):
        if "fact" in field:
            named[field.get("of", "subject")].append(field["fact"])
    return named
