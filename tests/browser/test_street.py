"""One model, four faces: what is around, in a list, on a map, over the camera and in the ear."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.conftest import City, phone
from tests.browser.drivers import Visitor
from tests.browser.street import Walker
from tests.vectors.make_geo import bearing_deg, distance_m

SORDELLO = (45.16035, 10.79725)
FACES = ["list", "map", "camera", "listen"]


@pytest.fixture
def walker(browser: Browser, city: City) -> Iterator[Walker]:
    """Somebody with a phone in Piazza Sordello."""
    spot = {"latitude": SORDELLO[0], "longitude": SORDELLO[1], "accuracy": 8}
    with phone(browser, city, geolocation=spot, permissions=["geolocation", "camera"]) as visitor:
        yield Walker(visitor).has_a_compass()


def places_of(walker: Walker) -> dict[str, tuple[float, float]]:
    """Ask the city where everything is."""
    found = walker.visitor.asks("/api/v1/places?near=45.16035,10.79725&radius_m=900&limit=400")["items"]
    return {place["id"]: (place["lat"], place["lon"]) for place in found}


def assert_labels_are_right(walker: Walker, places: dict[str, Any], here: tuple[float, float], heading: float) -> int:
    """Each label within two pixels of its direction; none over another."""
    labels = walker.labels()
    for label in labels:
        wanted = walker.expected_x(here, places[label["id"]], heading)
        assert abs(label["x"] - wanted) <= 2, (
            f"{label['id']} at {label['x']:.1f}, not {wanted:.1f}, looking to {heading}"
        )
    for first in labels:
        for other in labels:
            apart = first["right"] <= other["left"] or other["right"] <= first["left"]
            assert first is other or apart or first["bottom"] <= other["top"] or other["bottom"] <= first["top"]
    return len(labels)


def test_labels_stand_where_things_are(walker: Walker) -> None:
    """In the four directions, and at each step of a turn right round."""
    walker.stands_at(SORDELLO).looks_through_the_camera()
    places = places_of(walker)

    seen = dict.fromkeys((0, 90, 180, 270), 0)
    for heading in [*seen, *range(0, 360, 24)]:
        walker.looks_to(heading)
        count = assert_labels_are_right(walker, places, SORDELLO, heading)
        seen[heading] = max(seen.get(heading, 0), count)

    assert sum(seen.values()) > 20
    assert all(seen[heading] for heading in (0, 90, 180, 270)), seen


def test_labels_follow_on_the_way(walker: Walker) -> None:
    """Somebody walks and turns at once."""
    walker.stands_at(SORDELLO).looks_through_the_camera()
    places = places_of(walker)

    for step in range(1, 5):
        here = (SORDELLO[0] - step * 0.0002, SORDELLO[1] - step * 0.0001)
        walker.stands_at(here).looks_to(step * 40).sees_labels_right(places, here, step * 40)
        assert_labels_are_right(walker, places, here, step * 40)


def test_what_is_close_has_a_card_and_no_direction(walker: Walker) -> None:
    """Under 25 metres a direction says nothing; what is behind is counted and can be listed."""
    walker.stands_at(SORDELLO).looks_through_the_camera().looks_to(0)
    places = places_of(walker)
    here = [id_ for id_, there in places.items() if distance_m(SORDELLO, there) < 25]
    behind = [
        id_
        for id_, there in places.items()
        if 25 <= distance_m(SORDELLO, there) <= 400 and abs((bearing_deg(SORDELLO, there) + 540) % 360 - 180) > 90
    ]

    assert here
    expect(walker.page.get_by_role("region", name="You are here")).to_be_visible()
    assert not {label["id"] for label in walker.labels()} & set(here)
    summary = walker.page.locator(".camera__rest summary")
    expect(summary).to_contain_text("more behind you")
    more = summary.inner_text()
    assert 0 < int(more.split()[0]) <= len(behind)
    summary.click()
    expect(walker.page.locator(".camera__rest li").first).to_be_visible()


def test_north_is_put_right_by_buttons_and_by_dragging(walker: Walker) -> None:
    """And the compass can be believed again: no movement needs a drag (WCAG 2.5.7)."""
    walker.stands_at(SORDELLO).looks_through_the_camera().looks_to(0)
    frame = walker.page.locator(".camera__frame")
    walker.visitor.presses("Adjust north")
    walker.page.get_by_role("button", name="10 degrees to the right").click()
    expect(frame).to_have_attribute("data-heading", "10.000")
    box = frame.bounding_box()
    assert box is not None
    middle, low = box["x"] + box["width"] / 2, box["y"] + box["height"] * 0.85
    walker.page.mouse.move(middle, low)
    walker.page.mouse.down()
    walker.page.mouse.move(middle + 60, low, steps=6)
    walker.page.mouse.up()
    expect(frame).not_to_have_attribute("data-heading", "10.000")
    dragged = float(frame.get_attribute("data-heading") or 0)
    walker.visitor.presses("Believe the compass")

    assert 2 < 10 - dragged < 12
    expect(frame).to_have_attribute("data-heading", "0.000")


def test_without_a_compass_one_turns_by_hand(browser: Browser, city: City) -> None:
    """And without a camera the labels stand all the same (WCAG 2.5.4)."""
    with phone(browser, city, permissions=["geolocation"]) as visitor:
        walker = Walker(visitor).looks_through_the_camera()
        visitor.sees("No compass")
        visitor.presses("Turn right")
        expect(walker.page.locator(".camera__frame")).to_have_attribute("data-heading", "15.000")


def test_switching_face_keeps_place_and_choice(walker: Walker) -> None:
    """From the camera to the ear, the list, the map and back."""
    walker.stands_at(SORDELLO).looks_through_the_camera().looks_to(0)
    walker.page.locator(".camera__label").first.click()
    name = walker.page.locator(".camera__label[aria-pressed=true] strong").inner_text()

    walker.visitor.switches_to("Listen")
    expect(walker.page.locator(".listen__target h2")).to_have_text(name)
    walker.visitor.switches_to("List")
    expect(walker.page.locator("[data-current] .list-row__title")).to_have_text(name)
    walker.visitor.switches_to("Map")
    expect(walker.page.get_by_role("region", name=name)).to_be_visible(timeout=60_000)
    walker.visitor.switches_to("Camera")
    expect(walker.page.locator(".camera__card h2").first).to_have_text(name)


def test_a_face_is_changed_at_once(on_a_phone: Visitor) -> None:
    """Nothing that the next face still fetches hides the page: the choice stands as soon as it is made."""
    on_a_phone.opens("/around?as=camera").settles()
    chosen = on_a_phone.page.get_by_role("radio", name="List", exact=True)

    assert chosen.evaluate("radio => (radio.click(), radio.checked && radio.checkVisibility())")


def test_one_turns_in_a_picture_all_around(on_a_phone: Visitor) -> None:
    """By keys and buttons as by dragging; who cannot see it hears what it shows and where one looks."""
    on_a_phone.opens("/places/mantova:piazza-sordello").presses("Look around")
    picture = on_a_phone.page.locator(".panorama__picture[data-drawn]")
    expect(picture).to_have_attribute("aria-label", re.compile("cathedral"))
    on_a_phone.presses("Turn right").presses("Turn right")
    on_a_phone.page.keyboard.press("ArrowRight")
    on_a_phone.sees("Looking north-east").meets_no_barrier().has_targets_of(24)
    picture.scroll_into_view_if_needed()
    box = picture.bounding_box()
    assert box is not None
    on_a_phone.page.mouse.move(box["x"] + 200, box["y"] + 200)
    on_a_phone.page.mouse.down()
    on_a_phone.page.mouse.move(box["x"] + 20, box["y"] + 200, steps=4)
    on_a_phone.page.mouse.up()

    on_a_phone.sees("Looking east")
    colours = (
        "canvas => new Set(canvas.getContext('webgl2') && [...Array(40)].map((_, n) => { const one = new Uint8Array(4);"
    )
    colours += (
        "const gl = canvas.getContext('webgl2'); gl.readPixels(n * 5, n * 6, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, one);"
    )
    colours += "return one.join() })).size"
    assert picture.evaluate(colours) > 5


def test_the_ear_hears_what_comes_on_the_way(walker: Walker) -> None:
    """Each once, on its side; nothing is asked of a server meanwhile."""
    walker.stands_at((45.1618, 10.7968)).listens().hears_what_is_said()
    walker.visitor.chooses("All")
    walker.visitor.presses("Start speaking")
    for step in range(12):
        walker.stands_at((45.1618 - step * 0.00015, 10.7968 + step * 0.00003))
        walker.page.wait_for_timeout(250)

    walker.page.wait_for_function("() => window.spoken.length >= 3")
    heard = walker.heard()
    assert heard[0] == "I tell you what comes."
    assert len(set(heard)) == len(heard), "nothing twice"
    assert any(line.startswith(("Ahead", "To the", "Behind", "You are at")) for line in heard[1:])
    expect(walker.page.locator(".listen__lines")).to_contain_text(heard[-1])


def test_no_two_voices_speak_at_once(walker: Walker) -> None:
    """Who uses a screen reader gets lines in a live region, and the app itself is silent."""
    walker.stands_at(SORDELLO).listens().hears_what_is_said()
    walker.visitor.turns_on("I use a screen reader")
    walker.visitor.presses("What is around?")

    expect(walker.page.get_by_role("log")).to_have_attribute("aria-live", "polite")
    expect(walker.page.get_by_role("log")).not_to_be_empty()
    assert walker.heard() == []


def test_a_sound_leads_to_what_one_chose(walker: Walker) -> None:
    """From the side where it is."""
    walker.stands_at(SORDELLO).listens().hears_what_is_said()
    walker.page.locator(".listen__near button").nth(5).click()
    walker.visitor.presses("Lead me there by sound")
    walker.page.wait_for_function("() => window.clicks.length > 1")
    walker.looks_to(90, wait=False)
    from_one_side = "() => window.clicks.length > 2 && Math.abs(window.clicks.at(-1)) > 0.15"
    walker.page.wait_for_function(from_one_side)
    side = walker.page.evaluate("Math.sign(window.clicks.at(-1))")
    walker.looks_to(270, wait=False)

    walker.page.wait_for_function("side => Math.sign(window.clicks.at(-1)) === -side", arg=side)


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_face_has_a_barrier(browser: Browser, city: City, face: str, dark: bool) -> None:
    """No violation that axe finds, targets large enough, nothing sideways at 320 px."""
    scheme = "dark" if dark else "light"
    with phone(browser, city, color_scheme=scheme, permissions=["geolocation", "camera"]) as visitor:
        walker = Walker(visitor).has_a_compass()
        visitor.opens(f"/around?as={face}")
        if face in ("camera", "listen"):
            visitor.meets_no_barrier().presses({"camera": "Open the camera", "listen": "Open for the ear"}[face])
            shown = {"camera": ".camera__spot", "listen": ".listen__near li"}[face]
            expect(walker.page.locator(shown).first).to_be_visible()
        if face == "camera":
            visitor.presses("Adjust north")
        visitor.settles().meets_no_barrier().has_no_sideways_scroll().has_targets_of(24)
        walker.page.set_viewport_size({"width": 320, "height": 640})
        visitor.has_no_sideways_scroll()


def test_the_camera_is_worked_by_keys(walker: Walker) -> None:
    """Labels are buttons in a list: Tab reaches them, Enter chooses."""
    walker.stands_at(SORDELLO).looks_through_the_camera().looks_to(0)
    first = walker.page.locator(".camera__label strong").first.inner_text()

    walker.visitor.tabs_to(first, role="button", at_most=60)
    walker.page.keyboard.press("Enter")

    expect(walker.page.locator(".camera__card h2").first).to_be_visible()
    expect(walker.page.locator(".camera__label[aria-pressed=true]")).to_have_count(1)


def test_what_fits_me_is_said_by_measure(on_a_phone: Visitor) -> None:
    """The needs stay on the phone: nothing of them is on the wire."""
    wire = on_a_phone.watches_the_wire()
    on_a_phone.opens("/around").unfolds("What I need")
    on_a_phone.fills("Highest kerb", "2").settles()

    on_a_phone.sees("Not measured yet")
    assert not [line for line in wire if "kerb" in line]
