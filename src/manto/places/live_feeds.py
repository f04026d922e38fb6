"""Live feeds: asked beside the requests, kept with their age, and never waited for by a page.

1. One process asks a feed at a time; a feed that fails is asked later each time, up to every ten minutes.
2. What cannot be read changes nothing: the last good word stays, with its age and with what went wrong.
3. A page reads only what is kept.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import Q

from manto.city import read_yaml
from manto.kernel.errors import MantoError, Unavailable
from manto.places.live.feeds import Feed, read_feeds
from manto.places.live.fetching import Fetch, Fetched, fetch
from manto.places.live.spots import read_gbfs, read_parking
from manto.places.live.transit import read_realtime
from manto.places.models import LiveFeed
from manto.store.command import command

log = logging.getLogger("manto.live")

FIRST_AGAIN = timedelta(seconds=5)
LONGEST_PAUSE = timedelta(minutes=10)
FAR_AHEAD = timedelta(minutes=5)


@dataclass(frozen=True)
class Told:
    """What a feed said last.

    Attributes:
        age_s: How long ago it was made, or got where it does not say; None while it never came.
        old: Too old to go by.
        trouble: What went wrong last; empty when nothing did.

    """

    feed: Feed
    content: Any
    age_s: float | None
    old: bool
    trouble: str


@cache
def feeds() -> list[Feed]:
    """Give the feeds of this city."""
    file = settings.CITY.folder / "feeds.yaml"
    return read_feeds(read_yaml(file), file.name, base_url=settings.PUBLIC_URL) if file.is_file() else []


def ask_due(now: datetime, ask: Fetch = fetch, those: list[Feed] | None = None) -> int:
    """Ask the feeds that are due; say how many were asked."""
    count = 0
    for feed in feeds() if those is None else those:
        if claim_feed(feed, now=now):
            ask_feed(feed, now, ask)
            count += 1
    return count


def ask_feed(feed: Feed, now: datetime, ask: Fetch) -> None:
    """Ask one feed and keep what it says, or why it said nothing."""
    held = LiveFeed.objects.get(id=feed.id)
    try:
        fetched = ask(feed.url, held.etag)
        read = None if fetched.content is None else _READERS[feed.kind](fetched.content, _same_host(feed, ask))
    except MantoError as error:
        keep_trouble(feed, error.what)
        log.warning("a live feed failed", extra={"work": feed.id, "error": type(error).__name__})
    except Exception as error:  # somebody else's file may hold anything: it must not stop the round
        keep_trouble(feed, f"It holds what cannot be read ({type(error).__name__}).")
        log.warning("a live feed failed", extra={"work": feed.id, "error": type(error).__name__})
    else:
        keep_word(feed, fetched.etag, read, now=now)


@command
def claim_feed(feed: Feed, *, now: datetime) -> bool:
    """Say whether a feed is due, and if so that this process asks it now."""
    held, _ = LiveFeed.objects.get_or_create(id=feed.id)
    first = timedelta(seconds=feed.every_s) if held.got_at else FIRST_AGAIN  # one never heard yet may just have begun
    pause = max(first, min(first * 2 ** min(held.failures, 12), LONGEST_PAUSE))
    due = Q(asked_at=None) | Q(asked_at__lte=now - pause)
    return bool(LiveFeed.objects.filter(due, id=feed.id).update(asked_at=now))


@command
def keep_word(feed: Feed, etag: str, read: tuple[datetime | None, Any] | None, *, now: datetime) -> None:
    """Keep what a feed said; nothing new keeps what it said before."""
    changes: dict[str, Any] = {"etag": etag, "got_at": now, "trouble": "", "failures": 0}
    if read is not None:
        made_at, content = read
        believable = made_at if made_at is not None and made_at <= now + FAR_AHEAD else None
        changes |= {"made_at": believable, "content": content}
    LiveFeed.objects.filter(id=feed.id).update(**changes)


@command
def keep_trouble(feed: Feed, why: str) -> None:
    """Keep that a feed failed, and what it said before."""
    held = LiveFeed.objects.get(id=feed.id)
    LiveFeed.objects.filter(id=feed.id).update(trouble=why[:200], failures=min(held.failures + 1, 1000))


def told(now: datetime, kind: str = "", those: list[Feed] | None = None) -> list[Told]:
    """Give what the feeds of a kind said last, or all of them."""
    wanted = [feed for feed in (feeds() if those is None else those) if kind in ("", feed.kind)]
    if not wanted:
        return []
    rows = LiveFeed.objects.in_bulk([feed.id for feed in wanted])
    return [_told(feed, rows.get(feed.id), now) for feed in wanted]


def live_source(one: Told) -> dict[str, Any]:
    """Name whose live word it is, how old, and whether it is made up."""
    feed = one.feed
    named = {"id": feed.id, "source": feed.source, "licence": feed.licence, "simulated": feed.simulated}
    return {**named, "age_s": one.age_s, "old": one.old}


def _told(feed: Feed, held: LiveFeed | None, now: datetime) -> Told:
    since = (held.made_at or held.got_at) if held is not None and held.content is not None else None
    if held is None or since is None:
        return Told(feed, None, None, True, held.trouble if held else "")
    age_s = max(0.0, (now - since).total_seconds())
    return Told(feed, held.content, age_s, age_s > feed.old_after_s, held.trouble)


Reader = Callable[[bytes, Fetch], tuple[datetime | None, Any]]


def _gbfs(content: bytes, ask: Fetch) -> tuple[datetime | None, Any]:
    return read_gbfs(content, lambda url: _whole(ask(url, "")))


def _same_host(feed: Feed, ask: Fetch) -> Fetch:
    """Follow a feed only to files of its own server: what it names is not the city's word."""

    def asked(url: str, etag: str) -> Fetched:
        if urlsplit(url).hostname != urlsplit(feed.url).hostname:
            raise Unavailable("It names files of another server.")
        return ask(url, etag)

    return asked


def _whole(fetched: Fetched) -> bytes:
    if fetched.content is None:
        raise Unavailable("It says that nothing changed, though nobody asked.")
    return fetched.content


_READERS: dict[str, Reader] = {
    "gbfs": _gbfs,
    "parking": lambda content, _ask: read_parking(content),
    "gtfs_rt": lambda content, _ask: read_realtime(content),
}
