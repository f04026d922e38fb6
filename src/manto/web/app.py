"""The pages of the app: one file of markup, whose script knows the rest."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.csrf import ensure_csrf_cookie

NOT_BUILT = "The app is not built yet. Run `make build` and reload this page.\n"


@ensure_csrf_cookie
def app(request: HttpRequest) -> HttpResponse:
    """Serve the app's markup in the visitor's language, with the city's form of address for its first words."""
    page = settings.APP_FOLDER / "index.html"
    if not page.is_file():
        return HttpResponse(NOT_BUILT, status=503, content_type="text/plain; charset=utf-8")
    spoken = f'<html lang="{request.LANGUAGE_CODE}" data-address-form="{settings.CITY.address_form}"'
    markup = page.read_text().replace('<html lang="en"', spoken, 1)
    response = HttpResponse(markup)
    patch_cache_control(response, no_cache=True)
    return response


def security_contact(request: HttpRequest) -> HttpResponse:
    """Say where a weakness is reported (RFC 9116)."""
    expires = (settings.CLOCK.now() + timedelta(days=180)).strftime("%Y-%m-%dT00:00:00Z")
    lines = [f"Contact: mailto:{settings.CITY.contact.get('email', 'security@localhost')}", f"Expires: {expires}"]
    lines += [f"Preferred-Languages: {', '.join(settings.CITY.languages)}"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
