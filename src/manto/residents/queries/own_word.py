"""What a resident may tell the city of herself, and what she has told."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from manto.residents import wording
from manto.residents.catalogue import FactKind, SourceKind
from manto.residents.queries.facts import KnownFact, live_purposes, read_facts
from manto.residents.queries.own_pages import tell
from manto.residents.readers import Reader
from manto.residents.reference import catalogue, purposes

# A school or a district is known by its number in the city's folder: they come from who keeps that folder.
FORMS_OF_OTHERS = ("place", "district")


def tellable() -> list[FactKind]:
    """List the facts for which the catalogue takes a resident's own word."""
    return [kind for kind in catalogue() if SourceKind.OWN_WORD in kind.sources and kind.form not in FORMS_OF_OTHERS]


def own_word_of(of: UUID, reader: Reader, reason: str, language: str, now: datetime) -> list[dict[str, Any]]:
    """List what a resident may tell: how it is asked, on what ground it is kept, and what is known of it now."""
    kinds = tellable()
    known = read_facts(of, [kind.name for kind in kinds], reader, reason, now)
    agreed = live_purposes(of)
    return [_asked(kind, known.get(kind.name), agreed, language) for kind in kinds]


def _asked(kind: FactKind, known: KnownFact | None, agreed: set[str], language: str) -> dict[str, Any]:
    values = kind.values or {}
    return {
        "name": kind.name,
        "group": catalogue().groups[kind.group][language],
        "label": kind.label[language],
        "type": kind.type,
        "form": kind.form,
        "choices": [{"id": value, "text": words[language]} for value, words in values.items()],
        "at_least": kind.at_least,
        "at_most": kind.at_most,
        "basis_text": wording.basis_text(kind, purposes(), language),
        "retention_text": kind.retention[language],
        "consent_purpose": kind.purpose,
        "consent_title": purposes()[kind.purpose].title[language] if kind.purpose else None,
        "consented": kind.purpose is None or kind.purpose in agreed,
        "known": tell(known, language) if known else None,
        "own": known is not None and known.source_kind == SourceKind.OWN_WORD,
    }
