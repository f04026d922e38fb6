"""How each tool is told to an assistant: in English, with what it takes, what it gives, and what it may change. Pure.

Source: Model Context Protocol 2025-06-18, tools (annotations, output schema).
"""

from __future__ import annotations

from functools import cache
from typing import Any

import mcp_types as types

from manto.assistant.adapters.tools import OfferedTool
from manto.assistant.conversation.answers import Answer, told
from manto.assistant.conversation.schemas import CityAnswerOut
from manto.assistant.conversation.wording import texts

TAKES_AWAY = ("cancel_appointment", "withdraw_consent")  # what others, or she, had before is gone; twice is as once


def described(tool: OfferedTool) -> types.Tool:
    """Describe a tool; one that changes nothing is marked so, so that a client need not ask before each use."""
    return types.Tool(
        name=tool.name,
        title=texts.say(f"access.tool.{tool.name}", "en"),
        description=tool.description + (NEEDS_CONFIRM if tool.changes else ""),
        input_schema=tool.schema,
        output_schema=answer_schema(),
        annotations=types.ToolAnnotations(
            title=texts.say(f"access.tool.{tool.name}", "en"),
            read_only_hint=not tool.changes,
            destructive_hint=tool.name in TAKES_AWAY,
            idempotent_hint=not tool.changes or tool.name in TAKES_AWAY,
            open_world_hint=False,
        ),
    )


NEEDS_CONFIRM = (
    " Called without confirm it changes nothing and says what it would do (kind: confirm); show that to the resident, "
    "and call again with confirm true only after she agreed."
)


@cache
def answer_schema() -> dict[str, Any]:
    """Give what every tool answers with, as a JSON Schema."""
    schema: dict[str, Any] = CityAnswerOut.model_json_schema(mode="serialization")
    return schema


def structured(answer: Answer, public_url: str) -> dict[str, Any]:
    """Give an answer as values, with addresses that work outside of the app."""
    whole = told(answer)
    for part in ("quotes", "lines", "links"):
        for one in whole[part]:
            if (one["href"] or "").startswith("/"):
                one["href"] = f"{public_url}{one['href']}"
    return whole
