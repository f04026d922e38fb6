"""With the network off, off the wire, by a code in the street, and from the editor's desk to the resident's eye."""

import io
import json
import re
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect
from tests.browser.conftest import City, phone
from tests.browser.drivers import Visitor
from tests.browser.street import Walker
from tests.vectors.make_geo import distance_m

SORDELLO = (45.16035, 10.79725)
WALK = "".join(f'<trkpt lat="{45.1585 + step * 0.0002:.4f}" lon="10.7970"/>' for step in range(12))


@pytest.fixture
def walker(browser: Browser, city: City) -> Iterator[Walker]:
    """Give somebody with a phone in Piazza Sordello."""
    spot = {"latitude": SORDELLO[0], "longitude": SORDELLO[1], "accuracy": 8}
    with phone(browser, city, geolocation=spot, permissions=["geolocation", "camera"]) as visitor:
        yield Walker(visitor).has_a_compass()


def test_a_walk_through_mantua_goes_on_with_the_network_off(browser: Browser, city: City) -> None:
    """Along a GPX track, in all four faces; halfway the network goes, the page is loaded anew, and every face goes on."""
    track = [(float(lat), float(lon)) for lat, lon in re.findall(r'lat="([\d.]+)" lon="([\d.]+)"', WALK)]
    start, middle, end = track[-1], track[5], track[0]  # southward, from Piazza Sordello to Piazza Erbe
    spot = {"latitude": start[0], "longitude": start[1], "accuracy": 8}
    with phone(
        browser, city, geolocation=spot, permissions=["geolocation", "camera"], service_workers="allow"
    ) as visitor:
        walker = Walker(visitor).has_a_compass(180)
        gives_media(browser, city, "mantova:piazza-sordello")
        visitor.opens("/around").waits_for_the_worker()
        places = {
            one["id"]: one for one in visitor.asks(f"/api/v1/places?near={middle[0]},{middle[1]}&limit=400")["items"]
        }
        spots = {id_: (one["lat"], one["lon"]) for id_, one in places.items()}
        visitor.opens("/around").presses("Use my position").sees("Distances from where you are")
        visitor.sees("The map of the city comes along: 28 kB")
        visitor.presses("Keep it on this phone").sees("It is on this phone").sees(
            "It is kept"
        )  # no other face was seen yet
        visitor.sees("4 files").presses("Keep them too").sees("All 4 are on this phone")
        for point in track[-1:5:-2]:
            walker.stands_at(point)
            expect_nearest_first(walker, places, point)

        visitor.page.reload()
        visitor.settles().goes_offline()
        walker.stands_at((start[0] + 0.006, start[1] - 0.006))  # another square, never asked about before
        visitor.page.reload()
        visitor.sees("this is the neighbourhood that you keep on the phone")
        walker.stands_at(middle)
        expect_nearest_first(walker, places, middle)
        visitor.chooses("Camera").presses("Open the camera")
        for point, heading in zip(track[4:1:-1], (180, 205, 160), strict=True):
            walker.stands_at(point).looks_to(heading)
            walker.sees_labels_right(spots, point, heading)
        visitor.chooses("Listen")
        expect(walker.page.locator(".listen__near li").first).to_be_visible()
        walker.hears_what_is_said().stands_at(end)
        visitor.presses("What is around?")
        walker.page.wait_for_function("() => window.spoken.length > 0")
        visitor.chooses("Map").sees_the_map()
        visitor.chooses("List")
        expect_nearest_first(walker, places, end)
        walker.page.locator(".rows .list-row a").first.click()
        expect(walker.page.get_by_role("heading", level=1)).to_be_visible()
        visitor.opens("/places/mantova:piazza-sordello")
        expect(walker.page.get_by_role("img", name="A drawn tower").first).to_have_js_property("naturalWidth", 60)
        assert walker.page.evaluate(FROM_ITS_MIDDLE) == [4, 2]
        visitor.presses("Look around")
        expect(walker.page.locator(".panorama__picture[data-drawn]").first).to_be_visible()
        walker.stands_at(SORDELLO)
        visitor.opens("/trails/gonzaga").presses("I am here").sees("your position was sure")
        expect(walker.page.get_by_role("img", name="A drawn tower").first).to_have_js_property("naturalWidth", 60)
        visitor.opens("/around").presses("Remove only these").sees("Without them you read here")
        visitor.goes_online().settles()
        visitor.opens("/around").presses("Remove it")
        visitor.sees("Keep it on this phone")


