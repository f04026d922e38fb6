"""Which live feeds a city has: its ``feeds.yaml``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal, get_args

from manto.kernel.errors import BadInput

Kind = Literal["gbfs", "gtfs_rt", "parking"]
KINDS: tuple[str, ...] = get_args(Kind)
OFTEN_S_MIN = 15


@dataclass(frozen=True)
class Feed:
    """A live feed.

    Attributes:
        id: A short name.
        url: Of ``gbfs.json``, of the GTFS-Realtime file, or of the GeoJSON of car parks.
        source: Whose it is, as it is named to the reader.
        every_s: How often it is asked.
        old_after_s: From which age on it is said to be old, and no longer laid over timetables.
        timetable: For GTFS-Realtime: the source of the timetable that its trips belong to.
        places: Places by the feed's own ids, where they are not found by being near.
        simulated: It is made up for a demo, and says so wherever it is shown.

    """

    id: str
    kind: Kind
    url: str
    source: str
    licence: str = ""
    every_s: int = 60
    old_after_s: int = 600
    timetable: str = ""
    places: dict[str, str] = field(default_factory=dict)
    simulated: bool = False


def read_feeds(content: Any, file: str, *, base_url: str) -> list[Feed]:
    """Read a city's feeds.

    Args:
        content: The YAML.
        file: Its name.
        base_url: What an address that begins with a slash is below.

    Raises:
        BadInput: An entry cannot be used; says which.

    """
    feeds = []
    for number, entry in enumerate((content or {}).get("feeds") or [], 1):
        try:
            feed = Feed(**entry)
        except TypeError as error:
            raise BadInput(
                f"{file}: feed {number} cannot be used: {error}.", "docs/guide/live.md has the form."
            ) from None
        if feed.kind not in KINDS:
            raise BadInput(f"{file}: there is no kind of feed '{feed.kind}'.", f"Known are {', '.join(KINDS)}.")
        url = f"{base_url.rstrip('/')}{feed.url}" if feed.url.startswith("/") else feed.url
        feeds.append(Feed(**{**entry, "url": url, "every_s": max(OFTEN_S_MIN, feed.every_s)}))
    return feeds
