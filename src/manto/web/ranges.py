"""Part of a file over HTTP: what a phone asks for to hear or see a recording from its middle.

Safari plays no sound and no film from a server that answers ``Range: bytes=0-1`` with the whole file.
Source: RFC 9110, section 14. Several ranges at once are answered with the whole, as 14.2 allows.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import BinaryIO

from django.http import FileResponse, HttpRequest, HttpResponse

_ONE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def wanted_range(header: str, size: int) -> tuple[int, int] | None:
    """Read which bytes are wanted, first and last.

    Args:
        header: What ``Range`` says.
        size: How long the file is.

    Returns:
        None when the whole is to be sent: no range, several, or one that cannot be read. Where the range lies behind
        the end, first is greater than last.

    >>> wanted_range("bytes=2-", 10), wanted_range("bytes=-3", 10), wanted_range("bytes=0-99", 10)
    ((2, 9), (7, 9), (0, 9))
    >>> wanted_range("bytes=0-1,4-5", 10), wanted_range("bytes=10-", 10)
    (None, (10, 9))
    """
    found = _ONE.fullmatch(header.replace(" ", ""))
    if not found or found.group(1, 2) == ("", ""):
        return None
    first, last = found.group(1, 2)
    if not first:
        return max(0, size - int(last)), size - 1 if int(last) else -1
    if last and int(last) < int(first):
        return None
    return int(first), min(int(last), size - 1) if last else size - 1


def file_or_part(request: HttpRequest, file: Path, kind: str, tag: str) -> HttpResponse | FileResponse:
    """Send a file, or the part of it that is asked for; a part of another version (``If-Range``) is the whole."""
    size = file.stat().st_size
    asked = request.headers.get("Range", "") if request.method == "GET" else ""
    part = wanted_range(asked, size) if request.headers.get("If-Range", tag) == tag else None
    if part is None:
        response: HttpResponse | FileResponse = FileResponse(file.open("rb"), content_type=kind)
    elif part[0] > part[1]:
        response = HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    else:
        first, last = part
        response = FileResponse(_Part(file.open("rb"), first, last + 1 - first), content_type=kind, status=206)
        response["Content-Range"] = f"bytes {first}-{last}/{size}"
        response["Content-Length"] = str(last + 1 - first)
    response["Accept-Ranges"] = "bytes"
    return response


class _Part:
    """So many bytes of a file from one on."""

    def __init__(self, file: BinaryIO, first: int, count: int) -> None:
        file.seek(first)
        self._file, self._left = file, count

    def read(self, count: int = -1) -> bytes:
        content = self._file.read(self._left if count < 0 else min(count, self._left))
        self._left -= len(content)
        return content

    def close(self) -> None:
        self._file.close()
