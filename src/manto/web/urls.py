"""Every address of the city."""

from __future__ import annotations

from django.contrib import admin
from django.urls import include, path, re_path

from manto.assistant.adapters.mcp_server import mcp_over_http
from manto.records import openid_views, public_log
from manto.services import open311_views
from manto.web import city_api, errors, health, metrics
from manto.web.api import api
from manto.web.app import app, security_contact

urlpatterns = [
    path("api/v1/", api.urls),
    path("_allauth/", include("allauth.headless.urls")),
    path("accounts/", include("allauth.urls")),
    path("admin/", admin.site.urls),
    path("health", health.health),
    path("mcp", mcp_over_http),  # an assistant of one's own, by the Model Context Protocol
    path("ready", health.ready),
    path("metrics", metrics.metrics),
    path("manifest.webmanifest", city_api.manifest),
    path("city/<str:name>", city_api.city_file),
    path(".well-known/security.txt", security_contact),
    # Where wallets meet the city, as their specifications say.
    path(".well-known/openid-credential-issuer", openid_views.issuer),
    path(".well-known/oauth-authorization-server", openid_views.authorisation_server),
    path(".well-known/jwt-vc-issuer", openid_views.credential_issuer_keys),
    path("openid/authorize", openid_views.authorise),
    path("openid/token", openid_views.token),
    path("openid/nonce", openid_views.nonce),
    path("openid/credential", openid_views.credential),
    path("openid/request/<uuid:showing>", openid_views.request_object),
    path("openid/response", openid_views.response),
    path("types/<str:register>", openid_views.credential_type),
    path("status/<int:number>", openid_views.status_list),
    path("status/<int:number>/proof", openid_views.status_list_proof),
    path("ledger/<path:path>", public_log.log_file),  # the register's log, for auditors and witnesses
    # Where programs report problems and follow them, as Open311 GeoReport v2 says.
    re_path(r"open311/(?:v2/)?discovery\.(?P<form>json|xml)$", open311_views.discovery),
    re_path(r"open311/v2/services\.(?P<form>json|xml)$", open311_views.services),
    re_path(r"open311/v2/services/(?P<code>[\w-]+)\.(?P<form>json|xml)$", open311_views.service_definition),
    re_path(r"open311/v2/requests\.(?P<form>json|xml)$", open311_views.requests),
    re_path(r"open311/v2/requests/(?P<number>[\w-]+)\.(?P<form>json|xml)$", open311_views.request_by_number),
    re_path(r"open311/v2/tokens/(?P<token>[0-9a-f-]{36})\.(?P<form>json|xml)$", open311_views.token),
    # Everything else is a page of the app, which knows its own addresses.
    re_path(r"^(?!api/|_allauth/|accounts/|admin/|static/|assets/|city/|open311/).*$", app, name="app"),
]

handler400 = errors.bad_request
handler404 = errors.not_found
handler500 = errors.server_error
