"""The files of the app, also after it was built anew beside a running server."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from whitenoise.middleware import WhiteNoiseMiddleware

QUIET_S = 2.0
"""A folder in which nothing was made or removed for so long is written to the end."""

Stamp = tuple[int, ...]


class AppFiles(WhiteNoiseMiddleware):
    """Serves static files from a list made once, and makes the list anew when another build lies in the app's folder.

    Each build gives its files other names. A server that went on by the old list would send the new page and none of its
    scripts: a blank screen. So each request looks at when the two folders changed, which costs two microseconds.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        stamp = _stamp()
        super().__init__(get_response)
        self._listed = stamp if _is_quiet(stamp) else None

    def __call__(self, request: HttpRequest) -> Any:
        """Serve a file, or hand the request on."""
        if (stamp := _stamp()) != self._listed:
            self._list_again(stamp)
        return super().__call__(request)

    def _list_again(self, stamp: Stamp) -> None:
        try:
            self.files = WhiteNoiseMiddleware(self.get_response).files
        except (
            OSError
        ):  # a file went away while it was listed: the build is under way, and the next request tries again
            return
        self._listed = stamp if _is_quiet(stamp) else None


def _stamp() -> Stamp:
    """Say when something was last made or removed in the app's folders; nothing where it is not built."""
    try:
        return tuple(os.stat(folder).st_mtime_ns for folder in (settings.APP_FOLDER, settings.APP_FOLDER / "assets"))
    except OSError:
        return ()


def _is_quiet(stamp: Stamp) -> bool:
    return time.time() - max(stamp, default=0) / 1e9 > QUIET_S