FROM_ITS_MIDDLE = """async () => {
    const sound = document.querySelector('audio')
    sound.muted = true
    await sound.play()
    sound.pause()
    sound.currentTime = 2
    await new Promise(heard => (sound.onseeked = heard))
    return [sound.duration, sound.currentTime]
}"""


def gives_media(browser: Browser, city: City, place: str) -> None:
    """Let an editor give a picture, a sound of four seconds and a panorama to a place, by the doors that the desk uses."""
    silence = b"\x80" * 32_000
    form = b"fmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 8000, 1, 8)
    inside = b"WAVE" + form + b"data" + struct.pack("<I", len(silence)) + silence
    sound = b"RIFF" + struct.pack("<I", len(inside)) + inside
    words = {"it": "Una torre disegnata", "en": "A drawn tower"}
    with phone(browser, city) as visitor:
        page = visitor.enters_as("Nadia").page
        token = {cookie["name"]: cookie["value"] for cookie in page.context.cookies()}["csrftoken"]
        asks, mine = page.request, {"X-CSRFToken": token}
        media = []
        for kind, content in (("image", drawn(60, 40)), ("audio", sound), ("panorama", drawn(400, 200))):
            facts = {"kind": kind, "creator": "Nadia", "licence": "CC0-1.0", "alternative": json.dumps(words)}
            file = {"name": "a", "mimeType": "application/octet-stream", "buffer": content}
            given = asks.post("/api/v1/desk/media", headers=mine, multipart={**facts, "file": file}).json()
            media.append({key: value for key, value in {**given, "transcript": words}.items() if key != "bytes"})
        held = asks.get(f"/api/v1/desk/overlays/{place}").json()
        before = [one for one in held["changes"].get("media", held["base"]["media"]) if one["creator"] != "Nadia"]
        changes = {**held["changes"], "media": [*before, *media]}
        draft = {"version": held["version"], "changes": changes}
        drafted = asks.put(f"/api/v1/desk/overlays/{place}", headers=mine, data=draft).json()
        shown = {"version": drafted["version"]}
        assert asks.post(f"/api/v1/desk/overlay-publication/{place}", headers=mine, data=shown).ok


def expect_nearest_first(walker: Walker, places: dict[str, Any], here: tuple[float, float]) -> None:
    """Expect the list to begin with what is nearest."""
    nearest = min(places, key=lambda id_: distance_m(here, (places[id_]["lat"], places[id_]["lon"])))
    name = places[nearest]["name"]
    expect(walker.page.locator(".rows > li").first.locator(".list-row__title")).to_have_text(name)


def test_no_trace_of_a_walk_is_on_the_wire(walker: Walker) -> None:
    """Four faces, a pack and a walk: the city hears of squares alone, never of a position, a need or a direction."""
    wire = walker.visitor.watches_the_wire()
    walker.stands_at(SORDELLO).looks_through_the_camera().looks_to(130)
    for step, face in enumerate(["Listen", "List", "Map", "Camera"]):
        walker.stands_at((SORDELLO[0] + 0.00137 * step, SORDELLO[1] + 0.00113 * step))
        walker.visitor.switches_to(face)
    walker.visitor.presses("Keep it on this phone").sees("It is on this phone")

    exact = [f"{SORDELLO[0] + 0.00137 * step:.4f}"[:7] for step in range(4)]
    exact += [f"{SORDELLO[1] + 0.00113 * step:.4f}"[:7] for step in range(4)]
    squares = [line for line in wire if "near=" in line or "/packs/" in line]
    assert squares
    assert not [line for line in wire if any(part in line for part in exact)]
    assert not [line for line in wire if "/api/" in line and ("heading" in line or "kerb" in line)]


