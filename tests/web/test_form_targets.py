"""Where a form of ours may lead: signing in at an identity provider is a redirect after a form."""

from __future__ import annotations

from typing import Any

from manto.web.middleware import form_targets


def _app(*sign_in_urls: str) -> dict[str, Any]:
    return {"settings": {"sign_in_urls": list(sign_in_urls)}}


def test_forms_lead_nowhere_else_without_a_provider(settings: Any) -> None:
    """Without identity providers a form stays with us."""
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": []}}

    assert form_targets() == "'self'"


def test_forms_may_lead_to_every_sign_in_page(settings: Any) -> None:
    """Each provider's sign-in page is named once, by its origin alone."""
    settings.SOCIALACCOUNT_PROVIDERS = {
        "openid_connect": {
            "APPS": [
                _app("https://id.example.org/realms/city"),
                _app("https://id.example.org", "https://login.example.net/spid"),
            ]
        }
    }

    assert form_targets() == "'self' https://id.example.org https://login.example.net"
