"""Sofia's hunt: seven riddles with friends, totems and positions, without network, and no trace left."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from tests.browser.conftest import City, phone
from tests.browser.drivers import Visitor
from tests.browser.street import Walker

from manto.city import read_yaml
from manto.places.trails import accepted, normalised

TRAILS = Path(__file__).resolve().parents[2] / "demo/mantova/trails"
HUNT = read_yaml(TRAILS / "bambini.yaml")
SORDELLO = (45.16030, 10.79710)


@pytest.fixture
def sofia(browser: Browser, city: City) -> Iterator[Walker]:
    """Give Sofia a phone in Piazza Sordello."""
    spot = {"latitude": SORDELLO[0], "longitude": SORDELLO[1], "accuracy": 8}
    with phone(browser, city, geolocation=spot, permissions=["geolocation"], service_workers="allow") as visitor:
        yield Walker(visitor)


def stops_of(visitor: Visitor, trail: str) -> dict[str, tuple[float, float]]:
    """Ask the city where the stops are."""
    found = {one["id"]: one for one in visitor.asks("/api/v1/trails")["items"]}
    return {stop["id"]: (stop["at"][0], stop["at"][1]) for stop in found[trail]["stops"]}


def code_of(city: City, place: str) -> str:
    """Read the code from the totem at a place, as its table has it."""
    with sqlite3.connect(city.home / "manto.sqlite3") as tables:
        row = tables.execute("select code from places_totem where place = ?", (f"mantova:{place}",)).fetchone()
    return str(row[0])


def solves(sofia: Walker, stop: dict[str, object], answer: str) -> None:
    """Answer the question of the stop that is shown."""
    if stop.get("choices"):
        sofia.page.get_by_role("radio", name=answer).check()
    else:
        sofia.page.locator(".riddle input[type=text]").fill(answer)
    sofia.visitor.presses("Check the answer")


def test_sofia_plays_the_hunt_with_the_network_off(sofia: Walker, city: City) -> None:
    """Seven stops, by position and by totem; a reload half-way; the badge at the end; nothing of it on the wire."""
    visitor = sofia.visitor.opens("/trails").waits_for_the_worker()
    at = stops_of(visitor, "caccia-bambini")
    code = code_of(city, "torre-gabbia")
    visitor.follows("The hunt of the seven riddles").sees("0 of 7 stops done")
    wire = visitor.watches_the_wire()
    visitor.does_not_see("Torre della Gabbia").goes_offline()

    for number, stop in enumerate(HUNT["stops"], 1):
        visitor.sees(stop["riddle"]["en"])
        sofia.stands_at(at[stop["id"]])
        if stop["place"] == "torre-gabbia":
            visitor.fills("Code at the totem", "0000-0000").presses("Use the code").sees("not of this stop")
            visitor.fills("Code at the totem", f"{code[:4].lower()} {code[4:]}").presses("Use the code")
            visitor.sees("Reached by the code")
        else:
            visitor.presses("I am here")
            visitor.sees("your position was sure")
        if number == 1:
            solves(sofia, stop, "Bonacolsi")
            visitor.sees("Not that.").presses("Give me a hint").sees(stop["hints"][0]["en"])
        solves(sofia, stop, stop["answers"]["en"][0] if not stop.get("choices") else right_choice(stop))
        visitor.sees(stop["after"]["en"]).sees(f"{number} of 7 stops done")
        if number == 4:
            sofia.page.reload()
            visitor.sees("4 of 7 stops done")
        elif number < 7:
            visitor.presses("To the next stop")

    visitor.sees_heading("Badge: Hunters of Mantua").sees("7 of 7 answers right").meets_no_barrier()
    visitor.goes_online()
    sofia.page.wait_for_timeout(500)
    told = "\n".join(wire)
    for lat, lon in at.values():
        assert f"{lat:.4f}" not in told
        assert f"{lon:.4f}" not in told
    assert "Gonzaga" not in told
    assert code not in told
    visitor.presses("Forget this walk").sees("0 of 7 stops done")
    assert (
        sofia.page.evaluate(
            "async () => { const open = indexedDB.open('manto-walks'); await new Promise(r => open.onsuccess = r);"
            " const all = open.result.transaction('walks').objectStore('walks').getAll();"
            " await new Promise(r => all.onsuccess = r); return all.result.length }"
        )
        == 0
    )


def right_choice(stop: dict[str, object]) -> str:
    """Find which of the choices is taken."""
    taken = {normalised(answer) for answer in accepted(stop)}
    return next(words["en"] for words in stop["choices"] if normalised(words["en"]) in taken)  # type: ignore[attr-defined]


def test_a_doubtful_position_is_said_and_not_believed(sofia: Walker) -> None:
    """Far away is far away; within the error nobody is sure, and one may say so oneself."""
    sofia.stands_at((45.1480, 10.7864))
    visitor = sofia.visitor.opens("/trails/gonzaga").presses("I am here").sees("You are about")
    visitor.does_not_see("I say I am here")
    sofia.stands_at(SORDELLO, accuracy=90)
    visitor.sees("You may be there").presses("I say I am here").sees("on your word")


def test_friends_play_without_names_and_meet_later(browser: Browser, sofia: Walker, city: City) -> None:
    """One begins without network; the other joins; what each did counts for both once the network is back."""
    visitor = sofia.visitor.opens("/trails/laghi").waits_for_the_worker()
    at = stops_of(visitor, "laghi")
    visitor.opens("/trails/laghi").goes_offline().presses("Begin a group")
    code = sofia.page.locator(".group__code strong").inner_text()
    sofia.stands_at(at["mincio"])
    visitor.presses("I am here").sees("Together: 1 of 5")
    visitor.goes_online().settles()
    with phone(
        browser,
        city,
        geolocation={"latitude": at["andes"][0], "longitude": at["andes"][1], "accuracy": 5},
        permissions=["geolocation"],
    ) as friend:
        wire = friend.watches_the_wire()
        friend.opens("/trails/laghi").fills("Code of a group", code.lower()).presses("Join the group")
        friend.sees("Together: 1 of 5").sees("Done by your group")
        friend.page.locator(".trail__stops button").nth(3).click()
        friend.presses("I am here").sees("Together: 2 of 5")
        friend.settles()
        assert [line for line in wire if "trail-groups" in line]
        assert not [line for line in wire if f"{at['andes'][0]:.4f}" in line]
    visitor.presses("Ask what the others did").sees("Together: 2 of 5")


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_no_trail_has_a_barrier(browser: Browser, city: City, dark: bool) -> None:
    """The list, a hunt, the wheelchair tour with what is not measured; by keys alone."""
    scheme = "dark" if dark else "light"
    with phone(browser, city, color_scheme=scheme, permissions=[]) as visitor:
        visitor.opens("/trails").sees("Mantua without steps").settles().meets_no_barrier().has_no_sideways_scroll()
        visitor.opens("/trails/caccia-bambini").sees("Riddle 1").unfolds("If you cannot read")
        visitor.meets_no_barrier().has_no_sideways_scroll().has_targets_of(24)
        visitor.opens("/trails/senza-gradini").sees("No step").sees("Kerb 0 cm").sees("Not measured: width")
        visitor.meets_no_barrier()
        visitor.tabs_to("I am here", role="button", at_most=40)
        visitor.page.keyboard.press("Enter")
        expect(visitor.page.get_by_role("button", name="I say I am here")).to_be_visible()


def test_who_uses_a_wheelchair_sees_first_the_trails_that_she_can_do(on_a_phone: Visitor) -> None:
    """By what Lorenzo told the city of himself, and by what a stranger sets on this phone; the others say what hinders."""
    page = on_a_phone.enters_as("Lorenzo").opens("/trails").sees("Nothing stands in your way").page
    titles = page.locator(".rows .list-row__title")
    expect(titles.first).to_have_text("Mantua without steps")
    expect(page.locator(".rows > li").last).to_contain_text("Stop 5: Slope 7 %")
    on_a_phone.meets_no_barrier()
    page.context.clear_cookies()

    on_a_phone.opens("/trails")
    expect(titles.first).to_have_text("The hunt of the seven riddles")
    on_a_phone.unfolds("What I need").fills("Highest kerb, in cm", "2")
    expect(page.locator(".rows > li").last).to_contain_text("Kerb 3 cm")


def test_a_tour_is_told_aloud(sofia: Walker) -> None:
    """The phone itself speaks: the riddle or the story, once one asks for it."""
    visitor = sofia.visitor.opens("/trails/gonzaga")
    sofia.hears_what_is_said()
    visitor.turns_on("Guide me by ear").sees("Reached")
    sofia.page.wait_for_timeout(300)

    assert any("Luigi Gonzaga" in line for line in sofia.heard())


def test_an_editor_writes_a_trail_and_somebody_walks_it(at_a_desk: Visitor) -> None:
    """Stops chosen on the map and by name, a riddle with its answer, another way for each; checked, published, seen."""
    page = at_a_desk.enters_as("Nadia").opens("/desk/trails").page
    at_a_desk.follows("A new trail").sees("Choose").sees_the_map()
    for legend in (
        "Title",
        "In a sentence",
        "Badge at the end",
        "For who cannot read",
        "For who cannot see",
        "For who cannot climb",
    ):
        group = page.get_by_role("group", name=legend, exact=True).first
        group.get_by_label("Italian").fill("Due torri")
        group.get_by_label("English").fill("Two towers")
    for name in ("Tower of the Cage", "Clock Tower"):
        at_a_desk.fills("Find a place", name).presses("Find")
        page.get_by_role("button", name=f"Add {name}").first.click()
        at_a_desk.sees(f"{name} is stop")
    page.get_by_role("button", name="Later: Tower of the Cage").click()
    at_a_desk.sees("Tower of the Cage is stop 2 now")
    page.get_by_text("Write this stop").first.click()
    for legend, words in (
        ("Question", ("Le due torri, quante sono?", "The two towers: how many?")),
        ("Answers that are right", ("due", "two")),
    ):
        group = page.get_by_role("group", name=legend, exact=True).first
        group.get_by_label("Italian").fill(words[0])
        group.get_by_label("English").fill(words[1])
    at_a_desk.presses("Keep the draft").sees("The draft is kept").sees("It tells its own answer").meets_no_barrier()
    expect(page.get_by_role("button", name="Publish")).to_be_disabled()

    page.get_by_text("Write this stop").first.click()
    answers = page.get_by_role("group", name="Answers that are right", exact=True).first
    answers.get_by_label("Italian").fill("un paio")
    answers.get_by_label("English").fill("a pair")
    at_a_desk.presses("Keep the draft").settles()
    at_a_desk.presses("Publish").sees("It is published").follows("See it as residents do")
    at_a_desk.sees_heading("Two towers").sees("0 of 2")