def test_a_code_in_the_street_leads_to_its_place(on_a_phone: Visitor, city: City) -> None:
    """In the visitor's language, with nothing installed, and what is begun there; a forged one is told as such."""
    on_a_phone.enters_as("Nadia")
    cookies = {cookie["name"]: cookie["value"] for cookie in on_a_phone.page.context.cookies()}
    token = cookies["csrftoken"]
    made = on_a_phone.page.request.post(
        "/api/v1/desk/totems", data={"places": ["mantova:parco-te"]}, headers={"X-CSRFToken": token}
    ).json()["items"][0]
    on_a_phone.page.context.clear_cookies()

    on_a_phone.page.goto(f"/t/{made['code'].lower()}")
    on_a_phone.page.wait_for_url("**/places/mantova:parco-te")
    on_a_phone.follows("Report a broken bench or toy").sees("Step 3 of 3").presses("Back").sees("It is about: Parco Te")
    on_a_phone.opens("/t/AAAAAAAA").sees("not the city’s").meets_no_barrier()


def test_what_is_counted_names_nobody(on_a_phone: Visitor) -> None:
    """Somebody who is signed in opens a story twice: one message, its name, no cookie; switched off there is none."""
    on_a_phone.enters_as("Sofia")
    told: list[tuple[dict[str, str], str]] = []
    on_a_phone.page.on(
        "request",
        lambda asked: (
            told.append((asked.all_headers(), asked.post_data or "")) if "/api/v1/opened" in asked.url else None
        ),
    )
    for _ in range(2):
        on_a_phone.opens("/places/mantova:palazzo-te").sees_heading("Palazzo Te").settles()
    on_a_phone.opens("/counted").turns_off("Count what I open").opens("/trails/laghi").settles()
    on_a_phone.opens("/places/mantova:palazzo-ducale").settles()

    (headers, body), *more = told
    assert more == []
    assert json.loads(body) == {"kind": "overlay", "thing": "mantova:palazzo-te"}
    assert not {"cookie", "referer", "x-csrftoken"} & set(headers)


