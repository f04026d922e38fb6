"""A time at the vaccination centre, chosen on a phone for a child."""

from playwright.sync_api import Browser, expect
from tests.browser.conftest import City, phone


def test_a_time_is_chosen_moved_and_given_back(browser: Browser, city: City) -> None:
    """From the service's page; held, taken, with nothing typed; then another time; then free for others."""
    with phone(browser, city, locale="it-IT") as giulia:
        giulia.enters_as("Giulia").opens("/services/about/vaccination").settles().follows("Scegli un orario")
        giulia.sees("Casa di comunità").settles().meets_no_barrier().has_no_sideways_scroll().has_targets_of(24)
        giulia.page.locator(".times__time").first.click()
        giulia.sees("tenuto per dieci minuti").settles().meets_no_barrier().has_no_sideways_scroll()
        giulia.presses("Prendi questo orario").sees("Questo orario è tuo").settles().meets_no_barrier()
        way = giulia.page.get_by_role("link", name="La strada per arrivarci")
        expect(way).to_have_attribute("href", "/way/mantova:poliambulatorio-porta-mulina")
        before = giulia.page.locator(".times__when").inner_text()
        giulia.follows("Spostalo").sees("Scegli un orario")
        giulia.page.locator(".times__time").nth(4).click()
        giulia.sees("Questo orario è tuo")
        assert before != giulia.page.locator(".times__when").inner_text()
        giulia.opens("/services/inbox").settles().sees("Vaccinazioni dei bambini").meets_no_barrier()
        giulia.page.go_back()
        giulia.settles().presses("Rinuncia").sees_heading("Servizi")
        assert giulia.asks("/api/v1/me/appointments") == []
