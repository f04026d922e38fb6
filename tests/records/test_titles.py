"""Land titles: who must sign, what locks a parcel, what a division may not lose."""

from __future__ import annotations

from typing import Any

import pytest
from tests.records.conftest import TITLE, Office

from manto.kernel.errors import BadInput
from manto.ledger.bundle import verify_bundle
from manto.records import node, queries
from manto.records.divisions import division_entries
from manto.records.models import Draft, Record
from manto.records.proposals import CannotBeEntered, fields_of
from manto.records.queries.drafts import draft_for_officer
from manto.records.queries.guard import alerts_of

SOLD = TITLE | {
    "owners": [{"name": "Giulia Ferrari", "share": "1/1"}],
    "price_cents": 18_500_000,
    "tax_clearance": "AE-2026-118",
}
LIEN = {"creditor": "Banca del Mincio", "amount_cents": 9_000_000, "deed": "Rep. 4417"}


def sale(office: Office, flat: Any, **more: Any) -> Any:
    return office.entry("land-title", "transfer", SOLD, of=flat, to="giulia", **more)


def test_a_flat_is_sold_with_four_signatures(office: Office) -> None:
    """Registrar, notary, seller, buyer; then it is hers and not his, and a proof says so."""
    flat = office.flat()

    office.enter("chiara ottavio paolo giulia", sale(office, flat))

    assert [one.title for one in queries.records_held_by(office.residents["giulia"], "en", office.now)] == [
        "E897-45-312-7, Via Corridoni 12"
    ]
    assert queries.records_held_by(office.residents["paolo"], "en", office.now) == []
    verdict = verify_bundle(queries.proof_bundle(flat.id, ["owners"]), node.ledger().policy)
    assert verdict.shown["owners"] == [{"name": "Giulia Ferrari", "share": "1/1"}]
    assert {one.agency for one in verdict.signers} == {"land-registry", "notaries", ""}


@pytest.mark.parametrize("absent", ["chiara", "ottavio", "paolo", "giulia"])
def test_three_of_the_four_are_not_enough(office: Office, absent: str) -> None:
    """Whoever is missing, the flat stays Paolo's."""
    flat = office.flat()
    draft = office.file("chiara", sale(office, flat))

    state = office.sign(draft, *(name for name in ("chiara", "ottavio", "paolo", "giulia") if name != absent))

    assert state == "signing"
    assert queries.holds(office.residents["paolo"], flat.id)


def test_a_court_order_overrides_alone(office: Office) -> None:
    """After the hours in which the owner may object, who did not sign."""
    flat = office.flat()
    draft = office.file("carlo", sale(office, flat))

    assert office.sign(draft, "carlo") == "window"
    office.later(hours=73)

    assert Draft.objects.get(id=draft).state == "final"
    assert queries.holds(office.residents["giulia"], flat.id)


@pytest.mark.parametrize(
    ("register", "officer", "says"),
    [("lien", "bruno paolo", LIEN), ("caveat", "carlo", {"case": "RG 118/2026"})],
)
def test_a_burden_blocks_the_sale_until_it_is_lifted(
    office: Office, register: str, officer: str, says: dict[str, Any]
) -> None:
    """In words before anybody signs, and at the ledger's door whoever signs."""
    flat = office.flat()
    burden = office.enter(officer, office.entry(register, "issue", says, of=flat))
    with pytest.raises(CannotBeEntered, match="It is blocked"):
        office.file("chiara", sale(office, flat))

    office.enter(officer.split()[0], office.entry(register, "revoke", of=burden))

    office.enter("chiara ottavio paolo giulia", sale(office, flat))


def test_a_contested_title_is_not_sold(office: Office) -> None:
    """Its owner contests alone; the registrar brings it back."""
    flat = office.flat()
    office.enter("chiara/paolo", office.entry("land-title", "dispute", of=flat))

    with pytest.raises(CannotBeEntered, match="does not lead on"):
        office.file("chiara", sale(office, flat))


def test_a_priority_notice_keeps_the_parcel_for_its_buyer(office: Office) -> None:
    """Nobody else can buy it until its day; lifted with the sale to the one it is for."""
    flat = office.flat()
    says = {"preliminary": "Rep. 901", "valid_until": "2026-07-31"}
    notice = office.enter("ottavio giulia", office.entry("priority-notice", "issue", says, of=flat, to="giulia"))
    with pytest.raises(CannotBeEntered, match="Priority notice"):
        office.file("chiara", sale(office, flat))

    office.enter("ottavio giulia", office.entry("priority-notice", "revoke", of=notice))
    office.enter("chiara ottavio paolo giulia", sale(office, flat))


def test_a_notice_past_its_day_locks_nothing(office: Office) -> None:
    """And nobody has to file its end."""
    flat = office.flat()
    says = {"preliminary": "Rep. 901", "valid_until": "2026-06-30"}
    office.enter("ottavio giulia", office.entry("priority-notice", "issue", says, of=flat, to="giulia"))

    office.later(days=22)

    office.enter("chiara ottavio paolo giulia", sale(office, flat))


