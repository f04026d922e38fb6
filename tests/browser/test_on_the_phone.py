"""Today made on the phone: where one is never leaves it, and what one likes only as she wants it."""

import json
import re
import sqlite3

from playwright.sync_api import Browser, Request
from tests.browser.conftest import City, phone
from tests.browser.drivers import Visitor
from tests.browser.test_conversation import asks

PLACE = "45.16"
LEADS_THERE = re.compile("Show the place|See the event")


def test_where_one_is_never_leaves_the_phone_for_today(browser: Browser, city: City) -> None:
    """Today and the talk say nothing of it until she lets the talk; pages that must ask tell a square, and say so."""
    sent: list[str] = []
    with phone(browser, city) as visitor:
        visitor.page.on("request", lambda request: sent.append(_said(request)))
        visitor.page.add_init_script("localStorage.setItem('manto.position', 'yes')")
        visitor.enters_as("Giulia").opens("/").settles()

        cards = visitor.cards()
        asks(visitor, "what is near me?")
        visitor.opens("/way/mantova:palazzo-te").page.get_by_label("Where from?").select_option("here")
        visitor.presses("Use my position").sees("the square of about 500 metres that you start from, no more").settles()
        visitor.page.evaluate("history.pushState(null, '', '/services/offices')")
        visitor.sees("a square of about 500 metres, no more")
        visitor.opens("/me/learned").turns_off("Keep where I am on this phone")
        visitor.meets_no_barrier()
        visitor.opens("/").settles()
        asks(visitor, "what is near here?")

    talk = [json.loads(one)[2] for one in sent if "/api/v1/assistant/" in one]
    kept, told = (json.loads(body) for body in talk if body)
    assert kept["near"] is None
    assert told["near"].startswith(PLACE)
    assert any(" m " in card or " km " in card for card in cards), cards
    assert any("/api/v1/rides" in one for one in sent), "the way by bus was asked for"
    assert not [one for one in sent if "45.1604" in one or "10.7985" in one], "the exact position left the phone"
    assert any("/api/v1/offers/pool" in one for one in sent)
    assert not [one for one in sent if "/api/v1/offers" in one and (PLACE in one or "near" in one)]
    assert not [one for one in sent if "/api/v1/outcomes" in one and PLACE in one]


def test_on_this_phone_only_the_city_forgets_and_hears_nothing(browser: Browser, city: City) -> None:
    """She turns it on: the city has no row of hers, Today and Around me still learn, without network too."""
    sent: list[str] = []
    with phone(browser, city, service_workers="allow") as visitor:
        visitor.enters_as("Lorenzo").opens("/me/learned")
        visitor.turns_on("Keep what I like on this phone only").sees("The city has forgotten it").meets_no_barrier()
        visitor.has_no_sideways_scroll()
        visitor.page.on("request", lambda request: sent.append(_said(request)))
        visitor.opens("/").settles()
        first = visitor.cards()

        liked = visitor.page.locator("article").filter(has=visitor.page.get_by_role("link", name=LEADS_THERE)).first
        liked.get_by_role("button", name="More like this").click()
        visitor.sees("Manto will offer more like this")
        visitor.opens("/me/learned").unfolds("See every choice").sees("You asked for more like it")
        visitor.sees("counted on this phone and nowhere else").sees("When Manto learned it").meets_no_barrier()

        visitor.opens("/places/mantova:palazzo-te").presses("More like this").sees("Places like this count more")
        visitor.opens("/around").settles().presses("What I like first").sees("1 taken up, 0 refused").page.reload()
        visitor.sees("1 taken up, 0 refused")

        visitor.opens("/").settles()
        assert any("you chose" in card for card in visitor.cards())
        assert visitor.cards() != first
        assert visitor.asks("/api/v1/offers")["learned"] is False
        visitor.waits_for_the_worker()
        visitor.page.reload()
        visitor.opens("/").settles()
        before = _titles(visitor)
        visitor.goes_offline()
        visitor.page.locator("article").last.get_by_role("button", name="Not this").click()
        visitor.sees("you will not be offered it again")
        visitor.page.reload()
        visitor.sees("No network.")
        assert before[-1] not in _titles(visitor)
        visitor.goes_online()

        visitor.opens("/me/learned").presses("Forget everything…").presses("Forget everything").sees("Nothing yet")
        visitor.turns_on("Events").sees("Saved.")
        assert visitor.asks("/api/v1/me/learned")["shared"] == ["event"]

    assert not [one for one in sent if "/api/v1/outcomes" in one], "nothing of what she did was told"
    assert not [one for one in sent if "learned/more" in one]
    assert not [one for one in sent if "/me/liking" in one], "the city was asked for what it must not know"
    with sqlite3.connect(city.home / "manto.sqlite3") as connection:
        lorenzo = connection.execute(
            "select count(*) from assistant_choice c join assistant_tastesettings s on s.resident_id = c.resident_id "
            "where s.on_phone"
        ).fetchone()
    assert lorenzo == (0,)


def _titles(visitor: Visitor) -> list[str]:
    visitor.cards()
    return visitor.page.locator("article h2").all_inner_texts()


def _said(request: Request) -> str:
    return json.dumps([request.method, request.url, request.post_data or ""])
