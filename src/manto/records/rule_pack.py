"""The ledger's rule pack, made from the record types: what every node judges a statement by. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from manto.records.record_type import RecordType

DAY_S = 86_400
LIST_REGISTER = "status-list"
LIST_KEEPER = "civil-registrar"
"""Which agency writes the hashes of status lists into the ledger, with the key for what happens by itself."""
_LIST_KEEPERS = ["role", "civil.registrar"]


def rule_pack(name: str, types: Iterable[RecordType]) -> dict[str, Any]:
    """Make the pack that says, for each register, who must sign, what must stand and what must not.

    The same types make the same pack, byte for byte, so its hash tells whether the rules in force are these.
    """
    registers = {one.id: _register(one) for one in sorted(types, key=lambda one: one.id)}
    registers[LIST_REGISTER] = {"endorse": {"issue": _LIST_KEEPERS, "amend": _LIST_KEEPERS}}
    return {"name": name, "registers": registers}


def _register(of: RecordType) -> dict[str, Any]:
    rules: dict[str, Any] = {
        "endorse": {kind: step.sign for kind, step in of.life.items()},
        "backdate_s_max": of.backdate_days * DAY_S,
    }
    for rule, registers in (("blocked_by", _by_kind(of, "blocked_by")), ("needs", _by_kind(of, "needs"))):
        if registers:
            rules[rule] = registers
    return {**rules, "again": True} if of.again else rules


def _by_kind(of: RecordType, rule: str) -> Mapping[str, list[str]]:
    found = {kind: list(getattr(step, rule)) for kind, step in of.life.items()}
    return {kind: names for kind, names in found.items() if names}
