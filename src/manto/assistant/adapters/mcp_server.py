"""The city's tools by the Model Context Protocol: over HTTP at ``/mcp``, and over standard input and output.

1. Without an access only what is public is listed and run.
2. With one, what it covers; each use leaves its lines before anything is given.
3. An access that is unknown, over or taken back gets nothing, not even what is public; it is told so, in words, both as
   HTTP says it (401) and as the protocol does (an error), since a client shows only one of the two.

The server keeps no session: each request is answered by itself, so an access that is taken back ends with the next one.
The SDK speaks asynchronously and the city synchronously: the SDK runs in a loop for one request, and the tools run
in the thread that brought the request, with its database connection (asgiref).
"""

from __future__ import annotations

import json
import logging
from typing import Any

import anyio
import mcp_types as types
from asgiref.sync import async_to_sync, sync_to_async
from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from mcp.server.lowlevel import Server
from mcp.server.stdio import stdio_server
from mcp.server.streamable_http_manager import StreamableHTTPSessionManager

import manto
from manto.assistant.adapters.described import described, structured
from manto.assistant.adapters.tools import TOOLS, run_tool
from manto.assistant.conversation import commands
from manto.assistant.conversation.answers import Answer
from manto.assistant.conversation.asked import Asked
from manto.kernel.errors import MantoError, NotAllowed
from manto.residents.refused import refusals

INSTRUCTIONS = (
    "Quote what the tools give letter for letter, with source and date. State no right, duty or amount that is not in "
    "a quote. Before a tool that changes something is called with confirm, the resident herself must agree."
)
BODY_BYTES_MAX = 64 * 2**10
NOT_ALLOWED = -32010  # MCP leaves -32000 to -32019 to servers; clients use the first of them themselves
logging.getLogger("mcp").setLevel(logging.CRITICAL)  # its lines quote what was asked


def make_server(token: str, language: str) -> Server[Any]:
    """Make a server for one access; an empty token is nobody's."""

    async def list_tools(_: Any, params: Any) -> types.ListToolsResult:
        covered = await sync_to_async(_tools_of)(token)
        return types.ListToolsResult(tools=[described(TOOLS[name]) for name in covered])

    async def call_tool(_: Any, params: types.CallToolRequestParams) -> types.CallToolResult:
        try:
            answer = await sync_to_async(use_tool)(token, params.name, params.arguments or {}, language)
        except MantoError as error:
            said = f"{error.what} {error.next_step}".strip()
            return types.CallToolResult(content=[types.TextContent(type="text", text=said)], is_error=True)
        whole = json.loads(json.dumps(structured(answer, settings.PUBLIC_URL), cls=DjangoJSONEncoder))
        return types.CallToolResult(
            content=[types.TextContent(type="text", text=in_plain_text(answer))], structured_content=whole
        )

    return Server(
        f"manto-{settings.CITY.id}",
        version=manto.__version__,
        title=settings.CITY.name[settings.CITY.default_language],
        instructions=INSTRUCTIONS,
        on_list_tools=list_tools,
        on_call_tool=call_tool,
    )


def use_tool(token: str, name: str, given: dict[str, Any], language: str) -> Answer:
    """Run a tool for an access; its lines are left before anything is given.

    Raises:
        NotAllowed: The access does not cover it, or is over.

    """
    now, resident_id = settings.CLOCK.now(), None
    if token:
        resident_id, language = commands.use_access(token, name, now=now)  # (2), (3)
    elif name in TOOLS and TOOLS[name].hers:
        raise NotAllowed("This needs a resident's access.", "She makes one under Me, Assistants of my own.")  # (1)
    return run_tool(name, Asked("", resident_id, language, now, "", None, {}), given)


def in_plain_text(answer: Answer) -> str:
    """Say an answer in lines of text, each quote between marks with its source and date."""
    lines = [answer.say]
    for quote in answer.quotes:
        since = f", {quote.since.isoformat()}" if quote.since else ""
        lines.append(f"«{quote.text}» ({quote.source}{since})")
    lines += [f"- {line.title}: {line.text} {_address(line.href)}" for line in answer.lines]
    lines += [f"{link.label}: {_address(link.href)}" for link in answer.links]
    return "\n".join(lines)


def _address(href: str) -> str:
    return f"{settings.PUBLIC_URL}{href}" if href.startswith("/") else href


