"""Where something is laid down, as a file names it."""

from __future__ import annotations

import re

from manto.services.rules.service import Law
from manto.services.rules.source import Entry


def read_law(entry: Entry) -> Law:
    """Read where something is laid down: in both languages, with an address if there is one."""
    keys = entry.keys(("it", "en", "url"), needed=("it", "en"))
    url = keys["url"].text() if "url" in keys else ""
    if url and not re.fullmatch(r"https?://\S+", url):
        raise keys["url"].mistake(f"'{url}' is no address.", "Write https://...")
    return Law({language: keys[language].text() for language in ("it", "en")}, url)
