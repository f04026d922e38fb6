"""What a rule may know of a resident: her facts and those of who lives with her, each read on its own ground.

1. What is compared without being asked is read under the consent to be told before she asks, and what rests on another
   consent only while that one is in force too. Whoever did not agree is somebody of whom nothing is known.
2. Of who lives with her, what is read is what they agreed to themselves: only what a rule asks of members of a household,
   and what is true of a whole household.
3. A resident who looks at her own page, or sends an application, is compared by what the city may use for that; so is
   she who asks for a child with whom she lives.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from manto.residents.commands.lookups import city_day
from manto.residents.queries import KnownFact, Room, has_consent, has_household, household_of, read_facts
from manto.services.anticipation.forecast import LATER_DAYS
from manto.services.rulebook import language
from manto.services.rulebook import services as services_in_force
from manto.services.rules.case import Case, FactValue, Member, completed, from_catalogue
from manto.services.rules.deciding import Rule, rule_on
from manto.services.rules.service import Service
from manto.services.rules.tree import Node, facts_in

ROOM = Room("services")
PROACTIVE = "proactive"
UNDER = (PROACTIVE, "health_plan", "tailoring")  # the consents on which facts rest that rules read
DEATH = "person.death"


@dataclass(frozen=True)
class KnownCase:
    """A resident as rules see her.

    Attributes:
        case: For the rules.
        facts: By the person's identifier (as text) and the fact's name, with their sources.

    """

    case: Case
    facts: dict[tuple[str, str], KnownFact]

    @property
    def is_dead(self) -> bool:
        """Whether the city knows that she has died."""
        return isinstance(self.case.facts.get(DEATH), date)


def rules_on(day: date) -> dict[str, Rule]:
    """Give the rules of all services as they read on a day."""
    return _rules_of(_InForce(services_in_force()), day)


@dataclass(frozen=True, eq=False)
class _InForce:
    """The very services in force, known again as long as they are the same."""

    services: tuple[Service, ...]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _InForce) and self.services is other.services

    def __hash__(self) -> int:
        return id(self.services)


@lru_cache(maxsize=256)
def _rules_of(these: _InForce, day: date) -> dict[str, Rule]:
    compiled = {service.id: rule_on(service, day) for service in these.services}
    return {name: rule for name, rule in compiled.items() if rule is not None}


@lru_cache(maxsize=8)
def _needed(these: _InForce, today: date) -> tuple[frozenset[str], frozenset[str]]:
    """Name the facts that rules read of the one decided about, and of those who live with her, until the last day ahead."""
    last = today + timedelta(days=LATER_DAYS[-1])
    later = {version.valid_from for service in these.services for version in service.versions}
    days = [today, *sorted(day for day in later if today < day <= last)]
    return facts_needed(node for day in days for rule in _rules_of(these, day).values() for node in rule.all_nodes())


def facts_needed(nodes: Iterable[Node]) -> tuple[frozenset[str], frozenset[str]]:
    """Name the facts that expressions read of the one decided about, and of those who live with her.

    What is true of a whole household is read of everybody in it.
    """
    of_her, of_members = {DEATH}, set[str]()
    for node in nodes:
        for name, is_member in facts_in(node):
            of_her.add(name)  # the household may be all of them, herself among them
            if is_member:
                of_members.add(name)
    shared = language().whole_household & of_her
    return frozenset(of_her), frozenset(of_members | shared)


def may_anticipate(resident_id: UUID) -> bool:
    """Say whether somebody agreed to be told before she asks."""
    return has_consent(resident_id, PROACTIVE)


def known_case(
    resident_id: UUID,
    now: datetime,
    *,
    proactively: bool,
    on: date | None = None,
    asked_by: UUID | None = None,
    scored: str = "",
) -> KnownCase:
    """Gather what the rules may know of a resident; each look leaves its line.

    Args:
        proactively: Whether she did not ask: then only what she agreed to is read (1).
        on: The day on which the facts hold; today if none is given.
        asked_by: Who asks for her, where it is somebody else: of her too all is read (3).
        scored: The service on whose ranking list she is to stand: what gives points there is read too.

    """
    day = on or city_day(now)
    of_her, of_members = _needed(_InForce(services_in_force()), city_day(now))
    if scored:
        more_of_her, more_of_members = facts_needed(rules_on(day)[scored].rank_nodes())
        of_her, of_members = of_her | more_of_her, of_members | more_of_members
    facts: dict[tuple[str, str], KnownFact] = {}

    def read(of: UUID, names: frozenset[str], *, asked: bool = False) -> tuple[dict[str, FactValue], bool]:
        if not asked and not may_anticipate(of):
            return {}, True
        reason, purpose = ("is_it_for_you", None) if asked else ("anticipate", PROACTIVE)  # (3), (1)
        known = read_facts(of, names, ROOM, reason, now, purpose=purpose, on=day) if names else {}
        facts.update({(str(of), name): fact for name, fact in known.items()})
        return from_catalogue((name, fact.value) for name, fact in known.items()), False

    others = None
    if has_household(resident_id, on=day):
        others = tuple(
            Member(relation, values, str(member), closed)
            for member, relation in household_of(resident_id, on=day)
            for values, closed in [read(member, of_members, asked=not proactively and member == asked_by)]  # (2), (3)
        )
    own, closed = read(resident_id, of_her, asked=not proactively)
    return KnownCase(completed(Case(own, others, str(resident_id), closed), language()), facts)