def _tools_of(token: str) -> list[str]:
    if not token:
        return [name for name, tool in TOOLS.items() if not tool.hers]
    return [name for name in TOOLS if name in commands.live_access(token, now=settings.CLOCK.now()).tools]


@csrf_exempt
def mcp_over_http(request: HttpRequest) -> HttpResponse:
    """Answer one request of streamable HTTP. It looks at no cookie: only an access says whose it is."""
    request.get_host()  # refuses a name that is not ours
    language = getattr(request, "LANGUAGE_CODE", settings.CITY.default_language)
    kind, _, token = request.headers.get("Authorization", "").partition(" ")
    token = token.strip() if kind.lower() == "bearer" else ""
    if request.headers.get("Authorization") and (refusal := _refusal_of(token)):
        return _refused(request, refusal, commands.language_of_access(token) or language)
    if request.method != "POST":
        return HttpResponse(status=405, headers={"Allow": "POST"})
    if len(request.body) > BODY_BYTES_MAX:
        return HttpResponse(status=413)
    status, headers, body = async_to_sync(_through_the_sdk)(make_server(token, language), request)
    response = HttpResponse(body, status=status)
    for name, value in headers:
        if name.lower() != "content-length":
            response[name] = value
    response["Cache-Control"] = "no-store"
    return response


def _refusal_of(token: str) -> NotAllowed | None:
    try:
        commands.live_access(token, now=settings.CLOCK.now())
    except NotAllowed as refusal:
        return refusal
    return None


def _refused(request: HttpRequest, refusal: NotAllowed, language: str) -> HttpResponse:
    """Say why an access gets nothing, and what to do (3).

    Source: RFC 6750, section 3; JSON-RPC 2.0, section 5, whose answer repeats the identifier of what was asked.
    """
    try:
        asked = json.loads(request.body[:BODY_BYTES_MAX])
    except ValueError:
        asked = None
    known = asked.get("id") if isinstance(asked, dict) else None
    said = refusals(language).say
    error = {"code": NOT_ALLOWED, "message": f"{said(refusal.what)} {said(refusal.next_step)}"}
    body = {"jsonrpc": "2.0", "id": known if isinstance(known, int | str) else None, "error": error}
    response = JsonResponse(body, status=401, json_dumps_params={"ensure_ascii": False})
    in_english = f"{refusal.what} {refusal.next_step}"  # a header holds no accents
    response["WWW-Authenticate"] = f'Bearer error="invalid_token", error_description="{in_english}"'
    response["Cache-Control"] = "no-store"
    return response


async def _through_the_sdk(server: Server[Any], request: HttpRequest) -> tuple[int, list[tuple[str, str]], bytes]:
    """Let the SDK answer, by the interface it has for servers (ASGI 3.0)."""
    manager = StreamableHTTPSessionManager(server, json_response=True, stateless=True)
    answer: dict[str, Any] = {"status": 500, "headers": [], "body": b""}
    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": request.method,
        "scheme": request.scheme,
        "path": "/mcp",
        "raw_path": b"/mcp",
        "query_string": b"",
        "root_path": "",
        "headers": [
            (name.lower().encode(), value.encode("latin-1", "replace")) for name, value in request.headers.items()
        ],
        "server": None,
        "client": None,
    }
    given = False

    async def receive() -> dict[str, Any]:
        nonlocal given
        if given:
            await anyio.sleep_forever()
        given = True
        return {"type": "http.request", "body": request.body, "more_body": False}

    async def send(message: Any) -> None:
        if message["type"] == "http.response.start":
            answer["status"], answer["headers"] = message["status"], message["headers"]
        elif message["type"] == "http.response.body":
            answer["body"] += message.get("body", b"")

    async with manager.run():
        await manager.handle_request(scope, receive, send)
    return answer["status"], [(name.decode(), value.decode()) for name, value in answer["headers"]], answer["body"]


def serve_stdio(token: str) -> None:
    """Serve over standard input and output until the other side ends.

    Raises:
        NotAllowed: The access is unknown, over or taken back.

    """
    if token:
        commands.live_access(token, now=settings.CLOCK.now())
    server = make_server(token, settings.CITY.default_language)

    async def run() -> None:
        async with stdio_server() as (read, write):
            await server.run(read, write, server.create_initialization_options())

    async_to_sync(run)()