def test_an_editor_brings_a_story_to_the_street(at_a_desk: Visitor, tmp_path: Path) -> None:
    """Draft, check, nudge by key, walk past it in all four faces along a GPX file, publish: a resident reads it."""
    page = at_a_desk.enters_as("Nadia").opens("/desk/overlays").page
    at_a_desk.fills("Find a place to write about", "Torre della Gabbia").presses("Find")
    page.locator(".panes__line").first.click()
    at_a_desk.sees("Told on the spot").meets_no_barrier()
    before = page.get_by_label("Latitude").input_value()
    page.get_by_role("button", name="North", exact=True).focus()
    page.keyboard.press("ArrowUp")
    assert page.get_by_label("Latitude").input_value() > before
    at_a_desk.sees_the_map()
    page.locator(".overlay-map canvas").click(position={"x": 40, "y": 200})
    expect(page.get_by_label("Latitude")).not_to_have_value(before)
    page.get_by_label("Latitude").fill(before)
    story = page.get_by_role("group", name="Told on the spot")
    story.get_by_label("English").fill("A cage of iron, and the whole city below.")
    at_a_desk.presses("Add one")
    medium = page.locator(".overlay-medium").last
    for label, text in (
        ("Who made it", "Nadia"),
        ("licence", "CC0-1.0"),
        ("in Italian", "Mattoni"),
        ("in English", "Bricks"),
    ):
        medium.get_by_label(label).fill(text)
    medium.get_by_label("A file from here").set_input_files(a_photo(tmp_path))
    at_a_desk.presses("Put it on the city’s server").sees("It is there")
    at_a_desk.presses("Add a button")
    button = page.get_by_role("group", name="Button 1")
    button.get_by_label("What is reported").select_option(label="Broken bench or fitting")
    for label, text in (("in Italian", "Segnala la panchina"), ("in English", "Report the bench")):
        button.get_by_label(label).fill(text)
    at_a_desk.presses("Keep the draft").sees("The draft is kept")

    at_a_desk.unfolds("Walk past it")
    walk = tmp_path / "walk.gpx"
    walk.write_text(f'<gpx xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>{WALK}</trkseg></trk></gpx>')
    page.get_by_label("A walk (GPX)").set_input_files(walk)
    for face, shown in (("Camera", ".camera__frame"), ("Listen", ".listen__near li"), ("List", ".walk .list-row")):
        at_a_desk.chooses(face)
        expect(page.locator(shown).first).to_be_visible()
        at_a_desk.presses("One step")
    at_a_desk.chooses("Map").sees_the_map(".walk")
    assert int(page.locator(".walk").get_attribute("data-metres") or 0) == 15
    at_a_desk.presses("Publish").sees("It is published.")

    at_a_desk.opens("/places/mantova:torre-gabbia").sees("A cage of iron, and the whole city below.")
    expect(page.get_by_role("img", name="Bricks")).to_have_js_property("naturalWidth", 60)
    expect(page.get_by_role("link", name="Report the bench")).to_have_attribute("href", re.compile("kind=bench"))


def a_photo(folder: Path) -> Path:
    """Draw a picture of sixty pixels."""
    (folder / "bricks.png").write_bytes(drawn(60, 40))
    return folder / "bricks.png"


def drawn(width: int, height: int) -> bytes:
    """Draw bricks."""
    out = io.BytesIO()
    Image.new("RGB", (width, height), (150, 70, 30)).save(out, "PNG")
    return out.getvalue()


def test_an_editor_takes_in_many_places_and_a_code_out_of_use(at_a_desk: Visitor, tmp_path: Path) -> None:
    """A file whole or not at all; a new place of the city's own is barred until its picture has rights and words."""
    page = at_a_desk.enters_as("Nadia").opens("/desk/overlays").page
    at_a_desk.unfolds("Take in many places")
    point = {"type": "Point", "coordinates": [10.7931, 45.1602]}
    tree = {
        "type": "Feature",
        "id": "1",
        "geometry": point,
        "properties": {"category": "monument", "name": "Old plane"},
    }
    file = tmp_path / "trees.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": [tree]}))
    page.get_by_label("GeoJSON file").set_input_files(file)
    at_a_desk.fills("Whose it is", "The gardeners").fills("Under what licence", "CC0-1.0").presses("Take it in")
    at_a_desk.sees("1 taken")

    page.get_by_role("link", name="A new place of the city’s own").click()
    at_a_desk.sees_the_map()
    names = page.get_by_role("group", name="Name", exact=True)
    names.get_by_label("Italian").fill("Il platano")
    names.get_by_label("English").fill("The plane tree")
    page.get_by_role("checkbox", name="children").check()
    at_a_desk.presses("Add one").fills("Its file on the city’s own server", "/city/piazza-sordello.svg")
    at_a_desk.meets_no_barrier().presses("Keep the draft").sees("who made it and under which licence").sees_heading(
        "The plane tree"
    )
    expect(page.get_by_role("button", name="Publish")).to_be_disabled()

    at_a_desk.opens("/desk/overlays/mantova:piazza-sordello")
    page.get_by_label("Why a code is taken out of use").fill("The sticker is worn")
    page.get_by_role("button", name="Revoke SRD1").click()
    at_a_desk.sees("The sticker is worn")
