"""Whom proactivity reaches, and whom it misses: said before anybody praises it.

Who has not agreed is not looked at; what the city does not know stays unknown; who has no account is told nothing by a
phone. Each number below five is left out.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

from manto.residents.models import Consent, Resident
from manto.residents.reference import catalogue, purposes
from manto.services.knowing import PROACTIVE, rules_on
from manto.services.models import Standing
from manto.services.reference import services
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
    return {
        "residents": Resident.objects.count(),
        "agreed": _shown(agreed.distinct().count()),
        "without_account": _shown(Resident.objects.filter(id__in=agreed, account__isnull=True).count()),
        "services": [
            {
                "service": name,
                "title": services()[name].title[language],
                **{kind: _shown(counts[name][kind]) for kind in ("hers", "later", "unknown")},
                "asks": _asked_for(name, language, today),
            }
            for name in sorted(counts, key=lambda name: -counts[name]["unknown"])
        ],
        "does": [texts.say(f"coverage.{key}", language) for key in ("not_agreed", "unknown", "no_phone")],
    }


def _asked_for(service: str, language: str, today: date) -> list[str]:
    """Name the facts that only the resident can tell, for the lack of which the service stays unknown."""
    rule = rules_on(today).get(service)
    asked = dict.fromkeys(fact for one in rule.conditions for fact in one.condition.ask) if rule else {}
    return [catalogue()[fact].label[language] for fact in asked]


def _kind(letters: str) -> str:
    if letters[0] == "y":
        return "hers"
    if "y" in letters:
        return "later"
    return "unknown" if letters[0] == "u" else "other"


def _shown(count: int) -> int | None:
    return count if count == 0 or count >= SMALL_CELL else None
