"""What happens around every request: a number, a log line, a time, and headers that harden the page."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from manto.kernel.ids import unguessable_id
from manto.web.metrics import REQUESTS, SECONDS

log = logging.getLogger("manto.web")

GetResponse = Callable[[HttpRequest], HttpResponseBase]


def origin_of(url: str) -> str:
    """Give the scheme, host and port of an address.

    >>> origin_of("https://id.example.org:8443/realms/city")
    'https://id.example.org:8443'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def form_targets() -> str:
    """List where a form may lead: to us, and from us on to the identity providers of the city.

    A browser holds a redirect after a form to this list too, and signing in at a provider is one.
    """
    providers = settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"]
    origins = {origin_of(url) for app in providers for url in app["settings"]["sign_in_urls"]}
    return " ".join(["'self'", *sorted(origins)])


POLICY = "; ".join(
    (
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data: blob:",
        "media-src 'self' blob:",
        "worker-src 'self' blob:",
        "connect-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        f"form-action {form_targets()}",
    )
)
# Django's admin theme evaluates expressions in its templates; administrators alone meet it.
POLICY_ADMIN = POLICY.replace("script-src 'self'", "script-src 'self' 'unsafe-inline' 'unsafe-eval'").replace(
    "style-src 'self'", "style-src 'self' 'unsafe-inline'"
)


def observe(get_response: GetResponse) -> GetResponse:
    """Give each request a number, and count, time and log it by its route: a path may hold somebody's identifier."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        started = time.perf_counter()
        request.request_id = unguessable_id()
        response = get_response(request)
        seconds = time.perf_counter() - started
        match = request.resolver_match
        route = "/" + match.route if match else "(file)"
        REQUESTS.labels(request.method, route, response.status_code).inc()
        SECONDS.labels(route).observe(seconds)
        response["X-Request-Id"] = request.request_id
        if match:
            log.log(
                logging.ERROR if response.status_code >= 500 else logging.INFO,
                "answered",
                extra={
                    "request_id": request.request_id,
                    "method": request.method,
                    "route": route,
                    "status": response.status_code,
                    "milliseconds": round(seconds * 1000, 1),
                },
            )
        return response

    return middleware


def harden(get_response: GetResponse) -> GetResponse:
    """Add the headers that keep other people's scripts out and our sensors ours."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        response = get_response(request)
        is_admin = request.path.startswith("/admin/")
        response.headers.setdefault("Content-Security-Policy", POLICY_ADMIN if is_admin else POLICY)
        response.headers.setdefault(
            "Permissions-Policy",
            "geolocation=(self), camera=(self), accelerometer=(self), gyroscope=(self), magnetometer=(self), "
            "publickey-credentials-get=(self), publickey-credentials-create=(self), microphone=(self)",
        )
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware
