"""The record of a decision, from which the same decision comes out again after facts and laws have changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from manto.kernel.canonical import digest
from manto.kernel.errors import BadInput, Conflict
from manto.services.rules.case import NONE, Case, Facts, FactValue, Member
from manto.services.rules.deciding import Decision, Rule
from manto.services.rules.explaining import Origins, paired
from manto.services.rules.service import Service, Version
from manto.services.rules.tree import facts_in

FORM = "manto-decision-1"
Json = dict[str, Any]


def record_of(
    rule: Rule,
    case: Case,
    decision: Decision,
    *,
    attested: Mapping[str, bool] | None = None,
    origins: Origins | None = None,
) -> Json:
    """Write down a decision as JSON values: the rule's hash, the day, every fact it read, and each condition.

    Nothing that the rule does not read is in it.
    """
    own, members = _names(rule)
    return {
        "form": FORM,
        "service": decision.service,
        "version": decision.version,
        "on": decision.on.isoformat(),
        "facts": _facts(case.facts, own, "", origins or {}),
        "household": None
        if case.others is None
        else [
            {
                "relation": member.relation,
                "key": member.key,
                "facts": _facts(member.facts, members, member.key or member.relation, origins or {}),
            }
            for member in case.others
        ],
        "attested": dict(attested or {}),
        "conditions": {outcome.name: outcome.value.value for _, outcome in paired(rule, decision)},
        "state": decision.state.value,
        "to_confirm": list(decision.to_confirm),
    }


def replay(record: Json, service: Service, version: Version) -> Decision:
    """Decide again what a record says was decided, by the version that decided then.

    Args:
        record: As ``record_of`` wrote it.
        service: The service.
        version: The version whose hash the record names, from the archive if the law has changed.

    Raises:
        BadInput: It is no such record, or the version is another.
        Conflict: It comes out otherwise; either the record or the program has been changed.

    """
    if record.get("form") != FORM or record.get("service") != service.id or record.get("version") != version.hash:
        raise BadInput(
            "This record was not made by this version of the rule.",
            f"Look for version {str(record.get('version'))[:12]} of {record.get('service')} in the archive.",
        )
    rule = Rule(service, version, date.fromisoformat(record["on"]))
    others = record["household"]
    members = None if others is None else tuple(
        Member(one["relation"], _values(one["facts"]), one["key"]) for one in others
    )  # fmt: skip
    decision = rule.decide(Case(_values(record["facts"]), members), record["attested"])
    conditions = {outcome.name: outcome.value.value for _, outcome in paired(rule, decision)}
    if (decision.state.value, conditions) != (record["state"], record["conditions"]):
        raise Conflict("The decision does not come out as it was recorded.", "Ask the auditor to look at the record.")
    return decision


def name_of(record: Json) -> str:
    """Name a record by the hash of its one byte form."""
    return digest(record)


def _names(rule: Rule) -> tuple[frozenset[str], frozenset[str]]:
    read = frozenset().union(*(facts_in(node) for node in rule.nodes()))
    own = {name for name, member in read if not member}
    members = {name for name, member in read if member}
    return frozenset(own | members), frozenset(members)


def _facts(facts: Facts, names: frozenset[str], key: str, origins: Origins) -> Json:
    written: Json = {}
    for name in sorted(names & set(facts)):
        value, origin = facts[name], origins.get((key, name))
        entry: Json = (
            {"none": True}
            if value is NONE
            else {"day": value.isoformat()}
            if isinstance(value, date)
            else {"value": value}
        )
        if origin is not None:
            entry["id"] = origin.id
            entry["source"] = [origin.source_kind, origin.source_ref]
            entry["recorded_on"] = origin.recorded_on.isoformat()
        written[name] = entry
    return written


def _written(value: FactValue) -> Json:
    if value is NONE:
        return {"none": True}
    return {"day": value.isoformat()} if isinstance(value, date) else {"value": value}


def _values(written: Json) -> dict[str, FactValue]:
    return {
        name: NONE if entry.get("none") else date.fromisoformat(entry["day"]) if "day" in entry else entry["value"]
        for name, entry in written.items()
    }
