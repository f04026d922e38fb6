"""With the network off."""

import sqlite3

from playwright.sync_api import Browser
from tests.browser.conftest import City, phone


def test_the_app_opens_without_network_and_says_so(browser: Browser, city: City) -> None:
    """The shell and the last Today are there; offline is a state, not an error."""
    with phone(browser, city, service_workers="allow") as visitor:
        visitor.opens("/").waits_for_the_worker()
        visitor.page.reload()
        visitor.opens("/")
        cards = visitor.cards()
        visitor.goes_offline()
        visitor.page.reload()

        visitor.sees_heading("Good")
        assert cards == visitor.cards()
        visitor.sees("No network.")


def test_an_outcome_told_offline_is_recorded_once(browser: Browser, city: City) -> None:
    """Refused without network, told when it is back, recorded once with slot and policy."""
    with phone(browser, city) as visitor:
        visitor.enters_as("Giulia").opens("/").settles()
        visitor.goes_offline().sees("No network.")
        visitor.presses("Not this").sees("Undo")
        before = _outcomes(city, "not_this")
        visitor.goes_online()
        visitor.page.reload()
        visitor.settles()
        visitor.page.wait_for_timeout(2000)

    after = _outcomes(city, "not_this")
    assert len(after) - len(before) == 1
    slot, policy, offline = after[-1]
    assert (slot, policy, offline) == (1, "plain-4", 1)


def _outcomes(city: City, kind: str) -> list[tuple[int, str, int]]:
    with sqlite3.connect(city.home / "manto.sqlite3") as connection:
        return connection.execute(
            "select slot, policy, offline from assistant_outcome where kind = ? order by recorded_at", [kind]
        ).fetchall()
