"""Every page for everybody: no barrier, on a narrow phone, in large letters, in the dark, by keyboard alone."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache

import pytest
from playwright.sync_api import Browser, ViewportSize
from tests.browser.conftest import City, phone, screen
from tests.browser.drivers import Visitor

PUBLIC = [
    "/",
    "/around",
    "/places/mantova:palazzo-te",
    "/events/mantova:mercato-giovedi",
    "/services",
    "/services/offices",
    "/services/about/nursery-place",
    "/services/events/birth",
    "/services/report",
    "/services/reports",
    "/records",
    "/verify",
    "/counted",
    "/me",
    "/sign-in",
    "/sign-in/new",
    "/personas",
]
OWN = [
    "/",
    "/services",
    "/services/about/reduced-fare",
    "/services/inbox",
    "/services/inbox/choices",
    "/records",
    "/me",
    "/me/facts",
    "/me/own-word",
    "/me/lookups",
    "/me/consents",
    "/me/export",
    "/me/leave",
    "/me/preferences",
    "/me/sign-in",
]
DESKS = {
    "Chiara": ["/desk", "/desk/contests", "/desk/residents", "/desk/records", "/desk/showings", "/desk/takeovers"],
    "Davide": [
        "/desk",
        "/desk/cases",
        "/desk/lists",
        "/desk/appointments",
        "/desk/reports",
        "/desk/connectors",
        "/desk/services",
        "/desk/rules",
        "/desk/journeys/school-meals",
        "/desk/conversation",
        "/desk/residents",
    ],
    "Elena": ["/desk", "/desk/fairness", "/desk/services", "/desk/notices", "/desk/coverage"],
    "Fabio": ["/desk", "/desk/fairness"],
    "Nadia": [
        "/desk",
        "/desk/imports",
        "/desk/places",
        "/desk/overlays",
        "/desk/trails/laghi",
        "/desk/opened",
        "/desk/barriers",
    ],
    "Irene": ["/desk", "/desk/lookups", "/desk/events"],
    "Alberto": ["/desk", "/desk/staff", "/desk/imports"],
}


PAGES = [
    *(("", path) for path in PUBLIC),
    *(("Teresa", path) for path in OWN),
    *((person, path) for person, paths in DESKS.items() for path in paths),
]
NARROW: ViewportSize = {"width": 320, "height": 640}  # WCAG 1.4.10


@pytest.fixture(scope="module")
def somebody(browser: Browser, city: City) -> Iterator[Callable[[str], Visitor]]:
    """Give a stranger or a resident with a phone, or a clerk at a screen: the same one each time she is asked for."""
    with ExitStack() as here:

        @cache
        def one(name: str) -> Visitor:
            device = screen if name in DESKS else phone
            visitor = here.enter_context(device(browser, city, reduced_motion="reduce"))
            return visitor.enters_as(name) if name else visitor

        yield one


@pytest.mark.parametrize(("name", "path"), PAGES)
def test_a_page_has_no_barrier(somebody: Callable[[str], Visitor], name: str, path: str) -> None:
    """Light and dark; every target can be hit; 320 px wide, and in letters of twice the size, nothing is cut off."""
    visitor = somebody(name)
    usual = visitor.page.viewport_size
    assert usual is not None
    visitor.opens(path).settles().is_titled().meets_no_barrier().has_no_sideways_scroll().has_targets_of(24)
    visitor.turns_dark(True).has_its_contrast().turns_dark(False)
    visitor.page.set_viewport_size(NARROW)
    visitor.has_no_sideways_scroll()
    if name not in DESKS or path == "/desk":  # a desk's tables have a screen to themselves
        visitor.doubles_the_letters().has_no_sideways_scroll()
    visitor.page.set_viewport_size(usual)
    visitor.expect_no_errors()


def test_the_keyboard_alone_reaches_a_place(browser: Browser, city: City) -> None:
    """Tab, with the focus always to be seen, and Enter."""
    with screen(browser, city) as visitor:
        visitor.opens("/around").tabs_to("Palazzo", role="link", at_most=80)
        visitor.page.keyboard.press("Enter")
        visitor.page.wait_for_url("**/places/**")


def test_a_desk_is_worked_by_keys(at_a_desk: Visitor) -> None:
    """The rail, the list and the page can all be reached by Tab."""
    at_a_desk.enters_as("Chiara").opens("/desk").tabs_to("Residents", role="link", at_most=30)
