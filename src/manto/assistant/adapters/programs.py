"""What the command line does for assistants of one's own: ``manto mcp``."""

from __future__ import annotations

import os
from collections.abc import Callable

from manto.kernel.errors import BadInput


def make_mcp(open_city: Callable[[], None]) -> Callable[[], None]:
    """Give the command that serves the tools over standard input and output."""

    def mcp() -> None:
        """Serve the city's tools to an assistant of one's own over standard input and output.

        Whose access it is says MANTO_ACCESS, a token that the resident made under Me; without it only what is public.
        """
        token = os.environ.get("MANTO_ACCESS", "")
        if token and not token.startswith("manto_"):
            raise BadInput("MANTO_ACCESS is not a token of this city.", "Make one under Me, Assistants of my own.")
        open_city()
        from manto.assistant.adapters.mcp_server import serve_stdio

        serve_stdio(token)

    return mcp
