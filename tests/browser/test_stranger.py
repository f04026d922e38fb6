"""A stranger comes to town."""

from playwright.sync_api import Browser
from tests.browser.conftest import City, phone
from tests.browser.drivers import Visitor


def test_a_stranger_finds_palazzo_te_on_the_list(on_a_phone: Visitor) -> None:
    """By name, with its opening hours and what a wheelchair meets there; no account."""
    on_a_phone.opens("/around").searches("Search a place", "palazzo te").follows("Palazzo Te")

    on_a_phone.sees_heading("Palazzo Te").sees("Viale Te 13").sees("Opening hours").sees("13.00–18.30")
    on_a_phone.sees("You can get in with a wheelchair.").sees("Slope of 7 %")
    on_a_phone.meets_no_barrier().has_no_sideways_scroll()


def test_a_stranger_finds_it_in_italian(browser: Browser, city: City) -> None:
    """The same place in the city's own language."""
    with phone(browser, city, locale="it-IT") as visitor:
        visitor.opens("/places/mantova:palazzo-te")

        visitor.sees_heading("Palazzo Te").sees("Orari").sees("13.00–18.30").sees("In carrozzina si entra.")
        assert visitor.language() == "it"


def test_a_stranger_finds_it_on_the_map(on_a_phone: Visitor) -> None:
    """The list is the map's twin: what was looked for is what stands on it, with who is to be named for it."""
    on_a_phone.opens("/around").searches("Search a place", "palazzo te").switches_to("Map")

    on_a_phone.sees_the_map().sees("1 place").sees_attribution()
    on_a_phone.meets_no_barrier().has_no_sideways_scroll()


def test_somebody_signed_in_finds_the_same(on_a_phone: Visitor) -> None:
    """Signing in changes what is offered, not what is there."""
    on_a_phone.enters_as("Giulia").opens("/around").searches("Search a place", "palazzo te").follows("Palazzo Te")

    on_a_phone.sees_heading("Palazzo Te").sees("Opening hours")


def test_today_is_five_cards_and_then_nothing(on_a_phone: Visitor) -> None:
    """Each says why; "not this" takes one away at once and can be undone."""
    on_a_phone.opens("/")
    cards = on_a_phone.cards()
    assert 1 <= len(cards) <= 5
    assert all("Because " in card for card in cards)

    on_a_phone.presses("Not this").sees("Undo")
    assert len(on_a_phone.cards()) == len(cards) - 1
    on_a_phone.presses("Undo")
    assert len(on_a_phone.cards()) == len(cards)


def test_the_exact_position_never_leaves_the_phone(on_a_phone: Visitor) -> None:
    """What goes over the wire is rounded to 0.005 of a degree; the metres on the list are exact all the same."""
    asked = on_a_phone.watches_the_wire()
    on_a_phone.opens("/around").presses("Use my position").sees("Your position stays on this phone")

    on_a_phone.waits_for_request("near=")
    sent = [url for url in asked if "near=" in url]
    assert sent
    for url in sent:
        assert "45.1604" not in url
        assert "10.7985" not in url


def test_a_page_that_is_not_there_says_so(on_a_phone: Visitor) -> None:
    """With a way back."""
    on_a_phone.expects_refusal("/places/").opens("/places/mantova:nowhere")

    on_a_phone.meets_no_barrier()


def test_what_today_offers_is_the_same_in_the_list_and_on_the_map(on_a_phone: Visitor) -> None:
    """The same offer with the same reason, whichever way one looks at the town."""
    on_a_phone.opens("/").settles()
    offer = next(one for one in on_a_phone.asks("/api/v1/offers")["items"] if one["place"])
    on_a_phone.sees(offer["why"])

    on_a_phone.opens("/around").searches("Search a place", offer["place"]["name"])
    on_a_phone.sees("On Today").sees(offer["why"])

    on_a_phone.opens(f"/around?as=map&at={offer['place']['id']}").sees_the_map().sees(offer["why"])
