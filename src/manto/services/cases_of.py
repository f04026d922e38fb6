"""From what the city knows of one resident, and of those who live with her, to the case that rules decide."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from manto.residents.queries import Reader, has_consent, has_household, household_of, read_facts
from manto.services.rulebook import language
from manto.services.rules.case import Case, Facts, Member, completed, from_catalogue
from manto.services.rules.tree import Node, facts_in


def facts_needed(nodes: Iterable[Node]) -> tuple[frozenset[str], frozenset[str]]:
    """Name the facts that expressions read of the one decided about, and of those who live with her.

    What is true of a whole household is read of everybody in it.
    """
    of_her: set[str] = set()
    of_members: set[str] = set()
    for node in nodes:
        for name, is_member in facts_in(node):
            (of_members if is_member else of_her).add(name)
            if is_member:
                of_her.add(name)  # the household may be all of them, herself among them
    shared = language().whole_household & of_her
    return frozenset(of_her), frozenset(of_members | shared)


def case_of(
    resident_id: UUID,
    nodes: Iterable[Node],
    reader: Reader,
    reason: str,
    now: datetime,
    *,
    on: date,
    purpose: str | None = None,
) -> Case:
    """Read what expressions need to know of a resident and those who live with her; each look leaves its line.

    Args:
        resident_id: Whom is decided about.
        nodes: The expressions of the rules.
        reader: Who reads; of the members of her household only a room or an officer can.
        reason: Why.
        now: The moment of reading.
        on: The day on which the facts hold.
        purpose: The consent for which it is read; none for what she herself asks for or the law does.

    """
    of_her, of_members = facts_needed(nodes)

    def read(of: UUID, names: frozenset[str]) -> tuple[Facts, bool]:
        if purpose is not None and not has_consent(of, purpose):
            return {}, True
        known = read_facts(of, names, reader, reason, now, purpose=purpose, on=on) if names else {}
        return from_catalogue((name, fact.value) for name, fact in known.items()), False

    others = None
    if has_household(resident_id, on=on):
        others = tuple(
            Member(relation, facts, str(other), closed)
            for other, relation in household_of(resident_id, on=on)
            for facts, closed in [read(other, of_members)]
        )
    facts, closed = read(resident_id, of_her)
    case = Case(facts, others, str(resident_id), closed)
    return completed(case, language())
