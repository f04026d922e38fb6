"""A record type is data: the seven and the attached ones are read from their folders, and an eighth needs no code."""

from __future__ import annotations

from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml
from tests.records.conftest import Office

from manto.kernel.errors import BadInput
from manto.ledger.state.rules import parse_pack
from manto.ledger.statements import encode_cbor
from manto.records import node
from manto.records.founding import found_register
from manto.records.models import Record
from manto.records.reading_types import read_type
from manto.records.reference import agencies, own_types, read_types, types
from manto.records.rule_pack import LIST_REGISTER, rule_pack
from manto.records.signing import roles_in
from manto.records.type_pages import index_of, page_of

SEVEN = {"land-title", "vehicle", "business-licence", "passport", "voter", "death-certificate", "insurance"}
ATTACHED = {"lien", "caveat", "priority-notice", "inspection", "theft-report", "vehicle-lien", "insurance"}

PERMIT_SCHEMA = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "type": "object",
    "properties": {
        "plate": {"type": "string", "search": True, "labels": {"en": "Plate", "it": "Targa"}},
        "zone": {"type": "string", "labels": {"en": "Zone", "it": "Zona"}},
        "valid_until": {"type": "string", "format": "date", "labels": {"en": "Until", "it": "Fino al"}},
    },
    "required": ["plate", "zone", "valid_until"],
    "additionalProperties": False,
}
PERMIT = """
name: {en: Parking permit, it: Permesso di sosta}
plural: {en: Parking permits, it: Permessi di sosta}
about: {en: That a resident may park in her zone., it: Che una persona residente può parcheggiare nella sua zona.}
agency: traffic-office
subject: [plate, zone]
holders: {label: {en: resident, it: residente}, sign: false, at_least: 1}
publicity: {level: private, law: {en: Nobody's business., it: Non riguarda altri.}}
retention: {years: 2, erasable: true, law: {en: City rules, it: Regolamento comunale}}
again: true
until: valid_until
life:
  issue: {sign: [role, traffic.officer]}
  revoke: {sign: [role, traffic.officer]}
  reinstate: {sign: [role, traffic.officer]}
rules:
  - {rule: lasts_at_most, to: valid_until, days: 400}
derived:
  - when: {register: death-certificate, kinds: [issue], by: person}
    do: revoke
    cause: death
    automatic: true
    law: {en: City rules, it: Regolamento comunale}
causes: {death: {en: The resident has died., it: La persona è morta.}}
status: {active: {en: Valid, it: Valido}, suspended: {en: On hold, it: Sospeso}, disputed: {en: Contested, it: Contestato},
  revoked: {en: Ended, it: Cessato}, annulled: {en: Void, it: Nullo}, expired: {en: Expired, it: Scaduto}}
face: {title: {en: Parking permit, it: Permesso di sosta}, fields: [plate, zone, valid_until]}
"""


def test_the_seven_and_what_is_attached_to_them() -> None:
    """Each in a folder of its own, with everything in two languages."""
    found = {one.id: one for one in types()}

    assert set(found) == SEVEN | ATTACHED
    assert {name for name, one in found.items() if one.is_attached} == ATTACHED
    for one in found.values():
        words = [one.name, one.plural, one.about, one.publicity.law, one.retention.law, one.face.title]
        words += [*one.status.values(), *(cause.words for cause in one.causes.values()), one.holders.label]
        words += [rule.law for rule in one.derived] + [field["labels"] for field in one.fields.values()]
        assert all(set(text) == {"en", "it"} and all(text.values()) for text in words), one.id
        assert set(one.attached_to) <= set(found), one.id


def test_whoever_must_sign_is_there() -> None:
    """No rule asks for a role that no agency can give; nobody's register is nobody's."""
    given = {role for agency in agencies().values() for role in agency.roles}

    for one in types():
        assert one.agency in agencies(), one.id
        for kind, step in one.life.items():
            assert roles_in(step.sign) <= given, (one.id, kind)
            assert set(step.needs) | set(step.blocked_by) <= {other.id for other in types()}, (one.id, kind)


def test_the_rule_pack_is_what_the_ledger_reads() -> None:
    """The same types make the same bytes."""
    raw = encode_cbor(rule_pack("x", types()))

    assert raw == encode_cbor(rule_pack("x", read_types(own_types())))
    assert set(parse_pack(raw, 1).registers) == SEVEN | ATTACHED | {LIST_REGISTER}


@pytest.mark.parametrize(
    ("change", "why"),
    [
        (lambda c, s: c.pop("agency"), "agency"),
        (lambda c, s: c["life"].update(sell={"sign": ["holders"]}), "kind of statement 'sell'"),
        (lambda c, s: c["life"]["issue"].update(sign=["somebody"]), "says nothing about who must sign"),
        (lambda c, s: c["rules"].append({"rule": "is_nice"}), "rule 'is_nice'"),
        (lambda c, s: c["face"].update(fields=["price"]), "field 'price'"),
        (lambda c, s: c["derived"][0].update(do="sell"), "'sell'"),
        (lambda c, s: c["derived"][0].update(cause="bored"), "cause 'bored'"),
        (lambda c, s: c["publicity"].update(level="secretish"), "publicity"),
        (lambda c, s: c.update(subject="attached"), "Attached"),
        (lambda c, s: s["properties"]["zone"].pop("labels"), "label of the field 'zone'"),
        (lambda c, s: s.update(type="thing"), "schema"),
        (lambda c, s: c["about"].update({"and more": None}), "about"),
        (lambda c, s: c["status"].pop("expired"), "status 'expired'"),
    ],
)
def test_a_type_that_cannot_be_is_refused_whole(change: Any, why: str) -> None:
    """With its name and what is wrong."""
    content, schema = yaml.safe_load(PERMIT), deepcopy(PERMIT_SCHEMA)
    change(content, schema)

    with pytest.raises(BadInput, match="parking-permit") as refused:
        read_type("parking-permit", schema, content)

    assert why in str(refused.value)


def test_each_type_has_its_page() -> None:
    """Made from its data: `manto records pages docs/guide/records` makes them anew."""
    folder = Path(__file__).resolve().parents[2] / "docs" / "guide" / "records"
    found = {one.id: one for one in read_types(own_types())}

    assert {path.stem for path in folder.glob("*.md")} == {*found, "index"}
    assert index_of(found.values()) == (folder / "index.md").read_text()
    for name, one in found.items():
        assert page_of(one, found) == (folder / f"{name}.md").read_text(), name


def test_new_rules_come_into_force_without_touching_what_stands(office: Office) -> None:
    """Founding again with the same types changes nothing."""
    car = office.car()
    packs = len(_packs())

    found_register(office.now)

    assert len(_packs()) == packs
    assert Record.objects.get(id=car.id).status == "active"


def _packs() -> Any:
    return node.ledger().state.constitution.packs
