"""Learning, seen on the phone: each Today follows its person's taste, says why, and forgets."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser
from tests.browser.conftest import ROOT, City, Serve, phone

PEOPLE = {
    "giulia": "Giulia",
    "lorenzo": "Lorenzo",
    "sofia": "Sofia",
    "paolo": "Paolo",
    "marta": "Marta",
    "amir": "Amir",
}


@pytest.fixture(scope="module")
def two_weeks(served: Serve) -> Iterator[City]:
    """Serve a city in which the people of the demo, and a crowd of others, have used Today for two weeks."""
    command = [sys.executable, "-m", "manto.cli", "preferences", "simulate", "--weeks", "2", "--crowd", "150"]
    with served() as lived:
        subprocess.run(command, env=lived.environment, cwd=ROOT, check=True, capture_output=True, timeout=500)
        yield lived


def test_after_two_weeks_each_today_is_ones_own(two_weeks: City, browser: Browser) -> None:
    """No two of them are alike, and each says what it learned."""
    todays = {}
    for name, said in PEOPLE.items():
        with phone(browser, two_weeks) as visitor:
            todays[name] = visitor.enters_as(said).opens("/").cards()
            visitor.opens("/me/learned").sees("You chose it").meets_no_barrier().has_no_sideways_scroll()

    assert len({tuple(cards) for cards in todays.values()}) == len(PEOPLE)
    learned = [name for name, cards in todays.items() if any("you chose" in card for card in cards)]
    assert len(learned) >= len(PEOPLE) - 1


def test_sofia_forgets_and_it_shows_at_once(two_weeks: City, browser: Browser) -> None:
    """One choice, everything since a day, everything: the page says it, and the next Today knows nothing of it."""
    with phone(browser, two_weeks) as sofia:
        before = sofia.enters_as("Sofia").opens("/").cards()
        assert any("you chose" in card for card in before)

        sofia.opens("/me/learned").unfolds("See every choice")
        held = len(sofia.asks("/api/v1/me/learned")["choices"])
        sofia.presses("Forget “").sees("is forgotten. The next Today does without it.")
        assert len(sofia.asks("/api/v1/me/learned")["choices"]) == held - 1

        since = (datetime.now(UTC) - timedelta(days=7)).date()
        sofia.fills("Forget everything since", since.isoformat()).presses("Forget since that day")
        sofia.sees("Everything since that day is forgotten")
        assert all(one["day"] < since.isoformat() for one in sofia.asks("/api/v1/me/learned")["choices"])

        sofia.presses("Forget everything…").presses("Forget everything").sees("Manto begins anew").sees("Nothing yet")
        sofia.meets_no_barrier()
        after = sofia.opens("/").cards()
        assert not any("you chose" in card for card in after)
        assert before != after


def test_pausing_holds_until_she_goes_on(two_weeks: City, browser: Browser) -> None:
    """While it pauses nothing learned is used; what is there stays."""
    with phone(browser, two_weeks) as lorenzo:
        lorenzo.enters_as("Lorenzo").opens("/me/learned").presses("Pause learning").sees(
            "Learning pauses from this moment"
        )
        assert lorenzo.asks("/api/v1/offers")["learned"] is False
        lorenzo.opens("/me/learned").presses("Go on learning").sees("Manto learns again")
        assert lorenzo.asks("/api/v1/offers")["learned"] is True
        lorenzo.meets_no_barrier()


def test_the_auditor_reads_whom_today_serves(two_weeks: City, browser: Browser) -> None:
    """She makes a table: large groups counted, small ones silent, what the log cannot tell said, one table less left."""
    with phone(browser, two_weeks) as irene:
        left = int(irene.enters_as("Irene").opens("/desk/fairness").asks("/api/v1/desk/fairness")["epsilon_left"])

        irene.presses("Make a table of the last four weeks").sees("Too few to tell").sees(f"{left - 1} more tables")

        rows = irene.asks("/api/v1/desk/fairness")["rows"]
        counted = [row for row in rows if row["residents"] is not None]
        shares = [one for row in counted for one in (row["reached"], row["useful"]) if one is not None]
        assert {row["dimension"] for row in counted} >= {"age"}
        assert shares
        assert all(one["low"] <= one["share"] <= one["high"] for one in shares)
        irene.sees(f"{counted[0]['residents']}").sees("The card for something new").sees("cannot be told yet")
        irene.meets_no_barrier().has_no_sideways_scroll()
