"""The shortest list of questions that settles the most services.

A service is settled when everything that could still decide it is asked. Questions are chosen greedily by bundles: of
all services still open, the one that needs fewest further questions for the services it settles along comes first.
For short lists every choice is tried instead, so they are the best there are; ``at_most`` says how many services any
list of that length could settle, so that one can see how far from the best a long list may be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate, combinations
from math import comb

TRIED_MAX = 20_000


@dataclass(frozen=True)
class Questions:
    """A list of questions, the most useful first.

    Attributes:
        facts: What to ask for, in order.
        settled_by: Which services each question settles, together with those before it; a service is named once.
        services: Which services the whole list settles.
        at_most: How many services any list of this length could settle.

    """

    facts: tuple[str, ...]
    settled_by: tuple[tuple[str, ...], ...]
    services: frozenset[str]
    at_most: int

    @property
    def settles(self) -> tuple[int, ...]:
        """How many services are settled after each question."""
        return tuple(accumulate(len(services) for services in self.settled_by))


def choose_questions(needs: Mapping[str, Iterable[str]], at_most: int, *, tried_max: int = TRIED_MAX) -> Questions:
    """Choose what to ask.

    Args:
        needs: For each open service the facts that could still decide it; what no answer can make due is left out.
        at_most: How many questions may be asked.
        tried_max: Up to how many lists all of them are tried.

    """
    wanted = {service: frozenset(facts) for service, facts in needs.items() if facts}
    facts = sorted(set().union(*wanted.values())) if wanted else []
    count = min(at_most, len(facts))
    if not count:
        return Questions((), (), frozenset(), 0)
    tried = comb(len(facts), count) <= tried_max
    chosen = _best(wanted, facts, count) if tried else _greedy(wanted, count)
    settled = _settled(wanted, chosen)
    needless = [fact for fact in chosen if not any(fact in wanted[service] for service in settled)]
    ordered = _ordered(wanted, [fact for fact in chosen if fact not in needless])
    settled_by = []
    for place in range(len(ordered)):
        before, after = (set(_settled(wanted, ordered[:end])) for end in (place, place + 1))
        settled_by.append(tuple(sorted(after - before)))
    possible = len(settled) if tried else _bound(wanted, count)
    return Questions(tuple(ordered), tuple(settled_by), frozenset(settled), possible)


def _settled(wanted: Mapping[str, frozenset[str]], asked: Iterable[str]) -> list[str]:
    known = set(asked)
    return [service for service, facts in wanted.items() if facts <= known]


def _best(wanted: Mapping[str, frozenset[str]], facts: list[str], count: int) -> list[str]:
    """Try every list; among equals the one that leaves the others with least to ask."""

    def worth(chosen: Iterable[str]) -> tuple[int, int]:
        known = set(chosen)
        return len(_settled(wanted, chosen)), sum(len(facts & known) for facts in wanted.values())

    return list(max(combinations(facts, count), key=worth))


def _greedy(wanted: Mapping[str, frozenset[str]], count: int) -> list[str]:
    asked: list[str] = []
    while len(asked) < count:
        known = set(asked)
        bundles = {
            frozenset(facts - known) for facts in wanted.values() if 0 < len(facts - known) <= count - len(asked)
        }
        if not bundles:
            break

        def worth(facts: Iterable[str], known: set[str] = known) -> tuple[float, int, list[str]]:
            bundle = set(facts)
            gained = len(_settled(wanted, known | bundle)) - len(_settled(wanted, known))
            return gained / len(bundle), -len(bundle), sorted(bundle, reverse=True)

        asked += sorted(max(bundles, key=worth))
    return asked


def _ordered(wanted: Mapping[str, frozenset[str]], chosen: list[str]) -> list[str]:
    """Put the questions into the order in which they settle services soonest."""
    ordered: list[str] = []
    left = _greedy({service: facts for service, facts in wanted.items() if facts <= set(chosen)}, len(chosen))
    ordered += left + [fact for fact in chosen if fact not in left]
    return ordered


def _bound(wanted: Mapping[str, frozenset[str]], count: int) -> int:
    """Say how many services any list of so many questions could settle at most.

    A service that needs k facts takes k places of those that its facts have among all services; the cheapest services
    fill the places of the ``count`` most wanted facts first.
    """
    often: dict[str, int] = {}
    for facts in wanted.values():
        for fact in facts:
            often[fact] = often.get(fact, 0) + 1
    places = sum(sorted(often.values(), reverse=True)[:count])
    possible = 0
    for size in sorted(len(facts) for facts in wanted.values() if len(facts) <= count):
        if size > places:
            break
        places -= size
        possible += 1
    return possible
