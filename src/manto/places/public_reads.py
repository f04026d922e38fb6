"""What everybody may read may be kept by everybody: for a minute, and longer while it stays the same."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_cache_control
from django.views.decorators.http import condition

from manto.places.snapshot import content_version

View = Callable[..., HttpResponse]


def kept_for_a_minute(view: View) -> View:
    """Let an answer be kept for a minute, and be asked for again by its tag.

    The tag names the question, the language, the content's version and the minute, because "open" changes by the
    minute; an unchanged answer costs one short query.
    """

    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = condition(etag_func=_tag)(view)(request, *args, **kwargs)
        if response.status_code in (200, 304):
            patch_cache_control(response, public=True, max_age=60)
        return response

    return answer


def _tag(request: HttpRequest, *_args: Any, **_kwargs: Any) -> str:
    minute = settings.CLOCK.now().strftime("%Y%m%d%H%M")
    asked = f"{content_version()} {minute} {request.LANGUAGE_CODE} {request.get_full_path()}"
    return f'"{blake2b(asked.encode(), digest_size=12).hexdigest()}"'
