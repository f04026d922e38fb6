"""Whom proactivity reaches, and whom it misses: said before anybody praises it.

Who has not agreed is not looked at; what the city does not know stays unknown; who has no account is told nothing by a
phone. What is unknown has somebody who could tell it: the resident, or another body; of what no register, record or
connector of this city brings, that is said. Each number below five is left out.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from manto.residents.catalogue import FactKind, SourceKind
from manto.residents.models import Consent, Resident
from manto.residents.queries.desk import known_of_all
from manto.residents.queries.own_word import tellable
from manto.residents.reference import catalogue, purposes
from manto.services.commands.connectors import FACTS
from manto.services.knowing import PROACTIVE, facts_needed, rules_on
from manto.services.models import Standing
from manto.services.reference import connectors, services
from manto.services.wording import texts

SMALL_CELL = 5


def report(language: str, today: date) -> dict[str, Any]:
    """Count whom each service reaches and misses, from the states of the latest sweep, and name what it has to ask for."""
    agreed = Consent.objects.filter(
        purpose=PROACTIVE, version=purposes()[PROACTIVE].version, withdrawn_at__isnull=True
    ).values("resident")
    counts: dict[str, Counter[str]] = {name: Counter() for name in services()}
    for states in Standing.objects.values_list("states", flat=True).iterator():
        for name, letters in states.items():
            if name in counts:
                counts[name][_kind(letters)] += 1
    everybody = agreed.values_list("resident", flat=True).distinct()
    of_all = known_of_all(list(everybody), today)
    return {
        "residents": Resident.objects.count(),
        "agreed": _shown(agreed.distinct().count()),
        "without_account": _shown(Resident.objects.filter(id__in=agreed, account__isnull=True).count()),
        "services": [
            {
                "service": name,
                "title": services()[name].title[language],
                **{kind: _shown(counts[name][kind]) for kind in ("hers", "later", "unknown")},
                **_lacking(name, of_all, language, today),
            }
            for name in sorted(counts, key=lambda name: -counts[name]["unknown"])
        ],
        "does": [texts.say(f"coverage.{key}", language) for key in ("not_agreed", "unknown", "no_phone")],
    }


def _lacking(service: str, of_all: set[str], language: str, today: date) -> dict[str, list[str]]:
    """Name the facts for the lack of which a service stays unknown: what a resident can say, and what only others can."""
    rule, hers = rules_on(today).get(service), {kind.name for kind in tellable()}
    needed = facts_needed(rule.all_nodes())[0] if rule else frozenset()
    kinds = [kind for kind in catalogue() if kind.name in needed - of_all and not kind.complete]
    return {
        "asks": [_said(kind, "only", language) for kind in kinds if kind.name in hers],
        "lacks": [_said(kind, "alone", language) for kind in kinds if kind.name not in hers],
    }


def _said(kind: FactKind, otherwise: str, language: str) -> str:
    label = kind.label[language]
    return label if is_brought(kind) else texts.say(f"coverage.{otherwise}", language, fact=label)


def is_brought(kind: FactKind) -> bool:
    """Say whether anything but a resident's own word can bring a fact here: a register, a record, a connector in use."""
    if {SourceKind.REGISTER, SourceKind.RECORD} & set(kind.sources):
        return True
    asked = any(one.kind == "health" for one in connectors().values())
    return SourceKind.CONNECTOR in kind.sources and asked and kind.name in FACTS.values()


def _kind(letters: str) -> str:
    if letters[0] == "y":
        return "hers"
    if "y" in letters:
        return "later"
    return "unknown" if letters[0] == "u" else "other"


def _shown(count: int) -> int | None:
    return count if count == 0 or count >= SMALL_CELL else None
