"""Land titles: who must sign, what locks a parcel, what a division may not lose."""

from __future__ import annotations

from typing import Any

import pytest
from tests.records.conftest import TITLE, Office

from manto.ledger.bundle import verify_bundle
from manto.records import node, queries
from manto.records.models import Draft, Record
from manto.records.proposals import CannotBeEntered

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

    office.enter("chiara paolo", end, *parts(office, 40, 54))

    flat.refresh_from_db()
    assert flat.status == "revoked"
    assert Record.objects.filter(register="land-title", status="active").count() == 2


def test_a_parcel_is_entered_once(office: Office) -> None:
    """Its name in the ledger is made from the parcel."""
    office.flat()

    with pytest.raises(CannotBeEntered, match="There is such a record already"):
        office.file("chiara", office.entry("land-title", "issue", TITLE, to="giulia"))
