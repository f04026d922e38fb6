"""Every page for everybody: no barrier, on a narrow phone, in large letters, in the dark, by keyboard alone."""

import pytest
from playwright.sync_api import Browser
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
    "Chiara": ["/desk", "/desk/contests", "/desk/residents", "/desk/showings", "/desk/takeovers"],
    "Davide": [
        "/desk",
        "/desk/cases",
        "/desk/lists",
        "/desk/appointments",
        "/desk/reports",
        "/desk/connectors",
        "/desk/services",
        "/desk/residents",
    ],
    "Elena": ["/desk", "/desk/services", "/desk/notices", "/desk/coverage", "/desk/outcomes"],
    "Fabio": ["/desk", "/desk/outcomes"],
    "Nadia": ["/desk", "/desk/imports", "/desk/places", "/desk/overlays", "/desk/barriers"],
    "Irene": ["/desk", "/desk/lookups", "/desk/events"],
    "Alberto": ["/desk", "/desk/staff", "/desk/imports"],
}


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_has_no_barrier(browser: Browser, city: City, path: str, dark: bool) -> None:
    """On a phone, light and dark."""
    with phone(browser, city, color_scheme="dark" if dark else "light", reduced_motion="reduce") as visitor:
        visitor.opens(path).settles().meets_no_barrier().has_no_sideways_scroll()


@pytest.mark.parametrize("path", OWN)
def test_a_residents_own_page_has_no_barrier(on_a_phone: Visitor, path: str) -> None:
    """Signed in, on a phone."""
    on_a_phone.enters_as("Teresa").opens(path).settles().meets_no_barrier().has_no_sideways_scroll()


@pytest.mark.parametrize(("person", "path"), [(person, path) for person, paths in DESKS.items() for path in paths])
def test_a_desk_has_no_barrier(at_a_desk: Visitor, person: str, path: str) -> None:
    """Each role's own pages, at a screen."""
    at_a_desk.enters_as(person).opens(path).settles().meets_no_barrier().has_no_sideways_scroll()


@pytest.mark.parametrize("path", [*PUBLIC, "/desk"])
def test_a_narrow_phone_and_large_letters_lose_nothing(browser: Browser, city: City, path: str) -> None:
    """320 px wide, and letters of twice the size: everything is there without scrolling sideways."""
    with phone(browser, city, viewport={"width": 320, "height": 640}) as visitor:
        visitor.opens(path).settles().has_no_sideways_scroll()
        visitor.doubles_the_letters().has_no_sideways_scroll()


@pytest.mark.parametrize("path", ["/", "/around", "/me", "/personas"])
def test_every_target_can_be_hit(on_a_phone: Visitor, path: str) -> None:
    """Buttons and fields are at least 24 px both ways (WCAG 2.5.8)."""
    on_a_phone.opens(path).settles().has_targets_of(24)


def test_the_keyboard_alone_reaches_a_place(browser: Browser, city: City) -> None:
    """Tab, with the focus always to be seen, and Enter."""
    with screen(browser, city) as visitor:
        visitor.opens("/around").tabs_to("Palazzo", role="link", at_most=80)
        visitor.page.keyboard.press("Enter")
        visitor.page.wait_for_url("**/places/**")


def test_a_desk_is_worked_by_keys(at_a_desk: Visitor) -> None:
    """The rail, the list and the page can all be reached by Tab."""
    at_a_desk.enters_as("Chiara").opens("/desk").tabs_to("Residents", role="link", at_most=30)
