"""What everybody may read may be kept by everybody: for a minute, and longer while it stays the same."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import condition

from manto.places.snapshot import content_version

View = Callable[..., HttpResponse]

KEPT_HEADERS = ("Content-Type", "Content-Disposition", "Content-Encoding", "Access-Control-Allow-Origin")
COMPRESSED_FROM_BYTES = 1_000
KEPT_BYTES_MAX = 32_000_000


class Answers:
    """The answers of this minute, by their tags; the next minute forgets them all.

    The app rounds where it asks from, so neighbours ask the same, and what one was told serves the other.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._moment = ""
        self._bytes = 0
        self._held: dict[str, tuple[dict[str, str], bytes]] = {}

    def get(self, moment: str, tag: str) -> HttpResponse | None:
        """Give an answer of this moment again."""
        with self._lock:
            found = self._held.get(tag) if moment == self._moment else None
        return HttpResponse(found[1], headers=found[0]) if found else None

    def keep(self, moment: str, tag: str, answer: HttpResponse) -> None:
        """Keep an answer while this moment lasts and there is room."""
        with self._lock:
            if moment != self._moment:
                self._moment, self._bytes, self._held = moment, 0, {}
            if self._bytes + len(answer.content) <= KEPT_BYTES_MAX:
                self._bytes += len(answer.content)
                self._held[tag] = {name: answer[name] for name in KEPT_HEADERS if name in answer}, answer.content


_answers = Answers()


def kept_for_a_minute(view: View) -> View:
    """Let an answer be kept for a minute, here and by whoever asked, and be asked for again by its tag.

    The tag names the question, the language, the content's version and the minute, because "open" changes by the
    minute; an unchanged answer costs one short query. It is kept compressed for those who take it so: it holds nothing
    that is anybody's own, so its length gives nothing away.
    """

    def work_out(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        moment, tag = request.moment_and_tag
        if found := _answers.get(moment, tag):
            return found
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            if _takes_gzip(request) and len(response.content) >= COMPRESSED_FROM_BYTES:
                response.content = gzip.compress(response.content, 6, mtime=0)
                response["Content-Encoding"] = "gzip"
            _answers.keep(moment, tag, response)
        return response

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        moment = f"{content_version()} {settings.CLOCK.now():%Y%m%d%H%M}"
        form = "gzip" if _takes_gzip(request) else "plain"
        asked = f"{moment} {form} {request.LANGUAGE_CODE} {request.get_full_path()}"
        tag = f'"{blake2b(asked.encode(), digest_size=12).hexdigest()}"'
        request.moment_and_tag = moment, tag
        response: HttpResponse = condition(etag_func=lambda *_, **__: tag)(work_out)(request, *args, **kwargs)
        if response.status_code in (200, 304):
            patch_cache_control(response, public=True, max_age=60)
            patch_vary_headers(response, ("Accept-Encoding",))
        return response

    return answer


def _takes_gzip(request: HttpRequest) -> bool:
    return "gzip" in request.headers.get("Accept-Encoding", "")
