"""Rule packs: what each register asks, as data that is named by its own hash.

    {"name": "mantova-2026", "registers": {"land-title": {
        "endorse": {"issue": ["role", "land.registrar"], "transfer": ["all", …]},
        "backdate_s_max": 31536000,
        "blocked_by": {"transfer": ["lien", "caveat"]},
        "needs": {"issue": ["insurance"]},
        "again": true}}}

A kind that `endorse` does not name is not allowed. `blocked_by` and `needs` speak of the records with the same subject
in other registers: the first must not stand (be active, suspended or disputed), the second must be active; one whose
end has come by the block's time does neither. With `again`, what has ended may be issued again under the same name: a
subject then never has two standing records in the register, and may have many one after the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from manto.ledger.state.endorsement import check_expression
from manto.ledger.state.errors import GovernanceRefused
from manto.ledger.statements.cbor import decode_cbor
from manto.ledger.statements.statement import Kind

BACKDATE_S_MAX = 200 * 366 * 86_400
_FIELDS = {"endorse", "backdate_s_max", "blocked_by", "needs", "again"}
_KINDS = {kind.name.lower(): kind for kind in Kind}


@dataclass(frozen=True)
class Register:
    """What one register asks.

    Attributes:
        endorse: Who must sign each kind of statement; other kinds are not allowed.
        backdate_s_max: How long before it was signed a statement may have become true.
        blocked_by: Registers whose record of the same subject must not stand, by kind.
        needs: Registers whose record of the same subject must be active, by kind.
        again: Whether a record that has ended may be issued again.
    """

    endorse: Mapping[Kind, list[Any]]
    backdate_s_max: int
    blocked_by: Mapping[Kind, tuple[str, ...]] = field(default_factory=dict)
    needs: Mapping[Kind, tuple[str, ...]] = field(default_factory=dict)
    again: bool = False


@dataclass(frozen=True)
class RulePack:
    """The rules of all registers at one time.

    Attributes:
        hash: SHA-256 of the bytes that the pack was read from: its name.
        from_height: The first block that is judged by it.
        name: What people call it.
        registers: By name.
    """

    hash: bytes
    from_height: int
    name: str
    registers: Mapping[str, Register]


def parse_pack(raw: bytes, from_height: int) -> RulePack:
    """Read a rule pack.

    Raises:
        MalformedStatement: It is not deterministic CBOR.
        GovernanceRefused: It is not a rule pack; says where.
    """
    pack = decode_cbor(raw)
    match pack:
        case {"name": str(name), "registers": dict(registers), **rest} if name and registers and not rest:
            read = {key: _register(key, value) for key, value in registers.items()}
            return RulePack(sha256(raw).digest(), from_height, name, read)
    raise GovernanceRefused(
        "A rule pack has a name and registers, and nothing else.", "See the rules in docs/ideas/records.md."
    )


def _register(name: object, rules: object) -> Register:
    if not isinstance(name, str) or not isinstance(rules, dict) or not set(rules) <= _FIELDS:
        raise GovernanceRefused(f"The rules of register {name!r} have a field that is not known.", _SEE_REFERENCE)
    if name in RESERVED:
        raise GovernanceRefused(f"The register '{name}' is the ledger's own.", "Name the register otherwise.")
    backdate_s_max = rules.get("backdate_s_max", 0)
    if type(backdate_s_max) is not int or not 0 <= backdate_s_max <= BACKDATE_S_MAX:
        raise GovernanceRefused(f"'backdate_s_max' of {name} is not a number of seconds.", _SEE_REFERENCE)
    if type(rules.get("again", False)) is not bool:
        raise GovernanceRefused(f"'again' of {name} is neither true nor false.", _SEE_REFERENCE)
    endorse = _by_kind(name, "endorse", rules.get("endorse"))
    for expression in endorse.values():
        check_expression(expression)
    return Register(
        endorse,
        backdate_s_max,
        {
            kind: _names(name, names)
            for kind, names in _by_kind(name, "blocked_by", rules.get("blocked_by", {})).items()
        },
        {kind: _names(name, names) for kind, names in _by_kind(name, "needs", rules.get("needs", {})).items()},
        rules.get("again", False),
    )


def _by_kind(register: str, field_name: str, value: object) -> dict[Kind, Any]:
    if not isinstance(value, dict) or not set(value) <= set(_KINDS):
        raise GovernanceRefused(f"'{field_name}' of {register} must name kinds of statements.", _SEE_REFERENCE)
    return {_KINDS[kind]: item for kind, item in value.items()}


def _names(register: str, names: object) -> tuple[str, ...]:
    if not isinstance(names, list) or any(not isinstance(name, str) for name in names):
        raise GovernanceRefused(f"A rule of {register} must list registers by name.", _SEE_REFERENCE)
    return tuple(names)


RESERVED = frozenset({"governance", "delegation", "rules", "erasure"})
_SEE_REFERENCE = "See the rules in docs/ideas/records.md and send the pack again."
