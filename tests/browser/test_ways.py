"""Lorenzo's afternoon: ways judged by his own limits, a blocked ramp, and the network gone half-way."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.conftest import City, phone, screen
from tests.browser.drivers import Visitor

STATION = {"latitude": 45.15863, "longitude": 10.78329, "accuracy": 8}
MANTEGNA = {"latitude": 45.15835, "longitude": 10.79405, "accuracy": 8}
PALACE = "/way/mantova:palazzo-ducale"
ANDREA = "/way/mantova:basilica-sant-andrea"


@pytest.fixture
def lorenzo(browser: Browser, city: City) -> Iterator[Visitor]:
    """Lorenzo with his phone at the station."""
    with phone(browser, city, locale="it-IT", geolocation=STATION, service_workers="allow") as visitor:
        yield visitor.enters_as("lorenzo")


def steps_of(visitor: Visitor) -> list[str]:
    """Read the way aloud, step by step."""
    expect(visitor.page.locator(".way-steps > li").first).to_be_visible()
    return visitor.page.locator(".way-steps > li").all_inner_texts()


def test_from_the_place_to_the_way_there(lorenzo: Visitor) -> None:
    """One button; his own limits without a word typed; what was avoided is said; nothing bars him from the page."""
    lorenzo.opens("/places/mantova:palazzo-ducale").follows("Trova la strada")
    sent = lorenzo.watches_the_wire()
    lorenzo.page.get_by_label("Da dove?").select_option("here")
    lorenzo.presses("Usa la mia posizione")

    steps = steps_of(lorenzo)
    assert "Piazza Don Leoni" in steps[0]
    assert not any("Via Cavour" in step for step in steps)
    lorenzo.sees("Un cordolo di 6 cm: Via Cavour.").sees("Che cosa evita questa strada")
    assert lorenzo.page.get_by_label("Come ti muovi?").input_value() == "wheelchair"
    assert not any("45.1586" in request or "10.7832" in request for request in sent), "his position left the phone"
    lorenzo.meets_no_barrier().has_no_sideways_scroll().has_targets_of(24)


def test_who_walks_freely_goes_another_way(lorenzo: Visitor) -> None:
    """The walker is chosen by keyboard; the way is another, and nothing is avoided."""
    lorenzo.opens(PALACE)
    before = steps_of(lorenzo)

    lorenzo.page.get_by_label("Come ti muovi?").focus()
    lorenzo.page.keyboard.press("Home")

    expect(lorenzo.page.get_by_text("Che cosa evita questa strada")).to_have_count(0)
    assert steps_of(lorenzo) != before
    lorenzo.page.get_by_label("Come ti muovi?").select_option("wheelchair")


def test_a_blocked_ramp_mends_the_way_for_him_and_the_next(browser: Browser, city: City, lorenzo: Visitor) -> None:
    """He reports it; his way changes; so does that of a stranger who asks afterwards; and an officer closes it."""
    lorenzo.opens(ANDREA)
    lorenzo.page.get_by_label("Da dove?").select_option("mantova:fermata-liberta")
    assert any("Rampa di Sant'Andrea" in step for step in steps_of(lorenzo))

    lorenzo.unfolds("Segnala un ostacolo")
    lorenzo.page.get_by_label("Dove?", exact=True).select_option(label="Rampa di Sant'Andrea")
    lorenzo.meets_no_barrier().presses("Segnala")

    lorenzo.sees("La strada è stata ricalcolata").sees("Bloccato: Rampa di Sant'Andrea. L’ha segnalato un residente.")
    assert not any("Rampa di Sant'Andrea" in step for step in steps_of(lorenzo))
    with phone(browser, city, locale="en-GB") as stranger:
        stranger.opens(ANDREA)
        stranger.page.get_by_label("Where from?").select_option("mantova:fermata-liberta")
        stranger.page.get_by_label("How do you go about?").select_option("stroller")
        stranger.sees("Blocked: Rampa di Sant'Andrea. A resident reported it.")
        assert not any("Rampa di Sant'Andrea" in step for step in steps_of(stranger))
        stranger.meets_no_barrier()
    with screen(browser, city) as nadia:
        nadia.enters_as("Nadia").opens("/desk/barriers").sees("blocked, Rampa di Sant'Andrea").meets_no_barrier()
        nadia.presses("It is right for 14 days: The way").sees("It holds for 14 days.")
        nadia.presses("It is mended: The way").sees("It is closed: mended.")
    lorenzo.opens(ANDREA)
    lorenzo.page.get_by_label("Da dove?").select_option("mantova:fermata-liberta")
    expect(lorenzo.page.get_by_text("Bloccato: Rampa di Sant'Andrea.")).to_have_count(0)


def test_the_network_goes_half_way(lorenzo: Visitor) -> None:
    """The way is found anew from where he stands, by his limits, on the phone alone."""
    lorenzo.opens("/").waits_for_the_worker().opens(PALACE)
    lorenzo.page.get_by_label("Da dove?").select_option("here")
    lorenzo.presses("Usa la mia posizione")
    before = steps_of(lorenzo)

    lorenzo.goes_offline()
    lorenzo.page.context.set_geolocation(MANTEGNA)
    expect(lorenzo.page.locator(".way-steps > li").first).to_contain_text("Via Broletto")
    lorenzo.opens(PALACE)

    after = steps_of(lorenzo)
    assert len(after) < len(before)
    lorenzo.sees("Senza rete: le segnalazioni di ostacoli sono le ultime arrivate")
    assert lorenzo.page.get_by_label("Come ti muovi?").input_value() == "wheelchair"


@pytest.mark.parametrize("width", [390, 1280])
def test_it_can_be_looked_at(browser: Browser, city: City, width: int, tmp_path: Path) -> None:
    """Small and large, with the map."""
    with phone(browser, city, viewport={"width": width, "height": 900}) as visitor:
        visitor.opens(PALACE)
        steps_of(visitor)
        visitor.page.locator(".small-map").scroll_into_view_if_needed()
        visitor.sees_the_map().has_no_sideways_scroll()
        visitor.page.screenshot(path=tmp_path / f"way-{width}.png", full_page=True)


def test_what_leaves_a_stop_and_what_is_free_now(browser: Browser, city: City) -> None:
    """Lines, ramps and times; whose word it is, that it is made up, and how old; bikes and spaces in list and page."""
    with phone(browser, city) as visitor:
        visitor.opens("/places/mantova:fermata-stazione").sees("Next departures").sees("Line 1").sees(
            "Takes wheelchairs"
        )
        expect(visitor.page.get_by_text("Made up for the demo.")).to_be_visible()
        visitor.meets_no_barrier().has_no_sideways_scroll()
        for _ in range(60):  # the city asks its feeds soon after it has begun, not at once
            told = visitor.page.request.get(f"{city.url}/api/v1/live").json()
            if {"bikes", "parking"} <= {source["id"] for source in told["feeds"] if not source["old"]}:
                break
            visitor.page.wait_for_timeout(1000)

        visitor.opens("/places/mantova:parcheggio-campo-canoa").sees("Right now")
        expect(visitor.page.get_by_text(re.compile(r"\d spaces? free")).first).to_be_visible()
        visitor.meets_no_barrier()
        visitor.opens("/places/mantova:bici-pradella").sees("Made up for the demo.")
        expect(visitor.page.get_by_text(re.compile(r"\d docks? free")).first).to_be_visible()
        visitor.opens("/around").searches("Search a place or a kind of place", "Campo Canoa car park")
        expect(visitor.page.locator(".live").first).to_contain_text(re.compile(r"\d spaces? free"))


def test_by_bus_for_who_sits_in_a_wheelchair(lorenzo: Visitor) -> None:
    """A walk, a ride with a ramp, a walk, each with its time; the way to the stop is one link away."""
    sent = lorenzo.watches_the_wire()
    lorenzo.opens("/way/mantova:fermata-porta-cerese")
    lorenzo.page.get_by_label("Da dove?").select_option("here")
    if lorenzo.page.get_by_role("button", name="Usa la mia posizione").is_visible():
        lorenzo.presses("Usa la mia posizione")

    lorenzo.sees("In autobus o in treno").sees("La linea 1 per Valletta Valsecchi").sees("È accessibile in carrozzina.")
    assert not any("45.1586" in request or "10.7832" in request for request in sent), "his position left the phone"
    lorenzo.meets_no_barrier().has_no_sideways_scroll()
