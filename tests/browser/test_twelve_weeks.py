"""Twelve weeks: each persona's Today drifts to their taste, visibly, and one sees when Manto learned what."""

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import yaml
from playwright.sync_api import Browser
from tests.browser.conftest import ROOT, City, Serve, phone

LEADS_THERE = re.compile("Show the place|See the event")
NAMES = {
    "giulia": "Giulia",
    "amir": "Amir",
    "marta": "Marta",
    "lorenzo": "Lorenzo",
    "sofia": "Sofia",
    "teresa": "Teresa",
    "paolo": "Paolo",
    "enzo": "Enzo Marchetti",
}
TASTES: dict[str, dict[str, Any]] = {
    one["persona"]: one for one in yaml.safe_load((ROOT / "demo/mantova/tastes.yaml").read_text())
}


@pytest.fixture(scope="module")
def twelve_weeks(served: Serve) -> Iterator[City]:
    """Serve a city in which its eight people have used Today for twelve weeks, through the commands of the program."""
    command = [sys.executable, "-m", "manto.cli", "preferences", "simulate", "--weeks", "12"]
    with served() as lived:
        subprocess.run(command, env=lived.environment, cwd=ROOT, check=True, capture_output=True, timeout=900)
        yield lived


def test_each_today_is_ones_own_and_sensible(twelve_weeks: City, browser: Browser) -> None:
    """No two alike; what stands there because of taste is liked, what is liked is learned, and from the first weeks on."""
    todays = {}
    for persona, name in NAMES.items():
        with phone(browser, twelve_weeks) as visitor:
            cards = visitor.enters_as(name).opens("/").cards()
            page = visitor.asks("/api/v1/me/learned")
            visitor.opens("/me/learned").sees("When Manto learned it").sees(page["weeks"][0]["title"])
            visitor.meets_no_barrier().has_no_sideways_scroll()
        todays[persona] = tuple(cards)
        likes = TASTES[persona]["likes"]
        liked = {kind for kind, chance in likes.items() if chance >= 0.3}
        weeks = sorted(page["weeks"], key=lambda week: week["begins"])
        first = weeks[0]["begins"]
        until = (date.fromisoformat(first) + timedelta(days=14)).isoformat()
        two = {one["kind"] for week in weeks if week["begins"] < until for one in week["kinds"]}
        chosen = [(one["kind"], one["count"]) for week in weeks for one in week["kinds"]]
        assert two & liked, f"{persona} after two weeks: {two}"
        assert sum(count for kind, count in chosen if kind in liked) > 0.6 * sum(count for _, count in chosen), persona
        assert len(weeks) >= 8, f"{persona}: {len(weeks)} weeks"
        assert any("you chose" in card or "you often choose" in card for card in cards), f"{persona}: {cards}"

    assert len(set(todays.values())) == len(NAMES)


def test_sofia_forgets_the_last_month_and_it_shows_at_once(twelve_weeks: City, browser: Browser) -> None:
    """The weeks since that day are gone from the page, what came before stands; the next Today is another."""
    since = (datetime.now(UTC) - timedelta(days=30)).date()
    with phone(browser, twelve_weeks) as sofia:
        sofia.enters_as("Sofia").opens("/")
        before, held = sofia.cards(), sofia.asks("/api/v1/me/learned")
        assert any(week["begins"] > since.isoformat() for week in held["weeks"])

        sofia.opens("/me/learned").fills("Forget everything since", since.isoformat()).presses("Forget since that day")
        sofia.sees("Everything since that day is forgotten")

        kept = sofia.asks("/api/v1/me/learned")
        sofia.does_not_see(next(week["title"] for week in held["weeks"] if week["begins"] > since.isoformat()))
        assert {one["id"] for one in kept["choices"]} == {
            one["id"] for one in held["choices"] if one["day"] < since.isoformat()
        }
        old = [week for week in held["weeks"] if week["begins"] < (since - timedelta(days=7)).isoformat()]
        assert kept["weeks"][-len(old) :] == old
        after = sofia.opens("/").cards()
        assert before != after

        one = kept["choices"][0]
        sofia.opens("/me/learned").unfolds("See every choice").presses("Forget “").sees("is forgotten")
        assert one["id"] not in {left["id"] for left in sofia.asks("/api/v1/me/learned")["choices"]}


def test_more_not_this_and_pause(twelve_weeks: City, browser: Browser) -> None:
    """Paolo asks for more of one, refuses another, pauses and goes on: each counts from the next Today."""
    with phone(browser, twelve_weeks) as paolo:
        paolo.enters_as("Paolo").opens("/").cards()
        held = len(paolo.asks("/api/v1/me/learned")["choices"])
        places = paolo.page.locator("article").filter(has=paolo.page.get_by_role("link", name=LEADS_THERE))
        places.first.get_by_role("button", name="More like this").click()
        paolo.sees("Manto will offer more like this")
        last = paolo.page.locator("article").last
        title = last.locator("h2").inner_text()
        last.get_by_role("button", name="Not this").click()
        paolo.sees("you will not be offered it again")
        paolo.opens("/me/learned").unfolds("See every choice").sees("You asked for more like it").settles()
        paolo.page.reload()
        paolo.unfolds("See every choice").sees("You said not this")
        assert len(paolo.asks("/api/v1/me/learned")["choices"]) == held + 2

        assert all(title not in card for card in paolo.opens("/").cards())
        paolo.opens("/me/learned").presses("Pause learning").sees("Learning pauses")
        assert not any("you chose" in card for card in paolo.opens("/").cards())
        paolo.opens("/me/learned").presses("Go on learning").sees("Manto learns again")


def test_the_brief_is_asked_for_on_the_page(twelve_weeks: City, browser: Browser) -> None:
    """Off until she wants it; on with an hour; off again."""
    with phone(browser, twelve_weeks) as giulia:
        giulia.enters_as("Giulia").opens("/me/learned").turns_on("Tell me my day every morning")
        giulia.sees("Manto will tell you your day at that hour").meets_no_barrier()
        assert giulia.asks("/api/v1/me/learned")["brief_at"] == "07:30:00"
        giulia.turns_off("Tell me my day every morning").sees("No more mornings")
        assert giulia.asks("/api/v1/me/learned")["brief_at"] is None
