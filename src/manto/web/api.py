"""The HTTP API: every room's routes under one roof, described by OpenAPI."""

from __future__ import annotations

from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema

import manto
from manto.assistant import api as assistant_api
from manto.places import api as places_api
from manto.records import api_desk as registers_desk_api
from manto.records import api_divisions as registers_divisions_api
from manto.records import api_guard as registers_guard_api
from manto.records import api_mine as my_records_api
from manto.records import api_open as registers_open_api
from manto.records import api_papers as papers_api
from manto.records import api_takeovers as registers_takeovers_api
from manto.residents import api as residents_api
from manto.services import api as services_api
from manto.web import city_api, errors


class Api(NinjaAPI):
    """The API, whose description says of every operation what a refusal looks like."""

    def get_openapi_schema(self, **options: Any) -> OpenAPISchema:
        """Describe the API."""
        schema = super().get_openapi_schema(**options)
        schema["components"]["schemas"]["Problem"] = errors.PROBLEM_SCHEMA
        refusal = {
            "description": "A problem",
            "content": {"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for path in schema["paths"].values():
            for operation in path.values():
                operation["responses"]["default"] = refusal
        return schema


api = Api(
    title="Manto",
    version=manto.__version__,
    description="The city as a service. Writes need the X-CSRFToken header; refusals are problem details (RFC 9457).",
    urls_namespace="api",
    docs_url=None,
)
errors.register(api)
api.add_router("", city_api.router)
api.add_router("", residents_api.router)
api.add_router("", registers_desk_api.router)
api.add_router("", registers_divisions_api.router)
api.add_router("", registers_takeovers_api.router)
api.add_router("", registers_guard_api.router)
api.add_router("", registers_open_api.router)
api.add_router("", my_records_api.router)
api.add_router("", papers_api.router)
api.add_router("", places_api.router)
api.add_router("", services_api.router)
api.add_router("", assistant_api.router)