def test_shares_make_one(office: Office) -> None:
    """Two halves do; a half and a third do not."""
    owners = [{"name": "Paolo Mancini", "share": "1/2"}, {"name": "Giulia Ferrari", "share": "1/3"}]

    with pytest.raises(CannotBeEntered, match="5/6"):
        office.file("chiara", office.entry("land-title", "issue", TITLE | {"owners": owners}, to=["paolo", "giulia"]))


def parts(office: Office, *areas: int) -> list[Any]:
    return [
        office.entry(
            "land-title",
            "issue",
            TITLE | {"parcel": f"E897-45-312-{n}", "area_m2": area, "from_parcels": [TITLE["parcel"]]},
            to="paolo",
            cause="split",
        )
        for n, area in enumerate(areas, start=20)
    ]


def test_a_division_conserves_the_area(office: Office) -> None:
    """All of it is entered side by side, or nothing."""
    flat = office.flat()
    end = office.entry("land-title", "revoke", of=flat, cause="split")
    with pytest.raises(CannotBeEntered, match="Before there were 94, afterwards there would be 95"):
        office.file("chiara", end, *parts(office, 40, 55))

    other = TITLE | {"parcel": "E897-45-312-29"}
    to_giulia = office.entry("land-title", "issue", other, to="giulia", cause="split")
    with pytest.raises(CannotBeEntered, match="everybody as much as before"):
        office.file("chiara", end, to_giulia)

    office.enter("chiara paolo", end, *parts(office, 40, 54))

    flat.refresh_from_db()
    assert flat.status == "revoked"
    assert Record.objects.filter(register="land-title", status="active").count() == 2


def another_parcel(office: Office, parcel: str, area: int, name: str, to: str) -> Any:
    says = TITLE | {"parcel": parcel, "area_m2": area, "owners": [{"name": name, "share": "1/1"}]}
    return office.enter("chiara", office.entry("land-title", "issue", says, to=to))


def divide(office: Office, sources: list[Any], *parts: dict[str, Any]) -> Any:
    entries = division_entries(sources, parts, reason="Survey 12/26", law="Civil Code 846")
    return office.file("chiara", *entries)


def test_a_division_waits_for_a_second_pair_of_eyes_and_keeps_the_owner(office: Office) -> None:
    """As every new title does; the owner signs its end and holds the parts by keys of their own."""
    flat = office.flat()
    parts = [
        {"parcel": f"E897-45-312-{n}", "address": "Via Corridoni 12", "kind": "flat", "area_m2": 47} for n in (8, 9)
    ]

    draft = divide(office, [flat], *parts)

    shown = draft_for_officer(draft, office.officers["chiara"], "en", office.now)
    assert (shown.state, shown.what, shown.kind) == ("review", "Divide", "split")
    [told] = [one.text for one in alerts_of(office.residents["paolo"], "en") if one.draft == draft]
    assert "somebody filed 'divide'" in told
    office.check(draft, "second")
    assert office.sign(draft, "chiara", "paolo") == "final"
    made = Record.objects.filter(register="land-title", status="active")
    assert {one.holders.get().resident_id for one in made} == {office.residents["paolo"]}
    assert len({bytes(one.holders.get().key) for one in made} | {bytes(flat.holders.get().key)}) == 3
    assert all(fields_of(one.name)["from_parcels"] == [TITLE["parcel"]] for one in made)


def test_joined_parcels_belong_to_each_owner_for_what_she_brought(office: Office) -> None:
    """Both sign; 60 and 40 square metres make three fifths and two fifths."""
    one = another_parcel(office, "E897-1", 60, "Paolo Mancini", "paolo")
    two = another_parcel(office, "E897-2", 40, "Giulia Ferrari", "giulia")
    whole = {"parcel": "E897-3", "address": "Via Corridoni 12", "kind": "land", "area_m2": 100}

    draft = divide(office, [one, two], whole)
    office.check(draft, "second")
    assert office.sign(draft, "chiara", "paolo") == "signing"
    shown = draft_for_officer(draft, office.officers["chiara"], "en", office.now)
    assert [(need.have, need.count) for need in shown.needs if need.who == "holders"] == [(0, 1)]
    assert office.sign(draft, "giulia") == "final"

    joined = Record.objects.get(register="land-title", status="active")
    assert fields_of(joined.name)["owners"] == [
        {"name": "Paolo Mancini", "share": "3/5"},
        {"name": "Giulia Ferrari", "share": "2/5"},
    ]
    assert [row.resident_id for row in joined.holders.order_by("place")] == [
        office.residents["paolo"],
        office.residents["giulia"],
    ]


def test_what_cannot_be_divided_is_refused(office: Office) -> None:
    """A car, one part out of one, a parcel with itself."""
    flat, car = office.flat(), office.car()
    for sources, parts in (([car], [{}, {}]), ([flat, car], [{}]), ([flat, flat], [{}]), ([flat], [{}])):
        with pytest.raises(BadInput):
            division_entries(sources, parts, reason="r", law="l")


def test_a_parcel_is_entered_once(office: Office) -> None:
    """Its name in the ledger is made from the parcel."""
    office.flat()

    with pytest.raises(CannotBeEntered, match="There is such a record already"):
        office.file("chiara", office.entry("land-title", "issue", TITLE, to="giulia"))
