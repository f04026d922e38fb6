"""The law changes: tried on the whole city first, then published; and whoever breaks a rule is helped."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect
from tests.browser.drivers import Visitor


@pytest.mark.browser
def test_a_raised_limit_is_understood_at_a_glance_and_published(at_a_desk: Visitor) -> None:
    """Davide raises the income limit of the reduced bus pass: he sees who gains, then publishes it from a day on."""
    page = at_a_desk.enters_as("Davide").opens("/desk/rules/reduced-fare").page

    page.get_by_label("New amount in euro").fill("30000")
    page.get_by_role("button", name="Try it on the whole city", exact=True).click()

    found = page.get_by_role("region", name="What it would do to the city")
    gain = found.get_by_role("definition").first
    expect(gain).not_to_have_text("0", timeout=20_000)
    expect(found.get_by_role("table").first).to_contain_text("Centro storico")
    found.get_by_role("radio", name="By household").check()
    expect(found.get_by_role("table").first).to_contain_text("Living alone")
    at_a_desk.meets_no_barrier()

    page.get_by_role("button", name="Publish it from").click()

    expect(page.get_by_text("Published: it decides from")).to_be_visible(timeout=20_000)
    expect(page.get_by_text("2 versions, the newest from")).to_be_visible()
    at_a_desk.meets_no_barrier()


@pytest.mark.browser
def test_whoever_breaks_a_rule_is_helped(on_a_phone: Visitor) -> None:
    """One letter wrong: the line, the word, and what was probably meant; nothing is tried or published."""
    page = on_a_phone.enters_as("Davide").opens("/desk/rules/nursery-place").page
    page.get_by_text("Change the rule as text").click()
    text = page.get_by_label("The rule from its day on")

    text.fill(text.input_value().replace("child.birth", "child.brith", 1))
    page.get_by_role("button", name="Check it and try it on the whole city").click()

    expect(page.get_by_text("There is a mistake in the rule")).to_be_visible()
    expect(page.locator("mark")).to_have_text("child.brith")
    expect(page.get_by_text("Did you mean 'child.birth'?")).to_be_visible()
    expect(page.get_by_role("button", name="Publish it from")).to_have_count(0)
    on_a_phone.meets_no_barrier()

    text.fill(text.input_value().replace("child.brith", "child.birth", 1))
    page.get_by_role("button", name="Check it and try it on the whole city").click()

    expect(page.get_by_text("Nothing would change for anybody.")).to_be_visible(timeout=20_000)
