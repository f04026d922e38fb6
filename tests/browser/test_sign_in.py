"""Signing in, for real: a passkey in the browser's own authenticator, and an OpenID Connect provider beside the city."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from oidc_provider_mock import run_server_in_thread
from playwright.sync_api import Browser
from tests.browser.conftest import City, Serve, phone
from tests.browser.drivers import Visitor


def test_a_passkey_is_made_and_used(on_a_phone: Visitor, city: City) -> None:
    """An account by mail code and passkey; out; in again with the passkey alone."""
    on_a_phone.has_a_fingerprint_reader()
    on_a_phone.opens("/sign-in/new").fills("E-mail address", "anna@posta.example").presses("Send me a code")
    on_a_phone.fills("Code", _code_from_mail(city.home / "mail", "anna@posta.example")).presses("Go on")
    on_a_phone.presses("Make my passkey").sees("Welcome")

    on_a_phone.opens("/me").sees("Me")
    on_a_phone.presses("Sign out").does_not_see("Sign out")
    on_a_phone.opens("/sign-in").presses("Sign in with a passkey")

    on_a_phone.page.wait_for_url(lambda url: "sign-in" not in url)
    assert on_a_phone.asks("/api/v1/session")["signed_in"] is True


def _code_from_mail(folder: Path, address: str) -> str:
    """Read the code out of the mail that the city wrote."""
    until = time.monotonic() + 15
    while time.monotonic() < until:
        for file in folder.glob("*.log"):
            text = file.read_text()
            if address in text and (found := re.search(r"^Your code is\s+^(\S+)$", text, re.MULTILINE)):
                return found[1]
        time.sleep(0.2)
    raise AssertionError("No mail with a code came.")


@pytest.fixture(scope="module")
def city_with_provider(served: Serve, tmp_path_factory: pytest.TempPathFactory) -> Iterator[City]:
    """Serve the city with an OpenID Connect provider of its own beside it."""
    home = tmp_path_factory.mktemp("oidc")
    with run_server_in_thread() as provider:
        secret = home / "client-secret"
        secret.write_text("secret-of-the-test")
        settings = home / "oidc.json"
        settings.write_text(
            json.dumps(
                [
                    {
                        "id": "national",
                        "name": "National identity",
                        "server_url": f"http://localhost:{provider.server_port}",
                        "client_id": "manto",
                        "client_secret_file": str(secret),
                    }
                ]
            )
        )
        with served(MANTO_OIDC=str(settings)) as city:
            yield city


def test_a_national_identity_opens_the_city(browser: Browser, city_with_provider: City) -> None:
    """Through the provider's own page and back, signed in."""
    home = city_with_provider.url
    with phone(browser, city_with_provider) as visitor:
        # The provider's own page has a style from afar, which is not there.
        visitor.page.context.route("https://**", lambda route: route.abort())
        visitor.opens("/sign-in").presses("Continue with National identity")
        visitor.page.wait_for_url(lambda url: not url.startswith(home), wait_until="commit")
        visitor.page.get_by_role("textbox").first.fill("resident-1")
        visitor.page.get_by_role("button").first.click()
        visitor.page.wait_for_url(lambda url: url.startswith(home), wait_until="commit")

        visitor.opens("/")
        assert visitor.asks("/api/v1/session")["signed_in"] is True
