"""What a rule may know of a resident: her facts and those of who lives with her, each read on its own ground.

1. What is compared without being asked is read under the consents that cover it: ``proactive``, and beside it
   ``health_plan`` and ``tailoring`` for what rests on them. Without ``proactive`` nothing is read at all.
2. Of who lives with her, what is read is what they agreed to themselves, and what a household shares.
3. A resident who looks at her own page, or sends an application, is compared by what the city may use for that.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from uuid import UUID

from manto.residents.commands.lookups import city_day
from manto.residents.queries import KnownFact, Room, has_consent, household_of, read_facts
from manto.residents.reference import purposes
from manto.services.rulebook import language
from manto.services.rulebook import services as services_in_force
from manto.services.rules.case import Case, FactValue, Member, completed, from_catalogue
from manto.services.rules.deciding import Rule, rule_on
from manto.services.rules.tree import FactOf, Node, parts_of

ROOM = Room("services")
PROACTIVE = "proactive"
UNDER = (PROACTIVE, "health_plan", "tailoring")


@dataclass(frozen=True)
class KnownCase:
    """A resident as rules see her.

    Attributes:
        case: For the rules.
        facts: By the person's identifier (as text) and the fact's name, with their sources.

    """

    case: Case
    facts: dict[tuple[str, str], KnownFact]


def _names() -> frozenset[str]:
    return _names_of(id(services_in_force()))


@lru_cache(maxsize=2)
def _names_of(_stamp: int) -> frozenset[str]:
    found: set[str] = set()
    for service in services_in_force():
        for version in service.versions:
            for condition in (*version.conditions, *([version.applies] if version.applies else [])):
                found |= facts_in(condition.test) | facts_in(condition.only_if)
    return frozenset(found)


def facts_in(node: Node | None) -> set[str]:
    """Name the facts that an expression looks at."""
    if node is None:
        return set()
    named = {node.name} if isinstance(node, FactOf) else set()
    if isinstance(node, FactOf) and node.applies is not None:
        named |= facts_in(node.applies)
    for part in parts_of(node):
        named |= facts_in(part)
    return named


def rules_on(day: date) -> dict[str, Rule]:
    """Give the rules of all services as they read on a day."""
    return _rules_of(id(services_in_force()), day)


@lru_cache(maxsize=256)
def _rules_of(_stamp: int, day: date) -> dict[str, Rule]:
    compiled = {service.id: rule_on(service, day) for service in services_in_force()}
    return {name: rule for name, rule in compiled.items() if rule is not None}


def may_anticipate(resident_id: UUID) -> bool:
    """Say whether somebody agreed to be told before she asks."""
    return has_consent(resident_id, PROACTIVE)


def known_case(resident_id: UUID, now: datetime, *, proactively: bool) -> KnownCase:
    """Gather what the rules may know of a resident.

    Args:
        proactively: Whether she did not ask: then only what she agreed to is read (1).

    """
    wanted = _names()
    today = city_day(now)
    facts = {(str(resident_id), name): fact for name, fact in _read(resident_id, wanted, now, proactively).items()}
    others = []
    for member_id, relation in household_of(resident_id, on=today):
        read = _read(member_id, wanted, now, proactively=True)  # (2)
        facts |= {(str(member_id), name): fact for name, fact in read.items()}
        others.append(Member(relation, _values(read.values()), key=str(member_id)))
    own = {name: fact for (whose, name), fact in facts.items() if whose == str(resident_id)}
    case = Case(_values(own.values()), tuple(others), key=str(resident_id))
    return KnownCase(completed(case, language()), facts)


def _read(resident_id: UUID, names: Iterable[str], now: datetime, proactively: bool) -> dict[str, KnownFact]:
    if not proactively:
        return read_facts(resident_id, names, ROOM, "is_it_for_you", now)  # (3)
    known: dict[str, KnownFact] = {}
    if not may_anticipate(resident_id):
        return known
    for purpose in UNDER:
        covered = sorted(set(names) & set(purposes()[purpose].facts))
        if covered and has_consent(resident_id, purpose):
            known |= read_facts(resident_id, covered, ROOM, "anticipate", now, purpose=purpose)
    return known


def _values(facts: Iterable[KnownFact]) -> dict[str, FactValue]:
    return from_catalogue((fact.name, fact.value) for fact in facts)
