"""A resident and what the city knows of her."""

import json
from pathlib import Path

from playwright.sync_api import Browser
from tests.browser.conftest import City
from tests.browser.drivers import Visitor


def test_giulia_reads_what_the_city_knows(on_a_phone: Visitor) -> None:
    """Each fact with where it comes from."""
    on_a_phone.enters_as("Giulia").opens("/me/facts")

    on_a_phone.sees("Via Grossi").sees("From the civil register").sees(
        "ISEE"
    ).meets_no_barrier().has_no_sideways_scroll()


def test_who_looked_is_told_in_words(at_a_desk: Visitor, on_a_phone: Visitor) -> None:
    """Davide looks at Marta's facts for a reason; Marta reads his name and his reason."""
    reason = "The resident is at the counter and asks"
    at_a_desk.enters_as("Davide").opens("/desk/residents")
    at_a_desk.page.get_by_label("Reason", exact=True).select_option(label=reason)
    at_a_desk.presses("Go on").fills("Name, or part of it", "Marta Rossi").presses("Search").follows("Marta Rossi")
    at_a_desk.sees("This look is recorded").sees("Marta").meets_no_barrier()

    on_a_phone.enters_as("Marta").opens("/me/lookups")

    on_a_phone.sees("Davide").sees("case officer").sees(reason).meets_no_barrier()


def test_a_withdrawn_consent_counts_at_once(on_a_phone: Visitor) -> None:
    """Lorenzo's limits stop counting the moment he says so, and he gets a signed receipt."""
    on_a_phone.enters_as("Lorenzo").opens("/me/consents")
    on_a_phone.turns_off("Offers that fit you")

    on_a_phone.sees("is off from this moment")
    receipt = on_a_phone.asks("/api/v1/me/consents/tailoring/receipt")
    assert receipt["signature"]
    facts = json.dumps(on_a_phone.asks("/api/v1/me/facts"))
    assert "access.kerb_cm_max" not in facts
    on_a_phone.turns_on("Offers that fit you").sees("is on from this moment")


def test_a_wrong_fact_is_contested_decided_and_explained(on_a_phone: Visitor, at_a_desk: Visitor) -> None:
    """Paolo says what would be right; Chiara decides with reason and law; Paolo reads it."""
    on_a_phone.enters_as("Paolo").opens("/me/facts")
    on_a_phone.unfolds("Street").presses("“Street” is wrong").fills(
        "What would be right", "The street is called Via Verdi now."
    )
    on_a_phone.presses("Tell the registrar").sees("A registrar will look at")

    at_a_desk.enters_as("Chiara").opens("/desk/contests").follows_first_of("Via Verdi")
    at_a_desk.sees("The street is called Via Verdi now.").chooses("Keep it")
    at_a_desk.fills("Reason, as the resident will read it", "The street keeps its name until January.")
    at_a_desk.fills("Legal basis", "D.P.R. 223/1989 art. 13").presses("Decide and tell the resident")
    at_a_desk.sees("Kept. The resident is told").meets_no_barrier()

    on_a_phone.opens("/me/facts").sees("The street keeps its name until January.")


def test_sofia_takes_everything_and_leaves(browser: Browser, city: City, tmp_path: Path) -> None:
    """Export holds all of it; after leaving, no byte of hers is in the city's folder."""
    from tests.browser.conftest import phone

    with phone(browser, city) as sofia:
        sofia.enters_as("Sofia").opens("/me/export")
        file = sofia.downloads("Download the file", tmp_path / "export.json")
        held = json.loads(file.read_text())
        mine = _texts_of_hers(held)
        assert {"assistant", "residents"} <= set(held["rooms"])
        assert any(text in _bytes_of(city.home) for text in mine)

        sofia.opens("/me/leave").fills("To confirm", "LEAVE").presses("Remove everything about me")
        sofia.sees_heading("You are gone from here").meets_no_barrier()
        sofia.opens("/me").sees("Sign in to see what is yours")

    left = _bytes_of(city.home)
    assert [text.decode() for text in mine if text in left] == []


def _texts_of_hers(held: dict) -> list[bytes]:
    """Give what only she has: her identifiers and her address of mail."""
    text = json.dumps(held)
    import re

    addresses = re.findall(r"sofia[\w.]*@[\w.]+", text)
    assert addresses
    return [address.encode() for address in set(addresses)]


def _bytes_of(folder: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file())
